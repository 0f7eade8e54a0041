//! Where bytes come from: streams that are read once, and inputs that can be read at any place.

use std::fs::File;
use std::io::{self, BufRead, BufReader, ErrorKind, Read, Seek, SeekFrom};
use std::sync::Arc;

/// Bytes that are read once, front to back.
pub(crate) type Stream<'a> = Box<dyn BufRead + Send + 'a>;

/// An input whose bytes can be read at any place, which archives and Parquet files want.
#[derive(Clone, Debug)]
pub(crate) enum Held<'a> {
    Slice(&'a [u8]),
    Owned(Arc<Vec<u8>>),
    File(Arc<File>),
}

impl<'a> Held<'a> {
    /// A reader of its own, at the first byte.
    pub fn reader(&self) -> HeldReader<'a> {
        HeldReader { held: self.clone(), at: 0 }
    }

    /// Its length in bytes.
    pub fn len(&self) -> io::Result<u64> {
        match self {
            Self::Slice(bytes) => Ok(bytes.len() as u64),
            Self::Owned(bytes) => Ok(bytes.len() as u64),
            Self::File(file) => Ok(file.metadata()?.len()),
        }
    }

    /// Its bytes from front to back.
    pub fn stream(&self) -> Stream<'a> {
        match self {
            Self::Slice(bytes) => Box::new(*bytes),
            _ => Box::new(BufReader::with_capacity(1 << 16, self.reader())),
        }
    }
}

/// Reads a [`Held`] input at its own place, whatever other readers of it do.
#[derive(Clone, Debug)]
pub(crate) struct HeldReader<'a> {
    held: Held<'a>,
    at: u64,
}

impl Read for HeldReader<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let from = |bytes: &[u8], buffer: &mut [u8]| {
            let at = usize::try_from(self.at).unwrap_or(usize::MAX);
            bytes.get(at..).unwrap_or_default().read(buffer)
        };
        let count = match &self.held {
            Held::Slice(bytes) => from(bytes, buffer)?,
            Held::Owned(bytes) => from(bytes, buffer)?,
            Held::File(file) => {
                let mut file = file.as_ref();
                file.seek(SeekFrom::Start(self.at))?;
                file.read(buffer)?
            }
        };
        self.at += count as u64;
        Ok(count)
    }
}

impl Seek for HeldReader<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let (base, offset) = match to {
            SeekFrom::Start(at) => (at, 0),
            SeekFrom::Current(by) => (self.at, by),
            SeekFrom::End(by) => (self.held.len()?, by),
        };
        let at = base.checked_add_signed(offset);
        self.at = at.ok_or_else(|| io::Error::new(ErrorKind::InvalidInput, "a place before the first byte"))?;
        Ok(self.at)
    }
}

/// A stream whose first bytes can be looked at before they are read. After an error it ends, unless the error says that
/// what follows can still be read (see [`damage`]).
pub(crate) struct Peek<'a> {
    head: Vec<u8>,
    at: usize,
    rest: Stream<'a>,
    /// What looking ahead met, to be given when reading gets there.
    error: Option<io::Error>,
    ended: bool,
}

impl<'a> Peek<'a> {
    pub fn new(rest: Stream<'a>) -> Self {
        Self { head: Vec::new(), at: 0, rest, error: None, ended: false }
    }

    /// The next `count` bytes, or as many as there are before the end or an error.
    pub fn peek(&mut self, count: usize) -> &[u8] {
        if self.at > 0 {
            self.head.drain(..self.at);
            self.at = 0;
        }
        while self.head.len() < count && self.error.is_none() && !self.ended {
            match self.rest.fill_buf() {
                Ok([]) => self.ended = true,
                Ok(bytes) => {
                    let taken = bytes.len().min(count - self.head.len());
                    self.head.extend_from_slice(bytes.get(..taken).unwrap_or_default());
                    self.rest.consume(taken);
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => self.error = Some(error),
            }
        }
        &self.head
    }

    /// Puts bytes back that were read last, to be read again.
    pub fn unread(&mut self, bytes: &[u8]) {
        self.head.splice(..self.at, bytes.iter().copied());
        self.at = 0;
    }

    /// What keeps the first byte from being read, if anything does.
    pub fn failed(&mut self) -> Option<io::Error> {
        if self.peek(1).is_empty() { self.error.take() } else { None }
    }
}

impl Read for Peek<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(buffer)?;
        self.consume(count);
        Ok(count)
    }
}

