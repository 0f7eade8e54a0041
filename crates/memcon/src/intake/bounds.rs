//! How much of a document is read. Every bound counts something in the input, never seconds, so that the output does
//! not depend on the speed of the machine.

/// Limits that keep memory and time in proportion, whatever comes in. What a bound cuts is said in the page's notes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Bytes of one document: an HTML page, a text, or one line of JSON lines. A longer text is cut, a longer JSON line
    /// is an error. Default 4 MiB.
    pub bytes: usize,
    /// Bytes that a gzip file may hold once unpacked; the rest is not read. Default 512 MiB.
    pub unpacked_bytes: usize,
    /// Nesting of HTML elements. A deeper page is read by Memcon's own extraction, which is linear, rather than by the
    /// library, which is quadratic in nesting. Default 400.
    pub nesting: usize,
    /// HTML elements of a page. A page with more is read by Memcon's own extraction. Default 60,000.
    pub elements: usize,
    /// Stories that one page may be split into; what follows stays with the last one. Default 200.
    pub stories: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { bytes: 4 << 20, unpacked_bytes: 512 << 20, nesting: 400, elements: 60_000, stories: 200 }
    }
}
