//! Asking the gazetteer.

use std::sync::OnceLock;

use crate::fold::fold_into;
use crate::layout::{
    COUNTRY, DEGREE_STEPS, DIVISION, FEATURE_BITS, FormatError, HEADER, MAGIC, NAME_ROW, NO_DIVISION, OTHER_ROW, PLACE,
    SECTIONS, VERSION, index, u24, u32_at,
};
use crate::names::Names;
use crate::{Feature, NameKind};

/// The number of a place in its gazetteer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlaceIndex(pub u32);

/// What the gazetteer knows of a place, but for its name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// Its id in GeoNames, where it is known.
    pub geonameid: Option<u32>,
    /// Latitude of a point in it, degrees north, to 20 m.
    pub lat: f64,
    /// Longitude of a point in it, degrees east, to 20 m.
    pub lon: f64,
    /// Population, to a tenth; 0 where none is known.
    pub population: u32,
    /// How widely it is known, by the number of languages and spellings in which it has a name: 0 fewer than 8,
    /// 1 fewer than 25, 2 fewer than 60, 3 more. Of two towns of one name and size, the one that the world speaks of
    /// has the more.
    pub fame: u8,
    /// What it is.
    pub feature: Feature,
    /// Row of the division that holds it.
    division: u16,
}

/// A gazetteer over the bytes of its file.
#[derive(Clone, Copy, Debug)]
pub struct Gazetteer<'a> {
    places: &'a [u8],
    names: Names<'a>,
    others: Names<'a>,
    divisions: &'a [u8],
    countries: &'a [u8],
}

impl Gazetteer<'static> {
    /// The gazetteer in the program.
    ///
    /// # Panics
    /// Where the program was built with a broken file: a test of this crate sees to it that it was not.
    pub fn embedded() -> &'static Self {
        static EMBEDDED: OnceLock<Gazetteer<'static>> = OnceLock::new();
        EMBEDDED.get_or_init(|| {
            Gazetteer::new(include_bytes!("../data/gazetteer.bin")).expect("data/gazetteer.bin is tested")
        })
    }
}

impl<'a> Gazetteer<'a> {
    /// A gazetteer over `bytes`, of which only the header is looked at. A file that is broken further in finds less
    /// than it should, and never panics.
    pub fn new(bytes: &'a [u8]) -> Result<Self, FormatError> {
        let broken = |what: String| FormatError(what);
        if bytes.get(..4) != Some(&MAGIC) {
            return Err(broken("it does not begin with MCGZ".into()));
        }
        let version = u32_at(bytes, 4).ok_or_else(|| broken("it ends in its header".into()))?;
        if version != VERSION {
            return Err(broken(format!("it says version {version}")));
        }
        let (mut sections, mut at) = ([&bytes[..0]; SECTIONS], HEADER);
        for (number, section) in sections.iter_mut().enumerate() {
            let length = u32_at(bytes, 8 + 4 * number).ok_or_else(|| broken("it ends in its header".into()))?;
            let end = at.saturating_add(index(length));
            *section = bytes
                .get(at..end)
                .ok_or_else(|| broken(format!("section {number} ends at byte {end} of {}", bytes.len())))?;
            at = end;
        }
        let [places, names, name_index, others, other_index, divisions, countries] = sections;
        Ok(Self {
            places,
            names: Names { bytes: names, index: name_index, row: NAME_ROW },
            others: Names { bytes: others, index: other_index, row: OTHER_ROW },
            divisions,
            countries,
        })
    }

    /// Number of places.
    pub fn len(&self) -> usize {
        self.places.len() / PLACE
    }

    /// Whether it holds no place.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Calls `found` with every name whose folded form is `key`, the place that bears it, and how it does.
    pub fn look_up(&self, key: &str, mut found: impl FnMut(&str, PlaceIndex, NameKind)) {
        self.look_up_first(key, &mut found);
        self.look_up_others(key, &mut found);
    }

    fn look_up_first(&self, key: &str, found: &mut impl FnMut(&str, PlaceIndex, NameKind)) {
        let block = self.names.block_before(key);
        let (Some(mut cursor), Some(mut place)) = (self.names.cursor_at(block), self.names.first_place(block)) else {
            return;
        };
        let mut folded = String::new();
        while let Some(name) = cursor.next_name() {
            fold_into(name, &mut folded);
            if folded.as_str() > key {
                return;
            }
            let Some(bearers) = cursor.bearers() else { return };
            if folded == key {
                // A broken file may claim any number of bearers.
                let end = place.saturating_add(bearers).min(u32::try_from(self.len()).unwrap_or(u32::MAX));
                for bearer in place..end {
                    found(cursor.name(), PlaceIndex(bearer), NameKind::Primary);
                }
            }
            place = place.saturating_add(bearers);
        }
    }

