//! Pages as people ask for them.

use axum::http::StatusCode;

use crate::harness::{assert_page, document, serve, synthetic};

#[tokio::test]
async fn every_page_is_whole() {
    let served = synthetic(60);
    let event = served.get("/api/v1/events?limit=1").await.body;
    let event = event.split("\"unique\":\"").nth(1).and_then(|rest| rest.split('"').next()).expect("an id").to_owned();
    let story = served.get("/api/v1/stories?limit=1").await.body;
    let story = story.split("\"id\":\"").nth(1).and_then(|rest| rest.split('"').next()).expect("an id").to_owned();
    for address in [
        "/".to_owned(),
        "/?category=ACCUSE,AGREE&from=2015-01&text=harbour&status=occurred".to_owned(),
        "/?ahead=all".to_owned(),
        format!("/event/{event}"),
        format!("/story/{story}"),
        "/search".to_owned(),
        "/search?q=harbour".to_owned(),
        "/search?q=Speaker".to_owned(),
        "/dyad".to_owned(),
        "/dyad/USA/CHN".to_owned(),
        "/dyad/NOR/SWE".to_owned(),
        "/actor".to_owned(),
        "/actor?country=USA".to_owned(),
        "/actor?name=USA%20Speaker%201&country=USA".to_owned(),
        "/map".to_owned(),
        "/map?z=3&at=500,120&month=1".to_owned(),
        "/review".to_owned(),
        "/login".to_owned(),
        "/api".to_owned(),
    ] {
        let answer = served.get(&address).await;
        if address.contains("Speaker%201") && answer.status == StatusCode::NOT_FOUND {
            continue;
        }
        assert_eq!(answer.status, StatusCode::OK, "{address}: {}", answer.body);
        assert_page(&address, &answer);
        assert!(answer.body.len() < 150_000, "{address} has {} bytes", answer.body.len());
        assert!(answer.body.contains("a &#60;record&#62;"), "{address} does not name the record");
    }
}

#[tokio::test]
async fn a_chronology_goes_on_where_its_page_ended() {
    let served = synthetic(40);
    let mut address = "/?from=2015-01-01&to=2015-02-15".to_owned();
    let (mut seen, mut days) = (Vec::new(), Vec::new());
    for _ in 0..20 {
        let page = served.get(&address).await.body;
        seen.extend(
            page.split("<article ")
                .skip(1)
                .filter_map(|rest| Some(rest.split("id=\"e").nth(1)?.split('"').next()?.to_owned())),
        );
        days.extend(page.split("data-day=\"").skip(1).filter_map(|rest| rest.split('"').next().map(str::to_owned)));
        let Some(next) = page.split("class=\"more\"><a href=\"").nth(1).and_then(|rest| rest.split('"').next()) else {
            break;
        };
        address = next.replace("&#38;", "&").replace("&amp;", "&");
    }
    let count = seen.len();
    seen.sort();
    seen.dedup();
    assert!(count > 80 && seen.len() == count, "{count} events, {} different", seen.len());
    assert!(days.is_sorted_by(|a, b| a >= b), "{days:?}");
}

#[tokio::test]
async fn what_lies_ahead_stands_above_today_by_its_due_date() {
    let planned = |title: &str, due: &str| {
        let due = due.to_owned();
        document(title, &format!("{title} will meet."), move |event| {
            event.id = format!("{:016x}", due.len() + title.len());
            event.event = "AGREE".into();
            event.act = Some("CONSULT".into());
            event.status = "occurred".into();
            event.act_date = Some(due);
        })
    };
    let denied = document("Never", "Nobody will ever meet.", |event| {
        event.id = "00000000000000bb".into();
        event.status = "denied".into();
        event.date = Some("2015-06-01".into());
    });
    let served = serve([planned("Later", "2015-04-09"), planned("Sooner!", "2015-03-05"), denied], |_| ());
    let page = served.get("/").await.body;
    let at = |what: &str| page.find(what).unwrap_or_else(|| panic!("{what} is missing"));
    assert!(at("9 April 2015") < at("5 March 2015") && at("5 March 2015") < at("id=\"today\""));
    assert!(at("id=\"today\"") < at("data-day=\"2015-02-20\""));
    let ahead = page.split("id=\"today\"").next().expect("before today");
    assert!(!ahead.contains("Nobody will ever meet"));
    let denied = served.get("/?status=denied&to=2016").await.body;
    assert!(!denied.contains("Later will meet"));
}

#[tokio::test]
async fn filters_show_what_they_say() {
    let served = serve(
        [
            document("One", "Kari accuses them.", |_| ()),
            document("Two", "Aid for them came.", |event| {
                event.id = "00000000000000ab".into();
                event.event = "AID".into();
                event.actors[0].name = Some("Ola Nordmann".into());
            }),
        ],
        |_| (),
    );
    for (query, one, two) in [
        ("category=AID", false, true),
        ("party=Norway", true, true),
        ("party=nor", true, true),
        ("actor=Kari", true, false),
        ("text=came", false, true),
        ("text=%22accuses+them%22", true, false),
        ("dyad=NOR-KEN", true, true),
        ("dyad=NOR-SWE", false, false),
        ("from=2015-02-21", false, false),
        ("confidence=0.5", false, false),
    ] {
        let page = served.get(&format!("/?{query}")).await;
        assert_eq!(page.status, StatusCode::OK, "{query}");
        assert_eq!((page.body.contains("Kari accuses"), page.body.contains("Aid for them")), (one, two), "{query}");
    }
    let wrong = served.get("/?category=FOO").await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    assert_page("/?category=FOO", &wrong);
    assert!(wrong.body.contains("category"));
}

#[tokio::test]
async fn a_story_shows_where_its_events_are_told() {
    let text = "Żółć. Kari Nordmann accused Kenya of theft.\n\nAnother day.";
    let served = serve(
        [document("Accused", text, |event| {
            (event.evidence[0].start, event.evidence[0].end) = (6, 43);
            (event.actors[0].start, event.actors[0].end) = (6, 19);
            (event.recipients[0].start, event.recipients[0].end) = (28, 33);
        })],
        |_| (),
    );
    let story = served.get("/api/v1/stories").await.body;
    let id = story.split("\"id\":\"").nth(1).and_then(|rest| rest.split('"').next()).expect("an id").to_owned();
    let page = served.get(&format!("/story/{id}")).await;
    assert_page("story", &page);
    assert!(page.body.contains("<mark id=\"x1\" data-e=\"1\" data-a=\"1\">Kari Nordmann</mark>"), "{}", page.body);
    assert!(page.body.contains("<mark data-e=\"1\" data-r=\"1\">Kenya</mark>"));
    assert!(page.body.contains("<p dir=\"auto\">Another day.</p>"));
    let mention =
        page.body.split("mention=").nth(1).and_then(|rest| rest.split('"').next()).expect("a tree").to_owned();
    let tree = served.get(&format!("/story/{id}/tree?mention={mention}")).await;
    assert!(tree.body.contains("tree of &#60;Kari Nordmann accused"), "{}", tree.body);
    for nowhere in ["/story/1", "/story/x", "/event/1", "/nowhere", "/actor?name=Nobody+At+All", "/dyad/XQ/KEN"] {
        let answer = served.get(nowhere).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{nowhere}");
        assert_page(nowhere, &answer);
    }
}
