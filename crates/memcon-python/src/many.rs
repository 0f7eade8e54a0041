//! Results in input order, while other documents are coded.

use std::collections::VecDeque;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel, sync_channel};
use std::thread;
use std::time::Duration;

use memcon::inputs::{Input, Inputs};
use memcon::ordered;
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::PyIterator;
use serde_json::Map;

use crate::errors::input;
use crate::source::Source;

/// How many documents may be taken from the caller ahead of the result that is waited for, for each job: enough to keep
/// all busy beside one long document, few enough that memory stays flat.
const AHEAD: usize = 4;

/// How often a wait looks whether the user wants it to end.
const PATIENCE: Duration = Duration::from_millis(100);

/// What became of a document: its JSON line, or why there is none.
type Coded = Result<String, String>;

/// What became of each document, in their order.
#[pyclass(module = "memcon._memcon")]
pub struct Many {
    /// Where documents come from; none for files, which the threads read themselves.
    feed: Option<Feed>,
    results: Mutex<Receiver<Coded>>,
    /// The process whose threads do the work.
    process: u32,
}

struct Feed {
    sources: Py<PyIterator>,
    /// To the threads; `None` once all was handed over.
    jobs: Option<Sender<(usize, Source)>>,
    most: usize,
    handed: usize,
    /// How many results are still to come.
    owed: usize,
    /// An error of the caller's iterator, to be raised after the results of what came before it.
    broken: VecDeque<PyErr>,
}

impl Many {
    /// Codes what an iterator gives. It is asked on the caller's thread, when results are.
    pub fn of_sources(
        sources: Bound<'_, PyIterator>,
        jobs: usize,
        work: impl Fn(usize, Source) -> Coded + Send + Sync + 'static,
    ) -> Self {
        let (to_work, from_caller) = channel::<(usize, Source)>();
        let (to_caller, results) = channel();
        thread::spawn(move || {
            let feed = move |take: &mut dyn FnMut((usize, Source)) -> bool| {
                while let Ok(job) = from_caller.recv() {
                    if !take(job) {
                        return;
                    }
                }
            };
            ordered::run(feed, jobs, |(number, source)| work(number, source), |coded| to_caller.send(coded).is_ok());
        });
        let feed = Feed {
            sources: sources.unbind(),
            jobs: Some(to_work),
            most: jobs.max(1) * AHEAD,
            handed: 0,
            owed: 0,
            broken: VecDeque::new(),
        };
        Self { feed: Some(feed), results: Mutex::new(results), process: std::process::id() }
    }

    /// Codes what files hold.
    pub fn of_inputs(inputs: Inputs, jobs: usize, work: impl Fn(Input) -> Coded + Send + Sync + 'static) -> Self {
        let (to_caller, results) = sync_channel(jobs.max(1) * AHEAD);
        thread::spawn(move || {
            ordered::run(|take| inputs.each(take), jobs, work, |coded| to_caller.send(coded).is_ok());
        });
        Self { feed: None, results: Mutex::new(results), process: std::process::id() }
    }
}

#[pymethods]
impl Many {
    fn __iter__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    /// The next JSON line. After an error the next documents can still be asked for.
    fn __next__(&mut self, py: Python<'_>) -> PyResult<Option<String>> {
        if self.process != std::process::id() {
            return Err(PyRuntimeError::new_err(
                "this iterator belongs to the process that made it; after a fork, start another",
            ));
        }
        if let Some(feed) = &mut self.feed {
            feed.fill(py);
            if feed.owed == 0 {
                return feed.broken.pop_front().map_or(Ok(None), Err);
            }
        }
        let coded = self.wait(py)?;
        if let (Some(feed), Some(_)) = (&mut self.feed, &coded) {
            feed.owed -= 1;
        }
        coded.transpose().map_err(input)
    }
}

impl Many {
    /// Waits for the next result; `None` where no other comes.
    fn wait(&self, py: Python<'_>) -> PyResult<Option<Coded>> {
        loop {
            let received = py.detach(|| match self.results.lock() {
                Ok(results) => results.recv_timeout(PATIENCE),
                Err(_) => Err(RecvTimeoutError::Disconnected),
            });
            match received {
                Ok(coded) => return Ok(Some(coded)),
                Err(RecvTimeoutError::Disconnected) => return Ok(None),
                Err(RecvTimeoutError::Timeout) => py.check_signals()?,
            }
        }
    }
}

impl Feed {
    /// Hands documents to the threads, as many as they may have.
    fn fill(&mut self, py: Python<'_>) {
        while self.owed < self.most
            && let Some(jobs) = &self.jobs
        {
            let next = self.sources.bind(py).clone().next();
            let Some(value) = next else {
                self.jobs = None;
                return;
            };
            let source = value.and_then(|value| Source::of(&value, Map::new()));
            match source {
                Ok(source) => {
                    self.handed += 1;
                    self.owed += usize::from(jobs.send((self.handed, source)).is_ok());
                }
                Err(error) => {
                    self.broken.push_back(error);
                    self.jobs = None;
                }
            }
        }
    }
}
