//! Web pages: from markup to a page with clean text.

mod align;
mod body;
mod build;
mod elements;
pub(super) mod head;
mod nodes;

use std::ops::Range;

use super::bounds::Bounds;
use super::decode::Encoded;
use super::furniture::{self, Furniture, FurnitureKind, LeftOut};
use super::lines::key;
use super::masthead::Masthead;
use super::page::{Note, NoteKind};
use super::source_map::SourceMap;
use super::stories::{self, Cut, Layout};
use crate::evidence::DateEvidence;
use crate::span::Span;
use body::Body;
use build::{Built, build};
use head::JsonLd;
use nodes::{Block, Nodes};

/// What is read from a web page.
pub(super) struct Article {
    pub url: Option<String>,
    pub title: Option<String>,
    pub text: String,
    pub furniture: Vec<Furniture>,
    pub source: SourceMap,
    /// What the page as a whole says of its date.
    pub dates: Vec<DateEvidence>,
    /// The lines of the body that are left out of the text.
    pub left_out: Vec<LeftOut>,
    /// Lines of the page outside the body.
    pub outside: usize,
    /// What the page says of who wrote and published its first story.
    pub masthead: Masthead,
    /// Its stories, with what their own furniture says of their dates.
    pub stories: Vec<Cut>,
    pub notes: Vec<Note>,
}

/// Reads a web page. `encoded` maps its characters to the bytes that they came from.
pub(super) fn read(html: &str, encoded: Encoded, bounds: &Bounds) -> Article {
    let nodes = nodes::read(html);
    let json_ld = JsonLd::of(&nodes.json_ld);
    let title = head::title(&nodes, &json_ld);
    let mut body = body::find(html, &nodes, bounds);
    add_further_stories(&nodes, title.as_deref(), &mut body);
    article(&nodes, &json_ld, title, &body, encoded, bounds)
}

/// Reads markup that is the body of a story whose headline is known.
pub(super) fn read_fragment(html: &str, title: Option<&str>, bounds: &Bounds) -> Article {
    let nodes = nodes::read(html);
    let body = body::all(&nodes);
    article(&nodes, &JsonLd::default(), title.map(str::to_owned), &body, Encoded::same(), bounds)
}

/// The words of markup, its blocks on lines.
pub(super) fn words_of(html: &str) -> String {
    nodes::read(html).text
}

/// The article that is the body of a page.
fn article(
    nodes: &Nodes,
    json_ld: &JsonLd,
    title: Option<String>,
    body: &Body,
    encoded: Encoded,
    bounds: &Bounds,
) -> Article {
    let head = head_of_story(nodes, body, title.as_deref());
    let dates = head::dates(nodes, json_ld, &head);

    // Stories are told apart with their furniture in view; then it is taken out.
    let full = build(nodes, &with_furniture(nodes, body, head), Encoded::default());
    let furniture = furniture::find(&full.text, &full.lines, title.as_deref());
    let layout = if json_ld.live { Layout::Live } else { Layout::of(title.as_deref().unwrap_or_default()) };
    let cuts = stories::split(&full.text, &full.lines, &furniture, layout, bounds.stories);
    let (keep, left_out) = without_furniture(nodes, body, &full, &furniture, &titles(title.as_deref(), &cuts));
    let built = build(nodes, &keep, encoded);

    let mut notes = Vec::new();
    if let Some(reason) = &body.fallback {
        notes.push(Note::new(NoteKind::Fallback, format!("body found by Memcon's own extraction: {reason}")));
    }
    if !left_out.is_empty() {
        let message = format!("{} lines of page furniture left out of the text", left_out.len());
        notes.push(Note::new(NoteKind::LeftOut, message));
    }
    let outside = nodes.blocks.iter().filter(|block| !is_kept(block, &body.keep)).count();
    let stories = carry_stories(&cuts, &full, &built);
    let furniture = carry_furniture(&furniture, &full, &built);
    let url = head::url(nodes, json_ld);
    let masthead = head::masthead(nodes, json_ld);
    let (text, source) = (built.text, built.source);
    Article { url, title, text, furniture, source, dates, left_out, outside, masthead, stories, notes }
}

fn words<'a>(nodes: &'a Nodes, block: &Block) -> &'a str {
    nodes.text.get(block.span.clone()).unwrap_or_default()
}

/// Whether any of a block's nodes is in the body.
fn is_kept(block: &Block, keep: &[bool]) -> bool {
    keep.get(block.nodes.clone()).is_some_and(|nodes| nodes.contains(&true))
}

fn set(keep: &mut [bool], block: &Block, value: bool) {
    keep.get_mut(block.nodes.clone()).into_iter().flatten().for_each(|keep| *keep = value);
}

