//! Compiles the gazetteer from GeoNames' tables, as packages carry them, and from our own tables.
//!
//! usage: cargo run --release -p memcon-gazetteer --example compile -- SOURCES OUT
//!
//! SOURCES holds the files that `data/README.md` names, unpacked.

use std::collections::{HashMap, HashSet};
use std::error::Error;
use std::path::Path;

use memcon_gazetteer::{Compiler, CountryCodes, Feature, NameKind, Source, fold};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// From this population on a town keeps its other names: below, they are foreign spellings that English news never
/// uses, and cost more room than the towns themselves.
const TOWN_WITH_ALIASES: u64 = 100_000;
/// The same where names are not written in Latin letters, so that English news spells them in several ways.
const TRANSCRIBED_TOWN_WITH_ALIASES: u64 = 10_000;
/// Alpha-2 codes of those states.
const TRANSCRIBED: &[&str] = &[
    "AE", "AF", "AM", "BD", "BG", "BH", "BY", "DJ", "DZ", "EG", "EH", "ER", "ET", "GE", "GR", "IL", "IQ", "IR", "JO",
    "KG", "KH", "KP", "KW", "KZ", "LA", "LB", "LK", "LY", "MA", "MM", "MN", "MR", "NP", "OM", "PK", "PS", "QA", "RU",
    "SA", "SD", "SS", "SO", "SY", "TD", "TJ", "TM", "TN", "UA", "UZ", "XK", "YE",
];
/// Below this population a town that bears the name of a sea, a region or a landmark is not meant by it.
const TOWN_BESIDE_FEATURE: u64 = 20_000;

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [sources, out] = arguments.as_slice() else {
        return Err("usage: compile SOURCES OUT".into());
    };
    let mut world = World::new(Path::new(sources))?;
    world.add_countries()?;
    world.add_features()?;
    world.add_first_order()?;
    world.add_second_order()?;
    world.add_towns()?;
    let file = world.compiler.compile()?;
    std::fs::write(out, &file)?;
    eprintln!("{} bytes, {} places", file.len(), world.count);
    Ok(())
}

/// A town of GeoNames.
struct Town {
    geonameid: u32,
    name: String,
    ascii: String,
    others: Vec<String>,
    lat: f64,
    lon: f64,
    code: String,
    country: String,
    /// `US.TX`.
    first_order: String,
    /// `US.TX.201`.
    second_order: String,
    population: u64,
}

struct World {
    compiler: Compiler,
    count: usize,
    towns: Vec<Town>,
    /// Name of each division by GeoNames code, first and second order.
    division_names: HashMap<String, String>,
    /// GeoNames id of each division by GeoNames code.
    division_ids: HashMap<String, u32>,
    /// Number in the compiler by alpha-2 code or division code.
    numbers: HashMap<String, usize>,
    /// Folded names of states and their peoples, which no town may bear as an alias.
    states: HashSet<String>,
    /// Folded names of features.
    features: HashSet<String>,
}

impl World {
    fn new(sources: &Path) -> Outcome<Self> {
        let mut division_names = names(&sources.join("admin1.json"))?;
        division_names.extend(names(&sources.join("admin2.json"))?);
        Ok(Self {
            compiler: Compiler::new(),
            count: 0,
            towns: towns(sources)?,
            division_names,
            division_ids: division_ids(&sources.join("subdivisions.tsv"))?,
            numbers: HashMap::new(),
            states: HashSet::new(),
            features: HashSet::new(),
        })
    }

    fn add(&mut self, key: Option<&str>, mut place: Source) {
        let own = fold(&place.name);
        let mut seen = HashSet::new();
        place.others.retain(|(name, kind)| {
            let folded = fold(name);
            (folded != own || *kind == NameKind::Demonym || *kind == NameKind::Abbreviation)
                && !folded.is_empty()
                && seen.insert(name.clone())
        });
        let number = self.compiler.add(place);
        self.count = number + 1;
        if let Some(key) = key {
            self.numbers.insert(key.to_owned(), number);
        }
    }

