//! Speed and memory of intake: an archive of a crawl, made on the spot and read as a stream.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::Instant;

use flate2::Compression;
use flate2::write::GzEncoder;
use memcon::intake::{self, Options};

/// Stories of our own that the pages are made from.
const STORIES: [&str; 4] = [
    include_str!("../../examples/envoy.html"),
    include_str!("../../examples/readout.html"),
    include_str!("../../examples/tariffs.html"),
    include_str!("../../examples/election.html"),
];

/// Bytes of script in a page: news pages hold more of it than of anything else, and it hardly packs.
const SCRIPT: usize = 24_000;

/// Links of navigation and teasers in a page.
const LINKS: usize = 120;

/// Makes an archive of so many megabytes, packed, reads it and prints pages a second and the peak of memory.
pub fn run(megabytes: &str) -> Result<(), String> {
    let megabytes: u64 = megabytes.parse().map_err(|_| format!("{megabytes}: not a number of megabytes"))?;
    let path = std::env::temp_dir().join(format!("memcon-bench-{}.warc.gz", std::process::id()));
    let written = write(&path, megabytes << 20).map_err(|e| format!("{}: {e}", path.display()))?;
    let done = measure(&path, written);
    let _ = std::fs::remove_file(&path);
    done
}

fn measure(path: &Path, written: u64) -> Result<(), String> {
    let size = std::fs::metadata(path).map_err(|e| e.to_string())?.len();
    let before = crate::bench::peak_memory()?;
    let (start, mut pages, mut bytes) = (Instant::now(), 0_u64, 0);
    let mut archive = intake::open_file(path, &Options::default());
    for page in archive.by_ref() {
        bytes += page.map_err(|e| e.to_string())?.text.len();
        pages += 1;
    }
    let seconds = start.elapsed().as_secs_f64();
    for note in archive.notes() {
        println!("note: {}", note.message);
    }
    if pages != written {
        return Err(format!("{written} pages were written and {pages} read"));
    }
    println!("archive                 {:>8} MiB packed, {pages} pages", size >> 20);
    println!(
        "pages                   {:>8.0} a second, one core, {} bytes of text each",
        pages as f64 / seconds,
        bytes as u64 / pages.max(1)
    );
    println!("peak memory             {:>8} MiB, {before} MiB before", crate::bench::peak_memory()?);
    Ok(())
}

/// Writes an archive; how many pages it holds.
fn write(path: &Path, bytes: u64) -> std::io::Result<u64> {
    let mut file = BufWriter::new(File::create(path)?);
    let (mut written, mut pages) = (0, 0);
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
    while written < bytes {
        let body = page(pages, &mut numbers);
        let answer = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{body}");
        let head = format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://harbour-post.example/2025/05/{:02}/{pages}\r\n\
             WARC-Record-ID: <urn:uuid:{pages}>\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n",
            pages % 28 + 1,
            answer.len()
        );
        let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
        packed.write_all(head.as_bytes())?;
        packed.write_all(answer.as_bytes())?;
        packed.write_all(b"\r\n\r\n")?;
        let packed = packed.finish()?;
        file.write_all(&packed)?;
        written += packed.len() as u64;
        pages += 1;
    }
    file.flush()?;
    Ok(pages)
}

/// A story with the script and the links that the pages of news sites carry.
fn page(number: u64, numbers: &mut Numbers) -> String {
    let story = STORIES[usize::try_from(number).unwrap_or(0) % STORIES.len()];
    let mut script = String::with_capacity(SCRIPT);
    for _ in 0..SCRIPT / 16 {
        let _ = write!(script, "{:016x}", numbers.next());
    }
    let mut links = String::new();
    for n in 0..LINKS {
        let to = numbers.next();
        let _ = writeln!(links, "<li class=\"teaser t{n}\"><a href=\"/world/{to:x}\">Story {n} of the day</a></li>");
    }
    let body = story.replace("</head>", &format!("<script>var state = \"{script}\";</script></head>"));
    body.replace("</body>", &format!("<aside><ul>{links}</ul></aside></body>"))
}

/// Numbers that look random and are the same each time (`xorshift64*`).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }
}
