//! Plain-text tables: comment lines that say what the file is, one line of column names, rows.
//!
//! ```text
//! # Seats: buildings that stand for a body of a state.
//! phrase | name | country | sector
//! Kremlin | Government of Russia | RUS | GOV
//! ```
//!
//! Cells are separated by `|` and trimmed; cells left out at the end of a row are empty; a cell that is a
//! list separates its items by `;`. Empty lines and lines that begin with `#` say nothing.

use std::fmt;
use std::sync::Arc;

use crate::nearest::hint;

/// A line of a table, for evidence: `countries.txt:41`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Name of the file.
    pub file: Arc<str>,
    /// Line in it, from 1.
    pub line: u32,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

/// What is wrong with a table, where, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableError {
    /// File and line.
    pub source: Source,
    /// What is wrong.
    pub problem: String,
    /// What to do.
    pub hint: String,
}

impl fmt::Display for TableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} ({})", self.source, self.problem, self.hint)
    }
}

impl std::error::Error for TableError {}

/// The records of a CSV text (RFC 4180: commas, quotes doubled inside quotes, line breaks inside quotes), each with the
/// line on which it begins. Empty lines and lines that begin with `#` say nothing.
///
/// # Errors
/// When a quote is not closed.
pub(crate) fn csv(file: &Arc<str>, text: &str) -> Result<Vec<(u32, Vec<String>)>, TableError> {
    let (mut records, mut cells, mut cell) = (Vec::new(), Vec::new(), String::new());
    let (mut quoted, mut line, mut begun) = (false, 1, 1);
    let mut characters = text.trim_start_matches('\u{feff}').chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' if quoted && characters.peek() == Some(&'"') => {
                characters.next();
                cell.push('"');
            }
            '"' if quoted || cell.trim().is_empty() => quoted = !quoted,
            ',' if !quoted => cells.push(std::mem::take(&mut cell).trim().to_owned()),
            '\n' if !quoted => {
                cells.push(std::mem::take(&mut cell).trim().to_owned());
                records.push((begun, std::mem::take(&mut cells)));
            }
            '\r' if !quoted => {}
            _ => cell.push(character),
        }
        line += u32::from(character == '\n');
        if cells.is_empty() && cell.is_empty() && !quoted {
            begun = line;
        }
    }
    if quoted {
        let source = Source { file: file.clone(), line: begun };
        let hint = "close it, and write a quote inside quotes twice".to_owned();
        return Err(TableError { source, problem: "a quote is not closed".to_owned(), hint });
    }
    cells.push(cell.trim().to_owned());
    records.push((begun, cells));
    records.retain(|(_, cells)| cells.iter().any(|c| !c.is_empty()) && !cells[0].starts_with('#'));
    Ok(records)
}

/// The rows of CSV records whose first names the columns, in any order; what may be left out is not among `needed`.
///
/// # Errors
/// When a column is unknown, twice or missing, or a row has more cells than the first.
pub(crate) fn csv_rows<'a>(
    file: &Arc<str>,
    records: &'a [(u32, Vec<String>)],
    columns: &'static [&'static str],
    needed: &[&str],
) -> Result<Vec<Row<'a>>, TableError> {
    let row = |line: u32, cells| Row { source: Source { file: file.clone(), line }, cells, columns };
    let Some(((line, names), rest)) = records.split_first() else { return Ok(Vec::new()) };
    let header = row(*line, Vec::new());
    let mut order = Vec::new();
    for name in names.iter().map(|name| name.to_lowercase()) {
        let at = columns.iter().position(|column| **column == *name);
        let known = at.filter(|at| !order.contains(at)).ok_or_else(|| {
            let problem = format!("{name:?} is no column, or is there twice{}", hint(&name, columns.iter().copied()));
            header.error(problem, format!("columns are {}", columns.join(",")))
        })?;
        order.push(known);
    }
    if let Some(missing) = needed.iter().find(|name| !order.iter().any(|&at| columns[at] == **name)) {
        return Err(header
            .error(format!("the first line names no column {missing}"), format!("columns are {}", columns.join(","))));
    }
    let mut rows = Vec::new();
    for (line, found) in rest {
        let mut cells = vec![""; columns.len()];
        if found.len() > order.len() {
            let problem = format!("{} cells, the first line names {} columns", found.len(), order.len());
            return Err(row(*line, cells).error(problem, "put a cell with a comma in quotes"));
        }
        order.iter().zip(found).for_each(|(&at, cell)| cells[at] = cell);
        rows.push(row(*line, cells));
    }
    Ok(rows)
}

/// One row: its cells, as many as the table has columns.
#[derive(Clone, Debug)]
pub struct Row<'a> {
    /// Where it stands.
    pub source: Source,
    cells: Vec<&'a str>,
    columns: &'static [&'static str],
}

