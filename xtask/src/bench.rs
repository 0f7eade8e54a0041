//! Speed, start-up, memory and size of what was built.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Instant;

use memcon::intake::{self, Bounds};
use memcon::place::{Context, toponyms};
use memcon::reading::{Model, Reader};
use memcon::when::times;
use memcon::who::{Day, Knowledge, answer};
use memcon::{Lexicon, Memcon};

/// Rounds over the sentences; the best counts, since other work on the machine only ever slows.
const ROUNDS: usize = 5;

/// Prints the figures.
pub fn run(model: Model) -> Result<(), String> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..");
    let file = root.join("bench/sentences.txt");
    let text = std::fs::read_to_string(&file).map_err(|e| format!("{}: {e}", file.display()))?;
    let begun = Instant::now();
    let reader = Reader::of(model).map_err(|e| e.to_string())?;
    println!("weights loaded          {:>8.3} s", begun.elapsed().as_secs_f64());
    reading(&reader, &text)?;
    times_and_places(&reader, &text)?;
    coding(&root, model, &reader)?;
    actors(&text);
    println!("peak memory             {:>8} MiB", peak_memory()?);
    program(&root, model)
}

fn reading(reader: &Reader, text: &str) -> Result<(), String> {
    let (mut best, mut sentences, mut words) = (f64::INFINITY, 0, 0);
    for _ in 0..ROUNDS {
        let begun = Instant::now();
        let read = reader.read(text).map_err(|e| e.to_string())?;
        best = best.min(begun.elapsed().as_secs_f64());
        sentences = read.sentences.len();
        words = read.sentences.iter().map(|s| s.words.len()).sum();
    }
    println!("sentences               {sentences:>8} of {:.1} words", words as f64 / sentences as f64);
    println!("one core                {:>8.0} sentences a second", sentences as f64 / best);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let begun = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| (0..ROUNDS).try_for_each(|_| reader.read(text).map(drop)));
        }
    });
    let rate = (sentences * cores * ROUNDS) as f64 / begun.elapsed().as_secs_f64();
    println!("{cores} cores                 {rate:>8.0} sentences a second");
    Ok(())
}

/// Time expressions and toponyms together on one core, of sentences that have been read.
fn times_and_places(reader: &Reader, text: &str) -> Result<(), String> {
    let reading = reader.read(text).map_err(|e| e.to_string())?;
    let (story, context) = ("2024-05-09".parse().ok(), Context::default());
    let mut best = f64::INFINITY;
    for _ in 0..ROUNDS {
        let begun = Instant::now();
        std::hint::black_box((times(text, &reading, story), toponyms(text, &reading, &context)));
        best = best.min(begun.elapsed().as_secs_f64());
    }
    let rate = reading.sentences.len() as f64 / best;
    println!("times and places        {rate:>8.0} sentences a second, one core, after reading");
    Ok(())
}

/// The whole of `memcon code` on one core: the sample stories, which are coded sentence for sentence.
fn coding(root: &std::path::Path, model: Model, reader: &Reader) -> Result<(), String> {
    let lexicon = Lexicon::shipped().map_err(|e| e.to_string())?;
    let memcon = Memcon::with_reader(model, lexicon).map_err(|e| e.to_string())?;
    let mut pages = Vec::new();
    for name in std::fs::read_dir(root.join("examples")).map_err(|e| format!("examples: {e}"))?.flatten() {
        let path = name.path();
        if path.extension().is_some_and(|e| e == "html" || e == "txt") {
            let bytes = std::fs::read(&path).map_err(|e| format!("{}: {e}", path.display()))?;
            pages.push((path.display().to_string(), bytes));
        }
    }
    let (mut coded, mut read, mut sentences) = (f64::INFINITY, f64::INFINITY, 0);
    for _ in 0..ROUNDS {
        let begun = Instant::now();
        let mut texts = Vec::new();
        sentences = 0;
        for (name, bytes) in &pages {
            for page in intake::open(bytes.as_slice(), name, &Bounds::default()).flatten() {
                let document = memcon.code(page, None).map_err(|e| e.to_string())?;
                sentences += document.reading.sentences.len();
                // What is read again below is what was read here.
                texts.extend(document.reading.sentences.iter().map(|s| s.span.of(&document.page.text).to_owned()));
            }
        }
        coded = coded.min(begun.elapsed().as_secs_f64());
        let begun = Instant::now();
        for text in &texts {
            reader.read(text).map_err(|e| e.to_string())?;
        }
        read = read.min(begun.elapsed().as_secs_f64());
    }
    println!(
        "bytes to events         {:>8.0} sentences a second, one core, {:.0} % of reading alone",
        sentences as f64 / coded,
        100.0 * read / coded
    );
    Ok(())
}

