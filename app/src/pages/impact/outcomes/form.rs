//! The form of an outcome: figure, direction, guards, the smallest change that matters, how it is judged.

#![expect(clippy::needless_pass_by_value, reason = "a component owns its props: Leptos builds them for it")]

use domain::{
    figure::{Direction, MetricId},
    outcome::{OutcomeDefinition, Transform},
};
use leptos::prelude::*;
use service::{Fields, impact::outcomes::OutcomeForm};

use super::{
    NEW,
    list::{better, judged, rank},
    path,
};
use crate::components::{
    Breadcrumbs, Choice, Link, PageHeader,
    form::{CheckboxGroup, Confirm, ErrorSummary, Hidden, SelectField, Submit, TextField},
};
use crate::pages::impact::{OUTCOMES, PATH};
use crate::web::{beside, summary};

fn trail() -> Vec<Link> {
    vec![Link::new("Impact", PATH), Link::new("Outcomes", OUTCOMES)]
}

#[component]
pub fn AddOutcome(form: OutcomeForm, wrong: Fields) -> impl IntoView {
    view! {
        <Breadcrumbs trail=trail() here="Add an outcome" />
        <PageHeader
            title="Add an outcome"
            lead="Any figure can be one. It is judged by the same method as all others, and together with them."
        />
        <OutcomeFields action=NEW.to_owned() form wrong button="Add the outcome" />
    }
    .into_any()
}

#[component]
pub fn EditOutcome(outcome: OutcomeDefinition, form: OutcomeForm, wrong: Fields) -> impl IntoView {
    let path = path(outcome.key.as_str());
    let state = if outcome.retired { ", retired" } else { "" };
    let lead = format!("A {} outcome{state}. What is changed here is in the audit log.", rank(outcome.rank));
    let may_retire = !outcome.rank.is_primary();
    view! {
        <Breadcrumbs trail=trail() here=outcome.name.clone() />
        <PageHeader title=outcome.name.clone() lead />
        <OutcomeFields action=path.clone() form wrong button="Save the outcome" />
        {may_retire.then(|| view! { <Retire path retired=outcome.retired /> })}
    }
    .into_any()
}

#[component]
fn OutcomeFields(action: String, form: OutcomeForm, wrong: Fields, button: &'static str) -> impl IntoView {
    let usual = "What suits the figure";
    let opened = !form.guards.is_empty() || wrong.of("guards").is_some();
    view! {
        <ErrorSummary errors=summary(&wrong) />
        <form class="form" method="post" action=action>
            <TextField
                name="name"
                label="Name"
                value=form.name
                help="As a sentence starts with it: Security checks passed."
                error=beside(&wrong, "name")
                required=true
            />
            <SelectField
                name="metric"
                label="Measured by"
                choices=figures()
                selected=form.metric
                empty="Choose a figure"
                error=beside(&wrong, "metric")
                required=true
            />
            <SelectField
                name="direction"
                label="Success is"
                choices=directions()
                selected=form.direction
                empty=usual
                error=beside(&wrong, "direction")
            />
            <TextField
                name="smallest_effect"
                label="Smallest change that matters, in per cent"
                value=form.smallest_effect
                help="A smaller one is called “no meaningful change”. Of a share: points."
                error=beside(&wrong, "smallest_effect")
                required=true
            />
            <SelectField
                name="transform"
                label="Judged as"
                choices=transforms()
                selected=form.transform
                empty=usual
                error=beside(&wrong, "transform")
            />
            <details class="more" open=opened>
                <summary>"Guards"</summary>
                <CheckboxGroup
                    name="guards"
                    legend="What must not get worse meanwhile"
                    choices=figures()
                    selected=form.guards
                    help="None chosen: those of the figure."
                    error=beside(&wrong, "guards")
                />
            </details>
            <Hidden name="rank" value=form.rank />
            <Submit text=button cancel=OUTCOMES />
        </form>
    }
    .into_any()
}

#[component]
fn Retire(path: String, retired: bool) -> impl IntoView {
    if retired {
        return view! {
            <form class="form" method="post" action=format!("{path}/bring-back")>
                <div>
                    <button class="button" type="submit">
                        "Bring this outcome back"
                    </button>
                </div>
            </form>
        }
        .into_any();
    }
    view! {
        <Confirm
            title="Retire this outcome"
            consequence="No verdict is worked out for it any more. Nothing is deleted, and it can be brought back."
            action=format!("{path}/retire")
            button="Retire this outcome"
        />
    }
    .into_any()
}

fn figures() -> Vec<Choice> {
    let choice = |metric: &MetricId| Choice::new(metric.as_str(), metrics::definition(*metric).name);
    MetricId::ALL.iter().map(choice).collect()
}

fn directions() -> Vec<Choice> {
    [Direction::LowerIsBetter, Direction::HigherIsBetter]
        .map(|direction| Choice::new(direction.as_str(), better(direction)))
        .to_vec()
}

fn transforms() -> Vec<Choice> {
    Transform::ALL.iter().map(|transform| Choice::new(transform.as_str(), judged(*transform))).collect()
}
