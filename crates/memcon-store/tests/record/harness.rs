//! Records in folders of their own, and records compared table by table.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use memcon_store::query::Cell;
use memcon_store::{Added, Ingest, Run, Store};

/// A folder that is removed with its owner.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("memcon-store-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a folder");
        Self(path)
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The run of tests.
pub fn run(options: &str) -> Run {
    Run { program: "test".into(), model: "none".into(), lexicon: "none".into(), options: options.into() }
}

/// Adds documents to a record, which is made where there is none.
pub fn add(path: &Path, run: &Run, documents: impl IntoIterator<Item = Ingest>) -> Vec<Added> {
    let mut store = Store::create(path).expect("a record");
    let mut writer = store.writer(run).expect("a writer");
    let added = documents.into_iter().map(|ingest| writer.add(&ingest).expect("added")).collect();
    writer.finish().expect("committed");
    added
}

/// Every row of every table, sorted.
pub fn dump(path: &Path) -> Vec<String> {
    let store = Store::open(path).expect("a record");
    let mut lines = Vec::new();
    for table in tables(&store) {
        rows(&store, &format!("SELECT * FROM {table}"), |row| lines.push(format!("{table} {row:?}")));
    }
    lines.sort();
    lines
}

fn tables(store: &Store) -> Vec<String> {
    let mut names = Vec::new();
    // Full-text indexes are compared by what they find: their segments depend on the order of writing.
    let sql =
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '%\\_words%' ESCAPE '\\' ORDER BY name";
    rows(store, sql, |row| {
        if let [Cell::Text(name)] = row.as_slice() {
            names.push(name.clone());
        }
    });
    assert!(names.len() > 20, "{names:?}");
    names
}

/// Hands the rows of a statement to `take`.
pub fn rows(store: &Store, sql: &str, mut take: impl FnMut(Vec<Cell>)) {
    store
        .sql(sql, |_, row| {
            take(row);
            true
        })
        .unwrap_or_else(|error| panic!("{error}: {sql}"));
}

/// The only integer that a statement gives.
pub fn number(store: &Store, sql: &str) -> i64 {
    let mut found = Vec::new();
    rows(store, sql, |row| found.extend(row));
    match found.as_slice() {
        [Cell::Integer(number)] => *number,
        other => panic!("{other:?} of {sql}"),
    }
}

/// Asserts that two records are equal, table by table, and whole.
#[track_caller]
pub fn assert_equal(a: &Path, b: &Path) {
    let (a, b) = (dump(a), dump(b));
    let only =
        |x: &[String], y: &[String]| x.iter().filter(|line| !y.contains(line)).take(5).cloned().collect::<Vec<_>>();
    assert!(a == b, "only in the first: {:#?}\nonly in the second: {:#?}", only(&a, &b), only(&b, &a));
}

/// Asserts that `SQLite` finds no fault in the file, that no reference hangs, and that sums are what they should be.
#[track_caller]
pub fn assert_whole(path: &Path) {
    let store = Store::open(path).expect("a record");
    let mut said = Vec::new();
    rows(&store, "PRAGMA integrity_check", |row| said.extend(row));
    assert_eq!(said, [Cell::Text("ok".into())]);
    rows(&store, "PRAGMA foreign_key_check", |row| panic!("hangs: {row:?}"));
    let checks = [
        "SELECT count(*) FROM event e WHERE e.id <> (SELECT min(id) FROM mention m WHERE m.event = e.id)",
        "SELECT count(*) FROM event e WHERE e.mentions <> (SELECT count(*) FROM mention m WHERE m.event = e.id)",
        "SELECT count(*) FROM event WHERE lead NOT IN (SELECT id FROM mention)",
        "SELECT count(*) FROM dyad WHERE event NOT IN (SELECT id FROM event)",
        "SELECT count(*) FROM block WHERE mention NOT IN (SELECT id FROM mention)",
        "SELECT count(*) FROM copy_band WHERE story NOT IN (SELECT id FROM story)",
        "SELECT (SELECT count(*) FROM mention_words WHERE mention_words MATCH 'a OR the OR with') < 0",
        "WITH counted AS (SELECT month, actor, category, count(DISTINCT event) AS n FROM dyad WHERE actor <> '' GROUP BY 1, 2, 3)
         SELECT count(*) FROM counted c FULL JOIN monthly m ON m.month = c.month AND m.country = c.actor AND m.category = c.category
         WHERE c.n IS NOT m.events",
    ];
    for sql in checks {
        assert_eq!(number(&store, sql), 0, "{sql}");
    }
}
