//! Files of weights, read in place. `training/memcon_training/weights.py` writes them and describes the layout.

/// What the files begin with.
const MAGIC: &[u8] = b"MEMCONW1";
/// Columns of a panel.
pub(crate) const COLUMNS: usize = 16;
/// Rows are filled up to a multiple of this.
const ROWS: usize = 8;

/// A file of weights that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damaged(String);

impl std::fmt::Display for Damaged {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Damaged {}

impl Damaged {
    pub(crate) fn new(why: impl Into<String>) -> Self {
        Self(why.into())
    }
}

/// The tensors of a file by name.
pub(crate) struct File {
    bytes: &'static [u8],
    entries: Vec<Entry>,
}

struct Entry {
    name: &'static [u8],
    kind: u8,
    rows: usize,
    columns: usize,
    extras: usize,
    offset: usize,
}

/// Takes from the front of bytes.
struct Cursor(&'static [u8]);

impl Cursor {
    fn take(&mut self, length: usize) -> Result<&'static [u8], Damaged> {
        let (taken, rest) =
            self.0.split_at_checked(length).ok_or_else(|| Damaged::new("a file of weights is cut off"))?;
        self.0 = rest;
        Ok(taken)
    }

    fn byte(&mut self) -> Result<u8, Damaged> {
        Ok(self.take(1)?[0])
    }

    fn number(&mut self) -> Result<usize, Damaged> {
        let number = self.take(4)?.iter().rev().fold(0u32, |number, &byte| number << 8 | u32::from(byte));
        usize::try_from(number).map_err(|_| Damaged::new("a number of a file of weights is out of range"))
    }

    fn array<T>(&mut self, count: usize, of: fn([u8; 4]) -> T) -> Result<Vec<T>, Damaged> {
        let bytes = self.take(count.checked_mul(4).ok_or_else(|| Damaged::new("a tensor is too large"))?)?;
        Ok(bytes.as_chunks().0.iter().copied().map(of).collect())
    }
}

impl File {
    pub fn open(bytes: &'static [u8]) -> Result<Self, Damaged> {
        let mut cursor = Cursor(bytes);
        if cursor.take(MAGIC.len())? != MAGIC {
            return Err(Damaged::new("not a file of weights"));
        }
        let entries = (0..cursor.number()?).map(|_| {
            let length = cursor.byte()?;
            Ok(Entry {
                name: cursor.take(length.into())?,
                kind: cursor.byte()?,
                rows: cursor.number()?,
                columns: cursor.number()?,
                extras: cursor.number()?,
                offset: cursor.number()?,
            })
        });
        Ok(Self { entries: entries.collect::<Result<_, _>>()?, bytes })
    }

    fn entry(&self, name: &str, kind: u8) -> Result<(&Entry, Cursor), Damaged> {
        let entry = self.entries.iter().find(|entry| entry.name == name.as_bytes() && entry.kind == kind);
        let entry = entry.ok_or_else(|| Damaged::new(format!("no weights named {name}")))?;
        let mut cursor = Cursor(self.bytes);
        cursor.take(entry.offset)?;
        Ok((entry, cursor))
    }

    /// Numbers, row by row, and how wide a row is.
    pub fn numbers(&self, name: &str) -> Result<(Vec<f32>, usize), Damaged> {
        let (entry, mut cursor) = self.entry(name, 0)?;
        let count = entry.rows.checked_mul(entry.columns).ok_or_else(|| Damaged::new("a tensor is too large"))?;
        Ok((cursor.array(count, f32::from_le_bytes)?, entry.columns))
    }

    /// As many numbers as expected.
    pub fn vector(&self, name: &str, length: usize) -> Result<Vec<f32>, Damaged> {
        let (numbers, _) = self.numbers(name)?;
        if numbers.len() == length { Ok(numbers) } else { Err(Damaged::new(format!("{name} has a wrong length"))) }
    }

