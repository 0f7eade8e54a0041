//! What is computed in f32, every sum in a fixed order.
//!
//! The order and the approximations of `exp` and `erf` are those of the program that ran the exported graphs before
//! (rten 0.27), so that its results stay: products of matrices sum in blocks of 256 terms, each from its first term to
//! its last by fused multiply-add.

use crate::level::levelled;

/// Terms of a sum that are added up before they are added to what the sum has.
const BLOCK: usize = 256;

/// The lesser first and the greater second.
pub(crate) fn wider(a: (f32, f32), b: (f32, f32)) -> (f32, f32) {
    (a.0.min(b.0), a.1.max(b.1))
}

levelled! {
    /// The least and the greatest of the numbers and 0.
    pub(crate) fn range(numbers: &[f32]) -> (f32, f32) {
        let (mut least, mut most) = ([0.0f32; 32], [0.0f32; 32]);
        let (chunks, rest) = numbers.as_chunks::<32>();
        for chunk in chunks {
            for lane in 0..32 {
                let number = chunk[lane];
                least[lane] = if number < least[lane] { number } else { least[lane] };
                most[lane] = if number > most[lane] { number } else { most[lane] };
            }
        }
        let all = least.iter().chain(&most).chain(rest);
        all.fold((0.0, 0.0), |kept, &number| wider(kept, (number, number)))
    }
}

levelled! {
    /// Numbers to the nearest of `steps` to 1, counted from `zero` and kept within a byte.
    pub(crate) fn steps(numbers: &[f32], steps: f32, zero: i32, bytes: &mut [u8]) {
        for (byte, number) in bytes.iter_mut().zip(numbers) {
            // Adding the magic number rounds to the nearest integer, ties to even, and leaves it in the low bits.
            let step = (number * steps + ROUNDING).to_bits().wrapping_sub(ROUNDING.to_bits()).cast_signed();
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // It is within a byte.
            let kept = step.wrapping_add(zero).clamp(0, 255) as u8;
            *byte = kept;
        }
    }
}

/// 1.5 · 2²³: f32 has no fractions from there on.
const ROUNDING: f32 = 12_582_912.0;

/// `e` to the power of `r` for |r| ≤ ln 2 / 2, and the exponent of two that was taken out of `x` to get `r`.
#[inline(always)]
#[allow(clippy::inline_always, clippy::excessive_precision)] // For the caller's instructions; as published.
fn exp_reduced(x: f32) -> (f32, i32) {
    let shifted = x.mul_add(std::f32::consts::LOG2_E, ROUNDING);
    let power = shifted.to_bits().wrapping_sub(ROUNDING.to_bits()).cast_signed();
    let whole = shifted - ROUNDING;
    let r = whole.mul_add(-6.931_457_52e-1, x);
    let r = whole.mul_add(-1.428_606_77e-6, r);
    let sum = 1.378_059_39e-3f32;
    let sum = sum.mul_add(r, 8.373_124_52e-3);
    let sum = sum.mul_add(r, 4.166_953_64e-2);
    let sum = sum.mul_add(r, 1.666_647_20e-1);
    let sum = sum.mul_add(r, 4.999_998_51e-1);
    let sum = sum.mul_add(r, 1.0);
    (sum.mul_add(r, 1.0), power)
}

/// `e` to the power of `x`.
#[inline(always)]
#[allow(clippy::inline_always)] // Only what is inlined is compiled for the caller's instructions.
fn exp(x: f32) -> f32 {
    let (root, power) = exp_reduced(x);
    // Two factors, for results below the least normal number.
    let first = if power > 0 { 0 } else { 0x8300_0000_u32.cast_signed() };
    let second = power.wrapping_shl(23).wrapping_sub(first);
    let scale = |bits: i32| f32::from_bits(bits.cast_unsigned());
    let result = root * scale(first.wrapping_add(0x7f00_0000)) * scale(second);
    let result = if x >= 104.0 { f32::INFINITY } else { result };
    if x <= -104.0 { 0.0 } else { result }
}

/// `e` to the power of `x`, which is not positive; what is below the least normal number is 0.
#[inline(always)]
#[allow(clippy::inline_always)] // Only what is inlined is compiled for the caller's instructions.
fn exp_of_negative(x: f32) -> f32 {
    const LEAST: f32 = -126.5 * std::f32::consts::LN_2 + 0.01;
    let (root, power) = exp_reduced(x);
    let result = root * f32::from_bits(power.wrapping_add(127).wrapping_shl(23).cast_unsigned());
    if x < LEAST { 0.0 } else { result }
}

/// The error function (Abramowitz and Stegun 7.1.26).
#[inline(always)]
#[allow(clippy::inline_always, clippy::excessive_precision)] // For the caller's instructions; as published.
fn erf(x: f32) -> f32 {
    let positive = x.abs();
    let t = 1.0 / positive.mul_add(0.327_591_1, 1.0);
    let sum = 1.061_405_429f32;
    let sum = sum.mul_add(t, -1.453_152_027);
    let sum = sum.mul_add(t, 1.421_413_741);
    let sum = sum.mul_add(t, -0.284_496_736);
    let sum = sum.mul_add(t, 0.254_829_592) * t;
    let y = 1.0 - sum * exp_of_negative(0.0 - positive * positive);
    if x < 0.0 { 0.0 - y } else { y }
}

