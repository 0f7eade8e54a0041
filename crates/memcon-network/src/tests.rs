//! The forward pass against a plain reference, and against itself at every level.

use proptest::prelude::*;

use crate::float::{self, Attention, Scores};
use crate::level::Level;
use crate::product::{Quantised, product};
use crate::weights::{File, Layer};

/// Numbers that look random and are always the same.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    /// From -1 to 1.
    fn unit(&mut self) -> f32 {
        (self.next() % 20_001) as f32 / 10_000.0 - 1.0
    }

    fn vector(&mut self, length: usize) -> Vec<f32> {
        (0..length).map(|_| self.unit()).collect()
    }
}

/// A layer in the clear.
struct Plain {
    rows: usize,
    columns: usize,
    weights: Vec<i8>,
    scale: Vec<f32>,
    bias: Vec<f32>,
}

impl Plain {
    fn random(numbers: &mut Numbers, rows: usize, columns: usize) -> Self {
        // Many at the bounds, so that sums would overflow 16 bits.
        let mut weight = || i8::try_from(numbers.next() % 161).map_or(64, |n| (n.wrapping_sub(80)).clamp(-64, 64));
        let weights = (0..rows * columns).map(|_| weight()).collect();
        let scale = (0..columns).map(|_| 0.01 + 0.01 * numbers.unit().abs()).collect();
        Self { rows, columns, weights, scale, bias: numbers.vector(columns) }
    }

    fn weight(&self, row: usize, column: usize) -> i8 {
        if row < self.rows && column < self.columns { self.weights[row * self.columns + column] } else { 0 }
    }

    /// As `training/memcon_training/weights.py` lays it out.
    fn packed(&self) -> (Vec<u8>, usize) {
        let (rows, columns) = (self.rows.next_multiple_of(8), self.columns.next_multiple_of(16));
        let mut kept: Vec<Vec<i8>> =
            (0..rows).map(|row| (0..columns).map(|column| self.weight(row, column)).collect()).collect();
        let mut rest = vec![vec![0i8; columns]; rows];
        for column in 0..columns {
            for (eight, sign) in (0..rows).step_by(8).flat_map(|eight| [(eight, 1i32), (eight, -1)]) {
                for lane in [0, 2] {
                    let members = [0, 1, 4, 5].map(|at| eight + lane + at);
                    let part = |kept: &[Vec<i8>], row: usize| (sign * i32::from(kept[row][column])).max(0);
                    let mut excess = members.iter().map(|&row| part(&kept, row)).sum::<i32>() - 128;
                    for row in members {
                        let taken = i8::try_from(sign * excess.clamp(0, part(&kept, row))).expect("at most 64");
                        kept[row][column] -= taken;
                        rest[row][column] += taken;
                        excess -= i32::from(taken).abs();
                    }
                }
            }
        }
        let four = |from: &[Vec<i8>], panel: usize, four: usize| -> Vec<u8> {
            let at = |column: usize, row: usize| from[4 * four + row][16 * panel + column].cast_unsigned();
            (0..64).map(|i| at(i / 4, i % 4)).collect()
        };
        let (panels, fours) = (columns / 16, rows / 4);
        let (mut weights, mut extras, mut ends, mut which) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for panel in 0..panels {
            for at in 0..fours {
                weights.extend(four(&kept, panel, at));
                let extra = four(&rest, panel, at);
                if extra.iter().any(|&byte| byte != 0) {
                    extras.extend(extra);
                    which.extend(u32::try_from(at).expect("small").to_le_bytes());
                }
            }
            ends.extend(u32::try_from(which.len() / 4).expect("small").to_le_bytes());
        }
        let mut out = weights;
        out.extend(extras);
        for vector in [&self.scale, &self.bias] {
            out.extend((0..columns).flat_map(|c| vector.get(c).copied().unwrap_or(0.0).to_le_bytes()));
        }
        let sum = |column: usize| (0..rows).map(|row| i32::from(self.weight(row, column))).sum::<i32>();
        out.extend((0..columns).flat_map(|column| sum(column).to_le_bytes()));
        let count = which.len() / 4;
        out.extend(ends);
        out.extend(which);
        (out, count)
    }

    fn layer(&self) -> Layer {
        let mut file = FileWriter::default();
        file.layer("layer", self);
        let bytes: &'static [u8] = file.finish().leak();
        File::open(bytes).and_then(|file| file.layer("layer", self.rows)).expect("well formed")
    }
}

/// Writes files of weights.
#[derive(Default)]
struct FileWriter(Vec<(String, u8, [usize; 3], Vec<u8>)>);

impl FileWriter {
    fn layer(&mut self, name: &str, layer: &Plain) {
        let (content, extras) = layer.packed();
        self.0.push((name.to_owned(), 2, [layer.rows, layer.columns, extras], content));
    }

