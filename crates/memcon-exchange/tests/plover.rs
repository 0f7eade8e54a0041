//! PLOVER's JSON against its schema.

mod common;

use common::{synthetic, written};
use memcon_exchange::{Format, Options};
use memcon_lexicon::{Category, Context, Mode, Sector};
use serde_json::Value;

const SCHEMA: &str = include_str!("../schema/plover.json");

fn schema() -> Value {
    serde_json::from_str(SCHEMA).expect("JSON")
}

/// What is wrong with a value by a schema. Of JSON Schema it knows what the file uses, and refuses anything else.
fn faults(root: &Value, schema: &Value, value: &Value, path: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut fault = |what: String| found.push(format!("{path}: {what}"));
    let mut within = Vec::new();
    for (keyword, rule) in schema.as_object().expect("a schema") {
        match keyword.as_str() {
            "$schema" | "$defs" | "title" | "description" => {}
            "$ref" => {
                let pointer = rule.as_str().expect("a pointer").trim_start_matches('#');
                within.extend(faults(root, root.pointer(pointer).expect("defined"), value, path));
            }
            "type" => {
                let right = match rule.as_str().expect("a type") {
                    "object" => value.is_object(),
                    "array" => value.is_array(),
                    "string" => value.is_string(),
                    "integer" => value.is_i64() || value.is_u64(),
                    "number" => value.is_number(),
                    other => panic!("{other}"),
                };
                if !right {
                    fault(format!("{value} is no {rule}"));
                }
            }
            "required" => {
                for name in rule.as_array().expect("names").iter().filter_map(Value::as_str) {
                    if value.get(name).is_none() {
                        fault(format!("no {name}"));
                    }
                }
            }
            "properties" => {
                for (name, inner) in value.as_object().into_iter().flatten() {
                    match rule.get(name) {
                        Some(rule) => within.extend(faults(root, rule, inner, &format!("{path}/{name}"))),
                        None if schema["additionalProperties"] == false => fault(format!("{name} is not known")),
                        None => {}
                    }
                }
            }
            "additionalProperties" => assert_eq!(rule, false),
            "items" => {
                for (number, inner) in value.as_array().into_iter().flatten().enumerate() {
                    within.extend(faults(root, rule, inner, &format!("{path}/{number}")));
                }
            }
            "enum" => {
                if !rule.as_array().expect("values").contains(value) {
                    fault(format!("{value} is not one of them"));
                }
            }
            "pattern" => {
                let pattern = regex::Regex::new(rule.as_str().expect("a pattern")).expect("a pattern");
                if value.as_str().is_some_and(|text| !pattern.is_match(text)) {
                    fault(format!("{value} is not like {rule}"));
                }
            }
            "minLength" if value.as_str() == Some("") => fault("is empty".to_owned()),
            "minItems" if value.as_array().is_some_and(Vec::is_empty) => fault("is empty".to_owned()),
            "minLength" | "minItems" => assert_eq!(rule, 1),
            "minimum" => {
                if value.as_f64() < rule.as_f64() {
                    fault(format!("{value} is less than {rule}"));
                }
            }
            "maximum" => {
                if value.as_f64() > rule.as_f64() {
                    fault(format!("{value} is more than {rule}"));
                }
            }
            other => panic!("{other} is not tested"),
        }
    }
    found.extend(within);
    found
}

#[test]
fn every_line_is_as_the_schema_has_it() {
    let schema = schema();
    for options in [Options::default(), Options { no_text: true, all_statuses: true, fill_dates: true }] {
        let text = written(Format::Plover, synthetic(200), options).0;
        assert!(text.lines().count() > 100);
        for line in text.lines() {
            let event: Value = serde_json::from_str(line).expect("JSON");
            let wrong = faults(&schema, &schema, &event, "");
            assert!(wrong.is_empty(), "{wrong:?} in {line}");
            assert_eq!(event.get("event_text").is_none(), options.no_text, "{line}");
            assert!(!options.fill_dates || event["date"].as_str().is_some_and(|date| date.len() == 10), "{line}");
        }
    }
}

#[test]
fn the_schema_finds_faults() {
    let schema = schema();
    let event =
        serde_json::json!({"id": "1", "date": "May", "actor": [{"code": "Norway", "colour": 1}], "quad_code": 9});
    let wrong = faults(&schema, &schema, &event, "").join("\n");
    for part in ["no event", "/date: \"May\"", "/actor/0/code", "colour is not known", "9 is more than 4"] {
        assert!(wrong.contains(part), "{part} in {wrong}");
    }
}

#[test]
fn its_names_are_those_of_the_codebook() {
    let schema = schema();
    let names = |pointer: &str| -> Vec<String> {
        let values = schema.pointer(pointer).and_then(Value::as_array).expect("names");
        values.iter().map(|name| name.as_str().expect("a name").to_owned()).collect()
    };
    let written = |all: Vec<&str>| all.into_iter().map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(names("/properties/event/enum"), written(Category::ALL.iter().map(|c| c.as_str()).collect()));
    assert_eq!(names("/properties/mode/items/enum"), written(Mode::ALL.iter().map(|m| m.as_str()).collect()));
    assert_eq!(names("/properties/context/items/enum"), written(Context::ALL.iter().map(|c| c.as_str()).collect()));
    assert_eq!(
        names("/$defs/entity/properties/sector/enum"),
        written(Sector::ALL.iter().map(|s| s.as_str()).collect())
    );
}
