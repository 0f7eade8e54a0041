//! The date of an event: which of a story's time expressions dates it.
//!
//! First what stands below the event word in its own clause; then what stands below the verb that carries it
//! ("held talks on Monday") or that it is joined to ("met on Monday and signed"); else the day in force: that
//! of the sentence before, or the story's own. A date that belongs to another clause ("said on Monday that …")
//! or to another noun ("the 1990 invasion") does not date it, unless that clause is about the same moment ("When
//! he came on Monday, he thanked …") or says more of that noun ("the raids of 3 May that killed nine").

use jiff::civil::{Date, Weekday};

use super::calendar::{add_days, days_between};
use super::tense::{self, Tense};
use super::{DatePrecision, DateRange, TimeExpression, TimexType};
use crate::Span;
use crate::reading::{Deprel, Reading, Sentence, Upos, Word, Xpos};

/// When an event happened, or is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventTime {
    /// The date as exactly as it is known: `YYYY-MM-DD`, `YYYY-MM` or `YYYY`.
    pub date: Option<String>,
    /// The last day (month, year) of a span; `None` where it is no longer than `date` itself.
    pub date_end: Option<String>,
    /// How exact the date is, or where it was inherited from.
    pub precision: DatePrecision,
    /// The days that it covers.
    pub range: Option<DateRange>,
    /// The words that gave it; those of the date in force where it was inherited from the discourse.
    pub span: Option<Span>,
}

/// How firmly an expression belongs to an event, firmest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Hold {
    /// Below the event word, no other verb between.
    Own,
    /// Below the verb that the event word is an argument of.
    Carried,
    /// Below a verb that the event's is joined to.
    Joined,
    /// Of the noun of which the event's clause says more.
    Antecedent,
    /// Of the clause that tells when: above it, or below ("when", "while", "as").
    Around,
    /// The sentence's, as of a word without a governor.
    Loose,
}

/// The date of the event that word `word` of sentence `sentence` names.
///
/// `times` are the story's resolved expressions in text order, as [`super::times_within`] gives them, `story`
/// its date. An event without words of its own for its date is given the date in force before it, or the
/// story's, and `precision` says so; what is still to come, or lies before the story ("had fled"), is given
/// none. An inherited date suits what the story brings as its news; a caller that knows an event for background
/// drops it. Indices out of range give [`DatePrecision::Unknown`].
pub fn event_time(
    reading: &Reading,
    sentence: usize,
    word: usize,
    times: &[TimeExpression],
    story: Option<Date>,
) -> EventTime {
    let Some(s) = reading.sentences.get(sentence).filter(|s| word < s.words.len()) else { return unknown() };
    let local = within(times, s.span);
    if let Some(at) = choose(s, word, local) {
        return with_partner(s, local, at);
    }
    if let Some(since) = story.and_then(|story| begun(s, word, local, story)) {
        return since;
    }
    if is_to_come(s, word) || !is_news(reading, sentence, word) || is_of_old(s, word, local) {
        return unknown();
    }
    if let Some(before) = sentence.checked_sub(1).and_then(|n| reading.sentences.get(n))
        && let Some(found) = root_day(before, times)
    {
        return EventTime { precision: DatePrecision::InheritedFromDiscourse, ..found };
    }
    if story.is_some_and(|story| is_overtaken(reading, times, story)) {
        return unknown();
    }
    news_day(reading, times, story).or(story).map_or_else(unknown, |day| {
        let range = DateRange { first: day, last: day };
        EventTime { precision: DatePrecision::InheritedFromStory, ..dated(range, DatePrecision::Day, None) }
    })
}

/// "the three-year war": what has lasted so long began so long before the story.
fn begun(s: &Sentence, event: usize, local: &[TimeExpression], story: Date) -> Option<EventTime> {
    if !LASTING.contains(&s.words.get(event)?.lemma.as_str()) {
        return None;
    }
    let of_event = |t: &&TimeExpression| {
        let Some((first, last)) = words_of(s, t.span) else { return false };
        let head = &s.words[s.head_of(first, last)];
        last < event && head.head == Some(event) && matches!(head.deprel.base(), "compound" | "amod" | "nmod")
    };
    let lasting = local.iter().filter(|t| t.kind == TimexType::Duration).find(of_event)?;
    let years: i16 = lasting.value.strip_prefix('P')?.strip_suffix('Y')?.parse().ok()?;
    let first = Date::new(story.year().checked_sub(years)?, 1, 1).ok()?;
    let range = DateRange { first, last: Date::new(first.year(), 12, 31).ok()? };
    Some(dated(range, DatePrecision::Year, Some(lasting.span)))
}

/// Nouns of what goes on for years.
const LASTING: &[&str] = &[
    "war",
    "conflict",
    "insurgency",
    "rebellion",
    "siege",
    "occupation",
    "blockade",
    "uprising",
    "embargo",
    "fighting",
    "campaign",
    "standoff",
    "unrest",
];

/// Whether the text speaks of days as still to come that are over on the story's day: it was written before them, and its
/// news is not of that day. A single one may be what somebody had said.
pub(crate) fn is_overtaken(reading: &Reading, times: &[TimeExpression], story: Date) -> bool {
    let lies_ahead = |t: &&TimeExpression| {
        let at = reading.sentences.partition_point(|s| s.span.end <= t.span.start);
        let Some(s) = reading.sentences.get(at) else { return false };
        let time = words_of(s, t.span).map(|(first, last)| s.head_of(first, last));
        time.is_some_and(|time| tense::of_word(s, time) == Tense::Future) && root_day(s, times).is_none()
    };
    let over = times.iter().filter(|t| t.precision == DatePrecision::Day && t.range.is_some_and(|r| r.first < story));
    over.filter(lies_ahead).take(2).count() == 2
}

