//! Scores unique events: invented reports (`crates/memcon-store/tests/clusters/reports.txt`) are coded and added to a
//! record, and every pair of reports is asked whether the events marked in them became one.
//!
//! An event that was marked but not coded, or coded as another category, is no fault of clustering: recall is given
//! over the pairs of which both were coded, and over all.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;

use memcon::Memcon;
use memcon::intake::{Bounds, open};
use memcon_store::query::Cell;
use memcon_store::{ContentHash, Ingest, Run, Store};

/// The reports.
pub const REPORTS: &str = "crates/memcon-store/tests/clusters/reports.txt";

type Done<T> = Result<T, Box<dyn Error>>;

/// A report without its marks.
struct Report {
    day: String,
    publisher: String,
    text: String,
    marks: Vec<Mark>,
}

/// An event marked in a report.
struct Mark {
    category: String,
    label: String,
    /// Characters of the text.
    start: usize,
    end: usize,
}

/// Where a marked event came to.
struct Placed {
    label: String,
    report: usize,
    /// The event across stories, if it was coded at all.
    event: Option<String>,
}

/// Scores; `show` names each pair that is wrong.
pub fn run(show: bool) -> Result<(), String> {
    score(show).map_err(|error| error.to_string())
}

fn score(show: bool) -> Done<()> {
    let reports = read(&std::fs::read_to_string(REPORTS)?)?;
    let folder = std::env::temp_dir().join(format!("memcon-clusters-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let placed = place(&folder.join("clusters.db"), &reports);
    std::fs::remove_dir_all(&folder)?;
    let placed = placed?;
    let (mut right, mut given, mut both, mut gold) = (0, 0, 0, 0);
    for (number, a) in placed.iter().enumerate() {
        for b in placed.iter().skip(number + 1).filter(|b| b.report != a.report) {
            let (same, coded) = (a.label == b.label, a.event.is_some() && b.event.is_some());
            let joined = coded && a.event == b.event;
            right += usize::from(same && joined);
            given += usize::from(joined);
            both += usize::from(same && coded);
            gold += usize::from(same);
            if show && (same && coded || joined) && same != joined {
                let word = if joined { "joined" } else { "parted" };
                println!("{word}: {} and {}", line(&reports, a), line(&reports, b));
            }
        }
    }
    let labels: std::collections::BTreeSet<&str> = placed.iter().map(|mark| mark.label.as_str()).collect();
    let coded = placed.iter().filter(|mark| mark.event.is_some()).count();
    let share = |part: usize, whole: usize| part as f64 / (whole as f64).max(1.0);
    println!("{} reports of {} events; {coded} of {} marks coded", reports.len(), labels.len(), placed.len());
    println!("pairs: precision {:.3} ({right} of {given}; floor .95)", share(right, given));
    println!("pairs: recall {:.3} of those coded ({right} of {both}; floor .75)", share(right, both));
    println!("pairs: recall {:.3} of all ({right} of {gold})", share(right, gold));
    if show {
        for mark in placed.iter().filter(|mark| mark.event.is_none()) {
            println!("not coded: {}", line(&reports, mark));
        }
    }
    Ok(())
}

fn line(reports: &[Report], mark: &Placed) -> String {
    let text = reports.get(mark.report).map_or("", |report| report.text.lines().nth(2).unwrap_or_default());
    format!("{} “{text}”", mark.label)
}

/// Codes the reports into a record, and finds the events that were marked.
fn place(path: &Path, reports: &[Report]) -> Done<Vec<Placed>> {
    let memcon = Memcon::new()?;
    let mut store = Store::create(path)?;
    let mut writer = store.writer(&Run::current(memcon::reading::Model::default(), None, "")?)?;
    for (number, report) in reports.iter().enumerate() {
        let line = serde_json::json!({
            "id": number.to_string(), "url": format!("https://{}/{}/{number}", report.publisher, report.day),
            "date": report.day, "text": report.text,
        });
        for page in open(line.to_string().as_bytes(), "reports.jsonl", &Bounds::default()) {
            let page = page?;
            let hash = ContentHash::of(&page);
            writer.add(&Ingest::of(&memcon.code(page, None)?, hash, &number.to_string())?)?;
        }
    }
    writer.finish()?;
    let mentions = mentions(&store)?;
    let mut placed = Vec::new();
    for (report, found) in reports.iter().enumerate() {
        let name = report.to_string();
        for mark in &found.marks {
            let of = mentions.get(&name).into_iter().flatten();
            let event = of
                .filter(|(category, ..)| *category == mark.category)
                .find(|(_, _, start, end)| *start <= mark.start && mark.end <= *end)
                .map(|(_, event, ..)| event.clone());
            placed.push(Placed { label: mark.label.clone(), report, event });
        }
    }
    Ok(placed)
}

/// Category, event, first and last character of each evidence of each mention, by document.
type Mentions = BTreeMap<String, Vec<(String, String, usize, usize)>>;

fn mentions(store: &Store) -> Done<Mentions> {
    let sql = "SELECT t.name, m.category, m.event, x.value ->> 0, x.value ->> 1
      FROM mentions m JOIN stories t ON t.id = m.story, json_each(m.evidence) x ORDER BY m.id";
    let mut found = Mentions::new();
    store.sql(sql, |_, row| {
        if let [
            Cell::Text(name),
            Cell::Text(category),
            Cell::Integer(event),
            Cell::Integer(start),
            Cell::Integer(end),
        ] = row.as_slice()
        {
            let at = |n: i64| usize::try_from(n).unwrap_or_default();
            found.entry(name.clone()).or_default().push((category.clone(), event.to_string(), at(*start), at(*end)));
        }
        true
    })?;
    Ok(found)
}

/// The reports of a file: its head says how they are written.
fn read(text: &str) -> Result<Vec<Report>, String> {
    let mut reports: Vec<Report> = Vec::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        if let Some(head) = line.strip_prefix("@ ") {
            let (day, publisher) = head.split_once(' ').ok_or_else(|| format!("{line:?} names no publisher"))?;
            let (day, publisher) = (day.to_owned(), publisher.to_owned());
            reports.push(Report { day, publisher, text: String::new(), marks: Vec::new() });
        } else if let Some(report) = reports.last_mut().filter(|_| !line.is_empty()) {
            add(report, line)?;
        }
    }
    Ok(reports)
}

/// Adds a paragraph to a report, without its marks.
fn add(report: &mut Report, line: &str) -> Result<(), String> {
    let mut rest = line;
    while let Some((before, marked)) = rest.split_once("[[") {
        let (mark, after) = marked.split_once("]]").ok_or_else(|| format!("{line:?}: a mark has no end"))?;
        let (names, words) = mark.split_once('|').ok_or_else(|| format!("{line:?}: a mark has no words"))?;
        let (category, label) = names.split_once(' ').ok_or_else(|| format!("{line:?}: a mark has no label"))?;
        report.text.push_str(before);
        let start = report.text.chars().count();
        report.text.push_str(words);
        let end = report.text.chars().count();
        report.marks.push(Mark { category: category.to_owned(), label: label.to_owned(), start, end });
        rest = after;
    }
    report.text.push_str(rest);
    report.text.push_str("\n\n");
    Ok(())
}
