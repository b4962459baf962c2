//! TLS with the operator's certificate, which can be renewed while the server runs.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail, ensure};
use axum_server::tls_rustls::RustlsConfig;
use rustls::{
    ServerConfig,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};
use tokio::signal::unix::{SignalKind, signal};

use crate::config::EdgeConfig;

/// What connections are encrypted with, and the files that it came from.
#[derive(Clone)]
pub struct Tls {
    certificate: PathBuf,
    key: PathBuf,
    config: RustlsConfig,
}

impl Tls {
    /// `None` where no certificate is configured.
    pub fn load(edge: &EdgeConfig) -> anyhow::Result<Option<Self>> {
        let (certificate, key) = (edge.certificate.clone(), edge.key.clone());
        match (certificate.as_os_str().is_empty(), key.as_os_str().is_empty()) {
            (true, true) => Ok(None),
            (false, false) => {
                let config = RustlsConfig::from_config(read(&certificate, &key)?);
                Ok(Some(Self { certificate, key, config }))
            }
            (false, true) => bail!("[edge] names a certificate but no key; TLS needs both"),
            (true, false) => bail!("[edge] names a key but no certificate; TLS needs both"),
        }
    }

    pub fn config(&self) -> RustlsConfig {
        self.config.clone()
    }

    /// Reads the files again at every SIGHUP. Files that do not go together change nothing.
    pub async fn renew_when_told(self) {
        let mut hangups = match signal(SignalKind::hangup()) {
            Ok(hangups) => hangups,
            Err(error) => {
                return tracing::warn!(%error, "SIGHUP cannot be listened for; restart to renew TLS");
            }
        };
        while hangups.recv().await.is_some() {
            match read(&self.certificate, &self.key) {
                Ok(config) => {
                    self.config.reload_from_config(config);
                    tracing::info!("the certificate was read again");
                }
                Err(error) => {
                    tracing::error!(error = format!("{error:#}"), "the certificate stays as it is");
                }
            }
        }
    }
}

fn read(certificate: &Path, key: &Path) -> anyhow::Result<Arc<ServerConfig>> {
    let chain = CertificateDer::pem_file_iter(certificate)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .with_context(|| format!("the certificate {} cannot be read", certificate.display()))?;
    ensure!(!chain.is_empty(), "the file {} holds no certificate in PEM form", certificate.display());
    let private = PrivateKeyDer::from_pem_file(key)
        .with_context(|| format!("the private key {} cannot be read", key.display()))?;
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, private)
        .with_context(|| {
            format!("certificate {} and key {} do not go together", certificate.display(), key.display())
        })?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}
