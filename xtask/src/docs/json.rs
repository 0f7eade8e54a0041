//! The JSON of a coded document, from the types that write it (`crates/memcon/src/json.rs`): a JSON Schema and a page.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};
use syn::{Attribute, Expr, Fields, GenericArgument, ItemStruct, Lit, Meta, PathArguments, Type};

use super::markdown::{cell, header, row};
use super::{head, root};

const FILE: &str = "crates/memcon/src/json.rs";
/// How the types are called that are written.
const PREFIX: &str = "Json";

/// A type that is written, in the order of the file.
struct Written {
    name: String,
    about: String,
    fields: Vec<Field>,
}

struct Field {
    name: String,
    about: String,
    schema: Value,
    /// In words: "list of Event".
    kind: String,
    /// It may be missing from the object.
    left_out: bool,
}

/// The schema and the page.
pub fn pages() -> Result<(String, String), String> {
    let source = std::fs::read_to_string(root().join(FILE)).map_err(|e| format!("{FILE}: {e}"))?;
    let types = written(&source)?;
    let schema = serde_json::to_string_pretty(&schema(&types)).map_err(|e| e.to_string())?;
    Ok((schema + "\n", page(&types)))
}

fn written(source: &str) -> Result<Vec<Written>, String> {
    let file = syn::parse_file(source).map_err(|e| format!("{FILE}: {e}"))?;
    let structs =
        file.items.into_iter().filter_map(|item| if let syn::Item::Struct(item) = item { Some(item) } else { None });
    structs.filter(|item| item.ident.to_string().starts_with(PREFIX)).map(|item| type_of(&item)).collect()
}

fn type_of(item: &ItemStruct) -> Result<Written, String> {
    let name = short(&item.ident.to_string());
    let Fields::Named(named) = &item.fields else { return Err(format!("{FILE}: {name} has fields without names")) };
    let mut fields = Vec::new();
    for field in &named.named {
        let own = field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
        let said = serde_says(&field.attrs);
        let about = comment(&field.attrs);
        if about.is_empty() {
            return Err(format!("{FILE}: {name}.{own} has no comment that says what it holds"));
        }
        let (schema, kind) =
            kind(&field.ty).map_err(|of| format!("{FILE}: {name}.{own} has a type that is not known: {of}"))?;
        let left_out = said.contains("skip_serializing_if");
        let name = said.split("rename = \"").nth(1).and_then(|rest| rest.split('"').next()).map_or(own, str::to_owned);
        fields.push(Field { name, about, schema, kind, left_out });
    }
    Ok(Written { name, about: comment(&item.attrs), fields })
}

fn short(name: &str) -> String {
    name.strip_prefix(PREFIX).unwrap_or(name).to_owned()
}

/// The documentation comment, on one line.
fn comment(attributes: &[Attribute]) -> String {
    let mut lines = Vec::new();
    for attribute in attributes {
        if let Meta::NameValue(pair) = &attribute.meta
            && pair.path.is_ident("doc")
            && let Expr::Lit(literal) = &pair.value
            && let Lit::Str(text) = &literal.lit
        {
            lines.push(text.value().trim().to_owned());
        }
    }
    lines.join(" ")
}

/// What `#[serde(…)]` says, as it is written.
fn serde_says(attributes: &[Attribute]) -> String {
    let lists = attributes.iter().filter_map(|attribute| attribute.meta.require_list().ok());
    lists.filter(|list| list.path.is_ident("serde")).map(|list| list.tokens.to_string()).collect()
}

/// The schema of a type, and its name in words. A type that is not known is given back by its name.
fn kind(of: &Type) -> Result<(Value, String), String> {
    let inner = match of {
        Type::Reference(reference) => return kind(&reference.elem),
        Type::Slice(slice) => return list(&slice.elem),
        Type::Path(path) => path.path.segments.last().ok_or("an empty path")?,
        _ => return Err("not a path".to_owned()),
    };
    let first = || match &inner.arguments {
        PathArguments::AngleBracketed(arguments) => arguments.args.iter().find_map(|argument| match argument {
            GenericArgument::Type(of) => Some(of),
            _ => None,
        }),
        _ => None,
    };
    let plain = |schema: Value, words: &str| Ok((schema, words.to_owned()));
    match inner.ident.to_string().as_str() {
        "str" | "String" => plain(json!({"type": "string"}), "string"),
        "bool" => plain(json!({"type": "boolean"}), "boolean"),
        "usize" | "u8" | "u32" | "u64" => plain(json!({"type": "integer", "minimum": 0}), "integer"),
        "f64" | "Number" => plain(json!({"type": "number"}), "number"),
        "Vec" => list(first().ok_or("a list of nothing")?),
        "Option" => {
            let (schema, words) = kind(first().ok_or("an option of nothing")?)?;
            Ok((json!({"anyOf": [schema, {"type": "null"}]}), format!("{words} or null")))
        }
        name if name.starts_with(PREFIX) => {
            let name = short(name);
            Ok((json!({"$ref": format!("#/$defs/{name}")}), format!("[{name}](#{})", name.to_lowercase())))
        }
        other => Err(other.to_owned()),
    }
}

fn list(of: &Type) -> Result<(Value, String), String> {
    let (schema, words) = kind(of)?;
    Ok((json!({"type": "array", "items": schema}), format!("list of {words}")))
}

