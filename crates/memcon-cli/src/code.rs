//! `memcon code`: pages in, events out.

use std::fs::File;
use std::io::{BufWriter, IsTerminal as _, Write};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use memcon::{Document, Lexicon, Memcon, json};

use crate::End;
use crate::args::{Code, Format};
use crate::inputs::{Input, Inputs};
use crate::{ordered, table};

/// Runs the command.
pub fn run(arguments: &Code) -> End {
    let memcon = match set_up(arguments.lexicon.as_deref()) {
        Ok(memcon) => memcon,
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
    let inputs = Inputs::new(&arguments.inputs);
    let bar = progress(inputs.files(), arguments.quiet || on_terminal && format == Format::Table);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let jobs = arguments.jobs.map_or(cores, usize::from);
    let mut run = Run { failed: false, broken: None, strict: arguments.strict };
    let work = |input: Input| Coded::of(&memcon, input, arguments, format);
    ordered::run(inputs, jobs, work, |coded| {
        bar.inc(1);
        run.take(coded, &mut out, &bar)
    });
    bar.finish_and_clear();
    run.end(out.flush())
}

/// The coder with the lexicon that the user asked for.
pub fn set_up(lexicon: Option<&std::path::Path>) -> Result<Memcon, String> {
    let lexicon = lexicon.map_or_else(Lexicon::shipped, Lexicon::with_folder).map_err(|e| e.to_string())?;
    Memcon::with_lexicon(lexicon).map_err(|e| e.to_string())
}

/// What became of one input: its lines of output, or why there are none.
struct Coded(Result<String, String>);

impl Coded {
    fn of(memcon: &Memcon, input: Input, arguments: &Code, format: Format) -> Self {
        let page = match input.page {
            Ok(page) => page,
            Err(error) => return Self(Err(error.to_string())),
        };
        let coded = memcon.code(page, arguments.date).map_err(|e| format!("{}: {e}", input.name));
        Self(coded.and_then(|document| written(&document, &input.name, !arguments.no_text, format)))
    }
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

struct Run {
    failed: bool,
    broken: Option<std::io::Error>,
    strict: bool,
}

impl Run {
    /// Writes what became of an input; whether to go on.
    fn take(&mut self, coded: Coded, out: &mut dyn Write, bar: &ProgressBar) -> bool {
        match coded.0 {
            Ok(text) => match out.write_all(text.as_bytes()) {
                Ok(()) => true,
                Err(error) => {
                    self.broken = Some(error);
                    false
                }
            },
            Err(message) => {
                self.failed = true;
                bar.suspend(|| eprintln!("memcon: {message}"));
                !self.strict
            }
        }
    }

    fn end(self, flushed: std::io::Result<()>) -> End {
        match self.broken.map_or(flushed, Err) {
            // Who reads our output has had enough, as `head` does: no fault of ours.
            Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => End::Well,
            Err(error) => End::Misused(format!("the output cannot be written: {error}")),
            Ok(()) if self.failed => End::SomeFailed,
            Ok(()) => End::Well,
        }
    }
}

/// A line on standard error for long work; nothing for what is done at once or not watched.
fn progress(files: usize, silent: bool) -> ProgressBar {
    if silent || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = "{pos} documents of {len} files, {per_sec}, {elapsed} {wide_bar}";
    let bar = ProgressBar::new(files as u64);
    bar.set_style(ProgressStyle::with_template(style).unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar.enable_steady_tick(Duration::from_millis(250));
    bar
}
