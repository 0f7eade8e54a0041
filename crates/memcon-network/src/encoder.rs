//! From word pieces to vectors.

use crate::float::{self, Attention, Scores};
use crate::level::Level;
use crate::product::{Quantised, product};
use crate::weights::{Damaged, File, Layer};

/// Numbers of a vector.
pub const WIDTH: usize = 384;
const HEADS: usize = 12;
const INNER: usize = 1536;

struct Norm {
    weight: Vec<f32>,
    bias: Vec<f32>,
}

impl Norm {
    fn new(file: &File, name: &str) -> Result<Self, Damaged> {
        let part = |part| file.vector(&format!("{name}.{part}"), WIDTH);
        Ok(Self { weight: part("weight")?, bias: part("bias")? })
    }

    fn apply(&self, level: Level, numbers: &mut [f32]) {
        float::normalise(level, numbers, &self.weight, &self.bias);
    }
}

struct Block {
    /// Queries, keys and values, the queries scaled.
    joined: Layer,
    out: Layer,
    norm1: Norm,
    inner: Layer,
    outer: Layer,
    norm2: Norm,
}

/// A transformer in int8.
pub struct Encoder {
    /// i8, a row a piece.
    pieces: &'static [u8],
    piece_scales: Vec<f32>,
    positions: Vec<f32>,
    shapes: Vec<f32>,
    norm: Norm,
    blocks: Vec<Block>,
    /// The layer whose output the head of events sees too, counted from 1.
    middle: usize,
}

/// Room that one sentence after another is read in.
#[derive(Default)]
pub struct Room {
    vectors: Vec<f32>,
    embedded: Vec<f32>,
    middle: Vec<f32>,
    bytes: Quantised,
    joined: Vec<f32>,
    scores: Scores,
    context: Vec<f32>,
    product: Vec<f32>,
    inner: Vec<f32>,
}

/// What the encoder makes of a sentence: [`WIDTH`] numbers a piece, three times.
#[derive(Clone, Copy)]
pub struct Seen<'a> {
    /// The last layer's output.
    pub last: &'a [f32],
    /// The embeddings.
    pub embedded: &'a [f32],
    /// A middle layer's output.
    pub middle: &'a [f32],
}

impl Encoder {
    /// Finds the weights in the file of the embeddings and in that of the layers, which says how many there are.
    ///
    /// # Errors
    /// If a file is damaged.
    pub fn new(embeddings: &'static [u8], layers: &'static [u8]) -> Result<Self, Damaged> {
        let (embeddings, file) = (File::open(embeddings)?, File::open(layers)?);
        let (pieces, width) = embeddings.bytes("pieces.rows")?;
        let table = |name: &str| {
            let (numbers, width) = embeddings.numbers(name)?;
            if width == WIDTH { Ok(numbers) } else { Err(Damaged::new(format!("{name} has a wrong width"))) }
        };
        let mut blocks = Vec::new();
        while file.layer(&format!("layers.{}.joined", blocks.len()), WIDTH).is_ok() {
            let name = |part: &str| format!("layers.{}.{part}", blocks.len());
            let layer = |part: &str, inputs, outputs| {
                let layer = file.layer(&name(part), inputs)?;
                if layer.outputs() == outputs {
                    Ok(layer)
                } else {
                    Err(Damaged::new(format!("{part} has a wrong width")))
                }
            };
            blocks.push(Block {
                joined: layer("joined", WIDTH, 3 * WIDTH)?,
                out: layer("out", WIDTH, WIDTH)?,
                norm1: Norm::new(&file, &name("norm1"))?,
                inner: layer("inner", WIDTH, INNER)?,
                outer: layer("outer", INNER, WIDTH)?,
                norm2: Norm::new(&file, &name("norm2"))?,
            });
        }
        // The file holds numbers of 32 bits; a count of layers is the same to the bit.
        let wanted = file.vector("middle", 1)?[0].to_bits();
        let middle = (1..=u8::MAX).find(|&layer| f32::from(layer).to_bits() == wanted).map(usize::from);
        let middle = middle.filter(|&layer| layer <= blocks.len());
        let (Some(middle), WIDTH) = (middle, width) else {
            return Err(Damaged::new("the encoder has too few layers, or another width"));
        };
        Ok(Self {
            piece_scales: embeddings.vector("pieces.scale", pieces.len() / WIDTH)?,
            pieces,
            positions: table("positions.weight")?,
            shapes: table("shapes.weight")?,
            norm: Norm::new(&embeddings, "norm")?,
            blocks,
            middle,
        })
    }