/// Whether the clause of `word` speaks of what is still to come.
pub fn is_to_come(sentence: &Sentence, word: usize) -> bool {
    tense::of_word(sentence, word) == Tense::Future
}

fn unknown() -> EventTime {
    EventTime { date: None, date_end: None, precision: DatePrecision::Unknown, range: None, span: None }
}

/// The expressions that stand in `span`.
fn within(times: &[TimeExpression], span: Span) -> &[TimeExpression] {
    let first = times.partition_point(|t| t.span.end <= span.start);
    let last = times.partition_point(|t| t.span.start < span.end);
    times.get(first..last).unwrap_or_default()
}

/// The expression that dates the event, among those of its sentence.
fn choose(s: &Sentence, event: usize, local: &[TimeExpression]) -> Option<usize> {
    let rank = |(n, t): (usize, &TimeExpression)| {
        t.range?;
        let (first, last) = words_of(s, t.span)?;
        let is_own = is_since(s, event, s.head_of(first, last))
            || adjoins(s, event, first, last)
            || opens_its_clause(s, event, last)
            || is_framed(s, event, first, last);
        let hold = if is_own { Hold::Own } else { hold(s, event, s.head_of(first, last))? };
        let lasting = t.kind == TimexType::Duration;
        let coarse = matches!(t.precision, DatePrecision::Year | DatePrecision::Decade | DatePrecision::Unknown);
        let distance = if first > event { first - event } else { event.saturating_sub(last) };
        Some((hold, lasting, coarse, distance, n))
    };
    local.iter().enumerate().filter_map(rank).min().map(|found| found.4)
}

/// Whether a vague expression sets the event before the news: "in recent years", "days before the vote".
fn is_of_old(s: &Sentence, event: usize, local: &[TimeExpression]) -> bool {
    local.iter().filter(|t| t.range.is_none()).any(|t| {
        let Some((first, last)) = words_of(s, t.span) else { return false };
        let earlier = |w: &Word| matches!(w.form.to_lowercase().as_str(), "before" | "earlier" | "ago" | "ahead");
        let long = t.kind == TimexType::Duration && t.value.ends_with(['D', 'W', 'M', 'Y', 'E']);
        let old = t.value == "PAST_REF" || long && s.words.get(last + 1).is_some_and(earlier);
        old && (adjoins(s, event, first, last)
            || matches!(hold(s, event, s.head_of(first, last)), Some(Hold::Own | Hold::Carried)))
    })
}

/// First and last word of `s` that lie in `span`.
fn words_of(s: &Sentence, span: Span) -> Option<(usize, usize)> {
    let first = s.words.iter().position(|w| w.span.overlaps(span))?;
    let last = s.words.iter().rposition(|w| w.span.overlaps(span))?;
    Some((first, last))
}

/// "has jailed critics since the **July** coup": the noun's date is the beginning of what has gone on since.
fn is_since(s: &Sentence, event: usize, time: usize) -> bool {
    let up = |&at: &usize| s.words.get(at).and_then(|word| word.head);
    let mut path = std::iter::successors(Some(time), up).take(4);
    let since = |at: usize| s.children_by(at, Deprel::Case).any(|case| s.words[case].lemma == "since");
    path.find(|&at| since(at)).is_some_and(|noun| s.words[noun].head == Some(event) && noun != time)
}

/// Nothing but small words stands between the event word and the expression after it ("said in April that"):
/// whatever the tree has, it belongs there, unless a noun follows of which it says more ("hailed Monday's vote").
fn adjoins(s: &Sentence, event: usize, first: usize, last: usize) -> bool {
    let between = s.words.get(event + 1..first).unwrap_or(&[]);
    let small = |w: &Word| matches!(w.upos, Upos::Adp | Upos::Det | Upos::Adv);
    let time = s.head_of(first, last);
    let of_a_noun = s.words.get(time).is_some_and(|w| {
        let nominal = matches!(w.deprel.base(), "nmod" | "compound" | "amod" | "nummod");
        nominal && w.head.is_some_and(|head| head > last && !is_verb(s, head))
    });
    is_verb(s, event) && first > event && between.len() <= 3 && between.iter().all(small) && !of_a_noun
}

/// "in May, **when** Ghana backed the plan": the expression right before the clause of the event dates it.
fn opens_its_clause(s: &Sentence, event: usize, last: usize) -> bool {
    let Some(verb) = verb_of(s, event) else { return false };
    let comma = s.words.get(last + 1).is_some_and(|w| w.form == ",");
    let when = last + 1 + usize::from(comma);
    let is_when = s.words.get(when).is_some_and(|w| w.lemma == "when");
    is_when && s.words.get(when).and_then(|w| w.head) == Some(verb)
}

