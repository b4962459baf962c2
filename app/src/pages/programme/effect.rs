//! What the programme did, compared fairly: a box for each of its two outcomes, and the effect of the first by sprint.

use std::sync::Arc;

use leptos::prelude::*;
use service::impact::view::{Findings, ImpactReport, OutcomeReport};

use crate::components::{Link, PictureFigure, Section};
use crate::pages::impact::{ByAdoption, Guards, VerdictBox, event_study, outcome_path, verdict};

pub fn answers(report: &Arc<ImpactReport>) -> AnyView {
    let primary = || report.outcomes.iter().filter(|outcome| outcome.definition.rank.is_primary());
    let boxes = primary().map(|outcome| {
        let link = Link::new("What stands behind it", outcome_path(outcome));
        let data = verdict(report, outcome, Some(link));
        view! { <VerdictBox data name=Some(outcome.definition.name.clone()) /> }
    });
    // The first of the two that could be compared.
    let shown = primary().find_map(|outcome| Some((outcome, outcome.findings.as_ref()?)));
    let effect = shown.map(|(outcome, findings)| effect(report, outcome, findings));
    view! {
        <div class="grid-2">{boxes.collect_view()}</div>
        {effect}
    }
    .into_any()
}

fn effect(report: &Arc<ImpactReport>, outcome: &OutcomeReport, findings: &Findings) -> AnyView {
    let links = vec![Link::new("Team by team, with and without", outcome_path(outcome))];
    let chart = event_study(outcome, links).map(|data| view! { <PictureFigure data /> });
    let adoption = findings.dose.clone().map(|dose| view! { <ByAdoption scale=outcome.scale dose /> });
    let title = format!("{}, effect by sprint", outcome.definition.name);
    let all = Link::new("All outcomes", crate::pages::impact::PATH);
    let guards =
        view! { <Guards report=Arc::clone(report) told=outcome.told.clone() findings=findings.clone() /> };
    view! {
        <Section title aside=all>
            <div class="grid-main">
                {chart} <div class="stack">{adoption} {guards}</div>
            </div>
        </Section>
    }
    .into_any()
}
