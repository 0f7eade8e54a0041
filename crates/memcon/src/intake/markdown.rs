//! Markdown: the text without its marks, each block on a line.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, MetadataBlockKind, Options, Parser, Tag, TagEnd};

use super::decode::Encoded;
use super::lines::Line;
use super::source_map::{Piece, SourceMap};
use crate::span::Span;

/// How much of a text is looked at to tell what it is.
const HEAD: usize = 16 << 10;

/// A text taken apart.
pub(crate) struct Markdown {
    pub text: String,
    pub lines: Vec<Line>,
    pub source: SourceMap,
    /// The keys and values of the head that some tools put above a text.
    pub head: Vec<(String, String)>,
}

/// Whether a text is Markdown rather than plain: it has a heading and another mark, several headings, or several links
/// that only Markdown writes so.
pub(crate) fn is_markdown(text: &str) -> bool {
    let head = text.get(..text.floor_char_boundary(HEAD)).unwrap_or_default();
    if has_front_matter(head) {
        return true;
    }
    let (mut headings, mut marks, mut links) = (0, 0, 0);
    let mut before = "";
    for line in head.lines() {
        let trimmed = line.trim_end();
        let hashes = trimmed.bytes().take_while(|byte| *byte == b'#').count();
        let underline =
            trimmed.len() >= 3 && (trimmed.bytes().all(|b| b == b'=') || trimmed.bytes().all(|b| b == b'-'));
        // A row of signs below a line of words makes it a heading.
        let underlined = underline && !before.trim().is_empty() && before.len() < 120;
        headings += usize::from(
            (1..=6).contains(&hashes) && trimmed.get(hashes..).is_some_and(|rest| rest.starts_with(' ')) || underlined,
        );
        links += line.matches("](http").count() + line.matches("](/").count();
        marks += usize::from(line.matches("**").count() >= 2 || line.starts_with("> ") || line.starts_with("```"));
        before = trimmed;
    }
    headings >= 2 || (headings == 1 && marks + links > 0) || links >= 2
}

/// Whether a text opens with keys and values between two lines of hyphens.
fn has_front_matter(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim_end);
    if lines.next() != Some("---") {
        return false;
    }
    let Some(first) = lines.next() else { return false };
    let key = first
        .split_once(':')
        .is_some_and(|(key, _)| !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-'));
    key && lines.take(60).any(|line| line == "---")
}

/// Takes a text apart. `encoded` maps its characters to the bytes that they came from.
pub(crate) fn read(markdown: &str, encoded: Encoded) -> Markdown {
    let options = Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES;
    let mut builder = Builder {
        markdown,
        out: Markdown { text: String::new(), lines: Vec::new(), source: SourceMap::over(encoded), head: Vec::new() },
        start: None,
        heading: None,
        items: 0,
        skip: 0,
        metadata: false,
        space: false,
    };
    for (event, range) in Parser::new_ext(markdown, options).into_offset_iter() {
        builder.take(event, range);
    }
    builder.end_line();
    builder.out
}

struct Builder<'a> {
    markdown: &'a str,
    out: Markdown,
    /// Where the line that is being built starts.
    start: Option<usize>,
    heading: Option<u8>,
    /// How many lists are open.
    items: usize,
    /// How many elements are open whose content is not read.
    skip: usize,
    metadata: bool,
    /// White space comes before the next word.
    space: bool,
}

