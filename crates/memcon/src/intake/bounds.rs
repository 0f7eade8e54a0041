//! How much of a document is read. Every bound counts something in the input, never seconds, so that the output does
//! not depend on the speed of the machine.

/// Limits that keep memory and time in proportion, whatever comes in. What a bound cuts is said in the page's notes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Bytes of one document: a web page, a text, a line of JSON lines, a row of a table. A longer page or text is cut,
    /// a longer line or row is an error. Default 4 MiB.
    pub bytes: usize,
    /// Bytes that a packed input may unpack to, in all; the rest is not read. Default 1 TiB: inputs of many documents are
    /// read as a stream, and `ratio` stops what is made to fill a machine.
    pub unpacked_bytes: u64,
    /// How many times its packed size an input may unpack to; the rest is not read. Inputs that unpack to less than
    /// 16 MiB are not measured. Default 200.
    pub ratio: u64,
    /// Bytes of a zip archive or Parquet file that has to be in memory as a whole, because it comes from a pipe or lies in
    /// an archive; a longer one is an error. Default 256 MiB.
    pub held_bytes: u64,
    /// Bytes of a feed or a sitemap; a longer one is cut. Default 32 MiB.
    pub feed_bytes: usize,
    /// How deep archives and packed files may lie in one another; what lies deeper is an error. Default 4.
    pub packings: usize,
    /// Files of one archive; those after them are not read. Default 1,000,000.
    pub entries: usize,
    /// Nesting of HTML elements. A deeper page is read by Memcon's own extraction, which is linear, rather than by the
    /// library, which is quadratic in nesting. Default 400.
    pub nesting: usize,
    /// HTML elements of a page. A page with more is read by Memcon's own extraction. Default 60,000.
    pub elements: usize,
    /// Stories that one page may be split into; what follows stays with the last one. Default 200.
    pub stories: usize,
    /// Sentences of a document that are read for events. Default 4,000.
    pub sentences: usize,
    /// Words of a document that are read for events, as many as a short novel has. Default 50,000.
    pub words: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            bytes: 4 << 20,
            unpacked_bytes: 1 << 40,
            ratio: 200,
            held_bytes: 256 << 20,
            feed_bytes: 32 << 20,
            packings: 4,
            entries: 1_000_000,
            nesting: 400,
            elements: 60_000,
            stories: 200,
            sentences: 4000,
            words: 50_000,
        }
    }
}

/// What is wrong with a bound that a user gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoundError(String);

impl std::fmt::Display for BoundError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for BoundError {}

impl Bounds {
    /// The names of the bounds, as notes and [`set`](Self::set) use them.
    pub const NAMES: [&str; 12] = [
        "bytes",
        "unpacked_bytes",
        "ratio",
        "held_bytes",
        "feed_bytes",
        "packings",
        "entries",
        "nesting",
        "elements",
        "stories",
        "sentences",
        "words",
    ];

    /// Sets a bound by name: `bytes=16M`. `K`, `M` and `G` stand for 2¹⁰, 2²⁰ and 2³⁰.
    ///
    /// # Errors
    /// If there is no such bound, or the value is no whole number above zero.
    pub fn set(&mut self, setting: &str) -> Result<(), BoundError> {
        let (name, value) = setting
            .split_once('=')
            .ok_or_else(|| BoundError(format!("{setting:?} sets no bound; write NAME=VALUE, such as bytes=16M")))?;
        let (name, value) = (name.trim(), value.trim());
        let number = amount(value).ok_or_else(|| {
            BoundError(format!("{value:?} is no whole number above zero for the bound `{name}`, such as 500 or 16M"))
        })?;
        let size = usize::try_from(number).unwrap_or(usize::MAX);
        match name {
            "bytes" => self.bytes = size,
            "unpacked_bytes" => self.unpacked_bytes = number,
            "ratio" => self.ratio = number,
            "held_bytes" => self.held_bytes = number,
            "feed_bytes" => self.feed_bytes = size,
            "packings" => self.packings = size,
            "entries" => self.entries = size,
            "nesting" => self.nesting = size,
            "elements" => self.elements = size,
            "stories" => self.stories = size,
            "sentences" => self.sentences = size,
            "words" => self.words = size,
            _ => return Err(BoundError(format!("there is no bound `{name}`; there are {}", Self::NAMES.join(", ")))),
        }
        Ok(())
    }
}

/// A whole number above zero, with or without `K`, `M` or `G`.
fn amount(value: &str) -> Option<u64> {
    let (digits, unit) = match value.strip_suffix(['K', 'k', 'M', 'm', 'G', 'g']) {
        Some(digits) => (digits, value.chars().last()?),
        None => (value, ' '),
    };
    let shift = match unit.to_ascii_uppercase() {
        'K' => 10,
        'M' => 20,
        'G' => 30,
        _ => 0,
    };
    let number: u64 = digits.parse().ok()?;
    number.checked_mul(1 << shift).filter(|number| *number > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bound_is_set_by_its_name() {
        let mut bounds = Bounds::default();
        for name in Bounds::NAMES {
            let before = bounds.clone();
            bounds.set(&format!("{name}=7k")).expect("a bound");
            assert_ne!(bounds, before, "{name}");
        }
        assert_eq!((bounds.bytes, bounds.unpacked_bytes, bounds.stories), (7168, 7168, 7168));
        for bad in ["bytes", "bytes=", "bytes=0", "bytes=-1", "bytes=1T", "bites=1", "bytes=99999999999G"] {
            assert!(bounds.set(bad).is_err(), "{bad}");
        }
    }
}
