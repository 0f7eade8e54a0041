//! The answer of `memcon actor`.

use memcon_lexicon::knowledge::Named;
use memcon_lexicon::people::{Person, Term};
use memcon_lexicon::words::{fold, key};
use memcon_lexicon::{Day, Knowledge, Sector};
use serde::Serialize;

use super::{Kind, Resolution, Resolver, Tenure};

/// Who a phrase speaks of, as `memcon actor --jsonl` prints it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Answer {
    /// The phrase.
    pub text: String,
    /// ISO 3166-1 alpha-3, or IGO, UNO, EUR, NGO, ISM, IMG, MNC.
    pub country: Option<String>,
    /// Primary PLOVER sector.
    pub sector: Option<&'static str>,
    /// Secondary sectors.
    pub sectors: Vec<&'static str>,
    /// Canonical name.
    pub name: Option<String>,
    /// Office held.
    pub office: Option<String>,
    /// First day in the office, `yyyy-mm-dd`.
    pub from: Option<String>,
    /// Last day in the office.
    pub to: Option<String>,
    /// Wikidata identifier.
    pub identifier: Option<String>,
    /// The rules and table lines that decided.
    pub why: Vec<String>,
}

/// Answers who a phrase speaks of on a day; without one, now.
///
/// A story may speak of the past, so that in it the words win. Here a day is asked about: who the tables know to hold an
/// office no longer or not yet holds none, whatever the title, and what has ended or not begun has no sector. `why` says so.
pub fn answer(knowledge: &Knowledge, phrase: &str, day: Option<Day>) -> Answer {
    let mut found = Resolver::new(knowledge).resolve_phrase(phrase, day);
    if let Some(day) = day {
        check_person(knowledge, &mut found, day);
        check_state(knowledge, &mut found, day);
        check_body(knowledge, &mut found, day);
    }
    if found.why.is_empty() {
        found.why.push("rule: no table or role names it, so nothing is said of it".to_owned());
    }
    Answer {
        text: phrase.to_owned(),
        country: found.country,
        sector: found.sector.map(Sector::as_str),
        sectors: found.sectors.iter().map(|s| s.as_str()).collect(),
        name: found.name,
        office: found.office,
        from: found.term.0.map(|day| day.to_string()),
        to: found.term.1.map(|day| day.to_string()),
        identifier: found.identifier,
        why: found.why,
    }
}

/// A titled person whose terms in that office are known, and none of them holds the day.
fn check_person(knowledge: &Knowledge, found: &mut Resolution, day: Day) {
    if found.kind != Kind::Person || found.noun.is_none() || found.tenure != Tenure::Current {
        return;
    }
    let (Some(name), Some(office)) = (found.name.as_deref(), found.office.as_deref()) else { return };
    let Some(person) = person(knowledge, name, found.country.as_deref()) else { return };
    let office = fold(office);
    let terms: Vec<&Term> =
        person.terms.iter().filter(|t| t.office.as_deref().is_some_and(|o| fold(o) == office)).collect();
    // An office that the table does not know of the person is a new one; one that it knows on the day is this.
    if terms.is_empty()
        || terms.iter().any(|t| t.period.holds(Some(day)))
        || person.terms.iter().any(|t| t.period.holds(Some(day)))
    {
        return;
    }
    let over = terms.iter().filter(|t| t.period.to.is_some_and(|to| to < day)).max_by_key(|t| t.period.to);
    if let Some(term) = over {
        if let Some(sector) = found.sector.replace(Sector::Elite).filter(|s| *s != Sector::Elite) {
            found.sectors.insert(0, sector);
        }
        found.why.push(format!("{} {name}, out of office on {day}: a former official", term.source));
    } else if let Some(term) = terms.first() {
        found.why.push(format!("{} {name}, not yet in office on {day}", term.source));
        (found.sector, found.office, found.term) = (None, None, (None, None));
        found.sectors.clear();
    }
}

fn person<'k>(knowledge: &'k Knowledge, name: &str, country: Option<&str>) -> Option<&'k Person> {
    let entries = knowledge.names(&key(name)).iter().filter_map(|entry| match entry.named {
        Named::Person(i) => knowledge.people.get(i as usize),
        _ => None,
    });
    let mut people = entries.filter(|p| &*p.name == name);
    people.find(|p| country.is_none_or(|c| p.terms.iter().any(|t| &*t.country == c)))
}

