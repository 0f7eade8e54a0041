//! States, the seats that stand for their bodies, territories, cities and provinces.

use std::sync::Arc;

use crate::day::{Bounds, Period};
use crate::sector::{SECTORS, Sector};
use crate::table::{self, Row, Source, TableError};

/// A state: a row of `countries.txt`.
#[derive(Clone, Debug)]
pub struct Country {
    /// ISO 3166-1 alpha-3, for past states the code they had.
    pub code: Box<str>,
    /// Canonical short name.
    pub name: Box<str>,
    /// Other names.
    pub names: Vec<Box<str>>,
    /// Adjectives.
    pub adjectives: Vec<Box<str>>,
    /// Nouns for its people, singular.
    pub people: Vec<Box<str>>,
    /// Capitals and seats of government; the first stands for the government.
    pub capitals: Vec<Box<str>>,
    /// Names of its parliament.
    pub parliaments: Vec<Box<str>>,
    /// Number in the Correlates of War list.
    pub cow: Option<u16>,
    /// Number in Gleditsch and Ward's list.
    pub gw: Option<u16>,
    /// When it was a state.
    pub period: Period,
    /// Code of the state that it was a part or dependency of before that.
    pub before: Option<Box<str>>,
    /// Its row.
    pub source: Source,
}

/// A seat: a row of `seats.txt`.
#[derive(Clone, Debug)]
pub struct Seat {
    /// What news says.
    pub phrases: Vec<Box<str>>,
    /// The body meant.
    pub name: Box<str>,
    /// Country or kind of international body.
    pub country: Box<str>,
    /// Sector of the body.
    pub sector: Option<Sector>,
    /// Its row.
    pub source: Source,
}

/// What kind of territory something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TerritoryKind {
    /// A dependency with a code of its own, counted to its state.
    Dependency,
    /// Partially recognised: counted to the state that claims it, with sector PRE.
    Partial,
    /// A part of a state.
    Region,
}

impl std::str::FromStr for TerritoryKind {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "dependency" => Ok(Self::Dependency),
            "partial" => Ok(Self::Partial),
            "region" => Ok(Self::Region),
            _ => Err(()),
        }
    }
}

/// A territory: a row of `territories.txt`.
#[derive(Clone, Debug)]
pub struct Territory {
    /// Canonical name.
    pub name: Box<str>,
    /// Other names.
    pub names: Vec<Box<str>>,
    /// Adjectives.
    pub adjectives: Vec<Box<str>>,
    /// Nouns for its people, singular.
    pub people: Vec<Box<str>>,
    /// The state that it counts to.
    pub country: Box<str>,
    /// What it is.
    pub kind: TerritoryKind,
    /// Seats of its authorities.
    pub capitals: Vec<Box<str>>,
    /// Its row.
    pub source: Source,
}

/// A city or province: a row of `places.txt`.
#[derive(Clone, Debug)]
pub struct Place {
    /// As English news writes it.
    pub name: Box<str>,
    /// Other names.
    pub names: Vec<Box<str>>,
    /// The state that it lies in.
    pub country: Box<str>,
    /// A province; else a city.
    pub province: bool,
    /// Its row.
    pub source: Source,
}

/// Codes that stand for no state.
pub const BODIES: [&str; 7] = ["IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"];

const COUNTRIES: &[&str] = &[
    "code",
    "name",
    "other names",
    "adjectives",
    "people",
    "capitals",
    "parliament",
    "cow",
    "gw",
    "from",
    "to",
    "before",
];
const SEATS: &[&str] = &["phrase", "name", "country", "sector"];
const TERRITORIES: &[&str] = &["name", "other names", "adjectives", "people", "country", "kind", "capitals"];
const PLACES: &[&str] = &["name", "other names", "country", "kind"];

/// The rows of a file of states.
///
/// # Errors
/// Names the line that is wrong.
pub fn countries(file: &Arc<str>, text: &str) -> Result<Vec<Country>, TableError> {
    table::parse(file, text, COUNTRIES)?.iter().map(country).collect()
}

fn country(row: &Row) -> Result<Country, TableError> {
    Ok(Country {
        code: code(row, "code")?,
        name: row.required("name")?.into(),
        names: items(row, "other names"),
        adjectives: items(row, "adjectives"),
        people: items(row, "people"),
        capitals: items(row, "capitals"),
        parliaments: items(row, "parliament"),
        cow: row.parsed("cow", "a number")?,
        gw: row.parsed("gw", "a number")?,
        period: period(row)?,
        before: if row.cell("before").is_empty() { None } else { Some(code(row, "before")?) },
        source: row.source.clone(),
    })
}

