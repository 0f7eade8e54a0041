//! Statements: who said what, quoted or reported, to whom and through what medium.
//!
//! A statement is what a verb of saying or "according to" attributes to a party. What stands between quotation marks is
//! quoted, and may run over several sentences; what is told in a clause is reported. A quotation without words of
//! attribution beside it goes on with the speaker before it in its paragraph. Sources that are no party ("the report",
//! "sources", "analysts") make no statement. `codebook/statements.md` has the rules.

use super::clause::{Clauses, Phrase};
use super::coder::Story;
use super::extent::head_of_clause;
use super::parties::Cast;
use crate::Span;
use crate::reading::{Deprel, Sentence, Upos};
use crate::when::{DatePrecision, TimeExpression, event_time};
use crate::who::Party;

/// Something that a party said or wrote.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// Who said it.
    pub speaker: Party,
    /// To whom, where a party is named.
    pub addressee: Option<Party>,
    /// The words said, or the words that report them; without quotation marks.
    pub span: Span,
    /// They stand between quotation marks.
    pub quoted: bool,
    /// Through what it was said, where the text tells.
    pub medium: Option<Medium>,
    /// When it was said: `YYYY-MM-DD`, `YYYY-MM` or `YYYY`.
    pub date: Option<String>,
}

/// Through what something was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Medium {
    /// A written statement, a communiqué.
    Statement,
    /// A conference or briefing for the press, or reporters spoken to.
    Press,
    /// An interview.
    Interview,
    /// A speech, an address, remarks.
    Speech,
    /// A letter, note or message.
    Letter,
    /// A phone call.
    Phone,
    /// A report.
    Report,
    /// A newspaper or an article in one.
    Newspaper,
    /// Television.
    Television,
    /// Radio.
    Radio,
    /// X, formerly Twitter.
    Twitter,
    /// Facebook.
    Facebook,
    /// Telegram.
    Telegram,
    /// Truth Social.
    TruthSocial,
    /// Another or an unnamed social network.
    SocialMedia,
    /// A video or audio recording.
    Recording,
    /// A website or blog.
    Website,
}

impl Medium {
    /// The value of `medium` in the output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Statement => "statement",
            Self::Press => "press conference",
            Self::Interview => "interview",
            Self::Speech => "speech",
            Self::Letter => "letter",
            Self::Phone => "phone",
            Self::Report => "report",
            Self::Newspaper => "newspaper",
            Self::Television => "television",
            Self::Radio => "radio",
            Self::Twitter => "Twitter/X",
            Self::Facebook => "Facebook",
            Self::Telegram => "Telegram",
            Self::TruthSocial => "Truth Social",
            Self::SocialMedia => "social media",
            Self::Recording => "recording",
            Self::Website => "website",
        }
    }
}

/// Verbs that attribute what follows to their subject.
const SPEAKING: &[&str] = &[
    "acknowledge",
    "add",
    "admit",
    "affirm",
    "allege",
    "announce",
    "argue",
    "assert",
    "boast",
    "caution",
    "claim",
    "comment",
    "complain",
    "concede",
    "conclude",
    "confirm",
    "contend",
    "declare",
    "deny",
    "emphasise",
    "emphasize",
    "exclaim",
    "explain",
    "forecast",
    "hint",
    "indicate",
    "insist",
    "joke",
    "lament",
    "maintain",
    "mention",
    "note",
    "observe",
    "pledge",
    "point",
    "post",
    "predict",
    "promise",
    "quip",
    "reaffirm",
    "recall",
    "recount",
    "reiterate",
    "remark",
    "repeat",
    "reply",
    "report",
    "respond",
    "reveal",
    "say",
    "signal",
    "state",
    "stress",
    "suggest",
    "swear",
    "tell",
    "testify",
    "tweet",
    "underline",
    "underscore",
    "vow",
    "warn",
    "write",
];

