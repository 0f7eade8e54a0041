//! From the words that fill a slot to the parties that they stand for.

use super::clause::Clauses;
use crate::reading::{Sentence, Upos};
use crate::who::{Entities, Kind, Party, Sector};

/// How many steps a thing is followed to whom it belongs: "the arrest of the editor of a Kabul daily".
const DEEPEST: usize = 2;

/// The prepositions by which a thing belongs to somebody, in the order in which they are asked.
const BELONGING: [&str; 8] = ["of", "by", "from", "against", "on", "with", "for", "in"];

/// Finds the parties of one sentence.
pub struct Cast<'a> {
    entities: &'a Entities,
    sentence: &'a Sentence,
    index: usize,
    clauses: Clauses<'a>,
}

impl<'a> Cast<'a> {
    /// The parties of sentence `index` of the story that `entities` were read from.
    pub fn new(entities: &'a Entities, sentence: &'a Sentence, index: usize) -> Self {
        Self { entities, sentence, index, clauses: Clauses::new(sentence) }
    }

    /// The parties that `heads` name; with `through`, also those to whom the things named belong.
    pub fn parties(&self, heads: &[usize], through: bool) -> Vec<Party> {
        let mut found: Vec<Party> = Vec::new();
        for &head in heads {
            let depth = if through { DEEPEST } else { 0 };
            for party in self.behind(head, depth) {
                if !found.iter().any(|known| known.entity == party.entity) {
                    found.push(party);
                }
            }
        }
        found
    }

    fn behind(&self, head: usize, depth: usize) -> Vec<Party> {
        let named: Vec<Party> = self.entities.parties_of(self.index, head).into_iter().filter(is_somebody).collect();
        if !named.is_empty() || depth == 0 {
            return named;
        }
        for owner in self.clauses.owners(head) {
            let found = self.behind(owner, depth - 1);
            if !found.is_empty() {
                return found;
            }
        }
        let phrases = self.clauses.phrases(head);
        for preposition in BELONGING {
            for phrase in phrases.iter().filter(|p| p.preposition == preposition && self.is_noun(p.head)) {
                let found = self.behind(phrase.head, depth - 1);
                if !found.is_empty() {
                    return found;
                }
            }
        }
        Vec::new()
    }

    fn is_noun(&self, word: usize) -> bool {
        matches!(self.sentence.words[word].upos, Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num)
    }
}

/// A party that can be coded: of a country, of a sector, or a named person. A thing of somebody's ("Chad's role",
/// "the Chadian economy") is none.
fn is_somebody(party: &Party) -> bool {
    let is_coded = party.country.is_some() || party.sector.is_some_and(|sector| sector != Sector::Unknown);
    match party.kind {
        Kind::State => true,
        Kind::Person => is_coded || party.name.is_some(),
        Kind::Organisation | Kind::Group => is_coded,
        Kind::Place => false,
        Kind::Unknown => party.sector.is_some_and(|sector| sector != Sector::Unknown),
    }
}
