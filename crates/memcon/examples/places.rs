//! Finds and places the toponyms of documents, JSON lines in and out, as `shared/score/places.py` wants them.
//!
//! usage: cargo run --release -p memcon --example places -- [--candidates] < docs.jsonl > system.jsonl
//!
//! `--candidates` prints what each name was weighed by instead, from which `training/fit_places.py` fits the weights.

use std::io::{BufRead, Write};

use memcon::place::{Considered, Context, Toponym, consider, plain_reading, toponyms};
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let candidates = std::env::args().any(|a| a == "--candidates");
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let document: Value = serde_json::from_str(&line?)?;
        let text = document["text"].as_str().unwrap_or_default();
        let (reading, characters) = (plain_reading(text), Characters::of(text));
        let answer = if candidates {
            let considered = consider(text, &reading, &Context::default());
            json!({"id": document["id"], "candidates": considered.iter().map(|c| weighed(c, &characters)).collect::<Vec<_>>()})
        } else {
            let found = toponyms(text, &reading, &Context::default());
            json!({"id": document["id"], "places": found.iter().map(|t| place(t, text, &characters)).collect::<Vec<_>>()})
        };
        writeln!(out, "{answer}")?;
    }
    Ok(())
}

/// Turns byte offsets into character offsets.
struct Characters(Vec<usize>);

impl Characters {
    fn of(text: &str) -> Self {
        let (mut count, mut table) = (0, vec![0; text.len() + 1]);
        for (at, slot) in table.iter_mut().enumerate() {
            *slot = count;
            count += usize::from(text.is_char_boundary(at + 1));
        }
        Self(table)
    }
}

fn place(t: &Toponym, text: &str, characters: &Characters) -> Value {
    json!({
        "text": t.span.of(text), "start": characters.0[t.span.start], "end": characters.0[t.span.end], "name": t.name,
        "country": t.country, "admin1": t.admin1, "lat": t.lat, "lon": t.lon, "geonameid": t.geonameid,
        "feature": t.feature, "confidence": t.confidence,
    })
}

fn weighed(c: &Considered, characters: &Characters) -> Value {
    json!({
        "group": c.group, "spans": c.spans.iter().map(|s| [characters.0[s.start], characters.0[s.end]]).collect::<Vec<_>>(),
        "name": c.name, "geonameid": c.geonameid, "lat": c.lat, "lon": c.lon, "probability": c.probability,
        "features": c.features.to_vec(),
    })
}
