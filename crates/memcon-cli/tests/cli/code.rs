//! `memcon code` on the sample pages.

use std::process::Stdio;

use serde_json::Value;

use crate::harness::{Folder, command, memcon, memcon_reading};

/// The sample pages that tell of political events.
const POLITICAL: [&str; 12] = [
    "court.txt",
    "digest.html",
    "election.html",
    "envoy.html",
    "frontline.txt",
    "latin1.html",
    "live-blog.html",
    "no-date.html",
    "readout.html",
    "tariffs.html",
    "two-stories.html",
    "utf16.txt",
];

fn examples(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| format!("examples/{name}")).collect()
}

fn code(inputs: &[String], more: &[&str]) -> Vec<String> {
    ["code"].iter().chain(more).map(ToString::to_string).chain(inputs.iter().cloned()).collect()
}

fn count(document: &Value, key: &str) -> usize {
    document[key].as_array().expect("a list").len()
}

fn notes(document: &Value) -> String {
    document["notes"].to_string()
}

#[test]
fn every_political_sample_has_events_tied_to_its_words() {
    let ran = memcon(&code(&examples(&POLITICAL), &[])).ends(0);
    let documents = ran.lines();
    assert_eq!(documents.len(), POLITICAL.len());
    for (document, name) in documents.iter().zip(POLITICAL) {
        assert_eq!(document["id"], format!("examples/{name}"));
        assert!(count(document, "events") >= 3, "{name}: {}", count(document, "events"));
        let text: Vec<char> = document["text"].as_str().expect("text").chars().collect();
        for event in document["events"].as_array().expect("events") {
            let story = usize::try_from(event["story"].as_u64().expect("a number")).expect("small");
            assert!(story < count(document, "stories"));
            for evidence in event["evidence"].as_array().expect("evidence") {
                let at = |key: &str| usize::try_from(evidence[key].as_u64().expect("an offset")).expect("small");
                let words: String = text[at("start")..at("end")].iter().collect();
                assert_eq!(evidence["text"], words, "{name}");
            }
        }
    }
}

#[test]
fn nothing_is_coded_from_sport_or_french_and_that_is_said() {
    let documents = memcon(&code(&examples(&["football.html", "sommet.html"]), &[])).ends(0).lines();
    let [football, french] = documents.as_slice() else { panic!("{documents:?}") };
    assert_eq!((count(football, "events"), count(french, "events")), (0, 0));
    assert!(notes(football).contains("no political event was found"), "{}", notes(football));
    assert!(notes(french).contains("not English but fr"), "{}", notes(french));
}

#[test]
fn stories_of_one_page_have_their_own_dates_and_headlines() {
    let document = memcon(&["code", "examples/two-stories.html"]).ends(0).json();
    let stories = document["stories"].as_array().expect("stories");
    // The second says its date nowhere: the day that fits its evidence best comes first.
    let date = |story: &Value| story["date"].as_str().or(story["date_candidates"][0].as_str()).map(str::to_owned);
    let dates: Vec<_> = stories.iter().filter_map(date).collect();
    assert_eq!(dates, ["2025-06-11", "2026-01-12"]);
    assert_eq!(stories[1]["date_source"], "inferred");
    let text = document["text"].as_str().expect("text");
    for story in stories {
        let start = usize::try_from(story["start"].as_u64().expect("an offset")).expect("small");
        let own: String = text.chars().skip(start).collect();
        assert!(own.starts_with(story["title"].as_str().expect("a headline")));
    }
}

#[test]
fn any_number_of_jobs_gives_the_same_bytes_in_input_order() {
    let mut inputs = examples(&POLITICAL);
    inputs.extend(examples(&["stories.jsonl", "quiet/bread.txt", "missing.html", "feed.xml"]));
    inputs.reverse();
    for format in ["jsonl", "table"] {
        let run = |jobs| memcon(&code(&inputs, &["--format", format, "--jobs", jobs])).ends(1);
        let (one, four) = (run("1"), run("4"));
        assert_eq!(one.out, four.out);
        assert_eq!(one.err, four.err);
    }
    let ids: Vec<String> =
        memcon(&code(&inputs, &[])).lines().iter().map(|d| d["id"].as_str().expect("an id").to_owned()).collect();
    let place = |name: &str| ids.iter().position(|id| id.ends_with(name)).unwrap_or_else(|| panic!("{name}: {ids:?}"));
    assert!(place("bread.txt") < place("sample-wto-1") && place("sample-strait-3") < place("utf16.txt"), "{ids:?}");
    assert_eq!(place("court.txt"), ids.len() - 1);
}

