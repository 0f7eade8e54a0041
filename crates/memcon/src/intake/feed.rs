//! Feeds (RSS, Atom, JSON Feed) and news sitemaps: a document an item.

use std::panic::{AssertUnwindSafe, catch_unwind};

use feed_rs::model::Entry;
use quick_xml::Reader;
use quick_xml::events::Event;

use super::context::Context;
use super::decode::{self, Encoded};
use super::error::{InputError, Place, Reason};
use super::page::{Format, Note, NoteKind, Page};
use super::plain::{self, Given};
use super::record::given_date;
use super::source::{Stream, read_up_to};
use super::source_map::SourceMap;
use crate::evidence::{DateEvidence, DateSource};

/// What such an input is called.
const KIND: &str = "a feed";

/// Words below which a summary without a text is no story in full.
const FULL_TEXT: usize = 80;

/// The documents of a feed.
pub(crate) fn items<'a>(
    mut stream: Stream<'a>,
    context: Context,
) -> Result<Box<dyn Iterator<Item = Result<Page, InputError>> + Send + 'a>, Reason> {
    let most = context.bounds().feed_bytes;
    let (mut bytes, error) = read_up_to(&mut stream, most as u64 + 1);
    if let Some(error) = error {
        context.note(NoteKind::Cut, format!("the feed breaks off: {error}"));
    }
    if bytes.len() > most {
        bytes.truncate(most);
        context.note(NoteKind::Cut, format!("only the first {most} bytes of the feed were read (bound `feed_bytes`)"));
    }
    if is_sitemap(&bytes) {
        return Ok(Box::new(sitemap(&bytes, context)?));
    }
    let entries = entries(&bytes, &context)?;
    if entries.is_empty() {
        return Err(Reason::Broken(KIND, "there is no item in it".to_owned()));
    }
    Ok(Box::new(entries.into_iter().enumerate().map(move |(number, entry)| {
        page(entry, &context).map_err(|reason| context.error(reason).at(Place::Item, number + 1))
    })))
}

/// The items of a feed. One that breaks off or is broken is read up to the last item that is whole.
fn entries(bytes: &[u8], context: &Context) -> Result<Vec<Entry>, Reason> {
    let whole = parse(bytes);
    let Err(said) = whole else { return whole.map_err(|said| Reason::Broken(KIND, said)) };
    let mut end = bytes.len();
    // Each try cuts off an item more, so that one that breaks the feed does not cost those before it.
    for _ in 0..TRIES {
        let Some((cut, tail)) = last_item(bytes.get(..end).unwrap_or_default()) else { break };
        let mended = [bytes.get(..cut).unwrap_or_default(), tail.as_bytes()].concat();
        if let Ok(entries) = parse(&mended) {
            let lost = bytes.len() - cut;
            let message = format!("the feed cannot be read as a whole ({said}); its last {lost} bytes were not read");
            context.note(NoteKind::Cut, message);
            return Ok(entries);
        }
        end = cut.saturating_sub(1);
    }
    Err(Reason::Broken(KIND, said))
}

/// How many items are cut off at the end of a feed that cannot be read, one at a time.
const TRIES: usize = 8;

/// Where the last item that is whole ends, and what closes the feed after it.
fn last_item(bytes: &[u8]) -> Option<(usize, &'static str)> {
    const ENDS: [(&[u8], &str); 2] = [(b"</item>", ""), (b"</entry>", "</feed>")];
    let found =
        ENDS.iter().filter_map(|(end, tail)| Some((memchr::memmem::rfind(bytes, end)? + end.len(), *tail))).max()?;
    let (at, tail) = found;
    if !tail.is_empty() {
        return Some((at, tail));
    }
    let head = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    let is_rdf = memchr::memmem::find(head, b"<rdf:RDF").is_some();
    Some((at, if is_rdf { "</rdf:RDF>" } else { "</channel></rss>" }))
}

fn parse(bytes: &[u8]) -> Result<Vec<Entry>, String> {
    match catch_unwind(AssertUnwindSafe(|| feed_rs::parser::parse(bytes))) {
        Ok(Ok(feed)) => Ok(feed.entries),
        Ok(Err(error)) => Err(error.to_string()),
        Err(_) => Err("the feed library failed on it".to_owned()),
    }
}

