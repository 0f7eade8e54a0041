//! Periods of the calendar, their TIMEX3 values, and steps from one to another.
//!
//! Every step is checked: a period outside the years 1–9999 is `None`, never a panic.

use jiff::Span as Step;
use jiff::civil::{Date, Weekday};

use super::{DatePrecision, DateRange};

/// A unit of time, from the second up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Weekend,
    Week,
    Fortnight,
    Month,
    Season,
    Quarter,
    Year,
    Decade,
    Century,
}

/// A season, northern hemisphere: the meteorological quarter that it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Season {
    Spring,
    Summer,
    Fall,
    Winter,
}

impl Season {
    /// Its TIMEX3 code and its first month.
    fn code(self) -> (&'static str, i8) {
        match self {
            Self::Spring => ("SP", 3),
            Self::Summer => ("SU", 6),
            Self::Fall => ("FA", 9),
            Self::Winter => ("WI", 12),
        }
    }
}

/// A named part of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum YearPart {
    /// Quarter, 1–4.
    Quarter(i8),
    /// Half, 1–2.
    Half(i8),
    /// Season.
    Season(Season),
}

impl YearPart {
    /// Its TIMEX3 code within a year: `Q3`, `H1`, `SU`.
    pub(super) fn code(self) -> String {
        match self {
            Self::Quarter(n) => format!("Q{n}"),
            Self::Half(n) => format!("H{n}"),
            Self::Season(s) => s.code().0.to_owned(),
        }
    }

    /// Its first month and how many months it lasts.
    fn months(self) -> (i8, i64) {
        match self {
            Self::Quarter(n) => (n.clamp(1, 4) * 3 - 2, 3),
            Self::Half(n) => (n.clamp(1, 2) * 6 - 5, 6),
            Self::Season(s) => (s.code().1, 3),
        }
    }
}

/// One period of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Period {
    Day(Date),
    /// The ISO week that begins on this Monday.
    Week(Date),
    /// Saturday and Sunday of the week that begins on this Monday.
    Weekend(Date),
    Month(i16, i8),
    Part(i16, YearPart),
    Year(i16),
    /// The decade by its first three digits: 199 is the 1990s.
    Decade(i16),
    /// The century by its first two digits: 19 is the 20th.
    Century(i16),
}

/// A year of the calendar, checked.
pub(super) fn year(number: i64) -> Option<i16> {
    i16::try_from(number).ok().filter(|y| (1..=9999).contains(y))
}

/// `date` moved by `days`.
pub(super) fn add_days(date: Date, days: i64) -> Option<Date> {
    let step = Step::new().try_days(days).ok()?;
    date.checked_add(step).ok().filter(|d| d.year() >= 1)
}

/// `date` moved by `months`, on the last day of a month that is too short.
pub(super) fn add_months(date: Date, months: i64) -> Option<Date> {
    let (y, m) = month_index(date.year(), date.month(), months)?;
    let last = Date::new(y, m, 1).ok()?.days_in_month();
    Date::new(y, m, date.day().min(last)).ok()
}

/// Days from `a` to `b`.
pub(super) fn days_between(a: Date, b: Date) -> i64 {
    i64::from(a.until(b).map_or(i32::MAX, |s| s.get_days()))
}

fn month_index(y: i16, m: i8, by: i64) -> Option<(i16, i8)> {
    let index = (i64::from(y) * 12 + i64::from(m) - 1).checked_add(by)?;
    Some((year(index.div_euclid(12))?, i8::try_from(index.rem_euclid(12) + 1).ok()?))
}

/// The Monday of the ISO week of `date`.
pub(super) fn monday(date: Date) -> Option<Date> {
    add_days(date, -i64::from(date.weekday().to_monday_zero_offset()))
}

/// The last `weekday` on or before `date`.
pub(super) fn weekday_before(date: Date, weekday: Weekday) -> Option<Date> {
    add_days(date, -i64::from(weekday.until(date.weekday())))
}

/// The first `weekday` on or after `date`.
pub(super) fn weekday_after(date: Date, weekday: Weekday) -> Option<Date> {
    add_days(date, i64::from(weekday.since(date.weekday())))
}

