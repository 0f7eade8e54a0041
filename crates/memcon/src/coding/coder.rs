//! Codes a story: from frames that fire to PLOVER events with parties, status, dates and place.

mod sides;
mod told;

use jiff::civil::Date;
use memcon_lexicon::{Category, Cues, Frames, Mode, NounKind, Nouns, Status};

use super::clause::Clauses;
use super::confidence::{Finding, confidence};
use super::dating::Dating;
use super::event::{Event, Rule, Size};
use super::extent::head_of_clause;
use super::matching::{Match, Matcher, matches_and_parts};
use super::merge::{absorb, merge};
use super::opinion::is_proposed;
use super::parties::Cast;
use super::retold::date_by_the_attack;
use super::rules::{Decision, Embedded, aimed, decide, out_of_reach, refused};
use super::scene::settle;
use super::size::size;
use super::speech::{self};
use super::statements::Statement;
use super::status::{Telling, is_refusal, standing};
use crate::Span;
use crate::place::Toponym;
use crate::reading::{Deprel, EntityKind, EntityMention, Reading, Sentence, Upos};
use crate::when::TimeExpression;
use crate::who::{Entities, Office, Party};

/// Longest evidence in characters; a longer sentence gives the clause of the event.
const LONGEST_EVIDENCE: usize = 300;

/// A story with all that the earlier rooms found out about it.
pub struct Story<'a> {
    /// Its number in the document.
    pub index: usize,
    /// The document's text.
    pub text: &'a str,
    /// The story's sentences.
    pub reading: &'a Reading,
    /// The day of the story.
    pub date: Option<Date>,
    /// Its time expressions in text order.
    pub times: &'a [TimeExpression],
    /// Its toponyms in text order; sentence numbers are those of `reading`.
    pub toponyms: &'a [Toponym],
    /// Who is who in it.
    pub entities: &'a Entities,
    /// The offices that it states.
    pub offices: &'a [Office],
}

/// The lexicon that decides what language means.
#[derive(Clone, Copy)]
pub struct Codebook<'a> {
    /// Frames of all categories.
    pub frames: &'a Frames,
    /// Cues of status.
    pub cues: &'a Cues,
    /// What nouns mean.
    pub nouns: &'a Nouns,
}

/// The events of a story, each once, in text order of their first mention. `statements` are the story's: they say who
/// speaks where it says "we".
pub fn events(story: &Story, codebook: Codebook, statements: &[Statement]) -> Vec<Event> {
    let mut mentions: Vec<Event> = Vec::new();
    for (index, sentence) in story.reading.sentences.iter().enumerate() {
        let speakers = speech::speakers(sentence, statements);
        let cast = Cast::new(story.entities, sentence, index, &speakers).knowing(codebook.nouns);
        let before = mentions.as_slice();
        let clauses = Clauses::new(sentence);
        let dating = Dating::new(story, sentence, index);
        let coder = SentenceCoder { story, codebook, sentence, clauses, cast, dating, before };
        let found = coder.mentions();
        mentions.extend(found);
    }
    date_by_the_attack(story.reading, story.date, &mut mentions);
    settle(story, &mut mentions);
    let mut events = merge(mentions);
    for event in &mut events {
        event.confidence = Some(confidence(event));
    }
    events
}

struct SentenceCoder<'a> {
    story: &'a Story<'a>,
    codebook: Codebook<'a>,
    sentence: &'a Sentence,
    clauses: Clauses<'a>,
    cast: Cast<'a>,
    dating: Dating<'a>,
    /// The events of the sentences before.
    before: &'a [Event],
}

