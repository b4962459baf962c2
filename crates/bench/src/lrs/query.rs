//! A million statements, and what one person's latest cost to find among them.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};

use super::client::{Client, Door};
use super::load::quantile;
use super::statements::{AGENTS, Batch, agent};

const FILLING: usize = 4;
const FILL_BATCH: usize = 500;
const QUESTIONS: usize = 1_000;

/// Sends statements until there are so many more; says when about half of them were stored.
pub fn fill(door: &Door, statements: usize) -> anyhow::Result<jiff::Timestamp> {
    let batches = statements.div_ceil(FILL_BATCH);
    let next = AtomicUsize::new(0);
    let half = std::sync::Mutex::new(jiff::Timestamp::now());
    std::thread::scope(|scope| {
        let work = |client: usize| {
            let mut random = ChaCha8Rng::seed_from_u64(77 + client as u64);
            let mut connection = Client::connect(door)?;
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                if at >= batches {
                    return anyhow::Ok(());
                }
                let mut batch = Batch::new(FILL_BATCH, at as u64 + 1_000_000_000);
                batch.renew(&mut random);
                connection.post(&batch.json)?;
                if at == batches / 2
                    && let Ok(mut half) = half.lock()
                {
                    *half = jiff::Timestamp::now();
                }
            }
        };
        let running: Vec<_> = (0..FILLING).map(|client| scope.spawn(move || work(client))).collect();
        running
            .into_iter()
            .try_for_each(|thread| thread.join().map_err(|_| anyhow::anyhow!("filling broke off"))?)
    })?;
    half.into_inner().map_err(|_| anyhow::anyhow!("filling broke off"))
}

/// `GET /statements?agent=…&since=…`, one after the other, each of another agent.
pub fn measure(door: &Door, since: jiff::Timestamp) -> anyhow::Result<Value> {
    let mut random = ChaCha8Rng::seed_from_u64(5);
    let mut client = Client::connect(door)?;
    let mut took = Vec::new();
    let mut found = 0;
    for _ in 0..QUESTIONS {
        let who = agent(random.random_range(0..AGENTS)).to_string();
        let query = format!("/statements?agent={}&since={since:.3}", encoded(&who));
        let began = Instant::now();
        let answer = client.get(&query)?;
        took.push(began.elapsed().as_secs_f64() * 1000.0);
        found += answer.windows(9).filter(|window| window == b"\"stored\":").count();
    }
    took.sort_by(f64::total_cmp);
    let per_answer = found as f64 / QUESTIONS as f64;
    Ok(json!({
        "p50_ms": quantile(&took, 0.5), "p99_ms": quantile(&took, 0.99), "statements_per_answer": per_answer,
    }))
}

fn encoded(text: &str) -> String {
    text.bytes()
        .map(
            |byte| {
                if byte.is_ascii_alphanumeric() {
                    char::from(byte).to_string()
                } else {
                    format!("%{byte:02X}")
                }
            },
        )
        .collect()
}
