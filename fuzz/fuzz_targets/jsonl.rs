//! Any bytes as JSON lines and as objects over several lines.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    memcon::intake::check::any(&[b"{\"text\":", bytes].concat());
    memcon::intake::check::any(&[b"[{\"text\":", bytes].concat());
});
