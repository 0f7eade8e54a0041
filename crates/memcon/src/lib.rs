//! Memcon reads news and keeps the diplomatic record.
//!
//! Bytes flow one way through the rooms below; nothing downstream reaches back.

pub mod evidence;
pub mod reading;
pub mod span;

pub use span::Span;
