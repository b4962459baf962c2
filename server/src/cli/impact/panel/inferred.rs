//! The interval of any estimator: by leaving units out, or by dealing the waves anew.

use anyhow::{Context, bail};
use impact::{
    error::Result,
    inference::{Block, Estimator, Jackknife, PermutationOptions, jackknife, permute},
    panel::Panel,
};

use super::{
    arguments::{Arguments, Inference, name},
    report::{LEVEL, Line, Named, Report},
};

/// The report of an estimator that has no standard error of its own, or is not asked for it.
pub fn resampled(panel: &Panel, estimator: &impl Estimator, arguments: &Arguments) -> anyhow::Result<Report> {
    let how = arguments.inference();
    let report = |line| Report::of(panel, name(&arguments.method), name(&how), line);
    match how {
        Inference::Jackknife => {
            let mut report = report(by_jackknife(panel, estimator, &Block::units(panel))?);
            let waves = by_jackknife(panel, estimator, &Block::waves(panel));
            if let Some(line) = report.or_note("without each wave in turn", waves) {
                report.also.push(Named { name: "jackknife by wave".to_owned(), line });
            }
            Ok(report)
        }
        Inference::Permutation => permuted(panel, estimator, arguments, report),
        Inference::Analytic | Inference::Bootstrap => not_with(arguments),
    }
}

pub fn not_with<T>(arguments: &Arguments) -> anyhow::Result<T> {
    bail!(
        "--inference {} does not go with --method {}; choose another (docs/IMPACT-CLI.md has the table)",
        name(&arguments.inference()),
        name(&arguments.method)
    )
}

pub fn by_jackknife(panel: &Panel, estimator: &impl Estimator, blocks: &[Block]) -> Result<Line> {
    line(&jackknife(panel, estimator, blocks)?)
}

fn line(of: &Jackknife) -> Result<Line> {
    Ok(Line {
        at: None,
        effect: of.estimate,
        standard_error: Some(of.standard_error),
        interval: Some(of.interval(LEVEL)?),
        p_value: Some(of.p_value),
    })
}

fn permuted(
    panel: &Panel,
    estimator: &impl Estimator,
    arguments: &Arguments,
    report: impl Fn(Line) -> Report,
) -> anyhow::Result<Report> {
    let draws = usize::try_from(arguments.permutations).context("too many permutations")?;
    let options = PermutationOptions {
        draws,
        seed: arguments.seed,
        level: Some(LEVEL),
        ..PermutationOptions::default()
    };
    let found = permute(panel, estimator, &options)?;
    let mut report = report(Line {
        effect: found.observed,
        interval: found.interval,
        p_value: Some(found.p_value),
        ..Line::default()
    });
    let tried = found.null.len() + found.without_estimate;
    report.notes.push(format!(
        "{} {tried} assignments of the waves to the units were tried; {} of them give nothing to compare",
        if found.exact { "all" } else { "a draw of" },
        found.without_estimate
    ));
    Ok(report)
}
