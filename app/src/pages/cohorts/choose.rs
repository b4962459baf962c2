//! The form that enrols: a filter by team, the people by team and name, and what the limits are.

#![expect(clippy::needless_pass_by_value, reason = "a component owns its props: Leptos builds them for it")]

use std::collections::BTreeMap;

use domain::{
    PersonId,
    cohort::{PEOPLE_MAX, PEOPLE_MIN},
};
use leptos::prelude::*;
use service::{Fields, cohorts::EnrolForm, views::CohortLine};

use super::PATH;
use crate::components::{
    Breadcrumbs, Choice, EmptyState, Link, PageHeader, below,
    form::{ChoiceGroup, DateField, ErrorSummary, GroupedCheckboxes, Submit},
    href,
};
use crate::web::{beside, summary};
use crate::words;

/// Somebody who could be enrolled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub id: PersonId,
    pub name: String,
    /// Today's.
    pub team: String,
    /// In this cohort already.
    pub enrolled: bool,
}

#[component]
pub fn Choose(
    cohort: CohortLine,
    people: Vec<Person>,
    /// The only team to show; empty for all.
    team: String,
    form: EnrolForm,
    wrong: Fields,
) -> impl IntoView {
    let path = below(PATH, &cohort.key);
    let trail = vec![Link::new("Cohorts", PATH), Link::new(cohort.name.clone(), path.clone())];
    let body = if cohort.people.unwrap_or_default() >= PEOPLE_MAX as u64 {
        view! { <Full path /> }.into_any()
    } else if people.is_empty() {
        view! { <Nobody path /> }.into_any()
    } else {
        view! { <Form path people team form wrong /> }.into_any()
    };
    view! {
        <Breadcrumbs trail here="Enrol people" />
        <PageHeader title="Enrol people" lead=lead(&cohort) />
        {body}
    }
    .into_any()
}

fn lead(cohort: &CohortLine) -> String {
    // Whoever may enrol sees how many there are.
    let people = cohort.people.unwrap_or_default();
    let enrolled = match people {
        0 => "Nobody is enrolled yet".to_owned(),
        n => format!("{} enrolled", words::plural(n, "person is", "people are")),
    };
    let free = (PEOPLE_MAX as u64).saturating_sub(people);
    format!(
        "{}: {enrolled}, {} free. A cohort has {PEOPLE_MIN} to {PEOPLE_MAX} people: enough to learn from each other, few enough for one coach.",
        cohort.name,
        words::plural(free, "place is", "places are"),
    )
}

#[component]
fn Form(path: String, people: Vec<Person>, team: String, form: EnrolForm, wrong: Fields) -> impl IntoView {
    let enrol = format!("{path}/enrol");
    let action = href(&enrol, Some(("team", team.as_str())).filter(|(_, team)| !team.is_empty()));
    let groups = groups(&people, &team);
    view! {
        <ErrorSummary errors=summary(&wrong) />
        <TeamFilter action=enrol teams=teams(&people) team />
        <form class="form form-wide" method="post" action=action>
            <DateField
                name="joined_on"
                label="They join on"
                value=form.joined_on
                help="From this day on they count towards the cohort."
                error=beside(&wrong, "joined_on")
                required=true
            />
            <GroupedCheckboxes
                name="people"
                legend="People"
                groups
                selected=form.people
                help="By team and name. Looking at this list is logged."
                error=beside(&wrong, "people")
            />
            <Submit text="Enrol chosen people" cancel=path />
        </form>
    }
    .into_any()
}

/// Every team that somebody is in, by name.
fn teams(people: &[Person]) -> Vec<String> {
    let mut teams: Vec<String> = people.iter().map(|person| person.team.clone()).collect();
    teams.sort();
    teams.dedup();
    teams
}

