//! The reader: a text in, a [`Reading`] out.

use std::sync::{Arc, LazyLock};

use super::lemma::Lemmas;
use super::mentions::mentions;
use super::mst;
use super::network::{Labels, Model, Network, NetworkError, Scores, Weights, best};
use super::pieces::MAX_PIECES;
use super::segment::{Segment, Segmenter};
use super::{Deprel, Naming, Reading, Sentence, Upos, Word};
use crate::Span;

/// Reads English text. One serves all threads.
///
/// A sentence's reading depends on its own characters alone: not on the sentences beside it, nor on
/// how many threads read.
pub struct Reader {
    segmenter: Segmenter,
    network: Network,
    lemmas: Lemmas,
}

/// Namings among the words of a part that begins with word `offset` of its sentence.
fn moved(mut namings: Vec<Naming>, offset: usize) -> Vec<Naming> {
    for naming in &mut namings {
        naming.word += offset;
    }
    namings
}

impl Reader {
    /// The default of the readers that the program carries.
    ///
    /// # Errors
    /// If the embedded files are damaged, which is a fault of the build.
    pub fn new() -> Result<Self, NetworkError> {
        Self::of(Model::default())
    }

    /// A reader that the program carries.
    ///
    /// # Errors
    /// If the embedded files are damaged, which is a fault of the build.
    pub fn of(model: Model) -> Result<Self, NetworkError> {
        Self::with_weights(Weights::shipped(model))
    }

    /// A reader that the program carries, loaded once in a process and shared by all who ask, the children of a fork
    /// among them.
    ///
    /// # Errors
    /// If the embedded files are damaged, which is a fault of the build.
    pub fn shared(model: Model) -> Result<Arc<Self>, NetworkError> {
        static BASE: LazyLock<Result<Arc<Reader>, NetworkError>> =
            LazyLock::new(|| Reader::of(Model::Base).map(Arc::new));
        static FAST: LazyLock<Result<Arc<Reader>, NetworkError>> =
            LazyLock::new(|| Reader::of(Model::Fast).map(Arc::new));
        match model {
            Model::Base => BASE.clone(),
            Model::Fast => FAST.clone(),
        }
    }

    /// A reader with other weights, made by `training/`.
    ///
    /// # Errors
    /// If a file is damaged or does not fit the others.
    pub fn with_weights(weights: Weights) -> Result<Self, NetworkError> {
        let segmenter = Segmenter::from_bytes(weights.segmenter).map_err(NetworkError::damaged)?;
        let lemmas = Lemmas::parse(weights.lemmas).map_err(NetworkError::damaged)?;
        Ok(Self { segmenter, network: Network::load(weights)?, lemmas })
    }

    /// Reads a text.
    ///
    /// # Errors
    /// If the network fails, which is a bug.
    pub fn read(&self, text: &str) -> Result<Reading, NetworkError> {
        let segments = self.segment(text);
        let sentences = segments.iter().filter_map(|segment| self.sentence(text, &segment.words).transpose());
        Ok(Reading { sentences: sentences.collect::<Result<_, _>>()? })
    }

    /// Cuts a text into sentences and words without reading them.
    pub fn segment(&self, text: &str) -> Vec<Segment> {
        self.segmenter.segment(text)
    }

    /// Reads one sentence whose words are known. `None` if there are none.
    ///
    /// # Errors
    /// If the network fails, which is a bug.
    pub fn sentence(&self, text: &str, words: &[Span]) -> Result<Option<Sentence>, NetworkError> {
        let mut read = Vec::with_capacity(words.len());
        let (mut entities, mut cues) = (Vec::new(), Vec::with_capacity(words.len()));
        for part in self.parts(text, words) {
            let offset = read.len();
            let forms: Vec<&str> = part.iter().map(|span| span.of(text)).collect();
            let scores = self.network.score(&forms)?;
            let part_words = decode(&scores, &self.network.labels, &self.lemmas, &forms, part);
            cues.extend(scores.cues(&self.network.labels.cue).into_iter().enumerate().map(|(word, mut cue)| {
                // Where no event is likelier, nobody asks for its parties.
                if cue.none() <= 0.5 {
                    [cue.actors, cue.recipients] = scores.parties(word).map(|namings| moved(namings, offset));
                }
                cue
            }));
            entities.extend(mentions(&scores, &self.network.labels.entity, &part_words).into_iter().map(|mut m| {
                m.first += offset;
                m.last += offset;
                m
            }));
            append(&mut read, part_words);
            scores.done();
        }
        Ok(Sentence::of_words(read).map(|sentence| Sentence { entities, cues, ..sentence }))
    }