/// The blocks between the headline and the second block of the body, where date and byline of a story stand.
fn head_of_story(nodes: &Nodes, body: &Body, title: Option<&str>) -> Range<usize> {
    const REACH: usize = 12;
    let first = nodes.blocks.iter().position(|block| is_kept(block, &body.keep)).unwrap_or(0);
    let title = title.map(key);
    let is_title = |block: &Block| title.as_ref().is_some_and(|title| *title == key(words(nodes, block)));
    let headline = nodes.blocks.iter().take(first + 1).rposition(is_title);
    let start = headline.unwrap_or(first.saturating_sub(REACH)).saturating_sub(3);
    start..(first + 3).min(nodes.blocks.len())
}

/// Adds the stories that the library did not take: a heading of the first rank, then a date, byline or the like or a
/// body that opens with a dateline, and a body. Above the body that it took only a page's own story is looked for, which
/// stands below the page's title, and those after it: other stories up there are what a site shows on every page.
fn add_further_stories(nodes: &Nodes, title: Option<&str>, body: &mut Body) {
    let first = nodes.blocks.iter().position(|block| is_kept(block, &body.keep)).unwrap_or(nodes.blocks.len());
    let headings = |block: &Block| block.heading == Some(1) && !block.barred;
    let starts: Vec<usize> = (0..nodes.blocks.len()).filter(|at| nodes.blocks.get(*at).is_some_and(headings)).collect();
    let ends = starts.iter().skip(1).copied().chain([nodes.blocks.len()]);
    let title = title.map(key);
    let mut below_title = false;
    for (&start, end) in starts.iter().zip(ends) {
        let blocks = nodes.blocks.get(start..end).unwrap_or_default();
        below_title |=
            blocks.first().is_some_and(|block| title.as_ref().is_some_and(|it| *it == key(words(nodes, block))));
        let taken = blocks.iter().any(|block| is_kept(block, &body.keep));
        if taken || (start < first && !below_title) {
            continue;
        }
        let Some(story) = body::further_story(nodes, start, end) else { continue };
        let blocks = nodes.blocks.get(story).unwrap_or_default();
        if shows_a_story(nodes, blocks) {
            blocks.iter().filter(|block| !block.barred).for_each(|block| set(&mut body.keep, block, true));
        }
    }
}

/// Whether furniture that each story has once, or a dateline, stands near the top of some blocks.
fn shows_a_story(nodes: &Nodes, blocks: &[Block]) -> bool {
    use FurnitureKind::{Byline, Date, Follow, ShortUrl};
    blocks.iter().skip(1).take(10).map(|block| words(nodes, block)).any(|line| {
        matches!(furniture::of_line(line, None), Some(Byline | Date | Follow | ShortUrl)) || stories::has_dateline(line)
    })
}

/// The body together with the lines by which a story's date is known and one story is told from the next: they stand
/// at the head of the page's story, and close below the headings in its body.
fn with_furniture(nodes: &Nodes, body: &Body, head: Range<usize>) -> Vec<bool> {
    use FurnitureKind::{Byline, Date, Follow, ShortUrl};
    const REACH: usize = 5;
    let mut keep = body.keep.clone();
    let last = nodes.blocks.iter().rposition(|block| is_kept(block, &body.keep)).unwrap_or(0);
    let mut heading: Option<usize> = None;
    for (at, block) in nodes.blocks.iter().enumerate().take(last + 2).skip(head.start) {
        if block.heading.is_some() {
            heading = Some(at);
        }
        let near = head.contains(&at) || heading.is_some_and(|heading| at - heading <= REACH);
        let line = words(nodes, block);
        let kind = || furniture::of_line(line, None);
        if at < last && !block.barred && stories::is_clock(line) {
            set(&mut keep, block, true);
        }
        if near
            && !block.barred
            && (matches!(kind(), Some(Byline | Date | Follow | ShortUrl)) || block.heading == Some(1))
        {
            set(&mut keep, block, true);
        }
    }
    keep
}

/// The keys of the headlines that the page's and the stories' titles carry.
fn titles(title: Option<&str>, cuts: &[Cut]) -> Vec<String> {
    title.into_iter().chain(cuts.iter().filter_map(|cut| cut.title.as_deref())).map(key).collect()
}

/// The body without furniture that is not to be read and without the headlines that titles carry, and the lines of
/// the body that that leaves out.
fn without_furniture(
    nodes: &Nodes,
    body: &Body,
    full: &Built,
    furniture: &[Furniture],
    titles: &[String],
) -> (Vec<bool>, Vec<LeftOut>) {
    let mut keep = body.keep.clone();
    let mut furniture = furniture.iter().peekable();
    let last = full.lines.iter().rposition(|line| furniture::ends_a_sentence(line.span.of(&full.text)));
    let mut left_out = Vec::new();
    for (at, (line, block)) in full.lines.iter().zip(&full.blocks).enumerate() {
        while furniture.next_if(|piece| piece.span.end <= line.span.start).is_some() {}
        let kind = furniture.next_if(|piece| piece.span == line.span).map(|piece| piece.kind);
        let Some(block) = nodes.blocks.get(*block).filter(|block| is_kept(block, &body.keep)) else { continue };
        let carried = kind == Some(FurnitureKind::Headline) && titles.contains(&key(line.span.of(&full.text)));
        // Links after the last sentence are tags or teasers.
        let tail = last.is_some_and(|last| at > last) && nodes.is_link(block);
        if carried || tail || kind.is_some_and(|kind| !kind.is_readable()) {
            set(&mut keep, block, false);
            if !carried {
                let text = line.span.of(&full.text).to_owned();
                left_out.push(LeftOut { kind: kind.unwrap_or(FurnitureKind::Related), text });
            }
        }
    }
    // A page that is nothing but furniture is shown as it is.
    if keep.contains(&true) { (keep, left_out) } else { (body.keep.clone(), Vec::new()) }
}

