//! Where an event took place that no phrase of its sentence places: at the host's, at home, or at the scene that the
//! story has set.

use memcon_lexicon::{Category, Mode, Status};

use super::coder::Story;
use super::event::{Event, EventPlace};
use crate::place::{Toponym, dateline};
use crate::reading::Deprel;
use crate::who::{Kind, Party, Sector};

/// Titles of those who serve abroad.
const ENVOYS: &[&str] = &["ambassador", "envoy", "consul", "chargé d'affaires", "high commissioner"];

/// The resolution of buildings and quarters, whose names stand for those who work there: "the White House".
const WITHIN_TOWN: u8 = 5;

/// What the story has told of places before a sentence.
pub(super) struct Scenes<'a> {
    pub(super) story: &'a Story<'a>,
    /// Number of the sentence.
    pub(super) sentence: usize,
}

impl Scenes<'_> {
    /// The place of `event`, where it can be told.
    pub(super) fn place(&self, event: &Event) -> Option<EventPlace> {
        let country = self.host(event).or_else(|| at_home(event)).or_else(|| of_help(event)).or_else(|| among(event));
        country.and_then(|country| self.nearest(country)).map(event_place_of)
    }

    /// The country that receives: that of the visited, or that to which an ambassador is sent.
    fn host<'e>(&'e self, event: &'e Event) -> Option<&'e str> {
        if event.category.quad() == 4 {
            return event.recipients.iter().find_map(|party| self.post(party));
        }
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

    /// The country to which a diplomat is sent: by the office that the story states, or by the words "to C".
    fn post(&self, party: &Party) -> Option<&str> {
        let is_envoy = |title: &str| ENVOYS.iter().any(|envoy| title.to_lowercase().contains(envoy));
        let offices = self.story.offices.iter().filter(|office| is_envoy(&office.title));
        let mut held = offices.filter(|office| {
            party.name.as_deref().is_some_and(|name| name == office.person) || office.span.overlaps(party.span)
        });
        let stated = held.find_map(|office| office.accredited_to.as_deref()).filter(|country| is_state(country));
        stated.or_else(|| {
            let sent_to = |t: &&Toponym| t.sentence == self.sentence && self.is_post(t, party);
            self.story.toponyms.iter().find(sent_to).and_then(|t| t.country.as_deref())
        })
    }

    /// Whether the toponym stands behind "ambassador to" in the words of the party.
    fn is_post(&self, toponym: &Toponym, party: &Party) -> bool {
        let Some(sentence) = self.story.reading.sentences.get(toponym.sentence) else { return false };
        let place = sentence.head_of(toponym.first, toponym.last);
        let to = sentence.children_by(place, Deprel::Case).any(|case| sentence.words[case].lemma == "to");
        let title = sentence.words.get(place).and_then(|word| word.head).and_then(|head| sentence.words.get(head));
        to && title.is_some_and(|word| ENVOYS.contains(&word.lemma.as_str()) && word.span.overlaps(party.span))
    }

    /// The toponym of `country` that the text names nearest: in the sentence, before it, after it. Of other sentences the
    /// state itself where it is named: nothing says that the event was in the towns and buildings that they name.
    fn nearest(&self, country: &str) -> Option<&Toponym> {
        let of_it = || self.story.toponyms.iter().filter(|t| t.country.as_deref() == Some(country));
        let distance = |t: &&Toponym| {
            let after = t.sentence > self.sentence;
            let distance = t.sentence.abs_diff(self.sentence);
            let is_unsaid = t.resolution != 1 && (distance > 0 || t.resolution == WITHIN_TOWN);
            (t.demonym, is_unsaid, after, distance, t.first)
        };
        of_it().min_by_key(distance)
    }
}

/// Places what the sentences alone did not: where the parties met, they speak and meet on the same day, and so with
/// fights; and a meeting of which one side is at home where the story was filed was there.
pub(super) fn settle(story: &Story, mentions: &mut [Event]) {
    continue_scenes(mentions);
    if let Some(filed) = dateline(story.reading, story.toponyms) {
        for event in mentions.iter_mut().filter(|event| event.place.is_none() && is_hosted(event, filed)) {
            event.place = Some(event_place_of(filed));
        }
        continue_scenes(mentions);
    }
}

/// Gives each event without a place that of the nearest of the same scene, one told before rather than after.
fn continue_scenes(mentions: &mut [Event]) {
    for at in 0..mentions.len() {
        let (before, rest) = mentions.split_at(at);
        let Some((event, after)) = rest.split_first().filter(|(event, _)| event.place.is_none()) else { continue };
        let mut others = before.iter().rev().chain(after).filter(|other| other.place.is_some());
        let place = others.find(|other| is_scene_of(other, event)).and_then(|other| other.place.clone());
        mentions[at].place = place;
    }
}

