//! Scores the contexts of events against gold records that carry contexts.
//!
//! Gold: a JSON line each with `id` and `context` or `contexts`, a list of names; system: `memcon code --format jsonl`
//! over the same ids. A record is compared as a whole: the contexts of all its events against the gold's. PLOVER's
//! gold standard records of 2018 use fifteen older, coarser names; [`OLDER`] says which of the 37 fall under each.
//! A context whose old name the gold's coders did not have is left out of precision. Most of those records carry one
//! context only, the main one, so that precision is a lower bound.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::Value;

/// The older names, with the contexts of today that fall under each.
const OLDER: [(&str, &[&str]); 15] = [
    ("military", &["military", "peacekeeping"]),
    ("diplomatic", &["diplomatic"]),
    ("legal", &["legal", "rights_freedoms", "human_rights", "crime"]),
    ("economic", &["economic", "human_security"]),
    ("political", &["political_institutions", "pro_democracy", "pro_autocracy", "repression"]),
    ("election", &["election"]),
    ("resource", &["natural_resource", "territory", "environment", "human_security"]),
    ("terrorism", &["terrorism"]),
    ("refugee", &["migration", "asylum", "human_security"]),
    ("refugees", &["migration", "asylum", "human_security"]),
    ("government", &["executive", "legislative", "political_institutions"]),
    ("rights", &["human_rights", "rights_freedoms", "repression", "inequality"]),
    ("discrimination", &["inequality", "rights_freedoms"]),
    ("cbrn", &["cbrn"]),
    ("cyber", &["cyber"]),
];

/// Names of the gold that are no context today: `status` and dates tell it.
const NONE_TODAY: [&str; 4] = ["historical", "future", "hypothetical", "negation"];

/// Right, given by the system, in the gold.
#[derive(Clone, Copy, Default)]
struct Counts {
    right: usize,
    given: usize,
    found: usize,
    gold: usize,
}

impl Counts {
    fn line(self) -> String {
        let share = |part: usize, whole: usize| part as f64 / (whole as f64).max(1.0);
        let (precision, recall) = (share(self.right, self.given), share(self.found, self.gold));
        let f1 = 2.0 * precision * recall / (precision + recall).max(f64::EPSILON);
        let Self { given, gold, .. } = self;
        format!("P {precision:.3}  R {recall:.3}  F1 {f1:.3}   (given {given}, gold {gold})")
    }
}

/// Runs the command.
pub fn run(gold: &str, system: &str) -> Result<(), String> {
    let coded: HashMap<String, Value> = lines(system)?.into_iter().map(|record| (id(&record), record)).collect();
    let gold = lines(gold)?;
    if gold.is_empty() {
        return Err("the gold has no records".to_owned());
    }
    for (name, reaches) in [
        ("clause", ["clause"].as_slice()),
        ("clause and paragraph", &["clause", "paragraph"]),
        ("all reaches", &["clause", "paragraph", "story"]),
    ] {
        let mut total = Counts::default();
        let mut by_name: BTreeMap<&str, Counts> = BTreeMap::new();
        for record in &gold {
            let wanted = wanted(record);
            let given = coded.get(&id(record)).map(|coded| given(coded, reaches)).unwrap_or_default();
            compare(&wanted, &given, &mut total, &mut by_name);
        }
        println!("{name:<20} {}", total.line());
        if name == "all reaches" {
            for (name, counts) in by_name {
                println!("  {name:<18} {}", counts.line());
            }
        }
    }
    Ok(())
}

/// Adds one record to the counts: a context is right if one of its names is in the gold, a name found if one of the
/// contexts bears it.
fn compare(
    wanted: &BTreeSet<&'static str>,
    given: &BTreeSet<String>,
    total: &mut Counts,
    by_name: &mut BTreeMap<&'static str, Counts>,
) {
    for context in given {
        let names = names_of(context);
        if names.is_empty() {
            continue;
        }
        let right = names.iter().any(|name| wanted.contains(name));
        total.given += 1;
        total.right += usize::from(right);
        for name in names.iter().filter(|name| !right || wanted.contains(*name)) {
            let counts = by_name.entry(name).or_default();
            counts.given += 1;
            counts.right += usize::from(right);
        }
    }
    for name in wanted {
        let found = given.iter().any(|context| names_of(context).contains(name));
        for counts in [&mut *total, by_name.entry(name).or_default()] {
            counts.gold += 1;
            counts.found += usize::from(found);
        }
    }
}

/// The older names under which a context falls.
fn names_of(context: &str) -> Vec<&'static str> {
    let under = |(_, contexts): &&(&str, &[&str])| contexts.contains(&context);
    OLDER.iter().filter(under).map(|&(name, _)| one_spelling(name)).collect::<BTreeSet<_>>().into_iter().collect()
}

fn one_spelling(name: &'static str) -> &'static str {
    if name == "refugees" { "refugee" } else { name }
}

/// The gold's contexts under their older names; names of today count as the older ones that hold them.
fn wanted(record: &Value) -> BTreeSet<&'static str> {
    let list = record.get("context").or_else(|| record.get("contexts")).and_then(Value::as_array);
    let names = list.into_iter().flatten().filter_map(Value::as_str).filter(|name| !NONE_TODAY.contains(name));
    let older = |name: &str| match OLDER.iter().find(|(old, _)| *old == name) {
        Some(&(old, _)) => vec![one_spelling(old)],
        None => names_of(name),
    };
    names.flat_map(older).collect()
}

fn given(coded: &Value, reaches: &[&str]) -> BTreeSet<String> {
    let events = coded.get("events").and_then(Value::as_array);
    let contexts = events.into_iter().flatten().filter_map(|event| event.get("contexts")?.as_array()).flatten();
    let reached = contexts.filter(|c| c.get("reach").and_then(Value::as_str).is_some_and(|r| reaches.contains(&r)));
    reached.filter_map(|c| c.get("context")?.as_str().map(str::to_owned)).collect()
}

fn id(record: &Value) -> String {
    record.get("id").and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn lines(file: &str) -> Result<Vec<Value>, String> {
    let text = std::fs::read_to_string(file).map_err(|e| format!("{file}: {e}"))?;
    let parse =
        |(number, line): (usize, &str)| serde_json::from_str(line).map_err(|e| format!("{file}:{}: {e}", number + 1));
    text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).map(parse).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn older_names_hold_the_contexts_of_today() {
        assert_eq!(names_of("peacekeeping"), ["military"]);
        assert_eq!(names_of("asylum"), ["refugee"]);
        assert!(names_of("technology").is_empty());
        let gold = serde_json::json!({"id": "a", "context": ["refugees", "historical", "election"]});
        assert_eq!(wanted(&gold).into_iter().collect::<Vec<_>>(), ["election", "refugee"]);
    }

    #[test]
    fn right_and_found_are_counted_apart() {
        let (mut total, mut by_name) = (Counts::default(), BTreeMap::new());
        let given = ["military", "peacekeeping", "economic"].map(str::to_owned).into_iter().collect();
        compare(&["military", "election"].into_iter().collect(), &given, &mut total, &mut by_name);
        assert_eq!((total.right, total.given, total.found, total.gold), (2, 3, 1, 2));
        assert_eq!(by_name["economic"].given, 1);
    }
}
