//! Where an event happened.

use super::Toponym;
use super::words::is_locative_case;
use crate::reading::{Deprel, EntityKind, EntityMention, Reading, Sentence, Upos, Xpos};

/// Which words say where an event happened, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// A phrase of the event's own clause: "met in Ankara", "talks in Geneva", "visited Kabul".
    Clause,
    /// A phrase on something that the event's word governs: "criticised the raids in Idlib". A deed happens there, words
    /// need not be said there.
    Topic,
    /// A phrase of place on a verb above it in its sentence, the only one there.
    Sentence,
    /// A phrase on the verb that quotes the event: where its words were said.
    Quotation,
    /// The dateline of the story: where it was written, and often not where the event was.
    Dateline,
}

/// The place of an event.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EventPlace<'a> {
    /// The place.
    pub toponym: &'a Toponym,
    /// What says so.
    pub basis: Basis,
}

/// Where the event of word `event` of sentence `sentence` happened; `None` where the text does not say.
///
/// `toponyms` are those of the whole story, in text order. A place by [`Basis::Dateline`] tells no more than where
/// the story was filed: a coder that follows PLOVER drops it unless the event is the statement of someone there.
pub fn event_place<'a>(
    reading: &Reading,
    sentence: usize,
    event: usize,
    toponyms: &'a [Toponym],
) -> Option<EventPlace<'a>> {
    let words = reading.sentences.get(sentence)?;
    if event >= words.words.len() {
        return None;
    }
    let start = toponyms.partition_point(|t| t.sentence < sentence);
    let here: Vec<&Toponym> =
        toponyms[start..].iter().take_while(|t| t.sentence == sentence && t.last < words.words.len()).collect();
    let placed: Vec<(&Toponym, usize)> =
        here.into_iter().filter(|t| !t.demonym).filter_map(|t| Some((t, governor(words, t)?))).collect();
    let whole = measured(words, event);
    let of_event = |word: usize| steps(words, word, event).or_else(|| steps(words, word, whole?));
    let of_clause = placed.iter().filter_map(|&(t, word)| Some((of_event(word)?, t)));
    let nearest = of_clause.min_by_key(|&((steps, _), t)| (steps, std::cmp::Reverse(t.resolution), t.first));
    if let Some(((_, basis), toponym)) = nearest {
        return Some(EventPlace { toponym, basis });
    }
    // "In Kabul, the minister said that envoys would leave": the phrase frames what stands below its verb.
    let framing = |&&(_, word): &&(&Toponym, usize)| is_untagged(words) || words.is_below(event, word);
    let framing: Vec<(&Toponym, usize)> = placed.iter().filter(framing).copied().collect();
    // "The accord holds, the minister said in Kabul": what is quoted was said there.
    let quoting = |&&(_, word): &&(&Toponym, usize)| {
        let verb = &words.words[word];
        verb.deprel == Deprel::Parataxis && verb.head.is_some_and(|quoted| words.is_below(event, quoted))
    };
    let quoted: Vec<(&Toponym, usize)> = placed.iter().filter(quoting).copied().collect();
    let basis = if is_reported(words, event) { Basis::Sentence } else { Basis::Topic };
    only_place(&framing)
        .map(|toponym| EventPlace { toponym, basis })
        .or_else(|| only_place(&quoted).map(|toponym| EventPlace { toponym, basis: Basis::Quotation }))
        .or_else(|| dateline(reading, toponyms).map(|toponym| EventPlace { toponym, basis: Basis::Dateline }))
}

/// "two **hours** of talks in Lomé": the measure of which the event is.
fn measured(sentence: &Sentence, event: usize) -> Option<usize> {
    const MEASURES: &[&str] = &["hour", "day", "week", "month", "round", "series", "number", "set", "spate", "wave"];
    let word = &sentence.words[event];
    let of = sentence.children_by(event, Deprel::Case).any(|case| sentence.words[case].lemma == "of");
    word.head
        .filter(|&head| of && word.deprel.base() == "nmod" && MEASURES.contains(&sentence.words[head].lemma.as_str()))
}

