//! Parquet: one file, or a folder of files by month (`year=2025/month=5/part-0.parquet`). Rows are written group by group,
//! so that memory does not grow with their number.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use memcon_store::Exported;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;

use crate::arrow::{events, schema};

/// Rows of a group of a file of its own.
const GROUP: usize = 16_384;

/// Rows that wait before they become columns.
const BATCH: usize = 1024;

/// Files of months that are open at the same time. Events come by day, but for the odd one.
const OPEN: usize = 4;

fn broken(error: impl Into<ParquetError>) -> io::Error {
    io::Error::other(error.into())
}

/// A file that is written to.
pub struct OneFile {
    writer: ArrowWriter<Box<dyn Write + Send>>,
    waiting: Vec<Exported>,
}

impl OneFile {
    /// Begins a file.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn new(to: Box<dyn Write + Send>) -> io::Result<Self> {
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_dictionary_enabled(true)
            .set_max_row_group_row_count(Some(GROUP))
            .build();
        let writer = ArrowWriter::try_new(to, schema(), Some(properties)).map_err(broken)?;
        Ok(Self { writer, waiting: Vec::new() })
    }

    /// Writes an event.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn write(&mut self, exported: Exported) -> io::Result<()> {
        self.waiting.push(exported);
        if self.waiting.len() >= BATCH { self.pass_on() } else { Ok(()) }
    }

    fn pass_on(&mut self) -> io::Result<()> {
        let batch = events(&std::mem::take(&mut self.waiting)).map_err(broken)?;
        self.writer.write(&batch).map_err(broken)
    }

    /// Ends the file.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn finish(mut self) -> io::Result<()> {
        self.pass_on()?;
        self.writer.finish().map_err(broken)?;
        self.writer.inner_mut().flush()
    }
}

/// What stands for a month or year that is not known; readers of such folders take it for nothing.
const UNKNOWN: &str = "__HIVE_DEFAULT_PARTITION__";

/// Files by month.
pub struct ByMonth {
    folder: PathBuf,
    /// Open files, each with when it was last written to.
    open: BTreeMap<PathBuf, (OneFile, u64)>,
    /// Files made so far of each month.
    made: BTreeMap<PathBuf, u32>,
    written: u64,
}

impl ByMonth {
    /// In a folder.
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), open: BTreeMap::new(), made: BTreeMap::new(), written: 0 }
    }

    /// Writes an event to the file of its month.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn write(&mut self, exported: Exported) -> io::Result<()> {
        let month = self.folder.join(month(exported.event.date.as_deref()));
        self.written += 1;
        if !self.open.contains_key(&month) {
            if self.open.len() >= OPEN {
                self.close_oldest()?;
            }
            let number = self.made.entry(month.clone()).or_default();
            std::fs::create_dir_all(&month)?;
            let file = File::create(month.join(format!("part-{number}.parquet")))?;
            *number += 1;
            self.open.insert(month.clone(), (OneFile::new(Box::new(io::BufWriter::new(file)))?, 0));
        }
        let Some((file, last)) = self.open.get_mut(&month) else { return Ok(()) };
        *last = self.written;
        file.write(exported)
    }

    fn close_oldest(&mut self) -> io::Result<()> {
        let oldest = self.open.iter().min_by_key(|(_, (_, last))| *last).map(|(month, _)| month.clone());
        oldest.and_then(|month| self.open.remove(&month)).map_or(Ok(()), |(file, _)| file.finish())
    }

    /// Ends all files. Without any event there is one, so that readers find the columns.
    ///
    /// # Errors
    /// If they cannot be written.
    pub fn finish(mut self) -> io::Result<()> {
        if self.made.is_empty() {
            std::fs::create_dir_all(&self.folder)?;
            let file = File::create(self.folder.join("part-0.parquet"))?;
            return OneFile::new(Box::new(file))?.finish();
        }
        while !self.open.is_empty() {
            self.close_oldest()?;
        }
        Ok(())
    }
}

/// The folder of a date: `year=2025/month=5`.
fn month(date: Option<&str>) -> String {
    let number = |range: std::ops::Range<usize>| date.and_then(|date| date.get(range)?.parse::<u16>().ok());
    let name = |number: Option<u16>| number.map_or_else(|| UNKNOWN.to_owned(), |number| number.to_string());
    format!("year={}/month={}", name(number(0..4)), name(number(5..7)))
}
