//! The pairwise test: whether two mentions in two stories are of one event.
//!
//! It looks at the two mentions alone, so that clusters, the connected components of the test, do not depend on the
//! order of adding. What must not differ is asked first: category, act, standing, parties, place, stated days. Then
//! the words of the evidence must have enough in common, the more, the less else is known: [`Thresholds`]. Precision comes
//! before recall, since one wrong link joins two clusters whole.

use super::features::{Features, When, Where};
use super::parties::{Agreement, agreement};
use crate::ids::day_number;

/// How much evidence must overlap, from 0 to 1, to be of one event. Measured by `cargo xtask score-clusters`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Thresholds {
    /// Meetings and deals of the same parties on the same day.
    pub meeting: f64,
    /// Deeds on the same day.
    pub deed: f64,
    /// Deeds on the same day in the same town.
    pub deed_in_town: f64,
    /// Words (demands, accusations, promises) on the same day.
    pub words: f64,
    /// Days that differ by no more than [`NEAR_DAYS`], not both stated; a date that holds the other; one side that names
    /// more parties.
    pub vague: f64,
    /// A year that holds the other date.
    pub very_vague: f64,
}

/// The thresholds in use.
pub const THRESHOLDS: Thresholds =
    Thresholds { meeting: 0.1, deed: 0.3, deed_in_town: 0.2, words: 0.4, vague: 0.55, very_vague: 0.75 };

/// Days by which dates may differ that were not both stated: reports lag, and time zones part them.
pub const NEAR_DAYS: u32 = 2;

/// Towns nearer than this may be one place under two names.
const NEAR_KM: f64 = 60.0;

/// Whether two mentions are of one event.
pub fn same(a: &Features, b: &Features) -> bool {
    if a.story == b.story || a.category != b.category || a.act != b.act {
        return false;
    }
    if standing(a) != standing(b) || !modes_fit(a, b) || apart(a.place.as_ref(), b.place.as_ref()) {
        return false;
    }
    // Two towns, two people, two bodies: something else is told.
    if a.names.differs(&b.names) {
        return false;
    }
    let parties = agreement(a, b);
    let Some(needed) = needed(a, b, parties, &THRESHOLDS) else { return false };
    a.sketch.overlap(&b.sketch) >= needed
}

/// The overlap that is needed, if any is enough.
fn needed(a: &Features, b: &Features, parties: Agreement, thresholds: &Thresholds) -> Option<f64> {
    let days = match parties {
        Agreement::None => return None,
        _ if !may_be_due_together(&a.due, &b.due) => return None,
        _ => dates(a, b)?,
    };
    let vague = match days {
        Dates::Same => 0.0,
        Dates::Near => thresholds.vague,
        Dates::InYear => thresholds.very_vague,
    };
    let partly = if parties == Agreement::Covered { thresholds.vague } else { 0.0 };
    Some(kind(a, b, thresholds).max(vague).max(partly))
}

