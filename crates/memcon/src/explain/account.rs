//! What [`Tracer`] tells, written out for people: how each event was coded, and why a sentence made none.

use std::fmt::Write as _;

use super::Tracer;
use crate::coding::{Candidate, Category, Dated, Event, Filling, MODEL, Outcome, Rule, SlotTrace, Trace, TriggerKind};
use crate::document::{Document, Memcon};
use crate::reading::Sentence;
use crate::span::Span;
use crate::who::{Party, Sector};

/// Frames that came near and are shown.
const NEAREST: usize = 4;

/// The most alternatives of a pattern that are shown.
const LISTED: usize = 4;

/// The most characters shown of a sentence in the list of those without event.
const SHOWN: usize = 90;

/// The account of how a document was coded, in English, a line for each thing.
pub struct Account<'a> {
    tracer: Tracer<'a>,
    document: &'a Document,
}

impl<'a> Account<'a> {
    /// Of a document that this coder coded.
    pub fn new(memcon: &'a Memcon, document: &'a Document) -> Self {
        Self { tracer: memcon.tracer(document), document }
    }
}

impl Account<'_> {
    /// Every event, and what came of the sentences without one.
    pub fn whole(&self) -> String {
        let mut out = String::new();
        stories(&mut out, self.document);
        for event in 0..self.document.events.len() {
            self.event(&mut out, event);
        }
        self.without_event(&mut out);
        self.notes(&mut out);
        out
    }

    /// An event, by its index in the document; empty where there is none.
    pub fn one_event(&self, event: usize) -> String {
        let mut out = String::new();
        self.event(&mut out, event);
        self.notes(&mut out);
        out
    }

    /// What every word of a sentence called up, and why it coded something or nothing; empty where there is no such
    /// sentence.
    pub fn one_sentence(&self, index: usize) -> String {
        let (text, mut out) = (&self.document.page.text, String::new());
        let Some(sentence) = self.document.reading.sentences.get(index) else { return out };
        let traces = self.tracer.trace(index);
        let outcome = self.summary(sentence, &traces);
        let _ = writeln!(out, "sentence {}: {outcome}", index + 1);
        let _ = writeln!(out, "  text      {}", one_line(sentence.span, text));
        tree(&mut out, sentence, None);
        let (named, unnamed): (Vec<&Trace>, Vec<&Trace>) = traces.iter().partition(|t| !t.candidates.is_empty());
        for trace in named {
            let word = &sentence.words[trace.word];
            let _ = writeln!(out, "  word      {:?} ({} {})", word.form, kind(trace.kind), word.lemma);
            for candidate in trace.candidates.iter().take(NEAREST) {
                write_candidate(&mut out, sentence, trace.word, candidate);
            }
            left_over(&mut out, trace.candidates.len());
        }
        let unnamed: Vec<&str> = unnamed
            .iter()
            .filter(|trace| trace.kind == TriggerKind::Verb)
            .map(|trace| sentence.words[trace.word].lemma.as_str())
            .collect();
        if !unnamed.is_empty() {
            let _ = writeln!(out, "  no frame  the lexicon has no line for: {}", unnamed.join(", "));
        }
        out
    }

    fn notes(&self, out: &mut String) {
        for note in &self.document.notes {
            let _ = writeln!(out, "note: {note}");
        }
    }

    /// The sentences without event, a line each with what came nearest.
    fn without_event(&self, out: &mut String) {
        let document = self.document;
        let tells =
            |s: &Sentence| document.events.iter().any(|e| e.evidence.iter().any(|shown| overlap(*shown, s.span)));
        let sentences = document.reading.sentences.iter().enumerate();
        let silent: Vec<(usize, &Sentence)> = sentences.filter(|(_, sentence)| !tells(sentence)).collect();
        if silent.is_empty() {
            return;
        }
        let _ = writeln!(out, "sentences without event (explain --sentence N tells more)");
        for (index, sentence) in silent {
            let words = one_line(sentence.span, &document.page.text);
            let shown: String = words.chars().take(SHOWN).collect();
            let more = if shown.len() < words.len() { "…" } else { "" };
            let _ = writeln!(out, "{:>5}  {shown}{more}", index + 1);
            let _ = writeln!(out, "       {}", self.summary(sentence, &self.tracer.trace(index)));
        }
        out.push('\n');
    }

    /// On a line, what became of a sentence: its events, or what came nearest to one.
    fn summary(&self, sentence: &Sentence, traces: &[Trace]) -> String {
        let coded: Vec<String> = (1..)
            .zip(&self.document.events)
            .filter(|(_, event)| sentence.span.contains(event.trigger))
            .map(|(number, event)| format!("event {number}, {}", event.category))
            .collect();
        if !coded.is_empty() {
            return coded.join("; ");
        }
        let doubtful = self.document.doubtful.iter().filter(|event| sentence.span.contains(event.trigger));
        let left_out: Vec<String> = doubtful
            .map(|event| {
                format!("{} left out for its confidence of {:.2}", event.category, event.confidence.unwrap_or(0.0))
            })
            .collect();
        if !left_out.is_empty() {
            return left_out.join("; ");
        }
        let candidates = || traces.iter().flat_map(|trace| trace.candidates.iter().map(move |c| (trace.word, c)));
        let nearest = candidates().min_by_key(|(_, candidate)| candidate.distance());
        match nearest {
            Some((word, candidate)) if matches!(candidate.outcome, Outcome::ToldAgain(_)) => {
                format!("“{}” {}", sentence.words[word].form, said(sentence, candidate))
            }
            Some((word, candidate)) => format!(
                "nothing coded; nearest: “{}”, {} — {}",
                sentence.words[word].form,
                short(&candidate.frame.pattern, &sentence.words[word].lemma),
                said(sentence, candidate)
            ),
            None => "nothing coded: the lexicon has no line for any of its words".to_owned(),
        }
    }
}

