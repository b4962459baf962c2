//! `sightline serve`

use std::net::SocketAddr;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context;
use axum_server::Handle;
use service::{Service, local_accounts::SET_UP_HOURS, sign_in::SignIn};
use store::{secrets::KeyPlace, sessions::Sessions};
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
        let service = service
            .with_sign_in(sign_in(config)?)
            .with_retention(config.retention)
            .with_address(&address(config))
            .with_internal_hosts(config.forwarding.internal_hosts.clone())
            .with_erased_statements(config.privacy.erased_statements)
            .with_provisioned_roles(config.scim.rules());
        // Its secret is in the manual.
        let service = if self.demo { service } else { service.without_access_key(DEMO_KEY) };
        service.apply_provisioned_roles().await?;
        let personas = service.personas().await?;
        anyhow::ensure!(
            !self.demo || !personas.is_empty(),
            "this database holds no demo organisation; load it with `sightline demo --database-url {}`",
            config.database_url.redacted()
        );
        let sessions = Sessions::new(store.clone(), config.sign_in.limits()?, service::system_clock);
        let router = http::router(&service, &sessions, config, self.demo)?;
        let listener = TcpListener::bind(config.addr).await.with_context(|| {
            format!("{} cannot be listened on; is it in use? Choose another with --addr", config.addr)
        })?;
        let jobs = jobs::start(&service, &sessions);
        greet(config, self.demo, &personas);
        if let KeyPlace::File(path) = service.key_place() {
            say!(
                "Secrets are sealed with the key in {}. Keep a copy of it apart from the database.",
                path.display()
            );
        }
        if !self.demo {
            invite(config, service.new_set_up_link().await?);
        }
        let handle = Handle::new();
        let jobs = jobs.into_iter().chain(renewal(tls.as_ref()));
        let stop = tokio::spawn(stop(service.clone(), handle.clone()));
        let head_within = Duration::from_secs(config.edge.header_seconds);
        http::serve(listener, router, tls.as_ref(), head_within, handle).await?;
        jobs.chain([stop]).for_each(|job| job.abort());
        jobs::keep_notes(&service).await;
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

/// Nobody can be let in before there is somebody who lets others in.
fn invite(config: &Config, set_up_link: Option<String>) {
    let Some(token) = set_up_link else { return };
    say!("\nNobody administers this installation yet. Become its administrator at:");
    say!("  {}/set-up/{token}", address(config));
    say!("The link works once and for {SET_UP_HOURS} hours; the next start prints another.");
}

/// Where to point a browser.
fn address(config: &Config) -> String {
    let scheme = if config.is_https() { "https" } else { "http" };
    config.base_url.get().map_or_else(|| format!("{scheme}://{}", config.addr), str::to_owned)
}

/// An identity provider sends people back to this address, so it cannot be guessed from where we listen.
fn sign_in(config: &Config) -> anyhow::Result<SignIn> {
    let is_known = config.base_url.get().is_some() || config.addr.ip().is_loopback();
    anyhow::ensure!(
        is_known || config.sign_in.providers.is_empty(),
        "sign_in.provider needs base_url: the address at which people reach this installation"
    );
    config.sign_in.load(&address(config))
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
