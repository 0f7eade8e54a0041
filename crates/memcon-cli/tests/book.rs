//! The book's commands do what the book says: every `sh` and `console` block of `docs/src`, and every `console` block of
//! the README, is run in a folder that holds a copy of `examples/`.
//!
//! The blocks of a page are run in their order in one folder. In a `console` block a line that begins with `$ ` is a
//! command and what follows is what it prints, on both outputs; a line `…` stands for any number of lines, `…` within a
//! line for any words. A block that says `norun` needs what a test may not have, such as a compiler or another program.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

/// A command with what it prints.
#[derive(Debug, Default, PartialEq)]
struct Step {
    command: String,
    /// Nothing where the book does not show it.
    printed: Option<Vec<String>>,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the repository")
}

/// The steps of a page; `sh` blocks only where they are wanted.
fn steps(text: &str, with_scripts: bool) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let Some(info) = line.trim_start().strip_prefix("```") else { continue };
        let indent = line.len() - line.trim_start().len();
        let block: Vec<&str> = lines
            .by_ref()
            .take_while(|line| line.trim() != "```")
            .map(|line| line.get(indent..).unwrap_or_default())
            .collect();
        match info {
            "sh" if with_scripts => steps.push(Step { command: block.join("\n"), printed: None }),
            "console" => steps.extend(dialogue(&block)),
            _ => {}
        }
    }
    steps
}

fn dialogue(block: &[&str]) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let mut goes_on = false;
    for line in block {
        match (line.strip_prefix("$ "), steps.last_mut()) {
            (_, Some(step)) if goes_on => step.command.extend(["\n", line]),
            (Some(command), _) => steps.push(Step { command: command.to_owned(), printed: Some(Vec::new()) }),
            (None, Some(step)) => step.printed.get_or_insert_default().push((*line).to_owned()),
            (None, None) => panic!("a console block begins with a command, not with {line:?}"),
        }
        goes_on = line.ends_with('\\');
    }
    steps
}

/// Whether what was printed is as shown.
fn alike(shown: &[String], printed: &[&str]) -> bool {
    match shown.split_first() {
        None => printed.is_empty(),
        Some((first, rest)) if first.trim() == "…" => (0..=printed.len()).any(|skip| alike(rest, &printed[skip..])),
        Some((first, rest)) => {
            printed.split_first().is_some_and(|(line, more)| line_alike(first, line) && alike(rest, more))
        }
    }
}

fn line_alike(shown: &str, line: &str) -> bool {
    let (shown, line) = (shown.trim_end(), line.trim_end());
    let mut parts = shown.split('…');
    let Some(mut rest) = parts.next().and_then(|first| line.strip_prefix(first)) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, between)) = parts.split_last() else { return rest.is_empty() };
    for part in between {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

/// Runs a page; what is wrong with it.
fn faults(page: &Path, with_scripts: bool) -> Vec<String> {
    let text = std::fs::read_to_string(page).expect("a page");
    let name = page.strip_prefix(root()).unwrap_or(page).display().to_string();
    let folder = std::env::temp_dir().join(format!("memcon-book-{}-{}", std::process::id(), name.replace('/', "-")));
    copy(&root().join("examples"), &folder.join("examples"));
    let program = Path::new(env!("CARGO_BIN_EXE_memcon")).parent().expect("a folder");
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap_or_default());
    let mut faults = Vec::new();
    for step in steps(&text, with_scripts) {
        // Both outputs in one, in the order in which they are written.
        let script = format!("set -eu -o pipefail\nexec 2>&1\n{}", step.command);
        let mut run = Command::new("bash");
        run.args(["-c", &script]).current_dir(&folder).env("PATH", &path).env("LC_ALL", "C.UTF-8").env("HOME", &folder);
        let output = run.output().expect("bash");
        let printed = String::from_utf8_lossy(&output.stdout);
        let lines: Vec<&str> = printed.lines().collect();
        let right = match &step.printed {
            Some(shown) => alike(shown, &lines),
            None => output.status.success(),
        };
        if !right {
            let shown = step.printed.unwrap_or_default().join("\n");
            let code = output.status;
            faults.push(format!("{name}: {}\n--- {code}; printed\n{printed}\n--- shown\n{shown}", step.command));
        }
    }
    let _ = std::fs::remove_dir_all(&folder);
    faults
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder").flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("copies");
        }
    }
}

/// The pages of the book but those of `use/`, which install other tools and are run by the tests of the Python and R
/// packages.
fn pages(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() && path.ends_with("use") {
            continue;
        }
        if path.is_dir() {
            pages(&path, found);
        } else if path.extension().is_some_and(|e| e == "md") {
            found.push(path);
        }
    }
}

#[test]
fn every_command_of_the_book_does_what_the_book_says() {
    let mut all = Vec::new();
    pages(&root().join("docs/src"), &mut all);
    all.sort();
    assert!(all.len() > 10, "the book is somewhere else");
    let mut waiting: Vec<(PathBuf, bool)> = all.into_iter().map(|page| (page, true)).collect();
    waiting.push((root().join("README.md"), false));
    let (waiting, found) = (Mutex::new(waiting), Mutex::new(Vec::new()));
    let jobs = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..jobs {
            scope.spawn(|| {
                loop {
                    let Some((page, with_scripts)) = waiting.lock().expect("no panic").pop() else { break };
                    let faults = faults(&page, with_scripts);
                    found.lock().expect("no panic").extend(faults);
                }
            });
        }
    });
    let found = found.into_inner().expect("no panic");
    assert!(found.is_empty(), "{}", found.join("\n\n"));
}

#[test]
fn blocks_are_taken_apart() {
    let page = "A\n\n```sh\nmkdir a\n```\n```sh norun\ncargo\n```\n- b\n  ```console\n  $ x \\\n    y\n  1\n  …\n  $ z\n  ```\n";
    let shown = Some(vec!["1".to_owned(), "…".to_owned()]);
    let scripts = Step { command: "mkdir a".into(), printed: None };
    let first = Step { command: "x \\\n  y".into(), printed: shown };
    let second = Step { command: "z".into(), printed: Some(Vec::new()) };
    assert_eq!(steps(page, true), [scripts, first, second]);
    assert_eq!(steps(page, false).len(), 2);
}

#[test]
fn an_ellipsis_stands_for_what_is_left_out_and_nothing_else_does() {
    let shown = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    assert!(alike(&shown("a\n…\nd"), &["a", "b", "c", "d"]));
    assert!(alike(&shown("a … c"), &["a b b c"]));
    assert!(alike(&shown("…"), &[]));
    assert!(!alike(&shown("a\nb"), &["a"]));
    assert!(!alike(&shown("a … c"), &["a b d"]));
    assert!(!alike(&shown("a"), &["a", "b"]));
}
