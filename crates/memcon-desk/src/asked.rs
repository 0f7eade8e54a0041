//! What an address asks for: filters, cursors and limits, with errors that name the parameter.

use std::sync::LazyLock;

use jiff::civil::Date;
use memcon_lexicon::{Category, Context, Mode, Sector, Status};
use memcon_store::query::Filter;

use crate::fault::Fault;
use crate::show::countries;

/// Longest value of a parameter, in characters.
const LONGEST: usize = 400;

/// Most parameters of an address.
const MOST: usize = 80;

/// The parameters of an address, in their order, empty ones left out.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    pairs: Vec<(String, String)>,
}

/// The parameters that filter events.
pub const FILTERS: [&str; 19] = [
    "actor",
    "recipient",
    "party",
    "dyad",
    "country",
    "sector",
    "category",
    "mode",
    "status",
    "context",
    "from",
    "to",
    "place",
    "near",
    "text",
    "core",
    "decided_by",
    "confidence",
    "sources",
];

impl Asked {
    /// Reads the part of an address after `?`.
    pub fn of(query: Option<&str>) -> Result<Self, Fault> {
        let mut pairs = Vec::new();
        for (name, value) in form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
            if value.chars().count() > LONGEST {
                return Err(Fault::asked(format!("{name}: longer than {LONGEST} characters")));
            }
            let value = value.trim();
            if !value.is_empty() {
                pairs.push((name.into_owned(), value.to_owned()));
            }
        }
        if pairs.len() > MOST {
            return Err(Fault::asked(format!("more than {MOST} parameters")));
        }
        Ok(Self { pairs })
    }

    /// The first value of a parameter.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The value of a parameter, or nothing.
    pub fn text(&self, name: &str) -> String {
        self.get(name).unwrap_or_default().to_owned()
    }

    /// All values of a parameter, also those parted by commas.
    pub fn all(&self, name: &str) -> Vec<&str> {
        let values = self.pairs.iter().filter(|(known, _)| known == name);
        values.flat_map(|(_, value)| value.split(',')).map(str::trim).filter(|value| !value.is_empty()).collect()
    }

    /// A value read as something.
    pub fn parsed<T: std::str::FromStr>(&self, name: &str, what: &str) -> Result<Option<T>, Fault> {
        let parse = |text: &str| text.parse().map_err(|_| Fault::asked(format!("{name}: {text:?} is not {what}")));
        self.get(name).map(parse).transpose()
    }

    /// A number from 1 to `most`.
    pub fn limit(&self, default: u32, most: u32) -> Result<u32, Fault> {
        let limit = self.parsed::<u32>("limit", "a number")?.unwrap_or(default);
        if (1..=most).contains(&limit) { Ok(limit) } else { Err(Fault::asked(format!("limit: from 1 to {most}"))) }
    }

    /// The id of an event in a parameter.
    pub fn id(&self, name: &str) -> Result<Option<i64>, Fault> {
        self.parsed(name, "an id, a number as the field `unique` gives it")
    }

    /// Whether any filter is set.
    pub fn filters(&self) -> bool {
        self.pairs.iter().any(|(name, _)| FILTERS.contains(&name.as_str()))
    }

    /// The filters that are set, each with the address without it.
    pub fn chips(&self) -> Vec<(String, String, String)> {
        let set = self.pairs.iter().enumerate().filter(|(_, (name, _))| FILTERS.contains(&name.as_str()));
        let chip = |(at, (name, value)): (usize, &(String, String))| {
            let others = self.pairs.iter().enumerate().filter(|(other, (name, _))| *other != at && name != "before");
            (name.replace('_', " "), value.clone(), encoded(others.map(|(_, pair)| pair)))
        };
        set.map(chip).collect()
    }

    /// The address with some parameters replaced; `None` takes one away.
    pub fn with(&self, changes: &[(&str, Option<String>)]) -> String {
        let mut pairs: Vec<(String, String)> =
            self.pairs.iter().filter(|(name, _)| changes.iter().all(|(other, _)| other != name)).cloned().collect();
        let new = changes.iter().filter_map(|(name, value)| Some(((*name).to_owned(), value.clone()?)));
        pairs.extend(new);
        encoded(pairs.iter())
    }

    /// The filter that is asked for.
    pub fn filter(&self) -> Result<Filter, Fault> {
        let mut filter = Filter {
            actor: self.get("actor").map(who),
            recipient: self.get("recipient").map(who),
            party: self.get("party").map(who),
            dyad: self.get("dyad").map(dyad).transpose()?,
            country: self.get("country").map(|text| country("country", text)).transpose()?,
            sector: self.known("sector", |text| text.to_uppercase().parse::<Sector>().is_ok())?.pop(),
            categories: self.known("category", |text| text.parse::<Category>().is_ok())?,
            mode: self.known("mode", |text| text.parse::<Mode>().is_ok())?.pop(),
            statuses: self.known("status", |text| text.parse::<Status>().is_ok())?,
            context: self.known("context", |text| text.parse::<Context>().is_ok())?.pop(),
            from: self.get("from").map(|text| date("from", text)).transpose()?,
            to: self.get("to").map(|text| date("to", text)).transpose()?,
            place: self.get("place").map(str::to_owned),
            near: self.get("near").map(near).transpose()?,
            text: self.get("text").map(words),
            core: self.flag("core")?,
            decided_by: self.get("decided_by").map(str::to_owned),
            confidence: self.parsed::<f64>("confidence", "a number from 0 to 1")?,
            sources: self.parsed("sources", "a number")?,
        };
        if filter.confidence.is_some_and(|least| !(0.0..=1.0).contains(&least)) {
            return Err(Fault::asked("confidence: from 0 to 1"));
        }
        filter.sector = filter.sector.map(|sector| sector.to_uppercase());
        Ok(filter)
    }

    fn known(&self, name: &str, is_known: impl Fn(&str) -> bool) -> Result<Vec<String>, Fault> {
        let one = |text: &str| {
            if is_known(text) {
                Ok(text.to_owned())
            } else {
                Err(Fault::asked(format!("{name}: {text:?} is none of PLOVER's; see /api")))
            }
        };
        self.all(name).into_iter().map(one).collect()
    }

    /// A yes or no.
    pub fn flag(&self, name: &str) -> Result<bool, Fault> {
        match self.get(name) {
            None | Some("false" | "0" | "no" | "off") => Ok(false),
            Some("true" | "1" | "yes" | "on") => Ok(true),
            Some(other) => Err(Fault::asked(format!("{name}: {other:?} is neither true nor false"))),
        }
    }
}

