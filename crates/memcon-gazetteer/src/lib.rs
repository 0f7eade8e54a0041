//! Place names of the world, compiled into one file that is used where it lies.
//!
//! Nothing is decoded when a program starts: [`Gazetteer::embedded`] checks a header, and each question reads the few
//! hundred bytes that answer it. `data/README.md` names the sources (GeoNames, CC BY 4.0) and the command that
//! compiles them; [`Compiler`] writes the file and [`layout`] says how it is laid out.

mod compiler;
mod feature;
mod fold;
mod gazetteer;
pub mod layout;
mod names;

pub use compiler::{Compiler, CountryCodes, Source};
pub use feature::Feature;
pub use fold::{fold, fold_into};
pub use gazetteer::{Gazetteer, Place, PlaceIndex};
pub use layout::FormatError;

/// How a name names a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameKind {
    /// The place's first name in the gazetteer, or another that English uses as readily: "Burma", "Kiev".
    Primary,
    /// Another name, older, foreign or shorter: "Ninive", "Idlib" of Idlib Governorate.
    Alias,
    /// A short form that counts only as written, with its points or capitals: "Ky.", "U.S.", "DC".
    Abbreviation,
    /// The people or the adjective of the place: "Turkish", "Londoners".
    Demonym,
}

impl NameKind {
    const ALL: [Self; 4] = [Self::Primary, Self::Alias, Self::Abbreviation, Self::Demonym];

    fn code(self) -> u32 {
        match self {
            Self::Primary => 0,
            Self::Alias => 1,
            Self::Abbreviation => 2,
            Self::Demonym => 3,
        }
    }

    fn from_code(code: u32) -> Option<Self> {
        Self::ALL.get(usize::try_from(code).ok()?).copied()
    }
}
