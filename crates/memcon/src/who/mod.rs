//! Who is who: parties with country, sector and office, from the story first and from the tables second.
//!
//! [`Resolver`] reads a phrase by itself ("the Kremlin spokesman").

mod answer;
mod canonical;
mod entities;
mod noun_phrase;
mod party;
mod phrase;
mod resolve;

pub use answer::{Answer, answer};
pub use entities::{Entities, EntityMentioned};
pub use memcon_lexicon::people::Gender;
pub use memcon_lexicon::{Day, Knowledge, Sector};
pub use party::{Kind, Office, Party, Resolution, Tenure};
pub use resolve::Resolver;

#[cfg(test)]
mod tests;
