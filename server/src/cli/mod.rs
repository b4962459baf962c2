//! The command line.

mod audit;
mod config;
mod demo;
mod emit;
mod figures;
mod impact;
mod import;
mod key;
mod keys;
mod migrate;
mod person;
mod quality;
mod rebuild;
mod routes;
mod serve;
mod users;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use service::Service;
use store::Store;

use crate::config::{Config, Flags};

/// Learning records and engineering records in one store, joined by person, team, repository and sprint.
///
/// Start with the demo organisation: `sightline demo`, then `sightline serve --demo`.
#[derive(Debug, Parser)]
#[command(version, arg_required_else_help = true)]
pub struct Cli {
    #[command(flatten)]
    flags: Flags,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the web application
    Serve(serve::Serve),
    /// Load the demo organisation: a made-up company in which every screen has something true to show
    Demo(demo::Demo),
    /// Read files into the store; importing a file twice changes nothing
    Import(import::Import),
    /// Tell the record store what happened here: a lab was completed, a checklist applied. For hooks and builds
    Emit(emit::Emit),
    /// Print figures by team, cohort, repository or for the organisation
    Figures(figures::Figures),
    /// Say what the programme did: teams that joined against teams that had not joined yet
    Impact(impact::Impact),
    /// Derive all facts and figures anew from what was imported
    Rebuild(rebuild::Rebuild),
    /// Bring the database's tables up to date (every other command does so as well)
    Migrate,
    /// Those who may sign in, and their roles
    #[command(subcommand)]
    Users(users::Users),
    /// Access keys for record-store clients
    #[command(subcommand)]
    Keys(keys::Keys),
    /// The keys that seal secrets in the database
    #[command(subcommand)]
    Key(key::Key),
    /// The audit log: verify it, print its head, export it
    #[command(subcommand)]
    Audit(audit::Audit),
    /// Export everything that is held about a person, or erase them
    #[command(subcommand)]
    Person(person::Person),
    /// How good what each source of statements sends is: scores, and the smallest steps that would raise them
    Quality(quality::Quality),
    /// List the method and address of everything that is served
    Routes,
    /// Show the configuration
    #[command(subcommand)]
    Config(config::ConfigCommand),
}

impl Cli {
    pub async fn run(self) -> anyhow::Result<ExitCode> {
        if let Command::Emit(emit) = self.command {
            return emit.run().await;
        }
        let config = Config::load(&self.flags)?;
        crate::logging::start(&config.log)?;
        match self.command {
            Command::Serve(serve) => serve.run(&config).await,
            Command::Demo(demo) => demo.run(&config).await,
            Command::Emit(emit) => emit.run().await,
            Command::Import(import) => import.run(&config).await,
            Command::Figures(figures) => figures.run(&config).await,
            Command::Impact(impact) => impact.run(&config).await,
            Command::Rebuild(rebuild) => rebuild.run(&config).await,
            Command::Migrate => migrate::run(&config).await,
            Command::Users(users) => users.run(&config).await,
            Command::Keys(keys) => keys.run(&config).await,
            Command::Key(key) => key.run(&config).await,
            Command::Audit(audit) => audit.run(&config).await,
            Command::Person(person) => person.run(&config).await,
            Command::Quality(quality) => quality.run(&config).await,
            Command::Routes => Ok(routes::run()),
            Command::Config(command) => command.run(&config),
        }
    }
}

/// The service on the configured database, whose tables are brought up to date.
async fn service(config: &Config) -> anyhow::Result<Service> {
    let store = open(config).await?;
    let service = Service::new(store, config.rules.clone(), service::system_clock).await?;
    Ok(service.with_erased_statements(config.privacy.erased_statements))
}

async fn open(config: &Config) -> anyhow::Result<Store> {
    use anyhow::Context;
    let told = config.database_url.redacted();
    let keys = config.secrets.source()?;
    Store::open_with(&config.database_url, &keys)
        .await
        .with_context(|| format!("the database {told} cannot be opened"))
}

/// Prints a line of a command's result.
macro_rules! say {
    ($($text:tt)*) => {{
        use std::io::Write;
        // Nobody listening any more (a closed pipe) is no reason to fail.
        let _ = writeln!(std::io::stdout(), $($text)*);
    }};
}
use say;
