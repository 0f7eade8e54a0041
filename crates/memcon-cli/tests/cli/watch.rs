//! `memcon watch` against a server on loopback.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::harness::{Folder, Ran, command, memcon};

#[path = "../../../memcon-watch/tests/watch/server.rs"]
mod server;

use server::{Reply, Server};

const MET: &str = "The foreign minister of Norway met the president of Kenya in Oslo on Monday, a spokesman said.";
const ACCUSED: &str = "Peru accused Chile of sending warships into its waters, the navy said on Tuesday.";

/// A feed whose items link to `/a` and `/closed/b`.
fn feed(server: &str) -> String {
    let item = |title: &str, path: &str, text: &str| {
        format!(
            "<item><title>{title}</title><link>http://{server}{path}</link><guid>{path}</guid>\
             <pubDate>Mon, 12 May 2025 09:00:00 GMT</pubDate><description>{text}</description></item>"
        )
    };
    format!(
        "<?xml version='1.0'?><rss version='2.0'><channel><title>The Harbour Post</title>{}{}</channel></rss>",
        item("Ministers meet", "/a", MET),
        item("Warships", "/closed/b", ACCUSED)
    )
}

/// The page behind the first item.
fn page() -> String {
    let more = "The two sides spoke of ships, of fish and of the price of both for more than three hours. ".repeat(4);
    format!(
        "<html><head><title>Ministers meet</title></head><body><article><h1>Ministers meet</h1><p>{MET}</p><p>{more}</p></article></body></html>"
    )
}

/// A site with feeds good and bad; `/feed` has another version after so many requests for it.
fn site(versions: usize) -> Server {
    let count = Arc::new(AtomicUsize::new(0));
    Server::start(move |asked| {
        let host = asked.header("host").unwrap_or_default().to_owned();
        match asked.path.as_str() {
            "/robots.txt" => Reply::of(200, "User-agent: *\nDisallow: /closed"),
            "/feed" => {
                let version = format!("\"v{}\"", count.fetch_add(1, Ordering::SeqCst) / versions);
                let known = asked.header("if-none-match") == Some(&version);
                let reply = if known { Reply::of(304, "") } else { Reply::of(200, feed(&host)) };
                reply.with("ETag", version).with("Content-Type", "application/rss+xml")
            }
            "/a" | "/page" => Reply::of(200, page()).with("Content-Type", "text/html; charset=utf-8"),
            "/broken" => Reply::of(200, "<rss><channel><item><title>x"),
            "/loop" => Reply::of(302, "").with("Location", "/loop"),
            "/busy" => Reply::of(503, "").with("Retry-After", "120"),
            _ => Reply::of(404, ""),
        }
    })
}

fn watch(record: &str, feeds: &[String], more: &[&str]) -> Ran {
    let feeds: Vec<&str> = feeds.iter().map(String::as_str).collect();
    memcon(&[&["watch", record, "--once", "--delay", "5ms"][..], &feeds, more].concat())
}

#[test]
fn what_is_new_is_added_and_what_fails_is_named() {
    let (folder, site) = (Folder::with(&[]), site(100));
    let record = folder.path("record.db");
    let feeds = ["/feed", "/broken", "/loop", "/page", "/closed/feed", "/none", "/busy"].map(|path| site.url(path));
    let out = folder.path("new.jsonl");
    let ran = watch(&record, &feeds, &["--out", &out, "--contact", "desk@post.example"]).ends(1);
    assert!(ran.out.starts_with("2 new documents"), "{}", ran.out);
    let ran = ran
        .says(&["/feed: 2 new"])
        .says(&["/broken", "a feed that cannot be read"])
        .says(&["/loop", "in a circle"])
        .says(&["/page", "a web page, no feed"])
        .says(&["/closed/feed", "robots.txt"])
        .says(&["/none", "404"]);
    ran.says(&["/busy", "503", "120 s"]);
    assert!(site.asked().iter().all(|asked| {
        asked
            .header("user-agent")
            .is_some_and(|agent| agent.starts_with("memcon/") && agent.ends_with(" (desk@post.example)"))
    }));
    assert!(!site.paths().iter().any(|path| path.starts_with("/closed") || path == "/a"));
    let lines = std::fs::read_to_string(&out).expect("written");
    let ids: Vec<_> =
        lines.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON")).collect();
    assert!(ids.len() == 2 && ids[0]["id"] == "/a" && !ids[0]["events"].as_array().expect("events").is_empty());

    // The version is remembered in the record: nothing is sent again.
    let again = watch(&record, &feeds[..1], &["--out", &out]).ends(0);
    assert!(again.out.starts_with("0 new documents") && again.out.contains("holds 2 documents"), "{}", again.out);
    assert_eq!(
        site.asked().last().and_then(|asked| asked.header("if-none-match").map(str::to_owned)).as_deref(),
        Some("\"v0\"")
    );
    assert_eq!(std::fs::read_to_string(&out).expect("there").lines().count(), 2);
    memcon(&["watch", &record, "no address"]).ends(2);
    memcon(&["watch", &record, &feeds[0], "--every", "5s"]).ends(2).says(&["once a minute"]);
}

#[test]
fn pages_are_read_once_and_only_where_that_is_allowed() {
    let (folder, site) = (Folder::with(&[]), site(1));
    let record = folder.path("record.db");
    let ran = watch(&record, &[site.url("/feed")], &["--pages"]).ends(0);
    assert!(ran.out.starts_with("2 new documents"), "{}", ran.out);
    ran.says(&["/closed/b", "robots.txt", "what the feed says is taken"]);
    let sql = "SELECT length(d.text) AS n, s.date FROM document d JOIN story s ON s.document = d.id ORDER BY n";
    let lines = memcon(&["query", &record, "--sql", sql]).ends(0).lines();
    assert!(lines.len() == 2 && lines[0]["n"].as_i64() < Some(200) && lines[1]["n"].as_i64() > Some(300), "{lines:?}");
    assert!(lines.iter().all(|line| line["date"] == "2025-05-12"), "{lines:?}");
    // Another version of the feed, and nothing new in it.
    let again = watch(&record, &[site.url("/feed")], &["--pages"]).ends(0);
    assert!(again.out.starts_with("0 new documents"), "{}", again.out);
    assert_eq!(site.paths().iter().filter(|path| *path == "/a").count(), 1);
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_it_cleanly() {
    let (folder, site) = (Folder::with(&[]), site(100));
    let record = folder.path("record.db");
    let mut child = command()
        .args(["watch", &record, &site.url("/feed"), "--delay", "5ms"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("runs");
    let mut said = BufReader::new(child.stderr.take().expect("piped")).lines();
    assert!(said.any(|line| line.is_ok_and(|line| line.contains("2 new"))));
    let killed = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(killed.expect("kill").success());
    let mut out = String::new();
    child.stdout.take().expect("piped").read_to_string(&mut out).expect("UTF-8");
    assert_eq!(child.wait().expect("it ends").code(), Some(0), "{out}");
    assert!(out.starts_with("no longer watching\n2 new documents"), "{out}");
    let whole = memcon(&["query", &record, "--sql", "SELECT count(*) AS n FROM document"]).ends(0).lines();
    assert_eq!(whole[0]["n"], 2);
}
