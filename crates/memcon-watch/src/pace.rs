//! When to ask again.

use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::time::Duration;

/// No feed is left alone for longer.
const LONGEST: Duration = Duration::from_hours(24);

/// How often something is asked for: regularly while that goes well, ever more seldom while it fails.
#[derive(Clone, Debug)]
pub struct Pace {
    every: Duration,
    failures: u32,
}

impl Pace {
    /// So often while all goes well.
    pub fn new(every: Duration) -> Self {
        Self { every, failures: 0 }
    }

    /// How long to wait after asking went well, or failed and the host asked for some time; `chance` is a number from 0
    /// to 1, such as [`jitter`] gives.
    ///
    /// After the n-th failure in a row it is between once and twice 2ⁿ⁻¹ times the regular while, one day at most, and
    /// never less than the host asked for. The regular while is drawn out by up to a tenth, so that many who started
    /// together do not stay together.
    pub fn next(&mut self, went: Result<(), Option<Duration>>, chance: f64) -> Duration {
        let chance = chance.clamp(0.0, 1.0);
        let Err(asked) = went else {
            self.failures = 0;
            return self.every.mul_f64(1.0 + chance / 10.0);
        };
        let doubled = self.every.saturating_mul(1_u32.checked_shl(self.failures).unwrap_or(u32::MAX)).min(LONGEST);
        self.failures = (self.failures + 1).min(20);
        let asked = asked.unwrap_or_default().min(LONGEST);
        doubled.mul_f64(1.0 + chance).min(LONGEST).max(asked.mul_f64(1.0 + chance / 10.0))
    }
}

/// A number from 0 to 1 that nobody can foresee.
pub fn jitter() -> f64 {
    let bits = RandomState::new().build_hasher().finish() >> 11;
    bits as f64 / (1_u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failing_doubles_the_while_and_success_restores_it() {
        let minutes = Duration::from_mins;
        let mut pace = Pace::new(minutes(15));
        assert_eq!(pace.next(Ok(()), 0.0), minutes(15));
        assert_eq!(pace.next(Err(None), 0.0), minutes(15));
        assert_eq!(pace.next(Err(None), 0.5), minutes(45));
        assert_eq!(pace.next(Err(None), 0.0), minutes(60));
        assert_eq!(pace.next(Ok(()), 1.0), Duration::from_secs(990));
        assert_eq!(pace.next(Err(None), 1.0), minutes(30));
        let waits: Vec<Duration> = (0..100).map(|_| pace.next(Err(None), 1.0)).collect();
        assert!(waits.windows(2).all(|pair| pair[0] <= pair[1]) && waits.last() == Some(&LONGEST), "{waits:?}");
    }

    #[test]
    fn a_host_that_asks_for_time_gets_it() {
        let mut pace = Pace::new(Duration::from_mins(1));
        assert_eq!(pace.next(Err(Some(Duration::from_hours(2))), 0.0), Duration::from_hours(2));
        assert!(pace.next(Err(Some(Duration::MAX)), 0.0) <= LONGEST);
    }

    #[test]
    fn chance_is_between_nought_and_one_and_differs() {
        let some: Vec<f64> = (0..50).map(|_| jitter()).collect();
        assert!(
            some.iter().all(|n| (0.0..=1.0).contains(n))
                && some.windows(2).any(|pair| (pair[0] - pair[1]).abs() > 1e-9)
        );
    }
}
