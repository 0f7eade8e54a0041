//! `memcon export`, `import` and `code --format` on the sample pages.

use serde_json::Value;

use crate::harness::{Folder, memcon};

const PAGES: [&str; 3] = ["examples/envoy.html", "examples/two-stories.html", "examples/wire.txt"];

/// A record of the sample pages.
fn record(folder: &Folder) -> String {
    let record = folder.path("record.db");
    memcon(&[&["add", &record][..], &PAGES].concat()).ends(0);
    record
}

fn read(path: &str) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn a_record_is_exported_in_every_form() {
    let folder = Folder::with(&[]);
    let record = record(&folder);
    let events = memcon(&["query", &record]).ends(0).lines();
    let export = |more: &[&str]| memcon(&[&["export", &record], more].concat());

    let csv = export(&["--format", "csv"]).ends(0).out;
    assert!(csv.starts_with("document,url,title,published,story,id,event,act,"), "{csv}");
    let map: Value = export(&["--format", "geojson"]).ends(0).json();
    assert_eq!(map["features"].as_array().map(Vec::len), Some(events.len()));
    let happened = |event: &&Value| {
        event["status"] == "occurred"
            || event["status"] == "ongoing"
            || event["status"] == "planned" && event["act"].is_string()
    };
    let kept = events.iter().filter(happened).count();
    let plover = export(&["--format", "plover"]).ends(0);
    let dated = events.iter().filter(happened).filter(|event| event["date"].is_string()).count();
    assert_eq!(plover.lines().len(), dated);
    assert!(kept < events.len(), "the samples have events that did not happen");
    plover.says(&[&format!("{} events left out", events.len() - kept), "--all-statuses"]);
    let polecat = export(&["--format", "polecat", "--all-statuses"]).ends(0);
    assert!(polecat.out.lines().count() > events.len() && polecat.err.is_empty(), "{}", polecat.err);
    let network = export(&["--format", "graphml", "--category", "CONSULT"]).ends(0).out;
    assert!(network.contains("attr.name=\"mean_score\"") && !network.contains(">ACCUSE<"), "{network}");
    let some = export(&["--format", "plover", "--dyad", "IDN-MMR", "--category", "CONSULT"]).ends(0).lines();
    assert!(!some.is_empty() && some.len() < kept && some.iter().all(|event| event["actor"][0]["code"].is_string()));
    export(&["--format", "csv", "--out", "/no/such/folder/x.csv"]).ends(2).says(&["cannot be written"]);
    export(&["--format", "xlsx"]).ends(2);
}

#[test]
fn documents_come_out_as_they_were_coded() {
    let folder = Folder::with(&[]);
    let record = record(&folder);
    let coded = memcon(&[&["code"][..], &PAGES, &["--format", "jsonl"]].concat()).ends(0).lines();
    let kept = memcon(&["export", &record, "--format", "jsonl"]).ends(0).lines();
    assert_eq!(kept.len(), coded.len());
    for before in coded {
        let after = kept.iter().find(|document| document["id"] == before["id"]).expect("the document");
        for field in ["url", "title", "text", "date", "language", "statements", "places", "times", "notes"] {
            let lists = |value: &Value| value.as_array().map(Vec::len);
            if lists(&before[field]).is_some() {
                assert_eq!(lists(&before[field]), lists(&after[field]), "{field}");
            } else {
                assert_eq!(before[field], after[field], "{field}");
            }
        }
        // Of events that begin at the same place the record keeps no order.
        let events = |document: &Value| {
            let mut events: Vec<String> = document["events"].as_array().expect("events").iter().map(plain).collect();
            events.sort();
            events
        };
        assert_eq!(events(&before), events(after));
    }
    let bare = memcon(&["export", &record, "--format", "jsonl", "--no-text"]).ends(0);
    assert!(
        !bare.out.contains("handed him a letter")
            && bare.lines().iter().all(|d| d["hash"].is_string() && d["text"].is_null())
    );
}

/// An event as `code` and the record write it: with nothing for what is not there.
fn plain(event: &Value) -> String {
    let mut event = event.clone();
    let fields = event.as_object_mut().expect("an object");
    fields.retain(|_, value| !value.is_null() && value.as_object().is_none_or(|fields| !fields.is_empty()));
    if let Some(size) = fields.get_mut("size").and_then(Value::as_object_mut) {
        size.retain(|_, value| !value.is_null());
    }
    if fields.get("size").and_then(Value::as_object).is_some_and(serde_json::Map::is_empty) {
        fields.remove("size");
    }
    event.to_string()
}

