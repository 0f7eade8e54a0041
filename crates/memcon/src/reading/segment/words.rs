//! Syntactic words of a surface token: `don't` is `do` and `n't`.

use super::lists;
use super::tokens::is_apostrophe;
use crate::Span;

/// Appends the syntactic words of the token `span` of `text`.
pub(super) fn split(text: &str, span: Span, words: &mut Vec<Span>) {
    let mut token = span.of(text);
    let first = words.len();
    // Clitics are taken from the right: `wouldn't've` is three words.
    let address = token.contains('@');
    while let Some(at) = clitic_at(token).filter(|_| !address).or_else(|| lists::fused_at(token)) {
        words.push(Span::new(span.start + at, span.start + token.len()));
        token = &token[..at];
    }
    words.push(Span::new(span.start, span.start + token.len()));
    words[first..].reverse();
}

/// Where the last clitic of `token` begins, if it has one.
fn clitic_at(token: &str) -> Option<usize> {
    // The longest clitic is an apostrophe of three bytes and two letters, before it an `n`.
    let (apostrophe, mark) = token.char_indices().rev().take(3).find(|&(_, c)| is_apostrophe(c))?;
    let stem = &token[..apostrophe];
    let ending = &token[apostrophe + mark.len_utf8()..];
    if !stem.ends_with(char::is_alphanumeric) {
        return None;
    }
    let is = |clitic: &str| ending.eq_ignore_ascii_case(clitic);
    if is("t") {
        let negated = stem.ends_with(['n', 'N']) && stem.len() > 1;
        return negated.then_some(apostrophe - 1);
    }
    if ending.is_empty() {
        return stem.ends_with(['s', 'S', 'z', 'x']).then_some(apostrophe);
    }
    let clitic = match ending.len() {
        // Names such as `Sa'd` end as if in one.
        1 if is("d") => lists::takes_would(stem),
        1 if is("m") => stem.eq_ignore_ascii_case("i"),
        _ => is("s") || is("re") || is("ve") || is("ll"),
    };
    (clitic && !is_decade(stem)).then_some(apostrophe)
}

/// Whether `stem` before `'s` is a decade or a model number, whose plural is one word: `1960's`, `AK47's`.
fn is_decade(stem: &str) -> bool {
    stem.ends_with('0') && stem.bytes().all(|b| b.is_ascii_digit())
}
