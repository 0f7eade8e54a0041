//! `memcon export`: the events of a record in the forms that others use.

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal as _, Write};
use std::ops::ControlFlow;
use std::path::Path;

use memcon_exchange::{Exporter, Format, Options, Tally, document_line};
use memcon_store::Store;
use memcon_store::query::Filter;

use crate::args::{Export, ExportFormat, Written};
use crate::query::filter;
use crate::{End, output};

/// Runs the command.
pub fn run(arguments: &Export) -> End {
    let store = match Store::open(&arguments.record) {
        Ok(store) => store,
        Err(error) => return End::Misused(error.to_string()),
    };
    let filter = filter(&arguments.filters);
    let written = match format(arguments.format) {
        Some(format) => events(&store, &filter, arguments, format),
        None => documents(&store, &filter, arguments),
    };
    match written {
        Ok(written) => output::end(written, End::Well),
        Err(message) => End::Misused(message),
    }
}

/// The form of others that is asked for, if it is one.
fn format(format: ExportFormat) -> Option<Format> {
    match format {
        ExportFormat::Jsonl => None,
        ExportFormat::Plover => Some(Format::Plover),
        ExportFormat::Polecat => Some(Format::Polecat),
        ExportFormat::Csv => Some(Format::Csv),
        ExportFormat::Parquet => Some(Format::Parquet),
        ExportFormat::Geojson => Some(Format::Geojson),
        ExportFormat::Graphml => Some(Format::Graphml),
    }
}

/// An output in one of the forms of others.
pub fn begin(format: Format, path: Option<&Path>, no_text: bool, how: Written) -> Result<Exporter, String> {
    if format == Format::Parquet && path.is_none() && io::stdout().is_terminal() {
        return Err("Parquet is not for a terminal: give --out FILE.parquet or a folder".to_owned());
    }
    let options = Options { no_text, all_statuses: how.all_statuses, fill_dates: how.fill_dates };
    Exporter::to(format, path, options).map_err(|error| match path {
        Some(path) => unwritable(path, &error),
        None => format!("the output cannot be written: {error}"),
    })
}

/// What is said of a path that cannot be written.
pub fn unwritable(path: &Path, error: &io::Error) -> String {
    format!("{}: cannot be written: {error}", path.display())
}

/// Says what was left out.
pub fn say(tally: &Tally, format: Format) {
    for line in tally.said(format) {
        eprintln!("memcon: {line}");
    }
}

/// Whether all was written; or what is wrong with what was asked.
type Outcome = Result<io::Result<()>, String>;

fn events(store: &Store, filter: &Filter, arguments: &Export, format: Format) -> Outcome {
    let mut exporter = begin(format, arguments.out.as_deref(), arguments.no_text, arguments.how)?;
    let mut written = Ok(());
    let asked = store.export(filter, |exported| {
        written = exporter.write(exported);
        go_on(&written)
    });
    asked.map_err(|error| error.to_string())?;
    // An archive of all says what was read and gave no event.
    if written.is_ok() && format == Format::Csv && *filter == Filter::default() {
        let asked = store.stories(|story| {
            written = exporter.write_story(&story);
            go_on(&written)
        });
        asked.map_err(|error| error.to_string())?;
    }
    Ok(written.and_then(|()| exporter.finish()).map(|tally| say(&tally, format)))
}

fn documents(store: &Store, filter: &Filter, arguments: &Export) -> Outcome {
    let mut to: Box<dyn Write> = match arguments.out.as_deref() {
        Some(path) => Box::new(BufWriter::new(File::create(path).map_err(|error| unwritable(path, &error))?)),
        None => Box::new(BufWriter::new(io::stdout())),
    };
    let mut written = Ok(());
    let asked = store.kept(filter, |kept| {
        let line = document_line(&kept, !arguments.no_text).map_err(io::Error::other);
        written = line.and_then(|line| writeln!(to, "{line}"));
        go_on(&written)
    });
    asked.map_err(|error| error.to_string())?;
    Ok(written.and_then(|()| to.flush()))
}

fn go_on(written: &io::Result<()>) -> ControlFlow<()> {
    if written.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
}
