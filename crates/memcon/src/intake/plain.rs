//! From a document's bytes to its page: decoding, bounds, and what web pages and plain texts have in common.

use super::bounds::Bounds;
use super::decode::{self, Decoded, Encoded};
use super::error::Reason;
use super::furniture::Furniture;
use super::html::head::sort;
use super::language::Language;
use super::lines;
use super::page::{Format, Note, NoteKind, Page, Story};
use super::sniff::Kind;
use super::source_map::SourceMap;
use super::stories::Cut;
use super::{dates, furniture, html, stories};
use crate::evidence::{DateEvidence, DateSource};

/// Reads a document that is a web page or a plain text.
pub(crate) fn document(bytes: &[u8], kind: Kind, bounds: &Bounds) -> Result<Page, Reason> {
    let mut notes = Vec::new();
    let bytes = cut(bytes, bounds, &mut notes);
    let html = kind == Kind::Html;
    let Decoded { text, encoded, encoding, malformed, guessed } = decode::decode(bytes, html);
    if malformed > 0 {
        notes.push(Note::new(
            NoteKind::Repaired,
            format!("{malformed} byte sequences are not valid {encoding}; each is read as the replacement character"),
        ));
    }
    if guessed {
        notes.push(Note::new(
            NoteKind::Guessed,
            format!(
                "not valid UTF-8, and no encoding is declared: read as {encoding}; convert it to UTF-8 if that is wrong"
            ),
        ));
    }
    let page = if html {
        web_page(&text, encoded, Given::default(), bounds, notes)
    } else {
        let source = SourceMap::whole(text.len(), encoded);
        plain_text(text, source, Format::Text, Given::default(), bounds, notes)
    };
    readable(page)
}

/// What the caller of a document knows about it.
#[derive(Debug, Default)]
pub(crate) struct Given {
    pub id: Option<String>,
    pub url: Option<String>,
    pub title: Option<String>,
    pub date: Option<DateEvidence>,
}

/// Reads the markup of a web page.
pub(crate) fn web_page(markup: &str, encoded: Encoded, given: Given, bounds: &Bounds, mut notes: Vec<Note>) -> Page {
    let article = html::read(markup, encoded, bounds);
    notes.extend(article.notes);
    let url = given.url.or(article.url);
    let title = given.title.or(article.title);
    let mut dates: Vec<DateEvidence> = given.date.into_iter().chain(article.dates).collect();
    dates.extend(url_date(url.as_deref()));
    let parts = Parts {
        text: article.text,
        source: article.source,
        format: Format::Html,
        furniture: article.furniture,
        cuts: article.stories,
    };
    finish(parts, Given { id: given.id, url, title, date: None }, dates, notes)
}

/// Reads a plain text, which stays as it is.
pub(crate) fn plain_text(
    text: String,
    source: SourceMap,
    format: Format,
    given: Given,
    bounds: &Bounds,
    notes: Vec<Note>,
) -> Page {
    let lines = lines::of_text(&text);
    let dates: Vec<DateEvidence> = given.date.clone().into_iter().chain(url_date(given.url.as_deref())).collect();
    let furniture = furniture::find(&text, &lines, given.title.as_deref());
    let cuts = stories::split(&text, &lines, &furniture, bounds.stories);
    finish(Parts { text, source, format, furniture, cuts }, given, dates, notes)
}

/// A document so long that it is over the bound is cut at the end of a word or at least of a character.
fn cut<'a>(bytes: &'a [u8], bounds: &Bounds, notes: &mut Vec<Note>) -> &'a [u8] {
    let Some(head) = bytes.get(..bounds.bytes).filter(|head| head.len() < bytes.len()) else { return bytes };
    let space = head.iter().rev().take(1000).position(u8::is_ascii_whitespace).map_or(0, |at| at + 1);
    let boundary = head.iter().rev().take(4).position(|byte| byte & 0xc0 != 0x80).map_or(0, |at| at + 1);
    let end = head.len() - if space > 0 { space } else { boundary };
    let end = if decode::is_utf16(bytes) { end & !1 } else { end };
    notes.push(Note::new(
        NoteKind::Cut,
        format!("only the first {end} of {} bytes were read (bound `bytes`)", bytes.len()),
    ));
    head.get(..end).unwrap_or(head)
}

/// A page without a letter or digit is not worth having.
pub(crate) fn readable(page: Page) -> Result<Page, Reason> {
    let has_words = page.text.chars().any(char::is_alphanumeric);
    if has_words { Ok(page) } else { Err(Reason::NoText) }
}

/// What the address says of the date.
fn url_date(url: Option<&str>) -> Option<DateEvidence> {
    let (date, text) = dates::of_url(url?)?;
    Some(DateEvidence { source: DateSource::Url, date, text, updated: false })
}

/// A text, its furniture and its stories.
struct Parts {
    text: String,
    source: SourceMap,
    format: Format,
    furniture: Vec<Furniture>,
    cuts: Vec<Cut>,
}

/// Puts a page together.
fn finish(parts: Parts, given: Given, mut dates: Vec<DateEvidence>, notes: Vec<Note>) -> Page {
    let Parts { text, source, format, furniture, cuts } = parts;
    sort(&mut dates);
    let mut stories = Vec::with_capacity(cuts.len());
    for (number, cut) in cuts.into_iter().enumerate() {
        // What the page says as a whole speaks of its first story.
        let page = if number == 0 { dates.clone() } else { Vec::new() };
        let title = if number == 0 { given.title.clone().or(cut.title) } else { cut.title };
        let mut evidence: Vec<DateEvidence> = page.into_iter().chain(cut.dates).collect();
        sort(&mut evidence);
        stories.push(Story { title, title_span: cut.title_span, span: cut.span, dates: evidence });
    }
    let title = given.title.or_else(|| stories.first().and_then(|story| story.title.clone()));
    let language = Language::of(&text);
    Page { id: given.id, url: given.url, title, text, dates, language, stories, furniture, source, format, notes }
}
