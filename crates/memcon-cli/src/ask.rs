//! `memcon actor`, `place` and `when`: one resolver asked directly.

use std::fs::File;
use std::io::{BufRead, BufReader, Write as _};

use jiff::civil::Date;
use memcon::document::day_of;
use memcon::reading::Reading;
use memcon::who::{Knowledge, answer};
use memcon::{place as places, when as times};
use serde_json::{Map, Value, json};

use crate::args::{Ask, AskActor};
use crate::{End, code, guard, output};

/// `memcon actor`.
pub fn actor(arguments: &AskActor) -> End {
    let AskActor { ask, lexicon } = arguments;
    let own = match lexicon.as_deref().map(|folder| code::lexicon(Some(folder))).transpose() {
        Ok(lexicon) => lexicon,
        Err(message) => return End::Misused(message),
    };
    let knowledge: &Knowledge = match &own {
        Some(lexicon) => &lexicon.knowledge,
        None => Knowledge::shipped(),
    };
    run(ask, |text, date| json!(answer(knowledge, text, date.and_then(day_of))))
}

/// `memcon place`.
pub fn place(arguments: &Ask) -> End {
    run(arguments, |text, _| {
        let found = places::locate(text);
        let place = |p: &places::Toponym| {
            json!({
                "text": p.span.of(text), "name": p.name, "country": p.country, "admin1": p.admin1, "lat": p.lat,
                "lon": p.lon, "geonameid": p.geonameid, "feature": p.feature,
            })
        };
        json!({ "places": found.iter().map(place).collect::<Vec<_>>() })
    })
}

/// `memcon when`.
pub fn when(arguments: &Ask) -> End {
    run(arguments, |text, date| {
        let found = times::times(text, &Reading::default(), date);
        let time = |t: &times::TimeExpression| {
            json!({
                "text": t.span.of(text), "type": t.kind.as_str(), "value": t.value,
                "first": t.range.map(|r| r.first.to_string()), "last": t.range.map(|r| r.last.to_string()),
            })
        };
        json!({ "times": found.iter().map(time).collect::<Vec<_>>() })
    })
}

fn run(arguments: &Ask, ask: impl Fn(&str, Option<Date>) -> Value) -> End {
    if arguments.jsonl {
        return answer_lines(arguments, &ask);
    }
    match guard::run(|| ask(&arguments.text, arguments.date)) {
        Ok(answer) => output::print(&format!("{answer:#}\n")),
        Err(message) => {
            eprintln!("memcon: {:?}: {message}", arguments.text);
            End::SomeFailed
        }
    }
}

/// Answers every line of a file, each as soon as it is read.
fn answer_lines(arguments: &Ask, ask: &impl Fn(&str, Option<Date>) -> Value) -> End {
    let name = &arguments.text;
    let lines: Box<dyn BufRead> = match File::open(name) {
        _ if name == "-" => Box::new(std::io::stdin().lock()),
        Ok(file) => Box::new(BufReader::new(file)),
        Err(error) => {
            eprintln!("memcon: {name}: cannot be read: {error}");
            return End::SomeFailed;
        }
    };
    let (mut out, mut end) = (std::io::stdout().lock(), End::Well);
    for (number, line) in lines.split(b'\n').enumerate() {
        let line = match line {
            Ok(line) if line.trim_ascii().is_empty() => continue,
            Ok(line) => line,
            Err(error) => {
                eprintln!("memcon: {name}: cannot be read: {error}");
                return End::SomeFailed;
            }
        };
        match guard::run(|| answer_line(&line, arguments.date, ask)).and_then(|answer| answer) {
            Ok(answer) => {
                if let Err(error) = writeln!(out, "{answer}") {
                    return output::end(Err(error), end);
                }
            }
            Err(problem) => {
                eprintln!("memcon: {name}, line {}: {problem}", number + 1);
                end = End::SomeFailed;
            }
        }
    }
    output::end(out.flush(), end)
}

/// The answer to one line, with the line's id.
fn answer_line(line: &[u8], date: Option<Date>, ask: &impl Fn(&str, Option<Date>) -> Value) -> Result<Value, String> {
    let question: Value = serde_json::from_slice(line).map_err(|e| format!("no JSON: {e}"))?;
    let text = question.get("text").and_then(Value::as_str).ok_or("no \"text\" in it")?;
    let own = match question.get("date") {
        None | Some(Value::Null) => None,
        // Without a day the tables are asked for the present one.
        Some(value) if value.as_str().is_some_and(|day| day.eq_ignore_ascii_case("today")) => None,
        Some(value) => {
            let day = value.as_str().and_then(day_in);
            Some(day.ok_or_else(|| format!("\"date\" is {value} and no day, such as 2025-03-14"))?)
        }
    };
    let mut answer = Map::new();
    answer.insert("id".to_owned(), question.get("id").cloned().unwrap_or(Value::Null));
    if let Value::Object(found) = ask(text, own.or(date)) {
        answer.extend(found);
    }
    Ok(Value::Object(answer))
}

/// The day that a text gives: "2025-03-14", "14 March 2025", "March 14, 2025".
fn day_in(text: &str) -> Option<Date> {
    let read = || times::times(text, &Reading::default(), None).first().and_then(|t| t.range).map(|r| r.first);
    text.parse().ok().or_else(read)
}
