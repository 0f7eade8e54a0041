//! What can be said on the command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;
use memcon::intake::{Bounds, Columns, Options};
use memcon::reading::Model;
use memcon_lexicon::{Category, Context, Mode, Status};

/// Reads English news and keeps the diplomatic record: political events in PLOVER, each tied to the words that show it.
#[derive(Debug, Parser)]
#[command(name = "memcon", version, max_term_width = 100, after_help = EXAMPLES)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Code the political events of news: web pages, texts, tables, feeds, crawls, archives of these
    #[command(after_help = CODE_EXAMPLES)]
    Code(Code),
    /// Code pages into a record: one file that keeps stories, events and evidence
    #[command(after_help = ADD_EXAMPLES)]
    Add(Add),
    /// Write the events of a record for other programs: as PLOVER or POLECAT, tables, maps, networks
    #[command(after_help = EXPORT_EXAMPLES)]
    Export(Box<Export>),
    /// Read events that others coded into a record: tables of POLECAT and NGEC
    #[command(after_help = IMPORT_EXAMPLES)]
    Import(Import),
    /// Follow feeds of the web, and code what is new in them into a record
    #[cfg(feature = "watch")]
    #[command(after_help = WATCH_EXAMPLES)]
    Watch(Watch),
    /// Ask a record for events, counts, or anything in SQL
    #[command(after_help = QUERY_EXAMPLES)]
    Query(Box<Query>),
    /// Counts by dyad or country and period: zero rows filled in, with what was read beside them
    #[command(after_help = PANEL_EXAMPLES)]
    Panel(Panel),
    /// Who held what office, from what the stories of a record say
    #[command(after_help = OFFICES_EXAMPLES)]
    Offices(Offices),
    /// Show what recoding changed in a record, or what differs between two records
    #[command(after_help = DIFF_EXAMPLES)]
    Diff(Diff),
    /// Open a desk in the browser: a record to look at, check and correct, and an HTTP API
    #[command(after_help = SERVE_EXAMPLES)]
    Serve(Serve),
    /// Show how the events of one page were coded, and why a sentence made none: tree, frames, parties, dates
    #[command(after_help = EXPLAIN_EXAMPLES)]
    Explain(Explain),
    /// Show what a page holds before it is read: stories, furniture, dates; as JSON in a pipe
    #[command(after_help = PAGE_EXAMPLES)]
    Page(PageCommand),
    /// Score coded events against gold records: precision, recall, F1
    #[command(after_help = SCORE_EXAMPLES)]
    Score(Score),
    /// Ask who a phrase speaks of: country, sector, office
    #[command(after_help = ACTOR_EXAMPLES)]
    Actor(AskActor),
    /// Ask where a place is
    #[command(after_help = PLACE_EXAMPLES)]
    Place(Ask),
    /// Ask which days a text speaks of
    #[command(after_help = WHEN_EXAMPLES)]
    When(Ask),
    /// Print a script by which a shell completes commands and options
    #[command(after_help = COMPLETIONS_EXAMPLES)]
    Completions(Completions),
}

const EXAMPLES: &str = "\
Examples:
  memcon code page.html                 the events of a page
  memcon code news/ > events.jsonl      of a folder of pages, crawls, feeds or tables, a line of JSON a document
  memcon explain page.html --event 3    how the third event was coded
  memcon add record.db news/            into a record, where stories of one event are joined
  memcon serve --demo                   sample stories in the browser

Exit codes: 0 all went well; 1 some input failed and was named on standard error, the rest was done; 2 the command
line, or a lexicon file, is wrong. Pages are read from files: code, add and serve fetch nothing.";

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

/// How sure an event must be.
#[derive(Clone, Copy, Debug, Args)]
pub struct Sureness {
    /// Least confidence, 0 to 1, under which events of stories of more than three sentences are left out, and under twice as much of those that the learned head alone proposes; 0 keeps all
    #[arg(long, value_name = "P", default_value_t = memcon::coding::confidence::LEAST, value_parser = likelihood)]
    pub min_confidence: f64,
}

