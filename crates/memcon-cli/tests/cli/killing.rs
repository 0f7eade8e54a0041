//! `memcon add` killed, out of room, or without leave to write: nothing is lost, and run again to the end the record is
//! as if nothing had been.
//!
//! `KILLS=200 cargo test --release -p memcon-cli --test cli killing` measures the floor, over 500 documents; a few kills
//! and documents are enough every day.

use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use memcon_store::Store;
use memcon_store::query::Cell;

use crate::harness::{Folder, command, memcon};

const COUNTRIES: [&str; 8] = ["Norway", "Kenya", "Peru", "Japan", "Ghana", "Poland", "Chile", "Oman"];
const DEEDS: [&str; 5] = [
    "The foreign minister of A met the president of B in Oslo on Monday.",
    "A accused B of arming rebels near the border.",
    "A signed a fishing agreement with B on Tuesday.",
    "Soldiers of A attacked a convoy of B, killing four people.",
    "A imposed sanctions on B after the talks failed.",
];

/// The longest time until a kill. Started again, a run goes on from its last commit, which is two seconds ago at most:
/// so pauses of this length spread the kills over all of a run without coding all of it anew for each.
const PAUSE: Duration = Duration::from_secs(5);

/// So many short reports, a line of JSON each.
fn reports(count: usize) -> String {
    let line = |n: usize| {
        let pick = |at: usize| COUNTRIES[at % COUNTRIES.len()];
        let tell = |n: usize| DEEDS[n % DEEDS.len()].replace('A', pick(n)).replace('B', pick(n / 8 + n + 1));
        let text = format!("Report {n} of the harbour desk.\n\n{}\n\n{}", tell(n), tell(n * 7 + 3));
        let date = format!("2025-0{}-{:02}", 1 + n % 9, 1 + n % 28);
        serde_json::json!({ "id": format!("r{n}"), "date": date, "text": text }).to_string()
    };
    (0..count).map(|n| line(n) + "\n").collect()
}

/// The reports in two files.
fn folder(count: usize) -> (Folder, [String; 2]) {
    let text = reports(count);
    let half = text.lines().take(count / 2).map(|line| line.len() + 1).sum();
    let (first, second) = text.split_at(half);
    let folder = Folder::with(&[("first.jsonl", first.as_bytes()), ("second.jsonl", second.as_bytes())]);
    let files = ["first.jsonl", "second.jsonl"].map(|name| folder.path(name));
    (folder, files)
}

fn start(record: &str, files: &[&str], jobs: &str) -> Child {
    let mut command = command();
    command.args(["add", record, "--jobs", jobs]).args(files);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("runs")
}

/// All rows of a statement, as text.
fn rows(record: &str, sql: &str) -> Vec<String> {
    let (store, mut lines) = (Store::open(Path::new(record)).expect("a record"), Vec::new());
    store
        .sql(sql, |_, row| {
            lines.push(format!("{row:?}"));
            true
        })
        .unwrap_or_else(|error| panic!("{error}: {sql}"));
    lines
}

/// Every row of every table, sorted. Full-text indexes lie as they were written, and so differ.
fn dump(record: &str) -> Vec<String> {
    let store = Store::open(Path::new(record)).expect("a record");
    let mut tables = Vec::new();
    let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '%\\_words%' ESCAPE '\\'";
    let named = store.sql(sql, |_, row| {
        tables.extend(row.into_iter().filter_map(|cell| if let Cell::Text(name) = cell { Some(name) } else { None }));
        true
    });
    assert!(named.is_ok() && tables.len() > 15, "{tables:?}");
    let of = |table: &String| rows(record, &format!("SELECT '{table}', * FROM {table}"));
    let mut lines: Vec<String> = tables.iter().flat_map(of).collect();
    lines.sort();
    lines
}

