//! All tables of who is who, with one index from names to what they name.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap as HashMap;

use crate::actors;
use crate::countries::{self, Country, Place, Seat, Territory};
use crate::day::Day;
use crate::organisations::{self, Organisation};
use crate::people::{self, Gender, Person};
use crate::roles::{self, Role, RoleKind, plural};
use crate::table::{Source, TableError};
use crate::words::{fold, key};

/// What a name names. The numbers are indices into the tables of [`Knowledge`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Named {
    /// A state by its name.
    Country(u32),
    /// A state by its adjective.
    Nationality(u32),
    /// The people of a state.
    People(u32),
    /// A state by its capital.
    Capital(u32),
    /// The parliament of a state.
    Parliament(u32),
    /// A body by its seat.
    Seat(u32),
    /// A territory by its name.
    Territory(u32),
    /// A territory by its adjective.
    TerritoryAdjective(u32),
    /// The people of a territory.
    TerritoryPeople(u32),
    /// A territory by its capital.
    TerritoryCapital(u32),
    /// An organisation.
    Organisation(u32),
    /// A person.
    Person(u32),
    /// A city or province.
    Place(u32),
}

/// A name in the index.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What it names.
    pub named: Named,
    /// How it must be written, without dots, where spelling matters: `WHO`, `LeT`.
    pub exact: Option<Box<str>>,
}

/// A role noun in the index.
#[derive(Clone, Debug)]
pub struct RoleEntry {
    /// Index of the role.
    pub role: u32,
    /// Index of the noun in the role.
    pub noun: u32,
}

/// Everything known of who is who.
#[derive(Debug, Default)]
pub struct Knowledge {
    /// States.
    pub countries: Vec<Country>,
    /// Seats.
    pub seats: Vec<Seat>,
    /// Territories.
    pub territories: Vec<Territory>,
    /// Cities and provinces.
    pub places: Vec<Place>,
    /// Organisations.
    pub organisations: Vec<Organisation>,
    /// People.
    pub people: Vec<Person>,
    /// Roles.
    pub roles: Vec<Role>,
    names: HashMap<Box<str>, Vec<Entry>>,
    nouns: HashMap<Box<str>, Vec<RoleEntry>>,
    surnames: HashMap<Box<str>, Vec<u32>>,
    longest: HashMap<Box<str>, u8>,
    given_names: HashMap<Box<str>, Gender>,
}

/// Names of the files and their text as shipped.
pub static SHIPPED: [(&str, &str); 8] = [
    ("countries.txt", include_str!("../../../lexicon/countries.txt")),
    ("seats.txt", include_str!("../../../lexicon/seats.txt")),
    ("territories.txt", include_str!("../../../lexicon/territories.txt")),
    ("places.txt", include_str!("../../../lexicon/places.txt")),
    ("organisations.txt", include_str!("../../../lexicon/organisations.txt")),
    ("people.txt", include_str!("../../../lexicon/people.txt")),
    ("given_names.txt", include_str!("../../../lexicon/given_names.txt")),
    ("roles.txt", include_str!("../../../lexicon/roles.txt")),
];

/// Why a lexicon folder could not be read.
#[derive(Debug)]
pub enum LexiconError {
    /// A file of it could not be read.
    File {
        /// Its path.
        path: String,
        /// Why.
        error: std::io::Error,
    },
    /// A row is wrong.
    Table(TableError),
}

