//! Who asks: the client's address. What a header says is believed only of a proxy that the operator trusts.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::{
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, header},
    middleware::Next,
    response::Response,
};

use super::REQUEST_ID;
use crate::config::{EdgeConfig, Proxy, ProxyHeader};

/// The address that limits count by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ClientAddress(pub IpAddr);

#[derive(Debug)]
pub struct Proxies {
    trusted: Vec<Proxy>,
    header: ProxyHeader,
}

impl Proxies {
    pub fn new(config: &EdgeConfig) -> Self {
        Self { trusted: config.trusted_proxies.clone(), header: config.proxy_header }
    }

    fn trusts(&self, address: IpAddr) -> bool {
        self.trusted.iter().any(|proxy| proxy.is(address))
    }

    /// The last address on the way here that is no proxy of ours. Each proxy adds the one it heard from at the end, so
    /// what stands before that is the client's own claim.
    fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let mut nearest = peer;
        for named in self.named(headers).into_iter().rev() {
            if !self.trusts(nearest) {
                break;
            }
            let Some(address) = named else { break };
            nearest = address;
        }
        nearest
    }

    /// The addresses that the header names, in its order; `None` for what is no address (`unknown`, `_hidden`).
    fn named(&self, headers: &HeaderMap) -> Vec<Option<IpAddr>> {
        let name = match self.header {
            ProxyHeader::XForwardedFor => header::HeaderName::from_static("x-forwarded-for"),
            ProxyHeader::Forwarded => header::FORWARDED,
        };
        let values = headers.get_all(name).iter().map(|value| value.to_str().unwrap_or_default());
        let entries = values.flat_map(|value| value.split(','));
        entries.map(|entry| address(self.header.node(entry)?)).collect()
    }
}

impl ProxyHeader {
    /// The part of an entry that names the client: all of it, or what RFC 7239 calls the node of `for`.
    fn node(self, entry: &str) -> Option<&str> {
        match self {
            ProxyHeader::XForwardedFor => Some(entry.trim()),
            ProxyHeader::Forwarded => entry.split(';').find_map(|pair| {
                let (key, value) = pair.split_once('=')?;
                key.trim().eq_ignore_ascii_case("for").then(|| value.trim().trim_matches('"'))
            }),
        }
    }
}

/// `192.0.2.1`, `192.0.2.1:4711`, `2001:db8::1`, `[2001:db8::1]` or `[2001:db8::1]:4711`.
fn address(text: &str) -> Option<IpAddr> {
    let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    let with_port = || text.parse().ok().map(|address: SocketAddr| address.ip());
    bare.parse().ok().or_else(with_port).map(|address: IpAddr| address.to_canonical())
}

/// Notes the client's address on the request. A request id is taken over from a trusted proxy, never from a client,
/// who could otherwise write into the log.
pub async fn find(State(proxies): State<Arc<Proxies>>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip().to_canonical());
    let peer = peer.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
    let client = proxies.client(peer, request.headers());
    if !proxies.trusts(peer) {
        request.headers_mut().remove(REQUEST_ID);
    }
    request.extensions_mut().insert(ClientAddress(client));
    next.run(request).await
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    fn client(header: ProxyHeader, peer: &str, name: &'static str, value: &'static str) -> String {
        let trusted = ["10.0.0.0/24", "fd00::7"].map(str::to_owned).map(Proxy::try_from);
        let proxies = Proxies { trusted: trusted.into_iter().flatten().collect(), header };
        let headers = [(HeaderName::from_static(name), HeaderValue::from_static(value))];
        let peer = peer.parse().unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
        proxies.client(peer, &headers.into_iter().collect()).to_string()
    }

    fn forwarded_for(peer: &str, value: &'static str) -> String {
        client(ProxyHeader::XForwardedFor, peer, "x-forwarded-for", value)
    }

    #[test]
    fn a_stranger_may_claim_what_he_likes() {
        assert_eq!(forwarded_for("192.0.2.9", "198.51.100.1"), "192.0.2.9");
    }

    #[test]
    fn a_trusted_proxy_is_believed_and_what_stands_before_its_entry_is_not() {
        assert_eq!(forwarded_for("10.0.0.7", "198.51.100.1"), "198.51.100.1");
        assert_eq!(forwarded_for("10.0.0.7", "1.1.1.1, 198.51.100.1"), "198.51.100.1");
        assert_eq!(forwarded_for("10.0.0.7", "1.1.1.1, 198.51.100.1, 10.0.0.8"), "198.51.100.1");
        assert_eq!(forwarded_for("fd00::7", "[2001:db8::1]:4711"), "2001:db8::1");
    }

    #[test]
    fn what_is_no_address_ends_the_way_back() {
        assert_eq!(forwarded_for("10.0.0.7", "unknown"), "10.0.0.7");
        assert_eq!(forwarded_for("10.0.0.7", "198.51.100.1, garbage, 10.0.0.8"), "10.0.0.8");
        assert_eq!(forwarded_for("10.0.0.7", ""), "10.0.0.7");
    }

    #[test]
    fn only_the_configured_header_is_read() {
        let forwarded = |name, value| client(ProxyHeader::Forwarded, "10.0.0.7", name, value);
        assert_eq!(forwarded("x-forwarded-for", "198.51.100.1"), "10.0.0.7");
        assert_eq!(forwarded("forwarded", "for=198.51.100.1;proto=https"), "198.51.100.1");
        assert_eq!(forwarded("forwarded", "proto=https; For=\"[2001:db8::1]:80\""), "2001:db8::1");
        assert_eq!(forwarded("forwarded", "for=1.1.1.1, for=_hidden"), "10.0.0.7");
    }
}
