//! Adding: once is enough, order is nothing, recoding replaces.

use memcon_store::query::Filter;
use memcon_store::synthetic::Synthetic;
use memcon_store::{Added, Ingest, Store};

use crate::harness::{Folder, add, assert_equal, assert_whole, number, run};

fn documents() -> Vec<Ingest> {
    // Few days, so that much happens on each.
    Synthetic { days: 12, ..Synthetic::default() }.documents(120).collect()
}

#[test]
fn adding_twice_adds_once() {
    let folder = Folder::new();
    let (once, twice) = (folder.file("once.db"), folder.file("twice.db"));
    add(&once, &run(""), documents());
    add(&twice, &run(""), documents());
    assert!(add(&twice, &run(""), documents()).iter().all(|added| *added == Added::Known));
    assert_equal(&once, &twice);
    assert_whole(&once);
}

#[test]
fn the_order_of_adding_leaves_no_trace() {
    let folder = Folder::new();
    let straight = folder.file("straight.db");
    add(&straight, &run(""), documents());
    let store = Store::open(&straight).expect("a record");
    assert!(number(&store, "SELECT count(*) FROM event WHERE mentions > 1") > 50);
    assert!(number(&store, "SELECT count(*) FROM story WHERE original <> id") > 10);
    for seed in 1..6_usize {
        let mut shuffled = documents();
        let count = shuffled.len();
        for at in 0..count {
            shuffled.swap(at, (at * 7919 + seed * 104_729) % count);
        }
        let path = folder.file(&format!("{seed}.db"));
        // In two halves, each of its own writer.
        let rest = shuffled.split_off(count / 2);
        add(&path, &run(""), shuffled);
        add(&path, &run(""), rest);
        assert_equal(&straight, &path);
    }
}

#[test]
fn recoding_leaves_what_coding_anew_would() {
    let folder = Folder::new();
    let (fresh, recoded) = (folder.file("fresh.db"), folder.file("recoded.db"));
    // The older coding knows fewer events, other categories, other parties and dates.
    let older = documents().into_iter().enumerate().map(|(number, mut ingest)| {
        ingest.document.events.truncate(number % 7);
        for event in &mut ingest.document.events {
            match number % 5 {
                0 => event.event = "REJECT".into(),
                1 => event.recipients.clear(),
                2 => event.date = Some("2015-01".into()),
                3 => event.actors[0].name = Some("Somebody Else".into()),
                _ => {}
            }
        }
        ingest
    });
    add(&fresh, &run("new"), documents());
    add(&recoded, &run("old"), older);
    let added = add(&recoded, &run("new"), documents());
    let changed = added.iter().filter(|added| matches!(added, Added::Recoded(changes) if !changes.is_empty())).count();
    assert!(changed > 100, "{changed}");
    assert_whole(&recoded);
    let kept = |path| -> Vec<String> {
        let rows = crate::harness::dump(path);
        rows.into_iter().filter(|row| !row.starts_with("change ") && !row.starts_with("run ")).collect()
    };
    assert!(kept(&fresh) == kept(&recoded));
    let store = Store::open(&recoded).expect("a record");
    assert_eq!(store.changes().expect("readable").len(), changed);
    let compared = store.differences(&Store::open(&fresh).expect("a record")).expect("readable");
    assert_eq!((compared.common, compared.documents.len(), compared.only_after.len()), (120, 0, 0));
}

#[test]
fn one_document_by_two_names_is_one() {
    let folder = Folder::new();
    let path = folder.file("record.db");
    let mut other = documents();
    other[0].document.id = "0-first.txt".into();
    add(&path, &run(""), documents());
    add(&path, &run(""), other);
    let store = Store::open(&path).expect("a record");
    assert_eq!(store.counts().expect("readable").documents, 120);
    assert_eq!(number(&store, "SELECT count(*) FROM document WHERE name = '0-first.txt'"), 1);
}

#[test]
fn words_are_found_as_often_as_they_were_added() {
    let folder = Folder::new();
    let path = folder.file("record.db");
    add(&path, &run("old"), documents());
    let found = |path| {
        let (store, mut count) = (Store::open(path).expect("a record"), 0);
        let filter = Filter { text: Some("harbour treaty".into()), ..Filter::default() };
        store
            .events(&filter, None, |event| {
                assert!(event.mentions > 1 || event.event.evidence[0].text.contains("harbour"));
                count += 1;
                std::ops::ControlFlow::Continue(())
            })
            .expect("readable");
        count
    };
    let before = found(&path);
    assert!(before > 0);
    add(&path, &run("new"), documents());
    assert_eq!(found(&path), before);
}
