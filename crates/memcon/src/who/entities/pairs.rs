//! Whom "both sides", "the two countries" and "the three ministers" mean.

use super::nouns::{goes_by, is_no_state};
use super::syntax::{is_anaphoric, is_bare_definite};
use super::{DESCRIPTION_REACH, Entity, Joiner, Mention, PAIRED, PAIRED_ALONE};
use crate::reading::Sentence;
use crate::who::party::{Kind, Resolution};
use memcon_lexicon::Sector;

impl Joiner<'_, '_> {
    /// The two parties that "the two countries", "both leaders" mean.
    pub(super) fn pair(
        &mut self,
        s: usize,
        sentence: &Sentence,
        head: usize,
        found: &Resolution,
    ) -> Option<Vec<usize>> {
        let noun = found.noun.as_deref()?;
        if let Some(states) = self.numbered(s, sentence, head, found) {
            return Some(states);
        }
        if noun == "country" && found.plural && found.country.is_none() && is_bare_definite(sentence, head, noun) {
            let named = self.named_together(s);
            if named.len() == 2 && named.iter().all(|&e| self.out.known[e].kind == Kind::State) {
                return Some(named);
            }
        }
        let two = noun == "both"
            || sentence
                .children(head)
                .any(|c| matches!(sentence.words[c].lemma.to_lowercase().as_str(), "two" | "both"))
            || PAIRED_ALONE.contains(&noun) && is_bare_definite(sentence, head, noun);
        if two && (found.plural || noun == "both") && matches!(noun, "side" | "party" | "both") {
            let named = self.named_together(s);
            let rivals = if named.len() == 2 { named } else { self.rivals() };
            if rivals.len() == 2 {
                return Some(rivals);
            }
            if noun == "party" {
                return None;
            }
        }
        let bodies = !PAIRED.contains(&noun) && found.sector.is_some_and(|sector| !is_no_state(sector));
        if !two || !found.plural || !(PAIRED.contains(&noun) || bodies) || found.country.is_some() {
            return None;
        }
        let people = noun == "leader" || noun == "president" || noun.ends_with("minister") || noun == "head of state";
        let mut pair: Vec<usize> = Vec::new();
        let mut codes: Vec<String> = Vec::new();
        let near = |m: &&Mention| s.saturating_sub(m.sentence) <= DESCRIPTION_REACH;
        let recent: Vec<usize> =
            self.out.mentions.iter().rev().take_while(near).flat_map(|m| m.entities.iter().copied()).collect();
        for e in recent {
            let entity = &self.out.known[e];
            let Some(code) = entity.country.clone() else { continue };
            let fits = if people {
                let holds = matches!(noun, "leader" | "head of state") || goes_by(entity, noun);
                holds && entity.kind == Kind::Person && !entity.plural && entity.sector == Some(Sector::Government)
            } else {
                entity.sector == Some(Sector::Government)
            };
            if pair.len() < 2 && fits && !codes.contains(&code) && !pair.contains(&e) {
                pair.push(match (people, bodies) {
                    (true, _) => e,
                    (_, true) => self.body_of(&code, found),
                    _ => self.state(&code).unwrap_or(e),
                });
                codes.push(code);
            }
        }
        pair.reverse();
        (pair.len() == 2).then_some(pair)
    }

    /// The bodies or states last named together: "the army and the rebels".
    pub(super) fn named_together(&self, s: usize) -> Vec<usize> {
        let near = |m: &&Mention| s.saturating_sub(m.sentence) <= DESCRIPTION_REACH;
        let members = |m: &Mention| {
            let heads = self.out.coordinations.get(&(m.sentence, m.head))?;
            let members = heads.iter().filter_map(|&h| self.out.by_head.get(&(m.sentence, h)));
            let mut all: Vec<usize> = members.flat_map(|&i| self.out.mentions[i].entities.iter().copied()).collect();
            all.dedup();
            let body = |e: &Entity| matches!(e.kind, Kind::Organisation | Kind::State) && e.sector.is_some();
            (all.len() == 2 && all.iter().all(|&e| body(&self.out.known[e]))).then_some(all)
        };
        self.out.mentions.iter().rev().take_while(near).find_map(members).unwrap_or_default()
    }

    /// The two armed bodies that a sentence names as the arguments of a verb: "the army has fought the front".
    pub(super) fn rivals(&self) -> Vec<usize> {
        let armed = |m: &&Mention| {
            let e = m.entities.first().map(|&e| &self.out.known[e]);
            m.argument
                && e.is_some_and(|e| {
                    e.kind == Kind::Organisation
                        && matches!(e.sector, Some(Sector::Military | Sector::Rebel | Sector::Paramilitary))
                })
        };
        let mut last: Option<&Mention> = None;
        for mention in self.out.mentions.iter().rev().filter(armed) {
            if let Some(later) = last.filter(|l| l.sentence == mention.sentence && l.entities != mention.entities) {
                return vec![mention.entities[0], later.entities[0]];
            }
            last = Some(mention);
        }
        Vec::new()
    }

    /// "The three countries" after "Mali, Niger and Chad".
    pub(super) fn numbered(
        &self,
        s: usize,
        sentence: &Sentence,
        head: usize,
        found: &Resolution,
    ) -> Option<Vec<usize>> {
        const NUMBERS: [&str; 7] = ["three", "four", "five", "six", "seven", "eight", "nine"];
        let noun = found.noun.as_deref()?;
        let states = matches!(noun, "country" | "nation" | "state" | "government" | "neighbor" | "neighbour" | "ally");
        if !states || !found.plural || found.country.is_some() || !is_anaphoric(sentence, head, Kind::Group) {
            return None;
        }
        let number = sentence.children(head).find_map(|c| {
            let lemma = sentence.words[c].lemma.to_lowercase();
            NUMBERS.iter().position(|n| *n == lemma).map(|at| at + 3)
        })?;
        let near = |m: &&Mention| s.saturating_sub(m.sentence) <= DESCRIPTION_REACH;
        let listed = |m: &Mention| {
            let members = self.out.coordinations.get(&(m.sentence, m.head))?;
            let members = members.iter().filter_map(|&h| self.out.by_head.get(&(m.sentence, h)));
            let mut all: Vec<usize> = members.flat_map(|&i| self.out.mentions[i].entities.iter().copied()).collect();
            all.retain(|&e| self.out.known[e].kind == Kind::State);
            all.dedup();
            (all.len() == number).then_some(all)
        };
        self.out.mentions.iter().rev().take_while(near).find_map(listed)
    }
}