fn overlap(a: Span, b: Span) -> bool {
    a.start < b.end && b.start < a.end
}

fn kind(kind: TriggerKind) -> &'static str {
    match kind {
        TriggerKind::Verb => "verb",
        TriggerKind::Noun => "noun",
        TriggerKind::Adjective => "adjective",
    }
}

/// A frame with what became of it, and with its slots if it fits.
fn write_candidate(out: &mut String, sentence: &Sentence, trigger: usize, candidate: &Candidate) {
    let category = candidate.category.map_or("none", Category::as_str);
    let pattern = short(&candidate.frame.pattern, &sentence.words[trigger].lemma);
    let _ = writeln!(out, "    {category:<9} {pattern}   ({})", stands(&candidate.frame));
    if candidate.outcome != Outcome::Unfit {
        slots(out, sentence, trigger, candidate);
    }
    let _ = writeln!(out, "              → {}", said(sentence, candidate));
}

/// A pattern with its long lists cut, the word that called it up kept.
fn short(pattern: &str, trigger: &str) -> String {
    let cut = |word: &str| {
        let (list, ending) = word.rsplit_once('.').map_or((word, String::new()), |(list, e)| (list, format!(".{e}")));
        let words: Vec<&str> = list.split('/').collect();
        if words.len() <= LISTED {
            return word.to_owned();
        }
        match words.iter().find(|word| word.eq_ignore_ascii_case(trigger)) {
            Some(own) => format!("{own}/…{ending}"),
            None => format!("{}/…{ending}", words.get(..LISTED).unwrap_or_default().join("/")),
        }
    };
    pattern.split(' ').map(cut).collect::<Vec<_>>().join(" ")
}

fn left_over(out: &mut String, count: usize) {
    if count > NEAREST {
        let _ = writeln!(out, "              and {} lines of the lexicon that are further off", count - NEAREST);
    }
}

/// The slots of a frame, a line each: what fills it, by which way through the tree.
fn slots(out: &mut String, sentence: &Sentence, trigger: usize, candidate: &Candidate) {
    for SlotTrace { slot, filling } in &candidate.slots {
        let told = match filling {
            Filling::Words(words) if words.is_empty() => "there".to_owned(),
            Filling::Words(words) => {
                words.iter().map(|&word| way(sentence, word, trigger)).collect::<Vec<_>>().join("; ")
            }
            Filling::Nothing => "nothing; it may be missing".to_owned(),
            Filling::Fails(reason) => format!("fails: {reason}"),
        };
        let _ = writeln!(out, "              {slot:<10} {told}");
    }
}

