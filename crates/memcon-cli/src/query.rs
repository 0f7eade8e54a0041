//! `memcon query`: events, counts and SQL out of a record.

use std::io::{IsTerminal as _, Write};
use std::ops::ControlFlow;

use memcon_store::query::{Cell, Count, Filter, Found, Grouping, Period, Unit};
use memcon_store::{Error, Store};

use crate::args::{By, Form, Per, Query};
use crate::diff::{modes, parties};
use crate::{End, output};

/// Runs the command.
pub fn run(arguments: &Query) -> End {
    let store = match Store::open(&arguments.record) {
        Ok(store) => store,
        Err(error) => return End::Misused(error.to_string()),
    };
    let mut out = standard_output(arguments.format);
    let grouping =
        Grouping { period: arguments.by.map(period), unit: arguments.per.map(unit), category: arguments.by_category };
    let asked = if let Some(sql) = &arguments.sql {
        ask_sql(&store, sql, &mut out)
    } else if grouping == Grouping::default() && !arguments.count {
        ask_events(&store, arguments, &mut out)
    } else {
        ask_counts(&store, &filter(arguments), grouping, &mut out)
    };
    match asked {
        Ok(()) => out.end(),
        Err(error) => End::Misused(error.to_string()),
    }
}

/// A period as the record takes it.
pub fn period(by: By) -> Period {
    match by {
        By::Day => Period::Day,
        By::Week => Period::Week,
        By::Month => Period::Month,
        By::Year => Period::Year,
    }
}

fn unit(per: Per) -> Unit {
    match per {
        Per::Dyad => Unit::Dyad,
        Per::Actor => Unit::Actor,
        Per::Recipient => Unit::Recipient,
    }
}

fn filter(arguments: &Query) -> Filter {
    Filter {
        actor: arguments.actor.clone(),
        recipient: arguments.recipient.clone(),
        party: arguments.party.clone(),
        dyad: arguments.dyad.clone(),
        country: arguments.country.clone(),
        sector: arguments.sector.clone(),
        categories: arguments.category.iter().map(ToString::to_string).collect(),
        mode: arguments.mode.map(|mode| mode.to_string()),
        statuses: arguments.status.iter().map(ToString::to_string).collect(),
        context: arguments.context.map(|context| context.to_string()),
        from: arguments.from.clone(),
        to: arguments.to.clone(),
        place: arguments.place.clone(),
        near: arguments.near,
        text: arguments.text.clone(),
        core: arguments.core,
        decided_by: arguments.decided_by.clone(),
        confidence: arguments.confidence,
        sources: arguments.sources,
    }
}

