//! Tests of the resolver and of the joining of mentions, by rule.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;
use crate::reading::Reading;

fn on(date: &str) -> Option<Day> {
    let parts: Vec<u32> = date.split('-').filter_map(|p| p.parse().ok()).collect();
    let &[year, month, day] = parts.as_slice() else { return None };
    Some(Day::new(year, month, day))
}

fn resolve(phrase: &str, date: &str) -> Resolution {
    Resolver::new(Knowledge::shipped()).resolve_phrase(phrase, on(date))
}

/// Country and sector of phrases, as `COUNTRY SECTOR`, `-` for none.
fn check(cases: &[(&str, &str)]) {
    for (phrase, wanted) in cases {
        let found = resolve(phrase, "2023-02-01");
        let country = found.country.as_deref().unwrap_or("-");
        let sector = found.sector.map_or("-", Sector::as_str);
        assert_eq!(&format!("{country} {sector}"), wanted, "{phrase}: {found:?}");
    }
}

#[test]
fn states_go_by_many_names() {
    check(&[
        ("Belize", "BLZ GOV"),
        ("the Peruvian government", "PER GOV"),
        ("Peru's", "PER GOV"),
        ("Ouagadougou", "BFA GOV"),
        ("Côte d’Ivoire", "CIV GOV"),
        ("the U.S.", "USA GOV"),
        ("Seoul", "KOR GOV"),
        ("Danes", "DNK CVL"),
        ("Portuguese fishermen", "PRT AGR"),
    ]);
}

#[test]
fn seats_stand_for_bodies() {
    check(&[
        ("the Elysee", "FRA GOV"),
        ("Zhongnanhai", "CHN GOV"),
        ("the Pentagon", "USA MIL"),
        ("Downing Street", "GBR GOV"),
        ("Brussels", "EUR GOV"),
        ("Brussels prosecutors", "BEL JUD"),
        ("a Quai d'Orsay official", "FRA GOV"),
    ]);
}

#[test]
fn every_state_has_an_army_police_and_parliament() {
    let k = Knowledge::shipped();
    for country in k.countries.iter().filter(|c| c.period.holds(None)) {
        for (noun, sector) in [
            ("army", "MIL"),
            ("police", "COP"),
            ("parliament", "LEG"),
            ("foreign minister", "GOV"),
            ("supreme court", "JUD"),
        ] {
            let found = resolve(&format!("{}'s {noun}", country.name), "2023-02-01");
            assert_eq!(found.country.as_deref(), Some(&*country.code), "{} {noun}", country.name);
            assert_eq!(found.sector.map(Sector::as_str), Some(sector), "{} {noun}", country.name);
        }
    }
}

#[test]
fn the_head_noun_tells_the_sector() {
    check(&[
        ("Chadian troops", "TCD MIL"),
        ("Representative Ann Poe", "- LEG"),
        ("a rural community", "- CVL"),
        ("Bolivian miners", "BOL LAB"),
        ("a Maltese journalist", "MLT JRN"),
        ("Haitian gangs", "HTI CRM"),
        ("two Nepalese judges", "NPL JUD"),
        ("Congolese refugees", "COD REF"),
        ("Tongan lawmakers", "TON LEG"),
        ("masked gunmen", "- UAF"),
        ("striking nurses", "- MED"),
    ]);
}

#[test]
fn nouns_that_say_nothing_take_the_sector_of_their_body() {
    check(&[
        ("a Kenyan army spokesman", "KEN MIL"),
        ("the head of Ghana's police", "GHA COP"),
        ("a Hamas spokesman", "PSE REB"),
        ("the chairman of the bank", "- BUS"),
        ("the speaker's spokeswoman", "- LEG"),
        ("Gabonese opposition members", "GAB OPP"),
        ("the president of the Knesset", "ISR LEG"),
        ("Rwanda's side", "RWA GOV"),
        ("Lima representatives", "PER GOV"),
    ]);
}

#[test]
fn diplomats_belong_to_their_sender() {
    check(&[
        ("Kenya's ambassador to Somalia", "KEN GOV"),
        ("the envoy to Libya", "- GOV"),
        ("the U.N. envoy for Yemen", "UNO -"),
        ("Norway's embassy in Tehran", "NOR GOV"),
        ("the president of Chile", "CHL GOV"),
        ("officials in Lagos", "NGA GOV"),
        ("villagers in Nepal", "NPL CVL"),
    ]);
    assert_eq!(resolve("Kenya's ambassador to Mogadishu", "").accredited_to.as_deref(), Some("SOM"));
}

