//! Who a phrase speaks of, from its own words and the tables.
//!
//! A phrase turns on its head: "the Kenyan **envoy** to Somalia". Country comes from what modifies the head
//! (adjectives, possessors, the body named with it), then from "of X", for those who serve at home from "in X",
//! and last from the table of people; never from "to X" of a diplomat. The sector comes from the head noun or
//! the title, from the body that it belongs to where the noun says nothing itself ("army spokesman"), and last
//! from the table of people.

mod names;
mod parts;
mod persons;

use parts::Parts;
use std::ops::Range;

use memcon_lexicon::countries::{BODIES, Territory, TerritoryKind};
use memcon_lexicon::knowledge::Named;
use memcon_lexicon::organisations::Organisation;
use memcon_lexicon::people::{Gender, Person, Standing};
use memcon_lexicon::roles::{Role, RoleKind};
use memcon_lexicon::words::{fold, words};
use memcon_lexicon::{Day, Knowledge, Sector};

use super::canonical::{parliament, with_article};
use super::party::{Kind, Resolution, Tenure};
use super::phrase::{Mark, Piece, Town, What, pieces};

/// Answers who a phrase speaks of.
#[derive(Clone, Copy, Debug)]
pub struct Resolver<'k> {
    pub(crate) knowledge: &'k Knowledge,
}

/// What a phrase is read with.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    /// The day of the story.
    pub day: Option<Day>,
    /// Byte offset of the head word in the phrase, where the syntax is known.
    pub head: Option<usize>,
    /// Says of a byte offset that the word there is no proper noun.
    pub common: &'a dyn Fn(usize) -> bool,
    /// Says of a byte range what the story's places know of it.
    pub town: &'a dyn Fn(Range<usize>) -> Town,
}

/// What a name says by itself.
struct Meaning {
    name: String,
    kind: Kind,
    country: Option<String>,
    sector: Option<Sector>,
    also: Vec<Sector>,
    why: String,
    /// It is a body to which people belong, not just a country.
    body: bool,
}

/// Nouns of quantity: what follows "of" is meant.
const QUANTITIES: [&str; 24] = [
    "hundreds",
    "thousands",
    "dozens",
    "scores",
    "tens",
    "some",
    "many",
    "several",
    "most",
    "all",
    "number",
    "majority",
    "group",
    "handful",
    "part",
    "half",
    "lot",
    "rest",
    "one",
    "two",
    "three",
    "four",
    "members",
    "millions",
];

/// "President Ana Paz **Saturday** vowed": no name.
const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Words that stand before a person's name and say nothing of the sector.
const COURTESY: [&str; 10] = ["mr", "mrs", "ms", "dr", "sir", "lady", "lord", "sayyid", "haji", "prof"];

impl<'k> Resolver<'k> {
    /// A resolver over tables.
    pub fn new(knowledge: &'k Knowledge) -> Self {
        Self { knowledge }
    }

    /// The gender that a word tells: a courtesy title, a noun such as "spokeswoman", a given name that only women
    /// or only men of the tables have.
    fn gender_of(self, word: &str) -> Option<Gender> {
        const FEMALE: [&str; 15] = [
            "mrs", "ms", "miss", "madam", "lady", "queen", "princess", "mother", "daughter", "sister", "wife", "widow",
            "girl", "actress", "nun",
        ];
        const MALE: [&str; 14] = [
            "mr", "sir", "lord", "king", "prince", "father", "son", "brother", "husband", "boy", "pope", "imam",
            "sheikh", "monk",
        ];
        if FEMALE.contains(&word) || word.ends_with("woman") {
            Some(Gender::Female)
        } else if MALE.contains(&word) || word.ends_with("man") && word != "human" && word != "german" {
            Some(Gender::Male)
        } else {
            self.knowledge.given_name(word)
        }
    }

    /// Who a phrase speaks of on a day; without one, now. "Lieutenant General", "the Kremlin spokesman",
    /// "Somali pirates", "UNICEF", "former Peruvian president Alejandro Toledo".
    pub fn resolve_phrase(self, phrase: &str, day: Option<Day>) -> Resolution {
        self.resolve(phrase, Context { day, head: None, common: &|_| false, town: &|_| Town::Untold })
    }

