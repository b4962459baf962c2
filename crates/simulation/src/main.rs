//! `cargo run --release -p simulation -- --runs 500 --seed 1`: the table beside the published figures, and each bar.

use std::io::Write;

use clap::{Parser, ValueEnum};
use serde_json::json;
use simulation::study::SIZES;
use simulation::{Scenario, bars, published, text};

/// Made-up programmes whose truth is known, every estimator asked about each, beside published figures.
#[derive(Parser)]
struct Arguments {
    /// Programmes for each size and scenario.
    #[arg(long, default_value_t = 500)]
    runs: usize,
    #[arg(long, default_value_t = 1)]
    seed: u64,
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Json,
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let study = simulation::run(arguments.runs, arguments.seed, &SIZES, &Scenario::ALL)?;
    let text = match arguments.format {
        Format::Text => format!("{}{}", text::table(&study), text::bars(&study)),
        Format::Json => format!(
            "{}\n",
            serde_json::to_string_pretty(
                &json!({ "study": study, "bars": bars::of(&study), "published": published::all() })
            )?
        ),
    };
    std::io::stdout().write_all(text.as_bytes())?;
    Ok(())
}
