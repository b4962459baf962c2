//! `/cohorts`: the cohorts a viewer may open, wave by wave.

use std::collections::BTreeMap;

use axum::{extract::State, response::Response};
use domain::viewer::Viewer;
use jiff::civil::Date;
use leptos::prelude::*;
use service::{ServiceError, access, views::CohortLine};

use super::{FEW, PATH, phase::Phase, skill_name, skills};
use crate::components::{Badge, BadgeKind, EmptyState, Link, Notice, NoticeKind, PageHeader, Section, below};
use crate::web::{Answer, AppState, Page, Parameters, Refusal, SignedIn};
use crate::words;

pub async fn show(State(app): State<AppState>, SignedIn(viewer): SignedIn, parameters: Parameters) -> Answer {
    page(&app, &viewer, &parameters).await.map_err(|error| Refusal::new(&app, Some(&viewer), PATH, error))
}

async fn page(app: &AppState, viewer: &Viewer, parameters: &Parameters) -> Result<Response, ServiceError> {
    let mut cohorts = app.service.cohorts(viewer).await?;
    let names = if cohorts.is_empty() { BTreeMap::new() } else { skills(app, viewer).await? };
    for cohort in &mut cohorts {
        cohort.skills = cohort.skills.iter().map(|key| skill_name(&names, key)).collect();
    }
    let today = app.service.data_day().await?;
    let may_create = access::runs_programme(viewer);
    let notice = parameters.notice();
    Ok(Page::new(app, Some(viewer), PATH, "Cohorts")
        .render(|| view! { <Cohorts cohorts today may_create notice /> }))
}

/// `cohorts` by wave, with the names of their skills in place of the keys.
#[component]
fn Cohorts(
    cohorts: Vec<CohortLine>,
    today: Date,
    may_create: bool,
    #[prop(optional_no_strip)] notice: Option<String>,
) -> impl IntoView {
    let (lead, empty) = (lead(&cohorts), cohorts.is_empty());
    let waves =
        cohorts.chunk_by(|a, b| a.wave == b.wave).map(|wave| view! { <Wave wave=wave.to_vec() today /> });
    let waves = waves.collect_view();
    view! {
        {notice.map(|text| view! { <Notice kind=NoticeKind::Saved text /> })}
        <PageHeader title="Cohorts" lead>
            {(may_create && !empty)
                .then(|| {
                    view! {
                        <a class="button button-main" href="/cohorts/new">
                            "New cohort"
                        </a>
                    }
                })}
        </PageHeader>
        {empty.then(|| view! { <NoCohorts may_create /> })}
        {waves}
    }
    .into_any()
}

fn lead(cohorts: &[CohortLine]) -> String {
    if cohorts.is_empty() {
        return String::new();
    }
    let number = words::plural(cohorts.len() as u64, "cohort", "cohorts");
    format!(
        "{number}. Each practises one or two skills in a learning sprint; later waves are the comparison for earlier ones."
    )
}

#[component]
fn Wave(wave: Vec<CohortLine>, today: Date) -> impl IntoView {
    let title = wave.first().map(|cohort| format!("Wave {}", cohort.wave)).unwrap_or_default();
    let entries = wave.into_iter().map(|cohort| view! { <Entry cohort today /> }).collect_view();
    view! {
        <Section title>
            <ul class="cohorts">{entries}</ul>
        </Section>
    }
    .into_any()
}

#[component]
fn Entry(cohort: CohortLine, today: Date) -> impl IntoView {
    let phase = Phase::of(cohort.first_day, cohort.last_day, today);
    let kind = if phase == Phase::Running { BadgeKind::Accent } else { BadgeKind::Quiet };
    let people = match cohort.people {
        None => FEW.to_owned(),
        Some(0) => "Nobody enrolled yet".to_owned(),
        Some(n) => words::plural(n, "person", "people"),
    };
    view! {
        <li>
            <h3>
                <a href=below(PATH, &cohort.key)>{cohort.name}</a>
            </h3>
            <p>{people} <span class="under">{words::listed(&cohort.teams)}</span></p>
            <div>{cohort.skills.into_iter().map(|skill| view! { <p>{skill}</p> }).collect_view()}</div>
            <p>
                {words::range(cohort.first_day, cohort.last_day, today.year())} " "
                <Badge kind text=phase.title() />
            </p>
        </li>
    }
    .into_any()
}

#[component]
fn NoCohorts(may_create: bool) -> impl IntoView {
    let (missing, next_step) = if may_create {
        (
            "There is no cohort yet.",
            "A cohort is 4 to 12 people with a coach who practise one or two skills for two to three weeks.",
        )
    } else {
        (
            "There is no cohort here that you may open.",
            "L&D sees all cohorts, a coach their own. Teams have their own page.",
        )
    };
    let action = if may_create {
        Link::new("New cohort", "/cohorts/new")
    } else {
        Link::new("See the teams", "/teams")
    };
    view! { <EmptyState missing next_step action /> }.into_any()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn line(key: &str, wave: u16) -> CohortLine {
        CohortLine {
            key: key.to_owned(),
            name: format!("Cohort {key}"),
            wave,
            first_day: date(2026, 3, 30),
            last_day: date(2026, 4, 17),
            skills: vec!["Small pull requests".to_owned(), "Fast reviews".to_owned()],
            teams: vec!["Payments".to_owned(), "Identity".to_owned()],
            people: Some(10),
        }
    }

    fn html(cohorts: Vec<CohortLine>, may_create: bool) -> String {
        let today = date(2026, 4, 1);
        view! { <Cohorts cohorts today may_create notice=None /> }.into_view().to_html()
    }

    #[test]
    fn cohorts_stand_under_their_wave_with_dates_skills_and_state() {
        let html = html(vec![line("a", 1), line("b", 1), line("c", 2)], true);
        assert_eq!(html.matches("<h2>Wave ").count(), 2, "{html}");
        for words in
            ["30 March to 17 April", "<p>Small pull requests</p><p>Fast reviews</p>", "Running", "New cohort"]
        {
            assert!(html.contains(words), "{words} in {html}");
        }
    }

    #[test]
    fn a_small_cohort_does_not_say_how_small_it_is() {
        let html = html(vec![CohortLine { people: None, ..line("a", 1) }], false);
        assert!(html.contains("Too few people to say how many"), "{html}");
    }

    #[test]
    fn only_those_who_run_the_programme_are_offered_a_new_cohort() {
        assert!(!html(vec![line("a", 1)], false).contains("/cohorts/new"));
        assert!(html(vec![], true).contains("There is no cohort yet."));
        assert!(html(vec![], false).contains("See the teams"));
    }
}
