//! All the knowledge that coding uses: tables of who is who, frames, cues of status.

use std::fmt;
use std::path::Path;

use memcon_lexicon::frames::FrameError;
use memcon_lexicon::knowledge::LexiconError as TablesError;
use memcon_lexicon::nearest::hint;
use memcon_lexicon::{Contexts, Cues, Frames, Knowledge, Nouns, shipped};

/// The lexicon as shipped, or with a user's folder on top.
#[derive(Debug)]
pub struct Lexicon {
    /// Countries, organisations, people, roles.
    pub knowledge: Knowledge,
    /// How English says each kind of event.
    pub frames: Frames,
    /// What tells a planned or denied act from one done.
    pub cues: Cues,
    /// What nouns mean to the coder.
    pub nouns: Nouns,
    /// What tells what an event is about.
    pub contexts: Contexts,
    /// What a user should know of a folder laid over the shipped files: the files in it that are none of a lexicon.
    pub notes: Vec<String>,
}

/// Mistakes in lexicon files, each with file, line and hint.
#[derive(Debug)]
pub struct LexiconError(Vec<String>);

impl fmt::Display for LexiconError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("\n"))
    }
}

impl std::error::Error for LexiconError {}

impl From<Vec<FrameError>> for LexiconError {
    fn from(errors: Vec<FrameError>) -> Self {
        Self(errors.iter().map(ToString::to_string).collect())
    }
}

impl From<Vec<TablesError>> for LexiconError {
    fn from(errors: Vec<TablesError>) -> Self {
        Self(errors.iter().map(ToString::to_string).collect())
    }
}

impl Lexicon {
    /// The lexicon that the program carries.
    ///
    /// # Errors
    /// If a shipped file has a mistake, which a test rules out.
    pub fn shipped() -> Result<Self, LexiconError> {
        let knowledge =
            Knowledge::read(&memcon_lexicon::knowledge::SHIPPED).map_err(|e| LexiconError(vec![e.to_string()]))?;
        Self::over(knowledge)
    }

    /// The shipped lexicon with the files of a folder on top: tables by their names, `frames/*.txt`,
    /// `status.txt`, `nouns.txt` and `contexts.txt`. A pattern or row of the folder overrides the shipped one; other files are named in
    /// [`Lexicon::notes`].
    ///
    /// # Errors
    /// Every mistake in the folder's frames and cues and the first in each of its tables, with file, line and hint; a
    /// file that cannot be read.
    pub fn with_folder(folder: &Path) -> Result<Self, LexiconError> {
        if !folder.is_dir() {
            return Err(LexiconError(vec![format!("{}: no such folder of lexicon files", folder.display())]));
        }
        let mut errors = LexiconError(Vec::new());
        let knowledge = Knowledge::with_folder(folder).unwrap_or_else(|found| {
            errors.0.extend(LexiconError::from(found).0);
            Knowledge::default()
        });
        let mut lexicon = Self::over(knowledge)?;
        for path in crate::intake::files(folder) {
            let path = path.map_err(|e| LexiconError(vec![e.to_string()]))?;
            let found = lexicon.lay_over(folder, &path);
            errors.0.extend(found.err().into_iter().flat_map(|found| found.0));
        }
        if errors.0.is_empty() { Ok(lexicon) } else { Err(errors) }
    }

    /// Takes in a file of a user's folder; the tables have been read together already.
    fn lay_over(&mut self, folder: &Path, path: &Path) -> Result<(), LexiconError> {
        let (name, shown) = (path.strip_prefix(folder).unwrap_or(path), path.display().to_string());
        if name == Path::new(shipped::STATUS.0) {
            return Ok(self.cues.add(&shown, &read(path)?)?);
        }
        if name == Path::new(shipped::NOUNS.0) {
            return Ok(self.nouns.add(&shown, &read(path)?)?);
        }
        if name == Path::new(shipped::CONTEXTS.0) {
            return Ok(self.contexts.add(&shown, &read(path)?)?);
        }
        if name.starts_with("frames") && name.extension().is_some_and(|ending| ending == "txt") {
            return Ok(self.frames.lay_over(&shown, &read(path)?)?);
        }
        let name = name.to_string_lossy();
        if !tables().any(|table| table == name) {
            let near = hint(&name, tables().chain([shipped::STATUS.0, shipped::NOUNS.0, shipped::CONTEXTS.0]));
            self.notes.push(format!(
                "{shown}: no file of a lexicon, and not read{near}; these are frames/*.txt, {}, {}, {}, {}",
                shipped::STATUS.0,
                shipped::NOUNS.0,
                shipped::CONTEXTS.0,
                tables().collect::<Vec<_>>().join(", ")
            ));
        }
        Ok(())
    }

    fn over(knowledge: Knowledge) -> Result<Self, LexiconError> {
        let (mut frames, mut cues) = (Frames::default(), Cues::default());
        for (name, text) in shipped::FRAMES {
            frames.add(name, text)?;
        }
        cues.add(shipped::STATUS.0, shipped::STATUS.1)?;
        let mut nouns = Nouns::default();
        nouns.add(shipped::NOUNS.0, shipped::NOUNS.1)?;
        let mut contexts = Contexts::default();
        contexts.add(shipped::CONTEXTS.0, shipped::CONTEXTS.1)?;
        Ok(Self { knowledge, frames, cues, nouns, contexts, notes: Vec::new() })
    }
}

/// Names of the tables of who is who.
fn tables() -> impl Iterator<Item = &'static str> {
    memcon_lexicon::knowledge::tables()
}

fn read(path: &Path) -> Result<String, LexiconError> {
    std::fs::read_to_string(path).map_err(|e| LexiconError(vec![format!("{}: {e}", path.display())]))
}
