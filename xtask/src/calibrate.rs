//! Fits the weights of events' confidence to gold records, and shows how well confidence is calibrated.
//!
//! An event is right if `memcon score` matches it. Each article is judged by weights that were fitted without its
//! fold of articles; the weights printed are fitted to all.

use memcon::Memcon;
use memcon::coding::confidence::{SIGNS, signs};
use memcon::intake::{self, Bounds};
use memcon::score::{self, Record};

/// How many folds the articles are dealt into.
const FOLDS: usize = 10;
/// How strongly weights are drawn to 0, the first excepted.
const RIDGE: f64 = 1.0;
/// Newton steps; five would do.
const STEPS: usize = 20;
/// Upper bounds of the rows of the table.
const BANDS: [f64; 5] = [0.3, 0.5, 0.7, 0.85, 1.01];

type Weights = [f64; SIGNS.len()];

/// An event of the system.
struct Case {
    fold: usize,
    signs: Weights,
    right: bool,
}

/// Runs the command.
pub fn run(gold: &str) -> Result<(), String> {
    let cases = cases(gold)?;
    let weights = fit(&cases.iter().collect::<Vec<_>>());
    println!("const WEIGHTS: [f64; SIGNS.len()] = [");
    for (weight, sign) in weights.iter().zip(SIGNS) {
        println!("    {weight:.2}, // {sign}");
    }
    println!("];\n");
    let without = |fold: usize| cases.iter().filter(|case| case.fold != fold).collect::<Vec<_>>();
    let by_fold: Vec<Weights> = (0..FOLDS).map(|fold| fit(&without(fold))).collect();
    let judged: Vec<(f64, bool)> =
        cases.iter().map(|case| (likelihood(&by_fold[case.fold], &case.signs), case.right)).collect();
    print_table(&judged);
    Ok(())
}

/// Codes the articles of the gold and says of each event whether it is right.
fn cases(gold: &str) -> Result<Vec<Case>, String> {
    let text = std::fs::read_to_string(gold).map_err(|e| format!("{gold}: {e}"))?;
    let records = score::read_gold(gold, &text).map_err(|e| e.to_string())?;
    let memcon = Memcon::new().map_err(|e| e.to_string())?.with_least_confidence(0.0);
    let pages = intake::open(text.as_bytes(), gold, &Bounds::default());
    let (mut cases, mut number) = (Vec::new(), 0);
    for page in pages {
        let page = page.map_err(|e| e.to_string())?;
        let document = memcon.code(page, None).map_err(|e| e.to_string())?;
        let coded = Record::of(&document);
        let Some(record) = records.iter().find(|record| record.id == coded.id) else { continue };
        let (theirs, ours) = (record.events.iter().collect::<Vec<_>>(), coded.events.iter().collect::<Vec<_>>());
        let matched = score::matched(&theirs, &ours);
        for (index, event) in document.events.iter().enumerate() {
            let right = matched.iter().any(|(_, own)| *own == index);
            cases.push(Case { fold: number % FOLDS, signs: signs(event), right });
        }
        number += 1;
    }
    Ok(cases)
}

/// Ridge logistic regression by Newton's method.
fn fit(cases: &[&Case]) -> Weights {
    let mut weights = [0.0; SIGNS.len()];
    for _ in 0..STEPS {
        let (mut slope, mut curve) = ([0.0; SIGNS.len()], [[0.0; SIGNS.len()]; SIGNS.len()]);
        for case in cases {
            let p = likelihood(&weights, &case.signs);
            for (i, a) in case.signs.iter().enumerate() {
                slope[i] += a * (f64::from(u8::from(case.right)) - p);
                for (j, b) in case.signs.iter().enumerate() {
                    curve[i][j] += a * b * p * (1.0 - p);
                }
            }
        }
        for i in 0..SIGNS.len() {
            let pull = if i == 0 { 1e-6 } else { RIDGE };
            slope[i] -= pull * weights[i];
            curve[i][i] += pull;
        }
        let step = solve(curve, slope);
        weights.iter_mut().zip(step).for_each(|(weight, step)| *weight += step);
    }
    weights
}

/// Gauss's elimination; the matrix is positive definite.
fn solve(mut matrix: [Weights; SIGNS.len()], mut right: Weights) -> Weights {
    for i in 0..SIGNS.len() {
        for k in i + 1..SIGNS.len() {
            let share = matrix[k][i] / matrix[i][i];
            let row = matrix[i];
            matrix[k].iter_mut().zip(row).for_each(|(value, above)| *value -= share * above);
            right[k] -= share * right[i];
        }
    }
    let mut found = [0.0; SIGNS.len()];
    for i in (0..SIGNS.len()).rev() {
        let known: f64 = (i + 1..SIGNS.len()).map(|k| matrix[i][k] * found[k]).sum();
        found[i] = (right[i] - known) / matrix[i][i];
    }
    found
}

fn likelihood(weights: &Weights, signs: &Weights) -> f64 {
    let sum: f64 = weights.iter().zip(signs).map(|(weight, sign)| weight * sign).sum();
    1.0 / (1.0 + (-sum).exp())
}

fn print_table(judged: &[(f64, bool)]) {
    let share = |right: usize, all: usize| right as f64 / all.max(1) as f64;
    println!("{:>11} {:>6} {:>6} {:>6}", "confidence", "events", "mean", "right");
    let mut low = 0.0;
    for high in BANDS {
        let inside: Vec<&(f64, bool)> = judged.iter().filter(|(p, _)| (low..high).contains(p)).collect();
        let mean = inside.iter().map(|(p, _)| p).sum::<f64>() / inside.len().max(1) as f64;
        let right = share(inside.iter().filter(|(_, right)| *right).count(), inside.len());
        println!("{low:>5.2}-{:<5.2} {:>6} {mean:>6.3} {right:>6.3}", high.min(1.0), inside.len());
        low = high;
    }
    let truth = |right: bool| f64::from(u8::from(right));
    let brier = judged.iter().map(|(p, right)| (p - truth(*right)).powi(2)).sum::<f64>() / judged.len().max(1) as f64;
    let base = share(judged.iter().filter(|(_, right)| *right).count(), judged.len());
    println!("Brier score {brier:.3}, of always saying the mean {base:.3}: {:.3}", base * (1.0 - base));
}