/// Whether `event` was, as far as is told, where `other` was.
fn is_scene_of(other: &Event, event: &Event) -> bool {
    let is_signing = |e: &Event| e.category == Category::Cooperate && e.status == Status::Occurred;
    let is_talk = |e: &Event| (is_word(e) || is_meeting(e) || is_signing(e)) && !e.modes.contains(&Mode::Phone);
    let is_violent = |e: &Event| e.category == Category::Assault;
    let of_a_kind = is_talk(other) && is_talk(event) || is_violent(other) && is_violent(event);
    let same_day = event.date.date == other.date.date && event.date.date.is_some();
    // Where an act is to be is no scene of what is said today.
    let to_come = |e: &Event| e.act == Some(Category::Consult) || e.act.is_some_and(|act| act.quad() == 4);
    // A state speaks in many places on a day, also where it meets another; a person or a body in one.
    let met = is_meeting(other) && other.status == Status::Occurred;
    let is_same = |a: &Party, t: &Party| a.entity == t.entity && a.entity != usize::MAX && a.kind != Kind::State;
    let is_there = |a: &Party, t: &Party| if is_word(event) && !met { is_same(a, t) } else { is_one_side(a, t) };
    let shared = || parties(other).any(|t| event.actors.iter().any(|a| is_there(a, t)));
    of_a_kind && same_day && to_come(event) == to_come(other) && shared()
}

/// A meeting of which one side is at home where the story was filed.
fn is_hosted(event: &Event, filed: &Toponym) -> bool {
    let is_host = |party: &Party| party.country.is_some() && party.country == filed.country;
    event.category == Category::Consult && !event.modes.contains(&Mode::Phone) && parties(event).any(is_host)
}

/// The same entity, or a state and somebody who acts for it.
fn is_one_side(a: &Party, b: &Party) -> bool {
    let acts_for = |one: &Party, other: &Party| one.kind == Kind::State && other.sector == Some(Sector::Government);
    a.entity == b.entity && a.entity != usize::MAX
        || a.country.is_some() && a.country == b.country && (acts_for(a, b) || acts_for(b, a))
}

/// Help is given where those are who need it.
fn of_help(event: &Event) -> Option<&str> {
    let given = matches!(event.status, Status::Occurred | Status::Ongoing) && event.category == Category::Aid;
    // Those who have fled are helped where they are: at home with the state that helps them.
    let fled = event.recipients.iter().any(|party| party.sector == Some(Sector::Refugee));
    let helped = if fled { &event.actors } else { &event.recipients };
    helped.iter().find_map(state).filter(|_| given)
}

/// People of one country meet there, unless the text says otherwise.
fn among(event: &Event) -> Option<&str> {
    let met = event.category == Category::Consult && matches!(event.status, Status::Occurred | Status::Ongoing);
    let held = met && !event.modes.contains(&Mode::Phone) && parties(event).count() > 1;
    let mut countries = parties(event).map(state);
    let first = countries.next()??;
    (held && countries.all(|country| country == Some(first))).then_some(first)
}

/// Whether the event is words alone, which may be said anywhere.
pub(super) fn is_word(event: &Event) -> bool {
    matches!(event.category.quad(), 1 | 3) && !is_meeting(event)
}

/// A deed that is promised: "agreed that engineers would fly to Lomé".
pub(super) fn is_promised_deed(event: &Event) -> bool {
    let is_deed = |act: Category| matches!(act.quad(), 2 | 4);
    matches!(event.category, Category::Agree | Category::Concede) && event.act.is_some_and(is_deed)
}

/// A meeting or visit, held or to come.
fn is_meeting(event: &Event) -> bool {
    event.category == Category::Consult || event.act == Some(Category::Consult)
}

