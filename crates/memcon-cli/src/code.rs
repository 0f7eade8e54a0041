//! `memcon code`: pages in, events out.

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal as _, Write};
use std::path::Path;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use jiff::civil::Date;
use memcon::intake::{NoteKind, Page};
use memcon::reading::{Model, Reader};
use memcon::{Document, Lexicon, Memcon, json};
use memcon_exchange::{Exporter, Format as Exchange};
use memcon_store::{ContentHash, Exported, Ingest, Run as Coder};

use crate::args::{Code, Format};
use crate::inputs::{Input, Inputs};
use crate::{End, export, guard, ordered, output, table};

/// Runs the command.
pub fn run(arguments: &Code) -> End {
    let options = arguments.reading.options();
    let memcon = match set_up(arguments.by.reader, arguments.lexicon.as_deref()) {
        Ok(memcon) => memcon.with_bounds(&options.bounds).with_least_confidence(arguments.sureness.min_confidence),
        Err(message) => return End::Misused(message),
    };
    let on_terminal = arguments.out.is_none() && io::stdout().is_terminal();
    let format = arguments.format.unwrap_or(if on_terminal { Format::Table } else { Format::Jsonl });
    let mut out = match Out::of(arguments, format) {
        Ok(out) => out,
        Err(message) => return End::Misused(message),
    };
    let inputs = Inputs::new(&arguments.inputs, options);
    let bar = progress(inputs.files(), "files", arguments.quiet || on_terminal);
    let jobs = arguments.jobs.map_or_else(cores, usize::from);
    let mut run = Run { strict: arguments.strict, ..Run::default() };
    let work = |input: Input| Coded::of(&memcon, input, arguments, format);
    ordered::run(|take| inputs.each(take), jobs, work, |coded| run.take(coded, &mut out, &bar));
    bar.finish_and_clear();
    // The program ends: to free the lexicon piece by piece would take longer than to code a sentence.
    std::mem::forget(memcon);
    run.end(out.finish())
}

/// The coder with the reader and the lexicon that the user asked for; weights and lexicon are loaded side by side.
pub fn set_up(model: Model, folder: Option<&Path>) -> Result<Memcon, String> {
    std::thread::scope(|scope| {
        let reader = std::thread::Builder::new().spawn_scoped(scope, move || Reader::shared(model));
        let lexicon = lexicon(folder)?;
        let reader = match reader {
            Ok(thread) => thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
            Err(_) => Reader::shared(model),
        };
        Ok(Memcon::of(reader.map_err(|e| e.to_string())?, lexicon))
    })
}

/// The lexicon that the user asked for; what is odd about it is said.
pub fn lexicon(folder: Option<&Path>) -> Result<Lexicon, String> {
    let lexicon = folder.map_or_else(Lexicon::shipped, Lexicon::with_folder).map_err(|e| e.to_string())?;
    for note in &lexicon.notes {
        eprintln!("memcon: {note}");
    }
    Ok(lexicon)
}

/// Codes a page. A panic in it is an error like another; all errors name the input.
pub fn code(memcon: &Memcon, page: Page, name: &str, date: Option<Date>) -> Result<Document, String> {
    match guard::run(|| memcon.code(page, date)) {
        Ok(Ok(document)) => Ok(document),
        Ok(Err(error)) => Err(format!("{name}: {error}")),
        Err(message) => Err(format!("{name}: {message}")),
    }
}

/// The form of others that is asked for, if it is one.
fn exchange(format: Format) -> Option<Exchange> {
    match format {
        Format::Table | Format::Jsonl => None,
        Format::Plover => Some(Exchange::Plover),
        Format::Polecat => Some(Exchange::Polecat),
        Format::Csv => Some(Exchange::Csv),
        Format::Parquet => Some(Exchange::Parquet),
        Format::Geojson => Some(Exchange::Geojson),
    }
}

/// Where the output goes.
enum Out {
    /// As it is.
    Text(Box<dyn Write>),
    /// Event by event, in the form of others.
    Events(Box<Exporter>, Exchange),
}

impl Out {
    fn of(arguments: &Code, format: Format) -> Result<Self, String> {
        let path = arguments.out.as_deref();
        if let Some(format) = exchange(format) {
            let exporter = export::begin(format, path, arguments.no_text, arguments.how)?;
            return Ok(Self::Events(Box::new(exporter), format));
        }
        Ok(Self::Text(match path {
            Some(path) => {
                let file = File::create(path).map_err(|error| export::unwritable(path, &error))?;
                Box::new(BufWriter::new(file))
            }
            None => Box::new(BufWriter::new(io::stdout())),
        }))
    }

