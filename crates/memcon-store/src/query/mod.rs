//! Reading: events by filter, counts, and SQL of the user's own.

mod counts;
mod events;
mod filter;
mod pages;
mod sql;

use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;

pub use counts::{Count, Grouping, Period, Unit};
pub use events::{Conflict, Found, Outcome, Report};
pub use filter::Filter;
pub use pages::{Window, day_of_event, first_event_of};
pub use sql::Cell;

use crate::Result;
use crate::cluster::kilometres;

/// Adds Memcon's functions to a connection: `distance_km(lat, lon, lat, lon)`, along the great circle.
pub(crate) fn functions(connection: &Connection) -> Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    connection.create_scalar_function("distance_km", 4, flags, |context| {
        let at = |number: usize| context.get::<Option<f64>>(number);
        let (from, to) = (at(0)?.zip(at(1)?), at(2)?.zip(at(3)?));
        Ok(from.zip(to).map(|(from, to)| kilometres(from, to)))
    })?;
    Ok(())
}
