//! Unique events: which mentions, in different stories, are of one event.
//!
//! [`same`] judges two mentions; clusters are the connected components of its answers. [`blocks`] and [`windows`] say
//! where all mentions lie that it may answer yes for, so that adding looks at few. [`outcome`] links a plan to what
//! became of it.

mod blocks;
mod features;
mod outcome;
mod parties;
mod same;
mod sketch;

pub use blocks::{blocks, blocks_as, plan_blocks};
pub use features::{Features, When, Where, Who};
pub use outcome::{LONGEST, may_become, may_come_from, outcome, plans};
pub use parties::{Agreement, agreement};
pub use same::{NEAR_DAYS, THRESHOLDS, Thresholds, kilometres, same, windows};
pub use sketch::Sketch;

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A mention of something between states: the first is the actor, the rest are recipients.
    pub fn mention(category: &str, countries: &[&str], date: &str, text: &str) -> Features {
        static STORIES: std::sync::atomic::AtomicI64 = std::sync::atomic::AtomicI64::new(1000);
        let who = |code: &&str| Who { country: Some((*code).to_owned()), sector: Some("GOV".to_owned()), name: None };
        Features {
            story: STORIES.fetch_add(1, std::sync::atomic::Ordering::Relaxed),
            category: category.to_owned(),
            act: None,
            modes: Vec::new(),
            status: "occurred".to_owned(),
            date: When { date: Some(date.to_owned()), end: None, stated: true },
            due: When::default(),
            published: crate::ids::day_number(Some(date)),
            actors: countries.iter().take(1).map(who).collect(),
            recipients: countries.iter().skip(1).map(who).collect(),
            place: None,
            sketch: Sketch::of([text], "").0,
            names: Sketch::default(),
        }
    }

    #[test]
    fn what_is_the_same_shares_a_block() {
        let a = mention("CONSULT", &["NOR", "KEN"], "2025-03-10", "");
        let b = mention("CONSULT", &["KEN", "NOR", "GHA"], "2025-03-10", "");
        assert!(blocks(&a).iter().all(|block| blocks(&b).contains(block)));
        assert!(blocks(&a).iter().all(|block| !plan_blocks(&b, "CONSULT").contains(block)));
    }
}
