//! Front-coded blocks of strings, ordered by folded form: finding one, and reading along.

use std::cmp::Ordering;

use crate::fold::fold_into;
use crate::layout::{BLOCK, index, u24, u32_at};

/// One of the two dictionaries of the file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Names<'a> {
    /// The coded strings.
    pub bytes: &'a [u8],
    /// Where each block begins.
    pub index: &'a [u8],
    /// Length of a row of `index`.
    pub row: usize,
}

/// Reads the strings of a dictionary one after the other, from the head of a block on.
pub(crate) struct Cursor<'a> {
    names: Names<'a>,
    at: usize,
    /// The string read last, as bytes: cut anywhere while it is put together.
    raw: Vec<u8>,
}

impl<'a> Names<'a> {
    /// Number of blocks.
    pub fn blocks(self) -> usize {
        self.index.len() / self.row
    }

    /// First place of a block's first string: only in the dictionary of first names.
    pub fn first_place(self, block: usize) -> Option<u32> {
        u32_at(self.index, block.checked_mul(self.row)?.checked_add(4)?)
    }

    /// A cursor before the first string of `block`.
    pub fn cursor_at(self, block: usize) -> Option<Cursor<'a>> {
        let at = index(u32_at(self.index, block.checked_mul(self.row)?)?);
        Some(Cursor { names: self, at, raw: Vec::new() })
    }

    /// The last block whose first string sorts before `key`, where a search for `key` has to begin.
    pub fn block_before(self, key: &str) -> usize {
        let (mut low, mut high, mut folded) = (0, self.blocks(), String::new());
        while low < high {
            let middle = low + (high - low) / 2;
            match self.head(middle) {
                Some(head) => fold_into(head, &mut folded),
                None => folded.clear(),
            }
            if folded.as_str().cmp(key) == Ordering::Less {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low.saturating_sub(1)
    }

    /// The first string of a block: it stands whole in the file.
    fn head(self, block: usize) -> Option<&'a str> {
        let at = index(u32_at(self.index, block.checked_mul(self.row)?)?);
        let length = usize::from(*self.bytes.get(at.checked_add(1)?)?);
        std::str::from_utf8(self.bytes.get(at + 2..at + 2 + length)?).ok()
    }
}

impl<'a> Cursor<'a> {
    /// Moves to the next string; `None` at the end, or where the file is broken.
    pub fn next_name(&mut self) -> Option<&str> {
        let (shared, length) = (usize::from(self.byte()?), usize::from(self.byte()?));
        let more = self.names.bytes.get(self.at..self.at.checked_add(length)?)?;
        if shared > self.raw.len() {
            return None;
        }
        self.raw.truncate(shared);
        self.raw.extend_from_slice(more);
        self.at += length;
        std::str::from_utf8(&self.raw).ok()
    }

    /// The string read last.
    pub fn name(&self) -> &str {
        std::str::from_utf8(&self.raw).unwrap_or_default()
    }

    /// After a first name: how many places bear it.
    pub fn bearers(&mut self) -> Option<u32> {
        match self.byte()? {
            u8::MAX => {
                let number = u24(self.names.bytes, self.at)?;
                self.at += 3;
                Some(number)
            }
            number => Some(u32::from(number)),
        }
    }

    /// After another name: its places, each with the code of its kind above twenty bits.
    pub fn references(&mut self) -> Option<impl Iterator<Item = u32> + use<'a>> {
        let length = 3 * usize::from(self.byte()?);
        let bytes = self.names.bytes.get(self.at..self.at.checked_add(length)?)?;
        self.at += length;
        Some(bytes.chunks_exact(3).filter_map(|chunk| u24(chunk, 0)))
    }

    fn byte(&mut self) -> Option<u8> {
        let byte = *self.names.bytes.get(self.at)?;
        self.at += 1;
        Some(byte)
    }
}

/// Codes strings into blocks.
#[derive(Debug, Default)]
pub(crate) struct Coder {
    /// The coded strings.
    pub bytes: Vec<u8>,
    /// Where each block begins in `bytes`.
    pub starts: Vec<u32>,
    count: usize,
    before: Vec<u8>,
}

impl Coder {
    /// Adds a string of at most 255 bytes; whether it began a block. What belongs to it is then pushed to `bytes`.
    pub fn push(&mut self, name: &str) -> bool {
        let heads = self.count.is_multiple_of(BLOCK);
        if heads {
            self.starts.push(u32::try_from(self.bytes.len()).unwrap_or(u32::MAX));
            self.before.clear();
        }
        let shared = self.before.iter().zip(name.as_bytes()).take_while(|(a, b)| a == b).count();
        let more = &name.as_bytes()[shared..];
        self.bytes.push(u8::try_from(shared).unwrap_or(u8::MAX));
        self.bytes.push(u8::try_from(more.len()).unwrap_or(u8::MAX));
        self.bytes.extend_from_slice(more);
        self.before = name.as_bytes().to_vec();
        self.count += 1;
        heads
    }
}
