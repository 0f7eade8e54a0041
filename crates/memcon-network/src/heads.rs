//! From the vectors of words to scores.

use crate::Matrix;
use crate::encoder::WIDTH;
use crate::float::{self, Attention, Scores};
use crate::level::Level;
use crate::product::{Quantised, product};
use crate::weights::{Damaged, File, Layer};

/// Heads of attention between words in the head of events.
const EVENT_HEADS: usize = 4;

fn layer(file: &File, name: &str, inputs: usize) -> Result<Layer, Damaged> {
    file.layer(name, inputs)
}

/// Room that the heads work in, one sentence after another.
#[derive(Default)]
pub struct HeadRoom {
    bytes: Quantised,
    first: Matrix,
    second: Matrix,
    third: Matrix,
    rows: Vec<f32>,
    attention: Scores,
}

/// `input` × `layer`.
fn scores(level: Level, input: &Quantised, layer: &Layer, out: &mut Matrix) {
    product(level, input, layer, &mut out.data);
    (out.rows, out.width, out.stride) = (input.rows(), layer.outputs(), layer.width());
}

/// The same after the activation.
fn activated(level: Level, input: &Quantised, layer: &Layer, out: &mut Matrix) {
    scores(level, input, layer, out);
    float::gelu(level, &mut out.data);
}

impl Matrix {
    fn quantised(&self, level: Level, with_one: bool, bytes: &mut Quantised) {
        bytes.take(level, &self.data, (self.rows, self.width, self.stride), with_one);
    }

    /// The rows of another with a 1 behind each.
    fn with_one(&mut self, other: &Matrix) {
        let width = other.width + 1;
        (self.rows, self.width, self.stride) = (other.rows, width, width);
        self.data.resize(other.rows * width, 0.0);
        for (at, row) in self.data.chunks_exact_mut(width).enumerate() {
            row[..other.width].copy_from_slice(other.row(at));
            row[other.width] = 1.0;
        }
    }
}

/// Tags and dependencies.
pub struct Syntax {
    root: Vec<f32>,
    tags: Layer,
    arc_dep: Layer,
    arc_head: Layer,
    arc: Layer,
    label_dep: Layer,
    label_head: Layer,
    label: Layer,
}

/// What [`Syntax`] makes of a sentence of `n` words.
#[derive(Default)]
pub struct SyntaxScores {
    /// n × tags.
    pub tags: Matrix,
    /// n × (1 + n): how well each word, or in column 0 the root, governs the row's word.
    pub arcs: Matrix,
    /// n × labels · width: each word as a dependent.
    pub label_dep: Matrix,
    /// (1 + n) × width: each word as a head.
    pub label_head: Matrix,
}

impl Syntax {
    /// Finds the weights in a file.
    ///
    /// # Errors
    /// If the file is damaged.
    pub fn new(file: &'static [u8]) -> Result<Self, Damaged> {
        let file = File::open(file)?;
        let [tags, arc_dep, arc_head, label_dep, label_head] =
            ["tags", "arc_dep", "arc_head", "label_dep", "label_head"].map(|name| layer(&file, name, WIDTH));
        let (arc_dep, arc_head, label_dep, label_head) = (arc_dep?, arc_head?, label_dep?, label_head?);
        let arc = layer(&file, "arc", arc_dep.outputs() + 1)?;
        let label = layer(&file, "label", label_dep.outputs() + 1)?;
        let fits = arc.outputs() == arc_head.outputs()
            && arc.width() == arc.outputs()
            && arc_head.width() == arc_head.outputs()
            && label.outputs().is_multiple_of(label_head.outputs() + 1);
        if !fits {
            return Err(Damaged::new("the layers of the head of syntax do not fit"));
        }
        Ok(Self {
            root: file.vector("root", WIDTH)?,
            tags: tags?,
            arc_dep,
            arc_head,
            arc,
            label_dep,
            label_head,
            label,
        })
    }

    /// Scores the words whose vectors stand one after another.
    pub fn run(&self, level: Level, words: &[f32], room: &mut HeadRoom, out: &mut SyntaxScores) {
        let HeadRoom { bytes, first: dep, second: head, third: arc, rows: heads, .. } = room;
        let rows = words.len() / WIDTH;
        heads.clear();
        heads.extend_from_slice(&self.root);
        heads.extend_from_slice(words);
        bytes.take(level, heads, (rows + 1, WIDTH, WIDTH), false);
        activated(level, bytes, &self.label_head, head);
        out.label_head.with_one(head);
        activated(level, bytes, &self.arc_head, head);
        // The words without the root have a range of their own.
        bytes.take(level, words, (rows, WIDTH, WIDTH), false);
        scores(level, bytes, &self.tags, &mut out.tags);
        activated(level, bytes, &self.arc_dep, dep);
        activated(level, bytes, &self.label_dep, arc);
        arc.quantised(level, true, bytes);
        scores(level, bytes, &self.label, &mut out.label_dep);
        dep.quantised(level, true, bytes);
        scores(level, bytes, &self.arc, arc);
        let arcs = &mut out.arcs;
        (arcs.rows, arcs.width, arcs.stride) = (rows, rows + 1, rows + 1);
        arcs.data.resize(rows * (rows + 1), 0.0);
        float::products(level, &arc.data, rows, &head.data, rows + 1, arc.width, &mut arcs.data);
    }
}

