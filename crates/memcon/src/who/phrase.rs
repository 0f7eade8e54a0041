//! A short actor phrase in pieces: names that the tables know, role nouns, marks such as "former" and "of".

use std::ops::Range;

use memcon_lexicon::Knowledge;
use memcon_lexicon::knowledge::{Named, RoleEntry};
use memcon_lexicon::roles::{Role, RoleKind};
use memcon_lexicon::words::{self, NameWord, POSSESSIVE};

/// Function words that tell how pieces belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    /// `'s`.
    Possessive,
    /// A comma or bracket.
    Break,
    /// A preposition.
    Preposition(String),
    /// former, ex-, retired, ousted…
    Former,
    /// acting, interim, caretaker.
    Acting,
    /// designate, incoming, -elect.
    Designate,
    /// `-based`, `-born`, `-led`, `-backed`: the name before says something else than belonging, or where.
    Suffix(&'static str),
    /// the, a, this.
    Article,
    /// and, or: what follows is another party.
    And,
}

/// What a piece is.
#[derive(Clone, Debug)]
pub(crate) enum What {
    /// A name; the candidates, the most likely first.
    Name(Vec<Named>),
    /// A role noun.
    Role(RoleEntry),
    /// A word before a noun that tells a sector.
    Quality(RoleEntry),
    /// A function word.
    Mark(Mark),
    /// Any other word.
    Word,
}

/// A piece of a phrase.
#[derive(Clone, Debug)]
pub(crate) struct Piece {
    pub what: What,
    /// Byte range in the phrase.
    pub start: usize,
    pub end: usize,
    /// The words' key.
    pub key: String,
    /// Its first letter is a capital.
    pub capital: bool,
}

impl Piece {
    pub(crate) fn is_mark(&self, mark: &Mark) -> bool {
        matches!(&self.what, What::Mark(own) if own == mark)
    }

    /// The role of a role noun or quality.
    pub(crate) fn role<'k>(&self, knowledge: &'k Knowledge) -> Option<&'k Role> {
        match &self.what {
            What::Role(entry) | What::Quality(entry) => knowledge.roles.get(entry.role as usize),
            _ => None,
        }
    }
}

/// What the story's places say of words that the tables have for a town or capital.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Town {
    /// Nobody has looked.
    Untold,
    /// They name no place: "**Bush's** spokeswoman".
    Nowhere,
    /// They are a part of somebody's name: "**Jordan** Dyer".
    InPerson,
    /// They name a place of that country: London is one of Canada in an Ontario paper.
    In(String),
    /// They are a part of a longer name of a place, of that country if of any: "**Victoria** Park".
    WithinName(Option<String>),
}

impl Town {
    /// Whether a name may stand for what the tables have under it.
    fn allows(&self, knowledge: &Knowledge, named: Named) -> bool {
        let country = match named {
            Named::Place(i) => knowledge.places.get(i as usize).map(|place| &*place.country),
            Named::Capital(i) => knowledge.countries.get(i as usize).map(|country| &*country.code),
            Named::Country(_) => return *self != Self::InPerson,
            _ => return true,
        };
        match self {
            Self::Untold => true,
            // "Washington" that says something is no place either, but the government.
            Self::Nowhere => matches!(named, Named::Capital(_)),
            Self::InPerson => false,
            Self::In(code) => country == Some(code),
            Self::WithinName(code) => matches!(named, Named::Place(_)) && country == code.as_deref(),
        }
    }
}

