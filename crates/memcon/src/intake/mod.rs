//! Bytes in, clean pages out.
//!
//! [`open`] takes the bytes of an input and gives its [`Page`]s: what the input is (HTML, plain text or JSON lines,
//! packed with gzip or not) is told by its content, never by its name. A page has clean text with a map back to its
//! source, its headline, address and language, what it says of its date, its furniture marked, and its stories told
//! apart.
//!
//! The way of a document: `unpack` and `sniff` tell what it is; `jsonl` takes lines apart; `plain` decodes (`decode`) and
//! puts the [`Page`] together; `html` takes markup to clean text; `furniture` marks what is not the story, `stories`
//! tells one story from the next, `dates` reads what is said of publication, `language` names the language.
//!
//! ```
//! use memcon::intake::{self, Bounds};
//!
//! let html = b"<title>Foreign ministers meet in Oslo | The Example Post</title><p>The two foreign ministers met in Oslo on Monday.</p>";
//! let page = intake::open(html, "page.html", &Bounds::default()).next().unwrap()?;
//! assert_eq!(page.title.as_deref(), Some("Foreign ministers meet in Oslo"));
//! assert_eq!(page.text, "The two foreign ministers met in Oslo on Monday.");
//! # Ok::<(), intake::InputError>(())
//! ```

mod bounds;
mod dates;
mod decode;
mod error;
mod fingerprint;
mod furniture;
mod html;
mod jsonl;
mod language;
mod lines;
mod page;
mod plain;
mod sniff;
mod source_map;
mod stories;
mod unpack;
mod walk;

use std::borrow::Cow;

pub use bounds::Bounds;
pub use error::InputError;
pub use fingerprint::Fingerprint;
pub use furniture::{Furniture, FurnitureKind};
pub use language::Language;
pub use page::{Format, Note, NoteKind, Page, Story};
pub use source_map::SourceMap;
pub use walk::files;

use sniff::Kind;

/// Reads an input. `name` is what errors call it: a path, or `-`.
///
/// A web page or a text gives one page or one error. JSON lines give a page or an error for every line that is not
/// blank, in order.
pub fn open<'a>(bytes: &'a [u8], name: &str, bounds: &Bounds) -> Pages<'a> {
    let (bytes, notes) = match unpack::unpack(bytes, bounds) {
        Ok(unpacked) => unpacked,
        Err(reason) => return Pages::failed(InputError::new(name, reason)),
    };
    match sniff::sniff(&bytes) {
        Ok(Kind::JsonLines) => Pages { state: State::Lines(jsonl::Lines::new(bytes, name, bounds, notes)) },
        Ok(kind) => {
            Pages { state: State::Document { bytes, kind, name: name.to_owned(), bounds: bounds.clone(), notes } }
        }
        Err(reason) => Pages::failed(InputError::new(name, reason)),
    }
}

/// The pages of an input; see [`open`].
#[derive(Debug)]
pub struct Pages<'a> {
    state: State<'a>,
}

#[derive(Debug)]
enum State<'a> {
    Failed(InputError),
    Document { bytes: Cow<'a, [u8]>, kind: Kind, name: String, bounds: Bounds, notes: Vec<Note> },
    Lines(jsonl::Lines<'a>),
    Done,
}

impl Pages<'_> {
    fn failed(error: InputError) -> Self {
        Self { state: State::Failed(error) }
    }
}

impl Iterator for Pages<'_> {
    type Item = Result<Page, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        if let State::Lines(lines) = &mut self.state {
            return lines.next();
        }
        match std::mem::replace(&mut self.state, State::Done) {
            State::Failed(error) => Some(Err(error)),
            State::Document { bytes, kind, name, bounds, notes } => {
                let page = plain::document(&bytes, kind, &bounds).map(|mut page| {
                    page.notes.splice(0..0, notes);
                    page
                });
                Some(page.map_err(|reason| InputError::new(&name, reason)))
            }
            State::Lines(_) | State::Done => None,
        }
    }
}
