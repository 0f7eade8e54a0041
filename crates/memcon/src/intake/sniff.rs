//! What an input is, by its content.

use serde_json::Value;

use super::error::Reason;
use super::{decode, html};

/// How much of an input is looked at.
const HEAD: usize = 64 << 10;

/// What an input is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Html,
    Text,
    JsonLines,
}

/// Tells what an input is, or why it cannot be read.
pub(crate) fn sniff(bytes: &[u8]) -> Result<Kind, Reason> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Reason::Empty);
    }
    if let Some(kind) = magic(bytes) {
        return Err(Reason::Binary(kind));
    }
    let head = bytes.get(..bytes.len().min(HEAD)).unwrap_or_default();
    let decoded = decode::decode(head, true);
    if is_binary(&decoded.text) {
        return Err(Reason::Binary("binary data"));
    }
    let text = decoded.text.as_str();
    // A document in JSON may hold markup, and a web page JSON: what comes first decides.
    if text.trim_start().starts_with('{') && is_json_lines(text) {
        return Ok(Kind::JsonLines);
    }
    if html::is_feed(text) {
        return Err(Reason::Unsupported("a feed or sitemap"));
    }
    if html::is_html(text) {
        return Ok(Kind::Html);
    }
    if text.starts_with("WARC/") {
        return Err(Reason::Unsupported("a WARC file"));
    }
    if is_json_array(text) {
        return Err(Reason::Unsupported("a JSON array (put each object on a line of its own)"));
    }
    Ok(if is_json_lines(text) { Kind::JsonLines } else { Kind::Text })
}

/// Files that are no text, by the bytes that they start with.
fn magic(bytes: &[u8]) -> Option<&'static str> {
    const MAGIC: &[(&[u8], &str)] = &[
        (b"%PDF-", "a PDF file"),
        (b"PK\x03\x04", "a ZIP archive or an office document"),
        (b"\x89PNG", "an image"),
        (b"\xff\xd8\xff", "an image"),
        (b"GIF8", "an image"),
        (b"\x7fELF", "a program"),
        (b"PAR1", "a Parquet file"),
        (b"\x28\xb5\x2f\xfd", "a zstd archive"),
        (b"BZh", "a bzip2 archive"),
        (b"\xfd7zXZ", "an xz archive"),
        (b"7z\xbc\xaf", "a 7z archive"),
        (b"SQLite format 3", "a SQLite database"),
        (b"{\\rtf", "an RTF document"),
    ];
    MAGIC.iter().find(|(start, _)| bytes.starts_with(start)).map(|(_, kind)| *kind)
}

/// Control characters that text does not have, as more than one in a hundred.
fn is_binary(text: &str) -> bool {
    let (mut all, mut control) = (0_usize, 0_usize);
    for character in text.chars() {
        all += 1;
        let text_like = matches!(character, '\t' | '\n' | '\r' | '\u{c}' | '\u{1b}' | '\u{85}');
        control +=
            usize::from(!text_like && (character.is_control() || character == '\u{fffd}' || is_private(character)));
    }
    control * 20 > all || text.contains('\0') && control * 100 > all
}

/// Characters that no encoding of text gives by itself.
fn is_private(character: char) -> bool {
    matches!(character, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..)
}

fn is_json_array(text: &str) -> bool {
    let start = text.trim_start();
    start.strip_prefix('[').is_some_and(|rest| rest.trim_start().starts_with("{\""))
}

/// Whether the first lines look like JSON objects. One that is broken does not make a file plain text if it opens as
/// one or the others are whole.
fn is_json_lines(text: &str) -> bool {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty()).take(10);
    for (number, line) in lines.enumerate() {
        let Some(rest) = line.strip_prefix('{') else { continue };
        let opens = number == 0 && rest.trim_start().starts_with('"') && rest.contains("\":");
        if opens || serde_json::from_str::<Value>(line).is_ok_and(|value| value.is_object()) {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_by_content() {
        let kind = |bytes: &[u8]| sniff(bytes).ok();
        assert_eq!(kind(b"<!doctype html><p>x"), Some(Kind::Html));
        assert_eq!(kind(b"{\"id\": \"1\", \"text\": \"x\"}\n"), Some(Kind::JsonLines));
        assert_eq!(kind(b"{\"id\": \"1\", \"text\": \"x\n{\"id\": \"2\", \"text\": \"y\"}"), Some(Kind::JsonLines));
        assert_eq!(kind(b"{\"text\": \"<html><body><p>x\"}"), Some(Kind::JsonLines));
        assert_eq!(kind(b"<html><script>\n{\"a\": 1}\n</script>"), Some(Kind::Html));
        assert_eq!(kind(b"oops\n{\"id\": \"2\", \"text\": \"y\"}"), Some(Kind::JsonLines));
        assert_eq!(kind(b"The envoy {sic} met the minister."), Some(Kind::Text));
        assert_eq!(kind("Genève".as_bytes()), Some(Kind::Text));
    }

    #[test]
    fn what_is_not_text_is_named() {
        assert!(matches!(sniff(b""), Err(Reason::Empty)));
        assert!(matches!(sniff(b" \n\t "), Err(Reason::Empty)));
        assert!(matches!(sniff(b"%PDF-1.7 ..."), Err(Reason::Binary("a PDF file"))));
        assert!(matches!(sniff(&[0, 1, 2, 3, 0, 0, 7, 200, 0, 9]), Err(Reason::Binary(_))));
        let noise: Vec<u8> = (0..4096_u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
        assert!(matches!(sniff(&noise), Err(Reason::Binary(_))));
        assert!(matches!(sniff(b"<?xml version='1.0'?><rss><channel>"), Err(Reason::Unsupported(_))));
        assert!(matches!(sniff(b"[{\"text\": \"x\"}]"), Err(Reason::Unsupported(_))));
    }

    #[test]
    fn a_stray_control_character_does_not_make_a_text_binary() {
        let text = format!("{}\u{1}{}\u{0}", "The envoy met the minister. ".repeat(20), "They talked. ".repeat(20));
        assert_eq!(sniff(text.as_bytes()).ok(), Some(Kind::Text));
    }
}
