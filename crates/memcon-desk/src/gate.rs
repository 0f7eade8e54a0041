//! Who may ask what. Everything else need not think of it.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Redirect, Response};
use sha2::{Digest as _, Sha256};

use crate::assets::digest;
use crate::fault::Fault;
use crate::pages;
use crate::server::Desk;

/// Longest address, in bytes.
const LONGEST_ADDRESS: usize = 8192;

/// The cookie that stands for the token.
pub const COOKIE: &str = "memcon-desk";

/// Nothing from elsewhere, no script or style within a page, no frame around it.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// What a cookie says instead of the token.
pub fn mark(token: &str) -> String {
    let hash = Sha256::digest(format!("memcon desk\n{token}"));
    hash.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

/// Equality that takes as long whatever differs.
fn same(a: &str, b: &str) -> bool {
    let (a, b) = (Sha256::digest(a), Sha256::digest(b));
    a.iter().zip(&b).fold(0, |differs, (a, b)| differs | (a ^ b)) == 0
}

/// Whether a request carries the token, in its head or as a cookie.
pub fn has_token(desk: &Desk, headers: &HeaderMap) -> bool {
    let Some(token) = desk.options.token.as_deref() else { return false };
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if text(header::AUTHORIZATION).strip_prefix("Bearer ").is_some_and(|given| same(given.trim(), token)) {
        return true;
    }
    let cookies = text(header::COOKIE).split(';').filter_map(|cookie| cookie.trim().split_once('='));
    cookies.filter(|(name, _)| *name == COOKIE).any(|(_, value)| same(value, &mark(token)))
}

/// Whether whoever asks came through the token's page or carries it in the head of the request.
fn allowed(desk: &Desk, request: &Request) -> bool {
    let open = matches!(request.uri().path(), "/login") || request.uri().path().starts_with("/a/");
    open || has_token(desk, request.headers())
}

fn is_program(uri: &Uri) -> bool {
    uri.path().starts_with("/api/v1") || uri.path() == "/suggest"
}

/// A loopback desk answers only to its own names, lest a page elsewhere reach it by a name of its own (DNS rebinding).
fn own_name(address: SocketAddr, headers: &HeaderMap) -> bool {
    if !address.ip().is_loopback() {
        return true;
    }
    let Some(host) = headers.get(header::HOST).and_then(|host| host.to_str().ok()) else { return true };
    let name =
        host.rsplit_once(':').filter(|(_, port)| port.bytes().all(|b| b.is_ascii_digit())).map_or(host, |(n, _)| n);
    matches!(name, "localhost" | "[::1]") || name.parse::<std::net::Ipv4Addr>().is_ok_and(|ip| ip.is_loopback())
}

/// Whether a request that writes comes from a page of this desk, or from no page.
fn own_page(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    match (text("origin"), text("host")) {
        (Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, from)| from == host),
        _ => true,
    }
}

/// Looks at every request before anything else does, and at every answer after.
pub async fn gate(State(desk): State<Arc<Desk>>, request: Request, next: Next) -> Response {
    let (uri, method, headers) = (request.uri().clone(), request.method().clone(), request.headers().clone());
    let mut response = match refused(&desk, &request) {
        Some(response) => response,
        None => next.run(request).await,
    };
    if matches!(method, Method::GET | Method::HEAD) {
        response = tagged(response, &headers).await;
    }
    protect(&mut response, &uri);
    response
}

fn refused(desk: &Desk, request: &Request) -> Option<Response> {
    let (uri, headers) = (request.uri(), request.headers());
    let fault = |fault: Fault| if is_program(uri) { fault.problem() } else { pages::fault(desk, &fault) };
    if uri.to_string().len() > LONGEST_ADDRESS {
        return Some(fault(Fault::other(StatusCode::URI_TOO_LONG, format!("longer than {LONGEST_ADDRESS} bytes"))));
    }
    if !own_name(desk.options.address, headers) {
        return Some(fault(Fault::forbidden("this desk answers only to localhost")));
    }
    if !desk.options.address.ip().is_loopback() && !allowed(desk, request) {
        return Some(if is_program(uri) { Fault::token().problem() } else { Redirect::to("/login").into_response() });
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) && !own_page(headers) {
        return Some(fault(Fault::forbidden("sent from a page of another site")));
    }
    None
}

/// Gives an answer a mark by which it is known again, and leaves out what the asker has already.
async fn tagged(response: Response, asked: &HeaderMap) -> Response {
    if response.status() != StatusCode::OK || response.headers().contains_key(header::CACHE_CONTROL) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = axum::body::to_bytes(body, usize::MAX).await else {
        return Fault::broken("the answer broke off").problem();
    };
    let tag = format!("\"{}\"", digest(&bytes));
    let known = asked.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let unchanged = known.split(',').any(|other| other.trim().trim_start_matches("W/") == tag || other.trim() == "*");
    if let Ok(value) = HeaderValue::from_str(&tag) {
        parts.headers.insert(header::ETAG, value);
    }
    parts.headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    if unchanged {
        parts.status = StatusCode::NOT_MODIFIED;
        parts.headers.remove(header::CONTENT_LENGTH);
        return Response::from_parts(parts, axum::body::Body::empty());
    }
    Response::from_parts(parts, bytes.into())
}

fn protect(response: &mut Response, uri: &Uri) {
    let headers = response.headers_mut();
    for (name, value) in [
        ("content-security-policy", POLICY),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("x-frame-options", "DENY"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=(), microphone=(), geolocation=()"),
    ] {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if !headers.contains_key(header::CACHE_CONTROL) && !uri.path().starts_with("/a/") {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}