/// The word that a toponym places: what "in the Turkish capital, Ankara" hangs on. `None` where it places nothing.
fn governor(sentence: &Sentence, toponym: &Toponym) -> Option<usize> {
    let mut at = sentence.head_of(toponym.first, toponym.last);
    if is_untagged(sentence) {
        // No tree: the preposition right before.
        let before = toponym.first.checked_sub(1)?;
        return is_locative_case(&sentence.words[before].form.to_lowercase()).then_some(before);
    }
    for _ in 0..8 {
        let word = &sentence.words[at];
        let head = word.head?;
        let case = case_of(sentence, at);
        match word.deprel.base() {
            // "sanctions on Iran", "a dispute over Crimea" are nowhere; "a raid on Iran" is there.
            "obl" | "nmod" if matches!(case.as_deref(), Some("on" | "over")) && toponym.resolution <= 1 => {
                return is_violent(sentence, head).then_some(head);
            }
            "obl" | "nmod" | "advmod" if case.as_deref().is_some_and(is_locative_case) => {
                return Some(placed_by(sentence, head));
            }
            "obl" | "nmod" if case.as_deref() == Some("to") => return is_motion(sentence, head).then_some(head),
            "obl" | "nmod" if case.as_deref() == Some("from") => return is_departure(sentence, head).then_some(head),
            "obj" => return is_on_the_ground(sentence, head).then_some(head),
            // "in the city of Aden", "at the airport of Aden": what is of a place is there when it is a common noun, and
            // may be anywhere when it is a name ("in the Journal of Australia").
            "nmod" if case.as_deref().is_none_or(|c| c == "of") && sentence.words[head].upos != Upos::Propn => {
                at = head;
            }
            // "the Aden Reform Movement" may be anywhere.
            "compound" if is_named_body(sentence, head) => return None,
            // "a Cuba trip" is there, and so is "the Aden airport"; "the Yemen war", may be anywhere.
            "compound" if is_motion(sentence, head) => return Some(head),
            "compound" if toponym.resolution >= 2 && is_gathering(sentence, head) => return Some(head),
            "compound" if toponym.resolution == 1 => return None,
            "appos" | "flat" | "compound" | "conj" | "list" | "dep" | "parataxis" => at = head,
            _ => return None,
        }
    }
    None
}

/// What a phrase of place on `head` is of: "said Tuesday in Tunis" was said there, though the tree hangs the place on
/// the day.
fn placed_by(sentence: &Sentence, head: usize) -> usize {
    let word = &sentence.words[head];
    let is_when = word.deprel.as_str().ends_with(":unmarked") || is_weekday(&word.form);
    word.head.filter(|_| is_when).unwrap_or(head)
}

fn is_weekday(form: &str) -> bool {
    matches!(form, "Monday" | "Tuesday" | "Wednesday" | "Thursday" | "Friday" | "Saturday" | "Sunday")
}

/// Whether `head` is the last word of the name of a body: "Organization", "Movement".
fn is_named_body(sentence: &Sentence, head: usize) -> bool {
    let body = |e: &&EntityMention| e.kind == EntityKind::Organization && e.first <= head && head <= e.last;
    sentence.words[head].upos == Upos::Propn && sentence.entities.iter().any(|e| body(&e))
}

/// The prepositions of a phrase, joined, in small letters.
fn case_of(sentence: &Sentence, head: usize) -> Option<String> {
    sentence
        .children_by(head, Deprel::Case)
        .map(|at| &sentence.words[at])
        .find(|w| w.form != "'s" && w.form != "’s")
        .map(|w| w.form.to_lowercase())
}

/// Whether a verb or noun takes one to a place.
fn is_motion(sentence: &Sentence, word: usize) -> bool {
    const MOTION: &[&str] = &[
        "visit", "trip", "travel", "go", "fly", "arrive", "come", "return", "tour", "journey", "move", "deploy",
        "send", "deliver", "dispatch", "march", "rush", "head",
    ];
    sentence.words.get(word).is_some_and(|w| MOTION.contains(&w.lemma.as_str()))
}

/// "will **join** him for the talks", "came for talks": whoever goes there for them takes part.
fn is_joined(sentence: &Sentence, gathering: usize) -> bool {
    const JOINING: &[&str] = &["join", "meet", "gather", "convene", "host", "welcome", "receive", "assemble"];
    let verb = sentence.words[gathering].head;
    verb.is_some_and(|verb| is_motion(sentence, verb) || JOINING.contains(&sentence.words[verb].lemma.as_str()))
}

