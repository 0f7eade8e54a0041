//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;
use memcon::intake::{Bounds, Columns, Options};

/// Reads English news and keeps the diplomatic record: political events in PLOVER, each tied to the words that show it.
#[derive(Debug, Parser)]
#[command(name = "memcon", version, max_term_width = 100)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Code the political events of news: web pages, texts, tables, feeds, crawls, archives of these
    Code(Code),
    /// Show how the events of one page were coded, and why a sentence made none: tree, frames, parties, dates
    Explain(Explain),
    /// Show what a page holds before it is read: stories, furniture, dates; as JSON in a pipe
    Page(PageCommand),
    /// Score coded events against gold records: precision, recall, F1
    Score(Score),
    /// Ask who a phrase speaks of: country, sector, office
    Actor(AskActor),
    /// Ask where a place is
    Place(Ask),
    /// Ask which days a text speaks of
    When(Ask),
}

/// How inputs are read.
#[derive(Debug, Args)]
#[command(next_help_heading = "Reading")]
pub struct Reading {
    /// Which columns of tables, or keys of JSON, hold what, for those with names of their own: text=body,date=pub
    /// (fields: id, url, title, date, text, html)
    #[arg(long, value_name = "FIELD=COLUMN,...", value_parser = Columns::parse)]
    pub map: Option<Columns>,
    /// Read more or less of an input, such as bytes=16M or stories=50. What a bound cuts, a note names with it
    #[arg(long, value_name = "NAME=VALUE", value_parser = bound)]
    pub bound: Vec<String>,
}

impl Reading {
    /// The same as the library takes it.
    pub fn options(&self) -> Options {
        let mut bounds = Bounds::default();
        for setting in &self.bound {
            // Each was tried when the command line was read.
            let _ = bounds.set(setting);
        }
        Options { bounds, columns: self.map.clone().unwrap_or_default() }
    }
}

fn bound(setting: &str) -> Result<String, memcon::intake::BoundError> {
    Bounds::default().set(setting).map(|()| setting.to_owned())
}

/// Arguments of `code`.
#[derive(Debug, Args)]
pub struct Code {
    /// Files or folders; - for standard input. What each is, is told by its content: HTML, text, Markdown, JSON (lines,
    /// arrays), CSV, Parquet, RSS, Atom, JSON feeds, news sitemaps, WARC; in zip or tar, packed with gzip, zstd or brotli
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    /// Form of the output; a table on a terminal, JSON lines in a pipe
    #[arg(long, value_enum)]
    pub format: Option<Format>,
    /// Day of publication of the pages that do not say theirs: YYYY-MM-DD
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub date: Option<Date>,
    /// Write to a file rather than to standard output
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Pages coded at the same time [default: the number of cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub jobs: Option<u16>,
    /// Folder of lexicon files that add to the shipped ones or override them
    #[arg(long, value_name = "DIR")]
    pub lexicon: Option<PathBuf>,
    /// Leave the text out of the JSON
    #[arg(long)]
    pub no_text: bool,
    /// Stop at the first input that fails
    #[arg(long)]
    pub strict: bool,
    /// No progress on standard error
    #[arg(short, long)]
    pub quiet: bool,
    /// How inputs are read.
    #[command(flatten)]
    pub reading: Reading,
}

/// Forms of output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people: a block of lines an event
    Table,
    /// For programs: a JSON object a document and line
    Jsonl,
}

/// Arguments of `explain`.
#[derive(Debug, Args)]
pub struct Explain {
    /// A file; - for standard input
    #[arg(value_name = "INPUT")]
    pub input: PathBuf,
    /// Only the N-th event, as `code` numbers them
    #[arg(long, value_name = "N")]
    pub event: Option<usize>,
    /// Only the N-th sentence: what its words called up, and why that made an event or none
    #[arg(long, value_name = "N", conflicts_with = "event")]
    pub sentence: Option<usize>,
    /// Day of publication, if the page does not say it: YYYY-MM-DD
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub date: Option<Date>,
    /// Folder of lexicon files that add to the shipped ones or override them
    #[arg(long, value_name = "DIR")]
    pub lexicon: Option<PathBuf>,
    /// How inputs are read.
    #[command(flatten)]
    pub reading: Reading,
}

/// Arguments of `score`.
#[derive(Debug, Args)]
pub struct Score {
    /// Gold records: an article with its events a line, as in examples/gold.jsonl; - for standard input
    #[arg(value_name = "GOLD")]
    pub gold: PathBuf,
    /// What a system found in the same articles, with Memcon's or PLOVER's names of fields; - for standard input
    /// [default: Memcon codes the gold's texts itself]
    #[arg(value_name = "SYSTEM")]
    pub system: Option<PathBuf>,
    /// Print the figures as JSON
    #[arg(long)]
    pub json: bool,
    /// List missed events and those that the gold lacks, at most N of each [N: 40]
    #[arg(long, value_name = "N", num_args = 0..=1, default_missing_value = "40", conflicts_with = "json")]
    pub misses: Option<usize>,
    /// No 95 % intervals
    #[arg(long)]
    pub no_interval: bool,
    /// Folder of lexicon files that add to the shipped ones or override them
    #[arg(long, value_name = "DIR", conflicts_with = "system")]
    pub lexicon: Option<PathBuf>,
    /// Articles coded at the same time [default: the number of cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..), conflicts_with = "system")]
    pub jobs: Option<u16>,
    /// No progress on standard error
    #[arg(short, long)]
    pub quiet: bool,
}

/// Arguments of `page`.
#[derive(Debug, Args)]
pub struct PageCommand {
    /// A file; - for standard input
    #[arg(value_name = "INPUT")]
    pub input: PathBuf,
    /// Form of the output; an outline on a terminal, JSON in a pipe
    #[arg(long, value_enum)]
    pub format: Option<PageFormat>,
    /// How inputs are read.
    #[command(flatten)]
    pub reading: Reading,
}

/// Forms of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PageFormat {
    /// For people: what is read, and what is left out and why
    Outline,
    /// For programs: a JSON object
    Json,
}

/// Arguments of `actor`.
#[derive(Debug, Args)]
pub struct AskActor {
    /// What is asked.
    #[command(flatten)]
    pub ask: Ask,
    /// Folder of lexicon files that add to the shipped ones or override them
    #[arg(long, value_name = "DIR")]
    pub lexicon: Option<PathBuf>,
}

/// Arguments of `place` and `when`, and some of those of `actor`.
#[derive(Debug, Args)]
pub struct Ask {
    /// The words to ask about; with --jsonl a file, or - for standard input
    #[arg(value_name = "TEXT")]
    pub text: String,
    /// The day on which they are said: YYYY-MM-DD
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub date: Option<Date>,
    /// Many at once: {"id","text","date"} a line in, the answer with the same id a line out
    #[arg(long)]
    pub jsonl: bool,
}

fn day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| format!("{text:?} is no day of the form YYYY-MM-DD, such as 2025-03-14"))
}
