//! Running the program and the scorers.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use super::shown;

/// What is run, and where its files lie.
pub struct Runner {
    shared: PathBuf,
    program: PathBuf,
    scratch: PathBuf,
}

impl Runner {
    /// For a folder of data sets and scorers. The program is the one that was built beside this one.
    pub fn new(shared: &Path) -> Result<Self, String> {
        let own = std::env::current_exe().map_err(|e| e.to_string())?;
        let program = own.with_file_name("memcon");
        if !program.exists() {
            return Err(format!("{}: not built: cargo build --release --package memcon-cli", shown(&program)));
        }
        let scratch = own.with_file_name("report");
        std::fs::create_dir_all(&scratch).map_err(|e| format!("{}: {e}", shown(&scratch)))?;
        Ok(Self { shared: shared.to_path_buf(), program, scratch })
    }

    /// Where the program lies.
    pub fn program(&self) -> String {
        shown(&self.program)
    }

    /// `memcon score` on the gold pages.
    pub fn gold(&self) -> Result<Value, String> {
        let gold = self.path("gold/dev.jsonl")?;
        let printed = output(Command::new(&self.program).args(["score", "--json", "--quiet"]).arg(gold))?;
        serde_json::from_str(&printed).map_err(|e| e.to_string())
    }

    /// Codes the texts of gold records, of which the program sees nothing else; where the output lies.
    pub fn coded(&self, gold: &str) -> Result<String, String> {
        let file = self.path(gold)?;
        let text = std::fs::read_to_string(&file).map_err(|e| format!("{}: {e}", shown(&file)))?;
        let mut input = String::new();
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            let mut record: Value = serde_json::from_str(line).map_err(|e| format!("{gold}: {e}"))?;
            if let Some(object) = record.as_object_mut() {
                object.retain(|key, _| matches!(key.as_str(), "id" | "title" | "url" | "date" | "text"));
            }
            input.extend([record.to_string().as_str(), "\n"]);
        }
        self.code(gold, &input)
    }

    /// Codes what a scorer makes of its gold with `--input`; where the output lies.
    pub fn coded_of(&self, scorer: &str, gold: &str) -> Result<String, String> {
        let input = self.python(scorer, &[gold, "--input"])?;
        self.code(gold, &input)
    }

    fn code(&self, name: &str, input: &str) -> Result<String, String> {
        let stem = name.replace(['/', '.'], "-");
        let (from, to) =
            (self.scratch.join(format!("{stem}.in.jsonl")), self.scratch.join(format!("{stem}.out.jsonl")));
        std::fs::write(&from, input).map_err(|e| format!("{}: {e}", shown(&from)))?;
        output(
            Command::new(&self.program).args(["code", "--quiet", "--format", "jsonl"]).arg(&from).arg("--out").arg(&to),
        )?;
        Ok(shown(&to))
    }

    /// Runs a scorer; paths that begin with `data/` lie in the folder of data sets.
    pub fn python(&self, scorer: &str, arguments: &[&str]) -> Result<String, String> {
        let mut command = Command::new("python3");
        command.arg(self.path(&format!("score/{scorer}"))?);
        for argument in arguments {
            if argument.starts_with("data/") {
                command.arg(self.path(argument)?);
            } else {
                command.arg(argument);
            }
        }
        // Nothing is written beside the scorers.
        output(command.env("PYTHONDONTWRITEBYTECODE", "1"))
    }

    /// Runs a command of this program.
    pub fn own(arguments: &[String]) -> Result<String, String> {
        for file in arguments.iter().filter(|argument| argument.contains('/')) {
            if !Path::new(file).exists() {
                return Err(format!("{file} is not there"));
            }
        }
        let own = std::env::current_exe().map_err(|e| e.to_string())?;
        let printed = output(Command::new(own).args(arguments))?;
        // Of the calibration only what tells how good it is.
        Ok(printed.split_once("];\n").map_or(printed.clone(), |(_, rest)| rest.trim_start_matches('\n').to_owned()))
    }

    fn path(&self, name: &str) -> Result<PathBuf, String> {
        let path = self.shared.join(name);
        if path.exists() { Ok(path) } else { Err(format!("{name} is not there")) }
    }
}

fn output(command: &mut Command) -> Result<String, String> {
    let name = shown(Path::new(command.get_program()));
    let ran = command.stdin(Stdio::null()).output().map_err(|e| format!("{name}: {e}"))?;
    if !ran.status.success() {
        let told = String::from_utf8_lossy(&ran.stderr);
        return Err(format!("{name} ended with {}: {}", ran.status, told.lines().last().unwrap_or_default()));
    }
    Ok(String::from_utf8_lossy(&ran.stdout).into_owned())
}

/// The number that stands behind a name in what a scorer printed.
pub fn number(printed: &str, name: &str) -> Result<f64, String> {
    let named = format!("{name} ");
    let behind = printed.match_indices(&named).map(|(at, found)| &printed[at + found.len()..]);
    let mut numbers = behind.filter_map(|rest| rest.split_whitespace().next()).filter_map(|word| word.parse().ok());
    numbers.next().ok_or_else(|| format!("no figure {name:?} in {printed:?}"))
}
