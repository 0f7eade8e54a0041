//! JSON: a document a line, or objects one after the other, in an array or not.

use std::io::BufRead;

use serde_json::Value;

use super::context::Context;
use super::error::{InputError, Place, Reason};
use super::page::{Format, Page};
use super::record::{Formats, Record};
use super::source::{Stream, Taken, is_damage, take_line};

/// What pages from JSON are called.
pub(crate) const FORMATS: Formats = Formats { text: Format::JsonText, html: Format::JsonHtml };

/// The documents of JSON lines, in order. A line that is not understood gives an error, and the next one is read.
pub(crate) struct Lines<'a> {
    stream: Stream<'a>,
    /// Lines read.
    line: usize,
    context: Context,
}

impl<'a> Lines<'a> {
    pub fn new(mut stream: Stream<'a>, context: Context) -> Self {
        skip_mark(&mut stream);
        Self { stream, line: 0, context }
    }
}

/// Passes over a byte order mark.
fn skip_mark(stream: &mut Stream<'_>) {
    const MARK: &[u8] = b"\xef\xbb\xbf";
    if stream.fill_buf().is_ok_and(|bytes| bytes.starts_with(MARK)) {
        stream.consume(MARK.len());
    }
}

impl Iterator for Lines<'_> {
    type Item = Result<Page, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        let most = self.context.bounds().bytes;
        loop {
            let read = match take_line(&mut self.stream, most) {
                Taken::End => return None,
                Taken::Line(line) if line.iter().all(u8::is_ascii_whitespace) => {
                    self.line += 1;
                    continue;
                }
                Taken::Line(line) => document(&line, &self.context),
                Taken::TooLong(bytes) => Err(Reason::TooLong(bytes, most as u64)),
                Taken::Damaged(error) => Err(Reason::Damaged(error)),
            };
            self.line += 1;
            return Some(read.map_err(|reason| self.context.error(reason).at(Place::Line, self.line)));
        }
    }
}

/// Objects that go over several lines: one, several, or the elements of an array.
pub(crate) struct Objects<'a> {
    stream: Stream<'a>,
    context: Context,
    number: usize,
    ended: bool,
}

impl<'a> Objects<'a> {
    pub fn new(mut stream: Stream<'a>, context: Context) -> Self {
        skip_mark(&mut stream);
        Self { stream, context, number: 0, ended: false }
    }

    /// The bytes of the next object or, between objects, of whatever else there is up to the next one.
    fn take(&mut self) -> Taken {
        let most = self.context.bounds().bytes;
        let (mut object, mut length) = (Vec::new(), 0_u64);
        let mut state = Scan::default();
        loop {
            let bytes = match self.stream.fill_buf() {
                Ok([]) if length == 0 => return Taken::End,
                Ok([]) => return ended(object, length, most),
                Ok(bytes) => bytes,
                Err(error) => return Taken::Damaged(error),
            };
            let mut used = 0;
            let mut done = false;
            for &byte in bytes {
                used += 1;
                if length == 0 && (byte.is_ascii_whitespace() || matches!(byte, b',' | b'[' | b']')) {
                    continue;
                }
                length += 1;
                if length <= most as u64 {
                    object.push(byte);
                }
                done = state.ends(byte);
                if done {
                    break;
                }
            }
            self.stream.consume(used);
            if done {
                return ended(object, length, most);
            }
        }
    }
}

fn ended(mut object: Vec<u8>, length: u64, most: usize) -> Taken {
    // What parts an element that is no object from the next.
    if object.ends_with(b",") || object.ends_with(b"]") {
        object.pop();
    }
    if length > most as u64 { Taken::TooLong(length) } else { Taken::Line(object) }
}

/// How far the bytes of a value have come.
#[derive(Default)]
struct Scan {
    depth: usize,
    string: bool,
    escaped: bool,
}

impl Scan {
    /// Whether a value ends with this byte.
    fn ends(&mut self, byte: u8) -> bool {
        if self.string {
            self.string = self.escaped || byte != b'"';
            self.escaped = byte == b'\\' && !self.escaped;
            return false;
        }
        match byte {
            b'"' => self.string = true,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => self.depth = self.depth.saturating_sub(1),
            b',' => return self.depth == 0,
            _ => {}
        }
        self.depth == 0 && matches!(byte, b'}' | b']')
    }
}

