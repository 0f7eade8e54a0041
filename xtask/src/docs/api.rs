//! The HTTP API, from the description that the desk gives of itself.

use std::fmt::Write as _;

use serde_json::Value;

use super::head;
use super::markdown::{cell, header, row};

/// The description as JSON, and the page.
pub fn pages() -> Result<(String, String), String> {
    let description = memcon_desk::description().map_err(|e| e.to_string())?;
    let value: Value = serde_json::from_str(&description).map_err(|e| e.to_string())?;
    let mut page = head("HTTP API", "crates/memcon-desk/src/api.rs");
    page += "`memcon serve` answers under `/api/v1`; the same description is at `/api/v1/openapi.json` and, for people, at\n\
             `/api`. [`openapi.json`](openapi.json) is the file. Answers are JSON; lists go on at the address in `next`.\n\
             Where the desk has a token, programs send it as `Authorization: Bearer TOKEN`.\n\n";
    for (path, methods) in value["paths"].as_object().into_iter().flatten() {
        for (method, operation) in methods.as_object().into_iter().flatten() {
            let _ = writeln!(page, "## {} {path}\n\n{}\n", method.to_uppercase(), sentence(operation));
            parameters(&mut page, operation);
            body(&mut page, operation);
            answers(&mut page, operation);
        }
    }
    schemas(&mut page, &value["components"]["schemas"]);
    page.truncate(page.trim_end().len());
    Ok((description + "\n", page + "\n"))
}

fn sentence(operation: &Value) -> String {
    let words = ["summary", "description"].map(|key| operation[key].as_str().unwrap_or_default().trim().to_owned());
    let words: Vec<String> = words.into_iter().filter(|text| !text.is_empty()).collect();
    words.join("\n\n").replace('<', "&lt;")
}

fn parameters(page: &mut String, operation: &Value) {
    let Some(parameters) = operation["parameters"].as_array().filter(|list| !list.is_empty()) else { return };
    page.push_str(&header(&["parameter", "in", "what"]));
    for one in parameters {
        let name = format!("`{}`", one["name"].as_str().unwrap_or_default());
        let what = cell(one["description"].as_str().unwrap_or_default());
        page.push_str(&row(&[&name, one["in"].as_str().unwrap_or_default(), &what]));
    }
    page.push('\n');
}

fn body(page: &mut String, operation: &Value) {
    let Some(types) = operation["requestBody"]["content"].as_object() else { return };
    let names: Vec<String> = types.keys().map(|name| format!("`{name}`")).collect();
    let what = operation["requestBody"]["description"].as_str().unwrap_or_default();
    let _ = writeln!(page, "Body: {} {what}\n", names.join(", "));
}

fn answers(page: &mut String, operation: &Value) {
    let Some(responses) = operation["responses"].as_object() else { return };
    for (code, response) in responses {
        let content = response["content"].as_object().into_iter().flatten();
        let types = content.filter_map(|(_, of)| name_of(&of["schema"])).map(|name| format!(" `{name}`"));
        let what = cell(response["description"].as_str().unwrap_or_default());
        let _ = writeln!(page, "- {code}: {what}{}", types.collect::<String>());
    }
    page.push('\n');
}

/// The name of a type that is referred to.
fn name_of(schema: &Value) -> Option<&str> {
    schema["$ref"].as_str().and_then(|reference| reference.rsplit('/').next())
}

fn schemas(page: &mut String, schemas: &Value) {
    page.push_str("## Types\n\n");
    for (name, schema) in schemas.as_object().into_iter().flatten() {
        let _ = writeln!(page, "### {name}\n\n{}\n", sentence(schema));
        let parts = schema["allOf"].as_array().cloned().unwrap_or_else(|| vec![schema.clone()]);
        let fields: Vec<(String, Value)> = parts
            .iter()
            .filter_map(|part| part["properties"].as_object())
            .flatten()
            .map(|(k, v)| (k.clone(), v.clone()))
            .collect();
        if !fields.is_empty() {
            page.push_str(&header(&["field", "type", "what"]));
            for (field, of) in fields {
                let what = cell(of["description"].as_str().unwrap_or_default());
                page.push_str(&row(&[&format!("`{field}`"), &kind(&of), &what]));
            }
            page.push('\n');
        }
        for part in parts.iter().filter_map(|part| name_of(part)) {
            let _ = writeln!(page, "and the fields of `{part}`\n");
        }
    }
}

/// The type of a field in words.
fn kind(of: &Value) -> String {
    if let Some(name) = name_of(of) {
        return name.to_owned();
    }
    if let Some(choices) = of["oneOf"].as_array().or(of["anyOf"].as_array()) {
        return choices.iter().map(kind).collect::<Vec<_>>().join(" or ");
    }
    match &of["type"] {
        Value::String(name) if name == "array" => format!("list of {}", kind(&of["items"])),
        Value::String(name) => name.clone(),
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" or "),
        _ => "any".to_owned(),
    }
}
