//! Coding: what the sentences mean in PLOVER.
//!
//! [`clause`] says who does what to whom in a clause; [`matching`] which frame of the lexicon fits;
//! [`status`] whether it took place; [`rules`] what PLOVER makes of that; [`coder`] adds parties, [`dating`] dates
//! and place, with [`scene`], and [`merge`] tells each event once.

mod clause;
mod coder;
mod dating;
mod event;
mod matching;
mod merge;
mod parties;
mod rules;
mod scene;
mod size;
mod speech;
mod state;
mod status;

pub use coder::{Codebook, Story, events};
pub use event::{Dated, Event, EventPlace, Rule, Size};
pub use matching::{Fired, fired};