#[test]
fn former_officials_are_elite() {
    check(&[
        ("a former Zambian minister", "ZMB ELI"),
        ("ex-president", "- ELI"),
        ("retired Greek general", "GRC ELI"),
        ("former Peruvian president Alejandro Toledo", "PER ELI"),
        ("former rebels", "- REB"),
    ]);
    assert_eq!(resolve("acting Fijian president", "").tenure, Tenure::Acting);
    assert_eq!(resolve("the president-elect", "").tenure, Tenure::Designate);
    assert_eq!(resolve("former Zambian minister", "").tenure, Tenure::Former);
}

#[test]
fn partly_recognised_entities_count_to_their_claimant() {
    check(&[("Abkhazia", "GEO PRE"), ("Transnistrian officials", "MDA GOV"), ("the Polisario Front", "MAR PRE")]);
    assert_eq!(resolve("Transnistrian officials", "").sectors, [Sector::PartiallyRecognised]);
    check(&[("Greenland", "DNK GOV"), ("Puerto Rican police", "USA COP")]);
}

#[test]
fn bodies_without_a_state() {
    check(&[
        ("UNESCO", "UNO EDU"),
        ("the African Union", "IGO GOV"),
        ("the World Trade Organization", "IGO -"),
        ("EU lawmakers", "EUR LEG"),
        ("al-Qaida fighters", "IMG REB"),
        ("Amnesty International", "NGO SOC"),
        ("the International Criminal Court", "IGO JUD"),
    ]);
}

#[test]
fn spelling_keeps_words_and_abbreviations_apart() {
    check(&[("us", "- UNK"), ("who", "- -"), ("WHO", "UNO MED"), ("Roast turkey", "- -"), ("the West", "- -")]);
}

#[test]
fn nonsense_is_nobody() {
    check(&[("", "- -"), ("'s", "- -"), ("of the", "- -"), ("teapots", "- -"), ("( ,", "- -")]);
}

#[test]
fn titles_find_people_by_surname() {
    let found = resolve("President Ruto", "2023-05-05");
    assert_eq!((found.name.as_deref(), found.country.as_deref()), (Some("William Ruto"), Some("KEN")));
    assert_eq!(resolve("Indian Prime Minister Singh", "2010-01-01").name.as_deref(), Some("Manmohan Singh"));
    assert_eq!(resolve("Senator Zzyzx", "2010-01-01").sector, Some(Sector::Legislature));
}

#[test]
fn evidence_names_table_lines() {
    let found = resolve("Peruvian police", "2023-05-05");
    assert!(found.why.iter().any(|w| w.starts_with("countries.txt:") && w.ends_with("Peru")), "{:?}", found.why);
    assert!(found.why.iter().any(|w| w.starts_with("roles.txt:") && w.ends_with("police")), "{:?}", found.why);
}

