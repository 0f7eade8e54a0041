//! Places found and resolved: one test a rule, on sentences of our own.

use memcon::place::{Context, Home, Toponym, event_place, locate, plain_reading, toponyms};
use memcon::reading::{EntityKind, EntityMention, Reading};
use proptest::prelude::*;

/// Text, country and first-order division of each place.
fn places(text: &str) -> Vec<(String, String, String)> {
    let found = toponyms(text, &plain_reading(text), &Context::default());
    found.iter().map(|t| shown(text, t)).collect()
}

fn shown(text: &str, t: &Toponym) -> (String, String, String) {
    (t.span.of(text).to_owned(), t.country.clone().unwrap_or_default(), t.admin1.clone().unwrap_or_default())
}

fn names(text: &str) -> Vec<String> {
    places(text).into_iter().map(|(text, ..)| text).collect()
}

#[track_caller]
fn only(text: &str, expected: &[&str]) {
    assert_eq!(names(text), expected, "{text}");
}

#[track_caller]
fn first_in(text: &str, country: &str, admin1: &str) {
    let found = places(text);
    let (_, found_country, found_admin1) = found.first().unwrap_or_else(|| panic!("no place in {text}"));
    assert_eq!((found_country.as_str(), found_admin1.as_str()), (country, admin1), "{text}");
}

#[test]
fn states_capitals_and_peoples() {
    only("Envoys of Pakistan and Uzbekistan met in Kabul.", &["Pakistan", "Uzbekistan", "Kabul"]);
    let text = "Turkish officials spoke of the war.";
    let found = toponyms(text, &plain_reading(text), &Context::default());
    assert_eq!((found[0].country.as_deref(), found[0].demonym, found[0].resolution), (Some("TUR"), true, 1));
}

#[test]
fn the_longest_name_wins() {
    only("The tanker left the Gulf of Oman for the Strait of Hormuz.", &["Gulf of Oman", "Strait of Hormuz"]);
    only("Ministers of Bosnia and Herzegovina flew home.", &["Bosnia and Herzegovina"]);
    only("She lives in New York City.", &["New York City"]);
}

#[test]
fn people_are_no_places() {
    only("Paris Hilton sang.", &[]);
    only("Sen. Lincoln voted no, and Mr. Jordan agreed.", &[]);
    only("Michael Jordan spoke first. Nobody asked Jordan afterwards.", &["Jordan"]);
    only("Haywood Turner lost. Turner will appeal.", &[]);
    only("Officials praised Chad Smith.", &[]);
}

#[test]
fn other_bodies_are_no_places_and_own_bodies_are() {
    only("The Washington Post wrote so.", &[]);
    only("The Boston Celtics lost.", &[]);
    only("Winona police held a man.", &["Winona"]);
    only("The Turkish Embassy closed.", &["Turkish"]);
    only("Fulton County Sheriff Ann Lee resigned.", &["Fulton County"]);
}

#[test]
fn words_are_no_places_without_evidence() {
    only("Reading is fun. Nice work. Mobile phones sold well.", &[]);
    only("He moved to Reading, England.", &["Reading", "England"]);
    only("The fair opens in Mobile, Ala., on Sunday.", &["Mobile", "Ala."]);
    only("In March the court met; in August it rested.", &[]);
    only("It told us who will pay. The US will pay.", &["US"]);
}

#[test]
fn abbreviations_count_as_written() {
    only("The mayor of Paris, Ky., resigned.", &["Paris", "Ky."]);
    only("Wash. the car. Miss. Adams left.", &[]);
    only("She works in Washington, D.C., now.", &["Washington", "D.C."]);
}

#[test]
fn small_towns_need_evidence_once() {
    only("A man, 43, of McKee was held. McKee was quiet.", &["McKee", "McKee"]);
    only("Winona won the day.", &[]);
}

#[test]
fn datelines_and_capitals() {
    only("TASHKENT – Ministers met on Monday.", &["TASHKENT"]);
    only("KANDAHAR, Afghanistan (Agency) – Two men died.", &["KANDAHAR", "Afghanistan"]);
}

#[test]
fn a_holder_decides() {
    first_in("The mill in Paris, Texas, burned down.", "USA", "Texas");
    first_in("The mill in Paris, France, burned down.", "FRA", "Île-de-France");
    first_in("They live in Springfield, Illinois.", "USA", "Illinois");
    first_in("They live in Springfield, Mass., now.", "USA", "Massachusetts");
    first_in("Police in London, Ontario, said so.", "CAN", "Ontario");
}