impl Period {
    /// The period of `unit` that holds `date`. Times of day are their day, a fortnight its week.
    pub(super) fn of(unit: Unit, date: Date) -> Option<Period> {
        let (y, m) = (date.year(), date.month());
        Some(match unit {
            Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => Period::Day(date),
            Unit::Weekend => Period::Weekend(monday(date)?),
            Unit::Week | Unit::Fortnight => Period::Week(monday(date)?),
            Unit::Month => Period::Month(y, m),
            Unit::Season => {
                let (s, y) = match m {
                    3..=5 => (Season::Spring, y),
                    6..=8 => (Season::Summer, y),
                    9..=11 => (Season::Fall, y),
                    12 => (Season::Winter, y),
                    _ => (Season::Winter, y - 1),
                };
                Period::Part(y, YearPart::Season(s))
            }
            Unit::Quarter => Period::Part(y, YearPart::Quarter((m - 1) / 3 + 1)),
            Unit::Year => Period::Year(y),
            Unit::Decade => Period::Decade(y / 10),
            Unit::Century => Period::Century(y / 100),
        })
    }

    /// The period `n` of its own kind later; a named part of a year moves by quarters, halves or years.
    pub(super) fn shift(self, n: i64) -> Option<Period> {
        Some(match self {
            Period::Day(d) => Period::Day(add_days(d, n)?),
            Period::Week(d) => Period::Week(add_days(d, n.checked_mul(7)?)?),
            Period::Weekend(d) => Period::Weekend(add_days(d, n.checked_mul(7)?)?),
            Period::Month(y, m) => {
                let (y, m) = month_index(y, m, n)?;
                Period::Month(y, m)
            }
            Period::Part(y, YearPart::Quarter(q)) => {
                let index = (i64::from(y) * 4 + i64::from(q) - 1).checked_add(n)?;
                Period::Part(year(index.div_euclid(4))?, YearPart::Quarter(i8::try_from(index.rem_euclid(4) + 1).ok()?))
            }
            Period::Part(y, YearPart::Half(h)) => {
                let index = (i64::from(y) * 2 + i64::from(h) - 1).checked_add(n)?;
                Period::Part(year(index.div_euclid(2))?, YearPart::Half(i8::try_from(index.rem_euclid(2) + 1).ok()?))
            }
            Period::Part(y, part) => Period::Part(year(i64::from(y).checked_add(n)?)?, part),
            Period::Year(y) => Period::Year(year(i64::from(y).checked_add(n)?)?),
            Period::Decade(d) => Period::Decade(year(i64::from(d).checked_add(n)?)?),
            Period::Century(c) => Period::Century(i16::try_from(i64::from(c).checked_add(n)?).ok()?),
        })
    }

    /// Its TIMEX3 value.
    pub(super) fn value(self) -> String {
        match self {
            Period::Day(d) => d.to_string(),
            Period::Week(d) | Period::Weekend(d) => {
                let week = d.iso_week_date();
                let end = if matches!(self, Period::Weekend(_)) { "-WE" } else { "" };
                format!("{:04}-W{:02}{end}", week.year(), week.week())
            }
            Period::Month(y, m) => format!("{y:04}-{m:02}"),
            Period::Part(y, part) => format!("{y:04}-{}", part.code()),
            Period::Year(y) => format!("{y:04}"),
            Period::Decade(d) => format!("{d:03}"),
            Period::Century(c) => format!("{c:02}"),
        }
    }

    /// Its first and last day; `None` beyond the calendar.
    pub(super) fn range(self) -> Option<DateRange> {
        let months = |y: i16, m: i8, n: i64| {
            let first = Date::new(y, m, 1).ok()?;
            let last = add_days(add_months(first, n)?, -1)?;
            Some(DateRange { first, last })
        };
        match self {
            Period::Day(d) => Some(DateRange { first: d, last: d }),
            Period::Week(d) => Some(DateRange { first: d, last: add_days(d, 6)? }),
            Period::Weekend(d) => Some(DateRange { first: add_days(d, 5)?, last: add_days(d, 6)? }),
            Period::Month(y, m) => months(y, m, 1),
            Period::Part(y, part) => {
                let (m, n) = part.months();
                months(y, m, n)
            }
            Period::Year(y) => months(y, 1, 12),
            Period::Decade(d) => months(year((i64::from(d) * 10).max(1))?, 1, 120),
            Period::Century(c) => months(year((i64::from(c) * 100).max(1))?, 1, 1200),
        }
    }

    /// How exact it is.
    pub(super) fn precision(self) -> DatePrecision {
        match self {
            Period::Day(_) => DatePrecision::Day,
            Period::Week(_) | Period::Weekend(_) => DatePrecision::Week,
            Period::Month(..) => DatePrecision::Month,
            Period::Part(..) => DatePrecision::Quarter,
            Period::Year(_) => DatePrecision::Year,
            Period::Decade(_) | Period::Century(_) => DatePrecision::Decade,
        }
    }
}

