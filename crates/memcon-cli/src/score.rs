//! `memcon score`: coded events against gold records.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use memcon::Memcon;
use memcon::intake::{self, Bounds, Page};
use memcon::score::{self, Counts, Interval, Mark, Measure, Rates, Record, RecordedEvent, RecordedParty, Scores};
use serde_json::{Value, json};

use crate::args::Score;
use crate::{End, code, guard, inputs, ordered, output};

/// Longest evidence of a missed event that is shown, in characters.
const EVIDENCE: usize = 140;

/// Runs the command.
pub fn run(arguments: &Score) -> End {
    let name = arguments.gold.display().to_string();
    let gold = match text(&arguments.gold) {
        Ok(text) => text,
        Err(message) => return End::Misused(message),
    };
    let records = match score::read_gold(&name, &gold) {
        Ok(records) if records.is_empty() => return End::Misused(format!("{name}: no article in it")),
        Ok(records) => records,
        Err(errors) => return End::Misused(errors.to_string()),
    };
    let (system, failed) = match &arguments.system {
        Some(path) if path == &arguments.gold && path == Path::new("-") => {
            return End::Misused("only one of GOLD and SYSTEM can be standard input".to_owned());
        }
        Some(path) => match read_system(path) {
            Ok(system) => (system, false),
            Err(message) => return End::Misused(message),
        },
        None => match code_gold(&name, &gold, records.len(), arguments) {
            Ok(coded) => coded,
            Err(message) => return End::Misused(message),
        },
    };
    let scores = score::score(&records, &system);
    say_unknown(&scores);
    let intervals = (!arguments.no_interval).then(|| [Measure::Events, Measure::Strict].map(|m| scores.interval(m)));
    let report = Report { scores: &scores, total: scores.total(), intervals: intervals.unwrap_or_default() };
    let text = if arguments.json { report.json() } else { report.table(arguments.misses) };
    match output::print(&text) {
        End::Well if failed => End::SomeFailed,
        end => end,
    }
}

/// The text of a file, or of standard input for `-`.
fn text(path: &Path) -> Result<String, String> {
    let name = path.display();
    let bytes = inputs::bytes(path).map_err(|error| format!("{name}: cannot be read: {error}"))?;
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let line = error.as_bytes().iter().take(valid).filter(|byte| **byte == b'\n').count() + 1;
        format!("{name}:{line}: not UTF-8; records are JSON lines, unpacked")
    })
}

fn read_system(path: &Path) -> Result<Vec<Record>, String> {
    score::read_system(&path.display().to_string(), &text(path)?).map_err(|errors| errors.to_string())
}

/// An article that the gold lacks is not scored, and that is said.
fn say_unknown(scores: &Scores) {
    if let Some(first) = scores.unknown.first() {
        let count = scores.unknown.len();
        eprintln!(
            "memcon: {count} articles of the system are not in the gold and were left out, the first is {first:?}"
        );
    }
}

/// What Memcon itself codes from the texts of the gold, and whether any of them failed.
fn code_gold(name: &str, gold: &str, count: usize, arguments: &Score) -> Result<(Vec<Record>, bool), String> {
    let memcon = code::set_up(arguments.by.reader, arguments.lexicon.as_deref())?
        .with_least_confidence(arguments.sureness.min_confidence);
    let bar = code::progress(count, "articles", arguments.quiet);
    let (mut records, mut failed) = (Vec::with_capacity(count), false);
    let mut events = 0;
    ordered::run(
        |take| pages(name, gold, take),
        arguments.jobs.map_or_else(code::cores, usize::from),
        |page| page.and_then(|page| code_page(&memcon, page, name)),
        |coded| {
            match coded {
                Ok(record) => {
                    events += record.events.len();
                    records.push(record);
                }
                Err(message) => {
                    failed = true;
                    bar.suspend(|| eprintln!("memcon: {message}"));
                }
            }
            bar.set_message(format!("{events} events"));
            bar.inc(1);
            true
        },
    );
    bar.finish_and_clear();
    Ok((records, failed))
}

/// The articles of the gold, as `code` would read them.
fn pages(name: &str, gold: &str, take: &mut dyn FnMut(Result<Page, String>) -> bool) {
    let mut pages = match guard::run(|| intake::open(gold.as_bytes(), name, &Bounds::default())) {
        Ok(pages) => pages,
        Err(message) => {
            take(Err(format!("{name}: {message}")));
            return;
        }
    };
    loop {
        let page = match guard::run(|| pages.next()) {
            Ok(None) => return,
            Ok(Some(page)) => page.map_err(|error| error.to_string()),
            Err(message) => {
                take(Err(format!("{name}: {message}")));
                return;
            }
        };
        if !take(page) {
            return;
        }
    }
}

