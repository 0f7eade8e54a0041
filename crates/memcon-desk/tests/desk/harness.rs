//! A desk for a record that is made for one test and goes with it.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use axum::body::Body;
use axum::http::{Request, Response, StatusCode};
use memcon_desk::{Coder, Desk, Options};
use memcon_store::record::{Document, Event, Fingerprint, Party, Story, Text};
use memcon_store::synthetic::Synthetic;
use memcon_store::{ContentHash, Ingest, Model, Run, Store};
use tower::ServiceExt as _;

pub const TOKEN: &str = "a long word";

pub struct Served {
    pub desk: Arc<Desk>,
    folder: PathBuf,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Codes nothing but says what it got.
struct Echo;

impl Coder for Echo {
    fn code(&self, bytes: &[u8], _: &str, date: Option<jiff::civil::Date>) -> Result<String, String> {
        match std::str::from_utf8(bytes) {
            Ok(text) if text.contains("panic") => panic!("as asked"),
            Ok(text) => Ok(serde_json::json!({ "text": text, "date": date.map(|d| d.to_string()) }).to_string()),
            Err(error) => Err(error.to_string()),
        }
    }

    fn tree(&self, sentence: &str) -> Result<String, String> {
        Ok(format!("tree of <{sentence}>"))
    }
}

pub fn options(record: &Path) -> Options {
    Options {
        record: record.to_owned(),
        address: SocketAddr::from(([127, 0, 0, 1], 8700)),
        token: None,
        today: Some(jiff::civil::date(2015, 3, 1)),
        title: "a <record>".to_owned(),
        stop_after: None,
    }
}

/// A desk for some documents.
pub fn serve(documents: impl IntoIterator<Item = Ingest>, change: impl FnOnce(&mut Options)) -> Served {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let folder = std::env::temp_dir().join(format!("memcon-desk-{}-{number}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let path = folder.join("record.db");
    let mut store = Store::create(&path).expect("a record");
    let mut writer = store.writer(&Run::current(Model::default(), None, "").expect("a run")).expect("a writer");
    for ingest in documents {
        writer.add(&ingest).expect("added");
    }
    writer.finish().expect("written");
    let mut options = options(&path);
    change(&mut options);
    Served { desk: Desk::new(options, Some(Box::new(Echo))).expect("a desk"), folder }
}

/// A desk of invented events.
pub fn synthetic(count: usize) -> Served {
    serve(Synthetic { days: 60, ..Synthetic::default() }.documents(count), |_| ())
}

/// A document of one story and one event, told by its first line.
pub fn document(title: &str, text: &str, change: impl FnOnce(&mut Event)) -> Ingest {
    let length = text.chars().count();
    let mut event = Event {
        id: "00000000000000aa".to_owned(),
        event: "ACCUSE".to_owned(),
        status: "occurred".to_owned(),
        date: Some("2015-02-20".to_owned()),
        actors: vec![Party {
            end: length.min(5),
            country: Some("NOR".into()),
            name: Some("Kari Nordmann".into()),
            ..Party::default()
        }],
        recipients: vec![Party { end: length.min(5), country: Some("KEN".into()), ..Party::default() }],
        evidence: vec![Text { text: text.chars().take(2000).collect(), start: 0, end: length }],
        quad: 3,
        score: -3.0,
        core: true,
        confidence: Some(0.4),
        decided_by: "lexicon frames/accuse.txt:1 A accuse R".to_owned(),
        ..Event::default()
    };
    change(&mut event);
    let story = Story {
        title: Some(title.to_owned()),
        date: Some("2015-02-20".into()),
        end: length,
        fingerprint: Fingerprint { exact: format!("{:016x}", title.len()), near: None },
        ..Story::default()
    };
    let document = Document {
        id: title.chars().take(200).collect(),
        title: Some(title.to_owned()),
        text: text.to_owned(),
        language: "en".to_owned(),
        stories: vec![story],
        events: vec![event],
        ..Document::default()
    };
    let mut hash = [7_u8; 32];
    for (at, byte) in title.bytes().chain(text.bytes()).enumerate() {
        hash[at % 32] = hash[at % 32].wrapping_mul(31).wrapping_add(byte);
    }
    Ingest { hash: ContentHash(hash), document, format: "text".to_owned(), source_map: Vec::new() }
}

/// What was answered.
pub struct Answer {
    pub status: StatusCode,
    pub head: axum::http::HeaderMap,
    pub body: String,
}

impl Served {
    pub async fn ask(&self, request: Request<Body>) -> Answer {
        let response: Response<Body> = self.desk.router().oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, usize::MAX).await.expect("a body");
        Answer { status: parts.status, head: parts.headers, body: String::from_utf8(bytes.to_vec()).expect("UTF-8") }
    }

    pub async fn get(&self, address: &str) -> Answer {
        self.ask(Request::get(address).header("host", "localhost:8700").body(Body::empty()).expect("a request")).await
    }

    pub async fn post(&self, address: &str, fields: &str, token: bool) -> Answer {
        let mut request = Request::post(address)
            .header("host", "localhost:8700")
            .header("content-type", "application/x-www-form-urlencoded");
        if token {
            request = request.header("authorization", format!("Bearer {TOKEN}"));
        }
        self.ask(request.body(Body::from(fields.to_owned())).expect("a request")).await
    }
}

/// What every page must be: whole, titled, of one language, every tag closed that is opened, no script or style within.
pub fn assert_page(address: &str, answer: &Answer) {
    let body = &answer.body;
    assert!(body.starts_with("<!doctype html>") && body.trim_end().ends_with("</html>"), "{address} is cut");
    assert!(body.contains("<html lang=\"en\">") && body.contains("<title>") && body.contains("<h1"), "{address}");
    assert_eq!(body.matches("<script").count(), 1, "{address} has script of its own");
    for bad in ["<style", " onclick", " style=", "javascript:", "http-equiv"] {
        assert!(!body.contains(bad), "{address} holds {bad}");
    }
    let void = ["meta", "link", "input", "br", "hr", "img"];
    let mut open: Vec<&str> = Vec::new();
    for piece in body.split('<').skip(1) {
        let name = piece.split(|c: char| !c.is_ascii_alphanumeric() && c != '/').next().unwrap_or_default();
        if let Some(closed) = name.strip_prefix('/') {
            let last = open.pop();
            assert_eq!(last, Some(closed), "{address}: </{closed}> closes {last:?}: <{piece:.80}");
        } else if !name.is_empty()
            && !void.contains(&name)
            && !piece.split('>').next().unwrap_or_default().ends_with('/')
        {
            open.push(name);
        }
    }
    assert_eq!(open, Vec::<&str>::new(), "{address} leaves tags open");
    let mut ids: Vec<&str> = body.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "{address} names two things alike");
}