#[test]
fn standing_depends_on_the_day() {
    let cases = [
        ("Karzai", "2010-06-01", "GOV", "2021-06-01", "ELI"),
        ("Angela Merkel", "2010-06-01", "GOV", "2023-06-01", "ELI"),
        ("Barack Obama", "2012-06-01", "GOV", "2018-06-01", "ELI"),
        ("Tony Blair", "2003-03-01", "GOV", "2009-03-01", "ELI"),
        ("Keir Starmer", "2022-03-01", "OPP", "2025-03-01", "GOV"),
        ("Robert Mugabe", "2010-03-01", "GOV", "2018-03-01", "ELI"),
        ("Thabo Mbeki", "2005-03-01", "GOV", "2015-03-01", "ELI"),
        ("Nelson Mandela", "1990-03-01", "OPP", "1996-03-01", "GOV"),
        ("Hosni Mubarak", "2001-03-01", "GOV", "2013-03-01", "ELI"),
        ("Mohamed Morsi", "2013-01-01", "GOV", "2014-01-01", "ELI"),
        ("Bashar al-Assad", "2015-01-01", "GOV", "2025-01-01", "ELI"),
        ("Ahmed al-Sharaa", "2020-01-01", "REB", "2025-06-01", "GOV"),
        ("Yasser Arafat", "1985-01-01", "REB", "1999-01-01", "GOV"),
        ("Viktor Yanukovych", "2012-01-01", "GOV", "2015-01-01", "ELI"),
        ("Petro Poroshenko", "2016-01-01", "GOV", "2021-01-01", "OPP"),
        ("Nursultan Nazarbayev", "2005-01-01", "GOV", "2021-01-01", "ELI"),
        ("Imran Khan", "2019-01-01", "GOV", "2023-01-01", "OPP"),
        ("Pervez Musharraf", "2003-01-01", "GOV", "2010-01-01", "ELI"),
        ("Sheikh Hasina", "2015-01-01", "GOV", "2025-01-01", "ELI"),
        ("Mohamed Nasheed", "2010-01-01", "GOV", "2016-01-01", "ELI"),
        ("Park Geun-hye", "2014-01-01", "GOV", "2018-01-01", "ELI"),
        ("Lee Jae-myung", "2023-01-01", "OPP", "2025-09-01", "GOV"),
        ("Shinzo Abe", "2014-01-01", "GOV", "2021-01-01", "ELI"),
        ("Joko Widodo", "2016-01-01", "GOV", "2025-01-01", "ELI"),
        ("Rodrigo Duterte", "2018-01-01", "GOV", "2023-01-01", "ELI"),
        ("Aung San Suu Kyi", "2005-01-01", "OPP", "2018-01-01", "GOV"),
        ("Evo Morales", "2010-01-01", "GOV", "2021-01-01", "ELI"),
        ("Hugo Chavez", "2005-01-01", "GOV", "2004-01-01", "GOV"),
        ("Alberto Fujimori", "1995-01-01", "GOV", "2005-01-01", "ELI"),
        ("Jair Bolsonaro", "2020-01-01", "GOV", "2024-01-01", "ELI"),
        ("Vicente Fox", "2003-01-01", "GOV", "2010-01-01", "ELI"),
        ("Justin Trudeau", "2018-01-01", "GOV", "2025-06-01", "ELI"),
        ("Scott Morrison", "2020-01-01", "GOV", "2023-01-01", "ELI"),
        ("Jacinda Ardern", "2019-01-01", "GOV", "2024-01-01", "ELI"),
        ("Ban Ki-moon", "2010-01-01", "-", "2019-01-01", "ELI"),
        ("Kofi Annan", "2001-01-01", "-", "2012-01-01", "ELI"),
        ("Charles Taylor", "1992-01-01", "REB", "2000-01-01", "GOV"),
        ("Laurent Gbagbo", "2005-01-01", "GOV", "2012-01-01", "ELI"),
        ("Alpha Conde", "2015-01-01", "GOV", "2022-01-01", "ELI"),
        ("Yahya Jammeh", "2010-01-01", "GOV", "2018-01-01", "ELI"),
        ("Blaise Compaore", "2010-01-01", "GOV", "2016-01-01", "ELI"),
        ("Mohamed Bazoum", "2022-01-01", "GOV", "2024-01-01", "ELI"),
        ("Omar al-Bashir", "2010-01-01", "GOV", "2020-01-01", "ELI"),
        ("Muammar Gaddafi", "1990-01-01", "GOV", "2005-01-01", "GOV"),
        ("Kaja Kallas", "2022-01-01", "GOV", "2025-01-01", "GOV"),
        ("Mikheil Saakashvili", "2008-01-01", "GOV", "2016-01-01", "ELI"),
        ("Serzh Sargsyan", "2012-01-01", "GOV", "2020-01-01", "ELI"),
        ("Hashim Thaci", "1998-06-01", "REB", "2022-01-01", "ELI"),
        ("Raila Odinga", "2010-01-01", "GOV", "2018-01-01", "OPP"),
        ("Sergei Shoigu", "2020-01-01", "GOV", "2025-01-01", "GOV"),
    ];
    for (name, first, then, second, later) in cases {
        for (day, wanted) in [(first, then), (second, later)] {
            let found = resolve(name, day);
            assert_eq!(found.sector.map_or("-", Sector::as_str), wanted, "{name} on {day}: {found:?}");
        }
    }
    // Known, but before the first recorded post: no sector, and the reason.
    let early = resolve("Nayib Bukele", "2001-01-01");
    assert_eq!(early.sector, None);
    assert!(early.why.iter().any(|w| w.ends_with("not yet")));
    // Who is stated to hold an office holds it, whatever a table says.
    assert_eq!(resolve("Afghan President Hamid Karzai", "2021-06-01").sector, Some(Sector::Government));
}

proptest! {
    #[test]
    fn no_phrase_panics(phrase in "\\PC{0,60}") {
        resolve(&phrase, "2020-01-01");
    }

    #[test]
    fn no_run_of_known_words_panics(words in proptest::collection::vec(
        prop::sample::select(vec!["the", "Peru", "'s", "former", "president", "of", "in", ",", "(", "Xi", "Jinping", "army",
            "spokesman", "and", "two", "ambassador", "to", "Congress", "-based", "é", "’s", "UN"]), 0..12)) {
        resolve(&words.join(" "), "2020-01-01");
    }
}

