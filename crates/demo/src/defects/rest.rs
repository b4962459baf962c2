//! Jira's REST v3 shapes, as far as the import reads them. Structs, so that the order of keys never changes.

use domain::EpochMs;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;

use super::draw::{self, Kind};
use crate::calendar::{FIRST_DAY, LAST_DAY, data_end, timestamp};
use crate::people::Person;
use crate::teams::TEAMS;
use crate::world::World;

pub(super) const SUMMARIES: [&str; 8] = [
    "Totals differ by one cent",
    "List stays empty after a filter",
    "Upload stops at large files",
    "Time shown in the wrong zone",
    "Button does nothing on a second click",
    "Message repeats itself",
    "Export misses the last line",
    "Page is slow for long names",
];

#[derive(Debug, Serialize)]
pub(super) struct Issue {
    id: String,
    key: String,
    fields: Fields,
    changelog: Changelog,
}

#[derive(Debug, Serialize)]
struct Fields {
    summary: &'static str,
    issuetype: Named,
    project: Project,
    components: Vec<Named>,
    versions: Vec<Version>,
    labels: [&'static str; 0],
    priority: Named,
    status: Status,
    reporter: Account,
    created: String,
    updated: String,
    resolutiondate: Option<String>,
    resolution: Option<Named>,
}

#[derive(Debug, Serialize)]
struct Named {
    name: &'static str,
}

#[derive(Debug, Serialize)]
struct Project {
    key: &'static str,
    name: &'static str,
}

#[derive(Debug, Serialize)]
struct Version {
    id: String,
    name: String,
    released: bool,
    #[serde(rename = "releaseDate")]
    release_date: Date,
}

#[derive(Debug, Serialize)]
struct Status {
    name: &'static str,
    #[serde(rename = "statusCategory")]
    category: StatusCategory,
}

#[derive(Debug, Serialize)]
struct StatusCategory {
    key: &'static str,
}

#[derive(Debug, Serialize)]
struct Account {
    #[serde(rename = "accountId")]
    id: String,
    #[serde(rename = "accountType")]
    kind: &'static str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Changelog {
    start_at: usize,
    max_results: usize,
    total: usize,
    histories: Vec<History>,
}

#[derive(Debug, Serialize)]
struct History {
    id: String,
    created: String,
    items: [HistoryItem; 1],
}

#[derive(Debug, Serialize)]
struct HistoryItem {
    field: &'static str,
    #[serde(rename = "fieldId")]
    field_id: &'static str,
    #[serde(rename = "fromString")]
    from: &'static str,
    #[serde(rename = "toString")]
    to: &'static str,
}

/// The issue as of the end of the data. `number` counts from 1 within the team.
pub(super) fn issue(world: &World, team: usize, number: usize, issue: &draw::Issue) -> Issue {
    let plan = &TEAMS[team];
    // Teams may share a project: each has a thousand numbers of its own.
    let number = (team + 1) * 1000 + number;
    let moves = moves(issue);
    let resolved = known(issue.resolved);
    Issue {
        id: (100_000 + number).to_string(),
        key: format!("{}-{number}", plan.jira.project),
        fields: Fields {
            summary: SUMMARIES[issue.summary],
            issuetype: Named { name: if issue.kind == Kind::Story { "Story" } else { "Bug" } },
            project: Project { key: plan.jira.project, name: plan.name },
            components: plan.jira.component.map(|name| Named { name }).into_iter().collect(),
            versions: issue.seen_in.iter().map(|release| version(team, *release)).collect(),
            labels: [],
            priority: Named { name: issue.priority },
            status: status(moves.last().map_or("To Do", |moved| moved.2)),
            reporter: reporter(world, issue),
            created: jira_time(issue.created),
            updated: jira_time(moves.last().map_or(issue.created, |moved| moved.0)),
            resolutiondate: resolved.map(jira_time),
            resolution: resolved.map(|_| Named { name: "Done" }),
        },
        changelog: changelog(number, &moves),
    }
}

fn reporter(world: &World, issue: &draw::Issue) -> Account {
    let person = world.people.iter().find(|person| person.number == issue.reporter);
    Account { id: person.map(Person::jira_account_id).unwrap_or_default(), kind: "atlassian" }
}

/// Status changes up to the end of the data: when, from, to.
fn moves(issue: &draw::Issue) -> Vec<(EpochMs, &'static str, &'static str)> {
    let steps = [(issue.started, "To Do", "In Progress"), (issue.resolved, "In Progress", "Done")];
    steps.into_iter().filter(|(at, ..)| known(*at).is_some()).collect()
}

fn known(at: EpochMs) -> Option<EpochMs> {
    (at < data_end()).then_some(at)
}

fn status(name: &'static str) -> Status {
    let key = match name {
        "Done" => "done",
        "In Progress" => "indeterminate",
        _ => "new",
    };
    Status { name, category: StatusCategory { key } }
}

fn changelog(number: usize, moves: &[(EpochMs, &'static str, &'static str)]) -> Changelog {
    let histories = (1..).zip(moves).map(|(step, (at, from, to))| History {
        id: (number * 10 + step).to_string(),
        created: jira_time(*at),
        items: [HistoryItem { field: "status", field_id: "status", from, to }],
    });
    Changelog { start_at: 0, max_results: moves.len(), total: moves.len(), histories: histories.collect() }
}

/// The release that closes sprint `release` (0: the sprint before the data), out on its second Thursday.
fn version(team: usize, release: usize) -> Version {
    let fortnights = i64::try_from(release).unwrap_or_default() - 1;
    let release_date = FIRST_DAY.saturating_add((fortnights * 14 + 10).days());
    Version {
        id: (20_000 + team * 100 + release).to_string(),
        name: format!("{} {release_date}", TEAMS[team].name),
        released: release_date <= LAST_DAY,
        release_date,
    }
}

/// As Jira writes it: `2026-01-05T09:30:00.000+0000`.
fn jira_time(at: EpochMs) -> String {
    timestamp(at).strftime("%Y-%m-%dT%H:%M:%S.000+0000").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_release_goes_out_on_the_second_thursday_of_its_sprint() {
        let first = version(0, 1);
        assert_eq!(first.release_date, jiff::civil::date(2026, 1, 15));
        assert_eq!(first.release_date.weekday(), jiff::civil::Weekday::Thursday);
    }
}
