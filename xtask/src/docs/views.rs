//! The views of a record, from `views.sql` and from what `SQLite` makes of it.

use std::collections::HashMap;
use std::fmt::Write as _;

use memcon_store::Store;
use memcon_store::query::Cell;

use super::markdown::{cell, header, row};
use super::{head, root};

const FILE: &str = "crates/memcon-store/src/schema/views.sql";

/// The page.
pub fn page() -> Result<String, String> {
    let source = std::fs::read_to_string(root().join(FILE)).map_err(|e| format!("{FILE}: {e}"))?;
    let columns = glossary(&source);
    let mut page = head("SQL views", FILE);
    page += "`memcon query RECORD --sql 'SELECT …'` asks them, and so does any SQLite client (3.38 or newer). Names and columns\n\
             stay as they are from version to version; new columns are added at the end. Dates are `YYYY-MM-DD`, `YYYY-MM` or\n\
             `YYYY`; lists are parted by a comma and a blank; offsets count Unicode characters.\n\n";
    let store = Scratch::new()?;
    for (view, about) in views(&source) {
        let _ = writeln!(page, "## {view}\n\n{about}\n");
        page += &header(&["column", "what"]);
        for column in store.columns(view)? {
            let what = columns.get(format!("{view}.{column}").as_str()).or_else(|| columns.get(column.as_str()));
            let what = what.ok_or_else(|| format!("{FILE}: the head does not say what {view}.{column} holds"))?;
            page += &row(&[&format!("`{column}`"), &cell(what)]);
        }
        page.push('\n');
    }
    page.truncate(page.trim_end().len());
    Ok(page + "\n")
}

/// The lines `--   column   what it holds` at the head.
fn glossary(source: &str) -> HashMap<&str, &str> {
    let lines = source.lines().filter_map(|line| line.strip_prefix("--   "));
    lines.filter_map(|line| line.split_once(' ')).map(|(name, what)| (name, what.trim())).collect()
}

/// The views with the comment above each, in the order of the file.
fn views(source: &str) -> Vec<(&str, String)> {
    let (mut found, mut comment) = (Vec::new(), Vec::new());
    for line in source.lines() {
        if let Some(words) = line.strip_prefix("-- ") {
            comment.push(words);
        } else {
            if let Some(name) = line.strip_prefix("CREATE VIEW ").and_then(|rest| rest.split_whitespace().next()) {
                found.push((name, comment.join(" ")));
            }
            comment.clear();
        }
    }
    found
}

/// An empty record.
struct Scratch {
    store: Store,
    folder: std::path::PathBuf,
}

impl Scratch {
    fn new() -> Result<Self, String> {
        let folder = std::env::temp_dir().join(format!("memcon-views-{}", std::process::id()));
        std::fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
        let store = Store::create(&folder.join("empty.db")).map_err(|e| e.to_string())?;
        Ok(Self { store, folder })
    }

    fn columns(&self, view: &str) -> Result<Vec<String>, String> {
        let mut columns = Vec::new();
        let sql = format!("SELECT name FROM pragma_table_info('{view}')");
        let asked = self.store.sql(&sql, |_, cells| {
            columns.extend(
                cells.into_iter().filter_map(|cell| if let Cell::Text(name) = cell { Some(name) } else { None }),
            );
            true
        });
        asked.map(|()| columns).map_err(|e| e.to_string())
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What is left in the folder for temporary files harms nobody.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
