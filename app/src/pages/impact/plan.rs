//! `/impact/plan`: the smallest effect that a plan of waves would find, from how the own teams varied before joining.

use axum::extract::State;
use domain::figure::{Direction, Unit};
use leptos::prelude::*;
use service::{
    Fields, ServiceError,
    impact::{
        planning::{Plan, PlanForm, Planned, PlannedOutcome},
        view::Scale,
    },
};

use super::{METHOD, PATH, PLAN, scale::differs};
use crate::components::{
    Breadcrumbs, Cell, Column, DataTable, EmptyState, Link, PageHeader, Section, TableData,
    form::{ErrorSummary, Submit, TextField},
};
use crate::web::{Answer, AppState, Page, Parameters, Refusal, SignedIn, beside, summary};
use crate::words;

pub async fn show(State(app): State<AppState>, SignedIn(viewer): SignedIn, parameters: Parameters) -> Answer {
    let refuse = |error| Refusal::new(&app, Some(&viewer), PLAN, error);
    let figures = app.service.programme_figures(&viewer).map_err(refuse)?;
    let form = typed(&parameters);
    let (planned, wrong) = match figures.plan(&form).await {
        Ok(planned) => (planned, Fields::default()),
        Err(ServiceError::Invalid(wrong)) => (None, wrong),
        Err(error) => return Err(refuse(error)),
    };
    Ok(Page::with_form(&app, &viewer, PLAN, "Plan the next wave", &wrong)
        .render(|| content(planned, form, wrong)))
}

fn typed(parameters: &Parameters) -> PlanForm {
    let given = |name| parameters.get(name).unwrap_or_default().to_owned();
    PlanForm {
        joining: given("joining"),
        waiting: given("waiting"),
        before: given("before"),
        after: given("after"),
    }
}

pub fn content(planned: Option<Planned>, form: PlanForm, wrong: Fields) -> impl IntoView + use<> {
    let trail = vec![Link::new("Impact", PATH)];
    let lead = "How large would an effect have to be to be found? Worked out from how your own teams differ from \
                sprint to sprint before they join, with nothing having happened.";
    let asked = planned.is_some() || !wrong.0.is_empty();
    let form = filled(form, planned.as_ref().map(|planned| planned.plan));
    let result = planned.map(|planned| view! { <Answered planned /> });
    view! {
        <Breadcrumbs trail here="Plan the next wave" />
        <PageHeader title="Plan the next wave" lead />
        <ErrorSummary errors=summary(&wrong) />
        {if asked { view! { <PlanFields form wrong /> }.into_any() } else { view! { <NoProgramme /> }.into_any() }}
        {result}
    }
    .into_any()
}

/// What was typed, or the plan that was taken for it.
fn filled(form: PlanForm, plan: Option<Plan>) -> PlanForm {
    plan.map_or(form, |plan| PlanForm {
        joining: plan.joining.to_string(),
        waiting: plan.waiting.to_string(),
        before: plan.before.to_string(),
        after: plan.after.to_string(),
    })
}

#[component]
fn NoProgramme() -> impl IntoView {
    view! {
        <EmptyState
            missing="There is no programme to plan for yet."
            next_step="A programme brings its teams, outcomes and baseline; planning starts from them."
            action=Link::new("How teams are compared", METHOD)
        />
    }
    .into_any()
}

#[component]
fn PlanFields(form: PlanForm, wrong: Fields) -> impl IntoView {
    view! {
        <form class="form plan-form" method="get" action=PLAN>
            <TextField name="joining" label="Teams in the wave" value=form.joining kind="number" error=beside(&wrong, "joining") required=true />
            <TextField name="waiting" label="Teams that wait, to compare with" value=form.waiting kind="number" error=beside(&wrong, "waiting") required=true />
            <TextField name="before" label="Sprints before joining" value=form.before kind="number" error=beside(&wrong, "before") required=true />
            <TextField name="after" label="Sprints since joining" value=form.after kind="number" error=beside(&wrong, "after") required=true />
            <Submit text="Work it out" />
        </form>
    }
    .into_any()
}

#[component]
fn Answered(planned: Planned) -> impl IntoView {
    let Planned { plan, outcomes } = planned;
    let sentence = outcomes.first().map(|outcome| sentence(plan, outcome));
    let data = table(&outcomes);
    view! {
        <Section title="What this plan could show">
            <p class="plan-answer">{sentence}</p>
            <DataTable data caption_hidden=true />
            <p class="evidence">
                "Found: told from nothing at 5 %, four times in five. More teams help most; more sprints help as far as teams differ from sprint to sprint by themselves. "
                <a href=METHOD>"How this is worked out"</a>
            </p>
        </Section>
    }
    .into_any()
}

/// The first outcome in words.
fn sentence(plan: Plan, outcome: &PlannedOutcome) -> String {
    let name = words::lower_first(&outcome.definition.name);
    let teams = format!(
        "{} joining and {} waiting, {} before and {} since",
        words::plural(plan.joining as u64, "team", "teams"),
        words::count(plan.waiting as u64),
        words::plural(plan.before as u64, "sprint", "sprints"),
        words::count(plan.after as u64),
    );
    match &outcome.smallest {
        Ok(effect) => format!(
            "With {teams}, a change of {name} by {} or more would be found four times in five.",
            size(outcome, *effect)
        ),
        Err(why) => format!("With {teams}, nothing can be said of {name}: {why}."),
    }
}

/// How large the effect is when it goes the way it should: of logarithms the two ways differ.
fn size(outcome: &PlannedOutcome, effect: f64) -> String {
    let per_cent = wanted(outcome, effect).abs();
    words::difference(differs(outcome.scale), per_cent).trim_start_matches('+').to_owned()
}

/// Per cent or points of an effect of this size that is a success.
fn wanted(outcome: &PlannedOutcome, effect: f64) -> f64 {
    let sign = match outcome.definition.direction {
        Direction::LowerIsBetter => -1.0,
        Direction::HigherIsBetter | Direction::Neutral => 1.0,
    };
    outcome.scale.per_cent(sign * effect.abs())
}

fn table(outcomes: &[PlannedOutcome]) -> TableData {
    let row = |outcome: &PlannedOutcome| {
        let matters = words::reading(Unit::Share, outcome.definition.smallest_effect);
        let matters = match outcome.scale {
            Scale::Log => matters.to_string(),
            Scale::Share => format!("{}\u{a0}points", matters.number),
        };
        let (found, enough) = match &outcome.smallest {
            Ok(effect) => (Cell::Text(size(outcome, *effect)), enough(outcome, *effect)),
            Err(why) => (Cell::Muted("not known".to_owned()), Cell::Muted(why.clone())),
        };
        vec![Cell::Text(outcome.definition.name.clone()), found, Cell::Text(matters), enough]
    };
    TableData {
        caption: "Smallest effect that would be found, by outcome".to_owned(),
        columns: vec![
            Column::text("Outcome"),
            Column::number("Would be found from"),
            Column::number("Matters from"),
            Column::text("Enough?"),
        ],
        rows: outcomes.iter().map(row).collect(),
    }
}

fn enough(outcome: &PlannedOutcome, effect: f64) -> Cell {
    let found = wanted(outcome, effect).abs() / 100.0;
    if found <= outcome.definition.smallest_effect {
        "yes: what matters would be found".into()
    } else {
        "no: an effect that just matters could be missed".into()
    }
}
