//! Writing and looking through Markdown.

#[cfg(test)]
use std::path::{Path, PathBuf};

/// Text as a cell of a table.
pub fn cell(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|").replace('<', "&lt;")
}

/// A row of a table.
pub fn row(cells: &[&str]) -> String {
    format!("| {} |\n", cells.join(" | "))
}

/// The first rows of a table.
pub fn header(cells: &[&str]) -> String {
    row(cells) + &format!("|{}\n", "---|".repeat(cells.len()))
}

/// The Markdown files under a folder, in the order of their names.
#[cfg(test)]
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|e| e == "md") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Where links within the book lead; code and links to other hosts left out.
#[cfg(test)]
pub fn links(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for (number, part) in text.split("```").enumerate() {
        if number % 2 == 0 {
            found.extend(part.split("](").skip(1).filter_map(|rest| rest.split_once(')').map(|(link, _)| link)));
        }
    }
    found.retain(|link| !link.contains("://"));
    found
}

/// A text without its comments.
#[cfg(test)]
pub fn uncommented(text: &str) -> String {
    let parts = text.split("<!--").enumerate();
    parts.map(|(n, part)| if n == 0 { part } else { part.split_once("-->").map_or("", |(_, rest)| rest) }).collect()
}

/// The names that mdBook gives to headings.
#[cfg(test)]
pub fn headings(text: &str) -> Vec<String> {
    let headings = text.lines().filter_map(|line| line.strip_prefix('#'));
    headings
        .map(|line| {
            let words = line.trim_start_matches('#').trim().to_lowercase();
            words.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_')).collect::<String>()
        })
        .map(|name| name.replace(' ', "-"))
        .collect()
}
