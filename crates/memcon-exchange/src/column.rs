//! Columns: one list of them says what a table holds, to whatever form it is written, and to whoever reads about it.

use std::borrow::Cow;

use jiff::civil::Date;

/// What a column holds.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// Words.
    Text,
    /// Words, any number of them.
    List,
    /// A whole number of 32 bits.
    Integer,
    /// A whole number of 64 bits.
    Long,
    /// A number.
    Real,
    /// Yes or no.
    Flag,
    /// A day.
    Day,
    /// A table of its own.
    Rows(fn() -> Vec<Head>),
}

impl Kind {
    /// What it is called in the documentation.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::List => "list of texts",
            Self::Integer => "32-bit integer",
            Self::Long => "64-bit integer",
            Self::Real => "number",
            Self::Flag => "true or false",
            Self::Day => "date",
            Self::Rows(_) => "list of structs",
        }
    }
}

/// In which tables a column is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    /// In all.
    All,
    /// Where a cell may hold a table: Parquet, Arrow.
    Nested,
    /// Where it may not: CSV, `GeoJSON`.
    Flat,
}

/// What is to be known of a column.
#[derive(Clone, Copy, Debug)]
pub struct Head {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Whether a cell may be empty.
    pub optional: bool,
    /// In which tables it is.
    pub on: On,
    /// What it says.
    pub about: &'static str,
}

/// A column of a table whose rows are told by `R`.
pub struct Column<R: ?Sized> {
    /// What is to be known of it.
    pub head: Head,
    /// Its cell in a row.
    pub value: for<'r> fn(&'r R) -> Value<'r>,
}

impl<R: ?Sized> Column<R> {
    /// A column that is never empty.
    pub(crate) const fn new(
        name: &'static str,
        kind: Kind,
        about: &'static str,
        value: for<'r> fn(&'r R) -> Value<'r>,
    ) -> Self {
        Self { head: Head { name, kind, optional: false, on: On::All, about }, value }
    }

    /// A column that may be empty.
    pub(crate) const fn optional(
        name: &'static str,
        kind: Kind,
        about: &'static str,
        value: for<'r> fn(&'r R) -> Value<'r>,
    ) -> Self {
        Self { head: Head { name, kind, optional: true, on: On::All, about }, value }
    }

    /// The same, in some tables only.
    pub(crate) const fn on(mut self, on: On) -> Self {
        self.head.on = on;
        self
    }
}

/// A cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'r> {
    /// Nothing.
    Empty,
    /// Words.
    Text(Cow<'r, str>),
    /// Words, any number of them.
    List(Vec<Cow<'r, str>>),
    /// A whole number.
    Integer(i64),
    /// A number.
    Real(f64),
    /// Yes or no.
    Flag(bool),
    /// A day.
    Day(Date),
    /// Rows of a table of its own.
    Rows(Vec<Vec<Value<'r>>>),
}

impl<'r> From<&'r str> for Value<'r> {
    fn from(text: &'r str) -> Self {
        Self::Text(text.into())
    }
}

impl<'r> From<&'r String> for Value<'r> {
    fn from(text: &'r String) -> Self {
        Self::Text(text.as_str().into())
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl<'r> From<&'r Vec<String>> for Value<'r> {
    fn from(list: &'r Vec<String>) -> Self {
        Self::List(list.iter().map(|text| text.as_str().into()).collect())
    }
}

impl From<f64> for Value<'_> {
    fn from(number: f64) -> Self {
        Self::Real(number)
    }
}

impl From<bool> for Value<'_> {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<Date> for Value<'_> {
    fn from(day: Date) -> Self {
        Self::Day(day)
    }
}

macro_rules! whole {
    ($($type:ty),+) => {
        $(impl From<$type> for Value<'_> {
            fn from(number: $type) -> Self {
                i64::try_from(number).map_or(Self::Empty, Self::Integer)
            }
        })+
    };
}

whole!(u8, u16, u32, u64, usize, i64);

impl<'r, T> From<Option<T>> for Value<'r>
where
    T: Into<Value<'r>>,
{
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Empty, Into::into)
    }
}

impl<'r> From<&'r Option<String>> for Value<'r> {
    fn from(text: &'r Option<String>) -> Self {
        text.as_deref().into()
    }
}

/// Stands between the items of a list in one cell.
pub const BETWEEN: &str = "; ";

impl Value<'_> {
    /// The cell as text: items of a list joined by semicolons, nothing where there is nothing.
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Empty => "".into(),
            Self::Text(text) => text.as_ref().into(),
            Self::List(items) => items.join(BETWEEN).into(),
            Self::Integer(number) => number.to_string().into(),
            Self::Real(number) => number.to_string().into(),
            Self::Flag(flag) => flag.to_string().into(),
            Self::Day(day) => day.to_string().into(),
            Self::Rows(rows) => {
                let firsts = rows.iter().filter_map(|row| row.first().map(Value::text));
                firsts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(BETWEEN).into()
            }
        }
    }

    /// The cell as JSON.
    pub fn json(&self) -> serde_json::Value {
        match self {
            Self::Empty => serde_json::Value::Null,
            Self::List(items) => items.iter().map(AsRef::as_ref).collect::<Vec<&str>>().into(),
            Self::Integer(number) => (*number).into(),
            Self::Real(number) => (*number).into(),
            Self::Flag(flag) => (*flag).into(),
            Self::Text(_) | Self::Day(_) | Self::Rows(_) => self.text().into_owned().into(),
        }
    }
}

/// The heads of columns that are in a table.
pub fn heads<R>(columns: &[Column<R>], but: On) -> impl Iterator<Item = Head> {
    columns.iter().map(|column| column.head).filter(move |head| head.on != but)
}

/// A row's cells in a table.
pub fn cells<'r, R>(columns: &[Column<R>], row: &'r R, but: On) -> Vec<Value<'r>> {
    columns.iter().filter(|column| column.head.on != but).map(|column| (column.value)(row)).collect()
}
