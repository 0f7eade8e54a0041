//! Names of states, bodies and peoples, and the names that descriptions of bodies stand for.

use super::parts::Parts;
use super::{Context, Meaning, QUANTITIES, Reader, Surroundings, is_general, named_side, of_party};
use crate::who::canonical::{body_name, holder, is_single_office, people_name};
use crate::who::party::{Kind, Resolution, Tenure};
use crate::who::phrase::{Mark, Piece, What};
use memcon_lexicon::Sector;
use memcon_lexicon::countries::BODIES;
use memcon_lexicon::knowledge::Named;

impl Reader<'_, '_, '_, '_> {
    pub(super) fn read_name(&self, names: &[Named], around: &Surroundings, found: &mut Resolution) {
        let Some(meaning) = self.resolver.meaning(names, self.context, around.country.as_deref()) else { return };
        if self.is_end_of_name(names, &meaning) {
            // "National Unity Party" is not Liberia's Unity Party.
            found.kind = Kind::Organisation;
            found.name = self.capital_run();
            found.country.clone_from(&around.country);
            found.sector = meaning.sector.filter(|sector| *sector == Sector::Party);
            found.stated = true;
            return;
        }
        found.plural = meaning.kind == Kind::Group;
        found.kind = meaning.kind;
        // Other states have a "Defense Department" too: the state that the phrase names wins.
        let state = |code: &str| self.resolver.knowledge.country(code).is_some();
        let stated = around.country.as_deref().filter(|c| state(c));
        let lists = meaning.kind == Kind::Organisation && meaning.country.as_deref().is_some_and(state);
        found.country = if lists { stated.map(str::to_owned).or(meaning.country) } else { meaning.country };
        found.sector = meaning.sector;
        found.sectors = meaning.also;
        found.why.push(meaning.why);
        found.identifier = self.body_identifier(names, around);
        found.stated = true;
        // "ordinary Chadians", "Rakhine Buddhists": a quality before a people.
        if meaning.kind == Kind::Group
            && let Some(quality) = around.quality
        {
            found.sector = Some(quality);
        } else if self.is_one_of_a_people(names) {
            found.kind = Kind::Person;
            found.sector = Some(Sector::Civilian);
            return;
        } else if let Some(state) = self.people_as_state(names) {
            found.kind = Kind::State;
            found.plural = false;
            found.sector = Some(Sector::Government);
            found.name = Some(state);
            return;
        }
        // "the paramilitary Rapid Support Forces": the story's word beats the table's.
        if let (Kind::Organisation, Some(side)) = (meaning.kind, around.quality.filter(|q| named_side(*q))) {
            found.sector = Some(side);
        }
        // "the Chadian capital N'Djamena" is the city.
        let before = self.parts.head.and_then(|head| head.checked_sub(1)).map(|i| self.parts.front[i].key.as_str());
        if matches!(before, Some("capital" | "city" | "town" | "village"))
            && matches!(names.first(), Some(Named::Capital(_)))
        {
            found.sector = Some(Sector::Civilian);
            found.kind = Kind::Place;
        }
        // "Russian" alone is the state; two states are two parties: "South Korean".
        found.name = Some(meaning.name).filter(|name| !name.is_empty());
    }

    /// Whether the short name of a body is only the end of another's: a capitalised word that is no state's stands before.
    pub(super) fn is_end_of_name(&self, names: &[Named], meaning: &Meaning) -> bool {
        const KINDS: [&str; 9] =
            ["Party", "Front", "Movement", "Union", "Alliance", "Council", "Congress", "League", "Coalition"];
        let named = matches!(names.first(), Some(Named::Organisation(_)));
        let kind = meaning.name.rsplit(' ').next().unwrap_or_default();
        let short = meaning.name.split(' ').count() <= 2 && KINDS.contains(&kind);
        let before = self.parts.head.and_then(|head| head.checked_sub(1)).map(|i| &self.parts.front[i]);
        let longer = |p: &Piece| p.capital && matches!(p.what, What::Quality(_) | What::Word) && p.key != "ruling";
        named && short && before.is_some_and(longer)
    }

    /// The identifier that a user's table gives a body.
    pub(super) fn body_identifier(&self, names: &[Named], around: &Surroundings) -> Option<String> {
        let body = self.resolver.organisation(names, self.context.day, around.country.as_deref());
        body.filter(|_| matches!(names.first(), Some(Named::Organisation(_))))?.identifier.as_deref().map(str::to_owned)
    }

    /// "A Libyan" is a person, where "Libyan" alone is the state.
    pub(super) fn is_one_of_a_people(&self, names: &[Named]) -> bool {
        let Some(head) = self.parts.head() else { return false };
        let before = self.phrase.get(..head.start).unwrap_or_default().trim_end().to_lowercase();
        let single = before == "a" || before == "an" || before == "another";
        single
            && matches!(names.first(), Some(Named::Nationality(_) | Named::People(_)))
            && self.parts.front.last().is_some_and(|last| last.start == head.start)
    }

