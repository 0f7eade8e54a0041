//! Scoring: how well coded events agree with gold records, those of a user's own included.
//!
//! Both sides are [`Record`]s, an article with its events; [`read_gold`] and [`read_system`] take them from JSON
//! lines, [`Record::of`] from a coded [`Document`](crate::Document). [`score`] compares them article by article.
//!
//! # What matches
//!
//! An event of the system matches one of the gold if both are of the same **category** and the **countries** of their
//! parties agree. Each party counts as a pair of its side and its country (of its sector, where it has no country),
//! and the F1 of the two sets of pairs must be at least one half, with one actor right. Sides do not matter where
//! nobody is the agent: in CONSULT, COOPERATE and AGREE, and in an ASSAULT in which the gold has several actors and
//! no recipient. Where both sides of a gold event are of one country, sectors must agree too, since countries tell
//! nothing there. A party that the gold lacks costs as much as one that is missing.
//!
//! Each event matches at most one. Of all such assignments the best is taken: a match counts 10, and what agrees
//! beside adds to it (names 2, evidence 1, date 1, all parties 1, status ½).
//!
//! # What is measured
//!
//! - [`Counts::events`]: **precision** (matched of the system's), **recall** (matched of the gold's) and their harmonic
//!   mean **F1**.
//! - [`Counts::core_recall`]: recall on the events that their article is about (`core`).
//! - [`Counts::strict`]: the same three, where a match counts only if act, status and both dates are right, and name,
//!   country and sector of the principal actor and recipient. A date that the gold does not have is wrong.
//! - [`Counts::on_matched`]: of the matched events, the share in which one attribute is right ([`Mark`]).
//! - [`Scores::interval`]: a 95 % interval of F1, by bootstrap over articles.
//!
//! All shares are rounded to four decimals. Articles that the system lacks count as articles without events; articles
//! that the gold lacks are left out, and [`Scores::unknown`] names them. These are the measures by which Memcon itself
//! is developed; an independent implementation of them gives the same figures, but for the interval, which depends on
//! the random generator (ours is fixed, so that the same input gives the same interval).
//!
//! ```
//! use memcon::score;
//!
//! let gold = r#"{"id": "a", "events": [{"event": "CONSULT", "status": "occurred",
//!     "actors": [{"text": "Peru", "country": "PER", "sector": "GOV"}],
//!     "recipients": [{"text": "Chile", "country": "CHL", "sector": "GOV"}]}]}"#.replace('\n', " ");
//! let system = r#"{"id": "a", "events": [{"event": "CONSULT", "status": "planned",
//!     "actors": [{"text": "Chile", "country": "CHL"}, {"text": "Peru", "country": "PER"}]}]}"#.replace('\n', " ");
//! let (gold, system) = (score::read_gold("gold.jsonl", &gold)?, score::read_system("system.jsonl", &system)?);
//! let scores = score::score(&gold, &system);
//! assert_eq!(scores.total().events().f1, 1.0);
//! assert_eq!(scores.total().on_matched(score::Mark::Status), 0.0);
//! # Ok::<(), score::RecordErrors>(())
//! ```

mod assignment;
mod check;
mod interval;
mod matching;
mod measures;
mod records;

pub use interval::{Interval, Measure};
pub use matching::matched;
pub use measures::{Counts, Mark, Rates, Scores, Unmatched, score};
pub use records::{Record, RecordError, RecordErrors, RecordedEvent, RecordedParty, read_gold, read_system};
