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

/// `input` × `layer`, as a matrix.
fn scores(level: Level, input: &Quantised, layer: &Layer, rows: usize) -> Matrix {
    let mut out = Vec::new();
    product(level, input, layer, &mut out);
    Matrix::new(out, rows, layer.outputs(), layer.width())
}

/// The same after the activation.
fn activated(level: Level, input: &Quantised, layer: &Layer, rows: usize) -> Matrix {
    let mut matrix = scores(level, input, layer, rows);
    float::gelu(level, &mut matrix.data);
    matrix
}

fn quantised(level: Level, matrix: &Matrix, with_one: bool) -> Quantised {
    let mut bytes = Quantised::default();
    bytes.take(level, &matrix.data, (matrix.rows, matrix.width, matrix.stride), with_one);
    bytes
}

/// The rows with a 1 behind each.
fn with_one(matrix: &Matrix) -> Matrix {
    let width = matrix.width + 1;
    let mut data = Vec::with_capacity(matrix.rows * width);
    for row in 0..matrix.rows {
        data.extend_from_slice(matrix.row(row));
        data.push(1.0);
    }
    Matrix::new(data, matrix.rows, width, width)
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
        Ok(Self { root: file.vector("root", WIDTH)?, tags: tags?, arc_dep, arc_head, arc, label_dep, label_head, label })
    }

    /// Scores the words whose vectors stand one after another.
    pub fn run(&self, level: Level, words: &[f32]) -> SyntaxScores {
        let rows = words.len() / WIDTH;
        let mut bytes = Quantised::default();
        bytes.take(level, words, (rows, WIDTH, WIDTH), false);
        let tags = scores(level, &bytes, &self.tags, rows);
        let arc_dep = activated(level, &bytes, &self.arc_dep, rows);
        let label_dep = activated(level, &bytes, &self.label_dep, rows);
        let heads = [&self.root, words].concat();
        bytes.take(level, &heads, (rows + 1, WIDTH, WIDTH), false);
        let arc_head = activated(level, &bytes, &self.arc_head, rows + 1);
        let label_head = activated(level, &bytes, &self.label_head, rows + 1);
        let arc = scores(level, &quantised(level, &arc_dep, true), &self.arc, rows);
        let mut arcs = vec![0.0; rows * (rows + 1)];
        float::products(level, &arc.data, rows, &arc_head.data, rows + 1, arc.width, &mut arcs);
        SyntaxScores {
            tags,
            arcs: Matrix::new(arcs, rows, rows + 1, rows + 1),
            label_dep: scores(level, &quantised(level, &label_dep, true), &self.label, rows),
            label_head: with_one(&label_head),
        }
    }
}

/// Entity spans.
pub struct Entities {
    first: Layer,
    last: Layer,
    span: Layer,
}

/// What [`Entities`] makes of a sentence of `n` words.
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
    pub fn run(&self, level: Level, words: &[f32]) -> EntityScores {
        let rows = words.len() / WIDTH;
        let mut bytes = Quantised::default();
        bytes.take(level, words, (rows, WIDTH, WIDTH), false);
        let first = activated(level, &bytes, &self.first, rows);
        let last = activated(level, &bytes, &self.last, rows);
        EntityScores { first: scores(level, &quantised(level, &first, true), &self.span, rows), last: with_one(&last) }
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
pub struct EventScores {
    /// n × labels, logits.
    pub cues: Matrix,
    /// n × the roles' halves: each word as an event.
    pub of_event: Matrix,
    /// n × each word as a party.
    pub of_party: Matrix,
}

impl Events {
    /// Numbers of a word's vector: those of the last layer, of the embeddings and of the fourth layer.
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
    pub fn run(&self, level: Level, words: &[f32]) -> EventScores {
        let (rows, width) = (words.len() / Self::SEEN, self.inner.outputs());
        let mut bytes = Quantised::default();
        bytes.take(level, words, (rows, Self::SEEN, Self::SEEN), false);
        let mut inner = Vec::new();
        product(level, &bytes, &self.inner, &mut inner);
        float::relu(level, &mut inner);
        bytes.take(level, &inner, (rows, width, width), false);
        let mut joined = Vec::new();
        product(level, &bytes, &self.joined, &mut joined);
        let mut context = vec![0.0; rows * width];
        let size = width / EVENT_HEADS;
        let shape =
            Attention { rows, heads: EVENT_HEADS, size, stride: joined.len() / rows.max(1), scale: 1.0 / (size as f32).sqrt() };
        float::attend(level, shape, &joined, &mut Scores::default(), &mut context);
        let both: Vec<f32> =
            inner.chunks(width).zip(context.chunks(width)).flat_map(|(inner, context)| [inner, context].concat()).collect();
        bytes.take(level, &both, (rows, 2 * width, 2 * width), false);
        let mut mixed = Vec::new();
        product(level, &bytes, &self.mixed, &mut mixed);
        float::relu(level, &mut mixed);
        bytes.take(level, &mixed, (rows, self.mixed.outputs(), self.mixed.width()), false);
        let mut cues = scores(level, &bytes, &self.out, rows);
        for logit in &mut cues.data {
            *logit *= self.coolness;
        }
        EventScores {
            cues,
            of_event: scores(level, &bytes, &self.of_event, rows),
            of_party: scores(level, &bytes, &self.of_party, rows),
        }
    }
}