/// What a country's people and authorities do to each other, they do there.
fn at_home(event: &Event) -> Option<&str> {
    let expels = event.modes.contains(&Mode::Expel) && event.actors.len() == 1;
    if expels && event.recipients.iter().all(|r| r.sector == Some(Sector::Government)) {
        // Diplomats are sent home from where they are posted.
        return event.actors.iter().find_map(state);
    }
    if event.category == Category::Protest {
        // People take to their own streets, whoever is to hear them.
        let mut homes = event.actors.iter().map(state);
        let first = homes.next()??;
        return homes.all(|home| home == Some(first)).then_some(first);
    }
    let is_deed = match event.category {
        // A court's, or a people driven out; cut relations are nowhere.
        Category::Sanction => event.modes.iter().any(|mode| matches!(mode, Mode::Convict | Mode::Expel)),
        Category::Aid | Category::Retreat => true,
        // "ordered the arrest of its mayor"
        _ if event.act == Some(Category::Coerce) => !event.recipients.is_empty(),
        other => other.quad() == 4,
    };
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Span;
    use crate::coding::event::{Dated, Rule, Size};

    fn party(country: &str, sector: Sector, entity: usize) -> Party {
        Party {
            text: String::new(),
            span: Span::new(0, 0),
            name: None,
            country: Some(country.to_owned()),
            sector: Some(sector),
            sectors: Vec::new(),
            office: None,
            identifier: None,
            kind: Kind::Person,
            plural: false,
            entity,
            why: Vec::new(),
        }
    }

    fn event(category: Category, actors: Vec<Party>, recipients: Vec<Party>, day: &str) -> Event {
        Event {
            story: 0,
            category,
            act: None,
            modes: Vec::new(),
            status: Status::Occurred,
            actors,
            recipients,
            date: Dated { date: Some(day.to_owned()), ..Dated::default() },
            act_date: Dated::default(),
            place: None,
            contexts: Vec::new(),
            size: Size::default(),
            evidence: Vec::new(),
            core: true,
            confidence: None,
            finding: crate::coding::Finding::default(),
            decided_by: Rule::of_code("test"),
            trigger: Span::new(0, 0),
        }
    }

    fn lome() -> EventPlace {
        EventPlace {
            span: Span::new(0, 4),
            name: "Lomé".to_owned(),
            country: Some("TGO".to_owned()),
            admin1: None,
            coordinates: None,
            geonameid: None,
            resolution: Some(4),
        }
    }

    #[test]
    fn deeds_among_one_countrys_people_are_done_there() {
        let (police, crowd) = (party("TGO", Sector::Police, 1), party("TGO", Sector::Civilian, 2));
        let arrest = event(Category::Coerce, vec![police.clone()], vec![crowd.clone()], "2024-05-09");
        assert_eq!(at_home(&arrest), Some("TGO"));
        let charge = event(Category::Accuse, vec![police.clone()], vec![crowd], "2024-05-09");
        assert_eq!(at_home(&charge), None);
        let abroad = event(Category::Coerce, vec![police], vec![party("GHA", Sector::Civilian, 3)], "2024-05-09");
        assert_eq!(at_home(&abroad), None);
    }

    #[test]
    fn people_protest_at_home_and_are_helped_where_they_fled_to() {
        let (crowd, foe) = (party("TGO", Sector::Civilian, 1), party("GHA", Sector::Government, 2));
        let protest = event(Category::Protest, vec![crowd.clone()], vec![foe.clone()], "2024-05-09");
        assert_eq!(at_home(&protest), Some("TGO"));
        let both = event(Category::Protest, vec![crowd, party("BEN", Sector::Civilian, 3)], vec![foe], "2024-05-09");
        assert_eq!(at_home(&both), None);
        let (state, fled) = (party("TGO", Sector::Government, 1), party("MLI", Sector::Refugee, 2));
        let aid = event(Category::Aid, vec![state.clone()], vec![fled], "2024-05-09");
        assert_eq!(of_help(&aid), Some("TGO"));
        let relief = event(Category::Aid, vec![state], vec![party("MLI", Sector::Civilian, 2)], "2024-05-09");
        assert_eq!(of_help(&relief), Some("MLI"));
    }

    #[test]
    fn people_of_one_country_meet_there() {
        let (mayor, elders) = (party("TGO", Sector::Government, 1), party("TGO", Sector::Civilian, 2));
        let met = event(Category::Consult, vec![mayor.clone(), elders.clone()], Vec::new(), "2024-05-09");
        assert_eq!(among(&met), Some("TGO"));
        let phoned = Event { modes: vec![Mode::Phone], ..met };
        assert_eq!(among(&phoned), None);
        let abroad = event(Category::Consult, vec![mayor, party("GHA", Sector::Civilian, 3)], Vec::new(), "2024-05-09");
        assert_eq!(among(&abroad), None);
    }

    #[test]
    fn those_who_met_speak_where_they_met_on_that_day() {
        let (envoy, host) = (party("BEN", Sector::Government, 1), party("TGO", Sector::Government, 2));
        let mut talks = event(Category::Consult, vec![envoy.clone(), host], Vec::new(), "2024-05-09");
        talks.place = Some(lome());
        let praise = event(Category::Support, vec![envoy.clone()], Vec::new(), "2024-05-09");
        let earlier = event(Category::Support, vec![envoy], Vec::new(), "2024-05-02");
        let other = event(Category::Support, vec![party("GHA", Sector::Government, 3)], Vec::new(), "2024-05-09");
        let mut mentions = vec![praise, talks, earlier, other];
        continue_scenes(&mut mentions);
        let placed: Vec<bool> = mentions.iter().map(|event| event.place.is_some()).collect();
        assert_eq!(placed, [true, true, false, false]);
    }

    #[test]
    fn a_state_that_speaks_is_not_where_it_spoke_elsewhere() {
        let state = |entity| Party { kind: Kind::State, ..party("BEN", Sector::Government, entity) };
        let mut praise = event(Category::Support, vec![state(1)], Vec::new(), "2024-05-09");
        praise.place = Some(lome());
        let blame = event(Category::Accuse, vec![state(1)], Vec::new(), "2024-05-09");
        let mut words = vec![praise, blame];
        continue_scenes(&mut words);
        assert!(words[1].place.is_none());
        // Where it met another it also spoke.
        words[0].category = Category::Consult;
        continue_scenes(&mut words);
        assert!(words[1].place.is_some());
    }
}