    /// i8, row by row, as bytes, and how wide a row is.
    pub fn bytes(&self, name: &str) -> Result<(&'static [u8], usize), Damaged> {
        let (entry, mut cursor) = self.entry(name, 1)?;
        let count = entry.rows.checked_mul(entry.columns).ok_or_else(|| Damaged::new("a tensor is too large"))?;
        Ok((cursor.take(count)?, entry.columns))
    }

    /// A layer with so many inputs.
    pub fn layer(&self, name: &str, inputs: usize) -> Result<Layer, Damaged> {
        let (entry, mut cursor) = self.entry(name, 2)?;
        let damaged = || Damaged::new(format!("the layer {name} does not fit"));
        if entry.rows != inputs || entry.columns == 0 || inputs == 0 || entry.columns > 1 << 20 {
            return Err(damaged());
        }
        let (depth, panels) = (inputs.next_multiple_of(ROWS), entry.columns.div_ceil(COLUMNS));
        let columns = panels * COLUMNS;
        let layer = Layer {
            depth,
            outputs: entry.columns,
            weights: cursor.take(columns.checked_mul(depth).ok_or_else(damaged)?)?,
            extras: cursor.take(entry.extras.checked_mul(4 * COLUMNS).ok_or_else(damaged)?)?,
            scale: cursor.array(columns, f32::from_le_bytes)?,
            bias: cursor.array(columns, f32::from_le_bytes)?,
            sums: cursor.array(columns, i32::from_le_bytes)?,
            extra_ends: cursor.array(panels, u32::from_le_bytes)?,
            extra_fours: cursor.array(entry.extras, u32::from_le_bytes)?,
        };
        let ordered =
            layer.extra_ends.is_sorted() && layer.extra_ends.last().is_some_and(|&end| end as usize == entry.extras);
        if ordered && layer.extra_fours.iter().all(|&four| 4 * (four as usize) < depth) {
            Ok(layer)
        } else {
            Err(damaged())
        }
    }
}

/// Weights that multiply u8, laid out in panels of 16 columns.
pub(crate) struct Layer {
    /// Rows, filled up.
    depth: usize,
    outputs: usize,
    weights: &'static [u8],
    extras: &'static [u8],
    scale: Vec<f32>,
    bias: Vec<f32>,
    sums: Vec<i32>,
    extra_ends: Vec<u32>,
    extra_fours: Vec<u32>,
}

/// Sixteen columns of a layer.
pub(crate) struct Panel<'a> {
    /// Fours of rows: 16 columns × 4 × i8 each.
    pub weights: &'a [[u8; 4 * COLUMNS]],
    /// Weights to be added to those of the four of rows that is named.
    pub extras: &'a [[u8; 4 * COLUMNS]],
    /// Always within the rows.
    pub extra_fours: &'a [u32],
    pub scale: &'a [f32; COLUMNS],
    pub bias: &'a [f32; COLUMNS],
    pub sums: &'a [i32; COLUMNS],
}

impl Layer {
    /// How many bytes a row of input takes: the inputs, filled up with anything to a multiple of eight.
    pub fn depth(&self) -> usize {
        self.depth
    }

    pub fn outputs(&self) -> usize {
        self.outputs
    }

    /// How many numbers a row of output takes: the outputs, filled up to a multiple of 16.
    pub fn width(&self) -> usize {
        self.scale.len()
    }

    pub fn panels(&self) -> impl Iterator<Item = Panel<'_>> {
        let chunks = self.weights.chunks_exact(self.depth * COLUMNS);
        let (scale, bias, sums) = (self.scale.as_chunks().0, self.bias.as_chunks().0, self.sums.as_chunks().0);
        chunks.enumerate().map(move |(at, weights)| {
            let end = |panel: usize| self.extra_ends[panel] as usize;
            let extras = at.checked_sub(1).map_or(0, end)..end(at);
            Panel {
                weights: weights.as_chunks().0,
                extras: &self.extras.as_chunks().0[extras.clone()],
                extra_fours: &self.extra_fours[extras],
                scale: &scale[at],
                bias: &bias[at],
                sums: &sums[at],
            }
        })
    }
}
