//! Work in parallel, results in order, memory bounded.

use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// How many jobs may wait or be done out of order, for each thread: enough to keep all busy beside one
/// long document, few enough that memory stays flat.
const AHEAD: usize = 4;

/// Runs `work` on every job on `threads` threads and hands the results to `sink` in the jobs' order.
///
/// `feed` hands the jobs to the function it is given, until that returns `false`. At most a few jobs a thread are in
/// memory. `sink` returning `false` ends the run early.
pub fn run<Job: Send, Done: Send>(
    feed: impl FnOnce(&mut dyn FnMut(Job) -> bool) + Send,
    threads: usize,
    work: impl Fn(Job) -> Done + Sync,
    mut sink: impl FnMut(Done) -> bool,
) {
    let threads = threads.max(1);
    let (to_work, from_jobs) = sync_channel::<(usize, Job)>(threads * AHEAD);
    let (to_sink, from_work) = sync_channel::<(usize, Done)>(threads * AHEAD);
    // A slow document must not let the others run away from it: a ticket a job, given back when it is written.
    let (give_ticket, take_ticket) = sync_channel::<()>(2 * threads * AHEAD);
    for _ in 0..2 * threads * AHEAD {
        let _ = give_ticket.send(());
    }
    // Shared ownership: when the last worker ends, the queue ends, and with it whoever waits to fill it.
    let from_jobs = Arc::new(Mutex::new(from_jobs));
    thread::scope(|scope| {
        scope.spawn(move || {
            let mut number = 0;
            feed(&mut |job| {
                let sent = take_ticket.recv().is_ok() && to_work.send((number, job)).is_ok();
                number += 1;
                sent
            });
        });
        for _ in 0..threads {
            let (from_jobs, to_sink, work) = (Arc::clone(&from_jobs), to_sink.clone(), &work);
            scope.spawn(move || worker(&from_jobs, &to_sink, work));
        }
        drop((to_sink, from_jobs));
        in_order(&from_work, &give_ticket, &mut sink);
        // Dropping the receivers and the tickets ends every thread, also when the sink has had enough.
        drop(from_work);
        drop(give_ticket);
    });
}

fn worker<Job, Done>(
    jobs: &Mutex<Receiver<(usize, Job)>>,
    done: &SyncSender<(usize, Done)>,
    work: &(impl Fn(Job) -> Done + Sync),
) {
    loop {
        let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((number, job)) = job else { return };
        if done.send((number, work(job))).is_err() {
            return;
        }
    }
}

fn in_order<Done>(done: &Receiver<(usize, Done)>, tickets: &SyncSender<()>, sink: &mut impl FnMut(Done) -> bool) {
    let (mut next, mut waiting) = (0, BTreeMap::new());
    while let Ok((number, result)) = done.recv() {
        waiting.insert(number, result);
        while let Some(result) = waiting.remove(&next) {
            next += 1;
            let _ = tickets.try_send(());
            if !sink(result) {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order() {
        for threads in [1, 2, 7] {
            let mut seen = Vec::new();
            run(
                |take| assert!((0..500).all(take)),
                threads,
                |n: u32| n * 2,
                |n| {
                    seen.push(n);
                    true
                },
            );
            assert_eq!(seen, (0..500).map(|n| n * 2).collect::<Vec<_>>());
        }
    }

    #[test]
    fn an_early_end_ends_all() {
        let mut count = 0;
        run(
            |take| while take(0_u64) {},
            3,
            |n| n,
            |_| {
                count += 1;
                count < 10
            },
        );
        assert_eq!(count, 10);
    }
}