/// A reading from words written `form/lemma?/UPOS/head/deprel`, heads from 1, one sentence a line.
fn story(lines: &[&str]) -> (String, Entities) {
    let mut conllu = String::new();
    for line in lines {
        for (i, word) in line.split(' ').enumerate() {
            let parts: Vec<&str> = word.split('/').collect();
            let &[form, upos, head, deprel] = parts.as_slice() else { panic!("{word}") };
            let lemma = form.trim_end_matches('s').to_lowercase();
            writeln!(conllu, "{} {form} {lemma} {upos} _ _ {head} {deprel} _ _", i + 1).expect("a string takes all");
        }
        conllu.push('\n');
    }
    let (text, reading) = Reading::from_conllu(&conllu).expect("well formed");
    let entities = Entities::read(Resolver::new(Knowledge::shipped()), &text, &reading, on("2023-02-01"), None);
    (text, entities)
}

const CONSUL: &str = "Peru/PROPN/3/nmod:poss 's/PART/1/case ambassador/NOUN/9/nsubj to/ADP/5/case Quito/PROPN/3/nmod \
    ,/PUNCT/7/punct Ana/PROPN/3/appos Paz/PROPN/7/flat met/VERB/0/root the/DET/11/det police/NOUN/9/obj";

#[test]
fn appositions_are_one_person_with_the_office() {
    let (_, e) = story(&[CONSUL]);
    let party = &e.parties_at(0, 2)[0];
    assert_eq!((party.name.as_deref(), party.country.as_deref()), (Some("Ana Paz"), Some("PER")));
    assert_eq!(party.sector, Some(Sector::Government));
    assert_eq!(e.parties_at(0, 6)[0].entity, party.entity);
    let offices = e.offices();
    assert_eq!(offices.len(), 1, "{offices:?}");
    assert_eq!((offices[0].person.as_str(), offices[0].title.as_str()), ("Ana Paz", "ambassador"));
    assert_eq!((offices[0].country.as_deref(), offices[0].accredited_to.as_deref()), (Some("PER"), Some("ECU")));
}

#[test]
fn surnames_pronouns_and_descriptions_point_back() {
    let (_, e) = story(&[
        CONSUL,
        "Paz/PROPN/2/nsubj left/VERB/0/root",
        "She/PRON/2/nsubj met/VERB/0/root the/DET/4/det mayor/NOUN/2/obj",
        "The/DET/2/det envoy/NOUN/3/nsubj smiled/VERB/0/root",
    ]);
    let person = e.parties_at(0, 2)[0].entity;
    assert_eq!(e.parties_at(1, 0)[0].entity, person);
    assert_eq!(e.parties_at(2, 0)[0].entity, person);
    assert_eq!(e.parties_at(3, 1)[0].entity, person);
    assert_eq!(e.parties_at(3, 1)[0].name.as_deref(), Some("Ana Paz"));
}

#[test]
fn a_former_office_is_not_the_holders() {
    let (_, e) = story(&[
        "Prime/ADJ/2/amod Minister/PROPN/3/nmod:desc Luis/PROPN/5/nsubj Ortiz/PROPN/3/flat spoke/VERB/0/root",
        "Ana/PROPN/7/nsubj Paz/PROPN/1/flat ,/PUNCT/5/punct former/ADJ/5/amod minister/NOUN/1/appos ,/PUNCT/1/punct left/VERB/0/root",
    ]);
    assert_eq!(e.parties_at(0, 2)[0].sector, Some(Sector::Government));
    assert_eq!(e.parties_at(1, 0)[0].sector, Some(Sector::Elite));
    assert_eq!(e.offices().iter().map(|o| o.tenure).collect::<Vec<_>>(), [Tenure::Current, Tenure::Former]);
}

#[test]
fn a_headlines_envoy_is_the_one_named_below() {
    let (_, e) = story(&["Peru/PROPN/2/compound envoy/NOUN/3/nsubj left/VERB/0/root", CONSUL]);
    assert_eq!(e.parties_at(0, 1)[0].name.as_deref(), Some("Ana Paz"));
    assert_eq!(e.parties_at(0, 1)[0].entity, e.parties_at(1, 6)[0].entity);
}

#[test]
fn coordination_gives_several_parties() {
    let (_, e) = story(&["Peru/PROPN/4/nsubj and/CCONJ/3/cc NATO/PROPN/1/conj agree/VERB/0/root"]);
    let names: Vec<_> = e.parties_at(0, 0).into_iter().filter_map(|p| p.name).collect();
    assert_eq!(names, ["Peru", "North Atlantic Treaty Organization"]);
    assert_eq!(e.parties_at(0, 2).len(), 1);
    assert!(e.parties_at(0, 3).is_empty());
}

#[test]
fn appositions_of_a_part_of_a_name_are_of_the_name() {
    let (_, e) =
        story(&["Ana/PROPN/2/compound Paz/PROPN/6/nsubj ,/PUNCT/5/punct a/DET/5/det journalist/NOUN/1/appos \
        wept/VERB/0/root"]);
    assert_eq!(e.parties_at(0, 1)[0].sector, Some(Sector::Media));
}

