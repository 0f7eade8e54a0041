//! Zip archives.

use std::io::{BufReader, Read, Seek, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};

use zip::{CompressionMethod, ZipArchive};

use super::context::Context;
use super::error::{InputError, Reason};
use super::source::{Held, HeldReader, Stream};
use super::tar::is_hidden;
use super::{Items, Page};

/// What such an input is called.
const KIND: &str = "a zip archive";

/// The documents of the files of an archive.
pub(crate) struct Archive<'a> {
    files: ZipArchive<HeldReader<'a>>,
    held: Held<'a>,
    context: Context,
    next: usize,
    /// Files read.
    entries: usize,
    pages: Option<Items<'a>>,
}

/// Where the content of a file lies, and how it is packed.
struct Content {
    start: u64,
    size: u64,
    method: CompressionMethod,
}

impl<'a> Archive<'a> {
    /// Reads the list of files.
    pub fn open(held: Held<'a>, context: Context) -> Result<Self, Reason> {
        let reader = held.reader();
        let files = match catch_unwind(AssertUnwindSafe(|| ZipArchive::new(reader))) {
            Ok(Ok(files)) => files,
            Ok(Err(error)) => return Err(Reason::Broken(KIND, error.to_string())),
            Err(_) => return Err(Reason::Broken(KIND, "the library failed on it".to_owned())),
        };
        // Offices' documents are archives of XML; their text is not to be had by reading each.
        let names = || (0..files.len().min(64)).filter_map(|at| files.name_for_index(at)?.ok());
        if names().any(|name| {
            name == "[Content_Types].xml" || name == "META-INF/container.xml" || name == "META-INF/manifest.xml"
        }) {
            return Err(Reason::Unsupported("an office document or an electronic book"));
        }
        if files.is_empty() {
            return Err(Reason::Empty);
        }
        Ok(Self { files, held, context, next: 0, entries: 0, pages: None })
    }

    /// Where the content of a file lies; none for a folder.
    fn content(&mut self, at: usize) -> Result<Option<Content>, Reason> {
        let files = &mut self.files;
        let found = catch_unwind(AssertUnwindSafe(|| {
            let file = files.by_index_raw(at).map_err(|error| error.to_string())?;
            if file.encrypted() {
                return Err("the file is encrypted".to_owned());
            }
            let start = file.data_start().ok_or("its content is not in it")?;
            let content = Content { start, size: file.compressed_size(), method: file.compression() };
            Ok(file.is_file().then_some(content))
        }));
        match found {
            Ok(Ok(content)) => Ok(content),
            Ok(Err(said)) => Err(Reason::Broken("a file of a zip archive", said)),
            Err(_) => Err(Reason::Broken("a file of a zip archive", "the library failed on it".to_owned())),
        }
    }

    /// The documents of a file.
    fn pages(&mut self, at: usize, context: Context) -> Result<Option<Items<'a>>, Reason> {
        let Some(content) = self.content(at)? else { return Ok(None) };
        let mut reader = self.held.reader();
        reader.seek(SeekFrom::Start(content.start)).map_err(Reason::Io)?;
        let packed: Stream<'a> = Box::new(BufReader::with_capacity(1 << 16, reader.take(content.size)));
        let stream = match content.method {
            CompressionMethod::Stored => packed,
            CompressionMethod::Deflated => super::unpack::inflate(packed, context.bounds(), &context.log),
            other => return Err(Reason::Broken("a file of a zip archive", format!("it is packed by {other}"))),
        };
        Ok(Some(super::of_entry(stream, context)))
    }
}

impl Iterator for Archive<'_> {
    type Item = Result<Page, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(page) = self.pages.as_mut().and_then(Iterator::next) {
                return Some(page);
            }
            self.pages = None;
            let at = self.next;
            self.next += 1;
            let name = match self.files.name_for_index(at)? {
                Ok(name) => name.into_owned(),
                Err(_) => format!("file {}", at + 1),
            };
            if is_hidden(&name) {
                continue;
            }
            let context = self.context.within(&name);
            match self.pages(at, context.clone()) {
                Ok(None) => continue,
                Ok(Some(pages)) => self.pages = Some(pages),
                Err(reason) => return Some(Err(context.error(reason))),
            }
            self.entries += 1;
            let most = self.context.bounds().entries;
            if self.entries > most {
                self.pages = None;
                self.next = self.files.len();
                return Some(Err(context.error(Reason::TooMany(most))));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::super::context::Options;
    use super::super::open_with;
    use super::*;

    fn archive(files: &[(&str, &[u8])], method: CompressionMethod) -> Vec<u8> {
        let mut out = ZipWriter::new(Cursor::new(Vec::new()));
        out.add_directory("folder", SimpleFileOptions::default()).expect("written");
        for (name, bytes) in files {
            out.start_file(*name, SimpleFileOptions::default().compression_method(method)).expect("written");
            out.write_all(bytes).expect("written");
        }
        out.finish().expect("written").into_inner()
    }

    fn names(bytes: &[u8]) -> Vec<String> {
        open_with(bytes, "in.zip", &Options::default())
            .map(|page| page.map_or_else(|error| error.to_string(), |page| page.id.unwrap_or_default()))
            .collect()
    }

    const SENTENCE: &[u8] = b"The envoy of Suder met the minister.";

    #[test]
    fn files_are_read_stored_or_packed() {
        for method in [CompressionMethod::Stored, CompressionMethod::Deflated] {
            let inner = archive(&[("deep.txt", SENTENCE)], method);
            let bytes = archive(
                &[("a.txt", SENTENCE), ("folder/b", b"\x89PNG\r\n"), ("c.zip", &inner), (".d", SENTENCE)],
                method,
            );
            let names = names(&bytes);
            assert_eq!(
                (names[0].as_str(), names[2].as_str(), names.len()),
                ("in.zip/a.txt", "in.zip/c.zip/deep.txt", 3)
            );
            assert!(names[1].starts_with("in.zip/folder/b: not a text but an image"), "{names:?}");
        }
    }

    #[test]
    fn damaged_archives_are_named_and_never_hurt() {
        let bytes = archive(&[("a.txt", &SENTENCE.repeat(40)), ("b.txt", SENTENCE)], CompressionMethod::Deflated);
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x41;
            assert!(!names(&damaged).is_empty(), "{at}");
            assert!(!names(&bytes[..at]).is_empty(), "{at}");
        }
        assert!(names(&bytes[..bytes.len() - 30])[0].contains("a zip archive that cannot be read"));
    }

    #[test]
    fn office_documents_are_named() {
        let bytes =
            archive(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>")], CompressionMethod::Stored);
        assert!(names(&bytes)[0].contains("an office document"), "{:?}", names(&bytes));
    }
}
