//! Rules of the tokeniser and of sentence ends, each by a sentence of our own; and what holds for any text.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::*;

/// The sentences of `text`, the words of each parted by spaces.
fn cut(text: &str) -> Vec<String> {
    let joined = |s: Segment| s.words.iter().map(|w| w.of(text)).collect::<Vec<_>>().join(" ");
    Segmenter::new().segment(text).into_iter().map(joined).collect()
}

/// The words of `text` in one line, sentence ends disregarded.
fn words(text: &str) -> String {
    cut(text).join(" ")
}

/// Asserts that `text` is cut into the sentences `expected`, which are written as in the text.
fn assert_sentences(text: &str, expected: &[&str]) {
    let segments = Segmenter::new().segment(text);
    let found: Vec<&str> = segments.iter().map(|s| s.span.of(text)).collect();
    assert_eq!(found, expected);
}

#[test]
fn the_weights_that_ship_are_sound() {
    assert!(Segmenter::from_bytes(memcon_model::SEGMENTER).is_ok());
    assert_eq!(Segmenter::from_bytes(&[]).unwrap_err(), ModelError::Foreign);
}

#[test]
fn contractions_are_two_words_and_one_token() {
    assert_eq!(words("We don't know, can't say and won't ask."), "We do n't know , ca n't say and wo n't ask .");
    assert_eq!(
        words("It’s theirs; they’d say I'm late, we've lost."),
        "It ’s theirs ; they ’d say I 'm late , we 've lost ."
    );
    assert_eq!(words("They cannot and wouldn't've come."), "They can not and would n't 've come .");
    assert_eq!(words("DON'T say he'll go, you're gonna lose."), "DO N'T say he 'll go , you 're gon na lose .");
    let text = "Kabul's envoys' cars don't stop.";
    let segment = &Segmenter::new().segment(text)[0];
    assert_eq!(segment.contractions, [0..2, 2..4, 5..7]);
    let tokens: Vec<&str> = segment.tokens().iter().map(|t| t.of(text)).collect();
    assert_eq!(tokens, ["Kabul's", "envoys'", "cars", "don't", "stop", "."]);
}

#[test]
fn possessives_are_told_from_quotation_marks_and_names() {
    assert_eq!(words("The clerics' sons met the minister's aide."), "The clerics ' sons met the minister 's aide .");
    assert_eq!(words("He called them 'allies' twice."), "He called them ' allies ' twice .");
    assert_eq!(
        words("O'Brien flew to Sana'a and Xi'an with Sa'd at five o'clock."),
        "O'Brien flew to Sana'a and Xi'an with Sa'd at five o'clock ."
    );
    assert_eq!(words("The 1960's and the '90s were rock 'n' roll."), "The 1960's and the '90s were rock 'n' roll .");
    assert_eq!(words("He is 6'2 tall."), "He is 6 ' 2 tall .");
}

#[test]
fn hyphens_are_words_but_after_prefixes() {
    assert_eq!(words("A long-term, U.S.-led plan."), "A long - term , U.S. - led plan .");
    assert_eq!(
        words("An anti-war, non-profit co-founder re-elected in mid-2019."),
        "An anti-war , non-profit co-founder re-elected in mid-2019 ."
    );
    assert_eq!(words("Send an e-mail to al-Shabaab."), "Send an e-mail to al - Shabaab .");
    assert_eq!(words("A UN-backed UN-HABITAT, un-American."), "A UN - backed UN - HABITAT , un-American .");
    assert_eq!(words("The pre- and post-war years."), "The pre- and post-war years .");
    assert_eq!(
        words("On 2025-09-01 he called 555-1234 about pages 3-4."),
        "On 2025-09-01 he called 555-1234 about pages 3 - 4 ."
    );
}

#[test]
fn numbers_keep_their_marks_and_lose_their_units() {
    assert_eq!(
        words("Profit rose 3.5% to $1,200.50 on 1/2 the sales."),
        "Profit rose 3.5 % to $ 1,200.50 on 1/2 the sales ."
    );
    assert_eq!(words("It cost $5m, €6.2bn or US$7."), "It cost $ 5 m , € 6.2 bn or US$ 7 .");
    assert_eq!(words("At 10:30am and 5pm, 20km away, 35°C."), "At 10:30 am and 5 pm , 20 km away , 35 ° C .");
    assert_eq!(words("The 1990s and the 21st saw 5G and 5g."), "The 1990s and the 21st saw 5G and 5g .");
    assert_eq!(
        words("Notes [13,14] of +44 lines, .5 each, 2001/02."),
        "Notes [ 13 , 14 ] of +44 lines , .5 each , 2001 / 02 ."
    );
    assert_eq!(words("On 9/30/01 and 9/11 it fell."), "On 9/30/01 and 9/11 it fell .");
}

