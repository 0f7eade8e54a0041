//! Feasts of calendars other than the Gregorian, by rule or, where the rule is the sky, by table.

use jiff::civil::Date;

use super::calendar::add_days;

/// The first year of the tables.
const FIRST: i16 = 1980;

/// Days from 1 January to the Lunar New Year: the new moon, by China's time, nearest to the beginning of February.
/// Computed with Meeus's series for the phases of the moon (Astronomical Algorithms, chapter 49).
const LUNAR_NEW_YEAR: [u8; 61] = [
    46, 35, 24, 43, 32, 50, 39, 28, 47, 36, 26, 45, 34, 22, 40, 30, 49, 37, 27, 46, 35, 23, 42, 31, 21, 39, 28, 48, 37,
    25, 44, 33, 22, 40, 30, 49, 38, 27, 46, 35, 24, 42, 31, 21, 40, 28, 47, 36, 25, 43, 33, 22, 41, 30, 49, 38, 27, 45,
    34, 23, 42,
];

/// Days from 1 October to Diwali: the evening before the new moon with the sun in sidereal Libra, by India's time. Places
/// differ by a day.
const DIWALI: [u8; 61] = [
    37, 26, 45, 34, 22, 42, 31, 21, 39, 28, 17, 35, 24, 43, 33, 22, 40, 29, 18, 37, 25, 44, 34, 24, 42, 31, 20, 39, 27,
    16, 35, 25, 43, 33, 22, 41, 29, 18, 37, 26, 44, 34, 23, 42, 31, 19, 38, 28, 16, 35, 25, 44, 32, 21, 40, 29, 17, 36,
    26, 45, 34,
];

/// The Lunar New Year of 1980–2040.
pub(super) fn lunar_new_year(y: i16) -> Option<Date> {
    in_table(&LUNAR_NEW_YEAR, y, Date::new(y, 1, 1).ok()?)
}

/// Diwali of 1980–2040, give or take a day.
pub(super) fn diwali(y: i16) -> Option<Date> {
    in_table(&DIWALI, y, Date::new(y, 10, 1).ok()?)
}

fn in_table(table: &[u8], y: i16, from: Date) -> Option<Date> {
    let row = usize::try_from(y.checked_sub(FIRST)?).ok()?;
    add_days(from, i64::from(*table.get(row)?))
}

/// Rosh Hashanah in the autumn of year `y`: the first day of the Hebrew year (by the molad and its four delays, as
/// Dershowitz and Reingold give them, Calendrical Calculations).
pub(super) fn rosh_hashanah(y: i16) -> Option<Date> {
    let hebrew = i64::from(y) + 3761;
    let elapsed = |year: i64| {
        let months = (235 * year - 234).div_euclid(19);
        let parts = 12_084 + 13_753 * months;
        let days = 29 * months + parts.div_euclid(25_920);
        if (3 * (days + 1)).rem_euclid(7) < 3 { days + 1 } else { days }
    };
    let (before, this, next) = (elapsed(hebrew - 1), elapsed(hebrew), elapsed(hebrew + 1));
    let delay = if next - this == 356 { 2 } else { i64::from(this - before == 382) };
    // The first of Tishri of the year 5784 was 16 September 2023.
    add_days(Date::constant(2023, 9, 16), this + delay - elapsed(5784))
}

/// The first evening's next day of Hanukkah, 25 Kislev, in year `y`.
pub(super) fn hanukkah(y: i16) -> Option<Date> {
    let (first, next) = (rosh_hashanah(y)?, rosh_hashanah(y.checked_add(1)?)?);
    let length = super::calendar::days_between(first, next);
    // Heshvan has a thirtieth day in years of 355 and 385 days.
    add_days(first, if length % 10 == 5 { 84 } else { 83 })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(date: Option<Date>) -> String {
        date.map(|day| day.to_string()).unwrap_or_default()
    }

    #[test]
    fn feasts_fall_on_the_days_on_which_they_were_kept() {
        let lunar = [
            (1998, "1998-01-28"),
            (2015, "2015-02-19"),
            (2020, "2020-01-25"),
            (2024, "2024-02-10"),
            (2026, "2026-02-17"),
        ];
        assert!(lunar.iter().all(|(y, kept)| day(lunar_new_year(*y)) == *kept));
        let lights = [(2015, "2015-11-11"), (2018, "2018-11-07"), (2022, "2022-10-24"), (2023, "2023-11-12")];
        assert!(lights.iter().all(|(y, kept)| day(diwali(*y)) == *kept));
        let new_years = [
            (2000, "2000-09-30"),
            (2016, "2016-10-03"),
            (2019, "2019-09-30"),
            (2020, "2020-09-19"),
            (2022, "2022-09-26"),
            (2023, "2023-09-16"),
            (2024, "2024-10-03"),
            (2025, "2025-09-23"),
        ];
        for (y, kept) in new_years {
            assert_eq!(day(rosh_hashanah(y)), kept);
        }
        let lamps = [(2020, "2020-12-11"), (2022, "2022-12-19"), (2023, "2023-12-08"), (2024, "2024-12-26")];
        for (y, kept) in lamps {
            assert_eq!(day(hanukkah(y)), kept);
        }
        assert_eq!((lunar_new_year(1979), diwali(2041)), (None, None));
    }
}