    fn look_up_others(&self, key: &str, found: &mut impl FnMut(&str, PlaceIndex, NameKind)) {
        let Some(mut cursor) = self.others.cursor_at(self.others.block_before(key)) else { return };
        let mut folded = String::new();
        while let Some(name) = cursor.next_name() {
            fold_into(name, &mut folded);
            if folded.as_str() > key {
                return;
            }
            let Some(references) = cursor.references() else { return };
            if folded == key {
                for reference in references {
                    if let Some(kind) = NameKind::from_code(reference >> 20) {
                        found(cursor.name(), PlaceIndex(reference & 0xf_ffff), kind);
                    }
                }
            }
        }
    }

    /// What is known of a place; `None` for a number that the gazetteer does not have.
    pub fn place(&self, at: PlaceIndex) -> Option<Place> {
        let start = index(at.0).checked_mul(PLACE)?;
        let record = self.places.get(start..start.checked_add(PLACE)?)?;
        let packed = u64::from_le_bytes([record[3], record[4], record[5], record[6], record[7], 0, 0, 0]);
        let twenty = |bits: u64| f64::from(u32::try_from(bits & 0xf_ffff).unwrap_or(0));
        let geonameid = u24(record, 0)?;
        Some(Place {
            geonameid: (geonameid != 0).then_some(geonameid),
            lat: rounded(twenty(packed) / DEGREE_STEPS * 180.0 - 90.0),
            lon: rounded(twenty(packed >> 20) / DEGREE_STEPS * 360.0 - 180.0),
            population: population(record[8]),
            fame: record[9] >> FEATURE_BITS,
            feature: Feature::from_number(record[9] & ((1 << FEATURE_BITS) - 1))?,
            division: u16::from_le_bytes([record[10], record[11]]),
        })
    }

    /// The first name of a place; empty for a number that the gazetteer does not have.
    pub fn name(&self, at: PlaceIndex) -> String {
        self.find_name(at).unwrap_or_default()
    }

    fn find_name(&self, at: PlaceIndex) -> Option<String> {
        let (mut low, mut high) = (0, self.names.blocks());
        while low < high {
            let middle = low + (high - low) / 2;
            if self.names.first_place(middle)? <= at.0 {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        let block = low.checked_sub(1)?;
        let (mut cursor, mut place) = (self.names.cursor_at(block)?, self.names.first_place(block)?);
        loop {
            cursor.next_name()?;
            place = place.checked_add(cursor.bearers()?)?;
            if place > at.0 {
                return Some(cursor.name().to_owned());
            }
        }
    }

    /// The division that holds a place: of a town its county or province, of a province its state.
    pub fn division_of(&self, place: &Place) -> Option<PlaceIndex> {
        let row = self.division_row(place)?;
        u24(row, 0).map(PlaceIndex)
    }

    /// The alpha-3 code of the state that holds a place; `KOS` is Kosovo's.
    pub fn country_code(&self, place: &Place) -> Option<&'a str> {
        self.country_row(place).and_then(|row| std::str::from_utf8(&row[2..]).ok())
    }

    /// The alpha-2 code of the state that holds a place.
    pub fn country_alpha2(&self, place: &Place) -> Option<&'a str> {
        self.country_row(place).and_then(|row| std::str::from_utf8(&row[..2]).ok())
    }

