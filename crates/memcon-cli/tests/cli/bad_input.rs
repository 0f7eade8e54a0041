//! Input that is broken, hostile or not there: each is named with its reason, the rest is coded, and the program ends
//! in good order.

use std::time::{Duration, Instant};

use crate::harness::{Folder, memcon, memcon_reading};

const SENTENCE: &str = "The foreign minister of Kenya met the envoy of Norway in Oslo on Monday.";

fn nested() -> Vec<u8> {
    format!("<html><body>{}<p>{SENTENCE}</p>{}", "<div>".repeat(100_000), "</div>".repeat(100_000)).into_bytes()
}

fn utf16(text: &str) -> Vec<u8> {
    [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

/// Bytes that are no text, the same each time.
fn noise() -> Vec<u8> {
    (0..20_000_u32).map(|n| n.wrapping_mul(2_654_435_761).to_be_bytes()[0]).collect()
}

#[test]
fn bad_inputs_are_named_and_the_rest_is_coded() {
    let lines =
        format!("{{\"id\":\"a\",\"text\":\"{SENTENCE}\"}}\n{{\"id\": nope\n{{\"id\":\"c\",\"text\":\"{SENTENCE}\"}}\n");
    let broken = [SENTENCE.as_bytes(), " The envoy left for Málaga \u{2013} ".as_bytes(), b"\xe2\x28\xa1"].concat();
    let folder = Folder::with(&[
        ("bad.jsonl", lines.as_bytes()),
        ("binary.html", &noise()),
        ("blank.txt", b" \n\t "),
        ("deep.html", &nested()),
        ("empty.html", b""),
        ("good.txt", SENTENCE.as_bytes()),
        ("head.html", b"<html><head><title>Envoys meet</title></head></html>"),
        ("image.txt", b"\x89PNG\r\n\x1a\n0000"),
        ("utf16.txt", &utf16(SENTENCE)),
        ("unknown.txt", &[SENTENCE.as_bytes(), b" The envoy left for M\xe1laga."].concat()),
        ("utf8.txt", &broken),
    ]);
    std::fs::create_dir(folder.path("none")).expect("a folder");
    let (all, missing, none) = (folder.path(""), folder.path("missing.txt"), folder.path("none"));
    let ran = memcon(&["code", &missing, &all, &none])
        .ends(1)
        .says(&["bad.jsonl, line 2: not valid JSON"])
        .says(&["binary.html: not a text but binary data"])
        .says(&["blank.txt: the input is empty"])
        .says(&["deep.html: ", "100003 levels of nested elements", "over the bound"])
        .says(&["empty.html: the input is empty"])
        .says(&["head.html: no text to read"])
        .says(&["image.txt: not a text but an image"])
        .says(&["missing.txt: cannot be read"])
        .says(&["none: the folder holds no file"])
        .says(&["unknown.txt: not valid UTF-8", "read as windows-1252"])
        .says(&["utf8.txt: ", "byte sequences are not valid UTF-8"]);
    assert!(!ran.err.contains("good.txt") && !ran.err.contains("utf16.txt"), "{}", ran.err);
    let documents = ran.lines();
    assert_eq!(documents.len(), 7, "{}", ran.err);
    for document in documents {
        assert_eq!(document["events"][0]["event"], "CONSULT", "{document}");
    }
}

#[test]
fn what_was_read_in_part_is_named_but_did_not_fail() {
    let folder = Folder::with(&[("deep.html", &nested())]);
    memcon(&["code", &folder.path("deep.html")]).ends(0).says(&["deep.html: ", "nested elements"]);
}

#[test]
fn fifty_megabytes_of_one_line_are_cut_and_that_is_said() {
    const SIZE: usize = 50 << 20;
    let clause = "the foreign minister of Kenya met the envoy of Norway in Oslo on Monday, and ";
    let mut line = clause.repeat(SIZE / clause.len() + 1);
    line.truncate(SIZE);
    let begun = Instant::now();
    let ran = memcon_reading(&["code", "--no-text", "-"], line.as_bytes())
        .ends(0)
        .says(&["-: only the first 4194", "of 52428800 bytes"])
        .says(&["-: only the first 50000 words"])
        .says(&["-: 1 sentences of more than 1000 words"]);
    assert!(ran.json()["events"].as_array().is_some_and(|events| !events.is_empty()));
    // Seconds on an idle machine; what grows with the square of the line would take hours.
    assert!(begun.elapsed() < Duration::from_mins(5), "{:?}", begun.elapsed());
    // A line without a space, which is one word.
    memcon_reading(&["code", "--no-text", "-"], &vec![b'a'; SIZE]).ends(0).says(&["-: only the first 4194"]);
    // A line of JSON over the bound is no document at all.
    let long = format!("{{\"id\":1,\"text\":\"{line}\"}}\n{{\"id\":2,\"text\":\"{SENTENCE}\"}}\n");
    let ran = memcon_reading(&["code", "-"], long.as_bytes()).ends(1).says(&["-, line 1: ", "over the bound of"]);
    assert_eq!(ran.json()["id"], "2");
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_that_cannot_be_read_is_named() {
    // There for all to see, but nobody can read its first byte.
    memcon(&["code", "/proc/self/mem", "examples/quiet/bread.txt"]).ends(1).says(&["/proc/self/mem: cannot be read"]);
}
