//! Counts, ordinals and years, in figures and in words.

use super::{Found, Grammar};
use crate::when::calendar::{Unit, year};
use crate::when::tokens::{Form, Kind};
use crate::when::words::Lex;

/// How many units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::when) enum Count {
    /// In halves of a unit: "two and a half" is five.
    Halves(i64),
    /// Several, a few.
    Some,
}

impl Count {
    pub(in crate::when) fn whole(n: i64) -> Self {
        Self::Halves(n.saturating_mul(2))
    }

    /// The TIMEX3 duration of so many units.
    pub(in crate::when) fn duration(self, unit: Unit) -> String {
        let (time, code, each) = match unit {
            Unit::Second => ("T", "S", 1),
            Unit::Minute => ("T", "M", 1),
            Unit::Hour => ("T", "H", 1),
            Unit::Day => ("", "D", 1),
            Unit::Weekend => ("", "D", 2),
            Unit::Week => ("", "W", 1),
            Unit::Fortnight => ("", "W", 2),
            Unit::Month => ("", "M", 1),
            Unit::Season => ("", "M", 3),
            Unit::Quarter => ("", "Q", 1),
            Unit::Year => ("", "Y", 1),
            Unit::Decade => ("", "Y", 10),
            Unit::Century => ("", "Y", 100),
        };
        match (self, unit) {
            (Self::Some, Unit::Decade) => "PXDE".to_owned(),
            (Self::Some, Unit::Century) => "PXCE".to_owned(),
            (Self::Some, _) => format!("P{time}X{code}"),
            (Self::Halves(1), Unit::Year) => "P6M".to_owned(),
            (Self::Halves(1), Unit::Hour) => "PT30M".to_owned(),
            (Self::Halves(n), Unit::Year) if n % 2 != 0 => format!("P{}Y6M", n / 2),
            (Self::Halves(n), Unit::Hour) if n % 2 != 0 => format!("PT{}H30M", n / 2),
            (Self::Halves(n), _) if n.saturating_mul(each) % 2 == 0 => {
                format!("P{time}{}{code}", n.saturating_mul(each) / 2)
            }
            (Self::Halves(n), _) => format!("P{time}{}.5{code}", n.saturating_mul(each) / 2),
        }
    }
}

