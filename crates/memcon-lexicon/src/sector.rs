//! PLOVER's sectors.

use std::fmt;
use std::str::FromStr;

macro_rules! sectors {
    ($($(#[$doc:meta])* $variant:ident = $code:literal),+ $(,)?) => {
        /// What kind of actor somebody is, in PLOVER's codes.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Sector { $($(#[$doc])* $variant),+ }

        impl Sector {
            /// Every sector.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// PLOVER's code: `GOV`.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }
        }

        impl FromStr for Sector {
            type Err = UnknownSector;

            fn from_str(text: &str) -> Result<Self, UnknownSector> {
                match text { $($code => Ok(Self::$variant),)+ _ => Err(UnknownSector) }
            }
        }
    };
}

sectors! {
    /// Police.
    Police = "COP",
    /// Executive, ministries, diplomats.
    Government = "GOV",
    /// Courts, judges, prosecutors.
    Judiciary = "JUD",
    /// Parliaments and their members.
    Legislature = "LEG",
    /// Armed forces of a state.
    Military = "MIL",
    /// Armed groups on the side of a state, mercenaries.
    Paramilitary = "PRM",
    /// Parties, politicians without office, candidates.
    Party = "PTY",
    /// Rebels, insurgents, terrorists.
    Rebel = "REB",
    /// Intelligence services.
    Intelligence = "SPY",
    /// Armed people of unknown allegiance.
    UnidentifiedArmed = "UAF",
    /// Unknown.
    Unknown = "UNK",
    /// Farming and fishing.
    Agriculture = "AGR",
    /// Companies and business people.
    Business = "BUS",
    /// Criminals.
    Criminal = "CRM",
    /// Civilians, protesters, activists.
    Civilian = "CVL",
    /// Schools, universities, scholars.
    Education = "EDU",
    /// Former officials.
    Elite = "ELI",
    /// Media.
    Media = "JRN",
    /// Workers and unions.
    Labour = "LAB",
    /// Health and rescue.
    Medical = "MED",
    /// Refugees and displaced people.
    Refugee = "REF",
    /// Opposition.
    Opposition = "OPP",
    /// Partially recognised entities.
    PartiallyRecognised = "PRE",
    /// Religious bodies and communities.
    Religion = "REL",
    /// Civil society.
    Society = "SOC",
}

/// The codes, for messages.
pub(crate) const SECTORS: &str = "a PLOVER sector: COP, GOV, JUD, LEG, MIL, PRM, PTY, REB, SPY, UAF, UNK, AGR, BUS, CRM, CVL, EDU, ELI, JRN, LAB, \
                                  MED, REF, OPP, PRE, REL or SOC";

/// A code that PLOVER does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownSector;

impl fmt::Display for UnknownSector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no sector of PLOVER")
    }
}

impl std::error::Error for UnknownSector {}

impl fmt::Display for Sector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_survive_the_way_to_text_and_back() {
        assert!(Sector::ALL.iter().all(|s| s.as_str().parse() == Ok(*s)));
        assert_eq!("KIN".parse::<Sector>(), Err(UnknownSector));
        assert!(Sector::ALL.iter().all(|s| SECTORS.contains(s.as_str())));
    }
}
