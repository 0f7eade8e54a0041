//! What the compiler writes is what the gazetteer reads, and a broken file harms nobody.

use memcon_gazetteer::{Compiler, CountryCodes, Feature, Gazetteer, NameKind, PlaceIndex, Source, fold};
use proptest::prelude::*;

fn source(name: &str, feature: &str) -> Source {
    Source {
        geonameid: 7,
        name: name.to_owned(),
        others: Vec::new(),
        lat: 1.5,
        lon: -2.25,
        population: 1000,
        fame: 2,
        feature: Feature::from_code(feature).expect("listed"),
        inside: None,
        country: None,
    }
}

fn state(name: &str) -> Source {
    let codes = CountryCodes { alpha2: "XA".to_owned(), alpha3: "XAA".to_owned() };
    Source { country: Some(codes), ..source(name, "PCLI") }
}

fn world(towns: Vec<Source>) -> Vec<u8> {
    let mut compiler = Compiler::new();
    let land = compiler.add(state("Ruritania"));
    let shire = compiler.add(Source { inside: Some(land), ..source("Northshire", "ADM1") });
    for town in towns {
        compiler.add(Source { inside: Some(shire), ..town });
    }
    compiler.compile().expect("a small world")
}

fn places(gazetteer: &Gazetteer, name: &str) -> Vec<(PlaceIndex, NameKind)> {
    let mut places = Vec::new();
    gazetteer.look_up(&fold(name), |_, place, kind| places.push((place, kind)));
    places
}

#[test]
fn a_world_comes_back() {
    let alias = [("Old Strelsau".to_owned(), NameKind::Alias), ("Strelsauer".to_owned(), NameKind::Demonym)];
    let bytes = world(vec![Source { others: alias.to_vec(), ..source("Strelsau", "PPLC") }, source("Zenda", "PPL")]);
    let gazetteer = Gazetteer::new(&bytes).expect("just written");
    assert_eq!(gazetteer.len(), 4);
    let (at, kind) = places(&gazetteer, "old strelsau")[0];
    assert_eq!((gazetteer.name(at).as_str(), kind), ("Strelsau", NameKind::Alias));
    assert_eq!(places(&gazetteer, "Strelsauer"), [(at, NameKind::Demonym)]);
    let place = gazetteer.place(at).expect("it");
    assert_eq!((place.geonameid, place.feature.code(), place.fame), (Some(7), "PPLC", 2));
    assert!((place.lat - 1.5).abs() < 2e-4 && (place.lon + 2.25).abs() < 4e-4);
    assert!(place.population.abs_diff(1000) < 100);
    assert_eq!(gazetteer.country_code(&place), Some("XAA"));
    assert_eq!(gazetteer.admin1(at).map(|p| gazetteer.name(p)).as_deref(), Some("Northshire"));
}

#[test]
fn faults_are_named() {
    let fault = |place: Source| {
        let mut compiler = Compiler::new();
        compiler.add(place);
        compiler.compile().expect_err("faulty").to_string()
    };
    assert!(fault(source("..", "PPL")).contains("without letters"));
    assert!(fault(Source { lat: 91.0, ..source("A", "PPL") }).contains("out of range"));
    assert!(fault(Source { geonameid: 1 << 24, ..source("A", "PPL") }).contains("24 bits"));
    assert!(fault(source("A", "PCLI")).contains("codes"));
    assert!(fault(Source { inside: Some(3), ..source("A", "PPL") }).contains("before it"));
}

proptest! {
    #[test]
    fn any_names_come_back(names in prop::collection::btree_set("[A-Z][a-zé' -]{0,12}[a-z]", 1..60)) {
        let bytes = world(names.iter().map(|name| source(name, "PPL")).collect());
        let gazetteer = Gazetteer::new(&bytes).expect("just written");
        for name in &names {
            let found = places(&gazetteer, name);
            prop_assert!(found.iter().any(|(at, _)| gazetteer.name(*at) == *name), "{name}: {found:?}");
        }
    }

    #[test]
    fn a_broken_file_never_panics(at in 36_usize..400, value: u8, cut in 0_usize..400, key in "[a-z ]{0,9}") {
        let towns = ["Strelsau", "Zenda", "Tarlenheim", "Hofbau", "Streslau"].map(|name| source(name, "PPL"));
        let mut bytes = world(towns.to_vec());
        let length = bytes.len();
        bytes[at % length] = value;
        bytes.truncate(length.saturating_sub(cut % 3));
        if let Ok(gazetteer) = Gazetteer::new(&bytes) {
            for name in ["strelsau", "zenda", key.as_str()] {
                for (place, _) in places(&gazetteer, name) {
                    let _ = gazetteer.place(place).map(|p| (gazetteer.country_code(&p), gazetteer.division_of(&p)));
                    let _ = (gazetteer.name(place), gazetteer.admin1(place), gazetteer.country(place));
                }
            }
        }
    }
}
