//! What every reader of an input needs to know.

use std::sync::{Arc, Mutex, PoisonError};

use super::bounds::Bounds;
use super::columns::Columns;
use super::error::{InputError, Reason};
use super::page::{Note, NoteKind};

/// How inputs are read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// How much of them.
    pub bounds: Bounds,
    /// Which columns or keys of tables and of JSON hold what.
    pub columns: Columns,
}

/// What there is to say about an input as a whole, collected by whoever reads a part of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Log(Arc<Mutex<Vec<Note>>>);

impl Log {
    pub fn add(&self, kind: NoteKind, message: impl Into<String>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(Note::new(kind, message));
    }

    /// All that was said so far.
    pub fn take(&self) -> Vec<Note> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The input that is read, and how.
#[derive(Clone, Debug)]
pub(crate) struct Context {
    /// What the input is called: a path, or the path of an archive and the name within it.
    pub name: String,
    pub options: Arc<Options>,
    pub log: Log,
    /// How many archives and packings it lies in.
    pub depth: usize,
}

impl Context {
    pub fn new(name: &str, options: &Options) -> Self {
        Self { name: name.to_owned(), options: Arc::new(options.clone()), log: Log::default(), depth: 0 }
    }

    pub fn bounds(&self) -> &Bounds {
        &self.options.bounds
    }

    pub fn error(&self, reason: Reason) -> InputError {
        InputError::new(&self.name, reason)
    }

    /// The context of something that lies in this input under a name of its own.
    pub fn within(&self, name: &str) -> Self {
        Self { name: format!("{}/{name}", self.name), depth: self.depth + 1, ..self.clone() }
    }

    /// Says something of the input as a whole.
    pub fn note(&self, kind: NoteKind, message: impl Into<String>) {
        self.log.add(kind, message);
    }
}
