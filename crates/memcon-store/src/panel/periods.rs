//! Periods of a panel: which one a date belongs to, and all of them from one to another.

use jiff::ToSpan as _;
use jiff::civil::{Date, ISOWeekDate, Weekday};

use crate::query::Period;

/// A period, by its first day. Periods of one length are in the order of their days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slot(Date);

impl Slot {
    /// The period of a date; nothing where the date is less exact than the period.
    pub fn of(period: Period, date: &str) -> Option<Self> {
        let needed = match period {
            Period::Day | Period::Week => 10,
            Period::Month => 7,
            Period::Year => 4,
        };
        (date.len() >= needed).then(|| first_day(date)).flatten().map(|day| Self::holding(period, day))
    }

    /// The first and the last period of a date that may be less exact than they are.
    pub fn range(period: Period, date: &str) -> Option<(Self, Self)> {
        let first = first_day(date)?;
        let last = match date.len() {
            4 => Date::new(first.year(), 12, 31).ok()?,
            7 => first.last_of_month(),
            _ => first,
        };
        Some((Self::holding(period, first), Self::holding(period, last)))
    }

    fn holding(period: Period, day: Date) -> Self {
        let first = match period {
            Period::Day => Some(day),
            Period::Week => {
                let week = day.iso_week_date();
                ISOWeekDate::new(week.year(), week.week(), Weekday::Monday).ok().map(ISOWeekDate::date)
            }
            Period::Month => Some(day.first_of_month()),
            Period::Year => Some(day.first_of_year()),
        };
        Self(first.unwrap_or(day))
    }

    /// The period after it, unless time ends.
    pub fn next(self, period: Period) -> Option<Self> {
        let span = match period {
            Period::Day => 1.day(),
            Period::Week => 1.week(),
            Period::Month => 1.month(),
            Period::Year => 1.year(),
        };
        self.0.checked_add(span).ok().map(Self)
    }

    /// Its first day.
    pub fn first_day(self) -> Date {
        self.0
    }

    /// As it is written: `2025-03-14`, `2025-W11`, `2025-03`, `2025`.
    pub fn name(self, period: Period) -> String {
        match period {
            Period::Day => self.0.to_string(),
            Period::Week => {
                let week = self.0.iso_week_date();
                format!("{:04}-W{:02}", week.year(), week.week())
            }
            Period::Month => format!("{:04}-{:02}", self.0.year(), self.0.month()),
            Period::Year => format!("{:04}", self.0.year()),
        }
    }
}

/// The first day of a date that may be partial.
fn first_day(date: &str) -> Option<Date> {
    let mut parts = date.splitn(3, '-');
    let year = parts.next()?.parse().ok()?;
    let month = parts.next().map_or(Some(1), |text| text.parse().ok())?;
    let day = parts.next().map_or(Some(1), |text| text.parse().ok())?;
    Date::new(year, month, day).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(period: Period, date: &str) -> Option<String> {
        Slot::of(period, date).map(|slot| slot.name(period))
    }

    #[test]
    fn dates_lie_in_periods_that_they_are_exact_enough_for() {
        assert_eq!(named(Period::Week, "2024-12-30").as_deref(), Some("2025-W01"));
        assert_eq!(named(Period::Month, "2024-12").as_deref(), Some("2024-12"));
        assert_eq!(
            (named(Period::Month, "2024"), named(Period::Day, "2024-12"), named(Period::Year, "?")),
            (None, None, None)
        );
        assert_eq!(named(Period::Year, "2024-12-30").as_deref(), Some("2024"));
    }

    #[test]
    fn periods_follow_each_other() {
        let after =
            |period, date| Slot::of(period, date).and_then(|slot| slot.next(period)).map(|slot| slot.name(period));
        assert_eq!(after(Period::Month, "2024-01-31").as_deref(), Some("2024-02"));
        assert_eq!(after(Period::Week, "2026-12-31").as_deref(), Some("2027-W01"));
        assert_eq!(after(Period::Day, "2024-02-28").as_deref(), Some("2024-02-29"));
    }

    #[test]
    fn a_year_has_a_first_and_a_last_month() {
        let (first, last) = Slot::range(Period::Month, "2024").expect("a year");
        assert_eq!((first.name(Period::Month), last.name(Period::Month)), ("2024-01".into(), "2024-12".into()));
    }
}
