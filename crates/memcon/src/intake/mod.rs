//! Bytes in, clean pages out.
//!
//! [`open`] and its kin take an input and give its [`Page`]s: what the input is (a web page, a text, a table, a feed, an
//! archive of these, packed or not) is told by its content, never by its name. A page has clean text with a map back to
//! its source, its headline, address and language, what it says of its date, its furniture marked, and its stories told
//! apart.
//!
//! The way of an input: `source` reads its bytes, as a stream wherever it can; `unpack` undoes what packs them, `sniff`
//! tells what they are. Archives (`tar`, `zip`) hand each of their files back to the beginning; inputs of many documents
//! (`jsonl`, `csv`, `parquet`, `feed`, `warc` with `http`) give one after the other, put together by `record` where they
//! are in columns. The way of a document: `plain` decodes it (`decode`) and puts the [`Page`] together; `html` and
//! `markdown` take markup to clean text; `furniture` marks what is not the story, `stories` tells one story from the
//! next, `dates` reads what is said of publication, `language` names the language.
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
#[doc(hidden)]
pub mod check;
mod columns;
mod context;
mod csv;
mod dates;
mod decode;
mod error;
mod feed;
mod fingerprint;
mod furniture;
mod html;
mod http;
mod jsonl;
mod language;
mod lines;
mod markdown;
mod masthead;
mod page;
#[cfg(feature = "parquet")]
mod parquet;
mod plain;
mod record;
mod sniff;
mod source;
mod source_map;
mod stories;
mod tar;
mod unpack;
mod walk;
mod warc;
mod zip;

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;
use std::sync::Arc;

pub use bounds::{BoundError, Bounds};
pub use columns::{Columns, ColumnsError};
pub use context::Options;
pub use error::InputError;
pub use fingerprint::Fingerprint;
pub use furniture::{Furniture, FurnitureKind, LeftOut};
pub use language::Language;
pub use masthead::{Masthead, host};
pub use page::{Format, Note, NoteKind, Page, Story};
pub use source_map::SourceMap;
pub use walk::files;

use serde_json::{Map, Value};

use context::Context;
use error::Reason;
use plain::{Document, Given};
use sniff::Kind;
use source::{Held, Peek, Stream};
use unpack::Packing;

/// Reads an input that is in memory. `name` is what errors call it: a path, or `-`.
///
/// A web page or a text gives one page or one error. An input of many documents gives a page or an error for each, in
/// order.
pub fn open<'a>(bytes: &'a [u8], name: &str, bounds: &Bounds) -> Pages<'a> {
    open_with(bytes, name, &Options { bounds: bounds.clone(), ..Options::default() })
}

/// Reads an input that is in memory; see [`open`].
pub fn open_with<'a>(bytes: &'a [u8], name: &str, options: &Options) -> Pages<'a> {
    Pages::of(Held::Slice(bytes).stream(), Some(Held::Slice(bytes)), Context::new(name, options))
}

/// Reads a file, of which no more than a document is in memory at a time; see [`open`].
pub fn open_file(path: &Path, options: &Options) -> Pages<'static> {
    let context = Context::new(&path.to_string_lossy(), options);
    match File::open(path) {
        Ok(file) => {
            // Only what is a file in fact can be read at any place.
            let is_file = file.metadata().is_ok_and(|meta| meta.is_file());
            if is_file {
                let held = Held::File(Arc::new(file));
                Pages::of(held.stream(), Some(held), context)
            } else {
                Pages::of(Box::new(BufReader::with_capacity(1 << 16, file)), None, context)
            }
        }
        Err(error) => Pages { pages: failed(&context, Reason::Io(error)), log: context.log },
    }
}

/// Reads a stream, such as standard input; see [`open`].
pub fn open_stream<'a>(stream: impl Read + Send + 'a, name: &str, options: &Options) -> Pages<'a> {
    Pages::of(Box::new(BufReader::with_capacity(1 << 16, stream)), None, Context::new(name, options))
}

/// Reads a page that a web server sent as the answer to a request for `url`: its `Content-Type`, its `Content-Encoding`
/// (empty where it has none) and its body as it came.
///
/// # Errors
/// If it is neither HTML nor plain text, or holds no text.
pub fn open_answer(
    url: &str,
    content_type: &str,
    content_encoding: &str,
    body: Vec<u8>,
    options: &Options,
) -> Result<Page, InputError> {
    let context = Context::new(url, options);
    let bounds = context.bounds();
    let answer = http::Answer::of(content_type, content_encoding, body, bounds.bytes);
    let kind = match (answer.mime.as_str(), sniff::of_document(&answer.body)) {
        (_, Err(reason)) => return Err(context.error(reason)),
        ("text/html" | "application/xhtml+xml", _) | ("" | "application/octet-stream", Ok(Kind::Html)) => Kind::Html,
        ("text/plain", _) => Kind::Text,
        _ => return Err(context.error(Reason::Unsupported("an answer that is no web page"))),
    };
    let mut notes = Vec::new();
    if answer.broken {
        notes.push(Note::new(NoteKind::Cut, "the page breaks off: what packs it is damaged"));
    }
    let given = Given { url: Some(url.to_owned()), ..Given::default() };
    let total = answer.body.len() as u64;
    let document = Document { bytes: &answer.body, total, kind, charset: answer.charset.as_deref(), given };
    plain::document(document, bounds, notes).map_err(|reason| context.error(reason))
}

