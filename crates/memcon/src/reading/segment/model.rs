//! The linear model that decides whether a sentence ends, and its file.

use std::fmt;

/// First bytes of the file; the last is the version of layout and features.
const MAGIC: &[u8; 8] = b"MEMCSEG\x01";
/// Magic, scale, bias, checksum.
const HEADER: usize = MAGIC.len() + 12;

/// Number of weights: features are hashed to as many places.
pub const PLACES: usize = 1 << 19;

/// A linear model over hashed features, its weights eight bits wide.
#[derive(Clone)]
pub struct BoundaryModel {
    scale: f32,
    bias: f32,
    weights: Vec<i8>,
}

/// Why bytes are no boundary model.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ModelError {
    /// The bytes do not begin as the file of this version does.
    Foreign,
    /// The file has another length than it should.
    Length {
        /// Bytes that the file should have.
        expected: usize,
        /// Bytes that it has.
        found: usize,
    },
    /// The checksum does not fit the weights, or the scale is no number.
    Damaged,
}

impl fmt::Display for ModelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Foreign => write!(f, "these are not segmenter weights of this version; ")?,
            Self::Length { expected, found } => write!(f, "segmenter weights of {found} bytes, {expected} expected; ")?,
            Self::Damaged => write!(f, "the segmenter weights are damaged; ")?,
        }
        write!(f, "write them anew with `cargo xtask train-segmenter`")
    }
}

impl std::error::Error for ModelError {}

impl BoundaryModel {
    /// Rounds trained weights to eight bits.
    ///
    /// # Errors
    /// Where there are not [`PLACES`] weights.
    pub fn quantise(weights: &[f32], bias: f32) -> Result<Self, ModelError> {
        if weights.len() != PLACES {
            return Err(ModelError::Length { expected: PLACES, found: weights.len() });
        }
        let largest = weights.iter().fold(0.0_f32, |most, w| most.max(w.abs()));
        let scale = if largest > 0.0 { largest / 127.0 } else { 1.0 };
        #[allow(clippy::cast_possible_truncation, reason = "within ±127 by the choice of scale")]
        let weights = weights.iter().map(|w| (w / scale).round() as i8).collect();
        Ok(Self { scale, bias, weights })
    }

    /// How much speaks for a sentence end, in log odds: above zero it is likelier than not.
    #[allow(clippy::indexing_slicing, reason = "the remainder is below the length, which `decode` checks")]
    pub fn score(&self, features: &[u32]) -> f32 {
        let sum: i32 = features.iter().map(|&f| i32::from(self.weights[f as usize % PLACES])).sum();
        sum as f32 * self.scale + self.bias
    }

    /// The file of the model.
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(HEADER + PLACES);
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&self.scale.to_le_bytes());
        bytes.extend_from_slice(&self.bias.to_le_bytes());
        let weights: Vec<u8> = self.weights.iter().map(|w| w.cast_unsigned()).collect();
        bytes.extend_from_slice(&checksum(&weights).to_le_bytes());
        bytes.extend_from_slice(&weights);
        bytes
    }

    /// The model of a file.
    ///
    /// # Errors
    /// Where the bytes are no such file, or a damaged one.
    pub fn decode(bytes: &[u8]) -> Result<Self, ModelError> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(ModelError::Foreign)?;
        let length = ModelError::Length { expected: HEADER + PLACES, found: bytes.len() };
        let (scale, rest) = rest.split_first_chunk().ok_or_else(|| length.clone())?;
        let (bias, rest) = rest.split_first_chunk().ok_or_else(|| length.clone())?;
        let (sum, weights) = rest.split_first_chunk().ok_or_else(|| length.clone())?;
        if weights.len() != PLACES {
            return Err(length);
        }
        let (scale, bias) = (f32::from_le_bytes(*scale), f32::from_le_bytes(*bias));
        if checksum(weights) != u32::from_le_bytes(*sum) || !scale.is_finite() || !bias.is_finite() {
            return Err(ModelError::Damaged);
        }
        Ok(Self { scale, bias, weights: weights.iter().map(|w| w.cast_signed()).collect() })
    }
}

impl fmt::Debug for BoundaryModel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BoundaryModel").field("scale", &self.scale).field("bias", &self.bias).finish_non_exhaustive()
    }
}

/// FNV-1a, 32 bits.
fn checksum(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811C_9DC5, |hash, &b| (hash ^ u32::from(b)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn small() -> BoundaryModel {
        let mut weights = vec![0.0; PLACES];
        weights[7] = 2.54;
        weights[9] = -1.27;
        BoundaryModel::quantise(&weights, 0.5).expect("as many weights as places")
    }

    #[test]
    fn a_model_survives_the_way_to_its_file_and_back() {
        let model = BoundaryModel::decode(&small().encode()).expect("just written");
        assert!((model.score(&[7]) - 3.04).abs() < 0.05);
        assert!((model.score(&[9]) + 0.77).abs() < 0.05);
        assert!((model.score(&[]) - 0.5).abs() < 1e-6);
    }

    #[test]
    fn damaged_files_are_told() {
        let bytes = small().encode();
        assert_eq!(BoundaryModel::decode(b"PK\x03\x04").unwrap_err(), ModelError::Foreign);
        let cut = BoundaryModel::decode(&bytes[..40]).unwrap_err();
        assert_eq!(cut, ModelError::Length { expected: HEADER + PLACES, found: 40 });
        let mut flipped = bytes;
        flipped[HEADER + 11] ^= 4;
        assert_eq!(BoundaryModel::decode(&flipped).unwrap_err(), ModelError::Damaged);
        assert!(ModelError::Damaged.to_string().contains("train-segmenter"));
    }
}
