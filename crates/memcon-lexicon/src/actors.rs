//! A user's actors: rows of `actors.csv`, people and bodies in one table that a spreadsheet writes.
//!
//! ```text
//! name,aliases,country,sector,office,from,to,identifier
//! Rupert of Hentzau,Hentzau;Count Rupert,RUR,REB,,1893-09,1893-12,Q7381154
//! Blue Party,BP,RUR,PTY,,1890,,
//! ```
//!
//! The columns stand in any order; `name`, `country` and `sector` are needed, `aliases` separates its items by `;`. A row
//! with an office or a given name that tells a gender is a person, any other a body, unless a column `kind` says
//! `person` or `organisation`. Several rows of one name are one actor at several times.

use std::sync::Arc;

use crate::countries::{BODIES, code, items, period, sector};
use crate::knowledge::Knowledge;
use crate::nearest::hint;
use crate::organisations::Organisation;
use crate::people::{Person, Term};
use crate::sector::Sector;
use crate::table::{self, Row, Source, TableError};
use crate::words::fold;

/// Name of the file.
pub const FILE: &str = "actors.csv";

const COLUMNS: &[&str] = &["name", "aliases", "country", "sector", "office", "from", "to", "identifier", "kind"];

/// The people and bodies of a file. `is_given` says of a folded word that it is a given name.
///
/// # Errors
/// Names the line that is wrong, and how.
pub fn actors(
    file: &Arc<str>,
    text: &str,
    is_given: impl Fn(&str) -> bool,
) -> Result<(Vec<Person>, Vec<Organisation>), TableError> {
    let records = table::csv(file, text)?;
    let (mut people, mut bodies): (Vec<Person>, Vec<Organisation>) = (Vec::new(), Vec::new());
    for row in &table::csv_rows(file, &records, COLUMNS, &["name", "country", "sector"])? {
        if is_person(row, &is_given)? {
            add_person(&mut people, row)?;
        } else {
            bodies.push(body(row)?);
        }
    }
    for person in &mut people {
        person.terms.sort_by_key(|t| t.period.from);
    }
    Ok((people, bodies))
}

fn is_person(row: &Row, is_given: impl Fn(&str) -> bool) -> Result<bool, TableError> {
    let name = row.required("name")?;
    match row.cell("kind") {
        "person" => Ok(true),
        "organisation" | "organization" => Ok(false),
        "" => Ok(!row.cell("office").is_empty() || name.split_whitespace().next().is_some_and(|w| is_given(&fold(w)))),
        other => Err(row.error(format!("{other:?} is no kind of actor"), "expected person, organisation or nothing")),
    }
}

fn add_person(people: &mut Vec<Person>, row: &Row) -> Result<(), TableError> {
    let name = row.required("name")?;
    let at = people.iter().position(|person| &*person.name == name).unwrap_or(people.len());
    if at == people.len() {
        people.push(Person { name: name.into(), names: Vec::new(), gender: None, wikidata: None, terms: Vec::new() });
    }
    let person = &mut people[at];
    person.names.extend(items(row, "aliases"));
    person.wikidata = filled(row, "identifier").or(person.wikidata.take());
    person.terms.push(Term {
        country: code(row, "country")?,
        sector: needed_sector(row)?,
        office: filled(row, "office"),
        period: period(row)?,
        source: row.source.clone(),
    });
    Ok(())
}

fn body(row: &Row) -> Result<Organisation, TableError> {
    Ok(Organisation {
        name: row.required("name")?.into(),
        names: items(row, "aliases"),
        country: Some(code(row, "country")?),
        sector: Some(needed_sector(row)?),
        also: Vec::new(),
        identifier: filled(row, "identifier"),
        period: period(row)?,
        source: row.source.clone(),
    })
}

fn needed_sector(row: &Row) -> Result<Sector, TableError> {
    row.required("sector")?;
    sector(row, "sector")?.ok_or_else(|| row.error("no sector", "every row needs one"))
}

fn filled(row: &Row, column: &str) -> Option<Box<str>> {
    Some(row.cell(column)).filter(|cell| !cell.is_empty()).map(Box::from)
}