/// Reads a document whose parts are known, as a line of JSON lines has them: `id`, `url`, `title`, `date`, and `text` or
/// `html`, also under the names that others use for these. `name` is what errors call it.
///
/// # Errors
/// If there is nothing to read in it, or it is longer than the bound `bytes`.
///
/// ```
/// use memcon::intake::{self, Options};
///
/// let object = serde_json::json!({"date": "2025-03-14", "text": "The two foreign ministers met in Oslo."});
/// let page = intake::of_object(object.as_object().expect("an object"), "row 1", &Options::default())?;
/// assert_eq!(page.dates[0].date.to_string(), "2025-03-14");
/// # Ok::<(), intake::InputError>(())
/// ```
pub fn of_object(object: &Map<String, Value>, name: &str, options: &Options) -> Result<Page, InputError> {
    let (longest, most) = (object.values().filter_map(Value::as_str).map(str::len).max(), options.bounds.bytes);
    let read = match longest {
        Some(length) if length > most => Err(Reason::TooLong(length as u64, most as u64)),
        _ => record::Record::of_object(object, &options.columns).page(jsonl::FORMATS, &options.bounds),
    };
    read.map_err(|reason| InputError::new(name, reason))
}

/// Reads a web page or a text in any encoding of which more is known: `id`, `url`, `title`, `date`, as in [`of_object`].
///
/// # Errors
/// If there is nothing to read in it.
pub fn of_document(
    bytes: &[u8],
    known: &Map<String, Value>,
    name: &str,
    options: &Options,
) -> Result<Page, InputError> {
    let record = record::Record::of_object(known, &Columns::default());
    let mut notes = Vec::new();
    let date = record.date.as_deref().and_then(|date| record::given_date(date, &mut notes));
    let given = Given { id: record.id, url: record.url, title: record.title, date };
    sniff::of_document(bytes)
        .and_then(|kind| {
            let document = Document { bytes, total: bytes.len() as u64, kind, charset: None, given };
            plain::document(document, &options.bounds, notes)
        })
        .map_err(|reason| InputError::new(name, reason))
}

/// Whether a text is the markup of a web page.
pub fn is_web_page(text: &str) -> bool {
    let head = text.get(..text.floor_char_boundary(sniff::HEAD)).unwrap_or_default();
    html::is_html(head) && !html::is_feed(head)
}

/// The documents of an input, one after the other.
pub(crate) type Items<'a> = Box<dyn Iterator<Item = Result<Page, InputError>> + Send + 'a>;

/// The pages of an input; see [`open`].
pub struct Pages<'a> {
    pages: Items<'a>,
    log: context::Log,
}

impl<'a> Pages<'a> {
    fn of(stream: Stream<'a>, held: Option<Held<'a>>, context: Context) -> Self {
        let log = context.log.clone();
        Self { pages: documents(stream, held, context), log }
    }

    /// What there is to say about the input as a whole and was not said yet: what was skipped or cut. All of it is known
    /// once the last page was taken.
    pub fn notes(&mut self) -> Vec<Note> {
        self.log.take()
    }
}

impl std::fmt::Debug for Pages<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pages").finish_non_exhaustive()
    }
}

impl Iterator for Pages<'_> {
    type Item = Result<Page, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.pages.next()
    }
}

/// An input that cannot be read.
fn failed<'a>(context: &Context, reason: Reason) -> Items<'a> {
    Box::new(std::iter::once(Err(context.error(reason))))
}

/// The documents of an input.
fn documents<'a>(stream: Stream<'a>, held: Option<Held<'a>>, mut context: Context) -> Items<'a> {
    let (mut stream, mut held) = (Peek::new(stream), held);
    loop {
        if let Some(error) = stream.failed() {
            let is_packed = context.depth > 0;
            return failed(&context, if is_packed { Reason::Damaged(error) } else { Reason::Io(error) });
        }
        let head = stream.peek(sniff::HEAD);
        let packing = match Packing::of(head) {
            Some(packing) => packing,
            None => match sniff::sniff(head, head.len() < sniff::HEAD, &context.options.columns) {
                Ok(Kind::Brotli) => Packing::Brotli,
                Ok(kind) => {
                    return of_kind(kind, stream, held, &context).unwrap_or_else(|reason| failed(&context, reason));
                }
                Err(reason) => return failed(&context, reason),
            },
        };
        if context.depth >= context.bounds().packings {
            return failed(&context, Reason::TooDeep(context.bounds().packings));
        }
        context.depth += 1;
        held = None;
        let log = context.log.clone();
        stream = Peek::new(unpack::unpack(Box::new(stream), packing, context.bounds(), &log));
    }
}

