//! How often one client address may try to sign in, send keys that are not known, and take files away.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use app::web::Refused;
use axum::{
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::Response,
};
use governor::{Quota, RateLimiter, clock::Clock, clock::DefaultClock, state::keyed::HashMapStateStore};

use super::{address::ClientAddress, refused::refuse};
use crate::config;

/// A limit counts by it; an IPv6 client has a whole network to choose its address from.
fn key(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> 64 << 64)),
    }
}

/// So many at once, and so many a minute; `None` is no limit.
struct Limiter(Option<RateLimiter<IpAddr, HashMapStateStore<IpAddr>, DefaultClock>>);

/// From how many addresses on those that have been quiet are forgotten.
const MANY: usize = 10_000;

impl Limiter {
    fn new(per_minute: u32) -> Self {
        Self(NonZeroU32::new(per_minute).map(|limit| RateLimiter::hashmap(Quota::per_minute(limit))))
    }

    /// Counts one more; otherwise says how long to wait.
    fn count(&self, client: IpAddr) -> Result<(), Duration> {
        let Some(limiter) = &self.0 else { return Ok(()) };
        if limiter.len() > MANY {
            limiter.retain_recent();
        }
        limiter.check_key(&client).map_err(|until| until.wait_time_from(limiter.clock().now()))
    }
}

/// All limits, and who has to wait before sending another key.
pub struct Limits {
    sign_in: Limiter,
    exports: Limiter,
    refused_keys: Limiter,
    locked_out: Mutex<HashMap<IpAddr, Instant>>,
}

impl Limits {
    pub fn new(limits: config::Limits) -> Self {
        Self {
            sign_in: Limiter::new(limits.sign_in),
            exports: Limiter::new(limits.exports),
            refused_keys: Limiter::new(limits.refused_keys),
            locked_out: Mutex::default(),
        }
    }

    /// Before the request is looked at.
    fn admit(&self, client: IpAddr, kind: Kind) -> Result<(), Duration> {
        match kind {
            Kind::SignIn => self.sign_in.count(client),
            Kind::Export => self.exports.count(client),
            Kind::WithKey => self.locked_out_for(client).map_or(Ok(()), Err),
            Kind::Other => Ok(()),
        }
    }

    fn locked_out_for(&self, client: IpAddr) -> Option<Duration> {
        let locked_out = self.locked_out.lock().unwrap_or_else(PoisonError::into_inner);
        locked_out.get(&client)?.checked_duration_since(Instant::now())
    }

    /// After a key was refused. The keys of a client who guesses are not looked at for a while, right or wrong: else
    /// guessing would go on, only unanswered.
    fn note_refused_key(&self, client: IpAddr) {
        let Err(wait) = self.refused_keys.count(client) else { return };
        let now = Instant::now();
        let mut locked_out = self.locked_out.lock().unwrap_or_else(PoisonError::into_inner);
        locked_out.retain(|_, until| *until > now);
        locked_out.insert(client, now + wait);
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    SignIn,
    Export,
    WithKey,
    Other,
}

/// A request of the record store's alternate syntax: its key is a field of the form.
fn is_form(request: &Request) -> bool {
    *request.method() == Method::POST && request.uri().query().is_some_and(|query| query.contains("method="))
}

impl Kind {
    fn of(request: &Request) -> Self {
        let path = request.uri().path();
        let last = path.rsplit('/').next().unwrap_or_default();
        let is_posted = *request.method() == Method::POST;
        let takes_keys = ["/api/", "/scim/", "/xapi/"].iter().any(|area| path.starts_with(area));
        if (is_posted && (path.starts_with("/sign-in") || path.starts_with("/set-up")))
            // The way to an identity provider and back is made of links; each leaves a row behind.
            || path.starts_with("/sign-in/oidc/")
        {
            Kind::SignIn
        } else if takes_keys && (request.headers().contains_key(header::AUTHORIZATION) || is_form(request)) {
            Kind::WithKey
        } else if takes_keys {
            Kind::Other
        } else if last.starts_with("export") || matches!(last.rsplit_once('.'), Some((_, "csv" | "json"))) {
            Kind::Export
        } else {
            Kind::Other
        }
    }

    fn what(self) -> &'static str {
        match self {
            Kind::SignIn => "attempts to sign in",
            Kind::Export => "exports",
            Kind::WithKey => "requests with a key that is not known",
            Kind::Other => "requests",
        }
    }
}

