//! Anchoring: from what an expression means to its TIMEX3 value and its days.
//!
//! One pass in text order. What counts from the story counts from its date; what counts from the narrative
//! ("two days later") from the nearest date resolved before it. Without a story date, what needs one keeps
//! `X` in the places that are open, as TIMEX3 has it.

use jiff::civil::{Date, Weekday};

use super::calendar::{
    Period, Season, Unit, YearPart, add_days, add_months, days_between, monday, weekday_after, weekday_before, year,
};
use super::grammar::{Base, Count, Expr, Match, Named, Third, Vague, Year};
use super::tense::{self, Tense};
use super::tokens::Token;
use super::{Basis, DatePrecision, DateRange, TimeExpression, TimexType};
use crate::reading::Reading;

/// How far back, in bytes, a date governs what lacks a year or a day.
const NARRATIVE_REACH: usize = 250;

/// What one expression came to.
struct Resolved {
    kind: TimexType,
    value: String,
    range: Option<DateRange>,
    precision: DatePrecision,
    basis: Basis,
    period: Option<Period>,
}

/// The date in force in the narrative.
#[derive(Clone, Copy)]
struct Narrative {
    period: Period,
    first: Date,
    /// Last byte of the expression that set it.
    at: usize,
    /// Its year was stated, not worked out from the story.
    stated: bool,
}

/// The state of the pass.
pub(super) struct Resolver<'a> {
    tokens: &'a [Token<'a>],
    reading: &'a Reading,
    story: Option<Date>,
    narrative: Option<Narrative>,
    day: Option<Date>,
    quarter: Option<Period>,
}

