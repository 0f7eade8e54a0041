//! `memcon add`, `query` and `diff` on the sample pages.

use std::process::Stdio;
use std::time::Duration;

use crate::harness::{Folder, command, memcon};

const PAGES: [&str; 3] = ["examples/envoy.html", "examples/two-stories.html", "examples/wire.txt"];

fn add(record: &str, pages: &[&str], more: &[&str]) -> crate::harness::Ran {
    memcon(&[&["add", record][..], pages, more].concat())
}

/// All mentions with their events, stories and evidence.
fn mentions(record: &str) -> String {
    let sql = "SELECT * FROM mentions JOIN events ON events.id = mentions.event ORDER BY mentions.id";
    memcon(&["query", record, "--sql", sql]).ends(0).out
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
fn killed_and_run_again_it_is_as_if_nothing_had_been() {
    let folder = Folder::with(&[]);
    let (whole, killed) = (folder.path("whole.db"), folder.path("killed.db"));
    add(&whole, &PAGES, &[]).ends(0);
    for wait in [300, 900] {
        let mut child = command()
            .args(["add", &killed])
            .args(PAGES)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("runs");
        std::thread::sleep(Duration::from_millis(wait));
        let _ = child.kill();
        child.wait().expect("ended");
    }
    let reversed: Vec<&str> = PAGES.into_iter().rev().collect();
    add(&killed, &reversed, &["--jobs", "2"]).ends(0);
    assert!(mentions(&whole) == mentions(&killed) && mentions(&whole).lines().count() > 10);
}