    /// Cuts a sentence that is longer than the encoder takes, at clauses where it can.
    fn parts<'a>(&self, text: &str, mut words: &'a [Span]) -> Vec<&'a [Span]> {
        let forms: Vec<&str> = words.iter().map(|span| span.of(text)).collect();
        let counts = self.network.piece_counts(&forms);
        let (mut parts, mut offset) = (Vec::new(), 0);
        while !words.is_empty() {
            let fitting = fitting(&counts[offset..]);
            let take = if fitting < words.len() { clause_end(&forms[offset..offset + fitting]) } else { fitting };
            let (part, rest) = words.split_at(take);
            parts.push(part);
            offset += take;
            words = rest;
        }
        parts
    }
}

/// How many of the words fit the encoder together; at least one.
fn fitting(counts: &[usize]) -> usize {
    // Two places are [CLS]'s and [SEP]'s.
    let mut room = MAX_PIECES - 2;
    let fits = |count: &usize| {
        room = room.checked_sub(*count)?;
        Some(())
    };
    counts.iter().map_while(fits).count().max(1)
}

/// Where best to cut: after the last semicolon, else comma, of the second half, else at the end.
fn clause_end(forms: &[&str]) -> usize {
    let half = forms.len() / 2;
    [";", ",", "and"]
        .iter()
        .find_map(|mark| forms.iter().rposition(|form| form == mark).filter(|&at| at >= half))
        .map_or(forms.len(), |at| at + 1)
}

/// The words of one network run: tags, lemmas and the best tree.
fn decode(scores: &Scores, labels: &Labels, lemmas: &Lemmas, forms: &[&str], spans: &[Span]) -> Vec<Word> {
    let heads = mst::decode(scores.word_count(), |dependent, head| scores.syntax.arcs.row(dependent)[head]);
    let is_root_label = |label: usize| labels.deprel[label] == Deprel::Root;
    let mut words = Vec::with_capacity(forms.len());
    for (i, (&form, &span)) in forms.iter().zip(spans).enumerate() {
        let (upos_end, xpos_end) = (labels.upos.len(), labels.upos.len() + labels.xpos.len());
        let tag =
            |from: usize, to: usize| best((from..to).map(|column| (column - from, scores.syntax.tags.row(i)[column])));
        let upos = labels.upos[tag(0, upos_end)];
        let xpos = labels.xpos[tag(upos_end, xpos_end)];
        let head = heads[i];
        // Only the root word is labelled `root`, and it always is.
        let label = scores.relation(i, head.map_or(0, |h| h + 1), |label| is_root_label(label) == head.is_none());
        let opens_sentence = words.iter().all(|w: &Word| w.upos == Upos::Punct);
        words.push(Word {
            span,
            form: form.to_owned(),
            lemma: lemmas.lemma(form, upos, xpos, opens_sentence),
            upos,
            xpos,
            head,
            deprel: labels.deprel[label],
        });
    }
    words
}

/// Joins the parts of a sentence that was cut: a later part hangs on the first one's root as parataxis.
fn append(read: &mut Vec<Word>, part: Vec<Word>) {
    let offset = read.len();
    let root = read.iter().position(|w| w.head.is_none());
    read.extend(part.into_iter().map(|mut word| {
        match (word.head, root) {
            (Some(head), _) => word.head = Some(head + offset),
            (None, Some(root)) => (word.head, word.deprel) = (Some(root), Deprel::Parataxis),
            (None, None) => {}
        }
        word
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_fall_at_clauses() {
        assert_eq!(clause_end(&["a", "b", ";", "c", ",", "d"]), 5);
        assert_eq!(clause_end(&["a", "b", "c", ";", "c", ",", "d"]), 4);
        assert_eq!(clause_end(&[",", "b", "c"]), 3);
        assert_eq!(fitting(&[600, 1]), 1);
        assert_eq!(fitting(&[255, 255, 1]), 2);
    }
}
