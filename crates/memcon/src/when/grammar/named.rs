//! Days that have a name, by rule: feasts, memorial days, 9/11.

use jiff::civil::{Date, Weekday};

use super::{Expr, Found, Grammar, Year};
use crate::when::calendar::{Period, add_days, easter, islamic, nth_weekday, orthodox_easter};
use crate::when::feasts::{diwali, hanukkah, lunar_new_year, rosh_hashanah};
use crate::when::words::Lex;

/// How a named day falls in a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::when) enum Named {
    /// Month and day.
    Fixed(i8, i8),
    /// Days after Easter Sunday.
    Easter(i64),
    /// Days after Orthodox Easter Sunday.
    OrthodoxEaster(i64),
    /// Month, which (5 is the last), weekday.
    Nth(i8, i8, Weekday),
    /// Month and day of the tabular Islamic calendar, days.
    Islamic(i64, i64),
    /// The month of Ramadan.
    Ramadan,
    /// Days after a first Monday of a month: America votes on the Tuesday after one.
    AfterMonday(i8, i64),
    /// Days after Rosh Hashanah of the same year; negative ones lie in the spring.
    Hebrew(i64),
    /// The first day of Hanukkah.
    Hanukkah,
    /// The first day of the Chinese calendar's year.
    LunarNewYear,
    /// Diwali.
    Diwali,
    /// The northern spring equinox as Iran's calendar keeps it, 1997–2028.
    Nowruz,
}

impl Named {
    /// When it falls in year `y`: its first day, and its last where it lasts.
    pub(in crate::when) fn days(self, y: i16) -> Option<(Date, Date)> {
        let day = match self {
            Self::Fixed(m, d) => Date::new(y, m, d).ok()?,
            Self::Easter(n) => add_days(easter(y)?, n)?,
            Self::OrthodoxEaster(n) => add_days(orthodox_easter(y)?, n)?,
            Self::Nth(m, n, weekday) => nth_weekday(y, m, n, weekday)?,
            Self::Islamic(m, d) => islamic(y, m, d)?,
            Self::AfterMonday(m, n) => add_days(nth_weekday(y, m, 1, Weekday::Monday)?, n)?,
            Self::Hebrew(n) => add_days(rosh_hashanah(y)?, n)?,
            Self::Hanukkah => hanukkah(y)?,
            Self::LunarNewYear => lunar_new_year(y)?,
            Self::Diwali => diwali(y)?,
            Self::Ramadan => {
                let first = islamic(y, 9, 1)?;
                return Some((first, add_days(first, 29)?));
            }
            Self::Nowruz => Date::new(y, 3, if y % 4 == 0 { 20 } else { 21 }).ok()?,
        };
        Some((day, day))
    }

    /// Whether the calendar gives its day only about: the moon is sighted a day earlier or later, and places differ.
    pub(in crate::when) fn is_about(self) -> bool {
        matches!(self, Self::Islamic(..) | Self::Diwali)
    }
}

impl Grammar<'_> {
    /// "Christmas", "Eid al-Fitr 2024", "the Fourth of July", "9/11".
    pub(super) fn named(&self, at: usize) -> Found<Expr> {
        if self.words(at, "9 / 11").is_some() && self.glued(at + 1) && self.glued(at + 2) && !self.mark(at + 3, '/') {
            return Some((Expr::Period(Period::Day(Date::constant(2001, 9, 11))), at + 3));
        }
        if let Some(attacks) = self.september_11(at) {
            return Some(attacks);
        }
        let token = self.get(at)?;
        if !(token.capital() || self.is(at, "the")) {
            return None;
        }
        let (named, end) = NAMED.iter().filter_map(|&(w, n)| Some((n, self.words(at, w)?))).max_by_key(|f| f.1)?;
        let after = self.skip_mark(end, ',');
        let (year, end) = match self.year(after) {
            Some((y, e)) => (Year::Known(y), e),
            None => self.relative_year(end).unwrap_or((Year::Open, end)),
        };
        Some((Expr::Named { named, year }, end))
    }

    /// "the Sept. 11 attacks" are those of 2001.
    fn september_11(&self, at: usize) -> Found<Expr> {
        let Lex::Month { number: 9, .. } = self.lex(at) else { return None };
        let day = self.skip_stop(at + 1);
        let end = day + 1;
        let eleven = self.any(day, &["11", "11th"]);
        let attacks = self.any(
            self.skip(end, &["terror", "terrorist"]),
            &["attacks", "attack", "hijackers", "attackers", "hijackings"],
        );
        (eleven && attacks).then_some((Expr::Period(Period::Day(Date::constant(2001, 9, 11))), end))
    }
}

