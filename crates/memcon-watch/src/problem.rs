//! What goes wrong when a host is asked.

use std::fmt;
use std::time::Duration;

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// The sign to stop was given.
    Stopped,
    /// The address is none of the web: what it is.
    Address(String),
    /// An address of the own net, to which somebody on the open one points.
    Local(String),
    /// The host's `robots.txt` does not want it asked for.
    Forbidden,
    /// The host's `robots.txt` cannot be had, so that nothing may be asked for: why.
    RobotsUnknown(String),
    /// The host answers with such a status, and asks to be left alone for so long.
    Status(u16, Option<Duration>),
    /// The host has asked to be left alone, for so much longer.
    Later(Duration),
    /// Redirects that lead back to where they came from, at this address.
    Circle(String),
    /// More redirects than are followed: how many that are.
    Redirects(usize),
    /// No connection, or one that broke: what was said.
    Connection(String),
}

impl Problem {
    /// Whether asking again later may help.
    pub fn may_pass(&self) -> bool {
        match self {
            Self::Status(status, _) => matches!(status, 408 | 425 | 429 | 500..=599),
            Self::Later(_) | Self::Connection(_) | Self::RobotsUnknown(_) | Self::Stopped => true,
            Self::Address(_) | Self::Local(_) | Self::Forbidden | Self::Circle(_) | Self::Redirects(_) => false,
        }
    }

    /// Whether the host says that what was asked for is gone and will not come back.
    pub fn is_gone(&self) -> bool {
        matches!(self, Self::Status(410, _))
    }

    /// How long the host asks to be left alone.
    pub fn wait(&self) -> Option<Duration> {
        match self {
            Self::Status(_, wait) => *wait,
            Self::Later(wait) => Some(*wait),
            _ => None,
        }
    }
}

impl std::error::Error for Problem {}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stopped => write!(f, "stopped"),
            Self::Address(what) => write!(f, "no address of the web: {what}"),
            Self::Local(host) => {
                write!(f, "{host} is in the own network, where addresses found on the open one may not lead")
            }
            Self::Forbidden => write!(f, "the site's robots.txt does not allow it"),
            Self::RobotsUnknown(why) => {
                write!(f, "the site's robots.txt cannot be had, so nothing is asked for ({why})")
            }
            Self::Status(status, wait) => {
                write!(f, "the site answers {status}{}", meaning(*status))?;
                wait.map_or(Ok(()), |wait| write!(f, " and asks to wait {} s", wait.as_secs()))
            }
            Self::Later(wait) => write!(f, "the site has asked to be left alone for another {} s", wait.as_secs()),
            Self::Circle(address) => write!(f, "redirects in a circle, by way of {address}"),
            Self::Redirects(most) => write!(f, "more than {most} redirects in a row"),
            Self::Connection(why) => write!(f, "{why}"),
        }
    }
}

fn meaning(status: u16) -> &'static str {
    match status {
        401 | 403 => " (not allowed)",
        404 => " (not there)",
        410 => " (gone)",
        429 => " (asked too often)",
        500 | 502 => " (a fault of the site)",
        503 | 504 => " (overloaded)",
        _ => "",
    }
}
