//! Trying out what was made, each in an empty folder and with an empty environment.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::{VERSION, ran, said};

/// What the archive and the package unpack to must run, code a page, and have a manual.
pub fn run(made: &[PathBuf], is_static: bool) -> Result<(), String> {
    let clean = std::env::temp_dir().join(format!("memcon-dist-{}", std::process::id()));
    for file in made {
        let folder = clean.join(file.file_name().unwrap_or_default());
        std::fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
        let name = file.to_string_lossy();
        if name.ends_with(".tar.gz") {
            ran(Command::new("tar")
                .arg("--extract")
                .arg("--file")
                .arg(file)
                .args(["--strip-components=1", "--directory"])
                .arg(&folder))?;
            program(&folder.join("memcon"), &folder.join("examples"), &folder)?;
            if is_static {
                unlinked(&folder.join("memcon"))?;
            }
            ran(Command::new("bash").arg("-n").arg(folder.join("completions/memcon.bash")))?;
        } else if name.ends_with(".deb") {
            ran(Command::new("dpkg-deb").arg("--extract").arg(file).arg(&folder))?;
            program(&folder.join("usr/bin/memcon"), &folder.join("usr/share/doc/memcon/examples"), &folder)?;
            manual(&folder.join("usr/share/man/man1/memcon-code.1.gz"))?;
        } else {
            let text = std::fs::read_to_string(file).map_err(|e| format!("{name}: {e}"))?;
            let bill: serde_json::Value = serde_json::from_str(&text).map_err(|e| format!("{name}: {e}"))?;
            let count = bill["components"].as_array().map_or(0, Vec::len);
            println!("tried     {count} components in {}", file.display());
        }
    }
    std::fs::remove_dir_all(&clean).map_err(|e| format!("{}: {e}", clean.display()))
}

fn program(program: &Path, examples: &Path, folder: &Path) -> Result<(), String> {
    let call = |arguments: &[&str]| said(Command::new(program).args(arguments).current_dir(folder).env_clear());
    let version = call(&["--version"])?;
    if version.trim() != format!("memcon {VERSION}") {
        return Err(format!("{} says it is {version}", program.display()));
    }
    let page = examples.join("envoy.html").display().to_string();
    let begun = std::time::Instant::now();
    let coded = call(&["code", "--quiet", &page])?;
    let seconds = begun.elapsed().as_secs_f64();
    let document: serde_json::Value = serde_json::from_str(&coded).map_err(|e| e.to_string())?;
    let events = document["events"].as_array().map_or(0, Vec::len);
    if events < 10 {
        return Err(format!("{}: {events} events in {page}", program.display()));
    }
    call(&["add", "try.db", &page, "--quiet"])?;
    let counted = call(&["query", "try.db", "--count"])?;
    println!(
        "tried     {events} events of a page in {seconds:.2} s, record {} by {}",
        counted.trim(),
        program.display()
    );
    Ok(())
}

/// A static program asks for no interpreter.
fn unlinked(program: &Path) -> Result<(), String> {
    let headers = said(Command::new("readelf").arg("--program-headers").arg(program))?;
    if headers.contains("INTERP") { Err(format!("{} is not static", program.display())) } else { Ok(()) }
}

fn manual(page: &Path) -> Result<(), String> {
    // A machine without man has no manual to try.
    match said(Command::new("man").args(["--local-file", "--warnings"]).arg(page).env("MANWIDTH", "80")) {
        Ok(text) if text.contains("--lexicon") => Ok(()),
        Ok(_) => Err(format!("{} shows no options", page.display())),
        Err(why) => {
            println!("manual not tried: {why}");
            Ok(())
        }
    }
}
