//! The desk over HTTP, without a network: pages, filters, the API, what is refused, and hostile content.

mod api;
mod gate;
mod harness;
mod hostile;
mod pages;
mod review;