/// Nouns of media, and what they are.
const MEDIA: &[(&str, Medium)] = &[
    ("statement", Medium::Statement),
    ("communique", Medium::Statement),
    ("communiqué", Medium::Statement),
    ("declaration", Medium::Statement),
    ("release", Medium::Statement),
    ("readout", Medium::Statement),
    ("conference", Medium::Press),
    ("briefing", Medium::Press),
    ("reporter", Medium::Press),
    ("journalist", Medium::Press),
    ("press", Medium::Press),
    ("interview", Medium::Interview),
    ("speech", Medium::Speech),
    ("address", Medium::Speech),
    ("remark", Medium::Speech),
    ("sermon", Medium::Speech),
    ("testimony", Medium::Speech),
    ("letter", Medium::Letter),
    ("message", Medium::Letter),
    ("note", Medium::Letter),
    ("email", Medium::Letter),
    ("e-mail", Medium::Letter),
    ("telegram", Medium::Letter),
    ("phone", Medium::Phone),
    ("telephone", Medium::Phone),
    ("call", Medium::Phone),
    ("report", Medium::Report),
    ("newspaper", Medium::Newspaper),
    ("daily", Medium::Newspaper),
    ("article", Medium::Newspaper),
    ("op-ed", Medium::Newspaper),
    ("column", Medium::Newspaper),
    ("television", Medium::Television),
    ("tv", Medium::Television),
    ("broadcast", Medium::Television),
    ("radio", Medium::Radio),
    ("tweet", Medium::Twitter),
    ("video", Medium::Recording),
    ("recording", Medium::Recording),
    ("audio", Medium::Recording),
    ("tape", Medium::Recording),
    ("website", Medium::Website),
    ("site", Medium::Website),
    ("blog", Medium::Website),
    ("post", Medium::SocialMedia),
    ("posting", Medium::SocialMedia),
];

/// Networks by their names as written, which are more telling than a noun beside them.
const NETWORKS: &[(&str, Medium)] = &[
    ("X", Medium::Twitter),
    ("Twitter", Medium::Twitter),
    ("Facebook", Medium::Facebook),
    ("Telegram", Medium::Telegram),
    ("Truth", Medium::TruthSocial),
    ("Instagram", Medium::SocialMedia),
    ("Weibo", Medium::SocialMedia),
    ("WhatsApp", Medium::SocialMedia),
    ("TikTok", Medium::SocialMedia),
    ("YouTube", Medium::SocialMedia),
    ("LinkedIn", Medium::SocialMedia),
];

/// Prepositions of media.
const BY_MEDIUM: &[&str] = &["in", "on", "at", "via", "through", "during", "by", "over", "from"];

/// Words of a quotation without a verb that are still taken as something said.
const FEWEST_WORDS: usize = 6;

/// The statements of a story in text order.
pub fn statements(story: &Story) -> Vec<Statement> {
    let quotations = quotations(story.text, story_span(story));
    let mut attributions = Vec::new();
    for (index, sentence) in story.reading.sentences.iter().enumerate() {
        attributions.extend(Speaking::new(story, sentence, index).attributions(&quotations));
    }
    let mut found = quoted(story, &quotations, &attributions);
    let reported: Vec<Statement> =
        attributions.iter().flat_map(|attribution| reported(story, attribution, &found)).collect();
    found.extend(reported);
    found.sort_by_key(|statement| (statement.span, statement.speaker.entity));
    found.dedup_by(|a, b| a.span == b.span && a.speaker.entity == b.speaker.entity);
    found
}

fn story_span(story: &Story) -> Span {
    let sentences = &story.reading.sentences;
    match (sentences.first(), sentences.last()) {
        (Some(first), Some(last)) => first.span.join(last.span),
        _ => Span::new(0, 0),
    }
}

