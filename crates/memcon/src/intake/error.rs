//! Why an input gave no page.

use std::fmt;

/// An input, or one line of it, that gave no page. Its text says which input, where in it, what was wrong and what to
/// do; the predicates tell the kinds apart.
#[derive(Debug)]
pub struct InputError {
    name: String,
    line: Option<usize>,
    reason: Reason,
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
    /// A document longer than the bound: its bytes and the bound.
    TooLong(usize, usize),
    /// A gzip file that does not unpack.
    BadGzip(std::io::Error),
    /// A file or folder that could not be read.
    Io(std::io::Error),
}

impl InputError {
    pub(crate) fn new(name: &str, reason: Reason) -> Self {
        Self { name: name.to_owned(), line: None, reason }
    }

    pub(crate) fn at_line(name: &str, line: usize, reason: Reason) -> Self {
        Self { name: name.to_owned(), line: Some(line), reason }
    }

    /// An input that could not be opened or read.
    pub fn io(name: &str, error: std::io::Error) -> Self {
        Self::new(name, Reason::Io(error))
    }

    /// The name of the input, as the caller gave it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The line of the input that was wrong, counted from 1, where the input is read by lines.
    pub fn line(&self) -> Option<usize> {
        self.line
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

    /// One line of JSON lines is not understood; the lines after it are read.
    pub fn is_bad_line(&self) -> bool {
        matches!(self.reason, Reason::BadLine(_)) || self.line.is_some()
    }

    /// The input could not be read at all.
    pub fn is_io(&self) -> bool {
        matches!(self.reason, Reason::Io(_) | Reason::BadGzip(_))
    }
}

impl fmt::Display for InputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.name)?;
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        write!(f, ": {}", self.reason)
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "the input is empty"),
            Self::Binary(kind) => write!(f, "not a text but {kind}; give HTML, plain text or JSON lines"),
            Self::NoText => write!(f, "no text to read in it, only markup or white space"),
            Self::Unsupported(kind) => write!(f, "{kind} is not read yet; give HTML, plain text or JSON lines"),
            Self::BadLine(what) => write!(f, "{what}"),
            Self::TooLong(bytes, bound) => {
                write!(f, "a document of {bytes} bytes, over the bound of {bound}; raise the bound `bytes` to read it")
            }
            Self::BadGzip(error) => write!(f, "a gzip file that does not unpack: {error}"),
            Self::Io(error) => write!(f, "cannot be read: {error}"),
        }
    }
}

impl std::error::Error for InputError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.reason {
            Reason::BadGzip(error) | Reason::Io(error) => Some(error),
            _ => None,
        }
    }
}
