//! A record, opened.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use rustc_hash::FxHashMap;

use crate::error::Error;
use crate::ingest::ContentHash;
use crate::write::Writer;
use crate::{Result, migrate};

/// How long a process waits for another that is writing.
const PATIENCE: Duration = Duration::from_secs(30);

/// A record: one `SQLite` file.
#[derive(Debug)]
pub struct Store {
    pub(crate) connection: Connection,
    path: PathBuf,
}

impl Store {
    /// Opens a record to write to it, and makes it where there is none. A record of an older version is brought to
    /// this one.
    ///
    /// # Errors
    /// If the file is no record, is a newer Memcon's, or cannot be written.
    pub fn create(path: &Path) -> Result<Self> {
        Self::writable(path).map_err(|error| error.of(path))
    }

    fn writable(path: &Path) -> Result<Self> {
        let mut connection = Connection::open(path)?;
        connection.busy_timeout(PATIENCE)?;
        // Said before anything is changed: whether this is ours to change.
        migrate::version(&connection)?;
        // With a write-ahead log a commit is whole or not there, and readers do not wait for the writer. A process
        // killed loses nothing that was committed; a machine that loses power, at most the last commits.
        connection.execute_batch(
            "PRAGMA page_size = 4096; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;
             PRAGMA cache_size = -262144; PRAGMA temp_store = MEMORY; PRAGMA wal_autocheckpoint = 4000;",
        )?;
        migrate::migrate(&mut connection)?;
        keep_plans(&connection, 128)?;
        Ok(Self { connection, path: path.to_owned() })
    }

    /// Opens a record to read it.
    ///
    /// # Errors
    /// If there is none, or the file is no record of this version; an older one is brought forward by opening it with
    /// [`Store::create`].
    pub fn open(path: &Path) -> Result<Self> {
        Self::readable(path).map_err(|error| error.of(path))
    }

    fn readable(path: &Path) -> Result<Self> {
        if !path.is_file() {
            return Err(Error::missing());
        }
        let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        connection.busy_timeout(PATIENCE)?;
        let version = match migrate::version(&connection) {
            // Beside a file on a read-only disk no index of the log can be made; without a writer it needs none.
            Err(error) if error.is_read_only() => return Self::immutable(path),
            other => other?,
        };
        Self::checked(connection, version, path)
    }

    fn immutable(path: &Path) -> Result<Self> {
        let name: String = path.display().to_string().chars().flat_map(escaped).collect();
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
        let connection = Connection::open_with_flags(format!("file:{name}?immutable=1"), flags)?;
        let version = migrate::version(&connection)?;
        Self::checked(connection, version, path)
    }

    fn checked(connection: Connection, version: i64, path: &Path) -> Result<Self> {
        if version == 0 {
            return Err(Error::not_a_record());
        }
        if version < migrate::VERSION {
            return Err(Error::misused(format!(
                "written by an older Memcon (schema {version}, now {}); memcon add brings it forward",
                migrate::VERSION
            )));
        }
        connection
            .execute_batch("PRAGMA query_only = ON; PRAGMA cache_size = -65536; PRAGMA mmap_size = 1073741824;")?;
        keep_plans(&connection, 64)?;
        crate::query::functions(&connection)?;
        Ok(Self { connection, path: path.to_owned() })
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The documents that it holds, and the run that coded each.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn documents(&self) -> Result<FxHashMap<ContentHash, i64>> {
        let mut statement = self.connection.prepare("SELECT hash, run FROM document")?;
        let rows = statement.query_map([], |row| Ok((ContentHash(row.get(0)?), row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// A writer. Only one process at a time can have one that writes.
    ///
    /// # Errors
    /// If another process is writing for longer than half a minute, or the file cannot be written.
    pub fn writer(&mut self, run: &crate::Run) -> Result<Writer<'_>> {
        Writer::new(&self.connection, run).map_err(|error| error.of(&self.path))
    }

    /// Lets the file grow to no more than so many pages of 4096 bytes beyond what it has; without a number, without
    /// bound. A record that has reached its bound refuses more as a full disk does.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn limit_pages(&self, more: Option<u32>) -> Result<()> {
        let pages: i64 = self.connection.query_row("PRAGMA page_count", [], |row| row.get(0))?;
        let most = more.map_or(i64::from(u32::MAX) - 1, |more| pages + i64::from(more));
        self.connection.query_row(&format!("PRAGMA max_page_count = {most}"), [], |_| Ok(()))?;
        Ok(())
    }

    /// How much it holds.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn counts(&self) -> Result<Counts> {
        let count = |table: &str| {
            self.connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get::<_, i64>(0))
        };
        let copies =
            self.connection.query_row("SELECT count(*) FROM story WHERE original <> id", [], |row| row.get(0))?;
        Ok(Counts {
            documents: count("document")?,
            stories: count("story")?,
            copies,
            mentions: count("mention")?,
            events: count("event")?,
        })
    }
}

/// How much a record holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Pages.
    pub documents: i64,
    /// Stories, copies included.
    pub stories: i64,
    /// Stories that are copies of earlier ones.
    pub copies: i64,
    /// Events in stories.
    pub mentions: i64,
    /// Events across stories.
    pub events: i64,
}

/// Keeps so many prepared statements, and their plans whatever is bound to them: `SQLite` would otherwise prepare many of
/// them anew at each use, to look for a better plan.
fn keep_plans(connection: &Connection, statements: usize) -> Result<()> {
    connection.set_prepared_statement_cache_capacity(statements);
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}

/// A character in the path of a URI.
fn escaped(character: char) -> Vec<char> {
    match character {
        '?' => "%3f".chars().collect(),
        '#' => "%23".chars().collect(),
        '%' => "%25".chars().collect(),
        other => vec![other],
    }
}
