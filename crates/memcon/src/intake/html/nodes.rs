//! One pass over the markup: the text nodes of a page with their place in the source, the blocks that they make up, and
//! what the head says. It is linear in the page, whatever the nesting; it also counts what the bounds are about.

use std::collections::HashMap;
use std::ops::Range;

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

use super::elements::{self, Role};
use crate::intake::furniture::FurnitureKind;
use crate::intake::source_map::Piece;

/// A page taken apart.
#[derive(Debug, Default)]
pub(super) struct Nodes {
    /// All text that could be read, each block on a line. White space is collapsed, character references are decoded.
    pub text: String,
    /// Where every part of `text` but the white space comes from.
    pub pieces: Vec<Piece>,
    /// In order of the text.
    pub texts: Vec<Node>,
    pub blocks: Vec<Block>,
    /// Names (in lower case) and contents of `<meta>` elements.
    pub metas: Vec<(String, String)>,
    /// The `<title>`.
    pub title: String,
    /// The address in `<link rel=canonical>`.
    pub canonical: Option<String>,
    /// The contents of JSON-LD scripts.
    pub json_ld: Vec<String>,
    /// `<time>` elements and what else has a `datetime`.
    pub times: Vec<Time>,
    /// How deep elements are nested.
    pub nesting: usize,
    /// How many elements there are.
    pub elements: usize,
    /// The nesting of all elements together.
    pub depths: usize,
    /// The most attributes that an element has.
    pub attributes: usize,
    /// What looking at the classes and ids around every element and text costs, in looks at an octet; see [`look`].
    pub looks: usize,
    /// How many formatting elements were closed by another's end. A parser that follows the standard opens them again,
    /// in every block, so that a page with many of them grows without measure.
    pub misnested: usize,
}

/// A run of text between two tags.
#[derive(Clone, Debug)]
pub(super) struct Node {
    /// Its part of [`Nodes::text`], with the space before it.
    pub span: Range<usize>,
    /// It is in a link.
    pub link: bool,
}

/// A paragraph, heading, list item, table row, line of verse: what stands on lines of its own.
#[derive(Clone, Debug)]
pub(super) struct Block {
    /// Its line of [`Nodes::text`].
    pub span: Range<usize>,
    /// Its text nodes.
    pub nodes: Range<usize>,
    /// The rank of the heading that it is in.
    pub heading: Option<u8>,
    /// It is in navigation, a footer, a menu or a dialog and never part of a body.
    pub barred: bool,
    /// What the classes of the elements around it say that it is.
    pub hint: Option<FurnitureKind>,
    /// It is in an item of a list.
    pub item: bool,
    /// The number of the scope that gave `hint`.
    scope: Option<usize>,
}

/// An element that gives a time.
#[derive(Clone, Debug)]
pub(super) struct Time {
    /// The value of its `datetime`.
    pub datetime: String,
    /// The block before which it stands.
    pub block: usize,
    /// `pubdate`, `itemprop` and class, in lower case.
    pub labels: String,
}

/// Furniture by class holds no more words than this; what holds more is a wrapper that happens to be called so.
const HINTED_WORDS: usize = 120;

/// How far up the open elements an end tag of an inline element looks for its start.
const INLINE_REACH: usize = 32;

/// Takes a page apart.
pub(super) fn read(html: &str) -> Nodes {
    let mut emitter = DefaultEmitter::new_with_span();
    emitter.naively_switch_states(true);
    let mut builder = Builder { html, ..Builder::default() };
    for token in Tokenizer::new_with_emitter(html, emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => builder.start(&tag),
            Token::EndTag(tag) => builder.end(&String::from_utf8_lossy(&tag.name)),
            Token::String(string) => builder.string(string.span.start..string.span.end),
            _ => {}
        }
    }
    builder.finish()
}

#[derive(Default)]
struct Builder<'a> {
    html: &'a str,
    out: Nodes,
    open: Vec<Open>,
    /// How many elements of each name are open, so that a stray end tag costs nothing.
    names: HashMap<String, usize>,
    scopes: Vec<Scope>,
    /// There is white space before the next word.
    space: bool,
    /// The next word starts a block.
    fresh: bool,
    /// What the next string is, other than text.
    capture: Option<Capture>,
    references: HashMap<String, String>,
    /// What a look at the labels of all open elements costs.
    look: usize,
}

