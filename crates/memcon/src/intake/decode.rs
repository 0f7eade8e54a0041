//! From bytes to characters, keeping for every character the bytes that it came from.

use std::ops::Range;

use encoding_rs::{CoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How many bytes are searched for a declared encoding. The HTML standard asks for 1,024; pages in the wild put long
/// comments before it.
const DECLARATION_BYTES: usize = 4096;

/// A document's characters.
pub(crate) struct Decoded {
    /// The characters, without a byte order mark.
    pub text: String,
    /// From bytes of `text` to bytes of the document.
    pub encoded: Encoded,
    /// The name of the encoding.
    pub encoding: &'static str,
    /// How many malformed sequences were replaced by U+FFFD.
    pub malformed: usize,
    /// Nothing says the encoding: it is no more than the likeliest.
    pub guessed: bool,
}

/// The encoding's side of a source map: runs of characters of equal width.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Encoded {
    runs: Vec<Run>,
}

/// Characters that follow one another in text and document, each as wide as the others.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Run {
    decoded: usize,
    source: usize,
    /// Bytes of one character in the text. 1 together with a `source_width` of 1 for any run that is the same.
    decoded_width: usize,
    /// Bytes of one character in the document.
    source_width: usize,
    /// Length of the run in the text.
    len: usize,
}

impl Encoded {
    /// A document whose bytes are its text.
    pub fn same() -> Self {
        Self { runs: vec![Run { decoded: 0, source: 0, decoded_width: 1, source_width: 1, len: usize::MAX }] }
    }

    /// Adds a character, or with widths 1 and 1 a byte, or more of them at once.
    fn push(&mut self, decoded: usize, source: usize, decoded_width: usize, source_width: usize, len: usize) {
        if let Some(last) = self.runs.last_mut()
            && (last.decoded_width, last.source_width) == (decoded_width, source_width)
            && last.decoded + last.len == decoded
            && last.source + last.len / decoded_width * source_width == source
        {
            last.len += len;
            return;
        }
        self.runs.push(Run { decoded, source, decoded_width, source_width, len });
    }

    /// The bytes of the document that give the text at `decoded`, widened to whole characters.
    pub fn range(&self, decoded: Range<usize>) -> Range<usize> {
        if decoded.is_empty() {
            let at = self.byte(decoded.start, false);
            return at..at;
        }
        let start = self.byte(decoded.start, false);
        start..self.byte(decoded.end - 1, true).max(start)
    }

    /// The byte at which the character that holds byte `decoded` of the text starts, or ends.
    fn byte(&self, decoded: usize, end: bool) -> usize {
        let at = self.runs.partition_point(|run| run.decoded <= decoded);
        let Some(run) = at.checked_sub(1).and_then(|at| self.runs.get(at)) else { return 0 };
        let character = (decoded - run.decoded) / run.decoded_width + usize::from(end);
        run.source + character * run.source_width
    }
}

/// Decodes a document. `html` says whether to look for an encoding declared in `<meta>`; `label` is the one that came
/// with the document, which goes before it.
pub(crate) fn decode(bytes: &[u8], html: bool, label: Option<&str>) -> Decoded {
    let known = sniff(bytes, html, label);
    let (encoding, mark) = known.unwrap_or((WINDOWS_1252, 0));
    let body = bytes.get(mark..).unwrap_or_default();
    let decoded = if encoding == UTF_8 { decode_utf8(body, mark) } else { decode_legacy(body, mark, encoding) };
    Decoded { guessed: known.is_none(), ..decoded }
}

/// The encoding of a document, and the length of its byte order mark: by the mark, then by where UTF-16 has its zeros,
/// then UTF-8 if it is valid, then the declaration, then UTF-8 if it is nearly valid. `None` leaves Windows-1252, which
/// is what undeclared pages of the West are in.
fn sniff(bytes: &[u8], html: bool, label: Option<&str>) -> Option<(&'static Encoding, usize)> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return Some((encoding, mark));
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        return Some((encoding, 0));
    }
    let malformed = bytes.utf8_chunks().filter(|chunk| !chunk.invalid().is_empty()).count();
    if malformed == 0 && !is_escaped_japanese(bytes) {
        return Some((UTF_8, 0));
    }
    let labelled = label.and_then(|label| Encoding::for_label(label.as_bytes()));
    if let Some(encoding) = labelled.filter(|encoding| *encoding != UTF_16LE && *encoding != UTF_16BE) {
        return Some((encoding, 0));
    }
    if html && let Some(encoding) = declared(bytes) {
        return Some((encoding, 0));
    }
    if is_escaped_japanese(bytes) {
        return Some((encoding_rs::ISO_2022_JP, 0));
    }
    // Valid sequences of several bytes hardly arise by chance: where they outnumber the errors, it is damaged UTF-8.
    let multibyte =
        bytes.utf8_chunks().map(|chunk| chunk.valid().chars().filter(|c| !c.is_ascii()).count()).sum::<usize>();
    (multibyte > 0 && multibyte >= malformed).then_some((UTF_8, 0))
}