/// Words that say who said something.
#[derive(Clone, Debug)]
struct Attribution {
    /// The word of saying.
    verb: Span,
    speakers: Vec<Party>,
    addressee: Option<Party>,
    medium: Option<Medium>,
    date: Option<String>,
    /// The clause said, where there is one.
    content: Option<Span>,
}

impl Attribution {
    fn statements(&self, span: Span, quoted: bool) -> impl Iterator<Item = Statement> {
        self.speakers.iter().map(move |speaker| Statement {
            speaker: speaker.clone(),
            addressee: self.addressee.clone(),
            span,
            quoted,
            medium: self.medium,
            date: self.date.clone(),
        })
    }
}

/// The quotations with the speakers that the words around them give.
fn quoted(story: &Story, quotations: &[Span], attributions: &[Attribution]) -> Vec<Statement> {
    let mut found: Vec<Statement> = Vec::new();
    let mut last: Option<(Span, &Attribution)> = None;
    for &quotation in quotations {
        let Some(span) = trimmed(story.text, quotation).filter(|&span| is_utterance(story, span)) else { continue };
        let beside = beside(story, quotation, attributions);
        let goes_on =
            last.filter(|(before, _)| follows(story.text, *before, quotation)).map(|(_, attribution)| attribution);
        if let Some(attribution) = beside.or(goes_on) {
            last = Some((quotation, attribution));
            // "said the talks were “very good indeed”": words quoted within what is reported.
            let is_fragment = attribution.content.is_some_and(|content| is_part_of(span, content));
            if !is_fragment {
                found.extend(attribution.statements(span, true));
            }
        }
    }
    found
}

/// Whether a quotation is but a smaller part of a clause.
fn is_part_of(quotation: Span, content: Span) -> bool {
    content.contains(quotation) && 4 * quotation.len() < 3 * content.len()
}

/// The attribution in the sentences of a quotation that stands nearest to it.
fn beside<'a>(story: &Story, quotation: Span, attributions: &'a [Attribution]) -> Option<&'a Attribution> {
    let own: Vec<Span> =
        story.reading.sentences.iter().map(|s| s.span).filter(|span| span.overlaps(quotation)).collect();
    let distance = |verb: Span| {
        if verb.end <= quotation.start { quotation.start - verb.end } else { verb.start.saturating_sub(quotation.end) }
    };
    let here = attributions.iter().filter(|a| own.iter().any(|sentence| sentence.contains(a.verb)));
    // A paragraph between is another speaker's.
    let near = here.filter(|a| {
        let gap = if a.verb.end <= quotation.start {
            Span::new(a.verb.end, quotation.start)
        } else {
            Span::new(quotation.end.min(a.verb.start), a.verb.start)
        };
        !gap.of(story.text).contains('\n')
    });
    near.min_by_key(|a| distance(a.verb))
}

/// Whether a quotation goes on with the one before it: in the same paragraph, or opening the next.
fn follows(text: &str, before: Span, quotation: Span) -> bool {
    if before.end > quotation.start {
        return false;
    }
    let gap = Span::new(before.end, quotation.start).of(text);
    let breaks: Vec<&str> = gap.split('\n').filter(|part| !part.trim().is_empty()).collect();
    let is_next = gap.contains('\n') && breaks.last().is_some_and(|part| is_mark_alone(part)) && breaks.len() <= 2;
    !gap.contains('\n') || is_next
}

fn is_mark_alone(text: &str) -> bool {
    matches!(text.trim(), "“" | "\"" | "``")
}

/// Whether a quotation is something said: it has a verb, or many words. “Special law” is none.
fn is_utterance(story: &Story, span: Span) -> bool {
    let words = story.reading.sentences.iter().filter(|s| s.span.overlaps(span)).flat_map(|s| &s.words);
    let inside: Vec<Upos> = words.filter(|word| span.contains(word.span)).map(|word| word.upos).collect();
    let real = inside.iter().filter(|upos| **upos != Upos::Punct).count();
    let has_verb = inside.iter().any(|upos| matches!(upos, Upos::Verb | Upos::Aux));
    real >= FEWEST_WORDS || real >= 2 && has_verb
}

