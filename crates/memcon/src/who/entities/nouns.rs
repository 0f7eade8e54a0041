//! What nouns say of those whom they name: posts, bodies, words for one and the same.

use super::{Entity, is_unnamed};
use crate::who::party::Kind;
use memcon_lexicon::Sector;

/// Sectors of those who are no part of a state.
pub(super) fn is_no_state(sector: Sector) -> bool {
    use Sector::{Elite, Government, Intelligence, Judiciary, Legislature, Military, Police};
    !matches!(sector, Government | Military | Police | Judiciary | Legislature | Intelligence | Elite)
}

/// Who is named by a possessor but need not be of its country.
pub(super) fn is_stranger(noun: &str) -> bool {
    matches!(
        noun,
        "counterpart"
            | "colleague"
            | "opposite number"
            | "host"
            | "guest"
            | "interlocutor"
            | "ally"
            | "partner"
            | "enemy"
            | "foe"
            | "rival"
            | "neighbor"
            | "neighbour"
            | "friend"
            | "opponent"
            | "attacker"
            | "captor"
            | "killer"
            | "critic"
            | "invader"
    )
}

/// "The council" is short for the Security Council: the last word of a body's name.
pub(super) fn is_short_for(noun: &str, entity: &Entity) -> bool {
    entity.kind == Kind::Organisation
        && entity.name.iter().chain(&entity.aliases).any(|name| {
            let name = name.to_lowercase();
            name.split(' ').count() > 1 && name.ends_with(noun) && name[..name.len() - noun.len()].ends_with(' ')
        })
}

/// The word that a noun of several turns on: "commissioner" of "commissioner of police".
pub(super) fn head_of(noun: &str) -> &str {
    let head = noun.split(" of ").next().unwrap_or(noun);
    head.rsplit(' ').next().unwrap_or(head)
}

pub(super) fn is_general_post(noun: &str) -> bool {
    matches!(
        noun,
        "leader" | "official" | "chief" | "head" | "minister" | "politician" | "diplomat" | "envoy" | "president"
    )
}

/// Whether an entity is the one person of a state who goes by a noun or a synonym of it.
pub(super) fn is_holder(entity: &Entity, noun: Option<&str>, country: Option<&str>) -> bool {
    let Some(noun) = noun else { return false };
    entity.kind == Kind::Person
        && !entity.plural
        && entity.country.is_some()
        && entity.country.as_deref() == country
        && (entity.nouns.iter().any(|n| n == noun) || is_synonym(noun, entity))
}

/// Whether a story or table calls somebody by the noun of a post, or by one for the same post.
pub(super) fn goes_by(entity: &Entity, noun: &str) -> bool {
    entity.nouns.iter().chain(&entity.office).any(|own| own == noun || are_synonyms(own, noun) || own.ends_with(noun))
}

/// Some posts go by several nouns.
pub(super) fn is_synonym(noun: &str, entity: &Entity) -> bool {
    entity.nouns.iter().any(|n| are_synonyms(noun, n))
}

/// Nouns for one post.
const SYNONYMS: [&[&str]; 8] = [
    &["delegation", "mission", "trade mission"],
    &["envoy", "ambassador", "diplomat", "special envoy", "emissary", "representative"],
    &["prime minister", "premier", "pm", "head of government"],
    &["president", "head of state"],
    &["king", "monarch", "sovereign"],
    &["foreign minister", "top diplomat", "chief diplomat", "fm"],
    &["army chief", "chief of army staff", "chief of the army staff", "military chief", "coas"],
    &["police chief", "chief of police", "inspector general of police", "igp"],
];

pub(super) fn are_synonyms(one: &str, other: &str) -> bool {
    SYNONYMS.iter().any(|group| group.contains(&one) && group.contains(&other))
}

/// A named person whom the story, or a table for its day, knows as head of a state or of its government.
pub(super) fn is_head_of_state(entity: &Entity) -> bool {
    const HEADS: [&str; 9] = [
        "president",
        "prime minister",
        "chancellor",
        "king",
        "premier",
        "emir",
        "sultan",
        "supreme leader",
        "crown prince",
    ];
    entity.kind == Kind::Person
        && !is_unnamed(entity)
        && entity.sector == Some(Sector::Government)
        && entity.nouns.iter().chain(&entity.office).any(|n| HEADS.contains(&n.as_str()))
}

/// Nouns for who leads a body.
pub(super) fn is_leader(noun: &str) -> bool {
    matches!(
        noun,
        "head"
            | "chief"
            | "leader"
            | "director"
            | "executive director"
            | "secretary general"
            | "director general"
            | "general secretary"
            | "chairman"
            | "chairwoman"
            | "chair"
            | "chairperson"
            | "chief executive"
    )
}
