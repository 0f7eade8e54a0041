//! Coding, and the account of how a document was coded.

use std::path::PathBuf;
use std::sync::{Arc, Once};
use std::thread;

use jiff::civil::Date;
use memcon::coding::confidence;
use memcon::inputs::{Input, Inputs};
use memcon::intake::{Bounds, Columns, Options, Page};
use memcon::reading::Model;
use memcon::{Document, Lexicon, Memcon, explain, guard, json};
use pyo3::prelude::*;
use pyo3::types::PyIterator;

use crate::errors::{LexiconError, day, input, misused};
use crate::many::Many;
use crate::source::{Source, known};

/// A lexicon and what reads by it. One serves all threads.
#[pyclass(frozen, module = "memcon._memcon")]
pub struct Coder {
    pub(crate) memcon: Arc<Memcon>,
    pub(crate) model: Model,
    pub(crate) options: Options,
    pub(crate) folder: Option<PathBuf>,
    /// The bounds that were set, as they were written.
    pub(crate) settings: Vec<String>,
    /// Least confidence of events.
    pub(crate) least: f64,
}

#[pymethods]
impl Coder {
    /// Sets the coder up; `bounds`, `map`, `min_confidence` and `reader` are the program's options `--bound`, `--map`,
    /// `--min-confidence` and `--reader`.
    #[new]
    #[pyo3(signature = (lexicon=None, bounds=Vec::new(), map=None, min_confidence=None, reader=None))]
    fn new(
        py: Python<'_>,
        lexicon: Option<PathBuf>,
        bounds: Vec<String>,
        map: Option<&str>,
        min_confidence: Option<f64>,
        reader: Option<&str>,
    ) -> PyResult<Self> {
        let model: Model = reader.map(str::parse::<Model>).transpose().map_err(misused)?.unwrap_or_default();
        let least = min_confidence.unwrap_or(confidence::LEAST);
        if !(0.0..=1.0).contains(&least) {
            return Err(misused(format!("min_confidence is {least}; give a number from 0 to 1")));
        }
        let mut limits = Bounds::default();
        for setting in &bounds {
            limits.set(setting).map_err(|error| misused(error.to_string()))?;
        }
        let columns = map.map(Columns::parse).transpose().map_err(|error| misused(error.to_string()))?;
        let options = Options { bounds: limits, columns: columns.unwrap_or_default() };
        let memcon = py.detach(|| {
            let lexicon = lexicon.as_deref().map_or_else(Lexicon::shipped, Lexicon::with_folder);
            let lexicon = lexicon.map_err(|error| LexiconError::new_err(error.to_string()))?;
            on_own_thread(|| Memcon::with_reader(model, lexicon))
                .map_err(input)?
                .map_err(|error| LexiconError::new_err(error.to_string()))
        })?;
        let memcon = Arc::new(memcon.with_bounds(&options.bounds).with_least_confidence(least));
        py.detach(|| on_own_thread(|| warm(&memcon))).map_err(input)?;
        Ok(Self { memcon, model, options, folder: lexicon, settings: bounds, least })
    }

    /// What is odd about the lexicon.
    #[getter]
    fn notes(&self) -> Vec<String> {
        self.memcon.lexicon().notes.clone()
    }

    /// One document's JSON line.
    #[pyo3(signature = (source, date=None, url=None, title=None, id=None))]
    fn code(
        &self,
        py: Python<'_>,
        source: &Bound<'_, PyAny>,
        date: Option<&str>,
        url: Option<&str>,
        title: Option<&str>,
        id: Option<&str>,
    ) -> PyResult<String> {
        let (source, date) = (Source::of(source, known(url, title, id))?, day(date)?);
        py.detach(|| on_own_thread(|| line(&self.memcon, source, NAMELESS, date, &self.options)))
            .and_then(|coded| coded)
            .map_err(input)
    }

    /// How one document was coded.
    #[pyo3(signature = (source, date=None, url=None, title=None, id=None))]
    fn explain(
        &self,
        py: Python<'_>,
        source: &Bound<'_, PyAny>,
        date: Option<&str>,
        url: Option<&str>,
        title: Option<&str>,
        id: Option<&str>,
    ) -> PyResult<Account> {
        let (source, date) = (Source::of(source, known(url, title, id))?, day(date)?);
        let coded = py.detach(|| {
            on_own_thread(|| {
                let page = source.page(NAMELESS, &self.options)?;
                code(&self.memcon, page, NAMELESS, date)
            })
        });
        let document = coded.and_then(|coded| coded).map_err(input)?;
        Ok(Account { memcon: Arc::clone(&self.memcon), document })
    }

