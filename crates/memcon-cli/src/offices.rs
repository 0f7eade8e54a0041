//! `memcon offices`: who held what on a day, with the stories that say so.

use memcon_store::offices::{Holder, OfficeFilter};
use memcon_store::{Error, Store};
use serde_json::Value;

use crate::End;
use crate::args::{Form, Offices};
use crate::panel::write;
use crate::query::standard_output;

/// Runs the command.
pub fn run(arguments: &Offices) -> End {
    match offices(arguments) {
        Ok(end) => end,
        Err(error) => End::Misused(error.to_string()),
    }
}

fn offices(arguments: &Offices) -> Result<End, Error> {
    let store = Store::open(&arguments.record)?;
    let filter = OfficeFilter {
        date: arguments.date.map(|date| date.to_string()),
        country: arguments.country.as_ref().map(|code| code.to_uppercase()),
        person: arguments.person.clone(),
        office: arguments.office.clone(),
    };
    let mut out = standard_output(arguments.format);
    for holder in store.holders(&filter)? {
        let written = match out.form {
            Form::Jsonl => out.json(&holder),
            _ => write(&mut out, columns(&holder)),
        };
        if !written {
            break;
        }
    }
    Ok(out.end())
}

fn columns(holder: &Holder) -> Vec<(&'static str, Value)> {
    let standing = serde_json::to_value(holder.standing).unwrap_or_default();
    vec![
        ("country", holder.country.clone().into()),
        ("office", holder.office.clone().into()),
        ("of", holder.of.clone().into()),
        ("accredited_to", holder.accredited_to.clone().into()),
        ("person", holder.person.clone().into()),
        ("standing", standing),
        ("acting", holder.acting.into()),
        ("first", holder.first.clone().into()),
        ("last", holder.last.clone().into()),
        ("former", holder.former.clone().into()),
        ("stories", holder.sources.len().into()),
        ("source", holder.sources.last().map(|source| source.source.clone()).into()),
    ]
}
