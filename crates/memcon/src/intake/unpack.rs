//! Packed inputs: gzip member by member, zstd frame by frame, brotli.

use std::io::{self, BufRead, BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::bufread::{DeflateDecoder, GzDecoder, ZlibDecoder};
use ruzstd::decoding::{FrameDecoder, StreamingDecoder};

use super::bounds::Bounds;
use super::context::Log;
use super::page::NoteKind;
use super::source::{self, Peek, Stream, damage};

/// How bytes are packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Packing {
    Gzip,
    Zstd,
    Brotli,
}

impl Packing {
    /// How an input that starts so is packed, if it says so. Brotli does not; see [`is_brotli`].
    pub fn of(head: &[u8]) -> Option<Self> {
        match head {
            [0x1f, 0x8b, ..] => Some(Self::Gzip),
            // A frame, or one to be skipped.
            [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Some(Self::Zstd),
            _ => None,
        }
    }

    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Zstd => "zstd",
            Self::Brotli => "brotli",
        }
    }
}

/// Bytes below which the ratio of packed to unpacked is not looked at: a page of blanks packs well and hurts nobody.
const SMALL: u64 = 16 << 20;

/// Most memory that a zstd frame may ask for its window.
const ZSTD_WINDOW: u64 = 64 << 20;

/// The unpacked bytes of a stream. A damaged gzip member gives an error once, then the next member is read.
pub(crate) fn unpack<'a>(packed: Stream<'a>, packing: Packing, bounds: &Bounds, log: &Log) -> Stream<'a> {
    let count = Arc::new(AtomicU64::new(0));
    let packed: Stream<'a> = Box::new(Counted { inner: packed, count: Arc::clone(&count) });
    let unpacked: Box<dyn Read + Send + 'a> = match packing {
        Packing::Gzip => Box::new(Members::new(packed)),
        Packing::Zstd => Box::new(Frames::new(packed)),
        Packing::Brotli => Box::new(brotli_decompressor::Decompressor::new(packed, 1 << 16)),
    };
    bounded(unpacked, packing.as_str(), count, bounds, log)
}

/// The unpacked bytes of a file of a zip archive.
pub(crate) fn inflate<'a>(packed: Stream<'a>, bounds: &Bounds, log: &Log) -> Stream<'a> {
    let count = Arc::new(AtomicU64::new(0));
    let packed: Stream<'a> = Box::new(Counted { inner: packed, count: Arc::clone(&count) });
    bounded(Box::new(DeflateDecoder::new(packed)), "zip", count, bounds, log)
}

/// A stream that ends where the bounds do.
fn bounded<'a>(
    inner: Box<dyn Read + Send + 'a>,
    packing: &'static str,
    packed: Arc<AtomicU64>,
    bounds: &Bounds,
    log: &Log,
) -> Stream<'a> {
    let bounded =
        Bounded { inner, packing, packed, unpacked: 0, bounds: bounds.clone(), log: log.clone(), ended: false };
    Box::new(BufReader::with_capacity(1 << 16, bounded))
}

/// Whether a stretch of bytes that are no text is the beginning of a brotli stream whose content is text. The format
/// has no mark of its own, but hardly anything else unpacks as it.
pub(crate) fn is_brotli(head: &[u8]) -> bool {
    let mut unpacked = vec![0; 4096];
    let mut decoder = brotli_decompressor::Decompressor::new(head, 4096);
    let mut count = 0;
    while count < unpacked.len() {
        match decoder.read(unpacked.get_mut(count..).unwrap_or_default()) {
            Ok(0) => break,
            Ok(more) => count += more,
            // The head may break off in the middle of the stream.
            Err(_) if count >= 512 => break,
            Err(_) => return false,
        }
    }
    unpacked.truncate(count);
    let text = unpacked.utf8_chunks().map(|chunk| chunk.valid().len()).sum::<usize>();
    let control = unpacked.iter().filter(|b| b.is_ascii_control() && !b.is_ascii_whitespace()).count();
    count >= 16 && text * 100 >= count * 98 && control * 100 <= count
}

