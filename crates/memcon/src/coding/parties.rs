//! From the words that fill a slot to the parties that they stand for.

use memcon_lexicon::{NounKind, Nouns};

use super::clause::Clauses;
use super::speech::is_first_person;
use crate::reading::{Deprel, EntityKind, Sentence, Upos, Xpos};
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
    /// Who says "we" and "I" in it.
    speakers: &'a [Party],
    /// What nouns mean, where the lexicon was asked.
    nouns: Option<&'a Nouns>,
}

impl<'a> Cast<'a> {
    /// The parties of sentence `index` of the story that `entities` were read from, in which `speakers` say "we".
    pub fn new(entities: &'a Entities, sentence: &'a Sentence, index: usize, speakers: &'a [Party]) -> Self {
        Self { entities, sentence, index, clauses: Clauses::new(sentence), speakers, nouns: None }
    }

    /// The same, with what the lexicon says of nouns.
    pub fn knowing(self, nouns: &'a Nouns) -> Self {
        Self { nouns: Some(nouns), ..self }
    }

    /// Number of the sentence in its story.
    pub fn index(&self) -> usize {
        self.index
    }

    /// The parties that `heads` name; with `through`, also those to whom the things named belong.
    pub fn parties(&self, heads: &[usize], through: bool) -> Vec<Party> {
        self.others(heads, through, &[])
    }

    /// Like [`Cast::parties`], but a thing that belongs to one of `not` is followed to its next owner: of "its
    /// border with Sudan" that is Sudan.
    pub fn others(&self, heads: &[usize], through: bool, not: &[Party]) -> Vec<Party> {
        let mut found: Vec<Party> = Vec::new();
        for &head in heads {
            let depth = if through { DEEPEST } else { 0 };
            for party in self.behind(head, depth, not) {
                if !found.iter().any(|known| known.entity == party.entity) {
                    found.push(party);
                }
            }
        }
        found
    }

    /// The people of the places that `heads` name: "shelled **the town of Kobo**".
    pub fn people_of(&self, heads: &[usize]) -> Vec<Party> {
        let parties = heads.iter().flat_map(|&head| self.entities.parties_of(self.index, head));
        let places =
            parties.filter(|party| party.kind == Kind::Place && party.country.is_some() && party.name.is_some());
        places.map(|place| Party { sector: Some(Sector::Civilian), ..place }).collect()
    }

    /// The states in which the places that `heads` name lie, other than those of `not`: "closed its consulate in **Izmir**".
    pub fn states_of(&self, heads: &[usize], not: &[Party]) -> Vec<Party> {
        let parties = heads.iter().flat_map(|&head| self.entities.parties_of(self.index, head));
        let abroad = parties.filter(|party| {
            party.kind == Kind::Place && party.country.is_some() && !not.iter().any(|own| own.country == party.country)
        });
        abroad.map(|place| Party { sector: Some(Sector::Government), name: None, ..place }).collect()
    }

    /// People of whom the text says neither country nor side: "deported **a man**".
    pub fn anybody(&self, heads: &[usize]) -> Vec<Party> {
        let parties = heads.iter().flat_map(|&head| self.entities.parties_of(self.index, head));
        parties.filter(|party| matches!(party.kind, Kind::Person | Kind::Group)).collect()
    }

    /// By whom an act is done: "**Chad's** raid", "the raid **by rebels** on a village".
    pub fn doers(&self, act: usize, not: &[Party]) -> Vec<Party> {
        let by = self.clauses.phrases(act).into_iter().filter(|p| p.preposition == "by").map(|p| p.head);
        let heads: Vec<usize> = self.clauses.owners(act).into_iter().chain(by).collect();
        let found = self.others(&heads, false, not);
        found.into_iter().filter(|party| !not.iter().any(|known| is_one(known, party))).collect()
    }

    fn behind(&self, head: usize, depth: usize, not: &[Party]) -> Vec<Party> {
        if is_first_person(&self.sentence.words[head].form) {
            return self.speakers.to_vec();
        }
        let mut named: Vec<Party> =
            self.entities.parties_of(self.index, head).into_iter().filter(is_somebody).collect();
        named.retain(|party| !self.is_whereabouts(head, party));
        let members = self.members(head, &named);
        if !members.is_empty() {
            return members;
        }
        // "Rebel barracks" stand for the rebels, but "the army's air strikes" and "strikes by the army" for the army.
        let thing = !named.is_empty() && named.iter().all(|party| party.kind == Kind::Unknown);
        if !(named.is_empty() || thing) || depth == 0 {
            return named;
        }
        named.retain(|party| !self.is_deed(head, party));
        let other = |found: Vec<Party>| -> Vec<Party> {
            found.into_iter().filter(|party| !not.iter().any(|known| is_one(known, party))).collect()
        };
        for owner in self.clauses.owners(head) {
            let found = other(self.behind(owner, depth - 1, not));
            if !found.is_empty() {
                return found;
            }
        }
        let phrases = self.clauses.phrases(head);
        let prepositions = if thing { &BELONGING[..2] } else { &BELONGING[..] };
        for &preposition in prepositions {
            for phrase in phrases.iter().filter(|p| p.preposition == preposition && self.is_noun(p.head)) {
                let found = other(self.behind(phrase.head, depth - 1, not));
                if !found.is_empty() {
                    return found;
                }
            }
        }
        named
    }

