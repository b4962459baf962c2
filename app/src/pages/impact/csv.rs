//! What the pages show, as files: outcomes, effects by sprint, teams by dose as CSV, the whole report as JSON.

use axum::{
    extract::{Path, State},
    http::header,
    response::{IntoResponse, Response},
};
use domain::viewer::Viewer;
use service::{
    ServiceError,
    impact::view::{ImpactReport, Interval, OutcomeReport, Verdict},
};

use super::{PATH, outcome::find, outcome_path};
use crate::components::below;
use crate::web::{Answer, AppState, Refusal, SignedIn, csv_cell, csv_file};

pub fn effect_path(outcome: &OutcomeReport) -> String {
    format!("{}/effect.csv", outcome_path(outcome))
}

pub fn dose_path(outcome: &OutcomeReport) -> String {
    format!("{}/dose.csv", outcome_path(outcome))
}

pub fn series_path(outcome: &OutcomeReport) -> String {
    format!("{}/series.csv", outcome_path(outcome))
}

pub fn json_path(outcome: &OutcomeReport) -> String {
    format!("{}/outcome.json", outcome_path(outcome))
}

type Written = Result<Vec<u8>, csv::Error>;

pub async fn outcomes(State(app): State<AppState>, SignedIn(viewer): SignedIn) -> Answer {
    let write = |report: &ImpactReport| written("impact", outcomes_text(report));
    answered(&app, &viewer, super::CSV, write).await
}

pub async fn everything(State(app): State<AppState>, SignedIn(viewer): SignedIn) -> Answer {
    answered(&app, &viewer, super::JSON, |report| json_file("impact", report)).await
}

pub async fn effect(
    State(app): State<AppState>,
    SignedIn(viewer): SignedIn,
    Path(key): Path<String>,
) -> Answer {
    of_outcome(&app, &viewer, &key, |_, outcome| written(&format!("effect-{key}"), effect_text(outcome)))
        .await
}

pub async fn dose(
    State(app): State<AppState>,
    SignedIn(viewer): SignedIn,
    Path(key): Path<String>,
) -> Answer {
    of_outcome(&app, &viewer, &key, |_, outcome| written(&format!("dose-{key}"), dose_text(outcome))).await
}

pub async fn series(
    State(app): State<AppState>,
    SignedIn(viewer): SignedIn,
    Path(key): Path<String>,
) -> Answer {
    let write = |report: &_, outcome: &_| written(&format!("series-{key}"), series_text(report, outcome));
    of_outcome(&app, &viewer, &key, write).await
}

pub async fn json(
    State(app): State<AppState>,
    SignedIn(viewer): SignedIn,
    Path(key): Path<String>,
) -> Answer {
    of_outcome(&app, &viewer, &key, |_, outcome| json_file(&format!("impact-{key}"), outcome)).await
}

async fn of_outcome(
    app: &AppState,
    viewer: &Viewer,
    key: &str,
    write: impl FnOnce(&ImpactReport, &OutcomeReport) -> Result<Response, ServiceError>,
) -> Answer {
    let write = |report: &ImpactReport| {
        let outcome = find(report, key).ok_or(ServiceError::NotFound)?;
        write(report, outcome)
    };
    answered(app, viewer, &below(PATH, key), write).await
}

/// A file made from the newest report; not found before there is one.
async fn answered(
    app: &AppState,
    viewer: &Viewer,
    path: &str,
    write: impl FnOnce(&ImpactReport) -> Result<Response, ServiceError>,
) -> Answer {
    let refuse = |error| Refusal::new(app, Some(viewer), path, error);
    let impact = app.service.programme_figures(viewer).map_err(refuse)?.impact().await.map_err(refuse)?;
    let report = impact.report.ok_or_else(|| refuse(ServiceError::NotFound))?;
    let file = write(&report).map_err(refuse)?;
    app.service.log_export(viewer, "figures:impact", path).await.map_err(refuse)?;
    Ok(file)
}

fn written(name: &str, text: Written) -> Result<Response, ServiceError> {
    let text = text.map_err(|e| ServiceError::Rules(format!("the CSV cannot be written: {e}")))?;
    Ok(csv_file(name, text))
}

fn json_file(name: &str, value: &impl serde::Serialize) -> Result<Response, ServiceError> {
    let text = serde_json::to_vec_pretty(value);
    let text = text.map_err(|e| ServiceError::Rules(format!("the JSON cannot be written: {e}")))?;
    let safe: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let headers = [
        (header::CONTENT_TYPE, "application/json".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{safe}.json\"")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, text).into_response())
}

