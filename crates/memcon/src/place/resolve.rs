//! Deciding which of the places of a name is meant.
//!
//! All mentions of a name in a story mean one place, except where a state or province named beside them tells two
//! apart ("Paris, Texas"). Each candidate is scored by a conditional logit over [`FEATURES`]: first by what it is,
//! then again by how it lies to what the other names of the story probably mean.

use std::collections::HashMap;

use memcon_gazetteer::{Gazetteer, NameKind, Place, PlaceIndex};

use super::Context;
use super::find::{Entry, Mention, is_town, lies_in};
use crate::Span;

/// What is weighed of a candidate, in the order of the weights.
pub const FEATURES: [&str; 29] = [
    "population",
    "no population",
    "state",
    "feature",
    "first order",
    "second order",
    "capital",
    "seat of first order",
    "seat",
    "part of a town",
    "alias",
    "largest of the name",
    "in the holder",
    "not in the holder",
    "kind fits",
    "kind misfits",
    "same sense",
    "share of country",
    "share of first order",
    "country named",
    "first order named",
    "second order named",
    "near within 30 km",
    "near within 150 km",
    "could be near",
    "could share first order",
    "fame",
    "publisher's country",
    "near the publisher",
];
const COUNT: usize = FEATURES.len();

/// Weights of the first round, over what is known before any name is decided. Both rows are fitted by
/// `training/fit_places.py` on TR-News and LGL (weights only; no text of theirs is here).
const FIRST: [f64; COUNT] = [
    2.25, 1.12, 0.92, 3.65, 1.46, 0.09, 1.00, 0.38, 0.64, -0.13, -2.00, 0.00, 4.00, -4.00, 2.63, -2.63, 0.00, 0.00,
    0.00, 0.00, 0.00, 0.00, 0.00, 0.00, 2.87, 4.55, 2.00, 2.00, 4.00,
];
/// Weights of the later rounds.
const WEIGHTS: [f64; COUNT] = [
    2.43, 0.11, 1.95, 4.06, 1.03, 0.11, 1.00, 0.17, 0.62, -0.32, -2.00, 0.00, 4.00, -4.00, 2.78, -2.78, 1.00, 2.87,
    3.34, 2.57, 0.62, 1.23, 0.46, 0.93, -0.11, 1.27, 2.00, 2.00, 4.00,
];

/// Most candidates of a name; "San José" has three hundred. The largest are kept.
const MOST_CANDIDATES: usize = 400;
/// Most names whose places count as neighbours of the others, so that a long document costs no more than its length.
const MOST_ANCHORS: usize = 60;
/// Most candidates of a name that count as possible neighbours.
const MOST_POSSIBLE: usize = 30;
/// Rounds in which each name takes note of the others.
const ROUNDS: usize = 3;

/// A candidate as weighed: for `explain`, and for fitting the weights.
#[derive(Clone, Debug, PartialEq)]
pub struct Considered {
    /// Number of the name in the story; candidates of one number exclude each other.
    pub group: usize,
    /// The mentions of the name.
    pub spans: Vec<Span>,
    /// The candidate's name in the gazetteer.
    pub name: String,
    /// The candidate's `geonameid`.
    pub geonameid: Option<u32>,
    /// Latitude, degrees north.
    pub lat: f64,
    /// Longitude, degrees east.
    pub lon: f64,
    /// Probability that it is meant.
    pub probability: f64,
    /// The value of each of [`FEATURES`].
    pub features: [f64; COUNT],
}

/// Every candidate of every name of a text, as weighed in the last round.
pub fn consider(text: &str, reading: &crate::reading::Reading, context: &Context) -> Vec<Considered> {
    let gazetteer = Gazetteer::embedded();
    let mentions = super::find::mentions(text, reading, gazetteer);
    let story = Story::weigh(&mentions, context, gazetteer);
    let mut considered = Vec::new();
    for (number, group) in story.groups.iter().enumerate() {
        let spans: Vec<Span> = group.mentions.iter().map(|&at| mentions[at].span).collect();
        considered.extend(group.candidates.iter().map(|c| Considered {
            group: number,
            spans: spans.clone(),
            name: gazetteer.name(c.place),
            geonameid: c.about.geonameid,
            lat: c.about.lat,
            lon: c.about.lon,
            probability: c.probability,
            features: c.features,
        }));
    }
    considered
}

