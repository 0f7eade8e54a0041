//! What the Python package `memcon` is built on. Texts and files go in, JSON lines come out, the very ones of
//! `memcon code`; the package (`python/memcon`) makes typed objects of them. Tables leave through Arrow's C data
//! interface, so that no version of pyarrow or Polars is asked for.
//!
//! | module | subject |
//! |---|---|
//! | `coder` | coding one document, many, files; what `explain` tells |
//! | `source` | Python's values as documents |
//! | `many` | results in input order while other documents are coded |
//! | `ask` | `actor`, `place`, `when` |
//! | `tables` | events and documents as Arrow tables; `capsule` hands them over |
//! | `record` | the record |
//! | `errors` | exceptions |
//!
//! All coding is done on threads that end with the call or the iterator that started them, and the reader is loaded once in
//! a process. So a process may fork after it has coded: no
//! thread that the child would wait for is left behind in the parent. The package holds a lock over forks while a coder
//! is set up (`python/memcon/_coding.py`), so that none is half made in the child.

// Python's values are handed over whole.
#![allow(clippy::needless_pass_by_value)]

mod ask;
mod capsule;
mod coder;
mod errors;
mod many;
mod record;
mod source;
mod tables;

use pyo3::prelude::*;

/// The extension module.
#[pymodule(gil_used = false)]
mod _memcon {
    #[pymodule_export]
    use super::ask::{actor, place, when};
    #[pymodule_export]
    use super::capsule::{Schema, Table};
    #[pymodule_export]
    use super::coder::{Account, Coder};
    #[pymodule_export]
    use super::errors::{Error, InputError, LexiconError, RecordError};
    #[pymodule_export]
    use super::many::Many;
    #[pymodule_export]
    use super::record::Record;
    #[pymodule_export]
    use super::source::is_web_page;
    #[pymodule_export]
    use super::tables::{documents_schema, documents_table, events_schema, events_table};

    use pyo3::prelude::*;

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        // Panics are caught and told as errors.
        memcon::guard::install();
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}