#[test]
fn a_table_is_for_reading() {
    let ran = memcon(&["code", "--format", "table", "examples/envoy.html", "examples/football.html"]).ends(0);
    for words in ["examples/envoy.html, 2025-05-15 (json-ld)", "CONSULT", " → ", "“", "note: no political event"] {
        assert!(ran.out.contains(words), "{words} not in\n{}", ran.out);
    }
    assert!(ran.out.lines().all(|line| line.chars().count() <= 160), "{}", ran.out);
}

#[test]
fn output_goes_to_a_file_with_or_without_the_text() {
    let folder = Folder::with(&[]);
    let file = folder.path("events.jsonl");
    let ran = memcon(&["code", "--out", &file, "--no-text", "examples/envoy.html"]).ends(0);
    assert_eq!(ran.out, "");
    let written: Value = serde_json::from_str(&std::fs::read_to_string(&file).expect("written")).expect("JSON");
    assert!(written.get("text").is_none() && count(&written, "events") > 0);
    memcon(&["code", "--out", &folder.path("no/such/folder"), "examples/envoy.html"])
        .ends(2)
        .says(&["no/such/folder", "cannot be written"]);
}

#[test]
fn standard_input_is_read_and_a_day_may_be_given() {
    let text = b"NAIROBI - Norway's foreign minister met her Kenyan counterpart in Nairobi on Monday.";
    let given = memcon_reading(&["code", "-", "--date", "2025-03-12"], text).ends(0).json();
    assert_eq!((&given["date"], &given["date_source"]), (&"2025-03-12".into(), &"given".into()));
    assert_eq!(given["events"][0]["date"], "2025-03-10");
    memcon_reading(&["code", "-", "--date", "12 March"], text).ends(2).says(&["12 March", "YYYY-MM-DD"]);
}

#[test]
fn a_folder_is_read_in_the_order_of_its_names() {
    let page = |place: &str| format!("The foreign ministers of Norway and Kenya met in {place} on Monday.");
    let folder = Folder::with(&[
        ("b/two.txt", page("Oslo").as_bytes()),
        ("a.txt", page("Nairobi").as_bytes()),
        (".hidden", page("Berlin").as_bytes()),
    ]);
    let documents = memcon(&["code", &folder.path("")]).ends(0).lines();
    let texts: Vec<_> = documents.iter().map(|document| document["text"].as_str().expect("text")).collect();
    assert_eq!(texts, [page("Nairobi"), page("Oslo")]);
}

#[test]
fn strict_stops_at_the_first_failure() {
    let inputs = ["examples/quiet/bread.txt", "examples/missing.html", "examples/quiet/soup.txt"];
    let run = |more: &[&str]| memcon(&code(&inputs.map(str::to_owned), more)).ends(1).says(&["missing.html"]);
    assert_eq!(run(&[]).lines().len(), 2);
    assert_eq!(run(&["--strict"]).lines().len(), 1);
}

#[test]
fn nothing_is_said_beside_the_output_when_all_went_well() {
    assert_eq!(memcon(&["code", "-q", "examples/envoy.html"]).ends(0).err, "");
    assert_eq!(memcon(&["code", "examples/envoy.html"]).ends(0).err, "");
}

#[test]
fn a_reader_who_has_had_enough_is_no_failure() {
    for arguments in [&["code", "examples"][..], &["explain", "examples/envoy.html"], &["page", "examples/envoy.html"]]
    {
        let mut child = command().args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("runs");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("ends");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code().is_some_and(|code| code < 2) && !said.contains("panicked"), "{said}");
    }
}

#[test]
fn every_command_has_its_help() {
    let help = memcon(&["--help"]).ends(0).out;
    for command in ["code", "explain", "page", "score", "actor", "place", "when"] {
        assert!(help.contains(&format!("\n  {command} ")), "{help}");
        let (long, short) = (memcon(&[command, "--help"]).ends(0).out, memcon(&[command, "-h"]).ends(0).out);
        assert!(long.contains(&format!("Usage: memcon {command}")), "{long}");
        let options = short.lines().filter(|line| line.trim_start().starts_with('-'));
        // Every option has its words beside it, two spaces off.
        assert!(options.clone().count() >= 1 && options.clone().all(|line| line.trim().contains("  ")), "{short}");
    }
    memcon(&["code"]).ends(2).says(&["required"]);
    memcon(&["cod", "x"]).ends(2).says(&["cod"]);
    memcon(&["code", "--jobs", "0", "examples/envoy.html"]).ends(2).says(&["--jobs"]);
}
