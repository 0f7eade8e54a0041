//! Where to look for other mentions of an event: mentions in the same block have category and countries in common.

use std::collections::BTreeSet;

use super::features::Features;
use crate::ids::hash64;

/// Most countries of a mention that are paired, the first by their codes.
const MOST: usize = 6;

/// The blocks of a mention. Two that can be of one event share one: they have the same category, and both name a pair
/// of countries, or the same single country, or, of no country, somebody of the same name.
pub fn blocks(f: &Features) -> Vec<i64> {
    of(&f.category, f)
}

/// The blocks in which a plan is found by what becomes of it: those of its act, kept apart from what has happened.
pub fn plan_blocks(f: &Features, act: &str) -> Vec<i64> {
    of(&format!("plan {act}"), f)
}

/// The blocks of a mention if its category were this one.
pub fn blocks_as(f: &Features, category: &str) -> Vec<i64> {
    of(category, f)
}

fn of(kind: &str, f: &Features) -> Vec<i64> {
    let countries: BTreeSet<&str> = f.parties().filter_map(|who| who.country.as_deref()).collect();
    let countries: Vec<&str> = countries.into_iter().take(MOST).collect();
    let keys: BTreeSet<String> = match countries.as_slice() {
        [] => f.parties().filter_map(|who| who.name.clone()).collect(),
        [one] => BTreeSet::from([(*one).to_owned()]),
        several => pairs(several).collect(),
    };
    keys.iter().map(|key| i64::try_from(hash64(&[kind.as_bytes(), key.as_bytes()]) >> 33).unwrap_or_default()).collect()
}

fn pairs<'a>(countries: &'a [&str]) -> impl Iterator<Item = String> + 'a {
    countries
        .iter()
        .enumerate()
        .flat_map(move |(number, a)| countries.iter().skip(number + 1).map(move |b| format!("{a} {b}")))
}