/// The place of each mention and the probability that it is the right one.
pub(super) fn choose(mentions: &[Mention], context: &Context, gazetteer: &Gazetteer) -> Vec<Option<(PlaceIndex, f64)>> {
    let story = Story::weigh(mentions, context, gazetteer);
    let mut choices = vec![None; mentions.len()];
    for group in &story.groups {
        let best = group.best().map(|c| (c.place, c.probability));
        for &mention in &group.mentions {
            choices[mention] = best;
        }
    }
    choices
}

/// The mentions of one name in one sense.
struct Group {
    key: String,
    /// The group of the place that holds it by its own words.
    holder: Option<usize>,
    mentions: Vec<usize>,
    candidates: Vec<Candidate>,
}

/// A place that a group may mean.
struct Candidate {
    place: PlaceIndex,
    about: Place,
    country: Option<PlaceIndex>,
    admin1: Option<PlaceIndex>,
    admin2: Option<PlaceIndex>,
    features: [f64; COUNT],
    probability: f64,
}

struct Story<'a> {
    gazetteer: &'a Gazetteer<'a>,
    groups: Vec<Group>,
}

impl Group {
    fn best(&self) -> Option<&Candidate> {
        self.candidates.iter().reduce(|best, c| if c.probability > best.probability { c } else { best })
    }

    /// Turns scores into probabilities.
    fn score(&mut self, weights: &[f64; COUNT]) {
        let score = |c: &Candidate| c.features.iter().zip(weights).map(|(f, w)| f * w).sum::<f64>();
        let scores: Vec<f64> = self.candidates.iter().map(score).collect();
        let most = scores.iter().copied().fold(f64::MIN, f64::max);
        let sum: f64 = scores.iter().map(|s| (s - most).exp()).sum();
        for (candidate, score) in self.candidates.iter_mut().zip(scores) {
            candidate.probability = (score - most).exp() / sum;
        }
    }
}

impl<'a> Story<'a> {
    fn weigh(mentions: &[Mention], context: &Context, gazetteer: &'a Gazetteer<'a>) -> Self {
        let mut story = Self { gazetteer, groups: groups(mentions, gazetteer) };
        story.note_local(mentions, context);
        story.note_possible();
        story.groups.iter_mut().for_each(|group| group.score(&FIRST));
        for _ in 0..ROUNDS {
            story.note_holders();
            story.note_senses();
            story.note_shares();
            story.note_neighbours();
            story.groups.iter_mut().for_each(|group| group.score(&WEIGHTS));
        }
        story
    }

    /// What a candidate is, and what the words beside its mentions say.
    fn note_local(&mut self, mentions: &[Mention], context: &Context) {
        let gazetteer = self.gazetteer;
        for group in &mut self.groups {
            let largest = group.candidates.iter().map(|c| c.about.population).max().unwrap_or(0);
            let kinds: Vec<&str> = group.mentions.iter().filter_map(|&at| mentions[at].kind).collect();
            let share = |fits: &dyn Fn(&str) -> bool| {
                kinds.iter().filter(|kind| fits(kind)).count() as f64 / group.mentions.len().max(1) as f64
            };
            for c in &mut group.candidates {
                let (about, code) = (c.about, c.about.feature.code());
                let flag = |is: bool| f64::from(u8::from(is));
                c.features[0] = f64::from(about.population).max(1.0).log2() / 8.0;
                c.features[1] = flag(about.population == 0 && is_town(about.feature));
                c.features[2] = flag(about.feature.is_country());
                c.features[3] = flag(!matches!(about.feature.class(), 'A' | 'P'));
                c.features[4] = flag(code == "ADM1");
                c.features[5] = flag(code == "ADM2");
                c.features[6] = flag(code == "PPLC");
                c.features[7] = flag(code == "PPLA");
                c.features[8] = flag(matches!(code, "PPLA2" | "PPLA3" | "PPLA4"));
                c.features[9] = flag(code == "PPLX");
                let entry = mentions[group.mentions[0]].entries.iter().find(|e| e.place == c.place);
                c.features[10] = flag(entry.is_some_and(|e| e.kind == NameKind::Alias));
                c.features[11] = flag(about.population == largest && largest > 0);
                c.features[26] = f64::from(about.fame) / 3.0;
                c.features[14] = share(&|kind| kind_fits(kind, about) == Some(true));
                c.features[15] = share(&|kind| kind_fits(kind, about) == Some(false));
                note_publisher(c, context, gazetteer);
            }
        }
    }

