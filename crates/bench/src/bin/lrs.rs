//! `make bench-lrs`: how fast the record store takes statements, what one costs to find among a million, and what the
//! machine and Ralph do in the same run. Prints JSON.
//! `cargo run --release -p bench --bin lrs [SECONDS A POINT [STATEMENTS STORED]]`

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context;
use bench::lrs::{
    client::Door,
    floor,
    load::{self, BATCHES, CLIENTS, Point},
    query,
    ralph::Ralph,
};
use bench::program::Program;
use serde_json::{Value, json};
use store::Store;

const SECONDS: u64 = 5;
const STORED: usize = 1_000_000;

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let during = Duration::from_secs(number(arguments.next(), SECONDS)?);
    let stored = number(arguments.next(), STORED)?;
    let program = Program::beside_this_one()?;
    let folder = program.folder().join("../bench/lrs");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder)?;
    let folder = folder.canonicalize()?;
    let report = report(&program, &folder, during, stored);
    std::fs::remove_dir_all(&folder)?;
    let mut out = std::io::stdout();
    Ok(std::io::Write::write_all(&mut out, format!("{:#}\n", report?).as_bytes())?)
}

fn number<T: std::str::FromStr>(argument: Option<String>, otherwise: T) -> anyhow::Result<T> {
    match argument {
        Some(text) => text.parse().ok().with_context(|| format!("{text} is no number")),
        None => Ok(otherwise),
    }
}

fn report(program: &Program, folder: &Path, during: Duration, stored: usize) -> anyhow::Result<Value> {
    let fdatasync = floor::fdatasync_ms(folder)?;
    let inserts = inserts(program, folder, during)?;
    let database = folder.join("lrs.db");
    let door = key(program, &database)?;
    let server = program.serve_any(&database)?;
    let door = Door { address: server.address.clone(), ..door };
    let mut points = Vec::new();
    let mut sent = 0.0;
    for batch in BATCHES {
        for clients in CLIENTS {
            let ours = load::point(&door, batch, clients, during)?;
            sent += ours.statements_per_second * during.as_secs_f64();
            let peer = peer(program, folder, batch, clients, during)?;
            eprintln!("{batch} x {clients}: {:.0}/s, Ralph {peer:.0}/s", ours.statements_per_second);
            points.push((ours, peer));
        }
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count of statements")]
    let there = sent as usize;
    let since = query::fill(&door, stored.saturating_sub(there))?;
    let found = query::measure(&door, since)?;
    let memory = server.peak_memory()? as f64 / f64::from(1 << 20);
    Ok(in_words(&points, fdatasync, inserts, &found, memory, stored))
}

fn in_words(
    points: &[(Point, f64)],
    fdatasync: f64,
    (bare, store): (f64, f64),
    found: &Value,
    memory: f64,
    stored: usize,
) -> Value {
    let at = |batch, clients| points.iter().find(|(p, _)| p.batch == batch && p.clients == clients);
    let rate = |batch, clients| at(batch, clients).map_or(f64::NAN, |(point, _)| point.statements_per_second);
    let one = at(1, 1).map_or(f64::NAN, |(point, _)| point.p50_ms);
    let times: Vec<f64> = points.iter().map(|(ours, peer)| ours.statements_per_second / peer).collect();
    // Where there was no Ralph to compare with, no bar holds.
    let compared = times.iter().all(|times| !times.is_nan());
    let worst = if compared { times.iter().copied().fold(f64::INFINITY, f64::min) } else { f64::NAN };
    let rows: Vec<Value> = points
        .iter()
        .map(|(ours, peer)| {
            let mut row = json!(ours);
            row["ralph_statements_per_second"] = json!(peer);
            row["times_ralph"] = json!(ours.statements_per_second / peer);
            row
        })
        .collect();
    json!({
        "machine": { "cores": std::thread::available_parallelism().map_or(0, usize::from), "fdatasync_ms": fdatasync },
        "points": rows,
        "bare_sqlite_rows_per_second": bare,
        "store_alone_rows_per_second": store,
        "stored": stored,
        "agent_since": found,
        "memory_peak_mb": memory,
        "bars": {
            "times_ralph_at_least_10": { "is": worst, "holds": worst >= 10.0 },
            "at_5x32_at_least_3000": { "is": rate(5, 32), "holds": rate(5, 32) >= 3_000.0 },
            "at_50x32_of_bare_at_least_0.6": { "is": rate(50, 32) / bare, "holds": rate(50, 32) >= 0.6 * bare },
            "p50_of_one_at_most_ms": { "is": one, "bar": 1.0 + 2.0 * fdatasync, "holds": one <= 1.0 + 2.0 * fdatasync },
            "agent_since_p99_at_most_20_ms": { "is": found["p99_ms"], "holds": found["p99_ms"].as_f64().is_some_and(|p| p <= 20.0) },
            "memory_at_most_250_mb": { "is": memory, "holds": memory <= 250.0 },
        },
    })
}

/// Into databases that the program made, so that the tables and indexes are its own: bare SQLite, and our store alone.
fn inserts(program: &Program, folder: &Path, during: Duration) -> anyhow::Result<(f64, f64)> {
    let fresh = |name: &str| -> anyhow::Result<PathBuf> {
        let database = folder.join(name);
        key(program, &database)?;
        Ok(database)
    };
    let bare = floor::bare_rows_per_second(&fresh("bare.db")?, during)?;
    let own = fresh("own.db")?;
    let runtime = tokio::runtime::Runtime::new()?;
    let store = runtime.block_on(async {
        let store = Store::open(&format!("sqlite://{}", own.display()).parse()?).await?;
        let rate = floor::store_rows_per_second(&store, during).await;
        store.close().await;
        rate
    })?;
    Ok((bare, store))
}

/// The address is not known yet.
fn key(program: &Program, database: &Path) -> anyhow::Result<Door> {
    let made = program
        .run(&["keys", "create", "--name", "bench", "--scope", "all", "--format", "json"], database)?;
    let made: Value = serde_json::from_str(&made)?;
    let text = |name: &str| made[name].as_str().with_context(|| format!("no {name} in {made}"));
    Ok(Door::new("", "/xapi", text("key")?, text("secret")?))
}

/// Statements a second; not a number where Ralph is not installed. Begins with nothing stored: that is its best.
fn peer(
    program: &Program,
    folder: &Path,
    batch: usize,
    clients: usize,
    during: Duration,
) -> anyhow::Result<f64> {
    let venv: PathBuf = program.folder().join("../bench/ralph");
    let Some(ralph) = Ralph::start(&venv, folder)? else { return Ok(f64::NAN) };
    Ok(load::point(&ralph.door, batch, clients, during)?.statements_per_second)
}
