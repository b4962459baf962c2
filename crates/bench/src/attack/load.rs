//! A made-up organisation into a database, by the doors that real data come in at.

use std::fmt::Write as _;

use anyhow::Context;
use domain::{
    cohort,
    figure::MetricId,
    programme::{Outcome, Programme},
    viewer::{AccessRole, Grant, Reach, Viewer},
};
use serde_json::{Value, json};
use service::{
    Service,
    cohorts::{EnrolForm, LeaveForm},
    ingest::{Payload, SheetKind},
    onboarding::PlannedCohort,
};

use super::{
    company::{BASELINE, Company, FAR, PullRequest, SPRINT_DAYS, SPRINTS, at, day},
    model::{cohort_key, repository_name, sprint_key, team_key},
};

/// The organisation as it begins, with all that will ever be done in it.
pub async fn found(service: &Service, company: &Company) -> anyhow::Result<()> {
    apply(service, SheetKind::Teams, &teams(company)).await?;
    apply(service, SheetKind::People, &people(company, |_| true)).await?;
    apply(service, SheetKind::Repositories, &repositories(company)).await?;
    apply(service, SheetKind::Sprints, &sprints(company)).await?;
    service.set_programme(&programme()).await?;
    service.plan_cohorts(&cohorts(company)?).await?;
    let reader = service.github_reader()?;
    let mut batch = Vec::new();
    for (number, item) in (1..).zip(&company.pull_requests) {
        let bytes = line(company, number, item).to_string().into_bytes();
        let read = reader.read(&bytes).map_err(|e| anyhow::anyhow!("{e}"))?;
        batch.push(Payload { bytes, read });
    }
    service.ingest().pull_requests(batch).await?;
    service.recompute().await?;
    Ok(())
}

/// From one state of the organisation to the next: only what differs is told.
pub async fn change(service: &Service, before: &Company, after: &Company) -> anyhow::Result<()> {
    let differs = |person: usize| {
        let (old, new) = (&before.people[person], &after.people[person]);
        old.known != new.known || old.stays != new.stays
    };
    if (0..after.people.len()).any(differs) {
        apply(service, SheetKind::People, &people(after, differs)).await?;
        service.rederive().await?;
    }
    for (at, (old, new)) in before.cohorts.iter().zip(&after.cohorts).enumerate() {
        for enrolment in new.people.iter().filter(|enrolment| !old.people.contains(enrolment)) {
            enrol_or_leave(service, &cohort_key(at), *enrolment).await?;
        }
    }
    service.recompute().await?;
    Ok(())
}

async fn enrol_or_leave(
    service: &Service,
    cohort: &str,
    (person, joined, left): (usize, i64, Option<i64>),
) -> anyhow::Result<()> {
    let lead = viewer(AccessRole::LAndD, Reach::Everything);
    let desk = service.programme_desk(&lead)?;
    let choices = desk.people_to_choose().await?;
    let known = choices.iter().find(|(_, name, _)| *name == login(person)).context("nobody of that name")?;
    let id = known.0.0.to_string();
    let joined_on = day(joined).to_string();
    if let Some(left) = left {
        let form = LeaveForm { person: id, joined_on, left_on: day(left).to_string() };
        desk.leave(cohort, &form).await?;
    } else {
        desk.enrol(cohort, &EnrolForm { people: vec![id], joined_on }).await?;
    }
    Ok(())
}

pub fn viewer(role: AccessRole, reach: Reach) -> Viewer {
    let name = format!("Demo {}", role.title());
    Viewer { user_id: 1, name, person: None, grants: vec![Grant { role, reach }] }
}

async fn apply(service: &Service, kind: SheetKind, text: &str) -> anyhow::Result<()> {
    let report = service.apply_sheet(kind, text.as_bytes()).await?;
    anyhow::ensure!(report.rejected.is_empty(), "{kind:?}: {:?}", report.rejected);
    Ok(())
}

fn login(person: usize) -> String {
    format!("person-{person:03}")
}

fn address(person: usize) -> String {
    format!("{}@demo.invalid", login(person))
}

