//! When a story was published that does not say so: the day that its own evidence leaves.
//!
//! Inference walks the days after the last year that the story recalls, or after those whom it calls by their office took
//! it, and asks of each how well the story's weekdays, days of the month, counts of days, "this week" and tenses fit it:
//! news speaks of the near past and the near future, tells its first news of its own day or the day before, and names the
//! year of what is not of its own. The day is named only where it fits clearly better than every other; else the days
//! that fit best are the candidates.

use jiff::civil::{Date, Weekday};

use super::DateRange;
use super::calendar::{Period, Unit, add_days, days_between, monday, weekday_after, weekday_before};
use super::grammar::{self, Base, Expr, Match, Year};
use super::resolve::Resolver;
use super::story::{StoryDate, byline, dateline, line_of};
use super::tense::Tense;
use super::tokens::{Kind, Token, tokens};
use crate::Span;
use crate::evidence::{DateEvidence, DateSource};
use crate::reading::Reading;

/// A day of the month without its year.
#[derive(Clone, Debug, PartialEq, Eq)]
struct DayOfMonth {
    month: i8,
    day: i8,
    weekday: Option<Weekday>,
    tense: Tense,
    words: String,
}

/// What a story says that bears on its date.
#[derive(Debug, Default)]
pub(super) struct Clues {
    /// Periods with a year that lie behind, latest last.
    behind: Vec<(Period, String)>,
    /// Periods with a year that lie ahead, earliest first.
    ahead: Vec<(Period, String)>,
    /// Periods with a year that may lie on either side: of timetables, of what had been set for them.
    around: Vec<(Period, String)>,
    days: Vec<DayOfMonth>,
    weekdays: Vec<(Weekday, Tense)>,
    /// The first weekday that the story tells its news of, and its tense.
    lead: Option<(Weekday, Tense)>,
    /// "two weeks after the vote of 3 May": the day, its year where stated, and how many days before the news it was.
    counted: Vec<(Option<i16>, i8, i8, i64)>,
    /// The terms of those whom the story calls by their office: it was published in one of each.
    terms: Vec<Vec<DateRange>>,
    months: Vec<(i8, Tense)>,
    /// "this week" (0) and "next week" (1).
    weeks: Vec<i64>,
    /// Lines and closing brackets of the text that only say when it was published.
    pub(super) bylines: Vec<DateEvidence>,
    /// The dateline's date: its year where stated.
    dateline: Option<(Option<i16>, i8, i8, String)>,
}

/// Days after the last recalled year that inference looks at: weekday and day of the month meet again within six
/// years.
const HORIZON: i64 = 2200;
/// How much better than every other day the one must fit to be named.
const MARGIN: i64 = 4;
/// How much worse than the best day a candidate may fit.
const TOLERANCE: i64 = 6;
/// Costs that differ by less than this do not decide between two dates that the page gives.
pub(super) const MISFIT: i64 = 20;
/// Of the periods with a year, the latest behind and the first ahead tell: so many are kept.
const STATED: usize = 12;
/// What a day of the month may cost before it speaks against the year.
const FAR: i64 = 40;
/// More days than these that fit about equally tell nothing.
const FEW: usize = 40;
/// How many tokens before a date "after" may stand that counts from it.
const COUNT_REACH: usize = 14;
/// What the years since a year that is recalled without its month may cost.
const MOST_YEARS: i64 = 6;
/// A year and a few days.
const YEAR: i64 = 370;
/// At most this many candidates.
pub(super) const CANDIDATES: usize = 7;
/// A dateline stands in the first so many paragraphs.
pub(super) const DATELINE_LINES: usize = 12;

impl Clues {
    /// Collects them; lines that only date the story are no clues where it is dated without them.
    pub(super) fn gather(text: &str, story: Span, reading: &Reading, terms: &[Vec<DateRange>]) -> Clues {
        let tokens = tokens(text, story, reading);
        let proper = |at: usize| super::is_proper(&tokens, reading, at);
        let found = grammar::all(&tokens, &proper);
        let resolver = Resolver::new(&tokens, reading, None);
        let mut clues = Clues { terms: terms.to_vec(), ..Clues::default() };
        let mut stated = None;
        for m in &found {
            let span = tokens[m.first].span.join(tokens[m.end - 1].span);
            let tense = if is_set_for(&tokens, m) { Tense::Present } else { resolver.tense(m) };
            if clues.dateline.is_none() && line_of(&tokens, m.first) < DATELINE_LINES {
                clues.dateline = dateline(text, &tokens, m);
            }
            if clues.bylines.len() < STATED
                && let Some(byline) = byline(text, &tokens, m)
            {
                clues.bylines.push(byline);
                continue;
            }
            clues.count(&tokens, m);
            let continued =
                stated.is_some_and(|at: usize| span.start - at < 120 && !text[at..span.start].contains('\n'));
            clues.take(&m.expr, span.of(text), tense, continued);
            if matches!(m.expr, Expr::Period(_) | Expr::Dated { year: Year::Known(_), .. }) {
                stated = Some(span.end);
            }
        }
        clues.tidy();
        clues
    }