fn number(value: Option<f64>) -> String {
    value.filter(|value| value.is_finite()).map(|value| value.to_string()).unwrap_or_default()
}

fn ends(interval: Option<Interval>) -> [String; 2] {
    [number(interval.map(|i| i.low)), number(interval.map(|i| i.high))]
}

fn finished(writer: csv::Writer<Vec<u8>>) -> Written {
    writer.into_inner().map_err(|e| csv::Error::from(e.into_error()))
}

/// Effects stand on the scale of their outcome, so that nothing is lost: logarithms, or points of a share.
pub fn outcomes_text(report: &ImpactReport) -> Written {
    let mut writer = csv::Writer::from_writer(vec![]);
    writer.write_record([
        "outcome",
        "definition",
        "scale",
        "verdict",
        "effect",
        "low",
        "high",
        "p",
        "p_adjusted",
        "teams",
        "sprints",
        "items",
        "naive",
    ])?;
    for outcome in &report.outcomes {
        let headline = outcome.findings.as_ref().map(|findings| &findings.headline);
        let naive = outcome.findings.as_ref().and_then(|findings| findings.naive.as_ref());
        let [low, high] = ends(headline.and_then(|h| h.by_team));
        let counted = |count: Option<u64>| count.map(|count| count.to_string()).unwrap_or_default();
        writer.write_record([
            csv_cell(&outcome.definition.name),
            outcome.metric.clone(),
            scale_name(outcome).to_owned(),
            verdict_name(&outcome.verdict).to_owned(),
            number(headline.map(|h| h.effect)),
            low,
            high,
            number(headline.and_then(|h| h.p)),
            number(headline.and_then(|h| h.p_adjusted)),
            counted(headline.map(|h| h.teams as u64)),
            counted(headline.map(|h| h.sprints as u64)),
            counted(headline.map(|h| h.items)),
            number(naive.map(|n| n.effect)),
        ])?;
    }
    finished(writer)
}

const fn scale_name(outcome: &OutcomeReport) -> &'static str {
    match outcome.scale {
        service::impact::view::Scale::Log => "log",
        service::impact::view::Scale::Share => "share",
    }
}

const fn verdict_name(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::LikelyReal(_) => "likely_real",
        Verdict::Suggestive(..) => "suggestive",
        Verdict::NotEnough => "not_enough_evidence",
        Verdict::NoMeaningfulChange => "no_meaningful_change",
        Verdict::CannotBeCompared => "cannot_be_compared",
    }
}

pub fn effect_text(outcome: &OutcomeReport) -> Written {
    let mut writer = csv::Writer::from_writer(vec![]);
    writer.write_record(["since_joining", "scale", "effect", "low", "high", "teams"])?;
    for point in outcome.findings.iter().flat_map(|findings| &findings.events) {
        let [low, high] = ends(point.interval);
        writer.write_record([
            point.since_joining.to_string(),
            scale_name(outcome).to_owned(),
            number(Some(point.effect)),
            low,
            high,
            point.teams.to_string(),
        ])?;
    }
    finished(writer)
}

pub fn dose_text(outcome: &OutcomeReport) -> Written {
    let mut writer = csv::Writer::from_writer(vec![]);
    writer.write_record(["team", "dose", "adoption", "scale", "effect"])?;
    let dose = outcome.findings.iter().filter_map(|findings| findings.dose.as_ref());
    for point in dose.flat_map(|dose| &dose.points) {
        writer.write_record([
            csv_cell(&point.name),
            number(Some(point.dose)),
            point.band.clone(),
            scale_name(outcome).to_owned(),
            number(Some(point.effect)),
        ])?;
    }
    finished(writer)
}

pub fn series_text(report: &ImpactReport, outcome: &OutcomeReport) -> Written {
    let mut writer = csv::Writer::from_writer(vec![]);
    writer.write_record([
        "sprint",
        "first_day",
        "definition",
        "observed",
        "would_have_been",
        "joined_teams",
        "not_joined",
        "not_joined_teams",
    ])?;
    for point in outcome.findings.iter().flat_map(|findings| &findings.series) {
        let day = report.sprints.iter().find(|s| s.number == point.sprint).map(|s| s.first_day.to_string());
        writer.write_record([
            point.sprint.to_string(),
            day.unwrap_or_default(),
            outcome.metric.clone(),
            number(Some(point.observed)),
            number(Some(point.would_have_been)),
            point.joined_teams.to_string(),
            number(point.not_joined),
            point.not_joined_teams.to_string(),
        ])?;
    }
    finished(writer)
}
