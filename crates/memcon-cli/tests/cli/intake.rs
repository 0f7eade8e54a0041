//! Inputs of every kind, through the program.

use std::fmt::Write as _;

use crate::harness::{Folder, memcon, memcon_reading};

const SENTENCE: &str = "The foreign minister of Kenya met the envoy of Norway in Oslo on Monday.";

fn warc() -> Vec<u8> {
    let mut out = String::new();
    for (kind, url) in [("response", "a"), ("request", "a"), ("response", "a"), ("response", "b")] {
        let content =
            format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><body><p>{SENTENCE}</p></body></html>");
        let _ = write!(
            out,
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://n.example/{url}\r\nContent-Length: {}\r\n\r\n{content}\r\n\r\n",
            content.len()
        );
    }
    out.into_bytes()
}

#[test]
fn one_folder_may_hold_every_kind() {
    let feed = format!(
        "<rss version='2.0'><channel><title>T</title><item><title>Envoys meet</title><guid>feed-1</guid><description>{SENTENCE}</description></item></channel></rss>"
    );
    let folder = Folder::with(&[
        ("a.csv", format!("id,text\ncsv-1,\"{SENTENCE}\"\n").as_bytes()),
        ("b.json", format!("[\n  {{\"id\": \"json-1\", \"text\": \"{SENTENCE}\"}}\n]\n").as_bytes()),
        ("c.md", format!("# Envoys meet\n\nWords with **weight**.\n\n{SENTENCE}\n").as_bytes()),
        ("d.xml", feed.as_bytes()),
        ("e.warc", &warc()),
    ]);
    let ran =
        memcon(&["code", &folder.path("")]).ends(0).says(&["e.warc: 4 records, 2 pages; skipped 2", "1 requests"]);
    let documents = ran.lines();
    assert_eq!(documents.len(), 6, "{}", ran.err);
    for document in &documents {
        assert_eq!(document["events"][0]["event"], "CONSULT", "{document}");
    }
    let ids: Vec<&str> = documents.iter().map(|document| document["id"].as_str().expect("an id")).collect();
    assert_eq!((ids[0], ids[1], ids[3]), ("csv-1", "json-1", "feed-1"));
}

#[test]
fn columns_may_be_mapped_and_mistakes_are_named() {
    let table = format!("key,story,when\n1,\"{SENTENCE}\",2025-03-12\n");
    let map = ["code", "-", "--map", "text=story,date=when,id=key"];
    let document = memcon_reading(&map, table.as_bytes()).ends(0).json();
    assert_eq!((document["id"].as_str(), document["date"].as_str()), (Some("1"), Some("2025-03-12")));
    memcon(&["code", "x", "--map", "words=story"]).ends(2).says(&["words", "id, url, title, date, text and html"]);
}

#[test]
fn bounds_are_options() {
    let text = format!("{SENTENCE}\n\n").repeat(40);
    memcon_reading(&["code", "-", "--bound", "bytes=1K"], text.as_bytes())
        .ends(0)
        .says(&["only the first", "bound `bytes`"]);
    let ran = memcon_reading(&["code", "-", "--bound", "sentences=3"], text.as_bytes())
        .ends(0)
        .says(&["(3 sentences) were read"]);
    assert!(ran.json()["notes"].to_string().contains("bounds `words` and `sentences`"));
    memcon(&["code", "x", "--bound", "bites=3"]).ends(2).says(&["no bound `bites`", "bytes, unpacked_bytes"]);
    memcon(&["code", "x", "--bound", "bytes=0"]).ends(2).says(&["whole number above zero"]);
}

#[test]
fn a_story_in_another_language_is_named_and_left() {
    let french = "Le ministre des affaires étrangères a rencontré lundi à Genève son homologue pour parler de la situation dans les \
                  deux pays et de la paix qui doit être signée avant la fin de l'année.\nLes deux hommes se sont entretenus pendant \
                  trois heures avant de signer le texte devant la presse, selon un porte-parole du ministère.";
    let english = "OSLO (AP) — The foreign minister of Kenya met the envoy of Norway in Oslo on Monday, and they spoke of the ships.\n\
                   The two agreed to meet again in the spring, a spokesman said, after talks that had lasted for three hours and more.";
    let text = format!(
        "Envoys meet in Oslo\nBy Maria Novak\n{english}\n\nRencontre des ministres à Genève\nBy Jeanne Roux\nGENÈVE (AFP) — {french}\n"
    );
    let document = memcon_reading(&["code", "-"], text.as_bytes()).ends(0).json();
    assert_eq!(document["stories"].as_array().map(Vec::len), Some(2), "{document}");
    assert!(
        document["notes"].to_string().contains("story 2 of 2 was not coded: it is not English but fr"),
        "{}",
        document["notes"]
    );
    let events = document["events"].as_array().expect("events");
    assert!(!events.is_empty() && events.iter().all(|event| event["story"] == 0));
}

#[test]
fn a_page_has_an_outline_for_people() {
    let outline = memcon(&["page", "--format", "outline", "examples/two-stories.html"]).ends(0).out;
    for words in ["story 1 of 2: ", "story 2 of 2: ", "date 2025-06-11", "left out:", "outside "] {
        assert!(outline.contains(words), "{words} not in\n{outline}");
    }
    assert!(outline.lines().all(|line| line.chars().count() <= 160), "{outline}");
    let live = memcon(&["page", "--format", "outline", "examples/live-blog.html"]).ends(0).out;
    assert!(live.contains("(22:40): Congress rejects the curfew"), "{live}");
    let page = memcon(&["page", "examples/sommet.html"]).ends(0).json();
    assert_eq!((page["language"].as_str(), page["stories"][0]["language"].as_str()), (Some("fr"), Some("fr")));
}

#[test]
fn an_input_without_pages_says_what_was_in_it() {
    let record = "WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 0\r\n\r\n\r\n\r\n";
    memcon_reading(&["code", "-"], record.as_bytes()).ends(1).says(&[
        "-: no page to read in it",
        "1 records, 0 pages",
        "1 records about the crawl",
    ]);
}
