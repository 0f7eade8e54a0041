//! Codes a story: from frames that fire to PLOVER events with parties, status, dates and place.

use jiff::civil::Date;
use memcon_lexicon::frames::ClauseMark;
use memcon_lexicon::{Category, Cues, Frames, Mode, NounKind, Nouns, Status};

use super::clause::Clauses;
use super::confidence::{Finding, SHORT, confidence};
use super::dating::Dating;
use super::event::{Dated, Event, Rule, Size};
use super::extent::head_of_clause;
use super::matching::{Match, Matcher, matches_and_parts};
use super::merge::{absorb, merge};
use super::opinion::{is_proposed, namings};
use super::parties::Cast;
use super::retold::date_by_the_attack;
use super::rules::{Decision, Embedded, aimed, decide, out_of_reach, refused};
use super::scene::settle;
use super::size::size;
use super::speech::{self, Said};
use super::statements::Statement;
use super::status::{Telling, is_refusal, standing};
use crate::Span;
use crate::place::Toponym;
use crate::reading::{Deprel, EntityKind, EntityMention, Reading, Sentence, Upos, Xpos};
use crate::when::TimeExpression;
use crate::who::{Entities, Kind, Office, Party, Sector};

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

    /// "Denies **claims that** its troops shelled the town": what is only claimed is no event.
    fn is_claimed(&self, trigger: usize) -> bool {
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

    /// "Benin says Togolese troops shelled the town": one party's word against another is an accusation.
    fn accusation(&self, said: &Said, found: &Match, event: &Event) -> Option<Event> {
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
    fn is_quoted(&self, word: usize) -> bool {
        let before = Span::new(self.sentence.span.start, self.sentence.words[word].span.start);
        before.of(self.story.text).contains(['"', '“', '«'])
    }

    /// Whether a word is the verb that somebody is said to have told, or coordinated with it.
    fn is_told(&self, word: usize, said: &Said) -> bool {
        self.clauses.coordinated(said.content).contains(&word)
    }

    /// "Benin backs the plan, its minister said": what a state says, promises or threatens by somebody of its own who
    /// says so now is his act too, and he the first to do it.
    fn add_speakers(&self, said: &Said, event: &mut Event) {
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
    fn demand(&self, said: &Said, events: &[Event]) -> Option<Event> {
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
            && orders(found)
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

    /// "A **London** rally", "a **White House** meeting": the place before a gathering or an attack is no party to it.
    /// `None` where there is nothing to leave out.
    fn without_venues<'f>(&self, found: &Match<'f>) -> Option<Match<'f>> {
        let gathers = matches!(found.frame.category, Some(Category::Consult | Category::Protest | Category::Assault));
        let is_venue = |&word: &usize| {
            let modifies =
                self.sentence.words[word].deprel == Deprel::Compound && self.sentence.is_below(word, found.trigger);
            // States and provinces, which meet and fight, are no venues.
            let town = |t: &&Toponym| {
                t.sentence == self.cast.index() && t.first <= word && word <= t.last && t.resolution > 2 && !t.demonym
            };
            modifies && self.story.toponyms.iter().any(|t| town(&t))
        };
        let names_one = found.actors.iter().chain(&found.recipients).any(is_venue);
        (gathers && is_nominal(found) && names_one).then(|| {
            let mut rest = found.clone();
            rest.actors.retain(|word| !is_venue(word));
            rest.recipients.retain(|word| !is_venue(word));
            rest
        })
    }

    /// Actors and recipients; `None` where nobody political is there and nothing is coded.
    fn parties(
        &self,
        found: &Match,
        act: Option<&Match>,
        decision: &Decision,
        all: &[Match],
    ) -> Option<(Vec<Party>, Vec<Party>)> {
        let launchers = self.launchers(found);
        let doers = if launchers.is_empty() { &found.actors } else { &launchers };
        // "The **Friday** explosions": what tells the time is nobody.
        let doers: Vec<usize> = doers.iter().copied().filter(|&word| !self.is_time(word)).collect();
        let mut actors = self.cast.parties(&doers, true);
        let [likely_actors, likely_recipients] = namings(self.sentence, found);
        let is_open = actors.is_empty() && (found.actors.is_empty() || !is_proposed(found));
        if is_open {
            let others = self.not_the_doers(found, all);
            let likely: Vec<usize> = likely_actors.into_iter().filter(|word| !others.contains(word)).collect();
            actors = by_the_head(self.cast.parties(&likely, true));
        }
        if actors.is_empty() && !found.actors.is_empty() && !is_nominal(found) && !self.is_weapon(found) {
            // The subject is a thing that belongs to nobody: an earthquake kills, a report condemns.
            return None;
        }
        let mut recipients = self.recipients(found, &actors, all);
        if found.direct_recipient
            && recipients.is_empty()
            && matches!(decision.category.quad(), 2 | 4)
            && !actors.is_empty()
        {
            recipients = self.cast.anybody(&found.recipients);
        }
        if found.direct_recipient && recipients.is_empty() {
            return None;
        }
        if recipients.is_empty() && !found.acts.is_empty() {
            recipients = self.recipients_of_act(found, act, decision, &actors);
        }
        if recipients.is_empty() && decision.category == Category::Accuse && is_blame(found) {
            return None;
        }
        if decision.category == Category::Request && found.recipients.is_empty() && of_court(found, &actors) {
            let court = self.story.entities.court_near(self.cast.index());
            recipients = court.map_or(recipients, |court| vec![court]);
        }
        if recipients.is_empty() && !self.is_of_attack(found) {
            recipients = by_the_head(self.cast.others(&likely_recipients, true, &actors));
            // "Tariffs on exports **to Kenya**" are not what Kenya's president does to Kenya.
            let is_own = |r: &Party| r.kind == Kind::State && actors.iter().any(|a| a.country == r.country);
            recipients.retain(|r| decision.category != Category::Sanction || !is_own(r));
        }
        if recipients.is_empty() && found.frame.category == Some(Category::Assault) {
            recipients = self.cast.people_of(&found.recipients);
        }
        recipients.retain(|r| !actors.iter().any(|a| a.entity == r.entity));
        // "Appointed in **March**".
        recipients.retain(|r| !self.story.times.iter().any(|time| time.span.contains(r.span)));
        if actors.is_empty() {
            actors.extend(self.whose_meeting(found, &recipients));
        }
        if actors.is_empty() {
            actors = self.left_out(found, &recipients, decision)?;
        }
        // "unless the garrison surrenders" is a condition of something else.
        let is_condition = self.clauses.has_mark(found.trigger, &["if", "unless"]);
        let needs_recipient = needs_recipient(decision)
            || is_condition
            || is_proposed(found)
                && (is_open
                    || !matches!(
                        decision.category,
                        Category::Protest | Category::Mobilize | Category::Consult | Category::Retreat
                    ));
        if recipients.is_empty() && needs_recipient && !is_mutual(found, &actors, decision) {
            return None;
        }
        if self.is_private_matter(decision, actors.iter().chain(&recipients)) {
            return None;
        }
        if is_pooled(decision) {
            actors.append(&mut recipients);
        }
        let is_visit = decision.category == Category::Consult && decision.modes.contains(&Mode::Visit);
        if is_visit && actors.iter().all(is_traveller) {
            return None;
        }
        // "Residents huddled in cellars", "neighbours discussed the noise": no talk of anybody political.
        if decision.category == Category::Consult && actors.iter().chain(&recipients).all(is_traveller) {
            return None;
        }
        if decision.category == Category::Consult
            && decision.modes.is_empty()
            && actors.len() < 2
            && actors.iter().all(|a| !a.plural)
        {
            return None;
        }
        Some((actors, recipients))
    }

    /// Whether only private people and firms of one country are in it, none of whom campaigns for anything: "doctors told
    /// a teenager to lose weight" is no politics, and a fight between neighbours neither. A sentence or two without a story
    /// around are handed over for what they say.
    fn is_private_matter<'p>(&self, decision: &Decision, mut parties: impl Iterator<Item = &'p Party>) -> bool {
        let is_private = |party: &Party| {
            let campaigns = |word: &str| {
                let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
                self.codebook.nouns.is(NounKind::Campaigner, word.strip_suffix('s').unwrap_or(&word))
            };
            let sector = matches!(
                party.sector,
                Some(Sector::Civilian | Sector::Medical | Sector::Education | Sector::Business | Sector::Agriculture)
            );
            sector
                && party.office.as_deref().is_none_or(|o| !o.contains("mayor"))
                && !party.text.split(' ').any(campaigns)
        };
        let can_be_private = decision.category.quad() != 4 || decision.category == Category::Assault;
        if !can_be_private || self.story.reading.sentences.len() <= SHORT {
            return false;
        }
        let mut country: Option<&str> = None;
        parties.all(|party| {
            let own = party.country.as_deref();
            let is_abroad = own.is_some() && country.is_some() && own != country || own == Some("NGO");
            country = country.or(own);
            is_private(party) && !is_abroad
        })
    }

    /// Who did not do harm for all that the learned head says: who tells of it, who accuses others of it, and those to
    /// whom it was done, with all whom the sentence counts among them.
    fn not_the_doers(&self, found: &Match, all: &[Match]) -> Vec<usize> {
        let is_deed =
            |category: Category| category.quad() == 4 || matches!(category, Category::Retreat | Category::Aid);
        if !found.frame.category.is_some_and(is_deed) {
            return Vec::new();
        }
        let tells = |said: &Said| self.sentence.is_below(found.trigger, said.content);
        let speakers = speech::said(self.sentence).into_iter().filter(tells).flat_map(|said| said.speakers);
        let accuses =
            |m: &&Match| m.frame.category == Some(Category::Accuse) && self.sentence.is_below(found.trigger, m.trigger);
        let accusers = all.iter().filter(accuses).flat_map(|m| m.actors.iter().copied());
        // "The strike on Chadian troops **by Libyan forces**": readers hang the doers on the victims.
        let is_agent = |word: usize| self.clauses.has_mark(word, &["by"]);
        let is_victim =
            |&word: &usize| found.recipients.iter().any(|&r| self.sentence.is_below(word, r)) && !is_agent(word);
        // "Attacks **targeting** security forces".
        let targets = self.sentence.children_by(found.trigger, Deprel::Acl).filter_map(|verb| self.target(verb));
        let victims = (0..self.sentence.words.len()).filter(is_victim).chain(targets);
        speakers.chain(accusers).chain(victims).collect()
    }

    fn is_time(&self, word: usize) -> bool {
        let span = self.sentence.words[word].span;
        self.story.times.iter().any(|time| time.span.contains(span))
    }

    /// The object of an active verb.
    fn target(&self, verb: usize) -> Option<usize> {
        self.clauses.child(verb, Deprel::Obj).filter(|_| !self.clauses.is_passive(verb))
    }

    /// To whom: of an attack, a visit or a claim that somebody condemns or praises, whoever made it.
    fn recipients(&self, found: &Match, actors: &[Party], all: &[Match]) -> Vec<Party> {
        if found.direct_recipient {
            return self.cast.parties(&found.recipients, false);
        }
        let mut recipients: Vec<Party> = Vec::new();
        for &head in &found.recipients {
            let deed = all.iter().find(|m| m.trigger == head && is_nominal(m));
            let doers = deed.map(|deed| self.cast.others(&deed.actors, true, actors)).unwrap_or_default();
            // An attack's victims are not who is blamed for it.
            let is_assault = deed.is_some_and(|deed| deed.frame.category == Some(Category::Assault))
                || found.frame.category == Some(Category::Accuse) && self.is_noun(head, NounKind::Attack);
            recipients.extend(match (doers.is_empty(), is_assault) {
                (false, _) => doers,
                (true, true) => self.cast.doers(head, actors),
                (true, false) => self.cast.others(&[head], true, actors),
            });
            if is_proposed(found) && !recipients.is_empty() {
                // A bare clause has its recipient in its first object or phrase that names a party.
                break;
            }
        }
        recipients
    }

    /// "He rejected **the claims**": of whoever accused him before.
    fn accusers(&self, found: &Match, decision: &Decision, actors: &[Party], done: &[(Match, Event)]) -> Vec<Party> {
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

    fn is_denial(&self, verb: usize) -> bool {
        matches!(self.sentence.words[verb].lemma.as_str(), "deny" | "refute" | "rebut")
    }

    /// "She condemned **the killing**": its doers, where the story has told who they are.
    fn attackers(&self, found: &Match, decision: &Decision, actors: &[Party], done: &[(Match, Event)]) -> Vec<Party> {
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

    /// "**The** meetings began with Chad's envoy" goes on about those told of before.
    fn whose_meeting(&self, found: &Match, recipients: &[Party]) -> Option<Party> {
        let definite =
            self.sentence.children_by(found.trigger, Deprel::Det).any(|d| self.sentence.words[d].lemma == "the");
        let goes_on =
            found.frame.category == Some(Category::Consult) && is_nominal(found) && definite && !recipients.is_empty();
        let meetings = self.before.iter().rev().filter(|m| m.category == Category::Consult);
        let host = meetings.flat_map(|m| &m.actors).find(|a| a.kind == Kind::Person);
        host.filter(|host| goes_on && !recipients.iter().any(|r| r.entity == host.entity)).cloned()
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

    /// "The missiles **fired by the army** struck the depot": who fired them is who struck it.
    fn launchers(&self, found: &Match) -> Vec<usize> {
        let weapons = found.actors.iter().filter(|&&word| self.is_noun(word, NounKind::Weapon));
        let fired = weapons.flat_map(|&word| self.sentence.children_by(word, Deprel::Acl));
        fired.filter(|&verb| self.clauses.is_passive(verb)).flat_map(|verb| self.clauses.agents(verb)).collect()
    }

    /// "A **bomb** killed three": an attack by somebody whom the text does not name.
    fn is_weapon(&self, found: &Match) -> bool {
        let weapon = |&word: &usize| self.is_noun(word, NounKind::Weapon);
        found.frame.category == Some(Category::Assault) && found.actors.iter().any(weapon)
    }

    /// Who is meant by a request, promise or accusation whose frame names nobody: the act's own parties.
    fn recipients_of_act(
        &self,
        found: &Match,
        act: Option<&Match>,
        decision: &Decision,
        actors: &[Party],
    ) -> Vec<Party> {
        let asks = matches!(decision.category, Category::Request | Category::Accuse | Category::Support);
        let others = |heads: &[usize]| -> Vec<Party> {
            let parties = self.cast.parties(heads, true);
            parties.into_iter().filter(|p| !actors.iter().any(|a| a.entity == p.entity)).collect()
        };
        if asks {
            let doers = others(&self.doers(&found.acts, act));
            if !doers.is_empty() || decision.category == Category::Request {
                return doers;
            }
        }
        act.map_or_else(|| others(&found.acts), |act| others(&act.recipients))
    }

    /// Who does the acts: by their frame where one fits, else their agents or owners.
    fn doers(&self, acts: &[usize], act: Option<&Match>) -> Vec<usize> {
        if let Some(act) = act.filter(|act| !act.actors.is_empty()) {
            return act.actors.clone();
        }
        let of = |&act: &usize| match self.clauses.child(act, Deprel::Nsubj) {
            // "said the ban **was a disgrace**".
            Some(subject) if !self.clauses.is_verb(act) => self.clauses.coordinated(subject),
            _ if self.clauses.is_verb(act) => self.clauses.agents(act),
            _ => self.clauses.owners(act),
        };
        acts.iter().flat_map(of).collect()
    }

    /// The actor of an agentless act: nobody named, the sector that the act implies.
    fn left_out(&self, found: &Match, recipients: &[Party], decision: &Decision) -> Option<Vec<Party>> {
        let is_material = decision.category.quad() == 4 || decision.act.is_some_and(|act| act.quad() == 4);
        // "She was charged": by the court that the frame names.
        let is_implied = found.frame.actor_sector.is_some();
        if recipients.is_empty()
            || !(is_material || is_implied)
            || decision.category == Category::Protest
            || is_open_noun(found)
        {
            return None;
        }
        let hosts = self.expellers(found, recipients, decision);
        if !hosts.is_empty() {
            return Some(hosts);
        }
        let sector = found.frame.actor_sector.as_deref().and_then(|s| s.parse().ok()).unwrap_or(Sector::Unknown);
        let word = self.sentence.words[found.trigger].span;
        Some(vec![Party {
            text: String::new(),
            span: Span::new(word.start, word.start),
            name: None,
            country: self.country_of_agentless(found.trigger, sector, recipients),
            sector: Some(sector),
            sectors: Vec::new(),
            office: None,
            identifier: None,
            kind: Kind::Unknown,
            plural: false,
            // No entity of the story.
            entity: usize::MAX,
            why: vec![format!("no agent in the text; {}:{} implies the sector", found.frame.file, found.frame.line)],
        }])
    }

    /// "Expelled **from Chad**", "**Chad's** ambassador was recalled", "was expelled, **the ministry** said": the state that
    /// sends diplomats away or calls them home goes without saying.
    fn expellers(&self, found: &Match, recipients: &[Party], decision: &Decision) -> Vec<Party> {
        let relations = [Mode::Expel, Mode::Deport, Mode::Withdraw];
        let of_relations = found.frame.modes.iter().chain(&decision.modes).any(|mode| relations.contains(mode));
        if !of_relations || found.frame.category != Some(Category::Sanction) {
            return Vec::new();
        }
        let state = |party: &Party| {
            party.sector == Some(Sector::Government) && !recipients.iter().any(|r| r.country == party.country)
        };
        let from = self.clauses.phrases(found.trigger).into_iter();
        let from = from.filter(|p| matches!(p.preposition.as_str(), "from" | "out" | "of")).map(|p| p.head);
        let owners = found.literals.iter().flat_map(|&word| self.clauses.owners(word));
        let speakers = speech::said(self.sentence)
            .into_iter()
            .filter(|said| said.content == found.trigger || self.sentence.is_below(found.trigger, said.content));
        let speakers: Vec<usize> = speakers.flat_map(|said| said.speakers).collect();
        [from.collect::<Vec<_>>(), owners.collect(), speakers]
            .into_iter()
            .map(|heads| self.cast.parties(&heads, false).into_iter().filter(state).collect::<Vec<_>>())
            .find(|parties| !parties.is_empty())
            .unwrap_or_default()
    }

    /// The police and courts of the country where it happened, or else of those whom they took.
    fn country_of_agentless(&self, trigger: usize, sector: Sector, recipients: &[Party]) -> Option<String> {
        if !matches!(sector, Sector::Police | Sector::Judiciary) {
            return None;
        }
        let there = self.dating.stated_place(trigger, false).and_then(|place| place.country);
        there.or_else(|| recipients.iter().find_map(|r| r.country.clone()))
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

/// Whether a frame says that somebody is told to do something.
fn orders(found: &Match) -> bool {
    !found.acts.is_empty() && !found.recipients.is_empty()
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

/// Unnamed private people: their journeys are no diplomacy.
fn is_traveller(party: &Party) -> bool {
    party.name.is_none() && matches!(party.sector, Some(Sector::Civilian | Sector::Refugee))
}

/// Whether a demand can be made of a party: not of "all sides" or "people", whose country nothing says.
fn can_be_asked(party: &Party) -> bool {
    let is_body =
        matches!(party.sector, Some(Sector::Military | Sector::Police | Sector::Judiciary | Sector::Legislature));
    party.country.is_some() && (is_body || !(party.plural && party.is_placed_by_context()))
}

/// Parties that neither frame nor grammar gives say whence they come.
fn by_the_head(mut parties: Vec<Party>) -> Vec<Party> {
    for party in &mut parties {
        party.why.push("named by the learned head".to_owned());
    }
    parties
}

/// "Said that R had broken the accord": blame by saying what somebody does, which is none where nobody does it.
fn is_blame(found: &Match) -> bool {
    found.frame.clause.as_ref().is_some_and(|(mark, _)| *mark == ClauseMark::Finite)
}

/// Lawyers, prosecutors and those who appeal ask the court.
fn of_court(found: &Match, actors: &[Party]) -> bool {
    let pleads = |party: &Party| {
        let text = party.text.to_lowercase();
        party.office.as_deref().is_some_and(|office| office.contains("prosecutor"))
            || ["prosecutor", "prosecution", "lawyer", "attorney"].iter().any(|noun| text.contains(noun))
    };
    found.frame.recipient_sector.as_deref() == Some("JUD") || !actors.is_empty() && actors.iter().all(pleads)
}

/// A promise or a threat is one only if somebody is meant; so is what is merely possible.
fn needs_recipient(decision: &Decision) -> bool {
    match decision.category {
        Category::Agree | Category::Threaten => decision.act.is_none(),
        Category::Consult | Category::Cooperate | Category::Concede | Category::Mobilize | Category::Request => false,
        _ => decision.status == Status::Hypothetical,
    }
}

/// "Chad and Niger agreed": several who agree, or an agreement to something, want no recipient.
fn is_mutual(found: &Match, actors: &[Party], decision: &Decision) -> bool {
    let agrees = decision.category == Category::Agree;
    agrees && (actors.len() > 1 || !found.acts.is_empty()) || !found.recipients.is_empty() && !agrees
}

/// A noun whose frame does not say who the unnamed actor must be, as that of an arrest does.
fn is_open_noun(found: &Match) -> bool {
    is_nominal(found) && found.frame.actor_sector.is_none()
}

/// The event is told by a noun or adjective.
fn is_nominal(found: &Match) -> bool {
    found.frame.kind != memcon_lexicon::frames::TriggerKind::Verb
}

/// Where nobody hosts, visits or is asked, all parties act.
fn is_pooled(decision: &Decision) -> bool {
    match decision.category {
        Category::Consult => !decision.modes.contains(&Mode::Visit),
        Category::Cooperate => true,
        _ => false,
    }
}