#[test]
fn slashes_ampersands_and_masks() {
    assert_eq!(words("He and/or she went w/o it."), "He and / or she went w/o it .");
    assert_eq!(words("AT&T and R&D, Marks&Spencer."), "AT&T and R&D , Marks & Spencer .");
    assert_eq!(words("That f*cking deal."), "That f*cking deal .");
    assert_eq!(words("C/2020 and snake_case_name, _so_"), "C / 2020 and snake_case_name , _ so _");
}

#[test]
fn addresses_are_one_word() {
    assert_eq!(
        words("See https://example.org/a_(b)?c=1, or www.example.com."),
        "See https://example.org/a_(b)?c=1 , or www.example.com ."
    );
    assert_eq!(words("Write to jane.doe-smith@mail.example.com."), "Write to jane.doe-smith@mail.example.com .");
    assert_eq!(
        words("Try mfa.gov.pk/visa, the notice.pdf and comp.lang.rust."),
        "Try mfa.gov.pk/visa , the notice.pdf and comp.lang.rust ."
    );
    assert_eq!(words("#Gaza by @POTUS, #1 @ noon."), "#Gaza by @POTUS , # 1 @ noon .");
    assert_eq!(words("It ended.The rest left."), "It ended . The rest left .");
}

#[test]
fn punctuation_runs_are_one_word() {
    assert_eq!(words("Well... really?! Yes!!! So…"), "Well ... really ?! Yes !!! So …");
    assert_eq!(words("A--B — C –– D."), "A -- B — C –– D .");
    assert_eq!(words("``So,'' he said, ‘no’ and “yes”."), "`` So , '' he said , ‘ no ’ and “ yes ” .");
    assert_eq!(words("(He [too] left.)"), "( He [ too ] left . )");
    assert_eq!(words("Fine :-) and <3 it 👩‍🚀!"), "Fine :-) and <3 it 👩‍🚀 !");
    assert_eq!(words("• Talks fail"), "• Talks fail");
}

#[test]
fn abbreviations_keep_their_full_stop() {
    assert_eq!(words("He left the U.S. at 5 p.m. on Jan. 12."), "He left the U.S. at 5 p.m. on Jan. 12 .");
    assert_eq!(words("Acme Inc. won, i.e. Bros. lost, etc."), "Acme Inc. won , i.e. Bros. lost , etc.");
    assert_eq!(words("No. 5 said no. It is fig. 3."), "No. 5 said no . It is fig. 3 .");
    assert_eq!(words("GEN. SMITH AND LT. COL. ROE"), "GEN. SMITH AND LT. COL. ROE");
    assert_eq!(
        words("Mohammed S. al-Rashid sued, Roe v. Doe, Ph.D."),
        "Mohammed S. al - Rashid sued , Roe v. Doe , Ph.D."
    );
    assert_eq!(words("It was Acme Ltd.. So we left"), "It was Acme Ltd. . So we left");
    assert_eq!(words("Yahoo! News has it."), "Yahoo! News has it .");
}

#[test]
fn spaces_that_do_not_show_part_words() {
    assert_eq!(words("\u{FEFF}The\u{200B}envoy\u{A0}left\u{2009}."), "The envoy left .");
    assert!(cut(" \t\u{FEFF}\n\r\n ").is_empty());
}

#[test]
fn a_line_break_ends_a_sentence() {
    let text = "Talks fail in Geneva\r\n\n- Envoys leave\nBy Our Staff\u{2028}The end";
    assert_sentences(text, &["Talks fail in Geneva", "- Envoys leave", "By Our Staff", "The end"]);
}

#[test]
fn sentences_end_at_marks_and_after_quotes() {
    assert_sentences("The envoy left. Why? Nobody knows!", &["The envoy left.", "Why?", "Nobody knows!"]);
    assert_sentences(
        "“We hope for progress.” The talks begin on Monday. \"It is over,\" he said. \"We leave.\"",
        &["“We hope for progress.”", "The talks begin on Monday.", "\"It is over,\" he said.", "\"We leave.\""],
    );
    assert_sentences(
        "The minister said so. 'No comment,' said another.",
        &["The minister said so.", "'No comment,' said another."],
    );
    assert_sentences(
        "The visit begins Monday. \"We'll see,\" he said.",
        &["The visit begins Monday.", "\"We'll see,\" he said."],
    );
    assert_sentences("He asked “Why now?” and left.", &["He asked “Why now?” and left."]);
}

#[test]
fn abbreviations_do_not_end_sentences() {
    for sentence in [
        "Gen. Asim Noor met Lt. Col. James Roe and Rep. Jane Doe, R-Ariz., on Tuesday.",
        "In Oslo, Sec. Gen. Mark Roe spoke.",
        "Lt. Col. James Roe was not present.",
        "Vice President J. D. Vale told the U.S. Navy that No. 5 was lost.",
        "The firm Acme Inc. said the Feb. 3-4 talks cost Rs. 5 billion.",
        "Mary T. Jones went to St. Petersburg at 9 a.m. Monday.",
        "They took 12.5 percent of approx. 3,000 sq. km, e.g. Roe v. Doe.",
    ] {
        assert_sentences(sentence, &[sentence]);
    }
}

