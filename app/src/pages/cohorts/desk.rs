//! `/cohorts/{key}`: who they are, how far they came, what they practise, and for those who run it, the people.

use axum::{
    extract::{Path, State},
    response::Response,
};
use domain::{cohort::PEOPLE_MIN, viewer::Viewer};
use jiff::civil::Date;
use leptos::prelude::*;
use service::{ServiceError, views::CohortPage};

use super::{
    FEW, PATH, funnel::FunnelSection, history::History, people::People, phase::Phase, plan::Plan, skill_name,
    skills,
};
use crate::components::{Breadcrumbs, Link, Notice, NoticeKind, PageHeader, below};
use crate::web::{Answer, AppState, Page, Parameters, Refusal, SignedIn};
use crate::words;

pub async fn show(
    State(app): State<AppState>,
    SignedIn(viewer): SignedIn,
    Path(key): Path<String>,
    parameters: Parameters,
) -> Answer {
    let path = below(PATH, &key);
    let page = page(&app, &viewer, &key, &parameters).await;
    page.map_err(|error| Refusal::new(&app, Some(&viewer), &path, error))
}

async fn page(
    app: &AppState,
    viewer: &Viewer,
    key: &str,
    parameters: &Parameters,
) -> Result<Response, ServiceError> {
    let mut cohort = app.service.cohort_desk(viewer, key)?.page().await?;
    let names = skills(app, viewer).await?;
    cohort.line.skills = cohort.line.skills.iter().map(|key| skill_name(&names, key)).collect();
    let today = app.service.data_day().await?;
    let notice = parameters.notice();
    Ok(Page::new(app, Some(viewer), &below(PATH, key), cohort.line.name.clone())
        .render(|| view! { <Desk cohort today notice /> }))
}

/// `cohort` with the names of its skills in place of the keys.
#[component]
pub fn Desk(
    cohort: CohortPage,
    today: Date,
    #[prop(optional_no_strip)] notice: Option<String>,
) -> impl IntoView {
    let path = below(PATH, &cohort.line.key);
    let title = cohort.line.name.clone();
    let lead = lead(&cohort, today);
    let too_small = cohort.may_edit.then(|| too_small(cohort.line.people?)).flatten();
    let (plan, actions) = (cohort.clone(), path.clone());
    view! {
        {notice.map(|text| view! { <Notice kind=NoticeKind::Saved text /> })}
        <Breadcrumbs trail=vec![Link::new("Cohorts", PATH)] here=title.clone() />
        <PageHeader title lead>
            <Actions path=actions may_edit=cohort.may_edit />
        </PageHeader>
        {too_small.map(|text| view! { <p class="sentence warning hint">{text}</p> })}
        <FunnelSection funnel=cohort.funnel runs_it=cohort.participants.is_some() path=path.clone() />
        <Plan cohort=plan today />
        {cohort
            .participants
            .map(|people| view! { <People people path may_edit=cohort.may_edit today /> })}
        {cohort.may_edit.then(|| view! { <History changes=cohort.changes this_year=today.year() /> })}
    }
    .into_any()
}

#[component]
fn Actions(path: String, may_edit: bool) -> impl IntoView {
    let edit = format!("{path}/edit");
    view! {
        {may_edit
            .then(|| {
                view! {
                    <a class="button" href=edit>
                        "Edit"
                    </a>
                }
            })}
        <a class="button button-main" href=format!("{path}/scoreboard")>
            "Open scoreboard"
        </a>
    }
    .into_any()
}

/// `10 people from Payments and Identity, coached by Demo Person 12. Learning sprint 30 March to 17 April, done.`
fn lead(cohort: &CohortPage, today: Date) -> String {
    let line = &cohort.line;
    let who = match line.people {
        None => FEW.to_owned(),
        Some(0) => "Nobody is enrolled yet".to_owned(),
        Some(n) if line.teams.is_empty() => words::plural(n, "person", "people"),
        Some(n) => format!("{} from {}", words::plural(n, "person", "people"), words::listed(&line.teams)),
    };
    let coach = cohort.coach.as_ref().map(|name| format!(", coached by {name}")).unwrap_or_default();
    let days = words::range(line.first_day, line.last_day, today.year());
    let phase = match Phase::of(line.first_day, line.last_day, today) {
        Phase::Planned => "planned",
        Phase::Running => "under way",
        Phase::Done => "done",
    };
    format!("{who}{coach}. Wave {}, learning sprint {days}, {phase}.", line.wave)
}

fn too_small(people: u64) -> Option<String> {
    let missing = (PEOPLE_MIN as u64).checked_sub(people).filter(|missing| *missing > 0)?;
    let enrol = words::plural(missing, "person", "people");
    Some(format!(
        "A cohort needs {PEOPLE_MIN} people: with fewer there is nobody to pair with, and no figure of theirs may be shown. Enrol at least {enrol} more, or move those enrolled to another cohort."
    ))
}

#[cfg(test)]
mod tests {
    use domain::PersonId;
    use jiff::civil::date;
    use service::views::{CohortLine, Funnel, Participant};

    use super::*;

    fn cohort(people: u64, may_edit: bool) -> CohortPage {
        let participant = Participant {
            person: PersonId("7b0e6c1e-0000-4000-8000-000000000007".parse().expect("a UUID")),
            name: "Demo Person 07".to_owned(),
            team: "Payments".to_owned(),
            joined_on: date(2026, 3, 30),
            left_on: None,
            took_part: true,
        };
        CohortPage {
            line: CohortLine {
                key: "c1".to_owned(),
                name: "Small pull requests, wave 1".to_owned(),
                wave: 1,
                first_day: date(2026, 3, 30),
                last_day: date(2026, 4, 17),
                skills: vec!["Small pull requests".to_owned()],
                teams: vec!["Payments".to_owned()],
                people: Some(people),
            },
            coach: may_edit.then(|| "Demo Person 12".to_owned()),
            funnel: (may_edit && people >= 5).then_some(Funnel {
                joined: 10,
                started: 10,
                completed: 9,
                applied: 8,
            }),
            labs: vec!["Slice a change".to_owned()],
            participants: may_edit.then(|| vec![participant]),
            form: service::cohorts::CohortForm::default(),
            may_edit,
            changes: vec![],
        }
    }

    fn html(cohort: CohortPage) -> String {
        view! { <Desk cohort today=date(2026, 6, 1) notice=None /> }.into_view().to_html()
    }

    #[test]
    fn those_who_run_the_cohort_see_its_people_and_may_change_it() {
        let html = html(cohort(10, true));
        for words in ["Demo Person 07", "Nobody is ranked", "/cohorts/c1/edit", "/cohorts/c1/enrol", "done."]
        {
            assert!(html.contains(words), "{words} in {html}");
        }
    }

    #[test]
    fn everybody_else_sees_no_name_and_no_form() {
        let html = html(cohort(10, false));
        assert!(!html.contains("Demo Person"), "{html}");
        assert!(!html.contains("/enrol") && !html.contains("/edit"), "{html}");
        assert!(html.contains("/cohorts/c1/scoreboard"), "{html}");
        assert!(!html.contains("Started a lab") && html.contains("adoption figures"), "{html}");
    }

    #[test]
    fn a_cohort_below_its_limit_says_what_to_do() {
        let html = html(cohort(3, true));
        assert!(html.contains("Enrol at least 1 person more"), "{html}");
        assert!(html.contains("Hidden"), "{html}");
    }
}
