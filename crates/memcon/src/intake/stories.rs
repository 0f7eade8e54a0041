//! Splitting a page into its stories.
//!
//! A page that loads the next story below the one asked for ("endless scroll") shows it in its text: after a body comes
//! another headline with furniture of its own, and another body. One sign alone proves nothing (articles have
//! subheadings, quote headlines, change place), so a new story needs a line that can be a headline, a body before it and
//! after it, and two of the signs in [`Signs`].

use super::furniture::{self, Furniture, FurnitureKind, is_bullet, is_paragraph};
use super::lines::{Line, key, words};
use crate::evidence::DateEvidence;
use crate::span::Span;

/// Words of running text that make a body.
const BODY_WORDS: usize = 40;

/// How many lines a headline's own furniture may take up before the body starts.
const HEAD_LINES: usize = 14;

/// A story as it is cut out of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cut {
    pub span: Span,
    /// Its headline, and where it stands.
    pub title: Option<String>,
    pub title_span: Option<Span>,
    /// What its furniture says of its date.
    pub dates: Vec<DateEvidence>,
}

/// The stories of a text, at least one and at most `most`; together they cover it.
pub(crate) fn split(text: &str, lines: &[Line], furniture: &[Furniture], most: usize) -> Vec<Cut> {
    let page = Lines::new(text, lines, furniture);
    let mut starts = vec![0];
    for at in 1..lines.len() {
        let since = starts.last().copied().unwrap_or(0);
        if starts.len() < most.max(1) && page.starts_story(since, at) {
            starts.push(at);
        }
    }
    let begin = |start: usize| if start == 0 { 0 } else { lines.get(start).map_or(text.len(), |line| line.span.start) };
    let mut cuts = Vec::new();
    for (number, &start) in starts.iter().enumerate() {
        let end = starts.get(number + 1).map_or(text.len(), |&next| begin(next));
        let (span, title_span) = (Span::new(begin(start), end), page.title(start));
        let title = title_span.map(|span| span.of(text).to_owned());
        cuts.push(Cut { span, title, title_span, dates: furniture::dates_in(text, furniture, span) });
    }
    cuts
}

/// The lines with what furniture they are.
struct Lines<'a> {
    text: &'a str,
    rows: &'a [Line],
    kinds: Vec<Option<FurnitureKind>>,
    /// Words of running text before each line, and at the end in all: two of them tell how much a range holds.
    body_words: Vec<usize>,
}

/// What shows that a new story starts at a headline.
#[derive(Clone, Copy, Debug, Default)]
#[allow(clippy::struct_excessive_bools)] // each sign stands for itself, and they are counted
struct Signs {
    /// The headline is said again before the body starts.
    echo: bool,
    /// Furniture that a story has once stands between headline and body: a date, a byline, "Follow", a short address.
    furniture: bool,
    /// The body opens with a dateline.
    dateline: bool,
    /// It is marked up as a heading of the first rank.
    heading: bool,
}

impl Signs {
    fn count(self) -> usize {
        [self.echo, self.furniture, self.dateline, self.heading].into_iter().filter(|sign| *sign).count()
    }
}

impl<'a> Lines<'a> {
    fn new(text: &'a str, lines: &'a [Line], furniture: &[Furniture]) -> Self {
        let mut furniture = furniture.iter().peekable();
        let kinds = lines.iter().map(|line| {
            while furniture.peek().is_some_and(|piece| piece.span.end <= line.span.start) {
                furniture.next();
            }
            furniture.peek().filter(|piece| piece.span == line.span).map(|piece| piece.kind)
        });
        let mut page =
            Self { text, rows: lines, kinds: kinds.collect(), body_words: Vec::with_capacity(lines.len() + 1) };
        let mut sum = 0;
        for at in 0..lines.len() {
            page.body_words.push(sum);
            sum += if page.is_body(at) { words(page.line(at), BODY_WORDS) } else { 0 };
        }
        page.body_words.push(sum);
        page
    }

