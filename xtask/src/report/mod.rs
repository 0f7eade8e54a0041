//! The accuracy report: every scorer that is there, run on the data sets of a folder, written as pages of the book.
//!
//! The folder is that of the scorers (`score/*.py`), the gold records (`gold/`) and the public data sets (`data/`). What is
//! not there is left out, and the report says so.

mod codebook;
mod run;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde_json::Value;

use self::run::{Runner, number};
use crate::docs::{root, write};

/// Fewer gold events than this give a category no figure of its own.
const ENOUGH: u64 = 30;

/// A row of the table of figures.
struct Row {
    what: &'static str,
    n: String,
    figures: String,
    tuned: &'static str,
    command: String,
}

/// Measures, and writes `docs/src/measured/report.md` and `others.md`.
pub fn run(shared: &str) -> Result<(), String> {
    let shared = PathBuf::from(shared).canonicalize().map_err(|e| format!("{shared}: {e}"))?;
    let runner = Runner::new(&shared)?;
    let mut known = BTreeMap::new();
    let (mut rows, mut left_out) = (Vec::new(), Vec::new());
    let mut take = |name: &str, measured: Result<Vec<Row>, String>| match measured {
        Ok(more) => rows.extend(more),
        Err(why) => left_out.push(format!("{name}: {why}")),
    };
    eprintln!("gold pages");
    let gold = runner.gold();
    take("gold pages", gold.as_ref().map_err(Clone::clone).and_then(|gold| gold_rows(gold, &mut known)));
    for (name, measure) in SETS {
        eprintln!("{name}");
        take(name, measure(&runner, &mut known));
    }
    let mut page = String::from(HEAD);
    page += &table(&rows);
    if !left_out.is_empty() {
        let _ = writeln!(page, "\nNot measured, since something was not there:\n\n- {}", left_out.join("\n- "));
    }
    if let Ok(gold) = &gold {
        page += &categories(gold);
    }
    for (title, about, arguments) in OWN {
        eprintln!("{title}");
        let arguments: Vec<String> =
            arguments.iter().map(|a| a.replace("SHARED", &shared.display().to_string())).collect();
        let shown = arguments.join(" ").replace(&shared.display().to_string(), "../shared");
        match Runner::own(&arguments) {
            Ok(printed) => {
                let printed = lasting(&printed).replace(&shared.display().to_string(), "../shared");
                let _ = writeln!(
                    page,
                    "\n## {title}\n\n{about} (`cargo xtask {shown}`)\n\n```text\n{}\n```",
                    printed.trim_end()
                );
            }
            Err(why) => eprintln!("{title}: {why}"),
        }
    }
    page += &codebook::errors()?;
    page += &codebook::departures()?;
    let folder = root().join("docs/src/measured");
    write(&folder.join("report.md"), page.as_bytes())?;
    write(&folder.join("others.md"), others(&known).as_bytes())
}

const HEAD: &str = "# Accuracy report

<!-- Made by `cargo xtask report ../shared`. -->

Every figure comes from the command beside it, and all of them from `cargo xtask report ../shared`, where `../shared` is a
folder of public data sets and scorers that are not part of the repository. In brackets stand 95 % intervals: by bootstrap
over articles for events, Wilson's for shares. *Tuned on* says whether the set was looked at while words and rules were
written: expect less on pages that nobody has looked at. A difference within the interval is none.

";

