//! The command line of `memcon`, apart from the program, so that completions, man pages and the reference are made of it.

pub mod args;
