//! Organisations: rows of `organisations.txt`.

use std::sync::Arc;

use crate::countries::{code, items, period, sector};
use crate::day::Period;
use crate::sector::{SECTORS, Sector};
use crate::table::{self, Row, Source, TableError};

/// An organisation in a period in which its country and sector did not change.
#[derive(Clone, Debug)]
pub struct Organisation {
    /// Canonical name.
    pub name: Box<str>,
    /// Abbreviations and other names.
    pub names: Vec<Box<str>>,
    /// Country or kind of international body; `None` where none stands for it.
    pub country: Option<Box<str>>,
    /// Primary sector.
    pub sector: Option<Sector>,
    /// Secondary sectors.
    pub also: Vec<Sector>,
    /// Identifier, where a user's table gives one.
    pub identifier: Option<Box<str>>,
    /// When.
    pub period: Period,
    /// Its row.
    pub source: Source,
}

const COLUMNS: &[&str] = &["name", "other names", "country", "sector", "also", "from", "to"];

/// The rows of a file of organisations.
///
/// # Errors
/// Names the line that is wrong.
pub fn organisations(file: &Arc<str>, text: &str) -> Result<Vec<Organisation>, TableError> {
    table::parse(file, text, COLUMNS)?.iter().map(organisation).collect()
}

fn organisation(row: &Row) -> Result<Organisation, TableError> {
    let country = if row.cell("country").is_empty() { None } else { Some(code(row, "country")?) };
    Ok(Organisation {
        name: row.required("name")?.into(),
        names: items(row, "other names"),
        country,
        sector: sector(row, "sector")?,
        also: row.parsed_list("also", SECTORS)?,
        identifier: None,
        period: period(row)?,
        source: row.source.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_read() {
        let text =
            "name|other names|country|sector|also|from|to\nBlack Hand | BH; Crna Ruka | SRB | REB | MIL | 1901 | 1917";
        let rows = organisations(&Arc::from("o.txt"), text).expect("well formed");
        assert_eq!(rows[0].names.len(), 2);
        assert_eq!((rows[0].sector, rows[0].also.as_slice()), (Some(Sector::Rebel), &[Sector::Military][..]));
    }

    #[test]
    fn periods_must_run_forwards() {
        let text = "name|other names|country|sector|also|from|to\nBlack Hand||SRB|REB||1917|1901";
        assert!(organisations(&Arc::from("o.txt"), text).expect_err("backwards").problem.contains("comes after"));
    }
}
