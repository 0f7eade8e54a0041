//! A text as read: sentences, words, trees, mentions.

use super::cues::Cue;
use super::{Deprel, Upos, Xpos};
use crate::Span;

/// A whole text as read, sentences in text order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// Its sentences; they do not overlap.
    pub sentences: Vec<Sentence>,
}

/// One sentence (or headline, bullet, caption).
#[derive(Clone, Debug, PartialEq)]
pub struct Sentence {
    /// Where it stands in the document's text.
    pub span: Span,
    /// Its syntactic words in order: never empty.
    pub words: Vec<Word>,
    /// Entity mentions, nested ones included, by first word, the longest first.
    pub entities: Vec<EntityMention>,
    /// What each word may tell of, as the learned head sees it; empty where no network read the sentence.
    pub cues: Vec<Cue>,
}

/// A syntactic word of Universal Dependencies: `don't` is two.
#[derive(Clone, Debug, PartialEq)]
pub struct Word {
    /// Where it stands in the document's text.
    pub span: Span,
    /// The form as written.
    pub form: String,
    /// The lemma; lower case but for proper nouns.
    pub lemma: String,
    /// Universal part of speech.
    pub upos: Upos,
    /// Penn part of speech.
    pub xpos: Xpos,
    /// Index of the governing word within the sentence; `None` for the root.
    pub head: Option<usize>,
    /// Relation to the governing word.
    pub deprel: Deprel,
}

/// A mention of something, typed as GUM types it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EntityMention {
    /// Index of its first word.
    pub first: usize,
    /// Index of its last word, inclusive.
    pub last: usize,
    /// What it mentions.
    pub kind: EntityKind,
    /// Whether its head is a proper noun.
    pub named: bool,
}

/// GUM's ten entity types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the types are named and defined by GUM")]
pub enum EntityKind {
    Abstract,
    Animal,
    Event,
    Object,
    Organization,
    Person,
    Place,
    Plant,
    Substance,
    Time,
}

impl EntityKind {
    /// Every type, in the order of declaration.
    pub const ALL: [Self; 10] = [
        Self::Abstract,
        Self::Animal,
        Self::Event,
        Self::Object,
        Self::Organization,
        Self::Person,
        Self::Place,
        Self::Plant,
        Self::Substance,
        Self::Time,
    ];

    /// GUM's word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Abstract => "abstract",
            Self::Animal => "animal",
            Self::Event => "event",
            Self::Object => "object",
            Self::Organization => "organization",
            Self::Person => "person",
            Self::Place => "place",
            Self::Plant => "plant",
            Self::Substance => "substance",
            Self::Time => "time",
        }
    }
}

impl Reading {
    /// The sentence that holds byte `at` of the text, if one does.
    pub fn sentence_at(&self, at: usize) -> Option<&Sentence> {
        let after = self.sentences.partition_point(|s| s.span.end <= at);
        self.sentences.get(after).filter(|s| s.span.start <= at)
    }

    /// A reading from CoNLL-U lines, for tests and for scoring on treebanks. Returns the text that the
    /// spans refer to as well: forms joined as `SpaceAfter=No` says, one sentence a line.
    ///
    /// # Errors
    /// Names the line and what is wrong with it.
    pub fn from_conllu(conllu: &str) -> Result<(String, Reading), String> {
        let (mut text, mut reading, mut words, mut space) = (String::new(), Reading::default(), Vec::new(), false);
        let mut entities = EntityColumns::default();
        for (number, line) in conllu.lines().map(str::trim).chain(std::iter::once("")).enumerate() {
            let problem = |what: &str| format!("line {}: {what}: {line}", number + 1);
            if line.is_empty() {
                let entities = std::mem::take(&mut entities).finish(&words);
                if let Some(sentence) = Sentence::of_words(std::mem::take(&mut words)) {
                    reading.sentences.push(Sentence { entities, ..sentence });
                    text.push('\n');
                }
                space = false;
                continue;
            }
            let columns: Vec<&str> =
                if line.contains('\t') { line.split('\t').collect() } else { line.split_whitespace().collect() };
            if line.starts_with('#') || columns[0].contains(['-', '.']) {
                continue;
            }
            let &[_, form, lemma, upos, xpos, _, head, deprel, ..] = columns.as_slice() else {
                return Err(problem("fewer than eight columns"));
            };
            if space {
                text.push(' ');
            }
            entities.word(words.len(), columns.get(9).copied().unwrap_or_default());
            space = !columns.get(9).is_some_and(|misc| misc.contains("SpaceAfter=No"));
            let start = text.len();
            text.push_str(form);
            let head: usize = head.parse().map_err(|_| problem("the head is no number"))?;
            words.push(Word {
                span: Span::new(start, text.len()),
                form: form.to_owned(),
                lemma: lemma.to_owned(),
                upos: upos.parse().map_err(|e| problem(&format!("{e}")))?,
                xpos: xpos.parse().map_err(|e| problem(&format!("{e}")))?,
                head: head.checked_sub(1),
                deprel: deprel.parse().map_err(|e| problem(&format!("{e}")))?,
            });
        }
        Ok((text, reading))
    }
}

/// GUM's `Entity=` brackets of one sentence as they come, column by column.
#[derive(Default)]
struct EntityColumns {
    open: Vec<(String, usize, EntityKind)>,
    found: Vec<(usize, usize, EntityKind)>,
}

