//! Expressions of every family, each with its sentence, anchor, type and value; and that no input breaks it.

use jiff::civil::Date;
use proptest::prelude::*;

use super::*;
use crate::reading::{Deprel, Sentence, Upos, Word};

/// A Thursday.
const STORY: Date = Date::constant(2024, 5, 9);

/// What stands first in `text`, as "words = TYPE value".
fn first(text: &str, anchor: Option<Date>) -> String {
    let found = times(text, &Reading::default(), anchor);
    found
        .first()
        .map_or_else(|| "nothing".to_owned(), |t| format!("{} = {} {}", t.span.of(text), t.kind.as_str(), t.value))
}

/// Each row: a sentence, and its first expression.
fn check(rows: &[(&str, &str)]) {
    let wrong: Vec<String> = rows
        .iter()
        .filter(|(text, expected)| first(text, Some(STORY)) != *expected)
        .map(|(text, expected)| format!("{text:?}: expected {expected:?}, found {:?}", first(text, Some(STORY))))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn dates_in_full() {
    check(&[
        ("They met on June 9, 2021.", "June 9, 2021 = DATE 2021-06-09"),
        ("They met on 9 June 2021.", "9 June 2021 = DATE 2021-06-09"),
        ("They met on 2021-06-09.", "2021-06-09 = DATE 2021-06-09"),
        ("Signed 06/09/2021 in Oslo.", "06/09/2021 = DATE 2021-06-09"),
        ("Signed 23/09/2021 in Oslo.", "23/09/2021 = DATE 2021-09-23"),
        ("Signed 09.06.2021 in Bern.", "09.06.2021 = DATE 2021-06-09"),
        ("They met on the 5th of May, 2019.", "the 5th of May, 2019 = DATE 2019-05-05"),
        ("They met on Friday, March 6, 2020.", "Friday, March 6, 2020 = DATE 2020-03-06"),
        ("It opened in September 2025.", "September 2025 = DATE 2025-09"),
        ("It opened in Sept. 2019.", "Sept. 2019 = DATE 2019-09"),
        ("He fled in nineteen ninety-six.", "nineteen ninety-six = DATE 1996"),
        ("the Sept. 11 attacks", "Sept. 11 = DATE 2001-09-11"),
        ("He was freed after 9/11.", "9/11 = DATE 2001-09-11"),
    ]);
}

#[test]
fn a_span_has_the_year_of_its_end() {
    check(&[
        ("It ran from March to May 2021.", "March = DATE 2021-03"),
        ("It ran from November to May 2021.", "November = DATE 2020-11"),
        ("It ran from March 3 to May 5, 2019.", "March 3 = DATE 2019-03-03"),
        ("It was shut between June and August of last year.", "June = DATE 2023-06"),
        ("It ran from March to May.", "March = DATE 2024-03"),
        ("He spoke in March and May 2021 was quiet.", "March = DATE 2024-03"),
    ]);
}

#[test]
fn fiscal_years_may_span_two() {
    check(&[
        ("the budget for fiscal 2024", "fiscal 2024 = DATE 2024"),
        ("It was spent in FY2025.", "FY2025 = DATE 2025"),
        ("It was spent in FY 2024-25.", "FY 2024-25 = DATE 2024/2025"),
        ("It fell in the 2024-25 fiscal year.", "the 2024-25 fiscal year = DATE 2024/2025"),
        ("It fell in the 2023/24 financial year.", "the 2023/24 financial year = DATE 2023/2024"),
        ("It fell in fiscal year 2023/2024.", "fiscal year 2023/2024 = DATE 2023/2024"),
    ]);
}

#[test]
fn feasts_and_national_days_of_several_cultures() {
    check(&[
        ("They met before the Lunar New Year.", "the Lunar New Year = DATE 2024-02-10"),
        ("They will meet after Passover 2025.", "Passover 2025 = DATE 2025-04-13"),
        ("It was shut on Yom Kippur.", "Yom Kippur = DATE 2023-09-25"),
        ("Lamps were lit for Diwali.", "Diwali = DATE 2023-11-12"),
        ("Voters queued on Election Day 2020.", "Election Day 2020 = DATE 2020-11-03"),
        ("He resigned on Ukraine's Independence Day.", "Independence Day = DATE 2023-08-24"),
        ("He resigned on South Sudan's Independence Day last year.", "Independence Day last year = DATE 2023-07-09"),
        ("He resigned on Finnish Independence Day.", "Independence Day = DATE 2023-12-06"),
        ("He resigned on the Independence Day of Ghana.", "Independence Day of Ghana = DATE 2024-03-06"),
        ("He resigned on Independence Day.", "nothing"),
        ("They left two days after Easter.", "two days after Easter = DATE 2024-04-02"),
        ("They left a week before Nowruz.", "a week before Nowruz = DATE 2024-03-13"),
        ("They left three weeks after April 3.", "three weeks after April 3 = DATE 2024-04-24"),
        ("They left on the eve of Nowruz.", "the eve of Nowruz = DATE 2024-03-19"),
    ]);
    // The moon may be seen a day earlier or later.
    let feast = times("Shops closed for Eid al-Fitr.", &Reading::default(), Some(STORY));
    let range = feast.first().and_then(|t| t.range).expect("days");
    assert_eq!(super::calendar::days_between(range.first, range.last), 2);
    assert!(range.first <= Date::constant(2024, 4, 10) && Date::constant(2024, 4, 10) <= range.last);
}

#[test]
fn dates_without_a_year_follow_tense() {
    check(&[
        ("Troops left on Feb. 3.", "Feb. 3 = DATE 2024-02-03"),
        ("Troops will leave on Feb. 3.", "Feb. 3 = DATE 2025-02-03"),
        ("Troops will leave in June.", "June = DATE 2024-06"),
        ("Troops arrived in June.", "June = DATE 2023-06"),
        ("It was held since October.", "October = DATE 2023-10"),
        ("He resigned last May.", "last May = DATE 2023-05"),
        ("She will retire next April.", "next April = DATE 2025-04"),
        ("The vote of October last year failed.", "October last year = DATE 2023-10"),
        ("They met on Tuesday, April 30.", "Tuesday, April 30 = DATE 2024-04-30"),
        ("They met on Tuesday (April 30).", "Tuesday (April 30) = DATE 2024-04-30"),
        ("in early October", "early October = DATE 2024-10"),
    ]);
}

#[test]
fn spans_of_dates() {
    check(&[
        ("He will visit from June 3-4.", "June 3-4 = DATE 2024-06-03/2024-06-04"),
        ("He will visit Oslo June 28 - July 2.", "June 28 - July 2 = DATE 2024-06-28/2024-07-02"),
        ("The talks of 3-5 March 2021 failed.", "3-5 March 2021 = DATE 2021-03-03/2021-03-05"),
        ("It lasted Dec. 28 - Jan. 3.", "Dec. 28 - Jan. 3 = DATE 2023-12-28/2024-01-03"),
        ("the war of 2011-15", "2011-15 = DATE 2011/2015"),
    ]);
}

#[test]
fn years_and_their_parts() {
    check(&[
        ("It began in 1992.", "1992 = DATE 1992"),
        ("wars of the 1990s", "the 1990s = DATE 199"),
        ("since the late 1970s", "the late 1970s = DATE 197"),
        ("music of the '80s", "the '80s = DATE 198"),
        ("in the 20th century", "the 20th century = DATE 19"),
        ("by mid-2024", "mid-2024 = DATE 2024"),
        ("at the end of 2023", "the end of 2023 = DATE 2023"),
        ("growth in Q1 2020", "Q1 2020 = DATE 2020-Q1"),
        ("in the third quarter of 2019", "the third quarter of 2019 = DATE 2019-Q3"),
        ("in the first half of 2018", "the first half of 2018 = DATE 2018-H1"),
        ("in the spring of 2023", "the spring of 2023 = DATE 2023-SP"),
        ("They fought last winter.", "last winter = DATE 2023-WI"),
        ("budget for fiscal 2019", "fiscal 2019 = DATE 2019"),
        ("budget for FY19", "FY19 = DATE 2019"),
    ]);
}

#[test]
fn weekdays_follow_tense() {
    check(&[
        ("They met on Tuesday.", "Tuesday = DATE 2024-05-07"),
        ("They met on Thursday.", "Thursday = DATE 2024-05-09"),
        ("They will meet on Tuesday.", "Tuesday = DATE 2024-05-14"),
        ("He was shot last Thursday.", "last Thursday = DATE 2024-05-02"),
        ("She returns next Monday.", "next Monday = DATE 2024-05-13"),
        ("They met a year ago Tuesday.", "a year ago Tuesday = DATE 2023-05-09"),
        ("Shots were heard Tuesday night.", "Tuesday night = TIME 2024-05-07TNI"),
        ("The wave of Bloody Sunday", "nothing"),
    ]);
}

#[test]
fn times_of_day() {
    check(&[
        ("Polls closed at 3 p.m. on Tuesday.", "3 p.m. on Tuesday = TIME 2024-05-07T15:00"),
        ("It struck at 15:30 GMT.", "15:30 GMT = TIME 2024-05-09T15:30"),
        ("He spoke this morning.", "this morning = TIME 2024-05-09TMO"),
        ("He spoke last night.", "last night = TIME 2024-05-08TNI"),
        ("They vote tonight.", "tonight = TIME 2024-05-09TNI"),
        ("It ended at noon Saturday.", "noon Saturday = TIME 2024-05-04T12:00"),
        ("He left Monday at 7.30 p.m. with aides.", "Monday at 7.30 p.m. = TIME 2024-05-06T19:30"),
    ]);
}

#[test]
fn relative_to_the_story() {
    check(&[
        ("It happened today.", "today = DATE 2024-05-09"),
        ("It happened yesterday.", "yesterday = DATE 2024-05-08"),
        ("It begins tomorrow.", "tomorrow = DATE 2024-05-10"),
        ("He came last week.", "last week = DATE 2024-W18"),
        ("He came this month.", "this month = DATE 2024-05"),
        ("It ends next year.", "next year = DATE 2025"),
        ("It came three days ago.", "three days ago = DATE 2024-05-06"),
        ("It ends two months from now.", "two months from now = DATE 2024-07"),
        ("Earlier this year, he fled.", "Earlier this year = DATE 2024"),
        ("He came the day before yesterday.", "the day before yesterday = DATE 2024-05-07"),
        ("It fell over the weekend.", "the weekend = DATE 2024-W18-WE"),
        ("He fell two and a half years ago.", "two and a half years ago = DATE 2021-11"),
    ]);
}

#[test]
fn relative_to_the_narrative() {
    let second = |text: &str| {
        let found = times(text, &Reading::default(), Some(STORY));
        found.get(1).map(|t| format!("{} {}", t.span.of(text), t.value)).unwrap_or_default()
    };
    assert_eq!(second("He fled on May 2, 2019. Two days later he was caught."), "Two days later 2019-05-04");
    assert_eq!(second("He fled on May 2, 2019. On the same day it burnt."), "the same day 2019-05-02");
    assert_eq!(second("He fled in May 2019. The following month he died."), "The following month 2019-06");
    assert_eq!(second("He fled in 2019. The previous year he was rich."), "The previous year 2018");
    assert_eq!(second("They met on Tuesday. Earlier in the day it rained."), "Earlier in the day 2024-05-07");
    assert_eq!(second("He was held in March 2019 and freed in May."), "May 2019-05");
}

#[test]
fn durations_and_sets() {
    check(&[
        ("It took three days.", "three days = DURATION P3D"),
        ("a 30-day ceasefire", "30-day = DURATION P30D"),
        ("a two-year term", "two-year = DURATION P2Y"),
        ("a week-long visit", "week-long = DURATION P1W"),
        ("They fought for decades.", "decades = DURATION PXDE"),
        ("in recent months", "recent months = DURATION PXM"),
        ("over the past two weeks", "the past two weeks = DURATION P2W"),
        ("It lasted nearly two hours.", "nearly two hours = DURATION PT2H"),
        ("It lasted five and a half hours.", "five and a half hours = DURATION PT5H30M"),
        ("They march every Monday.", "every Monday = SET XXXX-WXX-1"),
        ("They pray on Fridays.", "Fridays = SET XXXX-WXX-5"),
        ("It is held annually.", "annually = SET P1Y"),
        ("They meet twice a year.", "twice a year = SET P1Y"),
        ("They march each July.", "each July = SET XXXX-07"),
    ]);
}

#[test]
fn days_with_names() {
    check(&[
        ("He will speak on Christmas Day.", "Christmas Day = DATE 2024-12-25"),
        ("They marched on Martin Luther King Day 2023.", "Martin Luther King Day 2023 = DATE 2023-01-16"),
        ("They marched on World Press Freedom Day 2023.", "World Press Freedom Day 2023 = DATE 2023-05-03"),
        ("The truce of Easter 2021 held.", "Easter 2021 = DATE 2021-04-04"),
        ("shot on New Year's Eve 2022", "New Year's Eve 2022 = DATE 2022-12-31"),
        ("Nowruz 2023 was cold", "Nowruz 2023 = DATE 2023-03-21"),
        ("He was shot last Thanksgiving.", "last Thanksgiving = DATE 2023-11-23"),
    ]);
    let ramadan = times("during Ramadan 2024", &Reading::default(), None);
    assert!(ramadan[0].range.is_some_and(|r| r.first.month() == 3 && r.last.month() == 4), "{ramadan:?}");
}

#[test]
fn vague_references() {
    check(&[
        ("They are now allies.", "now = DATE PRESENT_REF"),
        ("It recently changed.", "recently = DATE PAST_REF"),
        ("They will soon meet.", "soon = DATE FUTURE_REF"),
        ("as soon as it ends", "nothing"),
        ("The river soon flooded.", "nothing"),
    ]);
}

#[test]
fn what_is_no_time() {
    check(&[
        ("The 33-year-old was held.", "nothing"),
        ("He is 48 years old.", "nothing"),
        ("It cost $2019.", "nothing"),
        ("Some 2000 refugees fled.", "nothing"),
        ("They may march on the capital.", "nothing"),
        ("Theresa May resigned.", "nothing"),
        ("The fall of the town was swift.", "nothing"),
        ("The sun and the second man.", "nothing"),
        ("He met April Stone.", "nothing"),
        ("Flights cost 5 million a year.", "nothing"),
        ("It fell on Feb. 30.", "nothing"),
    ]);
}

#[test]
fn without_an_anchor_what_is_open_stays_open() {
    for (text, expected) in [
        ("They met on Tuesday.", "Tuesday = DATE XXXX-WXX-2"),
        ("They met on Feb. 3.", "Feb. 3 = DATE XXXX-02-03"),
        ("They met in May 2019.", "May 2019 = DATE 2019-05"),
        ("They met last week.", "last week = DATE XXXX-WXX"),
        ("They met from Feb. 3-4.", "Feb. 3-4 = DATE XXXX-02-03/XXXX-02-04"),
    ] {
        assert_eq!(first(text, None), expected);
    }
}

#[test]
fn the_past_months_have_their_days() {
    let found = times("In the past three months it fell.", &Reading::default(), Some(STORY));
    let range = found[0].range.expect("days");
    assert_eq!((range.first.to_string(), range.last.to_string()), ("2024-02-09".to_owned(), "2024-05-09".to_owned()));
}

proptest! {
    #[test]
    fn no_reading_breaks_it(
        picks in prop::collection::vec(0..PIECES.len(), 10..60),
        seeds in prop::collection::vec(0_usize..1000, 1..60),
    ) {
        let text = picks.iter().map(|&n| PIECES[n]).collect::<Vec<_>>().join(" ");
        let reading = any_reading(&text, &seeds);
        let found = times(&text, &reading, Some(STORY));
        for (s, sentence) in reading.sentences.iter().enumerate() {
            for word in 0..=sentence.words.len() {
                let dated = event_time(&reading, s, word, &found, Some(STORY));
                prop_assert!(dated.date.is_some() || dated.date_end.is_none());
            }
        }
        story_date(&text, Span::new(0, text.len()), &reading, &[]);
    }
}

/// Pieces of which expressions are made, some of them absurd.
const PIECES: &[&str] = &[
    "the",
    "a",
    "last",
    "next",
    "this",
    "Monday",
    "May",
    "Feb.",
    "3",
    "31",
    "2021",
    "-",
    ",",
    "99999999999999999999",
    "9999",
    "0",
    "years",
    "days",
    "ago",
    "later",
    "quarter",
    "first",
    "third",
    "of",
    "in",
    "1990s",
    "'",
    "Q4",
    "p.m.",
    "15:30",
    "every",
    "twenty",
    "hundred",
    "million",
    "centuries",
    "half",
    "and",
    "week",
    "\n",
    "mid",
    "early",
    "é",
    "–",
    "Easter",
    "Ramadan",
    "today",
    "morning",
    "to",
    "from",
    "/",
    ".",
    "9/11",
    "0001-01-01",
    "9999-12-31",
    "decades",
];

proptest! {
    #[test]
    fn no_text_breaks_it(text in "\\PC{0,200}", year in 1_i16..=9999) {
        sound(&text, Date::new(year, 12, 31).ok())?;
    }

    #[test]
    fn no_order_of_words_breaks_it(picks in prop::collection::vec(0..PIECES.len(), 0..40), glue in any::<bool>(), year in 1_i16..=9999) {
        let words: Vec<&str> = picks.iter().map(|&n| PIECES[n]).collect();
        sound(&words.join(if glue { "" } else { " " }), Date::new(year, 1, 1).ok())?;
    }
}

/// A reading of `text` whose words are its runs between spaces, ten a sentence, tagged and joined at random,
/// circles and all.
fn any_reading(text: &str, seeds: &[usize]) -> Reading {
    let pick = |n: usize, of: usize| seeds.get(n % seeds.len().max(1)).map_or(0, |s| s.wrapping_add(n * 31) % of);
    let mut words = Vec::new();
    let mut at = 0;
    for (n, form) in text.split(' ').enumerate() {
        let span = Span::new(at, at + form.len());
        at += form.len() + 1;
        words.push(Word {
            span,
            form: form.to_owned(),
            lemma: ["have", "plan", "set", "meet", "first"][pick(n, 5)].to_owned(),
            upos: Upos::ALL[pick(n, Upos::ALL.len())],
            xpos: Xpos::ALL[pick(n + 1, Xpos::ALL.len())],
            head: Some(pick(n + 2, 10)).filter(|h| *h != n % 10),
            deprel: Deprel::ALL[pick(n + 3, Deprel::ALL.len())],
        });
    }
    let sentences = words.chunks(10).filter(|c| c.len() == 10).filter_map(|c| Sentence::of_words(c.to_vec()));
    Reading { sentences: sentences.collect() }
}

/// Spans fit the text, do not overlap, and ranges run forwards; the story's date can be asked for.
fn sound(text: &str, anchor: Option<Date>) -> Result<(), TestCaseError> {
    for anchor in [anchor, None] {
        let mut end = 0;
        for t in times(text, &Reading::default(), anchor) {
            prop_assert!(text.get(t.span.start..t.span.end).is_some_and(|w| !w.is_empty()));
            prop_assert!(t.span.start >= end);
            prop_assert!(t.range.is_none_or(|r| r.first <= r.last));
            prop_assert!(!t.value.is_empty());
            end = t.span.end;
        }
    }
    let dated = story_date(text, Span::new(0, text.len()), &Reading::default(), &[]);
    prop_assert!(dated.candidates.len() <= 7);
    Ok(())
}