/// "said **that** the envoy **on Monday**, after talks, **left**": what stands between the opening of a reported clause
/// and its verb is of that clause, whatever the tree has.
fn is_framed(s: &Sentence, event: usize, first: usize, last: usize) -> bool {
    let Some(verb) = verb_of(s, event).filter(|&v| s.words[v].deprel == Deprel::Ccomp) else { return false };
    last < verb && s.children_by(verb, Deprel::Mark).any(|mark| mark < first && s.words[mark].lemma == "that")
}

/// How the expression headed by word `time` belongs to the event.
fn hold(s: &Sentence, event: usize, time: usize) -> Option<Hold> {
    let governor = governor(s, event, time);
    let Some(governor) = governor else { return Some(Hold::Loose) };
    let of_a_report = s.children_by(governor, Deprel::Ccomp).any(|verb| is_framed(s, verb, time, time));
    if of_a_report {
        return None;
    }
    if governor == event {
        return Some(Hold::Own);
    }
    if !is_verb(s, governor) {
        return describes(s, event, time).then_some(Hold::Antecedent);
    }
    if carrier(s, event) == Some(governor) {
        return Some(Hold::Carried);
    }
    if joined(s, event).any(|verb| verb == governor && time < event) {
        return Some(Hold::Joined);
    }
    if describes(s, event, time) || is_made_known(s, event, governor) {
        return Some(Hold::Antecedent);
    }
    is_same_moment(s, event, governor).then_some(Hold::Around)
}

/// "the raids of 3 May that **killed** nine": the event's clause, in the past tense, says more of a noun that the
/// expression dates.
fn describes(s: &Sentence, event: usize, time: usize) -> bool {
    let Some(verb) = verb_of(s, event) else { return false };
    let word = &s.words[verb];
    let is_past = matches!(word.xpos, Xpos::Vbd | Xpos::Vbn) && word.deprel.base() == "acl";
    is_past && word.head.is_some_and(|noun| !is_verb(s, noun) && governor(s, noun, time) == Some(noun))
}

/// "the note **published** on Monday **said**": what a text says was said when it came out.
fn is_made_known(s: &Sentence, event: usize, other: usize) -> bool {
    const ISSUING: &[&str] = &["publish", "issue", "release", "post", "circulate", "broadcast", "air"];
    const TELLING: &[&str] = &["say", "read", "state", "add", "warn", "urge", "declare"];
    let issued = &s.words[other];
    let text = issued.head.map(|head| &s.words[head]);
    issued.xpos == Xpos::Vbn
        && issued.deprel.base() == "acl"
        && ISSUING.contains(&issued.lemma.as_str())
        && TELLING.contains(&s.words[event].lemma.as_str())
        && text.is_some_and(|text| text.deprel.base() == "nsubj" && text.head == Some(event))
}

/// Whether the clause of the event tells when that of the verb `other` was, or the other way round.
fn is_same_moment(s: &Sentence, event: usize, other: usize) -> bool {
    let Some(verb) = verb_of(s, event) else { return false };
    let tells_when = |below: usize, above: usize| s.words[below].head == Some(above) && is_temporal(s, below);
    // "was among the first **to recognise** it when it became free": of the whole clause.
    let word = &s.words[verb];
    let whole = word.head.filter(|&head| {
        word.xpos == Xpos::Vb && word.deprel.base() == "acl" && s.children_by(head, Deprel::Cop).next().is_some()
    });
    tells_when(verb, other) || tells_when(other, verb) || whole.is_some_and(|head| tells_when(other, head))
}

/// The words that open a clause that tells when.
const WHEN: &[&str] = &["when", "while", "as"];

/// "**Asked** on Monday about it, she declined": put and answered in one moment.
const ASKED: &[&str] = &["ask", "question", "press", "quiz"];

/// Whether the clause of the verb `at` tells when its governor's was: "when he came", "speaking to elders".
fn is_temporal(s: &Sentence, at: usize) -> bool {
    let word = &s.words[at];
    if word.deprel.base() != "advcl" {
        return false;
    }
    let mut openers = s.children_by(at, Deprel::Mark).chain(s.children_by(at, Deprel::Advmod)).filter(|&c| c < at);
    let marked = s.children_by(at, Deprel::Mark).chain(s.children_by(at, Deprel::Case)).next().is_some();
    let asked = word.xpos == Xpos::Vbn && ASKED.contains(&word.lemma.as_str());
    openers.any(|c| WHEN.contains(&s.words[c].lemma.as_str())) || (word.xpos == Xpos::Vbg || asked) && !marked
}

/// The verb of the event's clause: itself, or that which carries it.
fn verb_of(s: &Sentence, event: usize) -> Option<usize> {
    carrier(s, event).or_else(|| is_verb(s, event).then_some(event))
}

/// What an expression dates: the event word itself or the first verb above, seen through the nouns that a
/// date may stand after ("signed an accord on Monday"), not those that it stands before ("Monday's accord").
fn governor(s: &Sentence, event: usize, time: usize) -> Option<usize> {
    let mut at = time;
    for _ in 0..s.words.len() {
        let word = s.words.get(at)?;
        let head = word.head?;
        if let Some(quoting) = tense::quoting_verb(s, head, time) {
            return Some(quoting);
        }
        if let Some(above) = told_before(s, head, time) {
            return Some(above);
        }
        if head == event || is_predicate(s, head) {
            return Some(head);
        }
        let modifies =
            matches!(word.deprel.base(), "compound" | "nummod" | "amod" | "det") || word.deprel.as_str() == "nmod:poss";
        if at < head && (modifies || word.deprel.base() == "nmod") {
            return Some(head);
        }
        at = head;
    }
    None
}

