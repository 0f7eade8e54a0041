//! Asking for feeds, and for the pages that they link to: on a thread for each site, since a site is asked for one thing
//! at a time and most of the time nothing happens.

use std::collections::{BTreeMap, HashSet};
use std::hash::{DefaultHasher, Hasher as _};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use jiff::civil::Date;
use memcon::intake::{self, Format, Options, Page};
use memcon_store::ContentHash;
use memcon_watch::{Answer, Ask, Client, Marks, Pace, Problem, Reach, Response, Stop, Url, is_local, jitter};

use crate::guard;
use crate::inputs::Input;

/// Types of feeds, for `Accept`.
const FEEDS: &str = "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5";

/// Types of pages.
const PAGES: &str = "text/html, application/xhtml+xml, text/plain;q=0.5";

/// How often it is looked whether to stop, while nothing comes.
const BLINK: Duration = Duration::from_millis(100);

/// What comes of watching.
pub enum Found {
    /// An item that was not seen before, and the day that the feed says it is of.
    Item(Box<Input>, Option<Date>),
    /// A feed was read, and all of its items were handed on.
    End(Report),
}

/// How asking for a feed went.
pub struct Report {
    /// Its address.
    pub feed: String,
    /// How it went.
    pub went: Went,
    /// In what time it is asked for again; nothing where it is not.
    pub again: Option<Duration>,
}

/// See [`Report`].
pub enum Went {
    /// There was nothing new, by what the site says.
    Unchanged,
    /// It was read: how many items were handed on, and the version, unless something of it is to be had later only.
    Read(usize, Option<Marks>),
    /// It was not read: why.
    Failed(String),
}

/// A feed that is watched.
pub struct Feed {
    url: Url,
    /// The version that was read last.
    known: Marks,
    pace: Pace,
    due: Instant,
    /// Its items that were handed on before.
    seen: HashSet<u64>,
    over: bool,
}

impl Feed {
    /// A feed of which a version is known.
    pub fn new(url: Url, known: Marks, every: Duration) -> Self {
        Self { url, known, pace: Pace::new(every), due: Instant::now(), seen: HashSet::new(), over: false }
    }
}

/// How feeds are watched.
pub struct Watcher {
    /// Asks for them.
    pub client: Client,
    /// How they are read.
    pub options: Options,
    /// Whether the pages that items link to are read.
    pub pages: bool,
    /// Whether each feed is asked for only once.
    pub once: bool,
    /// Ends it.
    pub stop: Stop,
    /// Hashes of the addresses of pages that need not be read.
    read: Mutex<HashSet<u64>>,
}

impl Watcher {
    /// A watcher that knows no page yet.
    pub fn new(client: Client, options: Options, stop: Stop) -> Self {
        Self { client, options, pages: false, once: false, stop, read: Mutex::default() }
    }

    /// The page at an address need not be read; whether that is new.
    pub fn know(&self, url: &str) -> bool {
        self.read.lock().unwrap_or_else(PoisonError::into_inner).insert(hash(url))
    }

    fn knows(&self, url: &str) -> bool {
        self.read.lock().unwrap_or_else(PoisonError::into_inner).contains(&hash(url))
    }

    /// Watches feeds from now on; what is found comes out of the channel, which ends with the last feed.
    pub fn start(self: Arc<Self>, feeds: Vec<Feed>) -> Receiver<Found> {
        let (to, from) = sync_channel(16);
        let mut sites: BTreeMap<String, Vec<Feed>> = BTreeMap::new();
        for feed in feeds {
            sites.entry(feed.url.host_str().unwrap_or_default().to_owned()).or_default().push(feed);
        }
        for feeds in sites.into_values() {
            let (watcher, to) = (Arc::clone(&self), to.clone());
            // Not joined: one that waits for a site's answer must not keep the program from ending.
            std::thread::spawn(move || watcher.keep(feeds, &to));
        }
        from
    }

    /// Asks for the feeds of one site whenever they are due.
    fn keep(&self, mut feeds: Vec<Feed>, to: &SyncSender<Found>) {
        while let Some(feed) = feeds.iter_mut().min_by_key(|feed| feed.due) {
            if !self.stop.sleep_until(feed.due) {
                return;
            }
            let went = self.read(feed, to);
            if self.stop.is_given() {
                return;
            }
            let report = self.report(feed, went);
            if to.send(Found::End(report)).is_err() {
                return;
            }
            feeds.retain(|feed| !feed.over);
        }
    }

    /// How reading went, and when the feed is due again.
    fn report(&self, feed: &mut Feed, went: Result<Went, Problem>) -> Report {
        let mut gone = false;
        let (went, pace) = match went {
            Ok(Went::Failed(why)) => (Went::Failed(why), Err(None)),
            Ok(went) => (went, Ok(())),
            Err(problem) => {
                gone = problem.is_gone();
                (Went::Failed(problem.to_string()), Err(problem.wait()))
            }
        };
        let wait = feed.pace.next(pace, jitter());
        feed.over = self.once || gone;
        feed.due = Instant::now() + wait;
        Report { feed: feed.url.to_string(), went, again: (!feed.over).then_some(wait) }
    }

