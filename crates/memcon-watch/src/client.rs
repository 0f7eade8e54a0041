//! Asking hosts.

use std::collections::{HashMap, HashSet};
use std::io::Read as _;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use ureq::http::HeaderMap;
use ureq::unversioned::transport::DefaultConnector;
use ureq::{Agent, Body};
use url::Url;

use crate::host::{Host, Rules};
use crate::problem::Problem;
use crate::reach::{LOCAL, OpenNet, Reach};
use crate::robots::{self, Robots};
use crate::stop::Stop;

/// Redirects that are followed, as RFC 9309 wants for `robots.txt`.
const REDIRECTS: usize = 5;

/// How long a connection may take to come about.
const CONNECT: Duration = Duration::from_secs(15);

/// How a client behaves.
#[derive(Clone, Debug)]
pub struct Options {
    /// What `robots.txt` calls the program: letters, `-` and `_`.
    pub product: String,
    /// What the program calls itself when it asks: its name, its version, whom to turn to.
    pub agent: String,
    /// The pause between two requests to one host; longer where the host wants it so.
    pub delay: Duration,
    /// How long a request may take as a whole.
    pub patience: Duration,
}

/// What a host says of the version that it sent, so that it can be asked for another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// The answer's `ETag`.
    pub etag: Option<String>,
    /// Its `Last-Modified`.
    pub modified: Option<String>,
}

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Ask<'a> {
    /// Where.
    pub url: &'a Url,
    /// The version that is known already.
    pub known: &'a Marks,
    /// Types that are wanted, as `Accept` names them.
    pub accept: &'a str,
    /// Bytes that are read of the answer; there may be one more, so that it is seen that there is more.
    pub most: u64,
    /// Where the address may lead.
    pub reach: Reach,
}

/// What a host answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// What is known already is the newest.
    Unchanged,
    /// Something new.
    New(Box<Response>),
}

/// What a host sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// Where it came from in the end.
    pub url: Url,
    /// As it came: packed, if it came packed.
    pub body: Vec<u8>,
    /// The answer's `Content-Type`; empty where it has none.
    pub content_type: String,
    /// Its `Content-Encoding`, likewise.
    pub content_encoding: String,
    /// By which the version is known again.
    pub marks: Marks,
}

/// Asks hosts, one thing at a time each. It may be shared among threads.
#[derive(Debug)]
pub struct Client {
    options: Options,
    anywhere: Agent,
    open: Agent,
    hosts: Mutex<HashMap<String, Arc<Mutex<Host>>>>,
    stop: Stop,
}

/// What came of one request.
enum Sent {
    Answer(Answer),
    Redirect(String),
}

impl Client {
    /// A client that behaves so, until stopped.
    pub fn new(options: Options, stop: Stop) -> Self {
        let config = Agent::config_builder()
            .user_agent(options.agent.as_str())
            .timeout_global(Some(options.patience))
            .timeout_connect(Some(CONNECT.min(options.patience)))
            .http_status_as_error(false)
            // Each hop asks its own host's leave.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .build();
        let anywhere = Agent::new_with_config(config.clone());
        let open = Agent::with_parts(config, DefaultConnector::default(), OpenNet);
        Self { options, anywhere, open, hosts: Mutex::default(), stop }
    }

    /// Asks for something, after such a pause as its host wants, if the host allows it.
    ///
    /// # Errors
    /// A [`Problem`] that says why there is no answer.
    pub fn get(&self, ask: Ask<'_>) -> Result<Answer, Problem> {
        let (mut url, mut been) = (ask.url.clone(), HashSet::new());
        for _ in 0..=REDIRECTS {
            url.set_fragment(None);
            let host = self.host(&url)?;
            let mut host = lock(&host);
            self.allowed(&mut host, &url, ask.reach)?;
            let to = match self.send(&mut host, Ask { url: &url, ..ask }, "gzip")? {
                Sent::Answer(answer) => return Ok(answer),
                Sent::Redirect(to) => to,
            };
            been.insert(url.clone());
            url = url.join(&to).map_err(|error| Problem::Address(format!("redirected to {to:?}: {error}")))?;
            if been.contains(&url) {
                return Err(Problem::Circle(url.into()));
            }
        }
        Err(Problem::Redirects(REDIRECTS))
    }

