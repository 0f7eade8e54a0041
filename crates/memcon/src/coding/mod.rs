//! Coding: what the sentences mean in PLOVER.
//!
//! [`clause`] says who does what to whom in a clause; [`matching`] which frame of the lexicon fits;
//! [`status`] whether it took place; [`rules`] what PLOVER makes of that; [`coder`] adds parties, dates and
//! place, [`merge`] tells each event once, and [`mod@trace`] says why, or why not, for `explain`.

mod clause;
mod coder;
mod event;
mod matching;
mod merge;
mod parties;
mod rules;
mod size;
mod speech;
mod status;
mod trace;

pub use coder::{Codebook, Story, events};
pub use memcon_lexicon::Category;
pub use memcon_lexicon::frames::TriggerKind;

pub use event::{Dated, Event, EventPlace, Rule, Size};
pub use trace::{Candidate, Filling, Outcome, SlotTrace, Trace, trace};