/// "told reporters on **Tuesday** that it was void": what stands before the "that" of a reported clause is of the verb that
/// reports it, though the tree hangs it on the clause's own head `below`.
fn told_before(s: &Sentence, below: usize, time: usize) -> Option<usize> {
    let word = s.words.get(below).filter(|word| word.deprel == Deprel::Ccomp)?;
    let above = word.head?;
    let that = s.children_by(below, Deprel::Mark).find(|&mark| s.words[mark].lemma == "that")?;
    (above < time && time < that).then_some(above)
}

fn is_verb(s: &Sentence, at: usize) -> bool {
    s.words.get(at).is_some_and(|w| matches!(w.upos, Upos::Verb | Upos::Aux))
}

/// A verb, or what a copula makes the head of a clause: "were **present**".
fn is_predicate(s: &Sentence, at: usize) -> bool {
    is_verb(s, at) || s.children_by(at, Deprel::Cop).next().is_some()
}

/// The verb that the event word is an argument or a copula's predicate of: "held" of "held talks".
fn carrier(s: &Sentence, event: usize) -> Option<usize> {
    let mut at = event;
    for _ in 0..s.words.len() {
        let word = s.words.get(at)?;
        let argument = matches!(
            word.deprel.base(),
            "obj" | "nsubj" | "obl" | "nmod" | "conj" | "iobj" | "compound" | "appos" | "xcomp"
        );
        // "met the **visiting** minister": whoever visits is met in the course of it.
        let visiting = at == event
            && word.xpos == Xpos::Vbg
            && word.lemma == "visit"
            && matches!(word.deprel.base(), "amod" | "acl");
        let verbal = at == event && is_verb(s, at);
        if (verbal || !argument) && !visiting {
            return None;
        }
        at = word.head?;
        if is_predicate(s, at) {
            return Some(at);
        }
    }
    None
}

/// The verbs that the event's verb is coordinated with, or completes.
fn joined(s: &Sentence, event: usize) -> impl Iterator<Item = usize> + '_ {
    let start = verb_of(s, event);
    let up = |&at: &usize| {
        let word = s.words.get(at)?;
        matches!(word.deprel.base(), "conj" | "xcomp").then_some(word.head?)
    };
    std::iter::successors(start, up).skip(1).take(8)
}

/// "from A to B", "between A and B", "A through B" are one span.
fn with_partner(s: &Sentence, local: &[TimeExpression], at: usize) -> EventTime {
    let pair = [at.checked_sub(1).map(|before| (before, at)), Some((at, at + 1))];
    for (a, b) in pair.into_iter().flatten() {
        if let Some(found) = local.get(a).zip(local.get(b)).and_then(|(a, b)| span_of_two(s, a, b)) {
            return found;
        }
    }
    let one = local.get(at).and_then(|t| Some(dated(t.range?, t.precision, Some(t.span)))).unwrap_or_else(unknown);
    let opener =
        local.get(at).and_then(|t| words_of(s, t.span)?.0.checked_sub(1)).and_then(|before| s.words.get(before));
    if opener.is_some_and(|w| matches!(w.form.to_lowercase().as_str(), "until" | "till")) {
        // Only the end is told.
        let end = one.date_end.or(one.date);
        return EventTime { date: None, date_end: end, ..one };
    }
    one
}

fn span_of_two(s: &Sentence, a: &TimeExpression, b: &TimeExpression) -> Option<EventTime> {
    let ((first, last), (next, _)) = (words_of(s, a.span)?, words_of(s, b.span)?);
    let is = |at: usize, words: &[&str]| {
        s.words.get(at).is_some_and(|w| words.iter().any(|x| w.form.eq_ignore_ascii_case(x)))
    };
    let opened = first > 0 && is(first - 1, &["from", "between"]);
    let joined = next == last + 2 && is(last + 1, &["to", "and", "until", "till", "through", "-", "–"]);
    let (from, to) = (a.range?, b.range?);
    let fits = joined && (opened || is(last + 1, &["through", "until", "-", "–"])) && from.first <= to.last;
    let range = DateRange { first: from.first, last: to.last };
    fits.then(|| dated(range, finer(a.precision, b.precision), Some(a.span.join(b.span))))
}

fn finer(a: DatePrecision, b: DatePrecision) -> DatePrecision {
    let order = |p: DatePrecision| {
        [DatePrecision::Decade, DatePrecision::Year, DatePrecision::Quarter, DatePrecision::Month, DatePrecision::Week]
            .iter()
            .position(|x| *x == p)
    };
    match (order(a), order(b)) {
        (Some(x), Some(y)) => {
            if x < y {
                a
            } else {
                b
            }
        }
        (Some(_), None) => a,
        _ => b,
    }
}

fn is_weekend(range: DateRange) -> bool {
    range.first.weekday() == Weekday::Saturday && days_between(range.first, range.last) == 1
}

