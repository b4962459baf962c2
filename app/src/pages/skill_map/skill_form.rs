//! Forms of roles and skills: a name, mostly.

#![expect(clippy::needless_pass_by_value, reason = "a component owns its props: Leptos builds them for it")]

use domain::skill_map::{Role, Skill};
use leptos::prelude::*;
use service::{Fields, skill_map::SkillForm};

use super::{EDITING, trail};
use crate::components::{
    Breadcrumbs, Choice, Link, PageHeader, below,
    form::{Confirm, ErrorSummary, SelectField, Submit, TextField},
};
use crate::web::{beside, summary};
use crate::words;

/// One name.
#[component]
pub fn NameForm(
    #[prop(into)] title: String,
    #[prop(into)] lead: String,
    trail: Vec<Link>,
    #[prop(into)] action: String,
    #[prop(into)] label: String,
    value: String,
    #[prop(into)] button: String,
    wrong: Fields,
) -> impl IntoView {
    view! {
        <Breadcrumbs trail here=title.clone() />
        <PageHeader title lead />
        <ErrorSummary errors=summary(&wrong) />
        <form class="form" method="post" action=action>
            <TextField name="name" label value error=beside(&wrong, "name") required=true />
            <Submit text=button cancel=EDITING />
        </form>
    }
    .into_any()
}

/// A skill for a role: a new one, or one that another role has already.
#[component]
pub fn AddSkill(
    roles: Vec<Role>,
    /// Names on the map today.
    known: Vec<String>,
    form: SkillForm,
    wrong: Fields,
) -> impl IntoView {
    let roles = roles.into_iter().map(|role| Choice::new(role.key.as_str(), role.name)).collect();
    let help = if known.is_empty() {
        "Say what people do, in a few words: Small pull requests.".to_owned()
    } else {
        format!(
            "A name that is on the map already shares that skill with this role: {}.",
            words::listed(&known)
        )
    };
    view! {
        <Breadcrumbs trail=trail() here="Add a skill" />
        <PageHeader title="Add a skill" lead="A role's short list of must-haves. Few are better than many." />
        <ErrorSummary errors=summary(&wrong) />
        <form class="form" method="post" action="/skill-map/skills/new">
            <SelectField
                name="role"
                label="Role"
                choices=roles
                selected=form.role
                error=beside(&wrong, "role")
                required=true
            />
            <TextField
                name="name"
                label="Name of the skill"
                value=form.name
                help
                error=beside(&wrong, "name")
                required=true
            />
            <Submit text="Add the skill" cancel=EDITING />
        </form>
    }
    .into_any()
}

/// Renames, retires or brings back one skill.
#[component]
pub fn EditSkill(skill: Skill, roles: Vec<String>, name: String, wrong: Fields) -> impl IntoView {
    let path = below("/skill-map/skills", skill.key.as_str());
    let title = skill.name.clone();
    let state = if skill.retired { ", retired" } else { "" };
    let lead = format!("A skill of {}{state}. A new name holds for all of them.", words::listed(&roles));
    view! {
        <NameForm
            title
            lead
            trail=trail()
            action=path.clone()
            label="Name of the skill"
            value=name
            button="Rename the skill"
            wrong
        />
        <Retire path retired=skill.retired what="skill" consequence="Cohorts that practise it keep it; new ones cannot choose it. Nothing is deleted, and it can be brought back." />
    }
    .into_any()
}

/// Retires, told what follows; or brings back, which takes nothing away.
#[component]
pub fn Retire(path: String, retired: bool, what: &'static str, consequence: &'static str) -> impl IntoView {
    if retired {
        return view! {
            <form class="form" method="post" action=format!("{path}/bring-back")>
                <div>
                    <button class="button" type="submit">
                        {format!("Bring this {what} back")}
                    </button>
                </div>
            </form>
        }
        .into_any();
    }
    view! {
        <Confirm
            title=format!("Retire this {what}")
            consequence
            action=format!("{path}/retire")
            button=format!("Retire this {what}")
        />
    }
    .into_any()
}