    /// The alpha-3 code that goes with an alpha-2 code, in capitals.
    pub fn alpha3(&self, alpha2: &str) -> Option<&'a str> {
        let row = self.countries.chunks_exact(COUNTRY).find(|row| row.starts_with(alpha2.as_bytes()))?;
        std::str::from_utf8(row.get(2..)?).ok().filter(|_| alpha2.len() == 2)
    }

    /// The first-order division that a place is or lies in.
    pub fn admin1(&self, at: PlaceIndex) -> Option<PlaceIndex> {
        self.enclosing(at, |feature| feature.code() == "ADM1")
    }

    /// The second-order division that a place is or lies in.
    pub fn admin2(&self, at: PlaceIndex) -> Option<PlaceIndex> {
        self.enclosing(at, |feature| feature.code() == "ADM2")
    }

    /// The state that a place is or lies in.
    pub fn country(&self, at: PlaceIndex) -> Option<PlaceIndex> {
        self.enclosing(at, Feature::is_country)
    }

    /// The first of a place and the divisions around it that is `wanted`.
    fn enclosing(&self, at: PlaceIndex, wanted: impl Fn(Feature) -> bool) -> Option<PlaceIndex> {
        let mut at = at;
        // Town, second order, first order, state: a broken file may go in circles.
        for _ in 0..4 {
            let place = self.place(at)?;
            if wanted(place.feature) {
                return Some(at);
            }
            at = self.division_of(&place)?;
        }
        None
    }

    fn division_row(&self, place: &Place) -> Option<&'a [u8]> {
        if place.division == NO_DIVISION {
            return None;
        }
        let start = usize::from(place.division) * DIVISION;
        self.divisions.get(start..start + DIVISION)
    }

    fn country_row(&self, place: &Place) -> Option<&'a [u8]> {
        let start = usize::from(*self.division_row(place)?.get(3)?) * COUNTRY;
        self.countries.get(start..start + COUNTRY)
    }
}

/// Degrees to four places, 11 m: finer than the file.
fn rounded(degrees: f64) -> f64 {
    (degrees * 1e4).round() / 1e4
}

/// Population from eight times its binary logarithm.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most 2^31.9, never negative")]
fn population(code: u8) -> u32 {
    ((f64::from(code) / 8.0).exp2() - 1.0).round() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(gazetteer: &Gazetteer, key: &str) -> Vec<(String, PlaceIndex, NameKind)> {
        let mut found = Vec::new();
        gazetteer.look_up(key, |name, place, kind| found.push((name.to_owned(), place, kind)));
        found
    }

    #[test]
    fn the_embedded_file_is_whole() {
        let gazetteer = Gazetteer::embedded();
        assert!(gazetteer.len() > 200_000);
        // Every place has a name that leads back to it.
        for at in (0..u32::try_from(gazetteer.len()).expect("few")).step_by(997) {
            let at = PlaceIndex(at);
            let (place, name) = (gazetteer.place(at).expect("a place"), gazetteer.name(at));
            assert!((-90.0..=90.0).contains(&place.lat) && (-180.0..=180.0).contains(&place.lon));
            assert!(found(gazetteer, &crate::fold(&name)).iter().any(|(_, p, _)| *p == at), "{name}");
        }
    }

    #[test]
    fn divisions_lead_to_their_state() {
        let gazetteer = Gazetteer::embedded();
        let texan = |(_, at, _): &(String, PlaceIndex, NameKind)| {
            gazetteer.admin1(*at).is_some_and(|division| gazetteer.name(division) == "Texas")
        };
        let (_, paris, _) = found(gazetteer, "paris").into_iter().find(texan).expect("a Paris in Texas");
        let place = gazetteer.place(paris).expect("it");
        assert_eq!(gazetteer.country_code(&place), Some("USA"));
        assert_eq!(gazetteer.country_alpha2(&place), Some("US"));
        assert_eq!(gazetteer.admin2(paris).map(|at| gazetteer.name(at)).as_deref(), Some("Lamar County"));
        assert_eq!(gazetteer.country(paris).map(|at| gazetteer.name(at)).as_deref(), Some("United States"));
    }

    #[test]
    fn kinds_of_names_are_told() {
        let gazetteer = Gazetteer::embedded();
        let kind_of = |key: &str, place: &str| {
            found(gazetteer, key).into_iter().find(|(_, at, _)| gazetteer.name(*at) == place).map(|(_, _, kind)| kind)
        };
        assert_eq!(kind_of("turkish", "Turkey"), Some(NameKind::Demonym));
        assert_eq!(kind_of("ky", "Kentucky"), Some(NameKind::Abbreviation));
        assert_eq!(kind_of("kiev", "Kyiv"), Some(NameKind::Primary));
        assert_eq!(kind_of("warschau", "Warsaw"), Some(NameKind::Alias));
        assert_eq!(kind_of("kabul", "Kabul"), Some(NameKind::Primary));
        assert_eq!(found(gazetteer, "no such name"), []);
        assert_eq!(found(gazetteer, ""), []);
    }

    #[test]
    fn a_foreign_file_is_refused() {
        for bytes in [&b""[..], b"MCGZ", b"MCGZ\x02\0\0\0", b"PK\x03\x04aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"] {
            assert!(Gazetteer::new(bytes).is_err());
        }
        let cut = &include_bytes!("../data/gazetteer.bin")[..100_000];
        assert!(Gazetteer::new(cut).expect_err("cut").to_string().contains("ends at byte"));
    }
}