/// What looking at the class and id of an element costs: the library's expressions ask for the borders of words, which
/// are found many times slower among signs beyond ASCII.
fn look(tag: &StartTag<usize>) -> usize {
    const BEYOND_ASCII: usize = 150;
    let value = |name: &str| tag.attributes.get(name.as_bytes()).map_or(&[][..], |value| value.value.as_slice());
    [value("class"), value("id")].iter().map(|v| if v.is_ascii() { v.len() } else { v.len() * BEYOND_ASCII }).sum()
}

/// An open element with what it passes on to the elements and text in it.
#[derive(Clone, Debug, Default)]
#[allow(clippy::struct_excessive_bools)] // each is inherited on its own
struct Open {
    name: String,
    role: Role,
    skip: bool,
    barred: bool,
    link: bool,
    item: bool,
    preformatted: bool,
    heading: Option<u8>,
    scope: Option<usize>,
    look: usize,
}

/// An element whose class says that it is furniture.
#[derive(Clone, Debug)]
struct Scope {
    kind: FurnitureKind,
    words: usize,
}

#[derive(Clone, Copy, Debug)]
enum Capture {
    Title,
    JsonLd,
}

impl Nodes {
    /// Whether a block is a link and nothing else.
    pub fn is_link(&self, block: &Block) -> bool {
        let nodes = self.texts.get(block.nodes.clone()).unwrap_or_default();
        let letters = |link: bool| -> usize {
            let texts =
                nodes.iter().filter(|node| node.link == link).filter_map(|node| self.text.get(node.span.clone()));
            texts.flat_map(str::chars).filter(|c| c.is_alphanumeric()).count()
        };
        letters(true) > 0 && letters(false) == 0
    }
}

