//! Any bytes as a feed.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    memcon::intake::check::any(&[b"<rss version='2.0'><channel>", bytes].concat());
    memcon::intake::check::any(&[b"<feed xmlns='http://www.w3.org/2005/Atom'>", bytes].concat());
});