/// Whether a document is in UTF-16, so that only pairs of bytes make sense.
pub(crate) fn is_utf16(bytes: &[u8]) -> bool {
    let marked = Encoding::for_bom(bytes).map(|(encoding, _)| encoding);
    matches!(marked.or_else(|| utf16_without_mark(bytes)), Some(encoding) if encoding == UTF_16LE || encoding == UTF_16BE)
}

/// UTF-16 that does not say so: its ASCII characters have their zeros all on one side.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
    let pairs = head.len() / 2;
    let zeros = |side: usize| head.iter().skip(side).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    match pairs {
        0 | 1 => None,
        _ if odd * 10 >= pairs * 6 && even * 8 <= odd => Some(UTF_16LE),
        _ if even * 10 >= pairs * 6 && odd * 8 <= even => Some(UTF_16BE),
        _ => None,
    }
}

/// ISO-2022-JP is made of ASCII bytes and would pass for valid UTF-8.
fn is_escaped_japanese(bytes: &[u8]) -> bool {
    memchr::memmem::find(bytes, b"\x1b$B").is_some() || memchr::memmem::find(bytes, b"\x1b$@").is_some()
}

/// The encoding that a `<meta>` element or an XML declaration names. One that says UTF-16 is wrong, for it could be
/// read; the standard takes UTF-8 then.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(DECLARATION_BYTES)).unwrap_or_default().to_ascii_lowercase();
    let mut from = 0;
    while let Some(found) = memchr::memmem::find(head.get(from..)?, b"charset")
        .or_else(|| memchr::memmem::find(head.get(from..)?, b"encoding"))
    {
        from += found + 7;
        let rest = head.get(from..)?.iter().copied().skip_while(|b| b"ging".contains(b));
        let label: Vec<u8> = rest
            .skip_while(|b| b.is_ascii_whitespace() || b"=\"'".contains(b))
            .take_while(|b| b.is_ascii_alphanumeric() || b"-_:.".contains(b))
            .take(40)
            .collect();
        if let Some(encoding) = Encoding::for_label(&label) {
            return Some(if encoding == UTF_16LE || encoding == UTF_16BE { UTF_8 } else { encoding });
        }
    }
    None
}

/// Decodes UTF-8, each malformed sequence becoming one U+FFFD.
fn decode_utf8(body: &[u8], mark: usize) -> Decoded {
    let mut text = String::with_capacity(body.len());
    let (mut encoded, mut source, mut malformed) = (Encoded::default(), mark, 0);
    for chunk in body.utf8_chunks() {
        let valid = chunk.valid();
        if !valid.is_empty() {
            encoded.push(text.len(), source, 1, 1, valid.len());
            text.push_str(valid);
            source += valid.len();
        }
        let invalid = chunk.invalid().len();
        if invalid > 0 {
            encoded.push(text.len(), source, 3, invalid, 3);
            text.push('\u{fffd}');
            source += invalid;
            malformed += 1;
        }
    }
    Decoded { text, encoded, encoding: UTF_8.name(), malformed, guessed: false }
}

/// Decodes any other encoding byte by byte, so that every character is known to come from the bytes fed since the one
/// before.
fn decode_legacy(body: &[u8], mark: usize, encoding: &'static Encoding) -> Decoded {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut decoded = Decoded {
        text: String::with_capacity(body.len()),
        encoded: Encoded::default(),
        encoding: encoding.name(),
        malformed: 0,
        guessed: false,
    };
    let mut pending = mark;
    let mut out = String::with_capacity(64);
    for (at, byte) in body.iter().enumerate() {
        out.clear();
        feed(&mut decoder, std::slice::from_ref(byte), &mut out, false);
        decoded.take(&out, &mut pending, mark + at + 1, *byte);
    }
    out.clear();
    feed(&mut decoder, &[], &mut out, true);
    decoded.take(&out, &mut pending, mark + body.len(), 0);
    decoded
}

