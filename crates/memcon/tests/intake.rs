//! Intake from the outside: sample pages, hostile input, and what must hold for any bytes at all.

use std::ops::Range;

use html5gum::{Token, Tokenizer};
use memcon::Span;
use memcon::evidence::DateSource;
use memcon::intake::{self, Bounds, Format, FurnitureKind, InputError, NoteKind, Page};
use proptest::prelude::*;

const ACCORD: &str = include_str!("pages/accord.html");
const SCROLL: &str = include_str!("pages/scroll.html");
const DIGEST: &str = include_str!("pages/digest.txt");

fn all(bytes: &[u8], bounds: &Bounds) -> Vec<Result<Page, InputError>> {
    intake::open(bytes, "input", bounds).collect()
}

fn one(bytes: &[u8]) -> Page {
    let mut pages = all(bytes, &Bounds::default());
    assert_eq!(pages.len(), 1);
    pages.remove(0).expect("a page")
}

fn error(bytes: &[u8]) -> InputError {
    let mut pages = all(bytes, &Bounds::default());
    assert_eq!(pages.len(), 1);
    pages.remove(0).expect_err("no page")
}

/// What the bytes at these ranges stand for in HTML.
fn decoded(source: &[u8], ranges: &[Range<usize>], encoding: &'static encoding_rs::Encoding) -> String {
    let bytes: Vec<u8> = ranges.iter().flat_map(|range| source[range.clone()].iter().copied()).collect();
    let (markup, _) = encoding.decode_without_bom_handling(&bytes);
    let mut text = String::new();
    for token in Tokenizer::new(markup.as_ref()) {
        if let Ok(Token::String(string)) = token {
            text.push_str(&String::from_utf8_lossy(&string.value));
        }
    }
    text
}

/// Every character that is no white space maps to source that decodes to it.
fn assert_mapped(page: &Page, source: &[u8], encoding: &'static encoding_rs::Encoding) {
    for (at, character) in page.text.char_indices().filter(|(_, c)| !c.is_whitespace()) {
        let ranges = page.source.ranges(Span::new(at, at + character.len_utf8()));
        assert_eq!(ranges.len(), 1, "{character:?} at {at}");
        assert_eq!(decoded(source, &ranges, encoding), character.to_string(), "at {at}");
    }
}

#[test]
fn the_text_of_a_page_maps_to_its_source() {
    for page in [ACCORD, SCROLL] {
        assert_mapped(&one(page.as_bytes()), page.as_bytes(), encoding_rs::UTF_8);
        let windows = page.replace('\n', "\r\n");
        assert_mapped(&one(windows.as_bytes()), windows.as_bytes(), encoding_rs::UTF_8);
        assert_eq!(one(windows.as_bytes()).text, one(page.as_bytes()).text);
    }
}

#[test]
fn the_text_of_a_page_maps_to_its_source_in_any_encoding() {
    let page = ACCORD.replace("Caf&eacute;", "Café").replace("&mdash;", "—");
    let expected = one(page.as_bytes()).text;
    let legacy = page.replace("utf-8", "windows-1252");
    let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(&legacy);
    assert_eq!(one(&bytes).text, expected);
    assert_mapped(&one(&bytes), &bytes, encoding_rs::WINDOWS_1252);
    for mark in ["\u{feff}", ""] {
        let bytes: Vec<u8> = format!("{mark}{page}").encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(one(&bytes).text, expected);
        assert_mapped(&one(&bytes), &bytes, encoding_rs::UTF_16LE);
    }
}

#[test]
fn a_page_gives_its_story_and_leaves_the_rest() {
    let page = one(ACCORD.as_bytes());
    assert_eq!(page.title.as_deref(), Some("Norland and Suder sign fishing accord after nine years"));
    assert_eq!(page.url.as_deref(), Some("https://harbourpost.example/world/2022/05/03/fishing-accord"));
    assert_eq!((page.language.code, page.format, page.stories.len()), ("en", Format::Html, 1));
    for kept in [
        "ending a dispute over the northern bank",
        "a spokesman said. “This is",
        "Suder's ministry",
        "a vote next week.",
    ] {
        assert!(page.text.contains(kept), "{kept} is missing from {}", page.text);
    }
    for dropped in [
        "script",
        "cookies",
        "Sport",
        "Share",
        "Tweet",
        "Advertisement",
        "READ MORE",
        "Dock strike",
        "All rights",
        "Reporting by",
        "color",
    ] {
        assert!(!page.text.contains(dropped), "{dropped} is in {}", page.text);
    }
    let dates: Vec<_> =
        page.stories[0].dates.iter().map(|date| (date.source, date.date.to_string(), date.updated)).collect();
    let day = |source, day: &str, updated| (source, day.to_owned(), updated);
    assert_eq!(
        dates,
        [
            day(DateSource::JsonLd, "2022-05-03", false),
            day(DateSource::Meta, "2022-05-03", false),
            day(DateSource::Meta, "2022-05-04", true),
            day(DateSource::TimeElement, "2022-05-03", false),
            day(DateSource::Byline, "2022-05-03", false),
            day(DateSource::Url, "2022-05-03", false),
        ]
    );
}

