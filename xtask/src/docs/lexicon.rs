//! The forms of the lexicon's files, from the heads of the shipped ones and of the code that reads them.

use std::fmt::Write as _;
use std::path::Path;

use super::{head, root};

/// The page.
pub fn page() -> Result<String, String> {
    let mut page = head("Lexicon files", "the heads of the files under lexicon/ and of what reads them");
    page += "A folder given with `--lexicon DIR` has files of the same names and forms. They add to the shipped ones or override\n\
             them; [Words of your own](../howto/frames.md) and [Names of your own](../howto/actors.md) show how. In all of them `#`\n\
             begins a comment, and empty lines do not count.\n\n## frames/*.txt\n\n";
    page += &module(&root().join("crates/memcon-lexicon/src/frames.rs"))?;
    page += "\nWhat each category's file holds to, as its head says:\n\n";
    for file in text_files(&root().join("lexicon/frames"))? {
        let _ = writeln!(page, "### frames/{}\n\n```text\n{}\n```\n", name(&file), comment(&file)?);
    }
    for file in text_files(&root().join("lexicon"))? {
        let _ = writeln!(page, "## {}\n\n```text\n{}\n```\n", name(&file), comment(&file)?);
    }
    page += "## actors.csv\n\n";
    page += &module(&root().join("crates/memcon-lexicon/src/actors.rs"))?;
    page.truncate(page.trim_end().len());
    Ok(page + "\n")
}

fn text_files(folder: &Path) -> Result<Vec<std::path::PathBuf>, String> {
    let entries = std::fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let mut files: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|file| file.extension().is_some_and(|e| e == "txt"));
    files.sort();
    Ok(files)
}

fn name(file: &Path) -> String {
    file.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn read(file: &Path) -> Result<String, String> {
    std::fs::read_to_string(file).map_err(|e| format!("{}: {e}", file.display()))
}

/// The comment at the head of a lexicon's file, with the line of column names where one follows.
fn comment(file: &Path) -> Result<String, String> {
    let text = read(file)?;
    let mut lines: Vec<&str> = Vec::new();
    for line in text.lines() {
        let Some(words) = line.strip_prefix('#') else {
            lines.extend(Some(line).filter(|line| line.contains(" | ")));
            break;
        };
        lines.push(words.strip_prefix(' ').unwrap_or(words));
    }
    Ok(lines.join("\n"))
}

/// The documentation of a Rust module, as Markdown: headings two levels down, links to items without their brackets.
fn module(file: &Path) -> Result<String, String> {
    let text = read(file)?;
    let lines = text.lines().map_while(|line| line.strip_prefix("//!"));
    let lines = lines.map(|line| line.strip_prefix(' ').unwrap_or(line).replace("[`", "`").replace("`]", "`"));
    Ok(lines.collect::<Vec<_>>().join("\n") + "\n")
}
