//! Who may ask what.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use memcon_desk::Desk;

use crate::harness::{TOKEN, document, options, serve};

fn one() -> Vec<memcon_store::Ingest> {
    vec![document("One", "Kari accuses them.", |_| ())]
}

#[tokio::test]
async fn every_answer_forbids_what_it_does_not_need() {
    let served = serve(one(), |_| ());
    for address in ["/", "/nowhere", "/api/v1/events", "/api/v1/events/x", "/a/none.css"] {
        let head = served.get(address).await.head;
        let policy = head["content-security-policy"].to_str().expect("text");
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{address}: {policy}");
        assert_eq!(head["x-content-type-options"], "nosniff");
        assert_eq!(head["referrer-policy"], "no-referrer");
    }
}

#[tokio::test]
async fn the_desk_answers_only_to_its_own_names() {
    let served = serve(one(), |_| ());
    for (host, status) in [
        ("evil.example", 403),
        ("localhost", 200),
        ("127.0.0.1:8700", 200),
        ("[::1]:1", 200),
        ("localhost.evil.example:80", 403),
    ] {
        let answer = served.ask(Request::get("/").header("host", host).body(Body::empty()).expect("a request")).await;
        assert_eq!(answer.status.as_u16(), status, "{host}");
    }
}

#[tokio::test]
async fn where_others_can_reach_it_everything_needs_the_token() {
    assert!(
        Desk::new(
            memcon_desk::Options { address: ([0, 0, 0, 0], 80).into(), ..options(std::path::Path::new("none.db")) },
            None
        )
        .is_err_and(|e| e.contains("--token"))
    );
    let served = serve(one(), |options| {
        options.address = ([192, 0, 2, 1], 8700).into();
        options.token = Some(TOKEN.into());
    });
    let get = |address: &str, token: &str| {
        Request::get(address).header("authorization", format!("Bearer {token}")).body(Body::empty()).expect("a request")
    };
    let closed = served.ask(get("/", "wrong")).await;
    assert_eq!((closed.status, closed.head["location"].to_str().ok()), (StatusCode::SEE_OTHER, Some("/login")));
    assert_eq!(served.ask(get("/api/v1/events", "wrong")).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(served.ask(get("/suggest?q=ka", "")).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(served.ask(get("/", TOKEN)).await.status, StatusCode::OK);
    let login = served.ask(get("/login", "wrong")).await;
    assert_eq!(login.status, StatusCode::OK);
    assert!(!login.body.contains("Kari"));
    let asset = login
        .body
        .split("href=\"")
        .filter_map(|rest| rest.split('"').next())
        .find(|href| href.starts_with("/a/"))
        .expect("a style")
        .to_owned();
    assert_eq!(served.ask(get(&asset, "wrong")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_page_of_another_site_writes_nothing() {
    let served = serve(one(), |options| options.token = Some(TOKEN.into()));
    for (name, value) in [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")] {
        let request = Request::post("/review/draw")
            .header("host", "localhost:8700")
            .header("authorization", format!("Bearer {TOKEN}"))
            .header(name, value);
        assert_eq!(
            served.ask(request.body(Body::empty()).expect("a request")).await.status,
            StatusCode::FORBIDDEN,
            "{name}"
        );
    }
    assert_eq!(served.post("/review/draw", "", false).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(served.post("/login", "name=me&token=wrong", false).await.status, StatusCode::UNAUTHORIZED);
    let login = served.post("/login", &format!("name=M%C3%A9&token={}", TOKEN.replace(' ', "+")), false).await;
    assert_eq!(login.status, StatusCode::SEE_OTHER);
    let cookies: Vec<&str> = login.head.get_all("set-cookie").iter().filter_map(|value| value.to_str().ok()).collect();
    assert!(
        cookies.len() == 2
            && cookies.iter().all(|c| c.contains("HttpOnly") && c.contains("SameSite=Strict") && !c.contains(TOKEN)),
        "{cookies:?}"
    );
}

#[tokio::test]
async fn what_is_too_much_is_refused() {
    let served = serve(one(), |_| ());
    assert_eq!(served.get(&format!("/?text={}", "a".repeat(9000))).await.status, StatusCode::URI_TOO_LONG);
    assert_eq!(served.get(&format!("/?text={}", "a".repeat(500))).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(served.get(&format!("/?{}", "a=1&".repeat(100))).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(served.post("/api/v1/code", &"a".repeat(5 << 20), false).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(served.post("/", "", false).await.status, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn what_has_not_changed_is_not_sent_again() {
    let served = serve(one(), |_| ());
    for address in ["/", "/api/v1/events"] {
        let first = served.get(address).await;
        let request = Request::get(address).header("host", "localhost").header("if-none-match", &first.head["etag"]);
        let again = served.ask(request.body(Body::empty()).expect("a request")).await;
        assert_eq!((again.status, again.body.as_str()), (StatusCode::NOT_MODIFIED, ""), "{address}");
    }
}

#[test]
fn who_does_not_say_in_time_what_he_wants_is_sent_away() {
    use std::io::{Read as _, Write as _};
    use std::net::TcpStream;
    use std::time::{Duration, Instant};
    let served = serve(one(), |options| {
        options.address = ([127, 0, 0, 1], 0).into();
        options.stop_after = Some(Duration::from_mins(1));
    });
    let (desk, (to, from)) = (std::sync::Arc::clone(&served.desk), std::sync::mpsc::channel());
    std::thread::spawn(move || memcon_desk::serve(&desk, |address| to.send(address).expect("somebody waits")));
    let address = from.recv().expect("it listens");
    let connect = || {
        let stream = TcpStream::connect(address).expect("a connection");
        stream.set_read_timeout(Some(Duration::from_secs(30))).expect("set");
        stream
    };
    let begun = Instant::now();
    let mut slow = connect();
    slow.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-").expect("sent");
    let mut quick = connect();
    quick.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").expect("sent");
    let mut answer = String::new();
    quick.read_to_string(&mut answer).expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 200") && begun.elapsed() < Duration::from_secs(4), "{answer}");
    let mut rest = Vec::new();
    let _ = slow.read_to_end(&mut rest);
    assert!(begun.elapsed() < Duration::from_secs(20) && !rest.starts_with(b"HTTP/1.1 200"));
}
