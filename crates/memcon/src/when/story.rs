//! The story's own date: what the page says, weighed; else what the story's own evidence leaves.
//!
//! Order of trust: given by the caller; structured metadata; byline; dateline; address; a time of update; then
//! inference (`infer`).

use jiff::civil::Date;

use super::DateRange;
use super::calendar::{Period, days_between};
use super::grammar::{Expr, Match, Year};
use super::infer::{Clues, DATELINE_LINES, MISFIT};
use super::tokens::{Kind, Token};
use crate::Span;
use crate::evidence::{DateEvidence, DateSource};
use crate::reading::Reading;

/// When a story was published, and how that is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StoryDate {
    /// The day, where one stands out.
    pub date: Option<Date>,
    /// Where it, or the candidates, come from; `None` where nothing tells.
    pub source: Option<DateSource>,
    /// The days that it may be, best first, at most seven; the one day where it is known.
    pub candidates: Vec<Date>,
    /// How it was come to, a step a line.
    pub reasoning: Vec<String>,
}

/// When the story in `story` of `text` was published.
///
/// `evidence` is what the page says of this story's date; the dateline, and lines of the text that only date it
/// ("Published 3 May 2024", "(Alpine Press, May 3, 2024)"), are read here.
pub fn story_date(text: &str, story: Span, reading: &Reading, evidence: &[DateEvidence]) -> StoryDate {
    story_date_within(text, story, reading, evidence, &[])
}

/// When a story was published that is taken to say nothing of it: by its own evidence alone, whatever bylines it holds.
/// `terms` are those of [`story_date_within`]. This is what inference is measured by.
pub fn inferred_date(text: &str, story: Span, reading: &Reading, terms: &[Vec<DateRange>]) -> StoryDate {
    let mut steps = Vec::new();
    let inferred = Clues::gather(text, story, reading, terms).infer(None, &mut steps);
    StoryDate { reasoning: steps, ..inferred }
}

/// As [`story_date`], where those whom the story calls by their office held it in `terms`, one list for each of them
/// (see [`office_terms`](super::office_terms)). Only inference uses it.
pub fn story_date_within(
    text: &str,
    story: Span,
    reading: &Reading,
    evidence: &[DateEvidence],
    terms: &[Vec<DateRange>],
) -> StoryDate {
    let clues = Clues::gather(text, story, reading, terms);
    let said = || evidence.iter().chain(&clues.bylines);
    let usable: Vec<&DateEvidence> = said().filter(|e| (1980..2200).contains(&e.date.year())).collect();
    let mut steps = Vec::new();
    for e in said().filter(|e| !(1980..2200).contains(&e.date.year())) {
        steps.push(format!("{} gives {}, which no news page bears", e.source.as_str(), e.date));
    }
    let publication = |wanted: &[DateSource]| -> Vec<&DateEvidence> {
        usable.iter().copied().filter(|e| !e.updated && wanted.contains(&e.source)).collect()
    };
    let groups: [&[DateSource]; 3] =
        [&[DateSource::Given], &[DateSource::JsonLd, DateSource::Meta, DateSource::TimeElement], &[DateSource::Byline]];
    for group in groups {
        if let Some(best) = weigh(&publication(group), &clues, &mut steps) {
            return known(best.date, best.source, steps);
        }
    }
    if let Some(date) = clues.dateline_date(&usable, &mut steps) {
        return known(date, DateSource::Dateline, steps);
    }
    if let Some(best) = weigh(&publication(&[DateSource::Dateline, DateSource::Url]), &clues, &mut steps) {
        return known(best.date, best.source, steps);
    }
    let updated = usable.iter().copied().filter(|e| e.updated).min_by_key(|e| (e.date, e.source));
    let inferred = clues.infer(updated.map(|e| e.date), &mut steps);
    match (updated, inferred.date) {
        (Some(update), None) => {
            steps.push(format!("{:?} is an update's time, but nothing else names the day", update.text));
            known(update.date, update.source, steps)
        }
        (Some(update), Some(date)) if days_between(date, update.date) <= 1 => {
            steps.push(format!("{:?}, an update's time, agrees with the story's own evidence", update.text));
            known(update.date, update.source, steps)
        }
        _ => StoryDate { reasoning: steps, ..inferred },
    }
}

fn known(date: Date, source: DateSource, reasoning: Vec<String>) -> StoryDate {
    StoryDate { date: Some(date), source: Some(source), candidates: vec![date], reasoning }
}