    fn numbers(&mut self, name: &str, width: usize, numbers: &[f32]) {
        let content = numbers.iter().flat_map(|x| x.to_le_bytes()).collect();
        self.0.push((name.to_owned(), 0, [numbers.len() / width, width, 0], content));
    }

    fn bytes(&mut self, name: &str, width: usize, bytes: Vec<u8>) {
        self.0.push((name.to_owned(), 1, [bytes.len() / width, width, 0], bytes));
    }

    fn finish(self) -> Vec<u8> {
        let number = |n: usize| u32::try_from(n).expect("small").to_le_bytes();
        let mut head = b"MEMCONW1".to_vec();
        head.extend(number(self.0.len()));
        let begin = head.len() + self.0.iter().map(|(name, ..)| name.len() + 18).sum::<usize>();
        let mut body = Vec::new();
        for (name, kind, shape, content) in self.0 {
            body.resize((begin + body.len()).next_multiple_of(64) - begin, 0);
            head.push(u8::try_from(name.len()).expect("short"));
            head.extend(name.bytes());
            head.push(kind);
            head.extend(shape.into_iter().chain([begin + body.len()]).flat_map(number));
            body.extend(content);
        }
        head.extend(body);
        head
    }
}

/// A sentence's bytes, and the numbers they stand for as (byte - zero) and a scale.
fn quantised(numbers: &[f32]) -> (Vec<i32>, f32) {
    let least = numbers.iter().fold(0.0f32, |a, &b| a.min(b));
    let most = numbers.iter().fold(0.0f32, |a, &b| a.max(b));
    let scale = (most - least) / 255.0;
    #[allow(clippy::cast_possible_truncation)]
    let whole = |x: f32| x.round_ties_even() as i32;
    let zero = whole((-least / scale).clamp(0.0, 255.0));
    (numbers.iter().map(|x| (whole(x * (1.0 / scale)) + zero).clamp(0, 255) - zero).collect(), scale)
}

fn reference(input: &[f32], rows: usize, layer: &Plain) -> Vec<f32> {
    let (bytes, scale) = quantised(input);
    let mut out = Vec::new();
    for row in 0..rows {
        for column in 0..layer.columns {
            let terms = (0..layer.rows).map(|k| bytes[row * layer.rows + k] * i32::from(layer.weight(k, column)));
            out.push(terms.sum::<i32>() as f32 * (scale * layer.scale[column]) + layer.bias[column]);
        }
    }
    out
}

fn bits(numbers: &[f32]) -> Vec<u32> {
    numbers.iter().map(|x| x.to_bits()).collect()
}

#[test]
fn products_are_those_of_plain_sums() {
    let mut numbers = Numbers(7);
    for (rows, inputs, outputs) in [(1, 8, 16), (2, 24, 5), (3, 65, 33), (5, 97, 16), (7, 384, 50), (13, 17, 80)] {
        let layer = Plain::random(&mut numbers, inputs, outputs);
        let packed = layer.layer();
        // Mostly positive: bytes at the top of their range.
        let input: Vec<f32> = (0..rows * inputs).map(|_| numbers.unit() + 0.9).collect();
        let expected = bits(&reference(&input, rows, &layer));
        for level in Level::all() {
            let (mut bytes, mut out) = (Quantised::default(), Vec::new());
            bytes.take(level, &input, (rows, inputs, inputs), false);
            product(level, &bytes, &packed, &mut out);
            let got: Vec<f32> = out.chunks(packed.width()).flat_map(|row| row[..outputs].to_vec()).collect();
            assert_eq!(bits(&got), expected, "{level:?}, {rows} × {inputs} × {outputs}");
        }
    }
}

#[test]
fn a_one_behind_each_row_counts_in_the_range() {
    let input = [0.25, -0.5, 0.125, 0.5, 0.0, -0.25];
    let with = [0.25, -0.5, 0.125, 1.0, 0.5, 0.0, -0.25, 1.0];
    let layer = Plain::random(&mut Numbers(3), 4, 9);
    let expected = bits(&reference(&with, 2, &layer));
    let (mut bytes, mut out) = (Quantised::default(), Vec::new());
    bytes.take(Level::best(), &input, (2, 3, 3), true);
    product(Level::best(), &bytes, &layer.layer(), &mut out);
    assert_eq!(bits(&[&out[..9], &out[16..25]].concat()), expected);
}