/// What HTTP calls an encoding of content, undone: as many bytes as there are, up to `most`. What does not unpack stays
/// as it is, for many archives hold the content unpacked under the header of the packed one.
pub(crate) fn of_http(body: Vec<u8>, encoding: &str, most: usize) -> (Vec<u8>, Option<io::Error>) {
    let limit = most as u64 + 1;
    let mut unpacked = Vec::new();
    let mut read = |reader: &mut dyn Read| reader.take(limit).read_to_end(&mut unpacked).err();
    let error = match encoding.trim().to_ascii_lowercase().as_str() {
        _ if Packing::of(&body) == Some(Packing::Gzip) => read(&mut Members::new(Box::new(body.as_slice()))),
        "zstd" if Packing::of(&body).is_some() => read(&mut Frames::new(Box::new(body.as_slice()))),
        "br" => read(&mut brotli_decompressor::Decompressor::new(body.as_slice(), 4096)),
        // Called so, it is with or without the frame of zlib.
        "deflate" if body.first().is_some_and(|b| b & 0x0f == 8) => read(&mut ZlibDecoder::new(body.as_slice())),
        "deflate" => read(&mut DeflateDecoder::new(body.as_slice())),
        _ => return (body, None),
    };
    if unpacked.is_empty() { (body, None) } else { (unpacked, error) }
}

/// Counts what is read.
struct Counted<'a> {
    inner: Stream<'a>,
    count: Arc<AtomicU64>,
}

impl Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.count.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

impl BufRead for Counted<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.count.fetch_add(count as u64, Ordering::Relaxed);
        self.inner.consume(count);
    }
}

/// The members of a gzip file, one after the other.
struct Members<'a> {
    state: Member<'a>,
    /// Bytes that have been gone back over and read again, which is bounded by those that were read.
    again: u64,
    /// Bytes that members have taken.
    taken: u64,
}

enum Member<'a> {
    Between(Peek<'a>),
    Within(Box<GzDecoder<Kept<'a>>>),
    Ended,
}

impl<'a> Members<'a> {
    fn new(packed: Stream<'a>) -> Self {
        Self { state: Member::Between(Peek::new(packed)), again: 0, taken: 0 }
    }

    /// Goes from a damaged member to the next, whose head the decompressor may have taken for data; whether there is
    /// one.
    fn recover(&mut self, member: Kept<'a>) -> Option<Peek<'a>> {
        let Kept { mut packed, bytes: kept, .. } = member;
        // A head may also begin in what was taken and end in what was not.
        let straddling = kept.len().saturating_sub(HEAD - 1).max(1);
        let next = kept.get(1..).and_then(member_head).map_or(straddling, |at| at + 1);
        let back = kept.get(next..).unwrap_or_default();
        // A file of nothing but heads would else be read once for each.
        if self.again + (back.len() as u64) <= self.taken + KEPT as u64 {
            self.again += back.len() as u64;
            packed.unread(back);
        }
        seek_member(&mut packed).then_some(packed)
    }
}

impl Read for Members<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            match std::mem::replace(&mut self.state, Member::Ended) {
                Member::Ended => return Ok(0),
                Member::Between(mut packed) => {
                    skip_zeros(&mut packed);
                    if packed.peek(1).is_empty() {
                        return packed.failed().map_or(Ok(0), Err);
                    }
                    self.state = Member::Within(Box::new(GzDecoder::new(Kept::new(packed))));
                }
                Member::Within(mut member) => match member.read(buffer) {
                    Ok(0) if !buffer.is_empty() => {
                        let member = member.into_inner();
                        self.taken += member.taken;
                        self.state = Member::Between(member.packed);
                    }
                    Ok(count) => {
                        self.state = Member::Within(member);
                        return Ok(count);
                    }
                    Err(error) => {
                        let member = member.into_inner();
                        self.taken += member.taken;
                        if let Some(packed) = self.recover(member) {
                            self.state = Member::Between(packed);
                        }
                        return Err(damage(format!("damaged gzip data: {error}")));
                    }
                },
            }
        }
    }
}

/// Most packed bytes of a member that are kept to go back over: pages of the web are smaller.
const KEPT: usize = 1 << 20;

