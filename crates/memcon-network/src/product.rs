//! The product that takes most of the time: u8 × i8 summed in i32, exact in any order, then scaled and biased in f32.

#![allow(unsafe_code)]

use crate::float;
use crate::level::{Kind, Level};
use crate::weights::{COLUMNS, Layer, Panel};

/// Rows of numbers as u8: a number is `(byte - zero) * scale`.
#[derive(Default)]
pub(crate) struct Quantised {
    bytes: Vec<u8>,
    rows: usize,
    depth: usize,
    scale: f32,
    zero: i32,
}

impl Quantised {
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Rounds the rows of `source`, each `width` numbers at intervals of `stride`, to steps that divide their whole range.
    /// `with_one` puts a 1 behind each row. ONNX's `DynamicQuantizeLinear`, to the bit.
    pub fn take(&mut self, level: Level, source: &[f32], (rows, width, stride): (usize, usize, usize), with_one: bool) {
        let each = || source.chunks(stride).take(rows).map(|row| &row[..width]);
        let whole = if stride == width {
            float::range(level, &source[..rows * width])
        } else {
            each().map(|row| float::range(level, row)).fold((0.0, 0.0), float::wider)
        };
        let (least, most) = float::wider(whole, if with_one { (0.0, 1.0) } else { (0.0, 0.0) });
        self.scale = (most - least) / 255.0;
        let zero = (0.0 - least / self.scale).clamp(0.0, 255.0).round_ties_even();
        #[allow(clippy::cast_possible_truncation)] // It is at most 255.
        let zero = zero as i32;
        self.zero = zero;
        let steps = 1.0 / self.scale;
        self.rows = rows;
        self.depth = (width + usize::from(with_one)).next_multiple_of(8);
        self.bytes.resize(rows * self.depth, 0);
        for (bytes, row) in self.bytes.chunks_exact_mut(self.depth).zip(each()) {
            float::steps(level, row, steps, zero, &mut bytes[..width]);
            if with_one {
                float::steps(level, &[1.0], steps, zero, &mut bytes[width..=width]);
            }
        }
    }
}

/// `input` × `layer`, scaled, and the bias added. `out` gets rows of the layer's [width](Layer::width).
pub(crate) fn product(level: Level, input: &Quantised, layer: &Layer, out: &mut Vec<f32>) {
    assert_eq!(input.depth, layer.depth(), "the layer takes other rows");
    let (depth, width) = (layer.depth(), layer.width());
    out.resize(input.rows * width, 0.0);
    for (at, panel) in layer.panels().enumerate() {
        let mut begin = [0; COLUMNS];
        let mut scale = [0.0; COLUMNS];
        for column in 0..COLUMNS {
            begin[column] = -input.zero * panel.sums[column];
            scale[column] = input.scale * panel.scale[column];
        }
        let panel = Tile { panel: &panel, begin: &begin, scale: &scale, depth, width };
        let mut row = 0;
        while row < input.rows {
            // Two tiles of three before a tile of four and a single row.
            let rows = match input.rows - row {
                5 | 6 | 3 => 3,
                left => left.min(4),
            };
            panel.run(level, rows, &input.bytes[row * depth..], &mut out[row * width + at * COLUMNS..]);
            row += rows;
        }
    }
}

/// A panel and what is the same for all its tiles.
struct Tile<'a> {
    panel: &'a Panel<'a>,
    /// Minus the zero's share of each column.
    begin: &'a [i32; COLUMNS],
    scale: &'a [f32; COLUMNS],
    /// Bytes from a row of input to the next.
    depth: usize,
    /// Numbers from a row of output to the next.
    width: usize,
}

