//! Frames: how English says each kind of event, in lines that a researcher can read and amend.
//!
//! A frame file has sections, each opened by a header that names the PLOVER category and modes, with
//! patterns beneath:
//!
//! ```text
//! # What the file is.
//! @ ACCUSE disapprove
//! A condemn/denounce R
//! A accuse R of ACT
//! A's condemnation.n of R          (written: A condemnation.n of R)
//! A voice anger at R
//! > Kenya condemned the raid by Shabab fighters.
//! < ACCUSE occurred KEN GOV -> SOM REB
//! ```
//!
//! A pattern is a row of words in the order of an active English sentence:
//!
//! | word | what it stands for |
//! |---|---|
//! | `A` | the actor; before the trigger its subject (or, of a noun, its possessor or adjective) |
//! | `R` | the recipient: a party, or something that belongs to one ("condemned **Russia's raids**") |
//! | `X` | anything |
//! | `ACT` | another event, told as a clause or a noun: `A refuse to ACT`, `A threaten R with ACT` |
//! | `meet` | the first plain word is the trigger, a verb unless it ends in `.n` (noun) or `.a` (adjective) |
//! | `+out` | a particle of the verb: `A call +off X` |
//! | `with`, `on`, … | a preposition, followed by what it governs: `with R`, `on/upon X` |
//! | `to`, `that` before `ACT` | an infinitive or finite clause; `of`, `for`, `from`… before `ACT` a gerund or a noun |
//! | `talks` | any further plain word is the noun that the object must be: `A hold talk/meeting with R` |
//!
//! `/` separates alternatives. `?` after a slot makes it optional, `!` wants the party itself and not a
//! thing of its (`A meet R!`), `*` wants several (`A* meet`). `R:word/word` wants one of these head
//! nouns, `R~word/word` forbids them. After ` | ` come options: `mode m`, `actor SECTOR` and
//! `recipient SECTOR` (of a party that the text leaves out), `act CATEGORY` (what is agreed, conceded or
//! threatened where the pattern itself says it), `swap` (the grammatical roles are the other way round), `weak` (gives way to any other frame of the sentence's clause), `none` (codes
//! nothing and keeps other frames of the trigger from firing: `A meet X:deadline/target | none`).

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use crate::nearest::hint;
use crate::plover::{Category, Mode};
use crate::sector::Sector;

/// Part of speech of a trigger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TriggerKind {
    /// A verb, the default.
    Verb,
    /// A noun, `.n`.
    Noun,
    /// An adjective, `.a`.
    Adjective,
}

/// What fills a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// `A`.
    Actor,
    /// `R`.
    Recipient,
    /// `X`.
    Anything,
    /// `ACT`.
    Act,
}

/// A slot of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// What fills it; a plain word is `Anything` with `only`.
    pub role: Role,
    /// It may be missing.
    pub optional: bool,
    /// Only the party itself will do, not a thing that belongs to one.
    pub direct: bool,
    /// It wants several parties.
    pub plural: bool,
    /// Lemmas of which its head must be one; empty for any.
    pub only: Vec<String>,
    /// Lemmas of which its head must be none.
    pub except: Vec<String>,
}

/// A slot behind a preposition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Oblique {
    /// The prepositions, any of which will do.
    pub prepositions: Vec<String>,
    /// What they govern.
    pub slot: Slot,
}

/// How a clause complement is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClauseMark {
    /// `to ACT`.
    Infinitive,
    /// `that ACT`.
    Finite,
}