/// The document of an item: its text, or its summary where it has none.
fn page(entry: Entry, context: &Context) -> Result<Page, Reason> {
    let mut notes = Vec::new();
    let title = entry.title.map(|title| plain_words(&title.content)).filter(|title| !title.is_empty());
    let summary = entry.summary.map(|summary| summary.content).unwrap_or_default();
    let content = entry.content.and_then(|content| content.body).unwrap_or_default();
    let markup = if content.trim().is_empty() { &summary } else { &content };
    if content.trim().is_empty() && summary.split_whitespace().count() < FULL_TEXT {
        notes.push(Note::new(NoteKind::Cut, "the feed gives a summary, not the full text"));
    }
    if markup.len() > context.bounds().bytes {
        return Err(Reason::TooLong(markup.len() as u64, context.bounds().bytes as u64));
    }
    let published = entry.published.map(|time| (time, false)).or(entry.updated.map(|time| (time, true)));
    let date = published.and_then(|(time, updated)| {
        let text = time.to_rfc3339();
        let date = super::dates::of_value(&text)?;
        Some(DateEvidence { source: DateSource::Given, date, text, updated })
    });
    let alternate = |rel: Option<&str>| rel.is_none_or(|rel| rel == "alternate");
    let link = entry.links.iter().find(|link| alternate(link.rel.as_deref())).or(entry.links.first());
    let url = link.map(|link| link.href.clone()).filter(|url| !url.is_empty());
    let id = Some(entry.id).filter(|id| !id.is_empty());
    let given = Given { id, url, title, date };
    let page = plain::fragment(markup, given, context.bounds(), notes);
    plain::readable(Page { format: Format::Feed, ..page })
}

/// A headline without the markup and the character references that feeds put into it.
fn plain_words(title: &str) -> String {
    let text = if title.contains(['<', '&']) { super::html::words_of(title) } else { title.to_owned() };
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether XML is a sitemap.
fn is_sitemap(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    [b"<urlset".as_slice(), b"<sitemapindex"].iter().any(|mark| memchr::memmem::find(head, mark).is_some())
}

/// An entry of a sitemap.
#[derive(Debug, Default)]
struct Site {
    loc: String,
    title: String,
    date: String,
}

/// The documents of a news sitemap, which has no more of a story than its headline.
fn sitemap(
    bytes: &[u8],
    context: Context,
) -> Result<impl Iterator<Item = Result<Page, InputError>> + Send + use<>, Reason> {
    let text = decode::decode(bytes, true, None).text;
    let (sites, broken) = sites(&text);
    if let Some(said) = broken {
        context.note(NoteKind::Cut, format!("the sitemap breaks off: {said}"));
    }
    let all = sites.len();
    let titled: Vec<Site> = sites.into_iter().filter(|site| !site.title.trim().is_empty()).collect();
    if titled.is_empty() {
        return Err(Reason::Unsupported("a sitemap without headlines (it names pages, but none is in it)"));
    }
    if titled.len() < all {
        let message = format!("{} of {all} entries of the sitemap have no headline; skipped", all - titled.len());
        context.note(NoteKind::LeftOut, message);
    }
    Ok(titled.into_iter().enumerate().map(move |(number, site)| {
        headline(&site, &context).map_err(|reason| context.error(reason).at(Place::Item, number + 1))
    }))
}

/// The entries that can be read, and what kept the rest from being so.
fn sites(xml: &str) -> (Vec<Site>, Option<String>) {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = false;
    let (mut sites, mut site, mut within) = (Vec::new(), Site::default(), String::new());
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => {
                tag.local_name().as_ref().clone_into(&mut within);
                if within == "url" {
                    site = Site::default();
                }
            }
            Ok(Event::Text(text)) => site.add(&within, &text),
            Ok(Event::CData(text)) => site.add(&within, &text),
            Ok(Event::GeneralRef(name)) => {
                let reference = format!("&{};", &*name);
                site.add(&within, &super::html::words_of(&reference));
            }
            Ok(Event::End(tag)) => {
                if tag.local_name().as_ref() == "url" {
                    sites.push(std::mem::take(&mut site));
                }
                within.clear();
            }
            Ok(Event::Eof) => return (sites, None),
            Ok(_) => {}
            Err(error) => return (sites, Some(error.to_string())),
        }
    }
}

impl Site {
    /// Adds the words of an element.
    fn add(&mut self, element: &str, words: &str) {
        match element {
            "loc" => self.loc.push_str(words),
            "title" => self.title.push_str(words),
            "publication_date" => self.date.push_str(words),
            _ => {}
        }
    }
}

fn headline(site: &Site, context: &Context) -> Result<Page, Reason> {
    let mut notes = vec![Note::new(NoteKind::Cut, "the sitemap gives the headline, not the text")];
    let title = site.title.split_whitespace().collect::<Vec<_>>().join(" ");
    let date = Some(site.date.trim()).filter(|date| !date.is_empty()).and_then(|date| given_date(date, &mut notes));
    let url = Some(site.loc.trim().to_owned()).filter(|url| !url.is_empty());
    let given = Given { id: url.clone(), url, title: Some(title.clone()), date };
    let source = SourceMap::whole(title.len(), Encoded::same());
    plain::readable(plain::plain_text(title, source, Format::Sitemap, given, context.bounds(), notes))
}

#[cfg(test)]
mod tests {
    use super::super::bounds::Bounds;
    use super::super::context::Options;
    use super::*;

