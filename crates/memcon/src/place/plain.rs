//! A reading without a reader: words and sentences by their characters alone.

use crate::Span;
use crate::reading::{Deprel, Reading, Sentence, Upos, Word, Xpos};

/// Cuts a text into sentences and words; every word's part of speech is [`Upos::X`], and no tree is built.
///
/// For questions of a few words, where no model is worth its loading, and for measuring what the model adds.
pub fn plain_reading(text: &str) -> Reading {
    let (mut reading, mut words) = (Reading::default(), Vec::new());
    let pieces = pieces(text);
    for (at, &piece) in pieces.iter().enumerate() {
        words.push(word(text, piece, words.len()));
        let next = pieces.get(at + 1);
        if next.is_none_or(|&next| ends_sentence(text, piece, next)) {
            reading.sentences.extend(Sentence::of_words(std::mem::take(&mut words)));
        }
    }
    reading
}

/// Spans of words: runs of letters, digits and inner points or apostrophes, and every other character alone.
fn pieces(text: &str) -> Vec<Span> {
    let mut pieces = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if c.is_whitespace() {
            continue;
        }
        let mut end = start + c.len_utf8();
        if is_genitive(&text[start..]) {
            chars.next();
            end += 1;
        } else if c.is_alphanumeric() {
            while let Some(&(at, c)) = chars.peek() {
                let rest = &text[at + c.len_utf8()..];
                let inner = matches!(c, '.' | '\'' | '’' | '&') && rest.starts_with(char::is_alphanumeric);
                if !(c.is_alphanumeric() || inner) || is_genitive(&text[at..]) {
                    break;
                }
                end = at + c.len_utf8();
                chars.next();
            }
            end = with_point(text, start, end, &mut chars);
        }
        pieces.push(Span::new(start, end));
    }
    pieces
}

/// Whether a genitive ending begins here: it is a word of its own.
fn is_genitive(rest: &str) -> bool {
    let after = rest.strip_prefix("'s").or_else(|| rest.strip_prefix("’s"));
    after.is_some_and(|after| !after.starts_with(char::is_alphanumeric))
}

/// Takes the point of an abbreviation into its word.
fn with_point(
    text: &str,
    start: usize,
    end: usize,
    chars: &mut std::iter::Peekable<std::str::CharIndices<'_>>,
) -> usize {
    let word = &text[start..end];
    if text[end..].starts_with('.') && is_abbreviation(word) {
        chars.next();
        return end + 1;
    }
    end
}

/// Whether a point after this word belongs to it: inner points, one capital, or one of the short forms of news.
fn is_abbreviation(word: &str) -> bool {
    const SHORT: &[&str] = &[
        "St", "Mt", "Ft", "Mr", "Mrs", "Ms", "Dr", "Sen", "Sens", "Rep", "Reps", "Gov", "Lt", "Col", "Gen", "Sgt",
        "Capt", "Rev", "Jr", "Sr", "Ala", "Ariz", "Ark", "Calif", "Colo", "Conn", "Del", "Fla", "Ga", "Ill", "Ind",
        "Kan", "Ky", "La", "Md", "Mass", "Mich", "Minn", "Miss", "Mo", "Mont", "Neb", "Nev", "Okla", "Ore", "Pa",
        "Tenn", "Tex", "Va", "Vt", "Wash", "Wis", "Wyo", "Ont", "Que", "Alta", "Sask", "Man", "Jan", "Feb", "Aug",
        "Sept", "Oct", "Nov", "Dec",
    ];
    let mut letters = word.chars();
    let single = letters.next().is_some_and(char::is_uppercase) && letters.next().is_none();
    single || word.contains('.') || SHORT.contains(&word)
}

/// Whether a sentence ends between two words: a stop before a capital, or an empty line or line break.
fn ends_sentence(text: &str, piece: Span, next: Span) -> bool {
    let gap = text.get(piece.end..next.start).unwrap_or_default();
    let stop = matches!(piece.of(text), "." | "!" | "?") && !gap.is_empty();
    gap.contains('\n') || stop && next.of(text).starts_with(|c: char| c.is_uppercase() || !c.is_alphanumeric())
}

fn word(text: &str, span: Span, at: usize) -> Word {
    let form = span.of(text).to_owned();
    Word {
        span,
        lemma: form.clone(),
        form,
        upos: Upos::X,
        xpos: Xpos::Xx,
        head: at.checked_sub(1),
        deprel: if at == 0 { Deprel::Root } else { Deprel::Dep },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(text: &str) -> Vec<Vec<String>> {
        let reading = plain_reading(text);
        reading.sentences.iter().map(|s| s.words.iter().map(|w| w.form.clone()).collect()).collect()
    }

    #[test]
    fn words_and_sentences() {
        assert_eq!(
            forms("Envoys met in Paris, Ky. They left.\nTurkey's U.S.-led plan"),
            [
                vec!["Envoys", "met", "in", "Paris", ",", "Ky.", "They", "left", "."],
                vec!["Turkey", "'s", "U.S.", "-", "led", "plan"],
            ]
        );
        assert_eq!(forms(" \n "), Vec::<Vec<String>>::new());
        assert_eq!(forms("1,5.3")[0], ["1", ",", "5.3"]);
    }
}
