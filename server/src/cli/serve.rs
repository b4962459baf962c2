//! `sightline serve`

use std::process::ExitCode;

use anyhow::Context;
use axum::serve::ListenerExt;
use service::Service;
use store::sessions::{SessionLimits, Sessions};
use tokio::net::TcpListener;

use super::{
    demo::{DEMO_KEY, DEMO_SECRET},
    open, say,
};
use crate::config::Config;
use crate::{http, jobs};

#[derive(Debug, clap::Args)]
pub struct Serve {
    /// Offer the demo organisation's personas for signing in, without a password. Never for real data
    #[arg(long)]
    demo: bool,
}

impl Serve {
    pub async fn run(self, config: &Config) -> anyhow::Result<ExitCode> {
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
        // Without this a streamed answer waits 40 ms for an acknowledgement.
        let listener = listener.tap_io(|socket| {
            if let Err(error) = socket.set_nodelay(true) {
                tracing::debug!(%error, "a connection keeps its delay");
            }
        });
        axum::serve(listener, router).with_graceful_shutdown(shutdown(service)).await?;
        jobs.iter().for_each(tokio::task::JoinHandle::abort);
        store.close().await;
        Ok(ExitCode::SUCCESS)
    }
}

fn greet(config: &Config, demo: bool, personas: &[(i64, String, String, domain::viewer::AccessRole)]) {
    say!("Sightline is at http://{}", config.addr);
    if !demo {
        return;
    }
    say!("\nThe demo organisation is made up. Choose whom to be at http://{}/sign-in:", config.addr);
    for (_, _, name, role) in personas {
        say!("  {:<14} {name}", role.title());
    }
    say!(
        "\nRecord-store clients send to http://{}/xapi with key {DEMO_KEY} and secret {DEMO_SECRET}.",
        config.addr
    );
}

/// Ends on Ctrl-C or SIGTERM: requests under way finish, streams of live figures end at once.
async fn shutdown(service: Service) {
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
}
