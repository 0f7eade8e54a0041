//! JSON lines: a document a line.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::bounds::Bounds;
use super::dates;
use super::decode::Encoded;
use super::error::{InputError, Reason};
use super::page::{Format, Note, NoteKind, Page};
use super::plain::{self, Given};
use super::source_map::SourceMap;
use crate::evidence::{DateEvidence, DateSource};

/// The documents of JSON lines, in order. A line that is not understood gives an error, and the next one is read.
#[derive(Debug)]
pub(crate) struct Lines<'a> {
    bytes: Cow<'a, [u8]>,
    /// First byte not read yet.
    at: usize,
    /// Lines read.
    line: usize,
    name: String,
    bounds: Bounds,
    /// Notes about the input as a whole, for its last document.
    notes: Vec<Note>,
}

impl<'a> Lines<'a> {
    pub fn new(bytes: Cow<'a, [u8]>, name: &str, bounds: &Bounds, notes: Vec<Note>) -> Self {
        let mark = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        Self { bytes, at: mark, line: 0, name: name.to_owned(), bounds: bounds.clone(), notes }
    }

    /// The place of the next line that is not blank.
    fn next_line(&mut self) -> Option<std::ops::Range<usize>> {
        loop {
            let rest = self.bytes.get(self.at..).filter(|rest| !rest.is_empty())?;
            let length = memchr::memchr(b'\n', rest).map_or(rest.len(), |end| end + 1);
            let line = self.at..self.at + length;
            let blank = rest.get(..length).unwrap_or_default().iter().all(u8::is_ascii_whitespace);
            self.at = line.end;
            self.line += 1;
            if !blank {
                return Some(line);
            }
        }
    }
}

impl Iterator for Lines<'_> {
    type Item = Result<Page, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        let line = self.next_line()?;
        let last = self.at >= self.bytes.len();
        let page = document(self.bytes.get(line).unwrap_or_default(), &self.bounds);
        let page = page.map_err(|reason| InputError::at_line(&self.name, self.line, reason));
        Some(page.map(|mut page| {
            if last {
                page.notes.append(&mut self.notes);
            }
            page
        }))
    }
}

/// Reads a line.
fn document(line: &[u8], bounds: &Bounds) -> Result<Page, Reason> {
    if line.len() > bounds.bytes {
        return Err(Reason::TooLong(line.len(), bounds.bytes));
    }
    let object = match serde_json::from_slice::<Value>(line) {
        Ok(Value::Object(object)) => object,
        Ok(_) => {
            return Err(Reason::BadLine("not a JSON object; give one object a line with `text` or `html`".to_owned()));
        }
        Err(error) => return Err(Reason::BadLine(format!("not valid JSON: {error}"))),
    };
    let mut notes = Vec::new();
    let given = given(&object, &mut notes);
    let text = string(&object, &["text", "event_text"]);
    let html = string(&object, &["html"]);
    match (text, html) {
        (Some(text), _) => {
            let source = SourceMap::whole(text.len(), Encoded::same());
            plain::readable(plain::plain_text(text.to_owned(), source, Format::JsonText, given, bounds, notes))
        }
        (None, Some(html)) => {
            let page = plain::web_page(html, Encoded::same(), given, bounds, notes);
            plain::readable(Page { format: Format::JsonHtml, ..page })
        }
        (None, None) => {
            Err(Reason::BadLine("neither `text` nor `html` in it; give the document in one of them".to_owned()))
        }
    }
}

/// The first of these keys that holds a string.
fn string<'a>(object: &'a Map<String, Value>, keys: &[&str]) -> Option<&'a str> {
    keys.iter().find_map(|key| object.get(*key).and_then(Value::as_str))
}

/// What a line says of its document beside the text.
fn given(object: &Map<String, Value>, notes: &mut Vec<Note>) -> Given {
    let filled = |keys: &[&str]| string(object, keys).filter(|value| !value.trim().is_empty()).map(str::to_owned);
    let id = match object.get("id") {
        Some(Value::String(id)) if !id.is_empty() => Some(id.clone()),
        Some(Value::Number(id)) => Some(id.to_string()),
        _ => None,
    };
    Given { id, url: filled(&["url"]), title: filled(&["title"]), date: date(object, notes) }
}

/// The day that a line gives. One that is not understood is said.
fn date(object: &Map<String, Value>, notes: &mut Vec<Note>) -> Option<DateEvidence> {
    let value = ["date", "pub_date"].iter().find_map(|key| object.get(*key).filter(|value| !value.is_null()))?;
    let text = match value {
        Value::String(text) if text.trim().is_empty() => return None,
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let Some(date) = dates::of_value(&text) else {
        notes
            .push(Note::new(NoteKind::Ignored, format!("the date `{text}` is not understood; write it as 2024-05-03")));
        return None;
    };
    Some(DateEvidence { source: DateSource::Given, date, text, updated: false })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Vec<Result<Page, InputError>> {
        Lines::new(Cow::Borrowed(bytes), "in.jsonl", &Bounds::default(), Vec::new()).collect()
    }

    #[test]
    fn text_stays_as_it_came() {
        let text = "  Accord signed\r\n\r\nThe two\u{a0}states  signed an accord.\n\u{feff}";
        let line = serde_json::json!({"id": 7, "url": "https://n.example/2021/05/03/a", "title": "T", "date": "2021-05-04", "text": text});
        let page = read(line.to_string().as_bytes()).remove(0).expect("the line is whole");
        assert_eq!(page.text, text);
        assert_eq!((page.id.as_deref(), page.title.as_deref()), (Some("7"), Some("T")));
        let sources: Vec<_> = page.stories[0].dates.iter().map(|date| date.source).collect();
        assert_eq!(sources, [DateSource::Given, DateSource::Url]);
    }

    #[test]
    fn ngecs_keys_are_understood() {
        let page = read(br#"{"id": "a", "event_text": "The envoy left.", "pub_date": "2021-05-04"}"#)
            .remove(0)
            .expect("whole");
        assert_eq!((page.text.as_str(), page.dates[0].date.to_string().as_str()), ("The envoy left.", "2021-05-04"));
    }

    #[test]
    fn html_is_read_as_a_page() {
        let page =
            read(br#"{"html": "<title>T</title><p>The envoy &amp; the minister left.</p>"}"#).remove(0).expect("whole");
        assert_eq!((page.text.as_str(), page.format), ("The envoy & the minister left.", Format::JsonHtml));
    }

    #[test]
    fn a_bad_line_is_named_and_the_rest_is_read() {
        let input = b"\n{\"text\": \"One.\"}\n{\"text\": \"Tw\n[1]\n{\"id\": 1}\n{\"text\": \" \"}\n\xff\n{\"text\": \"Last.\"}";
        let read = read(input);
        let lines: Vec<_> = read.iter().filter_map(|page| page.as_ref().err().and_then(InputError::line)).collect();
        assert_eq!(lines, [3, 4, 5, 6, 7]);
        assert_eq!(read.iter().filter(|page| page.is_ok()).count(), 2);
        let error = read[1].as_ref().expect_err("it breaks off").to_string();
        assert!(error.starts_with("in.jsonl, line 3: not valid JSON"), "{error}");
    }

    #[test]
    fn a_date_that_is_not_understood_is_said() {
        let page = read(br#"{"text": "The envoy left.", "date": "the day before"}"#).remove(0).expect("whole");
        assert!(page.dates.is_empty());
        assert_eq!(page.notes[0].kind, NoteKind::Ignored);
    }
}
