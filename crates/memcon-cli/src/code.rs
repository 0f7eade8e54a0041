//! `memcon code`: pages in, events out.

use std::fs::File;
use std::io::{BufWriter, IsTerminal as _, Write};
use std::path::Path;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use jiff::civil::Date;
use memcon::intake::{NoteKind, Page};
use memcon::{Document, Lexicon, Memcon, json};

use crate::args::{Code, Format};
use crate::inputs::{Input, Inputs};
use crate::{End, guard, ordered, output, table};

/// Runs the command.
pub fn run(arguments: &Code) -> End {
    let options = arguments.reading.options();
    let memcon = match set_up(arguments.lexicon.as_deref()) {
        Ok(memcon) => memcon.with_bounds(&options.bounds).with_least_confidence(arguments.sureness.min_confidence),
        Err(message) => return End::Misused(message),
    };
    let mut out: Box<dyn Write> = match &arguments.out {
        Some(path) => match File::create(path) {
            Ok(file) => Box::new(BufWriter::new(file)),
            Err(error) => return End::Misused(format!("{}: cannot be written: {error}", path.display())),
        },
        None => Box::new(BufWriter::new(std::io::stdout())),
    };
    let on_terminal = arguments.out.is_none() && std::io::stdout().is_terminal();
    let format = arguments.format.unwrap_or(if on_terminal { Format::Table } else { Format::Jsonl });
    let inputs = Inputs::new(&arguments.inputs, options);
    let bar = progress(inputs.files(), "files", arguments.quiet || on_terminal);
    let jobs = arguments.jobs.map_or_else(cores, usize::from);
    let mut run = Run { strict: arguments.strict, ..Run::default() };
    let work = |input: Input| Coded::of(&memcon, input, arguments, format);
    ordered::run(|take| inputs.each(take), jobs, work, |coded| run.take(coded, &mut out, &bar));
    bar.finish_and_clear();
    run.end(out.flush())
}

/// The coder with the lexicon that the user asked for.
pub fn set_up(folder: Option<&Path>) -> Result<Memcon, String> {
    Memcon::with_lexicon(lexicon(folder)?).map_err(|e| e.to_string())
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

/// What became of one input.
struct Coded {
    /// Its lines of output, or why there are none.
    output: Result<String, String>,
    /// What was wrong with it without keeping it from being coded.
    warnings: Vec<String>,
    events: usize,
    /// Whether it is the last of its file.
    last: bool,
}

impl Coded {
    fn of(memcon: &Memcon, input: Input, arguments: &Code, format: Format) -> Self {
        let Input { name, page, last, notes } = input;
        match page.and_then(|page| code(memcon, page, &name, arguments.date)) {
            Ok(document) => Self {
                output: written(&document, &name, !arguments.no_text, format),
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
    match format {
        Format::Table => Ok(table::document(document, name)),
        Format::Jsonl => {
            let line = json::line(document, name, with_text).map_err(|e| format!("{name}: {e}"))?;
            Ok(line + "\n")
        }
    }
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
    fn take(&mut self, coded: Coded, out: &mut dyn Write, bar: &ProgressBar) -> bool {
        self.documents += 1;
        self.events += coded.events;
        bar.set_message(format!("{} documents, {} events", self.documents, self.events));
        bar.inc(u64::from(coded.last));
        for warning in coded.warnings {
            bar.suspend(|| eprintln!("memcon: {warning}"));
        }
        match coded.output {
            Ok(text) => {
                self.broken = out.write_all(text.as_bytes()).err();
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
