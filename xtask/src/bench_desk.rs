//! The floors of the desk: server time and weight of each page over a record of synthetic events, and a hundred readers
//! at once while a writer adds. All on loopback, in one process, so that readers, writer and server share the cores.

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use memcon_desk::{Desk, Options};
use memcon_store::synthetic::Synthetic;
use memcon_store::{Run, Store};

use crate::bench_store::{Done, STORY, Scratch, add};

/// How often each page is asked for, one request at a time.
const ASKED: usize = 40;

/// Readers at once.
const READERS: usize = 100;

/// How long a reader waits for an answer.
const PATIENCE: Duration = Duration::from_secs(40);

/// Makes a record of so many events, serves it, and asks; the readers read for so many seconds.
pub fn run(events: &str, seconds: &str) -> Result<(), String> {
    let number = |text: &str| text.parse::<u32>().map_err(|_| format!("{text:?} is no number"));
    let (events, seconds) = (number(events)?, number(seconds)?);
    measure(events as usize, Duration::from_secs(seconds.into())).map_err(|error| error.to_string())
}

fn measure(events: usize, time: Duration) -> Done<()> {
    let folder = Scratch::new()?;
    let path = folder.0.join("desk.db");
    add(&path, events)?;
    let options = Options {
        record: path.clone(),
        address: SocketAddr::from(([127, 0, 0, 1], 0)),
        token: None,
        today: Some(jiff::civil::date(2024, 6, 1)),
        title: "synthetic".to_owned(),
        stop_after: Some(Duration::from_mins(10) + time),
    };
    let desk = Desk::new(options, None)?;
    let (to, from) = channel();
    std::thread::spawn(move || {
        let served = memcon_desk::serve(&desk, |address| _ = to.send(address));
        if let Err(error) = served {
            eprintln!("{error}");
        }
    });
    let address = from.recv().map_err(|_| "the desk did not start")?;
    let pages = pages(address)?;
    one_by_one(address, &pages)?;
    weight(address)?;
    at_once(address, &pages, &path, events, time)
}

/// An address of each page.
fn pages(address: SocketAddr) -> Done<Vec<String>> {
    let first = |list: &str, key: &str| -> Done<String> {
        let (_, body) = get(address, &format!("/api/v1/{list}"))?;
        let answer: serde_json::Value = serde_json::from_slice(&body)?;
        // Ids are strings of digits: numbers of JavaScript do not hold them.
        Ok(answer[list][0][key].as_str().ok_or_else(|| format!("no {key} in {list}"))?.to_owned())
    };
    let (story, event) = (first("stories", "id")?, first("events", "unique")?);
    let mut pages: Vec<String> = [
        "/",
        "/?category=ACCUSE,REQUEST&status=occurred",
        "/?country=KEN&from=2018&to=2019",
        "/dyad",
        "/dyad/RUS/UKR",
        "/dyad/KEN/SOM",
        "/actor",
        "/actor?country=USA",
        "/map",
        "/search?q=harbour",
        "/review",
        "/api",
        "/api/v1/events?dyad=KEN-SOM",
        "/api/v1/counts?by=month&per=actor",
        "/api/v1/search?q=treaty",
    ]
    .map(str::to_owned)
    .into();
    pages.extend([format!("/story/{story}"), format!("/event/{event}")]);
    Ok(pages)
}

/// An answer: its status and its body.
fn get(address: SocketAddr, path: &str) -> Done<(u16, Vec<u8>)> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.write_all(format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").as_bytes())?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").ok_or("no answer")?;
    let status = String::from_utf8_lossy(&answer).split(' ').nth(1).and_then(|code| code.parse().ok());
    Ok((status.ok_or("no status")?, answer.split_off(end + 4)))
}

fn one_by_one(address: SocketAddr, pages: &[String]) -> Done<()> {
    for page in pages {
        let (mut took, mut bytes) = (Vec::new(), 0);
        for number in 0..ASKED + 3 {
            let begun = Instant::now();
            let (status, body) = get(address, page)?;
            if status != 200 {
                return Err(format!("{page} answers {status}").into());
            }
            bytes = body.len();
            // The first rounds warm.
            if number >= 3 {
                took.push(begun.elapsed());
            }
        }
        println!("{page}: p95 {:.1} ms (floor 100), {:.1} KB", share(&mut took, 95), bytes as f64 / 1e3);
    }
    Ok(())
}