/// Of several things that a page says, the date that most say; then the one that fits the story clearly
/// better, then the one from the most trusted place.
fn weigh<'e>(said: &[&'e DateEvidence], clues: &Clues, steps: &mut Vec<String>) -> Option<&'e DateEvidence> {
    let votes = |date: Date| said.iter().filter(|e| days_between(e.date, date).abs() <= 1).count();
    let key = |e: &DateEvidence| (std::cmp::Reverse(votes(e.date)), clues.cost(e.date) / MISFIT, e.source, e.date);
    let best = said.iter().copied().min_by_key(|e| key(e))?;
    steps.push(format!("{} gives {}: {:?}", best.source.as_str(), best.date, best.text));
    for other in said.iter().filter(|e| days_between(e.date, best.date).abs() > 1) {
        steps.push(format!("passed over: {} gives {}: {:?}", other.source.as_str(), other.date, other.text));
    }
    Some(best)
}

/// The number of paragraphs before token `at`, counted only as far as a dateline can stand.
pub(super) fn line_of(tokens: &[Token<'_>], at: usize) -> usize {
    if at > 600 { DATELINE_LINES } else { tokens[..at].iter().filter(|t| t.breaks).count() }
}

/// "GENEVA, May 3 (Agency) –": a place in capitals at the head of a line, a day, then a dash, a bracket or a
/// colon.
pub(super) fn dateline(text: &str, tokens: &[Token<'_>], m: &Match) -> Option<(Option<i16>, i8, i8, String)> {
    let Expr::Dated { month, day: Some(day), year, .. } = m.expr else { return None };
    let year = match year {
        Year::Known(y) => Some(y),
        Year::Open => None,
        _ => return None,
    };
    let start = tokens[m.first].span.start;
    let head = &text[..start];
    let line = &head[head.rfind('\n').map_or(0, |n| n + 1)..];
    let place: Vec<&str> = line.split(|c: char| !c.is_alphabetic()).filter(|w| w.len() > 2).collect();
    let capitals = place.first().is_some_and(|w| w.chars().all(char::is_uppercase));
    let short = line.chars().count() <= 60 && place.len() <= 6;
    let after = tokens.get(m.end)?;
    let closed = matches!(after.kind, Kind::Mark('(' | '-' | ':' | '/' | '.' | ','));
    let words = text[start..tokens[m.end - 1].span.end].to_owned();
    (capitals && short && closed).then_some((year, month, day, words))
}

/// "Updated 09 June 2021", "By Ann Lee | May 3, 2024", a last "(Alpine Press, May 3, 2024)": a paragraph, or a
/// bracket at its end, that holds a full date and little else.
pub(super) fn byline(text: &str, tokens: &[Token<'_>], m: &Match) -> Option<DateEvidence> {
    let date = match m.expr {
        Expr::Period(Period::Day(date)) => date,
        Expr::Dated { month, day: Some(day), year: Year::Known(y), .. } => Date::new(y, month, day).ok()?,
        _ => return None,
    };
    // At the very end of a text the signature may follow the last sentence in its line.
    let tail = m.end + 1 >= tokens.len();
    let after_sentence =
        |i: usize| tail && i > 0 && matches!(tokens[i - 1].kind, Kind::Mark('.' | '!' | '?' | '"' | '”'));
    let opens = |i: &usize| {
        tokens[*i].kind == Kind::Mark('(') || tokens[*i].breaks || *i == 0 || *i < m.first && after_sentence(*i)
    };
    let first = (m.first.saturating_sub(BYLINE)..=m.first).rev().find(opens)?;
    let bracket = tokens[first].kind == Kind::Mark('(');
    let ends = |i: &usize| tokens.get(*i).is_none_or(|t| t.breaks || bracket && t.kind == Kind::Mark(')'));
    let last = (m.end..=m.end + BYLINE).find(ends)?;
    let closing = bracket && tokens.get(last + 1).is_none_or(|t| t.breaks);
    let mut words = tokens[first..m.first].iter().chain(&tokens[m.end..last]).filter(|t| t.text.len() > 1);
    let is = |t: &Token<'_>, list: &[&str]| list.iter().any(|w| t.is(w));
    let signed = tokens[first].is("by") || closing;
    let fits = words.all(|t| match t.kind {
        Kind::Word(_) if is(t, NO_BYLINE) => false,
        Kind::Word(_) => is(t, BYLINE_WORDS) || t.text.chars().all(char::is_uppercase) || signed && t.capital(),
        Kind::Number { .. } | Kind::Mark(_) => true,
    });
    if bracket && !closing || !fits {
        return None;
    }
    let said = &tokens[first..last];
    let span = said.first()?.span.join(said.last()?.span);
    let updated = said.iter().any(|t| is(t, &["updated", "modified", "revised", "edited"]));
    Some(DateEvidence { source: DateSource::Byline, date, text: span.of(text).to_owned(), updated })
}

/// A byline has at most so many tokens on either side of its date.
const BYLINE: usize = 10;

/// Words of a line that only says when and by whom.
const BYLINE_WORDS: &[&str] = &[
    "published",
    "updated",
    "posted",
    "modified",
    "revised",
    "edited",
    "last",
    "first",
    "on",
    "at",
    "by",
    "and",
    "news",
    "agency",
    "press",
    "date",
    "am",
    "pm",
    "issued",
    "created",
    "hours",
    "edition",
    "time",
    "local",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// Words that date something else: a picture, a right, a life.
const NO_BYLINE: &[&str] = &[
    "photo",
    "file",
    "archive",
    "picture",
    "courtesy",
    "copyright",
    "image",
    "born",
    "died",
    "taken",
    "video",
    "credit",
];

#[cfg(test)]
mod tests {
    use super::super::infer::CANDIDATES;
    use super::*;

    fn infer(story: &str, evidence: &[DateEvidence]) -> StoryDate {
        story_date(story, Span::new(0, story.len()), &Reading::default(), evidence)
    }

    fn evidence(source: DateSource, date: &str, updated: bool) -> DateEvidence {
        DateEvidence { source, date: date.parse().expect("a date"), text: date.to_owned(), updated }
    }

    fn day(text: &str) -> Option<Date> {
        text.parse().ok()
    }

    const VISIT: &str = "Prime Minister Orla Venn will visit Samarkand this week, her office said on Monday.\n\
        She will hold talks with the president during the trip from Feb. 3-4.\n\
        The two leaders agreed on a rail link when they met in Vienna in September 2025.";

    #[test]
    fn a_day_is_worked_out_from_the_story() {
        let dated = infer(VISIT, &[]);
        assert_eq!(dated.date, day("2026-02-02"), "{:#?}", dated.reasoning);
        assert_eq!(dated.source, Some(DateSource::Inferred));
        assert!(!dated.reasoning.is_empty());
    }

    #[test]
    fn weekday_and_day_of_the_month_pick_the_year() {
        let story = "The court in Tallberg freed four miners on Wednesday, June 12. They were arrested on Monday, \
            June 10. A first trial ended in 2022.";
        let dated = infer(story, &[]);
        // 12 June is a Wednesday in 2024, and not in 2022, 2023 or 2025.
        assert_eq!(dated.date.or(dated.candidates.first().copied()), day("2024-06-12"), "{dated:#?}");
    }

    #[test]
    fn without_a_year_nothing_is_named() {
        let dated = infer("The minister resigned on Friday, officials said.", &[]);
        assert_eq!((dated.date, dated.source), (None, None));
        assert!(dated.reasoning.iter().any(|r| r.contains("no year")));
    }

    #[test]
    fn weak_evidence_gives_candidates_only() {
        let dated = infer("Rebels took the bridge on March 7, witnesses said. The war began in April 2023.", &[]);
        assert_eq!(dated.date, None, "{dated:#?}");
        assert!(dated.candidates.len() > 1 && dated.candidates.len() <= 7);
        assert!(dated.candidates.contains(&"2024-03-08".parse().expect("a date")), "{dated:#?}");
    }

    #[test]
    fn structured_dates_are_weighed_against_each_other() {
        let said = [
            evidence(DateSource::JsonLd, "2024-05-03", false),
            evidence(DateSource::Meta, "2019-01-01", false),
            evidence(DateSource::TimeElement, "2024-05-03", false),
            evidence(DateSource::Url, "2024-05-02", false),
        ];
        let dated = infer("Talks were held.", &said);
        assert_eq!((dated.date, dated.source), (day("2024-05-03"), Some(DateSource::JsonLd)));
        assert!(dated.reasoning.iter().any(|r| r.contains("passed over") && r.contains("2019-01-01")));
    }

    #[test]
    fn an_update_is_used_only_for_want_of_better() {
        let update = evidence(DateSource::Byline, "2026-02-20", true);
        assert_eq!(infer("Talks were held.", std::slice::from_ref(&update)).date, day("2026-02-20"));
        assert_eq!(infer(VISIT, std::slice::from_ref(&update)).date, day("2026-02-02"));
        let both = [update, evidence(DateSource::Url, "2026-02-02", false)];
        assert_eq!(infer("Talks were held.", &both).source, Some(DateSource::Url));
    }

    #[test]
    fn the_dateline_is_read_with_the_year_of_the_page() {
        let story = "GENEVA, May 3 (Alpine Press) – Delegates met.";
        let dated = infer(story, &[evidence(DateSource::Url, "2024-05-04", false)]);
        assert_eq!((dated.date, dated.source), (day("2024-05-03"), Some(DateSource::Dateline)));
        let full = infer("NAIROBI, 3 May 2024 (Alpine Press) - Delegates met.", &[]);
        assert_eq!(full.date, day("2024-05-03"));
    }

    /// Stories of our own and the days on which they would have been published.
    const SAMPLES: &[(&str, &str)] = &[
        (VISIT, "2026-02-02"),
        (
            "The premier of Dalvia will fly to Quito this week, an aide said on Tuesday. She will open a trade fair \
             there on Sept. 18. The two states opened embassies in May 2023.",
            "2024-09-17",
        ),
        (
            "The foreign minister of Orvia arrived in Lusaka on Wednesday, her ministry said. She will leave on \
             Friday, Oct. 11, after a meeting of donors this week. The ministers last met in March 2024.",
            "2024-10-09",
        ),
        (
            "Police in Port Halle arrested nine people on Tuesday (May 21) after clashes at the harbour. The \
             harbour was the scene of riots in November 2023.",
            "2024-05-21",
        ),
        (
            "Voters in Kessia will go to the polls on Sunday, April 14, the election board said on Thursday. The \
             last election was held in June 2019.",
            "2024-04-11",
        ),
        ("Troops entered Dorran on Jan. 8, 2025, the army said. Talks had failed on Tuesday.", "2025-01-08"),
        (
            "The parliament of Tesmar on Thursday ratified a border treaty. It was signed on Monday, Dec. 2, and \
             ends a dispute that began in August 2021.",
            "2024-12-05",
        ),
        (
            "A court jailed the editor on Friday. He was arrested on Aug. 30, and was first charged in July 2022.",
            "2022-09-02",
        ),
        (
            "The envoy will travel to Brennik next week, his office said on Monday. A summit is to open on March \
             18 there. The two sides signed a truce in December 2024.",
            "2025-03-10",
        ),
    ];

    #[test]
    fn samples_are_dated_or_left_open_but_not_misdated() {
        let (mut held, mut named) = (0, 0);
        for (story, published) in SAMPLES {
            let dated = infer(story, &[]);
            let published = day(published).expect("a date");
            assert!(dated.date.is_none_or(|d| d == published), "{published}: {dated:#?}");
            assert!(dated.candidates.len() <= CANDIDATES);
            held += usize::from(dated.candidates.contains(&published));
            named += usize::from(dated.date.is_some());
        }
        assert!(held * 5 >= SAMPLES.len() * 4, "{held} held");
        assert!(named >= 1, "{named} named");
    }

    #[test]
    fn lines_that_only_date_the_story_are_bylines() {
        let source = |story: &str| {
            let dated = infer(story, &[]);
            (dated.date.map(|d| d.to_string()).unwrap_or_default(), dated.source)
        };
        let byline = |date: &str| (date.to_owned(), Some(DateSource::Byline));
        assert_eq!(source("Bridge opens\nPublished 3 May 2024\nThe bridge was opened."), byline("2024-05-03"));
        assert_eq!(source("By Ann Lee | May 3, 2024\nThe bridge was opened."), byline("2024-05-03"));
        assert_eq!(source("The bridge was opened. (Alpine Press, May 3, 2024)"), byline("2024-05-03"));
        assert_eq!(source("The bridge was opened.\nALP 03 May 2024"), byline("2024-05-03"));
        assert_eq!(source("The bridge was opened. ALP 03 May 2024"), byline("2024-05-03"));
        // Captions, and dates in sentences, are none.
        assert_ne!(source("The bridge was opened. (Photo of May 3, 2024)").1, Some(DateSource::Byline));
        assert_ne!(source("The bridge was opened on May 3, 2024.").1, Some(DateSource::Byline));
    }

    #[test]
    fn impossible_dates_of_a_page_are_passed_over() {
        let dated = infer("Talks were held.", &[evidence(DateSource::Meta, "1970-01-01", false)]);
        assert_eq!(dated.date, None);
        assert!(dated.reasoning.iter().any(|r| r.contains("1970")));
    }
}
