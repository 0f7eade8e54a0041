//! Reading: what each sentence says. Words, parts of speech, lemmas, dependencies and entity mentions.
//!
//! A sentence's reading depends on its own characters alone.

pub mod conllu;
mod cues;
mod lemma;
mod mentions;
mod mst;
pub mod network;
mod pieces;
mod reader;
pub mod segment;
pub mod tags;
pub mod tree;

pub use cues::{Cue, Naming};
pub use network::{Model, NetworkError, Weights};
pub use reader::Reader;
pub use tags::{Deprel, Upos, Xpos};
pub use tree::{EntityKind, EntityMention, Reading, Sentence, Word};