#[test]
fn activations_are_near_their_definitions() {
    let points: Vec<f32> = (-800..800).map(|i| i as f32 / 100.0).collect();
    for level in Level::all() {
        let mut got = points.clone();
        float::gelu(level, &mut got);
        for (x, y) in points.iter().zip(&got) {
            // Φ by Simpson's rule.
            let density = |t: f64| (-t * t / 2.0).exp() / std::f64::consts::TAU.sqrt();
            let (n, x) = (400, f64::from(*x));
            let h = x / f64::from(n);
            let inner: f64 = (1..n).map(|i| density(h * f64::from(i)) * if i % 2 == 1 { 4.0 } else { 2.0 }).sum();
            let phi = 0.5 + h / 3.0 * (density(0.0) + inner + density(x));
            assert!((x * phi - f64::from(*y)).abs() < 2e-6, "{x}: {y}");
        }
    }
}

/// Layer normalisation and attention in f64.
#[test]
fn normalisation_and_attention_are_near_their_definitions() {
    let mut numbers = Numbers(11);
    let (heads, size) = (3, 16);
    let width = heads * size;
    let (weight, bias) = (numbers.vector(width), numbers.vector(width));
    for rows in [1, 2, 5, 9, 300] {
        let input = numbers.vector(rows * width);
        let joined = numbers.vector(rows * 3 * width);
        for level in Level::all() {
            let mut got = input.clone();
            float::normalise(level, &mut got, &weight, &bias);
            for (row, got) in input.chunks(width).zip(got.chunks(width)) {
                let mean = row.iter().map(|&x| f64::from(x)).sum::<f64>() / width as f64;
                let variance = row.iter().map(|&x| (f64::from(x) - mean).powi(2)).sum::<f64>() / width as f64;
                for i in 0..width {
                    let want = (f64::from(row[i]) - mean) / variance.sqrt() * f64::from(weight[i]) + f64::from(bias[i]);
                    assert!((want - f64::from(got[i])).abs() < 1e-5);
                }
            }
            let mut out = vec![0.0; rows * width];
            let shape = Attention { rows, heads, size, stride: 3 * width, scale: 0.5 };
            float::attend(level, shape, &joined, &mut Scores::default(), &mut out);
            for (row, head) in [(0, 0), (rows / 2, 1), (rows - 1, 2)] {
                let at = |part: usize, row: usize, k: usize| {
                    f64::from(joined[row * 3 * width + part * width + head * size + k])
                };
                let power =
                    |other: usize| (0.5 * (0..size).map(|k| at(0, row, k) * at(1, other, k)).sum::<f64>()).exp();
                let powers: Vec<f64> = (0..rows).map(power).collect();
                for k in 0..size {
                    let want = (0..rows).map(|other| powers[other] * at(2, other, k)).sum::<f64>()
                        / powers.iter().sum::<f64>();
                    assert!((want - f64::from(out[row * width + head * size + k])).abs() < 1e-5);
                }
            }
        }
    }
}

/// An encoder and heads with random weights.
struct Network {
    encoder: crate::Encoder,
    syntax: crate::Syntax,
    entities: crate::Entities,
    events: crate::Events,
}

/// Small enough that a sentence does not take long without optimisation, but for the widths, which are fixed.
fn network() -> Network {
    let mut numbers = Numbers(5);
    let (pieces, shapes, positions, width) = (50, 6, 24, crate::WIDTH);
    let mut file = FileWriter::default();
    file.bytes("pieces.rows", width, (0..pieces * width).map(|_| numbers.next().to_le_bytes()[0]).collect());
    file.numbers("pieces.scale", pieces, &vec![0.01; pieces]);
    file.numbers("positions.weight", width, &numbers.vector(positions * width));
    file.numbers("shapes.weight", width, &numbers.vector(shapes * width));
    let norm = |file: &mut FileWriter, numbers: &mut Numbers, name: &str| {
        for part in ["weight", "bias"] {
            file.numbers(&format!("{name}.{part}"), width, &numbers.vector(width));
        }
    };
    norm(&mut file, &mut numbers, "norm");
    let embeddings = std::mem::take(&mut file).finish().leak();
    file.numbers("middle", 1, &[2.0]);
    for layer in 0..3 {
        for (name, inputs, outputs) in [
            ("joined", width, 3 * width),
            ("out", width, width),
            ("inner", width, 4 * width),
            ("outer", 4 * width, width),
        ] {
            file.layer(&format!("layers.{layer}.{name}"), &Plain::random(&mut numbers, inputs, outputs));
        }
        norm(&mut file, &mut numbers, &format!("layers.{layer}.norm1"));
        norm(&mut file, &mut numbers, &format!("layers.{layer}.norm2"));
    }
    let mut heads = |vectors: &[(&str, usize)], layers: &[(&str, usize, usize)]| -> &'static [u8] {
        let mut file = FileWriter::default();
        for &(name, length) in vectors {
            file.numbers(name, length, &numbers.vector(length));
        }
        for &(name, inputs, outputs) in layers {
            file.layer(name, &Plain::random(&mut numbers, inputs, outputs));
        }
        file.finish().leak()
    };
    let syntax = heads(
        &[("root", width)],
        &[
            ("tags", width, 20),
            ("arc_dep", width, 32),
            ("arc_head", width, 32),
            ("label_dep", width, 24),
            ("label_head", width, 24),
            ("arc", 33, 32),
            ("label", 25, 5 * 25),
        ],
    );
    let entities = heads(&[], &[("first", width, 20), ("last", width, 20), ("span", 21, 4 * 21)]);
    let events = heads(
        &[("temperature", 1)],
        &[
            ("inner", 3 * width, 64),
            ("joined", 64, 192),
            ("mixed", 128, 64),
            ("out", 64, 7),
            ("of_event", 64, 32),
            ("of_party", 64, 16),
        ],
    );
    Network {
        encoder: crate::Encoder::new(embeddings, file.finish().leak()).expect("well formed"),
        syntax: crate::Syntax::new(syntax).expect("well formed"),
        entities: crate::Entities::new(entities).expect("well formed"),
        events: crate::Events::new(events).expect("well formed"),
    }
}

