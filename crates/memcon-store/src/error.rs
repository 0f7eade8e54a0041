//! What can go wrong with a record.

use std::fmt;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

/// Why a record could not be opened, read or written. [`fmt::Display`] names the file and says what to do.
#[derive(Debug)]
pub struct Error {
    file: Option<PathBuf>,
    reason: Reason,
}

#[derive(Debug)]
enum Reason {
    Sqlite(rusqlite::Error),
    Missing,
    NotARecord,
    TooNew { found: i64, known: i64 },
    Misused(String),
    Form(serde_json::Error),
}

/// The result of an operation on a record.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    pub(crate) fn not_a_record() -> Self {
        Self { file: None, reason: Reason::NotARecord }
    }

    pub(crate) fn missing() -> Self {
        Self { file: None, reason: Reason::Missing }
    }

    pub(crate) fn too_new(found: i64, known: i64) -> Self {
        Self { file: None, reason: Reason::TooNew { found, known } }
    }

    pub(crate) fn misused(message: impl Into<String>) -> Self {
        Self { file: None, reason: Reason::Misused(message.into()) }
    }

    /// The same error, naming the file.
    #[must_use]
    pub fn of(mut self, file: &Path) -> Self {
        self.file.get_or_insert_with(|| file.to_owned());
        self
    }

    /// Whether the disk, or the file's allowance, is full. What was written before is safe.
    pub fn is_full(&self) -> bool {
        self.code() == Some(ErrorCode::DiskFull)
    }

    /// Whether the file, or its folder, cannot be written.
    pub fn is_read_only(&self) -> bool {
        matches!(self.code(), Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen))
    }

    /// Whether another process is writing the record.
    pub fn is_busy(&self) -> bool {
        matches!(self.code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
    }

    /// Whether a statement was broken off because it took too long.
    pub fn is_interrupted(&self) -> bool {
        self.code() == Some(ErrorCode::OperationInterrupted)
    }

    /// Whether what was asked for was wrong, not the record.
    pub fn is_misused(&self) -> bool {
        matches!(self.reason, Reason::Misused(_))
    }

    fn code(&self) -> Option<ErrorCode> {
        match &self.reason {
            Reason::Sqlite(error) => error.sqlite_error_code(),
            _ => None,
        }
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        let not_a_record = error.sqlite_error_code() == Some(ErrorCode::NotADatabase);
        Self { file: None, reason: if not_a_record { Reason::NotARecord } else { Reason::Sqlite(error) } }
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self { file: None, reason: Reason::Form(error) }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(file) = &self.file {
            write!(f, "{}: ", file.display())?;
        }
        match &self.reason {
            Reason::Missing => f.write_str("there is no such record; memcon add makes one"),
            Reason::NotARecord => f.write_str("not a record of Memcon"),
            Reason::TooNew { found, known } => write!(
                f,
                "written by a newer Memcon (schema {found}; this one knows up to {known}); use that Memcon or a newer one"
            ),
            Reason::Misused(message) => f.write_str(message),
            Reason::Form(error) => write!(f, "a coded document is not as expected: {error}"),
            Reason::Sqlite(_) if self.is_full() => {
                f.write_str("the disk is full; what was added before is kept: make room and run the same command again")
            }
            Reason::Sqlite(_) if self.is_read_only() => {
                f.write_str("cannot be written: the file, its folder or the disk is read-only")
            }
            Reason::Sqlite(_) if self.is_busy() => {
                f.write_str("another process is writing it; run again when it has ended")
            }
            Reason::Sqlite(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Error {}
