//! What people decide about mentions. Verdicts hang on a mention's key, which is the same whenever the same text is
//! coded the same, and so outlive recoding.

use rusqlite::{OptionalExtension as _, params};

use crate::Result;
use crate::error::Error;
use crate::store::Store;

/// What somebody decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The mention is coded right.
    Right,
    /// It is coded wrong.
    Wrong,
    /// Two mentions are of one event.
    Same,
    /// They are not, though they may still be joined through others.
    Different,
}

impl Verdict {
    /// Its name in the record.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::Wrong => "wrong",
            Self::Same => "same",
            Self::Different => "different",
        }
    }
}

impl Store {
    /// Keeps a verdict on a mention, or, for [`Verdict::Same`] and [`Verdict::Different`], on it and another; an
    /// earlier one on the same is replaced, and events are joined or parted accordingly.
    ///
    /// # Errors
    /// If a mention is not there, one is missing or too many, or the record cannot be written.
    pub fn judge(&mut self, mention: i64, other: Option<i64>, verdict: Verdict, note: Option<&str>) -> Result<()> {
        let of_two = matches!(verdict, Verdict::Same | Verdict::Different);
        if of_two != other.is_some() {
            return Err(Error::misused(format!(
                "{:?} is a verdict on {}",
                verdict.as_str(),
                if of_two { "two mentions" } else { "one mention" }
            )));
        }
        let transaction = self.connection.transaction()?;
        let find = |id: i64| -> Result<(i64, i64, i64)> {
            let mut statement = transaction.prepare_cached(
                "SELECT m.key, s.document, m.event FROM mention m JOIN story s ON s.id = m.story WHERE m.id = ?1",
            )?;
            let found = statement.query_row([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).optional()?;
            found.ok_or_else(|| Error::misused(format!("no mention has the id {id}")))
        };
        let mut sides = vec![find(mention)?];
        sides.extend(other.map(find).transpose()?);
        sides.sort_unstable();
        let (key, document, _) = sides.first().copied().unwrap_or_default();
        let second = sides.get(1);
        transaction.execute(
            "INSERT OR REPLACE INTO verdict (document, key, other, other_document, verdict, note) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![document, key, second.map_or(0, |s| s.0), second.map(|s| s.1), verdict.as_str(), note],
        )?;
        if of_two {
            crate::write::rejoin(&transaction, &sides.iter().map(|side| side.2).collect::<Vec<_>>())?;
        }
        transaction.commit()?;
        Ok(())
    }
}
