//! The desk: a record as pages for people and as an HTTP API for programs.
//!
//! Pages are made on the server and work without script; the one script file adds comfort. Nothing is asked of another
//! host.
//!
//! | module | subject |
//! |---|---|
//! | [`serve`], [`Desk`], [`Options`] | the server and what it is told |
//! | `gate` | who may ask what: hosts, token, headers, limits |
//! | `pool` | connections to the record, with a time limit for each question |
//! | `asked` | filters and cursors in addresses |
//! | `pages` | one module a page |
//! | `api` | `/api/v1` and its description |
//! | `show` | records made ready for showing: names, dates, hostile characters |
//! | `charts` | drawings as SVG |
//! | `assets` | style sheet, script and map, under names that hold their hashes |

mod api;
mod asked;
mod assets;
mod charts;
mod fault;
mod gate;
mod pages;
mod pool;
mod server;
mod show;
mod stats;

pub use server::{Desk, Options, serve};

/// Codes pages and tells how, for what the record does not hold.
pub trait Coder: Send + Sync {
    /// Codes one page, HTML or text; gives a line of `memcon code --format jsonl`, or why not.
    ///
    /// # Errors
    /// What was wrong with the page.
    fn code(&self, bytes: &[u8], name: &str, date: Option<jiff::civil::Date>) -> Result<String, String>;

    /// The tree of a sentence, in lines for people.
    ///
    /// # Errors
    /// What was wrong with the sentence.
    fn tree(&self, sentence: &str) -> Result<String, String>;
}
