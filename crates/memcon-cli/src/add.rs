//! `memcon add`: pages into a record.

use std::path::Path;

use indicatif::ProgressBar;
use jiff::civil::Date;
use memcon::Memcon;
use memcon::reading::Model;
use memcon_store::{Added, ContentHash, Counts, Error, Ingest, Run, Store, Writer};
use rustc_hash::FxHashMap;

use crate::args::{Add, Reading, Sureness};
use crate::code::{code, cores, progress, set_up, warnings};
use crate::inputs::{Input, Inputs};
use crate::{End, guard, ordered, output};

/// Runs the command.
pub fn run(arguments: &Add) -> End {
    let memcon = match set_up(arguments.by.reader, arguments.lexicon.as_deref()) {
        Ok(memcon) => memcon
            .with_bounds(&arguments.reading.options().bounds)
            .with_least_confidence(arguments.sureness.min_confidence),
        Err(message) => return End::Misused(message),
    };
    match add(arguments, &memcon) {
        Ok(end) => end,
        Err(error) => End::Misused(error.to_string()),
    }
}

fn add(arguments: &Add, memcon: &Memcon) -> Result<End, Error> {
    // What changes how a page is read or coded. Columns change which page it is.
    let by = (arguments.by.reader, arguments.lexicon.as_deref());
    let run = run_of(by, arguments.date, arguments.sureness, &arguments.reading)?;
    let mut store = Store::create(&arguments.record)?;
    let known = Known::of(&store, &run)?;
    let inputs = Inputs::new(&arguments.inputs, arguments.reading.options());
    let bar = progress(inputs.files(), "files", arguments.quiet);
    let jobs = arguments.jobs.map_or_else(cores, usize::from);
    let mut adding =
        Adding { writer: store.writer(&run)?, strict: arguments.strict, tally: Tally::default(), broken: None };
    let work = |input: Input| Work::of(memcon, input, arguments.date, &known);
    ordered::run(|take| inputs.each(take), jobs, work, |work| adding.take(work, &bar));
    bar.finish_and_clear();
    let (tally, ended) = adding.end();
    ended.map_err(|error| error.of(&arguments.record))?;
    let text = tally.summary(&arguments.record, store.counts()?);
    let otherwise = if tally.failed.is_empty() { End::Well } else { End::SomeFailed };
    Ok(if arguments.quiet { otherwise } else { output::print_then(&text, otherwise) })
}

/// What codes, by a reader and a lexicon: the options are those that change how a page is read or coded. Columns change which page it is.
pub fn run_of(
    (model, lexicon): (Model, Option<&Path>),
    date: Option<Date>,
    sureness: Sureness,
    reading: &Reading,
) -> Result<Run, Error> {
    let date = date.map(|date| format!("date={date}"));
    let least = format!("min-confidence={}", sureness.min_confidence);
    let options: Vec<String> = date.into_iter().chain([least]).chain(reading.bound.iter().cloned()).collect();
    Run::current(model, lexicon, &options.join(" "))
}

/// What the record holds before anything is added. What was coded by this very run need not be coded again.
pub struct Known {
    documents: FxHashMap<ContentHash, i64>,
    run: i64,
}

impl Known {
    /// What a record holds.
    pub fn of(store: &Store, run: &Run) -> Result<Self, Error> {
        Ok(Self { documents: store.documents()?, run: run.row() })
    }
}

/// What became of one input before it is written.
pub struct Work {
    /// Whether it was coded.
    pub outcome: Outcome,
    /// What was wrong with it without keeping it from being coded.
    pub warnings: Vec<String>,
    last: bool,
}

/// Whether an input was coded.
pub enum Outcome {
    /// Coded, to be written.
    Coded(Box<Ingest>),
    /// In the record already.
    Known,
    /// It could not be read or coded: why.
    Failed(String),
}

impl Work {
    /// Codes an input that is not known; `date` is the day of publication of a page that does not say its own.
    pub fn of(memcon: &Memcon, input: Input, date: Option<Date>, known: &Known) -> Self {
        let Input { name, page, last, notes } = input;
        let page = match page {
            Ok(page) => page,
            Err(message) => return Self { outcome: Outcome::Failed(message), warnings: notes, last },
        };
        let hash = ContentHash::of(&page);
        if known.documents.get(&hash) == Some(&known.run) {
            return Self { outcome: Outcome::Known, warnings: notes, last };
        }
        let document = match code(memcon, page, &name, date) {
            Ok(document) => document,
            Err(message) => return Self { outcome: Outcome::Failed(message), warnings: notes, last },
        };
        let ingest = guard::run(|| Ingest::of(&document, hash, &name));
        let outcome = match ingest.and_then(|ingest| ingest.map_err(|error| error.to_string())) {
            Ok(ingest) => Outcome::Coded(Box::new(ingest)),
            Err(message) => Outcome::Failed(format!("{name}: {message}")),
        };
        Self { outcome, warnings: warnings(&document, &name).into_iter().chain(notes).collect(), last }
    }
}

