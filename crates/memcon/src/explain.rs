//! The way of a sentence told again: which words could have made an event, and what became of each.

use crate::coding::{self, Trace};
use crate::document::{Document, Memcon, day_of};
use crate::reading::Reading;
use crate::who::{Entities, Resolver};

impl Memcon {
    /// For every word of a sentence of a coded document that could call up a frame: the frames, how far each fits, and
    /// what became of it. Empty where the document has no such sentence. `sentence` is an index into the sentences of
    /// [`Document::reading`].
    ///
    /// This reads the sentence's story again, so it is for looking at a few sentences and not for coding.
    pub fn trace(&self, document: &Document, sentence: usize) -> Vec<Trace> {
        let sentences = &document.reading.sentences;
        let Some(wanted) = sentences.get(sentence) else { return Vec::new() };
        let Some(story) = document.stories.iter().find(|story| story.span.contains(wanted.span)) else {
            return Vec::new();
        };
        let own = sentences.iter().filter(|s| story.span.contains(s.span));
        let reading = Reading { sentences: own.cloned().collect() };
        let Some(index) = reading.sentences.iter().position(|s| s.span == wanted.span) else { return Vec::new() };
        let resolver = Resolver::new(&self.lexicon().knowledge);
        let entities = Entities::read(resolver, &document.page.text, &reading, story.date.date.and_then(day_of));
        coding::trace(&entities, wanted, index, &self.lexicon().frames, &document.events)
    }
}
