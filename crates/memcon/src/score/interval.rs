//! How far chance in the choice of articles may have moved a figure.

use super::measures::{Counts, Scores};

/// Samples that are drawn.
const SAMPLES: usize = 1000;

/// Where of the sorted samples the interval begins and ends: 95 % lie between.
const FIRST: usize = SAMPLES / 40;
const LAST: usize = SAMPLES - SAMPLES / 40;

/// An F1 of which an interval is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// That of [`Counts::events`].
    Events,
    /// That of [`Counts::strict`].
    Strict,
}

/// A 95 % interval, from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Its lower end.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

impl Scores<'_> {
    /// The 95 % interval of an F1 by bootstrap: as many articles as there are, drawn with replacement a thousand times.
    /// The draws come from a fixed seed, so the same scores give the same interval. `None` without articles.
    pub fn interval(&self, measure: Measure) -> Option<Interval> {
        if self.articles.is_empty() {
            return None;
        }
        let mut random = SplitMix(0);
        let mut samples: Vec<f64> = (0..SAMPLES).map(|_| sample(&self.articles, measure, &mut random)).collect();
        samples.sort_unstable_by(f64::total_cmp);
        Some(Interval { low: *samples.get(FIRST)?, high: *samples.get(LAST)? })
    }
}

fn sample(articles: &[Counts], measure: Measure, random: &mut SplitMix) -> f64 {
    let counts: Counts = articles.iter().map(|_| articles[random.below(articles.len())]).sum();
    match measure {
        Measure::Events => counts.events().f1,
        Measure::Strict => counts.strict().f1,
    }
}

/// `SplitMix64` (Steele, Lea and Flood, 2014): small, and the same everywhere.
struct SplitMix(u64);

impl SplitMix {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end`; the bias of the remainder is far below what a thousand samples could show.
    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % (end.max(1) as u64)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scores(matched: &[usize]) -> Scores<'static> {
        let article = |&matched: &usize| Counts { gold: 10, system: 10, matched, ..Counts::default() };
        Scores { articles: matched.iter().map(article).collect(), ..Scores::default() }
    }

    #[test]
    fn an_interval_holds_the_figure_and_is_the_same_each_time() {
        let scores = scores(&[2, 9, 4, 6, 5, 7, 1, 8]);
        let Interval { low, high } = scores.interval(Measure::Events).expect("articles");
        let f1 = scores.total().events().f1;
        assert!(low < f1 && f1 < high && high - low < 0.5, "{low} {f1} {high}");
        assert_eq!(scores.interval(Measure::Events), Some(Interval { low, high }));
        assert_eq!(scores.interval(Measure::Strict), Some(Interval { low: 0.0, high: 0.0 }));
    }

    #[test]
    fn without_spread_it_has_no_width_and_without_articles_there_is_none() {
        assert_eq!(scores(&[5, 5, 5]).interval(Measure::Events), Some(Interval { low: 0.5, high: 0.5 }));
        assert_eq!(scores(&[]).interval(Measure::Events), None);
    }

    #[test]
    fn numbers_are_those_of_the_published_generator() {
        let mut random = SplitMix(1_234_567);
        assert_eq!([random.next(), random.next()], [6_457_827_717_110_365_317, 3_203_168_211_198_807_973]);
    }
}