    pub(crate) fn resolve(self, phrase: &str, context: Context) -> Resolution {
        let pieces = pieces(self.knowledge, phrase, context.common, context.town);
        let mut reading = Parts::of(&pieces, context.head);
        while reading.is_quantity() && !reading.complement().is_empty() {
            let rest = reading.complement();
            reading = Parts::of(rest, None);
            reading.counted = true;
        }
        Reader { resolver: &self, phrase, context, parts: reading }.read()
    }

    fn meaning(self, names: &[Named], context: Context, country: Option<&str>) -> Option<Meaning> {
        let k = self.knowledge;
        let first = *names.first()?;
        Some(match first {
            Named::Country(_) | Named::Nationality(_) | Named::People(_) | Named::Capital(_) | Named::Parliament(_) => {
                self.state_meaning(first, context.day)?
            }
            Named::Seat(i) => {
                let seat = k.seats.get(i as usize)?;
                Meaning {
                    name: seat.name.to_string(),
                    kind: Kind::Organisation,
                    country: Some(seat.country.to_string()),
                    sector: seat.sector,
                    also: Vec::new(),
                    why: format!("{} {}", seat.source, seat.name),
                    body: true,
                }
            }
            Named::Territory(i)
            | Named::TerritoryAdjective(i)
            | Named::TerritoryPeople(i)
            | Named::TerritoryCapital(i) => territory_meaning(first, k.territories.get(i as usize)?),
            Named::Organisation(_) => {
                organisation_meaning(self.organisation(names, context.day, country)?, context.day)
            }
            Named::Person(_) => Self::person_meaning(self.person(names, context.day, country)?, context.day)?,
            Named::Place(i) => {
                let place = k.places.get(i as usize)?;
                Meaning {
                    name: place.name.to_string(),
                    kind: Kind::Place,
                    country: Some(place.country.to_string()),
                    sector: Some(if place.province { Sector::Government } else { Sector::Civilian }),
                    also: Vec::new(),
                    why: format!("{} {}", place.source, place.name),
                    body: false,
                }
            }
        })
    }

    fn state_meaning(self, named: Named, day: Option<Day>) -> Option<Meaning> {
        let (Named::Country(i) | Named::Nationality(i) | Named::People(i) | Named::Capital(i) | Named::Parliament(i)) =
            named
        else {
            return None;
        };
        let country = self.knowledge.countries.get(i as usize)?;
        let (name, sector, kind, body) = match named {
            Named::People(_) => (String::new(), Sector::Civilian, Kind::Group, false),
            Named::Capital(_) if country.capitals.first().is_some_and(|first| &**first == "Brussels") => {
                ("European Union".to_owned(), Sector::Government, Kind::Organisation, false)
            }
            Named::Capital(_) => {
                (format!("Government of {}", with_article(&country.name)), Sector::Government, Kind::State, false)
            }
            Named::Parliament(_) => (
                parliament(self.knowledge, &country.code, &with_article(&country.name)),
                Sector::Legislature,
                Kind::Organisation,
                true,
            ),
            _ => (country.name.to_string(), Sector::Government, Kind::State, false),
        };
        // Brussels stands for the Union, unless something local is named with it.
        let code = if name == "European Union" { "EUR" } else { &*country.code };
        // "South Sudan" of 2005 is Sudan's.
        let part_of = day.and_then(|day| self.knowledge.part_of(country, day));
        let why = format!("{} {}", country.source, country.name);
        Some(Meaning {
            name,
            kind,
            country: Some(part_of.unwrap_or(code).to_owned()),
            sector: Some(sector),
            also: if &*country.code == "VAT" { vec![Sector::Religion] } else { Vec::new() },
            why: part_of.map_or(why.clone(), |whole| format!("{why}, then of {whole}")),
            body,
        })
    }

