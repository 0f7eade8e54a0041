//! Scores the shipped reader, through the path that ships, on treebanks with their gold tokens.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use memcon::reading::{Model, Reader, Reading, Sentence};
use memcon::{Span, reading::EntityMention};

/// Relations worth a figure of their own.
const RELATIONS: [&str; 9] = ["appos", "conj", "parataxis", "nsubj", "nsubj:pass", "obj", "obl", "nmod", "acl:relcl"];

/// Right, given by the system, in the gold.
#[derive(Default, Clone, Copy)]
struct Counts {
    matched: usize,
    system: usize,
    gold: usize,
}

impl Counts {
    fn f1(self) -> f64 {
        2.0 * self.matched as f64 / ((self.system + self.gold) as f64).max(1.0)
    }
}

#[derive(Default)]
struct Totals {
    words: usize,
    upos: usize,
    xpos: usize,
    lemma: usize,
    uas: usize,
    las: usize,
    relations: BTreeMap<&'static str, Counts>,
    entities: BTreeMap<&'static str, Counts>,
    spans: Counts,
    time: Duration,
}

/// Runs the command on CoNLL-U files.
pub fn run(model: Model, files: &[&str]) -> Result<(), String> {
    let reader = Reader::of(model).map_err(|e| e.to_string())?;
    for file in files {
        let conllu = std::fs::read_to_string(file).map_err(|e| format!("{file}: {e}"))?;
        let (text, gold) = Reading::from_conllu(&conllu).map_err(|e| format!("{file}: {e}"))?;
        let mut totals = Totals::default();
        for sentence in &gold.sentences {
            let spans: Vec<Span> = sentence.words.iter().map(|w| w.span).collect();
            let begun = Instant::now();
            let read = reader.sentence(&text, &spans).map_err(|e| e.to_string())?;
            totals.time += begun.elapsed();
            if let Some(read) = read {
                totals.add(sentence, &read);
            }
        }
        let has_entities = gold.sentences.iter().any(|s| !s.entities.is_empty());
        println!("{file}\n{}", totals.report(gold.sentences.len(), has_entities));
    }
    Ok(())
}

impl Totals {
    fn add(&mut self, gold: &Sentence, read: &Sentence) {
        self.words += gold.words.len();
        for (g, r) in gold.words.iter().zip(&read.words) {
            self.upos += usize::from(g.upos == r.upos);
            self.xpos += usize::from(g.xpos == r.xpos);
            self.lemma += usize::from(g.lemma == r.lemma);
            self.uas += usize::from(g.head == r.head);
            let right = g.head == r.head && g.deprel == r.deprel;
            self.las += usize::from(right);
            self.relations.entry(g.deprel.as_str()).or_default().gold += 1;
            let own = self.relations.entry(r.deprel.as_str()).or_default();
            own.system += 1;
            own.matched += usize::from(right);
        }
        let key = |m: &EntityMention| (m.first, m.last);
        for m in &gold.entities {
            self.entities.entry(m.kind.as_str()).or_default().gold += 1;
            self.spans.gold += 1;
        }
        for m in &read.entities {
            let own = self.entities.entry(m.kind.as_str()).or_default();
            let same = gold.entities.iter().find(|g| key(g) == key(m));
            own.system += 1;
            own.matched += usize::from(same.is_some_and(|g| g.kind == m.kind));
            self.spans.system += 1;
            self.spans.matched += usize::from(same.is_some());
        }
    }

    fn report(&self, sentences: usize, has_entities: bool) -> String {
        let share = |n: usize| 100.0 * n as f64 / (self.words as f64).max(1.0);
        let mut lines = vec![format!(
            "  sentences {sentences}  words {}  UPOS {:.2}  XPOS {:.2}  lemmas {:.2}  UAS {:.2}  LAS {:.2}  ({:.0} sentences a second)",
            self.words,
            share(self.upos),
            share(self.xpos),
            share(self.lemma),
            share(self.uas),
            share(self.las),
            sentences as f64 / self.time.as_secs_f64().max(1e-9),
        )];
        let f1 =
            |counts: &BTreeMap<&'static str, Counts>, name: &str| counts.get(name).copied().unwrap_or_default().f1();
        let relations = RELATIONS.map(|name| format!("{name} {:.3}", f1(&self.relations, name)));
        lines.push(format!("  relations, F1: {}", relations.join("  ")));
        if has_entities {
            let all = self.entities.values().fold(Counts::default(), |sum, c| Counts {
                matched: sum.matched + c.matched,
                system: sum.system + c.system,
                gold: sum.gold + c.gold,
            });
            let kinds: Vec<String> = self.entities.iter().map(|(name, c)| format!("{name} {:.3}", c.f1())).collect();
            lines.push(format!(
                "  entities, F1: all {:.3} (spans {:.3})  {}",
                all.f1(),
                self.spans.f1(),
                kinds.join("  ")
            ));
        }
        lines.join("\n")
    }
}
