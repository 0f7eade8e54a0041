//! WARC files, the archives of web crawls: a document an answer with a web page in it.
//!
//! Records are read one after the other; one whose page is wanted is held, the others are passed over. What is skipped
//! is counted and said at the end. Where a file is damaged, the next record that can be found is read.

use std::collections::{BTreeMap, HashSet};
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
use std::io;

use super::context::Context;
use super::error::{InputError, Place, Reason};
use super::http::{self, Answer, Headers};
use super::page::{Note, NoteKind, Page};
use super::plain::{self, Document, Given};
use super::sniff::{self, Kind};
use super::source::{Stream, Taken, is_damage, read_up_to, skip, take_line};

/// Most bytes of a line of a record's head, and most lines.
const LINE: usize = 64 << 10;
const LINES: usize = 1000;

/// Most bytes of the head of a server's answer.
const ANSWER_HEAD: u64 = 256 << 10;

/// Addresses that are remembered to know duplicates by, at 16 bytes each.
const REMEMBERED: usize = 4 << 20;

/// Whether bytes start with a record.
pub(crate) fn is_warc(head: &[u8]) -> bool {
    head.trim_ascii_start().starts_with(b"WARC/")
}

/// The pages of a file.
pub(crate) struct Records<'a> {
    stream: Stream<'a>,
    context: Context,
    /// Records begun.
    record: usize,
    pages: usize,
    skipped: BTreeMap<&'static str, usize>,
    seen: HashSet<u64, BuildHasherDefault<DefaultHasher>>,
    /// A line that was read in search of a record and opens one.
    opened: bool,
    ended: bool,
}

/// What became of a record.
enum Outcome {
    Page(Box<Result<Page, Reason>>),
    /// It is none to be read, and why.
    Skipped(&'static str),
    End,
}

/// The head of a record.
struct Head {
    kind: String,
    headers: Headers,
    length: u64,
}

impl<'a> Records<'a> {
    pub fn new(stream: Stream<'a>, context: Context) -> Self {
        Self {
            stream,
            context,
            record: 0,
            pages: 0,
            skipped: BTreeMap::new(),
            seen: HashSet::default(),
            opened: false,
            ended: false,
        }
    }

    /// Says what was skipped.
    fn finish(&mut self) {
        self.ended = true;
        if self.skipped.is_empty() {
            return;
        }
        let all: usize = self.skipped.values().sum();
        let parts: Vec<String> = self.skipped.iter().map(|(why, count)| format!("{count} {why}")).collect();
        let message = format!("{} records, {} pages; skipped {all}: {}", self.record, self.pages, parts.join(", "));
        self.context.note(NoteKind::LeftOut, message);
        self.skipped.clear();
    }

    /// Goes to the line that opens the next record; whether there is one.
    fn find(&mut self) -> bool {
        if std::mem::take(&mut self.opened) {
            return true;
        }
        let mut lost = false;
        loop {
            match take_line(&mut self.stream, LINE) {
                Taken::End => return false,
                Taken::Line(line) if line.starts_with(b"WARC/") => return true,
                Taken::Line(line) if line.iter().all(u8::is_ascii_whitespace) => {}
                // Once for each stretch of what is no record.
                Taken::Line(_) | Taken::TooLong(_) => {
                    if !std::mem::replace(&mut lost, true) {
                        self.skip("damaged");
                    }
                }
                Taken::Damaged(error) => {
                    if !self.damaged(&error) {
                        return false;
                    }
                }
            }
        }
    }

    fn skip(&mut self, why: &'static str) {
        *self.skipped.entry(why).or_default() += 1;
    }

    /// Takes note of damage; whether anything can be read after it.
    fn damaged(&mut self, error: &io::Error) -> bool {
        let goes_on = is_damage(error);
        if goes_on {
            self.skip("damaged");
        } else {
            self.context.note(NoteKind::Cut, format!("the file breaks off: {error}"));
        }
        goes_on
    }