/// The documents of an input whose kind is known.
fn of_kind<'a>(kind: Kind, stream: Peek<'a>, held: Option<Held<'a>>, context: &Context) -> Result<Items<'a>, Reason> {
    let own = context.clone();
    Ok(match kind {
        Kind::Html | Kind::Text | Kind::Markdown => {
            let page = document(stream, kind, context).map_err(|reason| context.error(reason));
            Box::new(std::iter::once(page))
        }
        Kind::JsonLines => Box::new(jsonl::Lines::new(Box::new(stream), own)),
        Kind::JsonObjects => Box::new(jsonl::Objects::new(Box::new(stream), own)),
        Kind::Table(separator) => Box::new(csv::Table::open(Box::new(stream), separator, own)?),
        Kind::Feed => feed::items(Box::new(stream), own)?,
        Kind::Warc => Box::new(warc::Records::new(Box::new(stream), own)),
        Kind::Tar => {
            deeper(context)?;
            Box::new(tar::Archive::new(Box::new(stream), own))
        }
        Kind::Zip => {
            deeper(context)?;
            Box::new(zip::Archive::open(hold("a zip archive", stream, held, context)?, own)?)
        }
        Kind::Parquet => parquet_rows(stream, held, context)?,
        Kind::Brotli => return Err(Reason::Unsupported("brotli within brotli")),
    })
}

/// Whether another archive may be opened.
fn deeper(context: &Context) -> Result<(), Reason> {
    let most = context.bounds().packings;
    if context.depth >= most { Err(Reason::TooDeep(most)) } else { Ok(()) }
}

#[cfg(feature = "parquet")]
fn parquet_rows<'a>(stream: Peek<'a>, held: Option<Held<'a>>, context: &Context) -> Result<Items<'a>, Reason> {
    let held = hold("a Parquet file", stream, held, context)?;
    Ok(Box::new(parquet::Rows::open(&held, context.clone())?))
}

#[cfg(not(feature = "parquet"))]
fn parquet_rows<'a>(_: Peek<'a>, _: Option<Held<'a>>, _: &Context) -> Result<Items<'a>, Reason> {
    Err(Reason::Unsupported("a Parquet file (Memcon was built without the feature `parquet`)"))
}

/// An input that can be read at any place: itself, or its bytes in memory.
fn hold<'a>(
    kind: &'static str,
    mut stream: Peek<'a>,
    held: Option<Held<'a>>,
    context: &Context,
) -> Result<Held<'a>, Reason> {
    if let Some(held) = held {
        return Ok(held);
    }
    let most = context.bounds().held_bytes;
    let (bytes, error) = source::read_up_to(&mut stream, most.saturating_add(1));
    if bytes.len() as u64 > most {
        return Err(Reason::TooLarge(kind, most));
    }
    if let Some(error) = error {
        context.note(NoteKind::Cut, format!("the input breaks off: {error}"));
    }
    Ok(Held::Owned(Arc::new(bytes)))
}

/// An input that is one document.
fn document(mut stream: Peek<'_>, kind: Kind, context: &Context) -> Result<Page, Reason> {
    let bounds = context.bounds();
    let (bytes, mut error) = source::read_up_to(&mut stream, bounds.bytes as u64 + 1);
    let mut total = bytes.len() as u64;
    if error.is_none() && bytes.len() > bounds.bytes {
        let (rest, after) = source::skip(&mut stream, u64::MAX);
        (total, error) = (total + rest, after);
    }
    let mut notes = context.log.take();
    if let Some(error) = error {
        notes.push(Note::new(NoteKind::Cut, format!("the input breaks off: {error}")));
    }
    plain::document(Document { bytes: &bytes, total, kind, charset: None, given: Given::default() }, bounds, notes)
}

/// The documents of a file of an archive, called by its name where they have none of their own.
fn of_entry(stream: Stream<'_>, context: Context) -> Items<'_> {
    let name = context.name.clone();
    let mut pages = documents(stream, None, context).enumerate().peekable();
    Box::new(std::iter::from_fn(move || {
        let (number, page) = pages.next()?;
        let only = number == 0 && pages.peek().is_none();
        Some(page.map(|mut page| {
            let id = || if only { name.clone() } else { format!("{name}:{}", number + 1) };
            page.id = page.id.take().or_else(|| Some(id()));
            page
        }))
    }))
}
