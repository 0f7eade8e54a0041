//! `memcon page`: what intake makes of a page.

use std::fmt::Write as _;
use std::io::IsTerminal as _;

use memcon::intake::{FurnitureKind, Page, Story};
use memcon::json::Characters;
use memcon::{DateEvidence, Span};
use serde_json::{Value, json};

use crate::args::{PageCommand, PageFormat};
use crate::inputs::{Inputs, One};
use crate::{End, output};

/// Runs the command.
pub fn run(arguments: &PageCommand) -> End {
    match Inputs::one(&arguments.input, arguments.reading.options()) {
        Ok(One { name, page, notes }) => {
            for note in notes {
                eprintln!("memcon: {note}");
            }
            let on_terminal = std::io::stdout().is_terminal();
            let usual = if on_terminal { PageFormat::Outline } else { PageFormat::Json };
            match arguments.format.unwrap_or(usual) {
                PageFormat::Outline => output::print(&outline(&page, &name)),
                PageFormat::Json => output::print(&format!("{}\n", view(&page))),
            }
        }
        Err(message) => {
            eprintln!("memcon: {message}");
            End::SomeFailed
        }
    }
}

fn view(page: &Page) -> Value {
    let characters = Characters::new(&page.text);
    let at = |span: Span| (characters.before(span.start), characters.before(span.end));
    let stories = page.stories.iter().map(|story| {
        let (start, end) = at(story.span);
        let head = &story.masthead;
        json!({
            "title": story.title,
            "byline": head.byline,
            "publisher": head.publisher,
            "publisher_country": head.country,
            "section": head.section,
            "start": start,
            "end": end,
            "language": story.language.code,
            "time": story.time,
            "dates": dates(&story.dates),
        })
    });
    let furniture = page.furniture.iter().map(|f| {
        let (start, end) = at(f.span);
        json!({ "kind": f.kind.as_str(), "text": f.span.of(&page.text), "start": start, "end": end })
    });
    json!({
        "id": page.id,
        "url": page.url,
        "title": page.title,
        "format": page.format.as_str(),
        "language": page.language.code,
        "text": page.text,
        "dates": dates(&page.dates),
        "stories": stories.collect::<Vec<_>>(),
        "furniture": furniture.collect::<Vec<_>>(),
        "left_out": page.left_out.iter().map(|l| json!({ "kind": l.kind.as_str(), "text": l.text })).collect::<Vec<_>>(),
        "notes": page.notes.iter().map(|n| json!({ "kind": n.kind.as_str(), "message": n.message })).collect::<Vec<_>>(),
    })
}

/// The page for people: what it is, each story with what is read of it, and what is left out and why.
fn outline(page: &Page, name: &str) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{}", page.title.as_deref().unwrap_or(name));
    let words = page.text.split_whitespace().count();
    let _ = writeln!(out, "{name}, {}, language {}, {words} words", page.format.as_str(), page.language.code);
    if let Some(url) = &page.url {
        let _ = writeln!(out, "{url}");
    }
    for (number, story) in page.stories.iter().enumerate() {
        outline_story(&mut out, page, story, number + 1);
    }
    outline_left_out(&mut out, page);
    for note in &page.notes {
        let _ = writeln!(out, "\nnote: {}", note.message);
    }
    out
}

/// The most lines shown of a story's beginning and of its end, and of what is left out of one kind.
const SHOWN: usize = 4;

/// The width of the outline in characters.
const WIDTH: usize = 100;

fn outline_story(out: &mut String, page: &Page, story: &Story, number: usize) {
    let title = story.title.as_deref().unwrap_or("(no headline)");
    let what = if story.entry { "entry" } else { "story" };
    let time = story.time.as_deref().map(|time| format!(" ({time})")).unwrap_or_default();
    let _ = writeln!(out, "\n{what} {number} of {}{time}: {title}", page.stories.len());
    let head = &story.masthead;
    if let Some(byline) = &head.byline {
        let _ = writeln!(out, "  by {}", shortened(byline, WIDTH - 5));
    }
    if let Some(publisher) = &head.publisher {
        let country = head.country.as_deref().map(|code| format!(" ({code})")).unwrap_or_default();
        let section = head.section.as_deref().map(|section| format!(", {section}")).unwrap_or_default();
        let _ = writeln!(out, "  in {}", shortened(&format!("{publisher}{country}{section}"), WIDTH - 5));
    }
    if story.language.code != page.language.code {
        let _ = writeln!(out, "  language {}", story.language.code);
    }
    for date in &story.dates {
        let what = if date.updated { "updated" } else { "date" };
        let _ = writeln!(out, "  {what} {} ({}, from “{}”)", date.date, date.source.as_str(), date.text);
    }
    if story.dates.is_empty() {
        let _ = writeln!(out, "  no date");
    }
    let kind = |span: Span| page.furniture.iter().find(|f| f.span == span).map(|f| f.kind);
    let mut lines = Vec::new();
    let mut at = story.span.start;
    for raw in story.span.of(&page.text).split_inclusive('\n') {
        let trimmed = raw.trim();
        let start = at + (raw.len() - raw.trim_start().len());
        if !trimmed.is_empty() {
            lines.push((kind(Span::new(start, start + trimmed.len())), trimmed));
        }
        at += raw.len();
    }
    let hidden = lines.len().saturating_sub(2 * SHOWN);
    for (at, (kind, line)) in lines.iter().enumerate() {
        if hidden > 0 && at == SHOWN {
            let _ = writeln!(out, "     … {hidden} lines …");
        }
        if hidden > 0 && (SHOWN..SHOWN + hidden).contains(&at) {
            continue;
        }
        let mark = match kind {
            Some(kind) if kind.is_readable() => format!("[{}] ", kind.as_str()),
            Some(kind) => format!("[{}, not read] ", kind.as_str()),
            None => String::new(),
        };
        let _ = writeln!(out, "  {}", shortened(&format!("{mark}{line}"), WIDTH - 2));
    }
}

fn outline_left_out(out: &mut String, page: &Page) {
    if page.left_out.is_empty() && page.outside == 0 {
        return;
    }
    let _ = writeln!(out, "\nleft out:");
    let mut kinds: Vec<FurnitureKind> = page.left_out.iter().map(|line| line.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    for kind in kinds {
        let lines: Vec<&str> = page.left_out.iter().filter(|l| l.kind == kind).map(|l| l.text.as_str()).collect();
        for line in lines.iter().take(SHOWN) {
            let _ = writeln!(out, "  {:<14} {}", kind.as_str(), shortened(line, WIDTH - 17));
        }
        if lines.len() > SHOWN {
            let _ = writeln!(out, "  {:<14} … and {} more", kind.as_str(), lines.len() - SHOWN);
        }
    }
    if page.outside > 0 {
        let _ = writeln!(
            out,
            "  {:<14} {} lines of the page: navigation, other stories and the like",
            "outside", page.outside
        );
    }
}

/// A line in no more than `width` characters.
fn shortened(line: &str, width: usize) -> String {
    // Words from outside must not steer the terminal.
    let line: String = line.chars().filter(|c| !c.is_control()).collect();
    if line.chars().count() <= width {
        return line;
    }
    let head: String = line.chars().take(width - 1).collect();
    format!("{}…", head.trim_end())
}

fn dates(evidence: &[DateEvidence]) -> Vec<Value> {
    let date = |e: &DateEvidence| json!({ "date": e.date.to_string(), "source": e.source.as_str(), "text": e.text, "updated": e.updated });
    evidence.iter().map(date).collect()
}
