//! What a web page says of itself: its headline, its address, its dates.

use std::collections::HashSet;

use serde_json::Value;

use super::nodes::{Nodes, Time};
use crate::evidence::{DateEvidence, DateSource};
use crate::intake::dates;
use crate::intake::lines::{key, one_line, words};
use crate::intake::masthead::{Masthead, byline};

/// Names of `<meta>` elements (and `itemprop`s with a content) that give the day of publication, as publishers use
/// them: Open Graph, schema.org, Dublin Core, Parse.ly, Sailthru, Cxense, Highwire and older habits.
const PUBLISHED: &[&str] = &[
    "article:published_time",
    "og:published_time",
    "og:article:published_time",
    "article:published",
    "datepublished",
    "datecreated",
    "rnews:datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
    "dc.date",
    "dc.date.issued",
    "dc.date.created",
    "dc.created",
    "dc.issued",
    "dcterms.date",
    "dcterms.created",
    "dcterms.issued",
    "dcterms.available",
    "dc:created",
    "dc:date",
    "dcterms:created",
    "pubdate",
    "pub_date",
    "publishdate",
    "publish_date",
    "publish-date",
    "published",
    "published-date",
    "published_date",
    "published_time",
    "publication_date",
    "publication-date",
    "publicationdate",
    "originalpublicationdate",
    "article_date_original",
    "article.published",
    "article-publication-date",
    "citation_publication_date",
    "citation_date",
    "date_published",
    "date",
    "article:create_at",
    "weibo:article:create_at",
    "article.created",
    "displaydate",
    "ptime",
    "bt:pubdate",
    "vr:published_time",
    "shareaholic:article_published_time",
    "release_date",
    "created",
    "uploaddate",
    "issue_date",
];

/// Those that give the day of an update.
const UPDATED: &[&str] = &[
    "article:modified_time",
    "og:updated_time",
    "og:modified_time",
    "article:updated_time",
    "article:updated",
    "datemodified",
    "dateupdated",
    "dc.date.modified",
    "dc.modified",
    "dcterms.modified",
    "last-modified",
    "lastmod",
    "last_updated_date",
    "lastmodifieddate",
    "modified",
    "updated",
    "revised",
    "vr:last_modified_time",
    "article.updated",
    "shareaholic:article_modified_time",
    "utime",
    "mtime",
];

/// Types of schema.org that are stories.
const ARTICLES: &[&str] =
    &["Article", "NewsArticle", "BlogPosting", "Report", "LiveBlogPosting", "OpinionPiece", "SocialMediaPosting"];

/// What the JSON-LD of a page says of its story.
#[derive(Debug, Default)]
pub(super) struct JsonLd {
    pub headline: Option<String>,
    pub published: Option<String>,
    pub created: Option<String>,
    pub modified: Option<String>,
    pub url: Option<String>,
    pub author: Option<String>,
    pub publisher: Option<String>,
    pub section: Option<String>,
    /// It calls the page a live blog.
    pub live: bool,
}

impl JsonLd {
    /// Reads the scripts of a page. One that is no valid JSON, as many are not, still gives its dates.
    pub fn of(scripts: &[String]) -> Self {
        let mut found = Self::default();
        for script in scripts {
            match serde_json::from_str::<Value>(script) {
                Ok(value) => found.visit(&value),
                Err(_) => found.scan(script),
            }
        }
        found
    }

    /// Looks for a story in a value and all that it holds; the first one counts.
    fn visit(&mut self, value: &Value) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.visit(item)),
            Value::Object(object) => {
                if is_article(object.get("@type")) && self.headline.is_none() {
                    let text = |key: &str| object.get(key).and_then(Value::as_str).map(str::to_owned);
                    self.live |= object.get("@type").is_some_and(|kind| kind.to_string().contains("LiveBlogPosting"));
                    self.headline = text("headline").or_else(|| text("name"));
                    self.published = self.published.take().or_else(|| text("datePublished"));
                    self.created = self.created.take().or_else(|| text("dateCreated"));
                    self.modified = self.modified.take().or_else(|| text("dateModified"));
                    self.url = self.url.take().or_else(|| text("url"));
                    self.author = object.get("author").and_then(names);
                    self.publisher = object.get("publisher").and_then(names);
                    self.section = object.get("articleSection").and_then(names);
                    return;
                }
                object.values().for_each(|value| self.visit(value));
            }
            _ => {}
        }
    }

    /// Picks the dates out of a script that is no valid JSON.
    fn scan(&mut self, script: &str) {
        let value = |key: &str| {
            let (_, rest) = script.split_once(&format!("\"{key}\""))?;
            let rest = rest.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
            rest.split_once('"').map(|(value, _)| value.to_owned())
        };
        self.headline = self.headline.take().or_else(|| value("headline"));
        self.published = self.published.take().or_else(|| value("datePublished"));
        self.created = self.created.take().or_else(|| value("dateCreated"));
        self.modified = self.modified.take().or_else(|| value("dateModified"));
    }
}

