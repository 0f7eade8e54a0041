//! Canonical names of what every state has: the parliament of Ukraine is the Verkhovna Rada, Chad's army the
//! Chadian Armed Forces.

use memcon_lexicon::people::{Person, Standing};
use memcon_lexicon::{Day, Knowledge, Sector};

/// The canonical name of those several people that act for a body: prosecutors, lawmakers.
pub(crate) fn people_name(knowledge: &Knowledge, noun: &str, code: &str, sector: Option<Sector>) -> Option<String> {
    match noun {
        "prosecutor" | "state prosecutor" | "federal prosecutor" | "public prosecutor" => {
            body_name(knowledge, "prosecutor's office", code, sector)
        }
        _ => body_name(knowledge, noun, code, sector),
    }
}

/// The canonical name of a body that a noun names, of a state or of the European Union; `None` where a state has
/// many of the kind.
pub(crate) fn body_name(knowledge: &Knowledge, noun: &str, code: &str, sector: Option<Sector>) -> Option<String> {
    let state = knowledge.country(code);
    let plain = state.map(|c| c.name.to_string()).or_else(|| (code == "EUR").then(|| "European Union".to_owned()))?;
    let country = with_article(&plain);
    let adjective = state.and_then(|c| c.adjectives.first());
    let armed = |what: &str| {
        (sector == Some(Sector::Military))
            .then(|| adjective.map_or_else(|| format!("{what} of {country}"), |a| format!("{a} {what}")))
    };
    Some(match noun {
        "government"
        | "administration"
        | "authorities"
        | "authority"
        | "official"
        | "regime"
        | "representative"
        | "government official"
        | "capital"
        | "side"
        | "federal government"
        | "national government"
        | "central government"
        | "cabinet" => format!("Government of {country}"),
        "country" | "nation" | "kingdom" | "republic" => plain,
        "army" | "military" | "armed forces" | "troops" | "soldier" | "forces" | "armed force"
        | "government forces" | "government troops" | "military forces" => return armed("Armed Forces"),
        "navy" => return armed("Navy"),
        "air force" => return armed("Air Force"),
        "coast guard" | "coastguard" => format!("Coast Guard of {country}"),
        "security forces" => {
            adjective.map_or_else(|| format!("Security forces of {country}"), |a| format!("{a} security forces"))
        }
        "police" | "police force" | "national police" | "federal police" => format!("Police of {country}"),
        "parliament"
        | "national assembly"
        | "legislature"
        | "lawmaker"
        | "legislator"
        | "parliamentarian"
        | "member of parliament"
        | "mp" => parliament(knowledge, code, &country),
        "senate" => format!("Senate of {country}"),
        "house of representatives" => format!("House of Representatives of {country}"),
        "embassy" => format!("Embassy of {country}"),
        "consulate" | "consulate general" => format!("Consulate of {country}"),
        "supreme court" | "constitutional court" | "high court" | "court of cassation" => {
            format!("{} of {country}", title_case(noun))
        }
        "prosecutor's office"
        | "prosecutors office"
        | "prosecution"
        | "public prosecutor's office"
        | "prosecution service" => format!("Prosecutor's Office of {country}"),
        "attorney general's office" => format!("Attorney General's Office of {country}"),
        "central bank" => format!("Central Bank of {country}"),
        "presidency" | "president's office" | "presidential office" | "presidential palace" => {
            format!("Presidency of {country}")
        }
        "prime minister's office" => format!("Prime Minister's Office of {country}"),
        "judiciary" => format!("Judiciary of {country}"),
        "election commission" | "electoral commission" => format!("Electoral Commission of {country}"),
        _ => return ministry(noun).map(|ministry| format!("{ministry} of {country}")),
    })
}

