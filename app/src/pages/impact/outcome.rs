//! `/impact/{outcome}`: one outcome, the verdict first, then everything it stands on and everything that could break it.

use std::sync::Arc;

use axum::extract::{Path, State};
use leptos::prelude::*;
use service::{
    ServiceError,
    impact::view::{Findings, ImpactReport, OutcomeReport},
};

use super::{
    METHOD, PATH, compared, csv, dose, doubts, event_study, guards, held, left_out, said, scale, series,
    verdict_box::VerdictBox,
};
use crate::components::{
    Breadcrumbs, Cell, ChartFigure, Column, DataTable, Link, PageHeader, PictureFigure, Section, TableData,
    below,
};
use crate::web::{Answer, AppState, Page, Refusal, SignedIn};

pub async fn show(
    State(app): State<AppState>,
    SignedIn(viewer): SignedIn,
    Path(key): Path<String>,
) -> Answer {
    let path = below(PATH, &key);
    let refuse = |error| Refusal::new(&app, Some(&viewer), &path, error);
    let figures = app.service.programme_figures(&viewer).map_err(refuse)?;
    let impact = figures.impact().await.map_err(refuse)?;
    let report = impact.report.ok_or_else(|| refuse(ServiceError::NotFound))?;
    let outcome = find(&report, &key).ok_or_else(|| refuse(ServiceError::NotFound))?;
    let title = format!("Impact: {}", outcome.definition.name);
    Ok(Page::new(&app, Some(&viewer), &path, title).render(|| content(&report, outcome)))
}

pub fn find<'a>(report: &'a ImpactReport, key: &str) -> Option<&'a OutcomeReport> {
    report.outcomes.iter().find(|outcome| outcome.definition.key.as_str() == key)
}

pub fn content(report: &Arc<ImpactReport>, outcome: &OutcomeReport) -> impl IntoView + use<> {
    let trail = vec![Link::new("Impact", PATH)];
    let name = outcome.definition.name.clone();
    let lead = metrics::definition(outcome.definition.metric).statement;
    let verdict = said::verdict(report, outcome, None);
    let findings = outcome.findings.clone().map(|findings| {
        view! { <Found report=Arc::clone(report) outcome=outcome.clone() findings /> }
    });
    view! {
        <Breadcrumbs trail here=name.clone() />
        <PageHeader title=name lead />
        <div class="lone-verdict">
            <VerdictBox data=verdict />
        </div>
        {findings}
        <Background report=Arc::clone(report) outcome=outcome.clone() />
    }
    .into_any()
}

#[component]
fn Found(report: Arc<ImpactReport>, outcome: OutcomeReport, findings: Findings) -> impl IntoView {
    let links = vec![Link::new("CSV", csv::effect_path(&outcome))];
    let chart = event_study::figure(&outcome, links).map(|data| view! { <PictureFigure data /> });
    let by_adoption =
        findings.dose.clone().map(|dose| view! { <dose::ByAdoption scale=outcome.scale dose /> });
    let series = series::figure(&report, &outcome, &findings).map(|data| view! { <ChartFigure data /> });
    let held = held::strip(outcome.scale, &findings.held);
    let method = Link::new("How this is worked out", METHOD);
    let (sides, panel) = (compared::table(&report, &findings), compared::panel(&report));
    let guards = view! { <guards::Guards report told=outcome.told.clone() findings=findings.clone() /> };
    let dose = view! { <Dose outcome=outcome.clone() findings=findings.clone() /> };
    let doubted = view! { <Doubted outcome findings /> };
    view! {
        <Section title="Effect by sprint" aside=method>
            <div class="grid-main">
                {chart} <div class="stack">{by_adoption} {guards}</div>
            </div>
            {held}
        </Section>
        <div class="grid-2 halves">
            <Section title="Observed, and what would have been">{series}</Section>
            {dose}
        </div>
        <Section title="What could be wrong with it">{doubted}</Section>
        <Section title="Who was compared with whom">
            <Folded title="Sprint by sprint" data=sides />
            <Folded title="Teams in the panel" data=panel />
        </Section>
    }
    .into_any()
}

