//! What the codebook says: the examples that are not reached, and where Memcon departs from PLOVER's manual.

use std::collections::HashSet;
use std::fmt::Write as _;

use crate::docs::root;

fn read(name: &str) -> Result<String, String> {
    std::fs::read_to_string(root().join("codebook").join(name)).map_err(|e| format!("codebook/{name}: {e}"))
}

/// How many of the codebook's examples are not coded as shown, page by page, with one of each.
pub fn errors() -> Result<String, String> {
    let open = read("open.txt")?;
    let open: HashSet<&str> = open.lines().filter(|line| !line.starts_with('#')).collect();
    let mut text = String::from(
        "\n## Errors on examples of our own\n\nThe codebook's examples were written to show rules, the hard cases among them, and \
         are tests; those that the coder does not reach are listed in `codebook/open.txt`. They say what goes wrong, not how \
         often (`cargo test --release -p memcon --test codebook`).\n\n| page | examples | not coded as shown | one of these |\n|---|---|---|---|\n",
    );
    let folder = root().join("codebook");
    let entries = std::fs::read_dir(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let mut names: Vec<String> = entries.flatten().map(|e| e.file_name().to_string_lossy().into_owned()).collect();
    names.retain(|name| std::path::Path::new(name).extension().is_some_and(|e| e == "md") && name != "README.md");
    names.sort();
    for name in names {
        let page = read(&name)?;
        let examples: Vec<&str> = page.lines().filter_map(|line| line.strip_prefix("text: ")).map(str::trim).collect();
        let missed: Vec<&&str> = examples.iter().filter(|example| open.contains(**example)).collect();
        if let Some(shortest) = missed.iter().min_by_key(|example| example.len()) {
            let title = name.trim_end_matches(".md");
            let _ = writeln!(text, "| {title} | {} | {} | {shortest} |", examples.len(), missed.len());
        }
    }
    Ok(text)
}

/// The codebook's table of departures.
pub fn departures() -> Result<String, String> {
    const TITLE: &str = "## Where Memcon departs from PLOVER's manual";
    let readme = read("README.md")?;
    let (_, section) =
        readme.split_once(TITLE).ok_or_else(|| format!("codebook/README.md has no section {TITLE:?}"))?;
    let section = section.split("\n## ").next().unwrap_or_default();
    Ok(format!("\n{TITLE}\n\n{}\n", section.trim()))
}