/// Whether a noun is of people coming together: "the Jeddah talks" are there.
fn is_gathering(sentence: &Sentence, word: usize) -> bool {
    const GATHERING: &[&str] = &[
        "talk",
        "meeting",
        "summit",
        "conference",
        "negotiation",
        "forum",
        "rally",
        "congress",
        "round",
        "demonstration",
    ];
    sentence.words.get(word).is_some_and(|w| GATHERING.contains(&w.lemma.as_str()))
}

/// Whether a noun is of something that one is on: "on the sidelines of a summit in Lomé", "on a visit to Togo".
fn is_ground(sentence: &Sentence, word: usize) -> bool {
    const GROUND: &[&str] = &[
        "sideline",
        "margin",
        "fringe",
        "visit",
        "trip",
        "tour",
        "mission",
        "border",
        "island",
        "coast",
        "outskirt",
        "street",
        "road",
        "highway",
        "bridge",
        "soil",
        "territory",
        "front",
        "base",
        "ship",
        "campus",
        "square",
        "bank",
        "line",
        "town",
        "city",
        "village",
        "camp",
        "hotel",
        "market",
        "school",
        "hospital",
        "checkpoint",
        "mosque",
        "church",
        "position",
        "target",
        "building",
        "area",
        "district",
        "convoy",
        "bus",
        "train",
    ];
    sentence.words.get(word).is_some_and(|w| GROUND.contains(&w.lemma.as_str()))
}

/// Whether a verb or noun is of leaving a place: forces withdraw where they stood.
fn is_departure(sentence: &Sentence, word: usize) -> bool {
    const DEPARTURE: &[&str] = &[
        "depart",
        "departure",
        "evacuate",
        "evacuation",
        "exit",
        "flee",
        "leave",
        "pull",
        "pullout",
        "retreat",
        "withdraw",
        "withdrawal",
    ];
    sentence.words.get(word).is_some_and(|w| DEPARTURE.contains(&w.lemma.as_str()))
}

/// Whether a verb or noun is of violence, which comes down on a place.
fn is_violent(sentence: &Sentence, word: usize) -> bool {
    const VIOLENT: &[&str] = &[
        "advance",
        "airstrike",
        "ambush",
        "assault",
        "attack",
        "bomb",
        "bombing",
        "bombardment",
        "fire",
        "invasion",
        "march",
        "offensive",
        "raid",
        "shelling",
        "strike",
        "war",
    ];
    sentence.words.get(word).is_some_and(|w| VIOLENT.contains(&w.lemma.as_str()))
}

/// Whether what a verb does to a place is done there.
fn is_on_the_ground(sentence: &Sentence, word: usize) -> bool {
    const GROUND: &[&str] = &[
        "visit",
        "tour",
        "attack",
        "bomb",
        "shell",
        "strike",
        "hit",
        "raid",
        "storm",
        "capture",
        "seize",
        "take",
        "retake",
        "enter",
        "leave",
        "invade",
        "occupy",
        "besiege",
        "bombard",
        "reach",
        "cross",
        "target",
        "overrun",
        "recapture",
        "rock",
        "devastate",
        "ravage",
    ];
    sentence.words.get(word).is_some_and(|w| GROUND.contains(&w.lemma.as_str()))
}

