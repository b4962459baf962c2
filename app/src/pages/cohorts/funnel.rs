//! From joining to using it on the job: four steps, each of everybody who joined.

use domain::figure::{FigureState, MetricId};
use leptos::prelude::*;
use service::views::Funnel;

use crate::components::{Meter, MeterTile, MeterTileData, Section};
use crate::words;

#[component]
pub fn FunnelSection(
    #[prop(optional_no_strip)] funnel: Option<Funnel>,
    /// The viewer knows who takes part, and sees how far they came today.
    runs_it: bool,
    path: String,
) -> impl IntoView {
    view! {
        <Section title="From joining to using it on the job">
            {match funnel {
                Some(funnel) => view! { <Steps funnel /> }.into_any(),
                None if runs_it => view! { <Hidden /> }.into_any(),
                None => view! { <Released path /> }.into_any(),
            }}
        </Section>
    }
    .into_any()
}

#[component]
fn Steps(funnel: Funnel) -> impl IntoView {
    let steps = [
        ("joined", "Joined", funnel.joined),
        ("started", "Started a lab", funnel.started),
        ("completed", "Completed all labs", funnel.completed),
        ("applied", "Applied on real work", funnel.applied),
    ];
    let tile = |(key, label, people): (&str, &str, usize)| {
        let meter = Meter { done: people as u64, of: funnel.joined as u64, as_share: false };
        let data = MeterTileData { key: key.to_owned(), label: label.to_owned(), state: Ok(meter) };
        view! { <MeterTile data /> }
    };
    view! { <div class="grid-4">{steps.into_iter().map(tile).collect_view()}</div> }.into_any()
}

/// For those who see groups only: the figures that were released, sprint by sprint.
#[component]
fn Released(path: String) -> impl IntoView {
    view! {
        <p class="sentence">
            "How far this cohort came is told sprint by sprint, with the "
            <a href=format!("{path}/scoreboard")>"adoption figures of its scoreboard"</a> "."
        </p>
    }
}

/// One reason for all four, said once.
#[component]
fn Hidden() -> impl IntoView {
    words::hidden(MetricId::Joined, FigureState::Suppressed).map(|hidden| {
        view! {
            <p class="figure figure-hidden">{hidden.label}</p>
            <p class="sentence">{hidden.reason}</p>
            <p class="evidence">"It is shown once enough people are enrolled."</p>
        }
    })
}
