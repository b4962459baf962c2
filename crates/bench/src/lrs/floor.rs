//! What this machine can do at best: one `fdatasync`, and inserts into the tables of the record store, as bare SQLite
//! takes them row by row and as our own store does with nothing around it.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use store::{Store, statements::LogRow};

use super::load::quantile;
use super::{SCRIPTS, statements};

/// Rows a transaction.
const ROWS: usize = 500;
/// Terms are sorted in after so many rows, about as often as by the server.
const SETTLED: i64 = 8000;
/// Terms a statement: as many as those of the load have.
const TERMS: usize = 8;

/// The median of many, in milliseconds: a page appended to a file and made durable.
pub fn fdatasync_ms(folder: &Path) -> anyhow::Result<f64> {
    let path = folder.join("fdatasync");
    let mut file = File::create(&path)?;
    let mut took = Vec::new();
    for _ in 0..300 {
        file.write_all(&[7; 4096])?;
        let began = Instant::now();
        file.sync_data()?;
        took.push(began.elapsed().as_secs_f64() * 1000.0);
    }
    std::fs::remove_file(path)?;
    took.sort_by(f64::total_cmp);
    Ok(quantile(&took, 0.5))
}

/// Rows a second of bare SQLite (Python's), 500 a transaction; not a number where there is no Python.
pub fn bare_rows_per_second(database: &Path, during: Duration) -> anyhow::Result<f64> {
    let size = statements::statement(&mut ChaCha8Rng::seed_from_u64(4)).to_string().len();
    let mut command = Command::new("python3");
    command.arg(Path::new(SCRIPTS).join("bare_sqlite.py")).arg(database);
    let Ok(output) = command.arg(during.as_secs_f64().to_string()).arg(size.to_string()).output() else {
        return Ok(f64::NAN);
    };
    anyhow::ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// Rows a second of our store: statements and their terms, made durable 500 at a time. Nothing is checked, nobody is
/// answered.
pub async fn store_rows_per_second(store: &Store, during: Duration) -> anyhow::Result<f64> {
    let mut random = ChaCha8Rng::seed_from_u64(4);
    let payload = statements::statement(&mut random).to_string();
    let began = Instant::now();
    let mut seq = 0;
    while began.elapsed() < during {
        let rows: Vec<LogRow> = (1..=ROWS).map(|at| row(&mut random, seq, at, &payload)).collect();
        let terms: Vec<(i64, i64)> =
            rows.iter().flat_map(|row| terms(&mut random).map(|term| (term, row.seq))).collect();
        let mut tx = store.begin().await?;
        tx.append_to_log(&rows).await?;
        tx.add_recent_terms(&terms).await?;
        tx.commit().await?;
        seq += i64::try_from(ROWS)?;
        if seq % SETTLED == 0 {
            let mut tx = store.begin().await?;
            tx.settle_terms().await?;
            tx.commit().await?;
        }
    }
    Ok(seq as f64 / began.elapsed().as_secs_f64())
}

fn row(random: &mut ChaCha8Rng, seq: i64, at: usize, payload: &str) -> LogRow {
    LogRow {
        seq: seq + i64::try_from(at).unwrap_or_default(),
        id: uuid::Builder::from_random_bytes(random.random()).into_uuid(),
        stored_at: 1_772_409_600_000 + seq,
        voided: false,
        authority: "bench".to_owned(),
        digest: vec![7; 16],
        payload: payload.to_owned(),
    }
}

/// As the terms of the load are spread: a verb, an agent, a lesson, a module, a course, a category, the authority, and a
/// session of its own.
fn terms(random: &mut ChaCha8Rng) -> [i64; TERMS] {
    let among = |random: &mut ChaCha8Rng, of: i64, kind: i64| {
        let number = kind * 1_000_000 + random.random_range(0..of);
        number.wrapping_mul(0x9e37_79b9_7f4a_7c15_u64.cast_signed())
    };
    [
        among(random, 5, 1),
        among(random, 2_000, 2),
        among(random, 400, 3),
        among(random, 50, 4),
        among(random, 10, 5),
        among(random, 1, 6),
        among(random, 1, 7),
        random.random(),
    ]
}