#[track_caller]
fn assert_whole(record: &str) {
    assert_eq!(rows(record, "PRAGMA integrity_check"), ["[Text(\"ok\")]"]);
    assert!(rows(record, "PRAGMA foreign_key_check").is_empty());
}

#[test]
fn killed_at_any_moment_and_run_again_it_is_as_if_nothing_had_been() {
    let kills: u32 = std::env::var("KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(3);
    let count = if kills > 10 { 500 } else { 40 };
    let (folder, files) = folder(count);
    let [first, second] = files.each_ref().map(String::as_str);
    let whole = folder.path("whole.db");
    let begun = Instant::now();
    assert!(start(&whole, &[first, second], "2").wait().expect("it ends").success());
    let time = begun.elapsed();
    let undisturbed = dump(&whole);
    assert!(undisturbed.len() > 10 * count, "{}", undisturbed.len());
    let (mut done, mut number, mut dice) = (0, 0_u32, 54_321_u64);
    while done < kills {
        number += 1;
        let record = folder.path(&format!("killed{number}.db"));
        for round in 0_u32.. {
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let share = (dice >> 40) as f64 / f64::from(1_u32 << 24);
            // In any order, on any number of threads.
            let files = if dice >> 32 & 1 == 0 { [first, second] } else { [second, first] };
            let mut child = start(&record, &files, if round % 2 == 0 { "2" } else { "1" });
            std::thread::sleep(time.min(PAUSE).mul_f64(share));
            if done >= kills || child.try_wait().expect("it can be asked").is_some() {
                assert!(child.wait().expect("it ends").success());
                break;
            }
            child.kill().expect("killed");
            child.wait().expect("it ends");
            done += 1;
            if Path::new(&record).exists() && Store::create(Path::new(&record)).is_ok() {
                assert_whole(&record);
            }
        }
        let after = dump(&record);
        // Both are sorted. What differs is looked for only where something does.
        let only = || after.iter().filter(|line| undisturbed.binary_search(line).is_err()).take(5).collect::<Vec<_>>();
        assert!(after == undisturbed, "{} rows, undisturbed {}: {:#?}", after.len(), undisturbed.len(), only());
        assert_whole(&record);
        println!("record {number}: {done} kills so far, {:.0} s", begun.elapsed().as_secs_f64());
    }
    println!("killed {done} times, {number} records of {count} documents");
}

/// A file that may not grow stands for a disk that is full.
#[cfg(unix)]
#[test]
fn without_room_what_was_added_is_kept() {
    let (folder, files) = folder(40);
    let [first, second] = files.each_ref().map(String::as_str);
    let (whole, full) = (folder.path("whole.db"), folder.path("full.db"));
    memcon(&["add", &whole, first, second]).ends(0);
    memcon(&["add", &full, first]).ends(0);
    let before = dump(&full);
    let size = std::fs::metadata(&full).expect("a file").len();
    // In blocks of 512 bytes; the log of what is to be written is a file as well.
    let limited = |blocks: u64, arguments: &[&str]| {
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
        let mut shell = std::process::Command::new("sh");
        shell.arg("-c").arg(script).arg(command().get_program()).args(arguments).stdin(Stdio::null());
        shell.output().expect("runs")
    };
    let ended = limited(128, &["add", &full, second]);
    let said = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert!(ended.status.code() == Some(2) && said.contains("full.db") && said.contains("full"), "{ended:?}");
    assert!(said.contains("run the same command again"), "{said}");
    assert_eq!(dump(&full), before);
    assert!(std::fs::metadata(&full).expect("a file").len() >= size);
    assert_whole(&full);
    memcon(&["add", &full, first, second]).ends(0);
    assert!(dump(&full) == dump(&whole));
}

#[cfg(target_os = "linux")]
#[test]
fn without_leave_to_write_nothing_is_done() {
    let (_folder, files) = folder(2);
    memcon(&["add", "/proc/record.db", &files[0]]).ends(2).says(&["/proc/record.db", "cannot be written"]);
}
