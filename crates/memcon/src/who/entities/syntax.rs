//! What the tree and the reader's mentions say of a phrase, before anybody is looked up.

use super::LABELLED;
use crate::reading::{Deprel, EntityKind, Sentence, Upos, Xpos};
use crate::who::noun_phrase;
use crate::who::party::{Kind, Resolution};
use memcon_lexicon::Sector;

/// Persons and organisations that the reader told apart.
pub(super) fn set_kind_by_reader(sentence: &Sentence, head: usize, found: &mut Resolution) {
    if found.kind != Kind::Unknown || found.name.is_none() {
        return;
    }
    let holds = |e: &&crate::reading::EntityMention| {
        e.first <= head && head <= e.last && sentence.head_of(e.first, e.last) == head
    };
    found.kind = match sentence.entities.iter().find(holds).map(|e| e.kind) {
        Some(EntityKind::Person) => Kind::Person,
        Some(EntityKind::Organization) => Kind::Organisation,
        Some(EntityKind::Place) => Kind::Place,
        // A work, a day, a plant: nobody's name.
        Some(_) => {
            found.person = None;
            Kind::Unknown
        }
        // Names whose words are equals ("flat") are people's; those of bodies have a syntax of their own.
        None if sentence.words[head].upos == Upos::Propn
            && sentence.children_by(head, Deprel::Flat).next().is_some() =>
        {
            Kind::Person
        }
        None => Kind::Unknown,
    };
}

/// "A Hungarian **astronaut**" is a private person, and not Hungary: whom the reader takes for a person and no table knows.
pub(super) fn set_person_by_reader(sentence: &Sentence, head: usize, found: &mut Resolution) {
    let word = &sentence.words[head];
    let is_open = found.kind == Kind::Unknown && found.name.is_none() && found.country.is_some();
    let is_person = |e: &crate::reading::EntityMention| {
        e.kind == EntityKind::Person && e.first <= head && head <= e.last && sentence.head_of(e.first, e.last) == head
    };
    let told = found.sector.is_some_and(|sector| sector != Sector::Unknown);
    if is_open && !told && word.upos == Upos::Noun && sentence.entities.iter().any(is_person) {
        found.plural = matches!(word.xpos, Xpos::Nns | Xpos::Nnps);
        found.kind = if found.plural { Kind::Group } else { Kind::Person };
        found.sector = Some(Sector::Civilian);
        found.of = None;
        found.why.push("rule: a person by the reader, and no office".to_owned());
    }
}

/// Whether a name of a state before a noun is only a part of another name ("the Korean Peninsula") or says who is
/// behind somebody ("Russian-backed").
pub(super) fn is_mere_label(sentence: &Sentence, word: usize) -> bool {
    const BEHIND: [&str; 14] = [
        "backed",
        "supported",
        "funded",
        "trained",
        "aligned",
        "allied",
        "linked",
        "friendly",
        "controlled",
        "held",
        "occupied",
        "born",
        "speaking",
        "made",
    ];
    let form = sentence.words[word].form.to_lowercase();
    let tail = form.rsplit_once('-').map(|(_, tail)| tail.to_owned());
    let next = |at: usize| sentence.words.get(at).map(|w| w.form.to_lowercase());
    let tail = tail.or_else(|| next(word + 1).filter(|n| n == "-").and_then(|_| next(word + 2)));
    let governor = noun_phrase::governor(sentence, word);
    if form == "european" && sentence.words[governor].form.starts_with(char::is_uppercase) && governor != word {
        return true;
    }
    let by = sentence.words[word].head.into_iter().chain([governor]).filter(|&g| g != word);
    let part_of_name = by
        .map(|g| sentence.words[g].form.as_str())
        .any(|form| form.starts_with(char::is_uppercase) && LABELLED.contains(&form.to_lowercase().as_str()));
    part_of_name || tail.is_some_and(|tail| BEHIND.contains(&tail.as_str()))
}

/// Whether a capitalised noun stands within a body's name: "Justice" in "Centre for Peace and Justice".
pub(super) fn is_inside_name(sentence: &Sentence, word: usize) -> bool {
    let within = |m: &crate::reading::EntityMention| {
        m.named && m.kind == EntityKind::Organization && m.first < word && word <= m.last && {
            let head = sentence.head_of(m.first, m.last);
            head < word && sentence.words[head].form.starts_with(char::is_uppercase)
        }
    };
    sentence.words[word].deprel.base() == "conj"
        && sentence.words[word].form.starts_with(char::is_uppercase)
        && sentence.entities.iter().any(within)
}

/// Whether a phrase points back: with "the", "this", "that"; a body without any article too ("police").
pub(super) fn is_anaphoric(sentence: &Sentence, head: usize, kind: Kind) -> bool {
    let determiner = sentence.children_by(head, Deprel::Det).next();
    let bare = determiner.is_none() && kind == Kind::Organisation;
    (bare
        || determiner.is_some_and(|d| {
            matches!(sentence.words[d].form.to_lowercase().as_str(), "the" | "this" | "that" | "these" | "those")
        }))
        && sentence.children_by(head, Deprel::NmodPoss).next().is_none()
}

/// Whether a noun, of one word or more, stands with "the" and nothing else.
pub(super) fn is_bare_definite(sentence: &Sentence, head: usize, noun: &str) -> bool {
    let own = |c: usize| noun.split(' ').any(|word| word == sentence.words[c].form.to_lowercase());
    is_anaphoric(sentence, head, Kind::Group)
        && sentence
            .children(head)
            .all(|c| own(c) || !matches!(sentence.words[c].deprel.base(), "amod" | "compound" | "nmod"))
}

/// "Foreign diplomats", "other countries": of another state than the one spoken of.
pub(super) fn is_foreign(sentence: &Sentence, head: usize) -> bool {
    sentence.children(head).any(|c| {
        matches!(sentence.words[c].lemma.to_lowercase().as_str(), "foreign" | "other" | "international" | "overseas")
    })
}