fn encoded<'a>(pairs: impl Iterator<Item = &'a (String, String)>) -> String {
    let mut text = form_urlencoded::Serializer::new(String::new());
    pairs.for_each(|(name, value)| {
        text.append_pair(name, value);
    });
    text.finish()
}

/// An address of this desk with parameters.
pub fn address(path: &str, pairs: &[(&str, &str)]) -> String {
    let mut text = form_urlencoded::Serializer::new(String::new());
    for (name, value) in pairs {
        text.append_pair(name, value);
    }
    let query = text.finish();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// A country by its name or code becomes its code; other names stay.
fn who(text: &str) -> String {
    code(text).unwrap_or_else(|| text.to_owned())
}

/// The code that a name or a code stands for.
pub fn code(text: &str) -> Option<String> {
    let is_code = text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_alphabetic());
    let by_name = || countries().iter().find(|(_, name)| name.eq_ignore_ascii_case(text)).map(|(code, _)| code.clone());
    let upper = text.to_uppercase();
    if is_code && (upper == text || countries().iter().any(|(code, _)| *code == upper)) {
        return Some(upper);
    }
    by_name()
}

/// A country, or an error that names the parameter.
pub fn country(name: &str, text: &str) -> Result<String, Fault> {
    code(text).ok_or_else(|| Fault::asked(format!("{name}: {text:?} is no country's name or code, such as NOR")))
}

fn dyad(text: &str) -> Result<(String, String), Fault> {
    let (a, b) =
        text.split_once('-').ok_or_else(|| Fault::asked(format!("dyad: {text:?} is no pair such as NOR-KEN")))?;
    Ok((country("dyad", a.trim())?, country("dyad", b.trim())?))
}

