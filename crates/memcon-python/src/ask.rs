//! `actor`, `place` and `when`: one resolver asked directly, answered as the program does.

use memcon::document::day_of;
use memcon::reading::Reading;
use memcon::who::{Knowledge, answer};
use memcon::{guard, place as places, when as times};
use pyo3::prelude::*;
use serde_json::{Value, json};

use crate::coder::Coder;
use crate::errors::{day, input};

/// Who a phrase speaks of on a day.
#[pyfunction]
#[pyo3(signature = (text, date=None, coder=None))]
pub fn actor(py: Python<'_>, text: &str, date: Option<&str>, coder: Option<&Coder>) -> PyResult<String> {
    let (date, memcon) = (day(date)?, coder.map(|coder| &coder.memcon));
    asked(py, || {
        let knowledge: &Knowledge = match memcon {
            Some(memcon) => &memcon.lexicon().knowledge,
            None => Knowledge::shipped(),
        };
        json!(answer(knowledge, text, date.and_then(day_of)))
    })
}

/// The places that a text names.
#[pyfunction]
pub fn place(py: Python<'_>, text: &str) -> PyResult<String> {
    let told = |p: &places::Toponym| {
        json!({
            "text": p.span.of(text), "name": p.name, "country": p.country, "admin1": p.admin1, "lat": p.lat,
            "lon": p.lon, "geonameid": p.geonameid, "feature": p.feature,
        })
    };
    asked(py, || places::locate(text).iter().map(told).collect())
}

/// The days that a text speaks of.
#[pyfunction]
#[pyo3(signature = (text, date=None))]
pub fn when(py: Python<'_>, text: &str, date: Option<&str>) -> PyResult<String> {
    let date = day(date)?;
    let told = |t: &times::TimeExpression| {
        json!({
            "text": t.span.of(text), "type": t.kind.as_str(), "value": t.value,
            "first": t.range.map(|r| r.first.to_string()), "last": t.range.map(|r| r.last.to_string()),
        })
    };
    asked(py, || times::times(text, &Reading::default(), date).iter().map(told).collect())
}

fn asked(py: Python<'_>, ask: impl FnOnce() -> Value + Send) -> PyResult<String> {
    py.detach(|| guard::run(ask)).map(|answer| answer.to_string()).map_err(input)
}
