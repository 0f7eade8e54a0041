//! Export: how fast synthetic events become one Parquet file, and that memory does not grow with their number. What reads
//! the file back is `bench/read_parquet.py`.

use std::path::Path;
use std::time::Instant;

use memcon_exchange::{Exporter, Format, Options};
use memcon_store::synthetic::Synthetic;
use memcon_store::{Exported, Run};

use crate::bench::peak_memory;

/// How much more memory the whole may take than its first tenth: the footer of the file, which names every group of rows.
const GROWTH: f64 = 1.25;

/// Writes so many events to a file.
pub fn run(events: &str, file: &str) -> Result<(), String> {
    let wanted: usize = events.parse().map_err(|_| format!("{events:?} is no number of events"))?;
    let failed = |error: std::io::Error| format!("{file}: {error}");
    let synthetic = Synthetic::default();
    let documents = wanted.div_ceil(synthetic.events.max(1));
    let coder =
        Run { program: "synthetic".into(), model: String::new(), lexicon: String::new(), options: String::new() };
    let mut exporter = Exporter::to(Format::Parquet, Some(Path::new(file)), Options::default()).map_err(failed)?;
    let (begun, mut written, mut early) = (Instant::now(), 0_usize, 0);
    for number in 0..documents {
        for exported in Exported::of(&synthetic.document(number, documents), &coder) {
            exporter.write(exported).map_err(failed)?;
            written += 1;
        }
        if number == documents / 10 {
            early = peak_memory()?;
        }
    }
    let tally = exporter.finish().map_err(failed)?;
    let seconds = begun.elapsed().as_secs_f64();
    let size = std::fs::metadata(file).map_err(failed)?.len();
    let late = peak_memory()?;
    println!("events                  {:>8} of {written} made", tally.written);
    println!("exported                {:>8.0} a second", tally.written as f64 / seconds);
    println!(
        "file                    {:>8.1} MB, {:.0} bytes an event",
        size as f64 / 1e6,
        size as f64 / tally.written.max(1) as f64
    );
    println!("memory                  {late:>8} MiB at its peak, {early} after a tenth");
    if early > 0 && late as f64 > early as f64 * GROWTH {
        return Err(format!("memory grew from {early} to {late} MiB"));
    }
    Ok(())
}