levelled! {
    /// x · Φ(x), in place.
    pub(crate) fn gelu(numbers: &mut [f32]) {
        for x in numbers {
            let half = *x * 0.5;
            *x = half * (erf(*x * (1.0 / std::f32::consts::SQRT_2)) + 1.0);
        }
    }
}

levelled! {
    /// What is negative becomes 0.
    pub(crate) fn relu(numbers: &mut [f32]) {
        for x in numbers {
            *x = if *x > 0.0 { *x } else { 0.0 };
        }
    }
}

levelled! {
    /// Adds number for number.
    pub(crate) fn add(to: &mut [f32], numbers: &[f32]) {
        for (sum, number) in to.iter_mut().zip(numbers) {
            *sum += number;
        }
    }
}

/// Rows that are summed at once: the terms of one sum wait for each other.
const AT_ONCE: usize = 8;

/// The sum of each row's terms times `factor`.
#[inline(always)]
#[allow(clippy::inline_always)] // Only what is inlined is compiled for the caller's instructions.
fn sums(rows: &[&[f32]; AT_ONCE], width: usize, factor: f32, term: impl Fn(f32) -> f32) -> [f32; AT_ONCE] {
    let rows: [&[f32]; AT_ONCE] = rows.map(|row| &row[..width]);
    let mut sums = [0.0; AT_ONCE];
    for begin in (0..width).step_by(BLOCK) {
        let mut block = [0.0f32; AT_ONCE];
        #[allow(clippy::needless_range_loop)] // All rows side by side.
        for at in begin..width.min(begin + BLOCK) {
            for row in 0..AT_ONCE {
                block[row] = term(rows[row][at]).mul_add(factor, block[row]);
            }
        }
        for row in 0..AT_ONCE {
            sums[row] = if begin == 0 { block[row] } else { sums[row] + block[row] };
        }
    }
    sums
}

levelled! {
    /// Layer normalisation of each row, in place.
    pub(crate) fn normalise(numbers: &mut [f32], weight: &[f32], bias: &[f32]) {
        let width = weight.len();
        let factor = 1.0 / width as f32;
        for rows in numbers.chunks_mut(AT_ONCE * width) {
            let count = rows.len() / width;
            let row = |rows: &[f32], row: usize| row.min(count - 1) * width..rows.len();
            let means = {
                let rows: &[f32] = rows;
                sums(&std::array::from_fn(|at| &rows[row(rows, at)]), width, factor, |x| x)
            };
            for (row, mean) in rows.chunks_exact_mut(width).zip(means) {
                for x in row {
                    *x -= mean;
                }
            }
            let variances = {
                let rows: &[f32] = rows;
                sums(&std::array::from_fn(|at| &rows[row(rows, at)]), width, factor, |x| x * x)
            };
            for (row, variance) in rows.chunks_exact_mut(width).zip(variances) {
                let deviation = (variance + 1e-12).sqrt();
                for ((x, weight), bias) in row.iter_mut().zip(weight).zip(bias) {
                    *x = *x / deviation * weight + bias;
                }
            }
        }
    }
}

/// Rows and columns of a tile of a product in f32.
const TILE: (usize, usize) = (4, 16);

/// A tile of a × b: of `depth` terms, `a`'s in rows and `b`'s at intervals of `stride`.
#[inline(always)]
#[allow(clippy::inline_always)] // Only what is inlined is compiled for the caller's instructions.
fn tile(a: [&[f32]; TILE.0], b: &[f32], stride: usize, depth: usize) -> [[f32; TILE.1]; TILE.0] {
    let a = a.map(|row| &row[..depth]);
    let mut sums = [[0.0; TILE.1]; TILE.0];
    for k in 0..depth {
        let b = &b[k * stride..][..TILE.1];
        for row in 0..TILE.0 {
            for column in 0..TILE.1 {
                sums[row][column] = a[row][k].mul_add(b[column], sums[row][column]);
            }
        }
    }
    sums
}

/// Room for the attention of one head.
#[derive(Default)]
pub(crate) struct Scores {
    /// The keys, a column each, filled up to a multiple of 16.
    keys: Vec<f32>,
    /// A row for each query.
    scores: Vec<f32>,
}

/// What attention works on: rows of queries, keys and values, `heads` of `size` numbers each.
#[derive(Clone, Copy)]
pub(crate) struct Attention {
    pub rows: usize,
    pub heads: usize,
    pub size: usize,
    /// Numbers from a row to the next.
    pub stride: usize,
    /// What scores are multiplied by.
    pub scale: f32,
}