impl Grammar<'_> {
    /// A count before a unit: figures, words, "a", "several", "a couple of", "2 1/2", "two and a half".
    pub(super) fn count(&self, at: usize) -> Found<Count> {
        for &(words, count) in COUNTS {
            if let Some(end) = self.words(at, words) {
                return Some((count, end));
            }
        }
        if let Some(end) = self.words(at, "half a").or_else(|| self.words(at, "half an")) {
            return Some((Count::Halves(1), end));
        }
        let (n, end) = self.cardinal(at)?;
        if self.get(at).is_some_and(|t| matches!(t.kind, Kind::Number { form: Form::Marked, .. })) {
            let half = self.get(at).is_some_and(|t| t.text.ends_with(".5"));
            return Some((Count::Halves(n.saturating_mul(2).saturating_add(i64::from(half))), end));
        }
        let half =
            self.words(end, "and a half").or_else(|| self.words(end, "1 / 2")).or_else(|| self.words(end, "- 1 / 2"));
        Some(match half {
            Some(end) => (Count::Halves(n.saturating_mul(2).saturating_add(1)), end),
            None if self.mark(end, '½') => (Count::Halves(n.saturating_mul(2).saturating_add(1)), end + 1),
            None => (Count::whole(n), end),
        })
    }

    /// A whole number: "24", "1,000", "twenty-four", "two hundred and thirty".
    pub(super) fn cardinal(&self, at: usize) -> Found<i64> {
        match self.get(at)?.kind {
            Kind::Number { value, form: Form::Plain | Form::Marked, .. } => return Some((value, at + 1)),
            Kind::Word(Lex::Cardinal(_)) => {}
            Kind::Word(_) | Kind::Number { .. } | Kind::Mark(_) => return None,
        }
        let (mut total, mut group, mut end) = (0_i64, 0_i64, at);
        while end < at + MOST_WORDS {
            match self.lex(end) {
                Lex::Cardinal(n) if group % 100 == 0 || (group % 10 == 0 && group % 100 >= 20 && n < 10) => {
                    group = group.saturating_add(n);
                }
                Lex::Scale(100) if group > 0 => group = group.saturating_mul(100),
                Lex::Scale(n) if group > 0 => {
                    total = total.saturating_add(group.saturating_mul(n));
                    group = 0;
                }
                _ if end > at && self.mark(end, '-') && matches!(self.lex(end + 1), Lex::Cardinal(_)) => {}
                _ if end > at
                    && self.is(end, "and")
                    && total.saturating_add(group) >= 100
                    && matches!(self.lex(end + 1), Lex::Cardinal(_)) => {}
                _ => break,
            }
            end += 1;
        }
        Some((total.saturating_add(group), end))
    }

    /// "third", "3rd", "twenty-first".
    pub(super) fn ordinal(&self, at: usize) -> Found<i64> {
        match self.get(at)?.kind {
            Kind::Number { value, form: Form::Ordinal, .. } => Some((value, at + 1)),
            Kind::Word(Lex::Ordinal(n)) => Some((n, at + 1)),
            Kind::Word(Lex::Cardinal(tens)) if tens >= 20 => {
                let next = self.skip_mark(at + 1, '-');
                match self.lex(next) {
                    Lex::Ordinal(n) if n < 10 => Some((tens + n, next + 1)),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// A year, in four figures, as '98, or in words: "nineteen ninety-six", "two thousand and five".
    pub(super) fn year(&self, at: usize) -> Found<i16> {
        if let Some((value, 4)) = self.plain(at)
            && (1000..2200).contains(&value)
            && !self.measured(at + 1)
        {
            return Some((year(value)?, at + 1));
        }
        if self.mark(at, '\'')
            && let Some((value, 2)) = self.plain(at + 1)
            && self.glued(at + 1)
        {
            return Some((year(if value < 50 { 2000 + value } else { 1900 + value })?, at + 2));
        }
        self.year_in_words(at)
    }

    fn year_in_words(&self, at: usize) -> Found<i16> {
        let Lex::Cardinal(century) = self.lex(at) else { return None };
        if century == 2 && matches!(self.lex(at + 1), Lex::Scale(1000)) {
            let (n, end) = self.cardinal(at)?;
            return (n < 2100).then_some((year(n)?, end));
        }
        if !(17..=20).contains(&century) {
            return None;
        }
        let next = self.skip_mark(at + 1, '-');
        let Lex::Cardinal(tens) = self.lex(next) else { return None };
        let (rest, end) = self.cardinal(next)?;
        (tens >= 10 && rest < 100).then_some((year(century * 100 + rest)?, end))
    }

    /// Whether what follows a number makes it a measure: "%", "percent", "million", ".5", ",000".
    pub(super) fn measured(&self, at: usize) -> bool {
        let Some(token) = self.get(at) else { return false };
        match token.kind {
            Kind::Mark('%' | '$' | '€' | '£' | '°') | Kind::Word(Lex::Scale(_)) => true,
            Kind::Mark('.' | ',' | ':' | '/') => {
                token.glued
                    && self.glued(at + 1)
                    && self.get(at + 1).is_some_and(|t| matches!(t.kind, Kind::Number { .. }))
            }
            Kind::Word(_) => MEASURES.iter().any(|m| token.is(m)),
            Kind::Number { .. } | Kind::Mark(_) => false,
        }
    }
}

/// A number in words has no more tokens than this.
const MOST_WORDS: usize = 12;

const COUNTS: &[(&str, Count)] = &[
    ("a couple of", Count::Halves(4)),
    ("a couple", Count::Halves(4)),
    ("couple of", Count::Halves(4)),
    ("a dozen", Count::Halves(24)),
    ("a few", Count::Some),
    ("a number of", Count::Some),
    ("a score of", Count::Some),
    ("dozens of", Count::Some),
    ("hundreds of", Count::Some),
    ("thousands of", Count::Some),
    ("an additional", Count::Halves(2)),
    ("another", Count::Halves(2)),
    ("several", Count::Some),
    ("many", Count::Some),
    ("few", Count::Some),
    ("some", Count::Some),
    ("an", Count::Halves(2)),
    ("a", Count::Halves(2)),
];

const MEASURES: &[&str] = &[
    "percent",
    "per",
    "billion",
    "trillion",
    "km",
    "kilometers",
    "kilometres",
    "miles",
    "metres",
    "meters",
    "tons",
    "tonnes",
    "barrels",
    "people",
    "dollars",
    "euros",
    "pounds",
    "troops",
    "soldiers",
    "civilians",
    "points",
    "votes",
    "feet",
    "acres",
    "hectares",
    "lbs",
    "kg",
    "kilos",
    "degrees",
    "mm",
    "cm",
    "mph",
    "others",
    "men",
    "women",
];
