//! What is worked out of the whole record and kept for a moment, and statistics of reviews.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use memcon_store::review::Audited;

/// How long an answer about the whole record is kept.
const KEPT: Duration = Duration::from_secs(20);

/// Most answers that are kept.
const MOST: usize = 64;

type Entry = (String, Instant, Arc<dyn std::any::Any + Send + Sync>);

/// Answers that need a look at all of the record, kept for a moment.
#[derive(Default)]
pub struct Kept(Mutex<Vec<Entry>>);

impl Kept {
    /// The answer that is kept under a name, if it is fresh.
    pub fn get<T: Send + Sync + 'static>(&self, name: &str) -> Option<Arc<T>> {
        let entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = entries.iter().find(|(known, since, _)| known == name && since.elapsed() < KEPT)?;
        Arc::clone(&fresh.2).downcast().ok()
    }

    /// Keeps an answer.
    pub fn put<T: Send + Sync + 'static>(&self, name: &str, answer: T) -> Arc<T> {
        let answer = Arc::new(answer);
        let mut entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        entries.retain(|(known, since, _)| known != name && since.elapsed() < KEPT);
        if entries.len() >= MOST {
            entries.remove(0);
        }
        entries.push((name.to_owned(), Instant::now(), Arc::clone(&answer) as Arc<_>));
        answer
    }
}

/// A share with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// The share.
    pub share: f64,
    /// Lower and upper bound; none for less than five stories.
    pub interval: Option<(f64, f64)>,
}

/// What an audit tells: each of three shares, from stories that were judged whole.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// Stories judged.
    pub stories: usize,
    /// Of coded events, those that the story tells.
    pub precision: Option<Share>,
    /// Of coded events, those right in every field.
    pub exact: Option<Share>,
    /// Of events that the story tells, those coded.
    pub recall: Option<Share>,
}

/// Resamples of the bootstrap.
const RESAMPLES: usize = 2000;

/// Works out an audit. Stories weigh by the inverse of the probability with which they were drawn, and intervals come from
/// drawing whole stories anew (bootstrap, from a fixed seed): events of one story are right or wrong together.
pub fn estimate(audited: &[Audited]) -> Estimate {
    let done: Vec<&Audited> = audited.iter().filter(|story| story.done.is_some() && story.probability > 0.0).collect();
    let of = |above: fn(&Audited) -> u32, below: fn(&Audited) -> u32| {
        let pairs: Vec<(f64, f64)> = done
            .iter()
            .map(|story| (f64::from(above(story)) / story.probability, f64::from(below(story)) / story.probability))
            .collect();
        share(&pairs)
    };
    Estimate {
        stories: done.len(),
        precision: of(|s| s.right + s.corrected, |s| s.right + s.corrected + s.wrong),
        exact: of(|s| s.right, |s| s.right + s.corrected + s.wrong),
        recall: of(|s| s.right + s.corrected, |s| s.right + s.corrected + s.missing),
    }
}

fn share(pairs: &[(f64, f64)]) -> Option<Share> {
    let ratio = |sums: (f64, f64)| (sums.1 > 0.0).then(|| sums.0 / sums.1);
    let sum = |sums: (f64, f64), pair: &(f64, f64)| (sums.0 + pair.0, sums.1 + pair.1);
    let share = ratio(pairs.iter().fold((0.0, 0.0), sum))?;
    if pairs.len() < 5 {
        return Some(Share { share, interval: None });
    }
    let mut state = 0x6d65_6d63_6f6e_u64;
    let mut shares: Vec<f64> = Vec::with_capacity(RESAMPLES);
    for _ in 0..RESAMPLES {
        let drawn = (0..pairs.len()).filter_map(|_| pairs.get(below(&mut state, pairs.len())));
        shares.extend(ratio(drawn.fold((0.0, 0.0), sum)));
    }
    shares.sort_by(f64::total_cmp);
    let at = |part: usize| shares.get(shares.len() * part / 1000).copied();
    Some(Share { share, interval: at(25).zip(at(975)) })
}

/// `SplitMix64`, the same everywhere.
fn below(state: &mut u64, count: usize) -> usize {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let hash = (*state ^ (*state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    usize::try_from((hash ^ (hash >> 31)) % count.max(1) as u64).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn story(right: u32, wrong: u32, missing: u32) -> Audited {
        let done = Some("2025-01-01T00:00:00Z".to_owned());
        let (story, title, reviewer) = (None, None, "me".to_owned());
        Audited { story, title, population: 10, probability: 0.1, reviewer, done, right, corrected: 0, wrong, missing }
    }

    #[test]
    fn an_audit_is_told_by_its_stories() {
        let mut stories = vec![story(3, 1, 0), story(1, 1, 2)];
        let few = estimate(&stories);
        let (precision, recall) = (few.precision.expect("events"), few.recall.expect("events"));
        assert!((precision.share - 4.0 / 6.0).abs() < 1e-9 && precision.interval.is_none());
        assert!((recall.share - 4.0 / 6.0).abs() < 1e-9);
        stories.extend((0..10).map(|_| story(2, 0, 1)));
        stories.push(Audited { done: None, ..story(0, 50, 50) });
        let (low, high) = estimate(&stories).precision.and_then(|p| p.interval).expect("enough stories");
        assert!(low < 24.0 / 26.0 && high >= 24.0 / 26.0 && low > 0.6, "{low} {high}");
        assert_eq!(estimate(&[]).precision, None);
    }

    #[test]
    fn answers_are_kept_by_name() {
        let kept = Kept::default();
        kept.put("a", 7_u32);
        assert_eq!(kept.get::<u32>("a").as_deref(), Some(&7));
        assert!(kept.get::<u32>("b").is_none() && kept.get::<String>("a").is_none());
    }
}
