//! Who wrote a story, who published it, and in which part of the paper.

use memcon_gazetteer::Gazetteer;

use super::furniture::{Furniture, FurnitureKind};
use super::lines::one_line;
use crate::span::Span;

/// What a story's head says beside headline and date.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Masthead {
    /// Who wrote it, as the page says it.
    pub byline: Option<String>,
    /// Who published it: a name, or the host of its address.
    pub publisher: Option<String>,
    /// The publisher's country, ISO alpha-3, where its address is under a country's domain.
    pub country: Option<String>,
    /// The part of the paper: "World", "Business".
    pub section: Option<String>,
}

impl Masthead {
    /// The same with what its address tells where nothing else does.
    #[must_use]
    pub(crate) fn with_address(mut self, url: Option<&str>) -> Self {
        let Some(host) = url.and_then(host) else { return self };
        self.country = self.country.or_else(|| country_of_host(&host));
        self.publisher = self.publisher.or(Some(host));
        self
    }
}

/// The byline among the furniture of a part of a text.
pub(crate) fn byline_in(text: &str, furniture: &[Furniture], span: Span) -> Option<String> {
    let line = furniture.iter().find(|f| f.kind == FurnitureKind::Byline && span.contains(f.span))?;
    byline(line.span.of(text))
}

/// A byline without the words that open it.
pub(crate) fn byline(line: &str) -> Option<String> {
    let line = one_line(line);
    let opener = ["by ", "written by ", "reported by ", "reporting by ", "author: ", "by: "];
    let lower = line.to_ascii_lowercase() + " ";
    let opened = opener.iter().find(|opener| lower.starts_with(**opener)).map_or(0, |opener| opener.len());
    let name = line.get(opened..).unwrap_or_default().trim();
    let is_address = name.contains("://") || name.starts_with('@');
    (!is_address && name.chars().any(char::is_alphabetic)).then(|| name.to_owned())
}

/// The host of an address, without what tells the telephone's pages from the others; `None` for what is no address of
/// the web.
pub fn host(url: &str) -> Option<String> {
    let (_, rest) = url.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next()?.rsplit('@').next()?.split(':').next()?.to_lowercase();
    let bare = ["www.", "m.", "amp."].iter().find_map(|prefix| host.strip_prefix(prefix)).unwrap_or(&host);
    (!bare.is_empty()).then(|| bare.to_owned())
}

/// The country under whose domain a host is. Domains that are sold the world over for what they spell tell nothing.
fn country_of_host(host: &str) -> Option<String> {
    const FOR_SALE: &[&str] = &[
        "ac", "ai", "as", "cc", "cd", "co", "dj", "fm", "gg", "gl", "io", "la", "li", "ly", "me", "ms", "nu", "pw",
        "sc", "sh", "so", "st", "su", "tk", "to", "tv", "vc", "vu", "ws",
    ];
    let domain = host.rsplit('.').next().filter(|domain| domain.len() == 2 && !FOR_SALE.contains(domain))?;
    let alpha2 = if domain == "uk" { "GB".to_owned() } else { domain.to_uppercase() };
    Gazetteer::embedded().alpha3(&alpha2).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_tells_publisher_and_country() {
        let of = |url: &str| {
            let masthead = Masthead::default().with_address(Some(url));
            (masthead.publisher.unwrap_or_default(), masthead.country.unwrap_or_default())
        };
        assert_eq!(of("https://www.harbour-post.co.uk/world/1"), ("harbour-post.co.uk".into(), "GBR".into()));
        assert_eq!(of("http://m.post.com.pk:8080/a"), ("post.com.pk".into(), "PAK".into()));
        assert_eq!(of("https://harbour.tv/a"), ("harbour.tv".into(), String::new()));
        assert_eq!(of("https://harbour.org"), ("harbour.org".into(), String::new()));
        assert_eq!(of("https://user@m.Example.com#x"), ("example.com".into(), String::new()));
        assert_eq!((of("note.txt").0, of("file:///a/b").0), (String::new(), String::new()));
        let named = Masthead { publisher: Some("The Harbour Post".into()), ..Masthead::default() };
        assert_eq!(named.with_address(Some("https://post.fr/a")).publisher.as_deref(), Some("The Harbour Post"));
    }

    #[test]
    fn bylines() {
        assert_eq!(byline("By Joana Reis").as_deref(), Some("Joana Reis"));
        assert_eq!(byline("Milo Danek,  Port Esk").as_deref(), Some("Milo Danek, Port Esk"));
        assert_eq!(byline("https://post.example/authors/reis"), None);
        assert_eq!(byline("By "), None);
    }
}
