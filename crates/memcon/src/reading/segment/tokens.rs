//! Surface tokens of one line of text, as the treebanks of UD English cut it.
//!
//! The line is cut at spaces into chunks, a chunk from left to right into tokens. Every look ahead is bounded,
//! so that the work grows with the length of the line alone.

use super::lists;
use crate::Span;

/// Longest local part of an e-mail address (RFC 5321).
const LOCAL_PART: usize = 64;

/// Whether `c` separates words: white space, control characters and marks that show nothing.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2060}' | '\u{FEFF}')
        || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Characters that are written as an apostrophe.
pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '`' | 'ʼ' | '´')
}

/// Appends the tokens of `text[line]`, which holds no line break.
pub(super) fn tokenise(text: &str, line: Span, tokens: &mut Vec<Span>) {
    let mut scanner =
        Scanner { text: &text[..line.end], line_start: line.start, chunk: line, quoted: false, email_at: None };
    let mut at = line.start;
    scanner.line_start = scanner.text[at..].find(|c| !is_space(c)).map_or(at, |i| at + i);
    while let Some(start) = scanner.text[at..].find(|c| !is_space(c)).map(|i| at + i) {
        at = scanner.text[start..].find(is_space).map_or(line.end, |i| start + i);
        scanner.enter(Span::new(start, at));
        let mut from = start;
        while from < at {
            let to = scanner.token_end(from);
            debug_assert!(to > from && to <= at, "token {from}..{to} leaves chunk {start}..{at}");
            tokens.push(Span::new(from, to));
            from = to;
        }
    }
}

struct Scanner<'t> {
    /// The text up to the end of the line.
    text: &'t str,
    line_start: usize,
    /// The run without spaces that is being cut.
    chunk: Span,
    /// Whether a single quotation mark stands open.
    quoted: bool,
    /// The next `@` of the chunk.
    email_at: Option<usize>,
}