    fn add_countries(&mut self) -> Outcome<()> {
        for row in table("countries.tsv")? {
            let [alpha2, alpha3, id, name, population, lat, lon, aliases, demonyms] = columns(&row)?;
            let others = other_names(aliases, demonyms);
            self.states.extend(others.iter().map(|(n, _)| fold(n)).chain([fold(name)]));
            let code = match alpha2 {
                "HK" | "MO" | "PR" | "GL" | "GI" | "BM" | "FK" | "KY" | "GU" | "AW" | "CW" | "SX" => "PCLD",
                _ => "PCLI",
            };
            let place = Source {
                geonameid: id.parse()?,
                name: name.to_owned(),
                others,
                lat: lat.parse()?,
                lon: lon.parse()?,
                population: population.parse()?,
                fame: 3,
                feature: feature(code)?,
                inside: None,
                country: Some(CountryCodes { alpha2: alpha2.to_owned(), alpha3: alpha3.to_owned() }),
            };
            self.add(Some(alpha2), place);
        }
        Ok(())
    }

    fn add_features(&mut self) -> Outcome<()> {
        for row in table("features.tsv")? {
            let [code, country, lat, lon, id, name, aliases, demonyms] = columns(&row)?;
            self.features.extend(aliases.split('|').chain([name]).map(fold));
            let place = Source {
                geonameid: id.parse()?,
                name: name.to_owned(),
                others: other_names(aliases, demonyms),
                lat: lat.parse()?,
                lon: lon.parse()?,
                population: 0,
                fame: 3,
                feature: feature(code)?,
                inside: self.numbers.get(country).copied(),
                country: None,
            };
            self.add(None, place);
        }
        Ok(())
    }

    fn add_first_order(&mut self) -> Outcome<()> {
        let own: HashMap<String, Vec<String>> =
            table("admin1.tsv")?.into_iter().map(|row| (row[0].clone(), row)).collect();
        let towns = std::mem::take(&mut self.towns);
        let extents = Extent::of(&towns, |town| &town.first_order);
        let mut codes: Vec<String> =
            self.division_names.keys().filter(|c| c.split('.').count() == 2).cloned().collect();
        codes.sort();
        for code in codes {
            let (row, extent) = (own.get(&code), extents.get(code.as_str()));
            let empty = String::new();
            let column = |at: usize| row.and_then(|r| r.get(at)).unwrap_or(&empty);
            let (lat, lon) = match (column(1).parse(), column(2).parse(), extent) {
                (Ok(lat), Ok(lon), _) => (lat, lon),
                (_, _, Some(extent)) => extent.middle(),
                _ => continue,
            };
            let name = self.division_names[&code].clone();
            let mut others = other_names(column(3), column(4));
            others.extend(postal_letters(&code).map(|letters| (letters.to_owned(), NameKind::Abbreviation)));
            others.extend(short_names(&name).into_iter().map(|n| (n, NameKind::Alias)));
            self.states.extend(others.iter().map(|(n, _)| fold(n)));
            let place = Source {
                geonameid: self.division_ids.get(&code).copied().unwrap_or(0),
                name,
                others,
                lat,
                lon,
                population: extent.map_or(0, |e| e.population),
                fame: 0,
                feature: feature("ADM1")?,
                inside: code.split('.').next().and_then(|country| self.numbers.get(country)).copied(),
                country: None,
            };
            self.add(Some(&code), place);
        }
        self.towns = towns;
        Ok(())
    }

