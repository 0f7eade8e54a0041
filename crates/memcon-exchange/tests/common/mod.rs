//! Events to write, and what was written.
#![allow(dead_code, reason = "each test file uses some of it")]

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use memcon_exchange::{Exporter, Format, Options, Tally};
use memcon_store::record::{Event, EventPlace, Party, Text};
use memcon_store::synthetic::Synthetic;
use memcon_store::{Exported, Run, Told};

/// Events of so many invented documents.
pub fn synthetic(documents: usize) -> Vec<Exported> {
    let run = Run { program: "test 1".into(), model: "m".into(), lexicon: "l".into(), options: String::new() };
    Synthetic::default().documents(documents).flat_map(|ingest| Exported::of(&ingest, &run)).collect()
}

/// An event whose texts are as hard to write as can be.
pub fn awkward() -> Exported {
    let party = |name: &str, text: &str, country: Option<&str>, sector: Option<&str>| Party {
        name: Some(name.to_owned()),
        text: text.to_owned(),
        country: country.map(str::to_owned),
        sector: sector.map(str::to_owned),
        ..Party::default()
    };
    Exported {
        unique: "12".into(),
        event: Event {
            id: "00000000000000ff".into(),
            event: "CONSULT".into(),
            mode: vec!["visit".into(), "multilateral".into()],
            status: "occurred".into(),
            date: Some("2024-02".into()),
            actors: vec![
                party("Ada \"A.\" Berg", "=SUM(A1)\tBerg\nand others", Some("NOR"), Some("GOV")),
                party("Body, Free", "the body", None, None),
            ],
            recipients: vec![party("Kofi <K> & Sons", "Kofi", Some("GHA"), Some("BUS"))],
            place: Some(EventPlace {
                text: "the port, \"old\"".into(),
                name: "Tema".into(),
                country: Some("GHA".into()),
                admin1: Some("Greater Accra".into()),
                lat: Some(5.669),
                lon: Some(-0.017),
                geonameid: Some(2_294_877),
                resolution: Some(4),
            }),
            quad: 1,
            score: 4.0,
            evidence: vec![Text { text: "-1 \"They\" met,\r\nhe said.\tYes;".into(), start: 3, end: 30 }],
            core: true,
            confidence: Some(0.5),
            decided_by: "frames/consult.txt:1".into(),
            ..Event::default()
        },
        mentions: 2,
        stories: 2,
        sources: 1,
        story: Told {
            story: "77".into(),
            document: "a, \"b\".html".into(),
            hash: "ab".repeat(32),
            title: Some("@title".into()),
            date: Some("2024-03-01".into()),
            language: "en".into(),
            format: "html".into(),
            program: "test 1".into(),
            end: 40,
            ..Told::default()
        },
        ..Exported::default()
    }
}

/// The same, of a status.
pub fn of_status(status: &str, act: Option<&str>) -> Exported {
    let mut exported = awkward();
    exported.event.status = status.into();
    exported.event.act = act.map(str::to_owned);
    exported
}

/// What is written of some events to one file, and how many.
pub fn written(format: Format, events: Vec<Exported>, options: Options) -> (String, Tally) {
    let folder = Folder::new();
    let path = folder.path("out.txt");
    let mut exporter = Exporter::to(format, Some(&path), options).expect("an output");
    for event in events {
        exporter.write(event).expect("written");
    }
    let tally = exporter.finish().expect("written");
    (std::fs::read_to_string(&path).expect("text"), tally)
}

/// A folder that is removed with its owner.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("memcon-exchange-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a folder");
        Self(path)
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
