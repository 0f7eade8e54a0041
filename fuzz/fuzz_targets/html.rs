//! Any bytes as a web page.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| memcon::intake::check::any(&[b"<!doctype html>", bytes].concat()));