    /// Second-order divisions that hold a town.
    fn add_second_order(&mut self) -> Outcome<()> {
        let extents = Extent::of(&self.towns, |town| &town.second_order);
        let mut codes: Vec<(String, (f64, f64), u64)> = extents
            .iter()
            .filter(|(code, _)| self.division_names.contains_key(**code))
            .map(|(code, extent)| ((*code).to_owned(), extent.middle(), extent.population))
            .collect();
        codes.sort_by(|a, b| a.0.cmp(&b.0));
        for (code, (lat, lon), population) in codes {
            let Some((first_order, _)) = code.rsplit_once('.') else { continue };
            let country = code.split('.').next().unwrap_or_default();
            let inside = self.numbers.get(first_order).or_else(|| self.numbers.get(country)).copied();
            let name = self.division_names[&code].clone();
            let place = Source {
                geonameid: self.division_ids.get(&code).copied().unwrap_or(0),
                others: Vec::new(),
                name,
                lat,
                lon,
                population,
                fame: 0,
                feature: feature("ADM2")?,
                inside,
                country: None,
            };
            if inside.is_some() {
                self.add(Some(&code), place);
            }
        }
        Ok(())
    }

    fn add_towns(&mut self) -> Outcome<()> {
        let own_names: HashMap<String, Vec<String>> =
            table("towns.tsv")?.into_iter().map(|row| (row[0].clone(), row)).collect();
        for town in std::mem::take(&mut self.towns) {
            let inside = [&town.second_order, &town.first_order, &town.country];
            let inside = inside.into_iter().find_map(|code| self.numbers.get(code)).copied();
            if town.population < TOWN_BESIDE_FEATURE && self.features.contains(&fold(&town.name)) {
                continue;
            }
            let column = |at: usize| own_names.get(&town.geonameid.to_string()).and_then(|row| row.get(at));
            let others = other_names(column(1).map_or("", |n| n), column(2).map_or("", |n| n));
            let place = Source {
                geonameid: town.geonameid,
                others: others.into_iter().chain(town_aliases(&town, &self.states)).collect(),
                lat: town.lat,
                lon: town.lon,
                population: town.population,
                fame: fame(&town),
                feature: Feature::from_code(&town.code).or_else(|| Feature::from_code("PPL")).expect("PPL is listed"),
                inside,
                country: None,
                name: town.name,
            };
            self.add(None, place);
        }
        Ok(())
    }
}

/// The names of a town beside its first that English news may use: in Latin letters, and only of larger towns.
fn town_aliases(town: &Town, states: &HashSet<String>) -> Vec<(String, NameKind)> {
    let own = fold(&town.name);
    let (mut folded, mut others) = (HashSet::from([own]), Vec::new());
    let transcribed = TRANSCRIBED.contains(&town.country.as_str());
    let least = if transcribed { TRANSCRIBED_TOWN_WITH_ALIASES } else { TOWN_WITH_ALIASES };
    let seat = matches!(town.code.as_str(), "PPLC" | "PPLA" | "PPLA2");
    let bare = without_article(&town.ascii).filter(|_| transcribed && (seat || town.population >= 1000));
    let all = [Some(town.ascii.as_str()), bare].into_iter().flatten();
    let all =
        all.chain(town.others.iter().map(String::as_str).filter(|_| town.population >= least || transcribed && seat));
    for name in all {
        let key = fold(name);
        let latin = key.bytes().all(|b| b.is_ascii_lowercase() || b == b' ');
        let capital = name.chars().next().is_some_and(char::is_uppercase);
        let shouted = name.chars().all(|c| !c.is_lowercase());
        if latin && capital && !shouted && key.len() >= 4 && !states.contains(&key) && folded.insert(key) {
            others.push((name.to_owned(), NameKind::Alias));
        }
    }
    others
}

/// Fame by the number of other names, in any script.
fn fame(town: &Town) -> u8 {
    match town.others.len() {
        0..8 => 0,
        8..25 => 1,
        25..60 => 2,
        _ => 3,
    }
}

/// "Qamishli" of "Al Qamishli": English news leaves the article away.
fn without_article(name: &str) -> Option<&str> {
    let articles =
        ["Al ", "Ar ", "As ", "Ash ", "Ad ", "Az ", "An ", "At ", "El ", "Al-", "Ar-", "As-", "Ash-", "Ad-", "El-"];
    articles.into_iter().find_map(|article| name.strip_prefix(article)).filter(|bare| !bare.contains(' '))
}