    /// "The Russians" agree as a state does; "Russians", "many Russians", "the Russians in Riga" are people.
    pub(super) fn people_as_state(&self, names: &[Named]) -> Option<String> {
        let Some(Named::People(i)) = names.first() else { return None };
        let head = self.parts.head()?;
        let alone = self.parts.front.len() == 1 && self.parts.behind.is_empty() && !self.parts.counted;
        let definite = self.phrase.get(..head.start)?.trim_end().eq_ignore_ascii_case("the");
        let country = self.resolver.knowledge.countries.get(*i as usize)?;
        (alone && definite && head.key.ends_with('s')).then(|| country.name.to_string())
    }

    /// A canonical name for a body of a state: "Government of Chad", "Armed Forces of Chad"; for those of a body
    /// ("Boko Haram fighters", "G20 ministers") that body's.
    pub(super) fn role_name(&self, around: &Surroundings, local: bool, found: &Resolution) -> Option<String> {
        if let Some((name, sector, _)) = &around.body
            && (self.speaks_for_body(found, *sector) || of_party(found, name))
            && !name.starts_with("Government of")
        {
            return Some(name.clone());
        }
        let code = found.country.as_deref()?;
        let noun = found.noun.as_deref()?;
        let k = self.resolver.knowledge;
        if is_single_office(noun) && !found.plural {
            let current = found.tenure == Tenure::Current;
            return holder(k, noun, code, self.context.day).filter(|_| current).map(|p| p.name.to_string());
        }
        if local {
            return None;
        }
        if found.plural { people_name(k, noun, code, found.sector) } else { body_name(k, noun, code, found.sector) }
    }

    /// "Militants from Boko Haram", "fighters of the Tigray front" are that side.
    pub(super) fn read_side(&self, found: &mut Resolution) -> bool {
        if !found.plural || !found.sector.is_some_and(named_side) {
            return false;
        }
        let Some(pieces) = self.parts.after("from").or_else(|| self.parts.after("of")) else { return false };
        let context = Context { head: None, ..self.context };
        let parts = Parts::of(pieces, None);
        let side = Reader { resolver: self.resolver, phrase: self.phrase, context, parts }.read();
        if side.kind != Kind::Organisation || side.noun.is_some() || !side.sector.is_some_and(named_side) {
            return false;
        }
        found.name = side.name;
        found.country = side.country.or(found.country.take());
        found.sector = side.sector;
        found.sectors = side.sectors;
        found.why.extend(side.why);
        true
    }

    /// The words of a description without its numbers: "60 Russian diplomats" are Russian diplomats.
    pub(super) fn description(&self, head: &Piece, found: &Resolution) -> Option<String> {
        let code = found.country.as_deref()?;
        let noun = found.noun.as_deref()?;
        if is_single_office(noun) && !found.plural {
            return None;
        }
        if code != "EUR" {
            self.resolver.knowledge.country(code)?;
        }
        let ages = |p: &Piece| matches!(p.key.as_str(), "year" | "month" | "day" | "old");
        let counts =
            |p: &&Piece| QUANTITIES.contains(&p.key.as_str()) || p.key.bytes().all(|b| b.is_ascii_digit()) || ages(p);
        let first = self.parts.front.iter().find(|p| !counts(p) && !matches!(p.what, What::Mark(Mark::Article)))?;
        let of = self.parts.behind.first().filter(|(word, _)| *word == "of").and_then(|(_, pieces)| pieces.last());
        self.phrase.get(first.start..of.unwrap_or(head).end).map(str::to_owned)
    }

    /// Whether several people, or a body of a body, act as the body named with them.
    pub(super) fn speaks_for_body(&self, found: &Resolution, sector: Option<Sector>) -> bool {
        let international = found.country.as_deref().is_some_and(|code| BODIES.contains(&code));
        let general = found.noun.as_deref().is_some_and(|noun| is_general(noun) || noun == "country");
        (found.plural || general) && (international || sector.is_some_and(named_side)) && self.parts.aside.is_empty()
    }

    /// Whether a capitalised noun or quality of a sector stands right before the head.
    pub(super) fn follows_quality(&self) -> bool {
        let before = self.parts.head.and_then(|head| head.checked_sub(1)).map(|i| &self.parts.front[i]);
        before.is_some_and(|p| p.capital && matches!(p.what, What::Role(_) | What::Quality(_)))
    }

    /// The run of capitalised words that ends with the head.
    pub(super) fn capital_run(&self) -> Option<String> {
        let head = self.parts.head?;
        let front = self.parts.front;
        let part = |p: &Piece| p.capital && !matches!(p.what, What::Mark(_));
        let first = head - front[..head].iter().rev().take_while(|p| part(p)).count();
        self.phrase.get(front[first].start..front[head].end).map(str::to_owned)
    }
}
