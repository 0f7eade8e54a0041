//! People: rows of `people.txt`, one person from all rows of one name.

use std::sync::Arc;

use rustc_hash::FxHashMap as HashMap;

use crate::countries::{code, items, period, sector};
use crate::day::{Day, Period};
use crate::sector::Sector;
use crate::table::{self, Row, Source, TableError};
use crate::words::fold;

/// Grammatical gender, for pronouns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gender {
    /// He.
    Male,
    /// She.
    Female,
}

impl std::str::FromStr for Gender {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "m" => Ok(Self::Male),
            "f" => Ok(Self::Female),
            _ => Err(()),
        }
    }
}

/// What a person was in a period.
#[derive(Clone, Debug)]
pub struct Term {
    /// The side on which the person acted.
    pub country: Box<str>,
    /// Sector.
    pub sector: Sector,
    /// The office held, where recorded.
    pub office: Option<Box<str>>,
    /// When.
    pub period: Period,
    /// Its row.
    pub source: Source,
}

/// A person.
#[derive(Clone, Debug)]
pub struct Person {
    /// Canonical name.
    pub name: Box<str>,
    /// Other spellings, and the surname alone where news means this person by it.
    pub names: Vec<Box<str>>,
    /// Gender, where recorded.
    pub gender: Option<Gender>,
    /// Wikidata identifier, where known.
    pub wikidata: Option<Box<str>>,
    /// Terms, earliest first.
    pub terms: Vec<Term>,
}

/// What a person is on a day.
#[derive(Clone, Copy, Debug)]
pub enum Standing<'a> {
    /// In a term.
    In(&'a Term),
    /// Out of every term; the latest one before the day, for a former official.
    After(&'a Term),
    /// Before every term; the first one to come.
    Before(&'a Term),
}

impl Person {
    /// What the person is on a day; without one, now.
    pub fn standing(&self, day: Option<Day>) -> Option<Standing<'_>> {
        if let Some(term) = self.terms.iter().rev().find(|t| t.period.holds(day)) {
            return Some(Standing::In(term));
        }
        let ended = |t: &&Term| day.is_none_or(|day| t.period.to.is_some_and(|to| to < day));
        if let Some(term) = self.terms.iter().filter(ended).max_by_key(|t| t.period.to) {
            return Some(Standing::After(term));
        }
        self.terms.first().map(Standing::Before)
    }
}

const COLUMNS: &[&str] = &["name", "other names", "gender", "country", "sector", "office", "from", "to", "wikidata"];

/// The people of a file.
///
/// # Errors
/// Names the line that is wrong.
pub fn people(file: &Arc<str>, text: &str) -> Result<Vec<Person>, TableError> {
    let mut people: Vec<Person> = Vec::new();
    let mut known: HashMap<&str, usize> = HashMap::default();
    for row in &table::parse(file, text, COLUMNS)? {
        let name = row.required("name")?;
        let at = *known.entry(name).or_insert_with(|| {
            people.push(Person {
                name: name.into(),
                names: Vec::new(),
                gender: None,
                wikidata: None,
                terms: Vec::new(),
            });
            people.len() - 1
        });
        add_row(&mut people[at], row)?;
    }
    for person in &mut people {
        person.terms.sort_by_key(|t| t.period.from);
    }
    Ok(people)
}

fn add_row(person: &mut Person, row: &Row) -> Result<(), TableError> {
    for name in items(row, "other names") {
        if !person.names.contains(&name) {
            person.names.push(name);
        }
    }
    person.gender = row.parsed("gender", "m, f or nothing")?.or(person.gender);
    let filled = |column| Some(row.cell(column)).filter(|cell| !cell.is_empty()).map(Box::from);
    person.wikidata = filled("wikidata").or(person.wikidata.take());
    row.required("sector")?;
    if let Some(sector) = sector(row, "sector")? {
        let country = code(row, "country")?;
        let term = Term { country, sector, office: filled("office"), period: period(row)?, source: row.source.clone() };
        person.terms.push(term);
    }
    Ok(())
}

const GIVEN_NAMES: &[&str] = &["names", "gender"];

/// The given names of a file with their gender.
///
/// # Errors
/// Names the line that is wrong.
pub fn given_names(file: &Arc<str>, text: &str) -> Result<Vec<(Box<str>, Gender)>, TableError> {
    let mut names = Vec::new();
    for row in &table::parse(file, text, GIVEN_NAMES)? {
        row.required("gender")?;
        if let Some(gender) = row.parsed("gender", "m or f")? {
            names.extend(row.list("names").map(|name| (fold(name).into(), gender)));
        }
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "name|other names|gender|country|sector|office|from|to|wikidata
        Rudolf Rassendyll | Rassendyll | m | RUR | GOV | king | 1893-09-01 | 1893-12-01 |
        Rudolf Rassendyll | Rassendyll | m | GBR | CVL | | 1894 | 1896 | Q1";

    #[test]
    fn rows_of_one_name_are_one_person() {
        let people = people(&Arc::from("p.txt"), TEXT).expect("well formed");
        assert_eq!((people.len(), people[0].terms.len(), people[0].names.len()), (1, 2, 1));
        assert_eq!(people[0].wikidata.as_deref(), Some("Q1"));
    }

    #[test]
    fn standing_depends_on_the_day() {
        let people = people(&Arc::from("p.txt"), TEXT).expect("well formed");
        let on = |y, m| people[0].standing(Some(Day::new(y, m, 2))).expect("has terms");
        assert!(matches!(on(1893, 10), Standing::In(t) if t.sector == Sector::Government));
        assert!(matches!(on(1893, 12), Standing::After(t) if t.sector == Sector::Government));
        assert!(matches!(on(1892, 1), Standing::Before(_)));
        assert!(matches!(people[0].standing(None), Some(Standing::After(t)) if t.sector == Sector::Civilian));
    }

    #[test]
    fn gender_is_m_or_f() {
        let wrong = TEXT.replace("| m |", "| x |");
        assert!(people(&Arc::from("p.txt"), &wrong).expect_err("gender").hint.contains("m, f"));
    }
}