#[test]
fn the_largest_place_is_meant_where_nothing_else_tells() {
    first_in("Talks in Paris went on.", "FRA", "Île-de-France");
    first_in("Talks in Moscow went on.", "RUS", "Moscow");
}

#[test]
fn the_other_places_of_a_story_decide() {
    let text =
        "Deputies from Lamar County searched a farm near Paris.\nThe road runs to Bonham, Texas, and on to Dallas.";
    assert!(places(text).iter().any(|p| p == &("Paris".into(), "USA".into(), "Texas".into())), "{:?}", places(text));
    let text = "Georgia accused Russia. In Tbilisi and in Gori, Georgia mourned its dead; Abkhazia did not.";
    assert!(places(text).iter().filter(|p| p.0 == "Georgia").all(|p| p.1 == "GEO"), "{:?}", places(text));
    let text = "Georgia and Alabama sued. In Atlanta and Savannah, Georgia lawmakers cheered.";
    assert!(places(text).iter().filter(|p| p.0 == "Georgia").all(|p| p.2 == "Georgia"), "{:?}", places(text));
}

#[test]
fn one_sense_a_story() {
    let text = "Fire struck Paris, Texas, on Monday. Paris had no rain.";
    let found = places(text);
    assert_eq!(found[2], ("Paris".into(), "USA".into(), "Texas".into()));
}

#[test]
fn the_publisher_decides_where_the_story_does_not() {
    let text = "The council of Lebanon met.\nA Lebanon man was held.";
    let home = Home { country: Some("USA".to_owned()), point: Some((40.05, -86.47)) };
    let found = toponyms(text, &plain_reading(text), &Context { publisher: Some(home) });
    assert_eq!(found[0].admin1.as_deref(), Some("Indiana"));
}

#[test]
fn kinds_beside_a_name_decide() {
    let province =
        toponyms("Rebels hold Idlib province.", &plain_reading("Rebels hold Idlib province."), &Context::default());
    assert_eq!((province[0].feature, province[0].resolution), ("ADM1", 2));
    let city = toponyms(
        "Rebels hold the city of Idlib.",
        &plain_reading("Rebels hold the city of Idlib."),
        &Context::default(),
    );
    assert_eq!(city[0].resolution, 4);
}

#[test]
fn locate_answers_a_few_words() {
    let [town, state] = locate("Springfield, Illinois").try_into().expect("two places");
    assert_eq!((town.resolution, state.resolution), (4, 2));
    assert!((town.lat - 39.8).abs() < 0.1 && (town.lon + 89.65).abs() < 0.1);
    assert_eq!(town.geonameid, Some(4_250_542));
    assert!(locate("no place at all").is_empty());
    assert!(locate("").is_empty());
}

#[test]
fn entities_of_the_reader_are_believed() {
    let conllu = "1 Winona Winona PROPN NNP _ 2 nsubj _ _
        2 won win VERB VBD _ 0 root _ SpaceAfter=No
        3 . . PUNCT . _ 2 punct _ _";
    let (text, mut reading) = Reading::from_conllu(conllu).expect("well formed");
    assert!(toponyms(&text, &reading, &Context::default()).is_empty());
    reading.sentences[0].entities.push(EntityMention { first: 0, last: 0, kind: EntityKind::Place, named: true });
    assert_eq!(toponyms(&text, &reading, &Context::default()).len(), 1);
    reading.sentences[0].entities[0].kind = EntityKind::Person;
    assert!(toponyms(&text, &reading, &Context::default()).is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Any text: spans on character boundaries, in order, apart; words within their sentence.
    #[test]
    fn any_text_is_survived(text in "(?s).{0,200}|([A-Z][a-zé]{1,6}[ ,.–\n]{1,2}|Paris |Texas, |St\\. |\u{301}|of |U\\.S\\. |the |Kabul|-|\\(){0,60}") {
        let reading = plain_reading(&text);
        let found = toponyms(&text, &reading, &Context::default());
        let mut end = 0;
        for t in &found {
            prop_assert!(text.is_char_boundary(t.span.start) && text.is_char_boundary(t.span.end));
            prop_assert!(t.span.start >= end && !t.span.is_empty());
            prop_assert!(t.first <= t.last && t.last < reading.sentences[t.sentence].words.len());
            prop_assert!((0.0..=1.0).contains(&t.confidence) && t.lat.abs() <= 90.0 && t.lon.abs() <= 180.0);
            end = t.span.end;
            let _ = event_place(&reading, t.sentence, t.first, &found);
        }
    }
}
