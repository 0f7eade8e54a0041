//! `robots.txt`, as RFC 9309 has it: groups of rules for programs by name; the longest rule that fits decides.

use std::time::Duration;

/// How much of a `robots.txt` is read.
pub(crate) const MOST: u64 = 500 << 10;

/// Rules that are read; those after them are not.
const RULES: usize = 20_000;

/// A host may ask for no longer pause than this between two requests; more would mean to leave it alone.
const LONGEST_DELAY: Duration = Duration::from_mins(1);

/// What a host allows one program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Robots {
    rules: Vec<Rule>,
    /// The pause that it wants between requests.
    pub delay: Option<Duration>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Rule {
    allow: bool,
    /// A path with `*` for anything; `$` at the end means the end.
    pattern: String,
}

impl Robots {
    /// Reads what is said to the program called `product`, or to all where it is not named.
    pub fn parse(bytes: &[u8], product: &str) -> Self {
        let text = String::from_utf8_lossy(bytes);
        let (mut own, mut all) = (None::<Self>, Self::default());
        // Whether the group speaks to us or to all; whether lines of names go on.
        let (mut to_us, mut to_all, mut naming) = (false, false, false);
        for line in text.trim_start_matches('\u{feff}').split(['\n', '\r']) {
            let line = line.split('#').next().unwrap_or_default();
            let Some((key, value)) = line.split_once(':') else { continue };
            let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
            if key == "user-agent" {
                if !naming {
                    (to_us, to_all) = (false, false);
                }
                naming = true;
                let name: String = value.chars().take_while(|c| c.is_ascii_alphabetic() || "-_".contains(*c)).collect();
                to_us |= name.eq_ignore_ascii_case(product);
                to_all |= value == "*";
                if to_us {
                    own.get_or_insert_default();
                }
                continue;
            }
            let known = matches!(key.as_str(), "allow" | "disallow" | "crawl-delay");
            naming &= !known;
            if let Some(robots) = own.as_mut().filter(|_| to_us) {
                robots.take(&key, value);
            }
            if to_all {
                all.take(&key, value);
            }
        }
        own.unwrap_or(all)
    }

    /// A host that allows nothing.
    pub fn none() -> Self {
        Self { rules: vec![Rule { allow: false, pattern: "/".to_owned() }], delay: None }
    }

    fn take(&mut self, key: &str, value: &str) {
        match key {
            "allow" | "disallow" if !value.is_empty() && self.rules.len() < RULES => {
                self.rules.push(Rule { allow: key == "allow", pattern: normal(value) });
            }
            "crawl-delay" => {
                let seconds = value.parse::<f64>().ok().filter(|seconds| *seconds >= 0.0);
                self.delay = seconds.map(|s| Duration::from_secs_f64(s.min(LONGEST_DELAY.as_secs_f64())));
            }
            _ => {}
        }
    }

    /// Whether a path, with its query, may be asked for.
    pub fn allows(&self, path: &str) -> bool {
        let path = normal(path);
        let fitting = self.rules.iter().filter(|rule| fits(&rule.pattern, &path));
        // Of rules of one length the one that allows.
        fitting.max_by_key(|rule| (rule.pattern.len(), rule.allow)).is_none_or(|rule| rule.allow)
    }
}

/// Whether a pattern fits a path from its beginning.
fn fits(pattern: &str, path: &str) -> bool {
    let (pattern, to_end) = pattern.strip_suffix('$').map_or((pattern, false), |pattern| (pattern, true));
    let mut pieces = pattern.split('*');
    let Some(mut rest) = pieces.next().and_then(|first| path.strip_prefix(first)) else { return false };
    let mut pieces = pieces.peekable();
    if pieces.peek().is_none() {
        return !to_end || rest.is_empty();
    }
    while let Some(piece) = pieces.next() {
        if pieces.peek().is_none() && to_end {
            return rest.ends_with(piece);
        }
        // The first place is as good as any: what follows has the more room.
        let Some(at) = rest.find(piece) else { return false };
        rest = rest.get(at + piece.len()..).unwrap_or_default();
    }
    true
}

