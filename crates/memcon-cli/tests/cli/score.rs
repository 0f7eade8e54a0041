//! `memcon score`: gold records against what was coded.

use serde_json::json;

use crate::harness::{Folder, memcon, memcon_reading};

const GOLD: &str = "examples/gold.jsonl";

#[test]
fn without_a_system_memcon_is_scored_itself() {
    let coded = memcon(&["code", "--format", "jsonl", GOLD]).ends(0).out;
    let folder = Folder::with(&[("coded.jsonl", coded.as_bytes())]);
    let own = memcon(&["score", GOLD]).ends(0);
    let given = memcon(&["score", GOLD, &folder.path("coded.jsonl")]).ends(0);
    assert_eq!((&own.out, own.err.as_str()), (&given.out, ""));
    assert_eq!(own.out, memcon(&["score", GOLD, "--jobs", "1", "-q"]).ends(0).out);
    assert_eq!(own.out, memcon_reading(&["score", GOLD, "-"], coded.as_bytes()).ends(0).out);
    assert!(own.out.starts_with("articles 2  gold 48  system "), "{}", own.out);
}

#[test]
fn gold_agrees_with_itself() {
    let figures = memcon(&["score", GOLD, GOLD, "--json"]).ends(0).json();
    assert_eq!((&figures["events"]["f1"], &figures["strict"]["f1"]), (&json!(1.0), &json!(1.0)));
    assert_eq!((&figures["matched"], &figures["core_recall"]), (&json!(48), &json!(1.0)));
    assert_eq!(figures["events"]["f1_95"], json!([1.0, 1.0]));
    assert_eq!(figures["per_category"]["AGREE"]["recall"], 1.0);
    let plain = memcon(&["score", GOLD, GOLD, "--json", "--no-interval"]).ends(0).json();
    assert_eq!(plain["events"].get("f1_95"), None);
}

/// An article with events between Peru and other countries, such as `AID CHL`.
fn article(id: &str, events: &[&str]) -> String {
    let side = |country: &str| json!([{ "text": country, "country": country }]);
    let event = |short: &&str| {
        let (category, country) = short.split_once(' ').expect("category and country");
        json!({ "event": category, "status": "occurred", "actors": side("PER"), "recipients": side(country) })
    };
    json!({ "id": id, "events": events.iter().map(event).collect::<Vec<_>>() }).to_string()
}

#[test]
fn misses_and_inventions_are_listed() {
    let gold = [article("a", &["AID CHL", "AID BOL"]), article("b", &["AID ECU"])].join("\n");
    let system = [article("a", &["AID CHL", "COERCE ARG", "COERCE BRA"]), article("z", &["AID COL"])].join("\n");
    let folder = Folder::with(&[("gold.jsonl", gold.as_bytes()), ("system.jsonl", system.as_bytes())]);
    let score = |more: &[&str]| {
        let files = [folder.path("gold.jsonl"), folder.path("system.jsonl")];
        let mut arguments = vec!["score".to_owned(), files[0].clone(), files[1].clone(), "--no-interval".to_owned()];
        arguments.extend(more.iter().map(|&m| m.to_owned()));
        memcon(&arguments).ends(0).says(&["1 articles of the system are not in the gold", "\"z\""]).out
    };
    let plain = score(&[]);
    let second = "events   P 0.333  R 0.333  F1 0.333   core recall 0.333";
    assert!(plain.lines().any(|line| line == second) && !plain.contains("missed"), "{plain}");
    let all = score(&["--misses"]);
    let (missed, invented) = all.split_once("not in the gold:").expect("both lists");
    assert!(missed.contains("a: AID, occurred, no date: PER (PER ?) → BOL (BOL ?)") && missed.contains("ECU"), "{all}");
    assert!(invented.contains("ARG") && invented.contains("BRA") && !invented.contains("CHL"), "{all}");
    let first = score(&["--misses", "1"]);
    assert!(first.contains("BOL") && !first.contains("ECU (") && first.contains("… and 1 more"), "{first}");
}

#[test]
fn slips_in_the_gold_are_named_with_their_line() {
    let gold = format!(
        "{}\n{{\"id\": \"b\", \"events\": [{{\"event\": \"ACUSE\"}}]}}\nnonsense\n",
        article("a", &["AID CHL"])
    );
    let folder = Folder::with(&[("gold.jsonl", gold.as_bytes()), ("empty.jsonl", b"\n"), ("bad.jsonl", b"{}\n\xff\n")]);
    let run = |gold: &str, system: &str| memcon(&["score", &folder.path(gold), system]).ends(2);
    run("gold.jsonl", GOLD)
        .says(&["gold.jsonl:2: event 1:", "\"ACUSE\"", "did you mean ACCUSE?"])
        .says(&["gold.jsonl:3: not JSON"]);
    run("empty.jsonl", GOLD).says(&["no article in it"]);
    run("bad.jsonl", GOLD).says(&["bad.jsonl:2: not UTF-8"]);
    run("missing.jsonl", GOLD).says(&["missing.jsonl: cannot be read"]);
    memcon(&["score", GOLD, &folder.path("gold.jsonl")]).ends(2).says(&["gold.jsonl:3: not JSON"]);
    memcon(&["score", "-", "-"]).ends(2);
}

#[test]
fn an_article_without_text_counts_as_without_events_and_is_named() {
    let folder = Folder::with(&[("gold.jsonl", article("a", &["AID CHL"]).as_bytes())]);
    let ran = memcon(&["score", &folder.path("gold.jsonl")]).ends(1).says(&["line 1", "`text`"]);
    assert!(ran.out.starts_with("articles 1  gold 1  system 0  matched 0"), "{}", ran.out);
}
