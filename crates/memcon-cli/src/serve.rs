//! `memcon serve`: a desk for a record, or for sample stories.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::Duration;

use jiff::civil::Date;
use memcon::intake::{self, Bounds};
use memcon::reading::Model;
use memcon::{Memcon, json};
use memcon_desk::{Coder, Desk, Options};
use memcon_store::{ContentHash, Ingest, Run, Store};

use crate::args::Serve;
use crate::{End, code, guard};

/// The sample stories that the program carries.
const SAMPLES: [(&str, &[u8]); 13] = [
    ("court.txt", include_bytes!("../../../examples/court.txt")),
    ("digest.html", include_bytes!("../../../examples/digest.html")),
    ("election.html", include_bytes!("../../../examples/election.html")),
    ("envoy.html", include_bytes!("../../../examples/envoy.html")),
    ("feed.xml", include_bytes!("../../../examples/feed.xml")),
    ("frontline.txt", include_bytes!("../../../examples/frontline.txt")),
    ("latin1.html", include_bytes!("../../../examples/latin1.html")),
    ("live-blog.html", include_bytes!("../../../examples/live-blog.html")),
    ("readout.html", include_bytes!("../../../examples/readout.html")),
    ("stories.jsonl", include_bytes!("../../../examples/stories.jsonl")),
    ("tariffs.html", include_bytes!("../../../examples/tariffs.html")),
    ("two-stories.html", include_bytes!("../../../examples/two-stories.html")),
    ("wire.txt", include_bytes!("../../../examples/wire.txt")),
];

/// The day that counts as today among the sample stories: some of what they tell is still ahead.
const SAMPLE_DAY: Date = jiff::civil::date(2025, 5, 16);

/// Runs the command.
pub fn run(arguments: &Serve) -> End {
    match serve(arguments) {
        Ok(()) => End::Well,
        Err(message) => End::Misused(message),
    }
}

fn serve(arguments: &Serve) -> Result<(), String> {
    let coder = Coding { model: arguments.by.reader, lexicon: arguments.lexicon.clone(), memcon: OnceLock::new() };
    let (record, title) = match &arguments.record {
        Some(record) => (record.clone(), record.display().to_string()),
        None => (demo(&coder)?, "sample stories, all invented".to_owned()),
    };
    let token = arguments.token.clone().or_else(|| std::env::var("MEMCON_TOKEN").ok());
    let options = Options {
        record,
        address: arguments.address,
        token,
        today: arguments.today.or(arguments.demo.then_some(SAMPLE_DAY)),
        title,
        stop_after: arguments.stop_after.map(Duration::from_secs),
    };
    let desk = Desk::new(options, Some(Box::new(coder)))?;
    memcon_desk::serve(&desk, |address| eprintln!("memcon: the desk is open at http://{address} (Ctrl-C ends it)"))
}

/// Codes on the spot. The reader is loaded when it is first needed.
struct Coding {
    model: Model,
    lexicon: Option<PathBuf>,
    memcon: OnceLock<Result<Memcon, String>>,
}

impl Coding {
    fn memcon(&self) -> Result<&Memcon, String> {
        self.memcon.get_or_init(|| code::set_up(self.model, self.lexicon.as_deref())).as_ref().map_err(Clone::clone)
    }

    fn page(bytes: &[u8], name: &str) -> Result<intake::Page, String> {
        let open = || intake::open(bytes, name, &Bounds::default()).next();
        guard::run(open)?.ok_or("there is nothing to code")?.map_err(|error| error.to_string())
    }
}

impl Coder for Coding {
    fn code(&self, bytes: &[u8], name: &str, date: Option<Date>) -> Result<String, String> {
        let document = code::code(self.memcon()?, Self::page(bytes, name)?, name, date)?;
        json::line(&document, name, true).map_err(|error| error.to_string())
    }

    fn tree(&self, sentence: &str) -> Result<String, String> {
        let document = code::code(self.memcon()?, Self::page(sentence.as_bytes(), "sentence")?, "sentence", None)?;
        let mut out = String::new();
        for sentence in &document.reading.sentences {
            memcon::explain::tree(&mut out, sentence, None);
            let _ = writeln!(out);
        }
        Ok(out)
    }
}

/// The record of sample stories, made when it is not there: its name says what coded it.
fn demo(coder: &Coding) -> Result<PathBuf, String> {
    let run = Run::current(coder.model, coder.lexicon.as_deref(), "").map_err(|error| error.to_string())?;
    let path = std::env::temp_dir().join(format!("memcon-demo-{:016x}.db", run.row()));
    if Store::open(&path).is_ok() {
        return Ok(path);
    }
    let bar = code::progress(SAMPLES.len(), "sample pages", false);
    // Made beside and then moved, so that a half-made one is never shown.
    let half = path.with_extension(format!("{}.part", std::process::id()));
    let made = make(&half, &run, coder, &bar);
    bar.finish_and_clear();
    let moved =
        made.and_then(|()| std::fs::rename(&half, &path).map_err(|error| format!("{}: {error}", path.display())));
    let _ = std::fs::remove_file(&half);
    moved.map(|()| path)
}

fn make(path: &Path, run: &Run, coder: &Coding, bar: &indicatif::ProgressBar) -> Result<(), String> {
    let memcon = coder.memcon()?;
    let mut store = Store::create(path).map_err(|error| error.to_string())?;
    let mut writer = store.writer(run).map_err(|error| error.to_string())?;
    for (name, bytes) in SAMPLES {
        for page in intake::open(bytes, name, &Bounds::default()) {
            let page = page.map_err(|error| error.to_string())?;
            let hash = ContentHash::of(&page);
            let document = code::code(memcon, page, name, None)?;
            let ingest = Ingest::of(&document, hash, name).map_err(|error| error.to_string())?;
            writer.add(&ingest).map_err(|error| error.to_string())?;
        }
        bar.inc(1);
    }
    writer.finish().map_err(|error| error.to_string())
}