#[test]
fn an_endless_page_is_split_into_its_stories() {
    let page = one(SCROLL.as_bytes());
    let [first, second] = page.stories.as_slice() else { panic!("{:?}", page.stories) };
    assert_eq!(first.title.as_deref(), Some("Envoy of Suder meets party leaders in Lido Harbour"));
    assert_eq!(second.title.as_deref(), Some("President of Ostra to open dry dock on first visit to Norland"));
    assert!(first.span.of(&page.text).contains("Joana Reis") && second.span.of(&page.text).contains("Milo Danek"));
    assert!(!first.span.of(&page.text).contains("Milo Danek"));
    assert_eq!(first.dates.iter().map(|date| date.text.as_str()).collect::<Vec<_>>(), ["Updated 14 March 2023"]);
    assert!(second.dates.is_empty());
    let bullets = page.furniture.iter().filter(|piece| piece.kind == FurnitureKind::Summary);
    assert_eq!(bullets.count(), 3);
}

#[test]
fn stories_are_found_however_the_page_wraps_them() {
    let wrapped = SCROLL
        .replace("<article class=\"entry\">", "<div class=\"slot\"><div class=\"inner\"><article>")
        .replace("</article>", "</article></div></div>");
    let plain = SCROLL.replace("<article class=\"entry\">", "<div class=\"node\">").replace("</article>", "</div>");
    for page in [wrapped, plain] {
        let page = one(page.as_bytes());
        assert_eq!(page.stories.len(), 2, "{}", page.text);
        assert!(page.text.contains("Agnes Vik") && page.text.contains("71 million dollars"));
    }
}

#[test]
fn a_page_with_subheadings_and_teasers_is_one_story() {
    let teasers = "<div><h3>Dock strike at Port Esk enters its second week</h3><p>2 May 2022</p><p>Forty ships are waiting outside \
                   the breakwater.</p></div>";
    let subheading =
        "<h2>A long dispute</h2><p>LIDO HARBOUR – The two fleets have kept away from the northern bank since 2013.</p>";
    let page = ACCORD
        .replace("<aside", &format!("{}<aside", teasers.repeat(4)))
        .replace("<p>Suder withdrew", &format!("{subheading}<p>Suder withdrew"));
    assert_eq!(one(page.as_bytes()).stories.len(), 1);
}

#[test]
fn the_same_page_is_read_the_same_way_each_time() {
    let read = || {
        let page = one(ACCORD.as_bytes());
        format!("{:?} {:?} {:?} {:?}", page.text, page.dates, page.stories, page.furniture)
    };
    assert!((0..20).all(|_| read() == read()));
}

#[test]
fn nesting_just_under_the_bound_is_no_danger() {
    let paragraph = "<p>The envoy returned to his post in April, and the two governments exchanged lists of crews.</p>";
    for (open, deep) in
        [("<div>", 390), ("<blockquote>", 390), ("<ul><li>", 195), ("<table><tr><td>", 90), ("<section><span>", 195)]
    {
        let page = one(format!("<html><body>{}{paragraph}", open.repeat(deep)).as_bytes());
        assert!(page.text.contains("exchanged lists"), "{open}");
    }
}

#[test]
fn what_would_cost_the_library_too_much_is_read_by_our_own_extraction() {
    let paragraph = "<p>The envoy returned to his post in April, and the two governments exchanged lists of crews.</p>";
    let attributes = (0..20_000).map(|n| format!(" a{n}=1")).collect::<Vec<_>>().concat();
    let reopened = (0..2_000).map(|n| format!("<p><b id=b{n}>x")).collect::<Vec<_>>().concat();
    let shallow = format!("{}x{}", "<div>".repeat(380), "</div>".repeat(380)).repeat(20);
    let marks = "&".repeat(500_000);
    for (what, markup) in
        [("attributes", format!("<p{attributes}>")), ("open again", reopened), ("in all", shallow), ("signs", marks)]
    {
        let page = one(format!("<html><body>{markup}{paragraph}").as_bytes());
        assert!(page.text.contains("exchanged lists"), "{what}");
        assert!(
            page.notes.iter().any(|note| note.kind == NoteKind::Fallback && note.message.contains(what)),
            "{:?}",
            page.notes
        );
    }
}

