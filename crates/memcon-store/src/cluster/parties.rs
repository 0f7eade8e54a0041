//! Whether the parties of two mentions are the same.

use std::collections::BTreeSet;

use super::features::{Features, Who};

/// How well the parties of two mentions agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Agreement {
    /// Somebody is somebody else.
    None,
    /// One names more than the other.
    Covered,
    /// The same countries on each side, and nobody is somebody else.
    Whole,
}

/// Sectors of the state: one report says "Turkey", another "the Turkish army".
const STATE: [&str; 5] = ["GOV", "MIL", "SPY", "COP", "ELI"];

/// Compares the parties, side by side, or as one pool where telling alone makes an actor.
pub fn agreement(a: &Features, b: &Features) -> Agreement {
    if a.is_mutual() {
        let pool = |f: &Features| f.parties().cloned().collect::<Vec<_>>();
        return sides(&pool(a), &pool(b));
    }
    if a.actors.is_empty() || b.actors.is_empty() {
        return Agreement::None;
    }
    sides(&a.actors, &b.actors).min(sides(&a.recipients, &b.recipients))
}

fn sides(a: &[Who], b: &[Who]) -> Agreement {
    match (a.is_empty(), b.is_empty()) {
        (true, true) => return Agreement::Whole,
        (true, false) | (false, true) => return Agreement::Covered,
        (false, false) => {}
    }
    if !covers(a, b) && !covers(b, a) {
        return Agreement::None;
    }
    if keys(a) == keys(b) { Agreement::Whole } else { Agreement::Covered }
}

/// Whether each of `few` is among `many`.
fn covers(many: &[Who], few: &[Who]) -> bool {
    few.iter().all(|one| many.iter().any(|other| may_be_same(one, other)))
}

/// The countries of a side, or the names of who has none.
fn keys(side: &[Who]) -> BTreeSet<&str> {
    side.iter().filter_map(|who| who.country.as_deref().or(who.name.as_deref())).collect()
}

fn may_be_same(a: &Who, b: &Who) -> bool {
    if a.country.is_none() && b.country.is_none() {
        return a.name.is_some() && a.name == b.name;
    }
    a.country == b.country && sectors_fit(a, b) && names_fit(a, b)
}

fn sectors_fit(a: &Who, b: &Who) -> bool {
    let (Some(a), Some(b)) = (a.sector.as_deref(), b.sector.as_deref()) else { return true };
    a == b || STATE.contains(&a) && STATE.contains(&b)
}

/// Two full names without a word in common are two people; a single word may be a country or a surname.
fn names_fit(a: &Who, b: &Who) -> bool {
    let (Some(a), Some(b)) = (a.name.as_deref(), b.name.as_deref()) else { return true };
    let words = |name: &str| name.split_whitespace().filter(|word| word.chars().count() > 2).count();
    words(a) < 2
        || words(b) < 2
        || a.split_whitespace().any(|word| word.len() > 2 && b.split_whitespace().any(|w| w == word))
}
