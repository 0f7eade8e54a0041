//! How the file is laid out. Numbers are little-endian.
//!
//! | part | what |
//! |---|---|
//! | header | magic `MCGZ`, version `u32`, then for each of the seven sections its length in bytes, `u32` |
//! | places | records of [`PLACE`] bytes, ordered by the folded form of their first name, larger places first |
//! | names | first names, in blocks of [`BLOCK`] front-coded strings; each string ends with how many places bear it |
//! | name index | per block: its byte in `names` and its first place, two `u32` |
//! | other names | aliases, abbreviations, demonyms, coded as `names`; each ends with its places |
//! | other index | per block: its byte in `other names`, `u32` |
//! | divisions | per state, first- and second-order division: its place `u24`, its state's row in `countries`, `u8` |
//! | countries | the five letters of its alpha-2 and alpha-3 codes |
//!
//! A place record: GeoNames id `u24` (0: none), latitude and longitude as 20 bits each of their range (within 20 m),
//! population as eight times its binary logarithm `u8`, [`Feature`](crate::Feature) in the lower six bits and fame in the
//! upper two of a `u8`, the division that holds it `u16` ([`NO_DIVISION`]: none). A front-coded string: bytes shared with the one before `u8`, further bytes `u8`, and
//! those; for first names then the number of places, one byte or 255 and `u24`; for other names the number of places
//! `u8` and for each a `u24`: the [kind](crate::NameKind) in the upper four bits, the place in the lower twenty.

use std::fmt;

/// First bytes of the file.
pub const MAGIC: [u8; 4] = *b"MCGZ";
/// Version of the layout.
pub const VERSION: u32 = 1;
/// Number of sections.
pub const SECTIONS: usize = 7;
/// Length of the header, bytes.
pub const HEADER: usize = 8 + 4 * SECTIONS;
/// Length of a place record, bytes.
pub const PLACE: usize = 12;
/// Strings in a block.
pub const BLOCK: usize = 16;
/// Length of a row of the name index, bytes.
pub const NAME_ROW: usize = 8;
/// Length of a row of the other index, bytes.
pub const OTHER_ROW: usize = 4;
/// Length of a row of divisions, bytes.
pub const DIVISION: usize = 4;
/// Length of a row of countries, bytes.
pub const COUNTRY: usize = 5;
/// The division of a place that lies in none.
pub const NO_DIVISION: u16 = u16::MAX;
/// Bits of a record's feature; those above are its fame.
pub const FEATURE_BITS: u32 = 6;
/// Places that twenty bits can number.
pub const MOST_PLACES: usize = 1 << 20;
/// Steps of latitude and of longitude.
pub(crate) const DEGREE_STEPS: f64 = ((1_u32 << 20) - 1) as f64;

/// The file is not a gazetteer that this version reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormatError(pub(crate) String);

impl fmt::Display for FormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not a gazetteer of version {VERSION}: {}; compile it again as data/README.md says", self.0)
    }
}

impl std::error::Error for FormatError {}

/// The `u24` at byte `at`.
pub(crate) fn u24(bytes: &[u8], at: usize) -> Option<u32> {
    let b = bytes.get(at..at.checked_add(3)?)?;
    Some(u32::from_le_bytes([b[0], b[1], b[2], 0]))
}

/// The `u32` at byte `at`.
pub(crate) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let b = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
}

/// An index as the machine counts.
pub(crate) fn index(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