/// Which reader reads, shared by all commands that code.
#[derive(Clone, Copy, Debug, Args)]
pub struct ReadBy {
    /// Which reader: base reads best, fast takes half the time
    #[arg(long, value_name = "NAME", default_value_t = Model::default(), value_parser = model())]
    pub reader: Model,
}

fn model() -> impl clap::builder::TypedValueParser<Value = Model> {
    use clap::builder::{PossibleValuesParser, TypedValueParser as _};
    PossibleValuesParser::new(Model::ALL.map(Model::as_str)).try_map(|name| name.parse())
}

fn likelihood(text: &str) -> Result<f64, String> {
    let number = text.parse().ok().filter(|number| (0.0..=1.0).contains(number));
    number.ok_or_else(|| "give a number from 0 to 1".to_owned())
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
    /// Write to a file rather than to standard output; csv and parquet also to a folder, by a path without extension
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Pages coded at the same time [default: the number of cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub jobs: Option<u16>,
    /// Folder of lexicon files that add to the shipped ones or override them
    #[arg(long, value_name = "DIR")]
    pub lexicon: Option<PathBuf>,
    /// Which reader reads.
    #[command(flatten)]
    pub by: ReadBy,
    /// How sure an event must be.
    #[command(flatten)]
    pub sureness: Sureness,
    /// Leave the text out of the JSON; of other formats the words of evidence
    #[arg(long)]
    pub no_text: bool,
    /// What is written in the forms of others.
    #[command(flatten)]
    pub how: Written,
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

const CODE_EXAMPLES: &str = "\
Examples:
  memcon code page.html                                  a table on a terminal, JSON lines in a pipe
  memcon code news/ more.jsonl.gz --out events.jsonl     in the order of the inputs, whatever --jobs is
  memcon code CC-NEWS-20250301.warc.gz feed.xml          crawls and feeds as they are
  memcon code corpus.parquet --map text=body,date=pub    columns with names of their own
  memcon code --date 2025-03-14 note.txt                 the day of publication, where the page does not say it
  memcon code news/ --lexicon mine/                      by words and names of your own as well

What cannot be read is named on standard error with the reason; the rest is coded, and the exit code is 1.";

const EXPLAIN_EXAMPLES: &str = "\
Examples:
  memcon explain page.html                        every event
  memcon explain page.html --event 3              the third, as memcon code numbers them
  memcon explain page.html --sentence 5           why the fifth sentence made no event, and what nearly did
  memcon explain page.html --event 3 --lexicon mine/";

const PAGE_EXAMPLES: &str = "\
Examples:
  memcon page page.html                       an outline on a terminal
  memcon page page.html --format json         the text that is read, stories, furniture and dates, with offsets
  memcon page saved.html --bound stories=20";

const SCORE_EXAMPLES: &str = "\
Examples:
  memcon score gold.jsonl                     Memcon codes the gold's texts itself
  memcon score gold.jsonl --lexicon mine/     what a lexicon of your own is worth
  memcon score gold.jsonl theirs.jsonl        another system's events
  memcon score gold.jsonl --misses 20         what was missed, and what the gold lacks";

const ACTOR_EXAMPLES: &str = "\
Examples:
  memcon actor \"Kremlin spokesman\"
  memcon actor \"Chancellor Merkel\" --date 2024-03-01     in office on that day, or by then a former official
  memcon actor --jsonl phrases.jsonl                     many at once";

const PLACE_EXAMPLES: &str = "\
Examples:
  memcon place \"Springfield, Illinois\"
  memcon place --jsonl names.jsonl        many at once";

const WHEN_EXAMPLES: &str = "\
Examples:
  memcon when \"two days after Easter\" --date 2024-03-01
  memcon when \"since last Monday\" --date 2024-03-14
  memcon when --jsonl phrases.jsonl       many at once";

const OFFICES_EXAMPLES: &str = "\
Examples:
  memcon offices record.db --date 2025-05-15            who is said to hold what on that day
  memcon offices record.db --country NOR --format csv
  memcon offices record.db --office ambassador";

const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  memcon completions bash > ~/.local/share/bash-completion/completions/memcon
  memcon completions zsh > ~/.zfunc/_memcon         in a folder of $fpath
  memcon completions fish > ~/.config/fish/completions/memcon.fish";

/// Arguments of `completions`.
#[derive(Debug, Args)]
pub struct Completions {
    /// The shell
    #[arg(value_name = "SHELL", value_enum)]
    pub shell: clap_complete::Shell,
}

const ADD_EXAMPLES: &str = "\
Examples:
  memcon add record.db news/            makes record.db, or adds what is new in news/
  memcon add record.db news/            again: nothing to do, everything is known by its content
  memcon add record.db news/ --lexicon mine/    codes all anew; memcon diff record.db shows what changed

Broken off at any moment, run the same command again: it goes on where it was. Pages and events are the same in
whatever order they are added.";

const QUERY_EXAMPLES: &str = "\
Examples:
  memcon query record.db --dyad NOR-KEN --from 2025             a chronology
  memcon query record.db --actor \"Joko Widodo\" --category CONSULT
  memcon query record.db --text '\"peace talks\" NOT ceasefire' --core
  memcon query record.db --near 59.91,10.75,50 --status occurred --format csv
  memcon query record.db --by month --per dyad --by-category     counts and mean scores
  memcon query record.db --sql 'SELECT * FROM conflicts'         views are in crates/memcon-store/src/schema/views.sql";

const DIFF_EXAMPLES: &str = "\
Examples:
  memcon diff record.db            what the last recoding changed
  memcon diff old.db new.db        the same pages, coded by two versions or lexicons";

const SERVE_EXAMPLES: &str = "\
Examples:
  memcon serve --demo                              a desk of sample stories, at http://127.0.0.1:8700
  memcon serve record.db                           your own record, to be read
  memcon serve record.db --token 'a long word'     also to review: sign in with the token
  memcon serve record.db --address 0.0.0.0:8700 --token 'a long word'    for others; put TLS before it

The desk answers only to this machine unless told otherwise. Where others can reach it, everything needs the token;
MEMCON_TOKEN in the environment keeps it out of the list of processes. Ctrl-C ends it.";

/// Arguments of `serve`.
#[derive(Debug, Args)]
pub struct Serve {
    /// The record
    #[arg(value_name = "RECORD", required_unless_present = "demo", conflicts_with = "demo")]
    pub record: Option<PathBuf>,
    /// Show a record of sample stories, coded when it is first asked for
    #[arg(long)]
    pub demo: bool,
    /// Where to listen
    #[arg(long, value_name = "IP:PORT", default_value = "127.0.0.1:8700")]
    pub address: std::net::SocketAddr,
    /// Needed to review, and for everything where others can reach the desk; also `MEMCON_TOKEN`
    #[arg(long, value_name = "WORD")]
    pub token: Option<String>,
    /// The day that counts as today [default: the clock's; of --demo the last day told]
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub today: Option<Date>,
    /// Folder of lexicon files for what the desk codes on the spot
    #[arg(long, value_name = "DIR")]
    pub lexicon: Option<PathBuf>,
    /// Which reader reads.
    #[command(flatten)]
    pub by: ReadBy,
    /// End after so many seconds, for tests
    #[arg(long, value_name = "SECONDS", hide = true)]
    pub stop_after: Option<u64>,
}

/// Arguments of `add`.
#[derive(Debug, Args)]
pub struct Add {
    /// The record; made where there is none
    #[arg(value_name = "RECORD")]
    pub record: PathBuf,
    /// Files or folders; - for standard input
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    /// Day of publication of the pages that do not say theirs: YYYY-MM-DD
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub date: Option<Date>,
    /// Pages coded at the same time [default: the number of cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub jobs: Option<u16>,
    /// Folder of lexicon files that add to the shipped ones or override them
    #[arg(long, value_name = "DIR")]
    pub lexicon: Option<PathBuf>,
    /// Which reader reads.
    #[command(flatten)]
    pub by: ReadBy,
    /// How sure an event must be.
    #[command(flatten)]
    pub sureness: Sureness,
    /// Stop at the first input that fails; what was added before is kept
    #[arg(long)]
    pub strict: bool,
    /// No progress and no summary
    #[arg(short, long)]
    pub quiet: bool,
    /// How inputs are read.
    #[command(flatten)]
    pub reading: Reading,
}

#[cfg(feature = "watch")]
const WATCH_EXAMPLES: &str = "\
Examples:
  memcon watch record.db https://news.example/feed.xml --every 30m     until Ctrl-C
  memcon watch record.db https://news.example/atom --once --pages      one round, as for cron
  memcon watch record.db https://news.example/rss --out new.jsonl      also a line of JSON for each new document

Sites are asked for one thing at a time, only for what has changed, and only for what their robots.txt allows; one that is
overloaded or does not answer is asked more and more seldom. What fails is named, and the rest goes on. Links are followed
only with --pages, and from a feed of the open net never into the own one.";

/// Arguments of `watch`.
#[cfg(feature = "watch")]
#[derive(Debug, Args)]
pub struct Watch {
    /// The record; made where there is none
    #[arg(value_name = "RECORD")]
    pub record: PathBuf,
    /// Addresses of feeds: RSS, Atom, JSON feeds, news sitemaps
    #[arg(required = true, value_name = "FEED", value_parser = memcon_watch::Url::parse)]
    pub feeds: Vec<memcon_watch::Url>,
    /// How often each feed is asked for: 15m, 2h; one minute at least
    #[arg(long, value_name = "TIME", default_value = "15m", value_parser = every)]
    pub every: std::time::Duration,
    /// Ask for each feed once and end
    #[arg(long)]
    pub once: bool,
    /// Also read the page that each new item links to, where the site allows it, rather than what the feed says of it
    #[arg(long)]
    pub pages: bool,
    /// Also append each new document to a file, a line of JSON as `code` writes it
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Pause between two requests to one site; longer where the site wants it so
    #[arg(long, value_name = "TIME", default_value = "2s", value_parser = time)]
    pub delay: std::time::Duration,
    /// How sites can reach you, an address or a page; told to them as part of the program's name
    #[arg(long, value_name = "WORDS", value_parser = contact)]
    pub contact: Option<String>,
    /// Documents coded at the same time [default: the number of cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub jobs: Option<u16>,
    /// Folder of lexicon files that add to the shipped ones or override them
    #[arg(long, value_name = "DIR")]
    pub lexicon: Option<PathBuf>,
    /// Which reader reads.
    #[command(flatten)]
    pub by: ReadBy,
    /// How sure an event must be.
    #[command(flatten)]
    pub sureness: Sureness,
    /// No word of what is new, and no summary
    #[arg(short, long)]
    pub quiet: bool,
    /// How inputs are read.
    #[command(flatten)]
    pub reading: Reading,
}

/// Which events of a record; all that are given must hold.
#[derive(Debug, Args)]
#[command(next_help_heading = "Filters")]
pub struct Filters {
    /// Who acts: a code of three letters, as NOR or UNO, or words of a name
    #[arg(long, value_name = "WHO")]
    pub actor: Option<String>,
    /// To whom
    #[arg(long, value_name = "WHO")]
    pub recipient: Option<String>,
    /// On either side
    #[arg(long, value_name = "WHO")]
    pub party: Option<String>,
    /// Two countries, either way: NOR-KEN
    #[arg(long, value_name = "A-B", value_parser = dyad)]
    pub dyad: Option<(String, String)>,
    /// Country in which it took place: NOR
    #[arg(long, value_name = "CODE")]
    pub country: Option<String>,
    /// Sector of a party: GOV, MIL, REB
    #[arg(long, value_name = "CODE")]
    pub sector: Option<String>,
    /// PLOVER category, or the act that is promised or threatened; any of several
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub category: Vec<Category>,
    /// PLOVER mode
    #[arg(long, value_name = "NAME")]
    pub mode: Option<Mode>,
    /// occurred, ongoing, planned, hypothetical or denied; any of several
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub status: Vec<Status>,
    /// PLOVER context
    #[arg(long, value_name = "NAME")]
    pub context: Option<Context>,
    /// First day: YYYY-MM-DD, YYYY-MM or YYYY
    #[arg(long, value_name = "DATE")]
    pub from: Option<String>,
    /// Last day, month or year, included
    #[arg(long, value_name = "DATE")]
    pub to: Option<String>,
    /// Words of the place's name
    #[arg(long, value_name = "NAME")]
    pub place: Option<String>,
    /// Within so many kilometres of a point: LAT,LON,KM
    #[arg(long, value_name = "LAT,LON,KM", value_parser = near, allow_hyphen_values = true)]
    pub near: Option<(f64, f64, f64)>,
    /// Words in the evidence, as FTS5 reads them: harbour treaty; \"peace talks\"; sanction*; a NOT b
    #[arg(long, value_name = "WORDS")]
    pub text: Option<String>,
    /// Only what its story is about, without background
    #[arg(long)]
    pub core: bool,
    /// Words in the rule that coded it: model, accuse.txt
    #[arg(long, value_name = "WORDS")]
    pub decided_by: Option<String>,
    /// At least so sure, from 0 to 1
    #[arg(long, value_name = "P")]
    pub confidence: Option<f64>,
    /// Told by at least so many publishers
    #[arg(long, value_name = "N")]
    pub sources: Option<u32>,
}

/// Arguments of `query`.
#[derive(Debug, Args)]
pub struct Query {
    /// The record
    #[arg(value_name = "RECORD")]
    pub record: PathBuf,
    /// Which events.
    #[command(flatten)]
    pub filters: Filters,
    /// At most so many events
    #[arg(long, value_name = "N")]
    pub limit: Option<u32>,
    /// Count by period
    #[arg(long, value_enum, value_name = "PERIOD")]
    pub by: Option<By>,
    /// Count by countries
    #[arg(long, value_enum, value_name = "WHOSE")]
    pub per: Option<Per>,
    /// Count by category
    #[arg(long)]
    pub by_category: bool,
    /// Count all
    #[arg(long)]
    pub count: bool,
    /// A statement that reads, instead of filters
    #[arg(long, value_name = "SELECT", conflicts_with_all = ["by", "per", "by_category", "count"])]
    pub sql: Option<String>,
    /// Form of the output; a table on a terminal, JSON lines in a pipe
    #[arg(long, value_enum)]
    pub format: Option<Form>,
}

/// Forms of output of `query`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// For people
    Table,
    /// For programs: a JSON object a line
    Jsonl,
    /// For spreadsheets: comma-separated values with a line of names
    Csv,
}

/// Periods of counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum By {
    /// Each day
    Day,
    /// Each week, from Monday
    Week,
    /// Each month
    Month,
    /// Each year
    Year,
}

