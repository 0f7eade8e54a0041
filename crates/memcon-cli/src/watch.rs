//! `memcon watch`: what is new in feeds, into a record.
//!
//! Feeds are asked for on threads of their own (`feeds`); their items are coded on all cores, in the order in which they
//! came; and one writer commits them, in small batches so that others may write in between. Only when all items of a feed
//! are committed is its version kept: broken off at any moment, the next round asks for what is missing.

mod feeds;

use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::sync::Arc;
use std::time::Duration;

use memcon::Memcon;
use memcon_store::{Added, Error, Ingest, Run, Store};
use memcon_watch::{Client, Marks, Stop};

use crate::add::{self, Known, Outcome, Tally, Work};
use crate::args::Watch;
use crate::code::{cores, set_up};
use crate::{End, ordered, output};
use feeds::{Feed, Found, Report, Watcher, Went};

/// How long a request may take as a whole.
const PATIENCE: Duration = Duration::from_mins(1);

/// Documents after which what was coded is committed, also in the middle of a feed.
const BATCH: usize = 16;

/// Runs the command.
pub fn run(arguments: &Watch) -> End {
    let memcon = match set_up(arguments.by.reader, arguments.lexicon.as_deref()) {
        Ok(memcon) => memcon
            .with_bounds(&arguments.reading.options().bounds)
            .with_least_confidence(arguments.sureness.min_confidence),
        Err(message) => return End::Misused(message),
    };
    let out = match arguments.out.as_ref().map(|path| (path, OpenOptions::new().create(true).append(true).open(path))) {
        Some((path, Err(error))) => return End::Misused(format!("{}: cannot be written: {error}", path.display())),
        Some((_, Ok(file))) => Some(file),
        None => None,
    };
    match watch(arguments, &memcon, out) {
        Ok(end) => end,
        Err(message) => End::Misused(message),
    }
}

/// What names the record in an error.
fn of_record(arguments: &Watch) -> impl Fn(Error) -> String {
    |error| error.of(&arguments.record).to_string()
}

fn watch(arguments: &Watch, memcon: &Memcon, out: Option<File>) -> Result<End, String> {
    let run =
        add::run_of((arguments.by.reader, arguments.lexicon.as_deref()), None, arguments.sureness, &arguments.reading)
            .map_err(|error| error.to_string())?;
    let mut store = Store::create(&arguments.record).map_err(of_record(arguments))?;
    let known = Known::of(&store, &run).map_err(of_record(arguments))?;
    let stop = Stop::default();
    let watcher = watcher(arguments, &store, &stop).map_err(of_record(arguments))?;
    let feeds = feeds(arguments, &store).map_err(of_record(arguments))?;
    end_when_told(&stop);
    let found = Arc::new(watcher).start(feeds);
    let jobs = arguments.jobs.map_or_else(cores, usize::from);
    let (quiet, once) = (arguments.quiet, arguments.once);
    let mut writing = Writing {
        store: &mut store,
        run,
        out,
        quiet,
        batch: Vec::new(),
        tally: Tally::default(),
        broken: None,
        failed: false,
    };
    let work = |found: Found| match found {
        Found::Item(input, date) => Done::Item(Work::of(memcon, *input, date, &known)),
        Found::End(report) => Done::End(report),
    };
    let stopping = stop.clone();
    ordered::run(move |take| feeds::each(&found, &stopping, take), jobs, work, |done| writing.take(done));
    let rest = if writing.broken.is_none() { writing.write() } else { Ok(()) };
    let Writing { tally, broken, failed, .. } = writing;
    broken.map_or(rest, Err)?;
    // Who is told to end has done nothing wrong; what failed before was named.
    let failed = (failed || !tally.failed.is_empty()) && !stop.is_given();
    let otherwise = if failed { End::SomeFailed } else { End::Well };
    if quiet {
        return Ok(otherwise);
    }
    let ended = if once { "" } else { "no longer watching\n" };
    let holds = store.counts().map_err(of_record(arguments))?;
    Ok(output::print_then(&format!("{ended}{}", tally.summary(&arguments.record, holds)), otherwise))
}

/// What asks for the feeds, and knows which pages the record holds.
fn watcher(arguments: &Watch, store: &Store, stop: &Stop) -> Result<Watcher, Error> {
    let contact = arguments.contact.as_ref().map(|contact| format!(" ({contact})")).unwrap_or_default();
    let options = memcon_watch::Options {
        product: "memcon".to_owned(),
        agent: format!("memcon/{}{contact}", env!("CARGO_PKG_VERSION")),
        delay: arguments.delay,
        patience: PATIENCE,
    };
    let client = Client::new(options, stop.clone());
    let mut watcher = Watcher::new(client, arguments.reading.options(), stop.clone());
    (watcher.pages, watcher.once) = (arguments.pages, arguments.once);
    if watcher.pages {
        store.each_url(|url| _ = watcher.know(url))?;
    }
    Ok(watcher)
}

