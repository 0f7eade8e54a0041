//! Who held what, when, as far as the stories of a record say so.
//!
//! A story that calls somebody a minister says so for its own day, no more. So a holder is *stated* from the first
//! story to the last that has them in the office; after the last one they are the *last known* holder, until a story
//! calls them former. Nobody else's office ends because a successor is named: many offices have several holders.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::{Result, Store};

/// Whose offices are asked for. Every field that is set must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OfficeFilter {
    /// On this day, `YYYY-MM-DD`; without one, whoever held anything at any time.
    pub date: Option<String>,
    /// Of this country or kind of body: `NOR`, `UNO`.
    pub country: Option<String>,
    /// Words of the person's name.
    pub person: Option<String>,
    /// Words of the office, or of the body that it belongs to.
    pub office: Option<String>,
}

/// What is known of a holder on the day that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// The day lies between the first story that says so and the last.
    Stated,
    /// The last story that says so is older than the day, and none says that it is over.
    LastKnown,
    /// Named for the office, not yet in it.
    Designate,
    /// A story of the day or before calls them former.
    Former,
}

/// A person in an office, over all stories that say so.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Holder {
    /// Who.
    pub person: String,
    /// What.
    pub office: String,
    /// Of which country or kind of body.
    pub country: Option<String>,
    /// Of which body.
    pub of: Option<String>,
    /// To whom a diplomat is sent.
    pub accredited_to: Option<String>,
    /// What is known of it on the day.
    pub standing: Standing,
    /// Whether stories call them acting.
    pub acting: bool,
    /// Day of the first story that has them in the office.
    pub first: Option<String>,
    /// Day of the last one.
    pub last: Option<String>,
    /// Day of the first story after that which calls them former or otherwise out of it.
    pub former: Option<String>,
    /// The stories, by day.
    pub sources: Vec<Statement>,
}

/// Where an office is stated.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Statement {
    /// The story's day.
    pub date: Option<String>,
    /// `current`, `former`, `acting` or `designate`.
    pub tenure: String,
    /// The words.
    pub text: String,
    /// Address, or name of the document.
    pub source: String,
    /// The story's row in the view `stories`.
    pub story: String,
}

/// Country, body, office, accreditation, person: what makes a holder.
type Key = (Option<String>, Option<String>, String, Option<String>, String);

impl Store {
    /// Who held what, by country, body, office and first day. Copies of a story say nothing of their own.
    ///
    /// # Errors
    /// If the record cannot be read.
    pub fn holders(&self, filter: &OfficeFilter) -> Result<Vec<Holder>> {
        let mut statement = self.connection.prepare(
            "SELECT o.country, o.of, o.office, o.accredited_to, o.person, s.date, o.tenure,
               substr(d.text, o.start + 1, o.\"end\" - o.start), coalesce(d.url, d.name), s.id
             FROM office o JOIN story s ON s.id = o.story AND s.original = s.id JOIN document d ON d.id = s.document
             WHERE (?1 IS NULL OR o.country = ?1) AND (?2 IS NULL OR o.person LIKE '%' || ?2 || '%')
               AND (?3 IS NULL OR o.office LIKE '%' || ?3 || '%' OR o.of LIKE '%' || ?3 || '%')
             ORDER BY s.date, s.id, o.number",
        )?;
        let mut found: BTreeMap<Key, Vec<Statement>> = BTreeMap::new();
        let mut rows = statement.query((&filter.country, &filter.person, &filter.office))?;
        while let Some(row) = rows.next()? {
            let key = (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?);
            found.entry(key).or_default().push(Statement {
                date: row.get(5)?,
                tenure: row.get(6)?,
                text: row.get(7)?,
                source: row.get(8)?,
                story: row.get::<_, i64>(9)?.to_string(),
            });
        }
        let day = filter.date.as_deref();
        let mut holders: Vec<Holder> =
            found.into_iter().filter_map(|(key, sources)| holder(key, sources, day)).collect();
        let order = |h: &Holder| {
            (h.country.is_none(), h.country.clone(), h.of.clone(), h.office.clone(), h.first.clone(), h.person.clone())
        };
        holders.sort_by_key(order);
        Ok(holders)
    }
}

/// What stories say of one person in one office, as of a day; nothing where none knows of it by then, or it is over.
fn holder(key: Key, sources: Vec<Statement>, day: Option<&str>) -> Option<Holder> {
    let (country, of, office, accredited_to, person) = key;
    let dated =
        |wanted: fn(&str) -> bool| sources.iter().filter(move |s| wanted(&s.tenure)).filter_map(|s| s.date.as_deref());
    let first = dated(holds).min();
    let last = dated(holds).max();
    let former = dated(|tenure| tenure == "former").find(|&date| last.is_none_or(|last| date >= last));
    let standing = standing(first, last, former, sources.iter().any(|s| holds(&s.tenure)), day);
    if day.is_some() && standing.is_none_or(|standing| standing == Standing::Former) {
        return None;
    }
    let acting = sources.iter().any(|s| s.tenure == "acting");
    let (first, last, former) = (owned(first), owned(last), owned(former));
    let standing = standing?;
    Some(Holder { person, office, country, of, accredited_to, standing, acting, first, last, former, sources })
}

fn standing(
    first: Option<&str>,
    last: Option<&str>,
    former: Option<&str>,
    held: bool,
    day: Option<&str>,
) -> Option<Standing> {
    let Some(day) = day else {
        return Some(match former {
            Some(_) => Standing::Former,
            None if held => Standing::LastKnown,
            None => Standing::Designate,
        });
    };
    match (first, last, former) {
        (_, _, Some(former)) if former <= day => Some(Standing::Former),
        (Some(first), Some(last), _) if first <= day && day <= last => Some(Standing::Stated),
        (_, Some(last), _) if last < day => Some(Standing::LastKnown),
        // Only named for it, or in it by stories of a later day or of none.
        _ => None,
    }
}

fn holds(tenure: &str) -> bool {
    tenure == "current" || tenure == "acting"
}

fn owned(text: Option<&str>) -> Option<String> {
    text.map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(date: &str, tenure: &str) -> Statement {
        Statement {
            date: Some(date.into()),
            tenure: tenure.into(),
            text: "foreign minister Ana Vels".into(),
            source: "note.txt".into(),
            story: "1".into(),
        }
    }

    fn on(day: &str, sources: &[Statement]) -> Option<Standing> {
        let key = (Some("LVA".into()), None, "foreign minister".into(), None, "Ana Vels".into());
        holder(key, sources.to_vec(), Some(day)).map(|holder| holder.standing)
    }

    #[test]
    fn an_office_is_held_between_stories_that_say_so() {
        let sources = [said("2024-03-01", "current"), said("2024-06-01", "acting"), said("2025-01-10", "former")];
        assert_eq!(on("2024-02-28", &sources), None);
        assert_eq!(on("2024-03-01", &sources), Some(Standing::Stated));
        assert_eq!(on("2024-12-31", &sources), Some(Standing::LastKnown));
        assert_eq!(on("2025-01-10", &sources), None);
    }

    #[test]
    fn who_returns_is_in_office_again() {
        let sources = [said("2023-01-01", "current"), said("2023-05-01", "former"), said("2024-01-01", "current")];
        assert_eq!(on("2024-02-01", &sources), Some(Standing::LastKnown));
    }

    #[test]
    fn who_is_only_named_for_it_does_not_hold_it() {
        assert_eq!(on("2024-02-01", &[said("2024-01-01", "designate")]), None);
    }
}
