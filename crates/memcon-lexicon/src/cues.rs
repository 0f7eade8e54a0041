//! Cues of status (`lexicon/status.txt`): words that tell a planned, possible or denied act from one done.

use std::collections::HashMap;

use crate::frames::FrameError;
use crate::lines::add_lines;
use crate::nearest::hint;
use crate::plover::Status;

/// How a cue relates to the act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CueKind {
    /// A verb that governs the act.
    Verb,
    /// A noun that governs it.
    Noun,
    /// An auxiliary of its own verb.
    Modal,
    /// An adverb of its verb.
    Adverb,
    /// An adjective of its noun, or one that governs it.
    Adjective,
    /// A conjunction that opens its clause.
    Mark,
    /// A verb whose act lasts: "has been held since Monday" goes on, "has been met since Monday" does not.
    Lasting,
}

/// What a cue says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cue {
    /// The act has this status.
    Status(Status),
    /// Nothing: the status is that of the cue's own clause.
    Neutral,
}

/// The cues by kind and lemma.
#[derive(Clone, Debug, Default)]
pub struct Cues {
    all: HashMap<(CueKind, String), Cue>,
}

/// The names of the kinds.
const KINDS: &[&str] = &["verb", "noun", "modal", "adverb", "adjective", "mark", "lasting"];

impl Cues {
    /// Adds the lines of a file; a later line overrides an earlier one.
    ///
    /// # Errors
    /// Every mistake of the file; the sound lines are added all the same.
    pub fn add(&mut self, file: &str, text: &str) -> Result<(), Vec<FrameError>> {
        add_lines(file, text, |line| self.add_line(line))
    }

    fn add_line(&mut self, line: &str) -> Result<(), String> {
        let mut words = line.split_whitespace();
        let cue = match words.next().unwrap_or_default() {
            "neutral" => Cue::Neutral,
            name => Cue::Status(name.parse().map_err(|e| format!("{e} nor neutral; a line is `STATUS KIND words`"))?),
        };
        let kind = match words.next().unwrap_or_default() {
            "verb" => CueKind::Verb,
            "noun" => CueKind::Noun,
            "modal" => CueKind::Modal,
            "adverb" => CueKind::Adverb,
            "adjective" => CueKind::Adjective,
            "mark" => CueKind::Mark,
            "lasting" => CueKind::Lasting,
            other => {
                let near = hint(other, KINDS.iter().copied());
                return Err(format!("{other:?} is no kind{near}; the kinds are {}", KINDS.join(", ")));
            }
        };
        let words: Vec<&str> = words.collect();
        if words.is_empty() {
            return Err("no words after status and kind; a line is `STATUS KIND words`".to_owned());
        }
        for word in words {
            self.all.insert((kind, word.to_owned()), cue);
        }
        Ok(())
    }

    /// What a word says of an act that it governs or modifies.
    pub fn get(&self, kind: CueKind, lemma: &str) -> Option<Cue> {
        self.all.get(&(kind, lemma.to_lowercase())).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_become_cues() {
        let mut cues = Cues::default();
        cues.add("t.txt", "# note\nplanned verb plan intend\nneutral verb begin").expect("sound");
        assert_eq!(cues.get(CueKind::Verb, "Plan"), Some(Cue::Status(Status::Planned)));
        assert_eq!(cues.get(CueKind::Verb, "begin"), Some(Cue::Neutral));
        assert_eq!(cues.get(CueKind::Noun, "plan"), None);
    }

    #[test]
    fn mistakes_name_their_line() {
        let errors = Cues::default()
            .add(
                "t.txt",
                "planned verb plan\nmaybe verb x\ndenied thing y\nplaned verb z\nongoing vreb z\nongoing verb",
            )
            .unwrap_err();
        assert_eq!(errors.iter().map(|e| e.line).collect::<Vec<_>>(), [2, 3, 4, 5, 6]);
        assert!(errors[2].message.contains("did you mean planned?"), "{}", errors[2]);
        assert!(errors[3].message.contains("did you mean verb?"), "{}", errors[3]);
    }
}
