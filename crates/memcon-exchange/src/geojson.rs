//! `GeoJSON` (RFC 7946): an event a feature, with the columns of the table of events for its properties. Events without a
//! place have no geometry.

use memcon_store::Exported;
use serde_json::{Map, Value as Json, json};

use crate::column::{On, cells, heads};
use crate::tables::EVENTS;

/// Stands before the features.
pub const HEAD: &str = "{\"type\":\"FeatureCollection\",\"features\":[";

/// Stands behind them.
pub const FOOT: &str = "\n]}\n";

/// An event.
pub fn feature(exported: &Exported) -> String {
    let values = cells(EVENTS, exported, On::Nested);
    let named = heads(EVENTS, On::Nested).map(|head| head.name.to_owned());
    let properties: Map<String, Json> = named.zip(values.iter().map(super::column::Value::json)).collect();
    let place = exported.event.place.as_ref();
    let point = place.and_then(|place| place.lat.zip(place.lon));
    let geometry = point.map(|(lat, lon)| json!({"type": "Point", "coordinates": [lon, lat]}));
    json!({"type": "Feature", "id": exported.unique, "geometry": geometry, "properties": properties}).to_string()
}