type Measure = fn(&Runner, &mut BTreeMap<&'static str, String>) -> Result<Vec<Row>, String>;

const SETS: &[(&str, Measure)] = &[
    ("PLV", plv),
    ("PLOVER GSR", gsr),
    ("time expressions", times),
    ("toponyms", toponyms),
    ("article bodies", bodies),
    ("actors", actors),
];

/// What `cargo xtask` measures itself: title, what it says, arguments.
const OWN: &[(&str, &str, &[&str])] = &[
    (
        "Confidence",
        "Events of the gold pages by the confidence that weights fitted without their page give them, and how many are right. The weights that ship are fitted to all",
        &["calibrate", "SHARED/gold/dev.jsonl"],
    ),
    (
        "Unique events",
        "Which reports of one event are joined; 102 invented reports of 72 events, written for this",
        &["score-clusters"],
    ),
    (
        "Dates inferred",
        "Days of publication worked out from the text alone, the stated ones withheld",
        &["score-dates", "SHARED/gold/dev.jsonl"],
    ),
    (
        "The reader on EWT test",
        "Gold tokens; the treebank's training part trained the model",
        &["score-reader", "SHARED/data/ud/en_ewt-test.conllu"],
    ),
    (
        "The reader on GUM test",
        "Gold tokens; all genres are scored, the non-commercial ones trained nothing",
        &["score-reader", "SHARED/data/ud/en_gum-test.conllu"],
    ),
    (
        "Who is who",
        "Coreference of named and third-person mentions, GUM test: news, interviews, speeches, lives",
        &["score-coref", "SHARED/data/ud/en_gum-test.conllu"],
    ),
];

fn gold_rows(gold: &Value, known: &mut BTreeMap<&'static str, String>) -> Result<Vec<Row>, String> {
    let rates = |of: &Value| {
        let range = &of["f1_95"];
        format!(
            "F1 {} [{}, {}], precision {}, recall {}",
            third(&of["f1"]),
            second(&range[0]),
            second(&range[1]),
            third(&of["precision"]),
            third(&of["recall"])
        )
    };
    if gold["gold"].as_u64().unwrap_or(0) == 0 {
        return Err("no gold events".to_owned());
    }
    let events = rates(&gold["events"]);
    known.insert("events", events.clone());
    let marks = gold["on_matched"].as_object().into_iter().flatten();
    let marks: Vec<String> =
        marks.map(|(mark, share)| format!("{} {}", mark.replace('_', " "), third(share))).collect();
    let n = format!("{} events on {} pages; {} coded", gold["gold"], gold["articles"], gold["system"]);
    let command = "memcon score ../shared/gold/dev.jsonl";
    let row =
        |what, n: &str, figures| Row { what, n: n.to_owned(), figures, tuned: "yes", command: command.to_owned() };
    let matched = format!("{} events matched", gold["matched"]);
    Ok(vec![
        row(
            "events: category and countries of the parties",
            &n,
            format!("{events}; core recall {}", third(&gold["core_recall"])),
        ),
        row("events, strict: act, status, dates, names, sectors as well", &n, rates(&gold["strict"])),
        row("attributes of matched events", &matched, marks.join(", ")),
    ])
}

fn third(value: &Value) -> String {
    format!("{:.3}", value.as_f64().unwrap_or(f64::NAN))
}

fn second(value: &Value) -> String {
    format!("{:.2}", value.as_f64().unwrap_or(f64::NAN))
}

fn plv(runner: &Runner, known: &mut BTreeMap<&'static str, String>) -> Result<Vec<Row>, String> {
    let mut rows = Vec::new();
    for (set, what, tuned) in [
        ("score", "single sentences, PLV, unseen half", "no"),
        ("study", "single sentences, PLV, half that was read", "yes"),
    ] {
        let gold = format!("data/plv/{set}.jsonl");
        let printed = runner.python("plv.py", &[&gold, &runner.coded(&gold)?])?;
        let n = number(&printed, "sentences")?;
        let root = share(number(&printed, "root accuracy")?, n);
        let figures = format!(
            "root accuracy {root}, macro-F1 {:.3}, four classes {}",
            number(&printed, "root macro-F1")?,
            share(number(&printed, "penta accuracy")?, n)
        );
        if set == "score" {
            known.insert("plv", figures.clone());
        }
        rows.push(Row { what, n: format!("{n} sentences"), figures, tuned, command: format!("score/plv.py {gold}") });
    }
    Ok(rows)
}

fn gsr(runner: &Runner, known: &mut BTreeMap<&'static str, String>) -> Result<Vec<Row>, String> {
    let gold = "data/gsr/dev.jsonl";
    let printed = runner.python("gsr.py", &[gold, &runner.coded(gold)?])?;
    let n = number(&printed, "sentences")?;
    let of = |name: &str| Ok::<_, String>(share(number(&printed, name)?, n));
    let figures = format!(
        "top event: type {}, source {}, target {}, all three {}; full events P {:.2} R {:.2} F1 {:.2}",
        of("type")?,
        of("source")?,
        of("target")?,
        of("all three")?,
        number(&printed, "full event P")?,
        number(&printed, " R")?,
        number(&printed, "F1")?
    );
    known.insert("gsr", figures.clone());
    let n = format!("{n} sentences");
    Ok(vec![Row {
        what: "single sentences, PLOVER GSR",
        n,
        figures,
        tuned: "yes",
        command: format!("score/gsr.py {gold}"),
    }])
}

fn times(runner: &Runner, known: &mut BTreeMap<&'static str, String>) -> Result<Vec<Row>, String> {
    let printed = runner.python("times.py", &["data/time", &runner.coded_of("times.py", "data/time")?])?;
    let figures =
        format!("relaxed F1 {:.3}, value F1 {:.3}", number(&printed, "relaxed F1")?, number(&printed, "value F1")?);
    known.insert("times", figures.clone());
    let n = format!("{} expressions in {} documents", number(&printed, "timexes")?, number(&printed, "documents")?);
    let command = "score/times.py data/time".to_owned();
    Ok(vec![Row { what: "time expressions, TimeBank and AQUAINT", n, figures, tuned: "yes", command }])
}

fn toponyms(runner: &Runner, known: &mut BTreeMap<&'static str, String>) -> Result<Vec<Row>, String> {
    let mut rows = Vec::new();
    for (set, what) in [("TR-News", "toponyms, TR-News"), ("lgl", "toponyms, LGL")] {
        let gold = format!("data/geo/{set}.xml");
        let printed = runner.python("places.py", &[&gold, &runner.coded_of("places.py", &gold)?])?;
        let n = number(&printed, "toponyms")?;
        let figures = format!(
            "found F1 {:.3}, right of found {:.3}",
            number(&printed, "F1")?,
            number(&printed, "right of found")?
        );
        known.insert(if set == "lgl" { "lgl" } else { "trnews" }, figures.clone());
        let tuned = "yes, weights fitted";
        rows.push(Row { what, n: format!("{n} toponyms"), figures, tuned, command: format!("score/places.py {gold}") });
    }
    Ok(rows)
}

fn bodies(runner: &Runner, known: &mut BTreeMap<&'static str, String>) -> Result<Vec<Row>, String> {
    let printed = runner.python("pages.py", &["data/extraction", &runner.program()])?;
    let figures = format!("shingle F1 {:.3}", number(&printed, "F1")?);
    known.insert("bodies", figures.clone());
    let n = format!("{} pages", number(&printed, "pages")?);
    let command = "score/pages.py data/extraction memcon".to_owned();
    Ok(vec![Row { what: "article bodies", n, figures, tuned: "yes", command }])
}

fn actors(runner: &Runner, known: &mut BTreeMap<&'static str, String>) -> Result<Vec<Row>, String> {
    let printed = runner.python("actors.py", &["data/actors/dev.jsonl", &runner.program()])?;
    let n = number(&printed, "cases")?;
    let figures = format!(
        "country {:.3}, sector {:.3}, all right {}",
        number(&printed, "country")?,
        number(&printed, "sector")?,
        share(number(&printed, "all right")?, n)
    );
    known.insert("actors", figures.clone());
    let command = "score/actors.py data/actors/dev.jsonl memcon".to_owned();
    Ok(vec![Row { what: "actors, half of NGEC's suite", n: format!("{n} cases"), figures, tuned: "yes", command }])
}

/// A share of `n` with Wilson's 95 % interval.
fn share(p: f64, n: f64) -> String {
    let z = 1.96_f64;
    let (middle, scale) = (p + z * z / (2.0 * n), 1.0 + z * z / n);
    let half = z * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt();
    format!("{p:.3} [{:.2}, {:.2}]", (middle - half) / scale, (middle + half) / scale)
}

fn table(rows: &[Row]) -> String {
    let mut text = String::from("| what | n | figures | tuned on | command |\n|---|---|---|---|---|\n");
    for Row { what, n, figures, tuned, command } in rows {
        let _ = writeln!(text, "| {what} | {n} | {figures} | {tuned} | `{command}` |");
    }
    text
}

/// The categories that have gold events enough, and the others together.
fn categories(gold: &Value) -> String {
    let mut text = format!(
        "\n## By category\n\nThe gold pages again. Categories of fewer than {ENOUGH} gold events have no figure of their own.\n\n\
         | category | gold | coded | precision | recall |\n|---|---|---|---|---|\n"
    );
    let (mut rest, mut names) = ([0; 3], Vec::new());
    for (category, of) in gold["per_category"].as_object().into_iter().flatten() {
        let counts = ["gold", "system", "match"].map(|key| of[key].as_u64().unwrap_or(0));
        if counts[0] >= ENOUGH {
            let _ = writeln!(
                text,
                "| {category} | {} | {} | {} | {} |",
                counts[0],
                counts[1],
                second(&of["precision"]),
                second(&of["recall"])
            );
        } else {
            names.push(category.as_str());
            rest.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
        }
    }
    let [wanted, coded, matched] = rest.map(|count| count as f64);
    if !names.is_empty() {
        let (precision, recall) = (matched / coded.max(1.0), matched / wanted.max(1.0));
        let _ = writeln!(text, "| {} | {wanted} | {coded} | {precision:.2} | {recall:.2} |", names.join(", "));
    }
    text
}

/// The page that puts the figures beside those of other systems.
fn others(known: &BTreeMap<&str, String>) -> String {
    let mut page = include_str!("others.md").to_owned();
    for key in ["events", "plv", "gsr", "times", "trnews", "lgl", "bodies", "actors"] {
        page = page.replace(&format!("{{{key}}}"), known.get(key).map_or("not measured", String::as_str));
    }
    page
}

/// What is printed without the speeds, which are of the machine and the hour.
fn lasting(printed: &str) -> String {
    let lines = printed.lines().map(|line| line.split("  (").find(|_| line.ends_with("a second)")).unwrap_or(line));
    lines.collect::<Vec<_>>().join("\n")
}

/// Where something lies, for messages.
fn shown(path: &Path) -> String {
    path.display().to_string()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn speeds_are_left_out() {
        assert_eq!(lasting("a 1  b 2  (25 sentences a second)\nc (d)\n"), "a 1  b 2\nc (d)");
    }

    #[test]
    fn intervals_are_wilsons() {
        assert_eq!(share(0.5, 100.0), "0.500 [0.40, 0.60]");
        assert_eq!(share(1.0, 20.0), "1.000 [0.84, 1.00]");
    }

    #[test]
    fn small_categories_have_no_figure_of_their_own() {
        let of = |gold: u64, matched: u64| json!({"gold": gold, "system": 20, "match": matched, "precision": 0.5, "recall": 0.5});
        let gold = json!({"per_category": {"AID": of(10, 5), "ASSAULT": of(40, 10), "CONCEDE": of(30, 1), "REJECT": of(10, 10)}});
        let text = categories(&gold);
        assert!(text.contains("| ASSAULT | 40 |") && text.contains("| CONCEDE | 30 |"));
        assert!(text.contains("| AID, REJECT | 20 | 40 | 0.38 | 0.75 |"), "{text}");
    }

    #[test]
    fn figures_are_found_behind_their_names() {
        let printed = "cases 12  country 0.946  sector 0.906  all right 0.850";
        assert_eq!(number(printed, "all right"), Ok(0.85));
        assert_eq!(number(printed, "cases"), Ok(12.0));
        assert!(number(printed, "pages").is_err());
    }
}