    /// The lines of a record's head.
    fn head(&mut self) -> Result<Head, Outcome> {
        let mut lines = Vec::new();
        for _ in 0..LINES {
            match take_line(&mut self.stream, LINE) {
                Taken::End => return Err(Outcome::Skipped("broken off")),
                Taken::Line(line) if line.iter().all(u8::is_ascii_whitespace) => break,
                // The record before it broke off in its head.
                Taken::Line(line) if line.starts_with(b"WARC/") => {
                    self.opened = true;
                    return Err(Outcome::Skipped("broken off"));
                }
                Taken::Line(line) => lines.extend(line),
                Taken::TooLong(_) => {}
                Taken::Damaged(error) if is_damage(&error) => return Err(Outcome::Skipped("damaged")),
                Taken::Damaged(error) => {
                    self.damaged(&error);
                    return Err(Outcome::End);
                }
            }
        }
        let headers = Headers::of(&lines);
        let length = headers.get("content-length").and_then(|length| length.parse().ok());
        let Some(length) = length else { return Err(Outcome::Skipped("damaged")) };
        Ok(Head { kind: headers.get("warc-type").unwrap_or_default().to_ascii_lowercase(), headers, length })
    }

    /// Reads the next record.
    fn take(&mut self) -> Outcome {
        if !self.find() {
            return Outcome::End;
        }
        self.record += 1;
        let head = match self.head() {
            Ok(head) => head,
            Err(outcome) => return outcome,
        };
        if let Some(why) = self.unwanted(&head) {
            let (_, error) = skip(&mut self.stream, head.length);
            return match error {
                Some(error) if !self.damaged(&error) => Outcome::End,
                _ => Outcome::Skipped(why),
            };
        }
        let most = self.context.bounds().bytes as u64 + ANSWER_HEAD;
        let (content, error) = read_up_to(&mut self.stream, head.length.min(most));
        let mut broken = error.is_some() || (content.len() as u64) < head.length.min(most);
        if let Some(error) = error {
            // The page is kept as far as it goes; a file that ends here ends with the next look for a record.
            self.damaged(&error);
        } else if !broken {
            let (count, error) = skip(&mut self.stream, head.length - content.len() as u64);
            broken = error.is_some() || count < head.length - content.len() as u64;
            if let Some(error) = error {
                self.damaged(&error);
            }
        }
        self.page(&head, content, broken)
    }

    /// Why a record is not to be read, by its head.
    fn unwanted(&mut self, head: &Head) -> Option<&'static str> {
        match head.kind.as_str() {
            "response" | "resource" | "conversion" => {}
            "request" => return Some("requests"),
            "warcinfo" | "metadata" => return Some("records about the crawl"),
            "revisit" => return Some("pages seen before by the crawl"),
            _ => return Some("records of other kinds"),
        }
        let of_payload = head.headers.get("warc-identified-payload-type").map(|mime| http::mime(&mime));
        if of_payload.is_some_and(|mime| !is_page(&mime) && mime != "text/plain") {
            return Some("not HTML");
        }
        let url = head.headers.get("warc-target-uri").unwrap_or_default();
        let hash = self.seen.hasher().hash_one(url.trim_matches(['<', '>']));
        if self.seen.contains(&hash) {
            return Some("duplicate addresses");
        }
        None
    }

    /// Remembers the address of a page, so that it is read once.
    fn remember(&mut self, url: &str) {
        if !url.is_empty() && self.seen.len() < REMEMBERED {
            let hash = self.seen.hasher().hash_one(url);
            self.seen.insert(hash);
        }
    }

    /// The page in a record.
    fn page(&mut self, head: &Head, content: Vec<u8>, broken: bool) -> Outcome {
        let bounds = self.context.bounds().clone();
        let own_type = head.headers.get("content-type").unwrap_or_default();
        let answer = match head.kind.as_str() {
            "response" => match http::parse(&content, bounds.bytes) {
                Some(answer) => answer,
                None if broken => return Outcome::Skipped("broken off"),
                None => return Outcome::Skipped("not HTTP"),
            },
            _ => Answer {
                status: 200,
                mime: http::mime(&own_type),
                charset: http::charset(&own_type),
                body: content,
                broken: false,
            },
        };
        if answer.status != 200 {
            return Outcome::Skipped("answers other than 200");
        }
        let kind = match kind(head, &answer) {
            Ok(kind) => kind,
            Err(why) => return Outcome::Skipped(why),
        };
        let url = head.headers.get("warc-target-uri").map(|url| url.trim_matches(['<', '>']).to_owned());
        let id = head.headers.get("warc-record-id").map(|id| id.trim_matches(['<', '>']).to_owned());
        let mut notes = Vec::new();
        if broken || answer.broken || head.headers.get("warc-truncated").is_some() {
            notes.push(Note::new(NoteKind::Cut, "the page breaks off: its record in the archive is not whole"));
        }
        let given = Given { id, url: url.clone(), ..Given::default() };
        let total = answer.body.len() as u64;
        let document = Document { bytes: &answer.body, total, kind, charset: answer.charset.as_deref(), given };
        match plain::document(document, &bounds, notes) {
            // Crawls are full of them: pages that load all they show.
            Err(Reason::NoText) => Outcome::Skipped("pages without text"),
            read => {
                self.remember(url.as_deref().unwrap_or_default());
                Outcome::Page(Box::new(read))
            }
        }
    }
}

