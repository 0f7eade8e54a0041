//! The labelled sentences of `codebook/sentences`: how well the frames code them, and their vectors for training.
//!
//! A line is `CATEGORY<TAB>a sentence with one [word] in brackets`; `NONE` marks a word that tells of no event.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;

use crate::treebank;
use memcon::coding::fired;
use memcon::reading::segment::Segment;
use memcon::reading::{Reader, Upos, conllu};
use memcon::{Lexicon, Span};

/// Where the sentences are.
const FOLDER: &str = "codebook/sentences";

/// A labelled sentence.
struct Line {
    file: String,
    number: usize,
    label: String,
    text: String,
    /// The marked word's place in `text`.
    mark: Span,
}

/// A sentence as the reader cut it, with the index of the marked word.
struct Marked {
    segment: Segment,
    word: usize,
}

/// Scores the frames of the shipped lexicon: right, silent or wrong on the marked words, by category.
pub fn score(show: Option<&str>) -> Result<(), String> {
    let (reader, lexicon) = (reader()?, Lexicon::shipped().map_err(|e| e.to_string())?);
    let (mut counts, mut out): (BTreeMap<String, [usize; 4]>, String) = (BTreeMap::new(), String::new());
    for line in lines()? {
        let Some(marked) = find(&reader, &line) else { continue };
        let sentence = reader.sentence(&line.text, &marked.segment.words).map_err(|e| e.to_string())?;
        let Some(sentence) = sentence else { continue };
        let found = fired(&sentence, &lexicon.frames).into_iter().find(|frame| frame.word == marked.word);
        let coded = found.as_ref().map_or("NONE", |frame| frame.category.as_str());
        let is_right = coded == line.label;
        let column = match coded {
            _ if is_right => 0,
            "NONE" => 1,
            _ => 2,
        };
        counts.entry(line.label.clone()).or_default()[column] += 1;
        if !is_right {
            // What it is taken for counts against that category.
            counts.entry(coded.to_owned()).or_default()[3] += 1;
        }
        if !is_right && show.is_some_and(|wanted| wanted == line.label || wanted == coded) {
            let rule = found.map(|frame| format!("{}:{} {}", frame.file, frame.line, frame.pattern));
            let word = &sentence.words[marked.word];
            let _ = writeln!(
                out,
                "{}:{} {} coded {coded}: [{} {}] {}\n    {}",
                line.file,
                line.number,
                line.label,
                word.form,
                word.xpos,
                line.text,
                rule.unwrap_or_default()
            );
        }
    }
    print!("{out}");
    println!("{:<10} {:>5} {:>6} {:>6} {:>6} {:>9}", "label", "lines", "right", "silent", "wrong", "precision");
    let mut all = [0; 4];
    for (label, count) in &counts {
        for (sum, own) in all.iter_mut().zip(count) {
            *sum += own;
        }
        print_row(label, count);
    }
    print_row("all", &all);
    Ok(())
}

fn print_row(label: &str, [right, silent, wrong, taken]: &[usize; 4]) {
    let precision = *right as f64 / (right + taken).max(1) as f64;
    println!("{label:<10} {:>5} {right:>6} {silent:>6} {wrong:>6} {precision:>9.3}", right + silent + wrong);
}

/// Every so manieth sentence of the treebanks is taken.
const TREEBANK_STEP: usize = 3;

/// Writes what the head of event cues is trained on: for each sentence a JSON line
/// `{file,words,lemmas,targets:[[word,label,source],…]}` to `out.jsonl`, and the vectors of its words, 1152
/// little-endian f32 each, to `out.f32`. The source of a label is `mark` (by hand), `frame` (a frame of the lexicon
/// codes the word) or `silent` (none does).
pub fn vectors(out: &str, treebanks: &[&str]) -> Result<(), String> {
    let (reader, lexicon) = (reader()?, Lexicon::shipped().map_err(|e| e.to_string())?);
    let mut dump = Dump::create(out, &reader, &lexicon)?;
    let mut marks: BTreeMap<(String, String), Vec<(Span, String)>> = BTreeMap::new();
    for line in lines()? {
        marks.entry((line.file, line.text)).or_default().push((line.mark, line.label));
    }
    for ((file, text), marks) in &marks {
        for segment in reader.segment(text) {
            dump.sentence(file, text, &segment, marks)?;
        }
    }
    for file in treebanks {
        let treebank = treebank::read(file, true)?;
        let (text, _) = conllu::raw_text(&treebank).map_err(|e| format!("{file}: {e}"))?;
        for segment in reader.segment(&text).iter().step_by(TREEBANK_STEP) {
            dump.sentence(file, &text, segment, &[])?;
        }
    }
    Ok(())
}

