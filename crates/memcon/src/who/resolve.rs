//! Who a phrase speaks of, from its own words and the tables.
//!
//! A phrase turns on its head: "the Kenyan **envoy** to Somalia". Country comes from what modifies the head
//! (adjectives, possessors, the body named with it), then from "of X", for those who serve at home from "in X",
//! and last from the table of people; never from "to X" of a diplomat. The sector comes from the head noun or
//! the title, from the body that it belongs to where the noun says nothing itself ("army spokesman"), and last
//! from the table of people.

use std::ops::Range;

use memcon_lexicon::countries::{BODIES, Territory, TerritoryKind};
use memcon_lexicon::knowledge::Named;
use memcon_lexicon::organisations::Organisation;
use memcon_lexicon::people::{Gender, Person, Standing};
use memcon_lexicon::roles::{Role, RoleKind};
use memcon_lexicon::words::{fold, words};
use memcon_lexicon::{Day, Knowledge, Sector};

use super::canonical::{body_name, holder, is_single_office, parliament, people_name, with_article};
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

/// A phrase in its parts: what stands up to the head, and the phrases behind prepositions.
struct Parts<'p> {
    /// Pieces before the first preposition or break.
    front: &'p [Piece],
    /// Index of the head in `front`.
    head: Option<usize>,
    /// Prepositions with what follows each, up to the next.
    behind: Vec<(&'p str, &'p [Piece])>,
    /// What stands behind a comma or bracket.
    aside: &'p [Piece],
    /// All pieces behind the first preposition.
    rest: &'p [Piece],
    /// "dozens of", "members of".
    counted: bool,
}

impl<'p> Parts<'p> {
    fn of(pieces: &'p [Piece], head_at: Option<usize>) -> Self {
        let pieces = skip_articles(skip_approximations(pieces));
        let stop = |p: &Piece| matches!(p.what, What::Mark(Mark::Preposition(_) | Mark::Break | Mark::And));
        // Before the head nothing ends the front: "the United Nations and Arab League envoy".
        let from = head_at.and_then(|at| pieces.iter().position(|p| p.end > at)).unwrap_or(0);
        let end = (from..pieces.len()).find(|&i| stop(&pieces[i])).unwrap_or(pieces.len());
        let (front, mut rest) = pieces.split_at(end);
        let all = rest.get(1..).unwrap_or_default();
        let mut behind = Vec::new();
        while let Some((What::Mark(Mark::Preposition(word)), tail)) = rest.split_first().map(|(p, t)| (&p.what, t)) {
            let end = tail.iter().position(stop).unwrap_or(tail.len());
            behind.push((word.as_str(), skip_articles(&tail[..end])));
            rest = &tail[end..];
        }
        let head = head_piece(front, head_at);
        Self { front, head, behind, aside: rest.get(1..).unwrap_or_default(), rest: all, counted: false }
    }

    fn head(&self) -> Option<&'p Piece> {
        self.front.get(self.head?)
    }

    fn is_quantity(&self) -> bool {
        let counts = |p: &Piece| QUANTITIES.contains(&p.key.as_str()) || p.key.chars().all(|c| c.is_ascii_digit());
        let alone = self.front.iter().filter(|p| !matches!(p.what, What::Mark(_))).count();
        let of = self.behind.first().is_some_and(|(word, _)| *word == "of");
        of && self.front.last().is_some_and(counts)
            && alone <= 2
            && !self.front.iter().any(|p| matches!(p.what, What::Name(_)))
    }

    /// What "of" governs, with all that follows.
    fn complement(&self) -> &'p [Piece] {
        skip_articles(self.rest)
    }

    fn after(&self, preposition: &str) -> Option<&'p [Piece]> {
        self.behind.iter().find(|(word, _)| *word == preposition).map(|(_, pieces)| *pieces)
    }
}

fn skip_articles(pieces: &[Piece]) -> &[Piece] {
    let skipped = pieces.iter().take_while(|p| p.is_mark(&Mark::Article)).count();
    &pieces[skipped..]
}

/// "over two dozen", "around 40": no place.
fn skip_approximations(pieces: &[Piece]) -> &[Piece] {
    let approximate = |p: &Piece| matches!(p.key.as_str(), "over" | "around" | "under" | "about" | "nearly");
    &pieces[pieces.iter().take_while(|p| approximate(p)).count()..]
}

