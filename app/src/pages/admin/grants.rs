//! A user's roles: what they hold, what they held, and giving another.

use axum::extract::State;
use domain::viewer::AccessRole;
use jiff::civil::Date;
use leptos::prelude::*;
use serde::Deserialize;
use service::{
    Fields, ServiceError,
    administration::{GrantForm, GrantState, RoleLine, UserFile},
};

use super::{
    user::{page, path},
    words as told,
};
use crate::components::{
    Cell, Choice, Column, DataTable, Section, TableData,
    form::{Confirm, DateField, Hidden, SelectField, Submit},
};
use crate::web::{Answer, AppState, Posted, Refusal, RowId, beside, with_notice};
use crate::words;

/// What a role can be for, and the day it is.
#[derive(Clone)]
pub struct Choices {
    /// (key, name)
    pub teams: Vec<(String, String)>,
    pub cohorts: Vec<(String, String)>,
    pub today: Date,
}

pub async fn give(
    State(app): State<AppState>,
    RowId(id): RowId,
    Posted { viewer, form }: Posted<GrantForm>,
) -> Answer {
    let refuse = |error| Refusal::new(&app, Some(&viewer), &path(id), error);
    let desk = app.service.administration(&viewer).map_err(refuse)?;
    match desk.grant(id, &form).await {
        Ok(given) => {
            let notice = format!("The role was given: {}.", told::role(&given));
            Ok(with_notice(&format!("{}#roles", path(id)), &notice))
        }
        Err(ServiceError::Invalid(wrong)) => page(&app, &viewer, id, form, wrong, None).await.map_err(refuse),
        Err(error) => Err(refuse(error)),
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct EndForm {
    grant: i64,
}

pub async fn end(
    State(app): State<AppState>,
    RowId(id): RowId,
    Posted { viewer, form }: Posted<EndForm>,
) -> Answer {
    let refuse = |error| Refusal::new(&app, Some(&viewer), &path(id), error);
    let desk = app.service.administration(&viewer).map_err(refuse)?;
    match desk.end_grant(id, form.grant).await {
        Ok(ended) => {
            let notice = format!("The role has ended: {}. It can be given again below.", told::role(&ended));
            Ok(with_notice(&format!("{}#roles", path(id)), &notice))
        }
        Err(ServiceError::Invalid(wrong)) => {
            page(&app, &viewer, id, GrantForm::default(), wrong, None).await.map_err(refuse)
        }
        Err(error) => Err(refuse(error)),
    }
}

#[component]
pub fn Roles(user: UserFile, choices: Choices, form: GrantForm, wrong: Fields) -> impl IntoView {
    let (id, this_year) = (user.line.id, choices.today.year());
    let (over, held): (Vec<RoleLine>, Vec<RoleLine>) =
        user.roles.into_iter().partition(|role| role.state == GrantState::Over);
    let none = held.is_empty();
    let held = held.into_iter().map(|role| view! { <Held id role this_year /> }).collect_view();
    view! {
        <Section title="Roles" id="roles">
            {none.then(|| view! { <p>"They hold no role, so there is nothing for them to see."</p> })}
            <ul class="personas">{held}</ul>
            <History over this_year />
            <Give id choices form wrong is_self=user.is_self />
        </Section>
    }
    .into_any()
}

#[component]
fn Held(id: i64, role: RoleLine, this_year: i16) -> impl IntoView {
    let by_groups = role.source.starts_with("provider:");
    let consequence = if by_groups {
        "What it opens is closed at once. Their groups at the identity provider give it again at their next sign-in: take them out of the group there."
    } else {
        "What it opens is closed at once. The role stays in the history below."
    };
    let from = told::source(&role.source);
    view! {
        <li>
            <div>
                <p>{told::role(&role)}</p>
                <p class="under">{format!("{}, given by: {from}", told::days(role.span, role.state, this_year))}</p>
            </div>
            <Confirm
                title="End"
                consequence
                action=format!("{}/roles/end", path(id))
                button=format!("End the role: {}", told::role(&role))
            >
                <Hidden name="grant" value=role.id.to_string() />
            </Confirm>
        </li>
    }
    .into_any()
}

#[component]
fn History(over: Vec<RoleLine>, this_year: i16) -> impl IntoView {
    let row = |role: RoleLine| -> Vec<Cell> {
        vec![
            told::role(&role).into(),
            told::days(role.span, role.state, this_year).into(),
            told::source(&role.source).into(),
        ]
    };
    (!over.is_empty()).then(|| {
        let count = words::plural(over.len() as u64, "role", "roles");
        let data = TableData {
            caption: "Roles that ended".to_owned(),
            columns: ["Role", "Held", "Given by"].map(Column::text).to_vec(),
            rows: over.into_iter().map(row).collect(),
        };
        view! {
            <details class="more">
                <summary>{format!("Roles that ended ({count})")}</summary>
                <DataTable data caption_hidden=true />
            </details>
        }
    })
}

#[component]
fn Give(id: i64, choices: Choices, form: GrantForm, wrong: Fields, is_self: bool) -> impl IntoView {
    let open = !wrong.0.is_empty();
    let roles = AccessRole::ALL.map(|role| Choice::new(role.as_str(), role.title())).to_vec();
    view! {
        <details class="more" open=open>
            <summary>"Give a role"</summary>
            {is_self.then(|| view! { <p>"You are about to give a role to yourself. The audit log says so."</p> })}
            <form class="form" method="post" action=format!("{}/roles", path(id))>
                <SelectField
                    name="role"
                    label="Role"
                    choices=roles
                    selected=form.role.clone()
                    empty="Choose a role"
                    error=beside(&wrong, "role")
                    required=true
                />
                <Scope choices=choices.clone() form=form.clone() wrong=wrong.clone() />
                <DateField
                    name="from"
                    label="From"
                    value=form.from
                    help="Empty: from now on."
                    error=beside(&wrong, "from")
                />
                <DateField
                    name="until"
                    label="Last day"
                    value=form.until
                    help="Empty: until it is ended. Days begin and end at midnight UTC."
                    error=beside(&wrong, "until")
                />
                <Submit text="Give the role" />
            </form>
        </details>
    }
    .into_any()
}

#[component]
fn Scope(choices: Choices, form: GrantForm, wrong: Fields) -> impl IntoView {
    let scopes = vec![
        Choice::new("everything", "Everything"),
        Choice::new("own", "What is their own: their team, or the cohorts they coach"),
        Choice::new("team", "One team"),
        Choice::new("cohort", "One cohort and the teams of its people"),
    ];
    let listed = |groups: Vec<(String, String)>| -> Vec<Choice> {
        groups.into_iter().map(|(key, name)| Choice::new(key, name)).collect()
    };
    view! {
        <SelectField
            name="scope"
            label="For"
            choices=scopes
            selected=form.scope
            empty="Choose what it is for"
            help="Administrators and auditors have their role for everything, and see no figures by it."
            error=beside(&wrong, "scope")
            required=true
        />
        <SelectField
            name="team"
            label="Team"
            choices=listed(choices.teams)
            selected=form.team
            empty="No team"
            help="Where the role is for one team."
            error=beside(&wrong, "team")
        />
        <SelectField
            name="cohort"
            label="Cohort"
            choices=listed(choices.cohorts)
            selected=form.cohort
            empty="No cohort"
            help="Where the role is for one cohort."
            error=beside(&wrong, "cohort")
        />
    }
    .into_any()
}