#[test]
fn a_second_story_has_its_own_date() {
    let page = one(SCROLL.replace("Updated 5 sec ago", "Updated 2 October 2024").as_bytes());
    let dates: Vec<_> = page.stories.iter().map(|story| story.dates[0].date.to_string()).collect();
    assert_eq!(dates, ["2023-03-14", "2024-10-02"]);
}

#[test]
fn a_digest_in_plain_text_is_split_and_stays_as_it_is() {
    let page = one(DIGEST.as_bytes());
    assert_eq!(page.text, DIGEST);
    let titles: Vec<_> = page.stories.iter().filter_map(|story| story.title.as_deref()).collect();
    assert_eq!(titles, ["Norland recalls ambassador over trawler seizure", "Dock workers at Port Esk end strike"]);
    assert!(page.stories.iter().all(|story| story.dates.len() == 1 && story.title_span.is_some()));
}

#[test]
fn input_that_is_no_text_is_refused_with_its_reason() {
    assert!(error(b"").is_empty());
    assert!(error(b"\n \n").is_empty());
    assert!(error(&[0, 159, 146, 150, 0, 0, 1, 2, 3, 0]).is_binary());
    assert!(error(b"%PDF-1.4\n1 0 obj").is_binary());
    for markup in
        ["<html><head><title>T</title></head></html>", "<html><body><script>x()</script></body></html>", "— … —"]
    {
        let error = error(markup.as_bytes());
        assert!(error.is_no_text(), "{error}");
        assert!(error.to_string().starts_with("input: "), "{error}");
    }
}

#[test]
fn html_without_a_body_is_read() {
    let page = one(b"<title>Envoy returns</title><p>The envoy returned to his post in April, the ministry said.");
    assert_eq!(page.text, "The envoy returned to his post in April, the ministry said.");
}

#[test]
fn deep_nesting_is_read_by_our_own_extraction_and_said() {
    let paragraph = "<p>The envoy returned to his post in April, and the two governments exchanged lists of crews.</p>";
    for open in ["<div>", "<b>", "<div><span>", "<table><tr><td>", "<ul><li>", "<font color=a><p>"] {
        let page = one(format!("<html><body>{}{paragraph}", open.repeat(100_000)).as_bytes());
        assert!(page.text.contains("exchanged lists"), "{open}");
        assert!(page.notes.iter().any(|note| note.kind == NoteKind::Fallback), "{open}: {:?}", page.notes);
    }
}

#[test]
fn a_text_over_the_bound_is_cut_and_said() {
    let bounds = Bounds { bytes: 1000, ..Bounds::default() };
    let long = "The envoy of Štúrovo returned. ".repeat(200);
    let page = all(long.as_bytes(), &bounds).remove(0).expect("a page");
    assert!(page.text.len() <= 1000 && long.starts_with(&page.text));
    assert!(
        page.notes.iter().any(|note| note.kind == NoteKind::Cut && note.message.contains("1000"))
            || page.text.len() < 1000
    );
    for unbroken in ["š".repeat(2000), "外".repeat(2000)] {
        let page = all(unbroken.as_bytes(), &bounds).remove(0).expect("a page");
        assert!(page.text.len() >= 990 && unbroken.starts_with(&page.text), "{}", page.text.len());
    }
    let utf16: Vec<u8> = long.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let page = all(&utf16, &bounds).remove(0).expect("a page");
    assert!(page.text.len() >= 450 && long.starts_with(&page.text), "{}", page.text);
    let line = serde_json::json!({"text": long}).to_string();
    let error = all(line.as_bytes(), &bounds).remove(0).expect_err("too long");
    assert_eq!((error.line(), error.to_string().contains("bytes")), (Some(1), true));
}

#[test]
fn broken_utf8_is_read_and_said() {
    let page = one(b"<p>The envoy of \xc5\xa0t\xc3\xbar\xc3\xb3vo returned \xff\xfe to his post.</p>");
    assert!(page.text.contains("Štúróvo returned"));
    assert!(page.notes.iter().any(|note| note.kind == NoteKind::Repaired));
}

