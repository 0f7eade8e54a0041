//! Style sheet, script and map of the world, served under names that hold their hashes and so never change.

use std::sync::LazyLock;

use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest as _, Sha256};

use crate::charts::world;
use crate::fault::Fault;

/// A file that the desk carries.
pub struct Asset {
    /// Its name, with its hash.
    pub name: String,
    kind: &'static str,
    body: Vec<u8>,
}

impl Asset {
    fn new(stem: &str, ending: &str, kind: &'static str, body: Vec<u8>) -> Self {
        Self { name: format!("{stem}-{}.{ending}", digest(&body)), kind, body }
    }

    /// Where it is served.
    pub fn address(&self) -> String {
        format!("/a/{}", self.name)
    }
}

/// The style sheet.
pub static STYLE: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new("desk", "css", "text/css; charset=utf-8", include_bytes!("../assets/desk.css").to_vec())
});

/// The script.
pub static SCRIPT: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new("desk", "js", "text/javascript; charset=utf-8", include_bytes!("../assets/desk.js").to_vec())
});

/// The world as an SVG symbol.
pub static WORLD: LazyLock<Asset> = LazyLock::new(|| Asset::new("world", "svg", "image/svg+xml", world().into_bytes()));

/// The mark beside the title.
pub static ICON: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("memcon", "svg", "image/svg+xml", include_bytes!("../assets/memcon.svg").to_vec()));

/// The first 12 hexadecimal digits of a hash.
pub fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().take(6).fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

/// A file by its name.
pub fn asset(name: &str) -> Response {
    let known = [&STYLE, &SCRIPT, &WORLD, &ICON];
    let Some(found) = known.iter().find(|asset| asset.name == name) else {
        return Fault::missing("no such file").problem();
    };
    let headers: [(HeaderName, HeaderValue); 2] = [
        (header::CONTENT_TYPE, HeaderValue::from_static(found.kind)),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable")),
    ];
    (headers, found.body.clone()).into_response()
}