fn kind(a: &Features, b: &Features, thresholds: &Thresholds) -> f64 {
    let verbal = ["AGREE", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN"];
    let town = |f: &Features| f.place.as_ref().and_then(|place| place.point);
    if a.category == "CONSULT"
        || a.act.as_deref() == Some("CONSULT") && a.due.day().is_some() && a.due.day() == b.due.day()
    {
        thresholds.meeting
    } else if verbal.contains(&a.category.as_str()) {
        thresholds.words
    } else if town(a).is_some() && town(b).is_some() {
        // That they are near each other was asked before.
        thresholds.deed_in_town
    } else {
        thresholds.deed
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Dates {
    Same,
    Near,
    InYear,
}

/// How two dates go together; `None` where they do not.
fn dates(a: &Features, b: &Features) -> Option<Dates> {
    match (a.date.day(), b.date.day()) {
        (Some(x), Some(y)) if x == y => Some(Dates::Same),
        // "From 3 to 5 May" and "on 4 May".
        (Some(x), Some(y)) if within(y, &a.date) || within(x, &b.date) => Some(Dates::Near),
        (Some(x), Some(y)) => (x.abs_diff(y) <= NEAR_DAYS && !(a.date.stated && b.date.stated)).then_some(Dates::Near),
        _ => partial(a, b),
    }
}

fn within(day: u32, span: &When) -> bool {
    span.day()
        .zip(span.last_day())
        .is_some_and(|(first, last)| first <= day && day <= last && last - first <= NEAR_DAYS)
}

/// Dates of which at least one is no day.
fn partial(a: &Features, b: &Features) -> Option<Dates> {
    match (a.date.date.as_deref(), b.date.date.as_deref()) {
        (Some(x), Some(y)) if x.starts_with(y) || y.starts_with(x) => {
            Some(if x.len().min(y.len()) > 4 { Dates::Near } else { Dates::InYear })
        }
        (Some(_), Some(_)) => None,
        // Without a date it is filed under the day of its story.
        _ => (a.day() > 0 && b.day() > 0 && a.day().abs_diff(b.day()) <= NEAR_DAYS).then_some(Dates::Near),
    }
}

fn may_be_due_together(a: &When, b: &When) -> bool {
    match (a.date.as_deref(), b.date.as_deref()) {
        (Some(x), Some(y)) => x.starts_with(y) || y.starts_with(x),
        _ => true,
    }
}

/// What goes on has happened as well.
fn standing(f: &Features) -> &str {
    if f.status == "ongoing" { "occurred" } else { &f.status }
}

/// Whether neither says how it was done, or both say one thing the same.
fn modes_fit(a: &Features, b: &Features) -> bool {
    a.modes.is_empty() || b.modes.is_empty() || a.modes.iter().any(|mode| b.modes.contains(mode))
}

/// Whether two places cannot be one.
fn apart(a: Option<&Where>, b: Option<&Where>) -> bool {
    let (Some(a), Some(b)) = (a, b) else { return false };
    match (a.point, b.point) {
        (Some(x), Some(y)) => kilometres(x, y) > NEAR_KM,
        _ => a.country.is_some() && b.country.is_some() && a.country != b.country,
    }
}

/// The great-circle distance between two points given in degrees.
pub fn kilometres(a: (f64, f64), b: (f64, f64)) -> f64 {
    const RADIUS: f64 = 6371.0;
    let (lat_a, lat_b) = (a.0.to_radians(), b.0.to_radians());
    let (north, east) = ((lat_b - lat_a) / 2.0, (b.1 - a.1).to_radians() / 2.0);
    let half = north.sin().powi(2) + lat_a.cos() * lat_b.cos() * east.sin().powi(2);
    2.0 * RADIUS * half.sqrt().min(1.0).asin()
}

/// The days among whose mentions all are that [`same`] may find to be of one event with this one: first and last.
pub fn windows(f: &Features) -> Vec<(u32, u32)> {
    let day = f.day();
    let mut windows = vec![(day.saturating_sub(NEAR_DAYS), day + NEAR_DAYS)];
    let Some(date) = f.date.date.as_deref() else { return windows };
    match date.len() {
        // A month or year is filed under its first day, whatever day of it the other names.
        4 => windows = vec![(day.saturating_sub(NEAR_DAYS), day + 366)],
        7 => windows = vec![(day.saturating_sub(NEAR_DAYS), day + 31)],
        _ => windows.push((first(date, 7), first(date, 7))),
    }
    windows.push((first(date, 4), first(date, 4)));
    windows.retain(|window| window.1 > 0);
    windows
}

/// The first day of the month (7) or year (4) of a date.
fn first(date: &str, length: usize) -> u32 {
    day_number(date.get(..length))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::tests::mention;

    #[test]
    fn one_meeting_told_twice_is_one() {
        let a =
            mention("CONSULT", &["NOR", "KEN"], "2025-03-10", "The foreign ministers of Norway and Kenya met in Oslo.");
        let b = mention(
            "CONSULT",
            &["KEN", "NOR"],
            "2025-03-10",
            "Kenya's top diplomat held talks in Oslo with her Norwegian host.",
        );
        assert!(same(&a, &b) && same(&b, &a));
    }

    #[test]
    fn the_next_day_is_another_day_where_both_say_so() {
        let a = mention("ASSAULT", &["SDN"], "2025-03-10", "Army aircraft bombed the market of Kabkabiya on Monday.");
        let mut b = mention("ASSAULT", &["SDN"], "2025-03-11", "Army aircraft bombed the market of Kabkabiya.");
        assert!(!same(&a, &b));
        b.date.stated = false;
        assert!(same(&a, &b) && same(&b, &a), "a day that is only inherited may lag");
    }

    #[test]
    fn others_at_the_same_summit_are_other_meetings() {
        let a = mention(
            "CONSULT",
            &["NOR", "KEN"],
            "2025-03-10",
            "On the margins of the summit Norway's premier met Kenya's president.",
        );
        let b = mention(
            "CONSULT",
            &["NOR", "GHA"],
            "2025-03-10",
            "On the margins of the summit Norway's premier met Ghana's president.",
        );
        assert!(!same(&a, &b));
    }

    #[test]
    fn words_must_be_the_same_words() {
        let a = mention(
            "ACCUSE",
            &["PRK", "KOR"],
            "2025-03-10",
            "North Korea accused the South of flying drones over Pyongyang.",
        );
        let b = mention(
            "ACCUSE",
            &["PRK", "KOR"],
            "2025-03-10",
            "The North said Seoul's drills were a rehearsal for invasion.",
        );
        let c = mention(
            "ACCUSE",
            &["PRK", "KOR"],
            "2025-03-10",
            "Pyongyang accused South Korea of sending drones over its capital.",
        );
        assert!(!same(&a, &b) && same(&a, &c));
    }

    #[test]
    fn windows_hold_every_date_that_fits() {
        let dates = ["2025-03-10", "2025-03-12", "2025-03", "2025", "2025-03-31", "2025-12-31", "2024-12-31"];
        for x in dates {
            for y in dates {
                let mut a = mention("CONSULT", &["NOR", "KEN"], x, "The ministers of Norway and Kenya met in Oslo.");
                let mut b = mention("CONSULT", &["KEN", "NOR"], y, "The ministers of Norway and Kenya met in Oslo.");
                (a.date.stated, b.date.stated) = (false, false);
                let seen = |a: &Features, b: &Features| windows(a).iter().any(|w| w.0 <= b.day() && b.day() <= w.1);
                assert!(!same(&a, &b) || seen(&a, &b) && seen(&b, &a), "{x} {y}");
            }
        }
    }

    #[test]
    fn distances_are_great_circles() {
        let (oslo, nairobi) = ((59.91, 10.75), (-1.29, 36.82));
        assert!((kilometres(oslo, nairobi) - 7160.0).abs() < 60.0, "{}", kilometres(oslo, nairobi));
    }
}