    /// The organisation meant: of the country that the phrase names, else one whose row holds on the day.
    fn organisation(self, names: &[Named], day: Option<Day>, country: Option<&str>) -> Option<&'k Organisation> {
        let rows = names.iter().filter_map(|named| match named {
            Named::Organisation(i) => self.knowledge.organisations.get(*i as usize),
            _ => None,
        });
        let rank = |o: &&Organisation| (o.country.as_deref() == country && country.is_some(), o.period.holds(day));
        // Of equals the first listed: `max_by_key` would take the last.
        rows.rev().max_by_key(rank)
    }

    /// The person meant: of the country that the phrase names, in office on the day, the first listed.
    fn person(self, names: &[Named], day: Option<Day>, country: Option<&str>) -> Option<&'k Person> {
        let people = names.iter().filter_map(|named| match named {
            Named::Person(i) => self.knowledge.people.get(*i as usize),
            _ => None,
        });
        people.rev().max_by_key(|p| person_rank(p, day, country))
    }

    /// The person of a surname that a title and a country go with.
    fn by_surname(self, surname: &str, office: &str, day: Option<Day>, country: Option<&str>) -> Option<&'k Person> {
        let candidates = self.knowledge.surname(surname).iter().filter_map(|i| self.knowledge.people.get(*i as usize));
        let fits = |p: &&Person| {
            let held = |t: &memcon_lexicon::people::Term| {
                let same = t
                    .office
                    .as_deref()
                    .is_none_or(|o| fold(o).contains(&fold(office)) || fold(office).contains(&fold(o)));
                same && country.is_none_or(|c| &*t.country == c)
            };
            match p.standing(day) {
                Some(Standing::In(term)) => held(term),
                _ => country.is_some() && p.terms.iter().any(held),
            }
        };
        let mut fitting: Vec<&Person> = candidates.filter(fits).collect();
        fitting.sort_by_key(|p| std::cmp::Reverse(person_rank(p, day, country)));
        match fitting.as_slice() {
            [only] => Some(only),
            [best, second, ..] if person_rank(best, day, country) > person_rank(second, day, country) => Some(best),
            _ => None,
        }
    }

    fn person_meaning(person: &Person, day: Option<Day>) -> Option<Meaning> {
        let (term, sector, why) = match person.standing(day)? {
            Standing::In(term) => (term, Some(term.sector), format!("{} {}", term.source, person.name)),
            Standing::After(term) if leaves_elite(term.sector) => {
                (term, Some(Sector::Elite), format!("{} {}, after it a former official", term.source, person.name))
            }
            Standing::After(term) => (term, Some(term.sector), format!("{} {}, before", term.source, person.name)),
            Standing::Before(term) => (term, None, format!("{} {}, not yet", term.source, person.name)),
        };
        Some(Meaning {
            name: person.name.to_string(),
            kind: Kind::Person,
            country: Some(term.country.to_string()),
            sector,
            also: if sector == Some(Sector::Elite) { vec![term.sector] } else { Vec::new() },
            why,
            body: true,
        })
    }
}

/// Whether every word of a written name is in one of the person's names: "Yulia Skripal" is not Sergei.
fn is_name_of(written: Option<&str>, person: &Person) -> bool {
    let Some(written) = written.map(words) else { return true };
    let known: Vec<_> = std::iter::once(&person.name).chain(&person.names).flat_map(|name| words(name)).collect();
    written.len() < 2 || written.iter().all(|word| known.iter().any(|k| k.norm == word.norm))
}

fn person_rank(person: &Person, day: Option<Day>, country: Option<&str>) -> (bool, u8, Option<Day>) {
    let of_country = country.is_some_and(|c| person.terms.iter().any(|t| &*t.country == c));
    match person.standing(day) {
        Some(Standing::In(_)) => (of_country, 3, None),
        Some(Standing::After(term)) => (of_country, 2, term.period.to),
        Some(Standing::Before(_)) => (of_country, 1, None),
        None => (of_country, 0, None),
    }
}

/// Whether somebody who leaves a sector is a former official.
fn leaves_elite(sector: Sector) -> bool {
    use Sector::{Elite, Government, Intelligence, Judiciary, Legislature, Military, PartiallyRecognised, Police};
    matches!(
        sector,
        Government | Legislature | Military | Judiciary | Police | Intelligence | PartiallyRecognised | Elite
    )
}