#[test]
fn names_hold_capitalised_prepositions() {
    let (_, e) = story(&["Doctors/PROPN/4/nsubj Without/ADP/3/case Borders/PROPN/1/nmod left/VERB/0/root"]);
    assert_eq!(e.parties_at(0, 0)[0].name.as_deref(), Some("Doctors Without Borders"));
}

#[test]
fn adjectives_of_states_are_parties_at_their_word() {
    let (_, e) = story(&["The/DET/3/det Chadian/ADJ/3/amod offensive/NOUN/4/nsubj ended/VERB/0/root"]);
    assert_eq!(e.parties_at(0, 1)[0].name.as_deref(), Some("Chad"));
}

#[test]
fn a_title_may_head_the_name() {
    let (_, e) =
        story(&["Chad/PROPN/2/compound Minister/PROPN/5/nsubj Jean/PROPN/2/flat Bon/PROPN/2/flat left/VERB/0/root"]);
    let party = &e.parties_at(0, 1)[0];
    assert_eq!((party.name.as_deref(), party.country.as_deref()), (Some("Jean Bon"), Some("TCD")));
}

#[test]
fn states_and_forces_have_canonical_names() {
    for (phrase, name) in [
        ("the Dutch government", "Government of the Netherlands"),
        ("London", "Government of the United Kingdom"),
        ("12 Turkish soldiers", "Turkish Armed Forces"),
        ("Peru's foreign ministry", "Ministry of Foreign Affairs of Peru"),
    ] {
        assert_eq!(resolve(phrase, "2020-01-01").name.as_deref(), Some(name), "{phrase}");
    }
}

#[test]
fn both_sides_are_the_two_states_just_named() {
    let (_, e) = story(&[
        "Peru/PROPN/3/nsubj 's/PART/1/case visited/VERB/0/root Chile/PROPN/3/obj",
        "The/DET/3/det two/NUM/3/nummod countries/NOUN/4/nsubj agreed/VERB/0/root",
    ]);
    let codes: Vec<_> = e.parties_at(1, 2).into_iter().filter_map(|p| p.country).collect();
    assert_eq!(codes, ["PER", "CHL"]);
}

#[test]
fn bodies_without_a_state_belong_to_the_storys() {
    let (_, e) = story(&["Chad/PROPN/2/nsubj mourned/VERB/0/root", "Police/NOUN/2/nsubj fired/VERB/0/root"]);
    let police = &e.parties_at(1, 0)[0];
    assert_eq!((police.country.as_deref(), police.sector), (Some("TCD"), Some(Sector::Police)));
    assert!(police.why.iter().any(|w| w.contains("the story is about TCD")));
}

#[test]
fn a_people_with_the_article_acts_as_its_state() {
    check(&[("the Danes", "DNK GOV"), ("Danes", "DNK CVL"), ("dozens of Danes", "DNK CVL"), ("a Dane", "DNK CVL")]);
}

#[test]
fn who_backs_or_holds_somebody_does_not_own_them() {
    check(&[
        ("Peruvian-controlled militias", "- PRM"),
        ("Peruvian-held towns", "- CVL"),
        ("Danish-led troops", "DNK MIL"),
    ]);
    // A table knows where he is from; the story only where he lives.
    assert_eq!(resolve("US-based cleric Fethullah Gulen", "2020-01-01").country.as_deref(), Some("TUR"));
}

#[test]
fn several_people_of_a_body_bear_its_name() {
    for (phrase, name) in [
        ("G20 ministers", "Group of Twenty"),
        ("40 Boko Haram fighters", "Boko Haram"),
        ("Chadian lawmakers", "Parliament of Chad"),
        ("Chadian prosecutors", "Prosecutor's Office of Chad"),
        ("the Chadian capital", "Government of Chad"),
        ("the Lagos State Police Command", "Lagos State Police Command"),
    ] {
        assert_eq!(resolve(phrase, "2020-01-01").name.as_deref(), Some(name), "{phrase}");
    }
    check(&[("ECOWAS security chiefs", "IGO MIL"), ("European ministers", "EUR GOV")]);
}

#[test]
fn what_has_a_possessor_belongs_where_it_does() {
    let (_, e) = story(&[
        "Chad/PROPN/2/nsubj thanked/VERB/0/root Peru/PROPN/2/obj",
        "Chad/PROPN/2/nsubj sent/VERB/0/root its/PRON/4/nmod:poss army/NOUN/2/obj",
        "Chad/PROPN/2/nsubj left/VERB/0/root its/PRON/4/nmod:poss allies/NOUN/2/obj",
    ]);
    let army = &e.parties_at(1, 3)[0];
    assert_eq!((army.country.as_deref(), army.name.as_deref()), (Some("TCD"), Some("Chadian Armed Forces")));
    assert!(army.why.iter().any(|w| w == "rule: belongs to Chad"), "{:?}", army.why);
    // Allies are states, but not Chad.
    let allies = &e.parties_at(2, 3)[0];
    assert_eq!((allies.country.as_deref(), allies.sector), (None, Some(Sector::Government)));
}