/// Entity spans.
pub struct Entities {
    first: Layer,
    last: Layer,
    span: Layer,
}

/// What [`Entities`] makes of a sentence of `n` words.
#[derive(Default)]
pub struct EntityScores {
    /// n × classes · width: each word as the first of a span.
    pub first: Matrix,
    /// n × width: each word as the last.
    pub last: Matrix,
}

impl Entities {
    /// Finds the weights in a file.
    ///
    /// # Errors
    /// If the file is damaged.
    pub fn new(file: &'static [u8]) -> Result<Self, Damaged> {
        let file = File::open(file)?;
        let (first, last) = (layer(&file, "first", WIDTH)?, layer(&file, "last", WIDTH)?);
        let span = layer(&file, "span", first.outputs() + 1)?;
        if !span.outputs().is_multiple_of(last.outputs() + 1) {
            return Err(Damaged::new("the layers of the head of entities do not fit"));
        }
        Ok(Self { first, last, span })
    }

    /// Scores the words whose vectors stand one after another.
    pub fn run(&self, level: Level, words: &[f32], room: &mut HeadRoom, out: &mut EntityScores) {
        let HeadRoom { bytes, first, .. } = room;
        bytes.take(level, words, (words.len() / WIDTH, WIDTH, WIDTH), false);
        activated(level, bytes, &self.last, first);
        out.last.with_one(first);
        activated(level, bytes, &self.first, first);
        first.quantised(level, true, bytes);
        scores(level, bytes, &self.span, &mut out.first);
    }
}

/// Event cues and the roles of parties.
pub struct Events {
    inner: Layer,
    joined: Layer,
    mixed: Layer,
    out: Layer,
    of_event: Layer,
    of_party: Layer,
    /// What the logits of cues are multiplied by.
    coolness: f32,
}

/// What [`Events`] makes of a sentence of `n` words.
#[derive(Default)]
pub struct EventScores {
    /// n × labels, logits.
    pub cues: Matrix,
    /// n × the roles' halves: each word as an event.
    pub of_event: Matrix,
    /// n × each word as a party.
    pub of_party: Matrix,
}

impl Events {
    /// Numbers of a word's vector: those of the last layer, of the embeddings and of a middle layer.
    pub const SEEN: usize = 3 * WIDTH;

    /// Finds the weights in a file.
    ///
    /// # Errors
    /// If the file is damaged.
    pub fn new(file: &'static [u8]) -> Result<Self, Damaged> {
        let file = File::open(file)?;
        let inner = layer(&file, "inner", Self::SEEN)?;
        let width = inner.outputs();
        let (joined, mixed) = (layer(&file, "joined", width)?, layer(&file, "mixed", 2 * width)?);
        let ([out, of_event, of_party], hidden) =
            (["out", "of_event", "of_party"].map(|name| layer(&file, name, mixed.outputs())), mixed.outputs());
        let fits = inner.width() == width
            && width.is_multiple_of(16 * EVENT_HEADS)
            && joined.outputs() == 3 * width
            && mixed.width() == hidden;
        if !fits {
            return Err(Damaged::new("the layers of the head of events do not fit"));
        }
        let coolness = 1.0 / file.vector("temperature", 1)?[0];
        Ok(Self { inner, joined, mixed, out: out?, of_event: of_event?, of_party: of_party?, coolness })
    }

    /// Scores the words whose vectors stand one after another.
    pub fn run(&self, level: Level, words: &[f32], room: &mut HeadRoom, out: &mut EventScores) {
        let HeadRoom { bytes, first: inner, second: joined, rows: both, third: mixed, attention } = room;
        let (rows, width) = (words.len() / Self::SEEN, self.inner.outputs());
        bytes.take(level, words, (rows, Self::SEEN, Self::SEEN), false);
        scores(level, bytes, &self.inner, inner);
        float::relu(level, &mut inner.data);
        inner.quantised(level, false, bytes);
        scores(level, bytes, &self.joined, joined);
        mixed.data.resize(rows * width, 0.0);
        let size = width / EVENT_HEADS;
        let shape =
            Attention { rows, heads: EVENT_HEADS, size, stride: joined.stride, scale: 1.0 / (size as f32).sqrt() };
        float::attend(level, shape, &joined.data, attention, &mut mixed.data);
        both.clear();
        for (inner, context) in inner.data.chunks(width).zip(mixed.data.chunks(width)) {
            both.extend_from_slice(inner);
            both.extend_from_slice(context);
        }
        bytes.take(level, both, (rows, 2 * width, 2 * width), false);
        scores(level, bytes, &self.mixed, mixed);
        float::relu(level, &mut mixed.data);
        mixed.quantised(level, false, bytes);
        scores(level, bytes, &self.out, &mut out.cues);
        for logit in &mut out.cues.data {
            *logit *= self.coolness;
        }
        scores(level, bytes, &self.of_event, &mut out.of_event);
        scores(level, bytes, &self.of_party, &mut out.of_party);
    }
}
