//! The weights of Memcon's reader, and nothing else, so that the library above rebuilds fast.
//!
//! `training/` makes these files; `training/MODEL_CARD.md` says from what, under which licences, and
//! how well they read. The encoder and each head are separate files, so that a head can be retrained
//! and replaced without the encoder. `memcon-network` runs them; `training/memcon_training/weights.py` describes
//! their layout.

/// Vectors are read from whole cache lines.
#[repr(align(64))]
struct Aligned<T>(T);

/// A file as a static of its own: bytes without a name are copied into every crate whose constants mention them, and the
/// encoder is most of the program.
macro_rules! embedded {
    ($file:literal) => {{
        static DATA: Aligned<[u8; include_bytes!($file).len()]> = Aligned(*include_bytes!($file));
        &DATA.0
    }};
}

/// The encoder: `ids`, `shapes` (1×pieces, i32) to `pieces` (pieces×384, f32), int8.
pub static ENCODER: &[u8] = embedded!("../data/encoder.bin");

/// Tags, lemma edits and dependencies: `words` (n×384) to `tags`, `arcs`, `label_dep`, `label_head`, int8.
pub static SYNTAX: &[u8] = embedded!("../data/syntax.bin");

/// Entity spans: `words` (n×384) to `span_first`, `span_last`, int8.
pub static ENTITIES: &[u8] = embedded!("../data/entities.bin");

/// Events: `words` (n×1152: last layer, embeddings, fourth layer) to logits `cues` (n×labels), and
/// the factors of the logits of roles, `of_event` (n×128: actor, recipient) and `of_party` (n×64), int8.
pub static EVENTS: &[u8] = embedded!("../data/events.bin");

/// The labels of the event cues in the order of the head's columns: `NONE`, then PLOVER categories.
pub static CUE_LABELS: &str = include_str!("../data/events.txt");

/// The label sets, in the order of the heads' outputs: `# name`, then one label a line.
pub static LABELS: &str = include_str!("../data/labels.txt");

/// The encoder's word pieces, one a line; the line number is the id.
pub static VOCABULARY: &str = include_str!("../data/vocab.txt");

/// Lemma rules and exceptions by Penn tag.
pub static LEMMAS: &str = include_str!("../data/lemmas.txt");

/// The weights of the sentence boundary model, written by `cargo xtask train-segmenter`.
pub static SEGMENTER: &[u8] = embedded!("../data/segmenter.bin");