/// The two letters of a state of the USA, which are its GeoNames code, or of a province of Canada.
fn postal_letters(code: &str) -> Option<&str> {
    const CANADIAN: &[(&str, &str)] = &[
        ("CA.01", "AB"),
        ("CA.02", "BC"),
        ("CA.03", "MB"),
        ("CA.04", "NB"),
        ("CA.05", "NL"),
        ("CA.07", "NS"),
        ("CA.08", "ON"),
        ("CA.09", "PE"),
        ("CA.10", "QC"),
        ("CA.11", "SK"),
    ];
    let canadian = CANADIAN.iter().find(|(known, _)| *known == code).map(|(_, letters)| *letters);
    code.strip_prefix("US.").filter(|letters| letters.len() == 2).or(canadian)
}

/// "Idlib" of "Idlib Governorate": the name of a division without the word for its kind.
fn short_names(name: &str) -> Vec<String> {
    const KINDS: &[&str] = &[
        " Governorate",
        " Province",
        " Oblast",
        " Oblast'",
        " Region",
        " District",
        " Department",
        " Prefecture",
        " Voivodeship",
        " County",
        " Canton",
        " Division",
        " State",
        " Municipality",
        " Republic",
        " Krai",
        " Parish",
        " Autonomous Region",
        " Autonomous Oblast",
        " Autonomous Okrug",
        " Emirate",
    ];
    const BEFORE: &[&str] = &[
        "Republic of ",
        "Province of ",
        "State of ",
        "Canton of ",
        "Provincia de ",
        "Departamento de ",
        "Muḩāfaz̧at ",
        "Sha‘bīyat ",
    ];
    let cut = KINDS.iter().filter_map(|kind| name.strip_suffix(kind));
    let cut = cut.chain(BEFORE.iter().filter_map(|before| name.strip_prefix(before)));
    cut.filter(|short| short.len() >= 3).map(str::to_owned).collect()
}

/// The towns of a division, summed.
struct Extent {
    lats: Vec<f64>,
    lons: Vec<f64>,
    population: u64,
}

impl Extent {
    fn of<'a>(towns: &'a [Town], code: impl Fn(&'a Town) -> &'a str) -> HashMap<&'a str, Extent> {
        let mut extents: HashMap<&str, Extent> = HashMap::new();
        for town in towns {
            let extent = extents.entry(code(town)).or_insert(Extent { lats: vec![], lons: vec![], population: 0 });
            extent.lats.push(town.lat);
            extent.lons.push(town.lon);
            extent.population += town.population;
        }
        extents.remove("");
        extents
    }

    /// The middle of the land that the towns cover, one in fifty at each end left out: nearer to the middle of the
    /// division than the mean of its towns, which crowd on coasts.
    fn middle(&self) -> (f64, f64) {
        let middle = |values: &[f64]| {
            let mut sorted = values.to_vec();
            sorted.sort_by(f64::total_cmp);
            let cut = sorted.len() / 50;
            f64::midpoint(sorted[cut], sorted[sorted.len() - 1 - cut])
        };
        (middle(&self.lats), middle(&self.lons))
    }
}

fn feature(code: &str) -> Outcome<Feature> {
    Feature::from_code(code).ok_or_else(|| format!("feature code {code} is not listed in src/feature.rs").into())
}

fn other_names(aliases: &str, demonyms: &str) -> Vec<(String, NameKind)> {
    let listed = |names: &str| names.split('|').filter(|n| !n.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    let short = |name: &str| name.ends_with('.') || name.chars().all(|c| c.is_uppercase() || c == '.');
    let alias = |n: String| {
        // Our tables list what English news calls a place as readily as by its first name.
        let kind = if short(&n) { NameKind::Abbreviation } else { NameKind::Primary };
        (n, kind)
    };
    let demonyms = listed(demonyms).into_iter().map(|n| (n, NameKind::Demonym));
    listed(aliases).into_iter().map(alias).chain(demonyms).collect()
}

/// The rows of one of our own tables.
fn table(name: &str) -> Outcome<Vec<Vec<String>>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tables").join(name);
    let text = std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    let rows = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    Ok(rows.map(|line| line.split('\t').map(str::to_owned).collect()).collect())
}

