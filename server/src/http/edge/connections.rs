//! Accepting connections: how slowly and how much a client may send before there is a request to answer.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum_server::{Handle, Server, accept::NoDelayAcceptor, tls_rustls::RustlsAcceptor};
use tokio::net::TcpListener;

use super::tls::Tls;

/// The whole head of a request: room for a session cookie, long addresses and what proxies add.
const HEAD_BYTES: usize = 64 * 1024;
const HEADERS: usize = 100;

/// A connection over which nothing comes back is given up.
const ALIVE_EVERY: Duration = Duration::from_secs(30);

const STREAMS: u32 = 100;

/// Serves until `handle` is told to stop. `head_within`: how long a client may take to send the head of a request, the
/// first one as well as those after it on the same connection.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    tls: Option<&Tls>,
    head_within: Duration,
    handle: Handle<SocketAddr>,
) -> std::io::Result<()> {
    let mut server = Server::<SocketAddr>::from_listener(listener)
        .handle(handle)
        .first_request_timeout(head_within)
        .accept_error_handler(|_, error| tracing::debug!(%error, "a connection was not accepted"));
    let http = server.http_builder();
    http.http1().header_read_timeout(head_within).max_headers(HEADERS).max_buf_size(HEAD_BYTES);
    http.http2()
        .keep_alive_interval(ALIVE_EVERY)
        .max_concurrent_streams(STREAMS)
        .max_header_list_size(u32::try_from(HEAD_BYTES).unwrap_or(u32::MAX));
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    // Without `NoDelayAcceptor` a streamed answer waits 40 ms for an acknowledgement.
    match tls {
        Some(tls) => {
            let acceptor = RustlsAcceptor::new(tls.config()).handshake_timeout(head_within);
            server.acceptor(acceptor.acceptor(NoDelayAcceptor::new())).serve(service).await
        }
        None => server.acceptor(NoDelayAcceptor::new()).serve(service).await,
    }
}
