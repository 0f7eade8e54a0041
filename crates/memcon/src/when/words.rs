//! The words of time: what each names. Function words are matched by the grammar itself.

use std::collections::HashMap;
use std::sync::LazyLock;

use jiff::civil::Weekday;

use super::calendar::{Season, Unit};

/// A part of the day, with its TIMEX3 code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum DayPart {
    Morning,
    Afternoon,
    Evening,
    Night,
    /// A clock time that has a name: noon, midnight.
    Hour(i8),
}

impl DayPart {
    /// The code after the `T` of a value.
    pub(super) fn code(self) -> String {
        match self {
            Self::Morning => "MO".to_owned(),
            Self::Afternoon => "AF".to_owned(),
            Self::Evening => "EV".to_owned(),
            Self::Night => "NI".to_owned(),
            Self::Hour(h) => format!("{h:02}:00"),
        }
    }
}

/// What a word names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lex {
    /// Nothing of time.
    Other,
    /// A function word, or part of a name, that an expression may begin with.
    Opener,
    /// A month; `sure` where the form is no other word or name.
    Month { number: i8, sure: bool },
    /// A weekday; `sure` likewise.
    Weekday { day: Weekday, sure: bool },
    /// A unit in the singular.
    Unit(Unit),
    /// A unit in the plural.
    Units(Unit),
    /// A season.
    Season(Season),
    /// A part of the day.
    Part(DayPart),
    /// A number word below a hundred.
    Cardinal(i64),
    /// hundred, thousand, million.
    Scale(i64),
    /// An ordinal word.
    Ordinal(i64),
    /// "the nineties".
    Nineties(i16),
}

const MONTHS: &[(&str, i8, bool)] = &[
    ("january", 1, true),
    ("february", 2, true),
    ("march", 3, false),
    ("april", 4, true),
    ("may", 5, false),
    ("june", 6, true),
    ("july", 7, true),
    ("august", 8, true),
    ("september", 9, true),
    ("october", 10, true),
    ("november", 11, true),
    ("december", 12, true),
    ("jan", 1, false),
    ("feb", 2, false),
    ("mar", 3, false),
    ("apr", 4, false),
    ("jun", 6, false),
    ("jul", 7, false),
    ("aug", 8, false),
    ("sep", 9, false),
    ("sept", 9, false),
    ("oct", 10, false),
    ("nov", 11, false),
    ("dec", 12, false),
];

const WEEKDAYS: &[(&str, Weekday, bool)] = &[
    ("monday", Weekday::Monday, true),
    ("tuesday", Weekday::Tuesday, true),
    ("wednesday", Weekday::Wednesday, true),
    ("thursday", Weekday::Thursday, true),
    ("friday", Weekday::Friday, true),
    ("saturday", Weekday::Saturday, true),
    ("sunday", Weekday::Sunday, true),
    ("mon", Weekday::Monday, false),
    ("tue", Weekday::Tuesday, false),
    ("tues", Weekday::Tuesday, false),
    ("wed", Weekday::Wednesday, false),
    ("thu", Weekday::Thursday, false),
    ("thur", Weekday::Thursday, false),
    ("thurs", Weekday::Thursday, false),
    ("fri", Weekday::Friday, false),
    ("sat", Weekday::Saturday, false),
    ("sun", Weekday::Sunday, false),
];

const UNITS: &[(&str, &str, Unit)] = &[
    ("", "seconds", Unit::Second), // "second" is listed as the ordinal
    ("minute", "minutes", Unit::Minute),
    ("hour", "hours", Unit::Hour),
    ("day", "days", Unit::Day),
    ("weekend", "weekends", Unit::Weekend),
    ("week", "weeks", Unit::Week),
    ("fortnight", "fortnights", Unit::Fortnight),
    ("month", "months", Unit::Month),
    ("season", "seasons", Unit::Season),
    ("quarter", "quarters", Unit::Quarter),
    ("year", "years", Unit::Year),
    ("decade", "decades", Unit::Decade),
    ("century", "centuries", Unit::Century),
];

const CARDINALS: &[&str] = &[
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];

const TENS: &[(&str, i64)] = &[
    ("twenty", 20),
    ("thirty", 30),
    ("forty", 40),
    ("fifty", 50),
    ("sixty", 60),
    ("seventy", 70),
    ("eighty", 80),
    ("ninety", 90),
];

const SCALES: &[(&str, i64)] = &[("hundred", 100), ("thousand", 1000), ("million", 1_000_000)];

const ORDINALS: &[&str] = &[
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
];

const DECADES: &[(&str, i16)] = &[
    ("twenties", 192),
    ("thirties", 193),
    ("forties", 194),
    ("fifties", 195),
    ("sixties", 196),
    ("seventies", 197),
    ("eighties", 198),
    ("nineties", 199),
    ("noughties", 200),
];

const PARTS: &[(&str, DayPart)] = &[
    ("morning", DayPart::Morning),
    ("mornings", DayPart::Morning),
    ("afternoon", DayPart::Afternoon),
    ("afternoons", DayPart::Afternoon),
    ("evening", DayPart::Evening),
    ("evenings", DayPart::Evening),
    ("night", DayPart::Night),
    ("nights", DayPart::Night),
    ("noon", DayPart::Hour(12)),
    ("midday", DayPart::Hour(12)),
    ("midnight", DayPart::Hour(0)),
];

const SEASONS: &[(&str, Season)] = &[
    ("spring", Season::Spring),
    ("summer", Season::Summer),
    ("autumn", Season::Fall),
    ("fall", Season::Fall),
    ("winter", Season::Winter),
    ("springs", Season::Spring),
    ("summers", Season::Summer),
    ("autumns", Season::Fall),
    ("winters", Season::Winter),
];