impl Scanner<'_> {
    fn enter(&mut self, chunk: Span) {
        self.chunk = chunk;
        self.email_at = self.find_at_sign(chunk.start);
    }

    fn find_at_sign(&self, from: usize) -> Option<usize> {
        self.slice(from, self.chunk.end).bytes().position(|b| b == b'@').map(|i| from + i)
    }

    fn slice(&self, from: usize, to: usize) -> &str {
        self.text.get(from..to).unwrap_or_default()
    }

    fn char_at(&self, at: usize) -> Option<char> {
        if at >= self.chunk.end { None } else { self.text[at..].chars().next() }
    }

    fn char_before(&self, at: usize) -> Option<char> {
        self.slice(self.chunk.start, at).chars().next_back()
    }

    fn run_end(&self, from: usize, belongs: impl Fn(char) -> bool) -> usize {
        self.slice(from, self.chunk.end).find(|c| !belongs(c)).map_or(self.chunk.end, |i| from + i)
    }

    /// The run from `from`, at most `limit` bytes long.
    fn short_run(&self, from: usize, limit: usize, belongs: impl Fn(char) -> bool) -> &str {
        let end = self.slice(from, self.chunk.end).char_indices().take_while(|&(i, c)| i < limit && belongs(c)).last();
        self.slice(from, end.map_or(from, |(i, c)| from + i + c.len_utf8()))
    }

    fn starts_with(&self, at: usize, prefix: &str) -> bool {
        let rest = self.text.as_bytes().get(at..(at + prefix.len()).min(self.chunk.end));
        rest.is_some_and(|r| r.eq_ignore_ascii_case(prefix.as_bytes()))
    }

    /// Where the token that starts at `start` ends.
    fn token_end(&mut self, start: usize) -> usize {
        if self.email_at.is_some_and(|at| at < start) {
            self.email_at = self.find_at_sign(start);
        }
        let Some(first) = self.char_at(start) else { return self.chunk.end };
        if is_word_char(first) && first != '_' {
            self.address_end(start).unwrap_or_else(|| self.word_end(start))
        } else {
            self.symbol_end(start, first)
        }
    }

    /// The end of a URL or an e-mail address that starts at `start`.
    fn address_end(&self, start: usize) -> Option<usize> {
        const SCHEMES: [&str; 6] = ["http://", "https://", "www.", "ftp://", "mailto:", "file://"];
        if SCHEMES.iter().any(|s| self.starts_with(start, s)) {
            return Some(self.trim_address(start, self.run_end(start, |c| !"<>\"“”‘’".contains(c))));
        }
        let at = self.email_at.filter(|&at| at - start <= LOCAL_PART)?;
        let is_local = |c: char| is_word_char(c) || "._%+-".contains(c);
        let local = self.slice(start, at).chars().all(is_local);
        let host = self.char_at(at + 1).is_some_and(char::is_alphanumeric);
        let end = self.run_end(at + 1, |c| c.is_alphanumeric() || c == '.' || c == '-');
        (local && host).then(|| self.trim_address(start, end))
    }

    /// Leaves the punctuation that ends a sentence out of an address.
    fn trim_address(&self, start: usize, end: usize) -> usize {
        let address = self.slice(start, end);
        let open = address.contains('(');
        let trimmed = address.trim_end_matches(|c| ".,;:!?'\"]}>*".contains(c) || (c == ')' && !open));
        if trimmed.is_empty() { end } else { start + trimmed.len() }
    }

    /// The end of a token that starts with a letter or a digit.
    fn word_end(&self, start: usize) -> usize {
        let (mut at, mut host) = (start, false);
        loop {
            let run = at;
            at = self.alphanumeric_end(start, at);
            let Some(connector) = self.char_at(at) else { return at };
            let after = at + connector.len_utf8();
            if host && connector == '/' {
                return self.trim_address(start, self.run_end(at, |c| !"<>\"“”‘’".contains(c)));
            }
            let joined = match connector {
                '.' => {
                    host |= self.is_host_dot(start, after);
                    match self.stop(start, run, at) {
                        Stop::Inside => Some(after),
                        Stop::Last => return after,
                        Stop::Apart => None,
                    }
                }
                ',' => self.is_thousands(start, after).then_some(after),
                ':' => self.is_clock(run, at).then_some(after),
                '/' => self.is_slash_inside(start, at).then_some(after),
                '!' if self.slice(start, at) == "Yahoo" => return after,
                '-' if self.is_cut_short(start, at, after) => return after,
                '-' | '\u{2010}' | '\u{2011}' => self.hyphen_inside(start, at, after),
                '&' => self.is_initials(start, at, after).then_some(after),
                '*' => self.masked_end(at),
                '$' => return if self.is_dollar(start, at, after) { after } else { at },
                c if is_apostrophe(c) => match self.apostrophe(start, at, after) {
                    Stop::Inside => Some(after),
                    Stop::Last => return after,
                    Stop::Apart => None,
                },
                _ => None,
            };
            match joined {
                Some(next) => at = next,
                None => return at,
            }
        }
    }

    /// The end of the letters and digits at `from`; a unit is parted from the number before it.
    fn alphanumeric_end(&self, start: usize, from: usize) -> usize {
        let end = self.run_end(from, is_word_char);
        let end = from + self.slice(from, end).trim_end_matches('_').len();
        let number = self.run_end(from, |c| c.is_ascii_digit());
        let plain = self.slice(start, from).bytes().take(16).all(|b| b.is_ascii_digit() || b".,:+".contains(&b));
        if number == from || number == end || !plain {
            return end;
        }
        let letters = self.slice(number, end);
        let dotted = self.slice(number, self.chunk.end);
        let clock = ["a.m", "p.m", "A.M", "P.M"].iter().any(|c| dotted.starts_with(c));
        // `3G` and `5g` name networks; grams come in tens.
        let network = letters == "g" && number - start < 2;
        if clock || (lists::is_unit(letters) && !network) { number } else { end }
    }

    /// What the full stop at `at` is to the token that starts at `start`, `run` being its last part.
    fn stop(&self, start: usize, run: usize, at: usize) -> Stop {
        let (word, part, after) = (self.slice(start, at), self.slice(run, at), at + 1);
        let next = self.char_at(after);
        match next {
            // `Inc..` is the abbreviation's stop and the sentence's, `so...` an ellipsis.
            Some('.') if self.char_at(after + 1) == Some('.') || !lists::is_abbreviation(word) => return Stop::Apart,
            Some('.') => return Stop::Last,
            Some(n) if n.is_ascii_digit() && part.ends_with(|c: char| c.is_ascii_digit()) => return Stop::Inside,
            Some(n) if n.is_alphabetic() && (is_letter(part) || word == "Ph") && self.is_abbreviated(after) => {
                return Stop::Inside;
            }
            Some(_) if self.is_host_dot(start, after) || self.is_group_dot(word, after) => return Stop::Inside,
            _ => {}
        }
        let dotted = run > start && is_letter(part) && word.contains('.') || matches!(word, "Ph.D" | "M.Sc" | "B.Sc");
        if dotted || lists::is_abbreviation(word) || self.is_initial(start, word, after) || self.is_label(word, after) {
            return if next.is_some_and(char::is_alphanumeric) && !dotted { Stop::Apart } else { Stop::Last };
        }
        if self.is_list_number(start, word, after) { Stop::Last } else { Stop::Apart }
    }

    /// Whether the letters from `from` go on an abbreviation: `S` of `U.S.`, not `The` of `B.The`.
    fn is_abbreviated(&self, from: usize) -> bool {
        let letters = self.short_run(from, 5, is_word_char);
        is_letter(letters) || matches!(letters, "Sc" | "Phil" | "Ed")
    }

    /// Whether a single capital before a full stop is the initial of a name: something follows it.
    fn is_initial(&self, start: usize, word: &str, after: usize) -> bool {
        let capital = is_letter(word) && word.starts_with(char::is_uppercase);
        let goes_on = self.next_word(after).is_some_and(|c| c.is_uppercase() || ",;:&".contains(c));
        let particle = || self.follows_name(start) && lists::is_particle(self.rest_of_line(after));
        let leads = lists::leads_sentence(self.rest_of_line(after).split(is_space).next().unwrap_or_default());
        let versus = word == "v" && goes_on;
        versus || capital && !leads && (goes_on || particle()) && (word != "I" || self.follows_name(start))
    }

    /// Whether the word before `start` on the line is capitalised.
    fn follows_name(&self, start: usize) -> bool {
        let before = self.slice(start.saturating_sub(40).max(self.line_start), start).trim_end();
        before.rsplit(' ').next().is_some_and(|w| w.starts_with(char::is_uppercase))
    }

    /// Whether `word` is a label such as `No.` and a number follows.
    fn is_label(&self, word: &str, after: usize) -> bool {
        lists::is_number_label(word) && self.next_word(after).is_some_and(|c| c.is_ascii_digit())
    }

    /// Whether `word` is the number of a list item: at the start of its line, a space after.
    fn is_list_number(&self, start: usize, word: &str, after: usize) -> bool {
        let digits = word.len() <= 2 && word.bytes().all(|b| b.is_ascii_digit());
        digits && start == self.line_start && after == self.chunk.end && after < self.text.len()
    }

    /// The line from `at`, without spaces before.
    fn rest_of_line(&self, at: usize) -> &str {
        self.slice(at, self.text.len()).trim_start_matches(' ')
    }

    /// The first character after `after`, past one or two spaces.
    fn next_word(&self, after: usize) -> Option<char> {
        self.slice(after, self.text.len()).chars().take(3).find(|&c| !is_space(c))
    }

    /// Whether the part after a full stop ends a host or a file name.
    fn is_host_dot(&self, start: usize, after: usize) -> bool {
        let part = self.short_run(after, 8, is_word_char);
        let country = part.len() == 2 && part.bytes().all(|b| b.is_ascii_lowercase());
        // `gov.af`: any two letters after a generic second level.
        let second = country
            && ["gov", "com", "org", "edu", "ac", "co", "net"].iter().any(|s| {
                self.slice(start, after - 1).rsplit('.').next() == Some(s) && self.slice(start, after - 1).contains('.')
            });
        lists::is_domain(part) || second
    }

    /// Whether a full stop joins the parts of a lower-case name of three parts or more: `comp.sources.unix`.
    fn is_group_dot(&self, word: &str, after: usize) -> bool {
        let lower = |part: &str| part.len() > 1 && part.bytes().all(|b| b.is_ascii_lowercase());
        let part = self.short_run(after, 16, |c| c.is_ascii_lowercase());
        let third =
            |at: usize| self.char_at(at) == Some('.') && self.char_at(at + 1).is_some_and(|c| c.is_ascii_lowercase());
        lower(part) && word.rsplit('.').next().is_some_and(lower) && (word.contains('.') || third(after + part.len()))
    }

    /// Whether exactly three digits follow the comma of a number.
    fn is_thousands(&self, start: usize, after: usize) -> bool {
        let digits = self.short_run(after, 5, |c| c.is_ascii_digit());
        self.slice(start, after).starts_with(|c: char| c.is_ascii_digit()) && digits.len() == 3
    }

    /// Whether a colon stands between hours and minutes, or a score's halves.
    fn is_clock(&self, run: usize, at: usize) -> bool {
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        at - run <= 2 && digit(self.char_before(at)) && digit(self.char_at(at + 1))
    }

    /// Whether a slash belongs to the word: dates, fractions and a few short forms.
    fn is_slash_inside(&self, start: usize, at: usize) -> bool {
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        if digit(self.char_before(at)) && digit(self.char_at(at + 1)) {
            let year = at - start == 4 && self.slice(start, at).bytes().all(|b| b.is_ascii_digit());
            return !year;
        }
        let rest = self.short_run(at + 1, 5, is_word_char);
        match self.slice(start, at) {
            "w" | "W" => matches!(rest, "o" | "out"),
            "s" | "S" => rest == "he",
            "n" | "N" => matches!(rest, "a" | "A"),
            "b" => matches!(rest, "c" | "t"),
            "l" | "L" | "I" => matches!(rest, "c" | "C"),
            _ => false,
        }
    }

    /// The end of a hyphen that belongs to the word: prefixes, telephone numbers, dates in digits.
    fn hyphen_inside(&self, start: usize, at: usize, after: usize) -> Option<usize> {
        let word = self.slice(start, at);
        let next = self.char_at(after)?;
        let prefix = next.is_alphanumeric() && lists::is_prefix(word) && !self.is_name_in_capitals(word, after);
        let number = next.is_ascii_digit() && word.len() <= 16 && self.is_digit_code(start);
        (prefix || number).then_some(after)
    }

    /// Whether a hyphen ends a word that was broken off or whose rest comes later: `th-`, `pre- and post-war`.
    fn is_cut_short(&self, start: usize, at: usize, after: usize) -> bool {
        let word = self.slice(start, at);
        let short = word.len() <= 2 && word.bytes().all(|b| b.is_ascii_alphabetic());
        after == self.chunk.end && (short || lists::is_prefix(word))
    }

    /// Whether capitals before a hyphen only look like a prefix: `UN-backed`.
    fn is_name_in_capitals(&self, word: &str, after: usize) -> bool {
        let capitals = word.len() > 1 && word.chars().all(char::is_uppercase);
        word == "UN" || (capitals && self.char_at(after).is_some_and(char::is_lowercase))
    }

    /// Whether the digits and hyphens at `start` are a telephone number, a postcode or a date.
    fn is_digit_code(&self, start: usize) -> bool {
        let code = self.short_run(start, 24, |c| c.is_ascii_digit() || c == '-').trim_end_matches('-');
        let mut lengths = [0; 8];
        let mut parts = 0;
        for part in code.split('-').take(8) {
            lengths[parts] = part.len();
            parts += 1;
        }
        match &lengths[..parts] {
            [3 | 5, 4] | [3, 3, 4] | [1, 3, 3, 4] | [4, 1..=2, 1..=2] | [1..=2, 1..=2, 2 | 4] => true,
            more => more.len() > 4,
        }
    }

    /// Whether an ampersand joins initials: `AT&T`, `R&D`.
    fn is_initials(&self, start: usize, at: usize, after: usize) -> bool {
        let next = self.short_run(after, 5, is_word_char);
        at - start <= 4 && !next.is_empty() && next.len() <= 3
    }

    /// The end of asterisks that mask letters: `f*ck`, `b****`.
    fn masked_end(&self, at: usize) -> Option<usize> {
        let end = self.run_end(at, |c| c == '*');
        (self.char_at(end).is_some_and(char::is_alphabetic) || end - at > 2).then_some(end)
    }

    /// Whether letters before a dollar sign name the country: `US$5`.
    fn is_dollar(&self, start: usize, at: usize, after: usize) -> bool {
        let country = self.slice(start, at);
        let capitals = country.len() <= 3 && country.bytes().all(|b| b.is_ascii_uppercase());
        capitals && self.char_at(after).is_some_and(|c| c.is_ascii_digit())
    }

    /// What the apostrophe at `at` is to the token: an inner letter, a plural's possessive, a closing quotation mark.
    fn apostrophe(&self, start: usize, at: usize, after: usize) -> Stop {
        match self.char_at(after) {
            // `1960's` and `O'Brien` stay together for now, `5'9` does not.
            Some(next) if next.is_alphabetic() => Stop::Inside,
            Some(next) if next.is_ascii_digit() || is_apostrophe(next) => Stop::Apart,
            _ if self.quoted || at - start < 2 => Stop::Apart,
            _ => match self.char_before(at) {
                Some('s' | 'S' | 'z' | 'x') => Stop::Last,
                _ => Stop::Apart,
            },
        }
    }

    /// The end of a token that starts with neither letter nor digit.
    fn symbol_end(&mut self, start: usize, first: char) -> usize {
        let after = start + first.len_utf8();
        let next = self.char_at(after);
        let at_start = start == self.chunk.start;
        let digit_next = next.is_some_and(|c| c.is_ascii_digit());
        let face = ":;=<>^".contains(first) && self.is_face_place(start);
        if let Some(length) = lists::emoticon(self.short_run(start, 6, |_| true)).filter(|_| face) {
            return start + length;
        }
        match first {
            '.' if digit_next && !self.follows_word(start) => self.word_end(after),
            '+' if digit_next && at_start => self.word_end(after),
            '#' | '@' if next.is_some_and(char::is_alphabetic) && !self.follows_word(start) => {
                self.run_end(after, |c| is_word_char(c) || c == '_')
            }
            '.' | '!' | '?' => self.run_end(start, |c| ".!?".contains(c)),
            '<' if next == Some('-') => self.run_end(after, |c| c == '-'),
            '$' if next != Some('$') => after,
            '-' | '–' | '—' | '=' | '_' | '$' | '/' | '*' | '~' | '+' | '#' | '<' | '>' | '…' | '•' => {
                self.run_end(start, |c| c == first)
            }
            '‘' => {
                self.quoted = true;
                after
            }
            c if is_apostrophe(c) => self.quote_end(start, c),
            c => self.cluster_end(start, c),
        }
    }

    /// Whether a face may stand here: at the start of a chunk or after punctuation that ends something.
    fn is_face_place(&self, start: usize) -> bool {
        self.char_before(start).is_none_or(|c| !is_word_char(c) || c.is_lowercase())
    }

    fn follows_word(&self, start: usize) -> bool {
        self.char_before(start).is_some_and(is_word_char)
    }

    /// The end of a token that starts with an apostrophe: `'60s`, `'em`, `'n'`, `'s`, a doubled mark, or a mark alone.
    fn quote_end(&mut self, start: usize, mark: char) -> usize {
        let after = start + mark.len_utf8();
        if self.char_at(after) == Some(mark) {
            return after + mark.len_utf8();
        }
        let word = self.short_run(after, 7, is_word_char);
        if word.eq_ignore_ascii_case("n") && self.char_at(after + 1) == Some(mark) {
            return after + 1 + mark.len_utf8();
        }
        let digits = word.trim_end_matches('s');
        let measure = self.char_before(start).is_some_and(|c| c.is_ascii_digit());
        let year = !measure && digits.len() == 2 && digits.bytes().all(|b| b.is_ascii_digit());
        let follows = self.char_before(start).is_some_and(|c| !"([{\"“—–-/".contains(c));
        let clitic = follows && ["s", "m", "d", "re", "ve", "ll"].iter().any(|c| c.eq_ignore_ascii_case(word));
        if year || clitic || (lists::is_elision(word) && !follows) {
            return after + word.len();
        }
        self.quoted = !follows && !word.is_empty();
        after
    }

    /// The end of one visible character: marks, variation selectors and joined emoji belong to what they follow.
    fn cluster_end(&self, start: usize, first: char) -> usize {
        let mut at = start + first.len_utf8();
        if first.is_ascii() {
            return at;
        }
        while let Some(c) = self.char_at(at) {
            match c {
                '\u{200D}' => {
                    at += c.len_utf8();
                    at += self.char_at(at).filter(|&c| !is_word_char(c)).map_or(0, char::len_utf8);
                }
                '\u{FE00}'..='\u{FE0F}' | '\u{1F3FB}'..='\u{1F3FF}' | '\u{0300}'..='\u{036F}' | '\u{20E3}' => {
                    at += c.len_utf8();
                }
                _ => break,
            }
        }
        at
    }
}

/// What a full stop or an apostrophe is to the token before it.
enum Stop {
    /// The token goes on after it.
    Inside,
    /// It is the token's last character.
    Last,
    /// It is no part of the token.
    Apart,
}

/// Whether `c` makes words: letters, digits, combining marks, low lines, soft hyphens and joiners.
fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '\u{AD}' | '\u{200C}' | '\u{200D}' | '\u{0300}'..='\u{036F}')
}

fn is_letter(part: &str) -> bool {
    let mut chars = part.chars();
    chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
}