/// The strings of a date, as exact as it is.
fn dated(range: DateRange, precision: DatePrecision, span: Option<Span>) -> EventTime {
    let year = |d: Date| format!("{:04}", d.year());
    let month = |d: Date| format!("{:04}-{:02}", d.year(), d.month());
    let (date, end) = match precision {
        DatePrecision::Day => (range.first.to_string(), range.last.to_string()),
        DatePrecision::Month => (month(range.first), month(range.last)),
        // A weekend is as exact as its two days are.
        DatePrecision::Week if is_weekend(range) => (range.first.to_string(), range.last.to_string()),
        // A week is given by the month that holds most of it: the form has nothing between month and day.
        DatePrecision::Week => {
            let middle = add_days(range.first, days_between(range.first, range.last) / 2).unwrap_or(range.first);
            (month(middle), month(middle))
        }
        DatePrecision::Quarter | DatePrecision::Year if days_between(range.first, range.last) < 366 => {
            (year(range.first), year(range.first))
        }
        _ => (year(range.first), year(range.last)),
    };
    let date_end = (end != date).then_some(end);
    EventTime { date: Some(date), date_end, precision, range: Some(range), span }
}

/// How many sentences open a story: headline, summary and lead.
const LEAD: usize = 3;

/// Verbs that report; their present and perfect tell news ("says", "has said").
const SAYING: &[&str] = &["say", "announce", "tell", "report", "confirm", "declare", "add", "state"];

/// Verbs whose clause is of old.
pub(crate) const RECALLING: &[&str] = &["recall", "recollect", "remember", "remind"];

/// Adverbs that set an event before the news.
const BEFORE: &[&str] = &["previously", "earlier", "formerly", "once", "long", "already", "repeatedly"];

/// Whether sentence number `sentence` tells the event of word `event` as news of the day.
///
/// It does where its verb is the main one, joined to it, reported by it or of the same moment; not where it looks
/// back over a time of its own: in a past perfect ("had fled"), with "previously", in what somebody recalls; nor, after
/// the lead, in a present perfect ("has long denied") or a simple present ("denies"), which say what is so.
pub fn is_news(reading: &Reading, sentence: usize, event: usize) -> bool {
    let Some(s) = reading.sentences.get(sentence) else { return false };
    let start = verb_of(s, event).unwrap_or(event);
    if sentence >= LEAD && is_standing(s, start) {
        return false;
    }
    let mut verb = Some(start);
    for _ in 0..s.words.len() {
        let Some((at, word)) = verb.and_then(|at| Some((at, s.words.get(at)?))) else { return true };
        if looks_back(s, at, sentence < LEAD) {
            return false;
        }
        let told = matches!(word.deprel.base(), "root" | "conj" | "ccomp" | "parataxis" | "xcomp");
        if !told && !is_temporal(s, at) && !is_sequel(s, at) {
            return false;
        }
        let recalled = word.head.is_some_and(|h| RECALLING.contains(&s.words[h].lemma.as_str()));
        if recalled && word.deprel.base() == "ccomp" {
            return false;
        }
        verb = word.head;
    }
    false
}

/// "After killing the guard", "before he was shot": the clause of the verb `at` is a step of the same story; what is
/// told with "after" and a subject of its own may be long ago.
fn is_sequel(s: &Sentence, at: usize) -> bool {
    let opens = |mark: usize| match s.words[mark].lemma.as_str() {
        "before" => true,
        "after" => s.words[at].xpos == Xpos::Vbg,
        _ => false,
    };
    s.words[at].deprel.base() == "advcl" && s.children_by(at, Deprel::Mark).any(opens)
}

/// Whether the verb `at` speaks of a time before the news.
fn looks_back(s: &Sentence, at: usize, in_lead: bool) -> bool {
    let had = |aux: usize| s.words[aux].lemma == "have" && s.words[aux].xpos == Xpos::Vbd;
    let says = SAYING.contains(&s.words[at].lemma.as_str());
    if s.children_by(at, Deprel::Aux).any(had) || tense::is_perfect(s, at) && !in_lead && !says {
        return true;
    }
    s.children_by(at, Deprel::Advmod).any(|a| a < at && BEFORE.contains(&s.words[a].form.to_lowercase().as_str()))
}

/// "The ministry **denies** it": a simple present of a main clause says what somebody holds, on no day.
fn is_standing(s: &Sentence, at: usize) -> bool {
    let word = &s.words[at];
    matches!(word.xpos, Xpos::Vbz | Xpos::Vbp)
        && matches!(word.deprel.base(), "root" | "conj")
        && !SAYING.contains(&word.lemma.as_str())
}

/// The day that the main clause of a sentence is dated to.
fn root_day(s: &Sentence, times: &[TimeExpression]) -> Option<EventTime> {
    let root = s.root()?;
    let quoting = s.children_by(root, Deprel::Parataxis).find(|&verb| is_verb(s, verb));
    std::iter::once(root).chain(quoting).find_map(|verb| day_of_verb(s, verb, times))
}

/// The day to which the verb `verb` in the past tense is dated.
fn day_of_verb(s: &Sentence, verb: usize, times: &[TimeExpression]) -> Option<EventTime> {
    let local = within(times, s.span);
    let at = choose(s, verb, local)?;
    let t = local.get(at)?;
    let owned = t.precision == DatePrecision::Day && tense::of_word(s, verb) == Tense::Past;
    t.range.filter(|_| owned).map(|range| dated(range, t.precision, Some(t.span)))
}

