//! What is written is read back.

mod common;

#[cfg(feature = "parquet")]
use std::path::{Path, PathBuf};

use common::{Folder, awkward, of_status, synthetic, written};
use memcon_exchange::column::{On, heads};
use memcon_exchange::delimited::{Rows, unguarded};
use memcon_exchange::import::Import;
use memcon_exchange::polecat::{POLECAT, cells};
use memcon_exchange::tables::EVENTS;
use memcon_exchange::{Exporter, Format, Options};
use memcon_store::{Exported, Store};

fn rows(text: &str, separator: char) -> Vec<Vec<String>> {
    Rows::new(text.as_bytes(), separator).map(|row| row.expect("readable").1).collect()
}

#[test]
fn what_did_not_happen_is_left_out_and_counted() {
    let all = || {
        vec![
            of_status("occurred", None),
            of_status("ongoing", None),
            of_status("planned", None),
            of_status("planned", Some("CONSULT")),
            of_status("hypothetical", None),
            of_status("denied", Some("AID")),
        ]
    };
    for format in [Format::Plover, Format::Polecat, Format::Graphml] {
        let tally = written(format, all(), Options::default()).1;
        let left: Vec<(&str, u64)> = tally.by_status.iter().map(|(status, count)| (status.as_str(), *count)).collect();
        assert_eq!((tally.written, left), (3, vec![("denied", 1), ("hypothetical", 1), ("planned", 1)]));
        let said = tally.said(format).join("\n");
        assert!(
            said.starts_with("3 events left out") && said.contains("1 denied, 1 hypothetical, 1 planned"),
            "{said}"
        );
        let every = written(format, all(), Options { all_statuses: true, ..Options::default() }).1;
        assert_eq!((every.written, every.said(format).len()), (6, 0));
    }
    for format in [Format::Csv, Format::Geojson] {
        assert_eq!(written(format, all(), Options::default()).1.written, 6);
    }
    let mut undated = awkward();
    undated.event.date = None;
    let tally = written(Format::Plover, vec![undated.clone()], Options::default()).1;
    assert_eq!((tally.written, tally.undated, tally.said(Format::Plover).len()), (0, 1, 1));
    assert_eq!(written(Format::Polecat, vec![undated], Options::default()).1.written, 1);
}

#[test]
fn months_stay_months_unless_asked() {
    let date = |options| rows(&written(Format::Polecat, vec![awkward()], options).0, '\t')[1][1].clone();
    assert_eq!(date(Options::default()), "2024-02");
    assert_eq!(date(Options { fill_dates: true, ..Options::default() }), "2024-02-01");
}

#[test]
fn csv_cells_come_back() {
    let (text, _) = written(Format::Csv, vec![awkward()], Options::default());
    let table = rows(&text, ',');
    let names: Vec<&str> = heads(EVENTS, On::Nested).map(|head| head.name).collect();
    assert_eq!((&table[0], table.len()), (&names.iter().map(ToString::to_string).collect(), 2));
    let cell = |name: &str| unguarded(&table[1][names.iter().position(|n| *n == name).expect("a column")]).to_owned();
    assert_eq!(cell("actor_names"), "Ada \"A.\" Berg; Body, Free");
    assert_eq!(cell("evidence"), "-1 \"They\" met,\r\nhe said.\tYes;");
    assert_eq!(
        (cell("title").as_str(), cell("last_day").as_str(), cell("core").as_str()),
        ("@title", "2024-02-29", "true")
    );
    assert!(text.contains("'@title") && !text.contains("'-0.017"));
}

#[test]
fn a_folder_has_parties_evidence_and_stories() {
    let folder = Folder::new();
    let path = folder.path("archive");
    let options = Options { no_text: true, ..Options::default() };
    let mut exporter = Exporter::to(Format::Csv, Some(&path), options).expect("a folder");
    exporter.write(awkward()).expect("written");
    exporter.write(awkward()).expect("written");
    exporter.write_story(&awkward().story).expect("written");
    exporter.finish().expect("written");
    let read = |name: &str| rows(&std::fs::read_to_string(path.join(name)).expect("a file"), ',');
    assert_eq!((read("parties.csv").len(), read("evidence.csv").len(), read("stories.csv").len()), (7, 3, 2));
    assert_eq!(read("evidence.csv")[1], ["12", "00000000000000ff", "0", "", "3", "30"]);
    assert_eq!(read("parties.csv")[3][2], "recipient");
    let again = Exporter::to(Format::Csv, Some(&path), options).err().expect("refused");
    assert!(again.to_string().contains("not empty"));
}

/// The columns of POLECAT that an imported event keeps as they were.
fn kept(cells: &[String]) -> Vec<(&'static str, String)> {
    let lost = ["Event ID", "Story People", "Story Locations", "Version", "Quad Code"];
    let names = POLECAT.iter().map(|column| column.head.name);
    names.zip(cells.iter().cloned()).filter(|(name, _)| !lost.contains(name)).collect()
}