/// A pattern with what it means.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// What it codes; `None` where it only keeps other frames from firing.
    pub category: Option<Category>,
    /// Modes of the event.
    pub modes: Vec<Mode>,
    /// Lemmas of the trigger.
    pub triggers: Vec<String>,
    /// Part of speech of the trigger.
    pub kind: TriggerKind,
    /// Particle of the verb.
    pub particle: Option<String>,
    /// Before the trigger.
    pub subject: Option<Slot>,
    /// Right after it.
    pub object: Option<Slot>,
    /// Behind prepositions.
    pub obliques: Vec<Oblique>,
    /// An embedded clause.
    pub clause: Option<(ClauseMark, Slot)>,
    /// Sector of an actor whom the text leaves out.
    pub actor_sector: Option<String>,
    /// Sector of a recipient whom the text leaves out.
    pub recipient_sector: Option<String>,
    /// What is promised, threatened or asked, where the pattern itself says it and no clause does.
    pub act: Option<Category>,
    /// Actor and recipient change places.
    pub swap: bool,
    /// It gives way to any other frame of its clause.
    pub weak: bool,
    /// The pattern as written.
    pub pattern: String,
    /// Where it stands.
    pub file: Arc<str>,
    /// Line in the file, from 1.
    pub line: usize,
}

impl Slot {
    /// How much of a sentence the slot fixes where it is filled: a word list says more than "anything".
    pub fn weight(&self) -> usize {
        1 + 2 * usize::from(!self.only.is_empty())
    }
}

impl Frame {
    /// Whether the pattern is a lone noun, without parties: it names an act that is threatened, asked for or promised, and
    /// does not say that the act was done.
    pub fn is_bare(&self) -> bool {
        self.kind != TriggerKind::Verb
            && self.subject.is_none()
            && self.object.is_none()
            && self.obliques.is_empty()
            && self.clause.is_none()
            && self.actor_sector.is_none()
    }

    /// The pattern with a gap for its trigger.
    fn shape(&self) -> String {
        let is_trigger = |word: &str| parse_trigger(word) == (self.triggers.clone(), self.kind);
        let words = self.pattern.split(' ').map(|word| if is_trigger(word) { "…" } else { word });
        words.collect::<Vec<_>>().join(" ")
    }
}

/// An example sentence of a frame file with what must be coded from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// The sentence.
    pub text: String,
    /// One line for each event, in the form of the codebook's examples; empty if nothing is coded.
    pub events: Vec<String>,
    /// Where it stands.
    pub file: Arc<str>,
    /// Line in the file, from 1.
    pub line: usize,
}

/// A mistake in a lexicon file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrameError {
    /// The file.
    pub file: Arc<str>,
    /// Line, from 1.
    pub line: usize,
    /// What is wrong, and what to do.
    pub message: String,
}

impl fmt::Display for FrameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.message)
    }
}

impl std::error::Error for FrameError {}

/// Words that are read as prepositions in patterns.
pub const PREPOSITIONS: &[&str] = &[
    "about",
    "across",
    "after",
    "against",
    "ahead",
    "along",
    "alongside",
    "amid",
    "among",
    "around",
    "as",
    "at",
    "because",
    "before",
    "behind",
    "between",
    "beyond",
    "by",
    "concerning",
    "despite",
    "during",
    "for",
    "from",
    "in",
    "inside",
    "into",
    "like",
    "near",
    "of",
    "off",
    "on",
    "onto",
    "out",
    "outside",
    "over",
    "regarding",
    "since",
    "through",
    "to",
    "toward",
    "towards",
    "under",
    "until",
    "upon",
    "via",
    "with",
    "within",
    "without",
];

/// Frames by trigger.
#[derive(Clone, Debug, Default)]
pub struct Frames {
    all: Vec<Frame>,
    by_pattern: HashMap<String, usize>,
    by_trigger: HashMap<(String, TriggerKind), Vec<usize>>,
    /// Where in `all` the frames begin that a user laid over the shipped ones.
    over: Option<usize>,
    /// The examples that the files carry.
    pub examples: Vec<Example>,
}

impl Frames {
    /// Adds the frames of a file. A pattern that stands already is replaced, so that a later file
    /// overrides an earlier one.
    ///
    /// # Errors
    /// Every mistake of the file; the sound lines are added all the same.
    pub fn add(&mut self, file: &str, text: &str) -> Result<(), Vec<FrameError>> {
        self.read(file, text)
    }

