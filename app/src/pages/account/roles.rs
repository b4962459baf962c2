//! What one holds here, and what follows from it.

use domain::{
    EpochMs,
    viewer::{AccessRole, Scope},
};
use leptos::prelude::*;
use service::sign_in::{GivenBy, OwnRole};

use crate::components::{Cell, Column, DataTable, Section, TableData};
use crate::words;

#[component]
pub fn Roles(roles: Vec<OwnRole>) -> impl IntoView {
    if roles.is_empty() {
        return view! {
            <Section title="Your roles">
                <p class="sentence">
                    "You have no role, so there is nothing for you to see. An administrator can give you one."
                </p>
            </Section>
        }
        .into_any();
    }
    let data = TableData {
        caption: "Your roles, what each reaches, who gave it and until when".to_owned(),
        columns: ["Role", "Reaches", "Given by", "Until"].map(Column::text).to_vec(),
        rows: roles.into_iter().map(row).collect(),
    };
    view! {
        <Section title="Your roles">
            <DataTable data caption_hidden=true />
        </Section>
    }
    .into_any()
}

fn row(role: OwnRole) -> Vec<Cell> {
    let title = role.role.title();
    let until = role.until.map_or_else(|| "taken back".to_owned(), until);
    vec![title.into(), reaches(&role).into(), given_by(role.given_by).into(), until.into()]
}

/// What the role reaches today, in words.
fn reaches(role: &OwnRole) -> String {
    let OwnRole { teams, cohorts, .. } = role;
    match (role.role, &role.scope) {
        (AccessRole::Admin, _) => "Setting up; no figures".to_owned(),
        (AccessRole::Auditor, _) => "The audit log; no figures".to_owned(),
        (_, Scope::Everything) => "Every team and cohort".to_owned(),
        (AccessRole::Coach, Scope::Own) if cohorts.is_empty() => {
            "The cohorts you coach: none at the moment".to_owned()
        }
        (AccessRole::Coach, Scope::Own) => format!("The cohorts you coach: {}", groups(cohorts, teams)),
        (_, Scope::Own) if teams.is_empty() => "Your own team: none at the moment".to_owned(),
        (_, Scope::Own) => format!("Your own team: {}", words::listed(teams)),
        (_, Scope::Team(key)) if teams.is_empty() => format!("The team {key}, which is not known here"),
        (_, Scope::Team(_)) => format!("The team {}", words::listed(teams)),
        (_, Scope::Cohort(key)) if cohorts.is_empty() => format!("The cohort {key}, which is not known here"),
        (_, Scope::Cohort(_)) => format!("The cohort {}", groups(cohorts, teams)),
    }
}

fn groups(cohorts: &[String], teams: &[String]) -> String {
    if teams.is_empty() {
        return words::listed(cohorts);
    }
    format!("{}, with the teams of its people: {}", words::listed(cohorts), words::listed(teams))
}

fn given_by(by: GivenBy) -> String {
    match by {
        GivenBy::Administrator => "An administrator".to_owned(),
        GivenBy::Demo => "The demo".to_owned(),
        GivenBy::Provisioned => "Your groups in your organisation's directory".to_owned(),
        GivenBy::Provider(title) => format!("Your groups at {title}"),
    }
}

/// The end is exclusive: a role that ends at midnight was held on the day before last.
fn until(end: EpochMs) -> String {
    words::day(EpochMs(end.0 - 1).date(), i16::MIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn role(role: AccessRole, scope: Scope, teams: &[&str], cohorts: &[&str]) -> OwnRole {
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        OwnRole {
            role,
            scope,
            teams: owned(teams),
            cohorts: owned(cohorts),
            given_by: GivenBy::Demo,
            until: None,
        }
    }

    #[test]
    fn what_a_role_reaches_is_said_by_name() {
        let coach = role(AccessRole::Coach, Scope::Own, &["Payments", "Search"], &["Spring"]);
        assert_eq!(
            reaches(&coach),
            "The cohorts you coach: Spring, with the teams of its people: Payments and Search"
        );
        assert_eq!(
            reaches(&role(AccessRole::Engineer, Scope::Own, &[], &[])),
            "Your own team: none at the moment"
        );
        assert_eq!(
            reaches(&role(AccessRole::Executive, Scope::Everything, &[], &[])),
            "Every team and cohort"
        );
        assert_eq!(
            reaches(&role(AccessRole::Auditor, Scope::Everything, &[], &[])),
            "The audit log; no figures"
        );
    }

    #[test]
    fn a_role_is_held_until_the_day_before_it_ends() {
        let midnight = EpochMs::from_date(jiff::civil::date(2027, 1, 1));
        assert_eq!(until(midnight), "31 December 2026");
    }
}
