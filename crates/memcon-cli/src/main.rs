//! The program `memcon`.

fn main() {}
