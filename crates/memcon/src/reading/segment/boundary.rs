//! What a place between two tokens shows of a sentence end: the features of the boundary model.
//!
//! The trainer runs this code too. Everything that looks further than a few tokens is computed once a paragraph
//! or carried along in [`History`], so that the work grows with the text alone.

use super::{lists, rules, tokens};
use crate::Span;

/// One line of text, cut into surface tokens, each seen as the features need it.
#[derive(Clone, Debug)]
pub struct Paragraph<'t> {
    text: &'t str,
    tokens: Vec<Span>,
    views: Vec<View>,
    /// For every token, how many tokens on the next one that ends sentences stands.
    to_stop: Vec<u16>,
    /// What holds for the paragraph as a whole: length, share of capitals, whether it ends in a full stop.
    whole: u32,
    length: u32,
    /// The dash that ends the dateline at its start.
    pub(super) dateline: Option<usize>,
    /// Whether a mark that ends sentences stands in it.
    pub(super) stopped: bool,
    /// Whether it is a headline, its words capitalised.
    pub(super) headline: bool,
}

/// A token as the features see it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct View {
    /// Hash of the form in lower case, digits made equal.
    form: u32,
    /// Hash of the last three characters.
    suffix: u32,
    pub(super) class: Class,
    /// Whether a space stands before it.
    pub(super) spaced: bool,
    /// Whether it is a capitalised word that leads a sentence rather than a name: `The`, `She`.
    pub(super) leads: bool,
}

/// Kinds of token, as far as sentence ends go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Class {
    /// Before the first token or after the last.
    #[default]
    Outside,
    Lower,
    Capitalised,
    Capitals,
    /// One capital letter.
    Letter,
    Mixed,
    Number,
    /// A number with letters or marks in it: dates, times, ordinals.
    Figure,
    /// A title with its full stop, or another abbreviation that more must follow.
    Title,
    Abbreviation,
    Initial,
    ListNumber,
    Address,
    Stop,
    Question,
    Ellipsis,
    Comma,
    Semicolon,
    Colon,
    Hyphen,
    Dash,
    Open,
    Close,
    /// `"`, which opens or closes.
    Quote,
    OpenQuote,
    CloseQuote,
    Apostrophe,
    Bullet,
    Symbol,
}

impl<'t> Paragraph<'t> {
    /// The tokens of `text[line]`, which holds no line break; `None` without any.
    pub(super) fn new(text: &'t str, line: Span) -> Option<Self> {
        let mut spans = Vec::with_capacity(line.len() / 5 + 1);
        tokens::tokenise(text, line, &mut spans);
        let mut end = usize::MAX;
        let mut views: Vec<View> = spans
            .iter()
            .map(|&token| {
                let spaced = token.start != end;
                end = token.end;
                View::new(token.of(text), spaced)
            })
            .collect();
        turn_quotes(&mut views);
        let (dateline, headline) = (rules::dateline(&views), rules::is_headline(&views));
        let stopped = views.iter().any(|v| v.class.ends_sentences());
        let whole = whole(&views);
        let length = bucket(views.len());
        (!spans.is_empty()).then(|| Self {
            text,
            tokens: spans,
            to_stop: to_stop(&views),
            whole,
            length,
            dateline,
            headline,
            stopped,
            views,
        })
    }

    /// Its surface tokens.
    pub fn tokens(&self) -> &[Span] {
        &self.tokens
    }

    /// The text that the tokens' spans refer to.
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// Number of places between its tokens.
    pub fn gaps(&self) -> usize {
        self.tokens.len().saturating_sub(1)
    }

    pub(super) fn view(&self, gap: usize, offset: isize) -> View {
        gap.checked_add_signed(offset).and_then(|i| self.views.get(i)).copied().unwrap_or_default()
    }

    /// Whether a rule settles that a sentence ends after token `gap` or that none does.
    pub fn settled(&self, gap: usize, history: &History) -> Option<bool> {
        rules::settled(self, gap, history.start)
    }

    /// Whether no mark at all stands at the place after token `gap` that could end a sentence.
    pub fn is_unmarked(&self, gap: usize) -> bool {
        rules::is_unmarked(self.view(gap, -1), self.view(gap, 0))
    }