/// What became of a frame.
fn said(sentence: &Sentence, candidate: &Candidate) -> String {
    let word = |word: usize| &sentence.words[word].form;
    match &candidate.outcome {
        Outcome::Coded(event) => format!("event {}", event + 1),
        Outcome::ToldAgain(event) => format!("tells again of event {}", event + 1),
        Outcome::Unfit => {
            candidate.failure().map_or_else(|| "does not fit".to_owned(), |(slot, why)| format!("{slot}: {why}"))
        }
        Outcome::Outdone(by) => format!("fits, but {} is more specific or comes first", stands(by)),
        Outcome::SwitchedOff => format!("fits, and codes nothing: `none` ({})", stands(&candidate.frame)),
        Outcome::PartOf(outer) => format!("fits, but the word is part of what “{}” called up", word(*outer)),
        Outcome::SpokenOf(outer) => format!("fits, but it is only what “{}” speaks of", word(*outer)),
        Outcome::Uncoded(reason) => format!("fits, but {reason}"),
    }
}

/// The way from a word up and down the tree to another: `"Chad" (nsubj of "agreed", whose xcomp is "meet")`.
fn way(sentence: &Sentence, word: usize, trigger: usize) -> String {
    let form = |word: usize| format!("“{}”", sentence.words[word].form);
    let above = |mut word: usize| {
        let mut chain = vec![word];
        while let Some(head) = sentence.words[word].head {
            chain.push(head);
            word = head;
        }
        chain
    };
    let (up, down) = (above(word), above(trigger));
    let steps: Vec<String> = up
        .windows(2)
        .take_while(|step| !down.contains(&step[0]))
        .map(|step| format!("{} of {}", sentence.words[step[0]].deprel, form(step[1])))
        .collect();
    let meeting = up.iter().find(|word| down.contains(word)).copied();
    let below = down.iter().take_while(|word| Some(**word) != meeting).collect::<Vec<_>>();
    let steps_down = below.into_iter().rev().map(|&w| format!("whose {} is {}", sentence.words[w].deprel, form(w)));
    let steps: Vec<String> = steps.into_iter().chain(steps_down).collect();
    format!("{} ({})", form(word), steps.join(", "))
}

/// Where a line of the lexicon stands.
fn stands(rule: &Rule) -> String {
    // The files of a user's folder are called by their paths, the shipped ones `frames/…`.
    let shipped = if rule.file.starts_with("frames/") { "lexicon/" } else { "" };
    match (rule.line, rule.file.as_str()) {
        (0, MODEL) => "proposed by the learned head, where the lexicon is silent".to_owned(),
        (0, _) => "a rule of the coder".to_owned(),
        (line, file) => format!("{shipped}{file}, line {line}"),
    }
}

/// How each story's date is known.
fn stories(out: &mut String, document: &Document) {
    for (index, story) in document.stories.iter().enumerate() {
        let date = story.date.date.map_or_else(|| "not known".to_owned(), |d| d.to_string());
        let source = story.date.source.map_or("nothing says it", |s| s.as_str());
        let _ = writeln!(out, "story {}: {}", index + 1, story.title.as_deref().unwrap_or("without headline"));
        let _ = writeln!(out, "  date      {date} ({source})");
        for step in &story.date.reasoning {
            let _ = writeln!(out, "            {step}");
        }
        out.push('\n');
    }
}