#[test]
fn polecat_is_read_back_as_it_was_written() {
    let mut events = synthetic(120);
    events.push(awkward());
    events.retain(|event| event.event.status == "occurred");
    for event in &mut events {
        // A list of several parties has no secondary sectors of its own for each.
        let several = event.event.actors.len() > 1 || event.event.recipients.len() > 1;
        for party in event.event.actors.iter_mut().chain(&mut event.event.recipients).filter(|_| several) {
            party.sectors.clear();
        }
    }
    let (text, tally) = written(Format::Polecat, events.clone(), Options::default());
    assert!(tally.written > 50 && text.lines().next().is_some_and(|head| head.split('\t').count() == 40));
    let read: Vec<_> = Import::open(text.as_bytes()).expect("a table").map(|row| row.expect("read")).collect();
    assert_eq!(read.len(), events.len());
    let folder = Folder::new();
    let record = folder.path("record.db");
    let mut store = Store::create(&record).expect("a record");
    let mut back = Vec::new();
    for (before, (run, ingest)) in events.iter().zip(&read) {
        let exported: Vec<Exported> = Exported::of(ingest, run);
        let [after] = exported.as_slice() else { panic!("one event") };
        assert_eq!(kept(&cells(before)), kept(&cells(after)));
        assert_eq!(cells(before)[0], cells(after)[0], "the event's id");
        assert_eq!(cells(after)[39], "test 1", "the version of the table");
        back.push(cells(after));
    }
    // In a record they stand side by side, are not joined, and come out as they went in.
    let (run, _) = &read[0];
    let mut writer = store.writer(run).expect("a writer");
    for (_, ingest) in &read {
        assert_eq!(writer.add(ingest).expect("added"), memcon_store::Added::New);
    }
    writer.finish().expect("written");
    let counts = store.counts().expect("counts");
    assert_eq!(
        (counts.events, counts.mentions, counts.copies),
        (counts.mentions, i64::try_from(back.len()).unwrap_or(0), 0)
    );
    let mut out = Vec::new();
    let take = |exported| {
        out.push(cells(&exported));
        std::ops::ControlFlow::Continue(())
    };
    store.export(&memcon_store::query::Filter::default(), take).expect("readable");
    let sorted = |mut rows: Vec<Vec<String>>| {
        for row in &mut rows {
            row.truncate(35);
        }
        rows.sort();
        rows
    };
    assert_eq!(sorted(out), sorted(back));
}

#[test]
fn geojson_has_a_feature_for_each_event() {
    let mut nowhere = awkward();
    nowhere.event.place = None;
    let (text, _) = written(Format::Geojson, vec![awkward(), nowhere], Options::default());
    let map: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(map["features"][0]["geometry"]["coordinates"], serde_json::json!([-0.017, 5.669]));
    assert!(map["features"][1]["geometry"].is_null() && map["features"][1]["properties"]["status"] == "occurred");
    let (none, _) = written(Format::Geojson, Vec::new(), Options::default());
    assert!(serde_json::from_str::<serde_json::Value>(&none).is_ok_and(|map| map["features"] == serde_json::json!([])));
}

#[test]
fn the_network_counts_events_between_actors() {
    let mut talks = awkward();
    talks.event.recipients.clear();
    talks.event.score = 2.0;
    let (text, _) = written(Format::Graphml, vec![awkward(), awkward(), talks], Options::default());
    assert!(text.contains("Kofi &lt;K&gt; &amp; Sons") && text.matches("<node ").count() == 3, "{text}");
    // Two actors to one recipient, and the two with each other, both ways.
    assert_eq!(text.matches("<edge ").count(), 4, "{text}");
    assert!(
        text.contains("<data key=\"e1\">2</data><data key=\"e2\">4</data><data key=\"e3\">2024-02</data>"),
        "{text}"
    );
}

/// The files below a folder.
#[cfg(feature = "parquet")]
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

#[cfg(feature = "parquet")]
#[test]
fn parquet_is_read_back_typed() {
    use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

    let events = synthetic(150);
    let expected = memcon_exchange::arrow::events(&events).expect("a table");
    let folder = Folder::new();
    let path = folder.path("events.parquet");
    let mut exporter = Exporter::to(Format::Parquet, Some(&path), Options::default()).expect("a file");
    events.iter().cloned().for_each(|event| exporter.write(event).expect("written"));
    exporter.finish().expect("written");
    let open = |path: &Path| {
        let file = std::fs::File::open(path).expect("a file");
        let reader = ParquetRecordBatchReaderBuilder::try_new(file).expect("Parquet");
        reader
            .with_batch_size(100_000)
            .build()
            .expect("readable")
            .map(|batch| batch.expect("readable"))
            .collect::<Vec<_>>()
    };
    let batches = open(&path);
    assert_eq!(batches, [expected]);
    let by_month = folder.path("by-month");
    let mut exporter = Exporter::to(Format::Parquet, Some(&by_month), Options::default()).expect("a folder");
    events.iter().cloned().for_each(|event| exporter.write(event).expect("written"));
    let mut undated = awkward();
    undated.event.date = None;
    exporter.write(undated).expect("written");
    exporter.finish().expect("written");
    let files = files(&by_month);
    let count: usize = files.iter().flat_map(|file| open(file)).map(|batch| batch.num_rows()).sum();
    assert_eq!(count, events.len() + 1);
    assert!(files.iter().any(|file| file.to_string_lossy().contains("/month=")), "{files:?}");
    assert!(
        files
            .iter()
            .any(|file| file
                .ends_with("year=__HIVE_DEFAULT_PARTITION__/month=__HIVE_DEFAULT_PARTITION__/part-0.parquet"))
    );
}

#[cfg(feature = "arrow")]
#[test]
fn a_document_of_no_record_has_the_same_table() {
    let ingest = memcon_store::synthetic::Synthetic::default().documents(3).find(|i| !i.document.events.is_empty());
    let document = ingest.expect("events").document;
    let rows = memcon_exchange::arrow::rows(&document);
    let table = memcon_exchange::arrow::events(&rows).expect("a table");
    assert_eq!((table.num_rows(), table.schema()), (document.events.len(), memcon_exchange::arrow::schema()));
    assert!(table.column_by_name("unique").is_some_and(|column| arrow_array::Array::null_count(column) == rows.len()));
}