fn organisation_meaning(organisation: &Organisation, day: Option<Day>) -> Meaning {
    let not_yet = day.zip(organisation.period.from).is_some_and(|(day, from)| day < from);
    Meaning {
        name: organisation.name.to_string(),
        kind: Kind::Organisation,
        country: organisation.country.as_deref().map(str::to_owned),
        sector: organisation.sector.filter(|_| !not_yet),
        also: if not_yet { Vec::new() } else { organisation.also.clone() },
        why: format!("{} {}{}", organisation.source, organisation.name, if not_yet { ", not yet" } else { "" }),
        body: true,
    }
}

fn territory_meaning(named: Named, territory: &Territory) -> Meaning {
    let partial = territory.kind == TerritoryKind::Partial;
    let sector = match named {
        _ if partial => Sector::PartiallyRecognised,
        Named::TerritoryPeople(_) | Named::TerritoryCapital(_) => Sector::Civilian,
        _ => Sector::Government,
    };
    Meaning {
        name: territory.name.to_string(),
        kind: if matches!(named, Named::TerritoryPeople(_)) { Kind::Group } else { Kind::Place },
        country: Some(territory.country.to_string()),
        sector: Some(sector),
        also: Vec::new(),
        why: format!("{} {}", territory.source, territory.name),
        body: false,
    }
}

/// Reads one phrase.
struct Reader<'r, 'k, 'p, 'a> {
    resolver: &'r Resolver<'k>,
    phrase: &'p str,
    context: Context<'a>,
    parts: Parts<'p>,
}

/// What the words around the head say.
#[derive(Default)]
struct Surroundings {
    country: Option<String>,
    body: Option<(String, Option<Sector>, Vec<Sector>)>,
    quality: Option<Sector>,
    qualities: Vec<Sector>,
    partial: bool,
    /// The country is that of a territory or place named: a body of it is not the state's.
    local: bool,
    /// The country is only where the head lives: "US-based".
    abode: bool,
    why: Vec<String>,
}

impl<'k, 'p> Reader<'_, 'k, 'p, '_> {
    fn read(&self) -> Resolution {
        let mut found = Resolution { tenure: self.tenure(), ..Resolution::default() };
        let Some(head) = self.parts.head() else { return found };
        let around = self.surroundings();
        let title = self.title();
        found.why.clone_from(&around.why);
        match (&head.what, title) {
            (What::Name(names), title) if matches!(names.first(), Some(Named::Person(_))) || title.is_some() => {
                self.read_person(names, title, &around, &mut found);
            }
            (What::Name(names), None) => self.read_name(names, &around, &mut found),
            (What::Role(_), _) => self.read_role(head, &around, &mut found),
            (What::Word, title) if head.capital && (title.is_some() || self.courtesy()) => {
                self.read_person(&[], title, &around, &mut found);
            }
            _ => self.read_word(head, &around, &mut found),
        }
        Self::finish(&around, &mut found);
        found.gender = found.gender.or_else(|| self.stated_gender());
        found
    }

    /// former, acting or designate, from the marks before the head.
    fn tenure(&self) -> Tenure {
        let front = self.parts.front;
        let marked = |mark| front.iter().any(|p| p.is_mark(&mark));
        if marked(Mark::Former) {
            Tenure::Former
        } else if marked(Mark::Designate)
            || front.iter().any(|p| p.key.ends_with(" elect") || p.key.ends_with(" designate"))
        {
            Tenure::Designate
        } else if marked(Mark::Acting) || front.iter().any(|p| p.key.starts_with("acting ")) {
            Tenure::Acting
        } else {
            Tenure::Current
        }
    }

    /// Countries, bodies and qualities around the head, the nearest first.
    fn surroundings(&self) -> Surroundings {
        let mut around = Surroundings::default();
        let head = self.parts.head.unwrap_or_default();
        let before = self.parts.front[..head].iter().enumerate().rev();
        let title = self.title();
        for (i, piece) in before {
            if self.is_origin(i) || Some(i) == title {
                continue;
            }
            self.add_modifier(piece, self.parts.front.get(i + 1), &mut around);
        }
        for piece in self.parts.front.get(head + 1..).unwrap_or_default() {
            self.add_modifier(piece, None, &mut around);
        }
        around
    }