/// Cuts a phrase into pieces. `common` says of a byte offset that the word there is known to be no proper noun, `town`
/// of a byte range what the story's places say of it.
pub(crate) fn pieces(
    knowledge: &Knowledge,
    text: &str,
    common: &dyn Fn(usize) -> bool,
    town: &dyn Fn(Range<usize>) -> Town,
) -> Vec<Piece> {
    let words = words::words(text);
    let lower_case = !text.chars().any(char::is_uppercase);
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let (mut length, mut what) = longest(knowledge, text, &words[at..], lower_case, common);
        // "The UN" is a name, but "the **UN refugee agency**" another.
        if words[at].norm == "the" && length > 1 && words.len() > at + 1 {
            let (longer, _) = longest(knowledge, text, &words[at + 1..], lower_case, common);
            if longer >= length {
                (length, what) = (1, What::Mark(Mark::Article));
            }
        }
        let (first, last) = (&words[at], &words[at + length - 1]);
        if let What::Name(names) = &mut what {
            let told = town(first.start..last.end);
            names.retain(|&named| told.allows(knowledge, named));
            if names.is_empty() {
                what = What::Word;
            }
        }
        found.push(Piece {
            what,
            start: first.start,
            end: last.end,
            key: join(&words[at..at + length]),
            capital: starts_with_capital(text, first),
        });
        at += length;
    }
    found
}

fn join(words: &[NameWord]) -> String {
    let mut joined = String::new();
    for word in words {
        if !joined.is_empty() {
            joined.push(' ');
        }
        joined.push_str(&word.norm);
    }
    joined
}

fn starts_with_capital(text: &str, word: &NameWord) -> bool {
    text[word.start..].chars().next().is_some_and(char::is_uppercase)
}

/// The longest name or noun at the first of the words; a name before a noun of the same length.
fn longest(
    knowledge: &Knowledge,
    text: &str,
    words: &[NameWord],
    lower_case: bool,
    common: &dyn Fn(usize) -> bool,
) -> (usize, What) {
    let first = &words[0];
    let most = knowledge.longest_from(&first.norm).min(words.len());
    for length in (1..=most).rev() {
        let key = join(&words[..length]);
        if key.ends_with(POSSESSIVE) {
            continue;
        }
        let names = spelled_names(knowledge, text, &words[..length], &key, lower_case, common);
        if !names.is_empty() {
            return (length, What::Name(names));
        }
        // "Park" and "Mall" with a capital are names.
        let name_like = length == 1 && starts_with_capital(text, first) && !common(first.start);
        let site =
            |what: &What| matches!(what, What::Role(e) if knowledge.roles[e.role as usize].kind == RoleKind::Site);
        if let Some(found) = role_noun(knowledge, &key, words.get(length)).filter(|what| !(name_like && site(what))) {
            return (length, found);
        }
    }
    (1, mark(first, words.get(1)).map_or(What::Word, What::Mark))
}

/// The names under a key that are written as names are.
fn spelled_names(
    knowledge: &Knowledge,
    text: &str,
    words: &[NameWord],
    key: &str,
    lower_case: bool,
    common: &dyn Fn(usize) -> bool,
) -> Vec<Named> {
    let entries = knowledge.names(key);
    let Some(word) = words.iter().find(|w| !PARTICLES.contains(&w.norm.as_str())).or(words.first()) else {
        return Vec::new();
    };
    let single = words.len() == 1;
    let known_common = single && common(word.start);
    let capital = starts_with_capital(text, word);
    let written = |named: Named, exact: Option<&str>| match exact {
        Some(exact) => {
            let bare = text[words[0].start..words[words.len() - 1].end].chars().filter(|c| c.is_alphanumeric());
            bare.eq(exact.chars())
        }
        // Adjectives of states are no proper nouns to every reader; other single names are.
        None if capital => !known_common || matches!(named, Named::Nationality(_) | Named::People(_)),
        None => {
            lower_case
                && key.len() > 4
                && matches!(named, Named::Country(_) | Named::Nationality(_) | Named::Capital(_))
        }
    };
    entries.iter().filter(|e| written(e.named, e.exact.as_deref())).map(|e| e.named).collect()
}

/// Particles that names begin with in lower case.
const PARTICLES: [&str; 9] = ["the", "al", "el", "de", "von", "van", "bin", "ibn", "dos"];