/// What an attribution reports in a clause of its own, unless a quotation has it.
fn reported(story: &Story, attribution: &Attribution, quoted: &[Statement]) -> Vec<Statement> {
    let content = attribution.content.and_then(|content| trimmed(story.text, content));
    let Some(span) = content.filter(|&span| is_utterance(story, span)) else { return Vec::new() };
    let is_quoted = quoted.iter().any(|statement| statement.span.overlaps(span) && !is_part_of(statement.span, span));
    if is_quoted { Vec::new() } else { attribution.statements(span, false).collect() }
}

/// A span without blanks, quotation marks and commas at its ends.
fn trimmed(text: &str, span: Span) -> Option<Span> {
    let inner = span.of(text);
    let opened = inner
        .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '“' | '"' | '`' | '—' | '-'));
    let closed = opened.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '”' | '"' | '—'));
    let start = span.end.min(span.start + (inner.len() - opened.len()));
    (!closed.is_empty()).then(|| Span::new(start, start + closed.len()))
}

/// What stands between quotation marks, within paragraphs, in text order: curly, straight, and two backticks with two
/// apostrophes.
fn quotations(text: &str, within: Span) -> Vec<Span> {
    let (mut found, mut open): (Vec<Span>, Option<(usize, char)>) = (Vec::new(), None);
    let mut close = |open: &mut Option<(usize, char)>, end: usize| {
        if let Some((start, _)) = open.take()
            && start < end
        {
            found.push(Span::new(start, end));
        }
    };
    let mut before = ' ';
    let mut characters = within.of(text).char_indices().peekable();
    while let Some((offset, c)) = characters.next() {
        let at = within.start + offset;
        let after = at + c.len_utf8();
        let opens_word =
            characters.peek().is_some_and(|(_, next)| next.is_alphanumeric() || matches!(next, '[' | '(' | '.' | '‘'));
        let stands_free = before.is_whitespace() || matches!(before, '(' | '[' | '—' | '–');
        match (c, open) {
            ('“' | '„', None) => open = Some((after, '”')),
            // A straight mark that opens a word opens a quotation, even where one before it was left open; inches
            // open none.
            ('"', _) if stands_free && opens_word => {
                close(&mut open, at);
                open = Some((after, '"'));
            }
            // A quotation that goes on in the next paragraph is opened there anew.
            ('\n', Some(_))
            // Newspapers mix the two kinds: “so it began" and "so it ended”.
            | ('“' | '”' | '"', Some((_, '”' | '"'))) => close(&mut open, at),
            ('`', None) if before == '`' => open = Some((after, '\'')),
            ('\'', Some((_, '\''))) if before == '\'' => close(&mut open, at - 1),
            _ => {}
        }
        before = c;
    }
    close(&mut open, within.end);
    found
}

/// The words of saying of one sentence.
struct Speaking<'a> {
    story: &'a Story<'a>,
    sentence: &'a Sentence,
    index: usize,
    clauses: Clauses<'a>,
    cast: Cast<'a>,
}

impl<'a> Speaking<'a> {
    fn new(story: &'a Story, sentence: &'a Sentence, index: usize) -> Self {
        let cast = Cast::new(story.entities, sentence, index, &[]);
        Self { story, sentence, index, clauses: Clauses::new(sentence), cast }
    }

    fn attributions(&self, quotations: &[Span]) -> Vec<Attribution> {
        let mut found = Vec::new();
        for word in 0..self.sentence.words.len() {
            // What a speaker says that others said is in the quotation already.
            let own = self.sentence.words[word].span;
            if quotations.iter().any(|quotation| quotation.contains(own)) {
                continue;
            }
            found.extend(self.by_verb(word).or_else(|| self.according_to(word)));
        }
        found
    }