/// Steps up the tree from the word that a place hangs on to the event, or from the event to the verb that carries it
/// ("held talks in Geneva"), and what that makes of it; `None` where they are of different clauses.
fn steps(sentence: &Sentence, placed: usize, event: usize) -> Option<(usize, Basis)> {
    if is_untagged(sentence) {
        return None;
    }
    let up = |from: usize, to: usize, carries: &dyn Fn(usize) -> bool| {
        let mut at = from;
        for steps in 0..4 {
            if at == to {
                return Some(steps);
            }
            if !carries(at) {
                return None;
            }
            at = sentence.words[at].head?;
        }
        None
    };
    let relation = |at: usize| sentence.words[at].deprel.base();
    // "took part in talks in Geneva": what happens in the talks happens there; "called for talks in Geneva" did not.
    // "talks with envoys in Geneva": the talks are there as well as the envoys.
    // "sanctions on an ally in the Gulf" are not there.
    let within = |at: usize| {
        case_of(sentence, at).is_some_and(|c| {
            !matches!(c.as_str(), "over" | "on") && is_locative_case(&c)
                || c == "on" && is_ground(sentence, at)
                || c == "for" && is_gathering(sentence, at) && is_joined(sentence, at)
                || matches!(c.as_str(), "during" | "with" | "between" | "of")
        })
    };
    let tells_when = |at: usize| {
        sentence
            .children_by(at, Deprel::Advmod)
            .chain(sentence.children_by(at, Deprel::Mark))
            .any(|w| matches!(sentence.words[w].lemma.as_str(), "when" | "while"))
    };
    // "rejected it, telling elders in Sokodé": said there.
    let speaking = |at: usize| {
        sentence.words[at].xpos == Xpos::Vbg
            && sentence.children_by(at, Deprel::Mark).chain(sentence.children_by(at, Deprel::Case)).next().is_none()
    };
    let carried = |at: usize| match relation(at) {
        "obj" | "iobj" | "xcomp" | "nsubj" | "compound" | "amod" | "appos" => true,
        "obl" | "nmod" => within(at),
        "advcl" => tells_when(at) || speaking(at),
        _ => false,
    };
    let carrying = |at: usize| match relation(at) {
        "obj" | "xcomp" | "conj" | "nsubj" | "compound" | "amod" | "acl" | "advcl" => true,
        "obl" => within(at),
        _ => false,
    };
    let below = |steps: usize| (steps, if is_topic(sentence, placed, event) { Basis::Topic } else { Basis::Clause });
    // "was found in Bath, an attack that Oslo condemned": a clause that says more of a noun is not told to be there.
    let above = |steps: usize| (steps, if is_reported(sentence, event) { Basis::Clause } else { Basis::Topic });
    up(placed, event, &carried).map(below).or_else(|| up(event, placed, &carrying).map(above))
}

/// Whether the place is of something that the event's word is about: not of its subject ("a court in Almaty ruled"), nor
/// of what its word brings about ("held talks in Geneva", "opened an embassy in Lima").
fn is_topic(sentence: &Sentence, placed: usize, event: usize) -> bool {
    const MAKING: &[&str] = &[
        "hold",
        "have",
        "conduct",
        "stage",
        "give",
        "make",
        "take",
        "launch",
        "open",
        "reopen",
        "establish",
        "inaugurate",
        "close",
        "shut",
        "sign",
        "initial",
        "conclude",
    ];
    let up = |&at: &usize| sentence.words.get(at).and_then(|word| word.head);
    let path = std::iter::successors(Some(placed), up).take(sentence.words.len());
    let top = path.into_iter().find(|&at| sentence.words[at].head == Some(event));
    placed != event
        && top.is_some_and(|at| !matches!(sentence.words[at].deprel.base(), "nsubj" | "advcl"))
        && !MAKING.contains(&sentence.words[event].lemma.as_str())
}

/// Whether no relative clause stands between the event and the main verb: its words may have been said where those were.
fn is_reported(sentence: &Sentence, event: usize) -> bool {
    let up = |&at: &usize| sentence.words.get(at).and_then(|word| word.head);
    let path = std::iter::successors(Some(event), up).take(sentence.words.len());
    is_untagged(sentence) || path.into_iter().all(|at| sentence.words[at].deprel.base() != "acl")
}

/// The place, where all the phrases of place speak of one.
fn only_place<'a>(placed: &[(&'a Toponym, usize)]) -> Option<&'a Toponym> {
    let (first, rest) = placed.split_first()?;
    let same = rest.iter().all(|(t, _)| t.name == first.0.name && t.country == first.0.country);
    same.then_some(first.0)
}