fn columns<const N: usize>(row: &[String]) -> Outcome<[&str; N]> {
    let columns: Vec<&str> = row.iter().map(String::as_str).collect();
    columns
        .try_into()
        .map_err(|c: Vec<&str>| format!("{N} columns are wanted, not {}: {}", c.len(), c.join("\t")).into())
}

/// `[{"code","name"}]`.
fn names(path: &Path) -> Outcome<HashMap<String, String>> {
    let rows: Vec<HashMap<String, String>> = serde_json::from_slice(&std::fs::read(path)?)?;
    let get = |row: &HashMap<String, String>, key: &str| row.get(key).cloned().unwrap_or_default();
    Ok(rows.iter().map(|row| (get(row, "code"), get(row, "name").trim().to_owned())).collect())
}

/// GeoNames' codes and ids only: columns three and four.
fn division_ids(path: &Path) -> Outcome<HashMap<String, u32>> {
    let text = std::fs::read_to_string(path)?;
    let rows = text.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    Ok(rows.filter_map(|row| Some(((*row.get(2)?).to_owned(), row.get(3)?.parse().ok()?))).collect())
}

/// Towns of the table with feature codes, and those of the newer table that the first lacks.
fn towns(sources: &Path) -> Outcome<Vec<Town>> {
    let mut towns = Vec::new();
    let text = std::fs::read_to_string(sources.join("cities500.txt"))?;
    for line in text.lines() {
        let row: Vec<&str> = line.split('\t').collect();
        let &[id, name, ascii, others, lat, lon, _, code, country, _, admin1, admin2, _, _, population, ..] =
            row.as_slice()
        else {
            return Err(format!("cities500.txt: {line}").into());
        };
        let first_order = format!("{country}.{admin1}");
        towns.push(Town {
            geonameid: id.parse()?,
            name: name.to_owned(),
            ascii: ascii.to_owned(),
            others: others.split(',').map(str::to_owned).collect(),
            lat: lat.parse()?,
            lon: lon.parse()?,
            code: code.to_owned(),
            country: country.to_owned(),
            second_order: if admin2.is_empty() { String::new() } else { format!("{first_order}.{admin2}") },
            first_order,
            population: population.parse()?,
        });
    }
    let known: HashSet<u32> = towns.iter().map(|t| t.geonameid).collect();
    let newer: HashMap<String, serde_json::Value> =
        serde_json::from_slice(&std::fs::read(sources.join("cities500.json"))?)?;
    for town in &mut towns {
        // The newer table counts people where the older one has none.
        let population = newer.get(&town.geonameid.to_string()).and_then(|city| city["population"].as_u64());
        town.population = population.filter(|&p| p > 0).unwrap_or(town.population);
    }
    for city in newer.values() {
        let text = |key: &str| city[key].as_str().unwrap_or_default().to_owned();
        let id = u32::try_from(city["geonameid"].as_u64().unwrap_or(0))?;
        let population = city["population"].as_u64().unwrap_or(0);
        // Of the newer towns, those without people are farms and quarters.
        if known.contains(&id) || population == 0 {
            continue;
        }
        let country = text("countrycode");
        towns.push(Town {
            geonameid: id,
            name: text("name"),
            ascii: text("name"),
            others: city["alternatenames"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(|n| n.as_str())
                .map(str::to_owned)
                .collect(),
            lat: city["latitude"].as_f64().unwrap_or(0.0),
            lon: city["longitude"].as_f64().unwrap_or(0.0),
            code: "PPL".to_owned(),
            first_order: format!("{country}.{}", text("admin1code")),
            second_order: String::new(),
            country,
            population,
        });
    }
    towns.retain(|town| !fold(&town.name).is_empty());
    towns.sort_by_key(|town| town.geonameid);
    Ok(towns)
}
