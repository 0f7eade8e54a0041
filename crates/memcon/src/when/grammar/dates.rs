//! Dates of the calendar: days, months, years, decades, centuries, quarters, seasons, fiscal years.

use jiff::civil::Date;

use super::{Expr, Found, Grammar, PREPOSITIONS, Year};
use crate::when::calendar::{Period, Season, Unit, YearPart, year};
use crate::when::tokens::{Form, Kind};
use crate::when::words::Lex;

impl Grammar<'_> {
    /// The longest calendar date at `at`.
    pub(super) fn date(&self, at: usize) -> Found<Expr> {
        let found = [
            self.figures(at),
            self.weekday_and_date(at),
            self.month_first(at),
            self.day_first(at),
            self.years(at),
            self.decade_or_century(at),
            self.fiscal_year(at),
            self.quarter_or_half(at),
            self.season(at),
        ];
        found.into_iter().flatten().max_by_key(|(_, end)| *end)
    }

    /// 2021-06-09, 06/09/2021 (month first unless that cannot be), 09.06.2021 (day first).
    fn figures(&self, at: usize) -> Found<Expr> {
        let Kind::Mark(mark @ ('-' | '/' | '.')) = self.get(at + 1)?.kind else { return None };
        let glued = (1..5).all(|n| self.glued(at + n)) && self.mark(at + 3, mark);
        if !glued || self.glued(at) || self.glued(at + 5) && !self.mark(at + 5, '.') && !self.closes(at + 5) {
            return None;
        }
        let (first, second, third) = (self.plain(at)?, self.plain(at + 2)?, self.plain(at + 4)?);
        let (y, m, d) = match (first.1, second.1, third.1, mark) {
            (4, 1..=2, 1..=2, '-' | '/') => (first.0, second.0, third.0),
            (1..=2, 1..=2, 4, '/' | '-') if first.0 <= 12 => (third.0, first.0, second.0),
            (1..=2, 1..=2, 4, _) => (third.0, second.0, first.0),
            _ => return None,
        };
        let date = Date::new(year(y)?, i8::try_from(m).ok()?, i8::try_from(d).ok()?).ok()?;
        Some((Expr::Period(Period::Day(date)), at + 5))
    }

    /// Whether a mark or a `T` (2021-06-09T10:00) stands at `at`.
    fn closes(&self, at: usize) -> bool {
        self.get(at).is_some_and(|t| t.is("T") || matches!(t.kind, Kind::Mark(m) if !matches!(m, '-' | '/')))
    }

    /// "Tuesday, Feb. 3", "Friday 6 March 2020", "Tuesday (May 16)".
    fn weekday_and_date(&self, at: usize) -> Found<Expr> {
        let (weekday, end) = self.weekday_word(at)?;
        let bracket = self.mark(end, '(');
        let start = if bracket || self.mark(end, ',') { end + 1 } else { end };
        let start = self.skip(start, &["the"]);
        let (date, end) = self.month_first(start).or_else(|| self.day_first(start))?;
        let Expr::Dated { month, day: Some(day), year, .. } = date else { return None };
        let closed = !bracket || self.mark(end, ')');
        let dated = Expr::Dated { month, day: Some(day), weekday: Some(weekday), year };
        closed.then_some((dated, if bracket { end + 1 } else { end }))
    }

    /// A month's name: its number and whether no context is needed to tell it from another word.
    pub(super) fn month(&self, at: usize) -> Found<(i8, bool)> {
        let token = self.get(at)?;
        let Kind::Word(Lex::Month { number, sure }) = token.kind else { return None };
        let lower = !token.capital();
        if lower && (!sure || number == 8) || self.glued(at) && self.mark(at.wrapping_sub(1), '.') {
            return None;
        }
        let end = if token.text.len() <= 4 { self.skip_stop(at + 1) } else { at + 1 };
        // A full stop that ends the sentence is not the abbreviation's.
        let end = if token.is("may") || token.is("june") || token.is("july") { at + 1 } else { end };
        Some(((number, sure), end))
    }

    /// "June 9, 2021", "Feb. 3-4", "Feb. 28 - March 2", "September 2025", "in May".
    pub(super) fn month_first(&self, at: usize) -> Found<Expr> {
        let ((month, sure), end) = self.month(at)?;
        if let Some((day, after)) = self.day_number(self.skip(end, &["the"])) {
            let first = Expr::Dated { month, day: Some(day), weekday: None, year: Year::Open };
            return Some(self.to_day(first, month, at, after));
        }
        let joined = self.skip_mark(end, ',');
        if let Some((year, after)) = self.year(joined).or_else(|| self.year(self.skip(end, &["of"]))) {
            return Some((Expr::Dated { month, day: None, weekday: None, year: Year::Known(year) }, after));
        }
        let alone = sure && !self.is_name(at) || self.introduced(at);
        let bare = Expr::Dated { month, day: None, weekday: None, year: Year::Open };
        if let Some((year, after)) = self.relative_year(self.skip(end, &["of"])) {
            return Some((Expr::Dated { month, day: None, weekday: None, year }, after));
        }
        if let Some(year) = self.year_of_partner(at, end, month).filter(|_| alone) {
            return Some((Expr::Dated { month, day: None, weekday: None, year }, end));
        }
        // Only an abbreviation takes the stop that may be the sentence's.
        alone.then_some((bare, end))
    }

    /// "from March to May 2023", "between June 3 and July 9 of last year": the year that stands at the end of a span is of
    /// its beginning too, or the one before where the months go round.
    fn year_of_partner(&self, at: usize, end: usize, month: i8) -> Option<Year> {
        let opened = self.before_any(at, &["from", "between"]);
        let joined = self.any(end, &["through", "until", "till"])
            || self.mark(end, '-')
            || opened && self.any(end, &["to", "and"]);
        let ((other, _), after) = self.month(end + 1).filter(|_| joined)?;
        let after = self.day_number(after).map_or(after, |(_, after)| after);
        let (year, _) = self.year_after(after)?;
        Some(match year {
            Year::Known(y) if other < month => Year::Known(y - 1),
            Year::Offset(n) if other < month => Year::Offset(n - 1),
            year => year,
        })
    }

    /// What may follow "May 3": a second day, a year.
    fn to_day(&self, first: Expr, month: i8, at: usize, end: usize) -> (Expr, usize) {
        if let Some((second, after)) = self.second_day(month, end) {
            let (year, after) = self.year_after(after).unwrap_or((Year::Open, after));
            let with = |e: Expr| match e {
                Expr::Dated { month, day, weekday, .. } => Expr::Dated { month, day, weekday, year },
                e => e,
            };
            return (Expr::Between(Box::new(with(first)), Box::new(with(second))), after);
        }
        match (self.year_after(end), first) {
            (Some((year, after)), Expr::Dated { month, day, weekday, .. }) => {
                (Expr::Dated { month, day, weekday, year }, after)
            }
            (None, Expr::Dated { month, day, weekday, .. }) => {
                let year = self.year_of_partner(at, end, month).unwrap_or(Year::Open);
                (Expr::Dated { month, day, weekday, year }, end)
            }
            (_, first) => (first, end),
        }
    }

    /// "-4", "- March 2", "and 4", "to 6" after a day of `month`.
    fn second_day(&self, month: i8, end: usize) -> Found<Expr> {
        let dash = self.mark(end, '-');
        if !dash && !self.any(end, &["to", "and", "through"]) {
            return None;
        }
        if dash && let Some(((other, _), after)) = self.month(end + 1) {
            let (day, after) = self.day_number(after)?;
            return Some((Expr::Dated { month: other, day: Some(day), weekday: None, year: Year::Open }, after));
        }
        let (day, after) = self.day_number(end + 1)?;
        let counted = matches!(self.lex(after), Lex::Unit(_) | Lex::Units(_) | Lex::Month { .. })
            || !dash && self.get(after).is_some_and(|t| matches!(t.kind, Kind::Word(_)) && t.text.ends_with('s'));
        if counted || self.mark(after, ':') {
            return None;
        }
        Some((Expr::Dated { month, day: Some(day), weekday: None, year: Year::Open }, after))
    }

    /// ", 2021", "2021", "last year" after a day of a month.
    fn year_after(&self, end: usize) -> Found<Year> {
        let comma = self.skip_mark(end, ',');
        if let Some((year, after)) = self.year(comma)
            && !self.mark(after, ':')
        {
            return Some((Year::Known(year), after));
        }
        self.relative_year(self.skip(end, &["of"]))
    }

    /// "this year", "last year", "next year", after a month or in "of last year".
    pub(super) fn relative_year(&self, at: usize) -> Found<Year> {
        let offset = [("this year", 0), ("last year", -1), ("next year", 1), ("the current year", 0)];
        let found = offset.into_iter().find_map(|(words, n)| Some((Year::Offset(n), self.words(at, words)?)))?;
        let possessive = self.mark(found.1, '\'') && !self.mark(found.1, '.');
        (!possessive).then_some(found)
    }

    /// 1–31 in figures or as an ordinal, not part of another number.
    fn day_number(&self, at: usize) -> Found<i8> {
        let Kind::Number { value, digits, form: Form::Plain | Form::Ordinal } = self.get(at)?.kind else {
            return None;
        };
        let day = i8::try_from(value).ok().filter(|d| (1..=31).contains(d) && digits <= 2)?;
        let clock =
            self.any(at + 1, &["am", "pm", "a", "p"]) && (self.glued(at + 1) || self.words(at + 2, ". m").is_some());
        let larger = self.measured(at + 1) && !self.any(at + 1, &["people", "others", "men", "women", "troops"]);
        let shared = self.mark(at + 1, '/') && self.glued(at + 1);
        (!clock && !larger && !shared).then_some((day, at + 1))
    }

    /// "9 June 2021", "the 5th of May", "3-5 May", "11 Sept".
    pub(super) fn day_first(&self, at: usize) -> Found<Expr> {
        let start = self.skip(at, &["the"]);
        if self.glued(start)
            && start > 0
            && !matches!(self.get(start - 1)?.kind, Kind::Mark('(' | '"' | '“' | '[' | '|' | '-'))
        {
            return None;
        }
        let (day, end) = self
            .ordinal(start)
            .and_then(|(n, e)| Some((i8::try_from(n).ok()?, e)))
            .or_else(|| self.day_number(start))?;
        if !(1..=31).contains(&day) {
            return None;
        }
        let (second, end) = match self.day_number(end + 1) {
            Some((second, after)) if (self.mark(end, '-') || self.any(end, &["to", "and"])) && second > day => {
                (Some(second), after)
            }
            _ => (None, end),
        };
        let ordinal = self.plain(start).is_none();
        let named = if ordinal { self.skip(end, &["of"]) } else { end };
        let ((month, _), end) = self.month(named)?;
        let month_is_whole = self.get(named).is_some_and(|t| t.text.len() > 2);
        if !month_is_whole || self.day_number(end).is_some() && self.plain(end).is_some_and(|(_, n)| n <= 2) {
            return None;
        }
        let (year, end) = self.year_after(end).unwrap_or((Year::Open, end));
        let dated = |day| Expr::Dated { month, day: Some(day), weekday: None, year };
        Some(match second {
            Some(second) => (Expr::Between(Box::new(dated(day)), Box::new(dated(second))), end),
            None => (dated(day), end),
        })
    }

    /// A month that could be another word stands where a date would: "in May", "last March".
    fn introduced(&self, at: usize) -> bool {
        const STRONG: &[&str] =
            &["in", "since", "until", "last", "next", "this", "early", "mid", "late", "during", "every", "each"];
        let Some(token) = self.get(at).filter(|t| t.capital()) else { return false };
        if self.is_name(at) {
            return false;
        }
        let dashed = self.before(at).is_some_and(|t| t.kind == Kind::Mark('-')) && self.glued(at);
        if dashed {
            return at >= 2 && self.any(at - 2, STRONG);
        }
        let named = token.is("may") && self.is_proper(at).is_none_or(|p| p) && self.may_is_a_name;
        self.before_any(at, if named { STRONG } else { PREPOSITIONS })
    }

    /// A month that is part of a name: "April Smith", "Mr March".
    fn is_name(&self, at: usize) -> bool {
        let Some(token) = self.get(at) else { return false };
        let given = ["april", "june", "may", "august", "jan"].iter().any(|m| token.is(m));
        let next_named = self
            .get(at + 1)
            .is_some_and(|t| t.capital() && !t.glued && matches!(t.kind, Kind::Word(Lex::Other)) && t.text.len() > 1);
        let titled = self.before_any(at, &["mr", "mrs", "ms", "president", "minister", "theresa", "miss", "senator"]);
        let weak = !self.before_any(
            at,
            &["in", "since", "until", "by", "last", "next", "this", "early", "late", "mid", "the", "from"],
        );
        titled || given && next_named && weak && self.is_proper(at + 1) != Some(false)
    }

    /// A year, or a span of years: "in 1992", "the year 2000", "2011-15".
    fn years(&self, at: usize) -> Found<Expr> {
        if let Some(start) = self.words(at, "the year").or_else(|| self.words(at, "year"))
            && let Some((y, end)) = self.year(start)
        {
            return Some((Expr::Period(Period::Year(y)), end));
        }
        let (first, end) = self.year(at)?;
        if !self.year_fits(at, end, first) {
            return None;
        }
        if self.mark(end, '-')
            && self.glued(end)
            && let Some((second, digits)) = self.plain(end + 1)
            && self.glued(end + 1)
        {
            let century = i64::from(first) / 100 * 100;
            let second = if digits == 2 { century + second } else { second };
            let more = self.mark(end + 2, '-') && self.glued(end + 2);
            return match year(second) {
                Some(last) if (digits == 2 || digits == 4) && last > first && !more => {
                    let of = |y| Box::new(Expr::Period(Period::Year(y)));
                    Some((Expr::Between(of(first), of(last)), end + 2))
                }
                _ => None,
            };
        }
        Some((Expr::Period(Period::Year(first)), end))
    }

    /// Whether four figures are a year where they stand, not a count, a price or a number of something.
    fn year_fits(&self, at: usize, end: usize, y: i16) -> bool {
        let word = self.plain(at).is_none();
        let introduced = self.before_any(at, PREPOSITIONS);
        if word {
            return true;
        }
        if let Some(before) = self.before(at) {
            let numbered = matches!(before.kind, Kind::Mark('$' | '€' | '£' | '#' | '+' | '/' | ':' | '¥' | '©'))
                || before.kind == Kind::Mark('.') && (self.glued(at) || at >= 2 && self.any(at - 2, &["no", "nos"]))
                || matches!(before.kind, Kind::Number { .. })
                || NUMBERED.iter().any(|w| before.is(w));
            let prefix = before.kind == Kind::Mark('-') && self.glued(at);
            let dated = at >= 2 && self.any(at - 2, &["mid", "post", "pre", "early", "late"]);
            let code = matches!(before.kind, Kind::Word(_)) && self.glued(at);
            let name = before.capital()
                && matches!(before.kind, Kind::Word(Lex::Other))
                && !PREPOSITIONS.iter().any(|w| before.is(w));
            if prefix && dated {
                return true;
            }
            if numbered || code || prefix || name && !before.is("the") && self.before(at - 1).is_some() {
                return false;
            }
        }
        if !(1900..2100).contains(&y) {
            return y >= 1400
                && self.before_any(at, &["in", "since", "until", "of", "from", "to", "between", "by"])
                && !self.counts(end);
        }
        introduced && (!self.counts(end) || self.before_any(at, &["in", "since"])) || !self.counts(end)
    }

    /// A plural noun follows, so that a number before it counts: "2000 refugees".
    fn counts(&self, at: usize) -> bool {
        self.get(at).is_some_and(|t| {
            let plural = !t.capital()
                && t.text.len() > 3
                && t.text.ends_with('s')
                && !t.text.ends_with("ss")
                && !t.text.ends_with("us");
            !t.glued && matches!(t.kind, Kind::Word(_)) && plural && !COLLECTIONS.iter().any(|w| t.is(w))
        })
    }

    /// "the 1990s", "the '80s", "the nineties", "the 20th century".
    fn decade_or_century(&self, at: usize) -> Found<Expr> {
        let start = self.skip(at, &["the"]);
        if let Kind::Number { value, digits: 4, form: Form::Decade } = self.get(start)?.kind
            && value % 10 == 0
        {
            return Some((Expr::Period(Period::Decade(year(value / 10)?)), start + 1));
        }
        let short = self.skip_mark(start, '\'');
        if let Kind::Number { value, digits: 2, form: Form::Decade } = self.get(short)?.kind
            && value % 10 == 0
            && (short > start || start > at)
            && !self.before_any(at, &["his", "her", "their", "my"])
        {
            let century = if value < 30 { 200 } else { 190 };
            return Some((Expr::Period(Period::Decade(year(century + value / 10)?)), short + 1));
        }
        if let Lex::Nineties(decade) = self.lex(start)
            && start > at
        {
            return Some((Expr::Period(Period::Decade(decade)), start + 1));
        }
        let (n, end) = self.ordinal(start)?;
        let named = self.skip_mark(end, '-');
        let fits = self.is(named, "century") && (1..=30).contains(&n);
        fits.then(|| i16::try_from(n - 1).ok().map(|c| (Expr::Period(Period::Century(c)), named + 1))).flatten()
    }

    /// "fiscal 2019", "fiscal year 2019", "FY19", "the current fiscal year".
    fn fiscal_year(&self, at: usize) -> Found<Expr> {
        const YEARS: &[&str] = &["fiscal year", "financial year", "budget year", "academic year", "school year"];
        if let Some((pair, end)) = self.two_years(self.skip(at, &["the"]))
            && let Some(end) = self.one_of(end, YEARS)
        {
            return Some((pair, end));
        }
        if let Some(named) =
            self.one_of(at, YEARS).or_else(|| self.words(at, "fy")).or_else(|| self.words(at, "fiscal"))
            && let Some(found) = self.two_years(named)
        {
            return Some(found);
        }
        if self.is(at, "fy") {
            let number = at + 1;
            return match self.plain(number)? {
                (n, 2) => Some((Expr::Period(Period::Year(year(2000 + n)?)), number + 1)),
                (n, 4) => Some((Expr::Period(Period::Year(year(n)?)), number + 1)),
                _ => None,
            };
        }
        let relative = [
            ("the current", 0),
            ("this", 0),
            ("the latest", -1),
            ("last", -1),
            ("next", 1),
            ("the next", 1),
            ("the last", -1),
            ("the", 0),
        ];
        let found = relative.iter().filter_map(|&(w, n)| Some((n, self.words(at, w)?))).max_by_key(|f| f.1);
        let (shift, start) = found.unwrap_or((0, at));
        let end = self.words(start, "fiscal year").or_else(|| self.words(start, "financial year"));
        let named = end.unwrap_or(if self.is(start, "fiscal") { start + 1 } else { return None });
        if let Some((y, after)) = self.year(named) {
            return Some((Expr::Period(Period::Year(y)), after));
        }
        let unit = Expr::Unit { unit: Unit::Year, shift, base: super::Base::Story };
        (end.is_some() && start > at).then_some((unit, named))
    }

    /// "2024-25", "2024/25", "2024/2025": a year that ends in the next.
    fn two_years(&self, at: usize) -> Found<Expr> {
        let (first, 4) = self.plain(at)? else { return None };
        let (second, digits) = self.plain(at + 2)?;
        let joined = (self.mark(at + 1, '-') || self.mark(at + 1, '/')) && self.glued(at + 1) && self.glued(at + 2);
        let next = if digits == 2 { (first + 1) % 100 } else { first + 1 };
        let of = |y: i64| Some(Box::new(Expr::Period(Period::Year(year(y)?))));
        let fits = joined && (1900..2200).contains(&first) && second == next;
        fits.then(|| Some((Expr::Between(of(first)?, of(first + 1)?), at + 3))).flatten()
    }

    /// "the third quarter of 1989", "Q1 2020", "this year's third quarter", "the first half of 1998".
    fn quarter_or_half(&self, at: usize) -> Found<Expr> {
        let start = self.skip(at, &["the"]);
        let (before, start) = self.possessive_year(start);
        let start = self.words(start, "fiscal -").unwrap_or(start);
        let start = self.skip(start, &["fiscal"]);
        let (part, end) = self.quarter_word(start)?;
        // In "the third-quarter loss" the article is the loss's.
        if self.is(at, "the") && start == at + 1 && self.mark(end - 2, '-') {
            return None;
        }
        let (after, end) = self.year_of(end).map_or((None, end), |(y, e)| (Some(y), e));
        let year = before.or(after);
        let half = matches!(part, YearPart::Half(_));
        if half && year.is_none() {
            return None;
        }
        Some((Expr::Part { part, year: year.unwrap_or(Year::Open) }, end))
    }

    /// "1988", "this year's", "last year's" before a quarter.
    fn possessive_year(&self, at: usize) -> (Option<Year>, usize) {
        let relative = [("this year ' s", 0), ("last year ' s", -1), ("next year ' s", 1)];
        if let Some(found) = relative.iter().find_map(|&(w, n)| Some((Year::Offset(n), self.words(at, w)?))) {
            return (Some(found.0), found.1);
        }
        match self.year(at) {
            Some((y, end)) if self.quarter_word(end).is_some() => (Some(Year::Known(y)), end),
            _ => (None, at),
        }
    }

    fn quarter_word(&self, at: usize) -> Found<YearPart> {
        if self.any(at, &["q", "h"])
            && self.glued(at + 1)
            && let Some((n @ 1..=4, 1)) = self.plain(at + 1)
        {
            let n = i8::try_from(n).ok()?;
            return if self.is(at, "q") {
                Some((YearPart::Quarter(n), at + 2))
            } else {
                (n <= 2).then_some((YearPart::Half(n), at + 2))
            };
        }
        let (n, end) = match self.ordinal(at) {
            Some((n, end)) => (n, end),
            None if self.is(at, "last") => (0, at + 1),
            None => return None,
        };
        let named = self.skip_mark(end, '-');
        let last = n == 0;
        match (n, self.get(named)) {
            (1..=4, Some(t)) if t.is("quarter") => Some((YearPart::Quarter(i8::try_from(n).ok()?), named + 1)),
            (0..=2, Some(t)) if t.is("half") => {
                Some((YearPart::Half(if last { 2 } else { i8::try_from(n).ok()? }), named + 1))
            }
            _ => None,
        }
    }

    /// "[of] 1989", "[of] last year" after a part of a year.
    fn year_of(&self, at: usize) -> Found<Year> {
        let start = self.skip(self.skip_mark(at, ','), &["of", "in"]);
        let start = self.one_of(start, &["fiscal", "fiscal year", "financial year"]).unwrap_or(start);
        self.year(start).map(|(y, e)| (Year::Known(y), e)).or_else(|| self.relative_year(start)).or_else(|| {
            let end = self.words(start, "the year").filter(|_| start > at)?;
            Some((Year::Offset(0), end))
        })
    }

    /// "spring 2024", "the summer of 1998", "in the fall".
    fn season(&self, at: usize) -> Found<Expr> {
        let start = self.skip(at, &["the"]);
        let Lex::Season(season) = self.lex(start) else { return None };
        if self.get(start).is_some_and(|t| t.text.to_ascii_lowercase().ends_with('s')) {
            return None;
        }
        let part = YearPart::Season(season);
        if let Some((year, end)) = self.year_of(start + 1) {
            return Some((Expr::Part { part, year }, end));
        }
        let word = matches!(season, Season::Spring | Season::Fall);
        let introduced = self.before_any(
            at,
            &["in", "during", "by", "since", "over", "until", "of", "through", "throughout", "this", "early", "late"],
        );
        let fits = introduced && (start > at || !word) && !self.is(start + 1, "of");
        fits.then_some((Expr::Part { part, year: Year::Open }, start + 1))
    }
}

/// Words after which four figures are no date.
const NUMBERED: &[&str] = &["number", "flight", "resolution", "copyright", "room", "route", "highway"];

/// Plural nouns that a year often stands before: "the 2018 elections".
const COLLECTIONS: &[&str] = &[
    "elections",
    "attacks",
    "talks",
    "protests",
    "accords",
    "sanctions",
    "results",
    "earnings",
    "bombings",
    "polls",
    "olympics",
    "riots",
    "clashes",
    "levels",
    "figures",
    "sales",
    "series",
    "games",
    "was",
    "has",
    "is",
    "hostilities",
    "negotiations",
    "floods",
    "demonstrations",
    "shootings",
    "news",
    "its",
    "his",
    "this",
    "as",
];