fn role_noun(knowledge: &Knowledge, key: &str, next: Option<&NameWord>) -> Option<What> {
    let entries = knowledge.nouns(key);
    let kind = |entry: &RoleEntry| knowledge.roles.get(entry.role as usize).map(|r| r.kind);
    let quality = entries.iter().find(|e| kind(e) == Some(RoleKind::Quality));
    let noun = entries.iter().find(|e| kind(e) != Some(RoleKind::Quality));
    // "state" is a body, but a quality before another word; so are "opposition" and "company".
    let before_noun = next.is_some_and(|n| n.norm != POSSESSIVE && mark(n, None).is_none());
    // A post before a name is its title, and before a noun it tells the same as the quality.
    let title = noun.is_some_and(|n| kind(n) == Some(RoleKind::Office));
    match (quality, noun) {
        (Some(quality), Some(_)) if before_noun && !title => Some(What::Quality(quality.clone())),
        (_, Some(noun)) => Some(What::Role(noun.clone())),
        (Some(quality), None) => Some(What::Quality(quality.clone())),
        (None, None) => None,
    }
}

fn mark(word: &NameWord, next: Option<&NameWord>) -> Option<Mark> {
    let norm = word.norm.as_str();
    Some(match norm {
        POSSESSIVE => Mark::Possessive,
        "," | "(" | ")" => Mark::Break,
        "former" | "ex" | "retired" | "ousted" | "deposed" | "onetime" | "erstwhile" | "disgraced" | "late"
        | "exofficial" | "toppled" | "impeached" => Mark::Former,
        "then" if next.is_some() => Mark::Article,
        "acting" | "interim" | "caretaker" | "transitional" => Mark::Acting,
        "designate" | "incoming" | "elect" | "nominee" => Mark::Designate,
        "the" | "a" | "an" | "this" | "that" | "these" | "those" | "its" | "his" | "her" | "their" | "our" | "my" => {
            Mark::Article
        }
        "based" => Mark::Suffix("based"),
        "born" => Mark::Suffix("born"),
        "backed" | "supported" | "funded" | "trained" | "aligned" | "allied" | "linked" | "friendly" | "controlled"
        | "held" | "occupied" | "language" | "speaking" => Mark::Suffix("backed"),
        "led" | "run" | "administered" => Mark::Suffix("led"),
        "and" | "or" => Mark::And,
        "of" | "in" | "for" | "to" | "at" | "from" | "on" | "with" | "by" | "against" | "near" | "across"
        | "inside" | "within" | "under" | "over" | "outside" | "along" | "throughout" | "around" | "who" | "which"
        | "whose" | "as" | "into" | "between" | "among" | "behind" => Mark::Preposition(norm.to_owned()),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let k = Knowledge::shipped();
        let tag = |p: &Piece| match &p.what {
            What::Name(_) => "name",
            What::Role(_) => "role",
            What::Quality(_) => "quality",
            What::Mark(_) => "mark",
            What::Word => "word",
        };
        pieces(k, text, &|_| false, &|_| Town::Untold).iter().map(|p| format!("{}:{}", tag(p), p.key)).collect()
    }

    #[test]
    fn the_longest_name_or_noun_is_taken() {
        assert_eq!(shown("Egyptian deputy foreign minister"), ["name:egyptian", "role:deputy foreign minister"]);
        assert_eq!(
            shown("head of Sudan's Rapid Support Forces"),
            ["role:head", "mark:of", "name:sudan", "mark:'s", "name:rapid support forces"]
        );
    }

    #[test]
    fn spelling_tells_names_from_words() {
        assert_eq!(shown("the US who"), ["mark:the", "name:us", "mark:who"]);
        assert_eq!(shown("Give us turkey")[1..], ["word:us".to_owned(), "word:turkey".to_owned()]);
        assert_eq!(shown("a Turkey hawk")[1], "name:turkey");
    }

    #[test]
    fn qualities_stand_before_nouns() {
        assert_eq!(shown("opposition spokesman")[0], "role:opposition spokesman");
        assert_eq!(shown("opposition stronghold")[0], "quality:opposition");
        assert_eq!(shown("the opposition")[1], "role:opposition");
    }
}