fn groups(people: &[Person], only: &str) -> Vec<ChoiceGroup> {
    let mut teams: BTreeMap<&str, (Vec<Choice>, Vec<String>)> = BTreeMap::new();
    for person in people.iter().filter(|person| only.is_empty() || person.team == only) {
        let (free, enrolled) = teams.entry(&person.team).or_default();
        if person.enrolled {
            enrolled.push(person.name.clone());
        } else {
            free.push(Choice::new(person.id.0.to_string(), person.name.clone()));
        }
    }
    let group = |(team, (mut choices, enrolled)): (&str, (Vec<Choice>, Vec<String>))| {
        choices.sort_by(|a, b| a.text.cmp(&b.text));
        let note = (!enrolled.is_empty()).then(|| format!("Enrolled already: {}.", words::listed(&enrolled)));
        ChoiceGroup { title: team.to_owned(), choices, note: note.unwrap_or_default() }
    };
    teams.into_iter().map(group).collect()
}

#[component]
fn TeamFilter(action: String, teams: Vec<String>, team: String) -> impl IntoView {
    let all = team.is_empty();
    let option = |name: String| {
        let selected = name == team;
        view! {
            <option value=name.clone() selected=selected>
                {name.clone()}
            </option>
        }
    };
    view! {
        <form class="search filter" method="get" action=action>
            <label class="inline-field">
                <span>"Show people of"</span>
                <select name="team">
                    <option value="" selected=all>
                        "all teams"
                    </option>
                    {teams.into_iter().map(option).collect_view()}
                </select>
            </label>
            <button class="button" type="submit">
                "Show"
            </button>
        </form>
    }
    .into_any()
}

#[component]
fn Full(path: String) -> impl IntoView {
    view! {
        <EmptyState
            missing=format!("This cohort is full: it has {PEOPLE_MAX} people.")
            next_step="Start another cohort for those who wait, or end an enrolment first."
            action=Link::new("Back to the cohort", path)
        />
    }
    .into_any()
}

#[component]
fn Nobody(path: String) -> impl IntoView {
    view! {
        <EmptyState
            missing="There is nobody to enrol."
            next_step="People come in with “sightline import people FILE”."
            action=Link::new("Back to the cohort", path)
        />
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn person(number: u8, team: &str, enrolled: bool) -> Person {
        let id = format!("7b0e6c1e-0000-4000-8000-0000000000{number:02}");
        Person {
            id: PersonId(id.parse().expect("a UUID")),
            name: format!("Demo Person {number:02}"),
            team: team.to_owned(),
            enrolled,
        }
    }

    fn html(enrolled: u64, team: &str) -> String {
        let cohort = CohortLine {
            key: "c1".to_owned(),
            name: "Cohort 1".to_owned(),
            wave: 1,
            first_day: date(2026, 3, 30),
            last_day: date(2026, 4, 17),
            skills: vec![],
            teams: vec![],
            people: Some(enrolled),
        };
        let people =
            vec![person(1, "Payments", true), person(2, "Payments", false), person(3, "Identity", false)];
        let form = EnrolForm { people: vec![], joined_on: "2026-03-30".to_owned() };
        let (team, wrong) = (team.to_owned(), Fields::default());
        view! { <Choose cohort people team form wrong /> }.into_view().to_html()
    }

    #[test]
    fn those_enrolled_already_are_named_but_cannot_be_chosen() {
        let html = html(1, "");
        assert!(html.contains("Enrolled already: Demo Person 01."), "{html}");
        assert_eq!(html.matches("type=\"checkbox\"").count(), 2, "{html}");
        assert!(html.contains("1 person is enrolled, 11 places are free"), "{html}");
    }

    #[test]
    fn a_team_filter_shows_that_team_and_stays_when_the_form_is_sent() {
        let html = html(1, "Payments");
        assert!(!html.contains("Demo Person 03"), "{html}");
        assert!(html.contains("action=\"/cohorts/c1/enrol?team=Payments\""), "{html}");
    }

    #[test]
    fn a_full_cohort_offers_no_form() {
        let html = html(PEOPLE_MAX as u64, "");
        assert!(html.contains("This cohort is full") && !html.contains("<form"), "{html}");
    }
}
