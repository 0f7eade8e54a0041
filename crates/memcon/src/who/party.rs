//! What `who` hands on: parties, and the offices that people hold.

use memcon_lexicon::people::Gender;
use memcon_lexicon::{Day, Sector};

use crate::Span;

/// What kind of thing a party is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A named person, or one named by an office.
    Person,
    /// A state.
    State,
    /// A body: organisation, ministry, army.
    Organisation,
    /// Several people.
    Group,
    /// A place of people.
    Place,
    /// Not told.
    #[default]
    Unknown,
}

/// How a person stands to an office.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Tenure {
    /// Holds it.
    #[default]
    Current,
    /// Held it.
    Former,
    /// Stands in.
    Acting,
    /// Is about to take it.
    Designate,
}

impl Tenure {
    /// `current`, `former`, `acting` or `designate`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Former => "former",
            Self::Acting => "acting",
            Self::Designate => "designate",
        }
    }
}

/// What a phrase by itself says about an actor.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Resolution {
    /// Canonical name; `None` where the phrase names nobody in particular.
    pub name: Option<String>,
    /// What it is.
    pub kind: Kind,
    /// ISO 3166-1 alpha-3, or IGO, UNO, EUR, NGO, ISM, IMG, MNC.
    pub country: Option<String>,
    /// Primary sector.
    pub sector: Option<Sector>,
    /// Secondary sectors.
    pub sectors: Vec<Sector>,
    /// The post named or known: "foreign minister".
    pub office: Option<String>,
    /// How the person stands to the post.
    pub tenure: Tenure,
    /// First and last day of the post, where a table gives them.
    pub term: (Option<Day>, Option<Day>),
    /// To which state or body a diplomat is sent.
    pub accredited_to: Option<String>,
    /// The body that the post belongs to, where one is named.
    pub of: Option<String>,
    /// Gender, where known.
    pub gender: Option<Gender>,
    /// It speaks of several.
    pub plural: bool,
    /// Wikidata identifier, where known.
    pub identifier: Option<String>,
    /// The name of a person as it stands in the phrase, without title.
    pub person: Option<String>,
    /// The noun that the phrase turns on, singular: "envoy", "group".
    pub noun: Option<String>,
    /// Country and sector come from the words of the phrase, not from the table of people.
    pub stated: bool,
    /// The name is no more than the words of the phrase: "Turkish policeman".
    pub descriptive: bool,
    /// The rules and table lines that decided: `countries.txt:41 Afghan`.
    pub why: Vec<String>,
}

/// A party to an event.
#[derive(Clone, Debug, PartialEq)]
pub struct Party {
    /// The words of the text.
    pub text: String,
    /// Where they stand.
    pub span: Span,
    /// Canonical name; `None` where nobody in particular is named.
    pub name: Option<String>,
    /// ISO 3166-1 alpha-3, or IGO, UNO, EUR, NGO, ISM, IMG, MNC.
    pub country: Option<String>,
    /// Primary sector.
    pub sector: Option<Sector>,
    /// Secondary sectors.
    pub sectors: Vec<Sector>,
    /// The office held.
    pub office: Option<String>,
    /// Wikidata identifier, where known.
    pub identifier: Option<String>,
    /// What it is.
    pub kind: Kind,
    /// It speaks of several.
    pub plural: bool,
    /// Number of the entity in its story: parties of one number are the same.
    pub entity: usize,
    /// The rules and table lines that decided.
    pub why: Vec<String>,
}

/// What `why` says of a country that the mention itself does not give: "rule: the sentence names TCD".
pub(super) const BY_SENTENCE: &str = "the sentence names";
/// The same of one that only the story gives.
pub(super) const BY_STORY: &str = "the story is about";

impl Party {
    /// Whether its country is only that of its sentence or its story.
    pub fn is_placed_by_context(&self) -> bool {
        let rules = self.why.iter().filter_map(|why| why.strip_prefix("rule: "));
        rules.into_iter().any(|rule| rule.starts_with(BY_SENTENCE) || rule.starts_with(BY_STORY))
    }
}

/// An office as the text states it.
#[derive(Clone, Debug, PartialEq)]
pub struct Office {
    /// Who holds it.
    pub person: String,
    /// What it is: "ambassador".
    pub title: String,
    /// The country or kind of body that it belongs to.
    pub country: Option<String>,
    /// The body that it belongs to, where one is named.
    pub of: Option<String>,
    /// The state or body that a diplomat is sent to.
    pub accredited_to: Option<String>,
    /// Current, former, acting or designate.
    pub tenure: Tenure,
    /// First day in it, where the text ("since 2019") or a table says.
    pub from: Option<Day>,
    /// Last day in it, where the text or a table says.
    pub to: Option<Day>,
    /// The day of the story that states it.
    pub date: Option<Day>,
    /// The words that state it.
    pub span: Span,
}
