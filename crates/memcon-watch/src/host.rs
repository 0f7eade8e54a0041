//! What is known of a host: when it may be asked again, and what it allows.

use std::time::{Duration, Instant};

use crate::robots::Robots;

/// How long what `robots.txt` says is taken to hold.
const ROBOTS_HOLD: Duration = Duration::from_hours(24);

/// How long nothing is asked of a host whose `robots.txt` could not be had, before that is tried again.
const ROBOTS_RETRY: Duration = Duration::from_mins(10);

/// A host that is overloaded and does not say for how long is left alone for this while.
const BUSY: Duration = Duration::from_mins(1);

/// A host, which is asked by one at a time.
#[derive(Debug, Default)]
pub(crate) struct Host {
    /// Before this time it is not asked, as it wished.
    barred: Option<Instant>,
    /// When it was asked last.
    asked: Option<Instant>,
    /// What it allows, by scheme, and until when that is known.
    known: Vec<(String, Rules, Instant)>,
}

/// What a host's `robots.txt` says.
#[derive(Clone, Debug)]
pub(crate) enum Rules {
    /// It was read, or there is none.
    Read(Robots),
    /// It could not be had: why.
    Unknown(String),
}

impl Host {
    /// How much longer it does not want to be asked.
    pub fn barred_for(&self) -> Option<Duration> {
        self.barred.and_then(|until| until.checked_duration_since(Instant::now())).filter(|left| !left.is_zero())
    }

    /// The host wants to be left alone, for so long if it says so.
    pub fn bar(&mut self, wait: Option<Duration>) {
        self.barred = Instant::now().checked_add(wait.unwrap_or(BUSY));
    }

    /// When the pause after the last request is over.
    pub fn free_at(&self, delay: Duration) -> Instant {
        let wanted = self.known.iter().filter_map(|(_, rules, _)| match rules {
            Rules::Read(robots) => robots.delay,
            Rules::Unknown(_) => None,
        });
        let delay = wanted.fold(delay, Duration::max);
        self.asked.map_or_else(Instant::now, |asked| asked + delay)
    }

    /// It has just been asked.
    pub fn was_asked(&mut self) {
        self.asked = Some(Instant::now());
    }

    /// What it allows, if that is known.
    pub fn rules(&self, scheme: &str) -> Option<&Rules> {
        let now = Instant::now();
        self.known.iter().find(|(of, _, until)| of == scheme && *until > now).map(|(_, rules, _)| rules)
    }

    /// Keeps what it allows.
    pub fn learn(&mut self, scheme: &str, rules: Rules) {
        let hold = if matches!(rules, Rules::Read(_)) { ROBOTS_HOLD } else { ROBOTS_RETRY };
        self.known.retain(|(of, _, _)| of != scheme);
        self.known.push((scheme.to_owned(), rules, Instant::now() + hold));
    }
}
