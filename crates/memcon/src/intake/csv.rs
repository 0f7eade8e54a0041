//! Tables of text: CSV and what goes by its name with semicolons or tabs.

use std::io::BufRead;

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use super::columns::Columns;
use super::context::Context;
use super::decode;
use super::error::{InputError, Place, Reason};
use super::page::{Format, Page};
use super::record::{Formats, Record};
use super::source::{Stream, is_damage};

/// What pages from tables are called.
pub(super) const FORMATS: Formats = Formats { text: Format::RowText, html: Format::RowHtml };

/// The most columns that a table may have.
const COLUMNS: usize = 4096;

/// The separators that are known, in the order in which they are tried.
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// The separator of a text that is a table of documents: its first row has names, among them one of a column of
/// documents, and the rows that can be seen have as many columns.
pub(crate) fn separator(head: &[u8], columns: &Columns) -> Option<u8> {
    SEPARATORS.into_iter().find(|separator| is_table(head, *separator, columns))
}

fn is_table(head: &[u8], separator: u8, columns: &Columns) -> bool {
    let mut rows = Rows::new(Box::new(head), separator, head.len());
    let Row::Fields(names) = rows.take() else { return false };
    let names: Vec<String> = names.iter().map(|name| text_of(name)).collect();
    let name_like = |name: &String| {
        name.chars().count() <= 40 && !name.contains(['.', '\n', '"']) && name.split_whitespace().count() <= 4
    };
    let names_a_document = || columns.has_documents(names.iter().map(String::as_str));
    if names.len() < 2 || !names.iter().all(name_like) || !names_a_document() {
        return false;
    }
    // One row may break off where the head does.
    match rows.take() {
        Row::Fields(row) => row.len() == names.len() || matches!(rows.take(), Row::End),
        Row::End => true,
        Row::TooLong(_) | Row::Damaged(_) => false,
    }
}

/// A row, or what is in its place.
enum Row {
    Fields(Vec<Vec<u8>>),
    TooLong(u64),
    Damaged(std::io::Error),
    End,
}

/// The rows of a table.
struct Rows<'a> {
    stream: Stream<'a>,
    reader: Reader,
    most: usize,
    fields: Vec<u8>,
    ends: Vec<usize>,
}

impl<'a> Rows<'a> {
    fn new(mut stream: Stream<'a>, separator: u8, most: usize) -> Self {
        const MARK: &[u8] = b"\xef\xbb\xbf";
        if stream.fill_buf().is_ok_and(|bytes| bytes.starts_with(MARK)) {
            stream.consume(MARK.len());
        }
        let reader = ReaderBuilder::new().delimiter(separator).build();
        Self { stream, reader, most, fields: vec![0; 4096], ends: vec![0; 64] }
    }

    fn take(&mut self) -> Row {
        let (mut length, mut columns, mut total) = (0, 0, 0_u64);
        loop {
            let bytes = match self.stream.fill_buf() {
                Ok(bytes) => bytes,
                Err(error) => {
                    self.reader.reset();
                    return Row::Damaged(error);
                }
            };
            let (out, ends) = (self.fields.get_mut(length..), self.ends.get_mut(columns..));
            let (result, read, written, ended) =
                self.reader.read_record(bytes, out.unwrap_or_default(), ends.unwrap_or_default());
            self.stream.consume(read);
            total += read as u64;
            length += written;
            columns += ended;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull if self.fields.len() > self.most => length = 0,
                ReadRecordResult::OutputFull => self.fields.resize(self.fields.len() * 2, 0),
                ReadRecordResult::OutputEndsFull if self.ends.len() > COLUMNS => columns = 0,
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                ReadRecordResult::Record if total > self.most as u64 => return Row::TooLong(total),
                ReadRecordResult::Record => return Row::Fields(self.split(columns)),
                ReadRecordResult::End => return Row::End,
            }
        }
    }

    fn split(&self, columns: usize) -> Vec<Vec<u8>> {
        let mut start = 0;
        let ends = self.ends.iter().take(columns);
        let field =
            |&end: &usize| self.fields.get(std::mem::replace(&mut start, end)..end).unwrap_or_default().to_vec();
        ends.map(field).collect()
    }
}

/// The characters of a field; what is no UTF-8 is read as a text by itself would be.
fn text_of(field: &[u8]) -> String {
    std::str::from_utf8(field).map_or_else(|_| decode::decode(field, false, None).text, str::to_owned)
}

/// The documents of a table.
pub(crate) struct Table<'a> {
    rows: Rows<'a>,
    context: Context,
    names: Vec<String>,
    /// Rows read, that of the names included.
    row: usize,
    ended: bool,
}

impl<'a> Table<'a> {
    /// Reads the names of the columns. What is wrong with them is the only error of such a table.
    pub fn open(stream: Stream<'a>, separator: u8, context: Context) -> Result<Self, Reason> {
        let mut rows = Rows::new(stream, separator, context.bounds().bytes);
        let names: Vec<String> = match rows.take() {
            Row::Fields(names) => names.iter().map(|name| text_of(name)).collect(),
            Row::TooLong(bytes) => return Err(Reason::TooLong(bytes, context.bounds().bytes as u64)),
            Row::Damaged(error) => return Err(Reason::Damaged(error)),
            Row::End => return Err(Reason::Empty),
        };
        check(&names, &context)?;
        Ok(Self { rows, context, names, row: 1, ended: false })
    }
}

