//! Weekdays, with or without "last" and "next", parts of the day, and the plural that makes a habit.

use jiff::civil::Weekday;

use super::{Expr, Found, Grammar, Year};
use crate::when::tokens::Kind;
use crate::when::words::{DayPart, Lex};

impl Grammar<'_> {
    /// "Monday", "last Friday", "this coming Sunday", "Tuesday night", "Tuesday nights".
    pub(super) fn weekday(&self, at: usize) -> Found<Expr> {
        let (year, start) = self.which(at).unwrap_or((Year::Open, at));
        let (weekday, end) = self.weekday_word(start)?;
        if start == at && (self.named_weekday(at) || self.in_habit(end)) {
            return self.in_habit(end).then(|| (habit(weekday, Some(DayPart::Night)), end));
        }
        let day = Expr::Weekday { weekday, year };
        let part_at = self.skip(end, &["early", "late"]);
        match self.lex(part_at) {
            Lex::Part(part) => {
                let plural = self.get(part_at).is_some_and(|t| t.text.ends_with('s'));
                let expr = if plural { habit(weekday, Some(part)) } else { Expr::PartOfDay(part, Box::new(day)) };
                Some((expr, part_at + 1))
            }
            _ => Some((day, end)),
        }
    }

    /// "and Tuesday nights" follows.
    fn in_habit(&self, at: usize) -> bool {
        (self.is(at, "and") || self.is(at, "or"))
            && self.weekday_word(at + 1).is_some()
            && matches!(self.lex(at + 2), Lex::Part(_))
            && self.get(at + 2).is_some_and(|t| t.text.ends_with('s'))
    }

    /// A weekday's name. Short forms that are other words need a stop, a comma and a date, or a number.
    pub(super) fn weekday_word(&self, at: usize) -> Found<Weekday> {
        let token = self.get(at)?;
        let Kind::Word(Lex::Weekday { day, sure }) = token.kind else { return None };
        if sure {
            return Some((day, at + 1));
        }
        if !token.capital() {
            return None;
        }
        let end = self.skip_stop(at + 1);
        let dated = self.skip_mark(end, ',');
        let followed = self.month(dated).is_some() || self.plain(dated).is_some_and(|(_, n)| n <= 2);
        (followed || end > at + 1 && self.before_any(at, &["on", "last", "next", "since", "until"]))
            .then_some((day, end))
    }

    /// A weekday within a name: "Black Friday", "Bloody Sunday", "Sunday Times".
    fn named_weekday(&self, at: usize) -> bool {
        self.before_any(at, &["black", "bloody", "super"])
            || self.any(at + 1, &["times", "telegraph", "mail", "mirror", "express"])
                && self.get(at + 1).is_some_and(super::Token::capital)
    }

    /// "last", "next", "this", "this past", "the previous" before a weekday, a month or a season.
    pub(super) fn which(&self, at: usize) -> Found<Year> {
        WHICH.iter().filter_map(|&(w, year)| Some((year, self.words(at, w)?))).max_by_key(|f| f.1)
    }
}

/// The TIMEX3 set of a weekday.
pub(super) fn habit(weekday: Weekday, part: Option<DayPart>) -> Expr {
    let part = part.map_or(String::new(), |p| format!("T{}", p.code()));
    Expr::Set(format!("XXXX-WXX-{}{part}", weekday.to_monday_one_offset()))
}

const WHICH: &[(&str, Year)] = &[
    ("last", Year::Last),
    ("the last", Year::Last),
    ("this past", Year::Last),
    ("the previous", Year::Last),
    ("the past", Year::Last),
    ("next", Year::Next),
    ("this coming", Year::Next),
    ("the coming", Year::Next),
    ("the following", Year::Next),
    ("the next", Year::Next),
    ("this", Year::This),
];