/// So many of a hundred took no longer, in milliseconds.
fn share(took: &mut [Duration], percent: usize) -> f64 {
    took.sort();
    let at = (took.len() * percent / 100).min(took.len().saturating_sub(1));
    took.get(at).copied().unwrap_or_default().as_secs_f64() * 1e3
}

/// The first page with all that it loads.
fn weight(address: SocketAddr) -> Done<()> {
    let (_, page) = get(address, "/")?;
    let text = String::from_utf8_lossy(&page);
    let mut parts = BTreeMap::from([("/".to_owned(), page.len())]);
    for part in text.split(['"', '\'']).filter(|part| part.starts_with("/a/")) {
        let part = part.split('#').next().unwrap_or(part);
        if !parts.contains_key(part) {
            let (_, body) = get(address, part)?;
            parts.insert(part.to_owned(), body.len());
        }
    }
    let sum: usize = parts.values().sum();
    println!("first page with style, script and pictures: {:.1} KB (floor 150): {parts:?}", sum as f64 / 1e3);
    Ok(())
}

/// Readers ask for all pages in turn while a writer adds.
fn at_once(address: SocketAddr, pages: &[String], path: &Path, events: usize, time: Duration) -> Done<()> {
    let (ended, failed, added) = (AtomicBool::new(false), AtomicUsize::new(0), AtomicUsize::new(0));
    let until = Instant::now() + time;
    let mut took = std::thread::scope(|scope| -> Done<Vec<Duration>> {
        let readers: Vec<_> = (0..READERS)
            .map(|reader| {
                let failed = &failed;
                scope.spawn(move || {
                    let mut took = Vec::new();
                    for page in pages.iter().cycle().skip(reader) {
                        if Instant::now() >= until {
                            break;
                        }
                        let begun = Instant::now();
                        match get(address, page) {
                            Ok((200, _)) => took.push(begun.elapsed()),
                            Ok((status, _)) => {
                                eprintln!("{page} answers {status} after {:?}", begun.elapsed());
                                failed.fetch_add(1, Ordering::Relaxed);
                            }
                            Err(error) => {
                                eprintln!("{page}: {error} after {:?}", begun.elapsed());
                                failed.fetch_add(1, Ordering::Relaxed);
                            }
                        }
                    }
                    took
                })
            })
            .collect();
        let writer = scope.spawn(|| -> Result<(), String> {
            let mut store = Store::create(path).map_err(|error| error.to_string())?;
            let kind = Synthetic { events: STORY, days: 100, retold: 0 };
            let mut number = events;
            while !ended.load(Ordering::Relaxed) {
                let run =
                    Run::current(memcon::reading::Model::default(), None, "").map_err(|error| error.to_string())?;
                let mut writer = store.writer(&run).map_err(|error| error.to_string())?;
                for _ in 0..50 {
                    writer.add(&kind.document(number, number + 1)).map_err(|error| error.to_string())?;
                    number += 1;
                }
                writer.finish().map_err(|error| error.to_string())?;
                added.fetch_add(50 * STORY, Ordering::Relaxed);
            }
            Ok(())
        });
        let mut all = Vec::new();
        for reader in readers {
            all.extend(reader.join().map_err(|_| "a reader panicked")?);
        }
        ended.store(true, Ordering::Relaxed);
        writer.join().map_err(|_| "the writer panicked")??;
        Ok(all)
    })?;
    let answers = took.len();
    println!(
        "{READERS} readers for {} s beside a writer of {} events: {answers} answers, {} failed (floor 0), median {:.0} ms, p95 {:.0} ms, slowest {:.0} ms",
        time.as_secs(),
        added.load(Ordering::Relaxed),
        failed.load(Ordering::Relaxed),
        share(&mut took, 50),
        share(&mut took, 95),
        share(&mut took, 100),
    );
    Ok(())
}