impl Builder<'_> {
    fn start(&mut self, tag: &StartTag<usize>) {
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        let role = elements::role(&name);
        self.count(tag.attributes.len());
        self.capture = None;
        self.close_implied(&name, role);
        self.out.looks = self.out.looks.saturating_add(self.look.saturating_add(look(tag)));
        self.part(role);
        self.head(&name, tag);
        if role == Role::Void {
            return;
        }
        let open = self.context(name, role, tag);
        *self.names.entry(open.name.clone()).or_default() += 1;
        self.look += open.look;
        self.open.push(open);
        self.out.nesting = self.out.nesting.max(self.open.len());
    }

    /// Counts an element with so many attributes.
    fn count(&mut self, attributes: usize) {
        self.out.elements += 1;
        self.out.depths += self.open.len();
        self.out.attributes = self.out.attributes.max(attributes);
    }

    /// Parts the text before a tag from the text after it.
    fn part(&mut self, role: Role) {
        self.fresh |= role.is_block();
        self.space |= role == Role::Cell;
    }

    /// What an element passes on: what its parent does, and its own.
    fn context(&mut self, name: String, role: Role, tag: &StartTag<usize>) -> Open {
        let parent = self.open.last().cloned().unwrap_or_default();
        let labels = labels(tag);
        let scope = match elements::hint(&name, &labels) {
            Some(kind) => {
                self.scopes.push(Scope { kind, words: 0 });
                Some(self.scopes.len() - 1)
            }
            None => parent.scope,
        };
        Open {
            skip: parent.skip || role == Role::Skip,
            barred: parent.barred || elements::is_barred(&name, &labels),
            link: parent.link || name == "a",
            item: parent.item || name == "li",
            preformatted: parent.preformatted || name == "pre",
            heading: elements::heading(&name).or(parent.heading),
            look: look(tag),
            scope,
            role,
            name,
        }
    }

    /// Keeps what an element says of the page itself.
    fn head(&mut self, name: &str, tag: &StartTag<usize>) {
        match name {
            "title" if self.out.title.is_empty() && !self.inside("svg") => self.capture = Some(Capture::Title),
            "script" if attribute(tag, "type").is_some_and(|kind| kind.to_ascii_lowercase().contains("ld+json")) => {
                self.capture = Some(Capture::JsonLd);
            }
            "meta" => {
                let content = attribute(tag, "content").unwrap_or_default();
                for key in ["property", "name", "itemprop", "http-equiv"] {
                    if let Some(value) = attribute(tag, key) {
                        self.out.metas.push((value.trim().to_ascii_lowercase(), content.clone()));
                    }
                }
            }
            "link" if attribute(tag, "rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) => {
                self.out.canonical = attribute(tag, "href").filter(|href| href.contains("://"));
            }
            _ => {}
        }
        if let (Some(property), Some(content)) = (attribute(tag, "itemprop"), attribute(tag, "content"))
            && name != "meta"
        {
            self.out.metas.push((property.trim().to_ascii_lowercase(), content));
        }
        let datetime = attribute(tag, "datetime").filter(|value| !value.trim().is_empty());
        if let Some(datetime) = datetime.filter(|_| name != "del" && name != "ins") {
            let pubdate = if attribute(tag, "pubdate").is_some() { " pubdate" } else { "" };
            let labels =
                format!("{} {}{pubdate}", labels(tag), attribute(tag, "itemprop").unwrap_or_default().to_lowercase());
            self.out.times.push(Time { datetime, block: self.out.blocks.len(), labels });
        }
    }

    fn inside(&self, name: &str) -> bool {
        self.names.get(name).is_some_and(|open| *open > 0)
    }

    /// Closes what the start of an element closes without an end tag.
    fn close_implied(&mut self, name: &str, role: Role) {
        let (closes, barriers): (&[&str], &[&str]) = match name {
            "li" => (&["li"], &["ul", "ol", "menu"]),
            "dt" | "dd" => (&["dt", "dd"], &["dl"]),
            "tr" => (&["tr"], &["table", "tbody", "thead", "tfoot"]),
            "td" | "th" => (&["td", "th"], &["table", "tr"]),
            "option" => (&["option"], &["select"]),
            _ => (&[], &[]),
        };
        if self.inside("head") && !elements::in_head(name) {
            self.close_nearest(&["head"], &["template"]);
        }
        if role.is_block() && role != Role::Break && self.inside("p") {
            self.close_nearest(&["p"], &["table", "td", "th", "button", "body"]);
        }
        if name == "a" && self.inside("a") {
            self.end_inline("a");
        }
        if closes.iter().any(|name| self.inside(name)) {
            self.close_nearest(closes, barriers);
        }
    }

    /// Closes the nearest open element of one of these names, unless a barrier is nearer or it is far away.
    fn close_nearest(&mut self, names: &[&str], barriers: &[&str]) {
        let near = self.open.iter().enumerate().rev().take(INLINE_REACH);
        let mut near = near.take_while(|(_, open)| !barriers.contains(&open.name.as_str()));
        if let Some((at, _)) = near.find(|(_, open)| names.contains(&open.name.as_str())) {
            self.pop_to(at);
        }
    }

    fn end(&mut self, name: &str) {
        self.capture = None;
        let role = elements::role(name);
        self.part(role);
        if !self.inside(name) {
            // The end of a paragraph that never began makes an empty one.
            if name == "p" {
                self.count(0);
            }
            return;
        }
        if role == Role::Inline {
            self.end_inline(name);
        } else if let Some(at) = self.open.iter().rposition(|open| open.name == name) {
            self.pop_to(at);
        }
    }

    /// Ends an inline element. Blocks opened within it stay open, as in the standard.
    fn end_inline(&mut self, name: &str) {
        let near = self.open.len().saturating_sub(INLINE_REACH);
        let Some(at) = self.open.iter().skip(near).rposition(|open| open.name == name).map(|at| at + near) else {
            return;
        };
        let blocks = self.open.iter().skip(at + 1).any(|open| open.role != Role::Inline);
        if !blocks {
            self.pop_to(at);
            return;
        }
        self.out.misnested += 1;
        let ended = self.open.remove(at);
        self.forget(&ended);
        for open in self.open.iter_mut().skip(at).filter(|_| ended.name == "a") {
            open.link = false;
        }
    }

    /// Closes all elements from the one at `at` on.
    fn pop_to(&mut self, at: usize) {
        while self.open.len() > at {
            let Some(open) = self.open.pop() else { return };
            self.out.misnested += usize::from(elements::is_formatting(&open.name) && self.open.len() > at);
            self.forget(&open);
        }
    }

    fn forget(&mut self, open: &Open) {
        self.look -= open.look;
        if let Some(open) = self.names.get_mut(&open.name) {
            *open -= 1;
        }
    }

    /// Takes in the characters at `span` of the source.
    fn string(&mut self, span: Range<usize>) {
        let Some(source) = self.html.get(span.clone()) else { return };
        match self.capture.take() {
            Some(Capture::Title) => {
                self.out.title = self.decoded(source);
                return;
            }
            Some(Capture::JsonLd) => {
                self.out.json_ld.push(source.to_owned());
                return;
            }
            None => {}
        }
        self.out.looks = self.out.looks.saturating_add(self.look);
        if self.open.last().is_some_and(|open| open.skip) {
            return;
        }
        let start = self.out.text.len();
        let chunks = split_references(source);
        for chunk in chunks {
            let place = span.start + chunk.start..span.start + chunk.end;
            let words = source.get(chunk).unwrap_or_default();
            if words.starts_with('&') {
                let decoded = self.reference(words);
                if decoded == words {
                    self.plain(words, place.start);
                } else {
                    self.reference_text(&decoded, place);
                }
            } else {
                self.plain(words, place.start);
            }
        }
        self.close_node(start);
    }

    /// Adds characters that are what they seem.
    fn plain(&mut self, words: &str, source: usize) {
        let preformatted = self.open.last().is_some_and(|open| open.preformatted);
        let mut from = None;
        for (at, character) in words.char_indices() {
            if character.is_whitespace() || is_invisible(character) {
                self.flush(words, from.take(), at, source);
                self.space |= character.is_whitespace();
                self.fresh |= preformatted && character == '\n';
            } else if from.is_none() {
                from = Some(at);
            }
        }
        self.flush(words, from, words.len(), source);
    }

    /// Adds the word from `from` to `to`.
    fn flush(&mut self, words: &str, from: Option<usize>, to: usize, source: usize) {
        let Some(from) = from else { return };
        let word = words.get(from..to).unwrap_or_default();
        self.push(word, source + from..source + to, true);
    }

    /// Adds what a character reference stands for.
    fn reference_text(&mut self, decoded: &str, source: Range<usize>) {
        let kept: String = decoded.chars().filter(|c| !is_invisible(*c)).collect();
        let trimmed = kept.trim();
        self.space |= kept.starts_with(char::is_whitespace);
        if !trimmed.is_empty() {
            self.push(trimmed, source, false);
            self.space |= kept.ends_with(char::is_whitespace);
        }
    }

    /// Adds a piece of text without white space, opening a block if need be.
    fn push(&mut self, words: &str, source: Range<usize>, verbatim: bool) {
        if self.fresh || self.out.blocks.is_empty() {
            self.open_block();
        } else if self.space {
            self.out.text.push(' ');
        }
        self.space = false;
        let text = self.out.text.len();
        self.out.text.push_str(words);
        self.piece(Piece { text, text_len: words.len(), source, verbatim });
        if let Some(block) = self.out.blocks.last_mut() {
            block.span.end = self.out.text.len();
        }
    }

    /// Adds a piece, or makes the last one longer if the text from there on is the source.
    fn piece(&mut self, piece: Piece) {
        if let Some(last) = self.out.pieces.last_mut().filter(|last| last.verbatim && piece.verbatim) {
            let (text, source) = (last.text + last.text_len..piece.text, last.source.end..piece.source.start);
            let between = self.out.text.get(text).filter(|between| matches!(*between, "" | " "));
            if between.is_some() && between == self.html.get(source) {
                last.text_len = piece.text + piece.text_len - last.text;
                last.source.end = piece.source.end;
                return;
            }
        }
        self.out.pieces.push(piece);
    }

    fn open_block(&mut self) {
        self.close_node(self.out.texts.last().map_or(0, |node| node.span.end));
        if !self.out.text.is_empty() {
            self.out.text.push('\n');
        }
        let context = self.open.last().cloned().unwrap_or_default();
        let (at, node) = (self.out.text.len(), self.out.texts.len());
        self.out.blocks.push(Block {
            span: at..at,
            nodes: node..node,
            heading: context.heading,
            barred: context.barred,
            hint: None,
            item: context.item,
            scope: context.scope,
        });
        self.fresh = false;
    }

    /// Makes a node of the text added since `start` that is part of the open block.
    fn close_node(&mut self, start: usize) {
        let link = self.open.last().is_some_and(|open| open.link);
        let Some(block) = self.out.blocks.last_mut() else { return };
        let from = start.max(block.span.start).max(self.out.texts.last().map_or(0, |node| node.span.end));
        if from >= block.span.end {
            return;
        }
        self.out.texts.push(Node { span: from..block.span.end, link });
        block.nodes.end = self.out.texts.len();
        let added = self.out.text.get(from..block.span.end).unwrap_or_default();
        if let Some(scope) = block.scope.and_then(|scope| self.scopes.get_mut(scope)) {
            scope.words += added.split_whitespace().count();
        }
    }

    /// What a character reference, or what looks like one, stands for.
    fn reference(&mut self, reference: &str) -> String {
        if let Some(known) = self.references.get(reference) {
            return known.clone();
        }
        let decoded = decode_reference(reference);
        self.references.insert(reference.to_owned(), decoded.clone());
        decoded
    }

    /// A string with its character references decoded and white space collapsed.
    fn decoded(&mut self, source: &str) -> String {
        let mut text = String::new();
        for chunk in split_references(source) {
            let words = source.get(chunk).unwrap_or_default();
            if words.starts_with('&') { text.push_str(&self.reference(words)) } else { text.push_str(words) }
        }
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn finish(mut self) -> Nodes {
        for block in &mut self.out.blocks {
            let scope = block.scope.and_then(|scope| self.scopes.get(scope));
            block.hint = scope.filter(|scope| scope.words <= HINTED_WORDS).map(|scope| scope.kind);
        }
        self.out
    }
}

