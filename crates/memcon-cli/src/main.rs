//! The program `memcon`.
//!
//! Exit codes: 0 all went well; 1 some input failed, each named on standard error with the reason, and the
//! rest was done; 2 the command line or a lexicon file is wrong.

mod add;
mod ask;
mod code;
mod completions;
mod diff;
mod explain;
mod export;
mod import;
mod offices;
mod output;
mod page;
mod panel;
mod query;
mod score;
mod serve;
mod table;
#[cfg(feature = "watch")]
mod watch;

use std::process::ExitCode;

use clap::Parser;
use memcon::{guard, inputs, ordered};
use memcon_cli::args;

/// How a command ended.
pub enum End {
    /// All went well.
    Well,
    /// Some inputs failed; they were named when they did.
    SomeFailed,
    /// Nothing was done: what was wrong, and what to do.
    Misused(String),
}

fn main() -> ExitCode {
    guard::install();
    let end = match args::Arguments::parse().command {
        args::Command::Code(arguments) => code::run(&arguments),
        args::Command::Add(arguments) => add::run(&arguments),
        args::Command::Export(arguments) => export::run(&arguments),
        args::Command::Import(arguments) => import::run(&arguments),
        #[cfg(feature = "watch")]
        args::Command::Watch(arguments) => watch::run(&arguments),
        args::Command::Query(arguments) => query::run(&arguments),
        args::Command::Panel(arguments) => panel::run(&arguments),
        args::Command::Offices(arguments) => offices::run(&arguments),
        args::Command::Diff(arguments) => diff::run(&arguments),
        args::Command::Explain(arguments) => explain::run(&arguments),
        args::Command::Page(arguments) => page::run(&arguments),
        args::Command::Score(arguments) => score::run(&arguments),
        args::Command::Serve(arguments) => serve::run(&arguments),
        args::Command::Actor(arguments) => ask::actor(&arguments),
        args::Command::Place(arguments) => ask::place(&arguments),
        args::Command::When(arguments) => ask::when(&arguments),
        args::Command::Completions(arguments) => completions::run(&arguments),
    };
    match end {
        End::Well => ExitCode::SUCCESS,
        End::SomeFailed => ExitCode::from(1),
        End::Misused(message) => {
            eprintln!("memcon: {message}");
            ExitCode::from(2)
        }
    }
}
