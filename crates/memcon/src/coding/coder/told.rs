//! What is told by somebody: accusations made by saying, demands, claims that are denied, and those who condemn an attack.

use super::SentenceCoder;
use crate::Span;
use crate::coding::confidence::Finding;
use crate::coding::event::{Dated, Event, Rule, Size};
use crate::coding::matching::Match;
use crate::coding::rules::Decision;
use crate::coding::speech;
use crate::coding::speech::Said;
use crate::reading::{Deprel, Upos, Xpos};
use crate::who::{Kind, Party, Sector};
use memcon_lexicon::{Category, Mode, NounKind, Status};

impl SentenceCoder<'_> {
    /// "Denies **claims that** its troops shelled the town": what is only claimed is no event.
    pub(super) fn is_claimed(&self, trigger: usize) -> bool {
        let mut at = trigger;
        while let Some(head) = self.sentence.words[at].head {
            let is_content = matches!(self.sentence.words[at].deprel, Deprel::Acl | Deprel::Ccomp)
                && self.clauses.has_mark(at, &["that"]);
            let denied = || self.sentence.words[head].head.is_some_and(|verb| self.is_denial(verb));
            let is_claim = self.sentence.words[head].upos == Upos::Noun || denied();
            if is_content && is_claim && self.is_noun(head, NounKind::Claim) {
                return true;
            }
            at = head;
        }
        false
    }

    /// "Benin says Togolese troops shelled the town": one party's word against another is an accusation.
    pub(super) fn accusation(&self, said: &Said, found: &Match, event: &Event) -> Option<Event> {
        let is_harm = event.category.quad() == 4 && matches!(event.status, Status::Occurred | Status::Ongoing);
        if !is_harm || !self.sentence.is_below(found.trigger, said.content) {
            return None;
        }
        // "Troops killed seven, the ministry said": a source of the story, which tells it as a fact.
        let is_source = said.speakers.first().is_some_and(|&speaker| speaker > said.content);
        if is_source && !self.is_quoted(said.content) {
            return None;
        }
        let speakers = self.cast.parties(&said.speakers, true);
        let nations = |parties: &[Party]| parties.iter().filter_map(|p| p.country.clone()).collect::<Vec<_>>();
        let (theirs, accused) = (nations(&speakers), nations(&event.actors));
        let is_foreign = !theirs.is_empty() && !accused.is_empty() && !accused.iter().any(|c| theirs.contains(c));
        // An opposition says of its own state what that state would not.
        let of = |parties: &[Party], sectors: &[Sector]| {
            !parties.is_empty() && parties.iter().all(|p| p.sector.is_some_and(|sector| sectors.contains(&sector)))
        };
        let is_opposed = of(&speakers, &[Sector::Opposition, Sector::Rebel])
            && of(&event.actors, &[Sector::Government, Sector::Military, Sector::Police, Sector::Paramilitary]);
        // Journalists and police report what happened; they take no side.
        let reports = speakers.iter().any(|s| matches!(s.sector, Some(Sector::Media | Sector::Police)));
        if !(is_foreign || is_opposed) || reports {
            return None;
        }
        Some(Event {
            category: Category::Accuse,
            modes: vec![Mode::Allege],
            status: Status::Occurred,
            actors: speakers,
            recipients: event.actors.clone(),
            date: self.dating.of_speech(said.verb),
            size: Size::default(),
            place: None,
            decided_by: Rule::of_code("A say that R ACT"),
            trigger: self.sentence.words[said.verb].span,
            ..event.clone()
        })
    }

    /// Whether a word stands in quotation marks that its sentence opens.
    pub(super) fn is_quoted(&self, word: usize) -> bool {
        let before = Span::new(self.sentence.span.start, self.sentence.words[word].span.start);
        before.of(self.story.text).contains(['"', '“', '«'])
    }

    /// Whether a word is the verb that somebody is said to have told, or coordinated with it.
    pub(super) fn is_told(&self, word: usize, said: &Said) -> bool {
        self.clauses.coordinated(said.content).contains(&word)
    }

    /// "Benin backs the plan, its minister said": what a state says, promises or threatens by somebody of its own who
    /// says so now is his act too, and he the first to do it.
    pub(super) fn add_speakers(&self, said: &Said, event: &mut Event) {
        let is_word = matches!(event.category.quad(), 1 | 3) && event.category != Category::Consult;
        let content = &self.sentence.words[said.content];
        let auxiliaries = self.sentence.children_by(said.content, Deprel::Aux);
        let is_now = matches!(content.xpos, Xpos::Vbp | Xpos::Vbz)
            || auxiliaries.into_iter().any(|aux| self.sentence.words[aux].xpos == Xpos::Md);
        let is_state =
            |party: &Party| party.kind == Kind::State || party.why.iter().any(|w| w.starts_with("seats.txt"));
        if !is_word || !is_now || event.actors.is_empty() || !event.actors.iter().all(is_state) {
            return;
        }
        let speaks_for = |speaker: &Party| {
            let is_official = speaker.sector.is_some_and(|sector| {
                matches!(sector, Sector::Government | Sector::Military | Sector::Legislature | Sector::Party)
            });
            let is_own = event.actors.iter().any(|a| a.country.is_some() && a.country == speaker.country);
            let is_known = event.actors.iter().any(|a| a.entity == speaker.entity);
            let is_meant = event.recipients.iter().any(|r| r.entity == speaker.entity || r.name == speaker.name);
            is_official && is_own && !is_known && !is_meant && speaker.kind == Kind::Person && speaker.name.is_some()
        };
        let mut actors: Vec<Party> = self.cast.parties(&said.speakers, true).into_iter().filter(speaks_for).collect();
        actors.append(&mut event.actors);
        event.actors = actors;
    }

    /// "Benin said that Togo must withdraw": a demand made by saying.
    pub(super) fn demand(&self, said: &Said, events: &[Event]) -> Option<Event> {
        let known = events
            .iter()
            .any(|e| e.category == Category::Request || self.sentence.words[said.content].span == e.trigger);
        if known || !speech::is_demand(self.sentence, said.content) {
            return None;
        }
        let actors = self.cast.parties(&said.speakers, true);
        let mut recipients = self.cast.parties(&self.clauses.agents(said.content), false);
        recipients.retain(|r| !actors.iter().any(|a| a.entity == r.entity) && can_be_asked(r));
        if actors.is_empty() || recipients.is_empty() {
            return None;
        }
        let date = self.dating.of_speech(said.verb);
        Some(Event {
            story: self.story.index,
            core: self.dating.is_core(said.verb, &date),
            category: Category::Request,
            act: None,
            modes: vec![Mode::Change],
            status: Status::Occurred,
            actors,
            recipients,
            date,
            act_date: Dated::default(),
            place: None,
            contexts: Vec::new(),
            size: Size::default(),
            evidence: vec![self.evidence(said.content)],
            confidence: None,
            finding: Finding::default(),
            decided_by: Rule::of_code("A say that R must ACT"),
            trigger: self.sentence.words[said.verb].span,
        })
    }

    /// "He rejected **the claims**": of whoever accused him before.
    pub(super) fn accusers(
        &self,
        found: &Match,
        decision: &Decision,
        actors: &[Party],
        done: &[(Match, Event)],
    ) -> Vec<Party> {
        let claim = |&word: &usize| self.is_noun(word, NounKind::Claim);
        let denies = self.is_denial(found.trigger);
        let of_claims = denies || found.recipients.iter().any(claim) || found.literals.iter().any(claim);
        if decision.category != Category::Reject || !of_claims {
            return Vec::new();
        }
        // "Denies **American** claims that …".
        let objects = self.sentence.children_by(found.trigger, Deprel::Obj);
        let claims = objects.chain(self.sentence.children_by(found.trigger, Deprel::Ccomp)).filter(|word| claim(word));
        let owners = claims.flat_map(|word| self.clauses.owners(word));
        // Readers take "US claims that …" for a clause.
        let owners: Vec<usize> = owners.chain(self.sentence.children_by(found.trigger, Deprel::Iobj)).collect();
        let claimants = self.cast.others(&owners, false, actors);
        if !claimants.is_empty() {
            return claimants;
        }
        let against = |event: &&Event| {
            let same = |r: &Party| {
                actors.iter().any(|a| a.entity == r.entity || a.country.is_some() && a.country == r.country)
            };
            event.category == Category::Accuse && event.recipients.iter().any(same)
        };
        done.iter()
            .map(|(_, event)| event)
            .rev()
            .chain(self.before.iter().rev())
            .find(against)
            .map(|event| event.actors.clone())
            .unwrap_or_default()
    }

    pub(super) fn is_denial(&self, verb: usize) -> bool {
        matches!(self.sentence.words[verb].lemma.as_str(), "deny" | "refute" | "rebut")
    }

    /// "She condemned **the killing**": its doers, where the story has told who they are.
    pub(super) fn attackers(
        &self,
        found: &Match,
        decision: &Decision,
        actors: &[Party],
        done: &[(Match, Event)],
    ) -> Vec<Party> {
        if decision.category != Category::Accuse || !self.is_of_attack(found) {
            return Vec::new();
        }
        let attacks: Vec<usize> = found.recipients.iter().chain(&found.literals).copied().collect();
        let victims = self.cast.parties(&attacks, true);
        let told = |event: &&Event| {
            let known = |p: &Party| p.name.is_some() && !actors.iter().any(|a| a.entity == p.entity);
            event.category == Category::Assault
                && event.status == Status::Occurred
                && !event.actors.is_empty()
                && event.actors.iter().all(known)
        };
        let of_them = |event: &&Event| {
            event
                .recipients
                .iter()
                .any(|r| victims.iter().any(|v| v.entity == r.entity || v.name.is_some() && v.name == r.name))
        };
        // The attack on those named with it, else the story's own: the one that it tells first.
        let events: Vec<&Event> = self.before.iter().chain(done.iter().map(|(_, event)| event)).filter(told).collect();
        let attack = events.iter().copied().find(of_them).or_else(|| events.iter().copied().find(|event| event.core));
        attack.or(events.first().copied()).map(|event| event.actors.clone()).unwrap_or_default()
    }
}

/// Whether a demand can be made of a party: not of "all sides" or "people", whose country nothing says.
pub(super) fn can_be_asked(party: &Party) -> bool {
    let is_body =
        matches!(party.sector, Some(Sector::Military | Sector::Police | Sector::Judiciary | Sector::Legislature));
    party.country.is_some() && (is_body || !(party.plural && party.is_placed_by_context()))
}
