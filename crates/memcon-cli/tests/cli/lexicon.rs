//! `--lexicon`: a user's files on top of the shipped ones.

use serde_json::{Value, json};

use crate::harness::{Folder, memcon, memcon_reading};

const TEXT: &[u8] = b"The government of Kenya pampered Norway on Monday.";

#[test]
fn a_frame_of_the_users_codes_what_the_shipped_ones_do_not() {
    let folder = Folder::with(&[("frames/own.txt", b"# Words of our own.\n@ ACCUSE disapprove\nA pamper R\n")]);
    let shipped = memcon_reading(&["code", "-"], TEXT).ends(0).json();
    assert!(!shipped.to_string().contains("own.txt"), "{shipped}");
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

/// The events of a text with a folder of these files, each as category, status, actors' and recipients' countries.
fn coded(files: &[(&str, &str)], text: &str) -> Vec<String> {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let folder = Folder::with(&files);
    let ran = memcon_reading(&["code", "-", "--lexicon", &folder.path("")], text.as_bytes()).ends(0);
    assert_eq!(ran.err, "");
    let document = ran.json();
    let string = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let side = |parties: &Value| -> String {
        let parties = parties.as_array().expect("a list").iter();
        parties.map(|p| format!("{} {}", string(&p["country"]), string(&p["sector"]))).collect::<Vec<_>>().join(" + ")
    };
    let event = |e: &Value| {
        format!("{} {} {} > {}", string(&e["event"]), string(&e["status"]), side(&e["actors"]), side(&e["recipients"]))
    };
    document["events"].as_array().expect("a list").iter().map(event).collect()
}

const CONDEMNED: &str = "Kenya condemned Norway on Monday.";

#[test]
fn a_frame_overrides_a_shipped_one_for_its_own_word() {
    assert_eq!(coded(&[], CONDEMNED), ["ACCUSE occurred KEN GOV > NOR GOV"]);
    // The shipped line lists other verbs beside; only this one is taken from it.
    let own = [("frames/own.txt", "@ THREATEN\nA condemn R\n")];
    assert_eq!(coded(&own, CONDEMNED), ["THREATEN occurred KEN GOV > NOR GOV"]);
    assert_eq!(coded(&own, "Kenya denounced Norway on Monday."), ["ACCUSE occurred KEN GOV > NOR GOV"]);
}

#[test]
fn none_switches_a_frame_off() {
    let own = [("frames/own.txt", "@ ACCUSE\nA condemn R | none\n")];
    assert_eq!(coded(&own, CONDEMNED), Vec::<String>::new());
    let (name, text) = own[0];
    let folder = Folder::with(&[(name, text.as_bytes())]);
    let arguments = ["explain", "-", "--sentence", "1", "--lexicon", &folder.path("")];
    let why = memcon_reading(&arguments, CONDEMNED.as_bytes()).ends(0).out;
    assert!(why.contains("fits, and codes nothing: `none`") && why.contains("own.txt, line 2"), "{why}");
}

#[test]
fn a_cue_changes_the_status() {
    let text = "Kenya pretended to attack Norway.";
    let status =
        |files: &[(&str, &str)]| coded(files, text).first().and_then(|e| e.split(' ').nth(1)).map(str::to_owned);
    assert_ne!(status(&[]).as_deref(), Some("denied"));
    assert_eq!(status(&[("status.txt", "denied verb pretend\n")]).as_deref(), Some("denied"));
}

const COUNTRIES: &str =
    "code | name | other names | adjectives | people | capitals | parliament | cow | gw | from | to\n";

#[test]
fn a_country_is_added_or_overridden() {
    let text = "Freedonia condemned Norway on Monday.";
    assert!(coded(&[], text).iter().all(|event| !event.contains("FRD")));
    let own = format!("{COUNTRIES}FRD | Freedonia | | Freedonian | | Glooton | | | | |\n");
    assert_eq!(coded(&[("countries.txt", &own)], text), ["ACCUSE occurred FRD GOV > NOR GOV"]);
    assert_eq!(
        coded(&[("countries.txt", &own)], "The Freedonian army attacked Norway."),
        ["ASSAULT occurred FRD MIL > NOR GOV"]
    );
    // A name of a shipped row goes to the user's.
    let own = format!("{COUNTRIES}KEX | Kenya | | Kenyan | | Nairobi | | | | |\n");
    assert_eq!(coded(&[("countries.txt", &own)], CONDEMNED), ["ACCUSE occurred KEX GOV > NOR GOV"]);
}

#[test]
fn actors_are_added_by_every_table() {
    let organisations = "name | other names | country | sector | also | from | to\nRiver Wardens | | KEN | REB | | |\n";
    let people = "name | other names | gender | country | sector | office | from | to | wikidata\n\
                  Orla Tindle | Tindle | f | NOR | GOV | envoy | | |\n";
    let roles = "nouns | sector | also | kind | how\nwaywarden | COP | | person | belongs\n";
    let seats = "phrase | name | country | sector\nMolehill House | Government of Norway | NOR | GOV\n";
    let files =
        [("organisations.txt", organisations), ("people.txt", people), ("roles.txt", roles), ("seats.txt", seats)];
    assert_eq!(coded(&files, "Orla Tindle condemned the River Wardens."), ["ACCUSE occurred NOR GOV > KEN REB"]);
    assert_eq!(coded(&files, "Molehill House condemned Kenya."), ["ACCUSE occurred NOR GOV > KEN GOV"]);
    let folder = Folder::with(&files.map(|(name, text)| (name, text.as_bytes())));
    let ask = |phrase: &str| memcon(&["actor", phrase, "--lexicon", &folder.path("")]).ends(0).json();
    assert_eq!(ask("a Kenyan waywarden")["sector"], "COP");
    assert_eq!((&ask("River Wardens")["country"], &ask("River Wardens")["sector"]), (&json!("KEN"), &json!("REB")));
    assert_ne!(memcon(&["actor", "River Wardens"]).ends(0).json()["sector"], "REB");
}

#[test]
fn actors_are_added_by_a_spreadsheet() {
    let table = "name,aliases,country,sector,office,from,to,identifier\n\
                 Orla Tindle,\"Tindle; Tindle, Orla\",NOR,GOV,envoy,2010,2014-06,Q999\nRiver Wardens,RW,KEN,REB,,,,Q998\n";
    let folder = Folder::with(&[("actors.csv", table.as_bytes())]);
    let ask = |phrase: &str, date: &str| {
        memcon(&["actor", phrase, "--date", date, "--lexicon", &folder.path("")]).ends(0).json()
    };
    let envoy = ask("Orla Tindle", "2012-05-01");
    assert_eq!(
        (&envoy["country"], &envoy["sector"], &envoy["office"]),
        (&json!("NOR"), &json!("GOV"), &json!("envoy"))
    );
    assert_eq!((&envoy["from"], &envoy["to"]), (&json!("2010-01-01"), &json!("2014-06-30")));
    assert_eq!(
        (&envoy["identifier"], &ask("River Wardens", "2012-05-01")["identifier"]),
        (&json!("Q999"), &json!("Q998"))
    );
    assert!(envoy["why"][0].as_str().is_some_and(|why| why.contains("actors.csv:2")), "{envoy}");
    assert_eq!(ask("Tindle", "2020-05-01")["sector"], "ELI");
    assert_eq!(ask("Orla Tindle", "2005-05-01")["sector"], json!(null));
    let wrong = Folder::with(&[("actors.csv", b"name,alias,country,sector\nOrla,,NOR,GOV\n")]);
    let ran = memcon(&["actor", "Orla", "--lexicon", &wrong.path("")]).ends(2);
    ran.says(&["actors.csv:1: ", "did you mean aliases?"]);
}

#[test]
fn all_mistakes_of_a_folder_are_shown_at_once_with_what_was_meant() {
    let folder = Folder::with(&[
        ("frames/a.txt", b"@ CONSULT vist\n@ COERCE\nA jail R | actor KOP\n"),
        ("frames/b.txt", b"@ ASAULT\n"),
        ("status.txt", b"planed verb scheme\n"),
        ("seats.txt", b"phrase | name | country | sector\nMolehill | Government | NOR | GOVT\n"),
        ("roles.txt", b"nouns | sector | also | kind | how\nwarden | COP | | persn | belongs\n"),
        ("countries.txt", b"code | name\nFRD | Freedonia\n"),
    ]);
    let ran = memcon(&["code", "examples/envoy.html", "--lexicon", &folder.path("")]).ends(2);
    for (place, words) in [
        ("frames/a.txt:1: ", "did you mean visit?"),
        ("frames/a.txt:3: ", "did you mean COP?"),
        ("frames/b.txt:1: ", "did you mean ASSAULT?"),
        ("status.txt:1: ", "did you mean planned?"),
        ("seats.txt:2: ", "did you mean GOV?"),
        ("roles.txt:2: ", "did you mean person?"),
        ("countries.txt:1: ", "code | name | other names"),
    ] {
        let told = ran.err.lines().any(|line| line.contains(place) && line.contains(words));
        assert!(told, "{place}{words} not in\n{}", ran.err);
    }
}

#[test]
fn files_that_are_none_of_a_lexicon_are_named_and_the_rest_is_used() {
    let folder = Folder::with(&[
        ("countrys.txt", b"code | name\n"),
        ("notes.md", b"ours"),
        ("frames/own.txt", b"@ ACCUSE\nA pamper R\n"),
        ("frames/own.bak", b"@ AID\nA pamper R\n"),
        (".hidden", b""),
    ]);
    let ran = memcon_reading(&["code", "-", "--lexicon", &folder.path("")], TEXT)
        .ends(0)
        .says(&["countrys.txt", "not read", "did you mean countries.txt?"])
        .says(&["notes.md", "not read", "frames/*.txt"])
        .says(&["frames/own.bak", "not read"]);
    assert_eq!((ran.err.lines().count(), &ran.json()["events"][0]["event"]), (3, &json!("ACCUSE")));
}