fn code_page(memcon: &Memcon, page: Page, name: &str) -> Result<Record, String> {
    let name = page.id.clone().map_or_else(|| name.to_owned(), |id| format!("{name}, {id:?}"));
    code::code(memcon, page, &name, None).map(|document| Record::of(&document))
}

/// What is printed.
struct Report<'a> {
    scores: &'a Scores<'a>,
    total: Counts,
    /// Of F1, and of the strict one.
    intervals: [Option<Interval>; 2],
}

impl Report<'_> {
    fn table(&self, misses: Option<usize>) -> String {
        let (total, mut out) = (self.total, String::new());
        let articles = self.scores.articles.len();
        let _ = writeln!(
            out,
            "articles {articles}  gold {}  system {}  matched {}",
            total.gold, total.system, total.matched
        );
        let rates = |rates: Rates, interval: Option<Interval>| {
            let interval = interval.map(|i| format!(" [{:.2}, {:.2}]", i.low, i.high)).unwrap_or_default();
            format!("P {:.3}  R {:.3}  F1 {:.3}{interval}", rates.precision, rates.recall, rates.f1)
        };
        let [events, strict] = self.intervals;
        let _ = writeln!(out, "events   {}   core recall {:.3}", rates(total.events(), events), total.core_recall());
        let _ = writeln!(
            out,
            "strict   {}   (act, status, dates, names and sectors right as well)",
            rates(total.strict(), strict)
        );
        let marks: Vec<String> =
            Mark::ALL.iter().map(|&mark| format!("{} {:.3}", mark.as_str(), total.on_matched(mark))).collect();
        let _ = writeln!(out, "on matched: {}", marks.join("  "));
        for (category, counts) in &self.scores.categories {
            let Rates { precision, recall, f1 } = counts.events();
            let (gold, system) = (counts.gold, counts.system);
            let _ = writeln!(
                out,
                "  {category:10} gold {gold:3}  system {system:3}  P {precision:.2} R {recall:.2} F1 {f1:.2}"
            );
        }
        if let Some(most) = misses {
            for (title, events) in [("missed", &self.scores.missed), ("not in the gold", &self.scores.invented)] {
                let _ = writeln!(out, "\n{title}:");
                for unmatched in events.iter().take(most) {
                    let _ = writeln!(out, "  {}: {}", unmatched.article, brief(unmatched.event));
                }
                if events.len() > most {
                    let _ = writeln!(out, "  … and {} more (--misses {})", events.len() - most, events.len());
                }
            }
        }
        out
    }

    fn json(&self) -> String {
        let total = self.total;
        let rates = |Rates { precision, recall, f1 }: Rates, interval: Option<Interval>| {
            let mut object = json!({ "precision": precision, "recall": recall, "f1": f1 });
            if let Some(Interval { low, high }) = interval {
                object["f1_95"] = json!([low, high]);
            }
            object
        };
        let of_category = |(category, counts): (&String, &Counts)| {
            let mut object = rates(counts.events(), None);
            for (name, count) in [("gold", counts.gold), ("system", counts.system), ("match", counts.matched)] {
                object[name] = json!(count);
            }
            (category.clone(), object)
        };
        let [events, strict] = self.intervals;
        let marks: BTreeMap<&str, f64> = Mark::ALL.iter().map(|m| (m.as_str(), total.on_matched(*m))).collect();
        let report = json!({
            "articles": self.scores.articles.len(),
            "gold": total.gold,
            "system": total.system,
            "matched": total.matched,
            "events": rates(total.events(), events),
            "core_recall": total.core_recall(),
            "strict": rates(total.strict(), strict),
            "on_matched": marks,
            "per_category": self.scores.categories.iter().map(of_category).collect::<BTreeMap<String, Value>>(),
        });
        format!("{report:#}\n")
    }
}

/// An event on a line: category, status and date, parties, evidence.
fn brief(event: &RecordedEvent) -> String {
    let known = |text: &Option<String>| text.clone().unwrap_or_else(|| "?".to_owned());
    let party = |p: &RecordedParty| {
        format!("{} ({} {})", p.name.as_deref().unwrap_or(&p.text), known(&p.country), known(&p.sector))
    };
    let side = |parties: &[RecordedParty]| parties.iter().map(party).collect::<Vec<_>>().join(" + ");
    let act = event.act.as_deref().map(|act| format!("/{act}")).unwrap_or_default();
    let to = if event.recipients.is_empty() { String::new() } else { format!(" → {}", side(&event.recipients)) };
    let evidence = event.evidence.split_whitespace().collect::<Vec<_>>().join(" ");
    let shown: String = evidence.chars().take(EVIDENCE).collect();
    let more = if shown.len() < evidence.len() { "…" } else { "" };
    format!(
        "{}{act}, {}, {}: {}{to} | {shown}{more}",
        known(&event.category),
        known(&event.status),
        event.date.as_deref().unwrap_or("no date"),
        side(&event.actors)
    )
}
