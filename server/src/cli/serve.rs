//! `sightline serve`

use std::net::SocketAddr;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context;
use axum_server::Handle;
use service::Service;
use store::sessions::{SessionLimits, Sessions};
use tokio::{net::TcpListener, task::JoinHandle};

use super::{
    demo::{DEMO_KEY, DEMO_SECRET},
    open, say,
};
use crate::config::Config;
use crate::http::{self, Tls};
use crate::jobs;

#[derive(Debug, clap::Args)]
pub struct Serve {
    /// Offer the demo organisation's personas for signing in, without a password. Never for real data
    #[arg(long)]
    demo: bool,
}

impl Serve {
    pub async fn run(self, config: &Config) -> anyhow::Result<ExitCode> {
        let tls = Tls::load(&config.edge)?;
        let store = open(config).await?;
        let service = Service::new(store.clone(), config.rules.clone(), service::system_clock).await?;
        let personas = service.personas().await?;
        anyhow::ensure!(
            !self.demo || !personas.is_empty(),
            "this database holds no demo organisation; load it with `sightline demo --database-url {}`",
            config.database_url.redacted()
        );
        let sessions = Sessions::new(store.clone(), SessionLimits::default(), service::system_clock);
        let router = http::router(&service, sessions.clone(), config, self.demo)?;
        let listener = TcpListener::bind(config.addr).await.with_context(|| {
            format!("{} cannot be listened on; is it in use? Choose another with --addr", config.addr)
        })?;
        let jobs = jobs::start(&service, &sessions);
        greet(config, self.demo, &personas);
        let handle = Handle::new();
        let jobs = jobs.into_iter().chain(renewal(tls.as_ref()));
        let stop = tokio::spawn(stop(service, handle.clone()));
        let head_within = Duration::from_secs(config.edge.header_seconds);
        http::serve(listener, router, tls.as_ref(), head_within, handle).await?;
        jobs.chain([stop]).for_each(|job| job.abort());
        store.close().await;
        Ok(ExitCode::SUCCESS)
    }
}

fn greet(config: &Config, demo: bool, personas: &[(i64, String, String, domain::viewer::AccessRole)]) {
    say!("Sightline is at {}", address(config));
    if !demo {
        return;
    }
    say!("\nThe demo organisation is made up. Choose whom to be at {}/sign-in:", address(config));
    for (_, _, name, role) in personas {
        say!("  {:<14} {name}", role.title());
    }
    say!(
        "\nRecord-store clients send to {}/xapi with key {DEMO_KEY} and secret {DEMO_SECRET}.",
        address(config)
    );
}

/// Where to point a browser.
fn address(config: &Config) -> String {
    let scheme = if config.is_https() { "https" } else { "http" };
    config.base_url.get().map_or_else(|| format!("{scheme}://{}", config.addr), str::to_owned)
}

fn renewal(tls: Option<&Tls>) -> Option<JoinHandle<()>> {
    tls.cloned().map(|tls| tokio::spawn(tls.renew_when_told()))
}

/// Requests under way have so long to finish.
const GRACE: Duration = Duration::from_secs(30);

/// Ends on Ctrl-C or SIGTERM: requests under way finish, streams of live figures end at once.
async fn stop(service: Service, handle: Handle<SocketAddr>) {
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminated => {}
    }
    tracing::info!("shutting down");
    service.close();
    handle.graceful_shutdown(Some(GRACE));
}
