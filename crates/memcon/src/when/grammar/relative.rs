//! Expressions that count from the story's day or from the date in force in the narrative.

use super::{Base, Count, Expr, Found, Grammar, Vague};
use crate::when::calendar::{Unit, YearPart};
use crate::when::words::{DayPart, Lex};

impl Grammar<'_> {
    /// The longest relative expression at `at`.
    pub(super) fn relative(&self, at: usize) -> Found<Expr> {
        // What begins with a unit ("year-end") or an opener may be any of them, what begins with a number one.
        if !matches!(self.lex(at), Lex::Opener | Lex::Unit(_)) {
            return self.beside(at).or_else(|| self.offset(at));
        }
        let found = [
            self.today(at),
            self.relative_unit(at),
            self.relative_month(at),
            self.relative_part(at),
            self.offset(at),
            self.year_earlier(at),
            self.in_the_period(at),
            self.unit_end(at),
            self.again(at),
            self.week_of(at),
            self.beside(at),
            self.sometime(at),
        ];
        found.into_iter().flatten().max_by_key(|(_, end)| *end)
    }

    /// today, yesterday, tomorrow, with a part of the day; tonight; "the day before yesterday".
    pub(super) fn today(&self, at: usize) -> Found<Expr> {
        let days = |shift| Expr::Unit { unit: Unit::Day, shift, base: Base::Story };
        let (shift, end) = TODAY.iter().filter_map(|&(w, n)| Some((n, self.words(at, w)?))).max_by_key(|f| f.1)?;
        if self.is(at, "tonight") {
            return Some((Expr::PartOfDay(DayPart::Night, Box::new(days(0))), end));
        }
        match self.lex(end) {
            Lex::Part(part) => Some((Expr::PartOfDay(part, Box::new(days(shift))), end + 1)),
            _ => Some((days(shift), end)),
        }
    }

    /// "last week", "this month", "the following day", "the same year".
    pub(super) fn relative_unit(&self, at: usize) -> Found<Expr> {
        let (&(_, shift, base), start) =
            SHIFTS.iter().filter_map(|row| Some((row, self.words(at, row.0)?))).max_by_key(|f| f.1)?;
        let start = self.skip(start, &["full", "calendar", "whole"]);
        let Lex::Unit(unit) = self.lex(start) else { return None };
        let narrative = base == Base::Narrative && unit >= Unit::Month && shift != 0;
        let base = if narrative { Base::Either } else { base };
        let past = shift == -1 && self.is(start - 1, "past") && !self.is(at, "this");
        let lasting = past && !matches!(unit, Unit::Weekend | Unit::Year | Unit::Quarter | Unit::Season);
        if unit < Unit::Day || lasting || self.hyphenated(start) || unit == Unit::Season {
            return None;
        }
        let end = self.one_of(start + 1, &["or so", "or two", "and beyond"]).unwrap_or(start + 1);
        if unit == Unit::Quarter && shift == 0 && self.is(at, "the") && self.any(at + 1, &["latest", "most"]) {
            return Some((Expr::Again(Unit::Quarter), end));
        }
        Some((Expr::Unit { unit, shift, base }, end))
    }

    /// A unit that goes on with a hyphen is part of a longer word: "this week-long visit".
    fn hyphenated(&self, at: usize) -> bool {
        self.mark(at + 1, '-') && self.glued(at + 1) && self.glued(at + 2)
    }

    /// "last May", "this September", "this past spring", "last Christmas".
    pub(super) fn relative_month(&self, at: usize) -> Found<Expr> {
        let (year, start) = self.which(at)?;
        if let Some(((month, _), end)) = self.month(start) {
            let day = self.month_first(start).filter(|(e, _)| matches!(e, Expr::Dated { day: Some(_), .. }));
            if let Some((Expr::Dated { day, .. }, end)) = day {
                return Some((Expr::Dated { month, day, weekday: None, year }, end));
            }
            return Some((Expr::Dated { month, day: None, weekday: None, year }, end));
        }
        if let Some((Expr::Named { named, .. }, end)) = self.named(start) {
            return Some((Expr::Named { named, year }, end));
        }
        let Lex::Season(season) = self.lex(start) else { return None };
        let plural = self.get(start).is_some_and(|t| t.text.ends_with('s'));
        (!plural).then_some((Expr::Part { part: YearPart::Season(season), year }, start + 1))
    }

    /// "this morning", "last night", "the next morning", "that evening".
    fn relative_part(&self, at: usize) -> Found<Expr> {
        let (&(_, shift, base), start) =
            PART_SHIFTS.iter().filter_map(|row| Some((row, self.words(at, row.0)?))).max_by_key(|f| f.1)?;
        let Lex::Part(part) = self.lex(start) else { return None };
        let hour = matches!(part, DayPart::Hour(_));
        let plural = self.get(start).is_some_and(|t| t.text.ends_with('s'));
        let day = Expr::Unit { unit: Unit::Day, shift, base };
        (!hour && !plural).then(|| (Expr::PartOfDay(part, Box::new(day)), start + 1))
    }

    /// "two days ago", "a year earlier", "10 days later", "three weeks from now", "a year ago Tuesday".
    fn offset(&self, at: usize) -> Found<Expr> {
        let (count, unit, end) = self.amount(self.approximately(at))?;
        let end = self.one_of(end, &["or so", "or more"]).unwrap_or(end);
        let (&(word, sign, base), after) =
            DIRECTIONS.iter().filter_map(|row| Some((row, self.words(end, row.0)?))).max_by_key(|f| f.1)?;
        if matches!(word, "before" | "after" | "prior") && !self.stops(after) {
            return None;
        }
        if count == Count::Some {
            let vague = if base == Base::Story && sign < 0 {
                Expr::Vague(Vague::Past)
            } else {
                Expr::Duration(count.duration(unit))
            };
            return Some((vague, after));
        }
        let base = if base == Base::Narrative && unit >= Unit::Year { Base::Either } else { base };
        let on = if unit >= Unit::Week { self.weekday_word(after) } else { None };
        let (weekday, end) = on.map_or((None, after), |(day, end)| (Some(day), end));
        Some((Expr::Offset { count, unit, sign, base, weekday }, end))
    }

    /// Nothing that "before" could govern follows.
    fn stops(&self, at: usize) -> bool {
        self.get(at).is_none_or(|t| matches!(t.kind, crate::when::tokens::Kind::Mark(_)))
    }

    /// A count and its unit, "more" and the like between them.
    pub(super) fn amount(&self, at: usize) -> Option<(Count, Unit, usize)> {
        let (count, end) = self.count(at).or_else(|| match self.lex(at) {
            Lex::Units(_) => Some((Count::Some, at)),
            _ => None,
        })?;
        let unit_at = if end > at { self.skip(self.skip(end, FILLERS), FILLERS) } else { end };
        let joined = self.skip_mark(unit_at, '-');
        match self.lex(joined) {
            Lex::Units(unit) if joined == unit_at => Some((count, unit, joined + 1)),
            Lex::Unit(unit) if end > at => Some((count, unit, joined + 1)),
            _ => None,
        }
    }

    /// After "about", "at least", "more than" and their kin.
    pub(super) fn approximately(&self, at: usize) -> usize {
        self.one_of(at, APPROXIMATELY).unwrap_or(at)
    }

    /// "year-earlier", "the year-ago quarter".
    fn year_earlier(&self, at: usize) -> Found<Expr> {
        let start = self.skip(at, &["the"]);
        let end = self.one_of(start, &["year - earlier", "year - ago", "year - before", "year earlier", "year ago"])?;
        if self.before_any(start, &["a", "one"]) && !self.mark(start + 1, '-') {
            return None;
        }
        let months = self.words(end, "nine months").is_some();
        if months {
            return None;
        }
        let end = self
            .one_of(end, &["period", "quarter", "third quarter", "first quarter", "second quarter", "fourth quarter"])
            .filter(|_| start > at)
            .unwrap_or(end);
        let one = Count::whole(1);
        Some((Expr::Offset { count: one, unit: Unit::Year, sign: -1, base: Base::Either, weekday: None }, end))
    }

    /// "earlier in the day", "later that year", "late in the week".
    fn in_the_period(&self, at: usize) -> Found<Expr> {
        let start = self.any(at, &["earlier", "later", "late", "early"]).then_some(at + 1)?;
        if let Some(end) = self.words(start, "in the") {
            let Lex::Unit(unit) = self.lex(end) else { return None };
            let base = if unit == Unit::Day { Base::Narrative } else { Base::Story };
            return (unit >= Unit::Day).then_some((Expr::Unit { unit, shift: 0, base }, end + 1));
        }
        let (expr, end) = self.relative_unit(start)?;
        matches!(expr, Expr::Unit { shift: 0, .. }).then_some((expr, end))
    }

    /// "year-end", "the year end", "midweek".
    fn unit_end(&self, at: usize) -> Found<Expr> {
        let start = self.skip(at, &["the", "around"]);
        for (words, unit) in [
            ("year - end", Unit::Year),
            ("year end", Unit::Year),
            ("month - end", Unit::Month),
            ("month end", Unit::Month),
        ] {
            if let Some(end) = self.words(start, words) {
                return Some((Expr::Unit { unit, shift: 0, base: Base::Story }, end));
            }
        }
        None
    }

    /// A unit with "the" alone: "the quarter", "the weekend", "the latest period".
    fn again(&self, at: usize) -> Found<Expr> {
        if !self.is(at, "the") {
            return None;
        }
        if self.any(at + 1, &["latest", "current"]) && self.is(at + 2, "period") {
            return Some((Expr::Again(Unit::Quarter), at + 3));
        }
        let unit_at = self.skip(at + 1, &["full"]);
        match self.lex(unit_at) {
            Lex::Unit(unit @ (Unit::Quarter | Unit::Weekend)) if !self.hyphenated(unit_at) => {
                Some((Expr::Again(unit), unit_at + 1))
            }
            Lex::Unit(Unit::Year)
                if unit_at > at + 1 || self.before_any(at, &["for", "of"]) && !self.hyphenated(unit_at) =>
            {
                Some((Expr::Unit { unit: Unit::Year, shift: 0, base: Base::Story }, unit_at + 1))
            }
            _ => None,
        }
    }

    /// "the week of March 6".
    fn week_of(&self, at: usize) -> Found<Expr> {
        let start = self.words(at, "the week of")?;
        let (day, end) = self.month_first(start)?;
        matches!(day, Expr::Dated { day: Some(_), .. }).then(|| (Expr::WeekOf(Box::new(day)), end))
    }

    /// "the day before last Tuesday", "two weeks after Easter", "the eve of Christmas".
    fn beside(&self, at: usize) -> Found<Expr> {
        let (sign, end) = self.distance(at)?;
        let (day, end) = self
            .weekday(end)
            .or_else(|| self.month_first(end))
            .or_else(|| self.named(end))
            .or_else(|| self.national_day(end))?;
        let is_day = matches!(day, Expr::Weekday { .. } | Expr::Named { .. } | Expr::Dated { day: Some(_), .. });
        is_day.then(|| (Expr::Beside(Box::new(day), sign), end))
    }

    /// How many days before (negative) or after the day that follows, in days or weeks.
    fn distance(&self, at: usize) -> Found<i64> {
        let start = self.skip(at, &["the", "a"]);
        let one = [("day before", -1), ("day after", 1), ("eve of", -1)];
        if let Some(found) = one.into_iter().find_map(|(words, days)| Some((days, self.words(start, words)?))) {
            return Some(found);
        }
        let (Count::Halves(halves), unit, end) = self.amount(at)? else { return None };
        let each = match unit {
            Unit::Day => 1,
            Unit::Week => 7,
            Unit::Fortnight => 14,
            _ => return None,
        };
        let sign = if self.is(end, "after") {
            1
        } else if self.is(end, "before") {
            -1
        } else {
            return None;
        };
        (halves % 2 == 0).then(|| Some((halves.checked_mul(each * sign)? / 2, end + 1))).flatten()
    }

    /// "sometime next year".
    fn sometime(&self, at: usize) -> Found<Expr> {
        let start = self.is(at, "sometime").then_some(at + 1)?;
        self.relative_unit(self.skip(start, &["in"]))
    }

    /// A unit that "the end of" and its kin may govern: "the year"; after "mid-" without "the".
    pub(super) fn unit_alone(&self, at: usize) -> Found<Expr> {
        let start = self.skip(at, &["the"]);
        let dashed = at > 0 && self.mark(at - 1, '-');
        let Lex::Unit(unit) = self.lex(start) else { return None };
        let base = if unit == Unit::Day { Base::Narrative } else { Base::Story };
        let fits = (start > at || dashed) && unit >= Unit::Day && !self.hyphenated(start);
        fits.then_some((Expr::Unit { unit, shift: 0, base }, start + 1))
    }
}