    /// The JSON lines of many documents, in their order. Documents without an id are called by their number.
    #[pyo3(signature = (sources, jobs, date=None))]
    fn code_many(&self, sources: Bound<'_, PyIterator>, jobs: usize, date: Option<&str>) -> PyResult<Many> {
        let (memcon, options, date) = (Arc::clone(&self.memcon), self.options.clone(), day(date)?);
        Ok(Many::of_sources(sources, jobs, move |number, source| {
            line(&memcon, source, &number.to_string(), date, &options)
        }))
    }

    /// The JSON lines of the documents in files and folders, as the program names and orders them.
    #[pyo3(signature = (paths, jobs, date=None))]
    fn code_files(&self, paths: Vec<PathBuf>, jobs: usize, date: Option<&str>) -> PyResult<Many> {
        let (memcon, date) = (Arc::clone(&self.memcon), day(date)?);
        let inputs = Inputs::new(&paths, self.options.clone());
        Ok(Many::of_inputs(inputs, jobs, move |Input { name, page, .. }| {
            page.and_then(|page| written(&code(&memcon, page, &name, date)?, &name))
        }))
    }
}

/// What a document is called that has no id, as the program calls standard input.
const NAMELESS: &str = "-";

/// Codes a page. A panic in it is an error like another; all errors name the document.
pub fn code(memcon: &Memcon, page: Page, name: &str, date: Option<Date>) -> Result<Document, String> {
    guard::run(|| memcon.code(page, date))
        .and_then(|coded| coded.map_err(|error| error.to_string()))
        .map_err(|error| format!("{name}: {error}"))
}

fn written(document: &Document, name: &str) -> Result<String, String> {
    json::line(document, name, true).map_err(|error| format!("{name}: {error}"))
}

fn line(memcon: &Memcon, source: Source, name: &str, date: Option<Date>, options: &Options) -> Result<String, String> {
    let page = guard::run(|| source.page(name, options)).map_err(|error| format!("{name}: {error}"))??;
    written(&code(memcon, page, name, date)?, name)
}

/// Codes a sentence once, so that what is made at its first use is there before any process can fork: the child of a
/// fork that came while another thread made it would wait for that thread forever.
fn warm(memcon: &Memcon) {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let said = "Oslo, 3 March 2025. Kenya's foreign minister accused Norway of espionage on Monday.";
        let source = Source::Text(said.to_owned(), known(None, None, None));
        let _ = line(memcon, source, NAMELESS, None, &Options::default());
    });
}

/// Does some work on a thread that ends with it. The reader keeps a pool of threads for each thread that reads, and a
/// fork would copy the memory of such a pool without its threads.
fn on_own_thread<T: Send>(work: impl FnOnce() -> T + Send) -> Result<T, String> {
    thread::scope(|scope| scope.spawn(|| guard::run(work)).join().unwrap_or_else(|_| Err("a thread failed".to_owned())))
}

/// How a document was coded.
#[pyclass(frozen, module = "memcon._memcon")]
pub struct Account {
    memcon: Arc<Memcon>,
    document: Document,
}

#[pymethods]
impl Account {
    /// The document's JSON line.
    fn json(&self) -> PyResult<String> {
        written(&self.document, NAMELESS).map_err(input)
    }

    /// Every event, and what came of the sentences without one.
    fn whole(&self, py: Python<'_>) -> PyResult<String> {
        // A method's path stands for one lifetime, a closure for any.
        #[allow(clippy::redundant_closure_for_method_calls)]
        self.told(py, |account| account.whole())
    }

    /// An event, by its index.
    fn event(&self, py: Python<'_>, index: usize) -> PyResult<String> {
        self.told(py, |account| account.one_event(index))
    }

    /// A sentence, by its index.
    fn sentence(&self, py: Python<'_>, index: usize) -> PyResult<String> {
        self.told(py, |account| account.one_sentence(index))
    }

    /// How many sentences were read.
    #[getter]
    fn sentences(&self) -> usize {
        self.document.reading.sentences.len()
    }
}

impl Account {
    fn told(&self, py: Python<'_>, tell: impl FnOnce(&explain::Account<'_>) -> String + Send) -> PyResult<String> {
        py.detach(|| guard::run(|| tell(&explain::Account::new(&self.memcon, &self.document)))).map_err(input)
    }
}
