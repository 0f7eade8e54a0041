//! Reads feeds and pages of the web as a guest should.
//!
//! A [`Client`] asks a host one thing at a time, with a pause between; reads `robots.txt` first and does as it says; asks
//! for a feed only if it has changed since ([`Marks`]); follows few redirects and none in a circle; takes no more bytes
//! and no more time than it was told; lets nobody on the open net send it to addresses of the own one; and asks a host
//! that is overloaded no more until it has said that it may. A [`Pace`] says when to ask again: later and later while
//! asking fails, by a different while each time. [`Stop`] ends all waiting at once.
//!
//! Nothing here knows what a feed is: that is `memcon::intake`'s.
//!
//! | module | subject |
//! |---|---|
//! | [`Client`], [`Ask`], [`Answer`] | asking |
//! | `robots` | `robots.txt`, as RFC 9309 has it |
//! | `host` | what is known of a host: when it may be asked again, what it allows |
//! | `reach` | which addresses are of the own net |
//! | [`Problem`] | what goes wrong, and whether it may pass |
//! | [`Pace`] | when to ask again |
//! | [`Stop`] | ending early |

mod client;
mod host;
mod pace;
mod problem;
mod reach;
mod robots;
mod stop;

pub use client::{Answer, Ask, Client, Marks, Options, Response};
pub use pace::{Pace, jitter};
pub use problem::Problem;
pub use reach::{Reach, is_local};
pub use stop::Stop;
pub use url::Url;
