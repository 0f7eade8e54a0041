//! Trains the sentence boundary model: logistic regression over hashed features, by `AdaGrad`, in a fixed order.

use memcon::reading::conllu;
use memcon::reading::segment::boundary::{History, Paragraph};
use memcon::reading::segment::model::PLACES;
use memcon::reading::segment::{BoundaryModel, Segment, paragraphs};

use crate::treebank;

/// Where the weights ship.
pub const WEIGHTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/memcon-model/data/segmenter.bin");

/// Passes over the examples.
const PASSES: usize = 12;
/// Step of `AdaGrad`.
const RATE: f32 = 0.1;
/// Pull of the weights to zero, at every step that touches one.
const DECAY: f32 = 1e-3;
/// A feature seen less often says nothing.
const SEEN: u8 = 2;

/// Trains on EWT and the free genres of GUM and writes the weights to `out`.
pub fn run(folder: &str, out: &str) -> Result<(), String> {
    let mut examples = Examples::default();
    for file in ["en_ewt-train.conllu", "en_gum-train.conllu"] {
        let path = format!("{folder}/{file}");
        let (text, gold) = conllu::raw_text(&treebank::read(&path, true)?).map_err(|e| format!("{path}: {e}"))?;
        examples.add(&text, &gold);
    }
    println!(
        "{} places between tokens, {} sentence ends",
        examples.ends.len(),
        examples.ends.iter().filter(|e| **e).count()
    );
    let (weights, bias) = train(&examples);
    let model = BoundaryModel::quantise(&weights, bias).map_err(|e| e.to_string())?;
    std::fs::write(out, model.encode()).map_err(|e| format!("{out}: {e}"))
}

/// Places between tokens: the features of each and whether a sentence ends there.
#[derive(Default)]
struct Examples {
    features: Vec<u32>,
    width: usize,
    ends: Vec<bool>,
}

impl Examples {
    fn add(&mut self, text: &str, gold: &[Segment]) {
        for paragraph in paragraphs(text) {
            self.add_paragraph(&paragraph, gold);
        }
    }

    fn add_paragraph(&mut self, paragraph: &Paragraph<'_>, gold: &[Segment]) {
        let (mut history, mut features) = (History::default(), Vec::new());
        for (gap, pair) in paragraph.tokens().windows(2).enumerate() {
            let next = gold.partition_point(|s| s.span.start < pair[0].end);
            let ends = gold.get(next).is_some_and(|s| s.span.start <= pair[1].start);
            if paragraph.settled(gap, &history).is_none() {
                paragraph.features(gap, &history, &mut features);
                self.width = features.len();
                self.features.extend_from_slice(&features);
                self.ends.push(ends);
            }
            history.pass(paragraph, gap, ends);
        }
    }

    fn get(&self, i: usize) -> (&[u32], bool) {
        (&self.features[i * self.width..(i + 1) * self.width], self.ends[i])
    }

    /// For every place of the hash table, how often a feature fell there, up to 255.
    fn counts(&self) -> Vec<u8> {
        let mut counts = vec![0_u8; PLACES];
        for &f in &self.features {
            counts[f as usize] = counts[f as usize].saturating_add(1);
        }
        counts
    }
}

fn train(examples: &Examples) -> (Vec<f32>, f32) {
    let counts = examples.counts();
    let (mut weights, mut squares) = (vec![0.0_f32; PLACES], vec![1e-3_f32; PLACES]);
    let (mut bias, mut bias_square) = (0.0_f32, 1e-3_f32);
    let mut order: Vec<usize> = (0..examples.ends.len()).collect();
    let mut random = Random(20_240_501);
    for pass in 0..PASSES {
        random.shuffle(&mut order);
        let mut loss = 0.0_f64;
        for &i in &order {
            let (features, ends) = examples.get(i);
            let score = bias + features.iter().map(|&f| weights[f as usize]).sum::<f32>();
            let error = 1.0 / (1.0 + (-score).exp()) - f32::from(u8::from(ends));
            loss += f64::from(if ends { (-score).exp().ln_1p() } else { score.exp().ln_1p() });
            if error.abs() < 1e-3 {
                continue;
            }
            bias_square += error * error;
            bias -= RATE * error / bias_square.sqrt();
            for &f in features.iter().filter(|f| counts[**f as usize] >= SEEN) {
                let gradient = error + DECAY * weights[f as usize];
                squares[f as usize] += gradient * gradient;
                weights[f as usize] -= RATE * gradient / squares[f as usize].sqrt();
            }
        }
        println!("pass {}: loss {:.5}", pass + 1, loss / order.len() as f64);
    }
    (weights, bias)
}

/// The generator of Knuth's MMIX, so that every run shuffles alike.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % n as u64).unwrap_or(0)
    }

    fn shuffle(&mut self, order: &mut [usize]) {
        for i in (1..order.len()).rev() {
            order.swap(i, self.below(i + 1));
        }
    }
}