/// The toponym that opens the story as its dateline: where it was filed.
pub fn dateline<'a>(reading: &Reading, toponyms: &'a [Toponym]) -> Option<&'a Toponym> {
    let first = toponyms.iter().find(|t| t.first == 0 && !t.demonym && t.resolution >= 2 && t.sentence < 4)?;
    let after = reading.sentences.get(first.sentence)?.words.get(first.last + 1..).unwrap_or_default();
    let opens = after.iter().take(10).any(|w| matches!(w.form.as_str(), "–" | "—" | "-" | "--" | "(" | "-LRB-" | ":"));
    let mark = after.first().is_some_and(|w| matches!(w.form.as_str(), "," | "(" | "–" | "—" | "-" | "--" | ":"));
    (opens && mark).then_some(first)
}

/// Whether the reading has no tree.
fn is_untagged(sentence: &Sentence) -> bool {
    sentence.words.iter().all(|w| w.upos == Upos::X)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::{Context, toponyms};

    fn place_of(conllu: &str, event: usize) -> Option<(String, Basis)> {
        let (text, reading) = Reading::from_conllu(conllu).expect("well formed");
        let toponyms = toponyms(&text, &reading, &Context::default());
        event_place(&reading, 0, event, &toponyms).map(|p| (p.toponym.name.clone(), p.basis))
    }

    #[test]
    fn the_clause_says_where() {
        let met = "1 Envoys envoy NOUN NNS _ 2 nsubj _ _
            2 met meet VERB VBD _ 0 root _ _
            3 in in ADP IN _ 6 case _ _
            4 the the DET DT _ 6 det _ _
            5 Turkish Turkish ADJ JJ _ 6 amod _ _
            6 capital capital NOUN NN _ 2 obl _ SpaceAfter=No
            7 , , PUNCT , _ 8 punct _ _
            8 Ankara Ankara PROPN NNP _ 6 appos _ SpaceAfter=No
            9 . . PUNCT . _ 2 punct _ _";
        assert_eq!(place_of(met, 1), Some(("Ankara".to_owned(), Basis::Clause)));
        let talks = "1 They they PRON PRP _ 2 nsubj _ _
            2 held hold VERB VBD _ 0 root _ _
            3 talks talk NOUN NNS _ 2 obj _ _
            4 in in ADP IN _ 5 case _ _
            5 Geneva Geneva PROPN NNP _ 3 nmod _ SpaceAfter=No
            6 . . PUNCT . _ 2 punct _ _";
        assert_eq!(place_of(talks, 1), Some(("Geneva".to_owned(), Basis::Clause)));
        assert_eq!(place_of(talks, 2), Some(("Geneva".to_owned(), Basis::Clause)));
    }

    #[test]
    fn a_party_is_no_place() {
        let party = "1 Russia Russia PROPN NNP _ 2 nsubj _ _
            2 criticised criticise VERB VBD _ 0 root _ _
            3 Norway Norway PROPN NNP _ 2 obj _ SpaceAfter=No
            4 . . PUNCT . _ 2 punct _ _";
        assert_eq!(place_of(party, 1), None);
        let ground = party.replace("criticised criticise", "bombed bomb").replace("Norway Norway", "Idlib Idlib");
        assert_eq!(place_of(&ground, 1), Some(("Idlib".to_owned(), Basis::Clause)));
    }

    #[test]
    fn a_phrase_frames_what_stands_below_its_verb() {
        let framed = "1 In in ADP IN _ 2 case _ _
            2 Kabul Kabul PROPN NNP _ 4 obl _ _
            3 envoys envoy NOUN NNS _ 4 nsubj _ _
            4 said say VERB VBD _ 0 root _ _
            5 fighters fighter NOUN NNS _ 6 nsubj _ _
            6 attacked attack VERB VBD _ 4 ccomp _ SpaceAfter=No
            7 . . PUNCT . _ 4 punct _ _";
        assert_eq!(place_of(framed, 3), Some(("Kabul".to_owned(), Basis::Clause)));
        assert_eq!(place_of(framed, 5), Some(("Kabul".to_owned(), Basis::Sentence)));
        let below = framed.replace("4 obl", "6 obl");
        assert_eq!(place_of(&below, 3), None);
    }

    #[test]
    fn the_nearest_phrase_wins_and_the_dateline_is_last() {
        let two = "1 KABUL Kabul PROPN NNP _ 4 dep _ _
            2 – – PUNCT : _ 4 punct _ _
            3 Envoys envoy NOUN NNS _ 4 nsubj _ _
            4 said say VERB VBD _ 0 root _ _
            5 troops troop NOUN NNS _ 6 nsubj _ _
            6 clashed clash VERB VBD _ 4 ccomp _ _
            7 near near ADP IN _ 8 case _ _
            8 Kandahar Kandahar PROPN NNP _ 6 obl _ SpaceAfter=No
            9 . . PUNCT . _ 4 punct _ _";
        assert_eq!(place_of(two, 5), Some(("Kandahar".to_owned(), Basis::Clause)));
        let without = two.replace("7 near near ADP IN _ 8 case", "7 with with ADP IN _ 8 case");
        assert_eq!(place_of(&without, 5), Some(("Kabul".to_owned(), Basis::Dateline)));
    }

    #[test]
    fn an_event_out_of_range_has_no_place() {
        assert_eq!(event_place(&Reading::default(), 3, 4, &[]), None);
    }

    #[test]
    fn where_a_thing_is_is_the_topic_of_words_about_it() {
        let raids = "1 They they PRON PRP _ 2 nsubj _ _
            2 condemned condemn VERB VBD _ 0 root _ _
            3 raids raid NOUN NNS _ 2 obj _ _
            4 in in ADP IN _ 5 case _ _
            5 Idlib Idlib PROPN NNP _ 3 nmod _ SpaceAfter=No
            6 . . PUNCT . _ 2 punct _ _";
        assert_eq!(place_of(raids, 1), Some(("Idlib".to_owned(), Basis::Topic)));
        let with = raids.replace("3 raids raid NOUN NNS _ 2 obj", "3 men man NOUN NNS _ 2 obl");
        assert_eq!(place_of(&with, 1), None);
    }

    #[test]
    fn measures_on_a_country_are_nowhere_and_forces_leave_where_they_stood() {
        let tariffs = "1 tariffs tariff NOUN NNS _ 0 root _ _
            2 on on ADP IN _ 3 case _ _
            3 Norway Norway PROPN NNP _ 1 nmod _ SpaceAfter=No
            4 . . PUNCT . _ 1 punct _ _";
        assert_eq!(place_of(tariffs, 0), None);
        assert!(place_of(&tariffs.replace("tariffs tariff", "attacks attack"), 0).is_some());
        let from = tariffs.replace("2 on on", "2 from from");
        assert_eq!(place_of(&from, 0), None);
        assert!(place_of(&from.replace("tariffs tariff NOUN NNS", "withdrawal withdrawal NOUN NN"), 0).is_some());
    }

    #[test]
    fn quoted_words_were_said_where_the_quoting_verb_has_it() {
        let quoted = "1 Chad Chad PROPN NNP _ 2 nsubj _ _
            2 objects object VERB VBZ _ 0 root _ SpaceAfter=No
            3 , , PUNCT , _ 5 punct _ _
            4 she she PRON PRP _ 5 nsubj _ _
            5 said say VERB VBD _ 2 parataxis _ _
            6 in in ADP IN _ 7 case _ _
            7 Geneva Geneva PROPN NNP _ 5 obl _ SpaceAfter=No
            8 . . PUNCT . _ 2 punct _ _";
        assert_eq!(place_of(quoted, 1), Some(("Geneva".to_owned(), Basis::Quotation)));
    }

    #[test]
    fn what_was_said_on_a_day_in_a_town_was_said_there() {
        let said = "1 Chad Chad PROPN NNP _ 2 nsubj _ _
            2 objects object VERB VBZ _ 5 ccomp _ SpaceAfter=No
            3 , , PUNCT , _ 5 punct _ _
            4 she she PRON PRP _ 5 nsubj _ _
            5 said say VERB VBD _ 0 root _ _
            6 Tuesday Tuesday PROPN NNP _ 5 obl:unmarked _ _
            7 in in ADP IN _ 8 case _ _
            8 Geneva Geneva PROPN NNP _ 6 nmod _ SpaceAfter=No
            9 . . PUNCT . _ 5 punct _ _";
        assert_eq!(place_of(said, 1), Some(("Geneva".to_owned(), Basis::Sentence)));
    }
}