    fn read(text: &str, bounds: &Bounds) -> (Vec<Result<Page, String>>, Vec<String>) {
        let context = Context::new("in.xml", &Options { bounds: bounds.clone(), ..Options::default() });
        let pages = match items(Box::new(text.as_bytes()), context.clone()) {
            Ok(pages) => pages.map(|page| page.map_err(|error| error.to_string())).collect(),
            Err(reason) => vec![Err(context.error(reason).to_string())],
        };
        (pages, context.log.take().into_iter().map(|note| note.message).collect())
    }

    const BODY: &str = "The envoy of Suder met the minister in the port on Monday &amp; left.";

    fn rss(items: usize) -> String {
        let item = |n: usize| {
            format!(
                "<item><title>Envoy &amp;amp; minister meet {n}</title><link>https://n.example/{n}</link><guid>g{n}</guid>\
                 <pubDate>Mon, 02 May 2022 09:00:00 GMT</pubDate><description>In short.</description>\
                 <content:encoded><![CDATA[<p>{BODY}</p><p>They spoke of ships.</p><p>Share this article</p>]]></content:encoded></item>"
            )
        };
        let items: String = (0..items).map(item).collect();
        format!(
            "<?xml version='1.0'?><rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'>\
             <channel><title>The Harbour Post</title>{items}</channel></rss>"
        )
    }

    #[test]
    fn items_of_rss_have_their_full_text() {
        let (pages, notes) = read(&rss(2), &Bounds::default());
        assert_eq!((pages.len(), notes.len()), (2, 0));
        let page = pages[1].as_ref().expect("a page");
        assert_eq!(
            page.text,
            "The envoy of Suder met the minister in the port on Monday & left.\nThey spoke of ships."
        );
        assert_eq!(page.title.as_deref(), Some("Envoy & minister meet 1"));
        assert_eq!((page.id.as_deref(), page.url.as_deref()), (Some("g1"), Some("https://n.example/1")));
        assert_eq!((page.dates[0].date.to_string().as_str(), page.format), ("2022-05-02", Format::Feed));
    }

    #[test]
    fn atom_and_json_feeds_are_read() {
        let atom = format!(
            "<feed xmlns='http://www.w3.org/2005/Atom'><title>T</title><entry><id>urn:a</id><title>Envoy leaves</title>\
             <link href='https://n.example/a'/><updated>2022-05-02T09:00:00Z</updated><summary>{BODY}</summary></entry></feed>"
        );
        let json = serde_json::json!({
            "version": "https://jsonfeed.org/version/1.1", "title": "T",
            "items": [{"id": "a", "url": "https://n.example/a", "title": "Envoy leaves", "content_html": format!("<p>{BODY}</p>"),
                       "date_published": "2022-05-02T09:00:00Z"}]
        });
        for (text, summary) in [(atom, true), (json.to_string(), false)] {
            let (pages, _) = read(&text, &Bounds::default());
            let page = pages[0].as_ref().expect("a page");
            assert!(page.text.ends_with("on Monday & left."), "{}", page.text);
            assert_eq!(page.notes.iter().any(|note| note.message.contains("a summary")), summary);
            assert_eq!(page.dates[0].date.to_string(), "2022-05-02");
        }
    }

    #[test]
    fn what_is_whole_of_a_broken_feed_is_read() {
        let text = rss(3);
        let cut = &text[..text.len() - 60];
        let (pages, notes) = read(cut, &Bounds::default());
        assert_eq!(pages.iter().filter(|page| page.is_ok()).count(), 2);
        assert!(notes[0].contains("last") && notes[0].contains("bytes were not read"), "{notes:?}");
        let (pages, notes) = read(&text, &Bounds { feed_bytes: text.len() - 100, ..Bounds::default() });
        assert!(pages.len() == 2 && notes.iter().any(|note| note.contains("feed_bytes")), "{notes:?}");
        assert!(read("<rss><channel>", &Bounds::default()).0[0].as_ref().is_err_and(|said| said.contains("a feed")));
        for end in 0..text.len() {
            read(&text[..end], &Bounds::default());
        }
    }

    #[test]
    fn a_news_sitemap_gives_its_headlines() {
        let text = "<?xml version='1.0'?><urlset xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'>\
                    <url><loc>https://n.example/a</loc><news:news><news:publication_date>2022-05-02</news:publication_date>\
                    <news:title>Envoy of Suder &amp; minister meet</news:title></news:news></url>\
                    <url><loc>https://n.example/b</loc></url></urlset>";
        let (pages, notes) = read(text, &Bounds::default());
        let page = pages[0].as_ref().expect("a page");
        assert_eq!(
            (page.text.as_str(), page.url.as_deref()),
            ("Envoy of Suder & minister meet", Some("https://n.example/a"))
        );
        assert_eq!((pages.len(), page.dates[0].date.to_string().as_str()), (1, "2022-05-02"));
        assert!(notes[0].starts_with("1 of 2 entries"), "{notes:?}");
        let plain = "<urlset><url><loc>https://n.example/b</loc></url></urlset>";
        assert!(read(plain, &Bounds::default()).0[0].as_ref().is_err_and(|said| said.contains("without headlines")));
    }
}
