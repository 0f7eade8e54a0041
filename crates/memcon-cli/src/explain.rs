//! `memcon explain`: how each event was coded, and why a sentence made none.

use memcon::explain::Account;
use memcon::inputs::{Inputs, One};

use crate::args::Explain;
use crate::{End, code, output};

/// Runs the command.
pub fn run(arguments: &Explain) -> End {
    let options = arguments.reading.options();
    let memcon = match code::set_up(arguments.by.reader, arguments.lexicon.as_deref()) {
        Ok(memcon) => memcon.with_bounds(&options.bounds).with_least_confidence(arguments.sureness.min_confidence),
        Err(message) => return End::Misused(message),
    };
    let document = Inputs::one(&arguments.input, options).and_then(|One { name, page, notes }| {
        for note in notes {
            eprintln!("memcon: {note}");
        }
        code::code(&memcon, page, &name, arguments.date)
    });
    let document = match document {
        Ok(document) => document,
        Err(message) => {
            eprintln!("memcon: {message}");
            return End::SomeFailed;
        }
    };
    let account = Account::new(&memcon, &document);
    let (events, sentences) = (document.events.len(), document.reading.sentences.len());
    let input = arguments.input.display();
    match (arguments.event, arguments.sentence) {
        (Some(number), _) if !(1..=events).contains(&number) => {
            End::Misused(format!("{input}: no event {number}; {}", numbers("event", events)))
        }
        (_, Some(number)) if !(1..=sentences).contains(&number) => {
            End::Misused(format!("{input}: no sentence {number}; {}", numbers("sentence", sentences)))
        }
        (Some(number), _) => output::print(&account.one_event(number - 1)),
        (_, Some(number)) => output::print(&account.one_sentence(number - 1)),
        (None, None) => output::print(&account.whole()),
    }
}

/// Which numbers events or sentences have.
fn numbers(what: &str, count: usize) -> String {
    match count {
        0 => format!("no {what} was found in it"),
        1 => format!("its only {what} is 1"),
        _ => format!("its {what}s are numbered from 1 to {count}"),
    }
}