    fn line(&self, at: usize) -> &'a str {
        self.rows.get(at).map_or("", |line| line.span.of(self.text))
    }

    fn kind(&self, at: usize) -> Option<FurnitureKind> {
        self.kinds.get(at).copied().flatten()
    }

    /// Whether line `at` can be a headline: short, no sentence, no other furniture.
    fn is_headline(&self, at: usize) -> bool {
        let line = self.line(at);
        matches!(self.kind(at), None | Some(FurnitureKind::Headline))
            && (3..=30).contains(&words(line, 31))
            && !line.ends_with(['.', ',', ';', ':'])
            && !is_bullet(line)
            && !ends_with_quote_mid_speech(line)
    }

    /// Whether line `at` is a paragraph of a body.
    fn is_body(&self, at: usize) -> bool {
        self.kind(at).is_none() && is_paragraph(self.line(at))
    }

    /// Whether a new story starts at line `at`, the last one having started at `since`.
    fn starts_story(&self, since: usize, at: usize) -> bool {
        if !self.is_headline(at) || !self.has_body(since..at) {
            return false;
        }
        let Some(body) = self.next_body(at) else { return false };
        self.signs(at, body).count() >= 2 && self.has_body(body..self.rows.len().min(body + 200))
    }

    /// Whether there is a body's worth of paragraphs among lines.
    fn has_body(&self, lines: std::ops::Range<usize>) -> bool {
        let before = |line: usize| self.body_words.get(line).copied().unwrap_or(0);
        before(lines.end).saturating_sub(before(lines.start)) >= BODY_WORDS
    }

    /// The first paragraph below a headline, if nothing but the headline's own furniture, bullets and short lines is in
    /// between.
    fn next_body(&self, at: usize) -> Option<usize> {
        (at + 1..self.rows.len().min(at + 1 + HEAD_LINES)).find(|line| self.is_body(*line))
    }

    fn signs(&self, at: usize, body: usize) -> Signs {
        use FurnitureKind::{Byline, Date, Follow, ShortUrl};
        let headline = key(self.line(at));
        let head = at + 1..body;
        Signs {
            echo: head.clone().any(|line| key(self.line(line)) == headline),
            furniture: head.clone().any(|line| matches!(self.kind(line), Some(Byline | Date | Follow | ShortUrl))),
            dateline: has_dateline(self.line(body)),
            heading: self.rows.get(at).and_then(|line| line.heading) == Some(1),
        }
    }

    /// The headline of the story that starts at line `start`: its first line that can be one before its body.
    fn title(&self, start: usize) -> Option<Span> {
        let head = start..self.rows.len().min(start + 4);
        let at = head.take_while(|at| !self.is_body(*at)).find(|at| self.is_headline(*at))?;
        let blank = self.rows.get(at + 1).is_some_and(|next| next.blank_before > 0);
        let marked = self.kind(at) == Some(FurnitureKind::Headline) || self.rows.get(at)?.heading.is_some();
        (marked || at == start || blank).then(|| self.rows.get(at).map(|line| line.span)).flatten()
    }
}

/// A line that closes a quotation with a comma inside is part of a sentence broken over lines.
fn ends_with_quote_mid_speech(line: &str) -> bool {
    line.ends_with(",”") || line.ends_with(",\"") || line.ends_with("—") || line.ends_with("–")
}

/// Whether a paragraph opens with a dateline: "OSLO (AP) —", "ISLAMABAD: ", "GENEVA, May 3 (Agency) - ", "Hanoi (VNA) –".
pub(crate) fn has_dateline(line: &str) -> bool {
    let head = line.get(..line.floor_char_boundary(80)).unwrap_or_default();
    let marks = [" — ", " – ", " - ", " -- ", ": ", "):", ") —", ") –", ") -"];
    let Some(end) = marks.iter().filter_map(|mark| head.find(mark)).min() else { return false };
    let place = head.get(..end).unwrap_or_default();
    let agency = place.ends_with(')') || place.contains('(');
    let name = place.split(['(', ',', '/']).next().unwrap_or_default().trim();
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let capital = letters >= 3 && name.chars().all(|c| !c.is_lowercase()) && name.split_whitespace().count() <= 4;
    let titled = agency && name.split_whitespace().count() <= 4 && name.chars().next().is_some_and(char::is_uppercase);
    capital || titled
}