/// The stories of the full text, carried over to the text without its furniture.
fn carry_stories(cuts: &[Cut], full: &Built, built: &Built) -> Vec<Cut> {
    let place = |byte: usize| {
        let line = full.lines.partition_point(|line| line.span.start < byte);
        let block = full.blocks.get(line).copied().unwrap_or(usize::MAX);
        let line = built.blocks.partition_point(|own| *own < block);
        built.lines.get(line).map_or(built.text.len(), |line| line.span.start)
    };
    let starts: Vec<usize> =
        cuts.iter().map(|cut| if cut.span.start == 0 { 0 } else { place(cut.span.start) }).collect();
    let ends = starts.iter().skip(1).copied().chain([built.text.len()]);
    let carried = cuts.iter().zip(starts.iter().zip(ends)).filter(|(_, (start, end))| *start < end || **start == 0);
    carried
        .map(|(cut, (start, end))| Cut { span: (*start..end.max(*start)).into(), title_span: None, ..cut.clone() })
        .collect()
}

/// The furniture of the full text that is in the text as well.
fn carry_furniture(furniture: &[Furniture], full: &Built, built: &Built) -> Vec<Furniture> {
    let place = |span: Span| {
        let line = full.lines.partition_point(|line| line.span.start <= span.start).checked_sub(1)?;
        let own = built.blocks.binary_search(full.blocks.get(line)?).ok()?;
        let (line, own) = (full.lines.get(line)?.span, built.lines.get(own)?.span);
        if span == line {
            return Some(own);
        }
        let (before, after) = (span.start - line.start, line.end.checked_sub(span.end)?);
        (line.len() == own.len()).then(|| Span::new(own.start + before, own.end - after))
    };
    furniture.iter().filter_map(|piece| Some(Furniture { kind: piece.kind, span: place(piece.span)? })).collect()
}

/// Whether a text is a web page.
pub(super) fn is_html(text: &str) -> bool {
    let start = text.trim_start();
    let head = start.get(..start.floor_char_boundary(4096)).unwrap_or_default().to_ascii_lowercase();
    let marks = [
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "<title",
        "<meta ",
        "<script",
        "</p>",
        "</div>",
        "<article",
        "<h1",
    ];
    let opens =
        head.starts_with('<') && head.as_bytes().get(1).is_some_and(|b| b.is_ascii_alphabetic() || b"!?".contains(b));
    (opens && (marks.iter().any(|mark| head.contains(mark)) || is_tag(&head)))
        || ["<!doctype html", "<html", "<body"].iter().any(|mark| head.contains(mark))
}

/// Whether a text opens with a tag of HTML.
fn is_tag(head: &str) -> bool {
    let name: String = head.chars().skip(1).take_while(char::is_ascii_alphanumeric).collect();
    elements::role(&name) != elements::Role::Inline
        || matches!(name.as_str(), "b" | "i" | "a" | "span" | "strong" | "em" | "font")
}

/// Whether markup is a feed rather than a page.
pub(super) fn is_feed(text: &str) -> bool {
    let start = text.trim_start();
    let head = start.get(..start.floor_char_boundary(1024)).unwrap_or_default().to_ascii_lowercase();
    head.starts_with('<')
        && !head.contains("<html")
        && ["<rss", "<feed", "<rdf:rdf", "<urlset", "<sitemapindex"].iter().any(|mark| head.contains(mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn web_pages_are_known_by_their_content() {
        for text in [
            "<!DOCTYPE html><p>x",
            "  <html>",
            "<div>x</div>",
            "\n<p>x",
            "<?xml version='1.0'?><html>",
            "junk <html><body>",
        ] {
            assert!(is_html(text), "{text}");
        }
        for text in ["<3 you", "a < b", "Plain text.", "{\"html\": \"<p>\"}", "", "<unknown thing> he said"] {
            assert!(!is_html(text), "{text}");
        }
        assert!(is_feed("<?xml version='1.0'?><rss version='2.0'><channel>"));
    }

    #[test]
    fn every_block_is_a_line() {
        let article = read(
            "<article><h1>T</h1><p>One <b>two</b>.</p><p>Three</p></article>",
            Encoded::same(),
            &Bounds::default(),
        );
        assert_eq!(article.text.lines().count(), 2);
    }
}
