//! Writing the file.

use std::collections::BTreeMap;

use crate::fold::fold;
use crate::layout::{
    DEGREE_STEPS, FEATURE_BITS, FormatError, HEADER, MAGIC, MOST_PLACES, NO_DIVISION, SECTIONS, VERSION,
};
use crate::names::Coder;
use crate::{Feature, NameKind};

/// A place to be written.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// Its id in GeoNames; 0 where it is not known.
    pub geonameid: u32,
    /// Its first name.
    pub name: String,
    /// Its other names, each with how it names the place.
    pub others: Vec<(String, NameKind)>,
    /// Latitude, degrees north.
    pub lat: f64,
    /// Longitude, degrees east.
    pub lon: f64,
    /// Population; 0 where it is not known.
    pub population: u64,
    /// How widely it is known, 0 to 3: see [`Place::fame`](crate::Place::fame).
    pub fame: u8,
    /// What it is.
    pub feature: Feature,
    /// The place that holds it, by the order of adding: a state, a first- or a second-order division added before it.
    pub inside: Option<usize>,
    /// For a state: its codes.
    pub country: Option<CountryCodes>,
}

/// Codes of a state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountryCodes {
    /// ISO 3166-1 alpha-2.
    pub alpha2: String,
    /// The code in Memcon's output: ISO 3166-1 alpha-3, `KOS` for Kosovo.
    pub alpha3: String,
}

/// Takes places and writes the file.
#[derive(Debug, Default)]
pub struct Compiler {
    places: Vec<Source>,
}

impl Compiler {
    /// A compiler without places.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a place; its number for [`Source::inside`] of others.
    pub fn add(&mut self, place: Source) -> usize {
        self.places.push(place);
        self.places.len() - 1
    }

    /// The file's bytes.
    ///
    /// # Errors
    /// Names the place that does not fit: a name without letters or of more than 255 bytes, coordinates out of range,
    /// an id above 24 bits, too many places, divisions or states, a state without codes.
    pub fn compile(&self) -> Result<Vec<u8>, FormatError> {
        self.check()?;
        let order = self.order();
        let mut rank = vec![0; order.len()];
        for (at, &number) in order.iter().enumerate() {
            rank[number] = at;
        }
        let divisions = self.divisions()?;
        let (names, name_index) = self.first_names(&order);
        let (others, other_index) = self.other_names(&rank)?;
        let sections: [Vec<u8>; SECTIONS] = [
            order.iter().flat_map(|&number| self.record(number, &divisions.row)).collect(),
            names,
            name_index,
            others,
            other_index,
            divisions.members.iter().flat_map(|&(number, country)| division_row(rank[number], country)).collect(),
            divisions.countries,
        ];
        let mut file = Vec::with_capacity(HEADER + sections.iter().map(Vec::len).sum::<usize>());
        file.extend_from_slice(&MAGIC);
        file.extend_from_slice(&VERSION.to_le_bytes());
        for section in &sections {
            file.extend_from_slice(&fits_u32(section.len()).to_le_bytes());
        }
        file.extend(sections.into_iter().flatten());
        Ok(file)
    }

    fn check(&self) -> Result<(), FormatError> {
        if self.places.len() > MOST_PLACES {
            return Err(FormatError(format!("{} places are more than {MOST_PLACES}", self.places.len())));
        }
        for (number, place) in self.places.iter().enumerate() {
            let fault = |what: &str| Err(FormatError(format!("{} ({}): {what}", place.name, place.geonameid)));
            let named = |name: &str| name.len() <= 255 && !fold(name).is_empty();
            if !named(&place.name) || !place.others.iter().all(|(name, _)| named(name)) {
                return fault("a name without letters or of more than 255 bytes");
            }
            if !(-90.0..=90.0).contains(&place.lat) || !(-180.0..=180.0).contains(&place.lon) {
                return fault("coordinates out of range");
            }
            if place.geonameid >= 1 << 24 {
                return fault("an id above 24 bits");
            }
            if place.inside.is_some_and(|inside| inside >= number) {
                return fault("inside a place that was not added before it");
            }
            if place.fame > 3 {
                return fault("fame above 3");
            }
            if place.feature.is_country() != place.country.is_some() {
                return fault("a state has codes, and nothing else has");
            }
            if place.country.as_ref().is_some_and(|c| c.alpha2.len() != 2 || c.alpha3.len() != 3) {
                return fault("codes of two and three letters are wanted");
            }
        }
        Ok(())
    }