    /// "A summit **in Dakar**": behind what takes place, and such a preposition, a capital is a town and no government.
    fn is_whereabouts(&self, head: usize, party: &Party) -> bool {
        let word = &self.sentence.words[head];
        let is_capital = party.kind == Kind::State
            && word.upos == Upos::Propn
            && word.deprel.base() == "nmod"
            && word.head.is_some_and(|act| {
                self.nouns.is_some_and(|nouns| nouns.is(NounKind::Deed, &self.sentence.words[act].lemma))
            })
            && party.name.as_deref().is_some_and(|name| name.starts_with("Government of"));
        let locates = |case: usize| {
            let lemma = self.sentence.words[case].lemma.to_lowercase();
            matches!(lemma.as_str(), "in" | "at" | "near" | "outside" | "around" | "across" | "inside")
        };
        is_capital && self.sentence.children_by(head, Deprel::Case).any(locates)
    }

    /// "The ministers **of Kenya and Uganda**", "**Egyptian and Libyan** troops": a plural noun whose owners are of
    /// several countries speaks of a party of each; empty for any other phrase.
    fn members(&self, head: usize, named: &[Party]) -> Vec<Party> {
        let word = &self.sentence.words[head];
        // "Pakistani Taliban fighters" are of the body of that name.
        let is_body = named.iter().any(|party| {
            party.name.as_deref().is_some_and(|name| !name.ends_with(&word.form))
                && matches!(party.sector, Some(Sector::Rebel | Sector::Paramilitary | Sector::Criminal))
        });
        if is_body || !matches!(word.xpos, Xpos::Nns | Xpos::Nnps) {
            return Vec::new();
        }
        let of: Vec<usize> = self
            .clauses
            .phrases(head)
            .into_iter()
            .filter(|p| matches!(p.preposition.as_str(), "of" | "from" | "between"))
            .map(|p| p.head)
            .collect();
        let found = [self.clauses.owners(head), of].into_iter().find_map(|owners| {
            let mut states: Vec<Party> = Vec::new();
            for party in owners.iter().flat_map(|&owner| self.entities.parties_of(self.index, owner)) {
                if party.country.is_some() && !states.iter().any(|known| known.country == party.country) {
                    states.push(party);
                }
            }
            (states.len() > 1).then_some(states)
        });
        let sector = named.iter().find_map(|party| party.sector);
        let of_sector = |state: Party| Party { sector: sector.or(state.sector), ..state };
        found.unwrap_or_default().into_iter().map(of_sector).collect()
    }

    /// Whether a common noun speaks of an act, a text or a state of things, which is nobody whatever stands before it:
    /// "military action", "court summons". The lexicon says so, or the reader, who tells things from people.
    fn is_deed(&self, head: usize, party: &Party) -> bool {
        use EntityKind::{Abstract, Event, Object, Place, Substance, Time};
        let word = &self.sentence.words[head];
        if word.upos != Upos::Noun {
            return false;
        }
        let headed = |m: &&crate::reading::EntityMention| {
            m.first <= head && head <= m.last && self.sentence.head_of(m.first, m.last) == head
        };
        let kind = self.sentence.entities.iter().find(headed).map(|m| m.kind);
        match party.kind {
            Kind::Unknown => {
                self.nouns.is_some_and(|nouns| nouns.is(NounKind::Deed, &word.lemma))
                    || matches!(kind, Some(Event | Abstract | Time | Substance))
            }
            // "The man's house" is no chamber.
            Kind::Organisation if word.lemma == "house" => matches!(kind, Some(Object | Place)),
            Kind::Organisation => matches!(kind, Some(Event | Time)),
            _ => false,
        }
    }

    fn is_noun(&self, word: usize) -> bool {
        matches!(self.sentence.words[word].upos, Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num)
    }
}

/// The same party, or a state and its government.
fn is_one(a: &Party, b: &Party) -> bool {
    a.entity == b.entity
        || a.country.is_some() && a.country == b.country && (a.kind == Kind::State || b.kind == Kind::State)
}

/// A party that can be coded: of a country, of a sector, or a named person or body. A thing of somebody's ("Chad's role",
/// "the Chadian economy") is none.
fn is_somebody(party: &Party) -> bool {
    let is_coded = party.country.is_some() || party.sector.is_some_and(|sector| sector != Sector::Unknown);
    match party.kind {
        Kind::State => true,
        Kind::Person | Kind::Organisation => is_coded || party.name.is_some(),
        Kind::Group => is_coded,
        Kind::Place => false,
        Kind::Unknown => party.sector.is_some_and(|sector| sector != Sector::Unknown),
    }
}
