//! `memcon explain`: how each event was coded.

use std::fmt::Write as _;

use memcon::coding::{Dated, Event};
use memcon::reading::Sentence;
use memcon::who::Party;
use memcon::{Document, Span};

use crate::args::Explain;
use crate::inputs::Inputs;
use crate::{End, code, output, table};

/// Runs the command.
pub fn run(arguments: &Explain) -> End {
    let memcon = match code::set_up(arguments.lexicon.as_deref()) {
        Ok(memcon) => memcon,
        Err(message) => return End::Misused(message),
    };
    let document =
        Inputs::one(&arguments.input).and_then(|(name, page)| code::code(&memcon, page, &name, arguments.date));
    let document = match document {
        Ok(document) => document,
        Err(message) => {
            eprintln!("memcon: {message}");
            return End::SomeFailed;
        }
    };
    let count = document.events.len();
    match arguments.event {
        Some(number) if number == 0 || number > count => {
            End::Misused(format!("{}: no event {number}; {}", arguments.input.display(), numbers(count)))
        }
        chosen => output::print(&explanation(&document, chosen)),
    }
}

/// Which numbers events have.
fn numbers(count: usize) -> String {
    match count {
        0 => "no event was found in it".to_owned(),
        1 => "its only event is 1".to_owned(),
        _ => format!("its events are numbered from 1 to {count}"),
    }
}

fn explanation(document: &Document, chosen: Option<usize>) -> String {
    let mut out = String::new();
    if chosen.is_none() {
        stories(&mut out, document);
    }
    for (index, event) in document.events.iter().enumerate() {
        if chosen.is_none_or(|number| number == index + 1) {
            explain(&mut out, document, event, index + 1);
        }
    }
    for note in &document.notes {
        let _ = writeln!(out, "note: {note}");
    }
    out
}

/// How each story's date is known.
fn stories(out: &mut String, document: &Document) {
    for (index, story) in document.stories.iter().enumerate() {
        let date = story.date.date.map_or_else(|| "not known".to_owned(), |d| d.to_string());
        let source = story.date.source.map_or("nothing says it", |s| s.as_str());
        let _ = writeln!(out, "story {}: {}", index + 1, story.title.as_deref().unwrap_or("without headline"));
        let _ = writeln!(out, "  date      {date} ({source})");
        for step in &story.date.reasoning {
            let _ = writeln!(out, "            {step}");
        }
        out.push('\n');
    }
}

fn explain(out: &mut String, document: &Document, event: &Event, number: usize) {
    let text = &document.page.text;
    let act = event.act.map(|act| format!(" with the act {act} to come")).unwrap_or_default();
    let _ = writeln!(out, "event {number}: {}{act}, {}", event.category, event.status);
    let rule = &event.decided_by;
    let _ = writeln!(out, "  word      {:?}", event.trigger.of(text));
    // The files of a user's folder are called by their paths, the shipped ones `frames/…`.
    let shipped = if rule.file.starts_with("frames/") { "lexicon/" } else { "" };
    let stands = if rule.line == 0 {
        "a rule of the coder".to_owned()
    } else {
        format!("{shipped}{}, line {}", rule.file, rule.line)
    };
    let _ = writeln!(out, "  frame     {}   ({stands})", rule.pattern);
    side(out, "actor", &event.actors);
    side(out, "recipient", &event.recipients);
    date(out, text, "date", &event.date);
    if event.act.is_some() {
        date(out, text, "act date", &event.act_date);
    }
    if let Some(place) = &event.place {
        let id = place.geonameid.map(|id| format!(", GeoNames {id}")).unwrap_or_default();
        let _ = writeln!(out, "  place     {:?} is {}{id}", place.span.of(text), place.name);
    }
    if let Some(sentence) = document.reading.sentence_at(event.trigger.start) {
        let _ = writeln!(out, "  sentence  {}", one_line(sentence.span, text));
        tree(out, sentence, event.trigger);
    }
    for &span in event.evidence.iter().filter(|span| !span.contains(event.trigger)) {
        let _ = writeln!(out, "  also      {}", one_line(span, text));
    }
    out.push('\n');
}

fn one_line(span: Span, text: &str) -> String {
    span.of(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn side(out: &mut String, name: &str, parties: &[Party]) {
    for party in parties {
        let _ = writeln!(out, "  {name:<9} {:?} is {}", party.text, table::party(party));
        for reason in &party.why {
            let _ = writeln!(out, "            by {reason}");
        }
    }
}

fn date(out: &mut String, text: &str, name: &str, dated: &Dated) {
    let Dated { date, end, precision, text: words } = dated;
    let day = date.as_deref().unwrap_or("not known");
    let end = end.as_deref().map(|end| format!(" to {end}")).unwrap_or_default();
    let how = precision.map_or("unknown", |p| p.as_str());
    let from = words.map(|span| format!(", from {:?}", span.of(text))).unwrap_or_default();
    let _ = writeln!(out, "  {name:<9} {day}{end} ({how}{from})");
}

/// The dependency tree, a word a line, each below its governor; the event's word is marked.
fn tree(out: &mut String, sentence: &Sentence, trigger: Span) {
    let Some(root) = sentence.root() else { return };
    let mut open = vec![(root, 0)];
    while let Some((word, depth)) = open.pop() {
        let own = &sentence.words[word];
        let mark = if own.span == trigger { "  ← event" } else { "" };
        let _ = writeln!(out, "            {}{} [{} {}]{mark}", "  ".repeat(depth), own.form, own.deprel, own.xpos);
        open.extend(sentence.children(word).rev().map(|child| (child, depth + 1)));
    }
}
