//! What can go wrong with a request, as a page and as `application/problem+json` (RFC 9457).

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

/// Why a request was not answered.
#[derive(Clone, Debug)]
pub struct Fault {
    /// The HTTP status.
    pub status: StatusCode,
    /// What was wrong, and what to do.
    pub detail: String,
}

/// A problem as RFC 9457 has it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    /// `about:blank`: the status says what kind it is.
    #[serde(rename = "type")]
    kind: &'static str,
    /// Name of the status.
    title: String,
    /// The HTTP status.
    status: u16,
    /// What was wrong, and what to do.
    detail: String,
}

impl Fault {
    fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self { status, detail: detail.into() }
    }

    /// The address or what was sent is not as it should be.
    pub fn asked(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, detail)
    }

    /// There is no such thing.
    pub fn missing(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, detail)
    }

    /// A token is needed.
    pub fn token() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "this needs the token that the desk was started with (memcon serve --token)",
        )
    }

    /// Not allowed, token or not.
    pub fn forbidden(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, detail)
    }

    /// Nobody's fault but the desk's.
    pub fn broken(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, detail)
    }

    /// Any other.
    pub fn other(status: StatusCode, detail: impl Into<String>) -> Self {
        Self::new(status, detail)
    }

    /// For programs.
    pub fn problem(&self) -> Response {
        let problem = Problem {
            kind: "about:blank",
            title: self.status.canonical_reason().unwrap_or("Error").to_owned(),
            status: self.status.as_u16(),
            detail: self.detail.clone(),
        };
        let body = serde_json::to_string(&problem).unwrap_or_default();
        let mut response = (self.status, [(header::CONTENT_TYPE, "application/problem+json")], body).into_response();
        if self.status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, header::HeaderValue::from_static("Bearer"));
        }
        response
    }
}

impl From<memcon_store::Error> for Fault {
    fn from(error: memcon_store::Error) -> Self {
        if error.is_interrupted() {
            return Self::new(StatusCode::SERVICE_UNAVAILABLE, "this took too long and was broken off; ask for less");
        }
        if error.is_busy() {
            return Self::new(StatusCode::SERVICE_UNAVAILABLE, error.to_string());
        }
        if error.is_misused() {
            return Self::asked(error.to_string());
        }
        Self::broken(error.to_string())
    }
}
