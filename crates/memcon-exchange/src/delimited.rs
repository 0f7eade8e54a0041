//! Tables as text: comma-separated and tab-separated values, written and read.
//!
//! A cell that holds a separator, a quotation mark or a line break stands in quotation marks, those within it doubled
//! (RFC 4180, which readers of tab-separated files know as well).

use std::borrow::Cow;
use std::io::{self, BufRead};

/// Characters with which a spreadsheet's formula begins.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A cell of a CSV file. One that a spreadsheet would take for a formula gets an apostrophe before it, and so does one
/// that begins with apostrophes and would be taken for such a one: [`unguarded`] takes it away.
pub fn csv_cell(cell: &str) -> String {
    let guard = if is_formula(cell.trim_start_matches('\'')) { "'" } else { "" };
    quoted(&format!("{guard}{cell}"), ',').into_owned()
}

/// A cell without the apostrophe of [`csv_cell`].
pub fn unguarded(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| is_formula(rest.trim_start_matches('\''))).unwrap_or(cell)
}

/// Whether a spreadsheet would work it out. Numbers are left as they are.
fn is_formula(cell: &str) -> bool {
    let number = cell.bytes().any(|byte| byte.is_ascii_digit()) && cell.parse::<f64>().is_ok();
    cell.starts_with(FORMULA) && !number
}

/// A cell of a tab-separated file, as it is: such files are for programs.
pub fn tsv_cell(cell: &str) -> Cow<'_, str> {
    quoted(cell, '\t')
}

/// A line of a CSV file, without its end.
pub fn csv_line<S: AsRef<str>>(cells: impl IntoIterator<Item = S>) -> String {
    cells.into_iter().map(|cell| csv_cell(cell.as_ref())).collect::<Vec<_>>().join(",")
}

fn quoted(cell: &str, separator: char) -> Cow<'_, str> {
    if cell.contains([separator, '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\"")).into()
    } else {
        cell.into()
    }
}

/// Most bytes of a row; one that is longer has lost a quotation mark.
const LONGEST: usize = 4 << 20;

/// The rows of a table.
pub struct Rows<R> {
    from: R,
    separator: char,
    /// Lines read.
    line: usize,
}

/// A row, and the line on which it begins, from 1.
pub type Numbered = (usize, Vec<String>);

impl<R: BufRead> Rows<R> {
    /// Of a table whose cells are parted so.
    pub fn new(from: R, separator: char) -> Self {
        Self { from, separator, line: 0 }
    }

    fn next_line(&mut self) -> io::Result<Option<String>> {
        let mut bytes = Vec::new();
        if io::Read::take(&mut self.from, LONGEST as u64).read_until(b'\n', &mut bytes)? == 0 {
            return Ok(None);
        }
        self.line += 1;
        // POLECAT's first years are in Latin-1.
        let text = String::from_utf8(bytes)
            .unwrap_or_else(|error| error.into_bytes().into_iter().map(char::from).collect::<String>());
        Ok(Some(if self.line == 1 { text.trim_start_matches('\u{feff}').to_owned() } else { text }))
    }

    fn row(&mut self) -> io::Result<Option<Numbered>> {
        let Some(mut line) = self.next_line()? else { return Ok(None) };
        let first = self.line;
        let mut row = Row { cells: Vec::new(), cell: String::new(), state: State::Start };
        let mut length = 0;
        loop {
            length += line.len();
            if length > LONGEST {
                let why = format!("line {first}: a quotation mark is not closed");
                return Err(io::Error::new(io::ErrorKind::InvalidData, why));
            }
            if row.take(&line, self.separator) {
                return Ok(Some((first, row.cells)));
            }
            let Some(next) = self.next_line()? else {
                row.cells.push(row.cell);
                return Ok(Some((first, row.cells)));
            };
            line = next;
        }
    }
}

impl<R: BufRead> Iterator for Rows<R> {
    type Item = io::Result<Numbered>;

