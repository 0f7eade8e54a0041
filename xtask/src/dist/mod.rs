//! What is released: the program with man pages and completions as an archive and a Debian package, a bill of materials,
//! and their hashes. Each is tried out in an empty folder.

mod package;
mod sbom;
mod smoke;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use clap::CommandFactory as _;
use clap_complete::Shell;
use memcon_cli::args::Arguments;
use sha2::{Digest as _, Sha256};

use crate::docs::{root, write};

const MUSL: &str = "x86_64-unknown-linux-musl";

/// The version of the workspace.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Makes and tries everything. With `glibc` the program is linked against the C library of this machine.
pub fn run(glibc: bool) -> Result<(), String> {
    let target = if glibc { host()? } else { MUSL.to_owned() };
    if !glibc && !has_musl() {
        return Err(format!(
            "{MUSL} needs `rustup target add {MUSL}` and musl-gcc (Debian: musl-tools); --glibc does without"
        ));
    }
    // `Containerfile` takes the program from here, wherever cargo builds.
    let out = root().join("target/dist-release");
    let built = build(&target)?;
    let program = out.join(&target).join("memcon");
    let bytes = std::fs::read(&built).map_err(|e| format!("{}: {e}", built.display()))?;
    write(&program, &bytes)?;
    executable(&program)?;
    println!("{:>7.1} MB  {}", bytes.len() as f64 / 1e6, program.display());
    let tree = out.join(format!("memcon-{VERSION}-{target}"));
    lay_out(&tree, &program)?;
    let archive = package::archive(&tree)?;
    let bill = out.join(format!("memcon-{VERSION}.cdx.json"));
    write(&bill, sbom::bill(&target)?.as_bytes())?;
    let mut made = vec![archive, bill];
    match package::debian(&out, &tree) {
        Ok(file) => made.push(file),
        Err(why) => println!("no Debian package: {why}"),
    }
    let mut sums = String::new();
    for file in &made {
        let bytes = std::fs::read(file).map_err(|e| format!("{}: {e}", file.display()))?;
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        for byte in Sha256::digest(&bytes) {
            let _ = write!(sums, "{byte:02x}");
        }
        let _ = writeln!(sums, "  {name}");
        println!("{:>7.1} MB  {}", bytes.len() as f64 / 1e6, file.display());
    }
    write(&out.join("SHA256SUMS"), sums.as_bytes())?;
    smoke::run(&made, !glibc)
}

/// Runs a command, whose output is shown, and says which one failed.
fn ran(command: &mut Command) -> Result<(), String> {
    let name = command.get_program().to_string_lossy().into_owned();
    match command.stdin(Stdio::null()).status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{name} ended with {status}")),
        Err(error) => Err(format!("{name}: {error}")),
    }
}

/// What a command prints.
fn said(command: &mut Command) -> Result<String, String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.stdin(Stdio::null()).output().map_err(|e| format!("{name}: {e}"))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(format!("{name} ended with {}: {}", output.status, String::from_utf8_lossy(&output.stderr).trim_end()))
    }
}

fn host() -> Result<String, String> {
    let version = said(Command::new("rustc").arg("-vV"))?;
    let line = version.lines().find_map(|line| line.strip_prefix("host: "));
    line.map(str::to_owned).ok_or_else(|| "rustc does not say its host".to_owned())
}

fn has_musl() -> bool {
    let library = said(Command::new("rustc").args(["--print", "target-libdir", "--target", MUSL]));
    library.is_ok_and(|folder| Path::new(folder.trim()).exists())
        && said(Command::new("musl-gcc").arg("--version")).is_ok()
}

/// Seconds of the last commit, for what would else carry the time of its making.
fn epoch() -> String {
    let time = said(Command::new("git").current_dir(root()).args(["log", "-1", "--format=%ct"]));
    time.map_or_else(|_| "0".to_owned(), |time| time.trim().to_owned())
}

