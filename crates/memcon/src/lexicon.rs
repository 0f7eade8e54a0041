//! All the knowledge that coding uses: tables of who is who, frames, cues of status.

use std::fmt;
use std::path::Path;

use memcon_lexicon::frames::FrameError;
use memcon_lexicon::knowledge::LexiconError as TablesError;
use memcon_lexicon::{Contexts, Cues, Frames, Knowledge, shipped};

/// The lexicon as shipped, or with a user's folder on top.
#[derive(Debug)]
pub struct Lexicon {
    /// Countries, organisations, people, roles.
    pub knowledge: Knowledge,
    /// How English says each kind of event.
    pub frames: Frames,
    /// What tells a planned or denied act from one done.
    pub cues: Cues,
    /// What tells what an event is about.
    pub contexts: Contexts,
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

impl From<TablesError> for LexiconError {
    fn from(error: TablesError) -> Self {
        Self(vec![error.to_string()])
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
    /// `status.txt` and `contexts.txt`. A pattern or row of the folder overrides the shipped one.
    ///
    /// # Errors
    /// Every mistake in the folder's files, with file, line and hint; a file that cannot be read.
    pub fn with_folder(folder: &Path) -> Result<Self, LexiconError> {
        if !folder.is_dir() {
            return Err(LexiconError(vec![format!("{}: no such folder of lexicon files", folder.display())]));
        }
        let mut lexicon = Self::over(Knowledge::with_folder(folder)?)?;
        for path in crate::intake::files(&folder.join("frames")).into_iter().flatten() {
            if path.extension().is_some_and(|ending| ending == "txt") {
                lexicon.frames.add(&path.display().to_string(), &read(&path)?)?;
            }
        }
        let status = folder.join("status.txt");
        if status.exists() {
            lexicon.cues.add(&status.display().to_string(), &read(&status)?)?;
        }
        let contexts = folder.join("contexts.txt");
        if contexts.exists() {
            lexicon.contexts.add(&contexts.display().to_string(), &read(&contexts)?)?;
        }
        Ok(lexicon)
    }

    fn over(knowledge: Knowledge) -> Result<Self, LexiconError> {
        let (mut frames, mut cues) = (Frames::default(), Cues::default());
        for (name, text) in shipped::FRAMES {
            frames.add(name, text)?;
        }
        cues.add(shipped::STATUS.0, shipped::STATUS.1)?;
        let mut contexts = Contexts::default();
        contexts.add(shipped::CONTEXTS.0, shipped::CONTEXTS.1)?;
        Ok(Self { knowledge, frames, cues, contexts })
    }
}

fn read(path: &Path) -> Result<String, LexiconError> {
    std::fs::read_to_string(path).map_err(|e| LexiconError(vec![format!("{}: {e}", path.display())]))
}