impl<'a> SentenceCoder<'a> {
    fn mentions(&self) -> Vec<Event> {
        let (found, parts) = matches_and_parts(self.sentence, self.codebook.frames);
        // A frame that codes nothing here takes nothing: "is expected to meet" expects of nobody.
        let mut coded: Vec<(Match, Event)> = Vec::new();
        for one in &found {
            let event = self.event(one, &found, &coded).map(|event| (one.clone(), event));
            let next = event.or_else(|| self.next_best(one, &found, &coded));
            coded.extend(next);
        }
        for part in parts {
            let is_told = coded.iter().any(|(whole, _)| whole.literals.contains(&part.trigger));
            let event = if is_told { None } else { self.event(&part, &found, &coded) };
            coded.extend(event.map(|event| (part, event)));
        }
        coded.sort_by_key(|(m, _)| m.trigger);
        let is_outdone = |weak: &Match| {
            weak.frame.weak
                && coded.iter().any(|(m, _)| {
                    !m.frame.weak
                        && head_of_clause(self.sentence, m.trigger) == head_of_clause(self.sentence, weak.trigger)
                })
        };
        let outdone: Vec<usize> = coded.iter().map(|(m, _)| m).filter(|m| is_outdone(m)).map(|m| m.trigger).collect();
        let taken: Vec<usize> = coded.iter().flat_map(|(m, _)| self.taken_by(m, &found)).collect();
        let said = speech::said(self.sentence);
        let mut events = Vec::new();
        for (one, mut event) in coded {
            if taken.contains(&one.trigger) || outdone.contains(&one.trigger) {
                continue;
            }
            if let Some(accusation) = said.iter().find_map(|said| self.accusation(said, &one, &event)) {
                event = accusation;
            } else if let Some(spoken) = said.iter().find(|said| self.is_told(one.trigger, said)) {
                self.add_speakers(spoken, &mut event);
            }
            events.extend(self.imprisonment(&one, &event));
            events.push(event);
        }
        self.join_deaths(&mut events);
        let demands: Vec<Event> = said.iter().filter_map(|said| self.demand(said, &events)).collect();
        events.extend(demands);
        events
    }

    /// "Twelve people were killed when a bomber attacked a mosque": one attack, of which one clause tells the deaths.
    fn join_deaths(&self, events: &mut Vec<Event>) {
        let word = |event: &Event| self.sentence.words.iter().position(|word| word.span == event.trigger);
        let is_attack = |event: &Event| event.category == Category::Assault && event.status == Status::Occurred;
        let mut at = 0;
        while at < events.len() {
            let clause = word(&events[at]).filter(|&w| {
                is_attack(&events[at])
                    && self.sentence.words[w].deprel.base() == "advcl"
                    && (self.clauses.has_mark(w, &["as", "after"]) || self.has_when(w))
            });
            let governor = clause.and_then(|w| self.sentence.words[w].head);
            let toll = governor.filter(|&verb| self.clauses.is_passive(verb)).and_then(|verb| {
                let doer = |e: &Event| e.actors.iter().all(|a| a.span.is_empty() || shares(&events[at].actors, a));
                events.iter().position(|e| word(e) == Some(verb) && is_attack(e) && doer(e))
            });
            match toll.filter(|&toll| toll != at) {
                Some(toll) => {
                    let told = events.remove(toll);
                    let attack = if toll < at { at - 1 } else { at };
                    absorb(&mut events[attack], told);
                    at = attack + 1;
                }
                None => at += 1,
            }
        }
    }

    fn has_when(&self, verb: usize) -> bool {
        self.sentence.children_by(verb, Deprel::Advmod).any(|word| self.sentence.words[word].lemma == "when")
    }

