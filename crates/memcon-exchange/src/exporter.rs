//! Writing events, one after another, in one of the forms.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use memcon_store::{Exported, Told};

use crate::column::{Head, On, Value, cells, heads};
use crate::delimited::{csv_line, tsv_cell};
use crate::graphml::Network;
use crate::tables::{EVENTS, STORIES, evidence_heads, evidence_rows, party_heads, party_rows};
use crate::{dates, geojson, plover, polecat};

/// A form of output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// PLOVER's JSON, an event a line.
    Plover,
    /// POLECAT's table.
    Polecat,
    /// Comma-separated values: events; in a folder also parties, evidence and stories.
    Csv,
    /// Parquet: one file, or in a folder files by month.
    Parquet,
    /// Features on a map.
    Geojson,
    /// The network of actors.
    Graphml,
}

impl Format {
    /// What it is called on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Plover => "plover",
            Self::Polecat => "polecat",
            Self::Csv => "csv",
            Self::Parquet => "parquet",
            Self::Geojson => "geojson",
            Self::Graphml => "graphml",
        }
    }

    /// Whether it can tell what happened from what did not.
    pub fn has_status(self) -> bool {
        matches!(self, Self::Csv | Self::Parquet | Self::Geojson)
    }

    /// Whether an event in it must have a date.
    pub fn needs_date(self) -> bool {
        self == Self::Plover
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What is written, and how.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Leave out the words of evidence; their offsets stay.
    pub no_text: bool,
    /// Write also what did not happen, or not yet, where the form cannot say so.
    pub all_statuses: bool,
    /// Put first and last days in the place of months and years.
    pub fill_dates: bool,
}

/// How many events were written, and how many not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Events written.
    pub written: u64,
    /// Events left out for their status, by status.
    pub by_status: BTreeMap<String, u64>,
    /// Events left out since they have no date.
    pub undated: u64,
}

impl Tally {
    /// What is to be said of events that were left out; nothing where there are none.
    pub fn said(&self, format: Format) -> Vec<String> {
        let mut lines = Vec::new();
        let count: u64 = self.by_status.values().sum();
        if count > 0 {
            let each: Vec<String> = self.by_status.iter().map(|(status, count)| format!("{count} {status}")).collect();
            lines.push(format!(
                "{count} events left out, since {format} has no column for their status: {} (--all-statuses writes them too)",
                each.join(", ")
            ));
        }
        if self.undated > 0 {
            lines.push(format!("{} events left out, since {format} needs a date and they have none", self.undated));
        }
        lines
    }
}

/// Whether an event is told as having happened. Where it has an act, its status is that of the act: what is agreed or
/// threatened is planned, but that it was agreed or threatened has happened.
fn happened(exported: &Exported) -> bool {
    let event = &exported.event;
    matches!(event.status.as_str(), "occurred" | "ongoing") || event.status == "planned" && event.act.is_some()
}

/// A file, or standard output.
type Stream = Box<dyn Write + Send>;

/// Where and how events are written.
enum Sink {
    Plover(Stream),
    Polecat(Stream),
    Csv(Stream),
    CsvFolder(Box<Tables>),
    #[cfg(feature = "parquet")]
    Parquet(Box<crate::parquet::OneFile>),
    #[cfg(feature = "parquet")]
    ParquetFolder(crate::parquet::ByMonth),
    Geojson(Stream, bool),
    Graphml(Stream, Network),
}

/// Writes events in one of the forms.
pub struct Exporter {
    format: Format,
    options: Options,
    tally: Tally,
    sink: Sink,
}