const TODAY: &[(&str, i64)] = &[
    ("today", 0),
    ("tonight", 0),
    ("yesterday", -1),
    ("tomorrow", 1),
    ("the day before yesterday", -2),
    ("the day after tomorrow", 2),
];

const SHIFTS: &[(&str, i64, Base)] = &[
    ("this", 0, Base::Story),
    ("this same", 0, Base::Story),
    ("the current", 0, Base::Story),
    ("this past", -1, Base::Story),
    ("the past", -1, Base::Story),
    ("past", -1, Base::Story),
    ("last", -1, Base::Story),
    ("the last", -1, Base::Story),
    ("next", 1, Base::Story),
    ("this coming", 1, Base::Story),
    ("the coming", 1, Base::Story),
    ("the next", 1, Base::Narrative),
    ("the following", 1, Base::Narrative),
    ("the ensuing", 1, Base::Narrative),
    ("the previous", -1, Base::Narrative),
    ("the preceding", -1, Base::Narrative),
    ("the prior", -1, Base::Narrative),
    ("the same", 0, Base::Narrative),
    ("that same", 0, Base::Narrative),
    ("that", 0, Base::Narrative),
    ("the latest", 0, Base::Narrative),
];

const PART_SHIFTS: &[(&str, i64, Base)] = &[
    ("this", 0, Base::Story),
    ("last", -1, Base::Story),
    ("the same", 0, Base::Narrative),
    ("that same", 0, Base::Narrative),
    ("that", 0, Base::Narrative),
    ("the next", 1, Base::Narrative),
    ("the following", 1, Base::Narrative),
    ("the previous", -1, Base::Narrative),
];

