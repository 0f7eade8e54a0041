//! The API as programs ask for it.

use axum::http::StatusCode;
use serde_json::Value;

use crate::harness::{TOKEN, document, serve, synthetic};

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[tokio::test]
async fn pages_of_events_hold_each_once() {
    let served = synthetic(30);
    for order in ["newest", "oldest"] {
        let (mut next, mut seen) = (format!("/api/v1/events?limit=17&order={order}"), Vec::new());
        loop {
            let page = json(&served.get(&next).await.body);
            seen.extend(
                page["events"]
                    .as_array()
                    .expect("events")
                    .iter()
                    .map(|e| e["unique"].as_str().expect("an id").parse::<i64>().expect("a number")),
            );
            match page["next"].as_str() {
                Some(address) => next = address.to_owned(),
                None => break,
            }
        }
        assert!(if order == "newest" { seen.is_sorted_by(|a, b| a > b) } else { seen.is_sorted_by(|a, b| a < b) });
        let total = json(&served.get("/api/v1/counts").await.body)["counts"][0]["events"].as_u64();
        assert_eq!(Some(seen.len() as u64), total);
    }
}

#[tokio::test]
async fn csv_has_the_same_rows() {
    let served = synthetic(10);
    let answer = served.get("/api/v1/events?format=csv&limit=500").await;
    assert!(answer.head["content-type"].to_str().is_ok_and(|kind| kind.starts_with("text/csv")));
    let events = json(&served.get("/api/v1/events?limit=500").await.body)["events"].as_array().map(Vec::len);
    assert_eq!(Some(answer.body.trim_end().split("\r\n").count() - 1), events);
    assert!(
        served
            .get("/api/v1/counts?format=csv&by=month&per=dyad&by_category=true")
            .await
            .body
            .starts_with("period,actor,")
    );
    assert!(served.get("/api/v1/stories?format=csv").await.body.starts_with("id,title,"));
}

#[tokio::test]
async fn mistakes_are_problems() {
    let served = synthetic(2);
    for (address, status) in [
        ("/api/v1/events?limit=0", 400),
        ("/api/v1/events?cursor=x", 400),
        ("/api/v1/events?order=up", 400),
        ("/api/v1/events?format=xml", 400),
        ("/api/v1/events/7", 404),
        ("/api/v1/stories/x", 404),
        ("/api/v1/counts?by=hour", 400),
        ("/api/v1/search", 400),
        ("/api/v1/none", 404),
        ("/api/v1/actors?limit=1000", 400),
        ("/api/v1/events?dyad=NOR", 400),
    ] {
        let answer = served.get(address).await;
        assert_eq!(answer.status.as_u16(), status, "{address}");
        assert_eq!(answer.head["content-type"], "application/problem+json", "{address}");
        assert_eq!(json(&answer.body)["status"], status, "{address}");
    }
}

#[tokio::test]
async fn pages_are_coded_without_being_kept() {
    let served = serve([document("One", "Kari accuses them.", |_| ())], |options| options.token = Some(TOKEN.into()));
    let before = served.get("/api/v1/stories").await.body;
    assert_eq!(served.post("/api/v1/code", "They met.", false).await.status, StatusCode::UNAUTHORIZED);
    let coded = served.post("/api/v1/code?date=2025-03-14", "They met.", true).await;
    assert_eq!(
        (json(&coded.body)["text"].as_str(), json(&coded.body)["date"].as_str()),
        (Some("They met."), Some("2025-03-14"))
    );
    assert_eq!(served.post("/api/v1/code", "  \n", true).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(served.post("/api/v1/code?date=soon", "They met.", true).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(served.post("/api/v1/code", "panic", true).await.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(served.post("/api/v1/code", "They met.", true).await.status, StatusCode::OK);
    assert_eq!(served.get("/api/v1/stories").await.body, before);
}

#[tokio::test]
async fn stories_actors_and_searches_are_found() {
    let served = serve([document("One", "Kari accuses them.", |_| ())], |_| ());
    let stories = json(&served.get("/api/v1/stories").await.body);
    let id = stories["stories"][0]["id"].as_str().expect("an id");
    let story = json(&served.get(&format!("/api/v1/stories/{id}")).await.body);
    assert_eq!(
        (story["text"].as_str(), story["mentions"][0]["event"].as_str()),
        (Some("Kari accuses them."), Some("ACCUSE"))
    );
    let actors = json(&served.get("/api/v1/actors?name=nordm").await.body);
    assert_eq!(actors["actors"][0]["name"], "Kari Nordmann");
    let found = json(&served.get("/api/v1/search?q=accuses").await.body);
    assert_eq!(found["events"].as_array().map(Vec::len), Some(1));
    let hits = json(&served.get("/suggest?q=Kar").await.body);
    assert_eq!(hits[0]["label"], "Kari Nordmann");
    assert!(
        json(&served.get("/suggest?q=norw").await.body)[0]["href"].as_str().is_some_and(|href| href.contains("NOR"))
    );
}
