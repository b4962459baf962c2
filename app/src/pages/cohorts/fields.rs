//! The form of a cohort, for a new one and for one that is edited.

use domain::cohort::{PEOPLE_MAX, PEOPLE_MIN, SPRINT_DAYS_MAX, SPRINT_DAYS_MIN};
use leptos::prelude::*;
use service::{Fields, cohorts::CohortForm};

use super::PATH;
use crate::components::{
    Breadcrumbs, Choice, Link, PageHeader,
    form::{CheckboxGroup, DateField, ErrorSummary, SelectField, Submit, TextField},
};
use crate::web::{beside, summary};

/// What is around the fields.
pub struct Frame {
    pub title: String,
    /// Below the list of cohorts: the cohort that is edited.
    pub cohort: Option<Link>,
    /// Where the form goes.
    pub action: String,
    pub button: &'static str,
    pub cancel: String,
}

/// What can be chosen.
pub struct Choices {
    pub coaches: Vec<Choice>,
    pub skills: Vec<Choice>,
}

#[component]
pub fn CohortFields(frame: Frame, choices: Choices, form: CohortForm, wrong: Fields) -> impl IntoView {
    let Frame { title, cohort, action, button, cancel } = frame;
    let trail = std::iter::once(Link::new("Cohorts", PATH)).chain(cohort).collect();
    let lead = format!(
        "A cohort is {PEOPLE_MIN} to {PEOPLE_MAX} people: enough to learn from each other, few enough for one coach. They are enrolled on its page, once it is there."
    );
    view! {
        <Breadcrumbs trail here=title.clone() />
        <PageHeader title lead />
        <ErrorSummary errors=summary(&wrong) />
        <form class="form" method="post" action=action>
            <Who form=form.clone() coaches=choices.coaches wrong=wrong.clone() />
            <What form skills=choices.skills wrong />
            <Submit text=button cancel />
        </form>
    }
    .into_any()
}

#[component]
fn Who(form: CohortForm, coaches: Vec<Choice>, wrong: Fields) -> impl IntoView {
    view! {
        <TextField
            name="name"
            label="Name"
            value=form.name
            help="What they practise says more than a number."
            error=beside(&wrong, "name")
            required=true
        />
        <TextField
            name="wave"
            label="Wave"
            kind="number"
            value=form.wave
            help="Cohorts that start together share a wave. Teams of later waves are the comparison for earlier ones."
            error=beside(&wrong, "wave")
            required=true
        />
        <SelectField
            name="coach"
            label="Coach"
            choices=coaches
            selected=form.coach
            empty="No coach yet"
            help="The coach sees who takes part, and nobody else's cohort."
            error=beside(&wrong, "coach")
        />
    }
    .into_any()
}

#[component]
fn What(form: CohortForm, skills: Vec<Choice>, wrong: Fields) -> impl IntoView {
    view! {
        <CheckboxGroup
            name="skills"
            legend="Skills"
            choices=skills
            selected=form.skills
            help="One or two: a learning sprint that practises more practises none."
            error=beside(&wrong, "skills")
        />
        <DateField
            name="first_day"
            label="Learning sprint starts"
            value=form.first_day
            help=format!(
                "It lasts {SPRINT_DAYS_MIN} to {SPRINT_DAYS_MAX} days: long enough to become a habit, short enough to be protected.",
            )
            error=beside(&wrong, "first_day")
            required=true
        />
        <DateField
            name="last_day"
            label="Learning sprint ends"
            value=form.last_day
            help="The last day belongs to it."
            error=beside(&wrong, "last_day")
            required=true
        />
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_that_comes_back_keeps_what_was_typed_and_says_what_to_mend() {
        let mut wrong = Fields::default();
        wrong.add("skills", "Choose one or 2 skills.");
        let form =
            CohortForm { name: "Half <a> cohort".into(), skills: vec!["b".into()], ..Default::default() };
        let choices = Choices {
            coaches: vec![],
            skills: vec![Choice::new("a", "Skill A"), Choice::new("b", "Skill B")],
        };
        let frame = Frame {
            title: "New cohort".into(),
            cohort: None,
            action: "/cohorts/new".into(),
            button: "Create cohort",
            cancel: PATH.into(),
        };
        let html = view! { <CohortFields frame choices form wrong /> }.into_view().to_html();
        assert!(
            html.contains("value=\"Half &lt;a> cohort\"") || html.contains("value=\"Half &lt;a&gt; cohort\""),
            "{html}"
        );
        assert!(html.contains("<a href=\"#skills\">Choose one or 2 skills.</a>"), "{html}");
        assert!(html.contains("id=\"skills\"") && html.contains("id=\"skills-error\""), "{html}");
        assert!(html.contains("value=\"b\" checked"), "{html}");
    }
}