/// Characters that show nothing and would only part a word: soft hyphen, zero-width space, word joiner, byte order mark.
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' | '\0')
}

/// Cuts a string into what may be character references (`&` with the letters, digits and `;` after it) and the rest.
fn split_references(source: &str) -> Vec<Range<usize>> {
    let bytes = source.as_bytes();
    let mut chunks = Vec::new();
    let mut from = 0;
    while let Some(found) = bytes.get(from..).and_then(|rest| memchr::memchr(b'&', rest)) {
        let at = from + found;
        if at > from {
            chunks.push(from..at);
        }
        let name = bytes.get(at + 1..).unwrap_or_default();
        let length = name.iter().take(40).take_while(|b| b.is_ascii_alphanumeric() || **b == b'#').count();
        let end = at + 1 + length + usize::from(name.get(length) == Some(&b';'));
        chunks.push(at..end);
        from = end;
    }
    if from < bytes.len() {
        chunks.push(from..bytes.len());
    }
    chunks
}

/// Decodes what may be a character reference, as the standard does.
fn decode_reference(reference: &str) -> String {
    let mut decoded = String::new();
    for token in Tokenizer::new(reference) {
        if let Ok(Token::String(string)) = token {
            decoded.push_str(&String::from_utf8_lossy(&string.value));
        }
    }
    decoded
}

