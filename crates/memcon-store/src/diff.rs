//! What differs between two codings: of one document, as recoding finds it, or of all documents of two records.

use rustc_hash::FxHashMap;
use serde::Serialize;

use crate::Result;
use crate::read;
use crate::record::Event;
use crate::store::Store;

/// One event that is otherwise: with `before` alone it is gone, with `after` alone it is new.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Difference {
    /// As it was coded.
    pub before: Option<Event>,
    /// As it is coded now.
    pub after: Option<Event>,
}

impl Difference {
    /// `added`, `removed` or `changed`.
    pub fn kind(&self) -> &'static str {
        match (&self.before, &self.after) {
            (None, _) => "added",
            (_, None) => "removed",
            _ => "changed",
        }
    }

    /// The fields that differ, as the JSON names them, where both are there.
    pub fn fields(&self) -> Vec<String> {
        let (Some(before), Some(after)) = (&self.before, &self.after) else { return Vec::new() };
        let fields = |event: &Event| match serde_json::to_value(event) {
            Ok(serde_json::Value::Object(fields)) => fields,
            _ => serde_json::Map::new(),
        };
        let (before, after) = (fields(before), fields(after));
        let names = before.keys().chain(after.keys().filter(|name| !before.contains_key(*name)));
        names.filter(|name| *name != "id" && before.get(*name) != after.get(*name)).cloned().collect()
    }
}

/// Compares two codings of one text. Events of the same key are the same event; of the rest, those are taken for one
/// that share evidence, and first those of the same category.
pub fn compare(before: &[Event], after: &[Event]) -> Vec<Difference> {
    let mut rest: Vec<&Event> = after.iter().collect();
    let mut pairs: Vec<(&Event, Option<&Event>)> = before.iter().map(|event| (event, None)).collect();
    let tests: [fn(&Event, &Event) -> bool; 3] =
        [|a, b| a.id == b.id, |a, b| a.event == b.event && share_evidence(a, b), share_evidence];
    for is_same in tests {
        for (event, found) in pairs.iter_mut().filter(|(_, found)| found.is_none()) {
            if let Some(at) = rest.iter().position(|other| is_same(event, other)) {
                *found = Some(rest.remove(at));
            }
        }
    }
    let changed = pairs.into_iter().filter(|(before, after)| after.is_none_or(|after| !is_coded_alike(before, after)));
    let changed = changed.map(|(before, after)| Difference { before: Some(before.clone()), after: after.cloned() });
    changed.chain(rest.into_iter().map(|event| Difference { before: None, after: Some(event.clone()) })).collect()
}

/// Whether nothing but the key, which hashes where words stand, differs.
fn is_coded_alike(a: &Event, b: &Event) -> bool {
    Event { id: String::new(), ..a.clone() } == Event { id: String::new(), ..b.clone() }
}

fn share_evidence(a: &Event, b: &Event) -> bool {
    a.story == b.story && a.evidence.iter().any(|x| b.evidence.iter().any(|y| x.start < y.end && y.start < x.end))
}

/// What differs in one document.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DocumentDifference {
    /// Its identifier, or the name of its file.
    pub document: String,
    /// Its address.
    pub url: Option<String>,
    /// Its events that differ.
    pub events: Vec<Difference>,
}

/// What differs between two records.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct RecordDifference {
    /// Documents that both hold.
    pub common: usize,
    /// Names of documents that only the first holds.
    pub only_before: Vec<String>,
    /// Names of documents that only the second holds.
    pub only_after: Vec<String>,
    /// Documents of both whose events differ, by name.
    pub documents: Vec<DocumentDifference>,
}

/// A document's row, name and address.
type Named = (i64, String, Option<String>);

impl Store {
    /// What differs from this record to another. Documents are the same by content hash.
    ///
    /// # Errors
    /// If either cannot be read.
    pub fn differences(&self, other: &Store) -> Result<RecordDifference> {
        let (mine, mut others) = (self.names()?, other.names()?);
        let mut found = RecordDifference::default();
        for (hash, (row, name, url)) in mine {
            let Some((other_row, ..)) = others.remove(&hash) else {
                found.only_before.push(name);
                continue;
            };
            found.common += 1;
            let events = compare(&self.events_of(row)?, &other.events_of(other_row)?);
            if !events.is_empty() {
                found.documents.push(DocumentDifference { document: name, url, events });
            }
        }
        found.only_after.extend(others.into_values().map(|(_, name, _)| name));
        found.only_before.sort();
        found.only_after.sort();
        found.documents.sort_by(|a, b| a.document.cmp(&b.document));
        Ok(found)
    }

    /// What recoding changed in this record, document by document, by name: the last time that each was recoded.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn changes(&self) -> Result<Vec<DocumentDifference>> {
        let mut statement = self.connection.prepare(
            "SELECT d.name, d.url, c.before, c.after FROM change c JOIN document d ON d.id = c.document AND d.run = c.run
             ORDER BY d.name, d.id, c.number",
        )?;
        let rows = statement.query_map([], |row| {
            Ok((
                row.get::<_, String>(0)?,
                row.get::<_, Option<String>>(1)?,
                row.get::<_, Option<String>>(2)?,
                row.get::<_, Option<String>>(3)?,
            ))
        })?;
        let mut found: Vec<DocumentDifference> = Vec::new();
        for row in rows {
            let (document, url, before, after) = row?;
            let event = |text: Option<String>| text.map(|text| serde_json::from_str(&text)).transpose();
            let difference = Difference { before: event(before)?, after: event(after)? };
            match found.last_mut() {
                Some(last) if last.document == document && last.url == url => last.events.push(difference),
                _ => found.push(DocumentDifference { document, url, events: vec![difference] }),
            }
        }
        Ok(found)
    }

    /// Documents by hash: row, name and address.
    fn names(&self) -> Result<FxHashMap<Vec<u8>, Named>> {
        let mut statement = self.connection.prepare("SELECT hash, id, name, url FROM document")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?, row.get(3)?))))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The events of a document as they were coded, in text order.
    fn events_of(&self, document: i64) -> Result<Vec<Event>> {
        let mentions = read::mentions_of(&self.connection, document)?;
        mentions.into_iter().map(|mention| read::event(&self.connection, mention)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Text;

    fn event(id: &str, category: &str, start: usize) -> Event {
        let evidence = vec![Text { text: String::new(), start, end: start + 10 }];
        Event { id: id.to_owned(), event: category.to_owned(), evidence, ..Event::default() }
    }

    #[test]
    fn what_shares_evidence_is_one_event() {
        let before = [event("1", "ACCUSE", 0), event("2", "REQUEST", 20), event("3", "AID", 40)];
        let after =
            [event("9", "REQUEST", 22), event("1", "ACCUSE", 0), event("4", "REJECT", 45), event("5", "AGREE", 90)];
        let found = compare(&before, &after);
        let kinds: Vec<&str> = found.iter().map(Difference::kind).collect();
        assert_eq!(kinds, ["changed", "changed", "added"]);
        assert_eq!(found[0].fields(), ["evidence"]);
        assert_eq!(found[1].fields(), ["event", "evidence"]);
        assert!(compare(&before, &before).is_empty());
    }
}
