//! `sightline rebuild`

use std::process::ExitCode;

use super::{say, service};
use crate::config::Config;

#[derive(Debug, clap::Args)]
pub struct Rebuild {
    /// Only the figures, from facts as they are: enough after a definition changed
    #[arg(long)]
    figures: bool,
}

impl Rebuild {
    pub async fn run(self, config: &Config) -> anyhow::Result<ExitCode> {
        let service = service(config).await?;
        let started = std::time::Instant::now();
        if self.figures {
            let cells = service.rebuild_figures().await?;
            service.end().await;
            say!("Computed {cells} cells in {:.3} s.", started.elapsed().as_secs_f64());
            return Ok(ExitCode::SUCCESS);
        }
        let derived = service.rebuild().await?;
        service.end().await;
        let seconds = started.elapsed().as_secs_f64();
        say!("Derived facts and figures from {} payloads in {seconds:.1} s.", derived.payloads);
        if derived.unreadable == 0 {
            return Ok(ExitCode::SUCCESS);
        }
        say!("{} payloads cannot be read under today's rules; they stay stored.", derived.unreadable);
        Ok(ExitCode::FAILURE)
    }
}