fn ask_events(store: &Store, arguments: &Query, out: &mut Out<impl Write>) -> Result<(), Error> {
    store.events(&filter(arguments), arguments.limit, |found| {
        let written = match out.form {
            Form::Jsonl => out.json(&found),
            Form::Table => out.line(&block(&found)),
            Form::Csv => out.cells(&Found::COLUMNS, &found.cells()),
        };
        if written { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })
}

/// An event for people, over a few lines.
fn block(found: &Found) -> String {
    let event = &found.event;
    let act = event.act.as_ref().map(|act| format!(" ({act})")).unwrap_or_default();
    let modes = modes(event);
    let mut lines = vec![
        format!("{:<10}  {}{act}{modes}, {}", event.date.as_deref().unwrap_or("no date"), event.event, event.status),
        parties(event),
    ];
    if let Some(place) = &event.place {
        lines.push(format!(
            "in {}{}",
            place.name,
            place.country.as_ref().map(|c| format!(" ({c})")).unwrap_or_default()
        ));
    }
    if let Some(evidence) = event.evidence.first() {
        lines.push(format!("“{}”", evidence.text.split_whitespace().collect::<Vec<_>>().join(" ")));
    }
    for conflict in &found.conflicts {
        lines.push(format!("{} {} says {}", conflict.attribute, conflict.value, conflict.said_by));
    }
    for outcome in &found.outcomes {
        lines.push(if outcome.is == "plan" {
            format!("planned by {}", outcome.unique)
        } else {
            format!("{}: {}", outcome.is, outcome.unique)
        });
    }
    let report = &found.report;
    let from = report.url.as_ref().unwrap_or(&report.document);
    let others = if found.stories > 1 { format!(" and {} more", found.stories - 1) } else { String::new() };
    lines.push(format!("{from}{others}  [{}]", found.unique));
    lines.join("\n            ") + "\n"
}

fn ask_counts(store: &Store, filter: &Filter, by: Grouping, out: &mut Out<impl Write>) -> Result<(), Error> {
    for count in store.count(filter, by)? {
        let written = if out.form == Form::Jsonl {
            out.json(&count)
        } else {
            let (head, cells): (Vec<&str>, Vec<String>) = cells(&count).into_iter().unzip();
            out.cells(&head, &cells)
        };
        if !written {
            break;
        }
    }
    Ok(())
}

fn cells(count: &Count) -> Vec<(&'static str, String)> {
    let keys = [
        ("period", &count.period),
        ("actor", &count.actor),
        ("recipient", &count.recipient),
        ("category", &count.category),
    ];
    let keys = keys.into_iter().filter_map(|(name, key)| key.clone().map(|key| (name, key)));
    keys.chain([("events", count.events.to_string()), ("mean_score", count.mean_score.to_string())]).collect()
}

fn ask_sql(store: &Store, sql: &str, out: &mut Out<impl Write>) -> Result<(), Error> {
    store.sql(sql, |names, row| {
        if out.form == Form::Jsonl {
            let fields = names.iter().cloned().zip(row.iter().map(json));
            return out.json(&fields.collect::<serde_json::Map<_, _>>());
        }
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        out.cells(&names, &row.iter().map(plain).collect::<Vec<_>>())
    })
}

fn plain(cell: &Cell) -> String {
    match cell {
        Cell::Null => String::new(),
        Cell::Integer(number) => number.to_string(),
        Cell::Real(number) => number.to_string(),
        Cell::Text(text) => text.clone(),
        Cell::Blob(bytes) => bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}")),
    }
}

fn json(cell: &Cell) -> serde_json::Value {
    match cell {
        Cell::Null => serde_json::Value::Null,
        Cell::Integer(number) => (*number).into(),
        Cell::Real(number) => (*number).into(),
        other => plain(other).into(),
    }
}

/// Where rows go, in one of the forms.
pub struct Out<W> {
    to: W,
    pub form: Form,
    /// The names of columns that were written last.
    head: Vec<String>,
    failed: Option<std::io::Error>,
}

/// Standard output, in the form that was asked for.
pub fn standard_output(form: Option<Form>) -> Out<impl Write> {
    let form = form.unwrap_or(if std::io::stdout().is_terminal() { Form::Table } else { Form::Jsonl });
    Out { to: std::io::BufWriter::new(std::io::stdout().lock()), form, head: Vec::new(), failed: None }
}

impl<W: Write> Out<W> {
    /// How the command ends that wrote to it.
    pub fn end(mut self) -> End {
        output::end(self.failed.take().map_or_else(|| self.to.flush(), Err), End::Well)
    }

    /// A JSON object on a line; whether it was written.
    pub fn json(&mut self, row: &impl serde::Serialize) -> bool {
        let text = serde_json::to_string(row).unwrap_or_default();
        self.line(&text)
    }

    /// Cells, under the names of their columns where these are new: parted by commas, or for people by wide gaps.
    pub fn cells(&mut self, head: &[&str], cells: &[String]) -> bool {
        if self.head != head {
            self.head = head.iter().map(ToString::to_string).collect();
            let names = self.head.clone();
            if !self.row(&names) {
                return false;
            }
        }
        self.row(cells)
    }

    fn row(&mut self, cells: &[String]) -> bool {
        let text = if self.form == Form::Csv {
            cells.iter().map(|cell| quoted(cell)).collect::<Vec<_>>().join(",")
        } else {
            cells.iter().map(|cell| format!("{cell:<12}")).collect::<Vec<_>>().join("  ").trim_end().to_owned()
        };
        self.line(&text)
    }

    /// A line of text; whether it was written.
    pub fn line(&mut self, text: &str) -> bool {
        self.failed = writeln!(self.to, "{text}").err();
        self.failed.is_none()
    }
}

/// A cell as RFC 4180 has it.
fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
}