    /// "X **said** that …", "…, X **said**", "X, who **told** Y that …".
    fn by_verb(&self, verb: usize) -> Option<Attribution> {
        let lemma = self.sentence.words[verb].lemma.to_lowercase();
        if !SPEAKING.contains(&lemma.as_str()) || !self.clauses.is_verb(verb) || self.is_unsaid(verb) {
            return None;
        }
        let heads = self.clauses.agents(verb);
        let speakers = self.cast.parties(&heads, true);
        if speakers.is_empty() {
            return None;
        }
        let content = self.content(verb);
        let addressee = self.addressee(verb, &lemma, &speakers);
        let medium = self.medium(verb, &heads, &lemma);
        let date = self.date(verb, content);
        Some(Attribution { verb: self.sentence.words[verb].span, speakers, addressee, medium, date, content })
    }

    /// "did not say", "refused to say", "will say": nothing was said.
    fn is_unsaid(&self, verb: usize) -> bool {
        let mut children = self.sentence.children(verb);
        let negated = children.any(|c| matches!(self.sentence.words[c].lemma.as_str(), "not" | "n't" | "never"));
        let refused = self.sentence.words[verb].deprel == Deprel::Xcomp
            && self.sentence.words[verb].head.is_some_and(|head| {
                matches!(self.sentence.words[head].lemma.as_str(), "refuse" | "decline" | "fail" | "want" | "expect")
            });
        negated || refused
    }

    /// "**according to** X, …"
    fn according_to(&self, word: usize) -> Option<Attribution> {
        let own = &self.sentence.words[word];
        let next = self.sentence.words.get(word + 1)?;
        if !own.form.eq_ignore_ascii_case("according") || next.form != "to" {
            return None;
        }
        let source = own.head.filter(|&head| head > word)?;
        let speakers = self.cast.parties(&[source], true);
        if speakers.is_empty() {
            return None;
        }
        let medium = self.medium_of_noun(source);
        let content = self.around(source);
        let date = self.date(self.sentence.words[source].head.unwrap_or(source), content);
        Some(Attribution { verb: own.span, speakers, addressee: None, medium, date, content })
    }

    /// The date of the saying; a date within what is said is not its own.
    fn date(&self, word: usize, content: Option<Span>) -> Option<String> {
        let time = event_time(self.story.reading, self.index, word, self.story.times, self.story.date);
        let is_told = |span: Span| content.is_some_and(|content| content.contains(span));
        match time.span {
            Some(span) if is_told(span) => None,
            Some(span) if self.sentence.span.contains(span) => time.date,
            // "told reporters on Tuesday": the reader may give the day to the reporters, and a day of the sentences
            // before is then inherited.
            _ => self.day_beside(word, is_told).or(time.date),
        }
    }

    /// The day that the words of attribution name.
    fn day_beside(&self, verb: usize, is_told: impl Fn(Span) -> bool) -> Option<String> {
        let words = &self.sentence.words;
        let clause = head_of_clause(self.sentence, verb);
        let is_beside = |time: &&TimeExpression| {
            let word = words.iter().position(|word| time.span.contains(word.span));
            let of_clause = word.is_some_and(|word| head_of_clause(self.sentence, word) == clause);
            of_clause && time.precision == DatePrecision::Day && !is_told(time.span)
        };
        let mut here = self.story.times.iter().filter(|time| self.sentence.span.contains(time.span));
        let time = here.find(is_beside)?;
        time.range.map(|range| range.first.to_string())
    }

    /// The words of what a verb says.
    fn content(&self, verb: usize) -> Option<Span> {
        if let Some(clause) = self.clauses.told(verb) {
            return self.clause(verb, clause);
        }
        if self.sentence.words[verb].deprel == Deprel::Parataxis {
            return self.around(verb);
        }
        // "denied shelling the town", "promised to withdraw": what is denied or promised is told by its own verb.
        None
    }