fn attribute(tag: &StartTag<usize>, name: &str) -> Option<String> {
    let value = tag.attributes.get(name.as_bytes())?;
    Some(String::from_utf8_lossy(&value.value).into_owned())
}

/// Class, id and role of an element, in lower case.
fn labels(tag: &StartTag<usize>) -> String {
    let mut labels = String::new();
    for name in ["class", "id", "role"] {
        if let Some(value) = attribute(tag, name) {
            labels.push_str(&value.to_ascii_lowercase());
            labels.push(' ');
        }
    }
    labels
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(html: &str) -> Vec<String> {
        let nodes = read(html);
        nodes.blocks.iter().map(|block| nodes.text[block.span.clone()].to_owned()).collect()
    }

    #[test]
    fn blocks_stand_on_lines_of_their_own() {
        let html = "<h1>Accord <em>signed</em></h1><p>The two\n  states <b>sig</b>ned.<p>Next<br>line<ul><li>One<li>Two</ul>\
                    <table><tr><td>a<td>b<tr><td>c</table>tail";
        assert_eq!(
            blocks(html),
            ["Accord signed", "The two states signed.", "Next", "line", "One", "Two", "a b", "c", "tail"]
        );
    }

    #[test]
    fn what_is_not_text_is_left_out() {
        let html = "<title>T &amp; U</title><style>p{}</style><p>A<script>var a = '<p>B</p>';</script>C</p><noscript>D</noscript>\
                    <template><p>E</p></template><svg><title>F</title><text>G</text></svg><!-- H --><select><option>I</select>";
        assert_eq!(blocks(html), ["AC"]);
        assert_eq!(read(html).title, "T & U");
    }

    #[test]
    fn references_are_decoded_and_invisible_characters_dropped() {
        assert_eq!(
            blocks("<p>AT&amp;T &lsquo;s&#8217;&nbsp;x &notit; &unknown; R&D a&shy;b&#x1F600;</p>"),
            ["AT&T ‘s’ x ¬it; &unknown; R&D ab😀"]
        );
    }

    #[test]
    fn every_piece_maps_to_the_source_that_gave_it() {
        let html = "<p>caf\u{e9} &amp; <b>th\u{e9}</b>\r\n  \u{1f600}</p>\r\n<p>a&lt;b\r\nc</p>";
        let nodes = read(html);
        for piece in &nodes.pieces {
            let text = &nodes.text[piece.text..piece.text + piece.text_len];
            let source = &html[piece.source.clone()];
            assert_eq!(text, if piece.verbatim { source.to_owned() } else { decode_reference(source) });
        }
    }

    #[test]
    fn nesting_is_counted_and_costs_nothing() {
        let deep = format!("{}x{}", "<div>".repeat(100_000), "</div></b>".repeat(100_000));
        let nodes = read(&deep);
        assert_eq!((nodes.nesting, nodes.elements, nodes.text.as_str()), (100_000, 100_000, "x"));
    }

    #[test]
    fn looks_at_labels_are_counted() {
        let looks = |html: &str| read(html).looks;
        assert_eq!(looks("<div class=abc><p id=de>x</p>y</div>z<p>"), 3 + (3 + 2) + (3 + 2) + 3);
        assert_eq!(looks("<div class=\"\u{e9}\">x</div>"), 600);
        assert_eq!(looks("<b class=a><p>x</b>y</p>z"), 1 + 1 + 1);
    }

    #[test]
    fn a_link_ends_where_it_ends() {
        let nodes = read("<div><a href=x>link</a> text <a>link <div>more</a> text</div>");
        let links: Vec<_> = nodes.texts.iter().map(|node| (nodes.text[node.span.clone()].trim(), node.link)).collect();
        assert_eq!(links, [("link", true), ("text", false), ("link", true), ("more", true), ("text", false)]);
    }

    #[test]
    fn the_head_is_kept() {
        let nodes = read(
            "<meta property='og:title' content='A &amp; B'><link rel=canonical href='https://n.example/a'>\
             <script type='application/ld+json'>{\"a\":1}</script><time datetime='2020-02-02' pubdate>Sunday</time>",
        );
        assert_eq!(nodes.metas, [("og:title".to_owned(), "A & B".to_owned())]);
        assert_eq!(nodes.canonical.as_deref(), Some("https://n.example/a"));
        assert_eq!(nodes.json_ld, ["{\"a\":1}"]);
        assert_eq!(nodes.times[0].datetime, "2020-02-02");
    }

    #[test]
    fn furniture_by_class_is_small() {
        let nodes = read("<div class='share-tools'><p>Send it on</p></div><p>Body</p>");
        assert_eq!(nodes.blocks[0].hint, Some(FurnitureKind::Share));
        assert_eq!(nodes.blocks[1].hint, None);
        let nodes = read(&format!("<div class='share-tools'><p>{}</p></div>", "word ".repeat(200)));
        assert_eq!(nodes.blocks[0].hint, None);
    }
}
