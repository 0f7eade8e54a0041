//! CoNLL-U: the raw text behind a treebank, and segments written so that the evaluation of `CoNLL` 2018 reads them.

use std::fmt::Write;

use super::segment::Segment;
use crate::Span;

/// The raw text behind a treebank and where its sentences and words stand in it.
///
/// The text is what UD's `conllu_to_text.pl` makes: tokens are parted by a space but where `SpaceAfter=No`
/// stands, paragraphs and documents by an empty line.
///
/// # Errors
/// Names the line and what is wrong with it.
pub fn raw_text(conllu: &str) -> Result<(String, Vec<Segment>), String> {
    let mut raw = RawText::default();
    for (number, line) in conllu.lines().enumerate() {
        raw.line(line).map_err(|what| format!("line {}: {what}: {line}", number + 1))?;
    }
    raw.end_sentence();
    Ok((raw.text, raw.segments))
}

/// The documents of a treebank: the id of each (empty where it has none) and its lines.
pub fn documents(conllu: &str) -> Vec<(&str, &str)> {
    const MARK: &str = "# newdoc";
    let starts: Vec<usize> =
        conllu.match_indices(MARK).map(|(at, _)| at).filter(|&at| at == 0 || conllu[..at].ends_with('\n')).collect();
    let ends = starts.iter().skip(1).copied().chain([conllu.len()]);
    let document = |(start, end): (usize, usize)| {
        let block = &conllu[start..end];
        let id = block.lines().next().and_then(|l| l.split_once('=')).map_or("", |(_, id)| id.trim());
        (id, block)
    };
    starts.iter().copied().zip(ends).map(document).collect()
}

#[derive(Default)]
struct RawText {
    text: String,
    segments: Vec<Segment>,
    words: Vec<Span>,
    contractions: Vec<std::ops::Range<usize>>,
    /// Words, counted from one, that the multiword token just read covers, and its span.
    token: Option<(usize, Span)>,
    /// Whether a space is due before the next token.
    space: bool,
}

impl RawText {
    fn line(&mut self, line: &str) -> Result<(), String> {
        if line.trim().is_empty() {
            self.end_sentence();
        } else if let Some(comment) = line.strip_prefix('#') {
            self.comment(comment.trim_start());
        } else {
            self.row(line)?;
        }
        Ok(())
    }

