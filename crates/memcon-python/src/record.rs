//! The record from Python.

use std::ops::ControlFlow;
use std::path::PathBuf;

use jiff::civil::Date;
use memcon::inputs::{Input, Inputs};
use memcon::{guard, ordered};
use memcon_exchange::column::Kind;
use memcon_store::query::{Cell, Count, Filter, Grouping, Period, Unit};
use memcon_store::{Added, ContentHash, Error, Ingest, Run, Store};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use rustc_hash::FxHashMap;

use crate::capsule::Table;
use crate::coder::{Coder, code};
use crate::errors::{day, misused, record};
use crate::tables::{self, Named};

/// A record's file. It is opened for each call, so that no connection is carried over a fork.
#[pyclass(frozen, module = "memcon._memcon")]
pub struct Record {
    path: PathBuf,
}

#[pymethods]
impl Record {
    /// Opens a record; `create` makes it where there is none, and brings an older one forward.
    #[new]
    fn new(path: PathBuf, create: bool) -> PyResult<Self> {
        let opened = if create { Store::create(&path) } else { Store::open(&path) };
        opened.map_err(|error| record(&error))?;
        Ok(Self { path })
    }

    /// How much it holds.
    fn counts(&self, py: Python<'_>) -> PyResult<(i64, i64, i64, i64, i64)> {
        let counts = py.detach(|| self.open()?.counts()).map_err(|error| record(&error))?;
        Ok((counts.documents, counts.stories, counts.copies, counts.mentions, counts.events))
    }

    /// Codes files and folders and adds what is new: how many are new, known and coded anew, and what failed and why.
    #[pyo3(signature = (coder, paths, jobs, date=None))]
    fn add(
        &self,
        py: Python<'_>,
        coder: &Coder,
        paths: Vec<PathBuf>,
        jobs: usize,
        date: Option<&str>,
    ) -> PyResult<(usize, usize, usize, Vec<String>)> {
        let adding = Adding { coder, jobs, date: day(date)? };
        let tally = py.detach(|| adding.run(&self.path, &paths)).map_err(|error| record(&error.of(&self.path)))?;
        Ok((tally.new, tally.known, tally.recoded, tally.failed))
    }

    /// The events for which all filters hold.
    #[pyo3(signature = (filters, limit=None))]
    fn events(&self, py: Python<'_>, filters: &Bound<'_, PyDict>, limit: Option<u32>) -> PyResult<Table> {
        let filter = filter(filters)?;
        let found = py.detach(|| {
            let mut found = Vec::new();
            let most = limit.map_or(usize::MAX, |limit| limit as usize);
            if most > 0 {
                self.open()?.export(&filter, |event| {
                    found.push(event);
                    if found.len() < most { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
                })?;
            }
            Ok(found)
        });
        tables::events(&found.map_err(|error: Error| record(&error.of(&self.path)))?)
    }

    /// Counts and mean scores of the events for which all filters hold.
    #[pyo3(signature = (filters, by=None, per=None, category=false))]
    fn count(
        &self,
        py: Python<'_>,
        filters: &Bound<'_, PyDict>,
        by: Option<&str>,
        per: Option<&str>,
        category: bool,
    ) -> PyResult<Table> {
        let filter = filter(filters)?;
        let period = by.map(|name| chosen(name, &PERIODS)).transpose()?;
        let unit = per.map(|name| chosen(name, &UNITS)).transpose()?;
        let grouping = Grouping { period, unit, category };
        let counts =
            py.detach(|| self.open()?.count(&filter, grouping)).map_err(|error| record(&error.of(&self.path)))?;
        let keys: [(&str, Key); 4] = [
            ("period", |count| count.period.as_deref()),
            ("actor", |count| count.actor.as_deref()),
            ("recipient", |count| count.recipient.as_deref()),
            ("category", |count| count.category.as_deref()),
        ];
        let asked = [
            period.is_some(),
            matches!(unit, Some(Unit::Dyad | Unit::Actor)),
            matches!(unit, Some(Unit::Dyad | Unit::Recipient)),
            category,
        ];
        let keys = keys.into_iter().zip(asked).filter(|(_, asked)| *asked);
        let mut columns: Vec<Named<'_>> = keys
            .map(|((name, key), _)| {
                (name.to_owned(), Kind::Text, counts.iter().map(|count| key(count).into()).collect())
            })
            .collect();
        columns.push(("events".to_owned(), Kind::Long, counts.iter().map(|count| count.events.into()).collect()));
        columns.push((
            "mean_score".to_owned(),
            Kind::Real,
            counts.iter().map(|count| count.mean_score.into()).collect(),
        ));
        tables::named(columns)
    }

    /// What a statement that reads gives.
    fn sql(&self, py: Python<'_>, statement: &str) -> PyResult<Table> {
        let found = py.detach(|| {
            let store = self.open()?;
            let names = store.columns(statement)?;
            let mut columns: Vec<Vec<Cell>> = vec![Vec::new(); names.len()];
            store.sql(statement, |_, row| {
                columns.iter_mut().zip(row).for_each(|(column, cell)| column.push(cell));
                true
            })?;
            Ok((names, columns))
        });
        let (names, columns) = found.map_err(|error: Error| record(&error.of(&self.path)))?;
        let columns = names.into_iter().zip(&columns).map(|(name, cells)| tables::sql_column(name, cells));
        tables::named(columns.collect())
    }
}

impl Record {
    fn open(&self) -> Result<Store, Error> {
        Store::open(&self.path)
    }
}

/// What counts are counted by.
type Key = fn(&Count) -> Option<&str>;

const PERIODS: [(&str, Period); 4] =
    [("day", Period::Day), ("week", Period::Week), ("month", Period::Month), ("year", Period::Year)];

const UNITS: [(&str, Unit); 3] = [("dyad", Unit::Dyad), ("actor", Unit::Actor), ("recipient", Unit::Recipient)];

fn chosen<T: Copy>(name: &str, all: &[(&str, T)]) -> PyResult<T> {
    let found = all.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
    let names: Vec<&str> = all.iter().map(|(name, _)| *name).collect();
    found.ok_or_else(|| misused(format!("{name:?} is none of {}", names.join(", "))))
}

/// Filters by the names of the program's options.
fn filter(given: &Bound<'_, PyDict>) -> PyResult<Filter> {
    let mut filter = Filter::default();
    for (name, value) in given {
        let name: String = name.extract()?;
        match name.as_str() {
            "actor" => filter.actor = value.extract()?,
            "recipient" => filter.recipient = value.extract()?,
            "party" => filter.party = value.extract()?,
            "dyad" => filter.dyad = value.extract()?,
            "country" => filter.country = value.extract()?,
            "sector" => filter.sector = value.extract()?,
            "category" => filter.categories = value.extract()?,
            "mode" => filter.mode = value.extract()?,
            "status" => filter.statuses = value.extract()?,
            "context" => filter.context = value.extract()?,
            "start" => filter.from = value.extract()?,
            "end" => filter.to = value.extract()?,
            "place" => filter.place = value.extract()?,
            "near" => filter.near = value.extract()?,
            "text" => filter.text = value.extract()?,
            "core" => filter.core = value.extract()?,
            "decided_by" => filter.decided_by = value.extract()?,
            "confidence" => filter.confidence = value.extract()?,
            "sources" => filter.sources = value.extract()?,
            _ => return Err(misused(format!("there is no filter {name:?}"))),
        }
    }
    Ok(filter)
}

/// Adding, as `memcon add` does it.
struct Adding<'c> {
    coder: &'c Coder,
    jobs: usize,
    date: Option<Date>,
}

