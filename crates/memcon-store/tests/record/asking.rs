//! Queries: each filter leaves what it should, counts agree with events, SQL reads alone.

use std::ops::ControlFlow;

use memcon_store::Store;
use memcon_store::query::{Filter, Found, Grouping, Period, Unit};
use memcon_store::synthetic::Synthetic;

use crate::harness::{Folder, add, run};

fn record(folder: &Folder) -> Store {
    let path = folder.file("record.db");
    add(&path, &run(""), Synthetic { days: 400, ..Synthetic::default() }.documents(150));
    Store::open(&path).expect("a record")
}

fn events(store: &Store, filter: &Filter) -> Vec<Found> {
    let mut found = Vec::new();
    store
        .events(filter, None, |event| {
            found.push(event);
            ControlFlow::Continue(())
        })
        .expect("readable");
    found
}

#[test]
fn filters_leave_what_they_should() {
    let folder = Folder::new();
    let store = record(&folder);
    let all = events(&store, &Filter::default());
    assert!(all.len() > 500);
    assert!(all.is_sorted_by_key(|found| found.event.date.clone()));
    let check = |filter: Filter, holds: &dyn Fn(&Found) -> bool| {
        let found = events(&store, &filter);
        let expected: Vec<&str> = all.iter().filter(|e| holds(e)).map(|e| e.unique.as_str()).collect();
        assert!(!expected.is_empty(), "{filter:?}");
        assert_eq!(found.iter().map(|e| e.unique.as_str()).collect::<Vec<_>>(), expected, "{filter:?}");
    };
    let of = |side: &[memcon_store::record::Party], code: &str| side.iter().any(|p| p.country.as_deref() == Some(code));
    check(Filter { actor: Some("USA".into()), ..Filter::default() }, &|e| of(&e.event.actors, "USA"));
    check(Filter { recipient: Some("CHN".into()), ..Filter::default() }, &|e| of(&e.event.recipients, "CHN"));
    let pair = |e: &Found, a, b| of(&e.event.actors, a) && of(&e.event.recipients, b);
    let code = |side: &[memcon_store::record::Party]| side[0].country.clone().expect("a country");
    let (a, b) = (code(&all[0].event.actors), code(&all[0].event.recipients));
    check(Filter { dyad: Some((a.clone(), b.clone())), ..Filter::default() }, &|e| pair(e, &a, &b) || pair(e, &b, &a));
    check(Filter { categories: vec!["AID".into(), "ACCUSE".into()], ..Filter::default() }, &|e| {
        ["AID", "ACCUSE"].contains(&e.event.event.as_str())
    });
    check(Filter { from: Some("2015-03".into()), to: Some("2015-05".into()), ..Filter::default() }, &|e| {
        e.event.date.as_deref().is_some_and(|date| ("2015-03".."2015-06").contains(&date))
    });
    let near = |e: &Found| e.event.place.as_ref().and_then(|p| p.lat.zip(p.lon));
    check(Filter { near: Some((-30.0, -140.0, 900.0)), ..Filter::default() }, &|e| {
        near(e).is_some_and(|at| memcon_store::cluster::kilometres(at, (-30.0, -140.0)) <= 900.0)
    });
    check(Filter { sources: Some(2), ..Filter::default() }, &|e| e.sources >= 2);
    check(Filter { decided_by: Some("accuse.txt".into()), ..Filter::default() }, &|e| e.event.event == "ACCUSE");
    let name = all[0].event.actors[0].name.clone().expect("a name");
    check(Filter { actor: Some(name.clone()), ..Filter::default() }, &|e| {
        e.event.actors[0].name.as_ref().is_some_and(|other| other.starts_with(&name))
    });
}

#[test]
fn counts_agree_however_they_are_worked_out() {
    let folder = Folder::new();
    let store = record(&folder);
    let by = Grouping { period: Some(Period::Month), unit: Some(Unit::Actor), category: true };
    let from_table = store.count(&Filter::default(), by).expect("readable");
    // A filter that holds for all goes the long way.
    let worked_out = store.count(&Filter { core: true, ..Filter::default() }, by).expect("readable");
    assert!(from_table.len() > 100 && from_table == worked_out);
    let dyad = Filter { dyad: Some(("USA".into(), "CHN".into())), ..Filter::default() };
    let by = Grouping { period: Some(Period::Year), unit: Some(Unit::Dyad), category: false };
    let worked_out = store.count(&Filter { core: true, ..dyad.clone() }, by).expect("readable");
    assert_eq!(store.count(&dyad, by).expect("readable"), worked_out);
    let total = store.count(&Filter::default(), Grouping::default()).expect("readable");
    assert_eq!(total[0].events, store.counts().expect("readable").events);
}

#[test]
fn sql_reads_every_view_and_writes_nothing() {
    let folder = Folder::new();
    let store = record(&folder);
    let mut views = Vec::new();
    crate::harness::rows(&store, "SELECT name FROM sqlite_schema WHERE type = 'view'", |row| views.extend(row));
    assert!(views.len() >= 18);
    for view in views {
        let memcon_store::query::Cell::Text(view) = view else { panic!("a name") };
        crate::harness::rows(&store, &format!("SELECT * FROM {view} LIMIT 3"), |row| assert!(!row.is_empty()));
    }
    for sql in ["DELETE FROM event", "PRAGMA user_version = 7", "SELECT nothing FROM nowhere"] {
        assert!(store.sql(sql, |_, _| true).is_err(), "{sql}");
    }
}

#[test]
fn events_are_exported_alike_from_a_record_and_from_their_documents() {
    let folder = Folder::new();
    let path = folder.file("record.db");
    let documents: Vec<_> = Synthetic { retold: 0, ..Synthetic::default() }.documents(20).collect();
    add(&path, &run(""), documents.clone());
    let mut expected: Vec<_> =
        documents.iter().flat_map(|ingest| memcon_store::Exported::of(ingest, &run(""))).collect();
    expected.sort_by_key(|exported| exported.unique.parse::<i64>().expect("a row"));
    let mut found = Vec::new();
    Store::open(&path)
        .expect("a record")
        .export(&Filter::default(), |exported| {
            found.push(exported);
            ControlFlow::Continue(())
        })
        .expect("exported");
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(&expected) {
        assert_eq!((&found.unique, &found.story, &found.event), (&expected.unique, &expected.story, &expected.event));
    }
}
