//! The cells of a metric: each team in each sprint, as far as its figure is shown. What is not in is listed with why.

use domain::{
    TeamKey,
    figure::{Family, Figure, MetricId},
    outcome::Transform,
    period::Sprint,
};

use super::{
    super::{
        durations::{Opened, SHORTEST},
        view::{LeftOut, LeftOutReason},
    },
    Series, StudyCell,
    axis::{Aligned, Axis},
    inputs::{Inputs, Told},
};
use crate::recompute::{as_of, items_from};

/// The figure whose release says whether one may look at the pull requests opened in a sprint.
const OF_OPENED: MetricId = MetricId::CycleTimeKm;

pub(super) fn series(
    inputs: &Inputs,
    axis: &Axis,
    aligned: &[Aligned<'_>],
    metric: MetricId,
    transform: Transform,
) -> Series {
    let mut series = Series { metric, transform, cells: Vec::new(), left_out: Vec::new() };
    for (at, (team, own)) in inputs.teams.iter().zip(aligned).enumerate() {
        let begun = axis.sprints.iter().filter(|sprint| sprint.span.start <= inputs.known_until);
        for on_axis in begun {
            let found = match own.by_number.get(&on_axis.number) {
                Some(sprint) => cell(inputs, &team.key, sprint, metric, transform),
                None if own.twice.contains(&on_axis.number) => Err(LeftOutReason::AlignedTwice),
                None => Err(LeftOutReason::NotAligned),
            };
            match found {
                Ok(cell) => series.cells.push(StudyCell { team: at, sprint: on_axis.number, ..cell }),
                Err(reason) => series.left_out.push(LeftOut {
                    team: Some(team.key.clone()),
                    sprint: Some(on_axis.key.clone()),
                    reason,
                }),
            }
        }
    }
    series
}

fn cell(
    inputs: &Inputs,
    team: &TeamKey,
    sprint: &Sprint,
    metric: MetricId,
    transform: Transform,
) -> Result<StudyCell, LeftOutReason> {
    match transform {
        Transform::LogMedian | Transform::LogMean => of_opened(inputs, team, sprint, metric, transform),
        Transform::Log | Transform::Share => {
            let figure = shown(inputs, team, sprint, metric)?;
            let value = figure.value.ok_or(LeftOutReason::NoData)?;
            let on_scale = if transform == Transform::Share { value } else { value.ln() };
            filled(inputs, team, sprint, figure, on_scale, None)
        }
        Transform::Count => {
            let figure = shown(inputs, team, sprint, metric)?;
            let count = figure.value.ok_or(LeftOutReason::NoData)?;
            let exposure = exposure(inputs, team, sprint, figure)?;
            filled(inputs, team, sprint, figure, count, exposure)
        }
    }
}

/// By the pull requests opened in the sprint, whenever they merged.
fn of_opened(
    inputs: &Inputs,
    team: &TeamKey,
    sprint: &Sprint,
    metric: MetricId,
    transform: Transform,
) -> Result<StudyCell, LeftOutReason> {
    let figure = shown(inputs, team, sprint, OF_OPENED)?;
    let items = &inputs.facts.team(team).pull_requests;
    let opened = Opened::of(items_from(items, sprint.span.start), sprint.span, metric, as_of(items));
    let (count, open) = (opened.durations.len() as u64, opened.open as u64);
    if count == 0 {
        return Err(LeftOutReason::NoData);
    }
    let value = match transform {
        Transform::LogMean => opened.mean_log().ok_or(LeftOutReason::TooManyOpen)?,
        _ => opened.median().ok_or(LeftOutReason::NoMedianYet)?.max(SHORTEST).ln(),
    };
    Ok(StudyCell { items: count, pull_requests: count, open, ..blank(value, figure.contributors) })
}

fn filled(
    inputs: &Inputs,
    team: &TeamKey,
    sprint: &Sprint,
    figure: &Figure,
    value: f64,
    exposure: Option<f64>,
) -> Result<StudyCell, LeftOutReason> {
    if !value.is_finite() {
        return Err(LeftOutReason::NotOnScale);
    }
    // What a figure of shares or defects is made in: the pull requests merged meanwhile.
    let merged = inputs.figure(team, sprint.key.as_str(), MetricId::Merged).map(|merged| merged.n);
    let pull_requests = merged.unwrap_or(figure.n);
    Ok(StudyCell { exposure, items: figure.n, pull_requests, ..blank(value, figure.contributors) })
}

/// What a count is counted in: merged pull requests, members for adoption; nothing for volume itself.
fn exposure(
    inputs: &Inputs,
    team: &TeamKey,
    sprint: &Sprint,
    figure: &Figure,
) -> Result<Option<f64>, LeftOutReason> {
    let volume = [MetricId::Merged, MetricId::PullRequests];
    if volume.contains(&figure.metric) {
        return Ok(None);
    }
    if metrics::definition(figure.metric).family == Family::Adoption {
        return Ok(Some(figure.n as f64).filter(|members| *members > 0.0));
    }
    let merged = shown(inputs, team, sprint, MetricId::Merged)?.value.ok_or(LeftOutReason::NoData)?;
    if merged > 0.0 { Ok(Some(merged)) } else { Err(LeftOutReason::NoData) }
}

fn shown<'i>(
    inputs: &'i Inputs,
    team: &TeamKey,
    sprint: &Sprint,
    metric: MetricId,
) -> Result<&'i Figure, LeftOutReason> {
    match inputs.told(team, sprint.key.as_str(), metric) {
        Told::Shown(figure) => Ok(figure),
        Told::Hidden => Err(LeftOutReason::Hidden),
        Told::Held => Err(LeftOutReason::Held),
        Told::Nothing => Err(LeftOutReason::NoData),
    }
}

fn blank(value: f64, contributors: u64) -> StudyCell {
    StudyCell { team: 0, sprint: 0, value, exposure: None, items: 0, pull_requests: 0, contributors, open: 0 }
}
