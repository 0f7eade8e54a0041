//! Reading: what each sentence says. Words, parts of speech, lemmas, dependencies and entity mentions.
//!
//! A sentence's reading depends on its own characters alone.

pub mod tags;
pub mod tree;

pub use tags::{Deprel, Upos, Xpos};
pub use tree::{EntityKind, EntityMention, Reading, Sentence, Word};
