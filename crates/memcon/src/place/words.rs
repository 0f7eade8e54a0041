//! Lists of words that tell names of places from other words with a capital.

use std::collections::HashSet;
use std::sync::OnceLock;

/// The lists of `words/`, read once.
pub(super) struct Words {
    given: HashSet<&'static str>,
    titles: HashSet<&'static str>,
    bodies: HashSet<&'static str>,
    common: HashSet<&'static str>,
}

impl Words {
    /// The lists.
    pub fn get() -> &'static Self {
        static WORDS: OnceLock<Words> = OnceLock::new();
        WORDS.get_or_init(|| Words {
            given: list(include_str!("words/given.txt")),
            titles: list(include_str!("words/titles.txt")),
            bodies: list(include_str!("words/bodies.txt")),
            common: list(include_str!("words/words.txt")),
        })
    }

    /// A given name.
    pub fn is_given(&self, word: &str) -> bool {
        self.given.contains(plain(word).as_str())
    }

    /// A title before a surname.
    pub fn is_title(&self, word: &str) -> bool {
        self.titles.contains(plain(word).as_str())
    }

    /// A body, an office or a part of a place, after its name.
    pub fn is_body(&self, word: &str) -> bool {
        self.bodies.contains(plain(word).as_str())
    }

    /// An English word, or a word often written with a capital, that is also the name of some town.
    pub fn is_common(&self, word: &str) -> bool {
        self.common.contains(plain(word).as_str())
    }
}

/// The word in small letters, without the points of an abbreviation.
fn plain(word: &str) -> String {
    word.trim_end_matches('.').to_lowercase()
}

fn list(text: &'static str) -> HashSet<&'static str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
}

/// A preposition that places something: what follows it with a capital is a place more often than a person.
pub(super) fn is_locative(word: &str) -> bool {
    matches!(
        word,
        "in" | "at"
            | "near"
            | "from"
            | "outside"
            | "around"
            | "across"
            | "throughout"
            | "toward"
            | "towards"
            | "inside"
            | "into"
            | "In"
            | "At"
            | "Near"
            | "From"
            | "Outside"
            | "Across"
            | "Around"
            | "Throughout"
            | "Inside"
            | "to"
            | "between"
            | "within"
            | "via"
    )
}

/// A word that tells which part or what kind of place follows: "northern Syria", "the town of Chiefland".
pub(super) fn is_part(word: &str) -> bool {
    matches!(
        word.to_ascii_lowercase().as_str(),
        "north"
            | "south"
            | "east"
            | "west"
            | "central"
            | "northern"
            | "southern"
            | "eastern"
            | "western"
            | "northeast"
            | "northwest"
            | "southeast"
            | "southwest"
            | "northeastern"
            | "northwestern"
            | "southeastern"
            | "southwestern"
            | "downtown"
            | "greater"
            | "metro"
            | "metropolitan"
            | "suburban"
            | "rural"
            | "upstate"
            | "nearby"
            | "mainland"
            | "inner"
            | "coastal"
            | "neighboring"
            | "neighbouring"
            | "historic"
            | "occupied"
            | "northeast-"
            | "mid"
    )
}

/// A kind of place, after its name ("Aydin province") or before "of" ("the town of Chiefland").
pub(super) fn is_kind(word: &str) -> bool {
    matches!(
        word,
        "city"
            | "town"
            | "village"
            | "province"
            | "region"
            | "district"
            | "county"
            | "state"
            | "area"
            | "airport"
            | "suburb"
            | "municipality"
            | "neighborhood"
            | "neighbourhood"
            | "prefecture"
            | "governorate"
            | "oblast"
            | "capital"
            | "port"
            | "island"
            | "border"
            | "hamlet"
            | "township"
            | "parish"
            | "community"
            | "outskirts"
            | "residents"
            | "streets"
            | "peninsula"
            | "valley"
            | "communities"
            | "cities"
            | "towns"
            | "villages"
            | "suburbs"
            | "camp"
            | "metropolis"
            | "province's"
            | "native"
            | "crossing"
            | "canton"
            | "borough"
            | "municipalities"
            | "provinces"
            | "counties"
            | "districts"
            | "republic"
    )
}

