//! Whole documents as JSON lines, as `memcon code` writes them.

use memcon_store::Kept;
use serde_json::{Value as Json, json};

/// What has its words only by their offsets in a record.
const WITH_WORDS: [&str; 5] = ["statements", "figures", "offices", "places", "times"];

/// The line of a document, without its end. Without `with_text` there is no text, and no words of evidence and
/// statements, but the offsets of all.
///
/// # Errors
/// If serialisation fails, which its types rule out.
pub fn document_line(kept: &Kept, with_text: bool) -> Result<String, serde_json::Error> {
    let document = &kept.document;
    let characters: Vec<char> = document.text.chars().collect();
    let mut value = serde_json::to_value(document)?;
    let first = document.stories.first();
    value["date"] = json!(first.and_then(|story| story.date.as_ref()));
    value["date_source"] = json!(first.and_then(|story| story.date_source.as_ref()));
    value["hash"] = json!(kept.hash);
    value["program"] = json!(kept.program);
    if with_text {
        for list in WITH_WORDS {
            value[list].as_array_mut().into_iter().flatten().for_each(|item| add_words(item, &characters));
        }
    } else if let Some(fields) = value.as_object_mut() {
        fields.remove("text");
        let events = fields.get_mut("events").and_then(Json::as_array_mut).into_iter().flatten();
        for words in events.filter_map(|event| event["evidence"].as_array_mut()).flatten() {
            words.as_object_mut().and_then(|words| words.remove("text"));
        }
    }
    serde_json::to_string(&value)
}

fn add_words(item: &mut Json, characters: &[char]) {
    let at = |name: &str| item[name].as_u64().and_then(|at| usize::try_from(at).ok());
    if let Some(words) = at("start").zip(at("end")).and_then(|(start, end)| characters.get(start..end)) {
        item["text"] = words.iter().collect::<String>().into();
    }
}