    /// Lays the frames of a file over those that are there: of two that fit a sentence equally well, the one laid over
    /// wins, and one that differs from a frame beneath only in its list of triggers takes its place for these triggers,
    /// so that `A condemn R` overrides a shipped `A condemn/denounce R` for *condemn*.
    ///
    /// # Errors
    /// Every mistake of the file; the sound lines are added all the same.
    pub fn lay_over(&mut self, file: &str, text: &str) -> Result<(), Vec<FrameError>> {
        self.over.get_or_insert(self.all.len());
        self.read(file, text)
    }

    fn read(&mut self, file: &str, text: &str) -> Result<(), Vec<FrameError>> {
        let file: Arc<str> = file.into();
        let (mut section, mut errors) = (Section::default(), Vec::new());
        for (number, line) in text.lines().enumerate() {
            let line = line.trim();
            let fail = |message: String| FrameError { file: file.clone(), line: number + 1, message };
            let result = match line.chars().next() {
                None | Some('#') => Ok(()),
                Some('@') => Section::parse(line[1..].trim()).map(|new| section = new),
                Some('>') => {
                    let (text, events) = (line[1..].trim().to_owned(), Vec::new());
                    self.examples.push(Example { text, events, file: file.clone(), line: number + 1 });
                    Ok(())
                }
                Some('<') => match self.examples.last_mut() {
                    Some(example) => {
                        let event = line[1..].trim();
                        if event != "none" {
                            example.events.push(event.to_owned());
                        }
                        Ok(())
                    }
                    None => Err("an expected event without an example: put a line `> sentence` before it".to_owned()),
                },
                Some(_) => parse(line, &section, &file, number + 1).map(|frame| self.insert(frame)),
            };
            errors.extend(result.err().map(fail));
        }
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }

    fn insert(&mut self, frame: Frame) {
        let beneath = self.over.unwrap_or_default();
        let same = self.by_pattern.get(&frame.pattern).copied().filter(|&i| i >= beneath);
        if let Some(same) = same.and_then(|i| self.all.get_mut(i)) {
            *same = frame;
            return;
        }
        let own = self.all.len();
        self.by_pattern.insert(frame.pattern.clone(), own);
        let shape = if self.over.is_some() { frame.shape() } else { String::new() };
        for trigger in &frame.triggers {
            let known = self.by_trigger.entry((trigger.clone(), frame.kind)).or_default();
            known.retain(|&i| i >= beneath || self.all.get(i).is_some_and(|other| other.shape() != shape));
            // Laid over: behind its like, before all that is beneath.
            let place = known.iter().position(|&i| i < beneath).unwrap_or(known.len());
            known.insert(place, own);
        }
        self.all.push(frame);
    }

    /// The frames of a trigger, in file order.
    pub fn of(&self, lemma: &str, kind: TriggerKind) -> impl Iterator<Item = &Frame> {
        // A borrowed key would need a lookup by two strings; triggers are short.
        self.by_trigger.get(&(lemma.to_lowercase(), kind)).into_iter().flatten().filter_map(|&i| self.all.get(i))
    }

    /// All frames, in file order; those that others were laid over are among them.
    pub fn iter(&self) -> impl Iterator<Item = &Frame> {
        self.all.iter()
    }
}

/// What a header says of the patterns beneath.
#[derive(Default)]
struct Section {
    category: Option<Category>,
    modes: Vec<Mode>,
}

impl Section {
    fn parse(header: &str) -> Result<Self, String> {
        let mut words = header.split_whitespace();
        let name = words.next().ok_or("a header without category: write `@ CONSULT visit`")?;
        let category: Category = name.parse().map_err(|e| format!("{e}; the sixteen are in codebook/README.md"))?;
        let modes = words.map(|mode| mode_of(category, mode)).collect::<Result<_, _>>()?;
        Ok(Self { category: Some(category), modes })
    }
}

