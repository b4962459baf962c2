//! What the page shows, in words and pictures, from what `service` answers; one composition for teams and cohorts.

use domain::{
    figure::{Family, MetricId},
    period::GroupKind,
};
use service::views::Scoreboard;

use super::{adoption, chart, definitions, group::Group, lead, range, tiles};
use crate::components::{
    ChartFigureData, Choice, CustomRange, Link, MeterTileData, TableData, TileData, below,
};
use crate::pages::drill;
use crate::web::Parameters;

pub struct Content {
    pub title: String,
    pub lead: String,
    pub breadcrumbs: Vec<Link>,
    /// The page itself, at the end of the breadcrumbs.
    pub here: String,
    pub path: String,
    pub parameters: Vec<(String, String)>,
    /// Where live figures come from.
    pub live: String,
    pub range: RangeContent,
    pub compare: Option<CompareContent>,
    /// `None` where there is no sprint to show.
    pub board: Option<Board>,
}

pub struct RangeContent {
    pub selected: String,
    pub custom: CustomRange,
    /// To the newest sprint by itself.
    pub sprint: Option<Link>,
}

pub struct CompareContent {
    pub groups: Vec<Choice>,
    pub selected: String,
}

pub struct Board {
    /// Which sprint the numbers are of.
    pub scope: String,
    pub chart: ChartFigureData,
    pub flow: Vec<TileData>,
    pub waiting: String,
    pub more_flow: TableData,
    /// None for a cohort: defects are counted by team.
    pub quality: Vec<TileData>,
    pub more_quality: TableData,
    pub practice: Vec<TileData>,
    pub more_practice: TableData,
    pub adoption: Vec<MeterTileData>,
    pub adoption_link: Option<Link>,
}

impl Content {
    pub fn of(board: &Scoreboard, path: &str, parameters: &Parameters) -> Self {
        let group = if board.group == GroupKind::Cohort { Group::Cohort } else { Group::Team };
        let base = group.base(&board.key);
        let this_year = board.trend.known_until.map_or(0, |now| now.date().year());
        let csv = range::same(&base, "figures.csv", parameters);
        Self {
            title: board.name.clone(),
            lead: lead::lead(board, this_year),
            breadcrumbs: breadcrumbs(group, board),
            here: if group == Group::Cohort { "Scoreboard".to_owned() } else { board.name.clone() },
            path: path.to_owned(),
            parameters: parameters.0.clone(),
            live: range::same(&base, "live", parameters),
            range: RangeContent {
                selected: range::selected(parameters),
                custom: range::custom(board, this_year),
                sprint: newest(board).filter(|_| group == Group::Team),
            },
            compare: compare(board).filter(|_| group == Group::Team),
            board: (!board.trend.sprints.is_empty()).then(|| Board::of(board, csv, this_year)),
        }
    }

    pub fn tiles(&self) -> impl Iterator<Item = &TileData> {
        self.board.iter().flat_map(|board| board.flow.iter().chain(&board.quality).chain(&board.practice))
    }

    pub fn meters(&self) -> impl Iterator<Item = &MeterTileData> {
        self.board.iter().flat_map(|board| &board.adoption)
    }
}

fn breadcrumbs(group: Group, board: &Scoreboard) -> Vec<Link> {
    match group {
        Group::Cohort => {
            vec![Link::new("Cohorts", "/cohorts"), Link::new(board.name.clone(), group.base(&board.key))]
        }
        Group::Team => vec![Link::new("Teams", "/teams")],
    }
}

fn newest(board: &Scoreboard) -> Option<Link> {
    let sprint = board.trend.latest()?;
    Some(Link::new("Sprint", drill::address(&board.key, &sprint.key, MetricId::CycleTime)))
}

fn compare(board: &Scoreboard) -> Option<CompareContent> {
    let groups = board.comparable.iter().map(|(key, name)| Choice::new(key.clone(), name.clone())).collect();
    let selected = board.comparison.as_ref().map(|other| other.key.clone()).unwrap_or_default();
    (!board.comparable.is_empty()).then_some(CompareContent { groups, selected })
}

impl Board {
    fn of(board: &Scoreboard, csv: String, this_year: i16) -> Self {
        Self {
            scope: lead::scope(board, this_year),
            chart: chart::chart(board, csv),
            flow: tiles(board, FLOW),
            waiting: lead::waiting(board),
            more_flow: definitions::table(board, Family::Flow, "All figures of flow"),
            quality: if board.group == GroupKind::Team { tiles(board, QUALITY) } else { vec![] },
            more_quality: definitions::table(board, Family::Quality, "All figures of quality"),
            practice: tiles(board, PRACTICE),
            more_practice: definitions::table(board, Family::Practice, "All figures of practice"),
            adoption: ADOPTION.iter().map(|(metric, label)| adoption::meter(board, *metric, label)).collect(),
            adoption_link: cohort(board).filter(|_| board.group == GroupKind::Team),
        }
    }
}

fn tiles(board: &Scoreboard, metrics: &[(MetricId, &str)]) -> Vec<TileData> {
    metrics.iter().map(|(metric, label)| tiles::tile(board, *metric, label)).collect()
}

/// The first cohort of the team's people that the viewer may open.
fn cohort(board: &Scoreboard) -> Option<Link> {
    let learning = board.learning.iter().find(|learning| learning.may_open)?;
    Some(Link::new(learning.name.clone(), below("/cohorts", &learning.cohort)))
}

/// What stands beside cycle time: the first answer, and its guards.
const FLOW: &[(MetricId, &str)] = &[
    (MetricId::FirstReviewTime, "First review"),
    (MetricId::PrSize, "Pull request size"),
    (MetricId::ReviewDepth, "Review depth"),
];

const QUALITY: &[(MetricId, &str)] = &[
    (MetricId::DefectsAfterRelease, "Found after release"),
    (MetricId::DefectsBeforeRelease, "Found before release"),
    (MetricId::Backouts, "Backouts"),
    (MetricId::Hotfixes, "Hotfixes"),
];

const PRACTICE: &[(MetricId, &str)] = &[
    (MetricId::SmallPrShare, "Small pull requests"),
    (MetricId::ChecklistUse, "Review checklist"),
    (MetricId::TestPassRate, "Tests pass"),
    (MetricId::SecurityChecked, "Security check"),
];

const ADOPTION: &[(MetricId, &str)] = &[
    (MetricId::Joined, "Joined"),
    (MetricId::LabsCompleted, "Labs completed"),
    (MetricId::JobAidsUsed, "Used a job aid"),
    (MetricId::SessionsAttended, "Huddles attended"),
];