/// The rows of actors' files whose country neither the shipped tables nor the folder's know. They can be told only when
/// all tables are read, since a folder may name a country of its own in `countries.txt`.
pub fn of_unknown_countries(knowledge: &Knowledge) -> Vec<TableError> {
    let own = |source: &Source| source.file.rsplit(['/', '\\']).next() == Some(FILE);
    let terms = knowledge.people.iter().flat_map(|person| &person.terms).map(|term| (&*term.country, &term.source));
    let bodies = knowledge.organisations.iter().filter_map(|body| Some((body.country.as_deref()?, &body.source)));
    let mut rows: Vec<(&str, &Source)> = terms.chain(bodies).filter(|(_, source)| own(source)).collect();
    rows.sort_by_key(|(_, source)| source.line);
    let states = || knowledge.countries.iter().map(|country| &*country.code);
    let places = || knowledge.territories.iter().map(|territory| &*territory.country);
    rows.retain(|(code, _)| !BODIES.contains(code) && !states().chain(places()).any(|known| known == *code));
    let mistake = |(code, source): (&str, &Source)| TableError {
        source: source.clone(),
        problem: format!("no country has the code {code:?}{}", hint(code, states().chain(BODIES))),
        hint: format!("ISO 3166-1 alpha-3, or {}; a country of your own goes into countries.txt", BODIES.join(", ")),
    };
    rows.into_iter().map(mistake).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<(Vec<Person>, Vec<Organisation>), TableError> {
        actors(&Arc::from("mine/actors.csv"), text, |word| word == "rupert")
    }

    const HEADER: &str = "name,aliases,country,sector,office,from,to,identifier\n";

    #[test]
    fn people_and_bodies_are_told_apart() {
        let rows = "Rupert of Hentzau,Hentzau;Count Rupert,RUR,REB,,1893-09,1893-12,Q1\nBlue Party,BP,RUR,PTY,,1890,,Q2\n\
                    Black Michael,,RUR,ELI,duke,,,\n";
        let (people, bodies) = read(&(HEADER.to_owned() + rows)).expect("well formed");
        assert_eq!(
            (people.len(), &*people[0].names[1], people[0].wikidata.as_deref()),
            (2, "Count Rupert", Some("Q1"))
        );
        assert_eq!(people[1].terms[0].office.as_deref(), Some("duke"));
        assert_eq!((bodies.len(), bodies[0].identifier.as_deref()), (1, Some("Q2")));
    }

    #[test]
    fn rows_of_one_name_are_one_person_at_several_times() {
        let rows = "Ana Paz,,RUR,GOV,envoy,1890,1892,\nAna Paz,,RUR,LEG,senator,1885,1889,\n";
        let (people, _) = read(&(HEADER.to_owned() + rows)).expect("well formed");
        assert_eq!((people.len(), people[0].terms[0].sector), (1, Sector::Legislature));
    }

    #[test]
    fn mistakes_have_file_line_and_hint() {
        for (rows, wanted) in [
            ("Ana Paz,,RUR,GOVT,envoy,,,", "did you mean GOV?"),
            ("Ana Paz,,Ruritania,GOV,envoy,,,", "three capitals"),
            ("Ana Paz,,RUR,GOV,envoy,1892,1890,", "exchange from and to"),
            ("Ana Paz,,RUR,GOV,envoy,soon,,", "1991-12"),
            (",,RUR,GOV,envoy,,,", "no name"),
            ("Ana Paz,,RUR,,envoy,,,", "no sector"),
            ("Ana Paz,,RUR,GOV,envoy,,,,,", "quotes"),
        ] {
            let error = read(&(HEADER.to_owned() + rows)).expect_err(rows).to_string();
            assert!(error.starts_with("mine/actors.csv:2: ") && error.contains(wanted), "{error}");
        }
    }

    #[test]
    fn a_country_that_no_table_knows_is_named_with_what_was_meant() {
        let folder = std::env::temp_dir().join(format!("memcon-actors-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder for the test");
        let rows = "Ana Paz,,NRO,GOV,envoy,,,\nRiver Wardens,RW,KEN,REB,,,,\nStone League,,IGO,MED,,,,\n";
        std::fs::write(folder.join(FILE), HEADER.to_owned() + rows).expect("written");
        let errors = Knowledge::with_folder(&folder).expect_err("NRO is no country");
        assert_eq!(errors.len(), 1);
        let error = errors[0].to_string();
        assert!(
            error.contains("actors.csv:2: ") && error.contains("\"NRO\"") && error.contains("did you mean N"),
            "{error}"
        );
        std::fs::write(folder.join(FILE), HEADER.to_owned() + "Ana Paz,,NOR,GOV,envoy,,,\n").expect("written");
        assert!(Knowledge::with_folder(&folder).is_ok());
        std::fs::remove_dir_all(&folder).expect("removed");
    }
}
