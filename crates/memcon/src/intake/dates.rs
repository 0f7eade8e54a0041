//! Dates as pages write them: in attributes, in addresses, in bylines.

use jiff::civil::Date;

use crate::span::Span;

/// The years that a page of news may give as its date.
const YEARS: std::ops::RangeInclusive<i16> = 1970..=2100;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// The date that an attribute or a JSON value gives: ISO 8601 in any of its forms, `2018/04/05`, seconds or
/// milliseconds since 1970, RFC 2822, or words as in a byline. The date is taken as written, in its own time zone.
pub(crate) fn of_value(value: &str) -> Option<Date> {
    let value = value.trim();
    year_first(value).or_else(|| of_epoch(value)).or_else(|| in_words(value).map(|(date, _)| date))
}

/// A date that starts a value, year first: `2018-04-05…`, `2018/4/5`, `20180405…`.
fn year_first(value: &str) -> Option<Date> {
    let digits = value.bytes().take_while(u8::is_ascii_digit).count();
    match digits {
        4 => {
            let mut parts = value.splitn(3, ['-', '/', '.']);
            let year = parts.next()?;
            let month = parts.next()?;
            let rest = parts.next()?;
            let day = rest.get(..rest.bytes().take(2).take_while(u8::is_ascii_digit).count())?;
            civil(year, month, day)
        }
        8 | 14 => civil(value.get(..4)?, value.get(4..6)?, value.get(6..8)?),
        _ => None,
    }
}

/// Seconds or milliseconds since 1970, in UTC.
fn of_epoch(value: &str) -> Option<Date> {
    let number: i64 = value.parse().ok()?;
    let seconds = match value.len() {
        10 => number,
        13 => number / 1000,
        _ => return None,
    };
    let date = jiff::civil::date(1970, 1, 1).checked_add(jiff::SignedDuration::from_secs(seconds)).ok()?;
    YEARS.contains(&date.year()).then_some(date)
}

/// The date of three numbers, if there is such a day.
fn civil(year: &str, month: &str, day: &str) -> Option<Date> {
    let date = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
    YEARS.contains(&date.year()).then_some(date)
}

/// The date in an address and the part of it that gives it: `/2018/04/05/`, `/2018-04-05`, `20180405`, `/2018/apr/05/`.
/// Only the path speaks of publication; two different dates in it speak of neither.
pub(crate) fn of_url(url: &str) -> Option<(Date, String)> {
    let (_, rest) = url.split_once("://").unwrap_or(("", url));
    let path = rest.split(['?', '#']).next()?;
    let (_, path) = path.split_once('/')?;
    let mut found: Option<(Date, String)> = None;
    for (date, text) in path_dates(path) {
        match &found {
            Some((first, _)) if *first != date => return None,
            Some(_) => {}
            None => found = Some((date, text)),
        }
    }
    found
}

/// Every date in the path of an address.
fn path_dates(path: &str) -> Vec<(Date, String)> {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split(|c: char| !c.is_ascii_alphanumeric()) {
        parts.push(part);
    }
    let mut dates = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        let compact = part.strip_prefix('t').unwrap_or(part);
        if compact.len() == 8
            && compact.bytes().all(|b| b.is_ascii_digit())
            && let Some(date) = year_first(compact)
        {
            dates.push((date, (*part).to_owned()));
        }
        if let (Some(month), Some(day)) = (parts.get(at + 1), parts.get(at + 2))
            && part.len() == 4
            && let Some(date) = of_parts(part, month, day)
        {
            dates.push((date, format!("{part}/{month}/{day}")));
        }
    }
    dates
}

/// A date of year, month (number or name) and day as parts of an address.
fn of_parts(year: &str, month: &str, day: &str) -> Option<Date> {
    if day.is_empty() || day.len() > 2 || !year.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    match month_number(month) {
        Some(number) => civil(year, &number.to_string(), day),
        None if month.len() <= 2 => civil(year, month, day),
        None => None,
    }
}

/// The first full date written in words or numbers, and where it stands: "5 April 2018", "April 5th, 2018",
/// "Apr. 5, 2018", "05-Apr-2018", "2018-04-05", "05.04.2018", and "14/03/2025" where only one order makes a date.
pub(crate) fn in_words(text: &str) -> Option<(Date, Span)> {
    let words = words(text);
    (0..words.len()).find_map(|at| date_at(text, &words, at))
}

/// The full date whose first word is word `at`.
fn date_at(text: &str, words: &[Span], at: usize) -> Option<(Date, Span)> {
    let [first, second, third] = words.get(at..at + 3)?.try_into().ok()?;
    let span: Span = Span::join(first, third);
    let (a, b, c) = (first.of(text), second.of(text), third.of(text));
    let between = span.of(text);
    if between.len() > a.len() + b.len() + c.len() + 6 || between.contains('\n') {
        return None;
    }
    let date = if let Some(month) = month_number(a) {
        day_number(b).and_then(|day| full(c, month, day))
    } else if let Some(month) = month_number(b) {
        day_number(a).and_then(|day| full(c, month, day)).or_else(|| day_number(c).and_then(|day| full(a, month, day)))
    } else {
        of_numbers(text, [first, second, third])
    };
    date.map(|date| (date, span))
}

