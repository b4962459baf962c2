//! Which labs, sessions and job aids went along with gains, by role. A league of content, never of people: by name, with
//! how sure each line is.

use service::impact::view::{ContentFinding, ContentLeague, Scale};

use super::scale;
use crate::components::{Cell, Column, TableData};
use crate::words;

/// The lines of one role.
pub struct OfRole {
    /// `Backend engineer: 9 contents`.
    pub title: String,
    pub table: TableData,
}

pub fn by_role(league: &ContentLeague, speed: &str, scale: Scale) -> Vec<OfRole> {
    let mut roles: Vec<(String, Vec<&ContentFinding>)> = Vec::new();
    for line in &league.lines {
        match roles.iter_mut().find(|(role, _)| *role == line.role_name) {
            Some((_, lines)) => lines.push(line),
            None => roles.push((line.role_name.clone(), vec![line])),
        }
    }
    roles.sort_by(|a, b| a.0.cmp(&b.0));
    roles.into_iter().map(|(role, lines)| of_role(&role, lines, speed, scale)).collect()
}

fn of_role(role: &str, mut lines: Vec<&ContentFinding>, speed: &str, scale: Scale) -> OfRole {
    lines.sort_by(|a, b| a.name.cmp(&b.name));
    let table = TableData {
        caption: format!("{role}: contents by name, and the change that went along with them"),
        columns: vec![
            Column::text("Content"),
            Column::text("Kind"),
            Column::number(format!("Change of {}", words::lower_first(speed))),
            Column::number("95 % interval"),
            Column::number("p, adjusted"),
            Column::number("Teams"),
            Column::number("People"),
        ],
        rows: lines.into_iter().map(|line| row(line, scale)).collect(),
    };
    let title = format!("{role}: {}", words::plural(table.rows.len() as u64, "content", "contents"));
    OfRole { title, table }
}

fn row(line: &ContentFinding, scale: Scale) -> Vec<Cell> {
    vec![
        Cell::Text(line.name.clone()),
        Cell::Text(line.kind.as_str().replace('_', " ")),
        Cell::Text(scale::effect(scale, line.slope)),
        Cell::Text(scale::interval(scale, line.interval)),
        scale::p(Some(line.p_adjusted)),
        Cell::Text(line.teams.to_string()),
        Cell::Text(words::count(line.people)),
    ]
}

pub const MEANING: &str = "How a team's speed effect differs between nobody and everybody of a role having done \
    it. Together, not because of: whoever does one lab often does others. Sorted by name; teams count here, never people.";

pub fn hidden(league: &ContentLeague) -> Option<String> {
    let pairs = words::plural(league.hidden as u64, "content is", "contents are");
    (league.hidden > 0).then(|| format!("{pairs} not shown: too few people or teams."))
}
