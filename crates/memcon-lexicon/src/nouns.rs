//! Nouns by what they mean to the coder (`lexicon/nouns.txt`).

use std::collections::HashSet;

use crate::frames::FrameError;
use crate::lines::add_lines;
use crate::nearest::hint;

/// What a noun means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NounKind {
    /// Violence that people condemn.
    Attack,
    /// What somebody is accused of.
    Claim,
    /// What only ever harms by somebody's hand.
    Weapon,
    /// What says that a sentence is one of prison.
    Prison,
    /// An order to arrest somebody.
    Warrant,
    /// Private people who act in public: activists, marchers.
    Campaigner,
    /// An act, text or state of things, which is nobody.
    Deed,
}

/// The kinds by their names in the file.
const KINDS: [(&str, NounKind); 7] = [
    ("attack", NounKind::Attack),
    ("claim", NounKind::Claim),
    ("weapon", NounKind::Weapon),
    ("prison", NounKind::Prison),
    ("warrant", NounKind::Warrant),
    ("campaigner", NounKind::Campaigner),
    ("deed", NounKind::Deed),
];

/// The nouns of each kind; a noun may be of several.
#[derive(Clone, Debug, Default)]
pub struct Nouns {
    all: HashSet<(NounKind, String)>,
}

impl Nouns {
    /// Adds the lines of a file.
    ///
    /// # Errors
    /// Every mistake of the file; the sound lines are added all the same.
    pub fn add(&mut self, file: &str, text: &str) -> Result<(), Vec<FrameError>> {
        add_lines(file, text, |line| self.add_line(line))
    }

    fn add_line(&mut self, line: &str) -> Result<(), String> {
        let (name, nouns) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let Some((_, kind)) = KINDS.iter().find(|(known, _)| *known == name) else {
            let names = KINDS.map(|(name, _)| name);
            let near = hint(name, names.iter().copied());
            return Err(format!("{name:?} is no kind of noun{near}; the kinds are {}", names.join(", ")));
        };
        let nouns = nouns.trim();
        if nouns.is_empty() {
            return Err("no nouns after the kind; a line is `KIND nouns`".to_owned());
        }
        self.all.extend(nouns.split_whitespace().map(|noun| (*kind, noun.to_lowercase())));
        Ok(())
    }

    /// Whether a lemma is a noun of a kind.
    pub fn is(&self, kind: NounKind, lemma: &str) -> bool {
        self.all.contains(&(kind, lemma.to_lowercase()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_become_nouns_of_a_kind() {
        let mut nouns = Nouns::default();
        nouns.add("t.txt", "# note\nattack raid ambush\nweapon raid").expect("sound");
        assert!(nouns.is(NounKind::Attack, "Raid") && nouns.is(NounKind::Weapon, "raid"));
        assert!(!nouns.is(NounKind::Weapon, "ambush"));
    }

    #[test]
    fn mistakes_name_their_line() {
        let errors = Nouns::default().add("t.txt", "atack raid\nclaim\ndeed law").unwrap_err();
        assert_eq!(errors.iter().map(|e| e.line).collect::<Vec<_>>(), [1, 2]);
        assert!(errors[0].message.contains("did you mean attack?"), "{}", errors[0]);
    }
}