/// The day of the story's news: what its first sentences date their main clause to, if that is the story's
/// own day or one of the three before.
pub fn news_day(reading: &Reading, times: &[TimeExpression], story: Option<Date>) -> Option<Date> {
    let story = story?;
    let first = times.first()?;
    let lead = reading.sentences.partition_point(|s| s.span.end <= first.span.start);
    let days = reading.sentences.get(lead..).unwrap_or_default().iter().take(2);
    days.filter_map(|s| root_day(s, times)?.range)
        .map(|range| range.first)
        .find(|day| (0..=3).contains(&days_between(*day, story)))
}

#[cfg(test)]
mod tests {
    use super::super::times;
    use super::*;

    /// A reading from lines "form lemma upos xpos head deprel".
    fn read(sentences: &[&str]) -> (String, Reading) {
        let conllu = |s: &&str| {
            let line = |(n, l): (usize, &str)| {
                let c: Vec<&str> = l.split_whitespace().collect();
                format!("{} {} {} {} {} _ {} {} _ _", n + 1, c[0], c[1], c[2], c[3], c[4], c[5])
            };
            s.lines().map(str::trim).filter(|l| !l.is_empty()).enumerate().map(line).collect::<Vec<_>>().join("\n")
        };
        Reading::from_conllu(&sentences.iter().map(conllu).collect::<Vec<_>>().join("\n\n")).expect("well formed")
    }

    /// A Thursday.
    const STORY: Option<Date> = Some(Date::constant(2024, 5, 9));

    fn time_of(sentences: &[&str], sentence: usize, form: &str) -> EventTime {
        let (text, reading) = read(sentences);
        let found = times(&text, &reading, STORY);
        let word = reading.sentences[sentence].words.iter().position(|w| w.form == form).expect("the word");
        event_time(&reading, sentence, word, &found, STORY)
    }

    const SAID: &str = "Officials official NOUN NNS 2 nsubj
        said say VERB VBD 0 root
        on on ADP IN 4 case
        Monday Monday PROPN NNP 2 obl
        that that SCONJ IN 7 mark
        rebels rebel NOUN NNS 7 nsubj
        seized seize VERB VBD 2 ccomp
        Tarn Tarn PROPN NNP 7 obj
        in in ADP IN 10 case
        April April PROPN NNP 7 obl";

    #[test]
    fn each_clause_has_its_own_date() {
        assert_eq!(time_of(&[SAID], 0, "said").date.as_deref(), Some("2024-05-06"));
        let seized = time_of(&[SAID], 0, "seized");
        assert_eq!((seized.date.as_deref(), seized.precision), (Some("2024-04"), DatePrecision::Month));
    }

    const TALKS: &str = "They they PRON PRP 2 nsubj
        held hold VERB VBD 0 root
        talks talk NOUN NNS 2 obj
        on on ADP IN 5 case
        Tuesday Tuesday PROPN NNP 2 obl
        and and CCONJ CC 7 cc
        signed sign VERB VBD 2 conj
        a a DET DT 9 det
        treaty treaty NOUN NN 7 obj";

    #[test]
    fn nouns_and_joined_verbs_take_the_verbs_date() {
        assert_eq!(time_of(&[TALKS], 0, "talks").date.as_deref(), Some("2024-05-07"));
        assert_eq!(time_of(&[TALKS], 0, "signed").date.as_deref(), Some("2024-05-07"));
    }

    /// The parser hangs the day on the quoted verb.
    const QUOTED: &str = "“ “ PUNCT `` 3 punct
        We we PRON PRP 3 nsubj
        reject reject VERB VBP 0 root
        it it PRON PRP 3 obj
        ” ” PUNCT '' 3 punct
        she she PRON PRP 7 nsubj
        told tell VERB VBD 3 parataxis
        reporters reporter NOUN NNS 7 obj
        on on ADP IN 10 case
        Tuesday Tuesday PROPN NNP 3 obl";

    #[test]
    fn a_day_after_a_quotation_is_of_the_verb_that_quotes() {
        let told = time_of(&[QUOTED], 0, "told");
        assert_eq!((told.date.as_deref(), told.precision), (Some("2024-05-07"), DatePrecision::Day));
        assert_ne!(time_of(&[QUOTED], 0, "reject").precision, DatePrecision::Day);
        let next = time_of(&[QUOTED, PRAISED], 1, "praised");
        assert_eq!((next.date.as_deref(), next.precision), (Some("2024-05-07"), DatePrecision::InheritedFromDiscourse));
    }

    #[test]
    fn a_weekend_is_as_exact_as_its_days() {
        let day = |text: &str| text.parse::<Date>().expect("a day");
        let weekend = DateRange { first: day("2024-05-04"), last: day("2024-05-05") };
        let found = dated(weekend, DatePrecision::Week, None);
        assert_eq!((found.date.as_deref(), found.date_end.as_deref()), (Some("2024-05-04"), Some("2024-05-05")));
        let week = DateRange { first: day("2024-04-29"), last: day("2024-05-05") };
        assert_eq!(dated(week, DatePrecision::Week, None).date.as_deref(), Some("2024-05"));
    }

    const LATER: &str = "The the DET DT 2 det
        envoy envoy NOUN NN 3 nsubj
        left leave VERB VBD 0 root
        two two NUM CD 5 nummod
        days day NOUN NNS 6 obl:unmarked
        later later ADV RB 3 advmod";

    #[test]
    fn the_narrative_goes_on() {
        let left = time_of(&[TALKS, LATER], 1, "left");
        assert_eq!((left.date.as_deref(), left.precision), (Some("2024-05-09"), DatePrecision::Day));
    }