    /// "A **Chilean**-Swedish boy" is Chilean first, but an "**Iranian**-American" one is American: of two
    /// nationalities of one person, the one that only says where his people come from.
    fn is_origin(&self, at: usize) -> bool {
        const IMMIGRANT: [&str; 4] = ["american", "canadian", "australian", "israeli"];
        let front = self.parts.front;
        let nationality = |p: &Piece| matches!(&p.what, What::Name(names) if matches!(names.first(), Some(Named::Nationality(_) | Named::Country(_))));
        let hyphen = |one: &Piece, other: &Piece| self.phrase.get(one.end..other.start) == Some("-");
        let person = self.parts.head().and_then(|head| head.role(self.resolver.knowledge)).is_some_and(|role| {
            matches!(role.kind, RoleKind::Person | RoleKind::Office) || role.sector == Some(Sector::Civilian)
        });
        let joins = |one: usize| {
            let (one, other) = (&front[one], front.get(one + 1)?);
            (nationality(one) && nationality(other) && hyphen(one, other)).then_some(other)
        };
        let first = joins(at).is_some_and(|other| IMMIGRANT.contains(&other.key.as_str()));
        let second = at.checked_sub(1).and_then(joins).is_some_and(|own| !IMMIGRANT.contains(&own.key.as_str()));
        person && (first || second)
    }

    fn add_modifier(&self, piece: &Piece, next: Option<&Piece>, around: &mut Surroundings) {
        let suffix = match next.map(|p| &p.what) {
            Some(What::Mark(Mark::Suffix(suffix))) => Some(*suffix),
            _ => None,
        };
        match &piece.what {
            What::Name(names) if suffix != Some("backed") => {
                let meaning = self.resolver.meaning(names, self.context, around.country.as_deref());
                // "European Centre for Peace" is a name; a European minister is one of the Union's.
                // Eastern European states are Europe's, not the Union's.
                let region = self.parts.front.iter().any(|p| {
                    p.end <= piece.start
                        && matches!(
                            p.key.as_str(),
                            "eastern"
                                | "western"
                                | "central"
                                | "northern"
                                | "southern"
                                | "southeastern"
                                | "east"
                                | "west"
                        )
                });
                let named = piece.key == "european" && (region || self.parts.head().is_some_and(|head| head.capital));
                if let Some(meaning) = meaning.filter(|_| !named).map(|m| self.local(m, names)) {
                    around.abode |= suffix == Some("based") && around.country.is_none();
                    Self::add_meaning(meaning, names, around);
                }
            }
            What::Role(_) | What::Quality(_) => {
                let Some(role) = piece.role(self.resolver.knowledge) else { return };
                // "A major problem", "the general strike" are no officer's.
                let adjective = matches!(piece.key.as_str(), "major" | "general" | "private") && !piece.capital;
                if let Some(sector) = role.sector.filter(|_| !adjective) {
                    around.qualities.push(sector);
                    if around.quality.is_none() {
                        around.quality = Some(sector);
                        around.why.push(format!("{} {}", role.source, piece.key));
                    }
                }
            }
            _ => {}
        }
    }

    fn add_meaning(meaning: Meaning, names: &[Named], around: &mut Surroundings) {
        if around.country.is_none() && meaning.country.is_some() {
            around.country.clone_from(&meaning.country);
            around.local = meaning.kind == Kind::Place;
            around.why.push(meaning.why.clone());
        }
        around.partial |= meaning.sector == Some(Sector::PartiallyRecognised);
        let capital = matches!(names.first(), Some(Named::Capital(_) | Named::Seat(_)));
        if around.body.is_none() && (meaning.body || capital) {
            around.body = Some((meaning.name, meaning.sector, meaning.also));
        }
    }

    /// Brussels is Belgium's where something local is named with it.
    fn local(&self, mut meaning: Meaning, names: &[Named]) -> Meaning {
        let local = |role: &Role| {
            matches!(role.sector, Some(Sector::Police | Sector::Judiciary | Sector::Medical | Sector::Civilian))
                || role.nouns.iter().any(|n| &*n.form == "mayor")
        };
        let role = self.parts.head().and_then(|head| head.role(self.resolver.knowledge));
        if meaning.country.as_deref() == Some("EUR")
            && let Some(Named::Capital(i)) = names.first()
            && role.is_some_and(local)
            && let Some(country) = self.resolver.knowledge.countries.get(*i as usize)
        {
            meaning.country = Some(country.code.to_string());
        }
        meaning
    }