    /// Whether a candidate lies in the place that its own words name after it.
    fn note_holders(&mut self) {
        for at in 0..self.groups.len() {
            let Some(holder) = self.groups[at].holder else { continue };
            // A holder of two senses ("Georgia") holds by the share of each.
            let senses: Vec<(PlaceIndex, f64)> = self.groups[holder]
                .candidates
                .iter()
                .map(|c| (c.place, c.probability))
                .filter(|s| s.1 > 0.01)
                .collect();
            let gazetteer = self.gazetteer;
            for c in &mut self.groups[at].candidates {
                let inside = senses.iter().any(|&(sense, _)| lies_in(gazetteer, c.place, sense));
                let share: f64 = senses.iter().filter(|s| lies_in(gazetteer, c.place, s.0)).map(|s| s.1).sum();
                c.features[12] = if inside { 0.5 + share / 2.0 } else { 0.0 };
                c.features[13] = f64::from(u8::from(!inside));
            }
        }
    }

    /// What a name meant where its holder stood beside it, it means elsewhere.
    fn note_senses(&mut self) {
        let mut told: HashMap<String, Vec<PlaceIndex>> = HashMap::new();
        for group in self.groups.iter().filter(|g| g.holder.is_some()) {
            told.entry(group.key.clone()).or_default().extend(group.best().map(|c| c.place));
        }
        for group in self.groups.iter_mut().filter(|g| g.holder.is_none()) {
            let Some(places) = told.get(&group.key) else { continue };
            for c in &mut group.candidates {
                c.features[16] = f64::from(u8::from(places.contains(&c.place)));
            }
        }
    }

    /// How much of the story lies in a candidate's country and division, and whether it names them.
    fn note_shares(&mut self) {
        let mut sums: HashMap<PlaceIndex, f64> = HashMap::new();
        let mut named: HashMap<PlaceIndex, f64> = HashMap::new();
        let own: Vec<Own> = self.groups.iter().map(Own::of).collect();
        for part in &own {
            for (&place, share) in &part.inside {
                *sums.entry(place).or_default() += share;
            }
            for (&place, share) in &part.itself {
                *named.entry(place).or_default() += share;
            }
        }
        let others = (self.groups.len() as f64 - 1.0).max(1.0);
        for (group, part) in self.groups.iter_mut().zip(&own) {
            for c in &mut group.candidates {
                let share = |place: Option<PlaceIndex>| {
                    let Some(place) = place else { return 0.0 };
                    let own = part.inside.get(&place).copied().unwrap_or(0.0);
                    ((sums.get(&place).copied().unwrap_or(0.0) - own) / others).clamp(0.0, 1.0)
                };
                let names = |place: Option<PlaceIndex>| {
                    let Some(place) = place.filter(|&place| place != c.place) else { return 0.0 };
                    let own = part.itself.get(&place).copied().unwrap_or(0.0);
                    (named.get(&place).copied().unwrap_or(0.0) - own).clamp(0.0, 1.0)
                };
                (c.features[17], c.features[18]) = (share(c.country), share(c.admin1));
                (c.features[19], c.features[20]) = (names(c.country), names(c.admin1));
                c.features[21] = names(c.admin2);
            }
        }
    }

    /// How many of the other names have any candidate near, or in the same division: where the names of a story are
    /// all of small places, no single one is likely by itself, and only that they meet in one corner tells.
    fn note_possible(&mut self) {
        let anchors = self.anchors();
        let mut divisions: HashMap<PlaceIndex, f64> = HashMap::new();
        let own: Vec<HashMap<PlaceIndex, f64>> = self.groups.iter().map(possible_divisions).collect();
        for shares in &own {
            for (&division, share) in shares {
                *divisions.entry(division).or_default() += share;
            }
        }
        let points: Vec<(usize, Vec<Point>)> =
            anchors.iter().map(|&at| (at, possible_points(&self.groups[at]))).collect();
        for (at, group) in self.groups.iter_mut().enumerate() {
            for c in &mut group.candidates {
                let of =
                    |table: &HashMap<PlaceIndex, f64>| c.admin1.and_then(|d| table.get(&d).copied()).unwrap_or(0.0);
                c.features[25] = (of(&divisions) - of(&own[at])).max(0.0).ln_1p();
                if is_small(&c.about) {
                    let here = Point::of(&c.about, 1.0);
                    let others = points.iter().filter(|(anchor, _)| *anchor != at);
                    c.features[24] = others.map(|(_, points)| here.pull(points, 40.0)).sum::<f64>().ln_1p();
                }
            }
        }
    }

