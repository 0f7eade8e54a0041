//! The server: what it is told, where it listens, which page answers which address.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, Request};
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use axum::response::Response;
use axum::routing::{get, post};
use jiff::civil::Date;
use memcon_store::Counts;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::TimeoutLayer;

use crate::fault::Fault;
use crate::pool::Pool;
use crate::stats::Kept;
use crate::{Coder, api, assets, gate, pages};

/// How long a request may take as a whole.
const PATIENCE: Duration = Duration::from_secs(30);

/// The most bytes that a request may bring.
const MOST_BYTES: usize = 4 << 20;

/// How long requests that run may go on when the desk ends.
const GRACE: Duration = Duration::from_secs(5);

/// What the desk is told.
#[derive(Clone, Debug)]
pub struct Options {
    /// The record.
    pub record: PathBuf,
    /// Where to listen.
    pub address: SocketAddr,
    /// Needed for writing, and for everything at an address that is not loopback.
    pub token: Option<String>,
    /// The day that counts as today, if not the clock's.
    pub today: Option<Date>,
    /// What the pages call the record.
    pub title: String,
    /// End after so long, for tests.
    pub stop_after: Option<Duration>,
}

/// A desk: a record and what is shown of it.
pub struct Desk {
    pub(crate) options: Options,
    pub(crate) pool: Arc<Pool>,
    pub(crate) coder: Option<Box<dyn Coder>>,
    /// One page is coded at a time: it takes all there is of a core, and much memory.
    pub(crate) coding: Arc<Semaphore>,
    pub(crate) kept: Kept,
}

impl Desk {
    /// A desk for a record; `coder` answers what is coded on the spot.
    ///
    /// # Errors
    /// If the record cannot be opened, or an address that others can reach has no token.
    pub fn new(options: Options, coder: Option<Box<dyn Coder>>) -> Result<Arc<Self>, String> {
        if !options.address.ip().is_loopback() && options.token.is_none() {
            return Err(format!("{} can be reached by others: give a --token for it", options.address));
        }
        if options.token.as_ref().is_some_and(|token| token.len() < 8) {
            return Err("the token is too short: eight characters at least".to_owned());
        }
        memcon_store::Store::open(&options.record).map_err(|error| error.to_string())?;
        let pool = Arc::new(Pool::new(&options.record));
        Ok(Arc::new(Self { options, pool, coder, coding: Arc::new(Semaphore::new(1)), kept: Kept::default() }))
    }

    /// The day that counts as today.
    pub(crate) fn today(&self) -> Date {
        self.options.today.unwrap_or_else(|| jiff::tz::Offset::UTC.to_datetime(jiff::Timestamp::now()).date())
    }

    /// How much the record holds, as of some seconds ago.
    pub(crate) async fn size(&self) -> Result<Counts, Fault> {
        if let Some(kept) = self.kept.get::<Counts>("size") {
            return Ok(*kept);
        }
        let size = self.pool.read(|store| Ok(store.counts()?)).await?;
        Ok(*self.kept.put("size", size))
    }

    /// Codes something, one at a time.
    pub(crate) async fn coded<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&dyn Coder) -> T + Send + 'static,
    ) -> Result<T, Fault> {
        let busy =
            |()| Fault::other(StatusCode::SERVICE_UNAVAILABLE, "others are having pages coded; ask again in a moment");
        let wait = tokio::time::timeout(PATIENCE / 3, Arc::clone(&self.coding).acquire_owned());
        let permit = wait.await.map_err(|_| busy(()))?.map_err(|_| busy(()))?;
        let desk = Arc::clone(self);
        let done = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            desk.coder.as_deref().map(work)
        });
        let answer =
            done.await.map_err(|_| Fault::broken("a fault of Memcon; please report it with what was coded"))?;
        answer.ok_or_else(|| Fault::other(StatusCode::NOT_IMPLEMENTED, "this desk codes nothing"))
    }

    /// Everything that the desk answers.
    pub fn router(self: &Arc<Self>) -> Router {
        Router::new()
            .merge(pages::router())
            .merge(api::router())
            .route("/a/{name}", get(|Path(name): Path<String>| async move { assets::asset(&name) }))
            .route("/login", post(pages::review::login))
            .fallback(|request: Request| async move { nowhere(&request) })
            .layer(DefaultBodyLimit::max(MOST_BYTES))
            .layer(TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, PATIENCE))
            .layer(CatchPanicLayer::new())
            .layer(from_fn_with_state(Arc::clone(self), gate::gate))
            .with_state(Arc::clone(self))
    }
}

fn nowhere(request: &Request) -> Response {
    let fault = Fault::missing("there is no page at this address");
    if request.uri().path().starts_with("/api/") { fault.problem() } else { pages::plain_fault(&fault) }
}

/// Serves until Ctrl-C; `ready` is told where.
///
/// # Errors
/// If the address cannot be listened at.
pub fn serve(desk: &Arc<Desk>, ready: impl FnOnce(SocketAddr)) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(|e| e.to_string())?;
    let ended = runtime.block_on(async {
        let address = desk.options.address;
        let listener =
            TcpListener::bind(address).await.map_err(|error| format!("{address}: cannot listen there: {error}"))?;
        ready(listener.local_addr().map_err(|error| error.to_string())?);
        let stop_after = desk.options.stop_after;
        let (ending, ended) = tokio::sync::oneshot::channel::<()>();
        let signal = async move {
            let clock = async {
                match stop_after {
                    Some(time) => tokio::time::sleep(time).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! { () = interrupted() => (), () = clock => () }
            let _ = ending.send(());
        };
        let served = axum::serve(listener, desk.router()).with_graceful_shutdown(signal);
        // Whoever keeps a connection open must not keep the desk from ending.
        let late = async {
            if ended.await.is_ok() {
                tokio::time::sleep(GRACE).await;
            } else {
                std::future::pending::<()>().await;
            }
        };
        tokio::select! {
            done = served => done.map_err(|error| error.to_string()),
            () = late => Ok(()),
        }
    });
    runtime.shutdown_timeout(GRACE);
    ended
}

/// Ctrl-C, or a polite request to end.
async fn interrupted() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! { _ = tokio::signal::ctrl_c() => (), _ = terminate.recv() => () }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}
