//! `memcon page`: what intake makes of a page.

use memcon::intake::Page;
use memcon::json::Characters;
use memcon::{DateEvidence, Span};
use serde_json::{Value, json};

use crate::args::PageCommand;
use crate::inputs::Inputs;
use crate::{End, output};

/// Runs the command.
pub fn run(arguments: &PageCommand) -> End {
    match Inputs::one(&arguments.input) {
        Ok((_, page)) => output::print(&format!("{}\n", view(&page))),
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
        json!({ "title": story.title, "start": start, "end": end, "dates": dates(&story.dates) })
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
        "notes": page.notes.iter().map(|n| json!({ "kind": n.kind.as_str(), "message": n.message })).collect::<Vec<_>>(),
    })
}

fn dates(evidence: &[DateEvidence]) -> Vec<Value> {
    let date = |e: &DateEvidence| json!({ "date": e.date.to_string(), "source": e.source.as_str(), "text": e.text, "updated": e.updated });
    evidence.iter().map(date).collect()
}
