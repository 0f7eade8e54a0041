//! Ending early, also out of the middle of waiting.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// A sign to stop that many can look at and wait beside.
#[derive(Clone, Debug, Default)]
pub struct Stop(Arc<(Mutex<bool>, Condvar)>);

impl Stop {
    /// Gives the sign; whoever sleeps wakes.
    pub fn now(&self) {
        let (stopped, woken) = &*self.0;
        *stopped.lock().unwrap_or_else(PoisonError::into_inner) = true;
        woken.notify_all();
    }

    /// Whether the sign was given.
    pub fn is_given(&self) -> bool {
        *self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sleeps until `time` unless stopped; whether to go on.
    pub fn sleep_until(&self, time: Instant) -> bool {
        let (stopped, woken) = &*self.0;
        let mut given = stopped.lock().unwrap_or_else(PoisonError::into_inner);
        while !*given {
            let Some(left) = time.checked_duration_since(Instant::now()).filter(|left| *left > Duration::ZERO) else {
                return true;
            };
            given = woken.wait_timeout(given, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_sleeps_is_woken() {
        let stop = Stop::default();
        assert!(stop.sleep_until(Instant::now()) && !stop.is_given());
        let other = stop.clone();
        let sleeper = std::thread::spawn(move || other.sleep_until(Instant::now() + Duration::from_mins(10)));
        stop.now();
        assert!(!sleeper.join().expect("it ends") && stop.is_given());
        assert!(!stop.sleep_until(Instant::now()));
    }
}