#[test]
fn an_abbreviation_ends_a_sentence_before_a_word_that_leads_one() {
    assert_sentences(
        "She was born in the U.S. She moved in 1999.",
        &["She was born in the U.S.", "She moved in 1999."],
    );
    assert_sentences("He lives on Main St. The house is old.", &["He lives on Main St.", "The house is old."]);
    assert_sentences("He died on Nov. 8. Staff Sgt. Roe lived.", &["He died on Nov. 8.", "Staff Sgt. Roe lived."]);
    assert_sentences("They chose Plan B. The rest failed.", &["They chose Plan B.", "The rest failed."]);
}

#[test]
fn datelines_stand_apart() {
    assert_sentences("GENEVA (AP) — The talks failed.", &["GENEVA (AP) —", "The talks failed."]);
    assert_sentences("MOSCOW, Jan. 5 (Reuters) - Troops left.", &["MOSCOW, Jan. 5 (Reuters) -", "Troops left."]);
    assert_sentences("RIYADH, Saudi Arabia — It is over.", &["RIYADH, Saudi Arabia —", "It is over."]);
    assert_sentences("NATO – says one envoy – is ready", &["NATO – says one envoy – is ready"]);
}

#[test]
fn headlines_are_not_cut() {
    for headline in [
        "US, China Agree To Resume Trade Talks After Months Of Tension In South China Sea",
        "Foreign Office Rejects Neighbour's Claim Over River, Says Mr. Khan",
        "Minister Warns Of 'New Era' In North As Rebel-Led Forces Withdraw From Town",
        "U.S. To Send Aid",
        "Kremlin says president to visit Alaska on Aug. 15",
    ] {
        assert_sentences(headline, &[headline]);
    }
}

#[test]
fn long_lines_take_time_in_proportion() {
    const LENGTH: usize = 3_000_000;
    let patterns = [
        "a",
        "1",
        ".",
        "'",
        "-",
        "(",
        "’",
        "a'",
        "a-",
        "1-",
        "a.",
        "U.S.",
        "'s",
        "a's",
        "don't",
        "1,1",
        "www.",
        "a@",
        "@",
        ",a@b",
        "http://(",
        ":)",
        "\"",
        "a/",
        "* ",
        "_",
        "_a",
        "é",
        "👩\u{200D}",
        "The ",
        "A. ",
        "U.S. The ",
        "co-",
        "x.com/,",
        "<-",
    ];
    let segmenter = Segmenter::new();
    for pattern in patterns {
        let text = pattern.repeat(LENGTH / 10 / pattern.len()) + "@";
        let start = Instant::now();
        let segments = segmenter.segment(&text);
        assert_well_formed(&text, &segments);
        // A quadratic pass would take minutes.
        assert!(start.elapsed() < Duration::from_secs(10), "{pattern:?} takes {:?}", start.elapsed());
    }
    let mixed: String = patterns.iter().cycle().copied().take(LENGTH / 4).collect();
    assert_well_formed(&mixed, &segmenter.segment(&mixed));
}

/// Whether the words are in order, apart, not empty, on character boundaries, and cover what shows.
fn assert_well_formed(text: &str, segments: &[Segment]) {
    let mut at = 0;
    for segment in segments {
        assert_eq!(segment.words.first().map(|w| w.start), Some(segment.span.start));
        assert_eq!(segment.words.last().map(|w| w.end), Some(segment.span.end));
        for word in &segment.words {
            assert!(at <= word.start && !word.is_empty(), "{word:?} after byte {at}");
            let gap = text.get(at..word.start).expect("a character boundary");
            assert!(gap.chars().all(tokens::is_space), "{gap:?} is in no word");
            let form = text.get(word.start..word.end).expect("a character boundary");
            assert!(!form.contains(tokens::is_space), "{form:?} holds a space");
            at = word.end;
        }
        let mut end = 0;
        for group in &segment.contractions {
            assert!(end <= group.start && group.len() > 1 && group.end <= segment.words.len());
            end = group.end;
        }
        assert_eq!(
            segment.tokens().len() + segment.contractions.iter().map(|g| g.len() - 1).sum::<usize>(),
            segment.words.len()
        );
    }
    assert!(text[at..].chars().all(tokens::is_space), "{:?} is in no word", &text[at..]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_cut_whole(text in any::<String>()) {
        assert_well_formed(&text, &Segmenter::new().segment(&text));
    }

    #[test]
    fn any_heap_of_marks_is_cut_whole(text in r#"([a-cSTs]|[0-9]|['’‘"“.,:;/@#$&*_<>()!?-]|n't|'s|U\.S|www\.|http://|\.com|co-|[ \n]|é|\u{200D}|\u{301}|\u{FE0F}|👩){0,40}"#) {
        assert_well_formed(&text, &Segmenter::new().segment(&text));
    }
}
