//! `memcon add`, `query` and `diff` on the sample pages.

use crate::harness::{Folder, memcon};

const PAGES: [&str; 3] = ["examples/envoy.html", "examples/two-stories.html", "examples/wire.txt"];

fn add(record: &str, pages: &[&str], more: &[&str]) -> crate::harness::Ran {
    memcon(&[&["add", record][..], pages, more].concat())
}

#[test]
fn pages_become_a_record_that_answers() {
    let folder = Folder::with(&[]);
    let record = folder.path("record.db");
    let said = add(&record, &PAGES, &[]).ends(0).out;
    assert!(said.starts_with("3 new documents") && said.contains("holds 3 documents, 4 stories"), "{said}");
    let again = add(&record, &PAGES, &["--jobs", "1"]).ends(0).out;
    assert!(again.starts_with("0 new documents") && again.contains("3 skipped: in the record already"), "{again}");

    let met = memcon(&["query", &record, "--dyad", "IDN-MMR", "--category", "CONSULT"]).ends(0).lines();
    assert!(!met.is_empty() && met.iter().all(|event| event["event"] == "CONSULT" || event["act"] == "CONSULT"));
    let evidence = met[0]["evidence"][0]["text"].as_str().expect("words");
    assert!(met[0]["report"]["url"].as_str().is_some_and(|url| url.contains("harbour-gazette")) && evidence.len() > 20);
    let counts = memcon(&["query", &record, "--by", "year", "--by-category", "--format", "csv"]).ends(0).out;
    assert!(counts.starts_with("period,category,events,mean_score\n"), "{counts}");
    memcon(&["query", &record, "--sql", "DROP TABLE event"]).ends(2).says(&["only reading"]);
    memcon(&["query", &record, "--category", "ACUSE"]).ends(2).says(&["ACCUSE"]);
    memcon(&["query", &folder.path("none.db")]).ends(2).says(&["no such record"]);
}

#[test]
fn another_lexicon_recodes_and_diff_says_what_changed() {
    let folder = Folder::with(&[("mine/frames/mine.txt", b"@ REJECT\nA accuse R of ACT?\n")]);
    let record = folder.path("record.db");
    add(&record, &PAGES[..1], &[]).ends(0);
    let before = memcon(&["diff", &record]).ends(0).out;
    assert_eq!(before, "recoding has changed nothing\n");
    let said = add(&record, &PAGES[..1], &["--lexicon", &folder.path("mine")]).ends(0).out;
    assert!(said.contains("1 coded anew, 1 of them otherwise"), "{said}");
    let diff = memcon(&["diff", &record]).ends(0).out;
    assert!(diff.contains("ACCUSE") && diff.contains("REJECT") && diff.contains("mine.txt"), "{diff}");
}

#[test]
fn a_record_knows_which_reader_coded_it() {
    let folder = Folder::with(&[]);
    let record = folder.path("record.db");
    add(&record, &PAGES[..1], &["--reader", "base"]).ends(0);
    let said = add(&record, &PAGES[..1], &["--reader", "fast"]).ends(0).out;
    assert!(said.contains("1 coded anew"), "{said}");
    let sql = "SELECT substr(model, 1, 5) AS reader FROM runs ORDER BY model";
    let runs = memcon(&["query", &record, "--sql", sql]).ends(0).lines();
    let readers: Vec<_> = runs.iter().map(|run| run["reader"].as_str().expect("a name")).collect();
    assert_eq!(readers, ["base ", "fast "]);
    memcon(&["add", &record, PAGES[0], "--reader", "slow"]).ends(2).says(&["slow"]);
}

#[test]
fn a_panel_has_rows_without_events_and_what_was_read() {
    let folder = Folder::with(&[]);
    let record = folder.path("record.db");
    add(&record, &PAGES, &[]).ends(0);
    let rows =
        memcon(&["panel", &record, "--countries", "IDN,MMR", "--from", "2025-04", "--to", "2025-06"]).ends(0).lines();
    // A country with itself is there because both have events of their own kind.
    let between: Vec<_> = rows.iter().filter(|row| row["actor"] != row["recipient"]).collect();
    assert_eq!((between.len(), rows.len()), (6, 12), "two dyads and two countries over three months: {rows:?}");
    let row = |actor: &str, period: &str| between.iter().find(|row| row["actor"] == actor && row["period"] == period);
    let may = row("IDN", "2025-05").expect("a row");
    assert!(may["CONSULT"].as_u64() > Some(0) && may["stories"] == 1 && may["actor_cow"] == 850, "{may}");
    let april = row("IDN", "2025-04").expect("a row");
    assert!(april["events"] == 0 && april["mean_score"].is_null() && april["stories"] == 0, "{april}");
    let read = memcon(&["panel", &record, "--denominators", "--by", "year", "--format", "csv"]).ends(0).out;
    assert!(read.starts_with("period,publisher,stories,copies\n") && read.contains("harbour-gazette"), "{read}");
    memcon(&["panel", &record, "--from", "2026", "--to", "2025"]).ends(2).says(&["exchange --from and --to"]);
}

#[test]
fn offices_are_those_of_a_day() {
    let folder = Folder::with(&[]);
    let record = folder.path("record.db");
    add(&record, &PAGES[..1], &[]).ends(0);
    let on = |day: &str| memcon(&["offices", &record, "--date", day]).ends(0).lines();
    let held = on("2025-05-15");
    assert!(!held.is_empty() && held.iter().all(|holder| holder["standing"] == "stated"), "{held:?}");
    assert!(held[0]["sources"][0]["text"].as_str().is_some_and(|text| !text.is_empty()));
    assert!(on("2025-05-14").is_empty() && on("2025-06-01").iter().all(|holder| holder["standing"] == "last-known"));
}