/// The one that writes, and how far it has come.
struct Adding<'s> {
    writer: Writer<'s>,
    strict: bool,
    tally: Tally,
    broken: Option<Error>,
}

impl Adding<'_> {
    /// Commits what was added, also before an error, which is given back.
    fn end(self) -> (Tally, Result<(), Error>) {
        let Self { writer, tally, broken, .. } = self;
        (tally, writer.finish().and_then(|()| broken.map_or(Ok(()), Err)))
    }

    /// Writes what became of an input; whether to go on.
    fn take(&mut self, work: Work, bar: &ProgressBar) -> bool {
        for warning in work.warnings {
            bar.suspend(|| eprintln!("memcon: {warning}"));
        }
        let go_on = match work.outcome {
            Outcome::Known => {
                self.tally.known += 1;
                true
            }
            Outcome::Failed(message) => {
                bar.suspend(|| eprintln!("memcon: {message}"));
                self.tally.failed.push(message);
                !self.strict
            }
            Outcome::Coded(ingest) => self.write(&ingest),
        };
        bar.set_message(self.tally.rate(bar.elapsed().as_secs_f64()));
        bar.inc(u64::from(work.last));
        go_on
    }

    fn write(&mut self, ingest: &Ingest) -> bool {
        match self.writer.add(ingest) {
            Ok(added) => {
                self.tally.count(&added, ingest);
                true
            }
            Err(error) => {
                self.broken = Some(error);
                false
            }
        }
    }
}

/// What became of all inputs.
#[derive(Default)]
pub struct Tally {
    new: usize,
    /// In the record already.
    pub known: usize,
    recoded: usize,
    changed: usize,
    added_events: usize,
    removed_events: usize,
    changed_events: usize,
    events: usize,
    foreign: usize,
    eventless: usize,
    /// Why each of those that failed did.
    pub failed: Vec<String>,
}

impl Tally {
    /// Counts a document that was written.
    pub fn count(&mut self, added: &Added, ingest: &Ingest) {
        match added {
            Added::Known => {
                self.known += 1;
                return;
            }
            Added::New => self.new += 1,
            Added::Recoded(differences) => {
                self.recoded += 1;
                self.changed += usize::from(!differences.is_empty());
                for difference in differences {
                    match difference.kind() {
                        "added" => self.added_events += 1,
                        "removed" => self.removed_events += 1,
                        _ => self.changed_events += 1,
                    }
                }
            }
        }
        self.events += ingest.document.events.len();
        let uncoded = ingest.document.notes.iter().any(|note| note.starts_with("not coded:"));
        self.foreign += usize::from(uncoded);
        self.eventless += usize::from(!uncoded && ingest.document.events.is_empty());
    }

    /// How many a second, for the line of progress.
    fn rate(&self, seconds: f64) -> String {
        let documents = self.new + self.recoded + self.known;
        format!("{documents} documents ({:.1}/s), {} events", documents as f64 / seconds.max(0.1), self.events)
    }

    /// What became of all, and what the record holds now.
    pub fn summary(&self, record: &Path, holds: Counts) -> String {
        let mut lines = vec![format!("{} new documents with {} events in their stories", self.new, self.events)];
        let mut say = |count: usize, what: String| {
            if count > 0 {
                lines.push(format!("{count} {what}"));
            }
        };
        say(
            self.recoded,
            format!(
                "coded anew, {} of them otherwise: {} events added, {} removed, {} changed (memcon diff {} shows them)",
                self.changed,
                self.added_events,
                self.removed_events,
                self.changed_events,
                record.display()
            ),
        );
        say(self.known, "skipped: in the record already".to_owned());
        say(self.foreign, "kept without events: not English".to_owned());
        say(self.eventless, "kept without events: no political event was found".to_owned());
        say(self.failed.len(), "failed, each named above with the reason".to_owned());
        let Counts { documents, stories, copies, mentions, events } = holds;
        lines.push(format!(
            "{} holds {documents} documents, {stories} stories ({copies} of them copies), {mentions} mentions of {events} events",
            record.display()
        ));
        lines.join("\n") + "\n"
    }
}