    /// The features of the place after token `gap`, put into `out`.
    pub fn features(&self, gap: usize, history: &History, out: &mut Vec<u32>) {
        out.clear();
        let mut features = Features { out, template: 0 };
        self.local(gap, &mut features);
        self.wide(gap, history, &mut features);
    }

    /// What the tokens around the place show.
    fn local(&self, gap: usize, features: &mut Features) {
        // The place lies between `a` and `b`; `k` and `l` are the classes of the two.
        let [a2, a1, a, b, b1, b2] = [-2, -1, 0, 1, 2, 3].map(|offset| self.view(gap, offset));
        let [k3, k2, k1, k, l, l1, l2] = [self.view(gap, -3), a2, a1, a, b, b1, b2].map(|v| v.class as u32);
        let spaced = u32::from(b.spaced);
        let glue = u32::from(a.spaced) << 2 | spaced << 1 | u32::from(b1.spaced);
        features.add(&[spaced]);
        for view in [a2, a1, a, b, b1, b2] {
            features.add(&[view.form]);
        }
        for view in [a1, a, b, b1] {
            features.add(&[view.form, view.class as u32]);
            features.add(&[view.suffix, view.class as u32]);
        }
        features.add(&[a.form, b.form, spaced]);
        features.add(&[b.form, b1.form]);
        features.add(&[a1.form, a.form]);
        features.add(&[a.form, l, spaced]);
        features.add(&[k, b.form, l, spaced]);
        features.add(&[k, b.form, b1.form, l]);
        features.add(&[a1.form, k, l]);
        features.add(&[a1.form, k, b.form, l]);
        features.add(&[k1, k, b.form, l]);
        features.add(&[k, l, b1.form]);
        features.add(&[a2.form, k1, k, l]);
        features.add(&[k, l, glue]);
        features.add(&[k1, k, l, glue]);
        features.add(&[k, l, l1, glue]);
        features.add(&[k1, k, l, l1]);
        features.add(&[k2, k1, k, l, l1]);
        features.add(&[k1, k, l, l1, l2]);
        features.add(&[k2, k1, k, l, l1, l2]);
        features.add(&[k3, k2, k1, k, l, l1, l2]);
        features.add(&[a.suffix, b.suffix, k, l]);
        features.add(&[a1.suffix, k, l]);
        features.add(&[b.suffix, b1.suffix, k, l]);
    }

    /// What the paragraph and the sentences before show.
    fn wide(&self, gap: usize, history: &History, features: &mut Features) {
        let (a, b) = (self.view(gap, 0), self.view(gap, 1));
        let (k, l) = (a.class as u32, b.class as u32);
        let since = bucket(gap + 1 - history.start);
        let ahead = bucket(self.to_stop.get(gap + 1).map_or(0, |&n| usize::from(n)));
        let first = self.view(history.start, 0);
        let nested = u32::from(history.depth > 0) << 1 | u32::from(history.quoted);
        let before = history.last_end as u32;
        features.add(&[since, k, l]);
        features.add(&[ahead, k, l]);
        features.add(&[since, ahead, k, l]);
        features.add(&[since, self.view(gap, -1).class as u32, k, l]);
        features.add(&[nested, k, l]);
        features.add(&[nested, k, l, self.view(gap, -1).class as u32]);
        features.add(&[nested, k, l, self.view(gap, 2).class as u32]);
        features.add(&[self.whole, k, l]);
        features.add(&[self.whole, since, k, l]);
        features.add(&[self.length, k, l]);
        features.add(&[before, history.last_length, k, l]);
        features.add(&[before, self.whole, k, l]);
        features.add(&[first.form, since.min(4), k, l]);
        features.add(&[first.class as u32, since.min(4), k, l]);
        features.add(&[first.form, b.form]);
        features.add(&[history.last_first, b.form, l]);
        features.add(&[bucket(gap + 1), self.length, k, l]);
    }
}

