//! `memcon actor`, `place` and `when`.

use crate::harness::{Folder, memcon, memcon_reading};

#[test]
fn one_question_is_answered() {
    let actor = memcon(&["actor", "Norwegian foreign minister"]).ends(0).out;
    assert!(actor.contains("\"NOR\"") && actor.contains("\"GOV\""), "{actor}");
    let place = memcon(&["place", "Talks were held in Nairobi."]).ends(0).json();
    assert_eq!((&place["places"][0]["name"], &place["places"][0]["country"]), (&"Nairobi".into(), &"KEN".into()));
    let when = memcon(&["when", "The ministers met last Friday.", "--date", "2025-03-12"]).ends(0).json();
    assert_eq!(when["times"][0]["value"], "2025-03-07");
    memcon(&["when", "on Friday", "--date", "soon"]).ends(2).says(&["soon", "YYYY-MM-DD"]);
}

#[test]
fn many_questions_are_answered_line_by_line() {
    let lines = b"{\"id\":1,\"text\":\"Kenya's president\"}\n\n{\"id\":\"b\",\"text\":\"the envoy of Norway\",\"date\":\"2025-03-14\"}\n";
    let ids = |ran: crate::harness::Ran| ran.lines().iter().map(|line| line["id"].to_string()).collect::<Vec<_>>();
    for command in ["actor", "place", "when"] {
        assert_eq!(ids(memcon_reading(&[command, "--jsonl", "-"], lines).ends(0)), ["1", "\"b\""]);
    }
    let folder = Folder::with(&[("questions.jsonl", lines)]);
    assert_eq!(ids(memcon(&["actor", "--jsonl", &folder.path("questions.jsonl")]).ends(0)).len(), 2);
}

#[test]
fn a_bad_line_is_named_and_the_others_are_answered() {
    let lines = b"{\"id\":1,\"text\":\"Kenya\"}\n{\"id\":\n{\"id\":3}\n{\"id\":4,\"text\":\"\xff\"}\n{\"id\":5,\"text\":\"Oslo\",\"date\":\"soon\"}\n{\"id\":6,\"text\":\"Oslo\"}";
    let ran = memcon_reading(&["actor", "--jsonl", "-"], lines).ends(1);
    assert_eq!(ran.lines().len(), 2);
    for line in ["-, line 2: no JSON", "-, line 3: no \"text\"", "-, line 4: no JSON", "-, line 5: \"date\" is"] {
        assert!(ran.err.contains(line), "{line} not in\n{}", ran.err);
    }
    memcon(&["actor", "--jsonl", "no/such/file"]).ends(1).says(&["no/such/file", "cannot be read"]);
}
