//! Inputs of a command: files, folders and standard input, as pages in order.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::vec::IntoIter;

use memcon::intake::{self, Bounds, InputError, Page};

/// A page, or the reason why there is none, with the name of its input.
pub struct Input {
    /// What the input is called where the page has no id: its path, and its number in a file of several.
    pub name: String,
    /// The page.
    pub page: Result<Page, InputError>,
}

/// The pages of inputs, each file read when its turn comes.
pub struct Inputs {
    files: IntoIter<Result<PathBuf, InputError>>,
    waiting: IntoIter<Input>,
    bounds: Bounds,
}

impl Inputs {
    /// Files, the files of folders, and `-` for standard input.
    pub fn new(paths: &[PathBuf]) -> Self {
        let files: Vec<_> = paths.iter().flat_map(|path| files_of(path)).collect();
        Self { files: files.into_iter(), waiting: Vec::new().into_iter(), bounds: Bounds::default() }
    }

    /// How many files there are to read.
    pub fn files(&self) -> usize {
        self.files.len()
    }

    fn open(&self, file: Result<PathBuf, InputError>) -> Vec<Input> {
        let opened = file.and_then(|path| {
            let name = path.display().to_string();
            Ok((bytes(&path).map_err(|error| InputError::io(&name, error))?, name))
        });
        let (bytes, name) = match opened {
            Ok(opened) => opened,
            Err(error) => return vec![Input { name: error.name().to_owned(), page: Err(error) }],
        };
        let mut pages: Vec<Input> =
            intake::open(&bytes, &name, &self.bounds).map(|page| Input { name: name.clone(), page }).collect();
        if pages.len() > 1 {
            for (number, input) in pages.iter_mut().enumerate() {
                input.name = format!("{name}:{}", number + 1);
            }
        }
        pages
    }
}

impl Iterator for Inputs {
    type Item = Input;

    fn next(&mut self) -> Option<Input> {
        loop {
            if let Some(input) = self.waiting.next() {
                return Some(input);
            }
            let file = self.files.next()?;
            self.waiting = self.open(file).into_iter();
        }
    }
}

fn files_of(path: &Path) -> Vec<Result<PathBuf, InputError>> {
    if path == Path::new("-") { vec![Ok(path.to_owned())] } else { intake::files(path) }
}

fn bytes(path: &Path) -> std::io::Result<Vec<u8>> {
    if path == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes)?;
        return Ok(bytes);
    }
    std::fs::read(path)
}

/// The only page of an input; of several the first.
pub fn one(path: &Path) -> Result<Input, InputError> {
    match Inputs::new(&[path.to_owned()]).next() {
        Some(Input { name, page }) => Ok(Input { name, page: Ok(page?) }),
        None => Err(InputError::io(&path.display().to_string(), std::io::ErrorKind::NotFound.into())),
    }
}
