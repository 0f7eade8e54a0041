//! Tokens, Sentences and Words F1 of the segmenter, as the evaluation of `CoNLL` 2018 counts them.

use std::collections::HashSet;
use std::time::Instant;

use memcon::Span;
use memcon::reading::conllu;
use memcon::reading::segment::{Segment, Segmenter};

use crate::treebank;

/// What is counted of a segment.
type Units = fn(&Segment) -> Vec<Span>;

fn whole(segment: &Segment) -> Vec<Span> {
    vec![segment.span]
}

/// Prints the scores of each file and the speed; `MISSES=n` in the environment lists the first misses too.
pub fn run(files: &[&str], free: bool) -> Result<(), String> {
    let segmenter = Segmenter::new();
    let misses = std::env::var("MISSES").ok().and_then(|n| n.parse().ok()).unwrap_or(0);
    for file in files {
        let (text, gold) = conllu::raw_text(&treebank::read(file, free)?).map_err(|e| format!("{file}: {e}"))?;
        let start = Instant::now();
        let system = segmenter.segment(&text);
        let rate = system.iter().map(|s| s.words.len()).sum::<usize>() as f64 / start.elapsed().as_secs_f64();
        let score = |units: Units| f1(&gold, &system, units);
        let (tokens, sentences, words) = (score(Segment::tokens), score(whole), score(|s| s.words.clone()));
        println!("{file}: Tokens {tokens:.2}  Sentences {sentences:.2}  Words {words:.2}; {rate:.0} words a second");
        print_misses(&text, &gold, &system, Segment::tokens, misses);
        print_misses(&text, &gold, &system, whole, misses);
    }
    Ok(())
}

/// Prints the raw text of a treebank, segmented, as CoNLL-U.
pub fn print(file: &str) -> Result<(), String> {
    let (text, _) = conllu::raw_text(&treebank::read(file, false)?).map_err(|e| format!("{file}: {e}"))?;
    print!("{}", conllu::write_segments(&text, &Segmenter::new().segment(&text)));
    Ok(())
}

/// Prints a plain text, a sentence a line, its words parted by spaces.
pub fn show(file: &str) -> Result<(), String> {
    let text = std::fs::read_to_string(file).map_err(|e| format!("{file}: {e}"))?;
    for segment in Segmenter::new().segment(&text) {
        let words: Vec<&str> = segment.words.iter().map(|w| w.of(&text)).collect();
        println!("{}", words.join(" "));
    }
    Ok(())
}

fn f1(gold: &[Segment], system: &[Segment], units: Units) -> f64 {
    let gold: HashSet<Span> = gold.iter().flat_map(units).collect();
    let system: HashSet<Span> = system.iter().flat_map(units).collect();
    200.0 * gold.intersection(&system).count() as f64 / (gold.len() + system.len()) as f64
}

/// Where the units differ: what the treebank has against what the segmenter has.
fn print_misses(text: &str, gold: &[Segment], system: &[Segment], units: Units, limit: usize) {
    let found: HashSet<Span> = system.iter().flat_map(units).collect();
    let system: Vec<Span> = system.iter().flat_map(units).collect();
    for unit in gold.iter().flat_map(units).filter(|u| !found.contains(u)).take(limit) {
        let from = system.partition_point(|s| s.end <= unit.start);
        let against = system[from..].iter().take_while(|s| s.start < unit.end);
        let against: Vec<&str> = against.map(|s| s.of(text)).collect();
        println!("  {} ≠ {}", unit.of(text), against.join(" ‖ "));
    }
}