    /// Takes "eight days after … 5 May" as a count of days from then to the news.
    fn count(&mut self, tokens: &[Token<'_>], m: &Match) {
        let (year, month, day) = match m.expr {
            Expr::Period(Period::Day(on)) => (Some(on.year()), on.month(), on.day()),
            Expr::Dated { month, day: Some(day), year: Year::Known(year), .. } => (Some(year), month, day),
            Expr::Dated { month, day: Some(day), year: Year::Open, .. } => (None, month, day),
            _ => return,
        };
        let reach = m.first.saturating_sub(COUNT_REACH)..m.first;
        let after = reach
            .rev()
            .take_while(|&i| !tokens[i].breaks && tokens[i].kind != Kind::Mark('.'))
            .find(|&i| tokens[i].is("after"));
        let Some([number, unit]) = after.and_then(|at| tokens.get(at.checked_sub(2)?..at)) else { return };
        let number = match number.kind {
            Kind::Number { value, .. } => Some(value),
            _ if number.is("a") || number.is("one") => Some(1),
            _ => super::cardinal(&number.text.to_lowercase()),
        };
        let days = if unit.is("day") || unit.is("days") {
            1
        } else if unit.is("week") || unit.is("weeks") {
            7
        } else {
            return;
        };
        self.counted.extend(number.filter(|n| (1..100).contains(n)).map(|n| (year, month, day, n * days)));
    }

    /// Adds what one expression says.
    fn take(&mut self, expr: &Expr, words: &str, tense: Tense, continued: bool) {
        match *expr {
            Expr::Period(period) => self.stated(period, words, tense),
            Expr::Dated { month, day, year: Year::Known(y), .. } => {
                let period = match day {
                    Some(day) => Date::new(y, month, day).map(Period::Day),
                    None => Ok(Period::Month(y, month)),
                };
                if let Ok(period) = period {
                    self.stated(period, words, tense);
                }
            }
            // With its weekday a day of the month is the story's own, however near a year stands.
            Expr::Dated { month, day: Some(day), weekday, year: Year::Open } if !continued || weekday.is_some() => {
                self.days.push(DayOfMonth { month, day, weekday, tense, words: words.to_owned() });
            }
            Expr::Dated { month, day: None, year: Year::Open, .. } if !continued => self.months.push((month, tense)),
            Expr::Weekday { weekday, year: Year::Open } => {
                // "Voters go to the polls on Saturday" may be of the day to come: what is past leads before it.
                let is_told = matches!(tense, Tense::Past | Tense::Unknown);
                if tense != Tense::Future && self.lead.is_none_or(|(_, lead)| lead == Tense::Present && is_told) {
                    self.lead = Some((weekday, tense));
                }
                self.weekdays.push((weekday, tense));
            }
            Expr::Unit { unit: Unit::Week, shift: shift @ (0 | 1), base: Base::Story } => self.weeks.push(shift),
            // What is to come is told before it begins, what is over after its end.
            Expr::Between(ref first, ref last) => {
                let end = if tense == Tense::Future { first } else { last };
                self.take(end, words, tense, continued);
            }
            Expr::PartOfDay(_, ref day) | Expr::Clock { on: Some(ref day), .. } => {
                self.take(day, words, tense, continued);
            }
            _ => {}
        }
    }

    fn stated(&mut self, period: Period, words: &str, tense: Tense) {
        let to = match tense {
            Tense::Future => &mut self.ahead,
            Tense::Present => &mut self.around,
            Tense::Past | Tense::Unknown => &mut self.behind,
        };
        to.push((period, words.to_owned()));
    }

    /// Orders and thins, so that a clue counts once.
    fn tidy(&mut self) {
        let first = |p: &(Period, String)| p.0.range().map(|r| r.first);
        self.behind.retain(|p| first(p).is_some_and(|d| (1900..2200).contains(&d.year())));
        self.behind.sort_by_key(first);
        self.behind.dedup_by_key(|p| p.0);
        self.behind.drain(..self.behind.len().saturating_sub(STATED));
        self.around.retain(|p| first(p).is_some_and(|d| (1900..2200).contains(&d.year())));
        self.around.sort_by_key(first);
        self.around.drain(..self.around.len().saturating_sub(STATED));
        self.ahead.sort_by_key(first);
        self.ahead.dedup_by_key(|p| p.0);
        self.ahead.truncate(STATED);
        self.weeks.sort_unstable();
        self.weeks.dedup();
        let mut seen = Vec::new();
        self.weekdays.retain(|w| {
            !seen.contains(w) && {
                seen.push(*w);
                true
            }
        });
        let mut seen: Vec<(i8, i8, bool)> = Vec::new();
        self.days.sort_by_key(|d| d.weekday.is_none());
        self.days.retain(|d| {
            let key = (d.month, d.day, d.tense == Tense::Future);
            Date::new(2000, d.month, d.day).is_ok() && !seen.contains(&key) && {
                seen.push(key);
                true
            }
        });
        self.days.truncate(24);
        // A story that gives its weekdays with their dates tells the news of the first.
        let dated = self.days.iter().find(|d| d.tense != Tense::Future).and_then(|d| Some((d.weekday?, d.tense)));
        self.lead = self.lead.or(dated);
        let mut seen = Vec::new();
        self.months.retain(|m| {
            !seen.contains(m) && {
                seen.push(*m);
                true
            }
        });
    }

    /// The dateline's day, with the year that it states or that the rest of the page gives.
    pub(super) fn dateline_date(&self, usable: &[&DateEvidence], steps: &mut Vec<String>) -> Option<Date> {
        let (year, month, day, words) = self.dateline.as_ref()?;
        if let Some(year) = year {
            steps.push(format!("the dateline says {words:?}"));
            return Date::new(*year, *month, *day).ok();
        }
        let near = usable.iter().min_by_key(|e| (e.updated, e.source))?;
        let dates = [-1, 0, 1].into_iter().filter_map(|n| Date::new(near.date.year() + n, *month, *day).ok());
        let date = dates.min_by_key(|d| days_between(*d, near.date).abs())?;
        steps.push(format!("the dateline says {words:?}, {} gives the year: {:?}", near.source.as_str(), near.text));
        Some(date)
    }

    /// The days that fit the story's own evidence best.
    pub(super) fn infer(&self, latest: Option<Date>, steps: &mut Vec<String>) -> StoryDate {
        let nothing = StoryDate::default();
        let Some(from) = self.earliest(latest, steps) else { return nothing };
        let fits = |d: &Date| latest.is_none_or(|l| *d <= l);
        let days: Vec<(i64, Date)> =
            (0..=HORIZON).filter_map(|n| add_days(from, n)).filter(fits).map(|d| (self.cost(d), d)).collect();
        self.explain(steps);
        let Some(best) = days.iter().map(|(cost, _)| *cost).min() else { return nothing };
        let mut near: Vec<(i64, Date)> = days.iter().copied().filter(|(cost, _)| cost - best <= TOLERANCE).collect();
        near.sort();
        let pointers =
            !self.days.is_empty() || self.dateline.is_some() || self.day_is_recalled() || !self.around.is_empty();
        if !pointers || near.len() > FEW {
            steps.push(format!("{} days fit about equally: none can be told", near.len()));
            return nothing;
        }
        near.truncate(CANDIDATES);
        let alone = days.iter().filter(|(cost, _)| cost - best < MARGIN).count() == 1;
        let date = near.first().filter(|(_, day)| alone && self.names(*day)).map(|(_, day)| *day);
        match date {
            Some(day) => steps.push(format!("{day} ({:?}) alone fits", day.weekday())),
            None => steps.push(format!(
                "{} days fit best, {} first",
                near.len(),
                near.first().map_or_else(String::new, |n| n.1.to_string())
            )),
        }
        let candidates =
            if date.is_some() { date.into_iter().collect() } else { near.into_iter().map(|(_, d)| d).collect() };
        StoryDate { date, source: Some(DateSource::Inferred), candidates, reasoning: Vec::new() }
    }

    /// The first day that inference need look at.
    fn earliest(&self, latest: Option<Date>, steps: &mut Vec<String>) -> Option<Date> {
        let recalled = self.behind.last().and_then(|(p, words)| Some((p.range()?.first, words)));
        if let Some((day, words)) = recalled {
            steps.push(format!("the latest year that it recalls is in {words:?}: not before {day}"));
        }
        let taken = self.terms.iter().filter_map(|terms| terms.iter().map(|term| term.first).min()).max();
        if let Some(day) = taken {
            steps.push(format!("those whom it calls by their office held it from {day} on"));
        }
        let spoken = self.around.last().and_then(|(p, _)| add_days(p.range()?.first, -YEAR));
        // What is due in a year that is named is told in that year or the one before.
        let near = self.ahead.iter().find(|(p, _)| matches!(p, Period::Day(_) | Period::Month(..)));
        let due = near.and_then(|(p, words)| Some((add_days(p.range()?.first, -YEAR)?, words)));
        if let Some((day, words)) = due {
            steps.push(format!("{words:?} is still to come: not before {day}"));
        }
        let bounds = [recalled.map(|r| r.0), taken, spoken, due.map(|d| d.0)];
        let from = bounds.into_iter().flatten().max().or(latest.and_then(|l| add_days(l, -YEAR)));
        if from.is_none() {
            steps.push("no year is recalled from which to reckon".to_owned());
        }
        from
    }

    /// Whether the story itself points at `day`, in a year that it leaves no doubt of: by the full date, by
    /// weekday and day of the month, or by a weekday with something of the year before.
    fn names(&self, day: Date) -> bool {
        let stated = self.behind.last().is_some_and(|(p, _)| *p == Period::Day(day));
        let joint = self.days.iter().any(|d| d.weekday.is_some() && d.falls_on(day));
        let recent = self.behind.last().is_some_and(|(p, _)| {
            matches!(p, Period::Month(..) | Period::Day(_))
                && p.range().is_some_and(|r| days_between(r.first, day) < 400)
        });
        let weekday = self.weekdays.iter().any(|(w, tense)| *w == day.weekday() && *tense != Tense::Future);
        let counted = self.counted.iter().any(|count| count_cost(*count, day) == 0);
        let dated = self.days.iter().any(|d| d.weekday.is_some());
        stated || joint || counted || weekday && (recent && !self.days.is_empty() || dated)
    }

    /// The last thing recalled is a single day, which news of it follows closely.
    fn day_is_recalled(&self) -> bool {
        matches!(self.behind.last(), Some((Period::Day(_), _)))
    }

    fn explain(&self, steps: &mut Vec<String>) {
        for d in &self.days {
            steps.push(format!("{:?} lies {}", d.words, direction(d.tense)));
        }
        for (weekday, tense) in &self.weekdays {
            steps.push(format!("a {weekday:?} lies {}", direction(*tense)));
        }
        for shift in &self.weeks {
            steps.push(format!("it speaks of {:?}", if *shift == 0 { "this week" } else { "next week" }));
        }
    }

    /// How badly the story fits a publication on `day`; 0 is best.
    pub(super) fn cost(&self, day: Date) -> i64 {
        let behind: i64 = self.behind.iter().map(|(p, _)| before(*p, day)).max().unwrap_or(0);
        let ahead: i64 = self.ahead.iter().map(|(p, _)| after(*p, day)).max().unwrap_or(0);
        let around =
            self.around.iter().filter_map(|(p, _)| Some(from_day(p.range()?, day) / 30)).min().unwrap_or(0).min(12);
        // The nearest day tells how fresh the news is; the others need only be of about its time.
        let bare = !self.weekdays.is_empty();
        let costs = || self.days.iter().filter_map(|d| d.cost(day, bare));
        let far: i64 = costs().map(|c| (c - FAR).max(0)).sum();
        let days = costs().min().map_or(0, |c| c.min(FAR)) + far;
        let weekdays = self.weekdays.iter().filter_map(|(w, tense)| weekday_cost(*w, *tense, day)).max().unwrap_or(0);
        let lead = self.lead.and_then(|(w, _)| lead_cost(w, day)).unwrap_or(0);
        let weeks: i64 = self.weeks.iter().map(|shift| self.week_cost(day, *shift)).sum();
        let months: i64 = self.months.iter().map(|(m, tense)| month_cost(*m, *tense, day)).sum();
        let counted: i64 = self.counted.iter().map(|count| count_cost(*count, day)).sum();
        let years = |since: Date| days_between(since, day).max(0) / 365;
        let latest = self.behind.last().into_iter().chain(self.around.last());
        let latest = latest.filter_map(|(p, _)| Some((p.range()?.first, *p))).max_by_key(|(first, _)| *first);
        let recalled = latest.map_or(0, |(first, period)| match period {
            // "the heaviest since 2002": a year alone may be long past.
            Period::Year(_) => years(first).min(MOST_YEARS),
            _ => years(first) * 6,
        });
        let dateline = self.dateline.as_ref().map_or(0, |(_, m, d, _)| {
            let this = Date::new(day.year(), *m, *d).ok();
            this.map_or(30, |d| days_between(d, day).abs().min(10) * 4)
        });
        behind
            + ahead
            + around
            + days
            + weekdays
            + lead
            + months
            + recalled
            + dateline
            + weeks
            + counted
            + self.out_of_office(day)
    }

    /// The cost of those who did not hold the office on `day` that the story gives them, or had held it long.
    fn out_of_office(&self, day: Date) -> i64 {
        let holds = |terms: &&Vec<DateRange>| terms.iter().any(|term| term.first <= day && day <= term.last);
        let without = i64::try_from(self.terms.iter().filter(|terms| !holds(terms)).count()).unwrap_or(i64::MAX);
        let since = |terms: &Vec<DateRange>| terms.iter().map(|term| term.first).filter(|first| *first <= day).max();
        let latest = self.terms.iter().filter_map(since).max();
        without.min(4) * 15 + latest.map_or(0, |first| days_between(first, day) / 365 * 2)
    }

    /// Some day that the story gives by date lies in the week, `shift` from its own, that it speaks of.
    fn week_cost(&self, day: Date, shift: i64) -> i64 {
        if self.days.is_empty() && !self.day_is_recalled() {
            return 0;
        }
        let week = add_days(day, 7 * shift).and_then(monday);
        let in_week = |of: Date| monday(of) == week;
        let years = [day.year(), day.year() + 1];
        let open = self.days.iter().any(|d| years.iter().any(|y| Date::new(*y, d.month, d.day).is_ok_and(in_week)));
        let stated = || self.behind.iter().chain(&self.ahead).any(|(p, _)| matches!(*p, Period::Day(d) if in_week(d)));
        if open || stated() { 0 } else { 12 }
    }
}

fn direction(tense: Tense) -> &'static str {
    match tense {
        Tense::Past => "behind",
        Tense::Future => "ahead",
        Tense::Present | Tense::Unknown => "behind or ahead",
    }
}

