//! Reads a text and prints it as CoNLL-U, entity mentions and the likeliest event of each word in the last column:
//! `read FILE` or `read -`.
//!
//! `cargo run --release --example read -- FILE`

use std::fmt::Write as _;
use std::io::Read as _;
use std::process::ExitCode;

use memcon::reading::{Reader, Sentence};

fn main() -> ExitCode {
    match run(std::env::args().nth(1).as_deref()) {
        Ok(conllu) => {
            print!("{conllu}");
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("read: {message}");
            ExitCode::FAILURE
        }
    }
}

fn run(file: Option<&str>) -> Result<String, String> {
    let mut text = String::new();
    match file {
        None => return Err("name a text file, or - for standard input".to_owned()),
        Some("-") => std::io::stdin().read_to_string(&mut text).map_err(|e| e.to_string())?,
        Some(file) => {
            text = std::fs::read_to_string(file).map_err(|e| format!("{file}: {e}"))?;
            0
        }
    };
    let reader = Reader::new().map_err(|e| e.to_string())?;
    let reading = reader.read(&text).map_err(|e| e.to_string())?;
    let mut out = String::new();
    for sentence in &reading.sentences {
        let _ = writeln!(out, "# text = {}", sentence.span.of(&text));
        write(&mut out, sentence);
    }
    Ok(out)
}

fn write(out: &mut String, sentence: &Sentence) {
    for (i, word) in sentence.words.iter().enumerate() {
        let opened = sentence.entities.iter().filter(|m| m.first == i);
        let mentions: Vec<String> = opened.map(|m| format!("{}:{}", m.kind.as_str(), m.last + 1)).collect();
        let mention = (!mentions.is_empty()).then(|| format!("Mention={}", mentions.join(",")));
        let cue = sentence.cues.get(i).map(|cue| format!("Cue={}:{}", cue.best().0, cue.best().1));
        let misc = [mention, cue].into_iter().flatten().collect::<Vec<_>>().join("|");
        let head = word.head.map_or(0, |h| h + 1);
        let (form, lemma, upos, xpos, deprel) = (&word.form, &word.lemma, word.upos, word.xpos, word.deprel);
        let _ = writeln!(out, "{}\t{form}\t{lemma}\t{upos}\t{xpos}\t_\t{head}\t{deprel}\t_\t{misc}", i + 1);
    }
    out.push('\n');
}
