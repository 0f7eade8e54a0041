//! The forward pass of Memcon's reader: an encoder of the BERT family and the heads on it, in int8.
//!
//! A sentence is read with the same bits on every processor, whichever of its instructions are used: products of
//! weights are sums of integers, and the rest is f32 in a fixed order. Weights are used where they lie.
//!
//! ```
//! let file = b"not weights";
//! assert!(memcon_network::Encoder::new(file, file).is_err());
//! ```

mod encoder;
mod float;
mod heads;
mod level;
mod product;
mod weights;

pub use encoder::{Encoder, Room, Seen, WIDTH};
pub use heads::{Entities, EntityScores, EventScores, Events, HeadRoom, Syntax, SyntaxScores};
pub use level::Level;
pub use weights::Damaged;

/// Rows of numbers, all of one width.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matrix {
    data: Vec<f32>,
    rows: usize,
    width: usize,
    /// Numbers from a row to the next.
    stride: usize,
}

impl Matrix {
    /// How many rows there are, and numbers in each.
    pub fn shape(&self) -> (usize, usize) {
        (self.rows, self.width)
    }

    /// A row; empty if there is none of that index.
    pub fn row(&self, index: usize) -> &[f32] {
        self.data.get(index * self.stride..index * self.stride + self.width).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;
