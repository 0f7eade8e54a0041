//! What of a mention tells whether another is of the same event.

use memcon_lexicon::Category;

use super::sketch::Sketch;
use crate::ids::{day_number, is_day};
use crate::record::{Event, Party};

/// A mention as the pairwise test sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct Features {
    /// Row id of its story.
    pub story: i64,
    /// PLOVER category.
    pub category: String,
    /// What is agreed, conceded or threatened.
    pub act: Option<String>,
    /// PLOVER modes.
    pub modes: Vec<String>,
    /// `occurred` and so on.
    pub status: String,
    /// When.
    pub date: When,
    /// When the act is due.
    pub due: When,
    /// Day of publication, as a number.
    pub published: u32,
    /// Who does it.
    pub actors: Vec<Who>,
    /// To whom.
    pub recipients: Vec<Who>,
    /// Where.
    pub place: Option<Where>,
    /// The words that show it, without those of the parties.
    pub sketch: Sketch,
    /// Names among them.
    pub names: Sketch,
}

/// A date that may be partial, or a span.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct When {
    /// `YYYY-MM-DD`, `YYYY-MM` or `YYYY`.
    pub date: Option<String>,
    /// The last day of a span.
    pub end: Option<String>,
    /// Whether the sentence itself gives it.
    pub stated: bool,
}

impl When {
    /// The first day as a number, where a day is known.
    pub fn day(&self) -> Option<u32> {
        self.date.as_deref().filter(|date| is_day(date)).map(|date| day_number(Some(date)))
    }

    /// The last day as a number, where a day is known.
    pub fn last_day(&self) -> Option<u32> {
        self.end.as_deref().filter(|date| is_day(date)).map(|date| day_number(Some(date))).or_else(|| self.day())
    }
}

/// A party as the test sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Who {
    /// Country or kind of body.
    pub country: Option<String>,
    /// Primary sector.
    pub sector: Option<String>,
    /// Canonical name, lower-cased.
    pub name: Option<String>,
}

/// A place as the test sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct Where {
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// The region of the first order in it, where one is known.
    pub region: Option<String>,
    /// Latitude and longitude of a town or smaller.
    pub point: Option<(f64, f64)>,
}

/// From which resolution on a place is a town or smaller.
const TOWN: u8 = 3;

impl Features {
    /// Of a coded event in a story.
    pub fn of(event: &Event, story: i64, published: Option<&str>) -> Self {
        let when =
            |date: &Option<String>, end: &Option<String>, stated| When { date: date.clone(), end: end.clone(), stated };
        let parties = event.actors.iter().chain(&event.recipients).map(|party| party.text.as_str());
        let idle = parties.collect::<Vec<_>>().join(" ");
        let (sketch, names) = Sketch::of(event.evidence.iter().map(|evidence| evidence.text.as_str()), &idle);
        let stated = event.date_precision.as_deref().is_some_and(|precision| precision == "day");
        Self {
            story,
            category: event.event.clone(),
            act: event.act.clone(),
            modes: event.mode.clone(),
            status: event.status.clone(),
            date: when(&event.date, &event.date_end, stated),
            due: when(&event.act_date, &event.act_date_end, true),
            published: day_number(published),
            actors: event.actors.iter().map(Who::of).collect(),
            recipients: event.recipients.iter().map(Who::of).collect(),
            place: event.place.as_ref().map(|place| Where {
                country: place.country.clone(),
                region: place.admin1.clone(),
                point: place.lat.zip(place.lon).filter(|_| place.resolution.is_none_or(|r| r >= TOWN)),
            }),
            sketch,
            names,
        }
    }

    /// Everybody in it.
    pub fn parties(&self) -> impl Iterator<Item = &Who> {
        self.actors.iter().chain(&self.recipients)
    }

    /// Whether who is actor and who recipient is a matter of telling: a meeting, a deal.
    pub fn is_mutual(&self) -> bool {
        let mutual = [Category::Consult, Category::Cooperate].map(Category::as_str);
        mutual.contains(&self.category.as_str()) || self.act.as_deref().is_some_and(|act| mutual.contains(&act))
    }

    /// The day by which it is filed: that of the event, or of the story where it has none.
    pub fn day(&self) -> u32 {
        match day_number(self.date.date.as_deref()) {
            0 => self.published,
            day => day,
        }
    }
}

impl Who {
    fn of(party: &Party) -> Self {
        Self {
            country: party.country.clone(),
            sector: party.sector.clone(),
            name: party.name.as_ref().map(|name| name.to_lowercase()),
        }
    }
}