fn object(of: &Written) -> Value {
    let mut properties = Map::new();
    for field in &of.fields {
        let mut schema = field.schema.clone();
        schema["description"] = json!(field.about);
        properties.insert(field.name.clone(), schema);
    }
    let required: Vec<&str> = of.fields.iter().filter(|f| !f.left_out).map(|f| f.name.as_str()).collect();
    json!({
        "type": "object",
        "description": of.about,
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

fn schema(types: &[Written]) -> Value {
    let definitions: Map<String, Value> = types.iter().map(|of| (of.name.clone(), object(of))).collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A document coded by Memcon: a line of memcon code --format jsonl",
        "$ref": "#/$defs/Document",
        "$defs": definitions,
    })
}

fn page(types: &[Written]) -> String {
    let mut page = head("JSON output", FILE);
    page += "`memcon code --format jsonl` gives one object a document, a line each, in the order of the inputs.\n\
             [`memcon.schema.json`](memcon.schema.json) says the same to programs (JSON Schema 2020-12). `start` and `end` count\n\
             Unicode characters of the document's `text`, as Python, R and PLOVER count, the end excluded. What a text does not\n\
             tell is null or an empty list; only fields marked *may be missing* can be left out.\n\n";
    for of in types {
        let _ = writeln!(page, "## {}\n\n{}\n", of.name, of.about);
        page += &header(&["field", "type", "what"]);
        for field in &of.fields {
            let missing = if field.left_out { " *May be missing.*" } else { "" };
            page += &row(&[&format!("`{}`", field.name), &field.kind, &format!("{}{missing}", cell(&field.about))]);
        }
        page.push('\n');
    }
    page.truncate(page.trim_end().len());
    page + "\n"
}

#[cfg(test)]
mod tests {
    use memcon::Memcon;
    use memcon::intake::{self, Bounds};

    use super::*;

    /// What keeps a value from being as its schema says: as much of JSON Schema as [`schema`] uses.
    fn fault(value: &Value, schema: &Value, all: &Value, at: &str) -> Option<String> {
        if let Some(name) = schema["$ref"].as_str().and_then(|name| name.strip_prefix("#/$defs/")) {
            return fault(value, &all["$defs"][name], all, at);
        }
        if let Some(choices) = schema["anyOf"].as_array() {
            let faults: Vec<String> = choices.iter().map_while(|of| fault(value, of, all, at)).collect();
            return (faults.len() == choices.len()).then(|| faults.join(" and "));
        }
        let right = match schema["type"].as_str().unwrap_or_default() {
            "string" => value.is_string(),
            "boolean" => value.is_boolean(),
            "integer" => value.is_u64(),
            "number" => value.is_number(),
            "null" => value.is_null(),
            "array" => value.is_array(),
            "object" => value.is_object(),
            _ => false,
        };
        if !right {
            return Some(format!("{at} is {value}, not {}", schema["type"]));
        }
        let mut items = value.as_array().into_iter().flatten();
        if let Some(found) = items.find_map(|item| fault(item, &schema["items"], all, &format!("{at}[]"))) {
            return Some(found);
        }
        let object = value.as_object()?;
        let known = schema["properties"].as_object()?;
        let mut required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
        if let Some(name) = required.find(|name| !object.contains_key(*name)) {
            return Some(format!("{at} lacks {name}"));
        }
        object.iter().find_map(|(key, inner)| match known.get(key) {
            Some(of) => fault(inner, of, all, &format!("{at}.{key}")),
            None => Some(format!("{at} has {key}, of which the schema does not know")),
        })
    }

    #[test]
    fn what_is_coded_is_as_the_schema_says() {
        let (schema, _) = pages().expect("the types can be read");
        let schema: Value = serde_json::from_str(&schema).expect("JSON");
        let memcon = Memcon::new().expect("loads");
        for name in ["envoy.html", "no-date.html", "two-stories.html", "frontline.txt"] {
            let bytes = std::fs::read(root().join("examples").join(name)).expect("a sample");
            for page in intake::open(bytes.as_slice(), name, &Bounds::default()) {
                let document = memcon.code(page.expect("can be read"), None).expect("can be coded");
                let line = memcon::json::line(&document, name, true).expect("JSON");
                let value: Value = serde_json::from_str(&line).expect("JSON");
                assert!(value["events"].as_array().is_some_and(|events| events.len() > 3), "{name}");
                assert_eq!(fault(&value, &schema, &schema, name), None);
            }
        }
    }

    #[test]
    fn a_value_that_is_not_as_the_schema_says_is_found_out() {
        let of = r"
            /// A thing.
            struct JsonThing<'a> {
                /// Its name.
                name: Option<&'a str>,
                /// Its parts.
                parts: Vec<usize>,
            }";
        let schema = json!({"$defs": {"Thing": object(&written(of).expect("parses")[0])}, "$ref": "#/$defs/Thing"});
        assert_eq!(fault(&json!({"name": null, "parts": [1]}), &schema, &schema, "it"), None);
        for wrong in [json!({"name": 1, "parts": []}), json!({"name": "a"}), json!({"name": "a", "parts": [-1]})] {
            assert!(fault(&wrong, &schema, &schema, "it").is_some(), "{wrong}");
        }
        assert!(fault(&json!({"name": "a", "parts": [], "more": 1}), &schema, &schema, "it").is_some());
    }

    #[test]
    fn a_field_without_a_comment_is_a_mistake() {
        assert!(written("struct JsonThing { name: String }").is_err_and(|e| e.contains("Thing.name")));
    }
}