impl Iterator for Objects<'_> {
    type Item = Result<Page, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let most = self.context.bounds().bytes;
        let read = match self.take() {
            Taken::End => return None,
            Taken::Line(object) => document(&object, &self.context),
            Taken::TooLong(bytes) => Err(Reason::TooLong(bytes, most as u64)),
            Taken::Damaged(error) => {
                self.ended = !is_damage(&error);
                Err(Reason::Damaged(error))
            }
        };
        self.number += 1;
        Some(read.map_err(|reason| self.context.error(reason).at(Place::Item, self.number)))
    }
}

/// Reads an object.
fn document(bytes: &[u8], context: &Context) -> Result<Page, Reason> {
    match serde_json::from_slice::<Value>(bytes) {
        Ok(Value::Object(object)) => {
            Record::of_object(&object, &context.options.columns).page(FORMATS, context.bounds())
        }
        Ok(_) => Err(Reason::BadLine("not a JSON object; give one object a line with `text` or `html`".to_owned())),
        Err(error) => Err(Reason::BadLine(format!("not valid JSON: {error}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::super::bounds::Bounds;
    use super::super::columns::Columns;
    use super::super::context::Options;
    use super::super::page::NoteKind;
    use super::*;
    use crate::evidence::DateSource;

    fn read(bytes: &[u8]) -> Vec<Result<Page, InputError>> {
        Lines::new(Box::new(bytes), Context::new("in.jsonl", &Options::default())).collect()
    }

    fn objects(text: &str, bounds: &Bounds) -> Vec<Result<Page, String>> {
        let options = Options { bounds: bounds.clone(), ..Options::default() };
        let pages = Objects::new(Box::new(text.as_bytes()), Context::new("in.json", &options));
        pages.map(|page| page.map_err(|error| error.to_string())).collect()
    }

    #[test]
    fn arrays_and_objects_over_several_lines_are_read() {
        let one = "{\n  \"id\": 1, \"text\": \"One [\\\"} {,\", \"tags\": [1, {\"a\": []}]\n}";
        for text in [format!("[\n{one} ,\n{one}\n]\n"), format!("[{one},{one}]"), format!("{one}\n{one}\n")] {
            let pages = objects(&text, &Bounds::default());
            assert_eq!(pages.len(), 2, "{text}");
            assert!(pages.iter().all(|page| page.as_ref().is_ok_and(|page| page.text == "One [\"} {,")), "{pages:?}");
        }
    }

    #[test]
    fn bad_elements_are_named_and_the_rest_is_read() {
        let pages = objects("[7, {\"text\": 1}, {\"text\": \"One.\"}, {\"a\" 1}, {\"text\": \"Tw", &Bounds::default());
        let said: Vec<_> = pages.iter().filter_map(|page| page.as_ref().err().map(String::as_str)).collect();
        assert_eq!((pages.len(), said.len()), (5, 4), "{said:?}");
        assert!(said[0].starts_with("in.json, item 1: not a JSON object"), "{said:?}");
        assert!(said[3].starts_with("in.json, item 5: not valid JSON"), "{said:?}");
        let long = format!("[{{\"text\": \"{}\"}}, {{\"text\": \"One.\"}}]", "x".repeat(500));
        let pages = objects(&long, &Bounds { bytes: 100, ..Bounds::default() });
        assert!(
            pages[0].as_ref().is_err_and(|said| said.contains("over the bound of 100")) && pages[1].is_ok(),
            "{pages:?}"
        );
    }

    #[test]
    fn the_names_that_others_use_are_understood() {
        let line = br#"{"guid": "g", "headline": "H", "body": "The envoy left.", "link": "https://n.example/a", "published": "2021-05-04"}"#;
        let page = read(line).remove(0).expect("whole");
        assert_eq!(
            (page.id.as_deref(), page.title.as_deref(), page.text.as_str()),
            (Some("g"), Some("H"), "The envoy left.")
        );
        assert_eq!(
            (page.url.as_deref(), page.dates[0].date.to_string().as_str()),
            (Some("https://n.example/a"), "2021-05-04")
        );
        let options = Options { columns: Columns::parse("text=note").expect("a map"), ..Options::default() };
        let line = br#"{"text": "No.", "note": "The envoy left."}"#;
        let page =
            Lines::new(Box::new(&line[..]), Context::new("in", &options)).next().expect("a page").expect("whole");
        assert_eq!(page.text, "The envoy left.");
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