    /// "Sent tanks to the border": where the parties of the frame that fits best are nobody ("sent weapons to R"), the
    /// next that fits says what happened.
    fn next_best<'f>(&self, best: &Match<'f>, all: &[Match], done: &[(Match, Event)]) -> Option<(Match<'f>, Event)>
    where
        'a: 'f,
    {
        if is_proposed(best) {
            return None;
        }
        let below = Matcher::new(self.sentence).below(self.codebook.frames, best);
        // Of another category only what is done to somebody: "will send aircraft to help" moves no forces.
        let is_told =
            |found: &Match, event: &Event| found.frame.category == best.frame.category || !event.recipients.is_empty();
        let mut events = below.into_iter().filter_map(|found| Some((self.event(&found, all, done)?, found)));
        events.find(|(event, found)| is_told(found, event)).map(|(event, found)| (found, event))
    }

    /// A conviction with prison is an arrest too (PLOVER: SANCTION convict and COERCE arrest).
    fn imprisonment(&self, found: &Match, event: &Event) -> Option<Event> {
        let convicts = event.category == Category::Sanction && event.modes.contains(&Mode::Convict);
        let prison = |word: usize| self.is_noun(word, NounKind::Prison) && self.sentence.is_below(word, found.trigger);
        (convicts && event.status == Status::Occurred && (0..self.sentence.words.len()).any(prison)).then(|| Event {
            category: Category::Coerce,
            modes: vec![Mode::Arrest],
            decided_by: Rule::of_code("A convict R to prison"),
            ..event.clone()
        })
    }

    /// The acts that a frame speaks of without their having happened: what is asked, refused, promised,
    /// threatened or alleged is no event of its own.
    fn taken_by(&self, outer: &Match, all: &[Match]) -> Vec<usize> {
        let mut taken = Vec::new();
        for &act in &outer.acts {
            let below = all.iter().map(|m| m.trigger).filter(|&t| t != outer.trigger && self.sentence.is_below(t, act));
            taken.extend(below);
            taken.push(act);
        }
        // "Cancelled a **meeting** with Chad", "walked out of the **talks**": no meeting beside it.
        if matches!(outer.frame.category, Some(Category::Reject | Category::Sanction)) {
            let meeting = |m: &&Match| m.frame.category == Some(Category::Consult) && is_nominal(m);
            let shunned = all.iter().filter(meeting).map(|m| m.trigger);
            taken.extend(shunned.filter(|word| outer.recipients.contains(word) || outer.literals.contains(word)));
        }
        taken
    }

    fn event(&self, found: &Match, all: &[Match], done: &[(Match, Event)]) -> Option<Event> {
        let category = found.frame.category?;
        if found.frame.is_bare() || is_nominal(found) && self.is_part_of_a_term(found.trigger) {
            return None;
        }
        if category.quad() == 4 && self.is_claimed(found.trigger) {
            return None;
        }
        // "Arrested three men **suspected of** smuggling": the arrest says so already.
        let is_mere_reason = category == Category::Accuse
            && found.actors.is_empty()
            && matches!(self.sentence.words[found.trigger].deprel, Deprel::Acl | Deprel::Advcl)
            && self.clauses.is_passive(found.trigger);
        if is_mere_reason {
            return None;
        }
        let placed = self.without_venues(found);
        let found = placed.as_ref().unwrap_or(found);
        let act = found.acts.iter().find_map(|&a| all.iter().find(|m| m.trigger == a));
        let embedded = act
            .filter(|m| !self.is_forgone(m) && !is_deal(found, m))
            .and_then(|m| Some(Embedded { category: m.frame.category?, modes: &m.frame.modes }))
            .or(found.frame.act.map(|category| Embedded { category, modes: &[] }));
        let embeds = !found.acts.is_empty() || found.frame.act.is_some();
        let telling = Telling { trigger: found.trigger, category, modes: &found.frame.modes, embeds };
        let standing = standing(self.sentence, telling, self.codebook.cues);
        let mut decision = decide(category, &found.frame.modes, standing, embedded);
        if decision.status == Status::Denied && is_refusal(self.sentence, found.trigger, category) {
            decision = refused(category);
        }
        let (actors, mut recipients) = self.parties(found, act, &decision, all)?;
        if recipients.is_empty() {
            recipients = self.accusers(found, &decision, &actors, done);
            recipients.extend(self.attackers(found, &decision, &actors, done));
        }
        decision = aimed(decision, !recipients.is_empty());
        // "Ordered French troops to leave": who orders another's troops off yields nothing.
        let is_other_side =
            is_abroad(&actors, &recipients) && actors.iter().all(|a| a.country.as_deref() != Some("UNO"));
        if decision.category == Category::Concede
            && decision.act == Some(Category::Retreat)
            && orders(found, act)
            && is_other_side
        {
            decision =
                Decision { category: Category::Request, act: None, modes: vec![Mode::Yield], status: Status::Occurred };
        }
        if self.is_warrant(found) && is_abroad(&actors, &recipients) && decision.category == Category::Coerce {
            decision = out_of_reach(&decision);
        }
        let dates = self.dating.dates(found, act, &decision);
        let mut event = Event {
            story: self.story.index,
            core: self.dating.is_core(found.trigger, &dates.0),
            category: decision.category,
            act: decision.act,
            modes: decision.modes,
            status: decision.status,
            actors,
            recipients,
            date: dates.0,
            act_date: dates.1,
            place: None,
            contexts: Vec::new(),
            size: if category.quad() == 4 { size(self.sentence, found.trigger, category) } else { Size::default() },
            evidence: vec![self.evidence(found.trigger)],
            confidence: None,
            finding: Finding::of(self.sentence, found),
            decided_by: Rule {
                file: found.frame.file.to_string(),
                line: found.frame.line,
                pattern: found.frame.pattern.clone(),
            },
            trigger: self.sentence.words[found.trigger].span,
        };
        event.place = self.dating.place(&event, found.trigger);
        Some(event)
    }

    /// "Agreed **not to shell** the town": harm that somebody will not do is nothing that he agrees to do.
    fn is_forgone(&self, act: &Match) -> bool {
        let is_harm = act.frame.category.is_some_and(|category| category.quad() == 4);
        let negates = |word: usize| matches!(self.sentence.words[word].lemma.as_str(), "not" | "never" | "n't");
        is_harm && self.sentence.children(act.trigger).any(negates)
    }

    /// "the Highland Support **Forces**", "the National **Assembly**": the last word of a body's name tells of no event; nor
    /// does a noun before another that is no act itself: "a **battle** cry".
    fn is_part_of_a_term(&self, trigger: usize) -> bool {
        let word = &self.sentence.words[trigger];
        let modifies = word.deprel == Deprel::Compound && word.upos == Upos::Noun;
        let is_term = |head: usize| head > trigger && !self.is_noun(head, NounKind::Deed);
        modifies && word.head.is_some_and(is_term) || self.is_end_of_a_name(trigger)
    }

    fn is_end_of_a_name(&self, trigger: usize) -> bool {
        let word = &self.sentence.words[trigger];
        let body = |e: &EntityMention| e.kind == EntityKind::Organization && e.first < trigger && trigger <= e.last;
        word.upos == Upos::Propn && self.sentence.entities.iter().any(body)
    }

    fn is_noun(&self, word: usize, kind: NounKind) -> bool {
        self.codebook.nouns.is(kind, &self.sentence.words[word].lemma)
    }

    /// The frame's object is an attack: "condemned the killing".
    fn is_of_attack(&self, found: &Match) -> bool {
        let attack = |&word: &usize| self.is_noun(word, NounKind::Attack);
        found.frame.category == Some(Category::Accuse)
            && (found.recipients.iter().any(attack) || found.literals.iter().any(attack))
    }

    /// Whether a frame speaks of an arrest warrant.
    fn is_warrant(&self, found: &Match) -> bool {
        found.literals.iter().chain([&found.trigger]).any(|&word| self.is_noun(word, NounKind::Warrant))
    }

    fn evidence(&self, trigger: usize) -> Span {
        let whole = self.sentence.span;
        if whole.of(self.story.text).chars().count() <= LONGEST_EVIDENCE {
            return whole;
        }
        let mut at = trigger;
        loop {
            let (first, last) = self.sentence.subtree(at);
            let clause = self.sentence.span_of(first, last);
            if clause.of(self.story.text).chars().count() > LONGEST_EVIDENCE {
                // The clause is too long as well: the words from the trigger on.
                return self.around(trigger);
            }
            match self.sentence.words[at].head {
                Some(head) if !self.clauses.is_verb(at) => at = head,
                _ => return clause,
            }
        }
    }

    /// As many words around the trigger as evidence may have, from a little before it.
    fn around(&self, trigger: usize) -> Span {
        let first = trigger.saturating_sub(15);
        let mut last = trigger;
        while last + 1 < self.sentence.words.len()
            && self.sentence.span_of(first, last + 1).of(self.story.text).chars().count() <= LONGEST_EVIDENCE
        {
            last += 1;
        }
        self.sentence.span_of(first, last)
    }
}

