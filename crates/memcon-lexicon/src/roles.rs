//! Roles: rows of `roles.txt`, what common nouns and titles say about a party's sector.

use std::sync::Arc;

use crate::countries::sector;
use crate::sector::{SECTORS, Sector};
use crate::table::{self, Row, Source, TableError};

/// What kind of thing a role noun names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoleKind {
    /// A post that one holds: who held it is a former official.
    Office,
    /// Another noun for a person.
    Person,
    /// A noun for several people.
    Group,
    /// An institution.
    Body,
    /// An armed force, a weapon or vehicle of one.
    Force,
    /// A place of people.
    Site,
    /// A word before a noun.
    Quality,
}

impl std::str::FromStr for RoleKind {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Ok(match text {
            "office" => Self::Office,
            "person" => Self::Person,
            "group" => Self::Group,
            "body" => Self::Body,
            "force" => Self::Force,
            "site" => Self::Site,
            "quality" => Self::Quality,
            _ => return Err(()),
        })
    }
}

/// A row of nouns that say the same.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "the flags of the column `how`, each independent")]
pub struct Role {
    /// The nouns in singular and plural.
    pub nouns: Vec<Noun>,
    /// Primary sector; with `belongs` only where no body is named with it.
    pub sector: Option<Sector>,
    /// Secondary sectors.
    pub also: Vec<Sector>,
    /// What they name.
    pub kind: RoleKind,
    /// They take the sector of the body named with them.
    pub belongs: bool,
    /// They keep their sector whatever they are named with.
    pub own: bool,
    /// They serve outside their state.
    pub abroad: bool,
    /// They are their state where one is named, else nobody.
    pub partner: bool,
    /// They are no party by themselves.
    pub quiet: bool,
    /// Their row.
    pub source: Source,
}

/// A noun in one of its forms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noun {
    /// The form.
    pub form: Box<str>,
    /// The singular.
    pub singular: Box<str>,
    /// Whether the form is a plural.
    pub plural: bool,
}

const COLUMNS: &[&str] = &["nouns", "sector", "also", "kind", "how"];

/// The rows of a file of roles.
///
/// # Errors
/// Names the line that is wrong.
pub fn roles(file: &Arc<str>, text: &str) -> Result<Vec<Role>, TableError> {
    table::parse(file, text, COLUMNS)?.iter().map(role).collect()
}

fn role(row: &Row) -> Result<Role, TableError> {
    row.required("nouns")?;
    row.required("kind")?;
    let kind = row.parsed("kind", "office, person, group, body, force, site or quality")?.unwrap_or(RoleKind::Group);
    let mut role = Role {
        nouns: Vec::new(),
        sector: sector(row, "sector")?,
        also: row.parsed_list("also", SECTORS)?,
        kind,
        belongs: false,
        own: false,
        abroad: false,
        partner: false,
        quiet: false,
        source: row.source.clone(),
    };
    for how in row.cell("how").split_whitespace() {
        match how {
            "belongs" => role.belongs = true,
            "own" => role.own = true,
            "abroad" => role.abroad = true,
            "partner" => role.partner = true,
            "quiet" => role.quiet = true,
            _ => return Err(row.error(format!("unknown {how:?}"), "expected belongs, own, abroad, partner or quiet")),
        }
    }
    row.list("nouns").for_each(|item| add_forms(item, kind, &mut role.nouns));
    Ok(role)
}

/// Adds the singular and the plural of `man (men)` or `rebel`.
fn add_forms(item: &str, kind: RoleKind, nouns: &mut Vec<Noun>) {
    let (singular, listed) = match item.split_once('(') {
        Some((noun, plurals)) => (noun.trim(), plurals.trim_end_matches(')')),
        None => (item, ""),
    };
    nouns.push(Noun { form: singular.into(), singular: singular.into(), plural: false });
    if kind == RoleKind::Quality {
        return;
    }
    let plurals: Vec<String> = match listed {
        "" => vec![plural(singular)],
        listed => listed.split(',').map(|form| form.trim().to_owned()).collect(),
    };
    let forms = plurals.into_iter().filter(|form| form != singular);
    nouns.extend(forms.map(|form| Noun { form: form.into(), singular: singular.into(), plural: true }));
}

/// The regular plural of an English noun phrase whose head is its last word, or the word before `of`, `for`,
/// `general` or a particle: `ministers of defence`, `attorneys general`.
pub fn plural(noun: &str) -> String {
    for link in [" of ", " for ", " to ", " in ", " at ", "-in-", "-at-"] {
        if let Some(at) = noun.find(link) {
            return plural(&noun[..at]) + &noun[at..];
        }
    }
    if noun.ends_with("men") || noun.ends_with("people") || noun.ends_with('s') || noun.ends_with("police") {
        return noun.to_owned();
    }
    if let Some(stem) = noun.strip_suffix("man")
        && !noun.ends_with("human")
        && !noun.ends_with("german")
    {
        return format!("{stem}men");
    }
    if noun.ends_with("sh") || noun.ends_with("ch") || noun.ends_with('x') || noun.ends_with('z') {
        return format!("{noun}es");
    }
    match noun.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'i', 'o', 'u']) => format!("{stem}ies"),
        _ => format!("{noun}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_are_formed_by_rule() {
        for (one, many) in [
            ("envoy", "envoys"),
            ("deputy", "deputies"),
            ("spokesman", "spokesmen"),
            ("minister of state", "ministers of state"),
            ("coach", "coaches"),
            ("police", "police"),
            ("commander-in-chief", "commanders-in-chief"),
        ] {
            assert_eq!(plural(one), many);
        }
    }

    #[test]
    fn rows_are_read() {
        let text = "nouns|sector|also|kind|how\nthief (thieves); crook | CRM | | group |\nenvoy|GOV||office|own abroad";
        let rows = roles(&Arc::from("r.txt"), text).expect("well formed");
        let forms: Vec<&str> = rows[0].nouns.iter().map(|n| &*n.form).collect();
        assert_eq!(forms, ["thief", "thieves", "crook", "crooks"]);
        assert!(rows[1].own && rows[1].abroad && !rows[1].belongs);
        assert!(roles(&Arc::from("r.txt"), "nouns|sector|also|kind|how\nenvoy|GOV||office|odd").is_err());
    }
}