#[cfg(test)]
mod tests {
    use super::super::lines;
    use super::*;

    const FIRST: &str = "LIDO HARBOUR: The two island states signed an accord on fishing on Tuesday after nine years of dispute \
                         over the northern bank.\nThe foreign ministers met for three hours before they put their names to \
                         the text, a spokesman said in the evening after the talks had ended.";
    const SECOND: &str = "PORT ESK: Dock workers will return to their cranes on Friday after the union accepted a pay offer from \
                          the harbour board.\nThe strike had kept forty ships waiting outside the breakwater for the better \
                          part of two weeks, the board said in a statement.";

    fn stories(text: &str) -> Vec<Cut> {
        let lines = lines::of_text(text);
        let furniture = furniture::find(text, &lines, None);
        split(text, &lines, &furniture, 200)
    }

    fn titles(text: &str) -> Vec<String> {
        stories(text).into_iter().filter_map(|cut| cut.title).collect()
    }

    #[test]
    fn endless_scroll_is_split_at_the_second_headline() {
        let text = format!(
            "Island states sign fishing accord\nShort Url\nUpdated 3 May 2022\nFollow\nIsland states sign fishing accord\n{FIRST}\n\n\
             Dock strike to end on Friday\n\nUpdated 9 sec ago\nFollow\n\nDock strike to end on Friday\n\n• Union accepts offer\n\n{SECOND}"
        );
        assert_eq!(titles(&text), ["Island states sign fishing accord", "Dock strike to end on Friday"]);
        let cuts = stories(&text);
        assert!(cuts[1].span.of(&text).starts_with("Dock strike"));
        assert_eq!((cuts[0].span.start, cuts[0].span.end, cuts[1].span.end), (0, cuts[1].span.start, text.len()));
    }

    #[test]
    fn a_headline_with_byline_and_dateline_starts_a_story() {
        let text = format!(
            "Island states sign fishing accord\n\n{FIRST}\n\nDock strike to end on Friday\nBy Maria Novak\n\n{SECOND}"
        );
        assert_eq!(stories(&text).len(), 2);
    }

    #[test]
    fn subheadings_and_teasers_do_not() {
        let subheading = format!("Island states sign fishing accord\n\n{FIRST}\n\nA long dispute\n\n{SECOND}");
        assert_eq!(stories(&subheading).len(), 1);
        let teaser = format!(
            "Island states sign fishing accord\n\n{FIRST}\n\nDock strike to end on Friday\nBy Maria Novak\nRead more"
        );
        assert_eq!(stories(&teaser).len(), 1);
        let dateline = format!("{FIRST}\n{SECOND}");
        assert_eq!(stories(&dateline).len(), 1);
    }

    #[test]
    fn the_bound_on_stories_holds() {
        let one = format!(
            "Island states sign fishing accord\nUpdated 3 May 2022\nIsland states sign fishing accord\n{FIRST}\n\n"
        );
        let text = one.repeat(5);
        let lines = lines::of_text(&text);
        let furniture = furniture::find(&text, &lines, None);
        assert_eq!(split(&text, &lines, &furniture, 200).len(), 5);
        assert_eq!(split(&text, &lines, &furniture, 3).len(), 3);
    }

    #[test]
    fn datelines() {
        for line in [
            "OSLO (AP) — The king",
            "ISLAMABAD: The prime",
            "GENEVA, May 3 (Agency) - The",
            "Hanoi (VNA) – The",
            "NEW YORK — The",
        ] {
            assert!(has_dateline(line), "{line}");
        }
        for line in ["He said: “The", "The talks - long awaited - began", "In short – no.", "Peace (of a kind) came"]
        {
            assert!(!has_dateline(line), "{line}");
        }
    }
}
