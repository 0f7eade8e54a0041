//! The grammar of time expressions: from tokens to what they mean, before anything is anchored.
//!
//! Each family of expressions is a file; a rule looks at the tokens from one position and gives what it
//! found and where that ends. Of all rules the longest reading wins.

mod clock;
mod dates;
mod durations;
mod named;
mod national;
mod numbers;
mod relative;
mod weekdays;

use jiff::civil::Weekday;

use super::calendar::{Period, Unit, YearPart};
use super::tokens::{Form, Kind, Token};
use super::words::{DayPart, Lex};
pub(super) use named::Named;
pub(super) use numbers::Count;

/// Which year a date without a plain one means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Year {
    /// Given in figures.
    Known(i16),
    /// "this year", "last year" and so on: years from the story's.
    Offset(i64),
    /// Not given: the nearest that fits tense and context.
    Open,
    /// "last May", "this past spring": the last one over.
    Last,
    /// "next May".
    Next,
    /// "this September": the one of the story's year.
    This,
}

/// Where a relative expression counts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Base {
    /// The story's own day.
    Story,
    /// The date in force in the narrative.
    Narrative,
    /// Either: the narrative where it has just spoken of such a period, else the story.
    Either,
}

/// The vague references of TIMEX3.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Vague {
    Past,
    Present,
    Future,
}

/// Part of a period that "early", "mid-" or "late" picks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Third {
    Start,
    Middle,
    End,
}

/// What an expression means, not yet anchored.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Expr {
    /// A period in full.
    Period(Period),
    /// A month, or a day of a month.
    Dated { month: i8, day: Option<i8>, weekday: Option<Weekday>, year: Year },
    /// From the first to the second, both included.
    Between(Box<Expr>, Box<Expr>),
    /// A weekday, with "last", "next" or "this" before it.
    Weekday { weekday: Weekday, year: Year },
    /// A quarter, half or season.
    Part { part: YearPart, year: Year },
    /// A feast or a day with a name.
    Named { named: Named, year: Year },
    /// The period of a unit, `shift` after that of the base: today, last week, the following month.
    Unit { unit: Unit, shift: i64, base: Base },
    /// `count` units before (negative) or after the base; on a weekday ("a year ago Tuesday").
    Offset { count: Count, unit: Unit, sign: i64, base: Base, weekday: Option<Weekday> },
    /// The period of a unit that was last spoken of: "the quarter", "that year".
    Again(Unit),
    /// A time of day on a day; without one, on the day in force.
    Clock { hour: i8, minute: i8, on: Option<Box<Expr>> },
    /// A part of a day.
    PartOfDay(DayPart, Box<Expr>),
    /// Days before (negative) or after a day.
    Beside(Box<Expr>, i64),
    /// The week that holds a day.
    WeekOf(Box<Expr>),
    /// How long: the TIMEX3 value.
    Duration(String),
    /// How often: the TIMEX3 value.
    Set(String),
    /// now, recently, soon.
    Vague(Vague),
}

/// An expression found: tokens `first..end`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Match {
    pub(super) first: usize,
    pub(super) end: usize,
    pub(super) expr: Expr,
    pub(super) third: Option<Third>,
}

/// What a rule gives: the meaning and the token after the last.
type Found<T> = Option<(T, usize)>;

/// The tokens of a text, with the questions that rules ask of them.
pub(super) struct Grammar<'a> {
    /// Those of one paragraph: expressions cross none.
    tokens: &'a [Token<'a>],
    /// The number of tokens before the paragraph.
    before: usize,
    /// Whether token `i` of the text is tagged as a proper noun; `None` without a reading.
    proper: &'a dyn Fn(usize) -> Option<bool>,
    /// Whether somebody called May is in the text: "Theresa May", "Mrs May".
    may_is_a_name: bool,
}

