//! When and where an event took place, when a planned act is due, and whether the event is the story's news or
//! its background.

use jiff::civil::Date;
use memcon_lexicon::{Category, Status};

use super::clause::Clauses;
use super::coder::Story;
use super::event::{Dated, Event, EventPlace};
use super::matching::Match;
use super::rules::Decision;
use super::scene::{self, Scenes, event_place_of};
use crate::place::{Basis, event_place};
use crate::reading::{Deprel, Sentence, Word, Xpos};
use crate::when::{DatePrecision, EventTime, RECALLING, event_time, is_news, is_overtaken, is_to_come, news_day};

/// Days before the story from which an event is background.
const RECENT_DAYS: i32 = 14;

/// Days after the end of its month or year from which an event is background.
const RECENT_MONTH: i32 = 7;

/// How many sentences open a story: what they tell is its news.
const LEAD: usize = 4;

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
        let own = self.time_of(found);
        if decision.act.is_none() {
            let own = if own.date.is_some() || own.date_end.is_some() { own } else { self.undated(found, decision) };
            let own = if is_own(&own) { own } else { self.uttered(found.trigger, decision).unwrap_or(own) };
            let own = if is_own(&own) || !self.is_recalling(found.trigger) { own } else { unknown() };
            return (dated(own), Dated::default());
        }
        let due = act.map_or_else(|| own.clone(), |act| self.time_at(act.trigger));
        if !is_own(&due) {
            let to_come = is_to_come(self.sentence, found.trigger);
            return (dated(if to_come { self.announced(found.trigger) } else { own }), Dated::default());
        }
        if own.span != due.span {
            return (dated(own), dated(due));
        }
        // One expression for both: "will come on Friday", but "threatened on Friday to go".
        if !self.lies_ahead(&due, found.trigger) {
            return (dated(own), Dated::default());
        }
        let said = self.announced(found.trigger);
        let said = if said.span == due.span { self.news_day() } else { said };
        // What was due before the story was made known before it: on which day, it does not say.
        let is_over = due.range.zip(self.story.date).is_some_and(|(range, story)| range.first < story);
        let said = if is_over && !is_own(&said) { unknown() } else { said };
        (dated(said), dated(due))
    }

    /// When the event of a frame happened: of "claimed responsibility for Sunday's bombing", the bombing.
    fn time_of(&self, found: &Match) -> EventTime {
        let is_claim = self.sentence.words[found.trigger].lemma == "claim"
            && found.frame.category.is_some_and(|category| category.quad() == 4);
        let claimed = found.recipients.first().copied().filter(|_| is_claim);
        claimed.map(|deed| self.time_at(deed)).filter(is_own).unwrap_or_else(|| self.time_at(found.trigger))
    }

    /// When words without a day of their own were said: on the day of the verb that reports or quotes them ("“We object,”
    /// he told reporters on Tuesday").
    fn uttered(&self, trigger: usize, decision: &Decision) -> Option<EventTime> {
        let is_word = matches!(decision.category.quad(), 1 | 3) && decision.category != Category::Consult;
        let said = self.said_at(trigger);
        // What is quoted was said then, though it says what is so ("“Chad rejects it,” reads the note issued on Monday").
        let quoted = said != trigger && self.sentence.words[said].deprel.base() == "parataxis";
        let told = is_word && (quoted || is_news(self.story.reading, self.index, trigger));
        (told && said != trigger).then(|| self.time_at(said)).filter(is_own)
    }

    /// The day of an event without one of its own: words to come are dated by their report ("said it would extend the
    /// truce"), and a visit that is going on is the story's.
    fn undated(&self, found: &Match, decision: &Decision) -> EventTime {
        let to_come = is_to_come(self.sentence, found.trigger);
        let is_word = match decision.category {
            Category::Agree | Category::Concede | Category::Threaten => decision.status != Status::Hypothetical,
            other => matches!(other.quad(), 1 | 3) && decision.status == Status::Occurred,
        };
        if is_word && to_come {
            self.announced(found.trigger)
        } else if decision.category == Category::Consult && decision.status == Status::Ongoing {
            self.news_day()
        } else {
            unknown()
        }
    }

    /// Whether the time of the event of word `trigger` is after the story, or its clause one of things to come.
    fn lies_ahead(&self, time: &EventTime, trigger: usize) -> bool {
        let later = time.range.zip(self.story.date).is_some_and(|(range, story)| range.last > story);
        later || is_to_come(self.sentence, trigger)
    }

    /// When what is to come was made known: by the verb that reports it, else in the story.
    fn announced(&self, trigger: usize) -> EventTime {
        match self.said_at(trigger) {
            at if at == trigger => match self.decided_at(trigger) {
                Some(verb) => self.time_at(verb),
                None if self.is_plain(trigger) => unknown(),
                None => self.news_day(),
            },
            // "recalled that the chief gave a deadline": it was said before, on a day that is not told.
            at if self.is_recalling(at) => unknown(),
            at => self.time_at(at),
        }
    }

    fn is_recalling(&self, word: usize) -> bool {
        RECALLING.contains(&self.sentence.words[word].lemma.as_str())
    }

    /// "**approved** a contract to sell boats": the verb of the main clause by which what is to be done was settled.
    fn decided_at(&self, trigger: usize) -> Option<usize> {
        let act = &self.sentence.words[trigger];
        let deal = act.head.filter(|_| act.deprel.base() == "acl" && act.xpos == Xpos::Vb)?;
        let verb = self.sentence.words[deal].head.filter(|_| self.sentence.words[deal].deprel == Deprel::Obj)?;
        let main = matches!(self.sentence.words[verb].deprel.base(), "root" | "conj");
        (main && self.sentence.words[verb].xpos == Xpos::Vbd).then_some(verb)
    }

    /// A plan told as known, deep in the story, that nobody is quoted for ("she is to leave for Oman on Friday"), or one
    /// of "earlier": no day is told on which it was announced.
    fn is_plain(&self, trigger: usize) -> bool {
        let quoted = |word: &Word| matches!(word.form.as_str(), "“" | "”" | "\"" | "``" | "''");
        let told_now = is_news(self.story.reading, self.index, trigger);
        !told_now || self.index >= LEAD && !self.sentence.words.iter().any(quoted)
    }

    /// When something was said with the verb `word`.
    pub(super) fn of_speech(&self, word: usize) -> Dated {
        dated(self.time_at(word))
    }

    /// The place that the sentence states for the event of word `trigger`; for mere words, not that of their topic.
    pub(super) fn stated_place(&self, trigger: usize, is_word: bool) -> Option<EventPlace> {
        let found = event_place(self.story.reading, self.index, trigger, self.story.toponyms)?;
        let fits = match found.basis {
            Basis::Dateline => false,
            Basis::Topic => !is_word,
            Basis::Quotation => is_word,
            Basis::Clause | Basis::Sentence => true,
        };
        fits.then(|| event_place_of(found.toponym))
    }

    /// Where `event`, called up by word `trigger`, took place: as stated; else at the host's or at home.
    pub(super) fn place(&self, event: &Event, trigger: usize) -> Option<EventPlace> {
        let scenes = Scenes { story: self.story, sentence: self.index };
        let stated = self.stated_place(trigger, scene::is_word(event));
        let to_be_done = || self.stated_place(trigger, false).filter(|_| scene::is_promised_deed(event));
        stated.or_else(to_be_done).or_else(|| scenes.place(event))
    }

    /// Background is what lies before the story's news: dated so, or told without a day as something past.
    pub(super) fn is_core(&self, trigger: usize, date: &Dated) -> bool {
        let pluperfect = self.sentence.children_by(trigger, Deprel::Aux).any(|aux| {
            let word = &self.sentence.words[aux];
            word.lemma == "have" && word.xpos == Xpos::Vbd
        });
        let told_now = date.date.is_some() || is_news(self.story.reading, self.index, trigger);
        !pluperfect && told_now && self.is_recent(date)
    }

    fn is_recent(&self, date: &Dated) -> bool {
        let (Some(story), Some(first)) = (self.story.date, &date.date) else { return true };
        let last = date.end.as_ref().unwrap_or(first);
        last_day(last)
            .is_none_or(|day| (story - day).get_days() < if last.len() > 7 { RECENT_DAYS } else { RECENT_MONTH })
    }

    fn time_at(&self, word: usize) -> EventTime {
        event_time(self.story.reading, self.index, word, self.story.times, self.story.date)
    }

    /// The verb by which a planned act was made known: the nearest that reports it ("said that it would…"), or the one
    /// that quotes it.
    fn said_at(&self, trigger: usize) -> usize {
        let mut at = trigger;
        while let Some(head) = self.sentence.words[at].head {
            if self.sentence.words[at].deprel == Deprel::Ccomp && self.clauses.is_verb(head) {
                return head;
            }
            at = head;
        }
        let says = |&word: &usize| SAYING.contains(&self.sentence.words[word].lemma.as_str());
        self.sentence.children_by(at, Deprel::Parataxis).find(says).unwrap_or(trigger)
    }

    fn news_day(&self) -> EventTime {
        let Story { reading, times, date, .. } = *self.story;
        let day = news_day(reading, times, date).or(date);
        let Some(day) = day.filter(|_| !date.is_some_and(|date| is_overtaken(reading, times, date))) else {
            return unknown();
        };
        EventTime { date: Some(day.to_string()), precision: DatePrecision::InheritedFromStory, ..unknown() }
    }
}

/// The last day of a day, month or year.
fn last_day(date: &str) -> Option<Date> {
    let mut parts = date.split('-').map(|part| part.parse::<i16>().ok());
    let year = parts.next()??;
    let Some(month) = parts.next() else { return Date::new(year, 12, 31).ok() };
    let month = i8::try_from(month?).ok()?;
    match parts.next() {
        Some(day) => Date::new(year, month, i8::try_from(day?).ok()?).ok(),
        None => Date::new(year, month, 1).ok().map(Date::last_of_month),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_and_a_year_last_to_their_end() {
        let day = |text: &str| last_day(text).map(|day| day.to_string());
        assert_eq!(day("2024-02").as_deref(), Some("2024-02-29"));
        assert_eq!(day("2023").as_deref(), Some("2023-12-31"));
        assert_eq!(day("2024-05-09").as_deref(), Some("2024-05-09"));
        assert_eq!((day("2024-13"), day("soon")), (None, None));
    }
}