#[derive(Default)]
struct Tally {
    new: usize,
    known: usize,
    recoded: usize,
    failed: Vec<String>,
}

impl Adding<'_> {
    fn run(&self, path: &std::path::Path, paths: &[PathBuf]) -> Result<Tally, Error> {
        // What changes how a page is read or coded, in the words of the program.
        let date = self.date.map(|date| format!("date={date}"));
        let least = format!("min-confidence={}", self.coder.least);
        let options: Vec<String> = date.into_iter().chain([least]).chain(self.coder.settings.iter().cloned()).collect();
        let run = Run::current(self.coder.model, self.coder.folder.as_deref(), &options.join(" "))?;
        let mut store = Store::create(path)?;
        let known = store.documents()?;
        let (mut writer, mut tally, mut broken) = (store.writer(&run)?, Tally::default(), None);
        let inputs = Inputs::new(paths, self.coder.options.clone());
        let work = |input: Input| self.coded(input, &known, run.row());
        ordered::run(
            |take| inputs.each(take),
            self.jobs,
            work,
            |coded| {
                match coded.map(|ingest| ingest.map_or(Ok(Added::Known), |ingest| writer.add(&ingest))) {
                    Ok(Ok(Added::New)) => tally.new += 1,
                    Ok(Ok(Added::Known)) => tally.known += 1,
                    Ok(Ok(Added::Recoded(_))) => tally.recoded += 1,
                    Ok(Err(error)) => broken = Some(error),
                    Err(message) => tally.failed.push(message),
                }
                broken.is_none()
            },
        );
        writer.finish().and_then(|()| broken.map_or(Ok(tally), Err))
    }

    /// What is to be written of a page; nothing where the record holds it, coded by this very run.
    fn coded(&self, input: Input, known: &FxHashMap<ContentHash, i64>, run: i64) -> Result<Option<Ingest>, String> {
        let Input { name, page, .. } = input;
        let page = page?;
        let hash = ContentHash::of(&page);
        if known.get(&hash) == Some(&run) {
            return Ok(None);
        }
        let document = code(&self.coder.memcon, page, &name, self.date)?;
        guard::run(|| Ingest::of(&document, hash, &name))
            .and_then(|ingest| ingest.map_err(|error| error.to_string()))
            .map(Some)
            .map_err(|error| format!("{name}: {error}"))
    }
}
