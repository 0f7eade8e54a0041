//! What a gold record must be like: a slip in it would count against every system.

use memcon_lexicon::nearest::hint;
use memcon_lexicon::{Category, Mode, Sector, Status};

use super::records::RecordedEvent;

/// What is wrong with an event of a gold record.
pub fn event(event: &RecordedEvent) -> Vec<String> {
    let categories = || Category::ALL.iter().map(|c| c.as_str());
    let mut wrong = Vec::new();
    match &event.category {
        None => wrong.push("no `event`, the PLOVER category".to_owned()),
        Some(name) => wrong.extend(unknown("event", "category", name, categories().collect())),
    }
    wrong.extend(event.act.iter().filter_map(|name| unknown("act", "category", name, categories().collect())));
    // Of any category: an act still to come keeps its mode where AGREE, CONCEDE or THREATEN have none such.
    let modes = || Mode::ALL.iter().map(|m| m.as_str()).collect();
    wrong.extend(event.modes.iter().filter_map(|name| unknown("mode", "mode", name, modes())));
    let statuses = || Status::ALL.iter().map(|s| s.as_str()).collect();
    wrong.extend(event.status.iter().filter_map(|name| unknown("status", "status", name, statuses())));
    let sectors = || Sector::ALL.iter().map(|s| s.as_str()).collect();
    let parties = || event.actors.iter().chain(&event.recipients);
    wrong.extend(
        parties().filter_map(|p| p.sector.as_deref()).filter_map(|s| unknown("sector", "sector", s, sectors())),
    );
    wrong.extend(parties().filter_map(|p| p.country.as_deref()).filter_map(country));
    for (field, text) in [("date", &event.date), ("act_date", &event.act_date)] {
        wrong.extend(text.as_deref().filter(|text| !is_date(text)).map(|text| {
            format!("`{field}` is {text:?}; a day is 2025-03-14, a month 2025-03, a year 2025, not known null")
        }));
    }
    wrong
}

fn unknown(field: &str, what: &str, name: &str, known: Vec<&str>) -> Option<String> {
    if known.contains(&name) {
        return None;
    }
    Some(format!("`{field}` is {name:?}, no PLOVER {what}{}", hint(name, known)))
}

fn country(code: &str) -> Option<String> {
    let fits = code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase());
    (!fits).then(|| format!("`country` is {code:?}; it is three capital letters, such as KEN or UNO, or null"))
}

/// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, of the calendar.
fn is_date(text: &str) -> bool {
    let whole = match text.len() {
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        10 => text.to_owned(),
        _ => return false,
    };
    whole.parse::<jiff::civil::Date>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::super::records::tests::event as short;
    use super::*;

    #[test]
    fn a_sound_event_passes() {
        for sound in ["ACCUSE PER.GOV>CHL @2024", "ASSAULT .UNK>UNO.MIL @2024-02", "CONSULT PER+CHL @2024-02-29"] {
            assert_eq!(event(&short(sound)), Vec::<String>::new(), "{sound}");
        }
    }

    #[test]
    fn slips_are_named() {
        let slip = |text: &str| event(&short(text)).join("; ");
        assert!(slip("CONSLUT PER+CHL").contains("did you mean CONSULT?"));
        assert!(slip("AID Peru>CHL").contains("three capital letters"));
        assert!(slip("AID PER>CHL @2023-02-29").contains("\"2023-02-29\""));
        assert!(slip("AID PER>CHL @2023-2-1").contains("a day is"));
        let mut visit = short("CONSULT PER>CHL");
        visit.modes = vec!["vist".to_owned(), "phone".to_owned()];
        assert_eq!(event(&visit), ["`mode` is \"vist\", no PLOVER mode (did you mean visit?)"]);
    }
}