/// Whether content of such a type is a web page.
fn is_page(mime: &str) -> bool {
    matches!(mime, "text/html" | "application/xhtml+xml")
}

/// What the content of a record is, or why it is skipped.
fn kind(head: &Head, answer: &Answer) -> Result<Kind, &'static str> {
    let found = sniff::of_document(&answer.body);
    match (answer.mime.as_str(), found) {
        (_, Err(Reason::Empty)) => Err("without content"),
        (mime, Ok(_)) if is_page(mime) => Ok(Kind::Html),
        // The texts that crawls make of their pages.
        ("text/plain", Ok(_)) if head.kind == "conversion" => Ok(Kind::Text),
        ("" | "application/octet-stream" | "unk", Ok(Kind::Html)) => Ok(Kind::Html),
        _ => Err("not HTML"),
    }
}

impl Iterator for Records<'_> {
    type Item = Result<Page, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            match self.take() {
                Outcome::End => self.finish(),
                Outcome::Skipped(why) => self.skip(why),
                Outcome::Page(page) => {
                    self.pages += 1;
                    let error = |reason| self.context.error(reason).at(Place::Record, self.record);
                    return Some(page.map_err(error));
                }
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::super::context::Options;
    use super::super::open_with;
    use super::super::page::Format;
    use super::*;

    fn record(kind: &str, url: &str, more: &str, content: &[u8]) -> Vec<u8> {
        let head = format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Record-ID: <urn:uuid:{url}>\r\n{more}Content-Length: {}\r\n\r\n",
            content.len()
        );
        [head.as_bytes(), content, b"\r\n\r\n"].concat()
    }

    fn html(words: &str) -> Vec<u8> {
        format!("<html><title>T</title><body><p>The envoy of Suder met the minister in the {words}.</p></body></html>")
            .into_bytes()
    }

    fn answer(head: &str, body: &[u8]) -> Vec<u8> {
        [format!("HTTP/1.1 {head}\r\n\r\n").as_bytes(), body].concat()
    }

    fn page(url: &str, words: &str) -> Vec<u8> {
        record("response", url, "", &answer("200 OK\r\nContent-Type: text/html", &html(words)))
    }

    fn pack(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).expect("a vector takes all");
        encoder.finish().expect("a vector takes all")
    }

    fn read(bytes: &[u8]) -> (Vec<Page>, String) {
        let mut pages = open_with(bytes, "in.warc", &Options::default());
        let read = pages.by_ref().map(|page| page.expect("a page")).collect();
        (read, pages.notes().iter().map(|note| note.message.as_str()).collect::<Vec<_>>().join("; "))
    }

    fn crawl() -> Vec<Vec<u8>> {
        vec![
            record("warcinfo", "", "", b"software: none\r\n"),
            page("https://n.example/2022/05/02/a", "port"),
            record("request", "https://n.example/2022/05/02/a", "", b"GET / HTTP/1.1\r\n\r\n"),
            page("https://n.example/2022/05/02/a", "port again"),
            record("response", "https://n.example/p", "", &answer("200 OK\r\nContent-Type: image/png", b"\x89PNG")),
            record(
                "response",
                "https://n.example/q",
                "",
                &answer("404 Not Found\r\nContent-Type: text/html", &html("void")),
            ),
            record(
                "response",
                "https://n.example/r",
                "",
                &answer("200 OK\r\nContent-Type: application/json", b"{\"a\": 1}"),
            ),
            record("revisit", "https://n.example/s", "", b""),
            record(
                "conversion",
                "https://n.example/t",
                "Content-Type: text/plain\r\n",
                b"The envoy met the minister.\n",
            ),
            record(
                "response",
                "https://n.example/u",
                "",
                &answer("200 OK\r\nContent-Type: text/html", b"<script>x()</script>"),
            ),
            page("https://n.example/b", "capital"),
        ]
    }

    #[test]
    fn pages_are_read_and_the_rest_is_counted() {
        let plain = crawl().concat();
        let packed: Vec<u8> = crawl().iter().flat_map(|record| pack(record)).collect();
        for bytes in [plain.clone(), packed, pack(&plain)] {
            let (pages, notes) = read(&bytes);
            let texts: Vec<&str> = pages.iter().map(|page| page.text.trim()).collect();
            assert_eq!(
                texts,
                [
                    "The envoy of Suder met the minister in the port.",
                    "The envoy met the minister.",
                    "The envoy of Suder met the minister in the capital.",
                ]
            );
            assert_eq!(pages[0].id.as_deref(), Some("urn:uuid:https://n.example/2022/05/02/a"));
            assert_eq!((pages[0].dates[0].date.to_string().as_str(), pages[1].format), ("2022-05-02", Format::Text));
            for said in [
                "11 records, 3 pages; skipped 8",
                "1 requests",
                "1 duplicate addresses",
                "2 not HTML",
                "1 answers other than 200",
                "1 pages seen before",
                "1 pages without text",
                "1 records about the crawl",
            ] {
                assert!(notes.contains(said), "{said} not in {notes}");
            }
        }
    }

    #[test]
    fn the_encodings_of_http_are_undone() {
        let body = html("Ch\u{e2}teau").iter().map(|b| *b as char).collect::<String>();
        let latin: Vec<u8> =
            encoding_rs::WINDOWS_1252.encode(&String::from_utf8_lossy(&html("Château"))).0.into_owned();
        assert!(body.len() > 10);
        let head = "200 OK\r\nContent-Type: text/html; charset=iso-8859-1\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked";
        let packed = pack(&latin);
        let (first, second) = packed.split_at(20);
        let chunked =
            [b"14\r\n", first, format!("\r\n{:x}\r\n", second.len()).as_bytes(), second, b"\r\n0\r\n\r\n"].concat();
        let (pages, _) = read(&record("response", "https://n.example/a", "", &answer(head, &chunked)));
        assert!(pages[0].text.ends_with("in the Château.") && pages[0].notes.is_empty(), "{:?}", pages[0]);
    }

    #[test]
    fn a_damaged_record_costs_no_other() {
        // The decompressor may take the next record for data before it trips.
        let words: Vec<String> = (0..400_u32).map(|n| n.wrapping_mul(2_654_435_761).to_string()).collect();
        let mut bad = pack(&page("https://n.example/bad", &words.join(" ")));
        let middle = bad.len() / 2;
        bad[middle..].iter_mut().enumerate().for_each(|(at, byte)| *byte = (at * at / 7).to_le_bytes()[0]);
        let bytes =
            [pack(&page("https://n.example/a", "port")), bad, pack(&page("https://n.example/b", "capital"))].concat();
        let (pages, notes) = read(&bytes);
        assert!(pages.iter().any(|page| page.text.contains("port")), "{notes}");
        assert!(pages.iter().any(|page| page.text.contains("capital")), "{notes}");
        assert!(notes.contains("damaged"), "{notes}");
        // A length that is wrong, and a record that breaks off before the next.
        let mut short = page("https://n.example/bad", "sea");
        short.truncate(short.len() - 30);
        let bytes =
            [short, b"\r\n\r\n".to_vec(), page("https://n.example/a", "port"), page("https://n.example/b", "capital")]
                .concat();
        assert!(read(&bytes).0.iter().any(|page| page.text.contains("capital")));
        let headless = [b"WARC/1.0\r\nWARC-Type: response\r\n".to_vec(), page("https://n.example/a", "port")].concat();
        assert_eq!(read(&headless).0.len(), 1);
    }

    #[test]
    fn a_file_may_break_off_anywhere() {
        let packed =
            [pack(&page("https://n.example/a", "port")), pack(&page("https://n.example/b", "capital"))].concat();
        let first = pack(&page("https://n.example/a", "port")).len();
        for end in 1..packed.len() {
            let mut pages = open_with(&packed[..end], "in.warc.gz", &Options::default());
            let (mut good, mut bad) = (0, 0);
            for page in pages.by_ref() {
                match page {
                    Ok(_) => good += 1,
                    Err(_) => bad += 1,
                }
            }
            assert!(good >= usize::from(end >= first) && good + bad <= 2, "{end}: {good} {bad}");
            // What is lost is said.
            assert!(good == 2 || bad > 0 || !pages.notes().is_empty() || end == first || good == 1, "{end}");
        }
        let plain = [page("https://n.example/a", "port"), page("https://n.example/b", "capital")].concat();
        for end in 0..plain.len() {
            open_with(&plain[..end], "in.warc", &Options::default()).for_each(drop);
        }
    }
}
