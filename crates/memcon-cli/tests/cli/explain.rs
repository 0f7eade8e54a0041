//! `memcon explain` and `memcon page`.

use crate::harness::{memcon, memcon_reading};

#[test]
fn explain_tells_the_whole_way() {
    let all = memcon(&["explain", "examples/envoy.html"]).ends(0).out;
    for words in [
        "story 1:",
        "date      2025-05-15 (json-ld)",
        "event 1:",
        "event 2:",
        "  word ",
        "  frame ",
        "lexicon/",
        "← event",
        "of “",
        "  almost ",
        "sentences without event",
        "nothing coded; nearest: ",
    ] {
        assert!(all.contains(words), "{words} not in\n{all}");
    }
    let second = memcon(&["explain", "examples/envoy.html", "--event", "2"]).ends(0).out;
    let (block, _notes) = second.split_once("\n\n").expect("a block of lines");
    assert!(block.starts_with("event 2:") && !block.contains("event 1:") && all.contains(block), "{second}");
}

#[test]
fn an_event_that_is_not_there_is_named() {
    memcon(&["explain", "examples/envoy.html", "--event", "400"]).ends(2).says(&["no event 400", "numbered from 1 to"]);
    memcon(&["explain", "examples/envoy.html", "--event", "0"]).ends(2).says(&["no event 0"]);
    memcon(&["explain", "examples/football.html", "--event", "1"]).ends(2).says(&["no event was found"]);
    memcon(&["explain", "examples/missing.html"]).ends(1).says(&["examples/missing.html", "cannot be read"]);
}

#[test]
fn a_sentence_without_event_tells_what_nearly_fired() {
    let text = b"Her cat held a banquet with the geese on Monday. He zoomed away.";
    let ran = memcon_reading(&["explain", "-", "--sentence", "1"], text).ends(0);
    for words in [
        "nothing coded; nearest: ",
        "\"held\" (verb hold)",
        "banquet [obj NN]",
        "(lexicon/frames/",
        "→ ",
        "“banquet” is not ",
    ] {
        assert!(ran.out.contains(words), "{words} not in\n{}", ran.out);
    }
    let none = memcon_reading(&["explain", "-", "--sentence", "2"], text).ends(0).out;
    assert!(none.contains("the lexicon has no line for: zoom"), "{none}");
    let whole = memcon_reading(&["explain", "-"], text).ends(0).out;
    assert!(whole.contains("    1  Her cat") && whole.contains("    2  He zoomed away."), "{whole}");
    memcon_reading(&["explain", "-", "--sentence", "9"], text).ends(2).says(&["no sentence 9", "numbered from 1 to 2"]);
    memcon(&["explain", "examples/envoy.html", "--sentence", "1", "--event", "1"]).ends(2).says(&["--sentence"]);
}

#[test]
fn every_slot_of_a_frame_that_fired_has_its_words() {
    let text = b"Kenya urged Norway to free the sailors on Monday.";
    let event = memcon_reading(&["explain", "-", "--event", "1"], text).ends(0).out;
    let slots: Vec<&str> = event.lines().skip_while(|line| !line.starts_with("  frame ")).skip(1).take(3).collect();
    for (line, words) in slots.iter().zip(["“Kenya” (nsubj of “urged”)", "“Norway” (", "“free” (xcomp of “urged”)"])
    {
        assert!(line.contains(words), "{words} not in {line}\n{event}");
    }
}

#[test]
fn of_several_documents_the_first_is_explained_and_that_is_said() {
    let ran = memcon(&["explain", "examples/stories.jsonl"]).ends(0).says(&["stories.jsonl", "only the first"]);
    assert!(ran.out.contains("2025-04-10 (given)"), "{}", ran.out);
}

#[test]
fn page_shows_what_intake_made() {
    let page = memcon(&["page", "examples/two-stories.html"]).ends(0).json();
    assert_eq!((&page["format"], &page["language"]), (&"html".into(), &"en".into()));
    assert_eq!(page["stories"].as_array().map(Vec::len), Some(2));
    assert_eq!(page["stories"][0]["dates"][0]["date"], "2025-06-11");
    assert_eq!(page["stories"][1]["dates"], serde_json::json!([]));
    let kinds: Vec<_> = page["furniture"].as_array().expect("a list").iter().map(|f| f["kind"].as_str()).collect();
    assert!(kinds.contains(&Some("summary")), "{kinds:?}");
    let text = memcon_reading(&["page", "-"], b"The envoy left.").ends(0).json();
    assert_eq!(text["text"], "The envoy left.");
    memcon_reading(&["page", "-"], b"").ends(1).says(&["-: the input is empty"]);
}