    fn comment(&mut self, comment: &str) {
        let marks = |mark: &str| {
            comment.strip_prefix(mark).is_some_and(|r| !r.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
        };
        if (marks("newpar") || marks("newdoc")) && !self.text.is_empty() {
            if !self.text.ends_with('\n') {
                self.text.push_str("\n\n");
            }
            self.space = false;
        }
    }

    fn row(&mut self, line: &str) -> Result<(), String> {
        let columns: Vec<&str> = line.split('\t').collect();
        let &[id, form, .., misc] = columns.as_slice() else {
            return Err("fewer than two columns".to_owned());
        };
        if id.contains('.') {
            return Ok(());
        }
        if let Some((first, last)) = id.split_once('-') {
            let number = |n: &str| n.parse::<usize>().map_err(|_| "the range is no pair of numbers".to_owned());
            let span = self.push(form, misc);
            self.contractions.push(number(first)?.saturating_sub(1)..number(last)?);
            self.token = Some((number(last)?, span));
            return Ok(());
        }
        let number: usize = id.parse().map_err(|_| "the id is no number".to_owned())?;
        let word = match self.token {
            Some((last, token)) if number <= last => self.part(token, form, number == last)?,
            _ => self.push(form, misc),
        };
        self.words.push(word);
        Ok(())
    }

    fn push(&mut self, form: &str, misc: &str) -> Span {
        if std::mem::replace(&mut self.space, !misc.split('|').any(|m| m == "SpaceAfter=No")) {
            self.text.push(' ');
        }
        let start = self.text.len();
        self.text.push_str(form);
        Span::new(start, self.text.len())
    }

    /// The span of the word `form` within the multiword token `token`, from where the word before it ended.
    fn part(&self, token: Span, form: &str, last: bool) -> Result<Span, String> {
        let start = self.words.last().map_or(token.start, |w| w.end.max(token.start));
        let end = if last { token.end } else { (start + form.len()).min(token.end) };
        let fits = start < end && self.text.is_char_boundary(end);
        fits.then(|| Span::new(start, end)).ok_or_else(|| "the word does not fit its multiword token".to_owned())
    }

    fn end_sentence(&mut self) {
        self.token = None;
        let (words, contractions) = (std::mem::take(&mut self.words), std::mem::take(&mut self.contractions));
        if let (Some(first), Some(last)) = (words.first(), words.last()) {
            self.segments.push(Segment { span: first.join(*last), words, contractions });
        }
    }
}

/// Writes segments as CoNLL-U with multiword tokens and trees that say nothing: the first word is the root,
/// every other hangs on it.
pub fn write_segments(text: &str, segments: &[Segment]) -> String {
    let mut out = String::new();
    for segment in segments {
        write_sentence(&mut out, text, segment, |i| {
            if i == 0 { "_\tX\t_\t_\t0\troot".to_owned() } else { "_\tX\t_\t_\t1\tdep".to_owned() }
        });
    }
    out
}

/// Appends one sentence as CoNLL-U; `columns` gives the third to the eighth column (lemma, UPOS, XPOS, features,
/// head, relation, parted by tabs) of the word of an index.
pub fn write_sentence(out: &mut String, text: &str, segment: &Segment, columns: impl Fn(usize) -> String) {
    let mut groups = segment.contractions.iter().peekable();
    for (i, word) in segment.words.iter().enumerate() {
        if let Some(group) = groups.next_if(|g| g.start == i) {
            let last = segment.words.get(group.end.saturating_sub(1)).unwrap_or(word);
            let form = word.join(*last).of(text);
            let _ = writeln!(out, "{}-{}\t{form}\t_\t_\t_\t_\t_\t_\t_\t_", i + 1, group.end);
        }
        let _ = writeln!(out, "{}\t{}\t{}\t_\t_", i + 1, word.of(text), columns(i));
    }
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::segment::Segmenter;

    /// Rows of id, form and MISC, the columns between filled up.
    fn rows(rows: &[(&str, &str, &str)]) -> String {
        let row = |(id, form, misc): &(&str, &str, &str)| format!("{id}\t{form}{}\t{misc}\n", "\t_".repeat(7));
        rows.iter().map(row).collect::<Vec<_>>().concat()
    }

    fn treebank() -> String {
        let first = rows(&[
            ("1-2", "Don't", "_"),
            ("1", "Do", "_"),
            ("2", "n't", "_"),
            ("3", "go", "Entity=(1)|SpaceAfter=No"),
            ("3.1", "elided", "_"),
            ("4", ".", "_"),
        ]);
        let second = rows(&[("1", "Stay", "SpaceAfter=No"), ("2", "!", "_")]);
        format!(
            "# newdoc id = A_b\n# newpar\n{first}\n# sent_id = 2\n{second}\n# newdoc id = C\n# newpar_block = p\n# newpar\n{second}\n"
        )
    }

    #[test]
    fn raw_text_has_the_words_where_the_treebank_has_them() {
        let (text, segments) = raw_text(&treebank()).expect("well formed");
        assert_eq!(text, "Don't go. Stay!\n\nStay!");
        let words: Vec<&str> = segments[0].words.iter().map(|w| w.of(&text)).collect();
        assert_eq!(words, ["Do", "n't", "go", "."]);
        assert_eq!(segments[0].contractions.first(), Some(&(0..2)));
        assert_eq!(segments[2].span.of(&text), "Stay!");
    }

    #[test]
    fn errors_name_the_line() {
        assert!(raw_text("1\n").unwrap_err().starts_with("line 1: fewer"));
        assert!(raw_text("x\ta\t_\n").unwrap_err().contains("no number"));
        let short = rows(&[("1-2", "a", "_"), ("1", "a", "_"), ("2", "b", "_")]);
        assert!(raw_text(&short).unwrap_err().starts_with("line 3: the word does not fit"));
    }

    #[test]
    fn documents_are_told_apart() {
        let treebank = treebank();
        let ids: Vec<&str> = documents(&treebank).iter().map(|d| d.0).collect();
        assert_eq!(ids, ["A_b", "C"]);
        let joined: String = documents(&treebank).iter().map(|d| d.1).collect();
        assert_eq!(joined, treebank);
    }

    #[test]
    fn segments_are_written_with_multiword_tokens() {
        let text = "Don't go.";
        let written = write_segments(text, &Segmenter::new().segment(text));
        let ids: Vec<&str> = written.lines().map(|l| l.split('\t').next().unwrap_or_default()).collect();
        assert_eq!(ids, ["1-2", "1", "2", "3", "4", ""]);
        assert!(
            written.starts_with("1-2\tDon't\t") && written.lines().all(|l| l.is_empty() || l.split('\t').count() == 10)
        );
        assert!(written.contains("\n1\tDo\t_\tX\t_\t_\t0\troot\t_\t_\n"));
    }
}
