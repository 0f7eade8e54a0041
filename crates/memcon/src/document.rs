//! The whole way of an article: a [`Page`] in, a coded [`Document`] out.

use std::sync::Arc;

use jiff::civil::Date;

use crate::Span;
use crate::coding::{self, Codebook, Event, Figure, Statement, confidence};
use crate::evidence::{DateEvidence, DateSource};
use crate::intake::{Bounds, Fingerprint, Language, Masthead, Note, NoteKind, Page};
use crate::lexicon::{Lexicon, LexiconError};
use crate::place::{Context, Home, Toponym, toponyms};
use crate::reading::{Model, NetworkError, Reader, Reading};
use crate::when::{StoryDate, TimeExpression, office_terms, story_date, story_date_within, times_within};
use crate::who::{Day, Entities, Office, Resolver};

/// Most words that are read as one sentence, ten times what any sentence of the news has. A longer run of words is a
/// table, a list or no language at all, and is read in parts of this length.
pub const LONGEST_SENTENCE: usize = 1000;

/// Codes pages. One serves all threads.
pub struct Memcon {
    reader: Arc<Reader>,
    lexicon: Lexicon,
    bounds: Bounds,
    least_confidence: f64,
}

/// Why [`Memcon`] could not be set up.
#[derive(Debug)]
pub enum SetupError {
    /// The reader's weights are damaged.
    Network(NetworkError),
    /// A lexicon file has mistakes.
    Lexicon(LexiconError),
}

