//! Contexts, statements and figures of a whole document, in the JSON that users get.

use std::sync::LazyLock;

use memcon::intake::{self, Bounds};
use memcon::{Lexicon, Memcon, json};
use serde_json::Value;

static MEMCON: LazyLock<Memcon> = LazyLock::new(|| Memcon::new().expect("shipped"));

const STORY: &str = "\
Ghana and Benin seek more trade

Ghana's foreign minister met her Beninese counterpart in Accra on Monday. Trade between Ghana and Benin reached $1.2bn in \
2024, up 12 percent, officials said.

“We will open the border,” Ghanaian President Kofi Asante told reporters on Tuesday. “It will not be closed again.”

Benin's government said in a statement that the two countries would build a road. According to the Ghanaian police, at \
least 13 people were killed in a bus crash near the border and dozens were injured. The army sent 200 to 300 soldiers.

The 54-year-old minister is the third woman in the post. Resolution 2254 was not discussed.
";

fn code(memcon: &Memcon, text: &str) -> Value {
    let page = intake::open(text.as_bytes(), "story", &Bounds::default()).next().expect("a page").expect("readable");
    let document = memcon.code(page, Some("2025-03-12".parse().expect("a day"))).expect("codes");
    serde_json::from_str(&json::line(&document, "story", true).expect("a line")).expect("JSON")
}

fn list<'a>(document: &'a Value, key: &str) -> &'a Vec<Value> {
    document[key].as_array().expect("a list")
}

/// Whether `text`, `start` and `end` agree with the document's text, in characters.
fn is_where_it_says(document: &Value, item: &Value) -> bool {
    let at = |key: &str| usize::try_from(item[key].as_u64().expect("an offset")).expect("small");
    let text: String =
        document["text"].as_str().expect("text").chars().skip(at("start")).take(at("end") - at("start")).collect();
    item["text"] == text
}

#[test]
fn statements_have_speaker_words_and_medium() {
    let document = code(&MEMCON, STORY);
    let statements = list(&document, "statements");
    assert!(statements.iter().all(|s| is_where_it_says(&document, s)), "{statements:#?}");
    let find =
        |text: &str| statements.iter().find(|s| s["text"] == text).unwrap_or_else(|| panic!("{text}: {statements:#?}"));

    let first = find("We will open the border");
    assert_eq!((first["speaker"]["country"].as_str(), first["quoted"].as_bool()), (Some("GHA"), Some(true)));
    assert_eq!(first["medium"].as_str(), Some("press conference"));
    let second = find("It will not be closed again.");
    assert_eq!(second["speaker"]["start"], first["speaker"]["start"], "it goes on");

    let reported = find("the two countries would build a road");
    assert_eq!((reported["speaker"]["country"].as_str(), reported["quoted"].as_bool()), (Some("BEN"), Some(false)));
    assert_eq!(reported["medium"], "statement");
    assert!(statements.iter().any(|s| s["speaker"]["sector"] == "COP"), "according to the police");
}

#[test]
fn figures_have_value_unit_and_what() {
    let document = code(&MEMCON, STORY);
    let figures = list(&document, "figures");
    assert!(figures.iter().all(|f| is_where_it_says(&document, f)), "{figures:#?}");
    let find =
        |text: &str| figures.iter().find(|f| f["text"] == text).unwrap_or_else(|| panic!("{text}: {figures:#?}"));

    let trade = find("$1.2bn");
    assert_eq!((trade["value"].as_u64(), trade["unit"].as_str()), (Some(1_200_000_000), Some("USD")));
    assert_eq!((trade["what"].as_str(), trade["period"].as_str()), (Some("Trade"), Some("2024")));
    let parties: Vec<&str> = list(trade, "parties").iter().filter_map(|p| p["country"].as_str()).collect();
    assert_eq!(parties, ["GHA", "BEN"]);

    assert_eq!(find("12 percent")["unit"], "percent");
    let dead = find("at least 13 people");
    assert_eq!((dead["value"].as_u64(), dead["unit"].as_str()), (Some(13), Some("person")));
    assert_eq!((dead["what"].as_str(), dead["qualifier"].as_str()), (Some("dead"), Some("at-least")));
    let injured = find("dozens");
    assert_eq!((injured["what"].as_str(), injured["qualifier"].as_str()), (Some("injured"), Some("vague")));
    let soldiers = find("200 to 300 soldiers");
    assert_eq!((soldiers["value"].as_u64(), soldiers["value_max"].as_u64()), (Some(200), Some(300)));
    assert!(
        !figures.iter().any(|f| matches!(f["value"].as_u64(), Some(54 | 2254 | 3))),
        "ages, names, ordinals: {figures:#?}"
    );
}

fn contexts(event: &Value) -> Vec<(&str, &str)> {
    list(event, "contexts").iter().filter_map(|c| Some((c["context"].as_str()?, c["reach"].as_str()?))).collect()
}

#[test]
fn contexts_have_their_reach() {
    let document = code(&MEMCON, STORY);
    let meeting = list(&document, "events").iter().find(|e| e["event"] == "CONSULT").expect("a meeting");
    assert!(contexts(meeting).contains(&("diplomatic", "clause")), "{meeting:#}");

    let election = "The election campaign in Togo ended on Friday.\n\nThe electoral commission opened 2,000 polling stations.\n\n\
        Gunmen killed three farmers in the north.\n\nRain fell in the south.\n\nVoters wait for the ballot papers.\n";
    let document = code(&MEMCON, election);
    let killing = list(&document, "events").iter().find(|e| e["event"] == "ASSAULT").expect("a killing");
    assert!(!contexts(killing).contains(&("election", "clause")), "{killing:#}");
    assert!(contexts(killing).contains(&("election", "story")), "{killing:#}");
}

#[test]
fn a_folder_adds_and_overrides_cues() {
    let folder = std::env::temp_dir().join(format!("memcon-contexts-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join("contexts.txt"), "@ technology\nstrong noun teleporter\n").expect("written");
    let memcon = Memcon::with_lexicon(Lexicon::with_folder(&folder).expect("sound")).expect("set up");
    std::fs::write(folder.join("contexts.txt"), "@ weather\n").expect("written");
    let problem = Lexicon::with_folder(&folder).expect_err("no such context").to_string();
    std::fs::remove_dir_all(&folder).expect("removed");

    let document = code(&memcon, "Ghana condemned Benin's teleporter on Monday.");
    let event = list(&document, "events").first().expect("an event");
    assert!(contexts(event).contains(&("technology", "clause")), "{event:#}");
    assert!(problem.contains("contexts.txt:1") && problem.contains("weather"), "{problem}");
}
