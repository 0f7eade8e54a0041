//! The raw text of a treebank, read from nothing but its characters, as CoNLL-U for the `CoNLL` 2018 evaluation.

use memcon::reading::{Reader, conllu};

/// Prints it.
pub fn run(file: &str) -> Result<(), String> {
    let treebank = std::fs::read_to_string(file).map_err(|e| format!("{file}: {e}"))?;
    let (text, _) = conllu::raw_text(&treebank).map_err(|e| format!("{file}: {e}"))?;
    let reader = Reader::new().map_err(|e| e.to_string())?;
    let mut out = String::new();
    for segment in reader.segment(&text) {
        let Some(sentence) = reader.sentence(&text, &segment.words).map_err(|e| e.to_string())? else {
            continue;
        };
        conllu::write_sentence(&mut out, &text, &segment, |i| {
            let word = &sentence.words[i];
            let head = word.head.map_or(0, |h| h + 1);
            format!("{}\t{}\t{}\t_\t{head}\t{}", word.lemma, word.upos, word.xpos, word.deprel)
        });
    }
    print!("{out}");
    Ok(())
}