/// The names in a value: a text, an object with a name, or a list of these.
fn names(value: &Value) -> Option<String> {
    let found = match value {
        Value::String(name) => one_line(&unescape(name)),
        Value::Object(object) => return object.get("name").and_then(names),
        Value::Array(items) => items.iter().take(5).filter_map(names).collect::<Vec<_>>().join(", "),
        _ => return None,
    };
    (!found.is_empty()).then_some(found)
}

fn is_article(kind: Option<&Value>) -> bool {
    let known = |kind: &Value| {
        kind.as_str()
            .is_some_and(|kind| ARTICLES.contains(&kind) || kind.ends_with("NewsArticle") || kind.ends_with("Article"))
    };
    match kind {
        Some(Value::Array(kinds)) => kinds.iter().any(known),
        Some(kind) => known(kind),
        None => false,
    }
}

/// The address of the page by its own word.
pub(super) fn url(nodes: &Nodes, json_ld: &JsonLd) -> Option<String> {
    let whole = |url: &String| url.contains("://");
    nodes
        .canonical
        .clone()
        .or_else(|| meta(nodes, "og:url").filter(whole))
        .or_else(|| json_ld.url.clone().filter(whole))
}

/// Who wrote and published the page's story, and in which section, by the page's own word.
pub(super) fn masthead(nodes: &Nodes, json_ld: &JsonLd) -> Masthead {
    let first = |keys: &[&str]| keys.iter().find_map(|key| meta(nodes, key));
    let author = || {
        let said = first(&["author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "byl"]);
        said.and_then(|line| byline(&line))
    };
    Masthead {
        byline: json_ld.author.as_deref().and_then(byline).or_else(author),
        publisher: json_ld
            .publisher
            .clone()
            .or_else(|| first(&["og:site_name", "application-name", "dc.publisher", "publisher"])),
        country: None,
        section: json_ld
            .section
            .clone()
            .or_else(|| first(&["article:section", "parsely-section", "og:article:section", "section"])),
    }
}

/// The first content of a `<meta>` of this name.
fn meta(nodes: &Nodes, name: &str) -> Option<String> {
    let contents = nodes.metas.iter().filter(|(key, content)| key == name && !content.trim().is_empty());
    contents.map(|(_, content)| one_line(content)).next()
}

/// The headline: what the page tells other sites to show, or its title, without the name of the site.
pub(super) fn title(nodes: &Nodes, json_ld: &JsonLd) -> Option<String> {
    let headings: Vec<&str> = nodes
        .blocks
        .iter()
        .filter(|block| block.heading == Some(1))
        .map(|block| text(nodes, block.span.clone()))
        .collect();
    let site = Site {
        names: [meta(nodes, "og:site_name"), meta(nodes, "application-name"), meta(nodes, "al:iphone:app_name")],
        headings: &headings,
    };
    let ld = json_ld.headline.clone().map(|headline| unescape(&headline));
    let own = Some(nodes.title.clone());
    let candidates = [meta(nodes, "og:title"), ld, meta(nodes, "twitter:title"), own].into_iter().flatten();
    candidates
        .map(|candidate| site.cut(candidate.trim()).to_owned())
        .find(|title| !title.is_empty())
        .or_else(|| headings.first().map(|heading| (*heading).to_owned()))
}

/// JSON-LD headlines often carry character references.
fn unescape(headline: &str) -> String {
    super::nodes::read(headline).text.replace('\n', " ")
}

fn text(nodes: &Nodes, span: std::ops::Range<usize>) -> &str {
    nodes.text.get(span).unwrap_or_default()
}

/// What tells the name of the site from the headline.
struct Site<'a> {
    names: [Option<String>; 3],
    headings: &'a [&'a str],
}

