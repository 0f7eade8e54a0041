//! A text as lines, which is how furniture and stories are told.

use super::furniture::FurnitureKind;
use crate::span::Span;

/// A line that is not blank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// Where it stands, without the white space around it.
    pub span: Span,
    /// Which heading it is by its markup: 1 for `<h1>`.
    pub heading: Option<u8>,
    /// It is an item of a list by its markup.
    pub item: bool,
    /// What the markup around it says that it is.
    pub hint: Option<FurnitureKind>,
    /// How many lines before it are blank, up to 255.
    pub blank_before: u8,
}

/// The lines of a plain text.
pub(crate) fn of_text(text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let (mut at, mut blank) = (0, 0_u8);
    for raw in text.split_inclusive('\n') {
        let trimmed = raw.trim();
        if trimmed.is_empty() {
            blank = blank.saturating_add(1);
        } else {
            let start = at + (raw.len() - raw.trim_start().len());
            let span = Span::new(start, start + trimmed.len());
            lines.push(Line { span, heading: None, item: false, hint: None, blank_before: blank });
            blank = 0;
        }
        at += raw.len();
    }
    lines
}

/// Words with one space between them.
pub(crate) fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How many words a line has, counting no further than `most`.
pub(crate) fn words(line: &str, most: usize) -> usize {
    line.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).take(most).count()
}

/// The letters and digits of a line in lower case, by which a headline is known again whatever its quotation marks and
/// dashes are.
pub(crate) fn key(line: &str) -> String {
    line.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_have_their_place_and_the_blank_lines_before_them() {
        let text = "One\r\n\n\n  Two  \nThree";
        let lines = of_text(text);
        assert_eq!(lines.iter().map(|line| line.span.of(text)).collect::<Vec<_>>(), ["One", "Two", "Three"]);
        assert_eq!(lines.iter().map(|line| line.blank_before).collect::<Vec<_>>(), [0, 2, 0]);
    }

    #[test]
    fn a_headline_is_known_by_its_letters() {
        assert_eq!(key("Envoy: ‘No deal’ yet"), key("envoy “no deal” – yet"));
    }
}