impl<'a> Resolver<'a> {
    pub(super) fn new(tokens: &'a [Token<'a>], reading: &'a Reading, story: Option<Date>) -> Self {
        Self { tokens, reading, story, narrative: None, day: None, quarter: None }
    }

    /// The expression that `found` is, anchored; `None` where no calendar has it (30 February).
    pub(super) fn resolve(&mut self, found: &Match) -> Option<TimeExpression> {
        let (first, last) = (self.tokens.get(found.first)?, self.tokens.get(found.end.checked_sub(1)?)?);
        let span = first.span.join(last.span);
        let mut resolved = self.expr(&found.expr, found)?;
        self.note(&resolved, &found.expr, span.end);
        if let (Some(third), Some(range)) = (found.third, resolved.range) {
            resolved.range = Some(cut(range, third));
        }
        let Resolved { kind, value, range, precision, basis, .. } = resolved;
        Some(TimeExpression { span, kind, value, range, precision, basis })
    }

    /// Keeps what later expressions may refer to.
    fn note(&mut self, resolved: &Resolved, expr: &Expr, at: usize) {
        let (Some(period), Some(range)) = (resolved.period, resolved.range) else { return };
        let stated = matches!(
            expr,
            Expr::Period(_) | Expr::Dated { year: Year::Known(_), .. } | Expr::Named { year: Year::Known(_), .. }
        ) || resolved.basis == Basis::Narrative && self.narrative.is_some_and(|n| n.stated);
        self.narrative = Some(Narrative { period, first: range.first, at, stated });
        match period {
            Period::Day(day) => self.day = Some(day),
            Period::Part(_, YearPart::Quarter(_)) if !matches!(expr, Expr::Offset { .. }) => {
                self.quarter = Some(period);
            }
            Period::Year(_) if !matches!(expr, Expr::Offset { .. }) => self.quarter = None,
            _ => {}
        }
    }

    fn expr(&self, expr: &Expr, found: &Match) -> Option<Resolved> {
        match expr {
            Expr::Duration(value) => {
                let span = self.days_of_duration(value, found);
                let (range, precision) = span.map_or((None, DatePrecision::Unknown), |(r, p)| (Some(r), p));
                Some(Resolved { range, precision, ..timeless(TimexType::Duration, value.clone()) })
            }
            Expr::Set(value) => Some(timeless(TimexType::Set, value.clone())),
            // "soon became": shortly after, not still to come.
            Expr::Vague(Vague::Future) if found.end - found.first == 1 && self.tense(found) == Tense::Past => None,
            Expr::Vague(vague) => Some(timeless(TimexType::Date, vague_value(*vague).to_owned())),
            Expr::Between(a, b) => self.between(a, b, found),
            Expr::Clock { hour, minute, on } => self.clock(*hour, *minute, on.as_deref(), found),
            Expr::PartOfDay(part, day) => self.on_day(&part.code(), day, found),
            _ => match self.period(expr, found) {
                Some((period, basis)) => Self::of_period(expr, period, basis),
                None => self.open(expr).map(|value| timeless(TimexType::Date, value)),
            },
        }
    }

    /// The days of "the past three months", "the next two weeks": up to the story's day, or from it.
    fn days_of_duration(&self, value: &str, found: &Match) -> Option<(DateRange, DatePrecision)> {
        let story = self.story?;
        let words = self.tokens.get(found.first..found.end)?;
        let said = |any: &[&str]| words.iter().any(|t| any.iter().any(|w| t.is(w)));
        let sign = if said(&["past", "last"]) {
            -1
        } else if said(&["next", "coming"]) {
            1
        } else {
            return None;
        };
        let (number, unit) = value.strip_prefix('P')?.split_at_checked(value.len().checked_sub(2)?)?;
        let n: i64 = number.parse().ok()?;
        let (other, precision) = match unit {
            "D" => (add_days(story, n.checked_mul(sign)?)?, DatePrecision::Day),
            "W" => (add_days(story, n.checked_mul(7 * sign)?)?, DatePrecision::Day),
            "M" => (add_months(story, n.checked_mul(sign)?)?, DatePrecision::Month),
            "Y" => (add_months(story, n.checked_mul(12 * sign)?)?, DatePrecision::Year),
            _ => return None,
        };
        Some((DateRange { first: story.min(other), last: story.max(other) }, precision))
    }

    fn of_period(expr: &Expr, period: Period, basis: Basis) -> Option<Resolved> {
        if let Expr::Offset { count, unit: unit @ (Unit::Second | Unit::Minute | Unit::Hour), .. } = expr {
            let day = period.range();
            return Some(Resolved { range: day, ..timeless(TimexType::Duration, count.duration(*unit)) });
        }
        let mut range = period.range();
        let mut precision = period.precision();
        if let (Expr::Named { named: Named::Ramadan, .. }, Period::Day(day)) = (expr, period) {
            range = Some(DateRange { first: day, last: add_days(day, 29)? });
            precision = DatePrecision::Month;
        }
        // Kept when the moon is seen, a day before or after the calendar's.
        if let (Expr::Named { named, .. }, Period::Day(day)) = (expr, period)
            && named.is_about()
        {
            range = Some(DateRange { first: add_days(day, -1)?, last: add_days(day, 1)? });
            precision = DatePrecision::Week;
        }
        // "two weeks ago" names a day by the calendar, but means one about then.
        if let (Expr::Offset { unit: Unit::Week | Unit::Fortnight, weekday: None, .. }, Period::Day(day)) =
            (expr, period)
        {
            range = Period::of(Unit::Week, day).and_then(Period::range);
            precision = DatePrecision::Week;
        }
        Some(Resolved { kind: TimexType::Date, value: period.value(), range, precision, basis, period: Some(period) })
    }

    fn between(&self, a: &Expr, b: &Expr, found: &Match) -> Option<Resolved> {
        let Some(((first, basis), (last, _))) = self.period(a, found).zip(self.period(b, found)) else {
            let (a, b) = (self.open(a)?, self.open(b)?);
            return Some(timeless(TimexType::Date, format!("{a}/{b}")));
        };
        // "Dec. 28 - Jan. 3": the second in the year after the first.
        let last = match (first.range()?, last.range()?, last) {
            (f, l, Period::Day(day)) if l.last < f.first => Period::Day(add_months(day, 12)?),
            (f, l, Period::Day(day)) if days_between(f.first, l.last) > 300 => Period::Day(add_months(day, -12)?),
            _ => last,
        };
        let (f, l) = (first.range()?, last.range()?);
        let range = (f.first <= l.last).then_some(DateRange { first: f.first, last: l.last })?;
        let value = format!("{}/{}", first.value(), last.value());
        Some(Resolved {
            kind: TimexType::Date,
            value,
            range: Some(range),
            precision: first.precision(),
            basis,
            period: Some(first),
        })
    }

    fn clock(&self, hour: i8, minute: i8, on: Option<&Expr>, found: &Match) -> Option<Resolved> {
        let time = format!("{hour:02}:{minute:02}");
        match on {
            Some(day) => self.on_day(&time, day, found),
            None => match (self.day.filter(|_| self.goes_on(found)), self.story) {
                (Some(day), _) => Some(on_day(day, &time, Basis::Narrative)),
                (None, Some(day)) => Some(on_day(day, &time, Basis::Story)),
                (None, None) => Some(timeless(TimexType::Time, format!("T{time}"))),
            },
        }
    }

    /// Whether the narrative date was given just before `found`, in the same line.
    fn goes_on(&self, found: &Match) -> bool {
        let (Some(narrative), Some(token)) = (self.narrative, self.tokens.get(found.first)) else { return false };
        let near = token.span.start.checked_sub(narrative.at).is_some_and(|gap| gap <= NARRATIVE_REACH);
        let tokens = self.tokens.get(..=found.first).unwrap_or_default();
        near && !tokens.iter().rev().take_while(|t| t.span.start >= narrative.at).any(|t| t.breaks)
    }

    fn on_day(&self, code: &str, day: &Expr, found: &Match) -> Option<Resolved> {
        match self.period(day, found) {
            Some((Period::Day(day), basis)) => Some(on_day(day, code, basis)),
            Some(_) => None,
            None => Some(timeless(TimexType::Time, format!("{}T{code}", self.open(day)?))),
        }
    }

    /// The calendar period that `expr` means, and what it was counted from.
    fn period(&self, expr: &Expr, found: &Match) -> Option<(Period, Basis)> {
        let story = |period: Option<Period>| Some((period?, Basis::Story));
        match *expr {
            Expr::Period(period) => Some((period, Basis::Absolute)),
            Expr::Dated { month, day, weekday, year } => self.dated(month, day, weekday, year, found),
            Expr::Weekday { weekday, year } => story(self.weekday(weekday, year, found).map(Period::Day)),
            Expr::Part { part, year } => self.part(part, year, found),
            Expr::Named { named, year } => self.named(named, year, found),
            Expr::Unit { unit, shift, base } => self.unit(unit, shift, base),
            Expr::Offset { count, unit, sign, base, weekday } => self.offset(count, unit, sign, base, weekday),
            Expr::Again(unit) => story(self.again(unit, found)),
            Expr::Beside(ref day, by) => {
                let (day, basis) = self.period(day, found)?;
                Some((day.shift(by)?, basis))
            }
            Expr::WeekOf(ref day) => {
                let (Period::Day(day), basis) = self.period(day, found)? else { return None };
                Some((Period::of(Unit::Week, day)?, basis))
            }
            _ => None,
        }
    }

    fn dated(
        &self,
        month: i8,
        day: Option<i8>,
        weekday: Option<Weekday>,
        when: Year,
        found: &Match,
    ) -> Option<(Period, Basis)> {
        let in_year = |y: i16| match day {
            Some(day) => Date::new(y, month, day).ok().map(Period::Day),
            None => Some(Period::Month(y, month)),
        };
        if let Year::Known(y) = when {
            return Some((in_year(y)?, Basis::Absolute));
        }
        if let (Year::Open, Some(y)) = (when, self.governing_year(found, in_year)) {
            return Some((y, Basis::Narrative));
        }
        let story = self.story?;
        let fits = |period: &Period| match (weekday, period) {
            (Some(weekday), Period::Day(d)) => d.weekday() == weekday,
            _ => true,
        };
        let around = |years: i64| {
            (-years..=years).filter_map(move |n| in_year(year(i64::from(story.year()) + n)?)).collect::<Vec<_>>()
        };
        let near: Vec<Period> = around(1);
        let matching: Vec<Period> = around(3).into_iter().filter(|p| weekday.is_some() && fits(p)).collect();
        let near = if near.iter().any(fits) || matching.is_empty() {
            near.into_iter().filter(|p| weekday.is_none() || fits(p)).collect()
        } else {
            matching
        };
        let near = if near.is_empty() { around(1) } else { near };
        Some((self.choose(&near, when, story, found)?, Basis::Story))
    }

    /// The period of a stated year that a date without one continues: "arrested in March 2019, freed in May".
    fn governing_year(&self, found: &Match, in_year: impl Fn(i16) -> Option<Period>) -> Option<Period> {
        let narrative =
            self.narrative.filter(|n| n.stated && matches!(n.period, Period::Month(..) | Period::Day(_)))?;
        let past = self.story.is_none_or(|story| narrative.first.year() < story.year());
        if !past || !self.goes_on(found) || self.tense(found) == Tense::Future {
            return None;
        }
        let same = in_year(narrative.first.year())?;
        let next = || in_year(year(i64::from(narrative.first.year()) + 1)?);
        let period = if same.range()?.last < narrative.first { next()? } else { same };
        // A period that only the year itself holds keeps the year.
        let fits = self.story.is_none_or(|story| period.range().is_some_and(|r| r.first <= story));
        fits.then_some(period)
    }

    /// Of `candidates` (in time order) the one that "last", "next" or the tense picks.
    fn choose(&self, candidates: &[Period], when: Year, story: Date, found: &Match) -> Option<Period> {
        let ranged: Vec<(Period, DateRange)> = candidates.iter().filter_map(|&p| Some((p, p.range()?))).collect();
        let over = ranged.iter().rfind(|(_, r)| r.last < story);
        let begun = ranged.iter().rfind(|(_, r)| r.first <= story);
        let coming = ranged.iter().find(|(_, r)| r.last >= story);
        let later = ranged.iter().find(|(_, r)| r.first > story);
        let in_year = |y: i64| ranged.iter().find(|(_, r)| i64::from(r.first.year()) == y);
        let chosen = match when {
            Year::Last => over,
            Year::Next => later,
            Year::This => in_year(story.year().into()),
            Year::Offset(n) => in_year(i64::from(story.year()) + n),
            Year::Known(y) => in_year(y.into()),
            Year::Open => by_tense(begun, coming, story, self.tense(found)),
        };
        chosen.map(|(period, _)| *period)
    }

    fn weekday(&self, weekday: Weekday, when: Year, found: &Match) -> Option<Date> {
        let story = self.story?;
        let (before, after) = (weekday_before(story, weekday)?, weekday_after(story, weekday)?);
        match when {
            Year::Last => weekday_before(add_days(story, -1)?, weekday),
            Year::Next => weekday_after(add_days(story, 1)?, weekday),
            Year::This => add_days(monday(story)?, i64::from(weekday.to_monday_zero_offset())),
            _ => Some(match self.tense(found) {
                Tense::Future => after,
                Tense::Present if days_between(story, after) < days_between(before, story) => after,
                Tense::Past | Tense::Present | Tense::Unknown => before,
            }),
        }
    }

    fn part(&self, part: YearPart, when: Year, found: &Match) -> Option<(Period, Basis)> {
        if let Year::Known(y) = when {
            return Some((Period::Part(y, part), Basis::Absolute));
        }
        let story = self.story?;
        let y = i64::from(story.year());
        let winter = part == YearPart::Season(Season::Winter) && story.month() <= 2;
        let around: Vec<Period> = (-1..=1).filter_map(|n| Some(Period::Part(year(y + n)?, part))).collect();
        let when = if when == Year::This && winter { Year::Offset(-1) } else { when };
        // Results of a quarter are reported, and forecast, near its end: the nearest, whatever the tense.
        if let (YearPart::Quarter(_), Year::Open) = (part, when) {
            let days = |p: &Period| {
                p.range().map_or(i64::MAX, |r| match days_between(r.last, story) {
                    ahead if ahead < 0 && r.first > story => ahead.abs() * 2,
                    days => days.abs(),
                })
            };
            return Some((around.into_iter().min_by_key(days)?, Basis::Story));
        }
        Some((self.choose(&around, when, story, found)?, Basis::Story))
    }

    fn named(&self, named: Named, when: Year, found: &Match) -> Option<(Period, Basis)> {
        let of = |y: i16| named.days(y).map(|(first, _)| Period::Day(first));
        if let Year::Known(y) = when {
            return Some((of(y)?, Basis::Absolute));
        }
        let story = self.story?;
        let around: Vec<Period> = (-1..=1).filter_map(|n| of(year(i64::from(story.year()) + n)?)).collect();
        Some((self.choose(&around, when, story, found)?, Basis::Story))
    }

    /// The day that `base` counts from.
    fn base(&self, base: Base, unit: Unit) -> Option<(Date, Basis)> {
        let story = self.story.map(|d| (d, Basis::Story));
        let narrative = if unit <= Unit::Day { self.day } else { self.narrative.map(|n| n.first) };
        match base {
            Base::Story => story,
            Base::Narrative | Base::Either => narrative.map(|d| (d, Basis::Narrative)).or(story),
        }
    }

    fn unit(&self, unit: Unit, shift: i64, base: Base) -> Option<(Period, Basis)> {
        let (day, basis) = self.base(base, unit)?;
        Some((Period::of(unit, day)?.shift(shift)?, basis))
    }

    fn offset(
        &self,
        count: Count,
        unit: Unit,
        sign: i64,
        base: Base,
        weekday: Option<Weekday>,
    ) -> Option<(Period, Basis)> {
        let Count::Halves(halves) = count else { return None };
        let by = halves.checked_mul(sign)?;
        if unit == Unit::Year
            && by == -2
            && base == Base::Either
            && let Some(quarter) = self.quarter
        {
            return Some((quarter.shift(-4)?, Basis::Narrative));
        }
        let (day, basis) = self.base(
            if base == Base::Either
                && unit == Unit::Year
                && self.narrative.is_none_or(|n| matches!(n.period, Period::Day(_)) && !n.stated)
            {
                Base::Story
            } else {
                base
            },
            unit,
        )?;
        let months = |each: i64| add_months(day, by.checked_mul(each)? / 2);
        let period = match unit {
            Unit::Second | Unit::Minute => Period::Day(day),
            Unit::Hour => Period::Day(add_days(day, by / 48)?),
            Unit::Day => Period::Day(add_days(day, by / 2)?),
            Unit::Weekend => Period::of(unit, day)?.shift(by / 2)?,
            Unit::Week => Period::Day(add_days(day, by.checked_mul(7)? / 2)?),
            Unit::Fortnight => Period::Day(add_days(day, by.checked_mul(7)?)?),
            Unit::Month => Period::of(Unit::Month, months(1)?)?,
            Unit::Season | Unit::Quarter => Period::of(Unit::Quarter, months(3)?)?,
            Unit::Year if by % 2 != 0 => Period::of(Unit::Month, months(12)?)?,
            Unit::Year => Period::of(Unit::Year, months(12)?)?,
            Unit::Decade => Period::of(Unit::Year, months(120)?)?,
            Unit::Century => Period::of(Unit::Year, months(1200)?)?,
        };
        let Some(weekday) = weekday else { return Some((period, basis)) };
        let then = match unit {
            Unit::Year => months(12)?,
            Unit::Month => months(1)?,
            _ => period.range()?.first,
        };
        let nearest = weekday_before(add_days(then, 3)?, weekday)?;
        Some((Period::Day(nearest), basis))
    }

    /// "the quarter", "the weekend".
    fn again(&self, unit: Unit, found: &Match) -> Option<Period> {
        let story = self.story?;
        match unit {
            Unit::Quarter => self.quarter.or_else(|| Period::of(Unit::Quarter, story)?.shift(-1)),
            Unit::Weekend => {
                let this = Period::of(Unit::Weekend, story)?;
                let weekday = story.weekday().to_monday_zero_offset();
                if weekday >= 5 || self.tense(found) == Tense::Future { Some(this) } else { this.shift(-1) }
            }
            _ => Period::of(unit, story),
        }
    }

    /// The value of what lacks an anchor, `X` for what is open.
    fn open(&self, expr: &Expr) -> Option<String> {
        Some(match expr {
            Expr::Dated { month, day: Some(day), .. } => format!("XXXX-{month:02}-{day:02}"),
            Expr::Dated { month, .. } => format!("XXXX-{month:02}"),
            Expr::Weekday { weekday, .. } => format!("XXXX-WXX-{}", weekday.to_monday_one_offset()),
            Expr::Part { part, .. } => format!("XXXX-{}", part.code()),
            Expr::Named { named: Named::Fixed(m, d), .. } => format!("XXXX-{m:02}-{d:02}"),
            Expr::Named { .. } | Expr::Beside(..) => "XXXX-XX-XX".to_owned(),
            Expr::Unit { unit, .. } | Expr::Offset { unit, .. } | Expr::Again(unit) => open_unit(*unit).to_owned(),
            Expr::WeekOf(_) => "XXXX-WXX".to_owned(),
            _ => return None,
        })
        .filter(|_| self.story.is_none())
    }

    /// The tense of the clause around `found`, or what the preposition before it says.
    pub(super) fn tense(&self, found: &Match) -> Tense {
        let before = |words: &[&str]| {
            let line = self.tokens.get(found.first).is_some_and(|t| !t.breaks);
            line && found.first > 0 && words.iter().any(|w| self.tokens[found.first - 1].is(w))
        };
        if before(&["since"]) {
            return Tense::Past;
        }
        let clause = self.clause_tense(found);
        let deadline = self.tokens.get(found.end).is_some_and(|t| t.is("deadline"));
        match clause {
            _ if before(&["until", "till"]) => Tense::Future,
            // What was asked for "by May" may be over or not: the nearer May.
            Tense::Past if before(&["by", "before"]) => Tense::Present,
            Tense::Present | Tense::Unknown if deadline || before(&["by", "before"]) => Tense::Future,
            clause => clause,
        }
    }

    fn clause_tense(&self, found: &Match) -> Tense {
        let words: Vec<(usize, usize)> =
            self.tokens.get(found.first..found.end).unwrap_or_default().iter().filter_map(|t| t.word).collect();
        let (Some(&(s, first)), Some(&(last_sentence, last))) = (words.first(), words.last()) else {
            return tense::of_surface(self.tokens, found.first, found.end);
        };
        let Some(sentence) = self.reading.sentences.get(s).filter(|_| s == last_sentence) else {
            return Tense::Unknown;
        };
        match tense::of_word(sentence, sentence.head_of(first, last)) {
            Tense::Unknown => tense::of_surface(self.tokens, found.first, found.end),
            tense => tense,
        }
    }
}

