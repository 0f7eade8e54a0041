//! Parquet files: a document a row.

use std::panic::{AssertUnwindSafe, catch_unwind};

use bytes::Bytes;
use parquet::errors::Result as ParquetResult;
use parquet::file::reader::{ChunkReader, FileReader, Length, SerializedFileReader};
use parquet::record::reader::{ReaderIter, TreeBuilder};
use parquet::record::{Field as Value, Row};
use parquet::schema::types::{SchemaDescriptor, Type};

use super::columns::Field;
use super::context::Context;
use super::csv;
use super::error::{InputError, Place, Reason};
use super::page::Page;
use super::source::Held;

/// What such a file is called.
const KIND: &str = "a Parquet file";

/// Rows that are decoded at once.
const BATCH: usize = 64;

/// The documents of a file.
pub(crate) struct Rows {
    reader: SerializedFileReader<Chunks>,
    context: Context,
    /// The columns that are read.
    names: Vec<String>,
    schema: Type,
    group: usize,
    current: Option<ReaderIter>,
    row: usize,
}

/// A file or bytes, both of which Parquet reads from at any place.
enum Chunks {
    File(std::fs::File),
    Bytes(Bytes),
}

impl Length for Chunks {
    fn len(&self) -> u64 {
        match self {
            Self::File(file) => file.len(),
            Self::Bytes(bytes) => bytes.len() as u64,
        }
    }
}

impl ChunkReader for Chunks {
    type T = Box<dyn std::io::Read + Send>;

    fn get_read(&self, start: u64) -> ParquetResult<Self::T> {
        Ok(match self {
            Self::File(file) => Box::new(file.get_read(start)?),
            Self::Bytes(bytes) => Box::new(bytes.get_read(start)?),
        })
    }

    fn get_bytes(&self, start: u64, length: usize) -> ParquetResult<Bytes> {
        match self {
            Self::File(file) => file.get_bytes(start, length),
            Self::Bytes(bytes) => bytes.get_bytes(start, length),
        }
    }
}

/// What a step of the library gave: its errors and its panics, which damaged files can bring about, are the same to us.
fn guarded<T, E: std::fmt::Display>(step: impl FnOnce() -> Result<T, E>) -> Result<T, Reason> {
    match catch_unwind(AssertUnwindSafe(step)) {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(error)) => Err(Reason::Broken(KIND, error.to_string())),
        Err(_) => Err(Reason::Broken(KIND, "the library failed on it".to_owned())),
    }
}

impl Rows {
    /// Reads what the file says of its columns.
    pub fn open(held: &Held<'_>, context: Context) -> Result<Self, Reason> {
        let chunks = match held {
            Held::Slice(bytes) => Chunks::Bytes(Bytes::copy_from_slice(bytes)),
            Held::Owned(bytes) => Chunks::Bytes(Bytes::copy_from_slice(bytes)),
            Held::File(file) => Chunks::File(file.try_clone().map_err(Reason::Io)?),
        };
        let reader = guarded(|| SerializedFileReader::new(chunks))?;
        let root = reader.metadata().file_metadata().schema().clone();
        let fields: Vec<_> = root.get_fields().iter().filter(|field| field.is_primitive()).cloned().collect();
        let all: Vec<String> = fields.iter().map(|field| field.name().to_owned()).collect();
        csv::check(&all, &context)?;
        // Columns that hold nothing of a document are not read at all.
        let wanted = |at: &usize| {
            let is = |field| context.options.columns.find(field, all.iter().map(String::as_str)) == Some(*at);
            [Field::Id, Field::Url, Field::Title, Field::Date, Field::Text, Field::Html].into_iter().any(is)
        };
        let chosen: Vec<usize> = (0..all.len()).filter(wanted).collect();
        let names = chosen.iter().filter_map(|at| all.get(*at).cloned()).collect();
        let fields = chosen.iter().filter_map(|at| fields.get(*at).cloned()).collect();
        let schema = guarded(|| Type::group_type_builder(root.name()).with_fields(fields).build())?;
        Ok(Self { reader, context, names, schema, group: 0, current: None, row: 0 })
    }

    /// The next row, from whichever group it is in.
    fn take(&mut self) -> Option<Result<Row, Reason>> {
        loop {
            if let Some(rows) = &mut self.current {
                match guarded(|| rows.next().transpose()) {
                    Ok(Some(row)) => return Some(Ok(row)),
                    Ok(None) => self.current = None,
                    Err(reason) => {
                        // What is left of the group is lost with it.
                        self.current = None;
                        return Some(Err(reason));
                    }
                }
            }
            if self.group >= self.reader.metadata().num_row_groups() {
                return None;
            }
            let number = self.group;
            self.group += 1;
            let (reader, schema) = (&self.reader, &self.schema);
            let opened = guarded(|| {
                let group = reader.get_row_group(number)?;
                let schema = SchemaDescriptor::new(std::sync::Arc::new(schema.clone()));
                TreeBuilder::new().with_batch_size(BATCH).as_iter(std::sync::Arc::new(schema), group.as_ref())
            });
            match opened {
                Ok(rows) => self.current = Some(rows),
                Err(reason) => return Some(Err(reason)),
            }
        }
    }
}