/// A date all in numbers, with one kind of separator. Dots put the day first; with slashes or hyphens it must be clear
/// which number is the day.
fn of_numbers(text: &str, [first, second, third]: [Span; 3]) -> Option<Date> {
    let separator = Span::new(first.end, second.start).of(text);
    if separator != Span::new(second.end, third.start).of(text) || !matches!(separator, "/" | "-" | ".") {
        return None;
    }
    let (a, b, c) = (first.of(text), second.of(text), third.of(text));
    if a.len() == 4 {
        return civil(a, b, c);
    }
    if c.len() != 4 || a.len() > 2 || b.len() > 2 {
        return None;
    }
    let (day_first, month_first) = (civil(c, b, a), civil(c, a, b));
    match (day_first, month_first) {
        (Some(date), None) | (None, Some(date)) => Some(date),
        (Some(date), Some(other)) if separator == "." || date == other => Some(date),
        _ => None,
    }
}

/// A date of a four-digit year, a month and a day.
fn full(year: &str, month: i8, day: i8) -> Option<Date> {
    if year.len() != 4 {
        return None;
    }
    let date = Date::new(year.parse().ok()?, month, day).ok()?;
    YEARS.contains(&date.year()).then_some(date)
}

/// The number of a month named in full or by its first three or four letters.
fn month_number(word: &str) -> Option<i8> {
    let word = word.to_ascii_lowercase();
    if word.len() < 3 {
        return None;
    }
    let at = MONTHS.iter().position(|month| *month == word || (month.starts_with(&word) && word.len() <= 4))?;
    i8::try_from(at + 1).ok()
}

/// A day of the month: "5", "05", "5th".
fn day_number(word: &str) -> Option<i8> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    if digits.len() > 2 || !matches!(word.strip_prefix(digits)?, "" | "st" | "nd" | "rd" | "th") {
        return None;
    }
    digits.parse().ok()
}

/// The runs of letters and digits in a text.
fn words(text: &str) -> Vec<Span> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, character) in text.char_indices() {
        match (character.is_alphanumeric(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                words.push(Span::new(from, at));
                start = None;
            }
            _ => {}
        }
    }
    words.extend(start.map(|from| Span::new(from, text.len())));
    words
}

/// What a line of page furniture says of its date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DateLine {
    /// The day that it gives; none for "Updated 4 sec ago".
    pub date: Option<Date>,
    /// It speaks of an update.
    pub updated: bool,
}

/// What a line says of the page's date, if that is all that it says: a date, weekday, time and zone, with or without
/// "Published", "Updated on" and the like. A line that says anything else as well is none.
pub(crate) fn of_line(line: &str) -> Option<DateLine> {
    if line.len() > 120 {
        return None;
    }
    let lower = line.to_ascii_lowercase();
    let (keyword, updated) = keyword(&lower);
    let date = in_words(line);
    let others = words(line).into_iter().filter(|word| !date.is_some_and(|(_, span)| span.contains(*word)));
    let mut relative = false;
    let mut clock = false;
    let mut month = false;
    for word in others {
        let word = word.of(&lower);
        match class(word) {
            Some(Class::Ago) => relative = true,
            Some(Class::Clock) => clock = true,
            Some(Class::Month) => month = true,
            Some(Class::Filler) => {}
            None => return None,
        }
    }
    let relative = relative && (keyword || lower.contains("ago") || lower.contains("just now"));
    // "Nov 8" has no year: it is furniture, but gives no day.
    let dated = date.is_some() || (month && clock) || (keyword && clock) || relative;
    dated.then_some(DateLine { date: date.map(|(date, _)| date), updated })
}

/// Whether a line speaks of publishing or updating, and whether of updating.
fn keyword(lower: &str) -> (bool, bool) {
    let updated =
        ["updated", "update:", "modified", "last edited", "last changed"].iter().any(|word| lower.contains(word));
    let published =
        ["published", "posted", "created", "issued", "released", "date:"].iter().any(|word| lower.contains(word));
    (updated || published, updated && !published)
}

/// What a word adds to a line that gives a date.
enum Class {
    /// It may stand there and says nothing.
    Filler,
    /// Part of a time of day, or a zone.
    Clock,
    /// A month, without a full date around it.
    Month,
    /// "ago", "today": the date is relative to the moment of reading.
    Ago,
}