    fn read_role(&self, head: &Piece, around: &Surroundings, found: &mut Resolution) {
        let Some(role) = head.role(self.resolver.knowledge) else { return };
        self.apply_role(head, around, found);
        let noun = self.noun(head);
        found.plural = noun.is_some_and(|(_, plural)| plural) || self.parts.counted;
        found.noun = noun.map(|(singular, _)| singular.to_owned());
        found.kind = match role.kind {
            RoleKind::Office | RoleKind::Person if !found.plural => Kind::Person,
            RoleKind::Body | RoleKind::Force | RoleKind::Quality => Kind::Organisation,
            RoleKind::Site => Kind::Place,
            _ if role.belongs && !found.plural && role.sector.is_none() => Kind::Organisation,
            _ if found.plural => Kind::Group,
            _ => Kind::Person,
        };
        if role.kind == RoleKind::Office || (role.belongs && found.kind == Kind::Person) {
            found.office = found.noun.clone();
        }
        let behind = if around.country.is_none() { self.country_behind(role, found) } else { None };
        found.country = around.country.clone().or_else(|| behind.as_ref().map(|(code, _)| code.clone()));
        let local = around.local || behind.is_some_and(|(_, place)| place);
        // "Its allies", "35 countries": governments, of states that are not told.
        if role.partner && found.country.is_none() && !(found.plural && role.kind == RoleKind::Body) {
            found.sector = None;
        }
        if found.sector.is_none() && found.country.is_some() && Self::stands_for_state(role, around) {
            found.sector = Some(Sector::Government);
        }
        // "A series of talks": nobody.
        let general = role.partner || found.noun.as_deref().is_some_and(is_general);
        if found.sector.is_none() && found.country.is_none() && found.of.is_none() && !general {
            found.kind = Kind::Unknown;
        }
        found.accredited_to = self.accredited_to(role);
        found.stated = true;
        if !self.read_side(found) {
            found.name = self.role_name(around, local, found);
        }
        if found.name.is_none() {
            found.name = self.description(head, found);
            found.descriptive = found.name.is_some();
        }
        if role.kind == RoleKind::Office {
            self.read_name_behind(found);
        }
        self.read_aside(found);
    }

    /// A head that takes its sector elsewhere speaks for the state where only a capital or a state is named.
    fn stands_for_state(role: &Role, around: &Surroundings) -> bool {
        let capital = around.body.as_ref().is_some_and(|(name, ..)| name.starts_with("Government of"));
        role.belongs && (capital || role.kind == RoleKind::Office)
    }

    /// The singular of a role piece, and whether the piece is a plural.
    fn noun(&self, piece: &Piece) -> Option<(&'k str, bool)> {
        let What::Role(entry) = &piece.what else { return None };
        let noun = self.resolver.knowledge.roles.get(entry.role as usize)?.nouns.get(entry.noun as usize)?;
        Some((&noun.singular, noun.plural))
    }

    /// Sector by a role noun and what it belongs to.
    fn apply_role(&self, piece: &Piece, around: &Surroundings, found: &mut Resolution) {
        let Some(role) = piece.role(self.resolver.knowledge) else { return };
        found.sector = role.sector;
        found.sectors.clone_from(&role.also);
        found.why.push(format!("{} {}", role.source, piece.key));
        if role.belongs {
            self.apply_belonging(role, around, found);
        } else if !role.own
            && let Some((_, Some(sector), also)) = &around.body
            && named_side(*sector)
        {
            // "Boko Haram gunmen" are Boko Haram.
            found.sector = Some(*sector);
            found.sectors.clone_from(also);
        }
        for quality in &around.qualities {
            if *quality == Sector::Opposition && found.sector != Some(Sector::Opposition) {
                found.sectors.push(Sector::Opposition);
            }
        }
    }

