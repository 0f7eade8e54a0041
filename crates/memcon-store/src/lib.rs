//! The record: one `SQLite` file that keeps everything that Memcon read and coded, and loses nothing.
//!
//! Stories with their text and source map, mentions (one event in one story), events (one happening, with all stories that
//! tell of it), entities, offices, statements, figures, places, what coded them, and what people decided about them.
//! `schema/0001.sql` explains the tables, `schema/views.sql` the views, which are the interface for other programs.
//!
//! | module | subject |
//! |---|---|
//! | [`Store`] | opening a record; schema versions are in `migrate` |
//! | [`Writer`] | adding coded documents: atomic, idempotent, independent of order |
//! | [`cluster`] | which mentions are of one event |
//! | [`query`] | events by filter, counts, SQL |
//! | [`diff`] | what two codings of a text differ in |
//! | [`review`] | what people at the desk decided, and the audit's stories |
//! | [`record`] | coded documents as the record takes and gives them |
//! | [`panel`] | counts by unit and period with zero rows and denominators |
//! | `feeds` | which version of a watched feed was read last |
//! | [`offices`] | who held what on a day |
//! | [`synthetic`] | invented documents, for tests and benchmarks |
//!
//! ```
//! use std::ops::ControlFlow;
//! use memcon_store::{Store, query::Filter, synthetic::Synthetic};
//!
//! let folder = std::env::temp_dir().join("memcon-store-example");
//! std::fs::create_dir_all(&folder)?;
//! let mut store = Store::create(&folder.join("record.db"))?;
//! let mut writer = store.writer(&memcon_store::Run::current(memcon_store::Model::default(), None, "")?)?;
//! for ingest in Synthetic::default().documents(3) {
//!     writer.add(&ingest)?;
//! }
//! writer.finish()?;
//! let filter = Filter { categories: vec!["ACCUSE".into()], ..Filter::default() };
//! store.events(&filter, Some(10), |found| {
//!     println!("{:?} {}", found.event.date, found.event.evidence[0].text);
//!     ControlFlow::Continue(())
//! })?;
//! # std::fs::remove_dir_all(&folder)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod cluster;
pub mod diff;
mod documents;
mod error;
mod exported;
mod feeds;
mod ids;
mod ingest;
mod migrate;
pub mod offices;
pub mod panel;
pub mod query;
mod read;
pub mod record;
pub mod review;
mod run;
mod source;
mod store;
pub mod synthetic;
mod verdict;
mod write;

pub use documents::Kept;
pub use error::{Error, Result};
pub use exported::{Exported, Named, Told};
pub use ingest::{ContentHash, Ingest};
pub use memcon::reading::Model;
pub use migrate::VERSION;
pub use run::Run;
pub use source::SourceRuns;
pub use store::{Counts, Store};
pub use verdict::Verdict;
pub use write::{Added, LIKENESS, Writer, dyads};
