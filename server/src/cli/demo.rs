//! `sightline demo`

use std::process::ExitCode;

use domain::{
    TeamKey,
    viewer::{AccessRole, Scope},
};
use service::{
    Service,
    ingest::SheetKind,
    onboarding::{PlannedCohort, PlannedPersona},
};

use super::{say, service};
use crate::config::Config;
use crate::import::{Kind, import_text};

/// The demo's key for record-store clients. It opens nothing but made-up records.
pub const DEMO_KEY: &str = "demo";
pub const DEMO_SECRET: &str = "demo-secret";

#[derive(Debug, clap::Args)]
pub struct Demo {
    /// Another seed makes another company; 1 is the one whose truth is in docs/demo-truth.json
    #[arg(long, default_value_t = demo::DEFAULT_SEED)]
    seed: u64,
}

impl Demo {
    pub async fn run(self, config: &Config) -> anyhow::Result<ExitCode> {
        let service = service(config).await?;
        let organisation = demo::organisation(self.seed)?;
        say!("Loading the demo organisation. Every person, team and figure in it is made up.");
        sheets(&service, &organisation).await?;
        plans(&service, &organisation).await?;
        work(&service, &organisation).await?;
        say!("Computing figures …");
        service.recompute().await?;
        service.renew_impact().await?;
        service.end().await;
        say!("Done. `sightline serve --demo --database-url {}` serves it.", config.database_url.redacted());
        Ok(ExitCode::SUCCESS)
    }
}

/// Teams before all that names them.
async fn sheets(service: &Service, organisation: &demo::Organisation) -> anyhow::Result<()> {
    for (kind, text) in [
        (SheetKind::Teams, &organisation.teams),
        (SheetKind::People, &organisation.people),
        (SheetKind::Repositories, &organisation.repositories),
        (SheetKind::Sprints, &organisation.sprints),
        (SheetKind::Calendar, &organisation.calendar),
        (SheetKind::Content, &organisation.content),
    ] {
        let report = service.apply_sheet(kind, text.as_bytes()).await?;
        anyhow::ensure!(
            report.rejected.is_empty(),
            "the demo's own sheet was rejected: {:?}",
            report.rejected
        );
        say!("  {kind:?}: {} rows", report.applied);
    }
    Ok(())
}

async fn plans(service: &Service, organisation: &demo::Organisation) -> anyhow::Result<()> {
    service.set_programme(&organisation.programme).await?;
    service.plant_skill_map(&organisation.skill_map).await?;
    let plans: Vec<PlannedCohort> = organisation
        .cohorts
        .iter()
        .map(|plan| PlannedCohort {
            cohort: plan.cohort.clone(),
            coach_email: plan.coach_email.clone(),
            members: plan.members.clone(),
        })
        .collect();
    service.plan_cohorts(&plans).await?;
    service.plant_personas(&personas(organisation)).await?;
    Ok(service.keep_access_key(DEMO_KEY, DEMO_SECRET, "demo").await?)
}

async fn work(service: &Service, organisation: &demo::Organisation) -> anyhow::Result<()> {
    for (kind, name, lines) in [
        (Kind::Github, "Pull requests", text(organisation.github())),
        (Kind::Jira, "Issues", text(organisation.jira())),
        (Kind::Xapi, "Statements", text(organisation.xapi())),
    ] {
        let outcome = import_text(service, kind, name, lines).await?;
        anyhow::ensure!(outcome.rejected == 0, "the demo's own lines were rejected");
        say!("  {name}: {}", outcome.new + outcome.repeated);
    }
    Ok(())
}

fn text(lines: impl Iterator<Item = String>) -> Vec<u8> {
    lines.flat_map(|line| [line.into_bytes(), b"\n".to_vec()]).flatten().collect()
}

/// One persona a role; the names say that they are made up.
fn personas(organisation: &demo::Organisation) -> Vec<PlannedPersona> {
    let first = organisation.cohorts.first();
    let coach = first.map(|plan| plan.coach_email.clone());
    let engineer = first.and_then(|plan| plan.members.first()).map(|(email, _)| email.clone());
    let persona = |persona, name: &str, role, person_email, scope| PlannedPersona {
        persona,
        name: name.to_owned(),
        role,
        person_email,
        scopes: Vec::from_iter(scope),
    };
    let payments = TeamKey::new("payments").ok().map(Scope::Team);
    let everything = Some(Scope::Everything);
    vec![
        persona("executive", "Demo Executive", AccessRole::Executive, None, everything.clone()),
        persona("l_and_d", "Demo L&D Lead", AccessRole::LAndD, None, everything.clone()),
        persona("manager", "Demo Manager", AccessRole::Manager, None, payments),
        persona("coach", "Demo Coach", AccessRole::Coach, coach, Some(Scope::Own)),
        persona("engineer", "Demo Engineer", AccessRole::Engineer, engineer, Some(Scope::Own)),
        persona("admin", "Demo Administrator", AccessRole::Admin, None, everything.clone()),
        persona("auditor", "Demo Auditor", AccessRole::Auditor, None, everything),
    ]
}