/// "Agreed **with Djibouti** to deport them": what two agree on is no threat against either.
fn is_deal(found: &Match, act: &Match) -> bool {
    let is_harm = act.frame.category.is_some_and(|category| category.quad() == 4);
    found.frame.category == Some(Category::Agree) && !found.recipients.is_empty() && is_harm
}

/// Whether a frame says that those to whom it is said are to do the act, rather than who says it.
fn orders(found: &Match, act: Option<&Match>) -> bool {
    act.is_some_and(|act| act.actors.iter().any(|doer| found.recipients.contains(doer)))
}

/// Whether those on one side are of other states than those on the other, all of which are known.
fn is_abroad(actors: &[Party], recipients: &[Party]) -> bool {
    let known = |parties: &[Party]| !parties.is_empty() && parties.iter().all(|party| party.country.is_some());
    known(actors) && known(recipients) && !actors.iter().any(|a| recipients.iter().any(|r| a.country == r.country))
}

/// Whether a party is one of others.
fn shares(parties: &[Party], one: &Party) -> bool {
    parties.iter().any(|party| party.entity == one.entity)
}

/// The event is told by a noun or adjective.
fn is_nominal(found: &Match) -> bool {
    found.frame.kind != memcon_lexicon::frames::TriggerKind::Verb
}