    /// The words of a clause that a verb governs, without the conjunction that opens it and the words that say who
    /// speaks.
    fn clause(&self, verb: usize, clause: usize) -> Option<Span> {
        let (mut first, mut last) = self.sentence.subtree(clause);
        if first < verb && verb < last {
            let start = self
                .clauses
                .child(verb, Deprel::Nsubj)
                .map_or(verb, |subject| self.sentence.subtree(subject).0.min(verb));
            let goes_on = self.sentence.children_by(clause, Deprel::Conj).any(|c| c > verb);
            // "The plan, he said, is dead" is told on both sides, "The plan is dead, he said on Monday" on one.
            if clause < start && start > first && !goes_on {
                last = start - 1;
            }
            return Some(self.sentence.span_of(first, last));
        }
        let is_that = |&c: &usize| self.sentence.words[c].form.eq_ignore_ascii_case("that") && c < clause;
        // "said on Monday that …": the day is the saying's, wherever the tree has it.
        if let Some(mark) = self.sentence.children_by(clause, Deprel::Mark).find(is_that) {
            first = first.max(mark + 1);
        }
        while first < last && self.sentence.words[first].upos == Upos::Punct {
            first += 1;
        }
        (clause >= first).then(|| self.sentence.span_of(first, last))
    }

    /// The sentence but for a phrase: what stands before it, or behind, or all of it where it stands amidst.
    fn around(&self, head: usize) -> Option<Span> {
        let (first, last) = self.sentence.subtree(head);
        let end = self.sentence.words.len() - 1;
        // Empty where the phrase reaches to an end of the sentence.
        let is_end = self.sentence.words[last + 1..].iter().all(|word| word.upos == Upos::Punct);
        let is_start = self.sentence.words[..first].iter().all(|word| word.upos == Upos::Punct);
        match (is_start, is_end) {
            (true, true) => None,
            (true, false) => Some(self.sentence.span_of(last + 1, end)),
            (false, true) => Some(self.sentence.span_of(0, first - 1)),
            (false, false) => Some(self.sentence.span),
        }
    }

    /// Whom a verb of saying speaks to: "told **Kabul**", "wrote to **the Senate**".
    fn addressee(&self, verb: usize, lemma: &str, speakers: &[Party]) -> Option<Party> {
        let mut heads = self.clauses.indirect(verb);
        if matches!(lemma, "tell" | "warn") && heads.is_empty() && !self.clauses.is_passive(verb) {
            heads = self.clauses.patients(verb);
        }
        if matches!(lemma, "write" | "say" | "reply" | "respond" | "complain" | "announce" | "declare" | "report") {
            let to =
                self.clauses.phrases(verb).into_iter().filter(|p| p.preposition == "to" && self.is_nominal(p.head));
            heads.extend(to.map(|p| p.head));
        }
        // "told a news conference": a medium, not a party.
        heads.retain(|&head| {
            let medium = self.medium_of_noun(head);
            medium.is_none() || matches!(self.sentence.words[head].lemma.as_str(), "reporter" | "journalist")
        });
        let all = self.cast.parties(&heads, false);
        all.into_iter().find(|party| !speakers.iter().any(|speaker| speaker.entity == party.entity))
    }

    fn is_nominal(&self, word: usize) -> bool {
        matches!(self.sentence.words[word].upos, Upos::Noun | Upos::Propn | Upos::Pron)
    }

    fn medium(&self, verb: usize, speakers: &[usize], lemma: &str) -> Option<Medium> {
        let by_verb = (lemma == "tweet").then_some(Medium::Twitter);
        let phrases = self.clauses.phrases(verb).into_iter();
        let with = phrases
            .filter(|Phrase { preposition, head }| BY_MEDIUM.contains(&preposition.as_str()) && self.is_nominal(*head));
        let told = self.clauses.indirect(verb).into_iter().chain(if lemma == "tell" {
            self.clauses.patients(verb)
        } else {
            Vec::new()
        });
        // "A statement by the ministry said": the subject is the medium.
        let all = with.map(|p| p.head).chain(told).chain(speakers.iter().copied());
        by_verb.or_else(|| all.filter_map(|noun| self.medium_of_noun(noun)).max_by_key(|medium| rank(*medium)))
    }

