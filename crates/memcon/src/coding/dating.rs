//! When and where an event took place, when a planned act is due, and whether the event is the story's news or
//! its background.

use jiff::civil::Date;

use super::clause::Clauses;
use super::coder::Story;
use super::event::{Dated, EventPlace};
use super::matching::Match;
use super::rules::Decision;
use crate::place::{Basis, event_place};
use crate::reading::{Deprel, Sentence, Xpos};
use crate::when::{DatePrecision, EventTime, event_time};

/// Days before the story from which a dated event is background.
const RECENT_DAYS: i32 = 31;

/// Verbs by which a thing is made known.
const SAYING: &[&str] = &["say", "announce", "tell", "report", "confirm", "declare", "add", "state"];

/// Dates and places the events of one sentence.
pub(super) struct Dating<'a> {
    story: &'a Story<'a>,
    sentence: &'a Sentence,
    index: usize,
    clauses: Clauses<'a>,
}

impl<'a> Dating<'a> {
    /// For sentence number `index` of the story.
    pub(super) fn new(story: &'a Story<'a>, sentence: &'a Sentence, index: usize) -> Self {
        Self { story, sentence, index, clauses: Clauses::new(sentence) }
    }

    /// When it happened or was said, and when the act is due.
    pub(super) fn dates(&self, found: &Match, act: Option<&Match>, decision: &Decision) -> (Dated, Dated) {
        let own = self.time_at(found.trigger);
        if decision.act.is_none() {
            return (dated(own), Dated::default());
        }
        let (said_at, due) = match act {
            Some(act) => (found.trigger, self.time_at(act.trigger)),
            None => (self.said_at(found.trigger), own),
        };
        let due = if is_own(&due) { due } else { unknown() };
        let mut said = if said_at == found.trigger && act.is_none() { self.story_day() } else { self.time_at(said_at) };
        if said.span.is_some() && said.span == due.span {
            said = self.story_day();
        }
        (dated(said), dated(due))
    }

    /// When something was said with the verb `word`.
    pub(super) fn of_speech(&self, word: usize) -> Dated {
        dated(self.time_at(word))
    }

    /// Where the event of word `trigger` took place.
    pub(super) fn place(&self, trigger: usize) -> Option<EventPlace> {
        let found = event_place(self.story.reading, self.index, trigger, self.story.toponyms)?;
        if found.basis == Basis::Dateline {
            return None;
        }
        let toponym = found.toponym;
        Some(EventPlace {
            span: toponym.span,
            name: toponym.name.clone(),
            country: toponym.country.clone(),
            admin1: toponym.admin1.clone(),
            coordinates: Some((toponym.lat, toponym.lon)),
            geonameid: toponym.geonameid,
            resolution: Some(toponym.resolution),
        })
    }

    /// Background is what had happened before, long before, or in a year gone by.
    pub(super) fn is_core(&self, trigger: usize, date: &Dated) -> bool {
        let pluperfect = self.sentence.children_by(trigger, Deprel::Aux).any(|aux| {
            let word = &self.sentence.words[aux];
            word.lemma == "have" && word.xpos == Xpos::Vbd
        });
        !pluperfect && self.is_recent(date)
    }

    fn is_recent(&self, date: &Dated) -> bool {
        let (Some(story), Some(text)) = (self.story.date, &date.date) else { return true };
        match text.parse::<Date>() {
            Ok(day) => (story - day).get_days() < RECENT_DAYS,
            Err(_) => story.to_string().starts_with(text.as_str()) || text.len() > 4,
        }
    }

    fn time_at(&self, word: usize) -> EventTime {
        event_time(self.story.reading, self.index, word, self.story.times, self.story.date)
    }

    /// The verb by which a planned act was made known: the highest above it ("said that it would…").
    fn said_at(&self, trigger: usize) -> usize {
        let mut at = trigger;
        while let Some(head) = self.sentence.words[at].head {
            if !self.clauses.is_verb(head) {
                break;
            }
            at = head;
        }
        let says = |word: usize| SAYING.contains(&self.sentence.words[word].lemma.as_str());
        let quoted = self
            .sentence
            .children_by(at, Deprel::Parataxis)
            .chain(self.sentence.children_by(at, Deprel::Ccomp))
            .find(|&c| says(c));
        if says(at) { at } else { quoted.unwrap_or(trigger) }
    }

    fn story_day(&self) -> EventTime {
        let Some(day) = self.story.date else { return unknown() };
        EventTime { date: Some(day.to_string()), precision: DatePrecision::InheritedFromStory, ..unknown() }
    }
}

fn is_own(time: &EventTime) -> bool {
    !matches!(
        time.precision,
        DatePrecision::InheritedFromDiscourse | DatePrecision::InheritedFromStory | DatePrecision::Unknown
    )
}

fn unknown() -> EventTime {
    EventTime { date: None, date_end: None, precision: DatePrecision::Unknown, range: None, span: None }
}

fn dated(time: EventTime) -> Dated {
    Dated { date: time.date, end: time.date_end, precision: Some(time.precision), text: time.span }
}
