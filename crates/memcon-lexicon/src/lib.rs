//! Memcon's knowledge as plain text: the parser of the files under `lexicon/`, and their compiled form.

pub mod frames;
pub mod plover;

pub use frames::{Frame, Frames};
pub use plover::{Category, Mode, Status};