    const PRAISED: &str = "She she PRON PRP 2 nsubj
        praised praise VERB VBD 0 root
        them they PRON PRP 2 obj";

    #[test]
    fn what_has_no_date_inherits_one() {
        let praised = time_of(&[TALKS, PRAISED], 1, "praised");
        assert_eq!(
            (praised.date.as_deref(), praised.precision),
            (Some("2024-05-07"), DatePrecision::InheritedFromDiscourse)
        );
        let alone = time_of(&[PRAISED], 0, "praised");
        assert_eq!((alone.date.as_deref(), alone.precision), (Some("2024-05-09"), DatePrecision::InheritedFromStory));
        assert_eq!(alone.span, None);
    }

    const SPAN: &str = "He he PRON PRP 3 nsubj
        will will AUX MD 3 aux
        visit visit VERB VB 0 root
        Oslo Oslo PROPN NNP 3 obj
        from from ADP IN 6 case
        June June PROPN NNP 3 obl
        3 3 NUM CD 6 nummod
        to to ADP IN 9 case
        June June PROPN NNP 3 obl
        5 5 NUM CD 9 nummod";

    #[test]
    fn two_dates_make_a_span() {
        let visit = time_of(&[SPAN], 0, "visit");
        assert_eq!((visit.date.as_deref(), visit.date_end.as_deref()), (Some("2024-06-03"), Some("2024-06-05")));
    }

    const HAD: &str = "Troops troop NOUN NNS 3 nsubj
        had have AUX VBD 3 aux
        fled flee VERB VBN 0 root";

    #[test]
    fn the_past_of_the_past_inherits_nothing() {
        assert_eq!(time_of(&[HAD], 0, "fled").precision, DatePrecision::Unknown);
        let (_, reading) = read(&[HAD]);
        assert_eq!(event_time(&reading, 7, 0, &[], STORY).date, None);
    }

    const HAILED: &str = "Envoys envoy NOUN NNS 2 nsubj
        hailed hail VERB VBD 0 root
        Monday Monday PROPN NNP 5 nmod:poss
        's 's PART POS 3 case
        vote vote NOUN NN 2 obj";

    #[test]
    fn a_nouns_day_is_not_its_verbs() {
        let hailed = time_of(&[HAILED], 0, "hailed");
        assert_eq!((hailed.date.as_deref(), hailed.precision), (Some("2024-05-09"), DatePrecision::InheritedFromStory));
        assert_eq!(time_of(&[HAILED], 0, "vote").date.as_deref(), Some("2024-05-06"));
    }

    const RAID: &str = "Raids raid NOUN NNS 6 nsubj
        in in ADP IN 3 case
        April April PROPN NNP 1 nmod
        that that PRON WDT 5 nsubj
        killed kill VERB VBD 1 acl:relcl
        angered anger VERB VBD 0 root
        Chad Chad PROPN NNP 6 obj";

    #[test]
    fn a_clause_that_says_more_of_a_dated_noun_has_its_date() {
        assert_eq!(time_of(&[RAID], 0, "killed").date.as_deref(), Some("2024-04"));
    }

    const WHEN_HE_CAME: &str = "When when ADV WRB 3 advmod
        he he PRON PRP 3 nsubj
        came come VERB VBD 8 advcl
        on on ADP IN 5 case
        Monday Monday PROPN NNP 3 obl
        , , PUNCT , 3 punct
        he he PRON PRP 8 nsubj
        thanked thank VERB VBD 0 root
        them they PRON PRP 8 obj";

    #[test]
    fn clauses_of_one_moment_share_its_date() {
        assert_eq!(time_of(&[WHEN_HE_CAME], 0, "thanked").date.as_deref(), Some("2024-05-06"));
        let because = WHEN_HE_CAME.replace("When when ADV WRB 3 advmod", "Because because SCONJ IN 3 mark");
        assert_eq!(time_of(&[&because], 0, "thanked").date.as_deref(), Some("2024-05-09"));
    }

    #[test]
    fn a_date_inside_a_reported_clause_is_its_own() {
        let told = "He he PRON PRP 2 nsubj
            said say VERB VBD 0 root
            that that SCONJ IN 7 mark
            rebels rebel NOUN NNS 7 nsubj
            on on ADP IN 6 case
            Monday Monday PROPN NNP 2 obl
            fled flee VERB VBD 2 ccomp";
        assert_eq!(time_of(&[told], 0, "fled").date.as_deref(), Some("2024-05-06"));
        assert_eq!(time_of(&[told], 0, "said").precision, DatePrecision::InheritedFromStory);
    }

    #[test]
    fn a_day_before_that_is_the_reporting_verbs() {
        let told = "Pike Pike PROPN NNP 2 nsubj
            objected object VERB VBD 0 root
            , , PUNCT , 4 punct
            telling tell VERB VBG 2 advcl
            elders elder NOUN NNS 4 iobj
            on on ADP IN 7 case
            Tuesday Tuesday PROPN NNP 11 obl
            that that SCONJ IN 11 mark
            it it PRON PRP 11 nsubj
            was be AUX VBD 11 cop
            void void ADJ JJ 4 ccomp";
        assert_eq!(time_of(&[told], 0, "telling").date.as_deref(), Some("2024-05-07"));
        assert_eq!(time_of(&[told], 0, "objected").date.as_deref(), Some("2024-05-07"));
    }