/// Whose events are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Per {
    /// Each directed pair of countries
    Dyad,
    /// Each actor's country
    Actor,
    /// Each recipient's country
    Recipient,
}

const PANEL_EXAMPLES: &str = "\
Examples:
  memcon panel record.db --by month --format csv                    every dyad that has an event
  memcon panel record.db --countries NOR,KEN --from 2024 --to 2025  both dyads, also where nothing happened
  memcon panel record.db --unit country --by year
  memcon panel record.db --denominators --by month                  stories read, by publisher

An event counts once in each dyad that it has: each country among the actors with each among the recipients; without
recipients, each actor with each other one, both ways. Only what occurred or is ongoing counts, unless --status says
otherwise. Where no stories were read, a zero says nothing.";

/// Arguments of `panel`.
#[derive(Debug, Args)]
pub struct Panel {
    /// The record
    #[arg(value_name = "RECORD")]
    pub record: PathBuf,
    /// Whose events are counted
    #[arg(long, value_enum, default_value = "dyad")]
    pub unit: Unit,
    /// Length of a period
    #[arg(long, value_enum, value_name = "PERIOD", default_value = "month")]
    pub by: By,
    /// First day, month or year [default: of the first event]
    #[arg(long, value_name = "DATE")]
    pub from: Option<String>,
    /// Last day, month or year [default: of the last event]
    #[arg(long, value_name = "DATE")]
    pub to: Option<String>,
    /// Only these countries and their dyads, with rows also where there is no event
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    pub countries: Vec<String>,
    /// occurred, ongoing, planned, hypothetical or denied; any of several [default: occurred,ongoing]
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub status: Vec<Status>,
    /// Only what its story is about, without background
    #[arg(long)]
    pub core: bool,
    /// Stories read, by period and publisher, instead of events
    #[arg(long)]
    pub denominators: bool,
    /// Form of the output; a table on a terminal, JSON lines in a pipe
    #[arg(long, value_enum)]
    pub format: Option<Form>,
}

