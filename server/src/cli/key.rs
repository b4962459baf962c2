//! `sightline key`

use std::process::ExitCode;

use clap::Subcommand;
use service::secrets::new_key_file;
use store::secrets::KeyPlace;

use super::{say, service};
use crate::config::Config;

#[derive(Debug, Subcommand)]
pub enum Key {
    /// Print the content of a new key file
    New,
    /// Print the id of the key that seals, then those of keys that only open
    ShowId,
    /// Make a new key and seal every secret with it; the old key stays and opens
    Rotate,
    /// Forget the keys that only open; refused while a secret is sealed with one of them
    Retire,
}

impl Key {
    pub async fn run(self, config: &Config) -> anyhow::Result<ExitCode> {
        if let Key::New = self {
            say!("{}", new_key_file()?.trim_end());
            return Ok(ExitCode::SUCCESS);
        }
        let service = service(config).await?;
        match self {
            Key::New => {}
            Key::ShowId => show(&service),
            Key::Rotate => rotate(&service).await?,
            Key::Retire => retire(&service).await?,
        }
        service.end().await;
        Ok(ExitCode::SUCCESS)
    }
}

/// Where the keys lie, in words.
pub fn place(service: &service::Service) -> String {
    match service.key_place() {
        KeyPlace::File(path) => path.display().to_string(),
        KeyPlace::Environment => "the environment".to_owned(),
    }
}

fn show(service: &service::Service) {
    say!("{}  seals  ({})", service.newest_key(), place(service));
    for key in service.older_keys() {
        say!("{key}  opens");
    }
}

async fn rotate(service: &service::Service) -> anyhow::Result<()> {
    let rotation = service.rotate_key().await?;
    let place = place(service);
    say!("Key {} seals from now on. Secrets sealed anew: {}.", rotation.newest, rotation.resealed);
    say!("The old key stays in {place}, so that servers that run now and backups of before can be opened.");
    say!("Copy {place} to where you keep it. `sightline key retire` takes the old key out.");
    Ok(())
}

async fn retire(service: &service::Service) -> anyhow::Result<()> {
    let forgotten = service.retire_keys().await?;
    if forgotten.is_empty() {
        say!("There is no old key: {} is the only one.", service.newest_key());
    }
    for key in forgotten {
        say!("Key {key} is forgotten. A backup from its time opens only with a copy of it.");
    }
    Ok(())
}