#[test]
fn bodies_of_the_storys_state_bear_its_names() {
    let (_, e) = story(&[
        "Ukraine/PROPN/2/nsubj voted/VERB/0/root",
        "The/DET/2/det parliament/NOUN/3/nsubj met/VERB/0/root the/DET/5/det president/NOUN/3/obj",
    ]);
    assert_eq!(e.parties_at(1, 1)[0].name.as_deref(), Some("Verkhovna Rada"));
    assert_eq!(e.parties_at(1, 4)[0].name.as_deref(), Some("Volodymyr Zelenskyy"));
}

#[test]
fn leads_describe_whom_the_story_names_below() {
    let lead = "A/DET/3/det Chadian/ADJ/3/amod policeman/NOUN/4/nsubj fled/VERB/0/root";
    let named = "Police/NOUN/2/compound officer/NOUN/5/nsubj Jean/PROPN/2/flat Bon/PROPN/2/flat hid/VERB/0/root";
    let (_, e) = story(&[lead, named]);
    assert_eq!(e.parties_at(0, 2)[0].name.as_deref(), Some("Jean Bon"));
    // Two policemen in the lead: nobody can say who is meant.
    let (_, e) = story(&[lead, "A/DET/2/det policewoman/NOUN/3/nsubj wept/VERB/0/root", named]);
    assert_ne!(e.parties_at(0, 2)[0].name.as_deref(), Some("Jean Bon"));
}

#[test]
fn he_is_not_the_one_whom_he_warns() {
    let (_, e) = story(&[
        "President/PROPN/2/nmod:desc Paz/PROPN/3/nsubj met/VERB/0/root President/PROPN/5/nmod:desc Bon/PROPN/3/obj",
        "Bon/PROPN/2/nsubj smiled/VERB/0/root",
        "He/PRON/2/nsubj warned/VERB/0/root Bon/PROPN/2/obj",
    ]);
    assert_eq!(e.parties_at(2, 0)[0].entity, e.parties_at(0, 1)[0].entity);
}

#[test]
fn numbers_count_the_states_just_listed() {
    let (_, e) = story(&[
        "Mali/PROPN/6/nsubj ,/PUNCT/3/punct Niger/PROPN/1/conj and/CCONJ/5/cc Chad/PROPN/1/conj met/VERB/0/root",
        "The/DET/3/det three/NUM/3/nummod countries/NOUN/4/nsubj agreed/VERB/0/root",
        "They/PRON/2/nsubj left/VERB/0/root",
    ]);
    let codes = |s, h| e.parties_at(s, h).into_iter().filter_map(|p| p.country).collect::<Vec<_>>();
    assert_eq!(codes(1, 2), ["MLI", "NER", "TCD"]);
    assert_eq!(codes(2, 0), ["MLI", "NER", "TCD"]);
}

#[test]
fn leaders_of_two_states_are_two() {
    let (_, e) = story(&["The/DET/2/det presidents/NOUN/7/nsubj of/ADP/4/case Chad/PROPN/2/nmod and/CCONJ/6/cc \
        Kenya/PROPN/4/conj met/VERB/0/root"]);
    let names: Vec<_> = e.parties_at(0, 1).into_iter().map(|p| (p.country, p.name)).collect();
    assert_eq!(names.len(), 2, "{names:?}");
    assert_eq!(names[1], (Some("KEN".to_owned()), Some("William Ruto".to_owned())));
}

#[test]
fn parts_of_names_are_no_parties() {
    let (_, e) = story(&[
        "The/DET/3/det Korean/ADJ/3/amod Peninsula/PROPN/7/nsubj and/CCONJ/6/cc Chadian/ADJ/6/amod plans/NOUN/3/conj matter/VERB/0/root",
    ]);
    assert!(e.parties_at(0, 1).is_empty());
    assert_eq!(e.parties_at(0, 4)[0].country.as_deref(), Some("TCD"));
}

#[test]
fn a_description_means_the_state_named_with_it() {
    let (_, e) = story(&[
        "Peru/PROPN/2/nsubj left/VERB/0/root an/DET/4/det ally/NOUN/2/obj ,/PUNCT/6/punct Chad/PROPN/4/appos ./PUNCT/2/punct",
    ]);
    assert_eq!(e.parties_at(0, 3)[0].name.as_deref(), Some("Chad"));
}

