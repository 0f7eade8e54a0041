//! `memcon import`: events that others coded into a record.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

use memcon_store::{Added, Counts, Store};

use crate::args::Import;
use crate::{End, output};

/// Runs the command.
pub fn run(arguments: &Import) -> End {
    let mut tally = Tally::default();
    let imported = Store::create(&arguments.record).and_then(|mut store| {
        for table in &arguments.tables {
            match open(table) {
                Ok(rows) => read(rows, table, &mut store, &mut tally)?,
                Err(error) => tally.fail(&format!("{}: {error}", table.display())),
            }
        }
        store.counts()
    });
    let holds = match imported {
        Ok(holds) => holds,
        Err(error) => return End::Misused(error.of(&arguments.record).to_string()),
    };
    let otherwise = if tally.failed == 0 { End::Well } else { End::SomeFailed };
    let text = tally.summary(&arguments.record, holds);
    if arguments.quiet { otherwise } else { output::print_then(&text, otherwise) }
}

/// Rows of any of the tables.
type Rows = memcon_exchange::import::Import<Box<dyn BufRead>>;

fn open(table: &Path) -> io::Result<Rows> {
    let from: Box<dyn BufRead> = if table == Path::new("-") {
        Box::new(BufReader::new(io::stdin()))
    } else {
        Box::new(BufReader::new(File::open(table)?))
    };
    Rows::open(from)
}

/// Reads a table into a record: rows of one run after another.
fn read(rows: Rows, table: &Path, store: &mut Store, tally: &mut Tally) -> Result<(), memcon_store::Error> {
    let (mut new, mut known, mut events) = (0, 0, 0);
    let mut named = |error: String| tally.fail(&format!("{}: {error}", table.display()));
    let mut rows = rows.map(|row| row.map_err(&mut named)).filter_map(Result::ok).peekable();
    while let Some(run) = rows.peek().map(|(run, _)| run.clone()) {
        let mut writer = store.writer(&run)?;
        while let Some((_, ingest)) = rows.next_if(|(of, _)| *of == run) {
            match writer.add(&ingest)? {
                Added::Known => known += 1,
                Added::New | Added::Recoded(_) => {
                    new += 1;
                    events += ingest.document.events.len();
                }
            }
        }
        writer.finish()?;
    }
    drop(rows);
    tally.new += new;
    tally.known += known;
    tally.events += events;
    Ok(())
}

/// What became of all rows.
#[derive(Default)]
struct Tally {
    new: usize,
    known: usize,
    events: usize,
    failed: usize,
}

impl Tally {
    fn fail(&mut self, message: &str) {
        self.failed += 1;
        eprintln!("memcon: {message}");
    }

    fn summary(&self, record: &Path, holds: Counts) -> String {
        let mut lines = vec![format!("{} documents imported with {} events", self.new, self.events)];
        if self.known > 0 {
            lines.push(format!("{} skipped: in the record already", self.known));
        }
        if self.failed > 0 {
            lines.push(format!("{} failed, each named above with the reason", self.failed));
        }
        let Counts { documents, mentions, events, .. } = holds;
        lines.push(format!("{} holds {documents} documents, {mentions} mentions of {events} events", record.display()));
        lines.join("\n") + "\n"
    }
}