    /// The groups that count as neighbours: the most mentioned ones.
    fn anchors(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.groups.len()).collect();
        order.sort_by_key(|&at| std::cmp::Reverse(self.groups[at].mentions.len()));
        order.truncate(MOST_ANCHORS);
        order
    }

    /// How near a candidate lies to what the other names mean.
    fn note_neighbours(&mut self) {
        let anchors: Vec<(usize, Vec<Point>)> =
            self.anchors().iter().map(|&at| (at, points(&self.groups[at]))).collect();
        for (at, group) in self.groups.iter_mut().enumerate() {
            for c in group.candidates.iter_mut().filter(|c| is_small(&c.about)) {
                let here = Point::of(&c.about, 1.0);
                let (mut near, mut far) = (0.0, 0.0);
                for (_, points) in anchors.iter().filter(|(anchor, _)| *anchor != at) {
                    near += here.pull(points, 30.0);
                    far += here.pull(points, 150.0);
                }
                (c.features[22], c.features[23]) = (near.ln_1p(), far.ln_1p());
            }
        }
    }
}

/// The shares of a group in places: those that it is, and those that it lies in.
struct Own {
    itself: HashMap<PlaceIndex, f64>,
    inside: HashMap<PlaceIndex, f64>,
}

impl Own {
    fn of(group: &Group) -> Self {
        let (mut itself, mut inside) = (HashMap::new(), HashMap::new());
        for c in group.candidates.iter().filter(|c| c.probability > 1e-3) {
            *itself.entry(c.place).or_default() += c.probability;
            for place in [c.country, c.admin1].into_iter().flatten() {
                *inside.entry(place).or_default() += c.probability;
            }
        }
        Self { itself, inside }
    }
}

/// A point on a sphere, as cosines, with the probability that the name means it.
#[derive(Clone, Copy)]
struct Point {
    at: [f64; 3],
    share: f64,
}

impl Point {
    fn of(place: &Place, share: f64) -> Self {
        Self::at(place.lat, place.lon, share)
    }

    fn at(lat: f64, lon: f64, share: f64) -> Self {
        let (lat, lon) = (lat.to_radians(), lon.to_radians());
        Self { at: [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()], share }
    }

    /// Straight through the earth: near enough to the way over it where it matters.
    fn km(&self, other: &Point) -> f64 {
        let square: f64 = self.at.iter().zip(&other.at).map(|(a, b)| (a - b) * (a - b)).sum();
        6371.0 * square.sqrt()
    }

    /// How strongly the nearest of `points` speaks for being here, fading over `reach` km.
    fn pull(&self, points: &[Point], reach: f64) -> f64 {
        let near = points.iter().map(|p| (self.km(p), p.share)).filter(|(km, _)| *km < 6.0 * reach);
        near.map(|(km, share)| share * (-km / reach).exp()).fold(0.0, f64::max)
    }
}

/// The points of a group's largest candidates, each with the same share; the more candidates, the less each says.
fn possible_points(group: &Group) -> Vec<Point> {
    let small: Vec<&Candidate> = group.candidates.iter().filter(|c| is_small(&c.about)).take(MOST_POSSIBLE).collect();
    let share = (small.len().max(1) as f64).sqrt().recip();
    small.iter().map(|c| Point::of(&c.about, share)).collect()
}

/// The divisions in which a group has candidates, each with the same share.
fn possible_divisions(group: &Group) -> HashMap<PlaceIndex, f64> {
    let mut divisions: HashMap<PlaceIndex, f64> =
        group.candidates.iter().filter_map(|c| c.admin1).map(|d| (d, 1.0)).collect();
    let share = (divisions.len().max(1) as f64).sqrt().recip();
    for value in divisions.values_mut() {
        *value = share;
    }
    divisions
}