fn teams(company: &Company) -> String {
    let row = |team: usize| format!("{},{}\n", team_key(team), team_key(team));
    (0..company.teams.len()).fold("key,name\n".to_owned(), |text, team| text + &row(team))
}

fn people(company: &Company, told: impl Fn(usize) -> bool) -> String {
    let mut text = "email,name,team,from,to,github_login,github_id\n".to_owned();
    for (at, person) in company.people.iter().enumerate().filter(|(at, person)| person.known && told(*at)) {
        for (team, from, to) in &person.stays {
            let from = if *from == -FAR { String::new() } else { day(*from).to_string() };
            let to = if *to == FAR { String::new() } else { day(*to - 1).to_string() };
            let (address, login, team) = (address(at), login(at), team_key(*team));
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{address},{login},{team},{from},{to},{login},{}", at + 1);
        }
    }
    text
}

fn repositories(company: &Company) -> String {
    let owned = company.repositories.iter().enumerate().filter_map(|(at, owner)| Some((at, (*owner)?)));
    owned.fold("name,team\n".to_owned(), |text, (at, owner)| {
        text + &format!("{},{}\n", repository_name(at), team_key(owner))
    })
}

fn sprints(company: &Company) -> String {
    let mut text = "team,key,start,end\n".to_owned();
    for (at, team) in company.teams.iter().enumerate() {
        for sprint in 0..SPRINTS {
            let start = sprint * SPRINT_DAYS + team.shift;
            let (first, last) = (day(start), day(start + SPRINT_DAYS - 1));
            let _ = writeln!(text, "{},{},{first},{last}", team_key(at), sprint_key(sprint));
        }
    }
    text
}

fn programme() -> Programme {
    let outcome = |metric| Outcome { metric, target_change: -0.2 };
    Programme {
        name: "Upskilling".to_owned(),
        speed: outcome(MetricId::CycleTime),
        quality: outcome(MetricId::SmallPrShare),
        baseline_from: day(0),
        baseline_to: day(BASELINE * SPRINT_DAYS - 1),
    }
}

fn cohorts(company: &Company) -> anyhow::Result<Vec<PlannedCohort>> {
    let plan = |(at, cohort): (usize, &super::company::Cohort)| {
        Ok(PlannedCohort {
            cohort: cohort::Cohort {
                key: cohort_key(at).parse()?,
                name: cohort_key(at),
                wave: cohort.wave,
                coach: None,
                skills: vec![],
                first_day: day(cohort.first_day),
                last_day: day(cohort.first_day + 17),
            },
            coach_email: String::new(),
            members: cohort
                .people
                .iter()
                .map(|(person, joined, _)| (address(*person), day(*joined)))
                .collect(),
        })
    };
    company.cohorts.iter().enumerate().map(plan).collect()
}

fn line(company: &Company, number: usize, item: &PullRequest) -> Value {
    let time =
        |days: f64| jiff::Timestamp::from_millisecond(at(days).0).map(|t| t.to_string()).unwrap_or_default();
    let user = |person: usize| json!({ "login": login(person), "id": person + 1, "type": "User" });
    let reviewer = company.people.len() + 7;
    let review =
        |days| json!({ "id": 1, "user": user(reviewer), "state": "APPROVED", "submitted_at": time(days) });
    let last = item.merged.or(item.closed).or(item.reviewed).unwrap_or(item.opened);
    json!({
        "repository": { "full_name": repository_name(item.repository) },
        "pull_request": {
            "number": number, "title": format!("Change number {number}"), "draft": false,
            "state": if item.closed.is_some() { "closed" } else { "open" }, "user": user(item.author),
            "created_at": time(item.opened), "merged_at": item.merged.map(time), "closed_at": item.closed.map(time),
            "updated_at": time(last), "additions": item.lines, "deletions": item.lines.map(|_| 0),
            "review_comments": 1, "body": "",
        },
        "reviews": item.reviewed.map(review).into_iter().collect::<Vec<Value>>(),
    })
}