/// "Ministry of Defence" for "defense ministry" and "ministry of defense".
fn ministry(noun: &str) -> Option<String> {
    let of = match noun {
        "foreign office" => "foreign",
        "home office" => "home",
        _ => noun
            .strip_suffix(" ministry")
            .or_else(|| noun.strip_prefix("ministry of the "))
            .or_else(|| noun.strip_prefix("ministry of "))?,
    };
    Some(match of {
        "foreign" | "foreign affairs" | "external affairs" => "Ministry of Foreign Affairs".to_owned(),
        "defence" | "defense" => "Ministry of Defence".to_owned(),
        "interior" | "home" => "Ministry of the Interior".to_owned(),
        other => format!("Ministry of {}", title_case(other)),
    })
}

/// The parliament of a state by its own name, where the table gives one.
pub(crate) fn parliament(knowledge: &Knowledge, code: &str, country: &str) -> String {
    let own = knowledge.country(code).and_then(|c| c.parliaments.first());
    match own {
        Some(name) => name.to_string(),
        None if code == "EUR" => "European Parliament".to_owned(),
        None => format!("Parliament of {country}"),
    }
}

/// Who alone holds an office of a state on a day.
pub(crate) fn holder<'k>(knowledge: &'k Knowledge, office: &str, code: &str, day: Option<Day>) -> Option<&'k Person> {
    day?;
    let holds = |p: &&Person| match p.standing(day) {
        Some(Standing::In(term)) => &*term.country == code && term.office.as_deref() == Some(office),
        _ => false,
    };
    let mut holders = knowledge.people.iter().filter(holds);
    let only = holders.next()?;
    holders.next().is_none().then_some(only)
}

/// Offices of which a state has one.
pub(crate) fn is_single_office(noun: &str) -> bool {
    matches!(
        noun,
        "president"
            | "prime minister"
            | "foreign minister"
            | "king"
            | "supreme leader"
            | "crown prince"
            | "chancellor"
            | "vice president"
            | "defence minister"
            | "defense minister"
            | "interior minister"
            | "finance minister"
            | "secretary of state"
            | "foreign secretary"
            | "army chief"
    )
}

/// The name of a state as it stands behind "of": "the United Kingdom".
pub(crate) fn with_article(name: &str) -> String {
    let plural = ["Netherlands", "Philippines", "Bahamas", "Maldives", "Comoros", "Seychelles", "Gambia"];
    let article = plural.contains(&name)
        || name.starts_with("United")
        || name.ends_with("Republic")
        || name.ends_with("Islands")
        || name.ends_with("Union")
        || name.contains("Republic of");
    if article { format!("the {name}") } else { name.to_owned() }
}

fn title_case(words: &str) -> String {
    let word = |word: &str| {
        let mut letters = word.chars();
        match letters.next() {
            Some(first) if !matches!(word, "of" | "the" | "and" | "for") => {
                first.to_uppercase().chain(letters).collect::<String>()
            }
            _ => word.to_owned(),
        }
    };
    words.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_of_states_have_names() {
        let name = |noun, code, sector| body_name(Knowledge::shipped(), noun, code, sector);
        assert_eq!(name("parliament", "UKR", None).as_deref(), Some("Verkhovna Rada"));
        assert_eq!(name("parliament", "TCD", None).as_deref(), Some("Parliament of Chad"));
        assert_eq!(name("health ministry", "PER", None).as_deref(), Some("Ministry of Health of Peru"));
        assert_eq!(name("ministry of defense", "NLD", None).as_deref(), Some("Ministry of Defence of the Netherlands"));
        assert_eq!(name("army", "TCD", Some(Sector::Military)).as_deref(), Some("Chadian Armed Forces"));
        let people = people_name(Knowledge::shipped(), "prosecutor", "TCD", Some(Sector::Judiciary));
        assert_eq!(people.as_deref(), Some("Prosecutor's Office of Chad"));
        // The Salvation Army has no soldiers.
        assert_eq!(name("army", "TCD", Some(Sector::Religion)), None);
        assert_eq!(name("protester", "TCD", None), None);
    }

    #[test]
    fn holders_need_a_day() {
        let day = Some(Day::new(2023, 5, 5));
        assert_eq!(holder(Knowledge::shipped(), "president", "KEN", day).map(|p| &*p.name), Some("William Ruto"));
        assert!(holder(Knowledge::shipped(), "president", "KEN", None).is_none());
    }
}
