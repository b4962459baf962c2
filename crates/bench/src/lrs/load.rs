//! So many clients send batches of so many statements for so long.

use std::time::{Duration, Instant};

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use serde::Serialize;

use super::client::{Client, Door};
use super::statements::Batch;

pub const BATCHES: [usize; 3] = [1, 5, 50];
pub const CLIENTS: [usize; 3] = [1, 8, 32];

/// Requests that each client has made beforehand.
const REQUESTS: usize = 8;

/// What came of one combination.
#[derive(Debug, Clone, Serialize)]
pub struct Point {
    pub batch: usize,
    pub clients: usize,
    pub statements_per_second: f64,
    pub p50_ms: f64,
    pub p99_ms: f64,
}

/// Where the ids of a client's statements begin; no two clients of a run have the same.
fn seed(batch: usize, clients: usize, client: usize) -> u64 {
    (batch * 10_000_000 + clients * 100_000 + client) as u64
}

pub fn point(door: &Door, batch: usize, clients: usize, during: Duration) -> anyhow::Result<Point> {
    let mut made: Vec<Vec<Batch>> = Vec::new();
    for client in 0..clients {
        let from = seed(batch, clients, client) * REQUESTS as u64;
        made.push((0..REQUESTS as u64).map(|at| Batch::new(batch, from + at)).collect());
    }
    // A moment to find its pace.
    let began = Instant::now();
    let (from, until) = (began + during / 5, began + during / 5 + during);
    let running: Vec<_> = made
        .into_iter()
        .enumerate()
        .map(|(client, batches)| {
            let (door, seed) = (door.clone(), seed(batch, clients, client));
            std::thread::spawn(move || send(&door, batches, seed, from, until))
        })
        .collect();
    let mut took = Vec::new();
    for thread in running {
        took.extend(thread.join().map_err(|_| anyhow::anyhow!("a client broke off"))??);
    }
    let statements = (took.len() * batch) as f64;
    took.sort_by(f64::total_cmp);
    Ok(Point {
        batch,
        clients,
        statements_per_second: statements / during.as_secs_f64(),
        p50_ms: quantile(&took, 0.5),
        p99_ms: quantile(&took, 0.99),
    })
}

/// How long each request took whose answer came within the time that counts, in milliseconds.
fn send(
    door: &Door,
    mut batches: Vec<Batch>,
    seed: u64,
    from: Instant,
    until: Instant,
) -> anyhow::Result<Vec<f64>> {
    let mut random = ChaCha8Rng::seed_from_u64(seed ^ 0x5167_4854);
    let mut client = Client::connect(door)?;
    let mut took = Vec::new();
    for at in (0..batches.len()).cycle() {
        batches[at].renew(&mut random);
        let sent = Instant::now();
        client.post(&batches[at].json)?;
        let answered = Instant::now();
        if answered > until {
            break;
        }
        if answered > from {
            took.push((answered - sent).as_secs_f64() * 1000.0);
        }
    }
    Ok(took)
}

/// Of sorted values.
pub fn quantile(sorted: &[f64], of: f64) -> f64 {
    let at = (of * (sorted.len().saturating_sub(1)) as f64).round();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an index into the values")]
    let at = at as usize;
    sorted.get(at).copied().unwrap_or(f64::NAN)
}