impl Tile<'_> {
    fn run(&self, level: Level, rows: usize, input: &[u8], out: &mut [f32]) {
        // What the vector code takes for granted.
        assert!(rows > 0 && input.len() >= rows * self.depth && self.depth == 4 * self.panel.weights.len());
        assert!(out.len() >= (rows - 1) * self.width + COLUMNS && self.depth.is_multiple_of(8));
        assert_eq!(self.panel.extras.len(), self.panel.extra_fours.len());
        macro_rules! with_rows {
            ($($function:ident)::+) => {
                // SAFETY: the level is one that this processor has. Input and output have as many rows as the tile, as
                // was just asserted, and that the fours lie within a row was seen to when the layer was read.
                unsafe {
                    match rows {
                        1 => $($function)::+::<1>(self, input.as_ptr(), out.as_mut_ptr()),
                        2 => $($function)::+::<2>(self, input.as_ptr(), out.as_mut_ptr()),
                        3 => $($function)::+::<3>(self, input.as_ptr(), out.as_mut_ptr()),
                        _ => $($function)::+::<4>(self, input.as_ptr(), out.as_mut_ptr()),
                    }
                }
            };
        }
        assert!(rows <= 4);
        match level.kind() {
            Kind::Portable => self.run_portably(rows, input, out),
            #[cfg(target_arch = "x86_64")]
            Kind::Avx2 => with_rows!(x86::avx2::tile),
            #[cfg(target_arch = "x86_64")]
            Kind::AvxVnni => with_rows!(x86::avx_vnni::tile),
            #[cfg(target_arch = "x86_64")]
            Kind::Avx512Vnni => with_rows!(x86::avx512_vnni::tile),
        }
    }

    fn run_portably(&self, rows: usize, input: &[u8], out: &mut [f32]) {
        for row in 0..rows {
            let fours = input[row * self.depth..][..self.depth].as_chunks::<4>().0;
            let mut sums = *self.begin;
            let mut add = |four: &[u8; 4], weights: &[u8; 4 * COLUMNS]| {
                for (sum, weights) in sums.iter_mut().zip(weights.as_chunks::<4>().0) {
                    for (&byte, &weight) in four.iter().zip(weights) {
                        *sum += i32::from(byte) * i32::from(weight.cast_signed());
                    }
                }
            };
            for (four, weights) in fours.iter().zip(self.panel.weights) {
                add(four, weights);
            }
            for (&four, weights) in self.panel.extra_fours.iter().zip(self.panel.extras) {
                add(&fours[four as usize], weights);
            }
            let out = &mut out[row * self.width..][..COLUMNS];
            for column in 0..COLUMNS {
                out[column] = sums[column] as f32 * self.scale[column] + self.panel.bias[column];
            }
        }
    }
}

/// Tiles of up to four rows by two vectors of eight columns.
#[cfg(target_arch = "x86_64")]
mod x86 {
    #[allow(clippy::wildcard_imports)]
    use std::arch::x86_64::*;

    /// Writes `tile` for a set of instructions. `pair` and `single` add the products of two fours of rows, and of one.
    macro_rules! tile {
        ($features:literal, $pair:ident, $single:ident) => {
            /// Computes a tile of `ROWS` rows.
            ///
            /// # Safety
            /// `input` must have `ROWS` rows, at intervals of `tile.depth` bytes, and `out` 16 columns of `ROWS` rows at
            /// intervals of `tile.width`; the extras' fours must lie within a row.
            #[target_feature(enable = $features)]
            #[allow(clippy::cast_ptr_alignment)] // All are read unaligned.
            pub unsafe fn tile<const ROWS: usize>(tile: &Tile<'_>, input: *const u8, out: *mut f32) {
                let (begin, scale, bias) = (tile.begin.as_ptr(), tile.scale.as_ptr(), tile.panel.bias.as_ptr());
                // SAFETY: as the caller promises; the arrays have 16 members each, the fours of weights 64 bytes.
                unsafe {
                    let four = |row: usize, at: usize| {
                        _mm256_set1_epi32(input.add(row * tile.depth + 4 * at).cast::<i32>().read_unaligned())
                    };
                    let weights =
                        |four: &[u8; 4 * COLUMNS], half: usize| _mm256_loadu_si256(four.as_ptr().add(32 * half).cast());
                    let begin = [0, 1].map(|half: usize| _mm256_loadu_si256(begin.add(8 * half).cast()));
                    let mut sums = [begin; ROWS];
                    for (at, [first, second]) in tile.panel.weights.as_chunks::<2>().0.iter().enumerate() {
                        for half in 0..2 {
                            let (first, second) = (weights(first, half), weights(second, half));
                            for (row, sums) in sums.iter_mut().enumerate() {
                                let (one, two) = (four(row, 2 * at), four(row, 2 * at + 1));
                                sums[half] = $pair(sums[half], one, first, two, second);
                            }
                        }
                    }
                    for (&at, extra) in tile.panel.extra_fours.iter().zip(tile.panel.extras) {
                        for (row, sums) in sums.iter_mut().enumerate() {
                            let bytes = four(row, at as usize);
                            for half in 0..2 {
                                sums[half] = $single(sums[half], bytes, weights(extra, half));
                            }
                        }
                    }
                    for (row, sums) in sums.iter().enumerate() {
                        for half in 0..2 {
                            let scaled =
                                _mm256_mul_ps(_mm256_cvtepi32_ps(sums[half]), _mm256_loadu_ps(scale.add(8 * half)));
                            let biased = _mm256_add_ps(scaled, _mm256_loadu_ps(bias.add(8 * half)));
                            _mm256_storeu_ps(out.add(row * tile.width + 8 * half), biased);
                        }
                    }
                }
            }
        };
    }