    fn next(&mut self) -> Option<Self::Item> {
        self.row().transpose()
    }
}

/// Where in a cell one is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Start,
    Plain,
    Quoted,
    /// After a quotation mark within quotation marks: the end, or half of a mark.
    Mark,
}

struct Row {
    cells: Vec<String>,
    cell: String,
    state: State,
}

impl Row {
    /// Takes a line; whether the row ends with it.
    fn take(&mut self, line: &str, separator: char) -> bool {
        let (body, ended) = match line.strip_suffix('\n') {
            Some(body) => (body.strip_suffix('\r').unwrap_or(body), true),
            None => (line, false),
        };
        let whole = if self.within(body, separator) { line } else { body };
        // Line breaks belong to a cell in quotation marks.
        if whole.len() > body.len() && ended {
            self.cell.push_str(&line[body.len()..]);
            return false;
        }
        self.cells.push(std::mem::take(&mut self.cell));
        true
    }

    /// Takes the characters of a line; whether it ends within quotation marks.
    fn within(&mut self, body: &str, separator: char) -> bool {
        for character in body.chars() {
            self.state = match (self.state, character) {
                (State::Start, '"') => State::Quoted,
                (State::Mark, '"') => {
                    self.cell.push('"');
                    State::Quoted
                }
                (State::Quoted, '"') => State::Mark,
                (State::Start | State::Plain | State::Mark, character) if character == separator => {
                    self.cells.push(std::mem::take(&mut self.cell));
                    State::Start
                }
                (state, character) => {
                    self.cell.push(character);
                    if state == State::Quoted { State::Quoted } else { State::Plain }
                }
            };
        }
        self.state == State::Quoted
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str, separator: char) -> Vec<Vec<String>> {
        Rows::new(text.as_bytes(), separator).map(|row| row.expect("readable").1).collect()
    }

    #[test]
    fn formulas_are_guarded_and_numbers_are_not() {
        assert_eq!(csv_cell("=1+2"), "'=1+2");
        assert_eq!(csv_cell("-3.5"), "-3.5");
        assert_eq!(csv_cell("-inf"), "'-inf");
        assert_eq!(csv_cell("'=x"), "''=x");
        assert_eq!(csv_cell("a \"b\", c"), "\"a \"\"b\"\", c\"");
        assert_eq!((unguarded("'=1+2"), unguarded("'tis"), unguarded("''=x")), ("=1+2", "'tis", "'=x"));
    }

    #[test]
    fn what_is_not_quite_right_is_read() {
        assert_eq!(read("a\tb \"c\" d\r\n", '\t'), [["a", "b \"c\" d"]]);
        assert_eq!(read("\"x\ny\"\tz", '\t'), [["x\ny", "z"]]);
        let latin: Vec<u8> = b"Malm\xf6\n".to_vec();
        assert_eq!(Rows::new(latin.as_slice(), '\t').next().expect("a row").expect("readable").1, ["Malmö"]);
        let endless = format!("\"{}", "x\n".repeat(LONGEST));
        assert!(Rows::new(endless.as_bytes(), '\t').next().expect("a row").is_err());
    }

    proptest! {
        #[test]
        fn cells_come_back(rows in proptest::collection::vec(proptest::collection::vec("[ -~\\t\\n\\r'\"=;,é]{0,12}", 2), 1..4)) {
            let csv: String = rows.iter().map(|row| csv_line(row) + "\r\n").collect();
            let back: Vec<Vec<String>> =
                read(&csv, ',').iter().map(|row| row.iter().map(|cell| unguarded(cell).to_owned()).collect()).collect();
            prop_assert_eq!(&back, &rows);
            let tsv: String =
                rows.iter().map(|row| row.iter().map(|cell| tsv_cell(cell)).collect::<Vec<_>>().join("\t") + "\n").collect();
            prop_assert_eq!(&read(&tsv, '\t'), &rows);
        }
    }
}