/// A value as text; none for null and for what no document has.
fn written(value: &Value) -> Option<String> {
    match value {
        Value::Str(text) => Some(text.clone()),
        Value::Bytes(bytes) => Some(String::from_utf8_lossy(bytes.data()).into_owned()),
        Value::Null | Value::Group(_) | Value::ListInternal(_) | Value::MapInternal(_) => None,
        // Days and times are written as ISO 8601.
        other => Some(other.to_string().trim_matches('"').to_owned()),
    }
}

impl Iterator for Rows {
    type Item = Result<Page, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        let row = self.take()?;
        self.row += 1;
        let most = self.context.bounds().bytes;
        let read = row.and_then(|row| {
            let values: Vec<Option<String>> = row.get_column_iter().map(|(_, value)| written(value)).collect();
            let bytes: usize = values.iter().flatten().map(String::len).sum();
            if bytes > most {
                return Err(Reason::TooLong(bytes as u64, most as u64));
            }
            csv::document(&self.names, |at| values.get(at).cloned().flatten(), &self.context)
        });
        Some(read.map_err(|reason| self.context.error(reason).at(Place::Row, self.row)))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use parquet::basic::Compression;
    use parquet::data_type::{ByteArray, ByteArrayType, Int32Type};
    use parquet::file::properties::WriterProperties;
    use parquet::file::writer::SerializedFileWriter;
    use parquet::schema::parser::parse_message_type;

    use super::super::columns::Columns;
    use super::super::context::Options;
    use super::*;

    /// A file with a group of these texts for each of the lists, and a day that is that of the row after 1970.
    fn file(groups: &[&[&str]], compression: Compression) -> Vec<u8> {
        let schema = "message m { required binary body (UTF8); required int32 pub (DATE); required binary junk; }";
        let schema = Arc::new(parse_message_type(schema).expect("a schema"));
        let properties = Arc::new(WriterProperties::builder().set_compression(compression).build());
        let mut out = Vec::new();
        let mut writer = SerializedFileWriter::new(&mut out, schema, properties).expect("a writer");
        for group in groups {
            let mut rows = writer.next_row_group().expect("a group");
            let texts: Vec<ByteArray> = group.iter().map(|text| ByteArray::from(*text)).collect();
            let days: Vec<i32> = (0..).take(group.len()).map(|day| 19_000 + day).collect();
            let mut column = rows.next_column().expect("written").expect("the first");
            column.typed::<ByteArrayType>().write_batch(&texts, None, None).expect("written");
            column.close().expect("closed");
            let mut column = rows.next_column().expect("written").expect("the second");
            column.typed::<Int32Type>().write_batch(&days, None, None).expect("written");
            column.close().expect("closed");
            let mut column = rows.next_column().expect("written").expect("the third");
            column.typed::<ByteArrayType>().write_batch(&texts, None, None).expect("written");
            column.close().expect("closed");
            rows.close().expect("closed");
        }
        writer.close().expect("closed");
        out
    }

    fn read(bytes: &[u8], map: Option<&str>) -> Vec<Result<Page, String>> {
        let columns = map.map_or_else(Columns::default, |map| Columns::parse(map).expect("a map"));
        let context = Context::new("in.parquet", &Options { columns, ..Options::default() });
        match Rows::open(&Held::Slice(bytes), context.clone()) {
            Ok(rows) => rows.map(|page| page.map_err(|error| error.to_string())).collect(),
            Err(reason) => vec![Err(context.error(reason).to_string())],
        }
    }

    #[test]
    fn rows_of_all_groups_are_read_whatever_packs_them() {
        let packed = [
            Compression::UNCOMPRESSED,
            Compression::SNAPPY,
            Compression::GZIP(parquet::basic::GzipLevel::default()),
            Compression::ZSTD(parquet::basic::ZstdLevel::default()),
            Compression::BROTLI(parquet::basic::BrotliLevel::default()),
            Compression::LZ4_RAW,
        ];
        for compression in packed {
            let bytes = file(&[&["The envoy left.", "He came back."], &["He stayed."]], compression);
            let pages = read(&bytes, Some("text=body,date=pub"));
            let texts: Vec<&str> = pages.iter().flatten().map(|page| page.text.as_str()).collect();
            assert_eq!(texts, ["The envoy left.", "He came back.", "He stayed."], "{compression:?}");
            let days: Vec<String> = pages.iter().flatten().map(|page| page.dates[0].date.to_string()).collect();
            assert_eq!(days, ["2022-01-08", "2022-01-09", "2022-01-08"]);
        }
    }

    #[test]
    fn damaged_files_are_named_and_never_hurt() {
        let bytes = file(&[&["The envoy left."], &["He came back."]], Compression::SNAPPY);
        assert!(read(&bytes, Some("text=nothing"))[0].as_ref().is_err_and(|said| said.contains("body, pub, junk")));
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x55;
            assert!(read(&damaged, None).len() <= 100);
        }
        for cut in [1, 4, bytes.len() / 2, bytes.len() - 1] {
            assert!(read(&bytes[..cut], None)[0].as_ref().is_err_and(|said| said.contains("a Parquet file")));
        }
    }
}
