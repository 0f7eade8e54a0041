//! `--lexicon`: a user's files on top of the shipped ones.

use crate::harness::{Folder, memcon, memcon_reading};

const TEXT: &[u8] = b"The government of Kenya pampered Norway on Monday.";

#[test]
fn a_frame_of_the_users_codes_what_the_shipped_ones_do_not() {
    let folder = Folder::with(&[("frames/own.txt", b"# Words of our own.\n@ ACCUSE disapprove\nA pamper R\n")]);
    let shipped = memcon_reading(&["code", "-"], TEXT).ends(0).json();
    assert_eq!(shipped["events"], serde_json::json!([]));
    let own = memcon_reading(&["code", "-", "--lexicon", &folder.path(".")], TEXT).ends(0).json();
    assert_eq!((&own["events"][0]["event"], &own["events"][0]["mode"][0]), (&"ACCUSE".into(), &"disapprove".into()));
    assert!(own["events"][0]["decided_by"].as_str().is_some_and(|rule| rule.contains("own.txt:3")), "{own}");
    let explained = memcon_reading(&["explain", "-", "--lexicon", &folder.path("")], TEXT).ends(0).out;
    let file = folder.path("frames/own.txt");
    assert!(explained.contains(&format!("A pamper R   ({file}, line 3)")), "{explained}");
}

#[test]
fn a_mistake_is_shown_with_file_line_and_hint() {
    let folder = Folder::with(&[("frames/own.txt", b"# Words of our own.\n@ ACUSE disapprove\nA pamper R\n")]);
    for command in ["code", "explain"] {
        let ran = memcon(&[command, "examples/envoy.html", "--lexicon", &folder.path("")]).ends(2);
        assert_eq!(ran.out, "");
        for words in ["own.txt:2", "ACUSE", "the sixteen are in codebook/README.md"] {
            assert!(ran.err.contains(words), "{words} not in {}", ran.err);
        }
    }
    memcon(&["code", "examples/envoy.html", "--lexicon", "no/such/folder"]).ends(2).says(&["no/such/folder"]);
}
