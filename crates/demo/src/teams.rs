//! The twelve teams: who they are, what they own, when they join the programme and how whole-heartedly.

use serde::Serialize;

use crate::Error;
use crate::effects::Dose;
use crate::write::csv_text;

/// A time zone with the offset that the generator works by (summer time is not told apart).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Zone {
    pub name: &'static str,
    pub utc_offset_hours: f64,
}

const BERLIN: Zone = Zone { name: "Europe/Berlin", utc_offset_hours: 1.0 };
const LONDON: Zone = Zone { name: "Europe/London", utc_offset_hours: 0.0 };
const NEW_YORK: Zone = Zone { name: "America/New_York", utc_offset_hours: -5.0 };

/// Where a team's issues live.
#[derive(Debug, Clone, Copy)]
pub(crate) struct JiraHome {
    pub project: &'static str,
    /// Set where teams share a project.
    pub component: Option<&'static str>,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct TeamPlan {
    pub key: &'static str,
    pub name: &'static str,
    /// At the start of the data.
    pub people: usize,
    pub jira: JiraHome,
    /// Names without the owner.
    pub repositories: &'static [&'static str],
    pub zone: Zone,
    /// Median cycle time before joining, in an ordinary sprint.
    pub median_hours: f64,
    pub wave: Option<u16>,
    pub dose: Dose,
    /// Splits pull requests and approves them unread once it has joined.
    pub games: bool,
}

pub(crate) const OWNER: &str = "demo-co";

/// The sprint index in which each wave joins: 30 March, 27 April, 8 June.
pub(crate) const WAVE_SPRINTS: [usize; 3] = [6, 8, 11];

impl TeamPlan {
    /// Index of the sprint of joining.
    pub fn joins_in(&self) -> Option<usize> {
        WAVE_SPRINTS.get(usize::from(self.wave?).checked_sub(1)?).copied()
    }

    pub fn repository_names(&self) -> impl Iterator<Item = String> {
        self.repositories.iter().map(|name| format!("{OWNER}/{name}"))
    }
}

const fn team(
    (key, name): (&'static str, &'static str),
    people: usize,
    project: &'static str,
    repositories: &'static [&'static str],
    zone: Zone,
    median_hours: f64,
) -> TeamPlan {
    TeamPlan {
        key,
        name,
        people,
        jira: JiraHome { project, component: None },
        repositories,
        zone,
        median_hours,
        wave: None,
        dose: Dose::None,
        games: false,
    }
}

const fn joined(wave: u16, dose: Dose, team: TeamPlan) -> TeamPlan {
    TeamPlan { wave: Some(wave), dose, ..team }
}

const fn within(component: &'static str, team: TeamPlan) -> TeamPlan {
    TeamPlan { jira: JiraHome { project: team.jira.project, component: Some(component) }, ..team }
}

const fn gaming(team: TeamPlan) -> TeamPlan {
    TeamPlan { games: true, ..team }
}

/// In the order of the import files. Everybody in a full-dose team is enrolled, in a partial one a few are.
/// Notifications is too small for its figures to be shown.
#[rustfmt::skip]
pub(crate) const TEAMS: [TeamPlan; 12] = [
    joined(1, Dose::Full, team(("payments", "Payments"), 10, "PAY", &["payments-api", "payments-ledger"], BERLIN, 40.0)),
    joined(1, Dose::Full, team(("identity", "Identity"), 10, "IDN", &["identity"], LONDON, 41.0)),
    joined(2, Dose::Full, team(("search", "Search"), 10, "SRCH", &["search-index", "search-web"], BERLIN, 44.0)),
    gaming(joined(2, Dose::Partial, team(("mobile", "Mobile"), 13, "MOB", &["mobile-app", "mobile-kit"], BERLIN, 46.0))),
    joined(2, Dose::Partial, team(("data-platform", "Data platform"), 12, "DATA", &["pipelines", "warehouse", "events"], NEW_YORK, 42.0)),
    joined(3, Dose::Full, team(("billing", "Billing"), 10, "BILL", &["billing"], LONDON, 39.0)),
    joined(3, Dose::Partial, team(("partner-api", "Partner API"), 11, "PART", &["partner-api", "partner-docs"], NEW_YORK, 38.0)),
    joined(3, Dose::Partial, team(("reporting", "Reporting"), 12, "REP", &["reporting", "report-designer"], BERLIN, 40.0)),
    joined(3, Dose::Partial, within("notifications", team(("notifications", "Notifications"), 4, "PLAT", &["notifications"], BERLIN, 36.0))),
    team(("checkout", "Checkout"), 11, "CHK", &["checkout-web", "checkout-api"], BERLIN, 40.0),
    team(("logistics", "Logistics"), 12, "LOG", &["logistics", "routing"], LONDON, 45.0),
    within("core", team(("core-platform", "Core platform"), 10, "PLAT", &["platform-core", "build-tools"], NEW_YORK, 36.0)),
];

pub(crate) fn index_of(key: &str) -> Option<usize> {
    TEAMS.iter().position(|team| team.key == key)
}

#[derive(Serialize)]
struct TeamRow {
    key: &'static str,
    name: &'static str,
    jira: String,
    time_zone: &'static str,
    day_starts: &'static str,
    day_ends: &'static str,
}

/// `key,name,jira,time_zone,day_starts,day_ends`.
pub(crate) fn teams_csv() -> Result<String, Error> {
    csv_text(TEAMS.iter().map(|team| TeamRow {
        key: team.key,
        name: team.name,
        jira: match team.jira.component {
            Some(component) => format!("{}/{component}", team.jira.project),
            None => team.jira.project.to_owned(),
        },
        time_zone: team.zone.name,
        day_starts: "09:00",
        day_ends: "17:30",
    }))
}

#[derive(Serialize)]
struct RepositoryRow {
    name: String,
    team: &'static str,
    from: &'static str,
    to: &'static str,
}

/// `name,team,from,to`.
pub(crate) fn repositories_csv() -> Result<String, Error> {
    csv_text(TEAMS.iter().flat_map(|team| {
        team.repository_names().map(|name| RepositoryRow { name, team: team.key, from: "2024-01-01", to: "" })
    }))
}