/// The feeds, each once, with the version that was read last.
fn feeds(arguments: &Watch, store: &Store) -> Result<Vec<Feed>, Error> {
    let mut urls = Vec::new();
    for url in &arguments.feeds {
        if !urls.contains(url) {
            urls.push(url.clone());
        }
    }
    let feed = |url: memcon_watch::Url| {
        let (etag, modified) = store.feed_version(url.as_str())?;
        Ok(Feed::new(url, Marks { etag, modified }, arguments.every))
    };
    urls.into_iter().map(feed).collect()
}

/// Gives the sign to stop when the user does.
fn end_when_told(stop: &Stop) {
    let stop = stop.clone();
    std::thread::spawn(move || {
        if memcon_desk::wait_for_end().is_ok() {
            stop.now();
        }
    });
}

/// What became of what was found.
enum Done {
    Item(Work),
    End(Report),
}

/// The one that writes.
struct Writing<'s> {
    store: &'s mut Store,
    run: Run,
    out: Option<File>,
    quiet: bool,
    /// Coded and not yet written.
    batch: Vec<Ingest>,
    tally: Tally,
    broken: Option<String>,
    /// Whether a feed failed.
    failed: bool,
}

impl Writing<'_> {
    /// Takes what became of something; whether to go on.
    fn take(&mut self, done: Done) -> bool {
        let written = match done {
            Done::Item(work) => self.item(work),
            Done::End(report) => self.end(report),
        };
        self.broken = written.err();
        self.broken.is_none()
    }

    fn item(&mut self, work: Work) -> Result<(), String> {
        for warning in &work.warnings {
            eprintln!("memcon: {warning}");
        }
        match work.outcome {
            Outcome::Known => self.tally.known += 1,
            Outcome::Failed(message) => {
                eprintln!("memcon: {message}");
                self.tally.failed.push(message);
            }
            Outcome::Coded(ingest) => self.batch.push(*ingest),
        }
        if self.batch.len() >= BATCH { self.write() } else { Ok(()) }
    }

    fn end(&mut self, report: Report) -> Result<(), String> {
        self.write()?;
        let Report { feed, went, again } = report;
        match went {
            Went::Unchanged => {}
            Went::Read(new, version) => {
                if let Some(Marks { etag, modified }) = version {
                    let kept = self.store.keep_feed_version(&feed, etag.as_deref(), modified.as_deref());
                    kept.map_err(|error| error.of(self.store.path()).to_string())?;
                }
                if new > 0 && !self.quiet {
                    eprintln!("memcon: {feed}: {new} new");
                }
            }
            Went::Failed(why) => {
                self.failed = true;
                let again = again.map(|wait| format!("; asked again in {}", human(wait))).unwrap_or_default();
                eprintln!("memcon: {feed}: {why}{again}");
            }
        }
        Ok(())
    }

    /// Commits what was coded.
    fn write(&mut self) -> Result<(), String> {
        if self.batch.is_empty() {
            return Ok(());
        }
        let path = self.store.path().to_owned();
        let named = |error: Error| error.of(&path).to_string();
        let mut writer = self.store.writer(&self.run).map_err(named)?;
        let mut lines = String::new();
        for ingest in std::mem::take(&mut self.batch) {
            let added = writer.add(&ingest).map_err(named)?;
            self.tally.count(&added, &ingest);
            if self.out.is_some() && added != Added::Known {
                lines += &serde_json::to_string(&ingest.document).map_err(|error| error.to_string())?;
                lines.push('\n');
            }
        }
        // Lines go out before the commit: broken off in between, they come twice rather than never.
        if let Some(out) = &mut self.out {
            let written = out.write_all(lines.as_bytes()).and_then(|()| out.flush());
            written.map_err(|error| format!("the file of --out cannot be written: {error}"))?;
        }
        writer.finish().map_err(named)
    }
}

/// A while in words.
fn human(time: Duration) -> String {
    match time.as_secs() {
        seconds @ 0..120 => format!("{seconds} s"),
        seconds @ 120..7200 => format!("{} min", seconds / 60),
        seconds => format!("{} h", seconds / 3600),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whiles_are_said_in_words() {
        let said = [0, 90, 120, 3_599, 7_200, 86_400].map(|seconds| human(Duration::from_secs(seconds)));
        assert_eq!(said, ["0 s", "90 s", "2 min", "59 min", "2 h", "24 h"]);
    }
}
