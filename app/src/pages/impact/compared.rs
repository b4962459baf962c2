//! Who stood against whom, sprint by sprint, and who takes part at all.

use domain::TeamKey;
use service::impact::view::{Findings, ImpactReport, PanelSprint};

use crate::components::{Cell, Column, Link, TableData, below};
use crate::words;

pub fn table(report: &ImpactReport, findings: &Findings) -> TableData {
    let year = report.known_until.date().year();
    let row = |line: &service::impact::view::Compared| {
        let sprint = report.sprints.iter().find(|sprint| sprint.number == line.sprint);
        vec![
            Cell::Text(sprint.map_or_else(|| format!("Sprint {}", line.sprint), |s| sprint_name(s, year))),
            teams(report, &line.joined),
            teams(report, &line.not_yet),
            teams(report, &line.never),
        ]
    };
    TableData {
        caption: "Who was compared with whom, by sprint".to_owned(),
        columns: ["Sprint", "Joined", "Against: join later", "Against: no date yet"]
            .map(Column::text)
            .to_vec(),
        rows: findings.compared.iter().map(row).collect(),
    }
}

pub fn sprint_name(sprint: &PanelSprint, year: i16) -> String {
    format!("Sprint {}, {}", sprint.number, words::range(sprint.first_day, sprint.last_day, year))
}

/// The name of a team, or its key where the report does not know it.
pub fn name(report: &ImpactReport, key: &TeamKey) -> String {
    let known = report.teams.iter().find(|team| team.team == *key);
    known.map_or_else(|| key.as_str().to_owned(), |team| team.name.clone())
}

fn teams(report: &ImpactReport, keys: &[TeamKey]) -> Cell {
    let mut names: Vec<String> = keys.iter().map(|key| name(report, key)).collect();
    names.sort();
    if names.is_empty() { Cell::Muted("nobody".to_owned()) } else { Cell::Text(names.join(", ")) }
}

/// Every team of the panel: when it joined, in which wave.
pub fn panel(report: &ImpactReport) -> TableData {
    let year = report.known_until.date().year();
    let row = |team: &service::impact::view::PanelTeam| {
        let sprint = team.joined.and_then(|number| report.sprints.iter().find(|s| s.number == number));
        let joined = match (team.joined, sprint) {
            (None, _) => Cell::Muted("not joined".to_owned()),
            (Some(_), Some(sprint)) => Cell::Text(sprint_name(sprint, year)),
            (Some(number), None) => Cell::Text(format!("Sprint {number}")),
        };
        let wave = team.wave.map_or_else(|| Cell::Muted("none".to_owned()), |w| Cell::Text(w.to_string()));
        vec![Cell::Link(Link::new(team.name.clone(), below("/teams", team.team.as_str()))), wave, joined]
    };
    let mut teams: Vec<_> = report.teams.iter().collect();
    teams.sort_by(|a, b| a.name.cmp(&b.name));
    TableData {
        caption: "Teams in the panel, by name".to_owned(),
        columns: ["Team", "Wave", "Joined in"].map(Column::text).to_vec(),
        rows: teams.into_iter().map(row).collect(),
    }
}
