//! The command line, from the definition that the program reads it by.

use std::fmt::Write as _;

use clap::{Arg, Command, CommandFactory as _};
use memcon_cli::args::Arguments;

use super::head;

/// The page.
pub fn page() -> String {
    let mut program = Arguments::command();
    program.build();
    let mut page = head("Command line", "crates/memcon-cli/src/args.rs");
    describe(&mut page, &program);
    for command in program.get_subcommands().filter(|c| c.get_name() != "help" && !c.is_hide_set()) {
        let _ = writeln!(page, "## memcon {}\n", command.get_name());
        describe(&mut page, command);
    }
    page.truncate(page.trim_end().len());
    page + "\n"
}

fn describe(page: &mut String, command: &Command) {
    let about = command.get_about().map(ToString::to_string).unwrap_or_default();
    let usage = command.clone().render_usage().to_string();
    let _ = writeln!(page, "{about}.\n\n```text\n{}\n```\n", usage.trim_start_matches("Usage: "));
    let shown = |arg: &&Arg| !arg.is_hide_set() && !matches!(arg.get_id().as_str(), "help" | "version");
    for arg in command.get_arguments().filter(shown) {
        let _ = writeln!(page, "- **`{}`** {}", form(arg), meaning(arg));
    }
    if command.get_arguments().any(|arg| shown(&arg)) {
        page.push('\n');
    }
    if let Some(after) = command.get_after_help() {
        let _ = writeln!(page, "```text\n{after}\n```\n");
    }
}

/// As it is written: `-q, --quiet`, `--date <DAY>`, `<INPUT>...`.
fn form(arg: &Arg) -> String {
    let names: Vec<String> = arg
        .get_short()
        .map(|short| format!("-{short}"))
        .into_iter()
        .chain(arg.get_long().map(|long| format!("--{long}")))
        .collect();
    let takes = arg.get_num_args().is_some_and(|range| range.takes_values());
    let value = arg.get_value_names().filter(|_| takes).map(|names| format!("<{}>", names.join(" ")));
    let many =
        if names.is_empty() && arg.get_num_args().is_some_and(|range| range.max_values() > 1) { "..." } else { "" };
    format!("{} {}{many}", names.join(", "), value.unwrap_or_default()).trim().to_owned()
}

fn meaning(arg: &Arg) -> String {
    let help = arg.get_long_help().or(arg.get_help()).map(ToString::to_string).unwrap_or_default();
    let mut words = help.split_whitespace().collect::<Vec<_>>().join(" ").replace('<', "&lt;");
    if let Some(default) = arg.get_default_values().first().filter(|_| !arg.is_hide_default_value_set()) {
        let takes = arg.get_num_args().is_some_and(|range| range.takes_values());
        if takes {
            let _ = write!(words, " [default: {}]", default.to_string_lossy());
        }
    }
    for value in arg.get_possible_values() {
        let help = value.get_help().map(|help| format!(": {help}")).unwrap_or_default();
        let takes = arg.get_num_args().is_some_and(|range| range.takes_values());
        if takes && !value.is_hide_set() {
            let _ = write!(words, "\n  - `{}`{help}", value.get_name());
        }
    }
    words
}