/// The likely points of a group.
fn points(group: &Group) -> Vec<Point> {
    let mut likely: Vec<&Candidate> =
        group.candidates.iter().filter(|c| c.probability > 0.01 && is_small(&c.about)).collect();
    likely.sort_by(|a, b| b.probability.total_cmp(&a.probability));
    likely.iter().take(10).map(|c| Point::of(&c.about, c.probability)).collect()
}

/// Whether a place is small enough for one point to stand for it.
fn is_small(place: &Place) -> bool {
    matches!(place.feature.class(), 'P' | 'S') || place.feature.code() == "ADM2"
}

fn note_publisher(candidate: &mut Candidate, context: &Context, gazetteer: &Gazetteer) {
    let Some(home) = &context.publisher else { return };
    let country = gazetteer.country_code(&candidate.about);
    candidate.features[27] = f64::from(u8::from(country.is_some() && country == home.country.as_deref()));
    if let Some((lat, lon)) = home.point.filter(|_| is_small(&candidate.about)) {
        candidate.features[28] = (-Point::of(&candidate.about, 1.0).km(&Point::at(lat, lon, 1.0)) / 150.0).exp();
    }
}

/// Whether a place is of the kind that the words beside its name say; `None` where that tells nothing.
fn kind_fits(kind: &str, place: Place) -> Option<bool> {
    let code = place.feature.code();
    match kind {
        "province" | "governorate" | "state" => Some(code == "ADM1" || kind == "province" && code == "ADM2"),
        "county" | "district" => Some(matches!(code, "ADM2" | "ADM1")),
        "city" | "town" | "village" => Some(is_town(place.feature)),
        "region" => Some(matches!(code, "ADM1" | "RGN" | "ADM2")),
        _ => None,
    }
}

/// Puts the mentions of one name and one holder together.
fn groups(mentions: &[Mention], gazetteer: &Gazetteer) -> Vec<Group> {
    let mut numbers: HashMap<(&str, Option<&str>), usize> = HashMap::new();
    let mut groups: Vec<Group> = Vec::new();
    let mut of_mention = vec![0; mentions.len()];
    for (at, mention) in mentions.iter().enumerate() {
        let holder = mention.holder.and_then(|h| mentions.get(h)).map(|m| m.key.as_str());
        let number = *numbers.entry((&mention.key, holder)).or_insert_with(|| {
            let candidates = candidates(mention, gazetteer);
            groups.push(Group { key: mention.key.clone(), holder: None, mentions: Vec::new(), candidates });
            groups.len() - 1
        });
        groups[number].mentions.push(at);
        of_mention[at] = number;
    }
    for group in &mut groups {
        group.holder = mentions[group.mentions[0]].holder.and_then(|h| of_mention.get(h)).copied();
    }
    groups
}

/// The places of a mention's name. Without the towns where it is the name of a people too ("Canadian"), and without
/// the divisions where it is the name of something that crosses borders ("Sahel", "Red Sea"), unless the words beside
/// it say otherwise.
fn candidates(mention: &Mention, gazetteer: &Gazetteer) -> Vec<Candidate> {
    let crosses = |entry: &Entry| {
        let place = gazetteer.place(entry.place);
        place
            .is_some_and(|place| !matches!(place.feature.class(), 'A' | 'P') && gazetteer.division_of(&place).is_none())
    };
    let bare = mention.holder.is_none() && mention.kind.is_none();
    let people = bare && mention.entries.iter().any(|e| e.kind == NameKind::Demonym);
    let wide = bare && !people && mention.entries.iter().any(crosses);
    let meant = mention.entries.iter().filter(|e| match (people, wide) {
        (true, _) => e.kind == NameKind::Demonym,
        (_, true) => crosses(e),
        _ => true,
    });
    let known = meant.filter_map(|entry| {
        Some(Candidate {
            place: entry.place,
            about: gazetteer.place(entry.place)?,
            country: gazetteer.country(entry.place),
            admin1: gazetteer.admin1(entry.place),
            admin2: gazetteer.admin2(entry.place),
            features: [0.0; COUNT],
            probability: 0.0,
        })
    });
    let mut known: Vec<Candidate> = known.collect();
    known.sort_by_key(|c| std::cmp::Reverse(c.about.population));
    known.truncate(MOST_CANDIDATES);
    known
}