/// All expressions of `tokens`, in text order; they do not overlap. `proper` tells whether a token is tagged as
/// a proper noun, `None` without a reading.
pub(super) fn all(tokens: &[Token<'_>], proper: &dyn Fn(usize) -> Option<bool>) -> Vec<Match> {
    let titled = |pair: &[Token<'_>]| {
        let title = ["theresa", "mr", "mrs", "ms", "minister"].iter().any(|t| pair[0].is(t));
        title && pair[1].text == "May"
    };
    let may_is_a_name = tokens.windows(2).any(titled);
    let (mut out, mut before) = (Vec::new(), 0);
    for paragraph in tokens.chunk_by(|_, next| !next.breaks) {
        Grammar { tokens: paragraph, before, proper, may_is_a_name }.find(&mut out);
        before += paragraph.len();
    }
    out
}

impl<'a> Grammar<'a> {
    /// Adds the expressions of the paragraph to `out`.
    fn find(&self, out: &mut Vec<Match>) {
        let mut at = 0;
        while at < self.tokens.len() {
            match self.longest(at) {
                Some(found) => {
                    at = found.end.max(at + 1);
                    out.push(Match { first: found.first + self.before, end: found.end + self.before, ..found });
                }
                None => at += 1,
            }
        }
    }

    fn is_proper(&self, at: usize) -> Option<bool> {
        (self.proper)(self.before + at)
    }

    /// The longest expression that begins at token `at`.
    fn longest(&self, at: usize) -> Option<Match> {
        if !self.may_begin(at) {
            return None;
        }
        let opener = self.lex(at) == Lex::Opener;
        let plain = |(expr, end): (Expr, usize)| Match { first: at, end, expr, third: None };
        let rules = [
            if opener { self.part_of_period(at) } else { None },
            self.named(at).map(plain),
            self.national_day(at).map(plain),
            self.date(at).map(plain),
            self.clock(at).map(plain),
            self.weekday(at).map(plain),
            self.relative(at).map(plain),
            self.set(at).map(plain),
            self.duration(at).map(plain),
            if opener { self.vague(at).map(plain) } else { None },
        ];
        // Of two readings of the same length the earlier rule's wins.
        rules.into_iter().flatten().rev().max_by_key(|found| found.end)
    }

    /// Whether any rule begins with such a token: most do not, and are passed over at once.
    fn may_begin(&self, at: usize) -> bool {
        self.get(at).is_some_and(|t| match t.kind {
            Kind::Word(lex) => lex != Lex::Other,
            Kind::Number { .. } | Kind::Mark('\'') => true,
            Kind::Mark(_) => false,
        })
    }

    /// "early 2024", "mid-November", "the end of the year", "earlier this month", "sometime next year".
    fn part_of_period(&self, at: usize) -> Option<Match> {
        let start = self.skip(at, &["the", "this"]);
        let (third, after) = self.third(start)?;
        let inner = self.period(after).or_else(|| self.weekend_or_day(after, third))?;
        Some(Match { first: at, end: inner.1, expr: inner.0, third: Some(third) })
    }

    /// The word that picks a part, with what joins it to the period.
    fn third(&self, at: usize) -> Found<Third> {
        let word = self.get(at)?.text.to_ascii_lowercase();
        let (third, noun) = match word.as_str() {
            "early" | "earlier" => (Third::Start, false),
            "mid" | "middle" => (Third::Middle, word == "middle"),
            "late" | "later" => (Third::End, false),
            "beginning" | "start" | "outset" | "turn" => (Third::Start, true),
            "end" | "close" | "rest" | "remainder" => (Third::End, true),
            _ => return None,
        };
        if noun {
            return self.is(at + 1, "of").then(|| (third, at + 2));
        }
        let joined = self.skip_mark(at + 1, '-');
        let joined = if self.is(joined, "in") || self.is(joined, "on") { joined + 1 } else { joined };
        Some((third, self.skip(joined, &["the"])))
    }

    /// A period that can have an early and a late part.
    fn period(&self, at: usize) -> Found<Expr> {
        let found = [self.date(at), self.relative_unit(at), self.relative_month(at), self.unit_alone(at)];
        let (expr, end) = found.into_iter().flatten().max_by_key(|(_, end)| *end)?;
        let whole = !matches!(&expr, Expr::Dated { day: Some(_), .. } | Expr::Between(..) | Expr::Duration(_));
        whole.then_some((expr, end))
    }

    /// "early Tuesday", "late yesterday".
    fn weekend_or_day(&self, at: usize, third: Third) -> Found<Expr> {
        let today = self.today(at).filter(|_| third != Third::Middle);
        today.or_else(|| {
            let early = at > 0 && self.is(at - 1, "early");
            self.weekday(at).filter(|(expr, _)| early && matches!(expr, Expr::Weekday { .. }))
        })
    }

    /// now, recently, soon, in the past.
    fn vague(&self, at: usize) -> Found<Expr> {
        let (expr, end) = VAGUE
            .iter()
            .filter_map(|&(words, vague)| Some((Expr::Vague(vague), self.words(at, words)?)))
            .max_by_key(|f| f.1)?;
        let past_of =
            self.is(end - 1, "past") && (self.cardinal(end).is_some() || !matches!(self.lex(end), Lex::Other));
        let as_soon_as =
            self.is(at, "soon") && (self.before_any(at, &["as", "too"]) || self.any(end, &["after", "as"]));
        (!past_of && !as_soon_as).then_some((expr, end))
    }

    fn get(&self, at: usize) -> Option<&Token<'a>> {
        self.tokens.get(at)
    }

    fn is(&self, at: usize, word: &str) -> bool {
        self.get(at).is_some_and(|t| t.is(word))
    }

    fn any(&self, at: usize, words: &[&str]) -> bool {
        self.get(at).is_some_and(|t| words.iter().any(|w| t.is(w)))
    }

    fn mark(&self, at: usize, mark: char) -> bool {
        self.get(at).is_some_and(|t| t.kind == Kind::Mark(mark))
    }

    fn lex(&self, at: usize) -> Lex {
        match self.get(at).map(|t| t.kind) {
            Some(Kind::Word(lex)) => lex,
            _ => Lex::Other,
        }
    }

    /// A number in plain figures: value and digits.
    fn plain(&self, at: usize) -> Option<(i64, usize)> {
        match self.get(at)?.kind {
            Kind::Number { value, digits, form: Form::Plain } => Some((value, digits)),
            _ => None,
        }
    }

    fn glued(&self, at: usize) -> bool {
        self.get(at).is_some_and(|t| t.glued)
    }

    /// The position after `at` if one of `words` stands there, else `at`.
    fn skip(&self, at: usize, words: &[&str]) -> usize {
        if self.any(at, words) { at + 1 } else { at }
    }

    fn skip_mark(&self, at: usize, mark: char) -> usize {
        if self.mark(at, mark) { at + 1 } else { at }
    }

    /// A full stop written onto the word before, as of an abbreviation.
    fn skip_stop(&self, at: usize) -> usize {
        if self.mark(at, '.') && self.glued(at) { at + 1 } else { at }
    }

    /// The end of a run of words (`'` and `-` are words of their own), if it stands at `at`.
    fn words(&self, at: usize, words: &str) -> Option<usize> {
        let mut end = at;
        for word in words.split(' ') {
            let token = self.get(end)?;
            let fits = match token.kind {
                Kind::Mark(mark) => word.len() == 1 && word.starts_with(mark),
                _ => token.is(word),
            };
            if !fits {
                return None;
            }
            end += 1;
        }
        Some(end)
    }

    /// The longest of `phrases` at `at`.
    fn one_of(&self, at: usize, phrases: &[&str]) -> Option<usize> {
        phrases.iter().filter_map(|p| self.words(at, p)).max()
    }

    /// The word just before `at`, in the same paragraph.
    fn before(&self, at: usize) -> Option<&Token<'a>> {
        self.get(at.checked_sub(1)?)
    }

    fn before_any(&self, at: usize, words: &[&str]) -> bool {
        self.before(at).is_some_and(|t| words.iter().any(|w| t.is(w)))
    }
}

