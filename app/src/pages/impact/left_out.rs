//! What a comparison was made without, and why.

use service::impact::view::{ImpactReport, LeftOut, LeftOutReason};

use super::compared::{name, sprint_name};
use crate::components::{Cell, Column, TableData};
use crate::words;

/// One line per reason and team, with the sprints it holds for.
pub fn table(report: &ImpactReport, left_out: &[LeftOut]) -> TableData {
    let mut lines: Vec<(String, String, Vec<String>)> = Vec::new();
    for entry in left_out {
        let team = entry.team.as_ref().map_or_else(|| "Every team".to_owned(), |key| name(report, key));
        let (why, sprint) = (reason(&entry.reason), sprint(report, entry));
        match lines.iter_mut().find(|(known, because, _)| *known == team && *because == why) {
            Some((_, _, sprints)) => sprints.push(sprint),
            None => lines.push((team, why, vec![sprint])),
        }
    }
    lines.sort();
    let row = |(team, why, sprints): (String, String, Vec<String>)| {
        vec![Cell::Text(team), Cell::Text(why), Cell::Text(sprints.join("; "))]
    };
    TableData {
        caption: "What was left out, and why".to_owned(),
        columns: ["Team", "Why", "Sprints"].map(Column::text).to_vec(),
        rows: lines.into_iter().map(row).collect(),
    }
}

fn sprint(report: &ImpactReport, entry: &LeftOut) -> String {
    let Some(key) = &entry.sprint else { return "all".to_owned() };
    let year = report.known_until.date().year();
    let known = report.sprints.iter().find(|sprint| sprint.key == *key);
    known.map_or_else(|| key.as_str().to_owned(), |sprint| sprint_name(sprint, year))
}

pub fn reason(reason: &LeftOutReason) -> String {
    match reason {
        LeftOutReason::ExcludedSprint(label) => format!("Left out for every team: {label}"),
        LeftOutReason::Hidden => "The figure is hidden, so nothing is computed from it either".to_owned(),
        LeftOutReason::Held => {
            "A correction of who counts here is held back from the shown figure".to_owned()
        }
        LeftOutReason::TooFewItems => "Too few items for a fair figure".to_owned(),
        LeftOutReason::NoData => "Nothing of this kind is known".to_owned(),
        LeftOutReason::NoMedianYet => "More than half have not merged yet, so there is no median".to_owned(),
        LeftOutReason::TooManyOpen => {
            "More than a tenth is still open, so a mean would be too low".to_owned()
        }
        LeftOutReason::NotAligned => "The team has no sprint that lies on this one".to_owned(),
        LeftOutReason::AlignedTwice => "Several sprints of the team lie on this one".to_owned(),
        LeftOutReason::SideTooSmall => "Too few people on one of the two sides".to_owned(),
        LeftOutReason::FewControls => "Too few teams left to compare with".to_owned(),
        LeftOutReason::ShortHistory => "Too few sprints before it joined".to_owned(),
        LeftOutReason::JoinedBeforeStart => {
            "Joined before the first sprint: its “before” is not known".to_owned()
        }
        LeftOutReason::NotOnScale => {
            "No value on this outcome's scale, such as the logarithm of nothing".to_owned()
        }
        LeftOutReason::MetricUnknown(metric) => {
            format!("{} has nothing to be computed from", metrics::definition(*metric).name)
        }
    }
}

/// The sprints that are out for everybody: `Sprint 8 (holiday: summer break)`.
pub fn excluded(report: &ImpactReport) -> Vec<String> {
    let said = |sprint: &service::impact::view::PanelSprint| {
        let excluded = sprint.excluded.as_ref()?;
        let day = words::short_day(sprint.first_day);
        Some(format!("sprint {} from {day} ({}: {})", sprint.number, excluded.kind.as_str(), excluded.label))
    };
    report.sprints.iter().filter_map(said).collect()
}
