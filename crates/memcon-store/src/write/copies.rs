//! Copies: stories with nearly the same words are one story printed several times. Copies are the connected components
//! of a pairwise test of fingerprints; the earliest is the original of all.

use std::collections::BTreeSet;

use memcon::intake::Fingerprint;
use rusqlite::{Connection, OptionalExtension as _, params, params_from_iter};

use crate::Result;
use crate::ids::{day_of, hash64};

/// How much of their runs of words two copies share, at least. Editors cut paragraphs and change headlines; two
/// reports of one event by different hands share next to nothing (under .1).
pub const LIKENESS: f64 = 0.7;

/// Places of a fingerprint in a band: stories with all places of any band equal are compared. Of stories that share
/// .8 of their runs 98.5 % have one, of those that share .7 still 89 %.
const BAND: usize = 4;

/// Files a new story among its copies. Gives the stories whose original is another now, not the new one.
pub fn file(connection: &Connection, story: i64, print: &Fingerprint) -> Result<Vec<i64>> {
    let bands = bands(print);
    let originals = like(connection, story, print, &bands)?;
    let rows: Vec<String> = (2..bands.len() + 2).map(|number| format!("(?{number}, ?1)")).collect();
    connection
        .prepare_cached(&format!("INSERT INTO copy_band (band, story) VALUES {}", rows.join(", ")))?
        .execute(params_from_iter(std::iter::once(story).chain(bands)))?;
    if originals.is_empty() {
        return Ok(Vec::new());
    }
    let mut members = vec![story];
    for original in originals {
        members.extend(group(connection, original)?);
    }
    settle(connection, &members, story)
}

/// The originals of the stories that share a band with this one and are copies of it.
fn like(connection: &Connection, story: i64, print: &Fingerprint, bands: &BTreeSet<i64>) -> Result<BTreeSet<i64>> {
    let mut near = connection.prepare_cached(&format!(
        "SELECT DISTINCT s.id, s.original, s.exact, s.near FROM copy_band b JOIN story s ON s.id = b.story
         WHERE b.band IN ({}) AND b.story <> ?",
        vec!["?"; bands.len()].join(", ")
    ))?;
    let mut rows = near.query(params_from_iter(bands.iter().copied().chain([story])))?;
    let mut originals = BTreeSet::new();
    while let Some(row) = rows.next()? {
        let other = fingerprint(row.get(2)?, row.get_ref(3)?.as_blob_or_null().unwrap_or_default());
        if print.likeness(&other) >= LIKENESS {
            originals.insert(row.get(1)?);
        }
    }
    Ok(originals)
}

/// Takes a story out of its copies before it is removed. Gives the stories whose original is another now.
pub fn remove(connection: &Connection, story: i64) -> Result<Vec<i64>> {
    let found = connection
        .prepare_cached("SELECT original, exact, near FROM story WHERE id = ?1")?
        .query_row([story], |row| {
            Ok((row.get(0)?, fingerprint(row.get(1)?, row.get::<_, Option<Vec<u8>>>(2)?.as_deref())))
        })
        .optional()?;
    let Some((original, print)) = found else { return Ok(Vec::new()) };
    for band in bands(&print) {
        connection
            .prepare_cached("DELETE FROM copy_band WHERE band = ?1 AND story = ?2")?
            .execute(params![band, story])?;
    }
    let rest: Vec<i64> = group(connection, original)?.into_iter().filter(|&id| id != story).collect();
    let mut changed = Vec::new();
    for part in components(connection, &rest)? {
        changed.extend(settle(connection, &part, story)?);
    }
    Ok(changed)
}

/// The stories that have this one as their original, itself included.
fn group(connection: &Connection, original: i64) -> Result<Vec<i64>> {
    let mut statement = connection.prepare_cached("SELECT id FROM story WHERE original = ?1")?;
    let rows = statement.query_map([original], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Gives members of one component their original; all whose original changed, but for `but`, are given back.
fn settle(connection: &Connection, members: &[i64], but: i64) -> Result<Vec<i64>> {
    let Some(&original) = members.iter().min_by_key(|&&id| seniority(id)) else { return Ok(Vec::new()) };
    let mut changed = Vec::new();
    for &member in members {
        let moved = connection
            .prepare_cached("UPDATE story SET original = ?1 WHERE id = ?2 AND original <> ?1")?
            .execute(params![original, member])?;
        if moved > 0 && member != but {
            changed.push(member);
        }
    }
    Ok(changed)
}

/// Stories in the order in which they were published; undated ones last.
pub fn seniority(story: i64) -> (bool, i64) {
    (day_of(story) == 0, story)
}

fn components(connection: &Connection, stories: &[i64]) -> Result<Vec<Vec<i64>>> {
    let mut prints = Vec::new();
    for &story in stories {
        let print = connection
            .prepare_cached("SELECT exact, near FROM story WHERE id = ?1")?
            .query_row([story], |row| Ok(fingerprint(row.get(0)?, row.get::<_, Option<Vec<u8>>>(1)?.as_deref())))?;
        prints.push((story, bands(&print), print));
    }
    let linked = |a: usize, b: usize| match (prints.get(a), prints.get(b)) {
        // As in adding: only what shares a band is compared.
        (Some((_, x, a)), Some((_, y, b))) => x.iter().any(|band| y.contains(band)) && a.likeness(b) >= LIKENESS,
        _ => false,
    };
    let parts = super::components::of(prints.len(), linked);
    Ok(parts.into_iter().map(|part| part.into_iter().filter_map(|n| stories.get(n).copied()).collect()).collect())
}

fn bands(print: &Fingerprint) -> BTreeSet<i64> {
    // 32 bits: that two bands are the same by chance costs a comparison, and nothing else.
    let row = |hash: u64| (hash >> 32).cast_signed();
    let mut bands = BTreeSet::from([row(hash64(&[b"exact", &print.exact.to_le_bytes()]))]);
    for (number, band) in print.near.iter().flat_map(|places| places.chunks(BAND)).enumerate() {
        let bytes: Vec<u8> = band.iter().flat_map(|place| place.to_le_bytes()).collect();
        bands.insert(row(hash64(&[&number.to_le_bytes(), &bytes])));
    }
    bands
}

/// A near fingerprint as bytes.
pub fn near_bytes(print: &Fingerprint) -> Option<Vec<u8>> {
    print.near.map(|places| places.iter().flat_map(|place| place.to_be_bytes()).collect())
}

fn fingerprint(exact: i64, near: Option<&[u8]>) -> Fingerprint {
    let near = near.and_then(|bytes| {
        let places: Vec<u16> =
            bytes.chunks_exact(2).filter_map(|b| b.try_into().ok()).map(u16::from_be_bytes).collect();
        places.try_into().ok()
    });
    Fingerprint { exact: exact.cast_unsigned(), near }
}