/// The packed bytes of a member, which are kept while there are few.
struct Kept<'a> {
    packed: Peek<'a>,
    bytes: Vec<u8>,
    taken: u64,
}

impl<'a> Kept<'a> {
    fn new(packed: Peek<'a>) -> Self {
        Self { packed, bytes: Vec::new(), taken: 0 }
    }
}

impl Read for Kept<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(buffer)?;
        self.consume(count);
        Ok(count)
    }
}

impl BufRead for Kept<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.packed.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.taken += count as u64;
        if self.taken > KEPT as u64 {
            self.bytes = Vec::new();
        } else if let Ok(bytes) = self.packed.fill_buf() {
            self.bytes.extend_from_slice(bytes.get(..count).unwrap_or_default());
        }
        self.packed.consume(count);
    }
}

/// How far is looked ahead at once.
const AHEAD: usize = 1 << 14;

/// Passes over zeros, which pad tapes and blocks.
fn skip_zeros(packed: &mut Peek<'_>) {
    while packed.peek(1).first() == Some(&0) {
        let zeros = packed.peek(AHEAD).iter().take_while(|byte| **byte == 0).count();
        packed.consume(zeros);
    }
}

/// Bytes by which the head of a member is known.
const HEAD: usize = 4;

/// Where in some bytes what looks like the head of a member is.
fn member_head(bytes: &[u8]) -> Option<usize> {
    /// The mark and the only method that there is; the upper three of the flags that follow are reserved.
    const MARK: &[u8] = &[0x1f, 0x8b, 8];
    memchr::memmem::find_iter(bytes, MARK).find(|at| bytes.get(at + MARK.len()).is_some_and(|flags| *flags < 0x20))
}

/// Goes on to what looks like the head of another member; whether there is one.
fn seek_member(packed: &mut Peek<'_>) -> bool {
    loop {
        let ahead = packed.peek(AHEAD);
        if let Some(at) = member_head(ahead) {
            packed.consume(at);
            return true;
        }
        let passed = ahead.len().saturating_sub(HEAD - 1);
        if passed == 0 {
            return false;
        }
        packed.consume(passed);
    }
}

/// The frames of a zstd file.
struct Frames<'a> {
    state: Frame<'a>,
}

enum Frame<'a> {
    Between(Peek<'a>),
    Within(Box<StreamingDecoder<Peek<'a>, FrameDecoder>>),
    Ended,
}

impl<'a> Frames<'a> {
    fn new(packed: Stream<'a>) -> Self {
        Self { state: Frame::Between(Peek::new(packed)) }
    }
}

impl Read for Frames<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            match std::mem::replace(&mut self.state, Frame::Ended) {
                Frame::Ended => return Ok(0),
                Frame::Between(packed) => self.state = next_frame(packed)?,
                Frame::Within(mut frame) => match frame.read(buffer) {
                    Ok(0) if !buffer.is_empty() => self.state = Frame::Between(frame.into_inner()),
                    Ok(count) => {
                        self.state = Frame::Within(frame);
                        return Ok(count);
                    }
                    Err(error) => return Err(io::Error::other(format!("damaged zstd data: {error}"))),
                },
            }
        }
    }
}

/// The next frame; one that is to be skipped is.
fn next_frame(mut packed: Peek<'_>) -> io::Result<Frame<'_>> {
    match *packed.peek(8) {
        [] => packed.failed().map_or(Ok(Frame::Ended), Err),
        [0x50..=0x5f, 0x2a, 0x4d, 0x18, a, b, c, d] => {
            let (_, error) = source::skip(&mut packed, u64::from(u32::from_le_bytes([a, b, c, d])) + 8);
            error.map_or(Ok(Frame::Between(packed)), Err)
        }
        _ => match StreamingDecoder::new_with_max_window_size(packed, ZSTD_WINDOW) {
            Ok(frame) => Ok(Frame::Within(Box::new(frame))),
            Err(error) => Err(io::Error::other(format!("damaged zstd data: {error}"))),
        },
    }
}

/// Ends where the bounds end, and says so.
struct Bounded<'a> {
    inner: Box<dyn Read + Send + 'a>,
    packing: &'static str,
    packed: Arc<AtomicU64>,
    unpacked: u64,
    bounds: Bounds,
    log: Log,
    ended: bool,
}