/// Feeds bytes to the decoder until it has taken all of them.
fn feed(decoder: &mut encoding_rs::Decoder, mut bytes: &[u8], out: &mut String, last: bool) {
    loop {
        let (result, read, _) = decoder.decode_to_string(bytes, out, last);
        bytes = bytes.get(read..).unwrap_or_default();
        match result {
            CoderResult::InputEmpty => return,
            CoderResult::OutputFull => out.reserve(64),
        }
    }
}

impl Decoded {
    /// Adds the characters that the bytes from `pending` to `end` gave.
    fn take(&mut self, out: &str, pending: &mut usize, end: usize, byte: u8) {
        for character in out.chars() {
            // A malformed lead byte comes out together with the ASCII character after it.
            let alone = out.chars().count() > 1 && character.is_ascii() && u32::from(character) == u32::from(byte);
            let start = if alone { end - 1 } else { *pending };
            let stop = if out.chars().count() > 1 && !alone && end > start + 1 { end - 1 } else { end };
            let (width, source_width) = (character.len_utf8(), stop.saturating_sub(start));
            self.encoded.push(self.text.len(), start, width, source_width, width);
            self.malformed += usize::from(character == '\u{fffd}');
            self.text.push(character);
        }
        if !out.is_empty() {
            *pending = end;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The source bytes of the first `needle` in the decoded text.
    fn source<'a>(bytes: &'a [u8], decoded: &Decoded, needle: &str) -> &'a [u8] {
        let at = decoded.text.find(needle).expect("the needle is in the text");
        &bytes[decoded.encoded.range(at..at + needle.len())]
    }

    #[test]
    fn utf8_with_a_mark_maps_past_the_mark() {
        let bytes = "\u{feff}Élysée".as_bytes();
        let decoded = decode(bytes, false, None);
        assert_eq!(decoded.text, "Élysée");
        assert_eq!(source(bytes, &decoded, "Élysée"), "Élysée".as_bytes());
    }

    #[test]
    fn broken_utf8_is_replaced_and_counted() {
        let bytes = b"caf\xc3\xa9 \xff au lait";
        let decoded = decode(bytes, false, None);
        assert_eq!(decoded.text, "café \u{fffd} au lait");
        assert_eq!(decoded.malformed, 1);
        assert_eq!(source(bytes, &decoded, "\u{fffd}"), b"\xff");
        assert_eq!(source(bytes, &decoded, "lait"), b"lait");
    }

    #[test]
    fn utf16_is_known_with_and_without_a_mark() {
        for (mark, big) in [(true, false), (false, false), (true, true), (false, true)] {
            let units = if mark { "\u{feff}Envoy Łukasz 😀 met" } else { "Envoy Łukasz 😀 met" }.encode_utf16();
            let bytes: Vec<u8> =
                units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect();
            let decoded = decode(&bytes, true, None);
            assert_eq!(decoded.text, "Envoy Łukasz 😀 met");
            assert_eq!(source(&bytes, &decoded, "😀").len(), 4);
            assert_eq!(source(&bytes, &decoded, "Ł").len(), 2);
        }
    }

    #[test]
    fn a_declared_encoding_is_believed_unless_the_bytes_are_utf8() {
        let bytes = b"<meta charset=windows-1250><p>\x8aef\xe8ovi\xe8</p>";
        assert!(decode(bytes, true, None).text.contains("Šefčovič"));
        let bytes = "<meta http-equiv=Content-Type content='text/html; charset=iso-8859-1'><p>Šefčovič</p>".as_bytes();
        assert!(decode(bytes, true, None).text.contains("Šefčovič"));
    }

    #[test]
    fn two_byte_encodings_map_to_both_bytes() {
        let (bytes, _, _) = encoding_rs::GBK.encode("<meta charset=gbk><p>外交部 said</p>");
        let decoded = decode(&bytes, true, None);
        assert!(decoded.text.contains("外交部 said"));
        assert_eq!(source(&bytes, &decoded, "外交部").len(), 6);
        assert_eq!(source(&bytes, &decoded, "said"), b"said");
    }

    #[test]
    fn bytes_that_are_no_utf8_are_taken_for_windows_1252() {
        let decoded = decode(b"the \x93Quartet\x94 met in Gen\xe8ve", false, None);
        assert_eq!(decoded.text, "the “Quartet” met in Genève");
    }
}