#[component]
fn Dose(outcome: OutcomeReport, findings: Findings) -> impl IntoView {
    let links = vec![Link::new("CSV", csv::dose_path(&outcome))];
    let figure = findings.dose.as_ref().and_then(|dose| dose::figure(outcome.scale, dose, links));
    figure.map(|data| {
        view! {
            <Section title="Adoption and effect">
                <PictureFigure data />
                <p class="sentence">{dose::CHOSEN}</p>
            </Section>
        }
    })
}

#[component]
fn Doubted(outcome: OutcomeReport, findings: Findings) -> impl IntoView {
    let sentences = said::doubts(&outcome.told);
    let sentences = sentences.into_iter().map(|parts| {
        view! { <p class="sentence"><super::verdict_box::Said parts /></p> }
    });
    let teams = findings.doubts.leave_one_out.clone();
    let one_out = (!teams.is_empty()).then(|| {
        view! {
            <details class="more">
                <summary>"Without each team in turn"</summary>
                <doubts::LeaveOneOut scale=outcome.scale teams />
            </details>
        }
    });
    let cells = findings.group_time.as_ref().map(|other| {
        let data = event_study::table(outcome.scale, &other.by_event);
        let not = other.not_estimated.join(" ");
        view! {
            <details class="more">
                <summary>"The cross-check by sprint"</summary>
                <p class="sentence">{not}</p>
                <DataTable data caption_hidden=true />
            </details>
        }
    });
    let ways = doubts::ways(&outcome, &findings);
    view! {
        {sentences.collect_view()}
        <div class="ways">
            <DataTable data=ways caption_hidden=true />
        </div>
        {one_out}
        {cells}
        <details class="more">
            <summary>"The figures of the test"</summary>
            <DataTable data=numbers(&outcome, &findings) caption_hidden=true />
        </details>
    }
    .into_any()
}

/// What statisticians ask for: raw and adjusted p beside the intervals.
fn numbers(outcome: &OutcomeReport, findings: &Findings) -> TableData {
    let headline = &findings.headline;
    let exact =
        if headline.is_exact { "every assignment of joining dates" } else { "a sample of assignments" };
    let detectable = outcome.smallest_detectable.map(|effect| outcome.scale.per_cent(effect).abs());
    let detectable = detectable.map_or_else(
        || Cell::Muted("not known".to_owned()),
        |size| Cell::Text(crate::words::difference(scale::differs(outcome.scale), size)),
    );
    let row = |what: &str, cell: Cell| vec![Cell::from(what), cell];
    TableData {
        caption: "Figures of the test".to_owned(),
        columns: vec![Column::text("Figure"), Column::number("Value")],
        rows: vec![
            row("Effect", Cell::Text(scale::effect(outcome.scale, headline.effect))),
            row("95 % interval, by team", scale::interval_cell(outcome.scale, headline.by_team)),
            row("95 % interval, by wave", scale::interval_cell(outcome.scale, headline.by_cohort)),
            row(&format!("p, over {exact}"), scale::p(headline.p)),
            row("p, adjusted for the other outcomes (Holm)", scale::p(headline.p_adjusted)),
            row("Smallest effect that would be found four times in five, either way", detectable),
            row("Definition of the figure", Cell::Text(outcome.metric.clone())),
        ],
    }
}

#[component]
fn Background(report: Arc<ImpactReport>, outcome: OutcomeReport) -> impl IntoView {
    let data = left_out::table(&report, &outcome.left_out);
    let none = data.rows.is_empty().then_some("Nothing was left out.");
    let excluded = left_out::excluded(&report);
    let excluded = (!excluded.is_empty())
        .then(|| format!("Out for every team, on both sides: {}.", crate::words::listed(&excluded)));
    let open = outcome.told.open.as_ref().map(ToString::to_string);
    let some = !data.rows.is_empty();
    view! {
        <Section title="What was left out" aside=Link::new("Everything as JSON", csv::json_path(&outcome))>
            {none.map(|words| view! { <p class="sentence">{words}</p> })}
            {excluded.map(|words| view! { <p class="sentence">{words}</p> })}
            {open.map(|words| view! { <p class="sentence">{words}</p> })}
            {some.then(|| view! { <Folded title="Team by team" data /> })}
        </Section>
    }
    .into_any()
}

/// A long part that is looked at now and then.
#[component]
fn Folded(title: &'static str, data: TableData) -> impl IntoView {
    view! {
        <details class="more">
            <summary>{title}</summary>
            <DataTable data caption_hidden=true />
        </details>
    }
    .into_any()
}