/// What the decisions so far say, from left to right through a paragraph.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// First token of the sentence that runs.
    start: usize,
    /// Brackets that stand open in it.
    depth: u32,
    /// Whether a quotation runs.
    quoted: bool,
    /// Class of the last token of the sentence before.
    last_end: Class,
    /// Bucket of its length.
    last_length: u32,
    /// Form of its first token.
    last_first: u32,
}

impl History {
    /// Moves past token `gap` of `paragraph`, after which a sentence `ends` or does not.
    pub fn pass(&mut self, paragraph: &Paragraph<'_>, gap: usize, ends: bool) {
        let view = paragraph.view(gap, 0);
        match view.class {
            Class::Open => self.depth += 1,
            Class::Close => self.depth = self.depth.saturating_sub(1),
            Class::Quote => self.quoted = !self.quoted,
            Class::OpenQuote => self.quoted = true,
            Class::CloseQuote => self.quoted = false,
            _ => {}
        }
        if ends {
            self.last_end = view.class;
            self.last_length = bucket(gap + 1 - self.start);
            self.last_first = paragraph.view(self.start, 0).form;
            self.start = gap + 1;
            self.depth = 0;
        }
    }
}

impl View {
    fn new(token: &str, spaced: bool) -> Self {
        // A long token is no word: its beginning tells enough.
        let cut = token.char_indices().nth(32).map_or(token, |(i, _)| &token[..i]);
        let mut form = Hash::new();
        for c in cut.chars() {
            form.add(if c.is_ascii_digit() { u32::from('0') } else { u32::from(fold(c)) });
        }
        let mut suffix = Hash::new();
        for c in cut.chars().rev().take(3) {
            suffix.add(if c.is_ascii_digit() { u32::from('0') } else { u32::from(fold(c)) });
        }
        Self { form: form.0, suffix: suffix.0, class: Class::of(cut), spaced, leads: lists::leads_sentence(cut) }
    }
}

/// Lower case, and one form for marks that differ in typography alone.
fn fold(c: char) -> char {
    match c {
        '’' | '‘' | '`' | '´' => '\'',
        '“' | '”' => '"',
        '…' => '.',
        c if c.is_ascii() => c.to_ascii_lowercase(),
        c => c.to_lowercase().next().unwrap_or(c),
    }
}

impl Class {
    fn of(token: &str) -> Self {
        let mut chars = token.chars();
        let Some(first) = chars.next() else { return Self::Outside };
        let second = chars.next();
        if first.is_alphabetic() {
            Self::of_word(token, first, second)
        } else if first.is_numeric() || second.is_some_and(|c| c.is_ascii_digit()) {
            Self::of_number(token)
        } else {
            Self::of_mark(token, first, second)
        }
    }

    fn of_word(token: &str, first: char, second: Option<char>) -> Self {
        if token == "e.g." || token == "i.e." {
            return Self::Title;
        }
        if let Some(word) = token.strip_suffix('.') {
            let initial = word.chars().nth(1).is_none() && first.is_uppercase();
            return match word {
                _ if initial => Self::Initial,
                _ if lists::precedes_more(word) => Self::Title,
                _ => Self::Abbreviation,
            };
        }
        if token.contains(['@', '/']) || (token.contains('.') && token.len() > 5) {
            return Self::Address;
        }
        let Some(second) = second else {
            return if first.is_uppercase() && first != 'I' {
                Self::Letter
            } else if first == 'I' {
                Self::Capitalised
            } else {
                Self::Lower
            };
        };
        let rest_lower = !token.chars().skip(1).any(char::is_uppercase);
        match (first.is_uppercase(), rest_lower) {
            (false, true) => Self::Lower,
            (true, true) => Self::Capitalised,
            (true, false) if second.is_uppercase() => Self::Capitals,
            _ => Self::Mixed,
        }
    }

    fn of_number(token: &str) -> Self {
        match token.strip_suffix('.') {
            Some(_) => Self::ListNumber,
            None if token.chars().all(char::is_numeric) => Self::Number,
            None => Self::Figure,
        }
    }

