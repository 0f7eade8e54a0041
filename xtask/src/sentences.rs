//! The labelled sentences of `codebook/sentences`: how well the frames code them, and their vectors for training.
//!
//! A line is `CATEGORY<TAB>a sentence with one [word] in brackets`; `NONE` marks a word that tells of no event.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;

use memcon::Span;
use memcon::coding::fired;
use memcon::reading::Reader;
use memcon::reading::segment::Segment;

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
    let (reader, lexicon) = (reader()?, memcon::Lexicon::shipped().map_err(|e| e.to_string())?);
    let (mut counts, mut out): (BTreeMap<String, [usize; 4]>, String) = (BTreeMap::new(), String::new());
    for line in lines()? {
        let Some(marked) = find(&reader, &line) else { continue };
        let sentence = reader.sentence(&line.text, &marked.segment.words).map_err(|e| e.to_string())?;
        let Some(sentence) = sentence else { continue };
        let found = fired(&sentence, &lexicon.frames).into_iter().find(|frame| frame.word == marked.word);
        let coded = found.as_ref().map_or("NONE", |frame| frame.category.as_str());
        let column = usize::from(coded != line.label) * if coded == "NONE" { 1 } else { 2 };
        counts.entry(line.label.clone()).or_default()[column] += 1;
        if column > 0 {
            // What it is taken for counts against that category.
            counts.entry(coded.to_owned()).or_default()[3] += 1;
        }
        if column > 0 && show.is_some_and(|wanted| wanted == line.label || wanted == coded) {
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

/// Writes for each labelled sentence a JSON line `{file,label,word,words,forms,upos,lemmas}` to `out.jsonl`, and the encoder's
/// vectors of its words, 1152 little-endian f32 each, to `out.f32`.
pub fn vectors(out: &str) -> Result<(), String> {
    let reader = reader()?;
    let create =
        |name: String| std::fs::File::create(&name).map(std::io::BufWriter::new).map_err(|e| format!("{name}: {e}"));
    let (mut index, mut data) = (create(format!("{out}.jsonl"))?, create(format!("{out}.f32"))?);
    let failed = |e: std::io::Error| e.to_string();
    for line in lines()? {
        let Some(marked) = find(&reader, &line) else { continue };
        let words = &marked.segment.words;
        let sentence = reader.sentence(&line.text, words).map_err(|e| e.to_string())?;
        let Some(sentence) = sentence else { continue };
        let vectors = reader.vectors(&line.text, words).map_err(|e| e.to_string())?;
        let list = |of: &dyn Fn(&memcon::reading::Word) -> String| {
            sentence.words.iter().map(|w| format!("{:?}", of(w))).collect::<Vec<_>>().join(",")
        };
        writeln!(
            index,
            "{{\"file\":{:?},\"label\":{:?},\"word\":{},\"words\":{},\"forms\":[{}],\"upos\":[{}],\"lemmas\":[{}]}}",
            line.file,
            line.label,
            marked.word,
            words.len(),
            list(&|w| w.form.clone()),
            list(&|w| w.upos.to_string()),
            list(&|w| w.lemma.clone()),
        )
        .map_err(failed)?;
        for value in vectors.iter().flatten() {
            data.write_all(&value.to_le_bytes()).map_err(failed)?;
        }
    }
    Ok(())
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
