//! Memcon's knowledge as plain text: the parser of the files under `lexicon/`, and their compiled form.

pub mod actors;
pub mod contexts;
pub mod countries;
pub mod cues;
pub mod day;
pub mod frames;
pub mod knowledge;
mod lines;
pub mod nearest;
pub mod nouns;
pub mod organisations;
pub mod people;
pub mod plover;
pub mod roles;
pub mod sector;
pub mod shipped;
pub mod table;
pub mod words;

pub use contexts::{ContextCue, Contexts};
pub use cues::{Cue, CueKind, Cues};
pub use day::{Day, Period};
pub use frames::{Frame, Frames};
pub use knowledge::{Knowledge, LexiconError};
pub use nouns::{NounKind, Nouns};
pub use plover::{Category, Context, Mode, Status};
pub use sector::Sector;