    fn host(&self, url: &Url) -> Result<Arc<Mutex<Host>>, Problem> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(Problem::Address(format!("{url} is neither http nor https")));
        }
        let name = url.host_str().ok_or_else(|| Problem::Address(format!("{url} names no host")))?;
        let name = url.port().map_or_else(|| name.to_owned(), |port| format!("{name}:{port}"));
        Ok(Arc::clone(lock(&self.hosts).entry(name).or_default()))
    }

    /// Whether a host allows to be asked for something; its `robots.txt` is read if it is not known.
    fn allowed(&self, host: &mut Host, url: &Url, reach: Reach) -> Result<(), Problem> {
        if host.rules(url.scheme()).is_none() {
            let rules = self.robots(host, url, reach)?;
            host.learn(url.scheme(), rules);
        }
        let path = url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()));
        match host.rules(url.scheme()) {
            Some(Rules::Read(robots)) if robots.allows(&path) => Ok(()),
            Some(Rules::Read(_)) => Err(Problem::Forbidden),
            Some(Rules::Unknown(why)) => Err(Problem::RobotsUnknown(why.clone())),
            None => Err(Problem::RobotsUnknown("it is not known".to_owned())),
        }
    }

    /// What a host's `robots.txt` says. One that is not there allows all; one that cannot be had allows nothing.
    fn robots(&self, host: &mut Host, url: &Url, reach: Reach) -> Result<Rules, Problem> {
        let mut at = url.clone();
        at.set_path("/robots.txt");
        at.set_query(None);
        for _ in 0..=REDIRECTS {
            let ask =
                Ask { url: &at, known: &Marks::default(), accept: "text/plain, */*;q=0.5", most: robots::MOST, reach };
            match self.send(host, ask, "identity") {
                Ok(Sent::Answer(Answer::New(response))) => {
                    let packed = response.body.starts_with(b"\x1f\x8b");
                    let product = &self.options.product;
                    // It was asked for as it is; who packs it all the same is taken to allow nothing.
                    return Ok(Rules::Read(if packed {
                        Robots::none()
                    } else {
                        Robots::parse(&response.body, product)
                    }));
                }
                Ok(Sent::Redirect(to)) => match at.join(&to) {
                    Ok(to) if matches!(to.scheme(), "http" | "https") => at = to,
                    _ => break,
                },
                Err(problem @ (Problem::Stopped | Problem::Later(_) | Problem::Local(_) | Problem::Status(429, _))) => {
                    return Err(problem);
                }
                Ok(Sent::Answer(Answer::Unchanged)) | Err(Problem::Status(400..=499, _)) => break,
                Err(problem) => return Ok(Rules::Unknown(problem.to_string())),
            }
        }
        Ok(Rules::Read(Robots::default()))
    }

    /// Sends one request when the host's pause is over.
    fn send(&self, host: &mut Host, ask: Ask<'_>, packed: &str) -> Result<Sent, Problem> {
        if let Some(left) = host.barred_for() {
            return Err(Problem::Later(left));
        }
        if !self.stop.sleep_until(host.free_at(self.options.delay)) {
            return Err(Problem::Stopped);
        }
        let agent = if ask.reach == Reach::Open { &self.open } else { &self.anywhere };
        let mut request = agent.get(ask.url.as_str()).header("accept", ask.accept).header("accept-encoding", packed);
        if let Some(etag) = &ask.known.etag {
            request = request.header("if-none-match", etag);
        }
        if let Some(modified) = &ask.known.modified {
            request = request.header("if-modified-since", modified);
        }
        let answered = request.call();
        host.was_asked();
        let response = answered.map_err(|error| problem(&error, ask.url))?;
        let (head, body) = response.into_parts();
        let status = head.status.as_u16();
        match status {
            200 => {
                let read = read(body, ask.most);
                host.was_asked();
                let body = read.map_err(|error| Problem::Connection(format!("the answer breaks off: {error}")))?;
                Ok(Sent::Answer(Answer::New(Box::new(response_of(&head.headers, ask.url, body)))))
            }
            304 => Ok(Sent::Answer(Answer::Unchanged)),
            301 | 302 | 303 | 307 | 308 => match text(&head.headers, "location") {
                Some(to) => Ok(Sent::Redirect(to)),
                None => Err(Problem::Status(status, None)),
            },
            _ => {
                let wait = text(&head.headers, "retry-after").and_then(|value| retry_after(&value));
                if matches!(status, 429 | 503) {
                    host.bar(wait);
                }
                Err(Problem::Status(status, wait))
            }
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Up to `most` bytes and one.
fn read(body: Body, most: u64) -> std::io::Result<Vec<u8>> {
    let limit = most.saturating_add(1);
    let mut bytes = Vec::new();
    body.into_with_config().limit(u64::MAX).reader().take(limit).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn response_of(headers: &HeaderMap, url: &Url, body: Vec<u8>) -> Response {
    let marks = Marks { etag: text(headers, "etag"), modified: text(headers, "last-modified") };
    let of = |name| text(headers, name).unwrap_or_default();
    Response {
        url: url.clone(),
        body,
        content_type: of("content-type"),
        content_encoding: of("content-encoding"),
        marks,
    }
}

/// The value of a header, if it is short and plain enough to be said again.
fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    let value = headers.get(name)?.to_str().ok()?.trim();
    (!value.is_empty() && value.len() <= 4096).then(|| value.to_owned())
}

/// How long a `Retry-After` asks to wait: seconds, or a day and time.
fn retry_after(value: &str) -> Option<Duration> {
    if let Ok(seconds) = value.parse::<u64>() {
        return Some(Duration::from_secs(seconds.min(7 * 24 * 60 * 60)));
    }
    let then = jiff::fmt::rfc2822::parse(value).ok()?.timestamp();
    let seconds = then.duration_since(jiff::Timestamp::now()).as_secs();
    Some(Duration::from_secs(u64::try_from(seconds).unwrap_or(0).min(7 * 24 * 60 * 60)))
}

/// What kept a request from being answered.
fn problem(error: &ureq::Error, url: &Url) -> Problem {
    let host = url.host_str().unwrap_or_default();
    match error {
        ureq::Error::Other(said) if said.to_string() == LOCAL => Problem::Local(host.to_owned()),
        ureq::Error::HostNotFound => Problem::Connection(format!("no host is called {host}")),
        ureq::Error::Timeout(what) => Problem::Connection(format!("{host} takes too long ({what})")),
        ureq::Error::Io(error) => Problem::Connection(format!("{host}: {error}")),
        other => Problem::Connection(format!("{host}: {other}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_are_seconds_or_times() {
        assert_eq!(retry_after("125"), Some(Duration::from_secs(125)));
        assert_eq!(retry_after("Sun, 06 Nov 1994 08:49:37 GMT"), Some(Duration::ZERO));
        assert!(retry_after("Wed, 31 Dec 2098 23:59:59 GMT").is_some_and(|wait| wait.as_secs() == 7 * 24 * 60 * 60));
        assert_eq!(retry_after("soon"), None);
        assert_eq!(retry_after("99999999999"), Some(Duration::from_hours(7 * 24)));
    }
}