/// Look-ups of `memcon actor`: the names and titles of the sentences, each asked on a day.
fn actors(text: &str) {
    /// Look-ups a round.
    const COUNT: usize = 200_000;
    let knowledge = Knowledge::shipped();
    let people = knowledge.people.iter().map(|person| person.name.to_string());
    let bodies = knowledge.organisations.iter().map(|body| body.name.to_string());
    let officials =
        knowledge.countries.iter().filter_map(|c| Some(format!("{} foreign minister", c.adjectives.first()?)));
    let words = text.split_whitespace().map(str::to_owned);
    let phrases: Vec<String> = people.chain(bodies).chain(officials).chain(words).collect();
    let day = Some(Day::new(2015, 6, 1));
    let mut best = f64::INFINITY;
    for _ in 0..ROUNDS {
        let begun = Instant::now();
        let known = phrases.iter().cycle().take(COUNT).filter(|p| answer(knowledge, p, day).country.is_some()).count();
        best = best.min(begun.elapsed().as_secs_f64());
        assert!(known > 0, "the tables are empty");
    }
    println!("actors                  {:>8.0} look-ups a second, one core", COUNT as f64 / best);
}

/// Peak resident set of this process in MiB, from the kernel.
pub(crate) fn peak_memory() -> Result<u64, String> {
    let status = std::fs::read_to_string("/proc/self/status").map_err(|e| format!("/proc/self/status: {e}"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    let kib: u64 = line.split_whitespace().next().and_then(|n| n.parse().ok()).unwrap_or(0);
    Ok(kib / 1024)
}

/// The program itself: from its start to the coded events of one page, and its size.
fn program(root: &std::path::Path, model: Model) -> Result<(), String> {
    let folder = std::env::current_exe().ok().and_then(|path| path.parent().map(PathBuf::from)).unwrap_or_default();
    let memcon = folder.join("memcon");
    let Ok(metadata) = std::fs::metadata(&memcon) else {
        println!("program                 not built: cargo build --release --package memcon-cli");
        return Ok(());
    };
    let time = |arguments: &[&str]| -> Result<f64, String> {
        let mut best = f64::INFINITY;
        for _ in 0..2 * ROUNDS {
            let begun = Instant::now();
            let run = Command::new(&memcon).args(arguments).current_dir(root).stdin(Stdio::null()).output();
            let run = run.map_err(|e| format!("{}: {e}", memcon.display()))?;
            if !run.status.success() {
                return Err(format!("memcon {}: {}", arguments.join(" "), String::from_utf8_lossy(&run.stderr)));
            }
            best = best.min(begun.elapsed().as_secs_f64());
        }
        Ok(best)
    };
    println!("program start           {:>8.3} s   (memcon --version)", time(&["--version"])?);
    println!(
        "one page to its events  {:>8.3} s   (memcon code examples/envoy.html)",
        time(&["code", "--reader", model.as_str(), "examples/envoy.html"])?
    );
    println!("program size            {:>8.1} MB", metadata.len() as f64 / 1e6);
    Ok(())
}