    /// Places by folded name, the name itself, and size.
    fn order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.places.len()).collect();
        order.sort_by_cached_key(|&number| {
            let place = &self.places[number];
            (fold(&place.name), place.name.clone(), std::cmp::Reverse(place.population), place.geonameid, number)
        });
        order
    }

    fn first_names(&self, order: &[usize]) -> (Vec<u8>, Vec<u8>) {
        let (mut coder, mut index, mut at) = (Coder::default(), Vec::new(), 0);
        for bearers in order.chunk_by(|&a, &b| self.places[a].name == self.places[b].name) {
            if coder.push(&self.places[bearers[0]].name) {
                index.extend_from_slice(&coder.starts.last().copied().unwrap_or(0).to_le_bytes());
                index.extend_from_slice(&fits_u32(at).to_le_bytes());
            }
            match u8::try_from(bearers.len()) {
                Ok(number) if number < u8::MAX => coder.bytes.push(number),
                _ => {
                    coder.bytes.push(u8::MAX);
                    coder.bytes.extend_from_slice(&fits_u32(bearers.len()).to_le_bytes()[..3]);
                }
            }
            at += bearers.len();
        }
        (coder.bytes, index)
    }

    fn other_names(&self, rank: &[usize]) -> Result<(Vec<u8>, Vec<u8>), FormatError> {
        let mut by_name: BTreeMap<(String, &str), Vec<u32>> = BTreeMap::new();
        for (number, place) in self.places.iter().enumerate() {
            for (name, kind) in &place.others {
                let reference = fits_u32(rank[number]) | kind.code() << 20;
                by_name.entry((fold(name), name)).or_default().push(reference);
            }
        }
        let mut coder = Coder::default();
        for ((_, name), mut references) in by_name {
            references.sort_unstable();
            references.dedup();
            coder.push(name);
            let number = u8::try_from(references.len());
            coder.bytes.push(number.map_err(|_| FormatError(format!("{name} names more than 255 places")))?);
            for reference in references {
                coder.bytes.extend_from_slice(&reference.to_le_bytes()[..3]);
            }
        }
        Ok((coder.bytes, coder.starts.iter().flat_map(|start| start.to_le_bytes()).collect()))
    }

    /// Numbers the states and the places that hold others.
    fn divisions(&self) -> Result<Divisions, FormatError> {
        let mut divisions = Divisions::default();
        let holders: std::collections::BTreeSet<usize> = self.places.iter().filter_map(|p| p.inside).collect();
        let states = (0..self.places.len()).filter(|&n| self.places[n].country.is_some());
        let numbers: std::collections::BTreeSet<usize> = holders.into_iter().chain(states).collect();
        for number in numbers {
            let place = &self.places[number];
            let country = match (&place.country, place.inside.and_then(|inside| divisions.row.get(&inside))) {
                (Some(codes), _) => {
                    divisions.countries.extend(codes.alpha2.bytes().chain(codes.alpha3.bytes()));
                    divisions.countries.len() / 5 - 1
                }
                (None, Some(&row)) => usize::from(divisions.members[usize::from(row)].1),
                (None, None) => return Err(FormatError(format!("{} holds places and is in no state", place.name))),
            };
            let country = u8::try_from(country).map_err(|_| FormatError("more than 256 states".into()))?;
            let row = u16::try_from(divisions.members.len()).ok().filter(|&row| row != NO_DIVISION);
            divisions.row.insert(number, row.ok_or_else(|| FormatError("more than 65535 divisions".into()))?);
            divisions.members.push((number, country));
        }
        Ok(divisions)
    }

    fn record(&self, number: usize, rows: &BTreeMap<usize, u16>) -> Vec<u8> {
        let place = &self.places[number];
        // A state lies in itself, so that its record leads to its codes.
        let inside = place.inside.or(place.country.is_some().then_some(number));
        let division = inside.and_then(|inside| rows.get(&inside).copied()).unwrap_or(NO_DIVISION);
        let degrees = steps((place.lat + 90.0) / 180.0) | steps((place.lon + 180.0) / 360.0) << 20;
        let mut record = place.geonameid.to_le_bytes()[..3].to_vec();
        record.extend_from_slice(&degrees.to_le_bytes()[..5]);
        record.extend_from_slice(&[
            population_code(place.population),
            place.feature.number() | place.fame << FEATURE_BITS,
        ]);
        record.extend_from_slice(&division.to_le_bytes());
        record
    }
}

/// The section of divisions while it is made.
#[derive(Debug, Default)]
struct Divisions {
    /// Each division's place, by order of adding, and its state's row.
    members: Vec<(usize, u8)>,
    /// Its row, by its place.
    row: BTreeMap<usize, u16>,
    /// The section of states.
    countries: Vec<u8>,
}

fn division_row(place: usize, country: u8) -> [u8; 4] {
    let [a, b, c, _] = fits_u32(place).to_le_bytes();
    [a, b, c, country]
}

/// A share of a range in twenty bits.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the share is checked to be within 0 and 1")]
fn steps(share: f64) -> u64 {
    (share * DEGREE_STEPS).round() as u64
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most 8 · 31.9")]
fn population_code(population: u64) -> u8 {
    ((population as f64 + 1.0).log2() * 8.0).round().min(255.0) as u8
}

/// A number that was checked to be far below 2^32.
fn fits_u32(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