impl std::fmt::Display for LexiconError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::File { path, error } => write!(f, "{path}: {error} (check that it is a readable UTF-8 text)"),
            Self::Table(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for LexiconError {}

impl From<TableError> for LexiconError {
    fn from(error: TableError) -> Self {
        Self::Table(error)
    }
}

impl Knowledge {
    /// The tables as shipped, read on first use.
    ///
    /// # Panics
    /// Never: a test reads the shipped tables.
    pub fn shipped() -> &'static Knowledge {
        static SHIPPED_KNOWLEDGE: OnceLock<Knowledge> = OnceLock::new();
        SHIPPED_KNOWLEDGE.get_or_init(|| Self::read(&SHIPPED).unwrap_or_default())
    }

    /// The shipped tables with those of a folder on top: rows of its `countries.txt`, `organisations.txt`, `actors.csv`
    /// and so on are added, and where a name is in both, the folder's row wins.
    ///
    /// # Errors
    /// Of every file the first mistake: file, line and what is wrong. Of `actors.csv` every row whose country is in no
    /// table.
    pub fn with_folder(folder: &Path) -> Result<Knowledge, Vec<LexiconError>> {
        let (mut texts, mut errors): (Vec<(String, String)>, _) = (Vec::new(), Vec::new());
        for name in tables() {
            let path = folder.join(name);
            if !path.exists() {
                continue;
            }
            let shown = path.display().to_string();
            match std::fs::read_to_string(&path) {
                Ok(text) => {
                    // Read by itself first, so that a mistake in it hides none in the next file.
                    let mistake = Knowledge::default().read_file(&Arc::from(shown.as_str()), &text).err();
                    errors.extend(mistake.map(LexiconError::Table));
                    texts.push((shown, text));
                }
                Err(error) => errors.push(LexiconError::File { path: shown, error }),
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let own = texts.iter().map(|(name, text)| (name.as_str(), text.as_str()));
        let files: Vec<(&str, &str)> = own.chain(SHIPPED.iter().copied()).collect();
        let knowledge = Self::read(&files).map_err(|error| vec![LexiconError::from(error)])?;
        let strangers = actors::of_unknown_countries(&knowledge);
        if strangers.is_empty() { Ok(knowledge) } else { Err(strangers.into_iter().map(LexiconError::from).collect()) }
    }

    /// Tables from files, given by name and text. What a file is, its name's end says (`my/seats.txt`); of two
    /// files that name the same, the earlier wins.
    ///
    /// # Errors
    /// Names the file, the line and what is wrong.
    pub fn read(files: &[(&str, &str)]) -> Result<Knowledge, TableError> {
        let mut knowledge = Knowledge::default();
        for (name, text) in files {
            knowledge.read_file(&Arc::from(*name), text)?;
        }
        knowledge.index();
        Ok(knowledge)
    }

    fn read_file(&mut self, file: &Arc<str>, text: &str) -> Result<(), TableError> {
        let name = file.rsplit(['/', '\\']).next().unwrap_or_default();
        match name {
            "countries.txt" => self.countries.extend(countries::countries(file, text)?),
            "seats.txt" => self.seats.extend(countries::seats(file, text)?),
            "territories.txt" => self.territories.extend(countries::territories(file, text)?),
            "places.txt" => self.places.extend(countries::places(file, text)?),
            "organisations.txt" => self.organisations.extend(organisations::organisations(file, text)?),
            "people.txt" => self.people.extend(people::people(file, text)?),
            "given_names.txt" => {
                for (name, gender) in people::given_names(file, text)? {
                    self.given_names.entry(name).or_insert(gender);
                }
            }
            "roles.txt" => self.roles.extend(roles::roles(file, text)?),
            actors::FILE => {
                let is_given = |word: &str| shipped_given_name(word);
                let (people, bodies) = actors::actors(file, text, is_given)?;
                self.people.extend(people);
                self.organisations.extend(bodies);
            }
            _ => {
                let source = Source { file: file.clone(), line: 1 };
                let problem = format!("{name:?} is no table of the lexicon");
                let known: Vec<&str> = tables().collect();
                return Err(TableError { source, problem, hint: format!("expected one of {}", known.join(", ")) });
            }
        }
        Ok(())
    }

    /// What a name names, by its key (see [`key`]), the most likely first: states before seats, territories,
    /// organisations, people and places.
    pub fn names(&self, key: &str) -> &[Entry] {
        self.names.get(key).map(Vec::as_slice).unwrap_or_default()
    }

    /// The roles that a noun phrase names, by its key; qualities last.
    pub fn nouns(&self, key: &str) -> &[RoleEntry] {
        self.nouns.get(key).map(Vec::as_slice).unwrap_or_default()
    }

    /// People with this surname, by its key.
    pub fn surname(&self, key: &str) -> &[u32] {
        self.surnames.get(key).map(Vec::as_slice).unwrap_or_default()
    }

    /// The gender that a given name tells, by its key.
    pub fn given_name(&self, key: &str) -> Option<Gender> {
        self.given_names.get(key).copied()
    }

    /// How many words the longest name or noun has that begins with this word.
    pub fn longest_from(&self, first: &str) -> usize {
        self.longest.get(first).copied().unwrap_or_default().into()
    }

    /// The code of the state that a state was a part or dependency of on a day before it was one; `None` where it was
    /// one, or where the table names no such state.
    pub fn part_of<'k>(&'k self, country: &'k Country, day: Day) -> Option<&'k str> {
        let not_yet = |state: &Country| state.period.from.is_some_and(|from| day < from);
        let mut code = country.before.as_deref().filter(|_| not_yet(country))?;
        // Serbia was a part of Serbia and Montenegro, and that of Yugoslavia; a table in a circle ends.
        for _ in 0..4 {
            let Some(state) = self.country(code).filter(|state| not_yet(state)) else { break };
            let Some(before) = state.before.as_deref() else { break };
            code = before;
        }
        Some(code)
    }

    /// The state with a code; of two (Serbia of two times), the first listed.
    pub fn country(&self, code: &str) -> Option<&Country> {
        self.countries.iter().find(|country| &*country.code == code)
    }

    fn index(&mut self) {
        let mut index = Index::default();
        index.names.reserve(4 * (self.places.len() + self.organisations.len() + self.people.len()) / 2);
        index.longest.reserve(self.places.len() + self.people.len());
        self.index_countries(&mut index);
        self.index_territories(&mut index);
        for (i, organisation) in (0..).zip(&self.organisations) {
            index.name(&organisation.name, Named::Organisation(i));
            organisation.names.iter().for_each(|name| index.name(name, Named::Organisation(i)));
        }
        for (i, person) in (0..).zip(&self.people) {
            index.name(&person.name, Named::Person(i));
            person.names.iter().for_each(|name| index.name(name, Named::Person(i)));
            index.surname(person, i);
        }
        for (i, place) in (0..).zip(&self.places) {
            index.name(&place.name, Named::Place(i));
            place.names.iter().for_each(|name| index.name(name, Named::Place(i)));
        }
        for (i, role) in (0..).zip(&self.roles) {
            (0..).zip(&role.nouns).for_each(|(noun, form)| index.noun(&form.form, RoleEntry { role: i, noun }));
        }
        for entries in index.nouns.values_mut() {
            entries.sort_by_key(|e| self.roles[e.role as usize].kind == RoleKind::Quality);
        }
        (self.names, self.nouns, self.surnames, self.longest) =
            (index.names, index.nouns, index.surnames, index.longest);
    }

    fn index_countries(&self, index: &mut Index) {
        for (i, country) in (0..).zip(&self.countries) {
            index.name(&country.name, Named::Country(i));
            country.names.iter().for_each(|name| index.name(name, Named::Country(i)));
            country.adjectives.iter().for_each(|name| index.name(name, Named::Nationality(i)));
            people_nouns(&country.people, &country.adjectives, |noun| index.name(&noun, Named::People(i)));
            country.capitals.iter().for_each(|name| index.name(name, Named::Capital(i)));
            country.parliaments.iter().for_each(|name| index.name(name, Named::Parliament(i)));
        }
        for (i, seat) in (0..).zip(&self.seats) {
            seat.phrases.iter().for_each(|name| index.name(name, Named::Seat(i)));
        }
    }

    fn index_territories(&self, index: &mut Index) {
        for (i, territory) in (0..).zip(&self.territories) {
            index.name(&territory.name, Named::Territory(i));
            territory.names.iter().for_each(|name| index.name(name, Named::Territory(i)));
            territory.adjectives.iter().for_each(|name| index.name(name, Named::TerritoryAdjective(i)));
            people_nouns(&territory.people, &territory.adjectives, |noun| {
                index.name(&noun, Named::TerritoryPeople(i));
            });
            territory.capitals.iter().for_each(|name| index.name(name, Named::TerritoryCapital(i)));
        }
    }
}

/// Names of the tables that a folder may hold.
pub fn tables() -> impl Iterator<Item = &'static str> {
    SHIPPED.iter().map(|(name, _)| *name).chain([actors::FILE])
}

/// Whether a folded word is a given name of the shipped table.
fn shipped_given_name(word: &str) -> bool {
    static NAMES: OnceLock<rustc_hash::FxHashSet<Box<str>>> = OnceLock::new();
    let names = NAMES.get_or_init(|| {
        let table = SHIPPED.iter().find(|(name, _)| *name == "given_names.txt");
        let names = table.and_then(|(name, text)| people::given_names(&Arc::from(*name), text).ok());
        names.unwrap_or_default().into_iter().map(|(name, _)| name).collect()
    });
    names.contains(word)
}

/// Nouns for a people: the singular where it differs from the adjective, and the plural where one is formed.
fn people_nouns(people: &[Box<str>], adjectives: &[Box<str>], mut add: impl FnMut(String)) {
    for noun in if people.is_empty() { adjectives } else { people } {
        if !adjectives.contains(noun) {
            add(noun.to_string());
        }
        // "the French", "the Burmese", "the Dutch" have no plural ending.
        if !noun.ends_with("ese") && !noun.ends_with("sh") && !noun.ends_with("ch") && !noun.ends_with('s') {
            add(format!("{}s", plural(noun).trim_end_matches('s')).replace("mens", "men"));
        }
    }
}

#[derive(Default)]
struct Index {
    names: HashMap<Box<str>, Vec<Entry>>,
    nouns: HashMap<Box<str>, Vec<RoleEntry>>,
    surnames: HashMap<Box<str>, Vec<u32>>,
    longest: HashMap<Box<str>, u8>,
}

impl Index {
    fn name(&mut self, name: &str, named: Named) {
        let key: Box<str> = key(name).into();
        if key.is_empty() {
            return;
        }
        self.reach(&key);
        let entries = self.names.entry(key).or_default();
        let exact = exact_spelling(name);
        // One spelling that is free of rules frees the name: "Zanu PF" beside "ZANU-PF".
        let known = |e: &Entry| e.named == named && (e.exact.is_none() || e.exact == exact);
        if !entries.iter().any(known) {
            entries.push(Entry { named, exact });
        }
    }

    fn noun(&mut self, noun: &str, entry: RoleEntry) {
        let key: Box<str> = key(noun).into();
        self.reach(&key);
        self.nouns.entry(key).or_default().push(entry);
    }

    fn surname(&mut self, person: &Person, at: u32) {
        for name in std::iter::once(&person.name).chain(&person.names) {
            let words: Vec<&str> = name.split_whitespace().collect();
            let (Some(first), Some(last)) = (words.first(), words.last()) else { continue };
            if words.len() < 2 {
                continue;
            }
            let family_first = person.terms.first().is_some_and(|t| FAMILY_NAME_FIRST.contains(&&*t.country));
            let surname = fold(if family_first { first } else { last });
            let known = self.surnames.entry(surname.into()).or_default();
            if !known.contains(&at) {
                known.push(at);
            }
        }
    }

    /// Remembers how far a name reaches from its first word.
    fn reach(&mut self, key: &str) {
        let first = key.split(' ').next().unwrap_or_default();
        let count = u8::try_from(key.split(' ').count()).unwrap_or(u8::MAX);
        match self.longest.get_mut(first) {
            Some(longest) => *longest = count.max(*longest),
            None => {
                self.longest.insert(first.into(), count);
            }
        }
    }
}

/// States whose people write the family name first in English news.
const FAMILY_NAME_FIRST: [&str; 6] = ["CHN", "TWN", "KOR", "PRK", "VNM", "HKG"];

/// The spelling that a name insists on: a single word with inner capitals is an abbreviation, and `WHO` is not
/// `who`.
fn exact_spelling(name: &str) -> Option<Box<str>> {
    let bare: String = name.chars().filter(|c| c.is_alphanumeric()).collect();
    let inner = bare.chars().skip(1).any(char::is_uppercase);
    (inner && bare.len() <= 7 && !name.contains(' ')).then(|| bare.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sector::Sector;

    fn shipped() -> Knowledge {
        Knowledge::read(&SHIPPED).unwrap_or_else(|error| panic!("{error}"))
    }

    #[test]
    fn shipped_tables_are_read() {
        let k = shipped();
        assert!(k.countries.len() > 200 && k.organisations.len() > 1000 && k.people.len() > 1500);
        assert!(matches!(k.names("ankara")[0].named, Named::Capital(i) if &*k.countries[i as usize].code == "TUR"));
        assert!(k.names("us").iter().any(|e| e.exact.as_deref() == Some("US")));
    }

    #[test]
    fn every_member_of_the_united_nations_has_its_words() {
        let k = shipped();
        let members = k.countries.iter().filter(|c| c.period.holds(None) && c.cow.is_some());
        let mut count = 0;
        for country in members {
            count += 1;
            let no_adjective = ["DMA", "VAT"].contains(&&*country.code);
            assert!(!country.adjectives.is_empty() || no_adjective, "{} has no adjective", country.name);
            assert!(!country.capitals.is_empty() || &*country.code == "STP", "{} has no capital", country.name);
        }
        assert!(count >= 193, "{count} states");
    }

    #[test]
    fn names_are_not_claimed_twice_by_states() {
        let k = shipped();
        for (key, entries) in &k.names {
            let mut states: Vec<&str> = entries
                .iter()
                .filter_map(|e| match e.named {
                    Named::Country(i) | Named::Nationality(i) | Named::People(i) | Named::Capital(i) => {
                        Some(&*k.countries[i as usize].code)
                    }
                    _ => None,
                })
                .collect();
            states.dedup();
            assert!(states.len() <= 1, "{key} names {states:?}");
        }
    }

    #[test]
    fn organisations_do_not_contradict_themselves() {
        let k = shipped();
        let mut wrong = Vec::new();
        for (i, a) in k.organisations.iter().enumerate() {
            let clashes = k.organisations[i + 1..].iter().filter(|b| a.name == b.name && a.period.overlaps(b.period));
            wrong.extend(clashes.map(|b| format!("{} in {} and {}", a.name, a.source, b.source)));
        }
        assert_eq!(wrong, Vec::<String>::new());
    }

    #[test]
    fn only_abbreviations_are_shared_by_organisations() {
        let k = shipped();
        for (key, entries) in &k.names {
            let mut names: Vec<&str> = Vec::new();
            for entry in entries {
                if let (Named::Organisation(i), None) = (entry.named, &entry.exact) {
                    names.push(&k.organisations[i as usize].name);
                }
            }
            names.dedup();
            assert!(names.len() <= 1, "{key} names {names:?}");
        }
    }

    #[test]
    fn nouns_have_one_meaning() {
        let k = shipped();
        let mut wrong = Vec::new();
        for (key, entries) in &k.nouns {
            let rows: Vec<String> = entries
                .iter()
                .map(|e| &k.roles[e.role as usize])
                .filter(|r| r.kind != RoleKind::Quality)
                .map(|r| r.source.to_string())
                .collect();
            if rows.len() > 1 {
                wrong.push(format!("{key} in {rows:?}"));
            }
        }
        assert_eq!(wrong, Vec::<String>::new());
    }

    #[test]
    fn people_are_not_two_things_at_once() {
        let k = shipped();
        let mut wrong = Vec::new();
        for person in &k.people {
            for (i, a) in person.terms.iter().enumerate() {
                let later = person.terms[i + 1..].iter();
                let clashes = later.filter(|b| a.sector != b.sector && a.period.overlaps(b.period));
                wrong.extend(clashes.map(|b| format!("{} in {} and {}", person.name, a.source, b.source)));
            }
        }
        assert_eq!(wrong, Vec::<String>::new());
    }

    #[test]
    fn codes_are_known() {
        let k = shipped();
        let known = |code: &str| countries::BODIES.contains(&code) || k.country(code).is_some();
        for (code, source) in (k.organisations.iter().filter_map(|o| o.country.as_ref().map(|c| (c, &o.source))))
            .chain(k.people.iter().flat_map(|p| p.terms.iter().map(|t| (&t.country, &t.source))))
            .chain(k.seats.iter().map(|s| (&s.country, &s.source)))
            .chain(k.territories.iter().map(|t| (&t.country, &t.source)))
            .chain(k.places.iter().map(|p| (&p.country, &p.source)))
        {
            assert!(known(code), "{code} in {source}");
        }
    }

    #[test]
    fn a_users_row_wins() {
        let own = "phrase|name|country|sector\nKremlin | Kremlin museum | RUS | EDU";
        let files: Vec<(&str, &str)> =
            std::iter::once(("mine/seats.txt", own)).chain(SHIPPED.iter().copied()).collect();
        let k = Knowledge::read(&files).expect("well formed");
        let Named::Seat(i) = k.names("kremlin")[0].named else { panic!("no seat") };
        assert_eq!(k.seats[i as usize].sector, Some(Sector::Education));
        assert!(Knowledge::read(&[("nonsense.txt", "")]).expect_err("unknown").hint.contains("countries.txt"));
    }

    #[test]
    fn states_of_their_time_are_parts_of_others_before_it() {
        let k = shipped();
        let part = |code: &str, year| k.part_of(k.country(code).expect("a state"), Day::new(year, 1, 1));
        assert_eq!([part("SSD", 2005), part("SSD", 2012)], [Some("SDN"), None]);
        assert_eq!([part("UKR", 1986), part("SRB", 1995), part("SRB", 2004)], [Some("SUN"), Some("YUG"), Some("SCG")]);
        assert_eq!([part("SGP", 1950), part("FRA", 1950)], [Some("GBR"), None]);
        for country in k.countries.iter().filter(|c| c.before.is_some()) {
            let before = country.before.as_deref().unwrap_or_default();
            assert!(k.country(before).is_some() && country.period.from.is_some(), "{}", country.source);
        }
    }

    #[test]
    fn a_folder_adds_to_the_shipped_tables() {
        let folder = std::env::temp_dir().join(format!("memcon-lexicon-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder for the test");
        let write = |text: &str| std::fs::write(folder.join("seats.txt"), text).expect("written");
        write("phrase|name|country|sector\nOctagon | Ministry of War of Ruritania | RUR | MIL");
        let k = Knowledge::with_folder(&folder).expect("well formed");
        assert!(!k.names("octagon").is_empty() && !k.names("kremlin").is_empty());
        write("phrase|name|country|sector\nOctagon | Ministry of War | RUR | WAR");
        let errors = Knowledge::with_folder(&folder).expect_err("no sector");
        let error = errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
        assert!(error.contains("seats.txt:2") && error.contains("\"WAR\""), "{error}");
        std::fs::remove_dir_all(&folder).expect("removed");
    }

    #[test]
    fn periods_tell_the_rows_of_a_body_apart() {
        let k = shipped();
        let on = |year| {
            let rows = k.names("taliban").iter().filter_map(|e| match e.named {
                Named::Organisation(i) => Some(&k.organisations[i as usize]),
                _ => None,
            });
            rows.filter(|o| o.period.holds(Some(Day::new(year, 1, 1)))).map(|o| o.sector).collect::<Vec<_>>()
        };
        assert_eq!(on(1999), [Some(Sector::Government)]);
        assert_eq!(on(2010), [Some(Sector::Rebel)]);
        assert_eq!(on(2023), [Some(Sector::Government)]);
    }
}
