//! What coded a document: program, model, lexicon and options.

use std::path::Path;

use memcon::intake;
use memcon::reading::{Model, Weights};
use memcon_lexicon::{knowledge, shipped};

use crate::Result;
use crate::error::Error;
use crate::ids::{hash64, row_id};

/// What coded a document. Two documents of one run can be compared; what a newer run codes otherwise, `memcon diff`
/// shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Name and version of the program.
    pub program: String,
    /// Name of the reader, and a hash of its weights.
    pub model: String,
    /// Hash of all lexicon files, those of the user's folder included.
    pub lexicon: String,
    /// Options that change what is coded.
    pub options: String,
}

impl Run {
    /// This program with one of its readers, the shipped lexicon and, where given, a folder of lexicon files over it.
    ///
    /// # Errors
    /// If a file of the folder cannot be read.
    pub fn current(model: Model, lexicon: Option<&Path>, options: &str) -> Result<Self> {
        let of = Weights::shipped(model);
        let weights = [of.embeddings, of.layers, of.syntax, of.entities, of.events, of.segmenter, of.lemmas.as_bytes()];
        Ok(Self {
            program: format!("memcon {}", env!("CARGO_PKG_VERSION")),
            model: format!("{model} {:016x}", hash64(&weights)),
            lexicon: format!("{:016x}", lexicon_hash(lexicon)?),
            options: options.to_owned(),
        })
    }

    /// Its row id.
    pub fn row(&self) -> i64 {
        row_id(hash64(&[
            self.program.as_bytes(),
            self.model.as_bytes(),
            self.lexicon.as_bytes(),
            self.options.as_bytes(),
        ]))
    }
}

fn lexicon_hash(folder: Option<&Path>) -> Result<u64> {
    let shipped = shipped::FRAMES
        .iter()
        .chain([&shipped::STATUS, &shipped::NOUNS, &shipped::CONTEXTS])
        .chain(&knowledge::SHIPPED);
    let mut parts: Vec<Vec<u8>> =
        shipped.flat_map(|(name, text)| [name.as_bytes().into(), text.as_bytes().into()]).collect();
    for file in folder.into_iter().flat_map(intake::files) {
        let path = file.map_err(|error| Error::misused(error.to_string()))?;
        let name = folder.and_then(|folder| path.strip_prefix(folder).ok()).unwrap_or(&path);
        parts.push(name.as_os_str().as_encoded_bytes().to_vec());
        parts.push(std::fs::read(&path).map_err(|error| Error::misused(format!("{}: {error}", path.display())))?);
    }
    Ok(hash64(&parts.iter().map(Vec::as_slice).collect::<Vec<_>>()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_told_by_what_changes_coding() {
        let plain = Run::current(Model::Base, None, "").expect("readable");
        assert_eq!(plain.row(), Run::current(Model::Base, None, "").expect("readable").row());
        assert_ne!(plain.row(), Run::current(Model::Base, None, "date=2024-01-01").expect("readable").row());
        let fast = Run::current(Model::Fast, None, "").expect("readable");
        assert!(fast.model.starts_with("fast ") && plain.model.starts_with("base "));
        assert_ne!(plain.row(), fast.row());
        let folder = std::env::temp_dir().join(format!("memcon-run-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        std::fs::write(folder.join("status.txt"), "denied verb pretend\n").expect("a file");
        assert_ne!(plain.lexicon, Run::current(Model::Base, Some(&folder), "").expect("readable").lexicon);
        std::fs::remove_dir_all(&folder).expect("removed");
    }
}