/// A day, month or year.
pub fn date(name: &str, text: &str) -> Result<String, Fault> {
    let whole = match text.len() {
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        _ => text.to_owned(),
    };
    let digits = whole.len() == 10 && whole.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    match whole.parse::<Date>() {
        Ok(date) if digits && date.year() > 0 => Ok(text.to_owned()),
        _ => Err(Fault::asked(format!("{name}: {text:?} is no date such as 2025-03-14, 2025-03 or 2025"))),
    }
}

fn near(text: &str) -> Result<(f64, f64, f64), Fault> {
    let numbers: Vec<f64> = text.split(',').filter_map(|number| number.trim().parse().ok()).collect();
    match numbers.as_slice() {
        [lat, lon, km] if lat.abs() <= 90.0 && lon.abs() <= 180.0 && *km > 0.0 && *km <= 20_100.0 => {
            Ok((*lat, *lon, *km))
        }
        _ => {
            Err(Fault::asked(format!("near: {text:?} is no latitude, longitude and kilometres such as 59.91,10.75,50")))
        }
    }
}

/// What somebody types, as FTS5 reads it: words, `"phrases"`, beginnings (`sanction*`), OR and NOT between them. Nothing
/// that is typed is a mistake.
pub fn words(text: &str) -> String {
    static OPERATORS: LazyLock<[&str; 3]> = LazyLock::new(|| ["AND", "OR", "NOT"]);
    let (mut found, mut operator, mut rest): (String, Option<&str>, &str) = (String::new(), None, text);
    loop {
        rest = rest.trim_start();
        if rest.is_empty() {
            break;
        }
        let (piece, after) = match rest.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            None => rest.split_at(rest.find(|c: char| c.is_whitespace() || c == '"').unwrap_or(rest.len())),
        };
        let quoted = rest.starts_with('"');
        rest = after;
        if let (false, Some(known)) = (quoted, OPERATORS.iter().find(|known| **known == piece)) {
            operator = (!found.is_empty()).then_some(*known);
            continue;
        }
        let clean: String = piece.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
        let clean = clean.split_whitespace().collect::<Vec<_>>().join(" ");
        if clean.is_empty() {
            continue;
        }
        if !found.is_empty() {
            found.extend([" ", operator.take().unwrap_or("AND"), " "]);
        }
        found.extend(["\"", &clean, "\""]);
        if !quoted && piece.ends_with('*') {
            found.push('*');
        }
    }
    if found.is_empty() { "\"\"".to_owned() } else { found }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anything_typed_is_a_search() {
        assert_eq!(words("harbour treaty"), "\"harbour\" AND \"treaty\"");
        assert_eq!(words("\"peace talks\" NOT truce OR"), "\"peace talks\" NOT \"truce\"");
        assert_eq!(words("NOT sanction* AND"), "\"sanction\"*");
        assert_eq!(words("'; DROP TABLE event; --"), "\"DROP\" AND \"TABLE\" AND \"event\"");
        assert_eq!((words("\"open"), words("*()")), ("\"open\"".to_owned(), "\"\"".to_owned()));
        assert_eq!(words("O'Neill"), "\"O Neill\"");
    }

    #[test]
    fn mistakes_name_the_parameter() {
        let fault = |query: &str| Asked::of(Some(query)).and_then(|asked| asked.filter()).map_err(|fault| fault.detail);
        assert!(fault("status=done").is_err_and(|detail| detail.starts_with("status:")));
        assert!(fault("from=2025-13").is_err_and(|detail| detail.starts_with("from:")));
        assert!(fault("near=1,2").is_err_and(|detail| detail.starts_with("near:")));
        assert!(fault("confidence=2").is_err_and(|detail| detail.starts_with("confidence:")));
        assert!(fault(&format!("text={}", "a".repeat(500))).is_err());
        let filter = fault("party=Norway&category=ACCUSE,AID&category=AGREE&from=&core=on").expect("a filter");
        assert_eq!((filter.party.as_deref(), filter.categories.len(), filter.core), (Some("NOR"), 3, true));
    }

    #[test]
    fn addresses_keep_what_is_not_changed() {
        let asked = Asked::of(Some("from=2025&text=a%26b&before=7")).expect("short");
        assert_eq!(asked.with(&[("before", Some("9".to_owned()))]), "from=2025&text=a%26b&before=9");
        assert_eq!(asked.chips()[0], ("from".to_owned(), "2025".to_owned(), "text=a%26b".to_owned()));
    }
}