/// What is done or lies at a place, before "on" or "of": "fired on Qamishli", "the siege of Aleppo", "north of Gori".
pub(super) fn is_deed_at(word: &str) -> bool {
    matches!(
        word,
        "attack"
            | "attacks"
            | "fired"
            | "strike"
            | "strikes"
            | "assault"
            | "raid"
            | "raids"
            | "offensive"
            | "march"
            | "marched"
            | "advance"
            | "advanced"
            | "advancing"
            | "bombardment"
            | "siege"
            | "shelling"
            | "capture"
            | "fall"
            | "battle"
            | "bombing"
            | "evacuation"
            | "occupation"
            | "liberation"
            | "parts"
            | "part"
            | "outskirts"
            | "north"
            | "south"
            | "east"
            | "west"
            | "northeast"
            | "northwest"
            | "southeast"
            | "southwest"
            | "out"
            | "people"
            | "control"
            | "streets"
            | "centre"
            | "center"
            | "heart"
            | "edge"
            | "kilometers"
            | "kilometres"
            | "km"
            | "miles"
            | "coast"
            | "mayor"
            | "governor"
            | "bishop"
            | "archbishop"
            | "residents"
            | "side"
            | "airstrike"
            | "airstrikes"
    )
}

/// Who or what belongs to a town, after its name: "a Winona man", "Danbury police".
pub(super) fn is_local(word: &str) -> bool {
    matches!(
        word,
        "man"
            | "woman"
            | "men"
            | "women"
            | "teen"
            | "teenager"
            | "boy"
            | "girl"
            | "couple"
            | "resident"
            | "residents"
            | "police"
            | "mayor"
            | "officials"
            | "official"
            | "firefighters"
            | "firefighter"
            | "school"
            | "schools"
            | "sheriff"
            | "father"
            | "mother"
            | "driver"
            | "family"
            | "home"
            | "council"
            | "councilman"
            | "church"
            | "hospital"
            | "company"
            | "businessman"
            | "detective"
            | "student"
            | "students"
            | "parents"
            | "voters"
            | "businesses"
            | "attorney"
            | "lawyer"
            | "pastor"
            | "commissioners"
            | "trustees"
            | "teachers"
            | "authorities"
            | "hotel"
            | "office"
            | "headquarters"
            | "neighbors"
            | "leaders"
            | "lawmaker"
            | "election"
            | "embassy"
            | "suburb"
            | "apartment"
            | "house"
            | "restaurant"
            | "metro"
            | "townhouse"
            | "mosque"
            | "market"
            | "hospitals"
            | "court"
    )
}

/// The last words of names that a state or a province begins and that are no part of it: universities, clubs, papers.
pub(super) fn is_other_end(small: &str) -> bool {
    matches!(
        small,
        "university"
            | "college"
            | "tech"
            | "times"
            | "post"
            | "journal"
            | "tribune"
            | "herald"
            | "street"
            | "avenue"
            | "ave"
            | "road"
            | "rd"
            | "st"
            | "drive"
            | "boulevard"
            | "blvd"
            | "lane"
            | "way"
            | "today"
            | "day"
            | "river"
            | "airlines"
            | "airways"
            | "bank"
            | "hotel"
            | "rangers"
            | "football"
            | "motors"
            | "street."
    )
}

