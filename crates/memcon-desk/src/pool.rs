//! Connections to the record: some to read, one at a time to write, each question with a time limit.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::http::StatusCode;
use memcon_store::Store;
use tokio::sync::Semaphore;

use crate::fault::Fault;

/// How long a question may take.
const PATIENCE: Duration = Duration::from_secs(8);

/// How long a request waits for a connection.
const QUEUE: Duration = Duration::from_secs(10);

/// The record, asked by many at the same time.
pub struct Pool {
    path: PathBuf,
    free: Mutex<Vec<Store>>,
    readers: Arc<Semaphore>,
    writer: Arc<Semaphore>,
}

impl Pool {
    /// For a record; as many connections as the machine can use.
    pub fn new(path: &Path) -> Self {
        let readers = std::thread::available_parallelism().map_or(4, usize::from).clamp(2, 16) * 2;
        Self {
            path: path.to_owned(),
            free: Mutex::new(Vec::new()),
            readers: Arc::new(Semaphore::new(readers)),
            writer: Arc::new(Semaphore::new(1)),
        }
    }

    /// Asks the record something.
    pub async fn read<T: Send + 'static>(
        self: &Arc<Self>,
        ask: impl FnOnce(&Store) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let pool = Arc::clone(self);
        self.run(&self.readers, move || {
            let kept = pool.free.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let mut store = match kept {
                Some(store) => store,
                None => Store::open(&pool.path)?,
            };
            store.limit_time(Some(Instant::now() + PATIENCE))?;
            let answer = ask(&store);
            store.limit_time(None)?;
            pool.free.lock().unwrap_or_else(PoisonError::into_inner).push(store);
            answer
        })
        .await
    }

    /// Changes the record; one at a time.
    pub async fn write<T: Send + 'static>(
        self: &Arc<Self>,
        change: impl FnOnce(&mut Store) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let path = self.path.clone();
        self.run(&self.writer, move || change(&mut Store::create(&path)?)).await
    }

    async fn run<T: Send + 'static>(
        &self,
        queue: &Arc<Semaphore>,
        work: impl FnOnce() -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let busy = || Fault::other(StatusCode::SERVICE_UNAVAILABLE, "the desk is busy; ask again in a moment");
        let waited = tokio::time::timeout(QUEUE, Arc::clone(queue).acquire_owned()).await;
        let permit = waited.map_err(|_| busy())?.map_err(|_| busy())?;
        let done = tokio::task::spawn_blocking(move || {
            // Held until the work is done, also when nobody waits for it any more.
            let _permit = permit;
            work()
        });
        done.await.unwrap_or_else(|_| Err(Fault::broken("a fault of Memcon; please report it with this address")))
    }
}
