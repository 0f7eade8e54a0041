//! What an input is, by its content.

use serde_json::Value;

use super::columns::Columns;
use super::error::Reason;
use super::{csv, decode, html, markdown, tar, unpack, warc};

/// How much of an input is looked at.
pub(crate) const HEAD: usize = 64 << 10;

/// What an input is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A document.
    Html,
    Text,
    Markdown,
    /// Many documents.
    JsonLines,
    JsonObjects,
    Table(u8),
    Feed,
    Warc,
    Tar,
    Zip,
    Parquet,
    /// Packed without a mark that says so.
    Brotli,
}

/// Tells what an input is by its first bytes, or why it cannot be read. `whole` says that there are no more.
pub(crate) fn sniff(head: &[u8], whole: bool, columns: &Columns) -> Result<Kind, Reason> {
    let container = match head {
        _ if warc::is_warc(head) => Some(Kind::Warc),
        _ if tar::is_tar(head) => Some(Kind::Tar),
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Some(Kind::Zip),
        [b'P', b'A', b'R', b'1', ..] => Some(Kind::Parquet),
        _ => None,
    };
    if let Some(kind) = container {
        return Ok(kind);
    }
    let text = match text(head, whole) {
        Err(Reason::Binary(BINARY)) if unpack::is_brotli(head) => return Ok(Kind::Brotli),
        text => text?,
    };
    if let Some(kind) = json(&text) {
        return Ok(kind);
    }
    if html::is_feed(&text) {
        return Ok(Kind::Feed);
    }
    if html::is_html(&text) {
        return Ok(Kind::Html);
    }
    if let Some(separator) = csv::separator(head, columns) {
        return Ok(Kind::Table(separator));
    }
    if is_json_lines(&text) {
        return Ok(Kind::JsonLines);
    }
    Ok(if markdown::is_markdown(&text) { Kind::Markdown } else { Kind::Text })
}

/// Tells what a document is of which it is known that it is one.
pub(crate) fn of_document(bytes: &[u8]) -> Result<Kind, Reason> {
    let text = text(bytes.get(..bytes.len().min(HEAD)).unwrap_or_default(), bytes.len() <= HEAD)?;
    Ok(if html::is_html(&text) && !html::is_feed(&text) { Kind::Html } else { Kind::Text })
}

/// The characters of the first bytes of an input, if they are text.
fn text(head: &[u8], whole: bool) -> Result<String, Reason> {
    if whole && head.iter().all(u8::is_ascii_whitespace) {
        return Err(Reason::Empty);
    }
    if let Some(kind) = magic(head) {
        return Err(Reason::Binary(kind));
    }
    let text = decode::decode(head, true, None).text;
    if is_binary(&text) { Err(Reason::Binary(BINARY)) } else { Ok(text) }
}

/// What bytes are called that are none of the files that are known.
const BINARY: &str = "binary data";

/// What kind of JSON a text is, if it is some. A document in JSON may hold markup, and a web page JSON: what comes first
/// decides.
fn json(text: &str) -> Option<Kind> {
    let start = text.trim_start_matches('\u{feff}').trim_start();
    if let Some(rest) = start.strip_prefix('[') {
        let rest = rest.trim_start();
        return (rest.starts_with("{\"") || rest.strip_prefix('{').is_some_and(opens_with_a_key))
            .then_some(Kind::JsonObjects);
    }
    let rest = start.strip_prefix('{')?;
    if start.get(..start.floor_char_boundary(1000)).unwrap_or_default().contains("jsonfeed.org/version") {
        return Some(Kind::Feed);
    }
    let first = start.lines().next().unwrap_or_default().trim_end();
    if (first == "{" || first.ends_with([',', '[', '{'])) && opens_with_a_key(rest) {
        return Some(Kind::JsonObjects);
    }
    is_json_lines(text).then_some(Kind::JsonLines)
}

/// Whether what follows a brace is a key.
fn opens_with_a_key(rest: &str) -> bool {
    let rest = rest.trim_start();
    rest.starts_with('"') && rest.get(..rest.floor_char_boundary(300)).unwrap_or_default().contains("\":")
        || rest.starts_with('"') && rest.contains("\" :")
}

/// Files that are no text, by the bytes that they start with.
fn magic(bytes: &[u8]) -> Option<&'static str> {
    const MAGIC: &[(&[u8], &str)] = &[
        (b"%PDF-", "a PDF file"),
        (b"\x89PNG", "an image"),
        (b"\xff\xd8\xff", "an image"),
        (b"GIF8", "an image"),
        (b"\x7fELF", "a program"),
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

    fn sniff(bytes: &[u8]) -> Result<Kind, Reason> {
        super::sniff(bytes, true, &Columns::default())
    }

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
    fn inputs_of_many_documents_are_told_by_content() {
        let kind = |bytes: &[u8]| sniff(bytes).ok();
        assert_eq!(kind(b"<?xml version='1.0'?><rss><channel>"), Some(Kind::Feed));
        assert_eq!(kind(b"{\"version\": \"https://jsonfeed.org/version/1\", \"items\": []}"), Some(Kind::Feed));
        assert_eq!(kind(b"[{\"text\": \"x\"}]"), Some(Kind::JsonObjects));
        assert_eq!(kind(b"[\n  {\n    \"text\": \"x\"\n  }\n]"), Some(Kind::JsonObjects));
        assert_eq!(kind(b"{\n  \"text\": \"x\"\n}"), Some(Kind::JsonObjects));
        assert_eq!(kind(b"\xef\xbb\xbf{\"text\": \"x\"}"), Some(Kind::JsonLines));
        assert_eq!(kind(b"id,text\n1,x\n"), Some(Kind::Table(b',')));
        assert_eq!(kind(b"WARC/1.1\r\nWARC-Type: x\r\n"), Some(Kind::Warc));
        assert_eq!(kind(b"PK\x03\x04rest"), Some(Kind::Zip));
        assert_eq!(kind(b"PAR1rest"), Some(Kind::Parquet));
        assert_eq!(kind(b"# A\n\n## B\n\nText.\n"), Some(Kind::Markdown));
        assert_eq!(kind(b"[sic] he said"), Some(Kind::Text));
    }

    #[test]
    fn what_is_not_text_is_named() {
        assert!(matches!(sniff(b""), Err(Reason::Empty)));
        assert!(matches!(sniff(b" \n\t "), Err(Reason::Empty)));
        assert!(matches!(sniff(b"%PDF-1.7 ..."), Err(Reason::Binary("a PDF file"))));
        assert!(matches!(sniff(&[0, 1, 2, 3, 0, 0, 7, 200, 0, 9]), Err(Reason::Binary(_))));
        let noise: Vec<u8> = (0..4096_u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
        assert!(matches!(sniff(&noise), Err(Reason::Binary(_))));
    }

    #[test]
    fn a_stray_control_character_does_not_make_a_text_binary() {
        let text = format!("{}\u{1}{}\u{0}", "The envoy met the minister. ".repeat(20), "They talked. ".repeat(20));
        assert_eq!(sniff(text.as_bytes()).ok(), Some(Kind::Text));
    }
}
