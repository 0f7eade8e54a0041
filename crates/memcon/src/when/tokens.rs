//! The tokens that the grammar reads: runs of letters, numbers, single marks.
//!
//! They are cut from the text itself, finer than the reader's words ("mid-1990s" is three, "3pm" two), so that
//! one grammar serves any tokenisation; each knows the reader's word that it lies in.

use super::words::{Lex, lookup};
use crate::Span;
use crate::reading::Reading;

/// How a number is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// 12
    Plain,
    /// 3rd
    Ordinal,
    /// 5.5 or 1,000
    Marked,
    /// 1990s
    Decade,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Letters, and what they name.
    Word(Lex),
    /// Digits: the value (saturated), how many digits, the form.
    Number { value: i64, digits: usize, form: Form },
    /// One other character.
    Mark(char),
}

/// A token.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token<'t> {
    pub(super) span: Span,
    pub(super) text: &'t str,
    pub(super) kind: Kind,
    /// It follows the token before without a space.
    pub(super) glued: bool,
    /// A new paragraph, headline or bullet begins with it.
    pub(super) breaks: bool,
    /// Sentence and word of the reading that it lies in.
    pub(super) word: Option<(usize, usize)>,
}

impl Token<'_> {
    /// Whether it is this word, whatever its case.
    pub(super) fn is(&self, word: &str) -> bool {
        self.text.eq_ignore_ascii_case(word)
    }

    /// Whether it begins with a capital.
    pub(super) fn capital(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_uppercase)
    }
}

/// The tokens of `text` within `within`.
pub(super) fn tokens<'t>(text: &'t str, within: Span, reading: &Reading) -> Vec<Token<'t>> {
    let body = within.of(text);
    let wrapped = is_wrapped(body);
    let mut out: Vec<Token<'t>> = Vec::with_capacity(body.len() / 8);
    let mut rest = body;
    let mut end = within.start;
    while let Some(c) = rest.chars().next() {
        let start = within.start + body.len() - rest.len();
        let length = length_of(rest, c);
        let (token, after) = rest.split_at(length);
        rest = after;
        if c.is_whitespace() {
            continue;
        }
        let gap = text.get(end..start).unwrap_or_default();
        out.push(Token {
            span: Span::new(start, start + length),
            text: token,
            kind: kind_of(token, c),
            glued: start == end && !out.is_empty(),
            breaks: match gap.bytes().filter(|b| *b == b'\n').count() {
                0 => false,
                1 => !wrapped,
                _ => true,
            },
            word: None,
        });
        end = start + length;
    }
    attach(&mut out, reading);
    out
}

/// Whether lines are broken within sentences: then a line break alone begins no paragraph.
fn is_wrapped(text: &str) -> bool {
    let (mut lines, mut amid) = (0_usize, 0_usize);
    for (line, next) in text.lines().zip(text.lines().skip(1)) {
        if line.trim().is_empty() || next.trim().is_empty() {
            continue;
        }
        lines += 1;
        amid += usize::from(next.trim_start().starts_with(char::is_lowercase));
    }
    amid * 3 >= lines && lines > 0
}

/// Bytes of the token at the head of `rest`, whose first character is `c`.
fn length_of(rest: &str, c: char) -> usize {
    if c.is_ascii_digit() {
        return number_length(rest);
    }
    if c.is_alphabetic() {
        return rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
    }
    c.len_utf8()
}

/// Digits with thousands' commas, a decimal part, and an ordinal's or decade's ending.
fn number_length(rest: &str) -> usize {
    let b = rest.as_bytes();
    let digits = |from: usize| b[from.min(b.len())..].iter().take_while(|c| c.is_ascii_digit()).count();
    let mut n = digits(0);
    if n <= 3 {
        while b.get(n) == Some(&b',') && digits(n + 1) == 3 {
            n += 4;
        }
    }
    let decimals = digits(n + 1);
    let year = decimals == 4 && matches!(b.get(n + 1), Some(b'1' | b'2'));
    let version = year || b.get(n + 1 + decimals) == Some(&b'.') && digits(n + 2 + decimals) > 0;
    if b.get(n) == Some(&b'.') && decimals > 0 && !version {
        return n + 1 + decimals;
    }
    let letters = b[n..].iter().take_while(|c| c.is_ascii_alphabetic()).count();
    let ending = rest[n..n + letters].to_ascii_lowercase();
    if matches!(ending.as_str(), "st" | "nd" | "rd" | "th" | "s") { n + letters } else { n }
}

fn kind_of(token: &str, c: char) -> Kind {
    if c.is_alphabetic() {
        return Kind::Word(lookup(token));
    }
    if !c.is_ascii_digit() {
        return Kind::Mark(match c {
            '’' | '‘' | '´' | '`' => '\'',
            '–' | '—' | '‑' | '‐' | '−' => '-',
            c => c,
        });
    }
    let whole = token.split('.').next().unwrap_or(token);
    let digits = whole.bytes().filter(u8::is_ascii_digit);
    let value = digits.clone().fold(0_i64, |n, d| n.saturating_mul(10).saturating_add(i64::from(d - b'0')));
    let form = match token.bytes().last() {
        Some(b's' | b'S') => Form::Decade,
        Some(last) if last.is_ascii_alphabetic() => Form::Ordinal,
        _ if token.contains([',', '.']) => Form::Marked,
        _ => Form::Plain,
    };
    let form = if form == Form::Decade && token.to_ascii_lowercase().ends_with("st") { Form::Ordinal } else { form };
    Kind::Number { value, digits: digits.count(), form }
}

/// Tells each token the word of the reading that it begins in: one pass over both.
fn attach(tokens: &mut [Token<'_>], reading: &Reading) {
    let mut words = reading
        .sentences
        .iter()
        .enumerate()
        .flat_map(|(s, sentence)| sentence.words.iter().enumerate().map(move |(w, word)| (s, w, word.span)))
        .peekable();
    for token in tokens {
        while words.next_if(|(_, _, span)| span.end <= token.span.start).is_some() {}
        token.word = words.peek().filter(|(_, _, span)| span.start < token.span.end).map(|&(s, w, _)| (s, w));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(text: &str) -> Vec<&str> {
        tokens(text, Span::new(0, text.len()), &Reading::default()).iter().map(|t| t.text).collect()
    }

    #[test]
    fn line_breaks_are_paragraphs_unless_the_text_is_wrapped() {
        let breaks = |text: &str| -> Vec<bool> {
            tokens(text, Span::new(0, text.len()), &Reading::default()).iter().map(|t| t.breaks).collect()
        };
        assert_eq!(breaks("Vote in May\n3 held"), [false, false, false, true, false]);
        assert_eq!(breaks("they met\nin May\n3 held"), [false, false, false, false, false, false]);
        assert_eq!(breaks("a\nb\n\nc"), [false, false, true]);
    }

    #[test]
    fn numbers_keep_what_belongs_to_them() {
        assert_eq!(forms("1,000 5.5 3rd 1990s"), ["1,000", "5.5", "3rd", "1990s"]);
        assert_eq!(forms("3pm FY19 2021-06-09"), ["3", "pm", "FY", "19", "2021", "-", "06", "-", "09"]);
        assert_eq!(forms("09.06.2021 May 3,4"), ["09", ".", "06", ".", "2021", "May", "3", ",", "4"]);
        assert_eq!(forms("é–x’s"), ["é", "–", "x", "’", "s"]);
    }
}
