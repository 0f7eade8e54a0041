//! Taking connections. Who opens one and does not say in time what he wants is sent away, so that a few who say it a
//! letter a minute cannot keep all others out.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1::Builder;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How long the head of a request may take to come, and a connection stay open between two requests.
const HEAD_PATIENCE: Duration = Duration::from_secs(5);

/// Connections at the same time; more have to wait.
const CONNECTIONS: usize = 1024;

/// The pause after a connection could not be taken, for want of files for instance.
const PAUSE: Duration = Duration::from_millis(100);

/// Takes connections until `end`; those that are open then have until `grace` to be done.
pub(crate) async fn serve(listener: TcpListener, router: Router, end: impl Future<Output = ()>, grace: Duration) {
    let mut http = Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEAD_PATIENCE);
    let (open, room) = (GracefulShutdown::new(), Arc::new(Semaphore::new(CONNECTIONS)));
    let mut end = std::pin::pin!(end);
    loop {
        let taken = tokio::select! {
            taken = take(&listener, &room) => taken,
            () = &mut end => break,
        };
        let Some((stream, permit)) = taken else { continue };
        let connection = http.serve_connection(TokioIo::new(stream), TowerToHyperService::new(router.clone()));
        let connection = open.watch(connection);
        tokio::spawn(async move {
            // What goes wrong with a connection is its client's affair.
            let _ = connection.await;
            drop(permit);
        });
    }
    drop(listener);
    // Whoever keeps a connection open must not keep the desk from ending.
    let _ = tokio::time::timeout(grace, open.shutdown()).await;
}

async fn take(listener: &TcpListener, room: &Arc<Semaphore>) -> Option<(TcpStream, OwnedSemaphorePermit)> {
    let permit = Arc::clone(room).acquire_owned().await.ok()?;
    if let Ok((stream, _)) = listener.accept().await {
        return Some((stream, permit));
    }
    tokio::time::sleep(PAUSE).await;
    None
}
