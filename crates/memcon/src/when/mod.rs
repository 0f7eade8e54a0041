//! When: time expressions with their TIMEX3 values, the story's own date, and the dates of events.
//!
//! [`times`] finds every expression of time in a text and anchors it: to the story's date, or to the date in
//! force in the narrative ("two days later"). [`story_date`] says when a story was published, from what the
//! page says or from the story's own evidence. [`event_time`] picks the expression that dates an event.
//!
//! Values follow TIMEX3 as `TimeBank` annotates it (Pustejovsky et al., ISO-TimeML): `1998-02-13`, `1998-W12`,
//! `1998-Q3`, `199` for a decade, `P2D`, `XXXX-WXX-1`, `PAST_REF`. Where an expression spans two dates
//! ("Feb. 3-4"), its value is the ISO 8601 interval `2026-02-03/2026-02-04`.

mod calendar;
mod event;
mod feasts;
mod grammar;
mod infer;
mod resolve;
mod story;
mod tense;
mod terms;
mod tokens;
mod words;

use jiff::civil::Date;

pub use event::{EventTime, event_time, is_news, is_to_come, news_day};
pub(crate) use event::{RECALLING, is_overtaken};
pub(crate) use words::{cardinal, ordinal};

pub use story::{StoryDate, inferred_date, story_date, story_date_within};
pub use terms::office_terms;

use crate::Span;
use crate::reading::{Reading, Xpos};

/// The type of a time expression, as TIMEX3 has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TimexType {
    /// A day or a longer period of the calendar, or a vague reference.
    Date,
    /// A time of day.
    Time,
    /// How long.
    Duration,
    /// How often.
    Set,
}

impl TimexType {
    /// TIMEX3's word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Date => "DATE",
            Self::Time => "TIME",
            Self::Duration => "DURATION",
            Self::Set => "SET",
        }
    }
}

/// Days from first to last, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DateRange {
    /// The first day.
    pub first: Date,
    /// The last day.
    pub last: Date,
}

/// How exactly a date is known, and whether from its own words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DatePrecision {
    /// To the day.
    Day,
    /// To the week or weekend.
    Week,
    /// To the month.
    Month,
    /// To a quarter, season or half of a year.
    Quarter,
    /// To the year.
    Year,
    /// To the decade or century.
    Decade,
    /// Taken from the date in force in the text before.
    InheritedFromDiscourse,
    /// Taken from the story's date.
    InheritedFromStory,
    /// Not known.
    Unknown,
}

impl DatePrecision {
    /// The value of `date_precision` in the output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
            Self::Decade => "decade",
            Self::InheritedFromDiscourse => "inherited-from-discourse",
            Self::InheritedFromStory => "inherited-from-story",
            Self::Unknown => "unknown",
        }
    }
}

/// What an expression's days were worked out from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Basis {
    /// The expression says all.
    Absolute,
    /// The story's date.
    Story,
    /// A date that the text gave before.
    Narrative,
    /// It names no days, or nothing was there to count from.
    None,
}

/// An expression of time in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeExpression {
    /// Where it stands.
    pub span: Span,
    /// Its TIMEX3 type.
    pub kind: TimexType,
    /// Its TIMEX3 value.
    pub value: String,
    /// The days that it covers, where it names any and they are known.
    pub range: Option<DateRange>,
    /// How exact it is.
    pub precision: DatePrecision,
    /// What its days were counted from.
    pub basis: Basis,
}

/// Every time expression of `text`, in text order, anchored to the story date `anchor`.
///
/// The grammar reads the words themselves; `reading` adds tense (which tells "will meet on Friday" from "met on
/// Friday") and proper nouns, and may be empty. Without an anchor, what needs one keeps `X` in its value
/// (`XXXX-WXX-2`) and has no range.
pub fn times(text: &str, reading: &Reading, anchor: Option<Date>) -> Vec<TimeExpression> {
    times_within(text, Span::new(0, text.len()), reading, anchor)
}

/// As [`times`], for one story of a page: only the text in `story` is read, spans still refer to `text`.
pub fn times_within(text: &str, story: Span, reading: &Reading, anchor: Option<Date>) -> Vec<TimeExpression> {
    let tokens = tokens::tokens(text, story, reading);
    let proper = |at: usize| is_proper(&tokens, reading, at);
    let found = grammar::all(&tokens, &proper);
    let mut resolver = resolve::Resolver::new(&tokens, reading, anchor);
    found.iter().filter_map(|m| resolver.resolve(m)).collect()
}

/// Whether token `at` is tagged as a proper noun; `None` without a reading.
fn is_proper(tokens: &[tokens::Token<'_>], reading: &Reading, at: usize) -> Option<bool> {
    let (sentence, word) = tokens.get(at)?.word?;
    let word = reading.sentences.get(sentence)?.words.get(word)?;
    Some(matches!(word.xpos, Xpos::Nnp | Xpos::Nnps))
}

#[cfg(test)]
mod tests;
