//! Memcon reads news and keeps the diplomatic record: who met, asked, promised, accused, threatened, aided
//! or attacked whom, when, where, planned or done, each event tied to the words that show it.
//!
//! Bytes flow one way through the rooms below; nothing downstream reaches back.
//!
//! | room | takes | gives |
//! |---|---|---|
//! | [`intake`] | bytes | pages: clean text, stories, date evidence |
//! | [`reading`] | text | sentences, words, dependencies, entity mentions |
//! | [`when`] | readings, date evidence | time expressions, story dates, event dates |
//! | [`place`] | readings | toponyms with coordinates |
//! | [`who`] | readings | parties with country, sector and office |
//! | [`coding`] | all of the above | events |
//!
//! ```
//! use memcon::Memcon;
//! use memcon::intake::{self, Bounds};
//!
//! let memcon = Memcon::new()?;
//! let text = "OSLO, March 10, 2025 - Norway's foreign minister met her Kenyan counterpart on Monday.";
//! let page = intake::open(text.as_bytes(), "note.txt", &Bounds::default()).next().expect("a page")?;
//! let document = memcon.code(page, None)?;
//! assert_eq!(document.events[0].category.as_str(), "CONSULT");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod coding;
pub mod document;
pub mod evidence;
pub mod explain;
pub mod guard;
pub mod inputs;
pub mod intake;
pub mod json;
pub mod lexicon;
pub mod ordered;
pub mod place;
pub mod reading;
pub mod score;
pub mod span;
pub mod when;
pub mod who;

pub use document::{CodedStory, Document, Memcon, SetupError};
pub use evidence::{DateEvidence, DateSource};
pub use lexicon::{Lexicon, LexiconError};
pub use span::Span;