impl<'a> Row<'a> {
    /// The cell of a column; empty where the row leaves it out or the table has no such column.
    pub fn cell(&self, column: &str) -> &'a str {
        let at = self.columns.iter().position(|name| *name == column);
        at.and_then(|i| self.cells.get(i)).copied().unwrap_or_default()
    }

    /// The items of a cell that is a list.
    pub fn list(&self, column: &str) -> impl Iterator<Item = &'a str> + use<'a> {
        self.cell(column).split(';').map(str::trim).filter(|item| !item.is_empty())
    }

    /// The cell of a column that must not be empty.
    ///
    /// # Errors
    /// When it is.
    pub fn required(&self, column: &str) -> Result<&'a str, TableError> {
        match self.cell(column) {
            "" => {
                Err(self.error(format!("no {column}"), "every row needs one; see the columns at the head of the file"))
            }
            cell => Ok(cell),
        }
    }

    /// An error about this row.
    pub fn error(&self, problem: impl Into<String>, hint: impl Into<String>) -> TableError {
        TableError { source: self.source.clone(), problem: problem.into(), hint: hint.into() }
    }

    /// The value of a cell as something that parses; `None` where it is empty.
    ///
    /// # Errors
    /// When it does not parse: says what it would have to be.
    pub fn parsed<T: std::str::FromStr>(&self, column: &str, what: &str) -> Result<Option<T>, TableError> {
        self.parse_text(self.cell(column), column, what)
    }

    /// The items of a list as something that parses.
    ///
    /// # Errors
    /// When one does not.
    pub fn parsed_list<T: std::str::FromStr>(&self, column: &str, what: &str) -> Result<Vec<T>, TableError> {
        self.list(column).filter_map(|item| self.parse_text(item, column, what).transpose()).collect()
    }

    fn parse_text<T: std::str::FromStr>(&self, text: &str, column: &str, what: &str) -> Result<Option<T>, TableError> {
        if text.is_empty() {
            return Ok(None);
        }
        text.parse().map(Some).map_err(|_| {
            // What is expected often lists the names that would do.
            let names = what.split([' ', ',', ';']).map(|name| name.trim_matches(':'));
            let names = names.filter(|name| name.len() > 1 && !STOP_WORDS.contains(name));
            let names = names.filter(|name| name.bytes().all(|b| b.is_ascii_alphabetic()));
            self.error(format!("{text:?} is no {column}{}", hint(text, names)), format!("expected {what}"))
        })
    }
}

/// Words of a list of names that are no names.
const STOP_WORDS: &[&str] = &["or", "such", "as", "nothing", "date", "number", "PLOVER", "sector", "sectors", "of"];

/// The rows of a table whose columns must be `columns`, of which the last may be left out.
///
/// # Errors
/// When the line of column names is missing or another, or a row has too many cells.
pub fn parse<'a>(file: &Arc<str>, text: &'a str, columns: &'static [&'static str]) -> Result<Vec<Row<'a>>, TableError> {
    let mut rows = Vec::new();
    let mut headed = false;
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let row = Row {
            source: Source { file: file.clone(), line: number },
            cells: line.split('|').map(str::trim).collect(),
            columns,
        };
        if !headed {
            check_header(&row)?;
            headed = true;
        } else if row.cells.len() > columns.len() {
            let problem = format!("{} cells, the table has {} columns", row.cells.len(), columns.len());
            return Err(row.error(problem, format!("columns are {}", columns.join(" | "))));
        } else {
            rows.push(row);
        }
    }
    Ok(rows)
}

fn check_header(row: &Row) -> Result<(), TableError> {
    // The last column may be left out: a user's file need not know one that a later version adds.
    let all_but_last = row.columns.len().saturating_sub(1);
    if row.cells == row.columns || row.cells == row.columns[..all_but_last] {
        return Ok(());
    }
    Err(row.error("the first line that is no comment must name the columns", row.columns.join(" | ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: &[&str] = &["name", "also", "size"];

    fn rows(text: &str) -> Result<Vec<Row<'_>>, TableError> {
        parse(&Arc::from("ships.txt"), text, COLUMNS)
    }

    #[test]
    fn cells_are_trimmed_and_lists_split() {
        let rows = rows("# ships\nname | also | size\n\n  Dora | Doris ; D  |12\nEva").expect("well formed");
        assert_eq!(rows[0].list("also").collect::<Vec<_>>(), ["Doris", "D"]);
        assert_eq!(rows[0].parsed::<u32>("size", "a number"), Ok(Some(12)));
        assert_eq!(rows[1].cell("size"), "");
        assert_eq!(rows[0].source.to_string(), "ships.txt:4");
    }

    #[test]
    fn csv_knows_quotes_and_any_order_of_columns() {
        let file: Arc<str> = Arc::from("ships.csv");
        let text = "size,name\n# a comment\n12,\"Dora, the \"\"big\"\"\"\n\n,Eva\n";
        let records = csv(&file, text).expect("well formed");
        let rows = csv_rows(&file, &records, COLUMNS, &["name"]).expect("well formed");
        assert_eq!((rows[0].cell("name"), rows[0].cell("size")), ("Dora, the \"big\"", "12"));
        assert_eq!((rows[1].cell("name"), rows[1].source.line), ("Eva", 5));
        assert_eq!(csv(&file, "name\n\"Dora").expect_err("open").source.line, 2);
        let wrong = csv(&file, "nam,size\nx,1").expect("well formed");
        let error = csv_rows(&file, &wrong, COLUMNS, &["name"]).expect_err("no such column").to_string();
        assert!(error.starts_with("ships.csv:1") && error.contains("did you mean name?"), "{error}");
        let few = csv(&file, "size\n1").expect("well formed");
        assert!(csv_rows(&file, &few, COLUMNS, &["name"]).is_err());
        let many = csv(&file, "name\nDora, big").expect("well formed");
        assert!(csv_rows(&file, &many, COLUMNS, &["name"]).expect_err("too many").to_string().contains("quotes"));
    }

    #[test]
    fn errors_say_where_what_and_how() {
        let header = rows("name | size\n").expect_err("another header");
        assert_eq!(header.hint, "name | also | size");
        let long = rows("name | also | size\na|b|c|d").expect_err("too many cells");
        assert!(long.to_string().starts_with("ships.txt:2: 4 cells"), "{long}");
        let number = rows("name|also|size\na||big").expect("parses")[0].parsed::<u32>("size", "a number of tonnes");
        assert!(number.expect_err("no number").to_string().contains("a number of tonnes"));
        let empty = rows("name|also|size\n|x|").expect("parses")[0].required("name").expect_err("empty");
        assert!(empty.problem.contains("no name"));
    }
}
