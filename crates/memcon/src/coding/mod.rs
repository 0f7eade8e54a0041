//! Coding: what the sentences mean in PLOVER.
//!
//! [`clause`] says who does what to whom in a clause; [`matching`] which frame of the lexicon fits;
//! [`status`] whether it took place; [`rules`] what PLOVER makes of that; [`coder`] adds parties, [`dating`] dates
//! and place, with [`scene`] and [`retold`], [`merge`] tells each event once, [`confidence`] says how sure that is, and
//! [`mod@trace`] says why, or why not, for `explain`.

mod clause;
mod coder;
pub mod confidence;
mod contexts;
mod dating;
mod event;
mod extent;
mod figures;
mod matching;
mod merge;
mod opinion;
mod parties;
mod quantity;
mod retold;
mod rules;
mod scene;
mod size;
mod speech;
mod state;
mod statements;
mod status;
mod trace;

pub use coder::{Codebook, Story, events};
pub use confidence::Finding;
pub use memcon_lexicon::Category;
pub use memcon_lexicon::frames::TriggerKind;

pub use contexts::{EventContext, Reach, add_contexts};
pub use event::{Dated, Event, EventPlace, Rule, Size};
pub use figures::{Figure, figures};
pub use matching::{Fired, fired};
pub use opinion::MODEL;
pub use quantity::Qualifier;
pub use statements::{Medium, Statement, statements};
pub use trace::{Candidate, Filling, Outcome, SlotTrace, Trace, trace};
