//! A process that adds may be killed at any moment: run again to the end, it leaves what an undisturbed run leaves.
//!
//! `KILLS=200 cargo test --release -p memcon-store --test record killing` measures the floor; a few kills are enough every day.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use memcon_store::Store;
use memcon_store::synthetic::Synthetic;

use crate::harness::{Folder, add, assert_equal, assert_whole, run};

/// Tells the process that is to be killed which record to fill.
const RECORD: &str = "MEMCON_TEST_RECORD";

const DOCUMENTS: usize = 500;

fn documents() -> impl Iterator<Item = memcon_store::Ingest> {
    Synthetic { days: 60, ..Synthetic::default() }.documents(DOCUMENTS)
}

/// What the killed process does; as a test of its own it does nothing.
#[test]
fn killed_process() {
    let Some(path) = std::env::var_os(RECORD) else { return };
    let mut store = Store::create(Path::new(&path)).expect("a record");
    let mut writer = store.writer(&run("")).expect("a writer");
    for (number, ingest) in documents().enumerate() {
        writer.add(&ingest).expect("added");
        // Small batches, so that there are many moments to be killed in.
        if number % 10 == 9 {
            writer.commit().expect("committed");
        }
    }
    writer.finish().expect("committed");
}

fn start(path: &Path) -> std::process::Child {
    let program = std::env::current_exe().expect("this test");
    Command::new(program)
        .args(["--exact", "killing::killed_process"])
        .env(RECORD, path)
        .stdout(Stdio::null())
        .spawn()
        .expect("it starts")
}

#[test]
fn killed_at_any_moment_nothing_is_lost() {
    let kills: u32 = std::env::var("KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(6);
    let folder = Folder::new();
    let undisturbed = folder.file("undisturbed.db");
    add(&undisturbed, &run(""), documents());
    let begun = Instant::now();
    assert!(start(&folder.file("timed.db")).wait().expect("it ends").success());
    let whole = begun.elapsed();
    let (mut done, mut record, mut dice) = (0, 0_u32, 12_345_u64);
    while done < kills {
        // Each record is killed several times on its way.
        record += 1;
        let path = folder.file(&format!("{record}.db"));
        loop {
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let share = (dice >> 40) as f64 / f64::from(1_u32 << 24);
            let mut child = start(&path);
            std::thread::sleep(Duration::from_secs_f64(whole.as_secs_f64() * share * 0.6));
            if done >= kills || child.try_wait().expect("it can be asked").is_some() {
                assert!(child.wait().expect("it ends").success());
                break;
            }
            child.kill().expect("killed");
            child.wait().expect("it ends");
            done += 1;
            if path.exists() && Store::create(&path).is_ok_and(|store| store.counts().is_ok()) {
                assert_whole(&path);
            }
        }
        assert_equal(&undisturbed, &path);
        assert_whole(&path);
        let _ = std::fs::remove_file(&path);
    }
}