    /// Asks for a feed and hands on what is new in it.
    fn read(&self, feed: &mut Feed, to: &SyncSender<Found>) -> Result<Went, Problem> {
        let most = self.options.bounds.feed_bytes as u64;
        let ask = Ask { url: &feed.url, known: &feed.known, accept: FEEDS, most, reach: Reach::Anywhere };
        let response = match self.client.get(ask)? {
            Answer::Unchanged => return Ok(Went::Unchanged),
            Answer::New(response) => response,
        };
        let name = feed.url.to_string();
        let (items, mut notes) = match items(&response, &name, &self.options) {
            Ok(read) => read,
            Err(why) => return Ok(Went::Failed(why)),
        };
        let (mut seen, mut handed, mut left) = (HashSet::new(), 0, false);
        for (number, item) in items.into_iter().enumerate() {
            if self.stop.is_given() {
                return Err(Problem::Stopped);
            }
            let page = item.map_err(|error| error.to_string());
            let key = page.as_ref().map_or_else(hash, |page| hash(ContentHash::of(page).0));
            if feed.seen.contains(&key) {
                seen.insert(key);
                continue;
            }
            let date = page.as_ref().ok().and_then(|page| page.dates.first()).map(|evidence| evidence.date);
            let linked = match page {
                Ok(page) if self.pages => self.linked(page, &feed.url, &mut notes),
                page => Linked::Read(Box::new(page)),
            };
            match linked {
                Linked::Known => {
                    seen.insert(key);
                }
                Linked::Later => left = true,
                Linked::Read(page) => {
                    let page = *page;
                    let own = page.as_ref().ok().and_then(|page| page.url.clone());
                    let name = own.unwrap_or_else(|| format!("{name}#{}", number + 1));
                    let input = Input { name, page, last: false, notes: std::mem::take(&mut notes) };
                    if to.send(Found::Item(Box::new(input), date)).is_err() {
                        return Err(Problem::Stopped);
                    }
                    seen.insert(key);
                    handed += 1;
                }
            }
        }
        for note in notes {
            eprintln!("memcon: {note}");
        }
        feed.seen = seen;
        // What is left is asked for with the whole feed.
        feed.known = if left { Marks::default() } else { response.marks };
        Ok(Went::Read(handed, (!left).then(|| feed.known.clone())))
    }

    /// The page that an item links to, or the item itself where there is none to be had.
    fn linked(&self, item: Page, feed: &Url, notes: &mut Vec<String>) -> Linked {
        let Some((address, url)) = item.url.clone().and_then(|own| Some((Url::parse(&own).ok()?, own))) else {
            return Linked::Read(Box::new(Ok(item)));
        };
        if self.knows(&url) {
            return Linked::Known;
        }
        let reach = if is_local(feed) { Reach::Anywhere } else { Reach::Open };
        let most = self.options.bounds.bytes as u64;
        let asked = self.client.get(Ask { url: &address, known: &Marks::default(), accept: PAGES, most, reach });
        let page = match asked {
            Ok(Answer::New(response)) => page(*response, &url, &self.options),
            Ok(Answer::Unchanged) => Err(format!("{url}: the site sent nothing")),
            Err(problem) if problem.may_pass() => {
                if problem != Problem::Stopped {
                    notes.push(format!("{url}: {problem}; left for the next time"));
                }
                return Linked::Later;
            }
            Err(problem) => Err(format!("{url}: {problem}")),
        };
        self.know(&url);
        Linked::Read(Box::new(Ok(match page {
            Ok(page) => Page { id: item.id, title: page.title.or(item.title), ..page },
            Err(why) => {
                notes.push(format!("{why}; what the feed says is taken"));
                item
            }
        })))
    }
}

/// What became of the page that an item links to.
enum Linked {
    /// It was read before.
    Known,
    /// It cannot be had now.
    Later,
    /// It, or the item.
    Read(Box<Result<Page, String>>),
}

type Items = Vec<Result<Page, intake::InputError>>;

/// The items of a feed, and what there is to say of it; or why it is none.
fn items(response: &Response, name: &str, options: &Options) -> Result<(Items, Vec<String>), String> {
    let (items, notes) = guard::run(|| {
        let mut pages = intake::open_with(&response.body, name, options);
        let items: Items = pages.by_ref().collect();
        (items, pages.notes())
    })?;
    let other = items.iter().flatten().find(|page| !matches!(page.format, Format::Feed | Format::Sitemap));
    if let Some(page) = other {
        let what = if page.format == Format::Html { "a web page" } else { "something else" };
        return Err(format!("{what}, no feed; give the address of a feed"));
    }
    if let Some(error) = items.iter().all(Result::is_err).then(|| items.iter().find_map(|item| item.as_ref().err())) {
        // The name is said by who reports it.
        let said = error.map_or_else(|| "nothing in it".to_owned(), ToString::to_string);
        return Err(said.strip_prefix(name).and_then(|said| said.strip_prefix(": ")).unwrap_or(&said).to_owned());
    }
    Ok((items, notes.into_iter().map(|note| format!("{name}: {}", note.message)).collect()))
}

fn page(response: Response, url: &str, options: &Options) -> Result<Page, String> {
    let Response { body, content_type, content_encoding, .. } = response;
    let read = guard::run(|| intake::open_answer(url, &content_type, &content_encoding, body, options));
    read.map_err(|fault| format!("{url}: {fault}"))?.map_err(|error| error.to_string())
}

/// Hands what is found to `take`, until that returns `false`, the sign to stop is given, or no feed is left.
pub fn each(found: &Receiver<Found>, stop: &Stop, take: &mut dyn FnMut(Found) -> bool) {
    while !stop.is_given() {
        match found.recv_timeout(BLINK) {
            Ok(found) => {
                if !take(found) {
                    return;
                }
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

fn hash(what: impl std::hash::Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    what.hash(&mut hasher);
    hasher.finish()
}
