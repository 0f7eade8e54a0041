//! A web server for tests: on loopback, with answers made up by the test, gone when the test is or after a minute.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// The server ends by itself after so long.
const LIFE: Duration = Duration::from_mins(1);

/// A request that came in.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Path and query.
    pub path: String,
    /// Headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// When.
    #[allow(dead_code, reason = "not every test that has this module asks")]
    pub at: Instant,
}

impl Asked {
    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// An answer: status, further headers, body.
pub struct Reply(pub u16, pub Vec<(&'static str, String)>, pub Vec<u8>);

impl Reply {
    /// An answer without further headers.
    pub fn of(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self(status, Vec::new(), body.into())
    }

    /// With a header more.
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.1.push((name, value.into()));
        self
    }
}

struct State {
    asked: Mutex<Vec<Asked>>,
    ended: AtomicBool,
    at_once: AtomicUsize,
    most_at_once: AtomicUsize,
}

/// The server.
pub struct Server {
    address: SocketAddr,
    state: Arc<State>,
}

impl Server {
    /// Listens, and answers so.
    pub fn start(answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("loopback");
        listener.set_nonblocking(true).expect("set");
        let address = listener.local_addr().expect("an address");
        let state = Arc::new(State {
            asked: Mutex::default(),
            ended: AtomicBool::new(false),
            at_once: AtomicUsize::new(0),
            most_at_once: AtomicUsize::new(0),
        });
        let (shared, answer, until) = (Arc::clone(&state), Arc::new(answer), Instant::now() + LIFE);
        std::thread::spawn(move || {
            while !shared.ended.load(Ordering::Relaxed) && Instant::now() < until {
                let Ok((stream, _)) = listener.accept() else {
                    std::thread::sleep(Duration::from_millis(2));
                    continue;
                };
                let (shared, answer) = (Arc::clone(&shared), Arc::clone(&answer));
                std::thread::spawn(move || {
                    let now = shared.at_once.fetch_add(1, Ordering::SeqCst) + 1;
                    shared.most_at_once.fetch_max(now, Ordering::SeqCst);
                    let _ = serve(&stream, &shared, &*answer);
                    shared.at_once.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
        Self { address, state }
    }

    /// The address of something on it.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// All requests so far.
    pub fn asked(&self) -> Vec<Asked> {
        self.state.asked.lock().expect("no panic").clone()
    }

    /// The paths that were asked for, in order.
    pub fn paths(&self) -> Vec<String> {
        self.asked().into_iter().map(|asked| asked.path).collect()
    }

    /// How many requests there were at the same time, at most.
    #[allow(dead_code, reason = "not every test that has this module asks")]
    pub fn most_at_once(&self) -> usize {
        self.state.most_at_once.load(Ordering::SeqCst)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.state.ended.store(true, Ordering::Relaxed);
    }
}

fn serve(stream: &TcpStream, state: &State, answer: &dyn Fn(&Asked) -> Reply) -> std::io::Result<()> {
    stream.set_nonblocking(false)?;
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let mut lines = BufReader::new(stream).lines();
    let line = lines.next().unwrap_or_else(|| Ok(String::new()))?;
    let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut headers = Vec::new();
    for line in lines {
        let line = line?;
        let Some((name, value)) = line.split_once(':') else { break };
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let asked = Asked { path, headers, at: Instant::now() };
    state.asked.lock().expect("no panic").push(asked.clone());
    let Reply(status, headers, body) = answer(&asked);
    let mut head = format!("HTTP/1.1 {status} X\r\nConnection: close\r\nContent-Length: {}\r\n", body.len());
    for (name, value) in headers {
        head.extend([name, ": ", &value, "\r\n"]);
    }
    let mut stream = stream;
    stream.write_all((head + "\r\n").as_bytes())?;
    stream.write_all(&body)
}
