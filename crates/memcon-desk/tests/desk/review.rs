//! Judging at the desk, and what comes of it.

use axum::http::StatusCode;
use serde_json::Value;

use crate::harness::{Served, TOKEN, assert_page, document, serve};
use axum::body::Body;
use axum::http::Request;

fn desk() -> Served {
    let text = "Kari Nordmann accused Kenya of theft. Later Kenya met Norway.";
    let accused = document("Accused", text, |event| {
        (event.evidence[0].start, event.evidence[0].end) = (0, 37);
        (event.actors[0].start, event.actors[0].end) = (0, 13);
        (event.recipients[0].start, event.recipients[0].end) = (22, 27);
    });
    serve([accused], |options| options.token = Some(TOKEN.into()))
}

async fn signed(served: &Served, address: &str) -> crate::harness::Answer {
    let request = Request::get(address).header("host", "localhost").header("authorization", format!("Bearer {TOKEN}"));
    served.ask(request.body(Body::empty()).expect("a request")).await
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    text.split(before)
        .nth(1)
        .and_then(|rest| rest.split(after).next())
        .unwrap_or_else(|| panic!("no {before} in {text}"))
}

#[tokio::test]
async fn an_audit_becomes_gold() {
    let served = desk();
    assert_eq!(served.get("/review/worst").await.status, StatusCode::UNAUTHORIZED);
    let drawn = served.post("/review/draw", "", true).await;
    assert_eq!(drawn.status, StatusCode::SEE_OTHER, "{}", drawn.body);
    let story = drawn.head["location"].to_str().expect("an address").to_owned();
    assert_eq!(served.post("/review/draw", "", true).await.status, StatusCode::NOT_FOUND);
    let page = signed(&served, &story).await;
    assert_page(&story, &page);
    let mention = between(&page.body, "/review/mention/", "\"").to_owned();
    let number = story.rsplit('/').next().expect("an id");
    assert_eq!(served.post(&format!("/review/done/{number}"), "", true).await.status, StatusCode::BAD_REQUEST);
    let edit = signed(&served, &format!("/review/edit/{mention}?queue=audit")).await;
    assert_page("edit", &edit);
    let correction = "queue=audit&decision=corrected&event=ACCUSE&status=occurred&mode=allege&evidence=Kari+Nordmann++accused+Kenya+of+theft.&actors=Kari+Nordmann+%7C+Kari+Nordmann+%7C+NOR+%7C+GOV&recipients=Kenya+%7C+%7C+KEN+%7C&date=2015-02-19&core=true";
    let wrong = served.post(&format!("/review/mention/{mention}"), &correction.replace("GOV", "KING"), true).await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST, "{}", wrong.body);
    assert_eq!(
        served.post(&format!("/review/mention/{mention}"), correction, true).await.status,
        StatusCode::SEE_OTHER
    );
    let missing = "event=CONSULT&status=occurred&evidence=Later+Kenya+met+Norway.&actors=Kenya+%7C+Kenya+%7C+KEN+%7C&recipients=Norway+%7C+Norway+%7C+NOR+%7C";
    assert_eq!(served.post(&format!("/review/edit/story/{number}"), missing, true).await.status, StatusCode::SEE_OTHER);
    assert_eq!(served.post(&format!("/review/done/{number}"), "", true).await.status, StatusCode::SEE_OTHER);
    let overview = served.get("/review").await;
    assert!(overview.body.contains("1 corrected, 0 wrong, 1 missing"), "{}", overview.body);
    assert!(overview.body.contains("0.500"), "{}", overview.body);
    let gold: Value = serde_json::from_str(served.get("/api/v1/gold").await.body.trim_end()).expect("one line");
    assert_eq!(gold["events"].as_array().map(Vec::len), Some(2));
    assert_eq!(
        (gold["events"][0]["date"].as_str(), gold["events"][0]["actors"][0]["sector"].as_str()),
        (Some("2015-02-19"), Some("GOV"))
    );
    assert_eq!(
        (gold["events"][1]["event"].as_str(), gold["events"][1]["evidence"][0]["start"].as_u64()),
        (Some("CONSULT"), Some(38))
    );
    assert_eq!(gold["events"][1]["actors"][0]["start"], 44);
    let text = served.get("/").await.body;
    assert!(text.contains("Kari Nordmann"));
}

#[tokio::test]
async fn worst_first_ends_when_all_are_judged() {
    let served = desk();
    let page = signed(&served, "/review/worst").await;
    assert_page("worst", &page);
    let mention = between(&page.body, "/review/mention/", "\"").to_owned();
    assert_eq!(signed(&served, "/review/worst?skip=1").await.status, StatusCode::NOT_FOUND);
    let judged = served.post(&format!("/review/mention/{mention}"), "queue=worst&decision=wrong", true).await;
    assert_eq!(judged.head["location"], "/review/worst");
    assert_eq!(signed(&served, "/review/worst").await.status, StatusCode::NOT_FOUND);
    assert!(served.get("/review").await.body.contains("<dd>0</dd>"), "worst first counts for no figure");
    assert_eq!(
        served.post(&format!("/review/mention/{mention}"), "queue=worst&decision=none", true).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(signed(&served, "/review/worst").await.status, StatusCode::OK);
    assert_eq!(
        served.post(&format!("/review/mention/{mention}"), "decision=perhaps", true).await.status,
        StatusCode::BAD_REQUEST
    );
}
