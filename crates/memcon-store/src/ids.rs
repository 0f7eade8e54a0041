//! Ids that come from content: the same on every machine and in every order of adding.

use sha2::{Digest as _, Sha256};

/// Bits of an id that hold a hash; above them stands the day.
const HASH_BITS: u32 = 43;

/// A hash of parts, each told from the next.
pub fn hash(parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

/// The first 64 bits of a hash of parts.
pub fn hash64(parts: &[&[u8]]) -> u64 {
    first64(&hash(parts))
}

/// The first 64 bits of a hash.
pub fn first64(hash: &[u8; 32]) -> u64 {
    hash.first_chunk().map_or(0, |bytes| u64::from_be_bytes(*bytes))
}

/// A hash as a row id: 63 bits, so that it is positive.
pub fn row_id(hash: u64) -> i64 {
    (hash >> 1).cast_signed()
}

/// A hash as the id of a row that many others refer to: 47 bits, which `SQLite` keeps in six bytes instead of eight.
pub fn short_id(hash: u64) -> i64 {
    (hash >> 17).cast_signed()
}

/// An id whose order is that of days, then of hashes.
pub fn day_id(day: u32, hash: u64) -> i64 {
    (u64::from(day) << HASH_BITS | hash >> (64 - HASH_BITS)).cast_signed()
}

/// The least id of a day.
pub fn first_of_day(day: i64) -> i64 {
    day.max(0) << HASH_BITS
}

/// The day of an id.
pub fn day_of(id: i64) -> i64 {
    id >> HASH_BITS
}

/// Days from 0001-01-01 to the first day of a date that may be partial; 0 where there is none.
pub fn day_number(date: Option<&str>) -> u32 {
    date.and_then(first_day).unwrap_or_default()
}

fn first_day(date: &str) -> Option<u32> {
    let mut parts = date.splitn(3, '-');
    let year: i16 = parts.next()?.parse().ok()?;
    let month: i8 = parts.next().map_or(Some(1), |text| text.parse().ok())?;
    let day: i8 = parts.next().map_or(Some(1), |text| text.parse().ok())?;
    let date = jiff::civil::Date::new(year, month, day).ok()?;
    let days = (date - jiff::civil::date(1, 1, 1)).get_days();
    u32::try_from(days).ok().filter(|&day| day < 1 << (63 - HASH_BITS))
}

/// Days from 1900-01-01 to a date, in 16 bits: 0 where there is none or it is out of reach.
pub fn short_day(date: Option<&str>) -> u16 {
    const FIRST: u32 = 693_595;
    date.and_then(first_day).and_then(|day| day.checked_sub(FIRST)).and_then(|day| day.try_into().ok()).unwrap_or(0)
}

/// Whether a date names a day, not only a month or year.
pub fn is_day(date: &str) -> bool {
    date.len() == "YYYY-MM-DD".len()
}

/// The month of a date, or its year where it has no month, or nothing.
pub fn month(date: Option<&str>) -> &str {
    date.map_or("", |date| date.get(..7).unwrap_or(date))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_positive_and_in_the_order_of_days() {
        let (first, second) = (day_number(Some("2024-02-29")), day_number(Some("2024-03-01")));
        assert_eq!(first + 1, second);
        assert!(day_id(first, u64::MAX) < day_id(second, 0) && day_id(second, u64::MAX) > 0);
        assert_eq!(day_of(day_id(second, u64::MAX)), i64::from(second));
        assert_eq!(day_id(second, 0), first_of_day(i64::from(second)));
        assert!(row_id(u64::MAX) > 0);
    }

    #[test]
    fn short_days_begin_in_1900() {
        assert_eq!((short_day(Some("1900-01-01")), short_day(Some("1900-01-02"))), (0, 1));
        assert_eq!((short_day(Some("1899-12-31")), short_day(Some("2300-01-01")), short_day(None)), (0, 0, 0));
        assert!(short_id(u64::MAX) < 1 << 47);
    }

    #[test]
    fn partial_dates_start_at_their_first_day() {
        assert_eq!(day_number(Some("2024-05")), day_number(Some("2024-05-01")));
        assert_eq!(day_number(Some("2024")), day_number(Some("2024-01-01")));
        assert_eq!((day_number(None), day_number(Some("soon")), day_number(Some("2024-13"))), (0, 0, 0));
        assert_eq!((month(Some("2024-05-07")), month(Some("2024")), month(None)), ("2024-05", "2024", ""));
    }
}
