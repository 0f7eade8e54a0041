//! The way of a sentence told again: which words could have made an event, and what became of each.

mod account;

use crate::coding::{self, Trace};
use crate::document::{Document, Memcon, day_of};
use crate::lexicon::Lexicon;
use crate::reading::Reading;
use crate::who::{Entities, Resolver};

pub use account::{Account, label, tree};

/// Tells of the sentences of one coded document what their words called up.
///
/// ```
/// use memcon::Memcon;
/// use memcon::coding::Outcome;
/// use memcon::intake::{self, Bounds};
///
/// let memcon = Memcon::new()?;
/// let page = intake::open(b"An earthquake killed three people in Chile.", "note.txt", &Bounds::default());
/// let document = memcon.code(page.last().expect("a page")?, None)?;
/// assert!(document.events.is_empty());
/// let traces = memcon.tracer(&document).trace(0);
/// let why = traces.iter().flat_map(|trace| &trace.candidates).map(|candidate| &candidate.outcome);
/// assert!(why.into_iter().any(|outcome| matches!(outcome, Outcome::Uncoded(_) | Outcome::SwitchedOff)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Tracer<'d> {
    lexicon: &'d Lexicon,
    document: &'d Document,
    stories: Vec<(Reading, Entities)>,
}

impl Memcon {
    /// A tracer for a document that this coder coded. It reads the stories' parties again, so it is for looking into a
    /// document and not for coding.
    pub fn tracer<'d>(&'d self, document: &'d Document) -> Tracer<'d> {
        let story = |story: &crate::CodedStory| {
            let own = document.reading.sentences.iter().filter(|s| story.span.contains(s.span));
            let reading = Reading { sentences: own.cloned().collect() };
            let resolver = Resolver::new(&self.lexicon().knowledge);
            let day = story.date.date.and_then(day_of);
            let entities = {
                let places: Vec<_> =
                    document.places.iter().filter(|place| story.span.contains(place.span)).cloned().collect();
                Entities::read(resolver, &document.page.text, &reading, day, Some(&places))
            };
            (reading, entities)
        };
        Tracer { lexicon: self.lexicon(), document, stories: document.stories.iter().map(story).collect() }
    }
}

impl Tracer<'_> {
    /// For every word of a sentence that could call up a frame: the frames, how far each fits, and what became of it.
    /// `sentence` is an index into the sentences of [`Document::reading`]; empty where there is no such sentence.
    pub fn trace(&self, sentence: usize) -> Vec<Trace> {
        let Some(wanted) = self.document.reading.sentences.get(sentence) else { return Vec::new() };
        let in_story = |(reading, entities)| {
            let reading: &Reading = reading;
            let index = reading.sentences.iter().position(|s| s.span == wanted.span)?;
            Some(coding::trace(entities, wanted, index, &self.lexicon.frames, &self.document.events))
        };
        self.stories.iter().map(|(reading, entities)| (reading, entities)).find_map(in_story).unwrap_or_default()
    }
}
