//! The pages of the book that are made from the code: `cargo xtask docs` writes them, a test holds that they are current.

mod api;
mod commands;
mod json;
mod lexicon;
mod markdown;
mod views;

use std::path::{Path, PathBuf};

/// A page: its path under `docs/src`, and what it holds.
type Page = (&'static str, String);

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_path_buf).unwrap_or_default()
}

/// Writes the pages.
pub fn run() -> Result<(), String> {
    for (path, text) in pages()? {
        let file = root().join("docs/src").join(path);
        if std::fs::read_to_string(&file).is_ok_and(|old| old == text) {
            continue;
        }
        write(&file, text.as_bytes())?;
        println!("docs/src/{path}");
    }
    Ok(())
}

/// Writes a file, and makes its folder.
pub(crate) fn write(file: &Path, bytes: &[u8]) -> Result<(), String> {
    let told = |e: std::io::Error| format!("{}: {e}", file.display());
    std::fs::create_dir_all(file.parent().unwrap_or(file)).map_err(told)?;
    std::fs::write(file, bytes).map_err(told)
}

fn pages() -> Result<Vec<Page>, String> {
    let (schema, fields) = json::pages()?;
    let (openapi, api) = api::pages()?;
    Ok(vec![
        ("reference/commands.md", commands::page()),
        ("reference/json.md", fields),
        ("reference/memcon.schema.json", schema),
        ("reference/views.md", views::page()?),
        ("reference/lexicon.md", lexicon::page()?),
        ("reference/api.md", api),
        ("reference/openapi.json", openapi),
    ])
}

/// What a page says at its beginning.
fn head(title: &str, source: &str) -> String {
    format!("# {title}\n\n<!-- Made by `cargo xtask docs` from {source}: change it there. -->\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_that_are_made_from_code_are_current() {
        for (path, text) in pages().expect("the pages can be made") {
            let old = std::fs::read_to_string(root().join("docs/src").join(path)).unwrap_or_default();
            assert!(old == text, "docs/src/{path} is not what the code says: cargo xtask docs");
        }
    }

    /// Every page is in the table of contents, and every link of the book leads to a file or heading that is there.
    #[test]
    fn links_of_the_book_lead_somewhere() {
        let book = root().join("docs/src");
        let read = |file: &Path| markdown::uncommented(&std::fs::read_to_string(file).unwrap_or_default());
        let contents = read(&book.join("SUMMARY.md"));
        for file in markdown::files(&book) {
            let name = file.strip_prefix(&book).expect("within").display().to_string();
            assert!(name == "SUMMARY.md" || contents.contains(&format!("({name})")), "{name} is not in SUMMARY.md");
            let text = read(&file);
            for link in markdown::links(&text) {
                let (path, heading) = link.split_once('#').unwrap_or((link, ""));
                let target = if path.is_empty() { file.clone() } else { file.parent().expect("a folder").join(path) };
                assert!(target.exists(), "{name}: {link} leads nowhere");
                let there = || markdown::headings(&read(&target));
                assert!(heading.is_empty() || there().contains(&heading.to_owned()), "{name}: no heading {link}");
            }
        }
    }
}
