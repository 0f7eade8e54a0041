//! The whole way from stories to events: `memcon code` with two jobs over the texts of annotated corpora.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use memcon::reading::Model;

/// How often the running program is looked at.
const TICK: Duration = Duration::from_millis(20);

/// Codes the stories of files of XML (what stands in their `text` elements) and prints stories a second, processor time
/// and the peak of memory.
pub fn run(model: Model, files: &[&str]) -> Result<(), String> {
    let mut input = String::new();
    let (mut stories, mut words) = (0_usize, 0);
    for file in files {
        let xml = std::fs::read_to_string(file).map_err(|e| format!("{file}: {e}"))?;
        for text in texts(&xml) {
            stories += 1;
            words += text.split_whitespace().count();
            let line = serde_json::json!({ "id": format!("story-{stories}"), "text": text });
            let _ = writeln!(input, "{line}");
        }
    }
    if stories == 0 {
        return Err("no text element in the files".into());
    }
    let path = std::env::temp_dir().join(format!("memcon-bench-{}.jsonl", std::process::id()));
    std::fs::write(&path, input).map_err(|e| format!("{}: {e}", path.display()))?;
    println!("stories                 {stories:>8} of {} words", words / stories);
    let done = [1, 2].into_iter().try_for_each(|jobs| measure(model, &path, jobs, stories));
    let _ = std::fs::remove_file(&path);
    done
}

/// The contents of the `text` elements: character data, or as it stands but for the five entities.
fn texts(xml: &str) -> impl Iterator<Item = String> + '_ {
    xml.split("<text>").skip(1).filter_map(|rest| {
        let text = rest.split_once("</text>")?.0.trim();
        let data = text.strip_prefix("<![CDATA[").and_then(|text| text.strip_suffix("]]>"));
        let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")];
        let plain = || entities.iter().fold(text.to_owned(), |text, (entity, sign)| text.replace(entity, sign));
        Some(data.map_or_else(plain, str::to_owned))
    })
}

fn measure(model: Model, input: &Path, jobs: usize, stories: usize) -> Result<(), String> {
    let folder = std::env::current_exe().ok().and_then(|path| path.parent().map(PathBuf::from)).unwrap_or_default();
    let program = folder.join("memcon");
    let failed = |e: std::io::Error| format!("{}: {e}; cargo build --release --package memcon-cli", program.display());
    let begun = Instant::now();
    let mut run = Command::new(&program)
        .args(["code", "--quiet", "--format", "jsonl", "--reader", model.as_str(), "--jobs", &jobs.to_string()])
        .arg(input)
        .stdout(Stdio::null())
        .spawn()
        .map_err(failed)?;
    let (mut memory, mut ticks) = (0, 0);
    let status = loop {
        if let Some(status) = run.try_wait().map_err(failed)? {
            break status;
        }
        let proc = |file| std::fs::read_to_string(format!("/proc/{}/{file}", run.id())).unwrap_or_default();
        memory = memory.max(number(proc("status").lines().find_map(|line| line.strip_prefix("VmHWM:"))));
        // User and system time are the 12th and 13th fields behind the name, which stands in parentheses.
        if let Some((_, fields)) = proc("stat").rsplit_once(')') {
            ticks = ticks.max(fields.split(' ').skip(12).take(2).map(|n| number(Some(n))).sum());
        }
        std::thread::sleep(TICK);
    };
    if !status.success() {
        return Err(format!("memcon code: {status}"));
    }
    let seconds = begun.elapsed().as_secs_f64();
    println!(
        "{jobs} job{}                  {:>8.1} stories a second, {:.0} ms of processor time each, peak memory {} MiB",
        if jobs == 1 { " " } else { "s" },
        stories as f64 / seconds,
        // Linux counts in hundredths of a second.
        10.0 * ticks as f64 / stories as f64,
        memory / 1024
    );
    Ok(())
}

fn number(text: Option<&str>) -> u64 {
    text.and_then(|text| text.split_whitespace().next()).and_then(|n| n.parse().ok()).unwrap_or(0)
}
