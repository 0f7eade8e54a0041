//! The events that coding gives.

use memcon_lexicon::{Category, Mode, Status};

use super::confidence::Finding;
use super::contexts::EventContext;
use crate::Span;
use crate::when::DatePrecision;
use crate::who::Party;

/// One political event of a document, coded in PLOVER.
#[derive(Clone, Debug)]
pub struct Event {
    /// Index of its story in the document.
    pub story: usize,
    /// PLOVER category.
    pub category: Category,
    /// What is agreed, conceded or threatened, where the category is AGREE, CONCEDE or THREATEN only
    /// because the act is still to come.
    pub act: Option<Category>,
    /// PLOVER modes of the category.
    pub modes: Vec<Mode>,
    /// Whether it took place; that of the act where there is one.
    pub status: Status,
    /// Who does it.
    pub actors: Vec<Party>,
    /// To whom.
    pub recipients: Vec<Party>,
    /// When it happened or was said: `YYYY-MM-DD`, `YYYY-MM` or `YYYY`.
    pub date: Dated,
    /// When the act is due.
    pub act_date: Dated,
    /// Where.
    pub place: Option<EventPlace>,
    /// What it is about, nearest reach first.
    pub contexts: Vec<EventContext>,
    /// Dead, injured, arrested.
    pub size: Size,
    /// The sentences that show it, in text order.
    pub evidence: Vec<Span>,
    /// Whether the story is about it, rather than recalling it as background.
    pub core: bool,
    /// From 0 to 1: how sure the coder is, where that has been calibrated.
    pub confidence: Option<f64>,
    /// How it was found.
    pub finding: Finding,
    /// The rule that coded it: file and line of the frame, and its pattern.
    pub decided_by: Rule,
    /// The word that called it up.
    pub trigger: Span,
}

/// A date as the text gives it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dated {
    /// First day, month or year: `YYYY-MM-DD`, `YYYY-MM` or `YYYY`.
    pub date: Option<String>,
    /// Last day of a span.
    pub end: Option<String>,
    /// How exact it is and whether it was inherited.
    pub precision: Option<DatePrecision>,
    /// The words that give it.
    pub text: Option<Span>,
}

/// Where an event took place.
#[derive(Clone, Debug, PartialEq)]
pub struct EventPlace {
    /// The words that name it.
    pub span: Span,
    /// Its name in the gazetteer.
    pub name: String,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// First-level division.
    pub admin1: Option<String>,
    /// Latitude and longitude in degrees, WGS 84.
    pub coordinates: Option<(f64, f64)>,
    /// `GeoNames` id.
    pub geonameid: Option<u32>,
    /// PLOVER's scale from 5, within a city, to 1, a country.
    pub resolution: Option<u8>,
}

/// Numbers of people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
    /// Killed.
    pub dead: Option<u64>,
    /// Wounded.
    pub injured: Option<u64>,
    /// Arrested.
    pub arrested: Option<u64>,
}

/// What stands for a file where the coder's own rule decided.
const OF_CODE: &str = "rule";

/// What decided that an event was coded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Lexicon file.
    pub file: String,
    /// Line, from 1; 0 for a rule of the coder's own, and for a proposal of the learned head, whose file is
    /// [`MODEL`](super::MODEL).
    pub line: usize,
    /// The pattern there.
    pub pattern: String,
}

impl Rule {
    /// A rule of the coder's own, which stands in no lexicon file: `line` is 0.
    pub fn of_code(pattern: &str) -> Self {
        Self { file: OF_CODE.to_owned(), line: 0, pattern: pattern.to_owned() }
    }

    /// Whether it is one of the coder's own.
    pub fn is_of_code(&self) -> bool {
        self.file == OF_CODE
    }
}

impl std::fmt::Display for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.line {
            0 => write!(f, "{} {}", self.file, self.pattern),
            line => write!(f, "lexicon {}:{line} {}", self.file, self.pattern),
        }
    }
}