impl Exporter {
    /// To a file or folder, or to standard output. A path that ends in a separator, is a folder, or has no extension
    /// is that of a folder.
    ///
    /// # Errors
    /// If it cannot be written, or a folder holds something already.
    pub fn to(format: Format, path: Option<&Path>, options: Options) -> io::Result<Self> {
        let folder = path.filter(|path| matches!(format, Format::Csv | Format::Parquet) && is_folder(path));
        if let Some(folder) = folder {
            std::fs::create_dir_all(folder)?;
            if std::fs::read_dir(folder)?.next().is_some() {
                return Err(io::Error::new(io::ErrorKind::AlreadyExists, "the folder is not empty"));
            }
            let sink = match format {
                Format::Csv => Sink::CsvFolder(Box::new(Tables::new(folder)?)),
                _ => parquet_folder(folder)?,
            };
            return Ok(Self { format, options, tally: Tally::default(), sink });
        }
        let stream: Stream = match path {
            Some(path) => Box::new(BufWriter::new(File::create(path)?)),
            None => Box::new(BufWriter::new(io::stdout())),
        };
        Self::on(format, stream, options)
    }

    /// To a stream.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn on(format: Format, mut stream: Stream, options: Options) -> io::Result<Self> {
        match format {
            Format::Polecat => write_tsv(&mut stream, polecat::POLECAT.iter().map(|column| column.head.name))?,
            Format::Csv => write_names(&mut stream, heads(EVENTS, On::Nested))?,
            Format::Geojson => write!(stream, "{}", geojson::HEAD)?,
            Format::Plover | Format::Parquet | Format::Graphml => {}
        }
        let sink = match format {
            Format::Plover => Sink::Plover(stream),
            Format::Polecat => Sink::Polecat(stream),
            Format::Csv => Sink::Csv(stream),
            Format::Parquet => parquet_file(stream)?,
            Format::Geojson => Sink::Geojson(stream, false),
            Format::Graphml => Sink::Graphml(stream, Network::default()),
        };
        Ok(Self { format, options, tally: Tally::default(), sink })
    }

    /// Writes an event, or counts it as left out.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn write(&mut self, mut exported: Exported) -> io::Result<()> {
        if !self.format.has_status() && !self.options.all_statuses && !happened(&exported) {
            *self.tally.by_status.entry(exported.event.status).or_default() += 1;
            return Ok(());
        }
        if self.format.needs_date() && exported.event.date.is_none() {
            self.tally.undated += 1;
            return Ok(());
        }
        if self.options.fill_dates {
            dates::fill(&mut exported.event);
        }
        if self.options.no_text {
            exported.event.evidence.iter_mut().for_each(|words| words.text.clear());
        }
        self.tally.written += 1;
        self.sink.write(exported)
    }

    /// Writes a story that may have no event, where the form has stories.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn write_story(&mut self, story: &Told) -> io::Result<()> {
        if let Sink::CsvFolder(tables) = &mut self.sink { tables.story(story) } else { Ok(()) }
    }

    /// Ends the output.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn finish(self) -> io::Result<Tally> {
        self.sink.finish()?;
        Ok(self.tally)
    }
}

impl Sink {
    fn write(&mut self, exported: Exported) -> io::Result<()> {
        match self {
            Self::Plover(to) => writeln!(to, "{}", plover::line(&exported)),
            Self::Polecat(to) => write_tsv(to, polecat::cells(&exported)),
            Self::Csv(to) => write_row(to, &cells(EVENTS, &exported, On::Nested)),
            Self::CsvFolder(tables) => tables.event(&exported),
            #[cfg(feature = "parquet")]
            Self::Parquet(file) => file.write(exported),
            #[cfg(feature = "parquet")]
            Self::ParquetFolder(files) => files.write(exported),
            Self::Geojson(to, begun) => {
                let comma = if std::mem::replace(begun, true) { "," } else { "" };
                write!(to, "{comma}\n{}", geojson::feature(&exported))
            }
            Self::Graphml(_, network) => {
                network.add(&exported);
                Ok(())
            }
        }
    }

    fn finish(self) -> io::Result<()> {
        match self {
            Self::Plover(mut to) | Self::Polecat(mut to) | Self::Csv(mut to) => to.flush(),
            Self::CsvFolder(tables) => tables.finish(),
            #[cfg(feature = "parquet")]
            Self::Parquet(file) => file.finish(),
            #[cfg(feature = "parquet")]
            Self::ParquetFolder(files) => files.finish(),
            Self::Geojson(mut to, _) => write!(to, "{}", geojson::FOOT).and_then(|()| to.flush()),
            Self::Graphml(mut to, network) => network.write(&mut to).and_then(|()| to.flush()),
        }
    }
}