impl Network {
    /// All scores of a sentence whose words are a piece each.
    fn run(&self, level: Level, ids: &[i32], room: &mut crate::Room) -> Vec<u32> {
        let shapes: Vec<i32> = ids.iter().map(|id| id % 6).collect();
        let seen = self.encoder.run(level, ids, &shapes, room).expect("known pieces");
        let rows = |layer: &[f32]| layer.chunks(crate::WIDTH).map(<[f32]>::to_vec).collect::<Vec<_>>();
        let layers = rows(seen.last).into_iter().zip(rows(seen.embedded)).zip(rows(seen.middle));
        let layers: Vec<f32> =
            layers.flat_map(|((last, embedded), middle)| [last, embedded, middle].concat()).collect();
        let (mut syntax, mut entities, mut events) = Default::default();
        let mut heads = crate::HeadRoom::default();
        self.events.run(level, &layers, &mut heads, &mut events);
        self.entities.run(level, seen.last, &mut heads, &mut entities);
        self.syntax.run(level, seen.last, &mut heads, &mut syntax);
        let all: [&crate::Matrix; 9] = [
            &syntax.tags,
            &syntax.arcs,
            &syntax.label_dep,
            &syntax.label_head,
            &entities.first,
            &entities.last,
            &events.cues,
            &events.of_event,
            &events.of_party,
        ];
        all.into_iter().flat_map(|matrix| (0..matrix.shape().0).flat_map(|row| bits(matrix.row(row)))).collect()
    }
}

#[test]
fn every_level_and_any_order_give_the_same_bits() {
    let network = network();
    let sentences: Vec<Vec<i32>> = (1..=24).step_by(4).map(|n| (0..n).map(|i| i * 7 % 50).collect()).collect();
    let mut room = crate::Room::default();
    let there: Vec<_> = sentences.iter().map(|s| network.run(Level::best(), s, &mut room)).collect();
    // The longest first, in room that longer ones have filled.
    for level in Level::all() {
        for (sentence, expected) in sentences.iter().zip(&there).rev() {
            assert!(network.run(level, sentence, &mut room) == *expected, "{level:?}, {} pieces", sentence.len());
        }
    }
    assert!(there.iter().flatten().all(|&bits| f32::from_bits(bits).is_finite()));
}

#[test]
fn what_cannot_be_read_is_an_error() {
    let network = network();
    let mut room = crate::Room::default();
    for (ids, shapes) in [
        (vec![], vec![]),
        (vec![0; 25], vec![0; 25]),
        (vec![50], vec![0]),
        (vec![-1], vec![0]),
        (vec![0], vec![6]),
        (vec![0, 1], vec![0]),
    ] {
        assert!(network.encoder.run(Level::best(), &ids, &shapes, &mut room).is_err());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn sentences_of_any_length_are_read(ids in prop::collection::vec(0..50i32, 1..=24)) {
        static NETWORK: std::sync::OnceLock<Network> = std::sync::OnceLock::new();
        NETWORK.get_or_init(network).run(Level::best(), &ids, &mut crate::Room::default());
    }

    #[test]
    fn damaged_files_are_errors(cut in 0..4000usize, at in 0..200usize, byte: u8) {
        let mut file = FileWriter::default();
        file.layer("layer", &Plain::random(&mut Numbers(1), 24, 20));
        file.numbers("root", 4, &[1.0; 4]);
        let mut bytes = file.finish();
        bytes.truncate(cut);
        if let Some(changed) = bytes.get_mut(at) {
            *changed = byte;
        }
        // Without a panic; what can still be read is read.
        if let Ok(file) = File::open(bytes.leak()) {
            let _ = (file.layer("layer", 24).map(|layer| layer.panels().count()), file.numbers("root"));
        }
    }
}