/// Words that name no time themselves but begin expressions: the grammar tries no rule elsewhere.
const OPENERS: &[&str] = &[
    "a",
    "about",
    "all",
    "almost",
    "an",
    "annually",
    "another",
    "anzac",
    "approximately",
    "armistice",
    "around",
    "as",
    "ash",
    "ashura",
    "at",
    "bastille",
    "beginning",
    "biweekly",
    "boxing",
    "christmas",
    "close",
    "columbus",
    "coming",
    "couple",
    "current",
    "currently",
    "daily",
    "dozens",
    "each",
    "earlier",
    "early",
    "easter",
    "eid",
    "end",
    "epiphany",
    "every",
    "few",
    "fewer",
    "final",
    "fiscal",
    "following",
    "fortnightly",
    "future",
    "fy",
    "good",
    "h",
    "half",
    "halloween",
    "hourly",
    "human",
    "hundreds",
    "initial",
    "international",
    "intervening",
    "its",
    "juneteenth",
    "just",
    "labor",
    "last",
    "late",
    "lately",
    "later",
    "latest",
    "less",
    "many",
    "martin",
    "memorial",
    "mid",
    "middle",
    "monthly",
    "more",
    "most",
    "nearly",
    "newroz",
    "new",
    "next",
    "nightly",
    "norouz",
    "now",
    "nowadays",
    "nowruz",
    "once",
    "orthodox",
    "outset",
    "over",
    "palm",
    "past",
    "pentecost",
    "per",
    "preceding",
    "presently",
    "presidents",
    "previous",
    "q",
    "quarterly",
    "ramadan",
    "ramazan",
    "recent",
    "recently",
    "remainder",
    "remembrance",
    "rest",
    "right",
    "roughly",
    "several",
    "some",
    "sometime",
    "soon",
    "start",
    "subsequent",
    "than",
    "thanksgiving",
    "that",
    "the",
    "these",
    "this",
    "thousands",
    "today",
    "tomorrow",
    "tonight",
    "turn",
    "twice",
    "up",
    "valentine",
    "veterans",
    "weekly",
    "well",
    "world",
    "yearly",
    "yesterday",
    "mondays",
    "tuesdays",
    "wednesdays",
    "thursdays",
    "fridays",
    "saturdays",
    "sundays",
    "daylong",
    "weeklong",
    "monthlong",
    "yearlong",
    "decadelong",
    "dayslong",
    "weekslong",
    "monthslong",
    "yearslong",
    "decadeslong",
    "hourlong",
    "hourslong",
    "lunar",
    "chinese",
    "tet",
    "seollal",
    "diwali",
    "deepavali",
    "rosh",
    "yom",
    "sukkot",
    "passover",
    "purim",
    "hanukkah",
    "maundy",
    "shrove",
    "saint",
    "st",
    "inauguration",
    "election",
    "canada",
    "australia",
    "cinco",
    "german",
    "earth",
    "mawlid",
    "arbaeen",
    "islamic",
    "independence",
    "eve",
];

static TABLE: LazyLock<HashMap<&'static str, Lex>> = LazyLock::new(|| {
    let mut table = HashMap::new();
    table.extend(OPENERS.iter().map(|&w| (w, Lex::Opener)));
    table.extend(MONTHS.iter().map(|&(w, number, sure)| (w, Lex::Month { number, sure })));
    table.extend(WEEKDAYS.iter().map(|&(w, day, sure)| (w, Lex::Weekday { day, sure })));
    table.extend(UNITS.iter().filter(|row| !row.0.is_empty()).map(|&(w, _, u)| (w, Lex::Unit(u))));
    table.extend(UNITS.iter().map(|&(_, w, u)| (w, Lex::Units(u))));
    table.extend(CARDINALS.iter().zip(0..).map(|(&w, n)| (w, Lex::Cardinal(n))));
    table.extend(TENS.iter().map(|&(w, n)| (w, Lex::Cardinal(n))));
    table.extend(SCALES.iter().map(|&(w, n)| (w, Lex::Scale(n))));
    table.extend(ORDINALS.iter().zip(1..).map(|(&w, n)| (w, Lex::Ordinal(n))));
    table.extend(DECADES.iter().map(|&(w, d)| (w, Lex::Nineties(d))));
    table.extend(PARTS.iter().map(|&(w, p)| (w, Lex::Part(p))));
    table.extend(SEASONS.iter().map(|&(w, s)| (w, Lex::Season(s))));
    table
});

/// Longest word of the table, in bytes.
const LONGEST: usize = 13;

/// What `word` names, whatever its case.
pub(super) fn lookup(word: &str) -> Lex {
    let mut lower = [0_u8; LONGEST];
    let Some(buffer) = lower.get_mut(..word.len()) else { return Lex::Other };
    buffer.copy_from_slice(word.as_bytes());
    buffer.make_ascii_lowercase();
    std::str::from_utf8(buffer).ok().and_then(|w| TABLE.get(w)).copied().unwrap_or(Lex::Other)
}

/// The number that one word names: zero to nineteen, and the tens to ninety.
pub fn cardinal(word: &str) -> Option<i64> {
    match lookup(word) {
        Lex::Cardinal(value) => Some(value),
        _ => None,
    }
}

/// The place in a row that one word names, from 1: "first", "third".
pub fn ordinal(word: &str) -> Option<i64> {
    match lookup(word) {
        Lex::Ordinal(place) => Some(place),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_fits_the_buffer() {
        assert!(TABLE.keys().all(|w| w.len() <= LONGEST));
        assert_eq!(lookup("SEPT"), Lex::Month { number: 9, sure: false });
        assert_eq!(lookup("second"), Lex::Ordinal(2));
        assert_eq!(lookup("internationalise"), Lex::Other);
    }
}
