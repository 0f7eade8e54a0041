//! What intake hands on: a page with clean text, its stories, its furniture and what it says of its date.

use super::furniture::{Furniture, LeftOut};
use super::language::Language;
use super::lines::one_line;
use super::masthead::Masthead;
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
    /// A row of a table with a text, which stays as it came.
    RowText,
    /// A row of a table with a web page.
    RowHtml,
    /// Markdown. Its `text` is the text without its marks.
    Markdown,
    /// An item of a feed. Its `text` is built from the markup of the item.
    Feed,
    /// An entry of a news sitemap. Its `text` is the headline.
    Sitemap,
}

impl Format {
    /// Whether its `text` is built from markup.
    pub fn is_html(self) -> bool {
        matches!(self, Self::Html | Self::JsonHtml | Self::RowHtml | Self::Feed)
    }

    /// Its name in the output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Text => "text",
            Self::JsonText => "json-text",
            Self::JsonHtml => "json-html",
            Self::RowText => "row-text",
            Self::RowHtml => "row-html",
            Self::Markdown => "markdown",
            Self::Feed => "feed",
            Self::Sitemap => "sitemap",
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
    /// The lines of furniture that the text was built without, in order.
    pub left_out: Vec<LeftOut>,
    /// How many lines of a web page are outside the body that was found: navigation, lists of other stories, comments.
    pub outside: usize,
    /// From bytes of `text` to bytes of the source.
    pub source: SourceMap,
    /// What it was read as.
    pub format: Format,
    /// What a user should know: what was cut, repaired or guessed.
    pub notes: Vec<Note>,
}

impl Page {
    /// The page with each story's headline as the first line of the story, where the headline is known and no line of
    /// it: a reader of the text alone would miss what it says. The added lines have no source. Only the text of web
    /// pages is built, so that only theirs is added to.
    #[must_use]
    pub fn with_titles_in_text(mut self) -> Self {
        if !self.format.is_html() {
            return self;
        }
        // From the last to the first, so that what is added moves nothing that is still to be looked at.
        for number in (0..self.stories.len()).rev() {
            self.add_title(number);
        }
        self
    }

    /// Puts the headline of one story at its start, unless it is there.
    fn add_title(&mut self, number: usize) {
        let Some(story) = self.stories.get(number).filter(|story| story.title_span.is_none()) else { return };
        let title = one_line(story.title.as_deref().unwrap_or_default());
        if title.is_empty() || story.span.of(&self.text).lines().any(|line| one_line(line) == title) {
            return;
        }
        let (at, length) = (story.span.start, title.len());
        self.insert(at, &(title + "\n\n"));
        if let Some(story) = self.stories.get_mut(number) {
            story.span.start = at;
            story.title_span = Some(Span::new(at, at + length));
        }
    }

    /// Puts words without a source into the text, at the start of a line.
    fn insert(&mut self, at: usize, words: &str) {
        // A span that starts at `at` comes after what is put there, one that ends at it before.
        let moved = |span: Span| {
            let start = span.start + if span.start >= at { words.len() } else { 0 };
            let end = span.end + if span.end > at || span.start >= at { words.len() } else { 0 };
            Span::new(start, end)
        };
        for story in &mut self.stories {
            story.span = moved(story.span);
            story.title_span = story.title_span.map(moved);
        }
        for furniture in &mut self.furniture {
            furniture.span = moved(furniture.span);
        }
        self.source.insert(at, words.len());
        self.text.insert_str(at, words);
    }
}

/// One story of a page.
#[derive(Clone, Debug, PartialEq)]
pub struct Story {
    /// Its headline, where it has one.
    pub title: Option<String>,
    /// Where its headline stands in the page's `text`, where it does.
    pub title_span: Option<Span>,
    /// Its part of the page's `text`, headline and furniture included.
    pub span: Span,
    /// What says when it was published, most trusted first. What the page says as a whole speaks of the first story.
    pub dates: Vec<DateEvidence>,
    /// It is an entry of a live blog or a digest: the page's date is its date too.
    pub entry: bool,
    /// The time of day that stands above it, as it is written, in a live blog.
    pub time: Option<String>,
    /// Who wrote and published it, and in which section.
    pub masthead: Masthead,
    /// Its own language: a page may hold stories in several.
    pub language: Language,
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
    /// Nothing says in which encoding the document is; the likeliest was taken.
    Guessed,
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
            Self::Guessed => "guessed",
            Self::Fallback => "fallback",
            Self::LeftOut => "left-out",
            Self::Ignored => "ignored",
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Span;
    use crate::intake::{Bounds, Page, open};

    fn page(source: &str) -> Page {
        open(source.as_bytes(), "page", &Bounds::default()).next().expect("a page").expect("readable")
    }

    #[test]
    fn every_story_gets_its_headline() {
        let source = include_str!("../../tests/pages/scroll.html");
        let (bare, titled) = (page(source), page(source).with_titles_in_text());
        assert_eq!(titled.stories.len(), 2);
        let mut end = 0;
        for (before, after) in bare.stories.iter().zip(&titled.stories) {
            let title = before.title.clone().expect("a headline");
            assert!(!bare.text.contains(&title));
            assert_eq!((after.span.start, after.title_span.expect("put in").of(&titled.text)), (end, title.as_str()));
            assert_eq!(after.span.of(&titled.text), format!("{title}\n\n{}", before.span.of(&bare.text)));
            end = after.span.end;
        }
        assert_eq!(end, titled.text.len());
        for (before, after) in bare.furniture.iter().zip(&titled.furniture) {
            assert_eq!(before.span.of(&bare.text), after.span.of(&titled.text));
        }
        let moved = |word: &str| {
            let at = |page: &Page| page.text.find(word).map(|at| page.source.ranges(Span::new(at, at + word.len())));
            (at(&bare), at(&titled))
        };
        for word in ["Joana Reis", "Milo Danek"] {
            let (before, after) = moved(word);
            assert!(before.is_some() && before == after, "{word}");
        }
        assert!(titled.stories.iter().all(|story| titled.source.ranges(story.title_span.expect("put in")).is_empty()));
    }

    #[test]
    fn a_headline_is_put_in_once() {
        let titled =
            page("<title>Envoys meet in Oslo</title><p>The envoys met in Oslo on Monday.</p>").with_titles_in_text();
        assert_eq!(titled.text, "Envoys meet in Oslo\n\nThe envoys met in Oslo on Monday.");
        let text = titled.text.clone();
        assert_eq!(titled.with_titles_in_text().text, text);
        assert_eq!(
            page("Envoys meet\n\nThey met in Oslo.").with_titles_in_text().text,
            "Envoys meet\n\nThey met in Oslo."
        );
    }
}
