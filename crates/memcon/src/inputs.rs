//! Inputs as users name them: files, folders and standard input (`-`), as pages in order.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use crate::guard;
use crate::intake::{self, Options, Page};

/// A page, or the reason why there is none, with the name of its input.
#[derive(Debug)]
pub struct Input {
    /// What the input is called where the page has no id: its path, and its number in a file of several.
    pub name: String,
    /// The page, or a message that names the input and says what is wrong with it.
    pub page: Result<Page, String>,
    /// Whether no other page of the same file follows.
    pub last: bool,
    /// What there is to say of the file as a whole, with its name, said with its last page.
    pub notes: Vec<String>,
}

/// The files of a command line.
#[derive(Debug)]
pub struct Inputs {
    files: Vec<Result<PathBuf, String>>,
    options: Options,
}

impl Inputs {
    /// Files, the files of folders, and `-` for standard input.
    pub fn new(paths: &[PathBuf], options: Options) -> Self {
        Self { files: paths.iter().flat_map(|path| files_of(path)).collect(), options }
    }

    /// How many files there are to read.
    pub fn files(&self) -> usize {
        self.files.len()
    }

    /// Hands every page to `take`, in order, each read when its turn comes, until `take` returns `false`.
    pub fn each(self, take: &mut dyn FnMut(Input) -> bool) {
        for file in self.files {
            let go_on = match file {
                Ok(path) => open(&path, &self.options, take),
                Err(message) => take(failed(message)),
            };
            if !go_on {
                return;
            }
        }
    }

    /// The only page of an input, with what there is to say of the input; of several the first, and that there are more
    /// is said.
    ///
    /// # Errors
    /// If there is no page in it: a message that names the input and says why.
    pub fn one(path: &Path, options: Options) -> Result<One, String> {
        let mut found = None;
        Self::new(&[path.to_owned()], options).each(&mut |input| {
            let mut notes = input.notes;
            if !input.last {
                notes.push(format!("{} holds several documents; only the first is shown", path.display()));
            }
            found = Some(input.page.map(|page| One { name: input.name, page, notes }));
            false
        });
        found.unwrap_or_else(|| Err(format!("{}: nothing to read in it", path.display())))
    }
}

/// The only page of an input.
#[derive(Debug)]
pub struct One {
    /// What the input is called.
    pub name: String,
    /// Its page.
    pub page: Page,
    /// What there is to say of the input, with its name.
    pub notes: Vec<String>,
}

fn failed(message: String) -> Input {
    Input { name: String::new(), page: Err(message), last: true, notes: Vec::new() }
}

/// Hands the pages of one file to `take`; whether it wants more.
fn open(path: &Path, options: &Options, take: &mut dyn FnMut(Input) -> bool) -> bool {
    let name = path.display().to_string();
    let opened = guard::run(|| {
        if path == Path::new("-") {
            intake::open_stream(std::io::stdin(), &name, options)
        } else {
            intake::open_file(path, options)
        }
    });
    let mut pages = match opened {
        Ok(pages) => pages,
        Err(message) => return take(failed(format!("{name}: {message}"))),
    };
    // One page ahead, so that the last one and the only one are known.
    let mut next = guard::run(|| pages.next());
    if matches!(next, Ok(None)) {
        let notes: Vec<String> = pages.notes().into_iter().map(|note| note.message).collect();
        let why = if notes.is_empty() { String::new() } else { format!(": {}", notes.join("; ")) };
        return take(failed(format!("{name}: no page to read in it{why}")));
    }
    let mut number = 1;
    loop {
        let page = match next {
            Ok(None) => return true,
            Ok(Some(page)) => page.map_err(|error| error.to_string()),
            Err(message) => return take(failed(format!("{name}: {message}"))),
        };
        next = guard::run(|| pages.next());
        let last = matches!(next, Ok(None));
        let said = if last { pages.notes() } else { Vec::new() };
        let notes = said.into_iter().map(|note| format!("{name}: {}", note.message)).collect();
        let name = if last && number == 1 { name.clone() } else { format!("{name}:{number}") };
        if !take(Input { name, page, last, notes }) {
            return false;
        }
        number += 1;
    }
}

fn files_of(path: &Path) -> Vec<Result<PathBuf, String>> {
    if path == Path::new("-") {
        return vec![Ok(path.to_owned())];
    }
    let files = intake::files(path);
    if files.is_empty() {
        return vec![Err(format!("{}: the folder holds no file to read", path.display()))];
    }
    files.into_iter().map(|file| file.map_err(|error| error.to_string())).collect()
}

/// The bytes of a file, or of standard input for `-`.
///
/// # Errors
/// If it cannot be read.
pub fn bytes(path: &Path) -> std::io::Result<Vec<u8>> {
    if path == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes)?;
        return Ok(bytes);
    }
    std::fs::read(path)
}
