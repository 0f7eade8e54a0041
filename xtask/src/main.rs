//! What developers of Memcon run beside cargo: `cargo xtask`.

mod bench;
mod bench_desk;
mod bench_export;
mod bench_intake;
mod bench_store;
mod bench_stories;
mod calibrate;
mod dist;
mod docs;
mod read;
mod report;
mod score_clusters;
mod score_contexts;
mod score_coref;
mod score_dates;
mod score_reader;
mod score_segmenter;
mod sentences;
mod train_segmenter;
mod treebank;

use std::process::ExitCode;

use memcon::reading::Model;

const USAGE: &str = "usage:
  cargo xtask docs                                       the pages of docs/ that are made from the code
  cargo xtask report SHARED                              every scorer on the data sets of a folder: docs/src/measured
  cargo xtask dist [--glibc]                             what is released: archive, Debian package, SBOM; each tried out
  cargo xtask bench                                      speed, start-up, memory and size
  cargo xtask bench-intake [MEGABYTES]                   intake: pages a second and memory, with a synthetic WARC.gz
  cargo xtask bench-store [EVENTS]                       the record: speed of adding and asking, size, with synthetic events
  cargo xtask bench-desk [EVENTS [SECONDS]]              the desk: time and weight of pages, many readers beside a writer
  cargo xtask bench-export EVENTS FILE.parquet           export: speed and memory, with synthetic events
  cargo xtask bench-stories FILE.xml…                    `memcon code` over the texts of corpora: stories a second, memory
  cargo xtask score-reader FILE.conllu…                  score the shipped reader, gold tokens given
  cargo xtask score-sentences [LABEL]                    the frames against codebook/sentences; of LABEL what fails
  cargo xtask examples OUT.jsonl [FILE.conllu…]          what the head of events is trained on
  cargo xtask calibrate GOLD.jsonl                       the weights of events' confidence, and how well it is calibrated
  cargo xtask score-clusters [--show]                    unique events: which reports of one event are joined
  cargo xtask score-contexts GOLD.jsonl SYSTEM.jsonl     precision, recall and F1 of events' contexts
  cargo xtask score-coref [--show] GUM.conllu…           who is who against GUM: CoNLL score and pronouns
  cargo xtask score-dates [--show] FILE.jsonl…           dates of stories inferred with the stated ones withheld
  cargo xtask read FILE.conllu                           the raw text of a treebank, read, as CoNLL-U
  cargo xtask train-segmenter --ud FOLDER [--out FILE]   train the sentence boundary model on UD English
  cargo xtask score-segmenter [--free] FILE.conllu…      Tokens, Sentences and Words F1 of the segmenter
  cargo xtask segment FILE.conllu                        the raw text of a treebank, segmented, as CoNLL-U
  cargo xtask --reader fast bench|bench-stories|score-reader …   the same with another than the default reader
  cargo xtask segment --text FILE                        a plain text, a sentence a line, words parted by spaces";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let (model, arguments) = match arguments.as_slice() {
        ["--reader", name, rest @ ..] => match name.parse() {
            Ok(model) => (model, rest),
            Err(problem) => {
                eprintln!("{problem}");
                return ExitCode::from(2);
            }
        },
        all => (Model::default(), all),
    };
    let done = match arguments {
        ["docs"] => docs::run(),
        ["report", shared] => report::run(shared),
        ["dist"] => dist::run(false),
        ["dist", "--glibc"] => dist::run(true),
        ["bench"] => bench::run(model),
        ["bench-intake"] => bench_intake::run("1024"),
        ["bench-intake", megabytes] => bench_intake::run(megabytes),
        ["bench-store"] => bench_store::run("2000000"),
        ["bench-store", events] => bench_store::run(events),
        ["bench-desk"] => bench_desk::run("200000", "60"),
        ["bench-desk", events] => bench_desk::run(events, "60"),
        ["bench-desk", events, seconds] => bench_desk::run(events, seconds),
        ["bench-export", events, file] => bench_export::run(events, file),
        ["bench-stories", files @ ..] if !files.is_empty() => bench_stories::run(model, files),
        ["score-reader", files @ ..] if !files.is_empty() => score_reader::run(model, files),
        ["score-sentences"] => sentences::score(None),
        ["score-sentences", label] => sentences::score(Some(label)),
        ["examples", out, treebanks @ ..] => sentences::examples(out, treebanks),
        ["calibrate", gold] => calibrate::run(gold),
        ["score-clusters"] => score_clusters::run(false),
        ["score-clusters", "--show"] => score_clusters::run(true),
        ["score-contexts", gold, system] => score_contexts::run(gold, system),
        ["score-coref", "--show", files @ ..] if !files.is_empty() => score_coref::run(files, true),
        ["score-coref", files @ ..] if !files.is_empty() => score_coref::run(files, false),
        ["score-dates", "--show", files @ ..] if !files.is_empty() => score_dates::run(files, true),
        ["score-dates", files @ ..] if !files.is_empty() => score_dates::run(files, false),
        ["read", file] => read::run(file),
        ["train-segmenter", "--ud", folder] => train_segmenter::run(folder, train_segmenter::WEIGHTS),
        ["train-segmenter", "--ud", folder, "--out", file] => train_segmenter::run(folder, file),
        ["score-segmenter", "--free", files @ ..] if !files.is_empty() => score_segmenter::run(files, true),
        ["score-segmenter", files @ ..] if !files.is_empty() => score_segmenter::run(files, false),
        ["segment", "--text", file] => score_segmenter::show(file),
        ["segment", file] => score_segmenter::print(file),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}