/// The cost of `day` for a period with a stated year that lies behind.
fn before(period: Period, day: Date) -> i64 {
    let Some(range) = period.range() else { return 0 };
    if day < range.first {
        return 60;
    }
    match period {
        // News of a day follows it closely, else the day is background.
        Period::Day(on) => (days_between(on, day) / 3).min(9),
        // The year is stated because it is not the story's own.
        Period::Month(y, _) if y == day.year() => 2,
        Period::Year(y) if y == day.year() => 5,
        _ => 0,
    }
}

/// The cost of `day` for a period with a stated year that lies ahead: what is due is told shortly before.
fn after(period: Period, day: Date) -> i64 {
    let Some(range) = period.range() else { return 0 };
    if range.last < day { 20 } else { (days_between(day, range.first).max(0) / 60).min(8) }
}

/// Days from `day` to the nearest of a range.
fn from_day(range: DateRange, day: Date) -> i64 {
    days_between(day, range.first).max(days_between(range.last, day)).max(0)
}

/// The cost of `day` where the story counts its news from a day.
fn count_cost((year, month, on, days): (Option<i16>, i8, i8, i64), day: Date) -> i64 {
    let years = year.map_or([day.year() - 1, day.year(), day.year()], |year| [year; 3]);
    let news = years.into_iter().filter_map(|year| add_days(Date::new(year, month, on).ok()?, days));
    match news.map(|news| days_between(news, day)).min_by_key(|gap| gap.abs()) {
        Some(0) => 0,
        Some(1) => 4,
        Some(-1 | 2) => 6,
        _ => 12,
    }
}

