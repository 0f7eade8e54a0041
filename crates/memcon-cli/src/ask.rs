//! `memcon actor`, `place` and `when`: one resolver asked directly.

use std::io::Read as _;

use jiff::civil::Date;
use memcon::document::day_of;
use memcon::reading::Reading;
use memcon::who::{Knowledge, answer};
use memcon::{place as places, when as times};
use serde_json::{Map, Value, json};

use crate::End;
use crate::args::Ask;

/// `memcon actor`.
pub fn actor(arguments: &Ask) -> End {
    run(arguments, |text, date| json!(answer(Knowledge::shipped(), text, date.and_then(day_of))))
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
    if !arguments.jsonl {
        match serde_json::to_string_pretty(&ask(&arguments.text, arguments.date)) {
            Ok(answer) => println!("{answer}"),
            Err(error) => return End::Misused(error.to_string()),
        }
        return End::Well;
    }
    let lines = match read(&arguments.text) {
        Ok(lines) => lines,
        Err(error) => return End::Misused(format!("{}: {error}", arguments.text)),
    };
    let mut end = End::Well;
    for (number, line) in lines.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        match answer_line(line, arguments.date, &ask) {
            Ok(answer) => println!("{answer}"),
            Err(problem) => {
                eprintln!("memcon: {}, line {}: {problem}", arguments.text, number + 1);
                end = End::SomeFailed;
            }
        }
    }
    end
}

fn read(file: &str) -> std::io::Result<String> {
    if file != "-" {
        return std::fs::read_to_string(file);
    }
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).map(|_| text)
}

/// The answer to one line, with the line's id.
fn answer_line(line: &str, date: Option<Date>, ask: &impl Fn(&str, Option<Date>) -> Value) -> Result<Value, String> {
    let question: Value = serde_json::from_str(line).map_err(|e| format!("no JSON: {e}"))?;
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
