//! The form of a behaviour: what good looks like, and the figure that shows it.

#![expect(clippy::needless_pass_by_value, reason = "a component owns its props: Leptos builds them for it")]

use domain::figure::{Family, MetricId};
use leptos::prelude::*;
use service::{Fields, skill_map::BehaviourForm};

use super::{EDITING, skill_form::Retire, trail};
use crate::components::{
    Breadcrumbs, Choice, PageHeader,
    form::{ErrorSummary, SelectField, Submit, TextArea},
};
use crate::web::{beside, summary};

#[component]
pub fn AddBehaviour(skill: String, action: String, form: BehaviourForm, wrong: Fields) -> impl IntoView {
    view! {
        <Breadcrumbs trail=trail() here="Add a behaviour" />
        <PageHeader title="Add a behaviour" lead=format!("How the skill “{skill}” shows in the work.") />
        <BehaviourFields action form wrong button="Add the behaviour" />
    }
    .into_any()
}

#[component]
pub fn EditBehaviour(
    skill: String,
    path: String,
    retired: bool,
    form: BehaviourForm,
    wrong: Fields,
) -> impl IntoView {
    let state = if retired { " It is retired." } else { "" };
    view! {
        <Breadcrumbs trail=trail() here="Edit a behaviour" />
        <PageHeader title="Edit a behaviour" lead=format!("How the skill “{skill}” shows in the work.{state}") />
        <BehaviourFields action=path.clone() form wrong button="Save the behaviour" />
        <Retire
            path
            retired
            what="behaviour"
            consequence="It leaves the map for everybody. Nothing is deleted, and it can be brought back."
        />
    }
    .into_any()
}

#[component]
fn BehaviourFields(
    action: String,
    form: BehaviourForm,
    wrong: Fields,
    button: &'static str,
) -> impl IntoView {
    view! {
        <ErrorSummary errors=summary(&wrong) />
        <form class="form" method="post" action=action>
            <TextArea
                name="description"
                label="What good looks like"
                value=form.description
                help="One sentence that two people would judge alike: Pull requests change at most 400 lines."
                error=beside(&wrong, "description")
                required=true
                rows=2
            />
            <SelectField
                name="metric"
                label="Measured by"
                choices=figures()
                selected=form.metric
                empty="Nothing measures it yet"
                help="The figure that shows whether it holds. Where none fits, a behaviour is still worth naming."
                error=beside(&wrong, "metric")
            />
            <Submit text=button cancel=EDITING />
        </form>
    }
    .into_any()
}

/// Every figure, named with its family: `Flow: cycle time`.
fn figures() -> Vec<Choice> {
    let choice = |metric: &MetricId| {
        let definition = metrics::definition(*metric);
        let family = match definition.family {
            Family::Flow => "Flow",
            Family::Quality => "Quality",
            Family::Practice => "Practice",
            Family::Adoption => "Adoption",
        };
        Choice::new(metric.as_str(), format!("{family}: {}", definition.name))
    };
    MetricId::ALL.iter().map(choice).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_figure_chosen_before_is_chosen_still() {
        let form =
            BehaviourForm { description: "First review in a day".into(), metric: "reviewed_in_24h".into() };
        let html = view! { <AddBehaviour skill="Reviews".to_owned() action="/x".to_owned() form wrong=Fields::default() /> };
        let html = html.into_view().to_html();
        assert!(html.contains("<option value=\"reviewed_in_24h\" selected>"), "{html}");
        assert!(html.contains(">First review in a day</textarea>"), "{html}");
    }
}