/// The class of a word of a date line; none if it says something else.
fn class(word: &str) -> Option<Class> {
    const FILLER: &[&str] = &[
        "published",
        "updated",
        "posted",
        "modified",
        "created",
        "issued",
        "released",
        "first",
        "last",
        "on",
        "at",
        "date",
        "edited",
        "changed",
        "time",
        "the",
        "of",
        "update",
        "publication",
        "article",
        "story",
        "this",
        "was",
        "and",
    ];
    const ZONES: &[&str] = &[
        "am", "pm", "a", "p", "m", "gmt", "utc", "est", "edt", "cst", "cdt", "mst", "mdt", "pst", "pdt", "et", "ct",
        "pt", "bst", "cet", "cest", "eet", "eest", "msk", "ist", "pkt", "sgt", "hkt", "jst", "kst", "aest", "aedt",
        "wib", "wat", "eat", "sast", "hrs", "h", "local", "noon", "midnight", "z",
    ];
    const AGO: &[&str] = &[
        "ago",
        "sec",
        "secs",
        "second",
        "seconds",
        "min",
        "mins",
        "minute",
        "minutes",
        "hour",
        "hours",
        "hr",
        "day",
        "days",
        "week",
        "weeks",
        "month",
        "months",
        "just",
        "now",
        "today",
        "yesterday",
    ];
    let weekday =
        WEEKDAYS.iter().any(|day| *day == word || (day.starts_with(word) && word.len() >= 3 && word.len() <= 5));
    let number = word.bytes().all(|b| b.is_ascii_digit()) && word.len() <= 4;
    let time = word.len() <= 4
        && word.bytes().next().is_some_and(|b| b.is_ascii_digit())
        && (word.ends_with("am") || word.ends_with("pm") || word.ends_with('h'));
    let iso_time = word.len() <= 6 && word.bytes().all(|b| b.is_ascii_digit() || b == b't' || b == b'z');
    if weekday || FILLER.contains(&word) {
        Some(Class::Filler)
    } else if month_number(word).is_some() {
        Some(Class::Month)
    } else if AGO.contains(&word) {
        Some(Class::Ago)
    } else if ZONES.contains(&word) || number || time || (iso_time && word.bytes().any(|b| b.is_ascii_digit())) {
        Some(Class::Clock)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i16, month: i8, day: i8) -> Date {
        Date::new(year, month, day).expect("a day of the calendar")
    }

    #[test]
    fn values_of_attributes() {
        for value in [
            "2019-07-02",
            "2019-07-02T23:30:00-04:00",
            "2019-07-02 08:11",
            "20190702",
            "20190702081100",
            "2019/07/02",
            "1562068800",
            "1562068800000",
            "Tue, 02 Jul 2019 12:00:00 GMT",
            "July 2, 2019 3:04 pm",
            "2 July 2019",
            "02-Jul-2019",
            "2019-7-2",
            "02.07.2019",
        ] {
            assert_eq!(of_value(value), Some(day(2019, 7, 2)), "{value}");
        }
        for value in ["", "yesterday", "2019", "2019-13-02", "0000-00-00", "1899-01-01", "July 2019", "03/04/2019"] {
            assert_eq!(of_value(value), None, "{value}");
        }
    }

    #[test]
    fn addresses() {
        let date = |url| of_url(url).map(|(date, _)| date);
        assert_eq!(date("https://news.example/2019/07/02/envoy-arrives"), Some(day(2019, 7, 2)));
        assert_eq!(date("https://news.example/world/2019/jul/02/envoy"), Some(day(2019, 7, 2)));
        assert_eq!(date("https://news.example/a-2019-07-02-envoy.html"), Some(day(2019, 7, 2)));
        assert_eq!(date("https://news.example/201907/t20190702_80012.html"), Some(day(2019, 7, 2)));
        assert_eq!(date("https://news.example/story/1234567890"), None);
        assert_eq!(date("https://news.example/2019/07/envoy"), None);
        assert_eq!(date("https://news.example/story?d=2019-07-02"), None);
        assert_eq!(date("https://news.example/2019/07/02/summit-of-2019-08-09"), None);
    }

    #[test]
    fn lines_that_give_a_date() {
        for (line, updated) in [
            ("Updated 02 July 2019", true),
            ("Last updated on Tuesday, July 2, 2019 at 3:04 PM EDT", true),
            ("Published: July 2, 2019 3:04 PM", false),
            ("Tuesday, 2 July 2019", false),
            ("2019-07-02 18:20", false),
            ("First published 2 Jul 2019, updated 8:15 a.m.", false),
        ] {
            assert_eq!(of_line(line), Some(DateLine { date: Some(day(2019, 7, 2)), updated }), "{line}");
        }
    }

    #[test]
    fn a_line_may_say_that_it_is_fresh_without_giving_a_date() {
        for line in ["Updated 9 sec ago", "Published 3 hours ago", "Updated just now", "Posted at 10:45 GMT"] {
            assert_eq!(of_line(line).map(|line| line.date), Some(None), "{line}");
        }
    }

    #[test]
    fn other_lines_give_none() {
        for line in [
            "The ministers met in Geneva on July 2, 2019.",
            "Geneva",
            "4",
            "The envoy on arrival, July 2, 2019. (Photo: Handout)",
            "",
        ] {
            assert_eq!(of_line(line), None, "{line}");
        }
    }
}
