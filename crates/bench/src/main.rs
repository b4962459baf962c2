//! `make bench`: import, rebuild, pages and the impact engine, measured on the release build and printed as JSON. Nothing is asserted:
//! machines differ. What is compared (a peer, two sizes) is measured in the same run.

mod generate;
mod impact;
mod pages;
mod peer;
mod privacy;

use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::Context;
use serde_json::{Value, json};

use bench::program::{self, Program};
use generate::Company;

const LARGE: usize = 200_000;
const SMALL: usize = 2_000;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let program = Program::beside_this_one()?;
    let folder = program.folder().join("../bench");
    std::fs::create_dir_all(&folder)?;
    let large = measure_import(&program, &folder, LARGE).await?;
    let small = measure_import(&program, &folder, SMALL).await?;
    let rebuild = rebuild(&program, &large, &folder)?;
    let pages = pages::measure(&program, &large.database, &small.database)?;
    let page_p50 = pages["scoreboard_ms_200000"]["p50"].as_f64().unwrap_or(f64::NAN);
    let impact = impact::measure(&folder)?;
    let demo = fresh(&folder, "demo");
    let report = json!({
        "machine": { "cores": std::thread::available_parallelism()?.get() },
        "import": large.report,
        "rebuild": rebuild,
        "pages": pages,
        "privacy": privacy::measure(&large.database, page_p50).await?,
        "impact": impact,
        "impact_pages": pages::measure_impact(&program, &demo)?,
        "first_load": first_load(&program.folder().join("../site/pkg"))?,
    });
    let mut out = std::io::stdout();
    std::io::Write::write_all(&mut out, format!("{report:#}\n").as_bytes())?;
    Ok(())
}

struct Imported {
    database: PathBuf,
    company: Company,
    report: Value,
}

/// Where a database may be made; what an earlier run left there is gone.
fn fresh(folder: &Path, name: &str) -> PathBuf {
    let database = folder.join(format!("{name}.db"));
    for end in ["", "-wal", "-shm", ".key"] {
        let _ = std::fs::remove_file(format!("{}{end}", database.display()));
    }
    database
}

/// A fresh database with a company of so many pull requests; the timed part is the `import github` command.
async fn measure_import(program: &Program, folder: &Path, pull_requests: usize) -> anyhow::Result<Imported> {
    let company = Company::new(pull_requests);
    let database = fresh(folder, &pull_requests.to_string());
    company.found(&database).await?;
    let lines = folder.join(format!("{pull_requests}.jsonl"));
    company.write_lines(&lines).context("the lines to import cannot be written")?;
    let start = Instant::now();
    program.run(&["import", "github", &lines.to_string_lossy()], &database)?;
    let seconds = start.elapsed().as_secs_f64();
    let report = json!({
        "pull_requests": pull_requests,
        "reviews": pull_requests * generate::REVIEWS,
        "bytes": std::fs::metadata(&lines)?.len(),
        "seconds": seconds,
        "pull_requests_per_second": pull_requests as f64 / seconds,
    });
    Ok(Imported { database, company, report })
}

/// All cells from the stored facts, beside the peer's one median; and everything from the raw payloads.
fn rebuild(program: &Program, imported: &Imported, folder: &Path) -> anyhow::Result<Value> {
    let mut seconds = Vec::new();
    for _ in 0..5 {
        seconds.push(program.figure("rebuild --figures", &imported.database)?);
    }
    seconds.sort_by(f64::total_cmp);
    let figures = seconds[seconds.len() / 2];
    let csv = folder.join("pull_requests.csv");
    imported.company.write_csv(&csv)?;
    let peer = peer::python(folder, "duckdb_median.py", &csv)?;
    let ratio = peer.get("seconds").and_then(Value::as_f64).map(|one| figures / one);
    let start = Instant::now();
    program.run(&["rebuild"], &imported.database)?;
    Ok(json!({
        "figures_seconds": figures,
        "duckdb_one_median": peer,
        "ratio": ratio,
        "everything_from_raw_seconds": start.elapsed().as_secs_f64(),
    }))
}

/// What a browser loads for its first page, compressed.
fn first_load(package: &Path) -> anyhow::Result<Value> {
    let mut sizes = serde_json::Map::new();
    let mut script = 0;
    for entry in std::fs::read_dir(package).context("the site has not been built: `make build`")? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.extension().is_some_and(|end| end == "br") {
            let bytes = std::fs::metadata(&path)?.len();
            if !name.ends_with(".css.br") {
                script += bytes;
            }
            sizes.insert(name, json!(bytes));
        }
    }
    Ok(json!({ "brotli_bytes": sizes, "wasm_and_js_bytes": script }))
}
