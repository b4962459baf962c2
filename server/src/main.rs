//! The program: command line, configuration, HTTP server, jobs. Wiring only; what it does lives in `service`.

mod cli;
mod config;
mod http;
mod import;
mod jobs;
mod logging;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    match run(cli) {
        Ok(code) => code,
        Err(error) => {
            // The one place where an error that ends the program is told.
            eprintln!("sightline: {error:#}");
            ExitCode::from(2)
        }
    }
}

#[tokio::main]
async fn run(cli: cli::Cli) -> anyhow::Result<ExitCode> {
    cli.run().await
}