/// Units of a panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Unit {
    /// Directed pairs of countries
    Dyad,
    /// Pairs of countries, whichever acts
    UndirectedDyad,
    /// Countries, on either side
    Country,
    /// Countries that act
    Actor,
    /// Countries to which something is done
    Recipient,
}

const EXPORT_EXAMPLES: &str = "\
Examples:
  memcon export record.db --format csv --out events.csv           events
  memcon export record.db --format csv --out archive/ --no-text   events, parties, evidence and stories, without their texts
  memcon export record.db --format parquet --out events/ --from 2024    a folder of files by month
  memcon export record.db --format polecat --out events.tsv --fill-dates
  memcon export record.db --format graphml --category ASSAULT,COERCE > conflict.graphml

The columns of every format are in docs/src/reference/formats.md. A format without a column for the status leaves out what
was denied, is hypothetical or only planned, and says how much that is.";

/// Arguments of `export`.
#[derive(Debug, Args)]
pub struct Export {
    /// The record
    #[arg(value_name = "RECORD")]
    pub record: PathBuf,
    /// Form of the output
    #[arg(long, value_enum)]
    pub format: ExportFormat,
    /// Write to a file; csv and parquet also to a folder of several, by a path without extension [default: standard
    /// output]
    #[arg(long, value_name = "PATH")]
    pub out: Option<PathBuf>,
    /// Leave out the texts of stories and the words of evidence; hashes, addresses and offsets stay
    #[arg(long)]
    pub no_text: bool,
    /// What is written.
    #[command(flatten)]
    pub how: Written,
    /// Which events.
    #[command(flatten)]
    pub filters: Filters,
}