/// The cost of `day` where the story tells its news of a weekday: most often its own, or the day before.
fn lead_cost(weekday: Weekday, day: Date) -> Option<i64> {
    let since = days_between(weekday_before(day, weekday)?, day);
    Some(match since {
        0 => 0,
        1 => 3,
        2 => 6,
        _ => 9,
    })
}

/// "had been set for 3 May", "due on Friday": it may be over or not.
fn is_set_for(tokens: &[Token<'_>], m: &Match) -> bool {
    m.first.checked_sub(1).is_some_and(|before| tokens[before].is("for") && !tokens[m.first].breaks)
}

impl DayOfMonth {
    fn falls_on(&self, day: Date) -> bool {
        (self.month, self.day) == (day.month(), day.day()) && self.weekday.is_none_or(|w| w == day.weekday())
    }

    /// The cost of a story on `story`; `bare` says that it names days of its own week by weekday alone.
    fn cost(&self, story: Date, bare: bool) -> Option<i64> {
        let on = |year: i16| Date::new(year, self.month, self.day).ok();
        let around: Vec<Date> = (-1..=1).filter_map(|n| on(story.year() + n)).collect();
        let last = around.iter().rfind(|d| **d <= story);
        let next = around.iter().find(|d| **d >= story);
        let wrong = |d: &Date| if self.weekday.is_some_and(|w| w != d.weekday()) { 60 } else { 0 };
        let past = |days: i64| match (self.weekday, bare) {
            // A story that names the days of its own week by weekday alone gives this one its date for a reason.
            (Some(_), true) if days <= 1 => 3,
            (Some(_), _) => {
                if days <= 7 {
                    days
                } else {
                    (days * 2 - 7).min(FAR + 20)
                }
            }
            // What is within the week has its weekday.
            (None, true) => match days {
                0..=6 => 3,
                7..=14 => 4,
                15..=45 => 6,
                46..=120 => 10,
                _ => (days / 10).min(FAR + 20),
            },
            (None, false) => (days * 2).min(FAR + 20),
        };
        let behind = last.map(|d| past(days_between(*d, story)) + wrong(d));
        // On the day itself one says "today" or names the weekday.
        let ahead = next.map(|d| match days_between(story, *d) {
            0 => 6,
            n if n > 300 => FAR,
            n => (n / 7).min(10),
        } + wrong(d));
        match self.tense {
            Tense::Past => behind,
            Tense::Future => ahead,
            Tense::Present | Tense::Unknown => behind.into_iter().chain(ahead).min(),
        }
    }
}

/// A weekday without a date is one of the last or the next six days, and mostly a near one.
fn weekday_cost(weekday: Weekday, tense: Tense, story: Date) -> Option<i64> {
    let since = days_between(weekday_before(story, weekday)?, story);
    let until = days_between(story, weekday_after(story, weekday)?);
    Some(match tense {
        Tense::Future => {
            if until == 0 {
                2
            } else {
                until / 2
            }
        }
        Tense::Past | Tense::Unknown => since / 2,
        Tense::Present => (since / 2).min(until),
    })
}

fn month_cost(month: i8, tense: Tense, story: Date) -> i64 {
    let since = i64::from((story.month() - month).rem_euclid(12));
    let until = i64::from((month - story.month()).rem_euclid(12));
    match tense {
        Tense::Past => since / 2,
        Tense::Future => until / 2,
        Tense::Present | Tense::Unknown => since.min(until) / 2,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{inferred_date, story::StoryDate};
    use super::*;

    fn infer(story: &str, terms: &[Vec<DateRange>]) -> StoryDate {
        inferred_date(story, Span::new(0, story.len()), &Reading::default(), terms)
    }

    fn day(text: &str) -> Date {
        text.parse().expect("a day")
    }

    #[test]
    fn days_are_counted_from_what_they_followed() {
        let dated = infer("The camp opened on Monday, two weeks after the flood of February 6, 2023.", &[]);
        assert_eq!(dated.date, Some(day("2023-02-20")), "{:#?}", dated.reasoning);
    }

    #[test]
    fn an_office_bounds_the_year() {
        let story = "President Orla Venn said on Tuesday that talks had failed on Sunday, March 3.";
        assert_eq!(infer(story, &[]).date, None);
        let held = vec![vec![DateRange { first: day("2021-06-01"), last: day("2025-05-31") }]];
        assert_eq!(infer(story, &held).candidates.first(), Some(&day("2024-03-05")));
    }

    #[test]
    fn lines_that_date_the_story_are_withheld() {
        assert_eq!(infer("Published 3 May 2024\nThe bridge was opened.", &[]).date, None);
    }
}