fn mode_of(category: Category, name: &str) -> Result<Mode, String> {
    let known: Vec<&str> = category.modes().iter().map(|m| m.as_str()).collect();
    if let Some(mode) = category.modes().iter().find(|mode| mode.as_str() == name) {
        return Ok(*mode);
    }
    Err(format!(
        "{category} has no mode {name}{}; it has: {}",
        hint(name, known.iter().copied()),
        if known.is_empty() { "none".into() } else { known.join(", ") }
    ))
}

fn parse(line: &str, section: &Section, file: &Arc<str>, number: usize) -> Result<Frame, String> {
    let category = section.category.ok_or("a pattern before the first header: write `@ CATEGORY` above it")?;
    let mut parts = line.split(" | ").map(str::trim);
    let pattern = parts.next().unwrap_or_default();
    let mut frame = Frame {
        category: Some(category),
        modes: section.modes.clone(),
        triggers: Vec::new(),
        kind: TriggerKind::Verb,
        particle: None,
        subject: None,
        object: None,
        obliques: Vec::new(),
        clause: None,
        actor_sector: None,
        recipient_sector: None,
        act: None,
        swap: false,
        weak: false,
        pattern: pattern.split_whitespace().collect::<Vec<_>>().join(" "),
        file: file.clone(),
        line: number,
    };
    parse_pattern(pattern, &mut frame)?;
    for option in parts {
        parse_option(option, category, &mut frame)?;
    }
    Ok(frame)
}

fn parse_pattern(pattern: &str, frame: &mut Frame) -> Result<(), String> {
    let mut words = pattern.split_whitespace().peekable();
    while let Some(word) = words.next() {
        let slot = parse_slot(word)?;
        if frame.triggers.is_empty() {
            match slot {
                Some(slot) if frame.subject.is_none() => frame.subject = Some(slot),
                Some(_) => return Err(format!("two slots before the trigger: {word} has no place")),
                None => (frame.triggers, frame.kind) = parse_trigger(word),
            }
            continue;
        }
        if let Some(particle) = word.strip_prefix('+') {
            frame.particle = Some(particle.to_owned());
            continue;
        }
        if let Some(slot) = slot {
            if frame.object.is_some() {
                return Err(format!("{word} is a second object: put its preposition before it"));
            }
            frame.object = Some(slot);
            continue;
        }
        let prepositions: Vec<String> = word.split('/').map(str::to_owned).collect();
        let is_preposition = prepositions.iter().all(|p| PREPOSITIONS.contains(&p.as_str()));
        if word != "that" && !is_preposition {
            if frame.object.is_some() {
                return Err(format!("{word} is no preposition and the object is taken; a particle is written +{word}"));
            }
            frame.object = Some(literal(word));
            continue;
        }
        let next = words.next().ok_or_else(|| format!("{word} governs nothing: a slot or word must follow"))?;
        let slot = parse_slot(next)?.unwrap_or_else(|| literal(next));
        match (word, slot.role) {
            ("to", Role::Act) => frame.clause = Some((ClauseMark::Infinitive, slot)),
            ("that", Role::Act) => frame.clause = Some((ClauseMark::Finite, slot)),
            ("that", _) => return Err("`that` is followed by ACT".to_owned()),
            _ => frame.obliques.push(Oblique { prepositions, slot }),
        }
    }
    if frame.triggers.is_empty() {
        return Err("no trigger: a pattern needs a plain word, such as `A condemn R`".to_owned());
    }
    Ok(())
}

fn parse_trigger(word: &str) -> (Vec<String>, TriggerKind) {
    let (word, kind) = match word.rsplit_once('.') {
        Some((word, "n")) => (word, TriggerKind::Noun),
        Some((word, "a")) => (word, TriggerKind::Adjective),
        _ => (word, TriggerKind::Verb),
    };
    // `condemn/attack.n`: the ending of the last alternative holds for all.
    (word.split('/').map(str::to_owned).collect(), kind)
}

