//! Round after round: load, kill, start, look.

use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use anyhow::Context;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde::Serialize;
use store::DatabaseUrl;

use super::check::{self, Reader};
use super::clients::{self, Told, Versions};
use super::server::Recipe;
use crate::lrs::client::Client;

const CLIENTS: usize = 6;

/// The server lives so long under load, in milliseconds: it dies while it starts as well as in full flight.
const LIFE: std::ops::Range<u64> = 20..350;

#[derive(Debug, Default, Serialize)]
pub struct Summary {
    pub engine: String,
    pub rounds: usize,
    pub statements: usize,
    pub acknowledged: usize,
    /// Stored whole, but the server died before it could say so.
    pub stored_unacknowledged_batches: usize,
    /// Batches that were on their way when the server died.
    pub batches_cut: usize,
    pub documents_written: u64,
    pub seconds: f64,
}

/// # Errors
/// With the first statement or document that is not as it was promised.
pub fn torture(
    program: &Path,
    engine: &str,
    database: &DatabaseUrl,
    folder: &Path,
    rounds: usize,
) -> anyhow::Result<Summary> {
    let began = Instant::now();
    let recipe = Recipe::new(program, database, folder)?;
    let mut random = ChaCha8Rng::seed_from_u64(4);
    let mut summary = Summary { engine: engine.to_owned(), rounds, ..Summary::default() };
    let mut reader = Reader::new();
    let mut known = [Versions::default(); CLIENTS];
    let mut server = recipe.start()?;
    for round in 0..rounds {
        let life = Duration::from_millis(random.random_range(LIFE));
        let told = load(&recipe, &known, round, || {
            std::thread::sleep(life);
            server.kill()
        })?;
        server = recipe.start()?;
        let new = reader.read_on(&mut Client::connect(&recipe.door)?)?;
        let found = check::statements(&new, &told).with_context(|| format!("{engine}, round {round}"))?;
        check::documents(&recipe.door, &mut known, &told)
            .with_context(|| format!("{engine}, round {round}"))?;
        summary.add(&told, found);
        if (round + 1) % 50 == 0 {
            eprintln!("{engine}: {} rounds, {} statements", round + 1, summary.statements);
        }
    }
    summary.documents_written = known.iter().filter_map(|versions| versions.acknowledged).sum();
    // Once more from the beginning: nothing is missing or doubled in the whole log.
    let whole = Reader::new().read_on(&mut Client::connect(&recipe.door)?)?;
    anyhow::ensure!(whole.len() == summary.statements, "{} of {} are there", whole.len(), summary.statements);
    summary.seconds = began.elapsed().as_secs_f64();
    Ok(summary)
}

/// Clients at work until `end` has ended the server.
fn load(
    recipe: &Recipe,
    known: &[Versions],
    round: usize,
    end: impl FnOnce() -> anyhow::Result<()>,
) -> anyhow::Result<Vec<Told>> {
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let stop = &stop;
        let running: Vec<_> = (0..CLIENTS)
            .map(|client| {
                let from = known[client].acknowledged.unwrap_or_default();
                let seed = (round * 100 + client) as u64;
                scope.spawn(move || clients::send(&recipe.door, client, seed, from, stop))
            })
            .collect();
        let ended = end();
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
        let told = running
            .into_iter()
            .map(|thread| thread.join().map_err(|_| anyhow::anyhow!("a client broke off")));
        let told: anyhow::Result<Vec<Told>> = told.collect();
        ended.and(told)
    })
}

impl Summary {
    fn add(&mut self, told: &[Told], found: check::Found) {
        self.statements += found.statements;
        self.stored_unacknowledged_batches += found.unacknowledged;
        self.acknowledged += told.iter().flat_map(|client| &client.acknowledged).map(Vec::len).sum::<usize>();
        self.batches_cut += told.iter().filter(|client| client.open.is_some()).count();
    }
}