/// Files of training data being written.
struct Dump<'a> {
    reader: &'a Reader,
    lexicon: &'a Lexicon,
    index: std::io::BufWriter<std::fs::File>,
    data: std::io::BufWriter<std::fs::File>,
}

impl<'a> Dump<'a> {
    fn create(out: &str, reader: &'a Reader, lexicon: &'a Lexicon) -> Result<Self, String> {
        let create = |name: String| {
            std::fs::File::create(&name).map(std::io::BufWriter::new).map_err(|e| format!("{name}: {e}"))
        };
        Ok(Self { reader, lexicon, index: create(format!("{out}.jsonl"))?, data: create(format!("{out}.f32"))? })
    }

    /// Writes one sentence with what its marks and the lexicon say of its verbs, nouns and adjectives.
    fn sentence(&mut self, file: &str, text: &str, segment: &Segment, marks: &[(Span, String)]) -> Result<(), String> {
        let read = self.reader.sentence(text, &segment.words).map_err(|e| e.to_string())?;
        let Some(sentence) = read else { return Ok(()) };
        let found = fired(&sentence, &self.lexicon.frames);
        let target = |word: usize| {
            let own = &sentence.words[word];
            let mark = marks.iter().find(|(mark, _)| own.span.start < mark.end && mark.start < own.span.end);
            let frame = found.iter().find(|frame| frame.word == word);
            let (label, source) = match (mark, frame) {
                (Some((_, label)), _) => (label.as_str(), "mark"),
                (None, Some(frame)) => (frame.category.as_str(), "frame"),
                (None, None) if matches!(own.upos, Upos::Verb | Upos::Noun | Upos::Adj) => ("NONE", "silent"),
                (None, None) => return None,
            };
            Some(format!("[{word},{label:?},{source:?}]"))
        };
        let targets: Vec<String> = (0..sentence.words.len()).filter_map(target).collect();
        let lemmas: Vec<String> = sentence.words.iter().map(|w| format!("{:?}", w.lemma)).collect();
        let failed = |e: std::io::Error| e.to_string();
        writeln!(
            self.index,
            "{{\"file\":{file:?},\"words\":{},\"lemmas\":[{}],\"targets\":[{}]}}",
            sentence.words.len(),
            lemmas.join(","),
            targets.join(",")
        )
        .map_err(failed)?;
        let vectors = self.reader.vectors(text, &segment.words).map_err(|e| e.to_string())?;
        for value in vectors.iter().flatten() {
            self.data.write_all(&value.to_le_bytes()).map_err(failed)?;
        }
        Ok(())
    }
}

fn reader() -> Result<Reader, String> {
    Reader::new().map_err(|e| e.to_string())
}

fn lines() -> Result<Vec<Line>, String> {
    let mut files: Vec<_> = std::fs::read_dir(FOLDER)
        .map_err(|e| format!("{FOLDER}: {e}; run this from the repository's root"))?
        .filter_map(|entry| entry.ok().map(|e| e.path()))
        .filter(|path| path.extension().is_some_and(|e| e == "txt"))
        .collect();
    files.sort();
    let mut lines = Vec::new();
    for path in files {
        let file = path.file_name().and_then(|n| n.to_str()).unwrap_or_default().to_owned();
        let text = std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#')) {
            let parsed = parse(&file, index + 1, line);
            lines.push(parsed.ok_or_else(|| format!("{file}:{}: no `LABEL<TAB>sentence with a [word]`", index + 1))?);
        }
    }
    Ok(lines)
}

fn parse(file: &str, number: usize, line: &str) -> Option<Line> {
    let (label, marked) = line.split_once('\t')?;
    let (before, rest) = marked.split_once('[')?;
    let (word, after) = rest.split_once(']')?;
    let mark = Span::new(before.len(), before.len() + word.len());
    let text = format!("{before}{word}{after}");
    Some(Line { file: file.to_owned(), number, label: label.to_owned(), text, mark })
}

/// The reader's sentence that holds the mark.
fn find(reader: &Reader, line: &Line) -> Option<Marked> {
    reader.segment(&line.text).into_iter().find_map(|segment| {
        let word = segment.words.iter().position(|w| w.start < line.mark.end && line.mark.start < w.end)?;
        Some(Marked { segment, word })
    })
}