fn build(target: &str) -> Result<PathBuf, String> {
    let root = root().canonicalize().map_err(|e| e.to_string())?;
    let home = std::env::var("CARGO_HOME").ok().or_else(|| std::env::var("HOME").ok().map(|home| home + "/.cargo"));
    let home = home.ok_or("neither CARGO_HOME nor HOME is set")?;
    // Where it is built must not show in what is built.
    // Packed relative relocations spare more than a megabyte of a program that lies anywhere in memory; musl reads them since 1.2.4, glibc since
    // 2.36.
    let flags = format!(
        "--remap-path-prefix={home}=/cargo --remap-path-prefix={}=/memcon -Clink-arg=-Wl,-z,pack-relative-relocs",
        root.display()
    );
    ran(Command::new("cargo")
        .args(["build", "--locked", "--profile", "dist", "--package", "memcon-cli", "--target", target])
        .current_dir(&root)
        .env("RUSTFLAGS", flags)
        .env("SOURCE_DATE_EPOCH", epoch()))?;
    let folder = std::env::var("CARGO_TARGET_DIR").map_or_else(|_| root.join("target"), PathBuf::from);
    Ok(folder.join(target).join("dist/memcon"))
}

#[cfg(unix)]
fn executable(file: &Path) -> Result<(), String> {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o755))
        .map_err(|e| format!("{}: {e}", file.display()))
}

#[cfg(not(unix))]
fn executable(_: &Path) -> Result<(), String> {
    Ok(())
}

/// The folder of the archive.
fn lay_out(tree: &Path, program: &Path) -> Result<(), String> {
    if tree.exists() {
        std::fs::remove_dir_all(tree).map_err(|e| format!("{}: {e}", tree.display()))?;
    }
    let put = |from: &Path, to: &str| -> Result<(), String> {
        let bytes = std::fs::read(from).map_err(|e| format!("{}: {e}", from.display()))?;
        write(&tree.join(to), &bytes)
    };
    put(program, "memcon")?;
    executable(&tree.join("memcon"))?;
    for name in ["README.md", "CHANGELOG.md", "LICENSE-MIT", "LICENSE-APACHE", "NOTICE", "SECURITY.md"] {
        put(&root().join(name), name)?;
    }
    for name in ["envoy.html", "wire.txt", "gold.jsonl"] {
        put(&root().join("examples").join(name), &format!("examples/{name}"))?;
    }
    for (name, page) in manuals()? {
        write(&tree.join("man").join(name), &page)?;
    }
    for (name, script) in completions() {
        write(&tree.join("completions").join(name), &script)?;
    }
    Ok(())
}

/// A page of the manual for the program and for each command.
fn manuals() -> Result<Vec<(String, Vec<u8>)>, String> {
    let mut program = Arguments::command();
    program.build();
    let mut pages = vec![("memcon.1".to_owned(), manual(&program)?)];
    for command in program.get_subcommands().filter(|c| c.get_name() != "help" && !c.is_hide_set()) {
        // Clap wants a name that lasts as long as the program; there are a dozen.
        let name: &'static str = format!("memcon-{}", command.get_name()).leak();
        pages.push((format!("{name}.1"), manual(&command.clone().name(name))?));
    }
    Ok(pages)
}

fn manual(command: &clap::Command) -> Result<Vec<u8>, String> {
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut page).map_err(|e| e.to_string())?;
    Ok(page)
}

fn completions() -> Vec<(&'static str, Vec<u8>)> {
    [(Shell::Bash, "memcon.bash"), (Shell::Zsh, "_memcon"), (Shell::Fish, "memcon.fish")]
        .map(|(shell, name)| {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "memcon", &mut script);
            (name, script)
        })
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_a_manual_that_shows_its_options() {
        let pages = manuals().expect("can be made");
        let names: Vec<&str> = pages.iter().map(|(name, _)| name.as_str()).collect();
        assert!(names.contains(&"memcon.1") && names.contains(&"memcon-panel.1"), "{names:?}");
        let (_, code) = pages.iter().find(|(name, _)| name == "memcon-code.1").expect("of code");
        assert!(String::from_utf8_lossy(code).contains("lexicon"));
    }

    #[test]
    fn shells_complete_every_command() {
        let program = Arguments::command();
        for (name, script) in completions() {
            let script = String::from_utf8(script).expect("UTF-8");
            for command in program.get_subcommands() {
                assert!(script.contains(command.get_name()), "{name}: {}", command.get_name());
            }
        }
    }
}
