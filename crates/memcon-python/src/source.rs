//! Python's values as documents.

use memcon::intake::{self, Options, Page};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyBytes, PyDict, PyFloat, PyInt, PyMapping, PyString};
use serde_json::{Map, Value};

use crate::errors::misused;

/// A document as it came from Python, with what is known about it.
#[derive(Debug)]
pub enum Source {
    /// Decoded text or markup.
    Text(String, Map<String, Value>),
    /// The bytes of a file of any kind.
    Bytes(Vec<u8>, Map<String, Value>),
    /// Its parts by name, as in a line of JSON lines.
    Object(Map<String, Value>),
    /// No document at all, where a column has no value.
    Missing,
}

impl Source {
    /// Reads a value of Python; `known` is what else is known of it.
    pub fn of(value: &Bound<'_, PyAny>, known: Map<String, Value>) -> PyResult<Self> {
        if let Ok(text) = value.cast::<PyString>() {
            return Ok(Self::Text(text.to_string_lossy().into_owned(), known));
        }
        if let Ok(bytes) = value.cast::<PyBytes>() {
            return Ok(Self::Bytes(bytes.as_bytes().to_vec(), known));
        }
        if let Ok(dict) = value.cast::<PyMapping>() {
            let (mut object, mut bytes) = (known, None);
            for item in dict.items()?.iter() {
                let (key, value): (String, Bound<'_, PyAny>) = item.extract()?;
                match value.cast::<PyBytes>() {
                    Ok(page) if key == "text" || key == "html" => bytes = Some(page.as_bytes().to_vec()),
                    _ => drop(object.insert(key, written(&value)?)),
                }
            }
            return Ok(match bytes {
                Some(bytes) => Self::Bytes(bytes, object),
                None => Self::Object(object),
            });
        }
        if is_missing(value)? {
            return Ok(Self::Missing);
        }
        let kind = value.get_type().name()?;
        Err(misused(format!("a document is a str, bytes, or a dict with \"text\" or \"html\", not {kind}")))
    }

    /// Its page. `name` is what errors call it.
    pub fn page(self, name: &str, options: &Options) -> Result<Page, String> {
        match self {
            Self::Text(text, mut known) => {
                let field = if intake::is_web_page(&text) { "html" } else { "text" };
                known.insert(field.to_owned(), Value::String(text));
                intake::of_object(&known, name, &Options { bounds: options.bounds.clone(), ..Options::default() })
                    .map_err(|error| error.to_string())
            }
            Self::Object(object) => intake::of_object(&object, name, options).map_err(|error| error.to_string()),
            Self::Bytes(bytes, known) if known.is_empty() => {
                let mut pages = intake::open_with(&bytes, name, options);
                let page = pages.next().ok_or_else(|| format!("{name}: no page to read in it"))?;
                if pages.next().is_some() {
                    return Err(format!("{name}: holds several documents; code_files reads them all from a file"));
                }
                page.map_err(|error| error.to_string())
            }
            Self::Bytes(bytes, known) => {
                intake::of_document(&bytes, &known, name, options).map_err(|error| error.to_string())
            }
            Self::Missing => Err(format!("{name}: there is no document, only a missing value")),
        }
    }
}

/// What is known of a document beside its text: the arguments that were given.
pub fn known(url: Option<&str>, title: Option<&str>, id: Option<&str>) -> Map<String, Value> {
    let given = [("id", id), ("url", url), ("title", title)];
    given.into_iter().filter_map(|(name, value)| Some((name.to_owned(), Value::from(value?)))).collect()
}

/// A value as JSON: dates as they are written, what is missing as null.
fn written(value: &Bound<'_, PyAny>) -> PyResult<Value> {
    if let Ok(text) = value.cast::<PyString>() {
        return Ok(Value::String(text.to_string_lossy().into_owned()));
    }
    if is_missing(value)? || value.is_instance_of::<PyBool>() {
        return Ok(Value::Null);
    }
    if value.is_instance_of::<PyInt>() || value.is_instance_of::<PyFloat>() {
        let number = serde_json::from_str(&value.str()?.to_string_lossy());
        return Ok(number.unwrap_or(Value::Null));
    }
    match value.call_method0("isoformat") {
        Ok(date) => Ok(Value::String(date.extract()?)),
        Err(_) => Ok(Value::Null),
    }
}

/// None, and what pandas and numpy write for a missing value: NaN and `NaT`, which are not themselves, and NA.
fn is_missing(value: &Bound<'_, PyAny>) -> PyResult<bool> {
    if value.is_none() {
        return Ok(true);
    }
    if value.is_instance_of::<PyDict>() {
        return Ok(false);
    }
    let kind = value.get_type().name()?;
    if kind.to_string_lossy() == "NAType" {
        return Ok(true);
    }
    let other = value.ne(value);
    Ok(other.unwrap_or(false))
}

/// Whether a text is taken for the markup of a web page.
#[pyfunction]
pub fn is_web_page(text: &str) -> bool {
    intake::is_web_page(text)
}
