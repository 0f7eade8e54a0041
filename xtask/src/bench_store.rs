//! The floors of the record: speed of adding without coding, speed of asking while warm, bytes an event, and readers
//! beside a writer. With synthetic events, in a file under the system's folder for temporary files.

use std::error::Error;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use memcon_store::query::{Cell, Filter, Grouping, Period, Unit};
use memcon_store::synthetic::Synthetic;
use memcon_store::{Run, Store};

/// Events a synthetic story.
pub const STORY: usize = 6;

/// How often each question is asked, warm.
const ASKED: usize = 40;

pub type Done<T> = Result<T, Box<dyn Error>>;

/// Adds so many events, then asks.
pub fn run(events: &str) -> Result<(), String> {
    let events = events.parse().map_err(|_| format!("{events:?} is no number of events"))?;
    measure(events).map_err(|error| error.to_string())
}

fn measure(events: usize) -> Done<()> {
    let folder = Scratch::new()?;
    let path = folder.0.join("bench.db");
    add(&path, events)?;
    size(&path)?;
    ask(&path)?;
    beside(&path, events)
}

/// A folder that is removed with its owner.
pub struct Scratch(pub PathBuf);

impl Scratch {
    /// A new one.
    pub fn new() -> Done<Self> {
        let path = std::env::temp_dir().join(format!("memcon-bench-{}", std::process::id()));
        std::fs::create_dir_all(&path)?;
        Ok(Self(path))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Adds synthetic events and says how long that took.
pub fn add(path: &Path, events: usize) -> Done<()> {
    let mut store = Store::create(path)?;
    let mut writer = store.writer(&Run::current(memcon::reading::Model::default(), None, "")?)?;
    let (stories, mut made, begun) = (events / STORY, Duration::ZERO, Instant::now());
    for number in 0..stories {
        let inventing = Instant::now();
        let ingest = Synthetic { events: STORY, ..Synthetic::default() }.document(number, stories);
        made += inventing.elapsed();
        writer.add(&ingest)?;
    }
    writer.finish()?;
    let took = begun.elapsed().saturating_sub(made).as_secs_f64();
    println!(
        "add: {} events in {took:.1} s, {:.0} a second (floor 20,000)",
        stories * STORY,
        (stories * STORY) as f64 / took
    );
    let counts = store.counts()?;
    println!(
        "     {} stories, {} copies, {} mentions, {} events",
        counts.stories, counts.copies, counts.mentions, counts.events
    );
    Ok(())
}

fn size(path: &Path) -> Done<()> {
    let store = Store::open(path)?;
    let (mentions, mut text) = (store.counts()?.mentions, 0.0);
    let bytes = std::fs::metadata(path)?.len() as f64;
    store.sql("SELECT total(length(CAST(text AS BLOB))) FROM document", |_, row| {
        if let [Cell::Real(sum)] = row.as_slice() {
            text = *sum;
        }
        false
    })?;
    println!(
        "size: {:.0} bytes an event without the stories' text (floor 700), {:.0} with it",
        (bytes - text) / mentions as f64,
        bytes / mentions as f64
    );
    println!("      of these, by table and index:");
    let sql = "SELECT name, sum(pgsize), sum(unused) FROM dbstat GROUP BY name ORDER BY 2 DESC LIMIT 20";
    store.sql(sql, |_, row| {
        if let [Cell::Text(name), Cell::Integer(size), Cell::Integer(unused)] = row.as_slice() {
            let each = |bytes: i64| bytes as f64 / mentions as f64;
            println!("      {:6.1} {name}, {:.1} of them unused", each(*size), each(*unused));
        }
        true
    })?;
    Ok(())
}

fn ask(path: &Path) -> Done<()> {
    let store = Store::open(path)?;
    let pairs = [("USA", "CHN"), ("RUS", "UKR"), ("IND", "PAK"), ("KEN", "SOM")];
    let dyad = |n: usize| pairs.get(n % pairs.len()).map(|(a, b)| ((*a).to_owned(), (*b).to_owned()));
    let by = |unit| Grouping { period: Some(Period::Month), unit: Some(unit), category: true };
    let events = |filter: Filter, limit| {
        let mut count = 0;
        store.events(&filter, Some(limit), |_| {
            count += 1;
            ControlFlow::Continue(())
        })?;
        Ok(count)
    };
    let words = ["harbour treaty", "hostage ransom", "missile radar", "grain"];
    let word = |n: usize| words.get(n % words.len()).map(|text| (*text).to_owned());
    time("dyad chronology, 200 events", 50, |n| events(Filter { dyad: dyad(n), ..Filter::default() }, 200))?;
    time("monthly counts of a dyad", 50, |n| {
        Ok(store.count(&Filter { dyad: dyad(n), ..Filter::default() }, by(Unit::Dyad))?.len())
    })?;
    time("actor search, 50 events", 50, |n| {
        events(Filter { actor: Some(format!("Speaker {}", 11 * n)), ..Filter::default() }, 50)
    })?;
    time("text search, 50 events", 50, |n| events(Filter { text: word(n), ..Filter::default() }, 50))?;
    time("monthly counts of all countries", 500, |_| Ok(store.count(&Filter::default(), by(Unit::Actor))?.len()))
}

/// Asks a question often and prints the 95th percentile.
fn time(what: &str, floor: u64, ask: impl Fn(usize) -> Done<usize>) -> Done<()> {
    let (mut took, mut rows) = (Vec::new(), 0);
    for number in 0..ASKED + 4 {
        let begun = Instant::now();
        rows += ask(number)?;
        // The first round warms.
        if number >= 4 {
            took.push(begun.elapsed());
        }
    }
    took.sort();
    let p95 = took.get(took.len() * 95 / 100).copied().unwrap_or_default();
    let mean = rows / (ASKED + 4);
    println!("ask: {what}: p95 {:.1} ms (floor {floor}), {mean} rows", p95.as_secs_f64() * 1e3);
    Ok(())
}

/// Two readers ask while a writer adds: none may fail or wait long.
fn beside(path: &Path, events: usize) -> Done<()> {
    let ended = AtomicBool::new(false);
    let worst = std::thread::scope(|scope| -> Done<Duration> {
        let readers: Vec<_> = (0..2)
            .map(|_| {
                scope.spawn(|| -> Result<Duration, String> {
                    let store = Store::open(path).map_err(|e| e.to_string())?;
                    let mut worst = Duration::ZERO;
                    while !ended.load(Ordering::Relaxed) {
                        let begun = Instant::now();
                        let filter = Filter { dyad: Some(("KEN".into(), "SOM".into())), ..Filter::default() };
                        store.events(&filter, Some(20), |_| ControlFlow::Continue(())).map_err(|e| e.to_string())?;
                        worst = worst.max(begun.elapsed());
                        std::thread::sleep(Duration::from_millis(2));
                    }
                    Ok(worst)
                })
            })
            .collect();
        let mut store = Store::create(path)?;
        let mut writer = store.writer(&Run::current(memcon::reading::Model::default(), None, "")?)?;
        let kind = Synthetic { events: STORY, days: 100, retold: 0 };
        let more = (events / STORY / 20).min(5_000);
        for number in 0..more {
            writer.add(&kind.document(events + number, events + more))?;
        }
        writer.finish()?;
        ended.store(true, Ordering::Relaxed);
        let mut worst = Duration::ZERO;
        for reader in readers {
            worst = worst.max(reader.join().map_err(|_| "a reader panicked")??);
        }
        Ok(worst)
    })?;
    println!("two readers beside a writer: no error, slowest answer {:.1} ms (floor 100)", worst.as_secs_f64() * 1e3);
    Ok(())
}