impl Account<'_> {
    fn event(&self, out: &mut String, index: usize) {
        let Some(event) = self.document.events.get(index) else { return };
        let text = &self.document.page.text;
        let act = event.act.map(|act| format!(" with the act {act} to come")).unwrap_or_default();
        let _ = writeln!(out, "event {}: {}{act}, {}", index + 1, event.category, event.status);
        let _ = writeln!(out, "  word      {:?}", event.trigger.of(text));
        let _ = writeln!(out, "  frame     {}   ({})", event.decided_by.pattern, stands(&event.decided_by));
        let sentences = &self.document.reading.sentences;
        let place = sentences.iter().position(|s| s.span.contains(event.trigger));
        let trace = place.and_then(|at| self.trace_of(at, event));
        if let (Some(at), Some(trace)) = (place, &trace) {
            let own = trace.candidates.iter().find(|c| c.outcome == Outcome::Coded(index));
            if let Some(candidate) = own {
                slots(out, &sentences[at], trace.word, candidate);
            }
        }
        side(out, "actor", &event.actors);
        side(out, "recipient", &event.recipients);
        date(out, text, "date", &event.date);
        if event.act.is_some() {
            date(out, text, "act date", &event.act_date);
        }
        if let Some(place) = &event.place {
            let id = place.geonameid.map(|id| format!(", GeoNames {id}")).unwrap_or_default();
            let _ = writeln!(out, "  place     {:?} is {}{id}", place.span.of(text), place.name);
        }
        if let Some(at) = place {
            let _ = writeln!(out, "  sentence  {}: {}", at + 1, one_line(sentences[at].span, text));
            tree(out, &sentences[at], Some(event.trigger));
            if let Some(trace) = &trace {
                almost(out, &sentences[at], trace, index);
            }
        }
        for &span in event.evidence.iter().filter(|span| !span.contains(event.trigger)) {
            let _ = writeln!(out, "  also      {}", one_line(span, text));
        }
        out.push('\n');
    }

    /// What the word of an event called up.
    fn trace_of(&self, sentence: usize, event: &Event) -> Option<Trace> {
        let words = &self.document.reading.sentences[sentence].words;
        let traces = self.tracer.trace(sentence);
        traces.into_iter().find(|trace| words[trace.word].span == event.trigger)
    }
}

/// The frames that nearly fired at the word of an event.
fn almost(out: &mut String, sentence: &Sentence, trace: &Trace, event: usize) {
    let others = trace.candidates.iter().filter(|c| c.outcome != Outcome::Coded(event)).take(NEAREST);
    for (number, candidate) in others.enumerate() {
        let name = if number == 0 { "almost" } else { "" };
        let pattern = short(&candidate.frame.pattern, &sentence.words[trace.word].lemma);
        let (why, stands) = (said(sentence, candidate), stands(&candidate.frame));
        let _ = writeln!(out, "  {name:<9} {pattern} — {why}   ({stands})");
    }
}

fn one_line(span: Span, text: &str) -> String {
    span.of(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A party by name and code: "Hamid Karzai (AFG ELI)".
pub fn label(party: &Party) -> String {
    let name = party.name.as_deref().unwrap_or(&party.text);
    let name = if name.is_empty() { "not named" } else { name };
    let code: Vec<&str> = party.country.as_deref().into_iter().chain(party.sector.map(Sector::as_str)).collect();
    if code.is_empty() { name.to_owned() } else { format!("{name} ({})", code.join(" ")) }
}

fn side(out: &mut String, name: &str, parties: &[Party]) {
    for party in parties {
        let _ = writeln!(out, "  {name:<9} {:?} is {}", party.text, label(party));
        for reason in &party.why {
            let _ = writeln!(out, "            by {reason}");
        }
    }
}

fn date(out: &mut String, text: &str, name: &str, dated: &Dated) {
    let Dated { date, end, precision, text: words } = dated;
    let day = date.as_deref().unwrap_or("not known");
    let end = end.as_deref().map(|end| format!(" to {end}")).unwrap_or_default();
    let how = precision.map_or("unknown", |p| p.as_str());
    let from = words.map(|span| format!(", from {:?}", span.of(text))).unwrap_or_default();
    let _ = writeln!(out, "  {name:<9} {day}{end} ({how}{from})");
}

/// The dependency tree, a word a line, each below its governor; the event's word is marked.
pub fn tree(out: &mut String, sentence: &Sentence, trigger: Option<Span>) {
    let Some(root) = sentence.root() else { return };
    let mut open = vec![(root, 0)];
    while let Some((word, depth)) = open.pop() {
        let own = &sentence.words[word];
        let mark = if Some(own.span) == trigger { "  ← event" } else { "" };
        let _ = writeln!(out, "            {}{} [{} {}]{mark}", "  ".repeat(depth), own.form, own.deprel, own.xpos);
        open.extend(sentence.children(word).rev().map(|child| (child, depth + 1)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lists_of_a_pattern_are_cut() {
        assert_eq!(short("A back R:plan/bid/call/law/deal/pact", "back"), "A back R:plan/bid/call/law/…");
        assert_eq!(short("A urge/press/beg/nudge/push R to ACT", "push"), "A push/… R to ACT");
        assert_eq!(short("A talk/chat/parley/dialogue/summit.n with R", "summit"), "A summit/….n with R");
        assert_eq!(short("A meet R!", "meet"), "A meet R!");
    }
}