impl EntityColumns {
    /// Takes the MISC column of word `index`: `(7-person-…` opens entity 7, `7)` closes it.
    fn word(&mut self, index: usize, misc: &str) {
        let Some(brackets) = misc.split('|').find_map(|part| part.strip_prefix("Entity=")) else {
            return;
        };
        let mut rest = brackets;
        while !rest.is_empty() {
            if let Some(opened) = rest.strip_prefix('(') {
                let end = opened.find(['(', ')']).unwrap_or(opened.len());
                let mut parts = opened[..end].split('-');
                let id = parts.next().unwrap_or_default();
                let kind = parts.next().and_then(|name| EntityKind::ALL.into_iter().find(|k| k.as_str() == name));
                let closes = opened[end..].starts_with(')');
                match kind {
                    Some(kind) if closes => self.found.push((index, index, kind)),
                    Some(kind) => self.open.push((entity_id(id), index, kind)),
                    None => {}
                }
                rest = &opened[end + usize::from(closes)..];
            } else {
                let end = rest.find(')').map_or(rest.len(), |at| at + 1);
                let id = entity_id(rest[..end].trim_end_matches(')'));
                if let Some(at) = self.open.iter().rposition(|(open, ..)| *open == id) {
                    let (_, first, kind) = self.open.remove(at);
                    self.found.push((first, index, kind));
                }
                rest = &rest[end..];
            }
        }
    }

    /// The mentions by first word, the longest first; of two on one span the first annotated stands.
    fn finish(mut self, words: &[Word]) -> Vec<EntityMention> {
        self.found.sort_by_key(|&(first, last, kind)| (first, std::cmp::Reverse(last), kind));
        self.found.dedup_by_key(|&mut (first, last, _)| (first, last));
        let named = |first: usize, last: usize| {
            let head = (first..=last).find(|&i| words[i].head.is_none_or(|h| h < first || h > last));
            head.is_some_and(|i| words[i].upos == Upos::Propn)
        };
        let mention = |&(first, last, kind): &_| EntityMention { first, last, kind, named: named(first, last) };
        self.found.iter().map(mention).collect()
    }
}

/// The number of an entity, `7` of `7[1/2]`, which marks a part of a discontinuous mention.
fn entity_id(text: &str) -> String {
    text.split('[').next().unwrap_or_default().to_owned()
}

impl Sentence {
    /// A sentence that spans its words; `None` without any.
    pub fn of_words(words: Vec<Word>) -> Option<Sentence> {
        let span = words.first()?.span.join(words.last()?.span);
        Some(Sentence { span, words, entities: Vec::new(), cues: Vec::new() })
    }

    /// Index of the root word.
    pub fn root(&self) -> Option<usize> {
        self.words.iter().position(|w| w.head.is_none())
    }

    /// The words that `head` governs, in text order.
    pub fn children(&self, head: usize) -> impl DoubleEndedIterator<Item = usize> + '_ {
        self.words.iter().enumerate().filter(move |(_, w)| w.head == Some(head)).map(|(i, _)| i)
    }

    /// The words that `head` governs by a relation, subtypes of it included where `relation` has none.
    pub fn children_by(&self, head: usize, relation: Deprel) -> impl Iterator<Item = usize> + '_ {
        self.children(head).filter(move |&i| {
            let own = self.words[i].deprel;
            own == relation || own.base() == relation.as_str()
        })
    }

    /// Whether `word` is `head` or stands below it in the tree.
    pub fn is_below(&self, word: usize, head: usize) -> bool {
        let mut at = Some(word);
        for _ in 0..=self.words.len() {
            match at {
                Some(i) if i == head => return true,
                Some(i) => at = self.words[i].head,
                None => return false,
            }
        }
        false
    }

    /// First and last word of the subtree of `head`.
    pub fn subtree(&self, head: usize) -> (usize, usize) {
        let below = |i: &usize| self.is_below(*i, head);
        let first = (0..self.words.len()).find(below).unwrap_or(head);
        let last = (0..self.words.len()).rev().find(below).unwrap_or(head);
        (first, last)
    }

    /// The byte span from word `first` to word `last`, inclusive.
    pub fn span_of(&self, first: usize, last: usize) -> Span {
        self.words[first].span.join(self.words[last].span)
    }

    /// The head of a run of words: the one whose governor lies outside it.
    pub fn head_of(&self, first: usize, last: usize) -> usize {
        (first..=last).find(|&i| self.words[i].head.is_none_or(|h| h < first || h > last)).unwrap_or(last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENVOY: &str = "1 The the DET DT _ 2 det _ _
        2 envoy envoy NOUN NN _ 3 nsubj _ _
        3 met meet VERB VBD _ 0 root _ _
        4 him he PRON PRP _ 3 obj _ SpaceAfter=No
        5 . . PUNCT . _ 3 punct _ _";

    #[test]
    fn conllu_gives_text_and_spans() {
        let (text, reading) = Reading::from_conllu(ENVOY).expect("well formed");
        assert_eq!(text, "The envoy met him.\n");
        let s = &reading.sentences[0];
        assert_eq!(s.span.of(&text), "The envoy met him.");
        assert_eq!(s.root(), Some(2));
        assert_eq!(s.subtree(1), (0, 1));
        assert_eq!(s.children_by(2, Deprel::Obj).collect::<Vec<_>>(), [3]);
        assert_eq!(reading.sentence_at(5), Some(s));
        assert_eq!(reading.sentence_at(18), None);
    }

    #[test]
    fn conllu_errors_name_the_line() {
        assert!(Reading::from_conllu("1 a a DET").unwrap_err().starts_with("line 1: fewer"));
        assert!(Reading::from_conllu("1 a a DET DT _ x det").unwrap_err().contains("no number"));
    }
}