impl Read for Bounded<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.ended {
            return Ok(0);
        }
        let left = self.bounds.unpacked_bytes.saturating_sub(self.unpacked);
        let most = usize::try_from(left).unwrap_or(usize::MAX).min(buffer.len());
        let count = if most == 0 && !buffer.is_empty() {
            // One byte more tells whether anything is lost.
            self.inner.read(&mut [0])?
        } else {
            self.inner.read(buffer.get_mut(..most).unwrap_or_default())?
        };
        if most == 0 && count > 0 {
            let bytes = self.bounds.unpacked_bytes;
            self.end(&format!("holds more than {bytes} bytes (bound `unpacked_bytes`); the rest was not read"));
            return Ok(0);
        }
        self.unpacked += count as u64;
        let ratio = self.bounds.ratio.saturating_mul(self.packed.load(Ordering::Relaxed).max(1));
        if self.unpacked > SMALL.max(ratio) {
            let times = self.bounds.ratio;
            self.end(&format!("unpacks to more than {times} times its size (bound `ratio`); the rest was not read"));
        }
        Ok(count)
    }
}

impl Bounded<'_> {
    fn end(&mut self, why: &str) {
        self.ended = true;
        self.log.add(NoteKind::Cut, format!("the {} data {why}", self.packing));
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn pack(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).expect("a vector takes all");
        encoder.finish().expect("a vector takes all")
    }

    fn numbers() -> Vec<u8> {
        (0..20_000_u32).flat_map(|n| format!("{} ", n.wrapping_mul(2_654_435_761)).into_bytes()).collect()
    }

    /// What comes out, with a `!` where the stream was damaged.
    fn unpacked(packed: &[u8], packing: Packing, bounds: &Bounds) -> (Vec<u8>, Vec<String>) {
        let log = Log::default();
        let mut stream = Peek::new(unpack(Box::new(packed), packing, bounds, &log));
        let mut out = Vec::new();
        while let Err(error) = stream.read_to_end(&mut out) {
            out.push(b'!');
            assert!(error.to_string().contains("damaged"), "{error}");
        }
        (out, log.take().into_iter().map(|note| note.message).collect())
    }

    #[test]
    fn members_are_joined() {
        let packed = [pack(b"one "), vec![0; 7], pack(b"two"), vec![0; 512]].concat();
        assert_eq!(unpacked(&packed, Packing::Gzip, &Bounds::default()), (b"one two".to_vec(), vec![]));
    }

    #[test]
    fn what_is_left_of_a_broken_file_is_kept() {
        let text = numbers();
        let packed = pack(&text);
        let (out, _) = unpacked(&packed[..packed.len() / 2], Packing::Gzip, &Bounds::default());
        assert!(out.len() > 1000 && out.ends_with(b"!") && text.starts_with(&out[..out.len() - 1]));
        assert_eq!(unpacked(&packed[..8], Packing::Gzip, &Bounds::default()).0, b"!");
    }

    #[test]
    fn a_damaged_member_costs_no_other() {
        let mut bad = pack(&numbers());
        let middle = bad.len() / 2;
        bad[middle..middle + 40].fill(0xff);
        let (out, _) = unpacked(&[pack(b"first."), bad, pack(b"last.")].concat(), Packing::Gzip, &Bounds::default());
        assert!(out.starts_with(b"first.") && out.ends_with(b"!last."), "{}", out.len());
    }

    #[test]
    fn the_member_after_a_damaged_one_is_found_wherever_the_damage_is() {
        let whole = pack(b"The envoy met the minister in the port. He left for the capital.");
        for at in 10..whole.len() - 8 {
            for byte in [0x00, 0xff, whole[at] ^ 0x10] {
                let mut bad = whole.clone();
                bad[at] = byte;
                let packed = [pack(b"first."), bad, pack(b"last.")].concat();
                let (out, _) = unpacked(&packed, Packing::Gzip, &Bounds::default());
                assert!(
                    out.starts_with(b"first.") && out.ends_with(b"last."),
                    "{at}: {}",
                    String::from_utf8_lossy(&out)
                );
            }
        }
    }

    #[test]
    fn heads_without_members_are_read_in_linear_time() {
        let heads = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0xff].repeat(400_000);
        let before = std::time::Instant::now();
        unpacked(&heads, Packing::Gzip, &Bounds::default());
        assert!(before.elapsed().as_secs() < 20, "{:?}", before.elapsed());
    }

    #[test]
    fn ten_thousand_members_and_as_many_damaged_ones_are_no_danger() {
        let mut broken = pack(b"x");
        broken.truncate(broken.len() - 3);
        let whole: Vec<u8> = pack(b"x").repeat(10_000);
        assert_eq!(unpacked(&whole, Packing::Gzip, &Bounds::default()).0.len(), 10_000);
        let (out, _) = unpacked(&broken.repeat(10_000), Packing::Gzip, &Bounds::default());
        assert!(String::from_utf8_lossy(&out).matches('x').count() > 1000);
    }

    #[test]
    fn zstd_frames_are_joined_and_those_to_skip_are_skipped() {
        // Raw blocks, written by hand: magic, single segment with a size of one byte, a last block of raw bytes.
        let frame = |bytes: &[u8]| {
            let size = u8::try_from(bytes.len()).expect("short");
            [&[0x28, 0xb5, 0x2f, 0xfd, 0x20, size, 1 | size << 3, 0, 0], bytes].concat()
        };
        let skip = [0x53, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 9, 9, 9];
        let packed = [frame(b"one "), skip.to_vec(), frame(b"two")].concat();
        assert_eq!(unpacked(&packed, Packing::Zstd, &Bounds::default()), (b"one two".to_vec(), vec![]));
        let cut = &packed[..packed.len() - 2];
        assert!(unpacked(cut, Packing::Zstd, &Bounds::default()).0.starts_with(b"one "));
    }

    #[test]
    fn bombs_are_cut_and_that_is_said() {
        let packed = pack(&vec![b'a'; 1 << 20]);
        let (out, notes) = unpacked(&packed, Packing::Gzip, &Bounds { unpacked_bytes: 1000, ..Bounds::default() });
        assert_eq!(out.len(), 1000);
        assert!(notes.len() == 1 && notes[0].contains("unpacked_bytes"), "{notes:?}");
        let packed = pack(&vec![b'a'; 40 << 20]);
        let (out, notes) = unpacked(&packed, Packing::Gzip, &Bounds::default());
        assert!(out.len() < 18 << 20 && notes.len() == 1 && notes[0].contains("`ratio`"), "{} {notes:?}", out.len());
        let exact = unpacked(&pack(b"abc"), Packing::Gzip, &Bounds { unpacked_bytes: 3, ..Bounds::default() });
        assert_eq!(exact, (b"abc".to_vec(), vec![]));
    }

    #[test]
    fn brotli_is_known_by_what_comes_out() {
        // "The envoy met the minister in the port." as one uncompressed block, then an empty last one.
        let text = b"The envoy met the minister in the port.";
        let length = u32::try_from(text.len() - 1).expect("short");
        // WBITS 16 (0), ISLAST 0, MNIBBLES 4 (00), MLEN - 1 in 16 bits, ISUNCOMPRESSED 1, padding; then ISLAST 1, ISLASTEMPTY 1.
        let head = (length << 4) | 1 << 20;
        let packed = [&head.to_le_bytes()[..3], text, &[3]].concat();
        assert!(is_brotli(&packed));
        assert_eq!(unpacked(&packed, Packing::Brotli, &Bounds::default()).0, text);
        let noise: Vec<u8> = (0..4096_u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
        assert!(!is_brotli(&noise) && !is_brotli(b"\x89PNG") && !is_brotli(b""));
    }

    #[test]
    fn what_http_says_of_its_encoding_is_checked() {
        let text = b"<p>The envoy met the minister.</p>".to_vec();
        assert_eq!(of_http(pack(&text), "", 1000).0, text);
        assert_eq!(of_http(text.clone(), "gzip", 1000).0, text);
        assert_eq!(of_http(text.clone(), "br", 1000).0, text);
        assert_eq!(of_http(pack(&text), "gzip", 10).0.len(), 11);
    }
}