#[test]
fn a_replication_archive_has_no_text() {
    let folder = Folder::with(&[]);
    let record = record(&folder);
    let archive = folder.path("archive");
    memcon(&["export", &record, "--format", "csv", "--out", &archive, "--no-text"]).ends(0);
    let evidence = read(&format!("{archive}/evidence.csv"));
    assert!(
        evidence.starts_with("unique,id,number,text,start,end\n")
            && evidence.lines().nth(1).is_some_and(|row| row.contains(",,"))
    );
    assert!(!read(&format!("{archive}/events.csv")).contains("handed him a letter"));
    let stories = read(&format!("{archive}/stories.csv"));
    assert!(stories.lines().count() == 5 && stories.contains("harbour-gazette"), "{stories}");
    assert!(read(&format!("{archive}/parties.csv")).contains(",recipient,"));
    memcon(&["export", &record, "--format", "csv", "--out", &archive]).ends(2).says(&["not empty"]);
}

#[test]
fn pages_are_coded_into_the_forms_of_others() {
    let folder = Folder::with(&[]);
    let record = record(&folder);
    let code = |more: &[&str]| memcon(&[&["code", PAGES[0], "--format"], more].concat());
    let ids = |lines: Vec<Value>| {
        let mut ids: Vec<String> = lines.iter().map(|event| event["id"].as_str().expect("an id").to_owned()).collect();
        ids.sort();
        ids
    };
    let coded = ids(code(&["plover", "--all-statuses"]).ends(0).lines());
    let kept = ids(memcon(&["export", &record, "--format", "plover", "--all-statuses"]).ends(0).lines());
    assert!(!coded.is_empty() && coded.iter().all(|id| kept.contains(id)), "the ids are those of a record");
    let out = folder.path("events.csv");
    assert_eq!(code(&["csv", "--out", &out]).ends(0).out, "");
    assert!(read(&out).lines().count() > coded.len());
    assert!(code(&["polecat"]).ends(0).out.starts_with("Event ID\tEvent Date\t"));
    if cfg!(feature = "parquet") {
        let out = folder.path("events.parquet");
        code(&["parquet", "--out", &out]).ends(0);
        assert!(std::fs::read(&out).expect("a file").starts_with(b"PAR1"));
    }
}

#[test]
fn old_data_stand_beside_new() {
    let folder = Folder::with(&[(
        "flat.csv",
        b"id,story_id,pub_date,event_type,event_mode,anchor_quote,date,date_granularity,actor_text,actor_code,recipient_text,recipient_code\n\
          1,s1,2025-05-16,CONSULT,visit,\"The envoy of Oslo, they say, came\",2025-05-15,day,Oslo,NOR GOV,Bamako,MLI GOV\n\
          2,s1,2025-05-16,CONSLT,,,,,,,,\n3,s2,2025-05-16,ACCUSE,,The party accused the army,2025-05,month,The party,MLI PTY,the army,MLI MIL\n",
    )]);
    let record = record(&folder);
    let before = memcon(&["query", &record]).ends(0).lines().len();
    let table = folder.path("old.tsv");
    memcon(&["export", &record, "--format", "polecat", "--out", &table]).ends(0);
    let rows = read(&table);
    let said = memcon(&["import", &record, &table]).ends(0).out;
    let again = memcon(&["import", &record, &table]).ends(0).out;
    assert!(said.contains("documents imported") && again.starts_with("0 documents imported"), "{said}{again}");
    let polecat = memcon(&["query", &record, "--decided-by", "POLECAT"]).ends(0).lines();
    assert!(!polecat.is_empty() && rows.lines().count() > polecat.len(), "{said}");
    assert!(polecat.iter().all(|event| event["evidence"] == serde_json::json!([]) && event["mentions"] == 1));
    assert_eq!(memcon(&["query", &record]).ends(0).lines().len(), before + polecat.len());
    let runs = memcon(&["query", &record, "--sql", "SELECT program FROM runs ORDER BY 1"]).ends(0).out;
    assert!(runs.contains("POLECAT memcon "), "{runs}");

    let flat = folder.path("flat.csv");
    let said = memcon(&["import", &record, &flat]).ends(1).says(&["line 3", "CONSULT"]).out;
    assert!(said.starts_with("2 documents imported with 2 events"), "{said}");
    let ngec = memcon(&["query", &record, "--decided-by", "NGEC"]).ends(0).lines();
    let accused = ngec.iter().find(|event| event["event"] == "ACCUSE").expect("an event");
    assert_eq!((ngec.len(), &accused["date"]), (2, &Value::from("2025-05")));
    assert_eq!((&accused["actors"][0]["text"], &accused["actors"][0]["sector"]), (&"The party".into(), &"PTY".into()));
    memcon(&["import", &record, PAGES[2]]).ends(1).says(&["wire.txt", "neither"]);
    // What was imported is exported again, and shown.
    let out = memcon(&["export", &record, "--format", "polecat", "--decided-by", "POLECAT"]).ends(0).out;
    assert_eq!(out.lines().count(), rows.lines().count());
}
