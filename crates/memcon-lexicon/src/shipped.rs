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
