//! Whatever comes in, nothing panics, and every span that comes out fits the text.

use std::sync::LazyLock;

use memcon::intake::{self, Bounds};
use memcon::{Document, Memcon, Span, json};
use proptest::prelude::*;

static MEMCON: LazyLock<Memcon> = LazyLock::new(|| Memcon::new().expect("shipped"));

/// Codes every document of an input, and checks it.
fn code(bytes: &[u8]) {
    for page in intake::open(bytes, "input", &Bounds::default()).flatten() {
        let document = MEMCON.code(page, None).expect("the network takes any words");
        assert_sound(&document);
        json::line(&document, "input", true).expect("any document has its line");
    }
}

fn assert_sound(document: &Document) {
    let text = &document.page.text;
    let fits = |span: Span| assert!(text.get(span.start..span.end).is_some(), "{span:?} in {text:?}");
    let mut end = 0;
    for story in &document.stories {
        assert_eq!(story.span.start, end, "stories cover the text");
        end = story.span.end;
    }
    assert_eq!(end, text.len(), "stories cover the text");
    for sentence in &document.reading.sentences {
        fits(sentence.span);
        assert!(sentence.words.iter().all(|word| sentence.span.contains(word.span)));
        sentence.words.iter().for_each(|word| fits(word.span));
        let heads = sentence.words.iter().filter_map(|word| word.head);
        assert!(heads.clone().all(|head| head < sentence.words.len()));
    }
    for event in &document.events {
        assert!(!event.evidence.is_empty() && event.story < document.stories.len(), "{event:?}");
        event.evidence.iter().copied().chain([event.trigger]).for_each(fits);
        event.actors.iter().chain(&event.recipients).for_each(|party| fits(party.span));
    }
    for statement in &document.statements {
        fits(statement.span);
        fits(statement.speaker.span);
        assert!(!statement.span.is_empty(), "{statement:?}");
    }
    for figure in &document.figures {
        fits(figure.span);
        assert!(figure.value.is_finite(), "{figure:?}");
    }
    document.times.iter().for_each(|time| fits(time.span));
    document.places.iter().for_each(|place| fits(place.span));
}

/// What stories are made of, and what breaks them.
fn piece() -> impl Strategy<Value = String> {
    let fixed = prop::sample::select(vec![
        "Kenya",
        "Norway's foreign minister",
        "Mr. Odera",
        "the envoys",
        "she",
        "met",
        "condemned",
        "agreed to send",
        "will not visit",
        "accused",
        "of killing 12 people",
        "said",
        "“We",
        "\"will go,\"",
        "”",
        "according to",
        "$1.2bn",
        "dozens of",
        "200 to 300 soldiers",
        "in Nairobi",
        "on Monday",
        "last week",
        "May 3, 2021",
        "31 February",
        "if",
        "and",
        "who",
        "said that",
        ", ",
        ".",
        "“",
        "”",
        "(",
        ")",
        "—",
        "\n",
        "\n\n",
        "<p>",
        "<h1>",
        "</div>",
        "• ",
        "By Maria Novak",
        "Updated 4 sec ago",
        "{\"text\": \"",
        "\0",
        "\u{a0}",
        "\u{feff}",
        "\u{200d}",
        "é",
        "İ",
        "😀",
        "e\u{301}\u{301}",
        "999999999999999999999 dead",
    ]);
    prop_oneof![12 => fixed.prop_map(str::to_owned), 1 => ".{0,12}"]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_coded(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        code(&bytes);
    }

    #[test]
    fn any_soup_of_words_and_tags_is_coded(pieces in prop::collection::vec(piece(), 1..60), glue in prop::sample::select(vec![" ", "", "\n"])) {
        code(pieces.join(glue).as_bytes());
    }
}

#[test]
fn a_line_of_many_words_is_read_within_bounds() {
    let words = memcon::document::LONGEST_SENTENCE * 3 / 2;
    let text = format!("Kenya condemned Norway {}", "and the and ".repeat(words / 3));
    let page = intake::open(text.as_bytes(), "input", &Bounds::default()).next().expect("a page").expect("readable");
    let document = MEMCON.code(page, None).expect("reads");
    assert_sound(&document);
    assert!(document.reading.sentences.iter().all(|s| s.words.len() <= memcon::document::LONGEST_SENTENCE));
    assert!(document.notes.iter().any(|note| note.contains("in parts of that length")), "{:?}", document.notes);
}