#[test]
fn a_dateline_is_no_party() {
    let (_, e) = story(&[
        "LIMA/PROPN/6/nsubj (/PUNCT/3/punct AP/PROPN/1/appos )/PUNCT/3/punct Nurses/NOUN/1/appos marched/VERB/0/root",
    ]);
    assert_eq!(e.parties_at(0, 0)[0].sector, Some(Sector::Medical));
}

#[test]
fn a_party_leader_in_opposition_is_opposition() {
    check(&[("party leader Kemal Kilicdaroglu", "TUR OPP"), ("party leader Ann Poe", "- PTY")]);
}

#[test]
fn who_is_identified_is_named() {
    let (_, e) = story(&[
        "The/DET/2/det gunman/NOUN/10/nsubj ,/PUNCT/6/punct who/PRON/6/nsubj:pass was/AUX/6/aux:pass identify/VERB/2/acl:relcl as/ADP/8/case Ana/PROPN/6/obl Paz/PROPN/8/flat fled/VERB/0/root",
    ]);
    assert_eq!(e.parties_at(0, 1)[0].name.as_deref(), Some("Ana Paz"));
    assert_eq!(e.parties_at(0, 7)[0].sector, Some(Sector::UnidentifiedArmed));
}

#[test]
fn who_advises_is_an_adviser() {
    let (_, e) =
        story(&["Ana/PROPN/6/nsubj Paz/PROPN/1/flat who/PRON/4/nsubj advise/VERB/1/acl:relcl Peru/PROPN/4/obj \
        left/VERB/0/root"]);
    let offices = e.offices();
    assert_eq!((offices[0].title.as_str(), offices[0].country.as_deref()), ("adviser", Some("PER")));
}

#[test]
fn both_sides_of_a_war_are_who_fights_it() {
    let (_, e) = story(&[
        "Boko/PROPN/4/nsubj Haram/PROPN/1/flat has/AUX/4/aux fought/VERB/0/root the/DET/7/det Nigerian/ADJ/7/amod \
         army/NOUN/4/obj",
        "Both/DET/2/det sides/NOUN/3/nsubj lied/VERB/0/root",
        "The/DET/2/det parties/NOUN/3/nsubj met/VERB/0/root",
    ]);
    let sectors = |sentence, word| e.parties_of(sentence, word).iter().map(|p| p.sector).collect::<Vec<_>>();
    assert_eq!(sectors(1, 1), [Some(Sector::Rebel), Some(Sector::Military)]);
    assert_eq!(sectors(2, 1), [Some(Sector::Rebel), Some(Sector::Military)]);
}

#[test]
fn militants_of_a_named_side_are_that_side() {
    let (_, e) = story(&[
        "Militants/NOUN/6/nsubj linked/VERB/1/acl with/ADP/4/case Boko/PROPN/2/obl Haram/PROPN/4/flat fled/VERB/0/root",
        "The/DET/2/det militants/NOUN/3/nsubj returned/VERB/0/root",
    ]);
    assert_eq!(e.parties_of(0, 0)[0].name.as_deref(), Some("Boko Haram"));
    assert_eq!(e.parties_of(1, 1)[0].name.as_deref(), Some("Boko Haram"));
    let from = resolve("militants from Boko Haram", "2023-02-01");
    assert_eq!((from.name.as_deref(), from.country.as_deref()), (Some("Boko Haram"), Some("NGA")));
}

#[test]
fn who_is_the_last_of_the_names_before_it() {
    let (_, e) = story(&["Ana/PROPN/0/root Paz/PROPN/1/flat ,/PUNCT/4/punct Bo/PROPN/1/appos Li/PROPN/4/flat \
        ,/PUNCT/8/punct who/PRON/8/nsubj fled/VERB/1/acl:relcl"]);
    assert_eq!(e.parties_of(0, 6)[0].name.as_deref(), Some("Bo Li"));
}

#[test]
fn a_possessor_coordinated_with_its_owner_is_the_owner() {
    let (_, e) = story(&[
        "Peru/PROPN/2/nsubj slept/VERB/0/root",
        "Chad/PROPN/5/nsubj and/CCONJ/4/cc its/PRON/4/nmod:poss army/NOUN/1/conj fled/VERB/0/root",
    ]);
    assert_eq!(e.parties_of(1, 3)[0].country.as_deref(), Some("TCD"));
}