const DIRECTIONS: &[(&str, i64, Base)] = &[
    ("ago", -1, Base::Story),
    ("earlier", -1, Base::Narrative),
    ("before", -1, Base::Narrative),
    ("prior", -1, Base::Narrative),
    ("previously", -1, Base::Narrative),
    ("later", 1, Base::Narrative),
    ("afterwards", 1, Base::Narrative),
    ("afterward", 1, Base::Narrative),
    ("after", 1, Base::Narrative),
    ("from now", 1, Base::Story),
    ("from today", 1, Base::Story),
    ("hence", 1, Base::Story),
];

pub(super) const APPROXIMATELY: &[&str] = &[
    "about",
    "around",
    "nearly",
    "almost",
    "over",
    "at least",
    "at most",
    "more than",
    "less than",
    "fewer than",
    "up to",
    "approximately",
    "roughly",
    "some",
    "as many as",
    "as long as",
    "well over",
    "just under",
    "close to",
];

/// Adjectives that may stand between a count and its unit.
pub(super) const FILLERS: &[&str] = &[
    "more",
    "additional",
    "consecutive",
    "straight",
    "full",
    "whole",
    "long",
    "extra",
    "business",
    "working",
    "calendar",
    "solid",
    "short",
    "further",
    "other",
    "successive",
    "entire",
    "single",
    "fiscal",
];
