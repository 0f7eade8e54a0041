//! What a page says of its own date, and where it says so: handed from `intake` to `when`.

use jiff::civil::Date;

/// Where a story's date was read, in the order in which it is trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DateSource {
    /// Given by the caller (`--date`, the `date` of a JSON line).
    Given,
    /// JSON-LD `datePublished` and its kin.
    JsonLd,
    /// `article:published_time` and other `<meta>` elements.
    Meta,
    /// A `<time>` element.
    TimeElement,
    /// Byline or page furniture: "Published 3 May 2024", "Updated 09 June 2021".
    Byline,
    /// The dateline that opens the body: "GENEVA, May 3 (Agency) –".
    Dateline,
    /// The address of the page: `/2024/05/03/`.
    Url,
    /// Worked out from the story's own weekdays, dates and years.
    Inferred,
}

impl DateSource {
    /// The value of `date_source` in the output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::JsonLd => "json-ld",
            Self::Meta => "meta",
            Self::TimeElement => "time-element",
            Self::Byline => "byline",
            Self::Dateline => "dateline",
            Self::Url => "url",
            Self::Inferred => "inferred",
        }
    }
}

/// One thing that a page says about when a story was published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateEvidence {
    /// Where it says so.
    pub source: DateSource,
    /// The day that it gives.
    pub date: Date,
    /// The words or the attribute value that give it.
    pub text: String,
    /// It speaks of an update rather than of publication.
    pub updated: bool,
}