    /// The most pieces that a sentence may have.
    pub fn longest(&self) -> usize {
        self.positions.len() / WIDTH
    }

    /// Reads a sentence: its pieces and the shape of the word of each.
    ///
    /// # Errors
    /// If there is no piece, a piece or shape is unknown, or there are more pieces than positions.
    pub fn run<'a>(&self, level: Level, ids: &[i32], shapes: &[i32], room: &'a mut Room) -> Result<Seen<'a>, Damaged> {
        if ids.is_empty() || ids.len() > self.longest() || ids.len() != shapes.len() {
            return Err(Damaged::new(format!("cannot read {} pieces with {} shapes", ids.len(), shapes.len())));
        }
        room.vectors.resize(ids.len() * WIDTH, 0.0);
        let rows =
            room.vectors.chunks_exact_mut(WIDTH).zip(ids.iter().zip(shapes)).zip(self.positions.chunks_exact(WIDTH));
        for ((row, (&id, &shape)), position) in rows {
            let of = |index: i32| usize::try_from(index).ok().map(|index| index * WIDTH..(index + 1) * WIDTH);
            let (Some(id), Some(shape)) = (of(id), of(shape)) else {
                return Err(Damaged::new("a negative piece or shape"));
            };
            let scale = self.piece_scales.get(id.start / WIDTH);
            let (Some(piece), Some(scale), Some(shape)) = (self.pieces.get(id), scale, self.shapes.get(shape)) else {
                return Err(Damaged::new("an unknown piece or shape"));
            };
            for (((x, &byte), shape), position) in row.iter_mut().zip(piece).zip(shape).zip(position) {
                *x = f32::from(byte.cast_signed()) * scale + shape + position;
            }
        }
        self.norm.apply(level, &mut room.vectors);
        room.embedded.clone_from(&room.vectors);
        for (layer, block) in (1..).zip(&self.blocks) {
            block.run(level, ids.len(), room);
            if layer == self.middle {
                room.middle.clone_from(&room.vectors);
            }
        }
        Ok(Seen { last: &room.vectors, embedded: &room.embedded, middle: &room.middle })
    }
}

impl Block {
    fn run(&self, level: Level, rows: usize, room: &mut Room) {
        let Room { vectors, bytes, joined, scores, context, product: out, inner, .. } = room;
        bytes.take(level, vectors, (rows, WIDTH, WIDTH), false);
        product(level, bytes, &self.joined, joined);
        context.resize(rows * WIDTH, 0.0);
        let shape = Attention { rows, heads: HEADS, size: WIDTH / HEADS, stride: 3 * WIDTH, scale: 1.0 };
        float::attend(level, shape, joined, scores, context);
        bytes.take(level, context, (rows, WIDTH, WIDTH), false);
        product(level, bytes, &self.out, out);
        float::add(level, vectors, out);
        self.norm1.apply(level, vectors);

        bytes.take(level, vectors, (rows, WIDTH, WIDTH), false);
        product(level, bytes, &self.inner, inner);
        float::gelu(level, inner);
        bytes.take(level, inner, (rows, INNER, INNER), false);
        product(level, bytes, &self.outer, out);
        float::add(level, vectors, out);
        self.norm2.apply(level, vectors);
    }
}
