//! Tar archives, read as a stream. (The `tar` crate's entries borrow their archive, so that a reader of documents could
//! not own both; the format is simple enough.)

use std::io::{self, Read};
use std::sync::{Arc, Mutex, PoisonError};

use super::Items;
use super::context::Context;
use super::error::{InputError, Reason};
use super::page::NoteKind;
use super::source::{self, Stream};

/// Bytes of a block, of which everything is made.
const BLOCK: u64 = 512;

/// Most bytes of a long name or of extended headers.
const LONG_NAME: u64 = 1 << 20;

/// Whether bytes start with the header of a tar archive, which has the sum of its own bytes in it.
pub(crate) fn is_tar(head: &[u8]) -> bool {
    head.get(..512).and_then(Header::of).is_some()
}

/// What a header says of an entry.
struct Header {
    name: Vec<u8>,
    size: u64,
    kind: u8,
}

impl Header {
    fn of(block: &[u8]) -> Option<Self> {
        let sum = number(block.get(148..156)?)?;
        let own = |(at, byte): (usize, &u8)| if (148..156).contains(&at) { 32 } else { u64::from(*byte) };
        if block.iter().enumerate().map(own).sum::<u64>() != sum {
            return None;
        }
        let until_zero = |bytes: &[u8]| bytes.iter().copied().take_while(|byte| *byte != 0).collect::<Vec<u8>>();
        let mut name = until_zero(block.get(..100)?);
        let prefix = until_zero(block.get(345..500)?);
        if block.get(257..262)? == b"ustar" && block.get(262)? != &b' ' && !prefix.is_empty() {
            name = [prefix, name].join(&b'/');
        }
        Some(Self { name, size: number(block.get(124..136)?)?, kind: *block.get(156)? })
    }
}

/// A number in octal digits or, where it does not fit, in binary.
fn number(field: &[u8]) -> Option<u64> {
    if field.first()? & 0x80 != 0 {
        let (high, low) = field.split_at_checked(field.len().checked_sub(8)?)?;
        let small =
            high.iter().enumerate().all(|(at, byte)| if at == 0 { byte.trailing_zeros() >= 7 } else { *byte == 0 });
        return small.then(|| u64::from_be_bytes(low.try_into().unwrap_or([0xff; 8])));
    }
    let mut digits = field.iter().skip_while(|byte| **byte == b' ').take_while(|byte| (b'0'..=b'7').contains(byte));
    digits.try_fold(0_u64, |sum, digit| sum.checked_mul(8)?.checked_add(u64::from(digit - b'0')))
}

/// The stream of an archive, lent to the entry that is read.
#[derive(Clone)]
struct Shared<'a>(Arc<Mutex<Part<'a>>>);

struct Part<'a> {
    stream: Stream<'a>,
    /// Bytes of the entry that are still to be read.
    left: u64,
    broken: Option<String>,
}

impl Part<'_> {
    /// Passes over what is left of an entry and the padding after it; what is wrong with it.
    fn finish(&mut self, padding: u64) -> Option<String> {
        let left = std::mem::take(&mut self.left);
        let (count, error) = source::skip(&mut self.stream, left);
        let short = (count < left).then(|| "its last file is not whole".to_owned());
        let (_, after) = source::skip(&mut self.stream, padding);
        self.broken.take().or(error.or(after).map(|error| error.to_string())).or(short)
    }
}

impl Shared<'_> {
    fn with<T>(&self, work: impl FnOnce(&mut Part<'_>) -> T) -> T {
        let mut part = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        work(&mut part)
    }
}

impl Read for Shared<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.with(|part| {
            let most = usize::try_from(part.left).unwrap_or(usize::MAX).min(buffer.len());
            let read = part.stream.read(buffer.get_mut(..most).unwrap_or_default());
            match &read {
                Ok(count) => part.left -= (*count as u64).min(part.left),
                Err(error) => part.broken = Some(error.to_string()),
            }
            read
        })
    }
}

/// The documents of the files of an archive.
pub(crate) struct Archive<'a> {
    shared: Shared<'a>,
    context: Context,
    pages: Option<Items<'a>>,
    entries: usize,
    /// Zeros after the entry that is read, up to a whole block.
    padding: u64,
    ended: bool,
}