levelled! {
    /// Attention of each row to all rows. `out` gets `heads` × `size` numbers a row.
    pub(crate) fn attend(shape: Attention, joined: &[f32], room: &mut Scores, out: &mut [f32]) {
        let Attention { rows, heads, size, stride, scale } = shape;
        let width = heads * size;
        let filled = rows.next_multiple_of(TILE.1);
        room.keys.resize(size * filled, 0.0);
        room.scores.resize(rows * filled, 0.0);
        for head in 0..heads {
            let at = head * size;
            for (column, row) in joined.chunks(stride).take(rows).enumerate() {
                for (k, &key) in row[width + at..][..size].iter().enumerate() {
                    room.keys[k * filled + column] = key;
                }
            }
            for first in (0..rows).step_by(TILE.0) {
                let last = rows - 1;
                let queries = std::array::from_fn(|row| &joined[(first + row).min(last) * stride + at..]);
                for column in (0..filled).step_by(TILE.1) {
                    let tile = tile(queries, &room.keys[column..], filled, size);
                    for (row, tile) in (first..rows).zip(tile) {
                        room.scores[row * filled + column..][..TILE.1].copy_from_slice(&tile);
                    }
                }
                let kept = &mut room.scores[first * filled..filled * rows.min(first + TILE.0)];
                for scores in kept.chunks_exact_mut(filled) {
                    powers(scores, rows, scale);
                }
                weigh(shape, joined, &room.scores, (first, filled), at, out);
            }
        }
    }
}

/// Scores to powers of `e`, the greatest 1.
#[inline(always)]
#[allow(clippy::inline_always)] // Only what is inlined is compiled for the caller's instructions.
fn powers(scores: &mut [f32], rows: usize, scale: f32) {
    #[allow(clippy::float_cmp)] // Exactly 1 leaves them as they are.
    if scale != 1.0 {
        for score in &mut *scores {
            *score *= scale;
        }
    }
    let mut most = [f32::NEG_INFINITY; 8];
    let (chunks, rest) = scores[..rows].as_chunks::<8>();
    for chunk in chunks {
        for lane in 0..8 {
            most[lane] = if chunk[lane] > most[lane] { chunk[lane] } else { most[lane] };
        }
    }
    let most = most.iter().chain(rest).fold(f32::NEG_INFINITY, |most, &score| most.max(score));
    for score in scores {
        *score = exp(*score - most);
    }
}

/// The values weighed by powers, of a tile's rows.
#[inline(always)]
#[allow(clippy::inline_always)] // Only what is inlined is compiled for the caller's instructions.
fn weigh(
    shape: Attention,
    joined: &[f32],
    powers: &[f32],
    (first, filled): (usize, usize),
    at: usize,
    out: &mut [f32],
) {
    let Attention { rows, heads, size, stride, .. } = shape;
    let width = heads * size;
    let last = rows - 1;
    let mut totals = [0.0f32; TILE.0];
    for begin in (0..rows).step_by(BLOCK) {
        let depth = BLOCK.min(rows - begin);
        let weights: [&[f32]; TILE.0] =
            std::array::from_fn(|row| &powers[(first + row).min(last) * filled + begin..][..depth]);
        let mut sums = [0.0f32; TILE.0];
        #[allow(clippy::needless_range_loop)] // All rows side by side.
        for k in 0..depth {
            for row in 0..TILE.0 {
                sums[row] += weights[row][k];
            }
        }
        for row in 0..TILE.0 {
            totals[row] += sums[row];
        }
        for column in (0..size).step_by(TILE.1) {
            let tile = tile(weights, &joined[begin * stride + 2 * width + at + column..], stride, depth);
            for (row, tile) in (first..rows).zip(tile) {
                let out = &mut out[row * width + at + column..][..TILE.1];
                for (out, sum) in out.iter_mut().zip(tile) {
                    *out = if begin == 0 { sum } else { *out + sum };
                }
            }
        }
    }
    for (row, total) in (first..rows).zip(totals) {
        for out in &mut out[row * width + at..][..size] {
            *out /= total;
        }
    }
}

levelled! {
    /// Each row of `a` times each row of `b`, of `depth` numbers: `out` gets `b_rows` numbers a row.
    pub(crate) fn products(a: &[f32], a_rows: usize, b: &[f32], b_rows: usize, depth: usize, out: &mut [f32]) {
        for (row, out) in out.chunks_exact_mut(b_rows).take(a_rows).enumerate() {
            let a = &a[row * depth..][..depth];
            for (eight, out) in out.chunks_mut(AT_ONCE).enumerate() {
                let count = out.len();
                let rows: [&[f32]; AT_ONCE] =
                    std::array::from_fn(|at| &b[(eight * AT_ONCE + at.min(count - 1)) * depth..][..depth]);
                let mut sums = [0.0f32; AT_ONCE];
                for begin in (0..depth).step_by(BLOCK) {
                    let mut block = [0.0f32; AT_ONCE];
                    for k in begin..depth.min(begin + BLOCK) {
                        for at in 0..AT_ONCE {
                            block[at] = a[k].mul_add(rows[at][k], block[at]);
                        }
                    }
                    for at in 0..AT_ONCE {
                        sums[at] = if begin == 0 { block[at] } else { sums[at] + block[at] };
                    }
                }
                out.copy_from_slice(&sums[..count]);
            }
        }
    }
}