/// What is written of events in forms of others.
#[derive(Clone, Copy, Debug, Args)]
pub struct Written {
    /// Write denied, hypothetical and planned events also in formats that cannot say what they are
    #[arg(long)]
    pub all_statuses: bool,
    /// Put the first and last day in the place of a month or year
    #[arg(long)]
    pub fill_dates: bool,
}

/// Forms of output of `export`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// Whole documents, as `code` writes them
    Jsonl,
    /// PLOVER's JSON, an event a line
    Plover,
    /// POLECAT's table of 40 columns, tab-separated
    Polecat,
    /// Comma-separated values: events; in a folder also parties, evidence and stories
    Csv,
    /// One file, or a folder of files by month
    Parquet,
    /// Features on a map
    Geojson,
    /// The network of actors
    Graphml,
}

const IMPORT_EXAMPLES: &str = "\
Examples:
  memcon import record.db ngecEvents.DV.2023.txt      POLECAT, as it is published
  memcon import record.db flat.csv                    the flat table of an NGEC of your own
  memcon query record.db --decided-by POLECAT         what was imported

Imported again, what is there already is passed over.";

/// Arguments of `import`.
#[derive(Debug, Args)]
pub struct Import {
    /// The record; made where there is none
    #[arg(value_name = "RECORD")]
    pub record: PathBuf,
    /// Tables; - for standard input
    #[arg(required = true, value_name = "TABLE")]
    pub tables: Vec<PathBuf>,
    /// No summary
    #[arg(short, long)]
    pub quiet: bool,
}