    fn apply_belonging(&self, role: &Role, around: &Surroundings, found: &mut Resolution) {
        if let Some((name, sector, also)) = &around.body
            && !name.starts_with("Government of")
        {
            found.of = Some(name.clone());
            // "ECOWAS security chiefs" are soldiers, "Hamas military chiefs" Hamas.
            let side = around.quality.filter(|q| tells_side(*q) && *sector == Some(Sector::Government));
            if sector.is_some() {
                found.sector = side.or(*sector);
                found.sectors.clone_from(also);
                return;
            }
        }
        if let Some(quality) = around.quality {
            found.sector = Some(quality);
            return;
        }
        // "The spokesman for the party" is its; "the Centre for Peace and Justice" is not justice's.
        let post = matches!(role.kind, RoleKind::Office | RoleKind::Person);
        let near = |word| self.parts.after(word).filter(|_| post);
        let Some(of) = self.parts.after("of").or_else(|| near("for")).or_else(|| near("at")) else { return };
        let inner = self.inner(self.parts.complement(), of);
        let state = matches!(inner.kind, Kind::State | Kind::Place);
        if !state && inner.sector.is_some() && inner.kind != Kind::Person {
            found.of.clone_from(&inner.name);
            found.sector = inner.sector;
            found.sectors = inner.sectors;
            found.why.extend(inner.why);
        } else if found.sector.is_none() && state && role.kind == RoleKind::Office {
            found.sector = Some(Sector::Government);
        }
    }

    /// What the words behind "of" say.
    fn inner(&self, all: &'p [Piece], of: &'p [Piece]) -> Resolution {
        // With its own complements where "of" comes first: "head of the department of justice of Texas".
        let first_is_of = self.parts.behind.first().is_some_and(|(word, _)| *word == "of");
        let pieces = if first_is_of { all } else { of };
        let context = Context { head: None, ..self.context };
        Reader { resolver: self.resolver, phrase: self.phrase, context, parts: Parts::of(pieces, None) }.read()
    }

    /// The country behind a preposition: "of X" gives it to all, "in X" and "from X" to those who serve at home.
    /// Says too whether it is that of a place named.
    fn country_behind(&self, role: &Role, found: &mut Resolution) -> Option<(String, bool)> {
        let place = |at: usize| {
            let (word, pieces) = self.parts.behind[at];
            match word {
                "of" => true,
                "in" | "from" | "across" | "inside" | "within" | "at" | "throughout" => !role.abroad,
                "for" => !role.abroad && role.kind != RoleKind::Office && !self.is_proper_body(role),
                _ => false,
            }
            .then_some(pieces)
        };
        (0..self.parts.behind.len()).filter_map(place).find_map(|pieces| {
            let context = Context { head: None, ..self.context };
            let parts = Parts::of(pieces, None);
            let inner = Reader { resolver: self.resolver, phrase: self.phrase, context, parts }.read();
            if inner.sector == Some(Sector::PartiallyRecognised) && found.sector != inner.sector {
                found.sectors.push(Sector::PartiallyRecognised);
            }
            found.why.extend(inner.why);
            let place = inner.kind == Kind::Place;
            inner.country.map(|code| (code, place))
        })
    }

    /// "The Centre for Law and Justice": what a body's own name says that it is for, it does not belong to.
    fn is_proper_body(&self, role: &Role) -> bool {
        role.kind == RoleKind::Body && self.parts.head().is_some_and(|head| head.capital)
    }

    /// Where a diplomat is sent: "to X", "for X".
    fn accredited_to(&self, role: &Role) -> Option<String> {
        if !role.abroad || role.sector != Some(Sector::Government) {
            return None;
        }
        let pieces = self.parts.after("to").or_else(|| self.parts.after("for"))?;
        let (first, last) = (pieces.first()?, pieces.last()?);
        let text = self.phrase.get(first.start..last.end)?;
        let known = match &first.what {
            What::Name(names) => self.resolver.meaning(names, self.context, None).and_then(|m| m.country),
            _ => None,
        };
        Some(known.unwrap_or_else(|| text.to_owned()))
    }

