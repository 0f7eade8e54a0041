//! The labelled sentences of `codebook/sentences`: how well the frames code them, and examples for training.
//!
//! A line is `CATEGORY<TAB>a sentence with one [word] in brackets`; `NONE` marks a word that tells of no event.
//! `CATEGORY/STATUS` says as well whether it happened, and marks the event's parties: `{A the actor}`, `{R the recipient}`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;

use serde_json::json;

use crate::treebank;
use memcon::coding::fired;
use memcon::reading::segment::Segment;
use memcon::reading::{Reader, Sentence, Upos, conllu};
use memcon::{Lexicon, Span};

/// Where the sentences are.
const FOLDER: &str = "codebook/sentences";

/// A labelled sentence.
struct Line {
    file: String,
    number: usize,
    label: String,
    /// Occurred, ongoing, planned, hypothetical or denied, where the line says so.
    status: Option<String>,
    text: String,
    /// The marked word's place in `text`.
    mark: Span,
    /// The phrases in `text` that name the event's parties.
    parties: Vec<(Role, Span)>,
}

/// What a party is to an event.
#[derive(Clone, Copy, PartialEq)]
enum Role {
    Actor,
    Recipient,
}

impl Role {
    fn of(letter: &str) -> Option<Self> {
        match letter {
            "A" => Some(Self::Actor),
            "R" => Some(Self::Recipient),
            _ => None,
        }
    }
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
const TREEBANK_STEP: usize = 9;

/// Writes what the head of events is trained on, a JSON line for each sentence:
/// `{file,words,targets:[[word,label,source],…],events:[{cue,status,actors,recipients},…]}`, words by index. The source
/// of a label is `mark` (by hand), `frame` (a frame of the lexicon codes the word) or `silent` (none does); `events` are
/// the marks whose line names status and parties, each party by the head of its phrase.
pub fn examples(out: &str, treebanks: &[&str]) -> Result<(), String> {
    let (reader, lexicon) = (reader()?, Lexicon::shipped().map_err(|e| e.to_string())?);
    let file = std::fs::File::create(out).map_err(|e| format!("{out}: {e}"))?;
    let mut writer = Examples { reader: &reader, lexicon: &lexicon, out: std::io::BufWriter::new(file) };
    let mut marks: BTreeMap<(String, String), Vec<Line>> = BTreeMap::new();
    for line in lines()? {
        marks.entry((line.file.clone(), line.text.clone())).or_default().push(line);
    }
    for ((file, text), marks) in &marks {
        for segment in reader.segment(text) {
            writer.sentence(file, text, &segment, marks)?;
        }
    }
    for file in treebanks {
        let treebank = treebank::read(file, true)?;
        let (text, _) = conllu::raw_text(&treebank).map_err(|e| format!("{file}: {e}"))?;
        for segment in reader.segment(&text).iter().step_by(TREEBANK_STEP) {
            writer.sentence(file, &text, segment, &[])?;
        }
    }
    Ok(())
}

/// The file of examples being written.
struct Examples<'a> {
    reader: &'a Reader,
    lexicon: &'a Lexicon,
    out: std::io::BufWriter<std::fs::File>,
}

impl Examples<'_> {
    /// Writes one sentence with what its marks and the lexicon say of its verbs, nouns and adjectives.
    fn sentence(&mut self, file: &str, text: &str, segment: &Segment, marks: &[Line]) -> Result<(), String> {
        let read = self.reader.sentence(text, &segment.words).map_err(|e| e.to_string())?;
        let Some(sentence) = read else { return Ok(()) };
        let marked = |span: Span| marks.iter().find(|line| overlap(line.mark, span));
        let found = fired(&sentence, &self.lexicon.frames);
        let target = |word: usize| {
            let own = &sentence.words[word];
            let frame = found.iter().find(|frame| frame.word == word);
            let (label, source) = match (marked(own.span), frame) {
                (Some(line), _) => (line.label.as_str(), "mark"),
                (None, Some(frame)) => (frame.category.as_str(), "frame"),
                (None, None) if matches!(own.upos, Upos::Verb | Upos::Noun | Upos::Adj) => ("NONE", "silent"),
                (None, None) => return None,
            };
            Some(json!([word, label, source]))
        };
        let event = |line: &Line| {
            let cue = sentence.words.iter().position(|word| overlap(line.mark, word.span))?;
            let heads = |wanted: Role| -> Vec<usize> {
                let spans = line.parties.iter().filter(|(role, _)| *role == wanted);
                spans.filter_map(|(_, span)| head_of(&sentence, *span)).collect()
            };
            let status = line.status.as_ref()?;
            Some(
                json!({"cue": cue, "status": status, "actors": heads(Role::Actor), "recipients": heads(Role::Recipient)}),
            )
        };
        let example = json!({
            "file": file,
            "words": sentence.words.iter().map(|word| word.form.as_str()).collect::<Vec<_>>(),
            "targets": (0..sentence.words.len()).filter_map(target).collect::<Vec<_>>(),
            "events": marks.iter().filter_map(event).collect::<Vec<_>>(),
        });
        writeln!(self.out, "{example}").map_err(|e| e.to_string())
    }
}

fn overlap(a: Span, b: Span) -> bool {
    a.start < b.end && b.start < a.end
}

/// The word of a phrase that what is outside of it governs.
fn head_of(sentence: &Sentence, phrase: Span) -> Option<usize> {
    let is_inside = |word: usize| overlap(phrase, sentence.words[word].span);
    (0..sentence.words.len())
        .filter(|&word| is_inside(word) && sentence.words[word].upos != Upos::Punct)
        .find(|&word| sentence.words[word].head.is_none_or(|head| !is_inside(head)))
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
    let (label, status) = match label.split_once('/') {
        Some((label, status)) => (label, Some(status.to_owned())),
        None => (label, None),
    };
    let (mut text, mut mark, mut parties, mut open) = (String::new(), None, Vec::new(), None);
    let mut rest = marked;
    while let Some(at) = rest.find(['[', ']', '{', '}']) {
        text.push_str(&rest[..at]);
        let (bracket, after) = (&rest[at..=at], &rest[at + 1..]);
        rest = after;
        match (bracket, open) {
            ("[", None) => open = Some((None, text.len())),
            ("{", None) => {
                let role = Role::of(after.get(..1)?)?;
                rest = after.get(1..)?.strip_prefix(' ')?;
                open = Some((Some(role), text.len()));
            }
            ("]", Some((None, start))) if mark.is_none() => mark = Some(Span::new(start, text.len())),
            ("}", Some((Some(role), start))) => parties.push((role, Span::new(start, text.len()))),
            _ => return None,
        }
        if matches!(bracket, "]" | "}") {
            open = None;
        }
    }
    text.push_str(rest);
    let mark = mark.filter(|_| open.is_none())?;
    Some(Line { file: file.to_owned(), number, label: label.to_owned(), status, text, mark, parties })
}

/// The reader's sentence that holds the mark.
fn find(reader: &Reader, line: &Line) -> Option<Marked> {
    reader.segment(&line.text).into_iter().find_map(|segment| {
        let word = segment.words.iter().position(|w| w.start < line.mark.end && line.mark.start < w.end)?;
        Some(Marked { segment, word })
    })
}