/// Arguments of `offices`.
#[derive(Debug, Args)]
pub struct Offices {
    /// The record
    #[arg(value_name = "RECORD")]
    pub record: PathBuf,
    /// On this day: YYYY-MM-DD [default: whoever held anything at any time]
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub date: Option<Date>,
    /// Of this country or kind of body: NOR, UNO
    #[arg(long, value_name = "CODE")]
    pub country: Option<String>,
    /// Words of the person's name
    #[arg(long, value_name = "NAME")]
    pub person: Option<String>,
    /// Words of the office or body
    #[arg(long, value_name = "WORDS")]
    pub office: Option<String>,
    /// Form of the output; a table on a terminal, JSON lines in a pipe
    #[arg(long, value_enum)]
    pub format: Option<Form>,
}

/// Arguments of `diff`.
#[derive(Debug, Args)]
pub struct Diff {
    /// The record
    #[arg(value_name = "RECORD")]
    pub record: PathBuf,
    /// Another, to be compared with it
    #[arg(value_name = "OTHER")]
    pub other: Option<PathBuf>,
    /// As JSON
    #[arg(long)]
    pub json: bool,
}

/// Forms of output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people: a block of lines an event
    Table,
    /// For programs: a JSON object a document and line
    Jsonl,
    /// PLOVER's JSON, an event a line
    Plover,
    /// POLECAT's table of 40 columns, tab-separated
    Polecat,
    /// Comma-separated values: events; in a folder also parties, evidence and stories
    Csv,
    /// One file, or a folder of files by month
    Parquet,
    /// Features on a map
    Geojson,
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
    /// Which reader reads.
    #[command(flatten)]
    pub by: ReadBy,
    /// How sure an event must be.
    #[command(flatten)]
    pub sureness: Sureness,
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
    /// Which reader reads.
    #[command(flatten)]
    pub by: ReadBy,
    /// How sure an event must be.
    #[command(flatten)]
    pub sureness: Sureness,
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