    /// Without VNNI: products are summed in 16 bits, which the weights are made not to overflow.
    pub mod avx2 {
        use super::super::{COLUMNS, Tile};
        #[allow(clippy::wildcard_imports)]
        use super::*;

        #[inline]
        #[target_feature(enable = "avx2")]
        fn pair(sum: __m256i, one: __m256i, first: __m256i, two: __m256i, second: __m256i) -> __m256i {
            let products = _mm256_add_epi16(_mm256_maddubs_epi16(one, first), _mm256_maddubs_epi16(two, second));
            _mm256_add_epi32(sum, _mm256_madd_epi16(products, _mm256_set1_epi16(1)))
        }

        #[inline]
        #[target_feature(enable = "avx2")]
        fn single(sum: __m256i, bytes: __m256i, weights: __m256i) -> __m256i {
            _mm256_add_epi32(sum, _mm256_madd_epi16(_mm256_maddubs_epi16(bytes, weights), _mm256_set1_epi16(1)))
        }

        tile!("avx2", pair, single);
    }

    /// AVX-VNNI: one instruction for products and sums.
    pub mod avx_vnni {
        use super::super::{COLUMNS, Tile};
        #[allow(clippy::wildcard_imports)]
        use super::*;

        #[inline]
        #[target_feature(enable = "avx2,avxvnni")]
        fn pair(sum: __m256i, one: __m256i, first: __m256i, two: __m256i, second: __m256i) -> __m256i {
            single(single(sum, one, first), two, second)
        }

        #[inline]
        #[target_feature(enable = "avx2,avxvnni")]
        fn single(sum: __m256i, bytes: __m256i, weights: __m256i) -> __m256i {
            _mm256_dpbusd_avx_epi32(sum, bytes, weights)
        }

        tile!("avx2,avxvnni", pair, single);
    }

    /// AVX-512 VNNI, on vectors of 256 bits.
    pub mod avx512_vnni {
        use super::super::{COLUMNS, Tile};
        #[allow(clippy::wildcard_imports)]
        use super::*;

        #[inline]
        #[target_feature(enable = "avx2,avx512vnni,avx512vl")]
        fn pair(sum: __m256i, one: __m256i, first: __m256i, two: __m256i, second: __m256i) -> __m256i {
            single(single(sum, one, first), two, second)
        }

        #[inline]
        #[target_feature(enable = "avx2,avx512vnni,avx512vl")]
        fn single(sum: __m256i, bytes: __m256i, weights: __m256i) -> __m256i {
            _mm256_dpbusd_epi32(sum, bytes, weights)
        }

        tile!("avx2,avx512vnni,avx512vl", pair, single);
    }
}
