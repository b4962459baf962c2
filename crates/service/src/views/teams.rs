//! The list of teams a viewer may open.

use domain::{
    EpochMs,
    figure::{Figure, MetricId},
    period::GroupKind,
    viewer::Viewer,
};

use super::Figures;
use crate::{Service, ServiceError, access, roster::Roster};

#[derive(Debug, Clone, PartialEq)]
pub struct TeamList {
    pub lines: Vec<TeamLine>,
    /// How many teams match, on all pages.
    pub total: usize,
    /// How many the viewer may see without a search.
    pub all: usize,
    pub page: usize,
    pub pages: usize,
}

#[derive(Debug, Clone, PartialEq)]
pub struct TeamLine {
    pub key: String,
    pub name: String,
    /// `None` where the team is too small to say.
    pub people: Option<u64>,
    /// The wave it joined with.
    pub wave: Option<u16>,
    /// In the newest sprint.
    pub cycle_time: Option<Figure>,
    pub baseline: Option<Figure>,
}

const PAGE: usize = 50;

impl Service {
    /// Teams by name whose name or key holds `search`, a page of fifty (pages count from 1).
    pub async fn teams(&self, viewer: &Viewer, search: &str, page: usize) -> Result<TeamList, ServiceError> {
        let roster = self.roster().await?;
        let needle = search.trim().to_lowercase();
        let visible: Vec<_> =
            roster.teams.iter().filter(|team| access::sees_team(viewer, &team.key)).collect();
        let matches = |team: &&&store::teams::Team| {
            team.name.to_lowercase().contains(&needle) || team.key.as_str().to_lowercase().contains(&needle)
        };
        let found: Vec<_> = visible.iter().filter(matches).collect();
        let pages = found.len().div_ceil(PAGE).max(1);
        let page = page.clamp(1, pages);
        let newest = self.store.releases_at(GroupKind::Team, roster.horizon).await?;
        let lines = found.iter().skip((page - 1) * PAGE).take(PAGE);
        let lines = lines.map(|team| line(&roster, team, &newest)).collect();
        Ok(TeamList { lines, total: found.len(), all: visible.len(), page, pages })
    }
}

fn line(roster: &Roster, team: &store::teams::Team, newest: &[store::releases::Release]) -> TeamLine {
    let release = newest.iter().find(|release| release.group_key == team.key.as_str());
    let figures = release.map(|release| Figures::released(release.clone()));
    let at: EpochMs = roster.horizon;
    TeamLine {
        key: team.key.as_str().to_owned(),
        name: team.name.clone(),
        people: Some(roster.headcount(&team.key, at)).filter(|n| *n >= privacy::THRESHOLD),
        wave: roster.first_wave(&team.key),
        cycle_time: figures.map(|figures| figures.get(MetricId::CycleTime)),
        baseline: roster.baselines.get(team.key.as_str()).map(|figures| figures.get(MetricId::CycleTime)),
    }
}
