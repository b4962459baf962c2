//! Imputation, of outcomes and of counts.

use impact::{
    counts::{Counts, LogRatio},
    imputation::{Average, Imputation, LeftOut as Missing, Why},
    inference::Block,
    panel::Panel,
};

use super::{
    arguments::{Arguments, Inference, name},
    inferred::{by_jackknife, resampled},
    report::{Aggregation, LeftOut, Line, Report},
};

pub fn imputation(panel: &Panel, arguments: &Arguments) -> anyhow::Result<Report> {
    let fit = Imputation::of(panel)?;
    let simple = Average::simple().up_to(arguments.max_event_time);
    let mut report = if arguments.inference() == Inference::Analytic {
        let found = fit.average(&simple)?;
        let line = Line::normal(found.effect, found.standard_error);
        Report::of(panel, name(&arguments.method), name(&Inference::Analytic), line)
    } else {
        resampled(panel, &simple, arguments)?
    };
    let by_jackknife = arguments.inference() == Inference::Jackknife;
    let line = |of: &Average| {
        let found = fit.average(of)?;
        let analytic = Line::normal(found.effect, found.standard_error);
        let line = by_jackknife.then(|| by_jackknife_or(panel, of, analytic));
        Ok::<_, impact::error::ImpactError>(line.unwrap_or(analytic))
    };
    let times = fit.event_times(arguments.max_event_time).into_iter();
    let study: Result<Vec<Line>, _> =
        times.map(|time| Ok(line(&Average::event_time(time))?.at(time))).collect();
    let waves = fit.by_wave(arguments.max_event_time)?.into_iter();
    let by_wave: Result<Vec<Line>, _> = waves
        .map(|(wave, _)| Ok(line(&Average::wave(wave).up_to(arguments.max_event_time))?.at(wave)))
        .collect();
    report.or_note("event study", study).into_iter().for_each(|parts| {
        report.aggregations.push(Aggregation { name: "dynamic", by: "event time", overall: None, parts });
    });
    report.or_note("waves", by_wave).into_iter().for_each(|parts| {
        report.aggregations.push(Aggregation { name: "group", by: "wave", overall: None, parts });
    });
    report.left_out = left_out(panel, fit.left_out());
    Ok(report)
}

/// Without its interval where some unit is needed for it.
fn by_jackknife_or(panel: &Panel, of: &Average, analytic: Line) -> Line {
    let bare = Line { effect: analytic.effect, ..Line::default() };
    by_jackknife(panel, of, &Block::units(panel)).unwrap_or(bare)
}

pub fn counts(panel: &Panel, arguments: &Arguments) -> anyhow::Result<Report> {
    let counts = Counts::of(panel)?;
    let simple = Average::simple().up_to(arguments.max_event_time);
    let mut report = resampled(panel, &LogRatio(simple.clone()), arguments)?;
    report.ratio = Some(counts.ratio(&simple)?.ratio);
    let study = counts.event_study(arguments.max_event_time).into_iter();
    let part = |(time, ratio): (i64, impact::counts::Ratio)| {
        Some(Line { at: Some(time), effect: ratio.log_ratio?, ..Line::default() })
    };
    let parts = study.filter_map(part).collect();
    report.aggregations.push(Aggregation { name: "dynamic", by: "event time", overall: None, parts });
    report.left_out = left_out(panel, counts.left_out());
    Ok(report)
}

fn left_out(panel: &Panel, cells: &[Missing]) -> Vec<LeftOut> {
    let why = |why: Why| match why {
        Why::Missing => "the outcome is missing",
        Why::NoBaseline => "the unit has no cell before joining",
        Why::NoControl => "no unit that had not joined is observed at this time",
        Why::NotConnected => "no chain of units not yet joined leads from this unit to this time",
        Why::NoExposure => "it is a count over nothing",
    };
    let line = |cell: &Missing| LeftOut {
        unit: panel.units().get(cell.unit).map(|unit| unit.name.clone()),
        joined: None,
        time: panel.periods().get(cell.period).copied(),
        why: why(cell.why).to_owned(),
    };
    cells.iter().map(line).collect()
}
