//! Stories that want to do harm are shown as what they are: words.

use axum::http::StatusCode;
use memcon_store::record::{EventPlace, Office, Statement};

use crate::harness::{assert_page, document, serve};

const SCRIPT: &str = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}";

const SQL: &str = "'; DROP TABLE event; -- \" OR 1=1 )) UNION SELECT * FROM document";

#[tokio::test]
async fn markup_in_every_field_is_text() {
    let mut ingest =
        document(SCRIPT, &format!("{SCRIPT} said {SCRIPT}\u{202e}gnp.exe\u{202c} \u{200b}hid\u{200b}den\0"), |event| {
            event.actors[0].name = Some(SCRIPT.into());
            event.actors[0].office = Some(SCRIPT.into());
            event.recipients[0].name = Some(format!("\u{202e}{SCRIPT}"));
            event.date_text = Some(SCRIPT.into());
            event.decided_by = SCRIPT.into();
            event.place = Some(EventPlace {
                name: SCRIPT.into(),
                text: SCRIPT.into(),
                country: Some("NOR".into()),
                lat: Some(60.0),
                lon: Some(10.0),
                ..EventPlace::default()
            });
        });
    ingest.document.url = Some("javascript:alert(3)".into());
    ingest.document.notes = vec![SCRIPT.into()];
    ingest.document.offices = vec![Office {
        person: SCRIPT.into(),
        office: SCRIPT.into(),
        country: Some("NOR".into()),
        tenure: "current".into(),
        end: 9,
        ..Office::default()
    }];
    ingest.document.statements = vec![Statement { end: 12, ..Statement::default() }];
    let served = serve([ingest], |_| ());
    let story = served.get("/api/v1/stories").await.body;
    let id = story.split("\"id\":\"").nth(1).and_then(|rest| rest.split('"').next()).expect("an id").to_owned();
    let query: String = form_urlencoded::byte_serialize(SCRIPT.as_bytes()).collect();
    for address in [
        "/".to_owned(),
        format!("/story/{id}"),
        "/actor".to_owned(),
        "/actor?country=NOR".to_owned(),
        format!("/actor?name={query}"),
        "/dyad/NOR/KEN".to_owned(),
        "/map".to_owned(),
        format!("/search?q={query}"),
        "/search?q=alert".to_owned(),
        format!("/?text={query}&place={query}&decided_by={query}"),
        format!("/?category={query}"),
        "/review".to_owned(),
    ] {
        let answer = served.get(&address).await;
        assert!(
            answer.status == StatusCode::OK || answer.status == StatusCode::BAD_REQUEST,
            "{address}: {}",
            answer.status
        );
        assert_page(&address, &answer);
        assert!(!answer.body.contains("<img") && !answer.body.contains("alert(1)</script>"), "{address}");
        assert!(
            !answer.body.contains('\u{202e}') && !answer.body.contains('\u{200b}') && !answer.body.contains('\0'),
            "{address}"
        );
    }
}

#[tokio::test]
async fn sql_in_every_parameter_is_a_value() {
    let served = serve([document("One", "Kari accuses them.", |_| ())], |_| ());
    let sql: String = form_urlencoded::byte_serialize(SQL.as_bytes()).collect();
    for path in [
        "/",
        "/search",
        "/dyad",
        "/actor",
        "/map",
        "/suggest",
        "/api/v1/events",
        "/api/v1/stories",
        "/api/v1/actors",
        "/api/v1/counts",
        "/api/v1/search",
    ] {
        for name in [
            "actor",
            "recipient",
            "party",
            "dyad",
            "country",
            "sector",
            "category",
            "mode",
            "status",
            "context",
            "from",
            "to",
            "place",
            "near",
            "text",
            "core",
            "decided_by",
            "confidence",
            "sources",
            "before",
            "cursor",
            "limit",
            "order",
            "format",
            "by",
            "per",
            "q",
            "name",
            "a",
            "b",
            "z",
            "at",
            "month",
            "skip",
        ] {
            let answer = served.get(&format!("{path}?{name}={sql}")).await;
            assert!(answer.status.as_u16() < 500, "{path}?{name}: {} {}", answer.status, answer.body);
        }
    }
    for path in [
        format!("/story/{sql}"),
        format!("/event/{sql}"),
        format!("/dyad/{sql}/{sql}"),
        format!("/api/v1/events/{sql}"),
        format!("/a/{sql}"),
        "/a/..%2f..%2fetc%2fpasswd".into(),
    ] {
        let answer = served.get(&path).await;
        assert!(matches!(answer.status, StatusCode::NOT_FOUND | StatusCode::BAD_REQUEST), "{path}: {}", answer.status);
    }
    assert!(served.get("/").await.body.contains("Kari accuses them."));
}

#[tokio::test]
async fn a_word_of_ten_megabytes_is_cut() {
    let word = "x".repeat(10_000_000);
    let served =
        serve([document("Long", &word, |event| event.actors[0].name = Some(word[..200_000].to_owned()))], |_| ());
    let story = served.get("/api/v1/stories").await.body;
    let id = story.split("\"id\":\"").nth(1).and_then(|rest| rest.split('"').next()).expect("an id").to_owned();
    for (address, most) in [
        ("/".to_owned(), 420_000),
        (format!("/story/{id}"), 900_000),
        ("/map".to_owned(), 100_000),
        ("/actor".to_owned(), 420_000),
    ] {
        let answer = served.get(&address).await;
        assert_eq!(answer.status, StatusCode::OK, "{address}");
        assert!(answer.body.len() < most, "{address} has {} bytes", answer.body.len());
        assert_page(&address, &answer);
    }
}