/// A state that has ended has no government, and one that has not begun none yet.
fn check_state(knowledge: &Knowledge, found: &mut Resolution, day: Day) {
    let Some(code) = found.country.as_deref() else { return };
    let mut rows = knowledge.countries.iter().filter(|c| &*c.code == code).peekable();
    if found.sector != Some(Sector::Government) || rows.peek().is_none() {
        return;
    }
    let rows: Vec<_> = rows.collect();
    if rows.iter().any(|c| c.period.holds(Some(day))) {
        return;
    }
    let state = rows[0];
    let reason = match (state.period.from, state.period.to) {
        (Some(from), _) if day < from => format!("a state from {from}"),
        (_, Some(to)) => format!("a state to {to}"),
        _ => return,
    };
    found.why.push(format!("{} {}, {reason}: no government on {day}", state.source, state.name));
    (found.sector, found.office) = (None, None);
    found.sectors.clear();
}

/// A body outside all the periods that the tables give it.
fn check_body(knowledge: &Knowledge, found: &mut Resolution, day: Day) {
    let Some(name) = found.name.as_deref().or(found.of.as_deref()) else { return };
    let bodies = knowledge.names(&key(name)).iter().filter_map(|entry| match entry.named {
        Named::Organisation(i) => knowledge.organisations.get(i as usize).filter(|o| &*o.name == name),
        _ => None,
    });
    let bodies: Vec<_> = bodies.collect();
    let Some(last) = bodies.iter().max_by_key(|o| o.period.to) else { return };
    if bodies.iter().any(|o| o.period.holds(Some(day))) {
        return;
    }
    let began = bodies.iter().filter_map(|o| o.period.from).min();
    let reason = match (began, last.period.to) {
        (Some(from), _) if day < from => format!("there from {from}"),
        (_, Some(to)) => format!("there to {to}"),
        _ => return,
    };
    found.why.push(format!("{} {name}, {reason}: nothing of it on {day}", last.source));
    found.sector = None;
    found.sectors.clear();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(phrase: &str, year: u32) -> Answer {
        answer(Knowledge::shipped(), phrase, Some(Day::new(year, 6, 1)))
    }

    #[test]
    fn a_title_does_not_outlast_the_term_that_the_tables_know() {
        assert_eq!(on("President Karzai", 2010).sector, Some("GOV"));
        let after = on("President Hamid Karzai", 2021);
        assert_eq!((after.sector, after.to.as_deref()), (Some("ELI"), Some("2014-09-29")));
        assert!(after.why.iter().any(|why| why.contains("out of office on 2021-06-01")), "{:?}", after.why);
    }

    #[test]
    fn before_the_first_term_there_is_neither_office_nor_sector() {
        for phrase in ["President Emmanuel Macron", "Emmanuel Macron"] {
            let before = on(phrase, 2010);
            assert_eq!(
                (before.country.as_deref(), before.sector, before.office),
                (Some("FRA"), None, None),
                "{phrase}"
            );
            assert!(before.why.iter().any(|why| why.contains("not yet")), "{:?}", before.why);
        }
    }

    #[test]
    fn an_office_that_the_tables_do_not_know_of_a_person_is_believed() {
        assert_eq!(on("Senator Hamid Karzai", 2021).sector, Some("LEG"));
    }

    #[test]
    fn states_and_bodies_are_those_of_their_time() {
        assert_eq!(on("South Sudanese officials", 2005).country.as_deref(), Some("SDN"));
        assert_eq!(on("South Sudanese officials", 2015).country.as_deref(), Some("SSD"));
        assert_eq!(on("the Soviet government", 1985).sector, Some("GOV"));
        let ended = on("the Soviet government", 2005);
        assert_eq!((ended.country.as_deref(), ended.sector), (Some("SUN"), None));
        assert!(ended.why.iter().any(|why| why.contains("1991-12-26")), "{:?}", ended.why);
    }

    #[test]
    fn nothing_is_silently_empty() {
        let nobody = on("zxqv", 2020);
        assert!(nobody.country.is_none() && !nobody.why.is_empty());
    }
}
