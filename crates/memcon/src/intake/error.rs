//! Why an input gave no page.

use std::fmt;

/// An input, or one line of it, that gave no page. Its text says which input, where in it, what was wrong and what to
/// do; the predicates tell the kinds apart.
#[derive(Debug)]
pub struct InputError {
    name: String,
    place: Option<(Place, usize)>,
    reason: Reason,
}

/// What the parts of an input are called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Line,
    Item,
    Row,
    Record,
}

impl Place {
    fn as_str(self) -> &'static str {
        match self {
            Self::Line => "line",
            Self::Item => "item",
            Self::Row => "row",
            Self::Record => "record",
        }
    }
}

/// What was wrong.
#[derive(Debug)]
pub(crate) enum Reason {
    /// No byte, or nothing but white space.
    Empty,
    /// Not text; with what it seems to be.
    Binary(&'static str),
    /// Markup or spaces without a word to read.
    NoText,
    /// A kind of file that is known but not read.
    Unsupported(&'static str),
    /// A line of JSON lines that is not understood.
    BadLine(String),
    /// An object or row without text.
    NoDocument,
    /// A table without a column of documents: its columns.
    NoColumn(String),
    /// Columns that the user names and that are not there, and those that are.
    MissingColumns(String, String),
    /// A document longer than the bound: its bytes and the bound.
    TooLong(u64, u64),
    /// An input that must be in memory as a whole and is longer than the bound: what it is, and the bound.
    TooLarge(&'static str, u64),
    /// It lies in more archives and packings than the bound.
    TooDeep(usize),
    /// An archive, a feed or a table that cannot be read: what it is, and why.
    Broken(&'static str, String),
    /// A file of an archive that has more than the bound.
    TooMany(usize),
    /// Packed bytes that do not unpack from here.
    Damaged(std::io::Error),
    /// A file or folder that could not be read.
    Io(std::io::Error),
}

impl InputError {
    pub(crate) fn new(name: &str, reason: Reason) -> Self {
        Self { name: name.to_owned(), place: None, reason }
    }

    /// The same error at a part of the input, counted from 1.
    pub(crate) fn at(self, place: Place, number: usize) -> Self {
        Self { place: Some((place, number)), ..self }
    }

    /// An input that could not be opened or read.
    pub fn io(name: &str, error: std::io::Error) -> Self {
        Self::new(name, Reason::Io(error))
    }

    /// The name of the input, as the caller gave it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The line, row, item or record of the input that was wrong, counted from 1, where the input is read by such.
    pub fn line(&self) -> Option<usize> {
        self.place.map(|(_, number)| number)
    }

    /// The input holds nothing.
    pub fn is_empty(&self) -> bool {
        matches!(self.reason, Reason::Empty)
    }

    /// The input is not text.
    pub fn is_binary(&self) -> bool {
        matches!(self.reason, Reason::Binary(_))
    }

    /// The input holds markup or spaces but no word to read.
    pub fn is_no_text(&self) -> bool {
        matches!(self.reason, Reason::NoText)
    }

    /// One line, row, item or record is not understood; those after it are read.
    pub fn is_bad_line(&self) -> bool {
        matches!(self.reason, Reason::BadLine(_)) || self.place.is_some()
    }

    /// The input could not be read at all.
    pub fn is_io(&self) -> bool {
        matches!(self.reason, Reason::Io(_) | Reason::Damaged(_))
    }
}

impl fmt::Display for InputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.name)?;
        if let Some((place, number)) = self.place {
            write!(f, ", {} {number}", place.as_str())?;
        }
        write!(f, ": {}", self.reason)
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "the input is empty"),
            Self::Binary(kind) => {
                write!(f, "not a text but {kind}; give web pages, texts, feeds, tables or archives of them")
            }
            Self::NoText => write!(f, "no text to read in it, only markup or white space"),
            Self::Unsupported(kind) => {
                write!(f, "{kind} is not read; give web pages, texts, feeds, tables or archives of them")
            }
            Self::BadLine(what) => write!(f, "{what}"),
            Self::TooLong(bytes, bound) => {
                write!(f, "a document of {bytes} bytes, over the bound of {bound}; raise the bound `bytes` to read it")
            }
            Self::NoDocument => {
                write!(
                    f,
                    "neither `text` nor `html` in it; give the document in one of them, or map another with --map"
                )
            }
            Self::NoColumn(columns) => {
                write!(f, "no column of texts in it; name it with --map text=COLUMN; its columns are {columns}")
            }
            Self::MissingColumns(wanted, columns) => {
                write!(f, "the column {wanted} that the map names is not in it; its columns are {columns}")
            }
            Self::TooLarge(kind, bound) => write!(
                f,
                "{kind} of more than {bound} bytes that does not lie in a file of its own; unpack it, or raise the bound `held_bytes`"
            ),
            Self::TooDeep(bound) => {
                write!(
                    f,
                    "it lies in more than {bound} archives and packings; unpack it, or raise the bound `packings`"
                )
            }
            Self::TooMany(bound) => {
                write!(
                    f,
                    "it and the files after it were not read: the archive has more than {bound} (bound `entries`)"
                )
            }
            Self::Broken(kind, why) => write!(f, "{kind} that cannot be read: {why}"),
            Self::Damaged(error) => write!(f, "it does not unpack: {error}"),
            Self::Io(error) => write!(f, "cannot be read: {error}"),
        }
    }
}

impl std::error::Error for InputError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.reason {
            Reason::Damaged(error) | Reason::Io(error) => Some(error),
            _ => None,
        }
    }
}