/// What must hold for any page.
fn assert_sound(page: &Page, source_len: usize) {
    let fits = |span: Span| span.start <= span.end && page.text.get(span.start..span.end).is_some();
    let mut end = 0;
    for story in &page.stories {
        assert!(fits(story.span) && story.span.start == end, "{story:?}");
        assert!(story.title_span.is_none_or(|title| fits(title) && story.span.contains(title)), "{story:?}");
        end = story.span.end;
    }
    assert_eq!(end, page.text.len());
    let mut end = 0;
    for piece in &page.furniture {
        assert!(fits(piece.span) && piece.span.start >= end && !piece.span.is_empty(), "{piece:?}");
        end = piece.span.end;
    }
    for (at, character) in page.text.char_indices() {
        let ranges = page.source.ranges(Span::new(at, at + character.len_utf8()));
        assert!(ranges.iter().all(|range| range.start <= range.end && range.end <= source_len), "{ranges:?}");
        assert!(character.is_whitespace() || !ranges.is_empty(), "{character:?} has no source");
    }
}

/// Pieces that pages are made of, and that break them.
fn piece() -> impl Strategy<Value = String> {
    let fixed = prop::sample::select(vec![
        "<p>",
        "</p>",
        "<div class=share>",
        "</div>",
        "<a href=x>",
        "</a>",
        "<b>",
        "</b>",
        "<table>",
        "<td>",
        "</table>",
        "<li>",
        "<ul>",
        "</ul>",
        "<br>",
        "<h1>",
        "</h1>",
        "<pre>",
        "</pre>",
        "<nav>",
        "</nav>",
        "<script>",
        "</script>",
        "<!--",
        "-->",
        "<title>",
        "</title>",
        "<body>",
        "<head>",
        "</head>",
        "<select>",
        "</select>",
        "<svg>",
        "</svg>",
        "<article>",
        "</article>",
        "<time datetime=2020-02-02>",
        "&amp;",
        "&nbsp;",
        "&#8212;",
        "&#x0;",
        "&notit;",
        "&",
        "&#;",
        "<",
        ">",
        "\"",
        "\r\n",
        "\n",
        "\0",
        "\u{a0}",
        "\u{ad}",
        "\u{feff}",
        "é",
        "😀",
        "•",
        "Updated 3 May 2022",
        "Follow",
        "Short Url",
        "By Maria Novak",
        "2 May",
        "PORT ESK – ",
        "(Photo: X)",
        "Read more: ",
        "<meta charset=utf-16>",
        "<meta property=og:title content='A | B'>",
        "<script type='application/ld+json'>{\"@type\":\"Article\",",
        "The envoy returned to his post in April, and both governments said that they were content with the outcome. ",
        "Dock strike to end on Friday",
        "2020/02/30",
        "İİ",
        "ẞß",
    ]);
    prop_oneof![8 => fixed.prop_map(str::to_owned), 1 => ".{0,12}", 1 => "[a-z ]{0,20}"]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_give_sound_pages_or_errors(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        for page in all(&bytes, &Bounds::default()).into_iter().flatten() {
            assert_sound(&page, bytes.len());
        }
    }

    #[test]
    fn any_soup_of_tags_gives_sound_pages(pieces in prop::collection::vec(piece(), 0..80), html in any::<bool>()) {
        let soup = format!("{}{}", if html { "<html>" } else { "" }, pieces.concat());
        for page in all(soup.as_bytes(), &Bounds { stories: 3, nesting: 12, ..Bounds::default() }).into_iter().flatten() {
            assert_sound(&page, soup.len());
        }
    }

    #[test]
    fn any_damage_to_a_page_gives_sound_pages(at in 0..ACCORD.len(), byte in any::<u8>(), cut in 0..ACCORD.len()) {
        let mut bytes = ACCORD.as_bytes().to_vec();
        bytes[at] = byte;
        bytes.truncate(cut.max(1));
        for page in all(&bytes, &Bounds::default()).into_iter().flatten() {
            assert_sound(&page, bytes.len());
        }
    }

    #[test]
    fn text_in_json_lines_is_never_rewritten(pieces in prop::collection::vec(piece(), 1..30)) {
        let text = pieces.concat();
        let line = serde_json::json!({"id": "1", "text": text}).to_string();
        for page in all(line.as_bytes(), &Bounds::default()).into_iter().flatten() {
            prop_assert_eq!(&page.text, &text);
            assert_sound(&page, text.len());
        }
    }
}
