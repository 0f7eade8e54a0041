//! Files of every version of the schema are brought forward; what is no record, or a newer one's, is left alone.
//!
//! Each file under `tests/versions` was made by `memcon add N.db examples/envoy.html examples/two-stories.html`, and packed into pages of
//! 1024 bytes (`PRAGMA page_size`, `VACUUM`) to be small.

use std::path::Path;

use memcon_store::{Store, VERSION};

use crate::harness::{Folder, assert_whole, number};

#[test]
fn files_of_every_version_are_brought_forward() {
    for version in 1..=VERSION {
        let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/versions/{version}.db"));
        let folder = Folder::new();
        let path = folder.file("record.db");
        std::fs::copy(&kept, &path).expect("a file of every version");
        let before = Store::create(&path).expect("brought forward").counts().expect("readable");
        assert!(before.documents == 2 && before.stories == 3 && before.events > 15, "{before:?}");
        let store = Store::open(&path).expect("of this version");
        assert_eq!(number(&store, "PRAGMA user_version"), VERSION);
        assert!(number(&store, "SELECT count(*) FROM events WHERE evidence IS NOT NULL") == before.events);
        assert_whole(&path);
    }
}

#[test]
fn other_files_are_left_alone() {
    let folder = Folder::new();
    let (missing, text, foreign) = (folder.file("missing.db"), folder.file("text.db"), folder.file("foreign.db"));
    assert!(
        Store::open(&missing).is_err_and(|error| error.to_string().contains("no such record")) && !missing.exists()
    );
    let words = "This is no database, but a text that is long enough to be taken for one by its size. ".repeat(20);
    std::fs::write(&text, &words).expect("written");
    assert!(Store::create(&text).is_err_and(|error| error.to_string().contains("not a record")));
    assert_eq!(std::fs::read_to_string(&text).expect("readable"), words);
    let connection = rusqlite::Connection::open(&foreign).expect("a database");
    connection.execute_batch("CREATE TABLE theirs (a)").expect("made");
    assert!(Store::create(&foreign).is_err_and(|error| error.to_string().contains("not a record")));
    let newer = folder.file("newer.db");
    drop(Store::create(&newer).expect("a record"));
    let connection = rusqlite::Connection::open(&newer).expect("a database");
    connection.execute_batch("PRAGMA user_version = 999").expect("set");
    drop(connection);
    assert!(Store::create(&newer).is_err_and(|error| error.to_string().contains("newer Memcon")));
}

#[test]
fn a_full_file_loses_nothing() {
    let folder = Folder::new();
    let path = folder.file("record.db");
    let documents = || memcon_store::synthetic::Synthetic::default().documents(60);
    crate::harness::add(&path, &crate::harness::run(""), documents().take(10));
    let before = crate::harness::dump(&path);
    let mut store = Store::create(&path).expect("a record");
    store.limit_pages(Some(60)).expect("limited");
    let mut writer = store.writer(&crate::harness::run("")).expect("a writer");
    let failed = documents().find_map(|ingest| writer.add(&ingest).err());
    let failed = failed.or_else(|| writer.commit().err()).expect("it does not fit");
    assert!(failed.is_full() && failed.to_string().contains("disk is full"), "{failed}");
    drop(writer);
    drop(store);
    assert_whole(&path);
    assert!(crate::harness::dump(&path) == before);
}
