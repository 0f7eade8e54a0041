//! The weights of Memcon's readers, and nothing else, so that the library above rebuilds fast.
//!
//! `training/` makes these files; `training/MODEL_CARD.md` says from what, under which licences, and
//! how well they read. An encoder's layers and each head are separate files, so that a head can be retrained
//! and replaced without the encoder; the embeddings are one file for all readers. `memcon-network` runs them; `training/memcon_training/weights.py` describes
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

/// What an encoder begins with, whichever reader it is of: tables of pieces, positions and word shapes, int8 and f32.
pub static EMBEDDINGS: &[u8] = embedded!("../data/embeddings.bin");

/// What is a reader's own.
#[derive(Clone, Copy)]
pub struct Files {
    /// The encoder's layers: `ids`, `shapes` (1×pieces, i32) to `pieces` (pieces×384, f32), int8.
    pub layers: &'static [u8],
    /// Tags and dependencies: `words` (n×384) to `tags`, `arcs`, `label_dep`, `label_head`, int8.
    pub syntax: &'static [u8],
    /// Entity spans: `words` (n×384) to `span_first`, `span_last`, int8.
    pub entities: &'static [u8],
    /// Events: `words` (n×1152: last layer, embeddings, a middle layer) to logits `cues` (n×labels), and
    /// the factors of the logits of roles, `of_event` (n×128: actor, recipient) and `of_party` (n×64), int8.
    pub events: &'static [u8],
}

/// The reader of six layers.
pub static BASE: Files = Files {
    layers: embedded!("../data/base/layers.bin"),
    syntax: embedded!("../data/base/syntax.bin"),
    entities: embedded!("../data/base/entities.bin"),
    events: embedded!("../data/base/events.bin"),
};

/// The reader of three layers, distilled from the other.
pub static FAST: Files = Files {
    layers: embedded!("../data/fast/layers.bin"),
    syntax: embedded!("../data/fast/syntax.bin"),
    entities: embedded!("../data/fast/entities.bin"),
    events: embedded!("../data/fast/events.bin"),
};

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