/// Of the last begun and the first not over, the one that the tense picks; far ones give way to near ones.
fn by_tense<'p>(
    begun: Option<&'p (Period, DateRange)>,
    coming: Option<&'p (Period, DateRange)>,
    story: Date,
    tense: Tense,
) -> Option<&'p (Period, DateRange)> {
    let (Some(past), Some(future)) = (begun, coming) else { return begun.or(coming) };
    let back = days_between(past.1.last, story).max(0);
    let ahead = days_between(story, future.1.first).max(0);
    Some(match tense {
        // A day eleven months ago would be given its year.
        Tense::Past if back > 270 && ahead < 75 && matches!(past.0, Period::Day(_)) => future,
        Tense::Future if ahead > 270 && back < 45 => past,
        Tense::Past => past,
        Tense::Future => future,
        Tense::Present | Tense::Unknown => {
            if ahead < back {
                future
            } else {
                past
            }
        }
    })
}

fn vague_value(vague: Vague) -> &'static str {
    match vague {
        Vague::Past => "PAST_REF",
        Vague::Present => "PRESENT_REF",
        Vague::Future => "FUTURE_REF",
    }
}

fn open_unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => "XXXX-XX-XX",
        Unit::Weekend => "XXXX-WXX-WE",
        Unit::Week | Unit::Fortnight => "XXXX-WXX",
        Unit::Month => "XXXX-XX",
        Unit::Season | Unit::Quarter => "XXXX-QX",
        Unit::Year => "XXXX",
        Unit::Decade => "XXX",
        Unit::Century => "XX",
    }
}

fn timeless(kind: TimexType, value: String) -> Resolved {
    Resolved { kind, value, range: None, precision: DatePrecision::Unknown, basis: Basis::None, period: None }
}

fn on_day(day: Date, code: &str, basis: Basis) -> Resolved {
    Resolved {
        kind: TimexType::Time,
        value: format!("{day}T{code}"),
        range: Some(DateRange { first: day, last: day }),
        precision: DatePrecision::Day,
        basis,
        period: Some(Period::Day(day)),
    }
}

/// The first, middle or last third of a range.
fn cut(range: DateRange, third: Third) -> DateRange {
    let days = days_between(range.first, range.last) + 1;
    let at = |n: i64| add_days(range.first, n).unwrap_or(range.last).min(range.last);
    if days < 3 {
        return range;
    }
    let (one, two) = (days.div_euclid(3), days * 2 / 3);
    match third {
        Third::Start => DateRange { first: range.first, last: at(one - 1) },
        Third::Middle => DateRange { first: at(one), last: at(two - 1) },
        Third::End => DateRange { first: at(two), last: range.last },
    }
}