/// Names of days, and when they fall. National days that more than one country has are left out.
const NAMED: &[(&str, Named)] = &[
    ("christmas", Named::Fixed(12, 25)),
    ("christmas day", Named::Fixed(12, 25)),
    ("christmas eve", Named::Fixed(12, 24)),
    ("boxing day", Named::Fixed(12, 26)),
    ("new year ' s day", Named::Fixed(1, 1)),
    ("new year ' s eve", Named::Fixed(12, 31)),
    ("new years day", Named::Fixed(1, 1)),
    ("valentine ' s day", Named::Fixed(2, 14)),
    ("may day", Named::Fixed(5, 1)),
    ("bastille day", Named::Fixed(7, 14)),
    ("halloween", Named::Fixed(10, 31)),
    ("the fourth of july", Named::Fixed(7, 4)),
    ("armistice day", Named::Fixed(11, 11)),
    ("veterans day", Named::Fixed(11, 11)),
    ("anzac day", Named::Fixed(4, 25)),
    ("international women ' s day", Named::Fixed(3, 8)),
    ("easter", Named::Easter(0)),
    ("easter sunday", Named::Easter(0)),
    ("easter monday", Named::Easter(1)),
    ("good friday", Named::Easter(-2)),
    ("palm sunday", Named::Easter(-7)),
    ("ash wednesday", Named::Easter(-46)),
    ("pentecost", Named::Easter(49)),
    ("orthodox easter", Named::OrthodoxEaster(0)),
    ("orthodox christmas", Named::Fixed(1, 7)),
    ("thanksgiving", Named::Nth(11, 4, Weekday::Thursday)),
    ("thanksgiving day", Named::Nth(11, 4, Weekday::Thursday)),
    ("memorial day", Named::Nth(5, 5, Weekday::Monday)),
    ("labor day", Named::Nth(9, 1, Weekday::Monday)),
    ("juneteenth", Named::Fixed(6, 19)),
    ("martin luther king day", Named::Nth(1, 3, Weekday::Monday)),
    ("martin luther king jr . day", Named::Nth(1, 3, Weekday::Monday)),
    ("presidents day", Named::Nth(2, 3, Weekday::Monday)),
    ("presidents ' day", Named::Nth(2, 3, Weekday::Monday)),
    ("columbus day", Named::Nth(10, 2, Weekday::Monday)),
    ("remembrance day", Named::Fixed(11, 11)),
    ("epiphany", Named::Fixed(1, 6)),
    ("all saints ' day", Named::Fixed(11, 1)),
    ("human rights day", Named::Fixed(12, 10)),
    ("world press freedom day", Named::Fixed(5, 3)),
    ("world refugee day", Named::Fixed(6, 20)),
    ("international workers ' day", Named::Fixed(5, 1)),
    ("international holocaust remembrance day", Named::Fixed(1, 27)),
    ("eid al - fitr", Named::Islamic(10, 1)),
    ("eid ul - fitr", Named::Islamic(10, 1)),
    ("eid al - adha", Named::Islamic(12, 10)),
    ("eid ul - adha", Named::Islamic(12, 10)),
    ("eid", Named::Islamic(10, 1)),
    ("ashura", Named::Islamic(1, 10)),
    ("ramadan", Named::Ramadan),
    ("ramazan", Named::Ramadan),
    ("the prophet ' s birthday", Named::Islamic(3, 12)),
    ("mawlid", Named::Islamic(3, 12)),
    ("arbaeen", Named::Islamic(2, 20)),
    ("islamic new year", Named::Islamic(1, 1)),
    ("the islamic new year", Named::Islamic(1, 1)),
    ("lunar new year", Named::LunarNewYear),
    ("the lunar new year", Named::LunarNewYear),
    ("chinese new year", Named::LunarNewYear),
    ("the chinese new year", Named::LunarNewYear),
    ("tet", Named::LunarNewYear),
    ("seollal", Named::LunarNewYear),
    ("diwali", Named::Diwali),
    ("deepavali", Named::Diwali),
    ("rosh hashanah", Named::Hebrew(0)),
    ("yom kippur", Named::Hebrew(9)),
    ("sukkot", Named::Hebrew(14)),
    ("passover", Named::Hebrew(-163)),
    ("purim", Named::Hebrew(-193)),
    ("hanukkah", Named::Hanukkah),
    ("maundy thursday", Named::Easter(-3)),
    ("shrove tuesday", Named::Easter(-47)),
    ("orthodox good friday", Named::OrthodoxEaster(-2)),
    ("saint patrick ' s day", Named::Fixed(3, 17)),
    ("st patrick ' s day", Named::Fixed(3, 17)),
    ("st . patrick ' s day", Named::Fixed(3, 17)),
    ("inauguration day", Named::Fixed(1, 20)),
    ("election day", Named::AfterMonday(11, 1)),
    ("canada day", Named::Fixed(7, 1)),
    ("australia day", Named::Fixed(1, 26)),
    ("cinco de mayo", Named::Fixed(5, 5)),
    ("german unity day", Named::Fixed(10, 3)),
    ("earth day", Named::Fixed(4, 22)),
    ("world aids day", Named::Fixed(12, 1)),
    ("nowruz", Named::Nowruz),
    ("norouz", Named::Nowruz),
    ("newroz", Named::Nowruz),
];