/// A path in which every octet is written in one way only.
fn normal(path: &str) -> String {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let (bytes, mut out, mut at) = (path.as_bytes(), String::with_capacity(path.len()), 0);
    let digit =
        |at: usize| bytes.get(at).and_then(|byte| char::from(*byte).to_digit(16)).and_then(|d| u8::try_from(d).ok());
    let escape = |out: &mut String, byte: u8| {
        out.push('%');
        for half in [byte >> 4, byte & 15] {
            out.push(char::from(HEX.get(usize::from(half)).copied().unwrap_or(b'0')));
        }
    };
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        if byte == b'%'
            && let (Some(high), Some(low)) = (digit(at), digit(at + 1))
        {
            at += 2;
            let byte = high << 4 | low;
            if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                out.push(char::from(byte));
            } else {
                escape(&mut out, byte);
            }
        } else if byte.is_ascii_graphic() {
            out.push(char::from(byte));
        } else {
            escape(&mut out, byte);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allows(text: &str, path: &str) -> bool {
        Robots::parse(text.as_bytes(), "memcon").allows(path)
    }

    #[test]
    fn the_group_with_our_name_counts_before_that_of_all() {
        let text =
            "User-agent: *\nDisallow: /\n\nUser-agent: other\nuser-agent: MemCon/2.0 # us\n\nDisallow: /private\n";
        assert!(allows(text, "/feed") && !allows(text, "/private/x"));
        assert!(!allows("User-agent: *\nDisallow: /\n", "/feed"));
        assert!(!allows("User-agent: other\nSitemap: /s.xml\nUser-agent: *\nDisallow: /a", "/a"));
        assert!(allows("User-agent: memcontrol\nDisallow: /", "/feed"), "another's name that begins like ours");
        // Groups with one name are one group; an empty one allows all.
        let twice = "User-agent: memcon\nDisallow: /a\nUser-agent: x\nDisallow: /c\nUser-agent: memcon\nDisallow: /b";
        assert!(!allows(twice, "/a") && !allows(twice, "/b") && allows(twice, "/c"));
        assert!(allows("User-agent: *\nDisallow: /\nUser-agent: memcon\nDisallow:\n", "/x"));
        assert!(allows("", "/x") && allows("<html>no robots</html>", "/x") && allows("Disallow: /", "/x"));
    }

    #[test]
    fn the_longest_rule_decides() {
        let text =
            "User-agent: *\nDisallow: /news\nAllow: /news/feed\nDisallow: /news/feed/old$\nAllow: /p\nDisallow: /p\n";
        for (path, allowed) in
            [("/news/feed", true), ("/news", false), ("/newsroom", false), ("/news/feed/old", false), ("/p", true)]
        {
            assert_eq!(allows(text, path), allowed, "{path}");
        }
        assert!(allows(text, "/news/feed/older"));
    }

    #[test]
    fn patterns_have_stars_and_an_end() {
        for (pattern, path, fitting) in [
            ("/*.pdf$", "/a/b.pdf", true),
            ("/*.pdf$", "/a/b.pdf?x", false),
            ("/*?print=", "/a?print=1", true),
            ("/a*b*c", "/a1b2b3c4", true),
            ("/a*b*c", "/a1c2b3", false),
            ("*", "/x", true),
            ("/$", "/", true),
            ("/$", "/x", false),
            ("/fish*", "/fish", true),
            ("/a*a$", "/a", false),
        ] {
            assert_eq!(fits(pattern, path), fitting, "{pattern} {path}");
        }
    }

    #[test]
    fn one_octet_is_one_octet_however_it_is_written() {
        assert!(!allows("User-agent: *\nDisallow: /caf%c3%a9", "/café/menu"));
        assert!(!allows("User-agent: *\nDisallow: /café", "/caf%C3%A9"));
        assert!(!allows("User-agent: *\nDisallow: /%7Ejoe", "/~joe"));
        assert!(allows("User-agent: *\nDisallow: /a%2Fb", "/a/b"));
    }

    #[test]
    fn a_pause_may_be_asked_for() {
        let delay = |text: &str| Robots::parse(text.as_bytes(), "memcon").delay;
        assert_eq!(delay("User-agent: *\nCrawl-delay: 2.5"), Some(Duration::from_millis(2500)));
        assert_eq!(delay("User-agent: *\nCrawl-delay: 1e300"), Some(LONGEST_DELAY));
        assert_eq!(delay("User-agent: *\nCrawl-delay: -1"), None);
        assert!(!Robots::none().allows("/") && Robots::default().allows("/"));
    }
}
