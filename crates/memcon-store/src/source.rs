//! A page's source map as the record keeps it: from characters of the text to bytes of the source.
//!
//! Four numbers a run, each a variable-length integer (LEB128, signed ones zigzag): characters without a source before
//! the run, characters of the run, bytes of the source between the last run and this one (may be negative), and
//! bytes of the source for each character, where 0 means as many as the character has in UTF-8.

use std::ops::Range;

use memcon::Span;
use memcon::intake::Page;

/// Runs of characters of a text that come from runs of bytes of its source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceRuns(Vec<Run>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Run {
    /// First character.
    start: usize,
    /// How many.
    count: usize,
    /// First byte of the source.
    source: usize,
    /// One past its last byte.
    source_end: usize,
    /// Bytes of the source for each character; 0: as in UTF-8.
    width: usize,
}

impl SourceRuns {
    /// The map of a page.
    pub fn of(page: &Page) -> Self {
        let mut runs: Vec<Run> = Vec::new();
        for (number, (at, character)) in page.text.char_indices().enumerate() {
            let length = character.len_utf8();
            let ranges = page.source.ranges(Span::new(at, at + length));
            let (Some(first), Some(last)) = (ranges.first(), ranges.last()) else { continue };
            let (start, end) = (first.start, last.end);
            let width = if end - start == length { 0 } else { end - start };
            match runs.last_mut() {
                Some(run) if run.start + run.count == number && run.source_end == start && run.width == width => {
                    run.count += 1;
                    run.source_end = end;
                }
                _ => runs.push(Run { start: number, count: 1, source: start, source_end: end, width }),
            }
        }
        Self(runs)
    }

    /// As bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let (mut bytes, mut at, mut source) = (Vec::new(), 0, 0);
        for run in &self.0 {
            push(&mut bytes, (run.start - at) as u64);
            push(&mut bytes, run.count as u64);
            push(&mut bytes, zigzag(run.source as u64, source as u64));
            push(&mut bytes, run.width as u64);
            at = run.start + run.count;
            source = run.source_end;
        }
        bytes
    }

    /// Reads the bytes for a text; `None` where they are damaged.
    pub fn from_bytes(mut bytes: &[u8], text: &str) -> Option<Self> {
        let (mut runs, mut at, mut source) = (Vec::new(), 0_usize, 0_u64);
        let mut characters = text.chars();
        while !bytes.is_empty() {
            let (gap, count) = (pull(&mut bytes)?, pull(&mut bytes)?);
            let start = at.checked_add(gap)?;
            let first = unzigzag(pull(&mut bytes)? as u64, source)?;
            let width = pull(&mut bytes)?;
            if let Some(skipped) = gap.checked_sub(1) {
                characters.nth(skipped)?;
            }
            let wide = characters.by_ref().take(count).map(char::len_utf8).sum::<usize>();
            let length = if width == 0 { wide } else { width.checked_mul(count)? };
            let first_byte = usize::try_from(first).ok()?;
            let source_end = first_byte.checked_add(length)?;
            runs.push(Run { start, count, source: first_byte, source_end, width });
            (at, source) = (start.checked_add(count)?, source_end as u64);
        }
        Some(Self(runs))
    }

    /// The ranges of the source that give some characters of the text, in its order, adjacent ranges joined.
    pub fn ranges(&self, text: &str, characters: Range<usize>) -> Vec<Range<usize>> {
        let mut ranges: Vec<Range<usize>> = Vec::new();
        for run in &self.0 {
            let (from, to) = (characters.start.max(run.start), characters.end.min(run.start + run.count));
            if from >= to {
                continue;
            }
            let wide = |from: usize, to: usize| {
                if run.width > 0 {
                    return (to - from) * run.width;
                }
                text.chars().skip(from).take(to - from).map(char::len_utf8).sum()
            };
            let start = run.source + wide(run.start, from);
            let range = start..start + wide(from, to);
            match ranges.last_mut() {
                Some(last) if last.end == range.start => last.end = range.end,
                _ => ranges.push(range),
            }
        }
        ranges
    }
}

fn push(bytes: &mut Vec<u8>, mut number: u64) {
    loop {
        let low = (number & 0x7f) as u8;
        number >>= 7;
        if number == 0 {
            bytes.push(low);
            return;
        }
        bytes.push(low | 0x80);
    }
}

fn pull(bytes: &mut &[u8]) -> Option<usize> {
    let (mut number, mut shift) = (0_u64, 0);
    loop {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 0x7f).checked_shl(shift)?;
        if byte & 0x80 == 0 {
            return usize::try_from(number).ok();
        }
        shift += 7;
    }
}

/// The signed difference of two numbers as an unsigned one.
fn zigzag(number: u64, from: u64) -> u64 {
    let difference = number.wrapping_sub(from).cast_signed();
    ((difference << 1) ^ (difference >> 63)).cast_unsigned()
}

fn unzigzag(number: u64, from: u64) -> Option<u64> {
    let difference = (number >> 1).cast_signed() ^ -(number & 1).cast_signed();
    from.checked_add_signed(difference)
}

#[cfg(test)]
mod tests {
    use super::*;
    use memcon::intake::{Bounds, open};

    #[test]
    fn every_character_keeps_its_bytes() {
        let html = "<title>Sir &amp; Söhne</title><p>The ministers met &mdash; «briefly» — in Malmö &amp; Ystad.</p><p>They left.</p>";
        let latin =
            b"<meta charset=iso-8859-1><p>The delegations met in Malm\xf6 and agreed to meet again in \xc5bo.</p>"
                .to_vec();
        for source in [html.as_bytes().to_vec(), latin] {
            let page = open(&source, "page", &Bounds::default()).next().expect("a page").expect("readable");
            let page = page.with_titles_in_text();
            let runs = SourceRuns::of(&page);
            let read = SourceRuns::from_bytes(&runs.to_bytes(), &page.text).expect("undamaged");
            assert_eq!(read, runs);
            let characters: Vec<(usize, char)> = page.text.char_indices().collect();
            assert!(characters.len() > 20);
            for from in 0..characters.len() {
                let to = (from + 7).min(characters.len());
                let end = characters.get(to).map_or(page.text.len(), |c| c.0);
                let expected = page.source.ranges(Span::new(characters[from].0, end));
                assert_eq!(read.ranges(&page.text, from..to), expected, "{from}..{to}");
            }
        }
    }

    #[test]
    fn damage_is_no_panic() {
        assert_eq!(SourceRuns::from_bytes(&[0x80], "a"), None);
        assert_eq!(SourceRuns::from_bytes(&[1, 1, 1, 0], "ab"), None);
        assert!(SourceRuns::from_bytes(&[9, 1, 0, 0], "ab").is_none());
    }
}
