//! How long and how often.

use super::relative::FILLERS;
use super::weekdays::habit;
use super::{Count, Expr, Found, Grammar};
use crate::when::calendar::{Unit, YearPart};
use crate::when::tokens::Kind;
use crate::when::words::Lex;

impl Grammar<'_> {
    /// "three days", "a 30-day truce", "the past two months", "decades", "recent weeks", "week-long".
    pub(super) fn duration(&self, at: usize) -> Found<Expr> {
        let found = [
            self.counted(at),
            self.recent(at),
            self.alternatives(at),
            self.bare_units(at),
            self.long(at),
            self.a_while(at),
        ];
        found.into_iter().flatten().max_by_key(|(_, end)| *end)
    }

    /// A count of units, with what may stand around it.
    fn counted(&self, at: usize) -> Found<Expr> {
        let start = self.approximately(at);
        if start > at && self.is(start, "the") && self.any(at, &["over", "some", "under", "around", "up"]) {
            return None;
        }
        let start = self.skip(start, &["the"]);
        let framed = self.skip(start, FRAMES);
        let (count, unit, end) = self.spelled_compound(framed).or_else(|| self.amount(framed))?;
        let hyphened = end >= 2 && self.mark(end - 2, '-') || self.mark(end, '-') && self.glued(end);
        if self.aged(end, unit) || self.is_quarter_of(at, framed, unit, count) {
            return None;
        }
        let indefinite = framed == start && self.any(framed, &["a", "an"]);
        // "four flights a week": a rate is a measure, not a time.
        if indefinite
            && (framed == at && self.is_rate(at) || self.one_of(end, &["- earlier", "- ago", "- long"]).is_some())
        {
            return None;
        }
        let adjectival = hyphened || matches!(self.lex(end - 1), Lex::Unit(_)) && count != Count::whole(1);
        if adjectival && framed > at && self.any(framed - 1, &["the", "its", "his", "their", "her", "under"]) {
            return None;
        }
        let plain_bare = count == Count::Some && matches!(self.lex(framed), Lex::Units(_));
        if plain_bare && framed == at {
            return None;
        }
        let end = if hyphened { self.after_old(end) } else { self.one_of(end, &["or so", "or more"]).unwrap_or(end) };
        Some((Expr::Duration(count.duration(unit)), end))
    }

    /// "two-and-a-half-year".
    fn spelled_compound(&self, at: usize) -> Option<(Count, Unit, usize)> {
        let (n, end) = self.cardinal(at)?;
        let half = self.words(end, "- and - a - half -")?;
        let (Lex::Unit(unit) | Lex::Units(unit)) = self.lex(half) else { return None };
        Some((Count::Halves(n.saturating_mul(2).saturating_add(1)), unit, half + 1))
    }

    /// "33-year-old", "48 years old", "two years of age": ages are no times.
    fn aged(&self, end: usize, unit: Unit) -> bool {
        let old = self.one_of(end, &["- old", "- olds", "old", "of age"]);
        old.is_some() && (unit >= Unit::Year || !self.mark(end, '-'))
    }

    fn after_old(&self, end: usize) -> usize {
        self.one_of(end, &["- old", "- long"]).unwrap_or(end)
    }

    /// "a quarter of", "a quarter" is a share; "a second" an ordinal.
    fn is_quarter_of(&self, at: usize, framed: usize, unit: Unit, count: Count) -> bool {
        matches!(unit, Unit::Quarter | Unit::Season)
            && framed == at
            && (count == Count::whole(1) || self.is_fraction(at))
    }

    fn is_fraction(&self, at: usize) -> bool {
        self.any(at, &["three", "one"])
    }

    /// "$1 billion a year", "four flights a week": "a" after something counted means each.
    fn is_rate(&self, at: usize) -> bool {
        self.before(at).is_some_and(|t| match t.kind {
            Kind::Number { .. } | Kind::Word(Lex::Scale(_)) | Kind::Mark('%') => true,
            Kind::Word(_) => {
                t.text.ends_with('s') && t.text.len() > 3 && !RATE_STOPS.iter().any(|w| t.is(w))
                    || t.is("times")
                    || t.is("twice")
                    || t.is("once")
                    || t.is("percent")
            }
            Kind::Mark(_) => false,
        })
    }

    /// "recent months", "the coming weeks", "the early hours" left out.
    fn recent(&self, at: usize) -> Found<Expr> {
        let start = self.skip(at, &["the"]);
        let framed = self.one_of(
            start,
            &[
                "recent",
                "coming",
                "past",
                "last",
                "next",
                "first",
                "final",
                "previous",
                "subsequent",
                "future",
                "following",
                "intervening",
            ],
        )?;
        let Lex::Units(unit) = self.lex(framed) else { return None };
        if self.any(start, &["coming", "future"]) {
            return Some((Expr::Vague(super::Vague::Future), framed + 1));
        }
        Some((Expr::Duration(Count::Some.duration(unit)), framed + 1))
    }

    /// "weeks or months", "two or three days", "10-15 minutes": the value of the first, as far as it has one.
    fn alternatives(&self, at: usize) -> Found<Expr> {
        if let (Lex::Units(unit), Lex::Units(_)) = (self.lex(at), self.lex(at + 2))
            && self.any(at + 1, &["or", "and"])
        {
            return Some((Expr::Duration(Count::Some.duration(unit)), at + 3));
        }
        let start = self.approximately(at);
        let (_, end) = self.cardinal(start)?;
        let joined = self.any(end, &["or", "to"]) || self.mark(end, '-');
        let (count, unit, after) = self.amount(end + 1).filter(|_| joined && self.cardinal(end + 1).is_some())?;
        if self.aged(after, unit) {
            return None;
        }
        Some((Expr::Duration(count.duration(unit)), after))
    }

    /// A plural alone where a time would stand: "for years", "in decades", "months of talks".
    fn bare_units(&self, at: usize) -> Found<Expr> {
        let Lex::Units(unit) = self.lex(at) else { return None };
        let before = self.before_any(
            at,
            &[
                "for", "in", "within", "after", "over", "through", "took", "takes", "follows", "spent", "lasted", "by",
                "just", "even",
            ],
        );
        let after = self.any(at + 1, &["of", "later", "before", "after", "earlier", "that"])
            && self.get(at).is_some_and(super::Token::capital);
        let weekend = unit == Unit::Weekend;
        let seconds = unit == Unit::Second && !before;
        (!weekend && !seconds && (before || after)).then(|| (Expr::Duration(Count::Some.duration(unit)), at + 1))
    }

    /// "day-long", "weeklong", "years-long".
    fn long(&self, at: usize) -> Found<Expr> {
        let unit = match self.lex(at) {
            Lex::Unit(unit) => Some((Count::whole(1), unit)),
            Lex::Units(unit) => Some((Count::Some, unit)),
            _ => None,
        };
        if let Some((count, unit)) = unit {
            let end = self.words(at + 1, "- long").or_else(|| self.words(at + 1, "long"))?;
            return Some((Expr::Duration(count.duration(unit)), end));
        }
        let word = self.get(at)?.text;
        let stem = word.get(..word.len().checked_sub(4)?)?;
        if !word.get(word.len() - 4..)?.eq_ignore_ascii_case("long") {
            return None;
        }
        match crate::when::words::lookup(stem) {
            Lex::Unit(unit) => Some((Expr::Duration(Count::whole(1).duration(unit)), at + 1)),
            Lex::Units(unit) => Some((Expr::Duration(Count::Some.duration(unit)), at + 1)),
            _ => None,
        }
    }

    fn a_while(&self, at: usize) -> Found<Expr> {
        Some((Expr::Duration("PXX".to_owned()), self.one_of(at, &["a while", "a long while"])?))
    }

    /// "every Monday", "each July", "daily", "twice a year", "per month", "Mondays".
    pub(super) fn set(&self, at: usize) -> Found<Expr> {
        let found = [self.every(at), self.adverb(at), self.times_a(at), self.habitual(at)];
        found.into_iter().flatten().max_by_key(|(_, end)| *end)
    }

    fn every(&self, at: usize) -> Found<Expr> {
        let start = self.any(at, &["every", "each", "per"]).then_some(at + 1)?;
        if let Some((weekday, end)) = self.weekday_word(start) {
            return Some(match self.lex(end) {
                Lex::Part(part) => (habit(weekday, Some(part)), end + 1),
                _ => (habit(weekday, None), end),
            });
        }
        if let Some(((month, _), end)) = self.month(start) {
            return Some((Expr::Set(format!("XXXX-{month:02}")), end));
        }
        let counted = self.skip(start, &["other", "single", "passing"]);
        let other = self.is(start, "other");
        match self.lex(counted) {
            Lex::Unit(unit) => {
                let count = Count::whole(if other { 2 } else { 1 });
                Some((Expr::Set(count.duration(unit)), counted + 1))
            }
            Lex::Season(season) => Some((Expr::Set(format!("XXXX-{}", YearPart::Season(season).code())), counted + 1)),
            Lex::Part(part) => Some((Expr::Set(format!("XXXX-XX-XXT{}", part.code())), counted + 1)),
            _ => {
                let (count, end) = self.count(counted).filter(|_| self.is(at, "every"))?;
                let Lex::Units(unit) = self.lex(self.skip(end, FILLERS)) else { return None };
                Some((Expr::Set(count.duration(unit)), self.skip(end, FILLERS) + 1))
            }
        }
    }

    /// daily, weekly, annually.
    fn adverb(&self, at: usize) -> Found<Expr> {
        let token = self.get(at)?;
        let value = ADVERBS.iter().find(|(w, _)| token.is(w))?.1;
        let joined = self.glued(at) && self.before(at).is_some_and(|t| t.kind == Kind::Mark('-'));
        (!joined).then(|| (Expr::Set(value.to_owned()), at + 1))
    }

    /// "twice a week", "three times a year".
    fn times_a(&self, at: usize) -> Found<Expr> {
        let end = match self.one_of(at, &["once", "twice"]) {
            Some(end) => end,
            None => self.words(self.cardinal(at)?.1, "times")?,
        };
        let unit_at = self.any(end, &["a", "an", "per", "each", "every"]).then_some(end + 1)?;
        let Lex::Unit(unit) = self.lex(unit_at) else { return None };
        Some((Expr::Set(Count::whole(1).duration(unit)), unit_at + 1))
    }

    /// "Mondays", "the past three summers".
    fn habitual(&self, at: usize) -> Found<Expr> {
        let token = self.get(at)?;
        if let Some(singular) = token.text.strip_suffix('s')
            && let Lex::Weekday { day, sure: true } = crate::when::words::lookup(singular)
        {
            return Some((habit(day, None), at + 1));
        }
        let start = self.skip(at, &["the"]);
        let start = self.skip(start, FRAMES);
        let (_, end) = self.count(start).filter(|_| start > at)?;
        match self.lex(end) {
            Lex::Season(season) if self.get(end).is_some_and(|t| t.text.ends_with('s')) => {
                Some((Expr::Set(format!("XXXX-{}", YearPart::Season(season).code())), end + 1))
            }
            _ => None,
        }
    }
}

/// Words between "the" and a count of units.
const FRAMES: &[&str] = &[
    "past",
    "last",
    "next",
    "first",
    "coming",
    "final",
    "previous",
    "following",
    "latest",
    "preceding",
    "recent",
    "initial",
    "intervening",
];

/// Words in -s after which "a year" does not mean "each year".
const RATE_STOPS: &[&str] = &[
    "this", "was", "does", "takes", "lasts", "says", "has", "almost", "perhaps", "plus", "yes", "years", "months",
    "days", "weeks", "hours", "remains", "marks", "spends", "across", "less", "serves",
];

const ADVERBS: &[(&str, &str)] = &[
    ("daily", "P1D"),
    ("nightly", "XXXX-XX-XXTNI"),
    ("weekly", "P1W"),
    ("biweekly", "P2W"),
    ("fortnightly", "P2W"),
    ("monthly", "P1M"),
    ("quarterly", "P3M"),
    ("annually", "P1Y"),
    ("yearly", "P1Y"),
    ("hourly", "PT1H"),
];
