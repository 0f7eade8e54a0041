//! What kind of thing a place is.

/// A feature code of GeoNames, as a number below [`Feature::COUNT`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Feature(u8);

/// The codes that occur, in the order of the numbers in the file: only add at the end.
const CODES: &[&str] = &[
    "PCLI", "PCLD", "TERR", "ADM1", "ADM2", "PPL", "PPLA", "PPLA2", "PPLA3", "PPLA4", "PPLA5", "PPLC", "PPLCH", "PPLF",
    "PPLG", "PPLH", "PPLL", "PPLQ", "PPLR", "PPLS", "PPLW", "PPLX", "STLMT", "CONT", "RGN", "RGNH", "OCN", "SEA",
    "GULF", "BAY", "STRT", "CNL", "CHN", "LK", "STM", "DSRT", "MTS", "MT", "PASS", "PEN", "ISL", "ISLS", "REEF",
    "CAPE", "PRK", "DAM", "INSM", "AIRB", "AIRP", "BLDG", "SQR", "MSQE", "CMP", "NUC", "FLLS",
];

impl Feature {
    /// How many codes there are.
    pub const COUNT: usize = CODES.len();

    /// The feature of a GeoNames code such as `PPLC`.
    pub fn from_code(code: &str) -> Option<Self> {
        CODES.iter().position(|c| *c == code).and_then(|at| u8::try_from(at).ok()).map(Self)
    }

    /// The feature of a number in the file.
    pub(crate) fn from_number(number: u8) -> Option<Self> {
        (usize::from(number) < Self::COUNT).then_some(Self(number))
    }

    /// Its number in the file.
    pub(crate) fn number(self) -> u8 {
        self.0
    }

    /// GeoNames' code for it.
    pub fn code(self) -> &'static str {
        CODES[usize::from(self.0)]
    }

    /// GeoNames' class for it: `A` administrative, `P` populated, `H` water, `L` area, `S` spot, `T` terrain.
    pub fn class(self) -> char {
        match self.code() {
            "PCLI" | "PCLD" | "TERR" | "ADM1" | "ADM2" => 'A',
            "OCN" | "SEA" | "GULF" | "BAY" | "STRT" | "CNL" | "CHN" | "LK" | "STM" | "REEF" | "FLLS" => 'H',
            "CONT" | "RGN" | "RGNH" | "PRK" => 'L',
            "DSRT" | "MTS" | "MT" | "PASS" | "PEN" | "ISL" | "ISLS" | "CAPE" => 'T',
            "DAM" | "INSM" | "AIRB" | "AIRP" | "BLDG" | "SQR" | "MSQE" | "CMP" | "NUC" => 'S',
            _ => 'P',
        }
    }

    /// Whether it is a state or a territory.
    pub fn is_country(self) -> bool {
        matches!(self.code(), "PCLI" | "PCLD" | "TERR")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_fit_their_bits() {
        const { assert!(Feature::COUNT <= 1 << crate::layout::FEATURE_BITS) };
    }

    #[test]
    fn codes_come_back() {
        for (at, code) in CODES.iter().enumerate() {
            let feature = Feature::from_code(code).expect("listed");
            assert_eq!(usize::from(feature.number()), at);
            assert_eq!(feature.code(), *code);
        }
        assert_eq!(Feature::from_code("XYZ"), None);
        assert_eq!(Feature::from_number(255), None);
    }
}
