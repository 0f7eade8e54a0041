//! Days and periods as the tables write them: `1991`, `1991-12`, `1991-12-26`.

use std::fmt;
use std::str::FromStr;

/// A day as the number `yyyymmdd`, so that days compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Day(u32);

impl Day {
    /// The day of a year (1 to 9999), a month and a day of the month; values out of range are cut to it.
    pub fn new(year: u32, month: u32, day: u32) -> Self {
        Self(year.clamp(1, 9999) * 10_000 + month.clamp(1, 12) * 100 + day.clamp(1, 31))
    }

    /// Its year.
    pub fn year(self) -> u32 {
        self.0 / 10_000
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.0 / 10_000, self.0 / 100 % 100, self.0 % 100)
    }
}

/// The first or the last day of what a table gives as a year, a month or a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// First day of it.
    pub first: Day,
    /// Last day of it.
    pub last: Day,
}

/// No date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoDate;

impl FromStr for Bounds {
    type Err = NoDate;

    fn from_str(text: &str) -> Result<Self, NoDate> {
        let mut parts = text.split('-').map(|part| part.parse::<u32>().map_err(|_| NoDate));
        let year = parts.next().ok_or(NoDate)??;
        let month = parts.next().transpose()?;
        let day = parts.next().transpose()?;
        let in_range = |value: Option<u32>, most| value.is_none_or(|v| (1..=most).contains(&v));
        if parts.next().is_some() || !(1..=9999).contains(&year) || !in_range(month, 12) || !in_range(day, 31) {
            return Err(NoDate);
        }
        Ok(Self {
            first: Day::new(year, month.unwrap_or(1), day.unwrap_or(1)),
            last: Day::new(year, month.unwrap_or(12), day.unwrap_or(days_in(year, month.unwrap_or(12)))),
        })
    }
}

/// How many days a month, from 1, has.
pub fn days_in(year: u32, month: u32) -> u32 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// From a first to a last day, either of which may be open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Period {
    /// First day; `None`: since ever.
    pub from: Option<Day>,
    /// Last day; `None`: until now.
    pub to: Option<Day>,
}

impl Period {
    /// Whether it holds a day; without a day, whether it is open towards now.
    pub fn holds(self, day: Option<Day>) -> bool {
        match day {
            Some(day) => self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to),
            None => self.to.is_none(),
        }
    }

    /// Whether the two share a day.
    pub fn overlaps(self, other: Period) -> bool {
        let before = |a: Option<Day>, b: Option<Day>| matches!((a, b), (Some(a), Some(b)) if a < b);
        !before(self.to, other.from) && !before(other.to, self.from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(from: &str, to: &str) -> Period {
        Period { from: from.parse::<Bounds>().ok().map(|b| b.first), to: to.parse::<Bounds>().ok().map(|b| b.last) }
    }

    #[test]
    fn a_year_or_month_stands_for_all_its_days() {
        let p = period("1991", "1992-06");
        assert!(p.holds(Some(Day::new(1991, 1, 1))) && p.holds(Some(Day::new(1992, 6, 30))));
        assert!(!p.holds(Some(Day::new(1992, 7, 1))) && !p.holds(None));
        assert!(period("1991", "").holds(None));
        assert_eq!(Day::new(1991, 12, 26).to_string(), "1991-12-26");
        assert_eq!("2014-06".parse::<Bounds>().map(|b| b.last), Ok(Day::new(2014, 6, 30)));
        assert_eq!("2024-02".parse::<Bounds>().map(|b| b.last), Ok(Day::new(2024, 2, 29)));
        assert!("1991-13".parse::<Bounds>().is_err() && "soon".parse::<Bounds>().is_err());
    }

    #[test]
    fn overlap_needs_a_common_day() {
        assert!(period("1990", "1991").overlaps(period("1991", "")));
        assert!(!period("1990", "1991").overlaps(period("1992", "")));
        assert!(period("", "").overlaps(period("1992", "1993")));
    }
}