/// Closed-class words, which a title or a sentence may write with a capital.
pub(super) fn is_function_word(small: &str) -> bool {
    matches!(
        small,
        "the"
            | "a"
            | "an"
            | "in"
            | "on"
            | "at"
            | "of"
            | "and"
            | "or"
            | "but"
            | "for"
            | "from"
            | "to"
            | "with"
            | "by"
            | "as"
            | "is"
            | "are"
            | "was"
            | "were"
            | "if"
            | "when"
            | "while"
            | "after"
            | "before"
            | "since"
            | "although"
            | "though"
            | "because"
            | "that"
            | "this"
            | "these"
            | "those"
            | "its"
            | "his"
            | "her"
            | "their"
            | "our"
            | "it"
            | "he"
            | "she"
            | "they"
            | "we"
            | "i"
            | "you"
            | "who"
            | "what"
            | "why"
            | "how"
            | "where"
            | "not"
            | "no"
            | "both"
            | "all"
            | "some"
            | "many"
            | "most"
            | "several"
            | "two"
            | "three"
            | "four"
            | "five"
            | "other"
            | "former"
            | "new"
            | "one"
            | "like"
            | "unlike"
            | "only"
            | "over"
            | "under"
            | "during"
            | "across"
            | "near"
            | "around"
            | "says"
            | "said"
            | "has"
            | "have"
            | "had"
            | "will"
            | "would"
            | "may"
            | "can"
            | "than"
            | "so"
            | "then"
            | "now"
            | "also"
            | "among"
            | "between"
            | "despite"
            | "even"
            | "every"
            | "here"
            | "there"
    )
}

pub(super) fn is_day(small: &str) -> bool {
    matches!(
        small.trim_end_matches('.'),
        "monday"
            | "tuesday"
            | "wednesday"
            | "thursday"
            | "friday"
            | "saturday"
            | "sunday"
            | "january"
            | "february"
            | "march"
            | "april"
            | "may"
            | "june"
            | "july"
            | "august"
            | "september"
            | "october"
            | "november"
            | "december"
            | "jan"
            | "feb"
            | "aug"
            | "sept"
            | "oct"
            | "nov"
            | "dec"
    )
}

/// Words that stand after "in" or "at" with a capital in news, and still name no town.
pub(super) fn is_never(small: &str) -> bool {
    is_day(small)
        || is_function_word(small)
        || matches!(
            small,
            "congress"
                | "parliament"
                | "senate"
                | "house"
                | "court"
                | "police"
                | "university"
                | "college"
                | "church"
                | "school"
                | "hospital"
                | "council"
                | "government"
                | "ministry"
                | "state"
                | "center"
                | "centre"
                | "city"
                | "county"
                | "town"
                | "street"
                | "avenue"
                | "road"
                | "park"
                | "capitol"
                | "division"
                | "assembly"
                | "god"
                | "islam"
                | "allah"
                | "christmas"
                | "easter"
                | "ramadan"
                | "facebook"
                | "twitter"
                | "google"
                | "islamic"
                | "muslim"
                | "christian"
                | "republican"
                | "democrat"
                | "liberal"
                | "labour"
                | "conservative"
                | "spring"
                | "north"
                | "south"
                | "east"
                | "west"
                | "northern"
                | "southern"
                | "eastern"
                | "western"
                | "central"
                | "downtown"
                | "highway"
                | "phase"
                | "district"
                | "region"
                | "section"
                | "act"
                | "grade"
                | "league"
                | "cup"
                | "national"
                | "federal"
                | "superior"
                | "supreme"
                | "duma"
                | "secretary"
                | "vice"
                | "liberation"
                | "president"
                | "general"
                | "minister"
                | "swat"
                | "metro"
                | "bank"
                | "hamas"
                | "hezbollah"
                | "taliban"
                | "likud"
                | "fatah"
                | "trump"
                | "obama"
                | "bush"
                | "clinton"
                | "arab"
                | "union"
                | "republic"
        )
}

/// A preposition whose phrase says where something is or happens.
pub(super) fn is_locative_case(small: &str) -> bool {
    matches!(
        small,
        "in" | "at"
            | "near"
            | "on"
            | "outside"
            | "inside"
            | "around"
            | "across"
            | "throughout"
            | "within"
            | "off"
            | "along"
            | "over"
            | "into"
            | "above"
            | "beside"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_read() {
        let words = Words::get();
        assert!(words.is_given("Paris") && words.is_title("Sen.") && words.is_body("Police"));
        assert!(words.is_common("Reading") && !words.is_common("Kabul"));
    }
}