impl<'a> Archive<'a> {
    pub fn new(stream: Stream<'a>, context: Context) -> Self {
        let shared = Shared(Arc::new(Mutex::new(Part { stream, left: 0, broken: None })));
        Self { shared, context, pages: None, entries: 0, padding: 0, ended: false }
    }

    fn end(&mut self, why: &str) -> Option<Header> {
        self.ended = true;
        if !why.is_empty() {
            self.context.note(NoteKind::Cut, format!("the tar archive breaks off: {why}"));
        }
        None
    }

    /// Goes to the next file.
    fn next_file(&mut self) -> Option<Header> {
        let (mut long_name, mut long_size) = (None, None);
        loop {
            let padding = self.padding;
            self.padding = 0;
            let passed = self.shared.with(|part| part.finish(padding));
            if let Some(said) = passed {
                return self.end(&said);
            }
            let block = match self.bytes(BLOCK) {
                Ok(block) => block,
                Err(said) => return self.end(&said),
            };
            if block.iter().all(|byte| *byte == 0) {
                return self.end("");
            }
            let Some(mut header) = Header::of(&block) else { return self.end("a header is damaged") };
            self.padding = (BLOCK - header.size % BLOCK) % BLOCK;
            match header.kind {
                b'L' | b'x' => {
                    if header.size > LONG_NAME {
                        return self.end("a name is too long");
                    }
                    let bytes = match self.bytes(header.size) {
                        Ok(bytes) => bytes,
                        Err(said) => return self.end(&said),
                    };
                    if header.kind == b'L' {
                        long_name = Some(bytes.into_iter().take_while(|byte| *byte != 0).collect());
                    } else {
                        let (name, size) = extended(&bytes);
                        (long_name, long_size) = (name.or(long_name), size.or(long_size));
                    }
                }
                // Files; the second is what the oldest archives call them.
                b'0' | 0 | b'7' if !header.name.ends_with(b"/") => {
                    header.name = long_name.unwrap_or(header.name);
                    header.size = long_size.unwrap_or(header.size);
                    self.padding = (BLOCK - header.size % BLOCK) % BLOCK;
                    self.shared.with(|part| part.left = header.size);
                    return Some(header);
                }
                // Folders, links, devices.
                _ => {
                    (long_name, long_size) = (None, None);
                    self.shared.with(|part| part.left = header.size);
                }
            }
        }
    }

    fn bytes(&self, count: u64) -> Result<Vec<u8>, String> {
        let (bytes, error) = self.shared.with(|part| source::read_up_to(&mut part.stream, count));
        match error {
            Some(error) => Err(error.to_string()),
            // Some writers leave the end out.
            None if bytes.is_empty() && count == BLOCK => Ok(vec![0]),
            None if (bytes.len() as u64) < count => Err("it ends in the middle of a header".to_owned()),
            None => Ok(bytes),
        }
    }
}

/// The path and the size in extended headers: lines of length, space, key, `=`, value.
fn extended(bytes: &[u8]) -> (Option<Vec<u8>>, Option<u64>) {
    let (mut path, mut size) = (None, None);
    let mut rest = bytes;
    while let Some(space) = memchr::memchr(b' ', rest) {
        let length = rest.get(..space).and_then(|digits| std::str::from_utf8(digits).ok()).and_then(|d| d.parse().ok());
        let Some(line) = length.and_then(|length: usize| rest.get(space + 1..length)) else { break };
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        if let Some(value) = line.strip_prefix(b"path=") {
            path = Some(value.to_vec());
        } else if let Some(value) = line.strip_prefix(b"size=") {
            size = std::str::from_utf8(value).ok().and_then(|value| value.parse().ok());
        }
        rest = rest.get(length.unwrap_or(rest.len())..).unwrap_or_default();
    }
    (path, size)
}

impl Iterator for Archive<'_> {
    type Item = Result<super::Page, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(page) = self.pages.as_mut().and_then(Iterator::next) {
                return Some(page);
            }
            self.pages = None;
            if self.ended {
                return None;
            }
            let header = self.next_file()?;
            let name = String::from_utf8_lossy(&header.name).into_owned();
            if is_hidden(&name) {
                continue;
            }
            let context = self.context.within(&name);
            self.entries += 1;
            if self.entries > self.context.bounds().entries {
                self.ended = true;
                return Some(Err(context.error(Reason::TooMany(self.context.bounds().entries))));
            }
            let stream: Stream<'_> = Box::new(io::BufReader::with_capacity(1 << 14, self.shared.clone()));
            self.pages = Some(super::of_entry(stream, context));
        }
    }
}

