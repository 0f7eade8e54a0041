//! Pages that are damaged in every way that can be thought of: none may panic, take long or come out unsound.
//!
//! A small share runs with every test; all of it with `cargo test --release -p memcon --test mutated -- --ignored`, which
//! takes some minutes.

use std::time::{Duration, Instant};

use memcon::intake::check;

/// Pages to start from.
const PAGES: [&str; 4] = [
    include_str!("pages/accord.html"),
    include_str!("pages/scroll.html"),
    include_str!("../../../examples/live-blog.html"),
    include_str!("../../../examples/envoy.html"),
];

/// No page may take longer.
const LONGEST: Duration = Duration::from_secs(2);

/// Numbers that look random and are the same each time (`xorshift64*`).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// A number below `end`, which is not zero.
    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() >> 11).unwrap_or(0) % end.max(1)
    }
}

/// A page with something wrong with it.
fn damaged(numbers: &mut Numbers) -> Vec<u8> {
    let mut page = PAGES[numbers.below(PAGES.len())].as_bytes().to_vec();
    for _ in 0..=numbers.below(4) {
        let at = numbers.below(page.len());
        match numbers.below(12) {
            0 => page[at] ^= 1 << numbers.below(8),
            1 => page.truncate(at.max(1)),
            2 => {
                let end = at + numbers.below(page.len() - at);
                page.drain(at..end);
            }
            3 => {
                let end = at + numbers.below((page.len() - at).min(2000));
                let piece = page[at..end].repeat(1 + numbers.below(20));
                page.splice(at..at, piece);
            }
            4 => nest(&mut page, at, numbers),
            5 => {
                let attribute = format!("<p a{}=\"{}\">", at, "x&quot;".repeat(numbers.below(20_000)));
                page.splice(at..at, attribute.into_bytes());
            }
            6 => {
                let attributes = (0..numbers.below(3000)).map(|n| format!(" a{n}")).collect::<Vec<_>>().concat();
                page.splice(at..at, format!("<div{attributes}>").into_bytes());
            }
            7 => (0..numbers.below(200)).for_each(|_| {
                let at = numbers.below(page.len());
                page[at] = b"<>&\"'/!-\0\xff\xc3\xe2"[numbers.below(12)];
            }),
            8 => {
                let encodings = [
                    "utf-16",
                    "shift_jis",
                    "gb18030",
                    "iso-2022-jp",
                    "utf-7",
                    "x-user-defined",
                    "windows-1251",
                    "big5",
                ];
                let meta = format!("<meta charset={}>", encodings[numbers.below(encodings.len())]);
                page.splice(0..0, meta.into_bytes());
                page.push(0xff);
            }
            9 => {
                let end = at + numbers.below((page.len() - at).min(400));
                page[at..end].iter_mut().for_each(|byte| *byte = byte.rotate_left(3));
            }
            10 => page = page.iter().flat_map(|byte| [*byte, 0]).collect(),
            _ => {
                let soup = [
                    "<table>",
                    "<b>",
                    "</p>",
                    "<a href=x>",
                    "<!--",
                    "<script>",
                    "<select>",
                    "&#x10ffff;",
                    "<svg><title>",
                    "]]>",
                    "<td>",
                    "<template>",
                    "<plaintext>",
                    "<textarea>",
                ];
                let soup: String = (0..numbers.below(300)).map(|_| soup[numbers.below(soup.len())]).collect();
                page.splice(at..at, soup.into_bytes());
            }
        }
        if page.is_empty() {
            page.push(b'x');
        }
    }
    page
}

/// Puts elements around what follows.
fn nest(page: &mut Vec<u8>, at: usize, numbers: &mut Numbers) {
    let tags =
        ["<div>", "<b>", "<blockquote>", "<ul><li>", "<table><tr><td>", "<font color=a><p>", "<span>", "<a href=x>"];
    let nested = tags[numbers.below(tags.len())].repeat(numbers.below(5000));
    page.splice(at..at, nested.into_bytes());
}

/// What this thread has used of the processor, which does not count what else the machine does; where Linux does not say
/// it, the clock has to do.
fn processor() -> Option<Duration> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    told.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
}

fn run(from: u64, count: usize) {
    let mut numbers = Numbers(from);
    for number in 0..count {
        let before = numbers.0;
        let page = damaged(&mut numbers);
        let (begun, used) = (Instant::now(), processor());
        check::any(&page);
        let taken = match (used, processor()) {
            (Some(before), Some(after)) => after.saturating_sub(before),
            _ => begun.elapsed(),
        };
        assert!(taken < LONGEST, "page {number} (numbers from {before:#x}, {} bytes) took {taken:?}", page.len());
    }
}

#[test]
fn a_thousand_damaged_pages_do_no_harm() {
    run(0x9e37_79b9_7f4a_7c15, 1000);
}

/// Pages that once took too long.
#[test]
fn what_once_took_long_does_so_no_more() {
    // A class of thousands of signs beyond ASCII, in which the library looked for words for each element again.
    run(0x3792_3d13_3d20_2853, 1);
    // One that seemed to, by the clock of a busy machine.
    run(0xfc46_4ef8_f3cc_f4af, 1);
}

#[test]
#[ignore = "some minutes"]
fn a_hundred_thousand_damaged_pages_do_no_harm() {
    run(0xd1b5_4a32_d192_ed03, 100_000);
}