impl std::fmt::Display for SetupError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Network(error) => error.fmt(f),
            Self::Lexicon(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for SetupError {}

/// A page with what was found in it.
#[derive(Debug)]
pub struct Document {
    /// The page as `intake` gave it.
    pub page: Page,
    /// What its sentences say.
    pub reading: Reading,
    /// Its stories, in order.
    pub stories: Vec<CodedStory>,
    /// Its events, by story and then in text order.
    pub events: Vec<Event>,
    /// What was taken for events and left out for its low confidence.
    pub doubtful: Vec<Event>,
    /// What its parties said, by story and then in text order.
    pub statements: Vec<Statement>,
    /// The amounts that it states, by story and then in text order.
    pub figures: Vec<Figure>,
    /// Its time expressions in text order.
    pub times: Vec<TimeExpression>,
    /// Its toponyms in text order.
    pub places: Vec<Toponym>,
    /// The offices that it states.
    pub offices: Vec<Office>,
    /// What a user should know.
    pub notes: Vec<String>,
}

/// One story of a page.
#[derive(Clone, Debug)]
pub struct CodedStory {
    /// Its headline.
    pub title: Option<String>,
    /// Its part of the text.
    pub span: Span,
    /// When it was published, and how that is known.
    pub date: StoryDate,
    /// Who wrote and published it, and in which section.
    pub masthead: Masthead,
    /// What its words are told by: syndicated copies have the same or nearly the same.
    pub fingerprint: Fingerprint,
}

impl Memcon {
    /// Reader and lexicon as shipped.
    ///
    /// # Errors
    /// If an embedded file is damaged, which is a fault of the build.
    pub fn new() -> Result<Self, SetupError> {
        Self::with_lexicon(Lexicon::shipped().map_err(SetupError::Lexicon)?)
    }

    /// The default reader with a lexicon of the caller's.
    ///
    /// # Errors
    /// If an embedded file is damaged, which is a fault of the build.
    pub fn with_lexicon(lexicon: Lexicon) -> Result<Self, SetupError> {
        Self::with_reader(Model::default(), lexicon)
    }

    /// One of the shipped readers with a lexicon of the caller's.
    ///
    /// # Errors
    /// If an embedded file is damaged, which is a fault of the build.
    pub fn with_reader(model: Model, lexicon: Lexicon) -> Result<Self, SetupError> {
        Ok(Self::of(Reader::shared(model).map_err(SetupError::Network)?, lexicon))
    }

    /// A reader and a lexicon, which can be loaded at the same time.
    pub fn of(reader: Arc<Reader>, lexicon: Lexicon) -> Self {
        Self { reader, lexicon, bounds: Bounds::default(), least_confidence: confidence::LEAST }
    }

    /// The same with other bounds, of which those on sentences and words count here: the rest of a longer document is
    /// not read, and its notes say so.
    #[must_use]
    pub fn with_bounds(self, bounds: &Bounds) -> Self {
        Self { bounds: bounds.clone(), ..self }
    }

    /// The same with another least confidence, from 0 to 1, under which events of stories of more than
    /// [`confidence::SHORT`] sentences are left out; of those that the learned head alone proposes, under twice as much. 0
    /// keeps all.
    #[must_use]
    pub fn with_least_confidence(self, least_confidence: f64) -> Self {
        Self { least_confidence, ..self }
    }

    /// The reader, to read without coding.
    pub fn reader(&self) -> &Reader {
        &self.reader
    }

    /// The lexicon in use.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// Codes a page. `given` is the day of publication where the caller knows it.
    ///
    /// # Errors
    /// If the network fails, which is a bug.
    pub fn code(&self, page: Page, given: Option<Date>) -> Result<Document, NetworkError> {
        let mut document = Document {
            page: page.with_titles_in_text(),
            reading: Reading::default(),
            stories: Vec::new(),
            events: Vec::new(),
            doubtful: Vec::new(),
            statements: Vec::new(),
            figures: Vec::new(),
            times: Vec::new(),
            places: Vec::new(),
            offices: Vec::new(),
            notes: Vec::new(),
        };
        let mut outcome = None;
        let english = document.english();
        if english.contains(&true) {
            self.read(&mut document, &english)?;
            for (index, english) in english.iter().enumerate() {
                if *english {
                    self.code_story(&mut document, index, given);
                } else {
                    document.date_unread(index, given);
                }
            }
            document.note_unread(&english);
            if document.events.is_empty() {
                outcome = Some("no political event was found in the text".to_owned());
            }
        } else {
            outcome = Some(format!(
                "not coded: the text is not English but {} (ISO 639), and only English is coded",
                document.page.language.code
            ));
            for index in 0..english.len() {
                document.date_unread(index, given);
            }
        }
        let doubts = document.note_doubtful(self.least_confidence);
        document.notes = document
            .page
            .notes
            .iter()
            .map(|Note { message, .. }| message.clone())
            .chain(doubts)
            .chain(outcome)
            .collect();
        Ok(document)
    }

    /// Reads what can tell of events: all but bylines, dates, links and other furniture. What the bounds leave unread
    /// is added to the page's notes. Of the stories, those are read that `english` says are.
    fn read(&self, document: &mut Document, english: &[bool]) -> Result<(), NetworkError> {
        let page = &mut document.page;
        let foreign: Vec<Span> =
            page.stories.iter().zip(english).filter(|(_, english)| !**english).map(|(story, _)| story.span).collect();
        let is_idle = |span: Span| {
            foreign.iter().any(|story| story.contains(span))
                || page.furniture.iter().any(|f| !f.kind.is_readable() && f.span.contains(span))
        };
        let segments = self.reader.segment(&page.text);
        let mut queue = Queue::new(&self.bounds);
        for part in segments.iter().filter(|s| !is_idle(s.span)).flat_map(|s| s.words.chunks(LONGEST_SENTENCE)) {
            if queue.takes(part.len()) {
                document.reading.sentences.extend(self.reader.sentence(&page.text, part)?);
            }
        }
        let parted = segments.iter().filter(|segment| segment.words.len() > LONGEST_SENTENCE).count();
        if parted > 0 {
            page.notes.push(Note::new(
                NoteKind::Cut,
                format!("{parted} sentences of more than {LONGEST_SENTENCE} words were read in parts of that length"),
            ));
        }
        page.notes.extend(queue.note());
        Ok(())
    }

    fn code_story(&self, document: &mut Document, index: usize, given: Option<Date>) {
        let Some(story) = document.page.stories.get(index) else { return };
        let (text, span, title, masthead) =
            (&document.page.text, story.span, story.title.clone(), story.masthead.clone());
        let inside = document.reading.sentences.iter().filter(|s| span.contains(s.span));
        let reading = Reading { sentences: inside.cloned().collect() };
        let mut evidence = story.dates.clone();
        // What the caller says of the page is about its first story.
        evidence.extend(given.filter(|_| index == 0 || story.entry).map(given_evidence));
        let country = story.masthead.country.clone();
        let context = Context { publisher: country.map(|country| Home { country: Some(country), point: None }) };
        let terms = office_terms(&self.lexicon.knowledge, &reading);
        let date = story_date_within(text, span, &reading, &evidence, &terms);
        let times = times_within(text, span, &reading, date.date);
        let places = toponyms(text, &reading, &context);
        let entities = Entities::read(
            Resolver::new(&self.lexicon.knowledge),
            text,
            &reading,
            date.date.and_then(day_of),
            Some(&places),
        );
        let offices = entities.offices();
        let story = coding::Story {
            index,
            text,
            reading: &reading,
            date: date.date,
            times: &times,
            toponyms: &places,
            entities: &entities,
            offices: &offices,
        };
        let statements = coding::statements(&story);
        let codebook = Codebook { frames: &self.lexicon.frames, cues: &self.lexicon.cues, nouns: &self.lexicon.nouns };
        let mut events = coding::events(&story, codebook, &statements);
        coding::add_contexts(&story, &self.lexicon.contexts, &mut events);
        let is_short = reading.sentences.len() <= confidence::SHORT;
        let is_kept = |event: &Event| is_short || confidence::suffices(event, self.least_confidence);
        let (events, doubtful): (Vec<Event>, Vec<Event>) = events.into_iter().partition(is_kept);
        document.events.extend(events);
        document.doubtful.extend(doubtful);
        document.statements.extend(statements);
        document.figures.extend(coding::figures(&story));
        document.offices.extend(offices);
        document.times.extend(times);
        document.places.extend(places);
        let fingerprint = Fingerprint::of(&document.page, span);
        document.stories.push(CodedStory { title, span, date, masthead, fingerprint });
    }
}

/// Counts what is read against the bounds.
#[derive(Debug)]
struct Queue {
    most_sentences: usize,
    most_words: usize,
    sentences: usize,
    words: usize,
    unread: usize,
}

impl Queue {
    fn new(bounds: &Bounds) -> Self {
        Self { most_sentences: bounds.sentences, most_words: bounds.words, sentences: 0, words: 0, unread: 0 }
    }

    /// Whether a sentence of so many words is still read. After the first that is not, none is.
    fn takes(&mut self, words: usize) -> bool {
        let fits = self.unread == 0 && self.sentences < self.most_sentences && self.words + words <= self.most_words;
        if fits {
            self.sentences += 1;
            self.words += words;
        } else {
            self.unread += words;
        }
        fits
    }

    /// What was left unread.
    fn note(&self) -> Option<Note> {
        let Self { most_sentences, most_words, sentences, words, unread } = self;
        let message = format!(
            "only the first {words} words ({sentences} sentences) were read, the {unread} words after them not: at most \
             {most_words} words and {most_sentences} sentences of a document are (bounds `words` and `sentences`)"
        );
        (*unread > 0).then(|| Note::new(NoteKind::Cut, message))
    }
}

impl Document {
    /// Which of the page's stories are English. One too short to tell is what the page is.
    fn english(&self) -> Vec<bool> {
        let page = self.page.language.is_english();
        let of = |language: Language| if language == Language::UNKNOWN { page } else { language.is_english() };
        self.page.stories.iter().map(|story| of(story.language)).collect()
    }

    /// Notes which stories were not read because they are not English.
    fn note_unread(&mut self, english: &[bool]) {
        for (number, (story, english)) in self.page.stories.iter().zip(english).enumerate() {
            if !english {
                let message = format!(
                    "story {} of {} was not coded: it is not English but {} (ISO 639), and only English is coded",
                    number + 1,
                    self.page.stories.len(),
                    story.language.code
                );
                self.page.notes.push(Note::new(NoteKind::LeftOut, message));
            }
        }
    }

    /// How many events were left out for their low confidence.
    fn note_doubtful(&self, least: f64) -> Option<String> {
        let count = self.doubtful.len();
        let events = if count == 1 { "1 event was" } else { &format!("{count} events were") };
        (count > 0).then(|| {
            format!("{events} left out for a confidence under {least}, twice that of the learned head's own (`--min-confidence`)")
        })
    }

    /// Adds a story that was not read, with the date that the page states.
    fn date_unread(&mut self, index: usize, given: Option<Date>) {
        let Some(story) = self.page.stories.get(index) else { return };
        let mut evidence = story.dates.clone();
        evidence.extend(given.filter(|_| index == 0 || story.entry).map(given_evidence));
        let date = story_date(&self.page.text, story.span, &Reading::default(), &evidence);
        let fingerprint = Fingerprint::of(&self.page, story.span);
        let (title, span, masthead) = (story.title.clone(), story.span, story.masthead.clone());
        self.stories.push(CodedStory { title, span, date, masthead, fingerprint });
    }

    /// The date of the document: that of its first story.
    pub fn date(&self) -> Option<&StoryDate> {
        self.stories.first().map(|story| &story.date)
    }
}

fn given_evidence(date: Date) -> DateEvidence {
    DateEvidence { source: DateSource::Given, date, text: date.to_string(), updated: false }
}

/// A date in the form that the tables of the lexicon count in; `None` before our era.
pub fn day_of(date: Date) -> Option<Day> {
    let part = |n: i8| u32::try_from(n).ok();
    Some(Day::new(u32::try_from(date.year()).ok()?, part(date.month())?, part(date.day())?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_is_bounded_in_words_and_sentences() {
        let bounds = Bounds { words: 50_000, sentences: 4000, ..Bounds::default() };
        let mut long = Queue::new(&bounds);
        assert!((0..50).all(|_| long.takes(1000)));
        assert!(!long.takes(1) && long.note().is_some_and(|note| note.message.contains("the 1 words after them")));
        let mut many = Queue::new(&bounds);
        assert!((0..4000).all(|_| many.takes(2)) && many.note().is_none());
        assert!(!many.takes(2) && !many.takes(3));
        assert_eq!((many.words, many.unread), (8000, 5));
    }
}