impl Site<'_> {
    /// A title without the name of the site before or after it.
    fn cut<'t>(&self, title: &'t str) -> &'t str {
        const SEPARATORS: [&str; 9] = [" | ", " - ", " – ", " — ", " :: ", " » ", " « ", " · ", " • "];
        if self.headings.iter().any(|heading| key(heading) == key(title)) {
            return title;
        }
        let parts = SEPARATORS.iter().flat_map(|separator| title.split(separator)).map(str::trim);
        let is_heading =
            |part: &&str| words(part, 3) >= 3 && self.headings.iter().any(|heading| key(heading) == key(part));
        if let Some(headline) = parts.into_iter().find(is_heading) {
            return headline;
        }
        for separator in SEPARATORS {
            if let Some((headline, name)) = title.rsplit_once(separator)
                && self.is_name(name, headline, separator)
            {
                return self.cut(headline.trim());
            }
            if let Some((name, headline)) = title.split_once(separator)
                && self.is_name(name, headline, separator)
            {
                return self.cut(headline.trim());
            }
        }
        title
    }

    /// Whether a part of a title names the site: as the page itself says, or because the rest is a heading of the page,
    /// or because it is short beside the rest and set off by a mark that headlines do not use.
    fn is_name(&self, name: &str, rest: &str, separator: &str) -> bool {
        let name_key = key(name);
        let known = self.names.iter().flatten().any(|site| key(site) == name_key);
        let heading = self.headings.iter().any(|heading| key(heading) == key(rest));
        let short = words(name, 6) <= 5 && words(rest, 20) >= 4 && words(name, 6) < words(rest, 20);
        known
            || heading
            || (short && !matches!(separator, " - " | " – " | " — "))
            || (short && name_key.ends_with("com"))
    }
}

/// What the page as a whole says of its date: JSON-LD, `<meta>` elements and `<time>` elements near the headline.
///
/// `near` holds the blocks between headline and body, where a `<time>` speaks of the story and not of a teaser.
pub(super) fn dates(nodes: &Nodes, json_ld: &JsonLd, near: &std::ops::Range<usize>) -> Vec<DateEvidence> {
    let mut found = Vec::new();
    let ld = [(&json_ld.published, false), (&json_ld.created, false), (&json_ld.modified, true)];
    for (value, updated) in ld {
        add(&mut found, DateSource::JsonLd, value.as_deref().unwrap_or_default(), updated);
    }
    for (name, content) in &nodes.metas {
        if PUBLISHED.contains(&name.as_str()) {
            add(&mut found, DateSource::Meta, content, false);
        } else if UPDATED.contains(&name.as_str()) {
            add(&mut found, DateSource::Meta, content, true);
        }
    }
    for time in nodes.times.iter().filter(|time| near.contains(&time.block) || names_publication(time)).take(8) {
        add(
            &mut found,
            DateSource::TimeElement,
            &time.datetime,
            time.labels.contains("updated") || time.labels.contains("modified"),
        );
    }
    found
}

fn names_publication(time: &Time) -> bool {
    time.labels.contains("pubdate") || time.labels.contains("datepublished")
}

fn add(found: &mut Vec<DateEvidence>, source: DateSource, value: &str, updated: bool) {
    if let Some(date) = dates::of_value(value) {
        found.push(DateEvidence { source, date, text: value.trim().to_owned(), updated });
    }
}

/// Puts evidence in the order of trust, publication before update, each once.
pub(crate) fn sort(evidence: &mut Vec<DateEvidence>) {
    evidence.sort_by_key(|evidence| (evidence.source, evidence.updated));
    let mut seen = HashSet::new();
    evidence.retain(|evidence| seen.insert((evidence.source, evidence.date, evidence.updated)));
}

#[cfg(test)]
mod tests {
    use super::super::nodes::read;
    use super::*;

    fn title_of(html: &str) -> Option<String> {
        let nodes = read(html);
        title(&nodes, &JsonLd::of(&nodes.json_ld))
    }