#[cfg(feature = "parquet")]
fn parquet_file(stream: Stream) -> io::Result<Sink> {
    Ok(Sink::Parquet(Box::new(crate::parquet::OneFile::new(stream)?)))
}

#[cfg(feature = "parquet")]
#[expect(clippy::unnecessary_wraps, reason = "without the feature it is an error")]
fn parquet_folder(folder: &Path) -> io::Result<Sink> {
    Ok(Sink::ParquetFolder(crate::parquet::ByMonth::new(folder)))
}

#[cfg(not(feature = "parquet"))]
fn parquet_file(_: Stream) -> io::Result<Sink> {
    Err(io::Error::new(io::ErrorKind::Unsupported, "Memcon was built without the feature `parquet`"))
}

#[cfg(not(feature = "parquet"))]
fn parquet_folder(_: &Path) -> io::Result<Sink> {
    Err(io::Error::new(io::ErrorKind::Unsupported, "Memcon was built without the feature `parquet`"))
}

/// Whether a path is that of a folder.
fn is_folder(path: &Path) -> bool {
    let ends =
        path.as_os_str().as_encoded_bytes().last().is_some_and(|&byte| char::from(byte) == std::path::MAIN_SEPARATOR);
    // What is there already and no file, such as a pipe, is no folder either.
    ends || path.is_dir() || path.extension().is_none() && !path.exists()
}

fn write_tsv<S: AsRef<str>>(to: &mut dyn Write, cells: impl IntoIterator<Item = S>) -> io::Result<()> {
    let line: Vec<String> = cells.into_iter().map(|cell| tsv_cell(cell.as_ref()).into_owned()).collect();
    writeln!(to, "{}", line.join("\t"))
}

fn write_names(to: &mut dyn Write, heads: impl IntoIterator<Item = Head>) -> io::Result<()> {
    writeln!(to, "{}", csv_line(heads.into_iter().map(|head| head.name)))
}

fn write_row(to: &mut dyn Write, cells: &[Value<'_>]) -> io::Result<()> {
    writeln!(to, "{}", csv_line(cells.iter().map(Value::text)))
}

/// Events, parties, evidence and stories, a file each.
struct Tables {
    events: BufWriter<File>,
    parties: BufWriter<File>,
    evidence: BufWriter<File>,
    stories: BufWriter<File>,
    /// Rows of stories that were written.
    written: BTreeSet<u64>,
}

impl Tables {
    fn new(folder: &Path) -> io::Result<Self> {
        let file = |name: &str, heads: Vec<Head>| -> io::Result<BufWriter<File>> {
            let path: PathBuf = folder.join(name);
            let mut file = BufWriter::new(File::create(path)?);
            write_names(&mut file, heads)?;
            Ok(file)
        };
        Ok(Self {
            events: file("events.csv", heads(EVENTS, On::Nested).collect())?,
            parties: file("parties.csv", party_heads())?,
            evidence: file("evidence.csv", evidence_heads())?,
            stories: file("stories.csv", heads(STORIES, On::Nested).collect())?,
            written: BTreeSet::new(),
        })
    }

    fn event(&mut self, exported: &Exported) -> io::Result<()> {
        write_row(&mut self.events, &cells(EVENTS, exported, On::Nested))?;
        party_rows(exported).iter().try_for_each(|row| write_row(&mut self.parties, row))?;
        evidence_rows(exported).iter().try_for_each(|row| write_row(&mut self.evidence, row))?;
        self.story(&exported.story)
    }

    fn story(&mut self, story: &Told) -> io::Result<()> {
        let new = self.written.insert(story.story.parse().unwrap_or_default());
        if new { write_row(&mut self.stories, &cells(STORIES, story, On::Nested)) } else { Ok(()) }
    }

    fn finish(mut self) -> io::Result<()> {
        [&mut self.events, &mut self.parties, &mut self.evidence, &mut self.stories]
            .into_iter()
            .try_for_each(Write::flush)
    }
}
