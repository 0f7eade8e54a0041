//! The schema's versions. A file of an older version is brought forward, one version at a time, in one transaction
//! each; a file of a newer one is refused.

use rusqlite::functions::FunctionFlags;
use rusqlite::{Connection, TransactionBehavior};

use crate::Result;
use crate::error::Error;
use crate::ids::{hash64, short_id};

/// Marks a file as a record of Memcon: "MEMC".
const APPLICATION: i64 = 0x4d45_4d43;

/// The steps: the first makes version 1 of an empty file, each other the next version of the one before. A step, once
/// released, is never changed; a file of each version is kept under `tests/versions`.
const STEPS: [&str; 2] = [include_str!("schema/0001.sql"), include_str!("schema/0002.sql")];

/// The views, made anew whenever their text has changed.
const VIEWS: &str = include_str!("schema/views.sql");

/// The version that this program writes.
#[expect(clippy::cast_possible_wrap, reason = "a handful")]
pub const VERSION: i64 = STEPS.len() as i64;

/// Whether a file is empty, a record of a known version, or neither, which is an error.
pub(crate) fn version(connection: &Connection) -> Result<i64> {
    let pragma = |name: &str| connection.query_row(&format!("PRAGMA {name}"), [], |row| row.get::<_, i64>(0));
    let (application, version) = (pragma("application_id")?, pragma("user_version")?);
    let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    match (application, version) {
        (APPLICATION, version) if version > VERSION => Err(Error::too_new(version, VERSION)),
        (APPLICATION, version) => Ok(version),
        (0, 0) if tables == 0 => Ok(0),
        _ => Err(Error::not_a_record()),
    }
}

/// Brings a file to this program's version, with its views.
pub(crate) fn migrate(connection: &mut Connection) -> Result<()> {
    let from = version(connection)?;
    if from < VERSION {
        // Steps name rows by the hash of a text, as the writer does.
        connection.create_scalar_function("short_id", 1, FunctionFlags::SQLITE_DETERMINISTIC, |context| {
            Ok(short_id(hash64(&[context.get_raw(0).as_str()?.as_bytes()])))
        })?;
        // The views of a version know nothing of the next one's columns.
        drop_views(connection)?;
    }
    for number in from..VERSION {
        let step = usize::try_from(number).ok().and_then(|number| STEPS.get(number));
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Another process may have been faster.
        if version(&transaction)? == number {
            transaction.execute_batch(step.copied().unwrap_or_default())?;
            transaction.execute_batch(&format!(
                "PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {}",
                number + 1
            ))?;
        }
        transaction.commit()?;
    }
    if views_of(connection)? != wanted_views() {
        remake_views(connection)?;
    }
    Ok(())
}

fn remake_views(connection: &mut Connection) -> Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    drop_views(&transaction)?;
    transaction.execute_batch(VIEWS)?;
    transaction.commit()?;
    Ok(())
}

fn drop_views(connection: &Connection) -> Result<()> {
    for view in views_of(connection)? {
        let name = view.split_whitespace().nth(2).unwrap_or_default();
        connection.execute_batch(&format!("DROP VIEW IF EXISTS {name}"))?;
    }
    Ok(())
}

/// The views of a file as they were written, in the order of their names.
fn views_of(connection: &Connection) -> Result<Vec<String>> {
    let mut statement = connection.prepare("SELECT sql FROM sqlite_schema WHERE type = 'view' ORDER BY sql")?;
    let views = statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    Ok(views)
}

/// The views as they should be: the statements of [`VIEWS`] without their comments.
fn wanted_views() -> Vec<String> {
    let code: Vec<&str> = VIEWS.lines().filter(|line| !line.starts_with("--")).collect();
    let text = code.join("\n");
    let mut views: Vec<String> = text
        .split(";\n")
        .map(|view| view.trim().trim_end_matches(';').to_owned())
        .filter(|view| !view.is_empty())
        .collect();
    views.sort();
    views
}