/// Whether a table has the columns that it must have.
pub(super) fn check(names: &[String], context: &Context) -> Result<(), Reason> {
    let columns = &context.options.columns;
    let all = || names.iter().map(String::as_str);
    let listed = || all().collect::<Vec<_>>().join(", ");
    if !columns.has_documents(all()) {
        return Err(match columns.missing(all()).as_slice() {
            [] => Reason::NoColumn(listed()),
            missing => Reason::MissingColumns(missing.join(", "), listed()),
        });
    }
    match columns.missing(all()).as_slice() {
        [] => Ok(()),
        missing => Err(Reason::MissingColumns(missing.join(", "), listed())),
    }
}

/// The document of a row with these values.
pub(super) fn document(
    names: &[String],
    value: impl Fn(usize) -> Option<String>,
    context: &Context,
) -> Result<Page, Reason> {
    let columns = &context.options.columns;
    let record = Record::of(|field| value(columns.find(field, names.iter().map(String::as_str))?));
    record.page(FORMATS, context.bounds())
}

impl Iterator for Table<'_> {
    type Item = Result<Page, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let read = match self.rows.take() {
            Row::End => return None,
            Row::Fields(fields) => {
                document(&self.names, |at| fields.get(at).map(|field| text_of(field)), &self.context)
            }
            Row::TooLong(bytes) => Err(Reason::TooLong(bytes, self.context.bounds().bytes as u64)),
            Row::Damaged(error) => {
                self.ended = !is_damage(&error);
                Err(Reason::Damaged(error))
            }
        };
        self.row += 1;
        Some(read.map_err(|reason| self.context.error(reason).at(Place::Row, self.row)))
    }
}

#[cfg(test)]
mod tests {
    use super::super::bounds::Bounds;
    use super::super::context::Options;
    use super::*;

    fn table(text: &[u8], options: &Options) -> Vec<Result<Page, String>> {
        let context = Context::new("in.csv", options);
        let separator = separator(text, &options.columns).expect("a table");
        match Table::open(Box::new(text), separator, context.clone()) {
            Ok(table) => table.map(|page| page.map_err(|error| error.to_string())).collect(),
            Err(reason) => vec![Err(context.error(reason).to_string())],
        }
    }

    #[test]
    fn columns_are_found_by_name() {
        let text = "\u{feff}date,body,ID\r\n2021-05-04,\"The envoy left, \"\"at once\"\".\r\nHe was angry.\",a\r\n,Second.,\r\n";
        let pages = table(text.as_bytes(), &Options::default());
        let page = pages[0].as_ref().expect("a page");
        assert_eq!(page.text, "The envoy left, \"at once\".\r\nHe was angry.");
        assert_eq!((page.id.as_deref(), page.format), (Some("a"), Format::RowText));
        assert_eq!(page.dates[0].date.to_string(), "2021-05-04");
        assert_eq!((pages.len(), pages[1].as_ref().expect("a page").id.as_deref()), (2, None));
    }

    #[test]
    fn other_separators_and_encodings_are_known() {
        let pages = table(b"id;text\n1;Le Ch\xe2teau\n", &Options::default());
        assert_eq!(pages[0].as_ref().expect("a page").text, "Le Château");
        assert_eq!(table(b"id\thtml\n1\t<p>The envoy left.</p>\n", &Options::default()).len(), 1);
    }

    #[test]
    fn rows_that_say_nothing_or_too_much_are_named() {
        let options = Options { bounds: Bounds { bytes: 60, ..Bounds::default() }, ..Options::default() };
        let long = format!("id,text\n1,\"{}\"\n2,Short.\n3,\n4\n", "long ".repeat(40));
        let pages = table(long.as_bytes(), &options);
        assert_eq!(pages.iter().map(Result::is_ok).collect::<Vec<_>>(), [false, true, false, false]);
        let said = |at: usize| pages[at].as_ref().expect_err("wrong").as_str();
        assert!(said(0).starts_with("in.csv, row 2: ") && said(0).contains("over the bound of 60"), "{}", said(0));
        assert!(said(2).contains("no text to read") && said(3).contains("neither"), "{pages:?}");
    }

    #[test]
    fn running_text_is_no_table() {
        let columns = Columns::default();
        for text in [
            "Text, body and soul, he said.\nThe envoy left, and the minister stayed.\n",
            "The envoy left, content with the text",
            "title,name\na,b\n",
            "Content\nMore\n",
            "Date, text\nThe envoy arrived in the port, and the minister met him there, as agreed.\nThey spoke.\n",
        ] {
            assert_eq!(separator(text.as_bytes(), &columns), None, "{text}");
        }
        assert_eq!(separator(b"title,name\na,b\n", &Columns::parse("text=name").expect("a map")), Some(b','));
    }

    #[test]
    fn columns_that_are_not_there_are_named() {
        let options = Options { columns: Columns::parse("text=body,date=when").expect("a map"), ..Options::default() };
        let said = table(b"id,body\n1,x\n", &options).remove(0).expect_err("no such column");
        assert!(said.contains("the column when") && said.contains("id, body"), "{said}");
    }
}