#[cfg(feature = "watch")]
fn time(text: &str) -> Result<std::time::Duration, String> {
    let time = text.parse::<jiff::SignedDuration>().ok().and_then(|time| std::time::Duration::try_from(time).ok());
    time.ok_or_else(|| format!("{text:?} is no time such as 30s, 15m or 2h"))
}

#[cfg(feature = "watch")]
fn every(text: &str) -> Result<std::time::Duration, String> {
    let every = time(text)?;
    if every < std::time::Duration::from_mins(1) {
        Err("feeds are asked for once a minute at most".to_owned())
    } else {
        Ok(every)
    }
}

#[cfg(feature = "watch")]
fn contact(text: &str) -> Result<String, String> {
    let plain = text.chars().all(|c| (c.is_ascii_graphic() || c == ' ') && !"()\\".contains(c));
    if plain {
        Ok(text.to_owned())
    } else {
        Err("only letters, digits and signs of ASCII, without brackets".to_owned())
    }
}

fn dyad(text: &str) -> Result<(String, String), String> {
    let pair = text.split_once(['-', ',', ':']).filter(|(a, b)| a.len() == 3 && b.len() == 3);
    pair.map(|(a, b)| (a.to_uppercase(), b.to_uppercase()))
        .ok_or_else(|| format!("{text:?} is no pair such as NOR-KEN"))
}

fn near(text: &str) -> Result<(f64, f64, f64), String> {
    let numbers: Vec<f64> = text.split(',').filter_map(|number| number.trim().parse().ok()).collect();
    match numbers.as_slice() {
        [lat, lon, km] if lat.abs() <= 90.0 && lon.abs() <= 180.0 && *km > 0.0 => Ok((*lat, *lon, *km)),
        _ => Err(format!("{text:?} is no latitude, longitude and kilometres such as 59.91,10.75,50")),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn every_command_says_what_it_does_and_shows_examples_that_are_understood() {
        let program = Arguments::command();
        program.clone().debug_assert();
        for command in program.get_subcommands().filter(|command| !command.is_hide_set()) {
            let name = command.get_name();
            assert!(command.get_about().is_some(), "{name}");
            let after = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            let examples: Vec<&str> = after.lines().filter(|line| line.starts_with("  memcon ")).collect();
            assert!(!examples.is_empty(), "{name} shows no examples");
            for example in examples {
                // What explains an example stands behind two blanks; where the output goes is the shell's.
                let words =
                    example.trim_start().split("  ").next().unwrap_or_default().split(" > ").next().unwrap_or_default();
                let words = shell_words(words);
                assert!(Arguments::try_parse_from(&words).is_ok(), "{name}: {words:?} is not understood");
            }
        }
    }

    /// A command line as words, quotation marks heeded.
    fn shell_words(line: &str) -> Vec<String> {
        let (mut words, mut mark) = (vec![String::new()], None);
        for c in line.chars() {
            match (mark, c) {
                (None, '"' | '\'') => mark = Some(c),
                (Some(open), _) if open == c => mark = None,
                (None, ' ') => words.push(String::new()),
                (_, _) => words.last_mut().expect("one at least").push(c),
            }
        }
        words
    }
}
