//! `memcon panel`: counts by unit and period, with what was read.

use std::io::Write;

use memcon_lexicon::Category;
use memcon_store::panel::{LeftOut, PanelQuery, PanelRow, PanelUnit, Read};
use memcon_store::query::{Filter, Period};
use memcon_store::{Error, Store};
use serde_json::{Map, Value};

use crate::End;
use crate::args::{Form, Panel, Unit};
use crate::query::{Out, period, standard_output};

/// Runs the command.
pub fn run(arguments: &Panel) -> End {
    match panel(arguments) {
        Ok(end) => end,
        Err(error) => End::Misused(error.to_string()),
    }
}

fn panel(arguments: &Panel) -> Result<End, Error> {
    let store = Store::open(&arguments.record)?;
    let by = period(arguments.by);
    let mut out = standard_output(arguments.format);
    if arguments.denominators {
        let reading = store.reading(by)?;
        for (slot, publisher, read) in reading.rows(by) {
            let Read { stories, copies, .. } = read;
            let row = vec![
                ("period", slot.name(by).into()),
                ("publisher", publisher.into()),
                ("stories", stories.into()),
                ("copies", copies.into()),
            ];
            if !write(&mut out, row) {
                break;
            }
        }
        if reading.vague > 0 {
            eprintln!("memcon: {} stories are in no period: their day of publication is not known", reading.vague);
        }
        return Ok(out.end());
    }
    let query = PanelQuery {
        unit: unit(arguments.unit),
        by,
        from: arguments.from.clone(),
        to: arguments.to.clone(),
        countries: arguments.countries.iter().map(|code| code.to_uppercase()).collect(),
        filter: Filter { core: arguments.core, ..Filter::default() },
        statuses: arguments.status.iter().map(ToString::to_string).collect(),
    };
    let panel = store.panel(&query)?;
    panel.rows(|row| write(&mut out, columns(&row, by)));
    report(&panel.left_out);
    Ok(out.end())
}

fn unit(unit: Unit) -> PanelUnit {
    match unit {
        Unit::Dyad => PanelUnit::Dyad,
        Unit::UndirectedDyad => PanelUnit::UndirectedDyad,
        Unit::Country => PanelUnit::Country,
        Unit::Actor => PanelUnit::Actor,
        Unit::Recipient => PanelUnit::Recipient,
    }
}

/// Says what no row counts.
fn report(left_out: &LeftOut) {
    let mut parts: Vec<String> = left_out.statuses.iter().map(|(status, n)| format!("{n} {status}")).collect();
    for (count, why) in [
        (left_out.vague, "without a date as exact as the period"),
        (left_out.unplaced, "without the countries that the unit needs"),
    ] {
        if count > 0 {
            parts.push(format!("{count} {why}"));
        }
    }
    if !parts.is_empty() {
        eprintln!("memcon: events that no row counts: {}", parts.join(", "));
    }
}

fn columns(row: &PanelRow, by: Period) -> Vec<(&'static str, Value)> {
    let mut columns = Vec::new();
    let names = if row.b.is_some() {
        [
            ["actor", "actor_name", "actor_cow", "actor_gw"],
            ["recipient", "recipient_name", "recipient_cow", "recipient_gw"],
        ]
    } else {
        [["country", "name", "cow", "gw"]; 2]
    };
    for (state, [code, name, cow, gw]) in [Some(&row.a), row.b.as_ref()].into_iter().flatten().zip(names) {
        columns.push((code, state.code.clone().into()));
        columns.push((name, state.name.clone().into()));
        columns.push((cow, state.cow.into()));
        columns.push((gw, state.gw.into()));
    }
    columns.push(("period", row.period.name(by).into()));
    columns.push(("events", row.counts.events.into()));
    columns.push(("mean_score", row.counts.mean_score().into()));
    let quads = ["verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict"];
    columns.extend(quads.into_iter().zip(row.counts.quads().map(Value::from)));
    let categories = Category::ALL.iter().map(|category| category.as_str());
    columns.extend(categories.zip(row.counts.categories.map(Value::from)));
    let Read { stories, copies, publishers } = row.read;
    columns.extend([("stories", stories.into()), ("copies", copies.into()), ("publishers", publishers.into())]);
    columns
}

/// Writes a row of named values; whether it was written.
pub fn write(out: &mut Out<impl Write>, row: Vec<(&'static str, Value)>) -> bool {
    if out.form == Form::Jsonl {
        return out.json(&row.into_iter().map(|(name, value)| (name.to_owned(), value)).collect::<Map<_, _>>());
    }
    let plain = |value: Value| match value {
        Value::Null => String::new(),
        Value::String(text) => text,
        other => other.to_string(),
    };
    let (head, cells): (Vec<&str>, Vec<String>) = row.into_iter().map(|(name, value)| (name, plain(value))).unzip();
    out.cells(&head, &cells)
}