/// The head of the front part: at the place that the syntax gives, else the last role noun or name; what a
/// state or place name behind a noun adds is a modifier: "Police Scotland".
fn head_piece(front: &[Piece], head_at: Option<usize>) -> Option<usize> {
    if let Some(at) = head_at {
        let head = front.iter().position(|p| p.start <= at && at < p.end)?;
        // Some trees make the title the head of the name: "Secretary Ann Poe".
        let named = |p: &&Piece| {
            p.capital
                && (matches!(p.what, What::Word)
                    || matches!(&p.what, What::Name(n) if matches!(n.first(), Some(Named::Person(_)))))
        };
        let title = matches!(front[head].what, What::Role(_));
        let name = if title { front[head + 1..].iter().take_while(named).count() } else { 0 };
        return Some(head + name);
    }
    let last = front.iter().rposition(|p| !matches!(p.what, What::Mark(_)))?;
    let place = |p: &Piece| matches!(&p.what, What::Name(names) if matches!(names.first(), Some(Named::Country(_) | Named::Place(_) | Named::Territory(_))));
    let role = |p: &Piece| matches!(p.what, What::Role(_));
    if place(&front[last]) && last > 0 && role(&front[last - 1]) {
        return Some(last - 1);
    }
    Some(last)
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

    /// Gender by a title, a noun or a given name.
    fn stated_gender(&self) -> Option<Gender> {
        let words = self.parts.front.iter().filter(|p| !matches!(p.what, What::Mark(_)));
        words.rev().flat_map(|p| p.key.split(' ').rev()).find_map(|word| self.resolver.gender_of(word))
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

    fn courtesy(&self) -> bool {
        self.parts.front.first().is_some_and(|p| COURTESY.contains(&p.key.as_str()))
    }

    /// The role noun that stands right before a name as its title, possibly with other title nouns before.
    fn title(&self) -> Option<usize> {
        let head = self.parts.head?;
        let front = self.parts.front;
        let mut at = head;
        // Given names and courtesy words lie between title and head.
        while at > 0 && front[at - 1].capital && matches!(front[at - 1].what, What::Word) {
            at -= 1;
        }
        let before = at.checked_sub(1)?;
        let is_title = front[before].role(self.resolver.knowledge).is_some_and(|role| {
            matches!(front[before].what, What::Role(_))
                && matches!(role.kind, RoleKind::Office | RoleKind::Person | RoleKind::Group)
        });
        let named = match &front[head].what {
            What::Name(names) => matches!(names.first(), Some(Named::Person(_) | Named::Place(_))),
            What::Word => front[head].capital,
            _ => false,
        };
        (is_title && named).then_some(before)
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

    fn read_name(&self, names: &[Named], around: &Surroundings, found: &mut Resolution) {
        let Some(meaning) = self.resolver.meaning(names, self.context, around.country.as_deref()) else { return };
        if self.is_end_of_name(names, &meaning) {
            // "National Unity Party" is not Liberia's Unity Party.
            found.kind = Kind::Organisation;
            found.name = self.capital_run();
            found.country.clone_from(&around.country);
            found.sector = meaning.sector.filter(|sector| *sector == Sector::Party);
            found.stated = true;
            return;
        }
        found.plural = meaning.kind == Kind::Group;
        found.kind = meaning.kind;
        // Other states have a "Defense Department" too: the state that the phrase names wins.
        let state = |code: &str| self.resolver.knowledge.country(code).is_some();
        let stated = around.country.as_deref().filter(|c| state(c));
        let lists = meaning.kind == Kind::Organisation && meaning.country.as_deref().is_some_and(state);
        found.country = if lists { stated.map(str::to_owned).or(meaning.country) } else { meaning.country };
        found.sector = meaning.sector;
        found.sectors = meaning.also;
        found.why.push(meaning.why);
        found.identifier = self.body_identifier(names, around);
        found.stated = true;
        // "ordinary Chadians", "Rakhine Buddhists": a quality before a people.
        if meaning.kind == Kind::Group
            && let Some(quality) = around.quality
        {
            found.sector = Some(quality);
        } else if self.is_one_of_a_people(names) {
            found.kind = Kind::Person;
            found.sector = Some(Sector::Civilian);
            return;
        } else if let Some(state) = self.people_as_state(names) {
            found.kind = Kind::State;
            found.plural = false;
            found.sector = Some(Sector::Government);
            found.name = Some(state);
            return;
        }
        // "the paramilitary Rapid Support Forces": the story's word beats the table's.
        if let (Kind::Organisation, Some(side)) = (meaning.kind, around.quality.filter(|q| named_side(*q))) {
            found.sector = Some(side);
        }
        // "the Chadian capital N'Djamena" is the city.
        let before = self.parts.head.and_then(|head| head.checked_sub(1)).map(|i| self.parts.front[i].key.as_str());
        if matches!(before, Some("capital" | "city" | "town" | "village"))
            && matches!(names.first(), Some(Named::Capital(_)))
        {
            found.sector = Some(Sector::Civilian);
            found.kind = Kind::Place;
        }
        // "Russian" alone is the state; two states are two parties: "South Korean".
        found.name = Some(meaning.name).filter(|name| !name.is_empty());
    }

    /// Whether the short name of a body is only the end of another's: a capitalised word that is no state's stands before.
    fn is_end_of_name(&self, names: &[Named], meaning: &Meaning) -> bool {
        const KINDS: [&str; 9] =
            ["Party", "Front", "Movement", "Union", "Alliance", "Council", "Congress", "League", "Coalition"];
        let named = matches!(names.first(), Some(Named::Organisation(_)));
        let kind = meaning.name.rsplit(' ').next().unwrap_or_default();
        let short = meaning.name.split(' ').count() <= 2 && KINDS.contains(&kind);
        let before = self.parts.head.and_then(|head| head.checked_sub(1)).map(|i| &self.parts.front[i]);
        let longer = |p: &Piece| p.capital && matches!(p.what, What::Quality(_) | What::Word) && p.key != "ruling";
        named && short && before.is_some_and(longer)
    }

    /// The identifier that a user's table gives a body.
    fn body_identifier(&self, names: &[Named], around: &Surroundings) -> Option<String> {
        let body = self.resolver.organisation(names, self.context.day, around.country.as_deref());
        body.filter(|_| matches!(names.first(), Some(Named::Organisation(_))))?.identifier.as_deref().map(str::to_owned)
    }

    /// "A Libyan" is a person, where "Libyan" alone is the state.
    fn is_one_of_a_people(&self, names: &[Named]) -> bool {
        let Some(head) = self.parts.head() else { return false };
        let before = self.phrase.get(..head.start).unwrap_or_default().trim_end().to_lowercase();
        let single = before == "a" || before == "an" || before == "another";
        single
            && matches!(names.first(), Some(Named::Nationality(_) | Named::People(_)))
            && self.parts.front.last().is_some_and(|last| last.start == head.start)
    }

    /// "The Russians" agree as a state does; "Russians", "many Russians", "the Russians in Riga" are people.
    fn people_as_state(&self, names: &[Named]) -> Option<String> {
        let Some(Named::People(i)) = names.first() else { return None };
        let head = self.parts.head()?;
        let alone = self.parts.front.len() == 1 && self.parts.behind.is_empty() && !self.parts.counted;
        let definite = self.phrase.get(..head.start)?.trim_end().eq_ignore_ascii_case("the");
        let country = self.resolver.knowledge.countries.get(*i as usize)?;
        (alone && definite && head.key.ends_with('s')).then(|| country.name.to_string())
    }

    fn read_person(&self, names: &[Named], title: Option<usize>, around: &Surroundings, found: &mut Resolution) {
        found.kind = Kind::Person;
        found.person = self.person_words();
        let office = title.map(|at| self.office_words(at));
        let table = self.resolver.person(names, self.context.day, around.country.as_deref());
        let person = table.filter(|p| is_name_of(found.person.as_deref(), p)).or_else(|| {
            let surname = found.person.as_deref().filter(|name| !name.contains(' ')).map(fold)?;
            let office = office.as_deref()?;
            self.resolver.by_surname(&surname, office, self.context.day, around.country.as_deref())
        });
        if let Some(at) = title {
            let piece = &self.parts.front[at];
            self.apply_role(piece, around, found);
            // A representative by title sits in a parliament.
            if piece.key == "representative" && piece.capital {
                found.sector = Some(Sector::Legislature);
            }
            found.office = office;
            found.noun = piece.role(self.resolver.knowledge).and_then(|r| r.nouns.first()).map(|_| piece.key.clone());
        }
        found.stated = found.sector.is_some() && (title.is_some() || around.country.is_some());
        found.country.clone_from(&around.country);
        found.name.clone_from(&found.person);
        if let Some(person) = person {
            if around.abode {
                found.country = None;
            }
            self.apply_person(person, found);
        }
    }

    /// What the table says of a person fills what the words leave open.
    fn apply_person(&self, person: &Person, found: &mut Resolution) {
        found.name = Some(person.name.to_string());
        found.gender = person.gender;
        found.identifier = person.wikidata.as_deref().map(str::to_owned);
        let Some(meaning) = Resolver::person_meaning(person, self.context.day) else { return };
        found.why.push(meaning.why);
        if found.country.is_none() {
            found.country = meaning.country;
        }
        // Of two words for a politician the table's "opposition" says more than "party".
        let opposes = found.sector == Some(Sector::Party) && meaning.sector == Some(Sector::Opposition);
        // Of an undated story the title alone says that somebody is in office, and that nobody governs the UN.
        let in_office = self.context.day.is_none() && found.office.is_some() && found.tenure == Tenure::Current;
        if found.sector.is_none() && !(in_office && meaning.sector == Some(Sector::Elite)) || opposes {
            found.sector = meaning.sector;
            found.sectors = meaning.also;
        }
        if let Some(Standing::In(term) | Standing::After(term)) = person.standing(self.context.day) {
            if found.office.is_none() {
                found.office = term.office.as_deref().map(str::to_owned);
            }
            found.term = (term.period.from, term.period.to);
        }
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

    /// "The president of the assembly Carlos Paz": a person's name that ends what "of" governs.
    fn read_name_behind(&self, found: &mut Resolution) {
        self.read_unlisted_name_behind(found);
        let Some([_, .., last]) = self.parts.after("of") else { return };
        let What::Name(names) = &last.what else { return };
        if let (Kind::Person, Some(person)) = (found.kind, self.resolver.person(names, self.context.day, None)) {
            found.person = self.phrase.get(last.start..last.end).map(str::to_owned);
            self.apply_person(person, found);
        }
    }

    /// "General Secretary of the Party of Work Ana Paz": the name that stands behind that of the body, also of somebody whom
    /// no table knows.
    fn read_unlisted_name_behind(&self, found: &mut Resolution) {
        let is_open = found.kind == Kind::Person && found.person.is_none();
        let Some((_, pieces)) = self.parts.behind.last().filter(|(word, _)| is_open && *word == "of") else { return };
        let part = |p: &&Piece| {
            let person = matches!(&p.what, What::Name(names) if matches!(names.first(), Some(Named::Person(_))));
            p.capital && (person || matches!(p.what, What::Word)) && !WEEKDAYS.contains(&p.key.as_str())
        };
        let name = pieces.iter().rev().take_while(part).count();
        let (body, name) = pieces.split_at(pieces.len() - name);
        let (Some(first), Some(last), Some(body)) = (name.first(), name.last(), body.last()) else { return };
        // "A friend of **President** Ana Paz" is not she.
        let role = body.role(self.resolver.knowledge).map(|role| role.kind);
        let is_body = match body.what {
            What::Name(_) | What::Quality(_) => true,
            What::Role(_) => role.is_some_and(|kind| matches!(kind, RoleKind::Body | RoleKind::Force)),
            _ => false,
        };
        let words = self.phrase.get(first.start..last.end).filter(|words| is_body && words.contains(' '));
        if let Some(words) = words {
            found.person = Some(words.to_owned());
            found.name = Some(words.to_owned());
            found.descriptive = false;
        }
    }

    /// A name behind a comma is the name of who holds the office: "the Peruvian consul, Ana Paz".
    fn read_aside(&self, found: &mut Resolution) {
        let aside = skip_articles(self.parts.aside);
        let capital = |p: &Piece| p.capital && matches!(p.what, What::Word | What::Name(_));
        if found.kind == Kind::Person && !aside.is_empty() && aside.iter().take(4).all(capital) {
            let text = self.phrase.get(aside[0].start..aside[aside.len().min(5) - 1].end).unwrap_or_default();
            found.person = Some(text.to_owned());
            found.name = Some(text.to_owned());
        }
    }

    /// A canonical name for a body of a state: "Government of Chad", "Armed Forces of Chad"; for those of a body
    /// ("Boko Haram fighters", "G20 ministers") that body's.
    fn role_name(&self, around: &Surroundings, local: bool, found: &Resolution) -> Option<String> {
        if let Some((name, sector, _)) = &around.body
            && (self.speaks_for_body(found, *sector) || of_party(found, name))
            && !name.starts_with("Government of")
        {
            return Some(name.clone());
        }
        let code = found.country.as_deref()?;
        let noun = found.noun.as_deref()?;
        let k = self.resolver.knowledge;
        if is_single_office(noun) && !found.plural {
            let current = found.tenure == Tenure::Current;
            return holder(k, noun, code, self.context.day).filter(|_| current).map(|p| p.name.to_string());
        }
        if local {
            return None;
        }
        if found.plural { people_name(k, noun, code, found.sector) } else { body_name(k, noun, code, found.sector) }
    }

    /// "Militants from Boko Haram", "fighters of the Tigray front" are that side.
    fn read_side(&self, found: &mut Resolution) -> bool {
        if !found.plural || !found.sector.is_some_and(named_side) {
            return false;
        }
        let Some(pieces) = self.parts.after("from").or_else(|| self.parts.after("of")) else { return false };
        let context = Context { head: None, ..self.context };
        let parts = Parts::of(pieces, None);
        let side = Reader { resolver: self.resolver, phrase: self.phrase, context, parts }.read();
        if side.kind != Kind::Organisation || side.noun.is_some() || !side.sector.is_some_and(named_side) {
            return false;
        }
        found.name = side.name;
        found.country = side.country.or(found.country.take());
        found.sector = side.sector;
        found.sectors = side.sectors;
        found.why.extend(side.why);
        true
    }

    /// The words of a description without its numbers: "60 Russian diplomats" are Russian diplomats.
    fn description(&self, head: &Piece, found: &Resolution) -> Option<String> {
        let code = found.country.as_deref()?;
        let noun = found.noun.as_deref()?;
        if is_single_office(noun) && !found.plural {
            return None;
        }
        if code != "EUR" {
            self.resolver.knowledge.country(code)?;
        }
        let ages = |p: &Piece| matches!(p.key.as_str(), "year" | "month" | "day" | "old");
        let counts =
            |p: &&Piece| QUANTITIES.contains(&p.key.as_str()) || p.key.bytes().all(|b| b.is_ascii_digit()) || ages(p);
        let first = self.parts.front.iter().find(|p| !counts(p) && !matches!(p.what, What::Mark(Mark::Article)))?;
        let of = self.parts.behind.first().filter(|(word, _)| *word == "of").and_then(|(_, pieces)| pieces.last());
        self.phrase.get(first.start..of.unwrap_or(head).end).map(str::to_owned)
    }

    /// Whether several people, or a body of a body, act as the body named with them.
    fn speaks_for_body(&self, found: &Resolution, sector: Option<Sector>) -> bool {
        let international = found.country.as_deref().is_some_and(|code| BODIES.contains(&code));
        let general = found.noun.as_deref().is_some_and(|noun| is_general(noun) || noun == "country");
        (found.plural || general) && (international || sector.is_some_and(named_side)) && self.parts.aside.is_empty()
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

    /// Whether a capitalised noun or quality of a sector stands right before the head.
    fn follows_quality(&self) -> bool {
        let before = self.parts.head.and_then(|head| head.checked_sub(1)).map(|i| &self.parts.front[i]);
        before.is_some_and(|p| p.capital && matches!(p.what, What::Role(_) | What::Quality(_)))
    }

    /// The run of capitalised words that ends with the head.
    fn capital_run(&self) -> Option<String> {
        let head = self.parts.head?;
        let front = self.parts.front;
        let part = |p: &Piece| p.capital && !matches!(p.what, What::Mark(_));
        let first = head - front[..head].iter().rev().take_while(|p| part(p)).count();
        self.phrase.get(front[first].start..front[head].end).map(str::to_owned)
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

    /// The run of capitalised words around the head that no table takes for a title: a person's name.
    fn person_words(&self) -> Option<String> {
        let front = self.parts.front;
        let head = self.parts.head?;
        let part = |p: &Piece| {
            p.capital
                && !COURTESY.contains(&p.key.as_str())
                && !WEEKDAYS.contains(&p.key.as_str())
                && matches!(&p.what, What::Word | What::Name(_))
                && !matches!(&p.what, What::Name(names) if matches!(names.first(), Some(Named::Country(_) | Named::Nationality(_) | Named::Capital(_) | Named::Seat(_) | Named::Organisation(_))))
        };
        let mut first = head;
        while first > 0 && part(&front[first - 1]) {
            first -= 1;
        }
        let mut last = head;
        while front.get(last + 1).is_some_and(part) {
            last += 1;
        }
        let end = front[last].end + hyphenated(self.phrase.get(front[last].end..)?);
        self.phrase.get(front[first].start..end).map(str::to_owned)
    }

    /// The words of a title: "deputy foreign minister".
    fn office_words(&self, title: usize) -> String {
        let front = self.parts.front;
        let mut first = title;
        while first > 0 && matches!(front[first - 1].what, What::Role(_) | What::Quality(_)) {
            first -= 1;
        }
        let words: Vec<&str> = front[first..=title].iter().map(|p| p.key.as_str()).collect();
        words.join(" ")
    }
}

/// How many bytes of a name a hyphen ties to its end: "-hye" of "Park Geun-hye".
fn hyphenated(behind: &str) -> usize {
    let tail = behind.strip_prefix('-').unwrap_or_default();
    let letters = tail.find(|c: char| !c.is_alphabetic()).unwrap_or(tail.len());
    if letters == 0 { 0 } else { 1 + letters }
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
