//! Group-time effects and synthetic difference in differences.

use anyhow::ensure;
use impact::{
    group_time::{Aggregate, Aggregation as By, Estimate, GroupTime},
    inference::GroupTimeEffect,
    panel::Panel,
    synthetic::{Block, Method},
};

use super::{
    arguments::{Arguments, Inference, name},
    inferred::{not_with, resampled},
    read::Table,
    report::{Aggregation, Cell, LeftOut, Line, Named, Report, Test, Weight},
};

pub fn group_time(panel: &Panel, table: &Table, arguments: &Arguments) -> anyhow::Result<Report> {
    let covariates = table.covariates(panel)?;
    let fit = match &covariates {
        None => GroupTime::of(panel, arguments.group_time())?,
        Some(all) => GroupTime::adjusted(panel, arguments.group_time(), all, arguments.adjustment())?,
    };
    let analytic = arguments.inference() == Inference::Analytic;
    ensure!(
        analytic || covariates.is_none(),
        "with --covariates the interval is analytic; leave --inference or --covariates out"
    );
    let simple = fit.aggregate(By::Simple, arguments.max_event_time)?;
    let mut report = if analytic {
        Report::of(panel, name(&arguments.method), name(&Inference::Analytic), line(simple.overall))
    } else {
        let effect = GroupTimeEffect {
            options: arguments.group_time(),
            by: By::Simple,
            max_event_time: arguments.max_event_time,
        };
        resampled(panel, &effect, arguments)?
    };
    report.cells = fit.cells().iter().map(cell).collect();
    aggregate(&fit, &mut report, arguments);
    let pretest = report.or_note("pretest", fit.pretest());
    report.pretest = pretest.map(|test| Test {
        statistic: test.statistic,
        degrees_of_freedom: test.degrees_of_freedom,
        p_value: test.p_value,
    });
    let left_out = |of: &impact::group_time::LeftOut| LeftOut {
        unit: None,
        joined: Some(of.joined),
        time: of.period,
        why: of.why.words().to_owned(),
    };
    report.left_out = fit.left_out().iter().map(left_out).collect();
    Ok(report)
}

fn aggregate(fit: &GroupTime<'_>, report: &mut Report, arguments: &Arguments) {
    let all = [
        ("simple", "", By::Simple),
        ("dynamic", "event time", By::Dynamic { balance: arguments.balance }),
        ("group", "wave", By::Group),
        ("calendar", "time", By::Calendar),
    ];
    for (name, by, how) in all {
        let found = report.or_note(name, fit.aggregate(how, arguments.max_event_time));
        report.aggregations.extend(found.map(|found| aggregation(name, by, &found)));
    }
}

fn aggregation(name: &'static str, by: &'static str, of: &Aggregate) -> Aggregation {
    let parts = of.parts.iter().map(|part| line(part.estimate).at(part.at)).collect();
    Aggregation { name, by, overall: Some(line(of.overall)), parts }
}

fn cell(of: &impact::group_time::Cell) -> Cell {
    Cell {
        joined: of.joined,
        time: of.period,
        event_time: of.event_time(),
        units: of.units,
        controls: of.controls,
        line: line(of.estimate),
    }
}

pub fn line(of: Estimate) -> Line {
    Line::normal(of.effect, of.standard_error)
}

pub fn synthetic(panel: &Panel, arguments: &Arguments) -> anyhow::Result<Report> {
    let block = Block::of(panel)?;
    let fit = block.fit(Method::SyntheticDid);
    let how = arguments.inference();
    let error = match how {
        Inference::Jackknife => block.jackknife(&fit),
        Inference::Permutation => block.placebo(&fit, arguments.permutations, arguments.seed),
        Inference::Analytic | Inference::Bootstrap => return not_with(arguments),
    };
    let bare = Line { effect: fit.effect, ..Line::default() };
    let mut report = Report::of(panel, name(&arguments.method), name(&how), bare);
    if let Some(error) = report.or_note("standard error", error) {
        report.estimate = Line::normal(fit.effect, error);
    }
    for (title, method) in [
        ("synthetic control", Method::SyntheticControl),
        ("difference in differences", Method::DifferenceInDifferences),
    ] {
        let line = Line { effect: block.fit(method).effect, ..Line::default() };
        report.also.push(Named { name: title.to_owned(), line });
    }
    let weight = |name: String, weight: f64| Weight { name, weight };
    let units = block.controls().iter().filter_map(|unit| panel.units().get(*unit));
    report.unit_weights =
        units.zip(&fit.unit_weights).map(|(unit, own)| weight(unit.name.clone(), *own)).collect();
    let times = panel.periods().iter().zip(&fit.period_weights);
    report.time_weights = times.map(|(time, own)| weight(time.to_string(), *own)).collect();
    Ok(report)
}
