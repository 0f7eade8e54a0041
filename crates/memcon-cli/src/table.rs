//! Events for people: a block of lines for each.

use std::fmt::Write as _;

use memcon::coding::{Event, Size};
use memcon::explain::label;
use memcon::who::Party;
use memcon::{Document, Span};

/// Width to which evidence is wrapped.
const WIDTH: usize = 100;

/// Columns before the text of a block.
const INDENT: &str = "      ";

/// A document's events, with a heading.
pub fn document(document: &Document, name: &str) -> String {
    let mut out = String::new();
    let title = document.page.title.as_deref().unwrap_or(name);
    let _ = writeln!(out, "{title}");
    let _ = writeln!(out, "{name}{}", story_dates(document));
    for (number, event) in document.events.iter().enumerate() {
        out.push('\n');
        write_event(&mut out, document, event, number + 1);
    }
    for note in &document.notes {
        let _ = writeln!(out, "\nnote: {note}");
    }
    out.push('\n');
    out
}

fn story_dates(document: &Document) -> String {
    let date = |story: &memcon::CodedStory| match (story.date.date, story.date.source) {
        (Some(date), Some(source)) => format!("{date} ({})", source.as_str()),
        (None, _) if !story.date.candidates.is_empty() => {
            let days: Vec<String> = story.date.candidates.iter().take(3).map(ToString::to_string).collect();
            format!("date not certain: {}", days.join(", "))
        }
        _ => "date not known".to_owned(),
    };
    let dates: Vec<String> = document.stories.iter().map(date).collect();
    match dates.as_slice() {
        [] => String::new(),
        [one] => format!(", {one}"),
        several => format!(", {} stories: {}", several.len(), several.join("; ")),
    }
}

fn write_event(out: &mut String, document: &Document, event: &Event, number: usize) {
    let _ = writeln!(out, "{number:>4}  {}", heading(event));
    let _ = writeln!(out, "{INDENT}{}", parties(event));
    let extra = details(event);
    if !extra.is_empty() {
        let _ = writeln!(out, "{INDENT}{extra}");
    }
    for &span in &event.evidence {
        for line in wrapped(&quoted(document, span), WIDTH - INDENT.len()) {
            let _ = writeln!(out, "{INDENT}{line}");
        }
    }
}

/// "2021-06-09  CONSULT visit, occurred" or "… AGREE to CONSULT on 2026-02-03 to 04, planned".
fn heading(event: &Event) -> String {
    let mut text = format!("{:<10}  {}", event.date.date.as_deref().unwrap_or("no date"), event.category);
    if let Some(act) = event.act {
        let _ = write!(text, " ({act}");
        if let Some(due) = &event.act_date.date {
            let _ = write!(text, " on {due}");
        }
        if let Some(end) = &event.act_date.end {
            let _ = write!(text, " to {end}");
        }
        text.push(')');
    }
    for mode in &event.modes {
        let _ = write!(text, " {mode}");
    }
    let _ = write!(text, ", {}", event.status);
    text
}

fn parties(event: &Event) -> String {
    let side = |parties: &[Party]| parties.iter().map(label).collect::<Vec<_>>().join(" + ");
    if event.recipients.is_empty() {
        return side(&event.actors);
    }
    format!("{} → {}", side(&event.actors), side(&event.recipients))
}

fn details(event: &Event) -> String {
    let mut parts = Vec::new();
    if let Some(place) = &event.place {
        let country = place.country.as_deref().map(|c| format!(" ({c})")).unwrap_or_default();
        parts.push(format!("in {}{country}", place.name));
    }
    let Size { dead, injured, arrested } = event.size;
    for (count, what) in [(dead, "dead"), (injured, "injured"), (arrested, "arrested")] {
        parts.extend(count.map(|n| format!("{n} {what}")));
    }
    parts.join(", ")
}

fn quoted(document: &Document, span: Span) -> String {
    let words: Vec<&str> = span.of(&document.page.text).split_whitespace().collect();
    format!("“{}”", words.join(" "))
}

/// Lines of at most `width` characters, broken at spaces.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let (mut lines, mut line, mut count) = (Vec::new(), String::new(), 0);
    for word in text.split(' ') {
        let length = word.chars().count();
        if count > 0 && count + 1 + length > width {
            lines.push(std::mem::take(&mut line));
            count = 0;
        }
        if count > 0 {
            line.push(' ');
            count += 1;
        }
        line.push_str(word);
        count += length;
    }
    lines.push(line);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_at_spaces() {
        assert_eq!(wrapped("a bb ccc dddd", 6), ["a bb", "ccc", "dddd"]);
        assert_eq!(wrapped("überlang kurz", 4), ["überlang", "kurz"]);
        assert_eq!(wrapped("", 4), [""]);
    }
}