/// The rows of a file of seats.
///
/// # Errors
/// Names the line that is wrong.
pub fn seats(file: &Arc<str>, text: &str) -> Result<Vec<Seat>, TableError> {
    let seat = |row: &Row| {
        row.required("phrase")?;
        Ok(Seat {
            phrases: items(row, "phrase"),
            name: row.required("name")?.into(),
            country: code(row, "country")?,
            sector: sector(row, "sector")?,
            source: row.source.clone(),
        })
    };
    table::parse(file, text, SEATS)?.iter().map(seat).collect()
}

/// The rows of a file of territories.
///
/// # Errors
/// Names the line that is wrong.
pub fn territories(file: &Arc<str>, text: &str) -> Result<Vec<Territory>, TableError> {
    let territory = |row: &Row| {
        row.required("kind")?;
        Ok(Territory {
            name: row.required("name")?.into(),
            names: items(row, "other names"),
            adjectives: items(row, "adjectives"),
            people: items(row, "people"),
            country: code(row, "country")?,
            kind: row.parsed("kind", "dependency, partial or region")?.unwrap_or(TerritoryKind::Region),
            capitals: items(row, "capitals"),
            source: row.source.clone(),
        })
    };
    table::parse(file, text, TERRITORIES)?.iter().map(territory).collect()
}

/// The rows of a file of cities and provinces.
///
/// # Errors
/// Names the line that is wrong.
pub fn places(file: &Arc<str>, text: &str) -> Result<Vec<Place>, TableError> {
    let place = |row: &Row| {
        let province = match row.required("kind")? {
            "city" => false,
            "province" => true,
            other => return Err(row.error(format!("{other:?} is no kind of place"), "expected city or province")),
        };
        Ok(Place {
            name: row.required("name")?.into(),
            names: items(row, "other names"),
            country: code(row, "country")?,
            province,
            source: row.source.clone(),
        })
    };
    table::parse(file, text, PLACES)?.iter().map(place).collect()
}

/// The items of a list cell.
pub(crate) fn items(row: &Row, column: &str) -> Vec<Box<str>> {
    row.list(column).map(Box::from).collect()
}

/// A cell that must hold a code of three capitals.
pub(crate) fn code(row: &Row, column: &str) -> Result<Box<str>, TableError> {
    let cell = row.required(column)?;
    if cell.len() == 3 && cell.bytes().all(|b| b.is_ascii_uppercase()) {
        return Ok(cell.into());
    }
    Err(row.error(format!("{cell:?} is no {column} code"), "expected three capitals: ISO 3166-1 alpha-3, or IGO, UNO…"))
}

/// A cell that holds a sector or nothing.
pub(crate) fn sector(row: &Row, column: &str) -> Result<Option<Sector>, TableError> {
    row.parsed(column, SECTORS)
}

/// The `from` and `to` of a row.
pub(crate) fn period(row: &Row) -> Result<Period, TableError> {
    let bounds = |column| row.parsed::<Bounds>(column, "a date such as 1991, 1991-12 or 1991-12-26");
    let period = Period { from: bounds("from")?.map(|b| b.first), to: bounds("to")?.map(|b| b.last) };
    match period {
        Period { from: Some(from), to: Some(to) } if from > to => {
            Err(row.error(format!("{from} comes after {to}"), "exchange from and to, or correct one"))
        }
        _ => Ok(period),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_row_gives_all_its_names() {
        let text =
            format!("{}\nRUR | Ruritania | Kingdom of Ruritania | Ruritanian | | Strelsau | | 999 | | 1894 |", {
                COUNTRIES.join("|")
            });
        let rows = countries(&Arc::from("c.txt"), &text).expect("well formed");
        assert_eq!((&*rows[0].code, &*rows[0].capitals[0], rows[0].cow), ("RUR", "Strelsau", Some(999)));
        assert!(!rows[0].period.holds(Some(crate::day::Day::new(1893, 1, 1))));
    }

    #[test]
    fn wrong_cells_are_named() {
        let seat = |row: &str| seats(&Arc::from("s.txt"), &format!("{}\n{row}", SEATS.join("|")));
        assert!(seat("Castle | Government | Rur | GOV").expect_err("code").problem.contains("\"Rur\""));
        assert!(seat("Castle | Government | RUR | KING").expect_err("sector").hint.contains("GOV"));
        let place = places(&Arc::from("p.txt"), &format!("{}\nZenda | | RUR | hamlet", PLACES.join("|")));
        assert!(place.expect_err("kind").hint.contains("city or province"));
    }
}