pub async fn limited(State(limits): State<Arc<Limits>>, request: Request, next: Next) -> Response {
    let client = request.extensions().get::<ClientAddress>().map(|address| key(address.0));
    let Some(client) = client else { return next.run(request).await };
    let kind = Kind::of(&request);
    if let Err(wait) = limits.admit(client, kind) {
        return too_many(kind, wait);
    }
    let response = next.run(request).await;
    if kind == Kind::WithKey && response.status() == StatusCode::UNAUTHORIZED {
        limits.note_refused_key(client);
    }
    response
}

fn too_many(kind: Kind, wait: Duration) -> Response {
    // Rounded up: whoever comes back at the told second finds the door open.
    let seconds = wait.as_secs() + 1;
    let mut response = refuse(Refused {
        status: StatusCode::TOO_MANY_REQUESTS,
        title: "Too many at once",
        happened: format!("There were too many {} from your address within a minute.", kind.what()),
        next_step: "Wait a minute and try again.",
    });
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    response
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use axum::body::Body;
    use axum::http;

    use super::*;

    const CLIENT: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));
    const OTHER: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 2));

    fn limits(each: u32) -> Limits {
        Limits::new(config::Limits { sign_in: each, refused_keys: each, exports: each })
    }

    #[test]
    fn a_client_who_is_over_the_limit_waits_and_others_do_not() {
        let limits = limits(2);
        assert!(limits.admit(CLIENT, Kind::SignIn).is_ok());
        assert!(limits.admit(CLIENT, Kind::SignIn).is_ok());
        assert!(limits.admit(CLIENT, Kind::SignIn).is_err_and(|wait| wait <= Duration::from_secs(30)));
        assert!(limits.admit(OTHER, Kind::SignIn).is_ok());
        assert!(limits.admit(CLIENT, Kind::Export).is_ok());
    }

    #[test]
    fn keys_are_looked_at_until_too_many_were_refused() {
        let limits = limits(2);
        for _ in 0..100 {
            assert!(limits.admit(CLIENT, Kind::WithKey).is_ok(), "known keys are not counted");
        }
        for _ in 0..3 {
            limits.note_refused_key(CLIENT);
        }
        assert!(limits.admit(CLIENT, Kind::WithKey).is_err());
        assert!(limits.admit(OTHER, Kind::WithKey).is_ok());
    }

    #[test]
    fn zero_is_no_limit() {
        let limits = limits(0);
        assert!((0..1_000).all(|_| limits.admit(CLIENT, Kind::Export).is_ok()));
    }

    #[test]
    fn addresses_of_one_network_count_as_one_client() {
        let of = |text: &str| text.parse().map(key);
        assert_eq!(of("2001:db8:1:2::1"), of("2001:db8:1:2:ffff::9"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
    }

    #[test]
    fn what_is_counted_is_told_by_method_address_and_header() {
        let kind = |method: &str, path: &str| {
            // Sent wherever: a header alone makes nothing else of a request.
            let request =
                http::Request::builder().method(method).uri(path).header(header::AUTHORIZATION, "x");
            request.body(Body::empty()).map(|request| Kind::of(&request)).ok()
        };
        assert_eq!(kind("POST", "/sign-in"), Some(Kind::SignIn));
        assert_eq!(kind("GET", "/sign-in"), Some(Kind::Other));
        assert_eq!(kind("GET", "/teams/payments/figures.csv"), Some(Kind::Export));
        assert_eq!(kind("GET", "/audit/export"), Some(Kind::Export));
        assert_eq!(kind("GET", "/teams/export-team/live"), Some(Kind::Other));
        assert_eq!(kind("GET", "/sign-in/oidc/corporate"), Some(Kind::SignIn));
        assert_eq!(kind("GET", "/sign-in/oidc/corporate/callback"), Some(Kind::SignIn));
        assert_eq!(kind("GET", "/api/v1/figures.csv"), Some(Kind::WithKey));
        let without_key = http::Request::get("/api/v1/openapi.json").body(Body::empty());
        assert_eq!(without_key.map(|request| Kind::of(&request)).ok(), Some(Kind::Other));
        let form = http::Request::post("/xapi/statements?method=GET").body(Body::empty());
        assert_eq!(form.map(|request| Kind::of(&request)).ok(), Some(Kind::WithKey));
    }
}