/// Words that put a date into a sentence.
const PREPOSITIONS: &[&str] = &[
    "in",
    "by",
    "since",
    "until",
    "till",
    "of",
    "from",
    "to",
    "through",
    "during",
    "before",
    "after",
    "between",
    "and",
    "on",
    "for",
    "last",
    "next",
    "this",
    "early",
    "late",
    "mid",
    "every",
    "each",
    "at",
    "around",
    "about",
    "late",
    "past",
    "over",
    "or",
    "throughout",
    "into",
];

const VAGUE: &[(&str, Vague)] = &[
    ("now", Vague::Present),
    ("right now", Vague::Present),
    ("just now", Vague::Present),
    ("nowadays", Vague::Present),
    ("currently", Vague::Present),
    ("current", Vague::Present),
    ("at present", Vague::Present),
    ("presently", Vague::Present),
    ("the present", Vague::Present),
    ("the moment", Vague::Present),
    ("these days", Vague::Present),
    ("recently", Vague::Past),
    ("more recently", Vague::Past),
    ("most recently", Vague::Past),
    ("recent", Vague::Past),
    ("lately", Vague::Past),
    ("the past", Vague::Past),
    ("the recent past", Vague::Past),
    ("soon", Vague::Future),
    ("the future", Vague::Future),
    ("the near future", Vague::Future),
    ("the foreseeable future", Vague::Future),
    ("the near term", Vague::Future),
    ("a later date", Vague::Future),
    ("as soon as possible", Vague::Future),
];
