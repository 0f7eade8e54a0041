//! The answer of a web server, as archives of the web hold it.

use super::unpack;

/// An answer taken apart.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Answer {
    pub status: u16,
    /// The type of the content in lower case, without its parameters; empty where the answer does not say.
    pub mime: String,
    /// The name of the encoding that the answer declares.
    pub charset: Option<String>,
    /// The content as the server meant it.
    pub body: Vec<u8>,
    /// The content breaks off or is damaged.
    pub broken: bool,
}

/// Takes an answer apart; of its content no more than `most` bytes and one are unpacked. None if it is no answer.
pub(crate) fn parse(bytes: &[u8], most: usize) -> Option<Answer> {
    let rest = bytes.strip_prefix(b"HTTP/")?;
    let line = rest.get(..memchr::memchr(b'\n', rest)?)?;
    let status = String::from_utf8_lossy(line).split_ascii_whitespace().nth(1)?.parse().ok()?;
    let (head, body) = split(bytes);
    let headers = Headers::of(head);
    let mut body = body.to_vec();
    let mut broken = false;
    if headers.get("transfer-encoding").is_some_and(|value| value.to_ascii_lowercase().contains("chunked"))
        && let Some((joined, whole)) = join_chunks(&body)
    {
        (body, broken) = (joined, !whole);
    }
    let content_type = headers.get("content-type").unwrap_or_default();
    let encodings = headers.get("content-encoding").unwrap_or_default();
    let answer = Answer::of(&content_type, &encodings, body, most);
    Some(Answer { status, broken: broken || answer.broken, ..answer })
}

impl Answer {
    /// An answer that went well, of its `Content-Type`, its `Content-Encoding` and its content, of which no more than
    /// `most` bytes and one are unpacked.
    pub fn of(content_type: &str, encodings: &str, mut body: Vec<u8>, most: usize) -> Self {
        let mut broken = false;
        for encoding in encodings.rsplit(',').take(3) {
            let (unpacked, error) = unpack::of_http(body, encoding, most);
            (body, broken) = (unpacked, broken || error.is_some());
        }
        Self { status: 200, mime: mime(content_type), charset: charset(content_type), body, broken }
    }
}

/// The type in a `Content-Type`, without its parameters.
pub(crate) fn mime(content_type: &str) -> String {
    content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// The encoding in a `Content-Type`.
pub(crate) fn charset(content_type: &str) -> Option<String> {
    let lower = content_type.to_ascii_lowercase();
    let (_, value) = lower.split_once("charset=")?;
    let value = value.split(';').next()?.trim().trim_matches(['"', '\'']);
    (!value.is_empty()).then(|| value.to_owned())
}

/// The lines before the first empty one, and what follows it.
fn split(bytes: &[u8]) -> (&[u8], &[u8]) {
    let found = [b"\r\n\r\n".as_slice(), b"\n\n"]
        .iter()
        .filter_map(|mark| memchr::memmem::find(bytes, mark).map(|at| (at, at + mark.len())))
        .min();
    match found {
        Some((end, start)) => (bytes.get(..end).unwrap_or_default(), bytes.get(start..).unwrap_or_default()),
        None => (bytes, &[]),
    }
}

/// Headers: names in lower case with their values.
#[derive(Debug, Default)]
pub(crate) struct Headers(Vec<(String, String)>);

impl Headers {
    /// Reads the lines of a head; those without a colon are passed over.
    pub fn of(head: &[u8]) -> Self {
        let lines = head.split(|byte| *byte == b'\n').map(|line| String::from_utf8_lossy(line).into_owned());
        let pair = |line: String| {
            let (name, value) = line.split_once(':')?;
            Some((name.trim().to_ascii_lowercase(), value.trim().to_owned()))
        };
        Self(lines.filter_map(pair).collect())
    }

    /// The first value of a name, which is to be given in lower case.
    pub fn get(&self, name: &str) -> Option<String> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
    }
}

/// Joins the chunks of a body, and whether it is whole. None if it is not in chunks: archives often keep the joined
/// body under the old header.
fn join_chunks(mut body: &[u8]) -> Option<(Vec<u8>, bool)> {
    let mut joined = Vec::new();
    loop {
        let line = memchr::memchr(b'\n', body).and_then(|end| body.get(..end));
        let Some(line) = line else { return (!joined.is_empty()).then_some((joined, false)) };
        let digits: &[u8] = line.split(|byte| matches!(byte, b';' | b'\r' | b' ')).next().unwrap_or_default();
        let size = std::str::from_utf8(digits).ok().and_then(|digits| usize::from_str_radix(digits, 16).ok());
        let Some(size) = size else { return (!joined.is_empty()).then_some((joined, false)) };
        let rest = body.get(line.len() + 1..).unwrap_or_default();
        if size == 0 {
            return Some((joined, true));
        }
        let Some(chunk) = rest.get(..size) else {
            joined.extend_from_slice(rest);
            return Some((joined, false));
        };
        joined.extend_from_slice(chunk);
        body = rest.get(size..).unwrap_or_default();
        body = body.strip_prefix(b"\r\n").or(body.strip_prefix(b"\n")).unwrap_or(body);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_are_joined_and_what_is_none_is_left() {
        let answer = |body: &str| {
            let text = format!(
                "HTTP/1.1 200 OK\r\nContent-Type: Text/HTML; charset=\"ISO-8859-2\"\r\nTransfer-Encoding: chunked\r\n\r\n{body}"
            );
            parse(text.as_bytes(), 1000).expect("an answer")
        };
        let whole = answer("5\r\n<p>On\r\n6;x=y\r\ne.</p>\r\n0\r\n\r\n");
        assert_eq!((whole.body.as_slice(), whole.broken), (b"<p>One.</p>".as_slice(), false));
        assert_eq!(
            (whole.status, whole.mime.as_str(), whole.charset.as_deref()),
            (200, "text/html", Some("iso-8859-2"))
        );
        let cut = answer("5\r\n<p>On\r\n6\r\ne.<");
        assert_eq!((cut.body.as_slice(), cut.broken), (b"<p>One.<".as_slice(), true));
        assert_eq!(answer("<p>One.</p>\n").body, b"<p>One.</p>\n");
        assert_eq!(answer("ffffffffffffffff\r\nx").body, b"x");
    }

    #[test]
    fn what_is_no_answer_is_none() {
        for text in ["", "HTTP/", "HTTP/1.1\n", "HTTP/1.1 x\n\n", "<html>"] {
            assert_eq!(parse(text.as_bytes(), 10), None, "{text}");
        }
        assert_eq!(parse(b"HTTP/1.0 404 Not Found\n", 10).map(|answer| answer.status), Some(404));
    }
}
