//! From a document's bytes to its page: decoding, bounds, and what web pages and plain texts have in common.

use super::bounds::Bounds;
use super::decode::{self, Decoded, Encoded};
use super::error::Reason;
use super::furniture::{Furniture, LeftOut};
use super::html::head::sort;
use super::language::Language;
use super::lines;
use super::markdown::{self, Markdown};
use super::masthead::{self, Masthead};
use super::page::{Format, Note, NoteKind, Page, Story};
use super::sniff::Kind;
use super::source_map::SourceMap;
use super::stories::{Cut, Layout};
use super::{dates, furniture, html, record, stories};
use crate::evidence::{DateEvidence, DateSource};

/// A document as it came in.
#[derive(Debug)]
pub(crate) struct Document<'a> {
    /// Its bytes, or those of its beginning.
    pub bytes: &'a [u8],
    /// How many bytes it has in all.
    pub total: u64,
    /// Whether it is a web page, a text or Markdown.
    pub kind: Kind,
    /// The name of the encoding that came with it.
    pub charset: Option<&'a str>,
    /// What else is known about it.
    pub given: Given,
}

/// Reads a document that is a web page or a text.
pub(crate) fn document(document: Document<'_>, bounds: &Bounds, mut notes: Vec<Note>) -> Result<Page, Reason> {
    let Document { bytes, total, kind, charset, given } = document;
    let bytes = cut(bytes, total, bounds, &mut notes);
    let html = kind == Kind::Html;
    let Decoded { text, encoded, encoding, malformed, guessed } = decode::decode(bytes, html, charset);
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
    readable(match kind {
        Kind::Html => web_page(&text, encoded, given, bounds, notes),
        Kind::Markdown => marked(&text, encoded, given, bounds, notes),
        _ => {
            let source = SourceMap::whole(text.len(), encoded);
            plain_text(text, source, Format::Text, given, bounds, notes)
        }
    })
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
pub(crate) fn web_page(markup: &str, encoded: Encoded, given: Given, bounds: &Bounds, notes: Vec<Note>) -> Page {
    of_article(html::read(markup, encoded, bounds), given, notes)
}

/// Reads markup that is a body and nothing else, as feeds have it.
pub(crate) fn fragment(markup: &str, given: Given, bounds: &Bounds, notes: Vec<Note>) -> Page {
    of_article(html::read_fragment(markup, given.title.as_deref(), bounds), given, notes)
}

/// Puts the page of an article together.
fn of_article(article: html::Article, given: Given, mut notes: Vec<Note>) -> Page {
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
        left_out: article.left_out,
        outside: article.outside,
        masthead: article.masthead,
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
    let headline = given.title.as_deref().or_else(|| lines.first().map(|line| line.span.of(&text))).unwrap_or_default();
    let cuts = stories::split(&text, &lines, &furniture, Layout::of(headline), bounds.stories);
    let (left_out, masthead) = (Vec::new(), Masthead::default());
    finish(Parts { text, source, format, furniture, cuts, left_out, outside: 0, masthead }, given, dates, notes)
}

/// Reads Markdown.
fn marked(text: &str, encoded: Encoded, given: Given, bounds: &Bounds, mut notes: Vec<Note>) -> Page {
    let Markdown { text, lines, source, head } = markdown::read(text, encoded);
    let value = |names: &[&str]| head.iter().find(|(key, _)| names.contains(&key.as_str())).map(|(_, value)| value);
    let heading = || lines.iter().find(|line| line.heading == Some(1)).map(|line| line.span.of(&text).to_owned());
    let title = given.title.or_else(|| value(&["title", "headline"]).cloned()).or_else(heading);
    let url = given.url.or_else(|| value(&["url", "link", "permalink", "canonical"]).cloned());
    let date =
        value(&["date", "published", "pubdate", "publishdate"]).and_then(|day| record::given_date(day, &mut notes));
    let given = Given { id: given.id, url, title, date: given.date.or(date) };
    let dates: Vec<DateEvidence> = given.date.clone().into_iter().chain(url_date(given.url.as_deref())).collect();
    let furniture = furniture::find(&text, &lines, given.title.as_deref());
    let layout = Layout::of(given.title.as_deref().unwrap_or_default());
    let cuts = stories::split(&text, &lines, &furniture, layout, bounds.stories);
    let masthead = Masthead {
        byline: value(&["author", "byline"]).and_then(|line| masthead::byline(line)),
        publisher: value(&["publisher", "source", "site"]).cloned(),
        section: value(&["section", "category"]).cloned(),
        country: None,
    };
    let (format, left_out) = (Format::Markdown, Vec::new());
    let parts = Parts { text, source, format, furniture, cuts, left_out, outside: 0, masthead };
    finish(parts, given, dates, notes)
}

/// A document so long that it is over the bound is cut at the end of a word or at least of a character.
fn cut<'a>(bytes: &'a [u8], total: u64, bounds: &Bounds, notes: &mut Vec<Note>) -> &'a [u8] {
    let Some(head) = bytes.get(..bounds.bytes).filter(|head| head.len() < bytes.len()) else { return bytes };
    let space = head.iter().rev().take(1000).position(u8::is_ascii_whitespace).map_or(0, |at| at + 1);
    let boundary = head.iter().rev().take(4).position(|byte| byte & 0xc0 != 0x80).map_or(0, |at| at + 1);
    let end = head.len() - if space > 0 { space } else { boundary };
    let end = if decode::is_utf16(bytes) { end & !1 } else { end };
    notes.push(Note::new(NoteKind::Cut, format!("only the first {end} of {total} bytes were read (bound `bytes`)")));
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
    left_out: Vec<LeftOut>,
    outside: usize,
    /// What the page says of who wrote and published its first story.
    masthead: Masthead,
}

/// Puts a page together.
fn finish(parts: Parts, given: Given, mut dates: Vec<DateEvidence>, notes: Vec<Note>) -> Page {
    let Parts { text, source, format, furniture, cuts, left_out, outside, masthead } = parts;
    let masthead = masthead.with_address(given.url.as_deref());
    sort(&mut dates);
    let language = Language::of(&text);
    let only = cuts.len() == 1;
    let mut stories = Vec::with_capacity(cuts.len());
    for (number, cut) in cuts.into_iter().enumerate() {
        // What the page says as a whole speaks of its first story, or of all entries of a live blog or a digest.
        let page = if number == 0 || cut.entry { dates.clone() } else { Vec::new() };
        let title = if number == 0 { given.title.clone().or(cut.title) } else { cut.title };
        let mut evidence: Vec<DateEvidence> = page.into_iter().chain(cut.dates).collect();
        sort(&mut evidence);
        let page_byline = masthead.byline.clone().filter(|_| number == 0);
        let story_masthead = Masthead { byline: page_byline.or(cut.byline), ..masthead.clone() };
        let own = if only { language } else { Language::of(cut.span.of(&text)) };
        stories.push(Story {
            title,
            title_span: cut.title_span,
            span: cut.span,
            dates: evidence,
            language: own,
            entry: cut.entry,
            time: cut.time,
            masthead: story_masthead,
        });
    }
    let title = given.title.or_else(|| stories.first().and_then(|story| story.title.clone()));
    Page {
        id: given.id,
        url: given.url,
        title,
        text,
        dates,
        language,
        stories,
        furniture,
        left_out,
        outside,
        source,
        format,
        notes,
    }
}
