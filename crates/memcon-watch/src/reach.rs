//! Which addresses are of the own net. A feed of the open net must not make us ask a printer in the next room.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;
use url::{Host, Url};

/// Where a request may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Everywhere: the user gave the address.
    Anywhere,
    /// Only to addresses of the open net: somebody else gave it.
    Open,
}

/// What the error of a name that leads into the own net says.
pub(crate) const LOCAL: &str = "an address of the own network";

/// Whether an address names a host of the own net, as far as can be told without asking for names.
pub fn is_local(url: &Url) -> bool {
    match url.host() {
        // Names of hosts are in lower case here.
        Some(Host::Domain(name)) => matches!(name.rsplit('.').next(), Some("localhost" | "local")),
        Some(Host::Ipv4(ip)) => is_own(ip.into()),
        Some(Host::Ipv6(ip)) => is_own(ip.into()),
        None => false,
    }
}

/// Whether an address is of this machine, of a private net, or of no host.
fn is_own(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_own_v4(ip),
        IpAddr::V6(ip) => {
            let mapped = ip.to_ipv4_mapped().is_some_and(is_own_v4);
            let first = ip.segments().first().copied().unwrap_or_default();
            // fc00::/7 are private nets, fe80::/10 a single link.
            let private = first & 0xfe00 == 0xfc00 || first & 0xffc0 == 0xfe80;
            mapped || private || ip.is_loopback() || ip.is_unspecified() || ip.is_multicast()
        }
    }
}

fn is_own_v4(ip: Ipv4Addr) -> bool {
    let [first, second, ..] = ip.octets();
    // 100.64.0.0/10 is shared by the customers of one provider.
    let shared = first == 100 && second & 0xc0 == 64;
    let none = first == 0 || first >= 224;
    shared || none || ip.is_loopback() || ip.is_private() || ip.is_link_local()
}

/// Resolves names, and refuses those that lead into the own net.
#[derive(Debug, Default)]
pub(crate) struct OpenNet;

impl Resolver for OpenNet {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = DefaultResolver::default().resolve(uri, config, timeout)?;
        if found.iter().map(SocketAddr::ip).any(is_own) {
            return Err(ureq::Error::Other(LOCAL.into()));
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_nets_are_told_from_the_open_one() {
        let own = [
            "127.0.0.1",
            "10.1.2.3",
            "192.168.0.1",
            "172.16.9.9",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "::1",
            "::",
            "fd00::1",
            "fe80::1",
            "::ffff:127.0.0.1",
            "255.255.255.255",
        ];
        assert!(own.iter().all(|ip| is_own(ip.parse().expect("an address"))));
        let open = ["93.184.216.34", "100.128.0.1", "172.32.0.1", "2606:2800:220:1::1", "::ffff:8.8.8.8"];
        assert!(open.iter().all(|ip| !is_own(ip.parse().expect("an address"))));
        let local = |text: &str| is_local(&Url::parse(text).expect("an address"));
        assert!(local("http://localhost:80/x") && local("http://127.1/") && local("http://[::1]/"));
        assert!(!local("https://news.example/feed"));
    }
}
