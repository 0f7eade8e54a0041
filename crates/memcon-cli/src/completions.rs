//! `memcon completions`: what a shell needs to complete the command line.

use clap::CommandFactory as _;

use crate::args::{Arguments, Completions};
use crate::{End, output};

/// Runs the command.
pub fn run(arguments: &Completions) -> End {
    // Into memory first: the generator does not survive a pipe that is closed.
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Arguments::command(), "memcon", &mut script);
    output::print(&String::from_utf8_lossy(&script))
}