    /// The medium that a noun names with the words around it: "a **post on Telegram**".
    fn medium_of_noun(&self, noun: usize) -> Option<Medium> {
        let (first, last) = self.sentence.subtree(noun);
        let near = (first..=last.min(noun + 6)).filter(|&word| {
            let base = self.sentence.words[word].deprel.base();
            word == noun
                || self.sentence.words[word].head == Some(noun)
                    && matches!(base, "nmod" | "compound" | "flat" | "appos")
        });
        let mut named = near.filter_map(|word| {
            let form = self.sentence.words[word].form.as_str();
            let is_network =
                form != "Truth" || self.sentence.words.get(word + 1).is_some_and(|next| next.form == "Social");
            NETWORKS.iter().find(|(name, _)| *name == form && is_network).map(|(_, medium)| *medium)
        });
        let own = || {
            let lemma = self.sentence.words[noun].lemma.to_lowercase();
            MEDIA.iter().find(|(name, _)| *name == lemma).map(|(_, medium)| *medium)
        };
        named.next_back().or_else(own)
    }
}

/// Which of several media is the more telling: a network before the statement made there.
fn rank(medium: Medium) -> u8 {
    match medium {
        Medium::Twitter | Medium::Facebook | Medium::Telegram | Medium::TruthSocial => 3,
        Medium::Statement | Medium::Report => 1,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parts(text: &str) -> Vec<&str> {
        quotations(text, Span::new(0, text.len())).into_iter().map(|span| span.of(text)).collect()
    }

    #[test]
    fn quotation_marks_of_all_kinds() {
        assert_eq!(parts("“We won,” she said. “All of it.”"), ["We won,", "All of it."]);
        assert_eq!(parts("\"Go,\" he said. A 6\" pipe."), ["Go,"]);
        assert_eq!(parts("a ``special law'' on Monday"), ["special law"]);
        assert_eq!(parts("“It goes on.\n“And ends here.” He left."), ["It goes on.", "And ends here."]);
        assert_eq!(parts("“So it began\" and \"so it ended” there"), ["So it began", "so it ended"]);
        assert_eq!(parts("\"Never closed. She \"left\" then"), ["Never closed. She ", "left"]);
        assert_eq!(parts("it’s its’ own"), [""; 0]);
    }

    #[test]
    fn ends_are_trimmed() {
        let text = " “Ça va,” ";
        assert_eq!(trimmed(text, Span::new(0, text.len())).map(|span| span.of(text)), Some("Ça va"));
        assert_eq!(trimmed(" , ", Span::new(0, 3)), None);
    }

    #[test]
    fn a_quotation_goes_on_in_its_paragraph_and_the_next() {
        let text = "“One.” “Two.”\n\n“Three.”\n\nFour. “Five.”";
        let spans = quotations(text, Span::new(0, text.len()));
        assert!(follows(text, spans[0], spans[1]) && follows(text, spans[1], spans[2]));
        assert!(!follows(text, spans[2], spans[3]), "another paragraph that does not open with a quotation");
    }

    proptest! {
        #[test]
        fn quotations_lie_on_character_boundaries(text in "[a“”„\"`'’\n éх,.]{0,60}") {
            for span in quotations(&text, Span::new(0, text.len())) {
                prop_assert!(text.get(span.start..span.end).is_some());
                if let Some(inner) = trimmed(&text, span) {
                    prop_assert!(text.get(inner.start..inner.end).is_some() && span.contains(inner));
                }
            }
        }
    }
}