#[test]
fn they_of_somebodys_words_are_not_his_side() {
    let quoted = |speaker: &str| {
        let (_, e) = story(&[
            "Chad/PROPN/2/nsubj slept/VERB/0/root",
            &format!(
                "\"/PUNCT/3/punct It/PRON/3/nsubj lied/VERB/6/ccomp \"/PUNCT/3/punct {speaker}/PROPN/6/nsubj say/VERB/0/root"
            ),
        ]);
        e.parties_of(1, 1).first().and_then(|p| p.country.clone())
    };
    assert_eq!(quoted("Peru").as_deref(), Some("TCD"));
    assert_eq!(quoted("Chad"), None);
}

#[test]
fn pronouns_for_the_unnamed_say_whom_they_mean() {
    let (_, e) = story(&[
        "The/DET/3/det tribal/ADJ/3/amod elders/NOUN/4/nsubj left/VERB/0/root",
        "Chad/PROPN/2/nsubj thanked/VERB/0/root them/PRON/2/obj",
    ]);
    assert_eq!(e.parties_of(0, 2)[0].name, None);
    assert_eq!(e.parties_of(1, 2)[0].name.as_deref(), Some("tribal elders"));
}

#[test]
fn victims_belong_where_the_deed_is_done() {
    let (_, e) = story(&["Peru/PROPN/2/nsubj jailed/VERB/0/root farmers/NOUN/2/obj in/ADP/5/case Chad/PROPN/2/obl"]);
    assert_eq!(e.parties_of(0, 2)[0].country.as_deref(), Some("TCD"));
}

#[test]
fn other_republics_are_not_the_storys_state() {
    let (_, e) = story(&[
        "Chad/PROPN/2/nsubj slept/VERB/0/root",
        "Landlocked/ADJ/2/amod republics/NOUN/3/nsubj met/VERB/0/root",
    ]);
    assert!(e.parties_of(1, 1).iter().all(|p| p.country.is_none()));
}

#[test]
fn two_named_people_are_no_apposition() {
    let (_, e) = story(&["Secretary/NOUN/2/nmod:desc Barre/PROPN/10/nsubj ,/PUNCT/5/punct also/ADV/5/advmod \
        Otto/PROPN/2/appos Kimani/PROPN/5/flat ,/PUNCT/8/punct adviser/NOUN/5/appos ,/PUNCT/10/punct left/VERB/0/root"]);
    assert_ne!(e.parties_of(0, 1)[0].entity, e.parties_of(0, 4)[0].entity);
    assert_eq!(e.parties_of(0, 1)[0].name.as_deref(), Some("Barre"));
}

#[test]
fn names_behind_a_common_title_are_the_persons() {
    let (_, e) = story(&["Kenyan/ADJ/2/amod spokeswoman/NOUN/5/nsubj Amina/PROPN/2/flat Otieno/PROPN/2/flat \
        left/VERB/0/root"]);
    let party = &e.parties_of(0, 1)[0];
    assert_eq!((party.name.as_deref(), party.country.as_deref()), (Some("Amina Otieno"), Some("KEN")));
}

#[test]
fn the_director_is_who_leads_the_body() {
    let (_, e) = story(&[
        "Ana/PROPN/7/nsubj Paz/PROPN/1/flat ,/PUNCT/6/punct UNICEF/PROPN/6/nmod:poss 's/PART/4/case head/NOUN/1/appos \
         spoke/VERB/0/root",
        "The/DET/3/det UNICEF/PROPN/3/compound director/NOUN/4/nsubj left/VERB/0/root",
    ]);
    assert_eq!(e.parties_of(1, 2)[0].name.as_deref(), Some("Ana Paz"));
}

proptest! {
    #[test]
    fn spans_stand_on_boundaries_of_any_text(words in proptest::collection::vec("[a-zA-Zé日’]{1,6}", 1..12),
        heads in proptest::collection::vec((0usize..12, 0usize..60, 0usize..17), 12)) {
        use crate::reading::{Deprel, Upos};
        let mut conllu = String::new();
        for (i, word) in words.iter().enumerate() {
            let (head, deprel, upos) = heads[i];
            // Any head, cycles too: a reading from elsewhere may be no tree.
            let head = head.min(words.len());
            let (deprel, upos) = (Deprel::ALL[deprel % Deprel::ALL.len()], Upos::ALL[upos % Upos::ALL.len()]);
            writeln!(conllu, "{} {word} {word} {upos} _ _ {head} {deprel} _ _", i + 1).expect("a string takes all");
        }
        let (text, reading) = Reading::from_conllu(&conllu).expect("well formed");
        let entities = Entities::read(Resolver::new(Knowledge::shipped()), &text, &reading, None, None);
        for head in 0..words.len() {
            for party in entities.parties_at(0, head) {
                prop_assert!(text.get(party.span.start..party.span.end) == Some(party.text.as_str()));
            }
        }
        for office in entities.offices() {
            prop_assert!(text.is_char_boundary(office.span.start) && text.is_char_boundary(office.span.end));
        }
    }
}
