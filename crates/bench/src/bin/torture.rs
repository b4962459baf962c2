//! `script/torture-lrs [ROUNDS [sqlite|postgres]]`: the record store is killed under load and looked at. Prints JSON.

use anyhow::Context;
use bench::program::Program;
use bench::torture::torture;

const ROUNDS: usize = 500;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let rounds = arguments.next().map_or(Ok(ROUNDS), |text| text.parse().context("ROUNDS is a number"))?;
    let only = arguments.next();
    let program = Program::beside_this_one()?;
    let folder = program.folder().join("../bench/torture");
    std::fs::create_dir_all(&folder)?;
    let mut summaries = Vec::new();
    for database in testbed::urls().await {
        let engine = if database.0.starts_with("sqlite") { "sqlite" } else { "postgres" };
        if only.as_deref().is_some_and(|only| only != engine) {
            continue;
        }
        let (path, folder, name) = (program.path().to_owned(), folder.clone(), engine);
        let work = move || torture(&path, name, &database, &folder, rounds);
        summaries.push(tokio::task::spawn_blocking(work).await??);
    }
    let text = serde_json::to_string_pretty(&summaries)?;
    Ok(std::io::Write::write_all(&mut std::io::stdout(), format!("{text}\n").as_bytes())?)
}
