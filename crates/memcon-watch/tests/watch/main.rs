//! A client against a server on loopback.

mod server;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use memcon_watch::{Answer, Ask, Client, Marks, Options, Problem, Reach, Response, Stop, Url};
use server::{Asked, Reply, Server};

const DELAY: Duration = Duration::from_millis(30);

fn options() -> Options {
    Options {
        product: "memcon".to_owned(),
        agent: "memcon/0 (tests)".to_owned(),
        delay: DELAY,
        patience: Duration::from_secs(5),
    }
}

fn client() -> Client {
    Client::new(options(), Stop::default())
}

fn get_from(client: &Client, url: &str, known: &Marks, most: u64, reach: Reach) -> Result<Answer, Problem> {
    let url = Url::parse(url).expect("an address");
    client.get(Ask { url: &url, known, accept: "application/rss+xml", most, reach })
}

fn get(client: &Client, url: &str) -> Result<Answer, Problem> {
    get_from(client, url, &Marks::default(), 1000, Reach::Anywhere)
}

fn new(answer: Result<Answer, Problem>) -> Response {
    match answer {
        Ok(Answer::New(response)) => *response,
        other => panic!("{other:?}"),
    }
}

/// A server that has no `robots.txt` and answers so to all else.
fn serving(answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Server {
    Server::start(move |asked| if asked.path == "/robots.txt" { Reply::of(404, "") } else { answer(asked) })
}

#[test]
fn what_is_known_is_not_sent_again() {
    let server = serving(|asked| {
        let known = asked.header("if-none-match") == Some("\"v1\"") && asked.header("if-modified-since").is_some();
        let reply = if known { Reply::of(304, "") } else { Reply::of(200, "<rss/>") };
        reply
            .with("ETag", "\"v1\"")
            .with("Last-Modified", "Mon, 02 May 2022 09:00:00 GMT")
            .with("Content-Type", "text/xml")
    });
    let client = client();
    let first = new(get(&client, &server.url("/feed")));
    assert_eq!((first.body.as_slice(), first.content_type.as_str()), (b"<rss/>".as_slice(), "text/xml"));
    let again = get_from(&client, &server.url("/feed"), &first.marks, 1000, Reach::Anywhere);
    assert_eq!(again, Ok(Answer::Unchanged));
    let asked = server.asked();
    assert_eq!(server.paths(), ["/robots.txt", "/feed", "/feed"], "robots.txt is read once");
    assert!(asked.iter().all(|asked| asked.header("user-agent") == Some("memcon/0 (tests)")));
    assert_eq!(asked[1].header("accept"), Some("application/rss+xml"));
}

#[test]
fn what_robots_txt_forbids_is_not_asked_for() {
    let server = Server::start(|asked| match asked.path.as_str() {
        "/robots.txt" => {
            Reply::of(200, "User-agent: memcon\nDisallow: /closed\nAllow: /closed/but?open\nCrawl-delay: 0.1\n")
        }
        _ => Reply::of(200, "x"),
    });
    let client = client();
    assert_eq!(get(&client, &server.url("/closed/feed")), Err(Problem::Forbidden));
    assert_eq!(server.paths(), ["/robots.txt"]);
    let begun = Instant::now();
    new(get(&client, &server.url("/closed/but?open")));
    new(get(&client, &server.url("/feed")));
    assert!(begun.elapsed() >= Duration::from_millis(150), "the pause that it wants is kept: {:?}", begun.elapsed());
}

#[test]
fn a_robots_txt_that_cannot_be_had_allows_nothing() {
    let server = Server::start(|asked| Reply::of(if asked.path == "/robots.txt" { 500 } else { 200 }, "x"));
    let problem = get(&client(), &server.url("/feed")).expect_err("it is not known");
    assert!(matches!(&problem, Problem::RobotsUnknown(why) if why.contains("500")) && problem.may_pass(), "{problem}");
    assert_eq!(server.paths(), ["/robots.txt"]);
}

#[test]
fn one_request_at_a_time_with_a_pause() {
    let server = serving(|_| {
        std::thread::sleep(Duration::from_millis(5));
        Reply::of(200, "x")
    });
    let client = Arc::new(client());
    let threads: Vec<_> = (0..4)
        .map(|number| {
            let (client, url) = (Arc::clone(&client), server.url(&format!("/{number}")));
            std::thread::spawn(move || new(get(&client, &url)))
        })
        .collect();
    for thread in threads {
        thread.join().expect("an answer");
    }
    let times: Vec<Instant> = server.asked().iter().map(|asked| asked.at).collect();
    assert!(times.len() == 5 && times.windows(2).all(|pair| pair[1] - pair[0] >= DELAY), "{times:?}");
    assert_eq!(server.most_at_once(), 1);
}

#[test]
fn who_is_overloaded_is_left_alone() {
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    let server = serving(move |_| match counted.fetch_add(1, Ordering::SeqCst) {
        0 => Reply::of(429, "").with("Retry-After", "1"),
        _ => Reply::of(200, "x"),
    });
    let client = client();
    let problem = get(&client, &server.url("/feed")).expect_err("too often");
    assert_eq!(
        (&problem, problem.wait()),
        (&Problem::Status(429, Some(Duration::from_secs(1))), Some(Duration::from_secs(1)))
    );
    let later = get(&client, &server.url("/other")).expect_err("not yet");
    assert!(matches!(later, Problem::Later(left) if left <= Duration::from_secs(1)), "{later}");
    assert_eq!(count.load(Ordering::SeqCst), 1, "nothing is asked for meanwhile");
    std::thread::sleep(Duration::from_millis(1010));
    new(get(&client, &server.url("/feed")));

    let busy = serving(|_| Reply::of(503, ""));
    assert_eq!(get(&client, &busy.url("/feed")), Err(Problem::Status(503, None)));
    assert!(matches!(get(&client, &busy.url("/feed")), Err(Problem::Later(_))));
    assert!(get(&client, &serving(|_| Reply::of(410, "")).url("/")).is_err_and(|problem| problem.is_gone()));
}

#[test]
fn redirects_are_followed_and_end() {
    let server = Server::start(|asked| match asked.path.as_str() {
        "/robots.txt" => Reply::of(200, "User-agent: *\nDisallow: /closed"),
        "/old" => Reply::of(301, "").with("Location", "new#part"),
        "/round" => Reply::of(302, "").with("Location", "/about"),
        "/about" => Reply::of(302, "").with("Location", "/round"),
        "/sly" => Reply::of(302, "").with("Location", "/closed"),
        "/file" => Reply::of(302, "").with("Location", "file:///etc/passwd"),
        "/new" => Reply::of(200, "x"),
        path => Reply::of(302, "").with("Location", format!("{path}x")),
    });
    let client = client();
    assert_eq!(new(get(&client, &server.url("/old"))).url.as_str(), server.url("/new"));
    assert!(matches!(get(&client, &server.url("/round")), Err(Problem::Circle(_))));
    assert_eq!(get(&client, &server.url("/endless")), Err(Problem::Redirects(5)));
    assert_eq!(get(&client, &server.url("/sly")), Err(Problem::Forbidden), "each hop needs leave");
    assert!(matches!(get(&client, &server.url("/file")), Err(Problem::Address(_))));
}

#[test]
fn no_more_is_read_than_is_wanted() {
    let server = serving(|_| Reply::of(200, "x".repeat(100_000)));
    let response = get_from(&client(), &server.url("/feed"), &Marks::default(), 100, Reach::Anywhere);
    assert_eq!(new(response).body.len(), 101);
}

#[test]
fn addresses_found_elsewhere_do_not_lead_into_the_own_net() {
    let server = serving(|_| Reply::of(200, "secret"));
    for url in [server.url("/"), server.url("/").replace("127.0.0.1", "localhost")] {
        let problem = get_from(&client(), &url, &Marks::default(), 100, Reach::Open).expect_err("not there");
        assert!(matches!(problem, Problem::Local(_)) && !problem.may_pass(), "{problem}");
    }
    assert!(server.paths().is_empty());
}

#[test]
fn who_does_not_answer_is_given_up() {
    let server = serving(|_| {
        std::thread::sleep(Duration::from_secs(2));
        Reply::of(200, "x")
    });
    let client = Client::new(Options { patience: Duration::from_millis(300), ..options() }, Stop::default());
    let problem = get(&client, &server.url("/slow")).expect_err("too slow");
    assert!(problem.to_string().contains("too long") && problem.may_pass(), "{problem}");
    let gone = get(&client, "http://127.0.0.1:1/feed").expect_err("nobody listens there");
    assert!(gone.may_pass(), "{gone}");
    assert!(matches!(get(&client, "ftp://127.0.0.1/feed"), Err(Problem::Address(_))));
}

#[test]
fn waiting_ends_with_the_sign_to_stop() {
    let server = serving(|_| Reply::of(200, "x"));
    let stop = Stop::default();
    let client = Client::new(Options { delay: Duration::from_mins(10), ..options() }, stop.clone());
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| get(&client, &server.url("/feed")));
        while server.paths().is_empty() {
            std::thread::sleep(Duration::from_millis(5));
        }
        stop.now();
        assert_eq!(waiting.join().expect("it ends"), Err(Problem::Stopped));
    });
}