    fn read_word(&self, head: &Piece, around: &Surroundings, found: &mut Resolution) {
        found.country.clone_from(&around.country);
        // "Geneva Conventions", "Kabul Bank": a name of its own, not of the government there.
        let capital = |name: &str| name.starts_with("Government of");
        if let Some((name, sector, also)) = around.body.as_ref().filter(|(name, ..)| !(head.capital && capital(name))) {
            found.of = Some(name.clone());
            found.sector = *sector;
            found.sectors.clone_from(also);
        }
        // "Rebel barracks" are rebels', "economic growth" is nobody's.
        if let Some(quality) = around.quality.filter(|q| head.capital || tells_side(*q)) {
            found.sector = Some(quality);
        }
        if PRONOUNS.contains(&head.key.as_str()) {
            found.sector = Some(Sector::Unknown);
            return;
        }
        let behind = ["in", "across", "of", "from"].iter().find_map(|word| self.parts.after(word));
        if found.country.is_none()
            && !head.capital
            && let Some(pieces) = behind
        {
            let context = Context { head: None, ..self.context };
            let parts = Parts::of(pieces, None);
            let inner = Reader { resolver: self.resolver, phrase: self.phrase, context, parts }.read();
            found.country = inner.country;
        }
        let state = found.country.as_deref().is_some_and(|code| !BODIES.contains(&code));
        if state && found.sector.is_none() {
            found.sector = Some(Sector::Unknown);
        }
        found.noun = Some(head.key.clone());
        if head.capital && found.sector.is_some_and(tells_side) && self.follows_quality() {
            // "Lagos State Police Command": a body of its own name.
            found.kind = Kind::Organisation;
            found.name = self.capital_run();
            found.stated = true;
            found.noun = Some(head.key.clone());
        } else if head.capital && !is_number(&head.key) {
            found.person = self.person_words();
            found.name.clone_from(&found.person);
            found.noun = None;
        }
    }

    /// Former officials and partly recognised entities, whatever the head.
    fn finish(around: &Surroundings, found: &mut Resolution) {
        if found.tenure == Tenure::Former
            && found.kind == Kind::Person
            && found.sector.is_none_or(leaves_elite)
            && found.sector != Some(Sector::Elite)
        {
            found.sectors.insert(0, found.sector.unwrap_or(Sector::Government));
            found.sector = Some(Sector::Elite);
            found.why.push("rule: former officials are ELI".to_owned());
        }
        // The United Nations' own people and bodies govern nobody; their soldiers and courts keep their sector.
        if found.country.as_deref() == Some("UNO") && found.sector == Some(Sector::Government) {
            found.sector = None;
        }
        if around.partial && found.sector != Some(Sector::PartiallyRecognised) {
            found.sectors.push(Sector::PartiallyRecognised);
        }
        found.sectors.retain({
            let primary = found.sector;
            move |s| Some(*s) != primary
        });
        found.sectors.dedup();
    }
}

/// "Republican lawmakers" are named by their party.
fn of_party(found: &Resolution, body: &str) -> bool {
    found.plural && found.sector == Some(Sector::Legislature) && body.split([' ', '(']).any(|word| word == "Party")
}

/// Nouns that mean a body named before: "the group".
pub(crate) fn is_general(noun: &str) -> bool {
    matches!(
        noun,
        "group" | "organization" | "organisation" | "agency" | "company" | "party" | "movement" | "body" | "bloc"
    )
}

/// Numbers that begin sentences with a capital.
fn is_number(key: &str) -> bool {
    matches!(
        key,
        "one"
            | "two"
            | "three"
            | "four"
            | "five"
            | "six"
            | "seven"
            | "eight"
            | "nine"
            | "ten"
            | "eleven"
            | "twelve"
            | "dozens"
            | "hundreds"
            | "thousands"
    )
}

/// Sectors that an adjective gives to any noun.
fn tells_side(sector: Sector) -> bool {
    use Sector::{Criminal, Intelligence, Judiciary, Legislature, Military, Opposition, Paramilitary, Police, Rebel};
    matches!(
        sector,
        Military | Rebel | Paramilitary | Police | Criminal | Opposition | Intelligence | Judiciary | Legislature
    )
}

/// Sectors of bodies whose people are theirs, whatever they are called.
fn named_side(sector: Sector) -> bool {
    matches!(sector, Sector::Rebel | Sector::Paramilitary | Sector::Criminal)
}

const PRONOUNS: [&str; 14] =
    ["he", "she", "they", "it", "him", "her", "them", "we", "us", "i", "you", "who", "himself", "themselves"];
