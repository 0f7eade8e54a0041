//! Any bytes as the rest of a WARC file, packed or not.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    memcon::intake::check::any(&[b"WARC/1.0\r\n", bytes].concat());
    memcon::intake::check::any(bytes);
});
