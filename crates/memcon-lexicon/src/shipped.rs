//! The frame and cue files that ship with the program.

/// Frame files by name, one a PLOVER category.
pub const FRAMES: [(&str, &str); 16] = [
    ("frames/agree.txt", include_str!("../../../lexicon/frames/agree.txt")),
    ("frames/consult.txt", include_str!("../../../lexicon/frames/consult.txt")),
    ("frames/support.txt", include_str!("../../../lexicon/frames/support.txt")),
    ("frames/concede.txt", include_str!("../../../lexicon/frames/concede.txt")),
    ("frames/cooperate.txt", include_str!("../../../lexicon/frames/cooperate.txt")),
    ("frames/aid.txt", include_str!("../../../lexicon/frames/aid.txt")),
    ("frames/retreat.txt", include_str!("../../../lexicon/frames/retreat.txt")),
    ("frames/request.txt", include_str!("../../../lexicon/frames/request.txt")),
    ("frames/accuse.txt", include_str!("../../../lexicon/frames/accuse.txt")),
    ("frames/reject.txt", include_str!("../../../lexicon/frames/reject.txt")),
    ("frames/threaten.txt", include_str!("../../../lexicon/frames/threaten.txt")),
    ("frames/protest.txt", include_str!("../../../lexicon/frames/protest.txt")),
    ("frames/sanction.txt", include_str!("../../../lexicon/frames/sanction.txt")),
    ("frames/mobilize.txt", include_str!("../../../lexicon/frames/mobilize.txt")),
    ("frames/coerce.txt", include_str!("../../../lexicon/frames/coerce.txt")),
    ("frames/assault.txt", include_str!("../../../lexicon/frames/assault.txt")),
];

/// The cues of status.
pub const STATUS: (&str, &str) = ("status.txt", include_str!("../../../lexicon/status.txt"));

/// Nouns by what they mean.
pub const NOUNS: (&str, &str) = ("nouns.txt", include_str!("../../../lexicon/nouns.txt"));

/// The cues of contexts.
pub const CONTEXTS: (&str, &str) = ("contexts.txt", include_str!("../../../lexicon/contexts.txt"));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Context, Contexts, Cues, Frames, Nouns};

    #[test]
    fn shipped_files_have_no_mistake_and_no_pattern_twice() {
        let mut frames = Frames::default();
        let mut patterns = 0;
        for (name, text) in FRAMES {
            frames.add(name, text).unwrap_or_else(|errors| panic!("{errors:?}"));
            patterns +=
                text.lines().filter(|l| !l.trim().is_empty() && !l.trim().starts_with(['#', '@', '>', '<'])).count();
        }
        assert!(patterns > 2000, "{patterns} patterns");
        assert_eq!(
            frames.iter().count(),
            patterns,
            "a pattern stands twice: the later would silently replace the earlier"
        );
        Cues::default().add(STATUS.0, STATUS.1).unwrap_or_else(|errors| panic!("{errors:?}"));
        Nouns::default().add(NOUNS.0, NOUNS.1).unwrap_or_else(|errors| panic!("{errors:?}"));
    }

    #[test]
    fn every_context_has_cues_and_none_stands_twice() {
        let mut contexts = Contexts::default();
        contexts.add(CONTEXTS.0, CONTEXTS.1).unwrap_or_else(|errors| panic!("{errors:?}"));
        for &context in Context::ALL {
            assert!(contexts.cues().filter(|cue| cue.context == context).count() > 20, "{context}");
        }
        let cue_line = |line: &&str| ["strong ", "weak ", "not "].iter().any(|opening| line.starts_with(opening));
        let written: usize = CONTEXTS.1.lines().filter(cue_line).map(|line| line.split(';').count()).sum();
        assert_eq!(contexts.cues().count(), written, "a cue stands twice: the later silently replaces the earlier");
    }
}
