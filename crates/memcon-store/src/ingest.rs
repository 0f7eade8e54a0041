//! What is handed to the writer: a coded document with what else the record keeps of it.

use memcon::intake::Page;
use memcon::{Document, json};

use crate::Result;
use crate::ids::{hash, short_day};
use crate::record;
use crate::source::SourceRuns;

/// The hash by which a page is known again: of its text, address, headline, own identifier and what it says of its
/// date. The name of its file is not part of it. Its first two bytes are the day that the page says first, so that
/// documents lie in the record by day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ContentHash(pub [u8; 32]);

impl ContentHash {
    /// The hash of a page as intake gave it, before it is coded.
    pub fn of(page: &Page) -> Self {
        let dates: Vec<String> = page
            .stories
            .iter()
            .flat_map(|story| &story.dates)
            .map(|e| format!("{} {} {}\n", e.source.as_str(), e.date, e.updated))
            .collect();
        let day = page.stories.iter().flat_map(|story| &story.dates).next().map(|evidence| evidence.date.to_string());
        let optional = |text: &Option<String>| text.clone().unwrap_or_default();
        let hash = hash(&[
            page.text.as_bytes(),
            optional(&page.url).as_bytes(),
            optional(&page.title).as_bytes(),
            optional(&page.id).as_bytes(),
            dates.concat().as_bytes(),
        ]);
        Self::dated(day.as_deref(), hash)
    }

    /// Of a day, where one is known, and a hash.
    pub(crate) fn dated(date: Option<&str>, hash: [u8; 32]) -> Self {
        let mut bytes = [0; 32];
        let (day, rest) = bytes.split_at_mut(2);
        day.copy_from_slice(&short_day(date).to_be_bytes());
        rest.iter_mut().zip(hash).for_each(|(byte, of)| *byte = of);
        Self(bytes)
    }

    /// What stands behind the day.
    pub(crate) fn undated(&self) -> &[u8] {
        self.0.get(2..).unwrap_or_default()
    }

    /// In hexadecimal digits.
    pub fn to_hex(self) -> String {
        self.0.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
    }

    /// The row id of the document.
    pub fn row(self) -> i64 {
        crate::ids::row_id(crate::ids::first64(&self.0))
    }
}

/// A coded document, ready to be added.
#[derive(Clone, Debug, PartialEq)]
pub struct Ingest {
    /// How it is known again.
    pub hash: ContentHash,
    /// What was coded.
    pub document: record::Document,
    /// `html`, `text`, `json-text` or `json-html`.
    pub format: String,
    /// Source map of the text, as bytes.
    pub source_map: Vec<u8>,
}

impl Ingest {
    /// Of a document that Memcon coded; `hash` is that of its page before coding, `name` names it where its input does
    /// not.
    ///
    /// # Errors
    /// If the document's JSON is not that of [`record::Document`], which a test rules out.
    pub fn of(document: &Document, hash: ContentHash, name: &str) -> Result<Self> {
        Ok(Self {
            hash,
            document: serde_json::from_str(&json::line(document, name, true)?)?,
            format: document.page.format.as_str().to_owned(),
            source_map: SourceRuns::of(&document.page).to_bytes(),
        })
    }
}
