//! Exceptions, with the words that the program says.

use pyo3::create_exception;
use pyo3::exceptions::{PyException, PyValueError};
use pyo3::prelude::*;

create_exception!(memcon, Error, PyException, "What all of Memcon's exceptions are.");
create_exception!(memcon, InputError, Error, "A document that cannot be read or coded: which one, and why.");
create_exception!(
    memcon,
    LexiconError,
    Error,
    "Mistakes in a folder of lexicon files, each with file, line and a hint."
);
create_exception!(memcon, RecordError, Error, "A record that cannot be opened, written or asked so.");

/// A wrong argument.
pub fn misused(message: impl Into<String>) -> PyErr {
    PyValueError::new_err(message.into())
}

/// A document that gave nothing.
pub fn input(message: impl Into<String>) -> PyErr {
    InputError::new_err(message.into())
}

/// What the store says.
pub fn record(error: &memcon_store::Error) -> PyErr {
    RecordError::new_err(error.to_string())
}

/// A day of the form YYYY-MM-DD.
pub fn day(text: Option<&str>) -> PyResult<Option<jiff::civil::Date>> {
    let read = |text: &str| {
        text.parse().map_err(|_| misused(format!("{text:?} is no day of the form YYYY-MM-DD, such as 2025-03-14")))
    };
    text.map(read).transpose()
}
