//! `memcon diff`: what recoding changed in a record, or what differs between two.

use std::fmt::Write as _;

use memcon_store::diff::{Difference, DocumentDifference};
use memcon_store::record::{Event, Party};
use memcon_store::{Error, Store};

use crate::args::Diff;
use crate::{End, output};

/// Runs the command.
pub fn run(arguments: &Diff) -> End {
    match text(arguments) {
        Ok(text) => output::print(&text),
        Err(error) => End::Misused(error.to_string()),
    }
}

fn text(arguments: &Diff) -> Result<String, Error> {
    let store = Store::open(&arguments.record)?;
    let Some(other) = &arguments.other else {
        let changes = store.changes()?;
        let nothing = "recoding has changed nothing\n";
        return Ok(documents(&changes, arguments.json, nothing));
    };
    let found = store.differences(&Store::open(other)?)?;
    if arguments.json {
        return Ok(serde_json::to_string(&found).unwrap_or_default() + "\n");
    }
    let mut text =
        format!("{} documents in both records, {} of them coded otherwise\n", found.common, found.documents.len());
    for (names, record) in [(&found.only_before, &arguments.record), (&found.only_after, other)] {
        for name in names {
            let _ = writeln!(text, "only in {}: {name}", record.display());
        }
    }
    Ok(text + &documents(&found.documents, false, ""))
}

fn documents(found: &[DocumentDifference], json: bool, nothing: &str) -> String {
    if json {
        let lines = found.iter().map(|document| serde_json::to_string(document).unwrap_or_default() + "\n");
        return lines.collect();
    }
    if found.is_empty() {
        return nothing.to_owned();
    }
    let mut text = String::new();
    for document in found {
        let _ = writeln!(text, "\n{}", document.document);
        for difference in &document.events {
            write(&mut text, difference);
        }
    }
    text
}

/// A line with - for what was, one with + for what is, and the names of the fields that differ.
fn write(text: &mut String, difference: &Difference) {
    for (sign, event) in [('-', &difference.before), ('+', &difference.after)] {
        if let Some(event) = event {
            let _ = writeln!(text, "{sign} {}", one_line(event));
        }
    }
    let fields = difference.fields();
    if !fields.is_empty() {
        let _ = writeln!(text, "  differs in {}", fields.join(", "));
    }
    let evidence = difference.after.as_ref().or(difference.before.as_ref()).and_then(|event| event.evidence.first());
    if let Some(evidence) = evidence {
        let _ = writeln!(text, "  “{}”", evidence.text.split_whitespace().collect::<Vec<_>>().join(" "));
    }
}

/// "2025-03-14 AGREE to CONSULT planned: Norway → Kenya (lexicon frames/agree.txt:12 …)".
fn one_line(event: &Event) -> String {
    let act = event.act.as_ref().map(|act| format!(" to {act}")).unwrap_or_default();
    let modes = modes(event);
    let date = event.date.as_deref().unwrap_or("no date");
    format!("{date} {}{act}{modes} {}: {} ({})", event.event, event.status, parties(event), event.decided_by)
}

/// The modes, each after a space.
pub fn modes(event: &Event) -> String {
    event.mode.iter().flat_map(|mode| [" ", mode.as_str()]).collect()
}

/// Who to whom.
pub fn parties(event: &Event) -> String {
    let side = |parties: &[Party]| parties.iter().map(party).collect::<Vec<_>>().join(" + ");
    if event.recipients.is_empty() {
        return side(&event.actors);
    }
    format!("{} → {}", side(&event.actors), side(&event.recipients))
}

fn party(party: &Party) -> String {
    let name = party.name.as_deref().unwrap_or(&party.text);
    let name = if name.is_empty() { "not named" } else { name };
    let code: Vec<&str> = party.country.as_deref().into_iter().chain(party.sector.as_deref()).collect();
    if code.is_empty() { name.to_owned() } else { format!("{name} ({})", code.join(" ")) }
}
