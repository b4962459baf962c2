//! Where forwarding may go: out of the house, or to hosts inside that the configuration names. Else whoever fills in a
//! form could have this server ask what only it can reach.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use reqwest::Url;
use serde::{Deserialize, Serialize};

use super::HttpError;

const LOOK_UP: Duration = Duration::from_secs(5);

/// Hosts inside the house, by the name or the IP address that forwarding uses for them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct InternalHosts(pub Vec<String>);

impl InternalHosts {
    fn allow(&self, host: &str) -> bool {
        self.0.iter().any(|known| bare(known.trim()).eq_ignore_ascii_case(host))
    }

    /// An address to which secrets may be sent: nobody reads on the way, or the way stays in the house.
    pub(super) fn protected(&self, text: &str) -> Option<Url> {
        let url: Url = text.trim().parse().ok()?;
        let host = bare(url.host_str()?);
        let plain = url.username().is_empty() && url.password().is_none();
        let protected = url.scheme() == "https" || (url.scheme() == "http" && self.allow(host));
        (plain && protected).then_some(url)
    }

    /// Looks up where `url` leads. Connect to these addresses and no others: looked up again, a name may lead elsewhere.
    ///
    /// # Errors
    /// `Internal` where one of them lies in the house and the host is not known; `Unknown` where there is none.
    pub(super) async fn resolve(&self, url: &Url) -> Result<Vec<SocketAddr>, HttpError> {
        let host = bare(url.host_str().unwrap_or_default());
        let port = url.port_or_known_default().unwrap_or(443);
        let found = tokio::time::timeout(LOOK_UP, tokio::net::lookup_host((host, port))).await;
        let addresses: Vec<SocketAddr> = match found {
            Ok(Ok(addresses)) => addresses.collect(),
            Ok(Err(_)) | Err(_) => vec![],
        };
        if addresses.is_empty() {
            return Err(HttpError::Unknown);
        }
        if !self.allow(host) && addresses.iter().any(|address| is_internal(address.ip())) {
            return Err(HttpError::Internal);
        }
        Ok(addresses)
    }
}

/// Without the brackets of IPv6.
fn bare(host: &str) -> &str {
    host.trim_matches(['[', ']'])
}

/// Is this anything but the address of one machine on the open internet?
fn is_internal(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_internal_v4(v4),
        IpAddr::V6(v6) => is_internal_v6(v6),
    }
}

fn is_internal_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let special = address.is_loopback() || address.is_private() || address.is_link_local();
    // "This network", carriers' own, protocol assignments, benchmarks; multicast and what is reserved.
    special || matches!((a, b, c), (0 | 224..=255, ..) | (100, 64..=127, _) | (192, 0, 0) | (198, 18..=19, _))
}

fn is_internal_v6(address: Ipv6Addr) -> bool {
    let [first, second, third, fourth, .., seventh, eighth] = address.segments();
    let embedded =
        |high: u16, low: u16| is_internal_v4(Ipv4Addr::from_bits((u32::from(high) << 16) | u32::from(low)));
    match (first, second) {
        // Unspecified, loopback, IPv4 in IPv6 as ::1.2.3.4 and ::ffff:1.2.3.4.
        (0, 0) => embedded(seventh, eighth) || (third, fourth) != (0, 0),
        // Translated to IPv4 on the way: NAT64 and 6to4.
        (0x64, 0xff9b) => embedded(seventh, eighth),
        (0x2002, _) => embedded(second, third),
        _ => {
            address.is_unique_local()
                || address.is_unicast_link_local()
                || address.is_multicast()
                || first == 0
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_in_the_house_are_told_from_those_outside() {
        for inside in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "0.0.0.0",
            "100.64.0.1",
            "255.255.255.255",
            "::1",
            "::",
            "fd00::1",
            "fe80::1",
            "ff02::1",
            "::ffff:10.0.0.1",
            "::127.0.0.1",
            "64:ff9b::a00:1",
            "2002:7f00:1::",
        ] {
            assert!(is_internal(inside.parse().unwrap()), "{inside}");
        }
        for outside in ["1.1.1.1", "172.32.0.1", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"] {
            assert!(!is_internal(outside.parse().unwrap()), "{outside}");
        }
    }

    #[tokio::test]
    async fn hosts_in_the_house_are_reached_only_where_they_are_named() {
        let (nobody, named) =
            (InternalHosts::default(), InternalHosts(vec!["127.0.0.1".into(), "::1".into()]));
        for url in ["https://127.0.0.1/hook", "https://[::1]/hook", "https://2130706433/hook"] {
            let parsed = nobody.protected(url).unwrap();
            assert!(matches!(nobody.resolve(&parsed).await, Err(HttpError::Internal)), "{url}");
            assert!(named.resolve(&parsed).await.is_ok(), "{url}");
        }
        assert_eq!(nobody.protected("http://127.0.0.1:9/"), None, "not encrypted");
        assert!(named.protected("http://127.0.0.1:9/").is_some());
        assert_eq!(named.protected("https://key:secret@lrs.example/"), None);
    }
}