    fn of_mark(token: &str, first: char, second: Option<char>) -> Self {
        match first {
            '.' | '…' if second.is_some() || first == '…' => Self::Ellipsis,
            '.' | '。' => Self::Stop,
            '!' | '?' => Self::Question,
            ',' => Self::Comma,
            ';' => Self::Semicolon,
            ':' if second.is_none() => Self::Colon,
            '-' if second.is_none() => Self::Hyphen,
            '-' | '–' | '—' => Self::Dash,
            '(' | '[' | '{' => Self::Open,
            ')' | ']' | '}' => Self::Close,
            '"' => Self::Quote,
            '“' | '«' | '„' | '‘' => Self::OpenQuote,
            '”' | '»' => Self::CloseQuote,
            c if tokens::is_apostrophe(c) => {
                if token.len() > 3 {
                    Self::Lower
                } else {
                    Self::Apostrophe
                }
            }
            '•' | '*' | '·' | '▪' | '►' | '●' | '■' => Self::Bullet,
            _ => Self::Symbol,
        }
    }

    pub(super) fn ends_sentences(self) -> bool {
        matches!(self, Self::Stop | Self::Question | Self::Ellipsis)
    }
}

/// For every token, the distance to the next one from it on that ends sentences; zero where none does.
fn to_stop(views: &[View]) -> Vec<u16> {
    let mut distances = vec![0; views.len()];
    let mut distance = 0_u16;
    for (slot, view) in distances.iter_mut().zip(views).rev() {
        distance = match (view.class.ends_sentences(), distance) {
            (true, _) => 1,
            (false, 0) => 0,
            (false, n) => n.saturating_add(1),
        };
        *slot = distance;
    }
    distances
}

/// Straight quotation marks open where a space stands before and none after, and close the other way round.
fn turn_quotes(views: &mut [View]) {
    for i in 0..views.len() {
        let before = views[i].spaced;
        let after = views.get(i + 1).is_none_or(|v| v.spaced);
        views[i].class = match views[i].class {
            Class::Quote | Class::Apostrophe if before && !after => Class::OpenQuote,
            Class::Quote | Class::Apostrophe if after && !before => Class::CloseQuote,
            class => class,
        };
    }
}

/// How a paragraph is written: its length, whether it ends as a sentence, whether it writes words in capitals.
fn whole(views: &[View]) -> u32 {
    let count = |is: &dyn Fn(Class) -> bool| views.iter().filter(|v| is(v.class)).count();
    let words = count(&|c| matches!(c, Class::Lower | Class::Capitalised | Class::Capitals));
    let capitalised = count(&|c| matches!(c, Class::Capitalised | Class::Capitals));
    let stops = count(&Class::ends_sentences);
    let share = (capitalised * 5).checked_div(words).unwrap_or(0).min(4);
    let density = (stops * 40).checked_div(views.len()).unwrap_or(0).min(4);
    let ended = views.iter().rev().take(2).any(|v| v.class.ends_sentences());
    u32::try_from(share * 10 + density * 2 + usize::from(ended)).unwrap_or(0)
}

/// Numbers in classes that widen: 1, 2, 3, 4, 5–6, 7–8, 9–12, 13–16, 17–24 …
fn bucket(n: usize) -> u32 {
    let n = u32::try_from(n).unwrap_or(u32::MAX).min(64);
    if n < 4 {
        return n;
    }
    let log = n.ilog2();
    log * 2 + (n >> (log - 1) & 1)
}

/// A 32-bit hash built up value by value.
struct Hash(u32);

impl Hash {
    fn new() -> Self {
        Self(0x9E37_79B9)
    }

    fn add(&mut self, value: u32) {
        self.0 = (self.0 ^ value).wrapping_mul(0x85EB_CA6B);
        self.0 ^= self.0 >> 15;
    }
}

/// Collects hashed features; the order of the calls tells the templates apart.
struct Features<'o> {
    out: &'o mut Vec<u32>,
    template: u32,
}

impl Features<'_> {
    fn add(&mut self, values: &[u32]) {
        self.template += 1;
        let mut hash = Hash(self.template.wrapping_mul(0xC2B2_AE35));
        for &value in values {
            hash.add(value);
        }
        self.out.push(hash.0 >> (32 - super::model::PLACES.ilog2()));
    }
}
