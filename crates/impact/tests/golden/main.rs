//! Published and cross-checked numbers, a test per file. Read in place from `../shared/golden` beside the checkout
//! (or `GOLDEN`); elsewhere nothing is there to compare with, and the run says so.
//!
//! A file names its `function`; whoever answers for it is found in [`answer`]. A new file of a known function is a new
//! test without a line of code.

mod case;
mod counts;
mod group_time;
mod imputation;
mod jackknife;
mod missing;
mod models;
mod panels;
mod permutation;
mod placebo;
mod rates;
mod regression;
mod samples;
mod survival;
mod synthetic;

use std::path::{Path, PathBuf};

use case::{Case, Found};
use libtest_mimic::{Arguments, Failed, Trial};

type Answer = fn(&Case) -> Found;

/// What answers for each `function`, by how its name begins.
fn answer(function: &str) -> Option<Answer> {
    const ANSWERS: &[(&str, Answer)] = &[
        ("Borusyak-Jaravel-Spiess", imputation::imputation),
        ("cluster jackknife", jackknife::cluster_jackknife),
        ("defects: multiplicative", counts::counts),
        ("placebo-in-time", placebo::placebo),
        ("staggered DiD with missing", missing::missing),
        ("exact permutation (randomisation)", permutation::exact_permutation),
        ("cs_att_gt", group_time::group_time),
        ("TWFE static coefficient", regression::two_way_fixed_effects),
        ("wild cluster", regression::wild_bootstrap),
        ("Goodman-Bacon", regression::bacon),
        ("Sun-Abraham", regression::sun_abraham),
        ("synthetic DiD", synthetic::synthetic),
        ("kaplan_meier", survival::kaplan_meier),
        ("quantile definitions", samples::quantiles),
        ("median with exact", samples::median_with_limits),
        ("hodges_lehmann", samples::hodges_lehmann),
        ("paired wilcoxon", samples::paired),
        ("ratio of geometric means", samples::ratio_of_geometric_means),
        ("two-group exact permutation", samples::permutation),
        ("multiple-metric p adjustment", samples::adjusted),
        ("poisson rate ratio", rates::rate_ratio),
        ("dose-response", models::dose),
        ("CUPED and ANCOVA", models::adjustment),
        ("two-sample t power", models::power),
        ("poisson / quasi", models::counts),
    ];
    ANSWERS.iter().find(|(name, _)| function.starts_with(name)).map(|(_, answer)| *answer)
}

fn folder() -> PathBuf {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/golden");
    std::env::var_os("GOLDEN").map_or(beside, PathBuf::from)
}

fn check(path: &Path) -> Result<(), Failed> {
    let case = Case::read(path)?;
    let answer =
        answer(case.function()).ok_or_else(|| format!("nobody answers for {:?}", case.function()))?;
    case.compare(&answer(&case).map_err(|error| error.to_string())?)
}

fn main() {
    let arguments = Arguments::from_args();
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder())
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    files.sort();
    if files.is_empty() {
        eprintln!("golden numbers: skipped, not found");
    }
    let name =
        |path: &Path| path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let trials = files.into_iter().map(|path| Trial::test(name(&path), move || check(&path))).collect();
    libtest_mimic::run(&arguments, trials).exit();
}
