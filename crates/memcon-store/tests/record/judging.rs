//! What people decide outweighs the test, and outlives recoding.

use memcon_store::synthetic::Synthetic;
use memcon_store::{Store, Verdict};

use crate::harness::{Folder, add, assert_whole, number, run};

#[test]
fn verdicts_part_and_join_events_and_outlive_recoding() {
    let folder = Folder::new();
    let path = folder.file("record.db");
    let documents = || Synthetic { days: 30, ..Synthetic::default() }.documents(20);
    add(&path, &run("old"), documents());
    let mut store = Store::create(&path).expect("a record");
    let events = "SELECT count(*) FROM event";
    let (before, first, second) = (
        number(&store, events),
        number(&store, "SELECT min(id) FROM event WHERE mentions = 1"),
        number(&store, "SELECT max(id) FROM event WHERE mentions = 1"),
    );
    store.judge(first, Some(second), Verdict::Same, Some("one and the same")).expect("kept");
    assert_eq!(number(&store, events), before - 1);
    store.judge(first, None, Verdict::Right, None).expect("kept");
    assert!(store.judge(first, None, Verdict::Same, None).is_err());
    drop(store);
    add(&path, &run("new"), documents());
    let mut store = Store::create(&path).expect("a record");
    assert_eq!((number(&store, events), number(&store, "SELECT count(*) FROM verdicts")), (before - 1, 2));
    store.judge(first, Some(second), Verdict::Different, None).expect("kept");
    assert_eq!(number(&store, events), before);
    drop(store);
    assert_whole(&path);
}
