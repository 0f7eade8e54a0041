//! A sentence's reading depends on its own characters alone: not on its neighbours, the number of
//! threads, nor the processor's instruction set.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use memcon::reading::{Model, Reader, Sentence};

/// 400 sentences of our own, one a line.
fn sentences() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../bench/sentences.txt")
}

fn text() -> String {
    std::fs::read_to_string(sentences()).expect("bench/sentences.txt")
}

/// What a sentence says, without where it stands.
fn said(sentence: &Sentence) -> String {
    let words = sentence
        .words
        .iter()
        .map(|w| format!("{} {} {} {} {:?} {}", w.form, w.lemma, w.upos, w.xpos, w.head, w.deprel));
    let mentions = sentence.entities.iter().map(|m| format!("{m:?}"));
    // The likeliest event of each word to the last digit: it decides by a threshold.
    let cues = sentence.cues.iter().map(|cue| format!("{:?}", cue.best()));
    words.chain(mentions).chain(cues).collect::<Vec<_>>().join("\n")
}

#[test]
fn neighbours_and_threads_do_not_matter() {
    Model::ALL.into_iter().for_each(neighbours_and_threads_do_not_matter_to);
}

fn neighbours_and_threads_do_not_matter_to(model: Model) {
    let reader = Reader::of(model).expect("shipped");
    let text = text();
    let together: Vec<String> = reader.read(&text).expect("reads").sentences.iter().map(said).collect();
    assert!(together.len() >= 400, "{} sentences", together.len());
    let lines: Vec<&str> = text.lines().collect();
    let alone = |lines: &[&str]| -> Vec<String> {
        lines
            .iter()
            .flat_map(|line| reader.read(line).expect("reads").sentences.iter().map(said).collect::<Vec<_>>())
            .collect()
    };
    // Two threads at once, in the other order, a line a run.
    let (first, second) = lines.split_at(lines.len() / 2);
    let apart = std::thread::scope(|scope| {
        let second = scope.spawn(|| alone(second));
        let mut apart = alone(first);
        apart.extend(second.join().expect("no panic"));
        apart
    });
    assert_eq!(together, apart);
}

/// Reads under an emulated Haswell (AVX2, no AVX-512, no VNNI) and compares with this machine's reading.
///
/// Products of weights are sums of integers, which are exact, and f32 is summed in a fixed order (`memcon-network`).
/// So nothing may differ at all. The emulator takes up to two seconds a sentence: every
/// eighth is read.
#[test]
fn other_instruction_sets_read_the_same() {
    compare(8);
}

/// The same with all sentences: a quarter of an hour.
#[test]
#[ignore = "slow: cargo test --release -p memcon --test determinism -- --include-ignored"]
fn other_instruction_sets_read_every_sentence_the_same() {
    compare(1);
}

/// Compares the readings of every so manieth line.
fn compare(step: usize) {
    let example = std::env::current_exe()
        .expect("a path")
        .parent()
        .and_then(|deps| deps.parent())
        .map(|target| target.join("examples/read"));
    let example = example.filter(|path| path.exists()).expect("cargo test builds the example `read`");
    if Command::new("qemu-x86_64").arg("--version").output().is_err() {
        assert!(std::env::var_os("CI").is_none(), "CI installs qemu-user; see .ci/run");
        eprintln!("not compared: qemu-x86_64 is not installed (Debian: apt-get install qemu-user)");
        return;
    }
    let lines: Vec<String> = text().lines().step_by(step).map(str::to_owned).collect();
    let read = |command: &mut Command| -> Vec<String> {
        let mut run =
            command.arg("-").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("runs");
        // The example reads all of its input before it writes.
        run.stdin.take().expect("a pipe").write_all(lines.join("\n").as_bytes()).expect("it reads");
        let run = run.wait_with_output().expect("ends");
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        String::from_utf8(run.stdout).expect("UTF-8").split_terminator("\n\n").map(str::to_owned).collect()
    };
    let native = read(&mut Command::new(&example));
    let emulated = read(Command::new("qemu-x86_64").args(["-cpu", "Haswell"]).arg(&example));
    assert!(native.len() >= lines.len() && native.len() == emulated.len());
    let differing = native.iter().zip(&emulated).filter(|(a, b)| a != b).count();
    println!("{differing} of {} sentences read differently", native.len());
    assert_eq!(differing, 0, "of {} sentences", native.len());
}
