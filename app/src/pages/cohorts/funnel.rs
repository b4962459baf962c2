//! From joining to using it on the job: four steps, each of everybody who joined.

use domain::figure::{FigureState, MetricId};
use leptos::prelude::*;
use service::views::Funnel;

use crate::components::{Meter, MeterTile, MeterTileData, Section};
use crate::words;

#[component]
pub fn FunnelSection(funnel: Option<Funnel>) -> impl IntoView {
    view! {
        <Section title="From joining to using it on the job">
            {match funnel {
                Some(funnel) => view! { <Steps funnel /> }.into_any(),
                None => view! { <Hidden /> }.into_any(),
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
