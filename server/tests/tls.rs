//! TLS on the real program: the operator's certificate, its renewal, and what is said when it cannot be used.

#![expect(clippy::unwrap_used, reason = "in a test, a panic is the message")]

mod common;

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;

use common::{Server, Sightline};
use rcgen::{CertifiedKey, KeyPair, generate_simple_self_signed};
use rustls::{
    ClientConfig, ClientConnection, RootCertStore, StreamOwned,
    crypto::ring,
    pki_types::{CertificateDer, ServerName},
};

/// Writes a new certificate for `localhost` and its key as `certificate.pem` and `key.pem`.
fn issue(sightline: &Sightline) -> CertificateDer<'static> {
    let CertifiedKey { cert, signing_key } = generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    sightline.file("key.pem", signing_key.serialize_pem());
    sightline.file("certificate.pem", cert.pem());
    cert.der().clone()
}

const PATHS: [(&str, &str); 2] = [("EDGE__CERTIFICATE", "certificate.pem"), ("EDGE__KEY", "key.pem")];

/// The answer to `GET path` for a client that trusts this certificate alone; `None` where there is no such connection.
fn get(server: &Server, trusted: &CertificateDer<'static>, path: &str) -> Option<String> {
    let mut roots = RootCertStore::empty();
    roots.add(trusted.clone()).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let client = ClientConnection::new(Arc::new(config), ServerName::try_from("localhost").unwrap()).unwrap();
    let mut stream = StreamOwned::new(client, TcpStream::connect(server.address()).ok()?);
    stream
        .write_all(format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n").as_bytes())
        .ok()?;
    let mut text = Vec::new();
    // The connection may end without TLS's own good-bye.
    let _ = stream.read_to_end(&mut text);
    (!text.is_empty()).then(|| String::from_utf8_lossy(&text).into_owned())
}

#[test]
fn the_certificate_is_served_and_renewed_without_a_restart() {
    let sightline = Sightline::new();
    let first = issue(&sightline);
    let server = sightline.start(&[], &PATHS);
    server.wait_until(|server| get(server, &first, "/healthz").is_some());
    let page = get(&server, &first, "/sign-in").unwrap();
    assert!(page.starts_with("HTTP/1.1 200"), "{page}");
    assert!(page.contains("strict-transport-security: max-age=31536000"), "{page}");
    assert!(!server.is_ready(), "plain HTTP is not answered");

    let second = issue(&sightline);
    server.signal("HUP");
    server.wait_until(|server| get(server, &second, "/healthz").is_some());
    assert!(get(&server, &first, "/healthz").is_none(), "the old one is gone");

    sightline.file("key.pem", "no key");
    server.signal("HUP");
    server.wait_until(|_| sightline.log().contains("the certificate stays as it is"));
    assert!(get(&server, &second, "/healthz").is_some());
}

#[test]
fn a_certificate_that_cannot_be_used_is_told_at_the_start() {
    let sightline = Sightline::new();
    issue(&sightline);
    sightline.file("other.pem", KeyPair::generate().unwrap().serialize_pem());
    sightline.file("garbage.pem", "garbage");
    let cases = [
        ("", "key.pem", "[edge] names a key but no certificate; TLS needs both"),
        ("certificate.pem", "", "[edge] names a certificate but no key; TLS needs both"),
        ("missing.pem", "key.pem", "the certificate missing.pem cannot be read"),
        ("garbage.pem", "key.pem", "the file garbage.pem holds no certificate in PEM form"),
        ("certificate.pem", "garbage.pem", "the private key garbage.pem cannot be read"),
        ("certificate.pem", "other.pem", "certificate certificate.pem and key other.pem do not go together"),
    ];
    for (certificate, key, words) in cases {
        let settings = [("EDGE__CERTIFICATE", certificate), ("EDGE__KEY", key)];
        assert_eq!(sightline.start(&[], &settings).ended(), Some(2), "{words}");
        let told = sightline.log();
        assert!(told.contains(words), "{told}");
    }
}
