//! Exports are read back by the tools that users have: pandas, `PyArrow`, `DuckDB`, R. Where a tool is not installed, its test
//! says so and passes. `MEMCON_PYTHON` names the Python that has them (`python3` otherwise).

mod common;

use std::path::Path;
use std::process::Command;

use common::{Folder, awkward, synthetic};
use memcon_exchange::{Exporter, Format, Options};
use memcon_store::Exported;

/// The events of all exports: what happened, and has a date.
fn events() -> Vec<Exported> {
    let mut events = synthetic(60);
    events.push(awkward());
    events.retain(|event| event.event.status == "occurred" && event.event.date.is_some());
    events
}

fn export(folder: &Folder, format: Format, name: &str) {
    let mut exporter = Exporter::to(format, Some(&folder.path(name)), Options::default()).expect("an output");
    for event in events() {
        exporter.write(event).expect("written");
    }
    assert_eq!(exporter.finish().expect("written").written, events().len() as u64);
}

/// What a program prints; `None` where it is not there or lacks a package.
fn said(program: &str, has: &[&str], arguments: &[&str]) -> Option<String> {
    let there = Command::new(program).args(has).output().is_ok_and(|output| output.status.success());
    if !there {
        eprintln!("skipped: no {program} {}", has.join(" "));
        return None;
    }
    let output = Command::new(program).args(arguments).output().expect("runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn python(tool: &str, folder: &Folder) {
    let program = std::env::var("MEMCON_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/read_back.py");
    let (script, path) = (script.display().to_string(), folder.path("").display().to_string());
    let count = events().len();
    if let Some(said) = said(&program, &["-c", &format!("import {tool}")], &[&script, tool, &path]) {
        assert_eq!(said, format!("{count} {count} {count}"));
    }
}

#[test]
fn pandas_reads_csv_tsv_and_json() {
    let folder = Folder::new();
    export(&folder, Format::Csv, "events.csv");
    export(&folder, Format::Polecat, "polecat.tsv");
    export(&folder, Format::Plover, "plover.jsonl");
    python("pandas", &folder);
}

#[cfg(feature = "parquet")]
#[test]
fn pyarrow_and_duckdb_read_parquet() {
    let folder = Folder::new();
    export(&folder, Format::Csv, "events.csv");
    export(&folder, Format::Polecat, "polecat.tsv");
    export(&folder, Format::Parquet, "events.parquet");
    export(&folder, Format::Parquet, "months");
    python("pyarrow", &folder);
    python("duckdb", &folder);
}

#[test]
fn r_reads_csv_and_tsv() {
    let folder = Folder::new();
    export(&folder, Format::Csv, "events.csv");
    export(&folder, Format::Polecat, "polecat.tsv");
    let script = format!(
        "e <- read.csv('{0}'); p <- read.delim('{1}', check.names = FALSE, na.strings = 'None');
         stopifnot(is.numeric(e$score), ncol(p) == 40, tail(p[['Placename']], 1) == 'Tema');
         cat(nrow(e), nrow(p))",
        folder.path("events.csv").display(),
        folder.path("polecat.tsv").display()
    );
    if let Some(said) = said("Rscript", &["--version"], &["-e", &script]) {
        assert_eq!(said, format!("{0} {0}", events().len()));
    }
}

#[test]
fn python_reads_graphml_as_xml() {
    let folder = Folder::new();
    export(&folder, Format::Graphml, "actors.graphml");
    let path = folder.path("actors.graphml").display().to_string();
    let script = "import sys, xml.etree.ElementTree as t; r = t.parse(sys.argv[1]).getroot(); n = '{http://graphml.graphdrawing.org/xmlns}'; \
                  ids = {x.get('id') for x in r.iter(n + 'node')}; e = list(r.iter(n + 'edge')); \
                  assert e and all(x.get('source') in ids and x.get('target') in ids for x in e); print('well')";
    if let Some(said) = said("python3", &["--version"], &["-c", script, &path]) {
        assert_eq!(said, "well");
    }
}
