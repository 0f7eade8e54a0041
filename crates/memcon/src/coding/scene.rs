//! Where an event took place that no phrase of its sentence places: at the host's, at home, or at the scene that the
//! story has set.

use memcon_lexicon::{Category, Mode};

use super::coder::Story;
use super::event::{Event, EventPlace};
use crate::place::Toponym;
use crate::who::Party;

/// Titles of those who serve abroad.
const ENVOYS: &[&str] = &["ambassador", "envoy", "consul", "chargé d'affaires", "high commissioner"];

/// What the story has told of places before a sentence.
pub(super) struct Scenes<'a> {
    pub(super) story: &'a Story<'a>,
    /// Number of the sentence.
    pub(super) sentence: usize,
    /// The events of the sentences before.
    pub(super) before: &'a [Event],
}

impl Scenes<'_> {
    /// The place of `event`, where it can be told.
    pub(super) fn place(&self, event: &Event) -> Option<EventPlace> {
        let country = self.host(event).or_else(|| at_home(event));
        country.and_then(|country| self.nearest(country)).map(event_place_of).or_else(|| self.continued(event))
    }

    /// The country that receives: that of the visited, or that to which an ambassador is sent.
    fn host<'e>(&'e self, event: &'e Event) -> Option<&'e str> {
        if !is_meeting(event) || event.modes.contains(&Mode::Phone) {
            return None;
        }
        if event.modes.contains(&Mode::Visit) {
            return event.recipients.iter().find_map(state);
        }
        let countries: Vec<&str> = parties(event).filter_map(state).collect();
        let posts = parties(event).filter_map(|party| self.post(party));
        posts.into_iter().find(|post| countries.contains(post))
    }

    /// The country to which a diplomat is sent.
    fn post(&self, party: &Party) -> Option<&str> {
        let is_envoy = |title: &str| ENVOYS.iter().any(|envoy| title.to_lowercase().contains(envoy));
        let offices = self.story.offices.iter().filter(|office| is_envoy(&office.title));
        let mut held = offices.filter(|office| {
            party.name.as_deref().is_some_and(|name| name == office.person) || office.span.overlaps(party.span)
        });
        held.find_map(|office| office.accredited_to.as_deref()).filter(|country| country.len() == 3)
    }

    /// The toponym of `country` that the text names nearest: in the sentence, before it, after it.
    fn nearest(&self, country: &str) -> Option<&Toponym> {
        let of_it = || self.story.toponyms.iter().filter(|t| t.country.as_deref() == Some(country));
        let distance = |t: &&Toponym| {
            let after = t.sentence > self.sentence;
            (t.demonym, after, t.sentence.abs_diff(self.sentence), t.first)
        };
        of_it().min_by_key(distance)
    }

    /// Where the parties met, as told before, they speak and meet on the same day.
    fn continued(&self, event: &Event) -> Option<EventPlace> {
        let shares = |earlier: &&Event| {
            let mut theirs = parties(earlier);
            theirs.any(|t| event.actors.iter().any(|a| a.entity == t.entity && a.entity != usize::MAX))
        };
        let fits = |earlier: &&Event| {
            let is_scene = is_meeting(earlier) || is_word(earlier);
            let same_day = event.date.date == earlier.date.date && event.date.date.is_some();
            is_scene && same_day && event.act.is_none() == earlier.act.is_none()
        };
        if !is_word(event) && !is_meeting(event) || event.modes.contains(&Mode::Phone) {
            return None;
        }
        let mut placed = self.before.iter().rev().filter(|earlier| earlier.place.is_some());
        placed.find(|earlier| fits(earlier) && shares(earlier)).and_then(|earlier| earlier.place.clone())
    }
}

/// Whether the event is words alone, which may be said anywhere.
pub(super) fn is_word(event: &Event) -> bool {
    matches!(event.category.quad(), 1 | 3) && !is_meeting(event)
}

/// A meeting or visit, held or to come.
fn is_meeting(event: &Event) -> bool {
    event.category == Category::Consult || event.act == Some(Category::Consult)
}

/// What a country's people and authorities do to each other, they do there.
fn at_home(event: &Event) -> Option<&str> {
    let is_deed = event.category.quad() == 4 || matches!(event.category, Category::Aid | Category::Retreat);
    let mut countries = parties(event).filter_map(|party| party.country.as_deref());
    let first = countries.next().filter(|country| is_deed && is_state(country))?;
    countries.all(|country| country == first).then_some(first)
}

fn parties(event: &Event) -> impl Iterator<Item = &Party> {
    event.actors.iter().chain(&event.recipients)
}

fn state(party: &Party) -> Option<&str> {
    party.country.as_deref().filter(|country| is_state(country))
}

/// Whether a code is a state's, and not that of a body of states or across borders.
fn is_state(code: &str) -> bool {
    !matches!(code, "IGO" | "UNO" | "EUR" | "NGO" | "ISM" | "IMG" | "MNC")
}

/// A toponym as the place of an event.
pub(super) fn event_place_of(toponym: &Toponym) -> EventPlace {
    EventPlace {
        span: toponym.span,
        name: toponym.name.clone(),
        country: toponym.country.clone(),
        admin1: toponym.admin1.clone(),
        coordinates: Some((toponym.lat, toponym.lon)),
        geonameid: toponym.geonameid,
        resolution: Some(toponym.resolution),
    }
}