    fn dates_of(html: &str) -> Vec<(DateSource, String, bool)> {
        let nodes = read(html);
        let mut found = dates(&nodes, &JsonLd::of(&nodes.json_ld), &(0..2));
        sort(&mut found);
        found.into_iter().map(|evidence| (evidence.source, evidence.date.to_string(), evidence.updated)).collect()
    }

    #[test]
    fn the_title_loses_the_name_of_the_site() {
        for html in [
            "<meta property=og:title content='Island states sign fishing accord'><title>Other</title>",
            "<title>Island states sign fishing accord | The Harbour Post</title>",
            "<title>Island states sign fishing accord - Harbour Post</title><meta property=og:site_name content='Harbour Post'>",
            "<title>Island states sign fishing accord - World - Post</title><h1>Island states sign fishing accord</h1>",
            "<title>Harbour Post » Island states sign fishing accord</title>",
            "<script type='application/ld+json'>{\"@graph\":[{\"@type\":\"WebSite\",\"name\":\"Post\"},{\"@type\":\"NewsArticle\",\
             \"headline\":\"Island states sign fishing accord\"}]}</script><title>Post</title>",
            "<body><h1>Island states sign fishing accord</h1>",
        ] {
            assert_eq!(title_of(html).as_deref(), Some("Island states sign fishing accord"), "{html}");
        }
        let dash = "<title>Tit-for-tat - what the expulsions mean for trade</title>";
        assert_eq!(title_of(dash).as_deref(), Some("Tit-for-tat - what the expulsions mean for trade"));
        assert_eq!(title_of("<p>Body"), None);
    }

    #[test]
    fn the_masthead_is_what_the_page_says_of_itself() {
        let of = |html: &str| {
            let nodes = read(html);
            let Masthead { byline, publisher, section, .. } = masthead(&nodes, &JsonLd::of(&nodes.json_ld));
            [byline, publisher, section].map(Option::unwrap_or_default)
        };
        let ld = "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"author\":[{\"name\":\"Joana Reis\"},\"Milo \
                  Danek\"],\"publisher\":{\"@type\":\"Organization\",\"name\":\"The Harbour Post\"},\"articleSection\":\
                  [\"World\"]}</script>";
        assert_eq!(of(ld), ["Joana Reis, Milo Danek", "The Harbour Post", "World"]);
        let meta = "<meta name=author content='By Joana Reis'><meta property=og:site_name content='Harbour Post'><meta \
                    property=article:section content=Ports><meta property=article:author content='https://p.example/reis'>";
        assert_eq!(of(meta), ["Joana Reis", "Harbour Post", "Ports"]);
        assert_eq!(of("<p>Body"), ["", "", ""]);
    }

    #[test]
    fn dates_by_source() {
        let html = "<script type='application/ld+json'>[{\"@type\":[\"NewsArticle\"],\"datePublished\":\"2021-05-03T10:00:00Z\",\
                    \"dateModified\":\"2021-05-04\"}]</script><meta property='article:published_time' content='2021-05-03'>\
                    <meta name='DC.date.issued' content='2021-05-03'><meta name=Last-Modified content='2021-05-05'>\
                    <p><time datetime='2021-05-03'>May 3</time>";
        assert_eq!(
            dates_of(html),
            [
                (DateSource::JsonLd, "2021-05-03".to_owned(), false),
                (DateSource::JsonLd, "2021-05-04".to_owned(), true),
                (DateSource::Meta, "2021-05-03".to_owned(), false),
                (DateSource::Meta, "2021-05-05".to_owned(), true),
                (DateSource::TimeElement, "2021-05-03".to_owned(), false),
            ]
        );
    }

    #[test]
    fn broken_json_ld_still_gives_its_dates() {
        let html = "<script type='application/ld+json'>{\"@type\":\"NewsArticle\", \"headline\" : \"A\nB\",, \"datePublished\" : \
                    \"2021-05-03\"}</script>";
        assert_eq!(dates_of(html), [(DateSource::JsonLd, "2021-05-03".to_owned(), false)]);
    }

    #[test]
    fn a_time_element_far_from_the_headline_is_a_teasers() {
        assert_eq!(dates_of("<p>a<p>b<p>c<p>d<time datetime='2021-05-03'>x</time>"), []);
    }
}