/// Easter Sunday of a year of the Gregorian calendar (Meeus, Jones and Butcher's rule).
#[expect(clippy::many_single_char_names, reason = "the published rule names its terms so")]
pub(super) fn easter(y: i16) -> Option<Date> {
    let y = i32::from(y);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    Date::new(i16::try_from(y).ok()?, i8::try_from(n / 31).ok()?, i8::try_from(n % 31 + 1).ok()?).ok()
}

/// Orthodox Easter Sunday, in the Gregorian calendar (Meeus's Julian rule; 13 days apart, 1900–2099).
#[expect(clippy::many_single_char_names, reason = "the published rule names its terms so")]
pub(super) fn orthodox_easter(y: i16) -> Option<Date> {
    let n = i32::from(y);
    let (a, b, c) = (n % 4, n % 7, n % 19);
    let d = (19 * c + 15) % 30;
    let e = (2 * a + 4 * b - d + 34) % 7;
    let f = d + e + 114;
    let julian = Date::new(y, i8::try_from(f / 31).ok()?, i8::try_from(f % 31 + 1).ok()?).ok()?;
    add_days(julian, 13)
}

/// First day of a month of the tabular Islamic calendar (civil epoch, leap years 2, 5, 7, 10, 13, 16, 18,
/// 21, 24, 26, 29 of 30) that falls in a year of the Gregorian: within a day or two of the sighted one.
pub(super) fn islamic(gregorian: i16, month: i64, day: i64) -> Option<Date> {
    let epoch = Date::constant(622, 7, 19);
    let nearest = (i64::from(gregorian) - 622) * 33 / 32;
    (nearest - 1..=nearest + 2)
        .filter_map(|h| {
            let days = (h - 1) * 354 + (3 + 11 * h).div_euclid(30) + (59 * (month - 1) + 1) / 2 + day - 1;
            add_days(epoch, days)
        })
        .find(|d| d.year() == gregorian)
}

/// The `n`th (1–4) `weekday` of a month, or the last where `n` is 5.
pub(super) fn nth_weekday(y: i16, m: i8, n: i8, weekday: Weekday) -> Option<Date> {
    Date::new(y, m, 1).ok()?.nth_weekday_of_month(if n == 5 { -1 } else { n }, weekday).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        text.parse().expect("a date")
    }

    #[test]
    fn movable_feasts_fall_on_their_days() {
        assert_eq!(easter(2024), Some(date("2024-03-31")));
        assert_eq!(easter(2021), Some(date("2021-04-04")));
        assert_eq!(orthodox_easter(2024), Some(date("2024-05-05")));
        // Eid al-Fitr was kept on 2023-04-21 and 2024-04-10, Ramadan began about 2025-03-01.
        for (y, m, d, kept) in [(2023, 10, 1, "2023-04-21"), (2024, 10, 1, "2024-04-10"), (2025, 9, 1, "2025-03-01")] {
            let computed = islamic(y, m, d).expect("in the calendar");
            assert!(days_between(computed, date(kept)).abs() <= 1, "{computed} for {kept}");
        }
    }

    #[test]
    fn periods_have_values_and_ranges() {
        let day = date("1998-03-06");
        let value = |unit, by| Period::of(unit, day).and_then(|p| p.shift(by)).map(Period::value);
        assert_eq!(value(Unit::Week, 1).as_deref(), Some("1998-W11"));
        assert_eq!(value(Unit::Weekend, 0).as_deref(), Some("1998-W10-WE"));
        assert_eq!(value(Unit::Quarter, -2).as_deref(), Some("1997-Q3"));
        assert_eq!(value(Unit::Month, -3).as_deref(), Some("1997-12"));
        assert_eq!(value(Unit::Decade, 0).as_deref(), Some("199"));
        assert_eq!(value(Unit::Year, 100_000), None);
        let winter = Period::of(Unit::Season, date("1998-01-06")).and_then(Period::range).expect("a range");
        assert_eq!((winter.first, winter.last), (date("1997-12-01"), date("1998-02-28")));
    }

    #[test]
    fn weekdays_before_and_after_include_the_day() {
        let friday = date("1998-03-06");
        assert_eq!(weekday_before(friday, Weekday::Friday), Some(friday));
        assert_eq!(weekday_after(friday, Weekday::Friday), Some(friday));
        assert_eq!(weekday_before(friday, Weekday::Saturday), Some(date("1998-02-28")));
        assert_eq!(weekday_after(friday, Weekday::Thursday), Some(date("1998-03-12")));
    }
}
