//! Events in the forms that others use, and others' tables as events of a record.
//!
//! One list of columns for each form says what is in it, to whichever file it is written, and makes its documentation
//! (`docs/src/reference/formats.md`). Writers take one event after another and hold few.
//!
//! | module | subject |
//! |---|---|
//! | [`column`] | columns and cells |
//! | [`tables`] | Memcon's own tables: events, parties, evidence, stories |
//! | [`polecat`], [`plover`], [`geojson`], [`graphml`], `parquet` | the other forms |
//! | `arrow` | events as Arrow tables |
//! | [`delimited`] | comma- and tab-separated values, written and read |
//! | [`import`] | POLECAT's and NGEC's tables as documents of a record |
//! | [`reference`] | the documentation |
//!
//! ```
//! use memcon_exchange::{Exporter, Format, Options};
//! use memcon_store::{Exported, Run, synthetic::Synthetic};
//!
//! let run = Run { program: "example".into(), model: String::new(), lexicon: String::new(), options: String::new() };
//! let file = std::env::temp_dir().join("memcon-exchange-example.tsv");
//! let mut exporter = Exporter::to(Format::Polecat, Some(&file), Options::default())?;
//! for ingest in Synthetic::default().documents(3) {
//!     for exported in Exported::of(&ingest, &run) {
//!         exporter.write(exported)?;
//!     }
//! }
//! let tally = exporter.finish()?;
//! assert!(tally.written > 0 && std::fs::read_to_string(&file)?.starts_with("Event ID\tEvent Date\t"));
//! # std::fs::remove_file(&file)?;
//! # Ok::<(), std::io::Error>(())
//! ```

#[cfg(feature = "arrow")]
pub mod arrow;
pub mod column;
pub mod dates;
pub mod delimited;
mod document;
mod exporter;
pub mod geojson;
pub mod graphml;
pub mod import;
#[cfg(feature = "parquet")]
pub mod parquet;
pub mod plover;
pub mod polecat;
pub mod reference;
pub mod tables;

pub use document::document_line;
pub use exporter::{Exporter, Format, Options, Tally};