/// `A`, `R?`, `X:deadline/target`, `ACT`…; `None` for a plain word.
fn parse_slot(word: &str) -> Result<Option<Slot>, String> {
    let (head, only) = word.split_once(':').map_or((word, ""), |(head, only)| (head, only));
    let (head, except) = head.split_once('~').map_or((head, ""), |(head, except)| (head, except));
    let (name, marks) = head.split_at(head.find(['?', '!', '*']).unwrap_or(head.len()));
    let role = match name {
        "A" => Role::Actor,
        "R" => Role::Recipient,
        "X" => Role::Anything,
        "ACT" => Role::Act,
        _ => return Ok(None),
    };
    let list = |text: &str| text.split('/').filter(|w| !w.is_empty()).map(str::to_owned).collect();
    if let Some(bad) = marks.chars().find(|c| !"?!*".contains(*c)) {
        return Err(format!("{word}: {bad:?} is no mark; the marks are ? ! *"));
    }
    Ok(Some(Slot {
        role,
        optional: marks.contains('?'),
        direct: marks.contains('!'),
        plural: marks.contains('*'),
        only: list(only),
        except: list(except),
    }))
}

fn literal(word: &str) -> Slot {
    Slot {
        role: Role::Anything,
        optional: false,
        direct: false,
        plural: false,
        only: word.split('/').map(str::to_owned).collect(),
        except: Vec::new(),
    }
}

/// What may stand behind ` | `.
const OPTIONS: &[&str] = &["mode", "actor", "recipient", "act", "swap", "weak", "none"];

/// A sector of PLOVER, by its code.
fn sector_of(code: &str) -> Result<String, String> {
    let known = Sector::ALL.iter().map(|sector| sector.as_str());
    match code.parse::<Sector>() {
        Ok(sector) => Ok(sector.as_str().to_owned()),
        Err(_) => Err(format!("{code:?} is no PLOVER sector{}; they are in codebook/README.md", hint(code, known))),
    }
}