/// Whether a file or a folder that it lies in has a name that starts with a dot, or is of those that archivers add.
pub(crate) fn is_hidden(name: &str) -> bool {
    let mut parts = name.split(['/', '\\']);
    parts.any(|part| (part.starts_with('.') && part != "." && part != "..") || part == "__MACOSX")
}

#[cfg(test)]
pub(crate) mod tests {
    use super::super::context::Options;
    use super::super::{Bounds, Columns, Pages, open_with};

    /// An archive of these files.
    pub(crate) fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut out = Vec::new();
        for (name, bytes) in files {
            if name.len() > 100 {
                entry(&mut out, "././@LongLink", b'L', name.as_bytes());
            }
            entry(&mut out, name, b'0', bytes);
        }
        out.extend([0; 1024]);
        out
    }

    fn entry(out: &mut Vec<u8>, name: &str, kind: u8, bytes: &[u8]) {
        let mut block = [0; 512];
        let short = &name.as_bytes()[..name.len().min(100)];
        block[..short.len()].copy_from_slice(short);
        block[124..135].copy_from_slice(format!("{:011o}", bytes.len()).as_bytes());
        block[156] = kind;
        block[257..263].copy_from_slice(b"ustar\0");
        block[148..156].fill(b' ');
        let sum: u32 = block.iter().map(|byte| u32::from(*byte)).sum();
        block[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        out.extend(block);
        out.extend(bytes);
        out.resize(out.len().next_multiple_of(512), 0);
    }

    fn names(pages: Pages<'_>) -> Vec<String> {
        pages.map(|page| page.map_or_else(|error| error.to_string(), |page| page.id.unwrap_or_default())).collect()
    }

    const SENTENCE: &[u8] = b"The envoy of Suder met the minister.";

    #[test]
    fn files_are_read_whatever_they_are_called() {
        let long = format!("{}/a.txt", "folder".repeat(30));
        let lines = b"{\"text\": \"One.\"}\n{\"text\": \"Two.\", \"id\": \"two\"}\n{bad\n";
        let archive =
            tar(&[(&long, SENTENCE), (".hidden", SENTENCE), ("b", lines), ("c.bin", &[0, 1, 2, 3, 0, 0, 0, 9])]);
        let names = names(open_with(&archive, "in.tar", &Options::default()));
        assert_eq!(names[..3], [format!("in.tar/{long}"), "in.tar/b:1".to_owned(), "two".to_owned()]);
        assert!(names[3].starts_with("in.tar/b, line 3: not valid JSON"), "{names:?}");
        assert!(names[4].starts_with("in.tar/c.bin: not a text"), "{names:?}");
    }

    #[test]
    fn archives_lie_in_archives_up_to_a_bound() {
        let mut archive = SENTENCE.to_vec();
        for _ in 0..6 {
            archive = tar(&[("in", &archive), ("x", SENTENCE)]);
        }
        let names = names(open_with(&archive, "t", &Options::default()));
        assert_eq!(names.len(), 5, "{names:?}");
        assert!(names[0].contains("t/in/in/in/in: it lies in more than 4 archives"), "{names:?}");
        let options = Options { bounds: Bounds { entries: 1, ..Bounds::default() }, columns: Columns::default() };
        let archive = tar(&[("a", SENTENCE), ("b", SENTENCE), ("c", SENTENCE)]);
        let names: Vec<String> =
            open_with(&archive, "t", &options).map(|p| p.map_or_else(|e| e.to_string(), |_| String::new())).collect();
        assert!(names.len() == 2 && names[1].contains("bound `entries`"), "{names:?}");
    }

    #[test]
    fn what_is_whole_of_a_broken_archive_is_read() {
        let archive = tar(&[("a", &SENTENCE.repeat(30)), ("b", &SENTENCE.repeat(30))]);
        for end in 0..archive.len() {
            let mut pages = open_with(&archive[..end], "t", &Options::default());
            let whole = pages.by_ref().flatten().count();
            assert!(whole >= usize::from(end > 2000) && whole <= 2, "{end}: {whole}");
        }
        let mut pages = open_with(&archive[..2600], "t", &Options::default());
        assert_eq!(pages.by_ref().count(), 2);
        assert!(pages.notes().iter().any(|note| note.message.contains("breaks off")));
    }
}