    #[test]
    fn a_visit_is_of_the_moment_of_those_received() {
        let received = "Chad Chad PROPN NNP 2 nsubj
            received receive VERB VBD 0 root
            a a DET DT 5 det
            visiting visit VERB VBG 5 amod
            envoy envoy NOUN NN 2 obj
            on on ADP IN 7 case
            Tuesday Tuesday PROPN NNP 2 obl";
        assert_eq!(time_of(&[received], 0, "visiting").date.as_deref(), Some("2024-05-07"));
        let present = "Elders elder NOUN NNS 3 nsubj
            were be AUX VBD 3 cop
            present present ADJ JJ 0 root
            during during ADP IN 6 case
            the the DET DT 6 det
            visit visit NOUN NN 3 obl";
        assert_eq!(time_of(&[present], 0, "visit").date.as_deref(), Some("2024-05-09"));
    }

    #[test]
    fn a_text_says_when_it_came_out() {
        let read = "note note NOUN NN 5 nsubj
            published publish VERB VBN 1 acl
            on on ADP IN 4 case
            Monday Monday PROPN NNP 2 obl
            warned warn VERB VBD 0 root
            Chad Chad PROPN NNP 5 obj";
        assert_eq!(time_of(&[read], 0, "warned").date.as_deref(), Some("2024-05-06"));
        let lost = read.replace("published publish", "lost lose");
        assert_eq!(time_of(&[&lost], 0, "warned").date.as_deref(), Some("2024-05-09"));
    }

    #[test]
    fn what_has_lasted_for_years_began_then() {
        let war = "He he PRON PRP 2 nsubj
            lamented lament VERB VBD 0 root
            the the DET DT 7 det
            three three NUM CD 6 nummod
            - - PUNCT HYPH 6 punct
            year year NOUN NN 7 compound
            war war NOUN NN 2 obj";
        assert_eq!(time_of(&[war], 0, "war").date.as_deref(), Some("2021"));
        let term = war.replace("war war", "term term");
        assert_eq!(time_of(&[&term], 0, "term").date.as_deref(), Some("2024-05-09"));
    }

    #[test]
    fn what_was_written_before_the_day_of_the_page_has_not_that_day() {
        let plan = |day: &str| {
            format!(
                "Envoys envoy NOUN NNS 3 nsubj
                will will AUX MD 3 aux
                come come VERB VB 0 root
                on on ADP IN 5 case
                May May PROPN NNP 3 obl
                {day} {day} NUM CD 5 nummod"
            )
        };
        let praised = |days: [&str; 2]| time_of(&[PRAISED, &plan(days[0]), &plan(days[1])], 0, "praised").date;
        assert_eq!(praised(["7", "8"]), None);
        assert_eq!(praised(["7", "12"]).as_deref(), Some("2024-05-09"));
    }

    #[test]
    fn what_goes_on_since_a_dated_event_began_then() {
        let since = "Chad Chad PROPN NNP 3 nsubj
            has have AUX VBZ 3 aux
            jailed jail VERB VBN 0 root
            critics critic NOUN NNS 3 obj
            since since ADP IN 8 case
            the the DET DT 8 det
            January January PROPN NNP 8 compound
            coup coup NOUN NN 3 obl";
        assert_eq!(time_of(&[since], 0, "jailed").date.as_deref(), Some("2024-01"));
        let after = since.replace("since since", "over over");
        assert_eq!(time_of(&[&after], 0, "jailed").date.as_deref(), Some("2024-05-09"));
    }

    #[test]
    fn what_somebody_holds_has_no_day_after_the_lead() {
        let denies = "Chad Chad PROPN NNP 2 nsubj
            denies deny VERB VBZ 0 root
            it it PRON PRP 2 obj";
        assert_eq!(time_of(&[denies], 0, "denies").date.as_deref(), Some("2024-05-09"));
        assert_eq!(time_of(&[PRAISED, PRAISED, PRAISED, denies], 3, "denies").date, None);
        let says = denies.replace("denies deny", "says say");
        assert_eq!(time_of(&[PRAISED, PRAISED, PRAISED, &says], 3, "says").date.as_deref(), Some("2024-05-09"));
    }

    #[test]
    fn what_lies_before_the_news_inherits_nothing() {
        let earlier = "Earlier early ADV RBR 4 advmod
            , , PUNCT , 4 punct
            Chad Chad PROPN NNP 4 nsubj
            objected object VERB VBD 0 root";
        assert_eq!(time_of(&[earlier], 0, "objected").date, None);
        let recalled = "He he PRON PRP 2 nsubj
            recalled recall VERB VBD 0 root
            that that SCONJ IN 5 mark
            Chad Chad PROPN NNP 5 nsubj
            objected object VERB VBD 2 ccomp";
        assert_eq!(time_of(&[recalled], 0, "objected").date, None);
        assert_eq!(time_of(&[recalled], 0, "recalled").date.as_deref(), Some("2024-05-09"));
    }

    #[test]
    fn until_tells_the_end_only() {
        let until = "Drills drill NOUN NNS 2 nsubj
            last last VERB VBP 0 root
            until until ADP IN 4 case
            June June PROPN NNP 2 obl
            5 5 NUM CD 4 nummod";
        let last = time_of(&[until], 0, "last");
        assert_eq!((last.date, last.date_end.as_deref()), (None, Some("2024-06-05")));
    }
}
