//! What intake hands on: a page with clean text, its stories, its furniture and what it says of its date.

use super::furniture::Furniture;
use super::language::Language;
use super::source_map::SourceMap;
use crate::evidence::DateEvidence;
use crate::span::Span;

/// What a document was read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// A web page. Its `text` is built from the page's own text nodes.
    Html,
    /// Plain text. Its `text` is the text as it came.
    Text,
    /// A line of JSON lines with a `text`, which stays as it came.
    JsonText,
    /// A line of JSON lines with an `html`.
    JsonHtml,
}

impl Format {
    /// Whether its `text` is built from markup.
    pub fn is_html(self) -> bool {
        matches!(self, Self::Html | Self::JsonHtml)
    }

    /// Its name in the output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Text => "text",
            Self::JsonText => "json-text",
            Self::JsonHtml => "json-html",
        }
    }
}

/// A document as it is read: clean text with a map back to its source, and what is known about it.
#[derive(Clone, Debug)]
pub struct Page {
    /// The document's own identifier, where the input gives one.
    pub id: Option<String>,
    /// Its address, from the input or from the page itself.
    pub url: Option<String>,
    /// Its headline without the name of the site. In HTML it is kept out of `text`; in plain text it is also a line
    /// of `text`.
    pub title: Option<String>,
    /// What there is to read. Plain text and the `text` of JSON lines stay as they came, byte for byte (but for bytes
    /// that were not text); of HTML it is the body, one block a line.
    pub text: String,
    /// What the page as a whole says of its date (JSON-LD, meta elements, address, caller), most trusted first.
    pub dates: Vec<DateEvidence>,
    /// The language of `text`.
    pub language: Language,
    /// The stories that the page holds, in order: at least one, and together they cover `text`.
    pub stories: Vec<Story>,
    /// The lines of `text` that are not the story itself, in order, without overlap.
    pub furniture: Vec<Furniture>,
    /// From bytes of `text` to bytes of the source.
    pub source: SourceMap,
    /// What it was read as.
    pub format: Format,
    /// What a user should know: what was cut, repaired or guessed.
    pub notes: Vec<Note>,
}

impl Page {
    /// The page with its headline as the first line of `text`, where the headline is known and no line of `text`:
    /// a reader of the text alone would miss what it says. The added line has no source.
    #[must_use]
    pub fn with_title_in_text(mut self) -> Self {
        let known = self.stories.first().is_some_and(|story| story.title_span.is_some());
        let title = self.title.clone().filter(|title| !known && self.format.is_html() && !title.trim().is_empty());
        let Some(title) = title else { return self };
        let line = title.split_whitespace().collect::<Vec<_>>().join(" ");
        let by = line.len() + 2;
        let moved = |span: Span| Span::new(span.start + by, span.end + by);
        for (index, story) in self.stories.iter_mut().enumerate() {
            story.title_span = story.title_span.map(moved);
            story.span = moved(story.span);
            if index == 0 {
                story.span.start = 0;
                story.title_span = Some(Span::new(0, line.len()));
            }
        }
        for furniture in &mut self.furniture {
            furniture.span = moved(furniture.span);
        }
        self.source.shift(by);
        self.text.insert_str(0, "\n\n");
        self.text.insert_str(0, &line);
        self
    }
}

/// One story of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Story {
    /// Its headline, where it has one.
    pub title: Option<String>,
    /// Where its headline stands in the page's `text`, where it does.
    pub title_span: Option<Span>,
    /// Its part of the page's `text`, headline and furniture included.
    pub span: Span,
    /// What says when it was published, most trusted first. What the page says as a whole speaks of the first story.
    pub dates: Vec<DateEvidence>,
}

/// Something about how a document was read that a user should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What it is about.
    pub kind: NoteKind,
    /// A sentence for the user.
    pub message: String,
}

impl Note {
    pub(crate) fn new(kind: NoteKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into() }
    }
}

/// What a note is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NoteKind {
    /// Part of the input was not read, because of a bound or because the input breaks off.
    Cut,
    /// Bytes that are not text in the document's encoding were replaced.
    Repaired,
    /// The body was found by Memcon's own extraction instead of the library's.
    Fallback,
    /// Page furniture was left out of the text of a web page.
    LeftOut,
    /// A value of the input was not understood and ignored.
    Ignored,
}

impl NoteKind {
    /// Its name in the output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Cut => "cut",
            Self::Repaired => "repaired",
            Self::Fallback => "fallback",
            Self::LeftOut => "left-out",
            Self::Ignored => "ignored",
        }
    }
}