impl Builder<'_> {
    fn take(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.open(&tag),
            Event::End(tag) => self.close(tag),
            Event::Text(words) if self.metadata => self.metadata(&words),
            Event::Text(words) | Event::Code(words) if self.skip == 0 => self.words(&words, &range),
            Event::SoftBreak | Event::HardBreak => self.space = true,
            Event::Rule => self.end_line(),
            // Markup within: comments, breaks, frames of pictures.
            _ => {}
        }
    }

    fn open(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Heading { level, .. } => {
                self.end_line();
                self.heading = Some(rank(*level));
            }
            Tag::Paragraph
            | Tag::BlockQuote(_)
            | Tag::TableRow
            | Tag::TableHead
            | Tag::HtmlBlock
            | Tag::FootnoteDefinition(_) => self.end_line(),
            Tag::Item => {
                self.end_line();
                self.items += 1;
            }
            Tag::TableCell => self.space = true,
            Tag::CodeBlock(CodeBlockKind::Fenced(_) | CodeBlockKind::Indented) => {
                self.end_line();
                self.skip += usize::from(matches!(tag, Tag::CodeBlock(CodeBlockKind::Fenced(_))));
            }
            Tag::Image { .. } => self.skip += 1,
            Tag::MetadataBlock(MetadataBlockKind::YamlStyle | MetadataBlockKind::PlusesStyle) => self.metadata = true,
            _ => {}
        }
    }

    fn close(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => {
                self.end_line();
                self.heading = None;
            }
            TagEnd::Paragraph | TagEnd::BlockQuote(_) | TagEnd::TableRow | TagEnd::TableHead | TagEnd::HtmlBlock => {
                self.end_line();
            }
            TagEnd::Item => {
                self.end_line();
                self.items = self.items.saturating_sub(1);
            }
            TagEnd::CodeBlock => {
                self.end_line();
                self.skip = self.skip.saturating_sub(1);
            }
            TagEnd::Image => self.skip = self.skip.saturating_sub(1),
            TagEnd::MetadataBlock(_) => self.metadata = false,
            _ => {}
        }
    }

    /// Keeps the keys and values above a text.
    fn metadata(&mut self, words: &str) {
        let pair = |line: &str| {
            let (key, value) = line.split_once(':')?;
            let value = value.trim().trim_matches(['"', '\'']).trim();
            (!value.is_empty()).then(|| (key.trim().to_lowercase(), value.to_owned()))
        };
        self.out.head.extend(words.lines().filter_map(pair));
    }

    /// Adds words to the line.
    fn words(&mut self, words: &str, range: &Range<usize>) {
        let source = self.markdown.get(range.clone()).unwrap_or_default();
        // Verbatim wherever the words are in the source as they are; what an escape or a reference stands for is not.
        let verbatim = source.find(words).map(|at| range.start + at);
        let mut at = 0;
        for word in words.split_inclusive(char::is_whitespace) {
            let bare = word.trim_end();
            if !bare.is_empty() {
                self.word(bare, verbatim.map(|start| start + at), range);
            }
            self.space |= bare.len() < word.len();
            at += word.len();
        }
    }

    fn word(&mut self, word: &str, source: Option<usize>, range: &Range<usize>) {
        if self.start.is_none() {
            if !self.out.text.is_empty() {
                self.out.text.push('\n');
            }
            self.start = Some(self.out.text.len());
        } else if self.space {
            self.out.text.push(' ');
        }
        self.space = false;
        let (text, text_len) = (self.out.text.len(), word.len());
        let piece = match source {
            Some(start) => Piece { text, text_len, source: start..start + text_len, verbatim: true },
            None => Piece { text, text_len, source: range.clone(), verbatim: false },
        };
        self.out.source.push(piece);
        self.out.text.push_str(word);
    }

    fn end_line(&mut self) {
        self.space = false;
        let Some(start) = self.start.take() else { return };
        let span = Span::new(start, self.out.text.len());
        self.out.lines.push(Line { span, heading: self.heading, item: self.items > 0, hint: None, blank_before: 0 });
    }
}

fn rank(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORY: &str = "---\ntitle: \"Envoy meets minister\"\ndate: 2022-05-02\n---\n\n# Envoy meets minister\n\nThe **envoy** of \
                         [Suder](https://n.example/suder) met the\nminister\\* in Port&nbsp;Esk &amp; left.\n\n![The port](p.jpg)\n\n\
                         * One point\n* Another\n\n```\ncode\n```\n\n> “We agreed,” he said.\n";

    #[test]
    fn marks_are_taken_off_and_blocks_are_lines() {
        let read = read(STORY, Encoded::same());
        assert_eq!(
            read.text.lines().collect::<Vec<_>>(),
            [
                "Envoy meets minister",
                "The envoy of Suder met the minister* in Port Esk & left.",
                "One point",
                "Another",
                "“We agreed,” he said.",
            ]
        );
        assert_eq!(
            read.head,
            [("title".to_owned(), "Envoy meets minister".to_owned()), ("date".to_owned(), "2022-05-02".to_owned())]
        );
        assert_eq!(
            read.lines.iter().map(|line| (line.heading, line.item)).collect::<Vec<_>>()[..3],
            [(Some(1), false), (None, false), (None, true)]
        );
        for word in ["envoy of", "Suder", "minister", "left.", "agreed"] {
            let at = read.text.rfind(word).expect("in the text");
            let ranges = read.source.ranges(Span::new(at, at + word.len()));
            let source: String = ranges.into_iter().map(|range| &STORY[range]).collect();
            assert_eq!(source.replace("** ", " ").replace("**", "").replace(' ', ""), word.replace(' ', ""), "{word}");
        }
    }

    #[test]
    fn plain_text_is_no_markdown() {
        for text in [
            "The envoy left.\n\nHe came back.",
            "# 1 of 2\nThe envoy left.",
            "- one\n- two\nThe envoy [sic] left.",
            "---\nThe envoy left.\n---\n",
            "The price was $5 * 3 and 2 ** 4.",
        ] {
            assert!(!is_markdown(text), "{text}");
        }
        for text in [
            STORY,
            "# Envoy leaves\n\nThe **envoy** left.",
            "Envoy leaves\n=====\n\nWhy\n---\nx",
            "[a](http://a) [b](http://b)",
        ] {
            assert!(is_markdown(text), "{text}");
        }
    }
}