impl BufRead for Peek<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at < self.head.len() {
            return Ok(self.head.get(self.at..).unwrap_or_default());
        }
        self.head = Vec::new();
        self.at = 0;
        if let Some(error) = self.error.take() {
            self.ended |= !is_damage(&error);
            return Err(error);
        }
        if self.ended {
            return Ok(&[]);
        }
        // The borrow of what is read must not outlive the branch in which it is not returned, so it is asked for twice.
        match self.rest.fill_buf() {
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::Interrupted => return self.fill_buf(),
            Err(error) => {
                self.ended = !is_damage(&error);
                return Err(error);
            }
        }
        self.rest.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        if self.at < self.head.len() {
            self.at = (self.at + count).min(self.head.len());
        } else {
            self.rest.consume(count);
        }
    }
}

/// An error after which a stream goes on: a part of it is damaged, and what follows is read.
pub(crate) fn damage(what: impl std::fmt::Display) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, what.to_string())
}

/// Whether a stream goes on after an error.
pub(crate) fn is_damage(error: &io::Error) -> bool {
    error.kind() == ErrorKind::InvalidData
}

/// Reads up to `most` bytes; what was read before an error is kept, and the error is given with it.
pub(crate) fn read_up_to(stream: &mut dyn BufRead, most: u64) -> (Vec<u8>, Option<io::Error>) {
    let mut bytes = Vec::new();
    let error = stream.take(most).read_to_end(&mut bytes).err();
    (bytes, error)
}

/// Reads on for up to `most` bytes without keeping them: how many there were, and the error that ended them early.
pub(crate) fn skip(stream: &mut dyn BufRead, most: u64) -> (u64, Option<io::Error>) {
    let mut count = 0;
    while count < most {
        let there = match stream.fill_buf() {
            Ok(bytes) => bytes.len(),
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return (count, Some(error)),
        };
        let taken = usize::try_from(most - count).map_or(there, |left| there.min(left));
        if taken == 0 {
            break;
        }
        stream.consume(taken);
        count += taken as u64;
    }
    (count, None)
}

/// A line, or what is in its place.
#[derive(Debug)]
pub(crate) enum Taken {
    /// Its bytes, with the line break if there is one.
    Line(Vec<u8>),
    /// So many bytes, more than the bound; they were passed over.
    TooLong(u64),
    /// The stream is damaged here; what had been read of the line is lost.
    Damaged(io::Error),
    /// There is none.
    End,
}

/// Reads a line of up to `most` bytes.
pub(crate) fn take_line(stream: &mut dyn BufRead, most: usize) -> Taken {
    let mut line = Vec::new();
    let mut length = 0_u64;
    loop {
        let bytes = match stream.fill_buf() {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Taken::Damaged(error),
        };
        let end = memchr::memchr(b'\n', bytes);
        let taken = end.map_or(bytes.len(), |at| at + 1);
        if line.len() <= most {
            line.extend_from_slice(bytes.get(..taken).unwrap_or_default());
        }
        length += taken as u64;
        stream.consume(taken);
        if end.is_some() || taken == 0 {
            return match length {
                0 => Taken::End,
                _ if length > most as u64 => Taken::TooLong(length),
                _ => Taken::Line(line),
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_bounded_and_counted() {
        let mut stream: &[u8] = b"one\n0123456789\n\nlast";
        let mut seen = Vec::new();
        loop {
            match take_line(&mut stream, 6) {
                Taken::Line(line) => seen.push(String::from_utf8(line).expect("ASCII")),
                Taken::TooLong(bytes) => seen.push(format!("{bytes} bytes")),
                Taken::Damaged(error) => panic!("{error}"),
                Taken::End => break,
            }
        }
        assert_eq!(seen, ["one\n", "11 bytes", "\n", "last"]);
    }

    #[test]
    fn what_was_looked_at_is_still_read() {
        let mut peek = Peek::new(Box::new(BufReader::with_capacity(3, &b"abcdefgh"[..])));
        assert_eq!(peek.peek(5), b"abcde");
        assert_eq!(peek.peek(2), b"abcde");
        peek.consume(2);
        assert_eq!(peek.peek(4), b"cdef");
        let mut all = String::new();
        peek.read_to_string(&mut all).expect("no error");
        assert_eq!((all.as_str(), peek.peek(4)), ("cdefgh", &b""[..]));
        peek.unread(b"gh");
        assert_eq!(peek.peek(1), b"gh");
    }

    #[test]
    fn readers_of_one_input_do_not_disturb_each_other() {
        let held = Held::Slice(b"0123456789");
        let (mut one, mut two) = (held.reader(), held.reader());
        let mut buffer = [0; 2];
        one.seek(SeekFrom::End(-3)).expect("within");
        one.read_exact(&mut buffer).expect("two bytes");
        two.read_exact(&mut buffer).expect("two bytes");
        assert_eq!(&buffer, b"01");
        one.read_exact(&mut buffer[..1]).expect("a byte");
        assert_eq!(buffer[0], b'9');
        assert!(two.seek(SeekFrom::Current(-5)).is_err());
    }
}
