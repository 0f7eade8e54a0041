//! The documentation of the formats is that of their columns.

use std::path::Path;

#[test]
fn the_reference_is_up_to_date() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/src/reference/formats.md");
    let page = memcon_exchange::reference::page();
    if std::env::var_os("FORMATS").is_some_and(|value| value == "write") {
        std::fs::create_dir_all(file.parent().expect("a folder")).expect("made");
        std::fs::write(&file, &page).expect("written");
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(kept == page, "write it anew: FORMATS=write cargo test -p memcon-exchange --test reference");
}
