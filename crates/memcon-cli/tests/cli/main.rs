//! The program as a user meets it: run with arguments and standard input, judged by what it prints and how it ends.

mod ask;
mod bad_input;
mod code;
mod exchange;
mod explain;
mod harness;
mod intake;
mod killing;
mod lexicon;
mod record;
mod score;
#[cfg(feature = "watch")]
mod watch;
