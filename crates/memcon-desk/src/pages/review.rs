//! Review: two queues, kept apart. The audit judges stories drawn at random; worst first mends the least certain events.

use std::collections::HashMap;
use std::hash::{BuildHasher as _, RandomState};
use std::sync::Arc;

use askama::Template;
use axum::Form;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use memcon_lexicon::{Category, Context, Mode, Sector, Status};
use memcon_store::Store;
use memcon_store::query::Cell;
use memcon_store::record::{Event, EventContext, EventPlace, Party, Size, Text};
use memcon_store::review::{By, Decision, Queue};

use super::coded::{Coded, Piece};
use super::story::Tale;
use super::{Answer, Frame, html, id, integer, rows, shown};
use crate::asked::{self, Asked};
use crate::fault::Fault;
use crate::gate;
use crate::server::Desk;
use crate::show::{self, Item};
use crate::stats::{Estimate, Share, estimate};

/// Fields of a form.
type Fields = HashMap<String, String>;

/// Who reviews, where the token is at hand.
fn reviewer(desk: &Desk, headers: &HeaderMap) -> Option<String> {
    if !gate::has_token(desk, headers) {
        return None;
    }
    let cookies = headers.get(header::COOKIE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let name = cookies.split(';').filter_map(|cookie| cookie.trim().split_once('=')).find(|(name, _)| *name == NAME);
    let name = name.and_then(|(_, value)| {
        form_urlencoded::parse(format!("n={value}").as_bytes()).next().map(|(_, v)| v.into_owned())
    });
    Some(name.filter(|name| !name.trim().is_empty()).unwrap_or_else(|| "somebody".to_owned()))
}

/// The cookie that keeps the reviewer's name.
const NAME: &str = "memcon-reviewer";

fn by(desk: &Desk, headers: &HeaderMap, queue: Queue) -> Result<By, Fault> {
    let reviewer = reviewer(desk, headers).ok_or_else(Fault::token)?;
    let now = jiff::Timestamp::now();
    let at = now.round(jiff::Unit::Second).unwrap_or(now).to_string();
    Ok(By { reviewer: show::brief(&reviewer, 60), at, queue })
}

#[derive(Template)]
#[template(path = "review.html")]
struct ReviewPage {
    frame: Frame,
    reviewer: Option<String>,
    can_write: bool,
    estimate: Estimate,
    shares: Vec<(&'static str, String)>,
    open: usize,
    audited: Vec<(i64, String, String)>,
}

/// `/review`, `/login`
pub async fn page(State(desk): State<Arc<Desk>>, headers: HeaderMap) -> Response {
    let answer = review(&desk, &headers).await;
    shown(&desk, answer)
}

async fn review(desk: &Arc<Desk>, headers: &HeaderMap) -> Answer {
    // Whoever must not see the record must not see it here.
    let open_to_all = desk.options.address.ip().is_loopback();
    let signed = reviewer(desk, headers);
    let audits =
        if open_to_all || signed.is_some() { desk.pool.read(|store| Ok(store.audits()?)).await? } else { Vec::new() };
    let estimate = estimate(&audits);
    let share = |share: Option<Share>| match share {
        None => "not known yet".to_owned(),
        Some(Share { share, interval: None }) => format!("{share:.3} (five stories are needed for an interval)"),
        Some(Share { share, interval: Some((low, high)) }) => format!("{share:.3} [{low:.2}, {high:.2}]"),
    };
    let line = |story: &memcon_store::review::Audited| {
        let title = story
            .title
            .as_deref()
            .map_or_else(|| "A story without headline".to_owned(), |title| show::brief(title, 120));
        let state = match &story.done {
            Some(_) => format!(
                "judged: {} right, {} corrected, {} wrong, {} missing",
                story.right, story.corrected, story.wrong, story.missing
            ),
            None => "open".to_owned(),
        };
        Some((
            story.story?,
            title,
            format!("{state}; drawn with probability {:.6} by {}", story.probability, show::brief(&story.reviewer, 40)),
        ))
    };
    html(&ReviewPage {
        frame: Frame::new(desk, "Review"),
        reviewer: signed,
        can_write: desk.options.token.is_some(),
        shares: vec![
            ("Precision", share(estimate.precision)),
            ("Right in every field", share(estimate.exact)),
            ("Recall", share(estimate.recall)),
        ],
        estimate,
        open: audits.iter().filter(|story| story.done.is_none()).count(),
        audited: audits.iter().rev().filter_map(line).take(100).collect(),
    })
}

/// `POST /login`
pub async fn login(State(desk): State<Arc<Desk>>, Form(fields): Form<Fields>) -> Response {
    let given = fields.get("token").map(String::as_str).unwrap_or_default();
    let mut headers = HeaderMap::new();
    if let Ok(value) = HeaderValue::from_str(&format!("{}={}", gate::COOKIE, gate::mark(given))) {
        headers.insert(header::COOKIE, value);
    }
    if !gate::has_token(&desk, &headers) {
        // Guessing takes time.
        tokio::time::sleep(std::time::Duration::from_millis(400)).await;
        return shown(&desk, Err(Fault::token()));
    }
    let name: String = show::brief(fields.get("name").map(String::as_str).unwrap_or_default(), 60);
    let name: String = form_urlencoded::byte_serialize(name.as_bytes()).collect();
    let mut response = Redirect::to("/review").into_response();
    for cookie in [
        format!("{}={}; HttpOnly; SameSite=Strict; Path=/; Max-Age=2592000", gate::COOKIE, gate::mark(given)),
        format!("{NAME}={name}; HttpOnly; SameSite=Strict; Path=/; Max-Age=2592000"),
    ] {
        if let Ok(value) = HeaderValue::from_str(&cookie) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
    response
}

/// `POST /review/draw`
pub async fn draw(State(desk): State<Arc<Desk>>, headers: HeaderMap) -> Response {
    let answer = async {
        let by = by(&desk, &headers, Queue::Audit)?;
        let dice = RandomState::new().hash_one(&by.at);
        let story = desk.pool.write(move |store| Ok(store.draw(dice, &by)?)).await?;
        let story = story.ok_or_else(|| Fault::missing("every story of the record has been drawn"))?;
        Ok(Redirect::to(&format!("/review/story/{story}")).into_response())
    };
    shown(&desk, answer.await)
}

#[derive(Template)]
#[template(path = "judge.html")]
struct JudgePage {
    frame: Frame,
    id: i64,
    heading: String,
    queue: &'static str,
    queue_name: &'static str,
    audit: bool,
    title: String,
    date: Option<String>,
    paragraphs: Vec<Vec<Piece>>,
    events: Vec<Coded>,
    added: Vec<Item>,
    open: usize,
    skip: Option<String>,
}

/// `/review/story/{id}`: a story of the audit.
pub async fn story(State(desk): State<Arc<Desk>>, Path(number): Path<String>, headers: HeaderMap) -> Response {
    let answer = async {
        let story = id(&number)?;
        by(&desk, &headers, Queue::Audit)?;
        judging(&desk, story, None).await
    };
    shown(&desk, answer.await)
}

/// `/review/worst?skip=…`: the least certain event.
pub async fn worst(State(desk): State<Arc<Desk>>, headers: HeaderMap, RawQuery(query): RawQuery) -> Response {
    let answer = async {
        by(&desk, &headers, Queue::Worst)?;
        let skip: usize = Asked::of(query.as_deref())?.parsed("skip", "a number")?.unwrap_or(0).min(10_000);
        let found = desk.pool.read(move |store| {
            let worst = store.worst(u32::try_from(skip + 1).unwrap_or(1))?;
            let mention = worst
                .get(skip)
                .copied()
                .ok_or_else(|| Fault::missing("no further event to mend: all that have a confidence are reviewed"))?;
            let story = rows(store, "SELECT story FROM mentions WHERE id = ?", &[mention.into()])?;
            Ok((mention, story.first().map_or(0, |row| integer(row, 0))))
        });
        let (mention, story) = found.await?;
        judging(&desk, story, Some((mention, skip))).await
    };
    shown(&desk, answer.await)
}

async fn judging(desk: &Arc<Desk>, id: i64, only: Option<(i64, usize)>) -> Answer {
    let frame = Frame::new(desk, "Review");
    let page = desk.pool.read(move |store| {
        let mut tale = Tale::read(store, id)?;
        if let Some((mention, _)) = only {
            tale.mentions.retain(|(other, ..)| *other == mention);
        }
        let reviews = store.reviews_of_story(id)?;
        let verdict = |event: &Event| {
            let review = reviews.iter().find(|review| review.key == event.id)?;
            Some(format!("{} ({})", review.decision.as_str(), show::brief(&review.reviewer, 40)))
        };
        let mut events = tale.coded(verdict);
        let open = events.iter().filter(|event| event.verdict.is_none()).count();
        if let Some(first) = events.iter_mut().find(|event| event.verdict.is_none()) {
            first.current = true;
        }
        let missing = reviews.iter().filter(|review| review.decision == Decision::Missing);
        let audit = only.is_none();
        Ok(JudgePage {
            frame,
            id,
            heading: if audit {
                format!("{} to judge", show::counted(open.try_into().unwrap_or_default(), "event"))
            } else {
                "One event to mend".to_owned()
            },
            queue: if audit { "Audit" } else { "Worst first" },
            queue_name: if audit { "audit" } else { "worst" },
            audit,
            date: tale.date.as_deref().map(show::day),
            paragraphs: tale.paragraphs(),
            events,
            added: missing.filter_map(|review| review.event.as_ref()).map(|event| Item::of("0", event, None)).collect(),
            open,
            skip: only.map(|(_, skip)| format!("/review/worst?skip={}", skip + 1)),
            title: tale.title,
        })
    });
    html(&page.await?)
}

fn queue(fields: &Fields) -> Queue {
    if fields.get("queue").is_some_and(|queue| queue == "audit") { Queue::Audit } else { Queue::Worst }
}

/// The story of a mention and the mention itself.
fn of_mention(store: &Store, mention: i64) -> Result<(Tale, Event), Fault> {
    let story = rows(store, "SELECT story FROM mentions WHERE id = ?", &[Cell::from(mention)])?;
    let story =
        story.first().map(|row| integer(row, 0)).ok_or_else(|| Fault::missing("the record holds no such mention"))?;
    let tale = Tale::read(store, story)?;
    let event = store.mention(mention)?.ok_or_else(|| Fault::missing("the record holds no such mention"))?;
    Ok((tale, event))
}

/// `POST /review/mention/{id}`
pub async fn judge(
    State(desk): State<Arc<Desk>>,
    Path(number): Path<String>,
    headers: HeaderMap,
    Form(fields): Form<Fields>,
) -> Response {
    let answer = async {
        let mention = id(&number)?;
        let queue = queue(&fields);
        let by = by(&desk, &headers, queue)?;
        let next = fields.get("number").and_then(|number| number.parse::<usize>().ok()).unwrap_or(0);
        let story = desk.pool.write(move |store| {
            let (tale, event) = of_mention(store, mention)?;
            let decision = match fields.get("decision").map(String::as_str) {
                Some("right") => Decision::Right,
                Some("wrong") => Decision::Wrong,
                Some("corrected") => Decision::Corrected,
                Some("none") => {
                    store.take_back(tale.id, &event.id)?;
                    return Ok(tale.id);
                }
                _ => return Err(Fault::asked("decision: right, wrong, corrected or none")),
            };
            let corrected = (decision == Decision::Corrected).then(|| mended(&tale, event, &fields)).transpose()?;
            store.review(mention, decision, corrected, &by)?;
            Ok(tale.id)
        });
        let story = story.await?;
        Ok(Redirect::to(&match queue {
            Queue::Audit => format!("/review/story/{story}#n{}", next + 1),
            Queue::Worst => "/review/worst".to_owned(),
        })
        .into_response())
    };
    shown(&desk, answer.await)
}

/// `POST /review/done/{id}`
pub async fn done(State(desk): State<Arc<Desk>>, Path(number): Path<String>, headers: HeaderMap) -> Response {
    let answer = async {
        let story = id(&number)?;
        let by = by(&desk, &headers, Queue::Audit)?;
        desk.pool.write(move |store| Ok(store.audit_done(story, &by.at)?)).await?;
        Ok(Redirect::to("/review").into_response())
    };
    shown(&desk, answer.await)
}

/// What the form of an event holds.
#[derive(Default)]
struct EventFields {
    evidence: String,
    event: String,
    act: String,
    status: String,
    mode: String,
    actors: String,
    recipients: String,
    date: String,
    date_end: String,
    act_date: String,
    place: String,
    place_country: String,
    contexts: String,
    dead: String,
    injured: String,
    arrested: String,
    core: bool,
}

impl EventFields {
    fn of(event: &Event) -> Self {
        let optional = |text: &Option<String>| show::clean(text.as_deref().unwrap_or_default());
        let number = |number: Option<u64>| number.map(|number| number.to_string()).unwrap_or_default();
        let side = |parties: &[Party]| {
            let line = |party: &Party| {
                let cells = [Some(&party.text), party.name.as_ref(), party.country.as_ref(), party.sector.as_ref()];
                cells.map(|cell| cell.map(|text| show::brief(text, 200)).unwrap_or_default()).join(" | ")
            };
            parties.iter().map(line).collect::<Vec<_>>().join("\n")
        };
        Self {
            evidence: event.evidence.iter().map(|words| show::clean(&words.text)).collect::<Vec<_>>().join("\n…\n"),
            event: event.event.clone(),
            act: optional(&event.act),
            status: event.status.clone(),
            mode: event.mode.join(", "),
            actors: side(&event.actors),
            recipients: side(&event.recipients),
            date: optional(&event.date),
            date_end: optional(&event.date_end),
            act_date: optional(&event.act_date),
            place: event.place.as_ref().map(|place| show::clean(&place.name)).unwrap_or_default(),
            place_country: event.place.as_ref().and_then(|place| place.country.clone()).unwrap_or_default(),
            contexts: event.contexts.iter().map(|context| context.context.as_str()).collect::<Vec<_>>().join(", "),
            dead: number(event.size.dead),
            injured: number(event.size.injured),
            arrested: number(event.size.arrested),
            core: event.core,
        }
    }
}

#[derive(Template)]
#[template(path = "edit.html")]
struct EditPage {
    frame: Frame,
    heading: &'static str,
    back: String,
    action: String,
    queue: String,
    error: Option<String>,
    fields: EventFields,
}

impl EditPage {
    #[expect(clippy::unused_self, reason = "templates call it on what they show")]
    fn categories(&self) -> impl Iterator<Item = &'static str> {
        show::categories()
    }

    #[expect(clippy::unused_self, reason = "templates call it on what they show")]
    fn statuses(&self) -> impl Iterator<Item = &'static str> {
        Status::ALL.iter().map(|status| status.as_str())
    }
}

/// `/review/edit/{id}`: a mention to correct.
pub async fn edit(
    State(desk): State<Arc<Desk>>,
    Path(number): Path<String>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let answer = async {
        let mention = id(&number)?;
        by(&desk, &headers, Queue::Worst)?;
        let queue = if Asked::of(query.as_deref())?.get("queue") == Some("audit") { "audit" } else { "worst" };
        let (tale, event) = desk.pool.read(move |store| of_mention(store, mention)).await?;
        html(&EditPage {
            frame: Frame::new(&desk, "Review"),
            heading: "Correct an event",
            back: if queue == "audit" { format!("/review/story/{}", tale.id) } else { "/review/worst".to_owned() },
            action: format!("/review/mention/{mention}"),
            queue: queue.to_owned(),
            error: None,
            fields: EventFields::of(&event),
        })
    };
    shown(&desk, answer.await)
}

/// `/review/edit/story/{id}`: an event that was not coded.
pub async fn edit_missing(State(desk): State<Arc<Desk>>, Path(number): Path<String>, headers: HeaderMap) -> Response {
    let answer = async {
        let story = id(&number)?;
        by(&desk, &headers, Queue::Audit)?;
        let tale = desk.pool.read(move |store| Tale::read(store, story)).await?;
        let fields = EventFields {
            event: "CONSULT".to_owned(),
            status: "occurred".to_owned(),
            date: tale.date.unwrap_or_default(),
            core: true,
            ..EventFields::default()
        };
        html(&EditPage {
            frame: Frame::new(&desk, "Review"),
            heading: "Add an event that was missed",
            back: format!("/review/story/{story}"),
            action: format!("/review/edit/story/{story}"),
            queue: "audit".to_owned(),
            error: None,
            fields,
        })
    };
    shown(&desk, answer.await)
}

/// `POST /review/edit/story/{id}`
pub async fn add_missing(
    State(desk): State<Arc<Desk>>,
    Path(number): Path<String>,
    headers: HeaderMap,
    Form(fields): Form<Fields>,
) -> Response {
    let answer = async {
        let story = id(&number)?;
        let by = by(&desk, &headers, Queue::Audit)?;
        desk.pool
            .write(move |store| {
                let tale = Tale::read(store, story)?;
                let event = mended(&tale, Event::default(), &fields)?;
                Ok(store.review_missing(story, event, &by)?)
            })
            .await?;
        Ok(Redirect::to(&format!("/review/story/{story}")).into_response())
    };
    shown(&desk, answer.await)
}

/// An event as the fields of the form say it should be. What the form does not hold stays.
fn mended(tale: &Tale, event: Event, fields: &Fields) -> Result<Event, Fault> {
    let field = |name: &str| fields.get(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty());
    let category: Category =
        field("event").unwrap_or_default().parse().map_err(|error| Fault::asked(format!("category: {error}")))?;
    let act = field("act")
        .map(|act| act.parse::<Category>().map_err(|error| Fault::asked(format!("act: {error}"))))
        .transpose()?;
    let status: Status =
        field("status").unwrap_or_default().parse().map_err(|error| Fault::asked(format!("status: {error}")))?;
    let list = |name: &str| -> Vec<String> {
        field(name)
            .unwrap_or_default()
            .split(',')
            .map(|item| item.trim().to_owned())
            .filter(|item| !item.is_empty())
            .collect()
    };
    let modes: Vec<Mode> = list("mode")
        .iter()
        .map(|mode| mode.parse().map_err(|error| Fault::asked(format!("mode: {error}"))))
        .collect::<Result<_, _>>()?;
    let contexts = list("contexts")
        .into_iter()
        .map(|name| match name.parse::<Context>() {
            Ok(_) => {
                let reach =
                    event.contexts.iter().find(|known| known.context == name).map_or("story", |known| &known.reach);
                Ok(EventContext { reach: reach.to_owned(), context: name })
            }
            Err(error) => Err(Fault::asked(format!("contexts: {error}"))),
        })
        .collect::<Result<_, _>>()?;
    let day = |name: &str| field(name).map(|text| asked::date(name, &text)).transpose();
    let number = |name: &str| {
        field(name)
            .map(|text| text.parse::<u64>().map_err(|_| Fault::asked(format!("{name}: {text:?} is no number"))))
            .transpose()
    };
    let evidence = evidence(tale, &field("evidence").unwrap_or_default())?;
    let within = (evidence.first().map_or(0, |words| words.start), evidence.last().map_or(0, |words| words.end));
    let place = match field("place") {
        None => None,
        Some(name) => {
            let country = field("place_country").map(|text| asked::country("place_country", &text)).transpose()?;
            let same = event.place.clone().filter(|place| place.name == name && place.country == country);
            Some(same.unwrap_or(EventPlace { text: name.clone(), name, country, ..EventPlace::default() }))
        }
    };
    Ok(Event {
        event: category.as_str().to_owned(),
        act: act.map(|act| act.as_str().to_owned()),
        mode: modes.iter().map(|mode| mode.as_str().to_owned()).collect(),
        status: status.as_str().to_owned(),
        actors: side(tale, &field("actors").unwrap_or_default(), &event.actors, within)?,
        recipients: side(tale, &field("recipients").unwrap_or_default(), &event.recipients, within)?,
        date: day("date")?,
        date_end: day("date_end")?,
        act_date: day("act_date")?,
        place,
        contexts,
        size: Size { dead: number("dead")?, injured: number("injured")?, arrested: number("arrested")? },
        quad: category.quad(),
        score: category.score(&modes),
        evidence,
        core: field("core").is_some(),
        confidence: None,
        decided_by: "review".to_owned(),
        ..event
    })
}

/// Where words of the story lie, as characters of its document; spaces may differ.
fn find(tale: &Tale, words: &str, from: usize) -> Option<(usize, usize)> {
    let wanted: Vec<char> = words.chars().filter(|c| !c.is_whitespace()).collect();
    let text: Vec<(usize, char)> = tale.text.chars().enumerate().filter(|(_, c)| !c.is_whitespace()).collect();
    let shown = |c: char| show::clean(&c.to_string()).chars().next().unwrap_or(c);
    let from = from.saturating_sub(tale.start);
    let fits = |window: &&[(usize, char)]| {
        window.first().is_some_and(|(at, _)| *at >= from)
            && window.iter().zip(&wanted).all(|((_, a), b)| a == b || shown(*a) == *b)
    };
    if wanted.is_empty() {
        return None;
    }
    let window = text.windows(wanted.len()).find(fits)?;
    Some((tale.start + window.first()?.0, tale.start + window.last()?.0 + 1))
}

fn evidence(tale: &Tale, words: &str) -> Result<Vec<Text>, Fault> {
    let one = |words: &str| {
        let (start, end) = find(tale, words, 0).ok_or_else(|| {
            Fault::asked(format!("evidence: the story does not say “{}”; copy its words", show::brief(words, 80)))
        })?;
        Ok(Text { text: words.to_owned(), start, end })
    };
    let parts = words.split('…').map(str::trim).filter(|words| !words.is_empty());
    let mut found: Vec<Text> = parts.map(one).collect::<Result<_, Fault>>()?;
    if found.is_empty() {
        return Err(Fault::asked("evidence: copy the words of the story that show the event"));
    }
    found.sort_by_key(|text| text.start);
    Ok(found)
}

/// Parties, one a line: words | name | country | sector.
fn side(tale: &Tale, lines: &str, known: &[Party], within: (usize, usize)) -> Result<Vec<Party>, Fault> {
    let one = |line: &str| {
        let mut cells = line.split('|').map(str::trim);
        let words = cells.next().unwrap_or_default();
        let mut cell = || cells.next().filter(|cell| !cell.is_empty()).map(str::to_owned);
        let (name, country, sector) = (cell(), cell(), cell());
        let country = country.map(|text| asked::country("party", &text)).transpose()?;
        if let Some(code) = &sector
            && code.parse::<Sector>().is_err()
        {
            return Err(Fault::asked(format!("party: {code:?} is no sector of PLOVER, such as GOV")));
        }
        let before = known.iter().find(|party| show::brief(&party.text, 200) == words).cloned();
        let (start, end) = match &before {
            Some(party) => (party.start, party.end),
            None => find(tale, words, within.0).or_else(|| find(tale, words, 0)).ok_or_else(|| {
                Fault::asked(format!("party: the story does not say “{}”; copy its words", show::brief(words, 80)))
            })?,
        };
        Ok(Party { text: words.to_owned(), start, end, name, country, sector, ..before.unwrap_or_default() })
    };
    lines.lines().map(str::trim).filter(|line| !line.is_empty()).map(one).collect()
}