fn parse_option(option: &str, category: Category, frame: &mut Frame) -> Result<(), String> {
    let (name, value) = option.split_once(' ').unwrap_or((option, ""));
    match name {
        "mode" => {
            frame.modes = value
                .split([',', ' '])
                .filter(|m| !m.is_empty())
                .map(|m| mode_of(category, m))
                .collect::<Result<_, _>>()?;
        }
        "actor" => frame.actor_sector = Some(sector_of(value)?),
        "recipient" => frame.recipient_sector = Some(sector_of(value)?),
        "act" => {
            frame.act = Some(value.parse().map_err(|e| format!("{e}; an act is a category: `act CONSULT`"))?);
        }
        "swap" => frame.swap = true,
        "weak" => frame.weak = true,
        "none" => frame.category = None,
        _ => {
            return Err(format!(
                "{option:?} is no option{}; the options are {}",
                hint(name, OPTIONS.iter().copied()),
                OPTIONS.join(", ")
            ));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frames(text: &str) -> Result<Frames, Vec<FrameError>> {
        let mut frames = Frames::default();
        frames.add("test.txt", text).map(|()| frames)
    }

    #[test]
    fn patterns_become_frames() {
        let all = frames(
            "@ REQUEST yield\nA call on/upon R to ACT?\n@ CONSULT\nA hold talk/meeting with R\nA* meet\n\
             A meet X:deadline | none\n@ REJECT\nA call +off X\n@ ACCUSE disapprove\nA condemnation.n of R",
        )
        .expect("sound");
        let call = all.of("call", TriggerKind::Verb).next().expect("call on");
        assert_eq!(call.obliques[0].prepositions, ["on", "upon"]);
        assert!(call.clause.as_ref().is_some_and(|(mark, slot)| *mark == ClauseMark::Infinitive && slot.optional));
        assert_eq!(call.modes, [Mode::Yield]);
        let hold = all.of("hold", TriggerKind::Verb).next().expect("hold talks");
        assert_eq!(hold.object.as_ref().map(|o| o.only.clone()), Some(vec!["talk".into(), "meeting".into()]));
        assert_eq!(all.of("meet", TriggerKind::Verb).filter(|f| f.category.is_none()).count(), 1);
        assert_eq!(all.of("call", TriggerKind::Verb).nth(1).and_then(|f| f.particle.clone()).as_deref(), Some("off"));
        assert_eq!(all.of("condemnation", TriggerKind::Noun).count(), 1);
    }

    #[test]
    fn a_word_list_weighs_more_than_anything() {
        let all = frames("@ REJECT\nA refuse X:visa\n@ AGREE\nA accept X:invitation | act CONSULT").expect("sound");
        let weight = |trigger: &str| {
            let frame = all.of(trigger, TriggerKind::Verb).next().expect("a frame");
            (frame.object.as_ref().map(Slot::weight), frame.subject.as_ref().map(Slot::weight), frame.act)
        };
        assert_eq!(weight("refuse"), (Some(3), Some(1), None));
        assert_eq!(weight("accept").2, Some(Category::Consult));
    }

    #[test]
    fn a_later_line_overrides() {
        let mut all = frames("@ ACCUSE\nA slam R").expect("sound");
        all.add("mine.txt", "@ REJECT\nA slam R").expect("sound");
        let slam: Vec<_> = all.of("slam", TriggerKind::Verb).map(|f| f.category).collect();
        assert_eq!(slam, [Some(Category::Reject)]);
    }

    #[test]
    fn a_frame_laid_over_wins() {
        let mut all = frames("@ ACCUSE\nA slam/blast R\nA slam R for ACT\nA slam X:door").expect("sound");
        all.lay_over("mine.txt", "@ REJECT\nA slam R\nA slam X:gate | none\nA slam R | none").expect("sound");
        let of = |word: &str| -> Vec<(&str, usize)> {
            all.of(word, TriggerKind::Verb).map(|f| (&*f.file, f.line)).collect()
        };
        // Before the shipped frames, in their own order; the last of one pattern counts; `blast` keeps its frame.
        assert_eq!(of("slam"), [("mine.txt", 4), ("mine.txt", 3), ("test.txt", 3), ("test.txt", 4)]);
        assert_eq!(of("blast"), [("test.txt", 2)]);
        assert_eq!(all.of("slam", TriggerKind::Verb).next().and_then(|f| f.category), None);
    }

    #[test]
    fn names_that_are_nearly_right_are_told() {
        let text = "@ CONSULT vist\n@ COERCE\nA jail R | actor KOP\nA fine R | mod seize\n@ ASAULT";
        let errors = frames(text).unwrap_err();
        let messages: Vec<String> = errors.iter().map(ToString::to_string).collect();
        for (message, name) in messages.iter().zip(["visit", "COP", "mode", "ASSAULT"]) {
            assert!(message.contains(&format!("(did you mean {name}?)")), "{message}");
        }
        assert_eq!(errors.iter().map(|e| e.line).collect::<Vec<_>>(), [1, 3, 4, 5]);
    }

    #[test]
    fn mistakes_name_file_line_and_remedy() {
        let errors =
            frames("@ YIELD\nA surrender\n@ CONSULT visit\nA R\nA see R X\nA visit R | fast\n@ AID visit").unwrap_err();
        let messages: Vec<String> = errors.iter().map(ToString::to_string).collect();
        assert!(messages[0].starts_with("test.txt:1: \"YIELD\" is no PLOVER category"));
        assert!(messages[1].contains("before the first header"));
        assert!(messages[2].contains("two slots before the trigger"));
        assert!(messages[3].contains("second object"));
        assert!(messages[4].contains("the options are"));
        assert!(messages[5].contains("AID has no mode visit"));
    }

    #[test]
    fn examples_are_kept_with_their_lines() {
        let all = frames("@ AID\nA send aid to R\n> Peru sent tents to Chile.\n< AID occurred PER GOV -> CHL GOV\n> Rain fell.\n< none")
            .expect("sound");
        assert_eq!(all.examples.len(), 2);
        assert_eq!(all.examples[0].events, ["AID occurred PER GOV -> CHL GOV"]);
        assert!(all.examples[1].events.is_empty());
    }
}