    fn write(&mut self, output: Output) -> io::Result<()> {
        match (self, output) {
            (Self::Text(to), Output::Text(text)) => to.write_all(text.as_bytes()),
            (Self::Events(to, _), Output::Events(events)) => events.into_iter().try_for_each(|event| to.write(event)),
            // Both follow from the format.
            _ => Ok(()),
        }
    }

    fn finish(self) -> io::Result<()> {
        match self {
            Self::Text(mut to) => to.flush(),
            Self::Events(to, format) => to.finish().map(|tally| export::say(&tally, format)),
        }
    }
}

/// What is written of an input.
enum Output {
    /// Lines.
    Text(String),
    /// Events.
    Events(Vec<Exported>),
}

/// What became of one input.
struct Coded {
    /// Its output, or why there is none.
    output: Result<Output, String>,
    /// What was wrong with it without keeping it from being coded.
    warnings: Vec<String>,
    events: usize,
    /// Whether it is the last of its file.
    last: bool,
}

impl Coded {
    fn of(memcon: &Memcon, input: Input, arguments: &Code, format: Format) -> Self {
        let Input { name, page, last, notes } = input;
        let hash = page.as_ref().ok().filter(|_| exchange(format).is_some()).map(ContentHash::of);
        match page.and_then(|page| code(memcon, page, &name, arguments.date)) {
            Ok(document) => Self {
                output: match hash {
                    Some(hash) => exported(&document, hash, &name).map(Output::Events),
                    None => written(&document, &name, !arguments.no_text, format).map(Output::Text),
                },
                warnings: warnings(&document, &name).into_iter().chain(notes).collect(),
                events: document.events.len(),
                last,
            },
            Err(message) => Self { output: Err(message), warnings: notes, events: 0, last },
        }
    }
}

/// The notes of a page that speak of damage: what was cut, repaired, ignored, or read by other means.
pub fn warnings(document: &Document, name: &str) -> Vec<String> {
    let damage = document.page.notes.iter().filter(|note| note.kind != NoteKind::LeftOut);
    damage.map(|note| format!("{name}: {}", note.message)).collect()
}

fn written(document: &Document, name: &str, with_text: bool, format: Format) -> Result<String, String> {
    if format == Format::Table {
        return Ok(table::document(document, name));
    }
    let line = json::line(document, name, with_text).map_err(|e| format!("{name}: {e}"))?;
    Ok(line + "\n")
}

/// The events of a document as they would be in a record of this document alone.
fn exported(document: &Document, hash: ContentHash, name: &str) -> Result<Vec<Exported>, String> {
    let program = format!("memcon {}", env!("CARGO_PKG_VERSION"));
    let coder = Coder { program, model: String::new(), lexicon: String::new(), options: String::new() };
    let ingest = guard::run(|| Ingest::of(document, hash, name))?.map_err(|error| format!("{name}: {error}"))?;
    Ok(Exported::of(&ingest, &coder))
}

/// How far a run has come.
#[derive(Default)]
struct Run {
    strict: bool,
    documents: usize,
    events: usize,
    failed: bool,
    broken: Option<std::io::Error>,
}

impl Run {
    /// Writes what became of an input; whether to go on.
    fn take(&mut self, coded: Coded, out: &mut Out, bar: &ProgressBar) -> bool {
        self.documents += 1;
        self.events += coded.events;
        bar.set_message(format!("{} documents, {} events", self.documents, self.events));
        bar.inc(u64::from(coded.last));
        for warning in coded.warnings {
            bar.suspend(|| eprintln!("memcon: {warning}"));
        }
        match coded.output {
            Ok(output) => {
                self.broken = out.write(output).err();
                self.broken.is_none()
            }
            Err(message) => {
                self.failed = true;
                bar.suspend(|| eprintln!("memcon: {message}"));
                !self.strict
            }
        }
    }

    fn end(self, flushed: std::io::Result<()>) -> End {
        let otherwise = if self.failed { End::SomeFailed } else { End::Well };
        output::end(self.broken.map_or(flushed, Err), otherwise)
    }
}

/// As many jobs as keep the machine busy.
pub fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// A line on standard error for long work on so many `units`; nothing for what is done at once or not watched.
pub fn progress(count: usize, units: &str, silent: bool) -> ProgressBar {
    if silent || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = format!("{{wide_bar}} {{pos}}/{{len}} {units}, {{msg}}, {{elapsed}}, {{eta}} to go");
    let bar = ProgressBar::new(count as u64);
    bar.set_style(ProgressStyle::with_template(&style).unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar.enable_steady_tick(Duration::from_millis(250));
    bar
}
