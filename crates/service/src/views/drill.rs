//! From a point on the chart to the work items behind it: keys, ages, sizes, never people. The rows add up to the
//! tile exactly, because both read the same facts under the same rule.

use domain::{
    EpochMs,
    figure::{Family, FigureState, MetricId},
    period::GroupKind,
};
use store::facts::{DefectItemRow, PullRequestRow};

use super::SprintFigures;
use crate::{ServiceError, TeamFigures};

#[derive(Debug, Clone, PartialEq)]
pub struct Drill {
    pub team: String,
    pub team_name: String,
    pub metric: MetricId,
    pub sprint: SprintFigures,
    pub baseline: Option<SprintFigures>,
    /// Sprints that the baseline covers.
    pub baseline_sprints: usize,
    /// The keys of the sprints before and after.
    pub before: Option<String>,
    pub after: Option<String>,
    /// Empty where the group is too small for a list.
    pub items: Vec<WorkItem>,
    /// True where the figure, and with it the list, is hidden.
    pub hidden: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub enum WorkItem {
    PullRequest(PullRequestItem),
    Defect {
        key: String,
        created_at: EpochMs,
        resolved_at: Option<EpochMs>,
        found: String,
        severity: Option<String>,
    },
}

#[derive(Debug, Clone, PartialEq)]
pub struct PullRequestItem {
    pub repository: String,
    pub number: i64,
    pub opened_at: EpochMs,
    pub merged_at: Option<EpochMs>,
    /// From opening to merge; `None` where it was not merged.
    pub cycle_hours: Option<f64>,
    pub first_review_hours: Option<f64>,
    pub lines: Option<i64>,
    pub review_comments: Option<i64>,
    /// Ticked and total.
    pub checklist: Option<(i64, i64)>,
    pub tests_passed: Option<bool>,
    pub security_passed: Option<bool>,
    pub is_revert: bool,
    pub is_hotfix: bool,
}

impl TeamFigures<'_> {
    /// The items of a sprint behind one metric.
    pub async fn drill(&self, sprint: &str, metric: MetricId) -> Result<Drill, ServiceError> {
        let team = self.team.as_str();
        let roster = self.service.roster().await?;
        let team_name = roster.team(&self.team).ok_or(ServiceError::NotFound)?.name.clone();
        let trend = self.service.trend(GroupKind::Team, team).await?;
        let at = trend.sprints.iter().position(|s| s.key == sprint).ok_or(ServiceError::NotFound)?;
        let neighbour = |at: Option<usize>| at.and_then(|at| trend.sprints.get(at)).map(|s| s.key.clone());
        let chosen = trend.sprints[at].clone();
        let hidden = is_hidden(&chosen, metric);
        let items = if hidden { vec![] } else { self.items(team, &chosen, metric).await? };
        Ok(Drill {
            team: team.to_owned(),
            team_name,
            metric,
            before: neighbour(at.checked_sub(1)),
            after: neighbour(at.checked_add(1)),
            baseline_sprints: trend.baseline_sprints(&trend.sprints),
            sprint: chosen,
            baseline: trend.baseline,
            items,
            hidden,
        })
    }

    async fn items(
        &self,
        team: &str,
        sprint: &SprintFigures,
        metric: MetricId,
    ) -> Result<Vec<WorkItem>, ServiceError> {
        if is_defect_metric(metric) {
            let rows = self.service.store.defect_rows(team, sprint.span).await?;
            return Ok(rows.into_iter().filter(|row| counts_defect(metric, row)).map(defect).collect());
        }
        let rows = self.service.store.pull_request_rows(team, sprint.span).await?;
        Ok(rows.into_iter().filter(|row| counts_pull_request(metric, row)).map(pull_request).collect())
    }
}

/// The volume is the gate: where it is hidden or missing, a list of items would show what the tile does not. So it
/// would where a correction of who counts is held back: the items are those of now.
fn is_hidden(sprint: &SprintFigures, metric: MetricId) -> bool {
    let figures = &sprint.figures;
    let unlisted = |metric| figures.get(metric).state == FigureState::Suppressed || figures.is_held(metric);
    unlisted(metric)
        || unlisted(MetricId::Merged)
        || figures.get(MetricId::Merged).state == FigureState::NoData
}

fn is_defect_metric(metric: MetricId) -> bool {
    metrics::definition(metric).family == Family::Quality
        && !matches!(metric, MetricId::Backouts | MetricId::Hotfixes)
}

fn counts_defect(metric: MetricId, row: &DefectItemRow) -> bool {
    match metric {
        MetricId::DefectsBeforeRelease | MetricId::DefectsBeforeReleaseRate => row.found == "before_release",
        MetricId::DefectsAfterRelease | MetricId::DefectsAfterReleaseRate => row.found == "after_release",
        MetricId::DefectsUnknown => row.found == "unknown",
        _ => true,
    }
}

/// What a metric's list holds: the reviewed ones for review time, the merged ones for everything else.
fn counts_pull_request(metric: MetricId, row: &PullRequestRow) -> bool {
    match metric {
        MetricId::FirstReviewTime | MetricId::FirstReviewTimeBusiness => row.first_review_at.is_some(),
        MetricId::Backouts => row.merged_at.is_some() && row.is_revert,
        MetricId::Hotfixes => row.merged_at.is_some() && row.is_hotfix,
        _ => row.merged_at.is_some(),
    }
}

fn defect(row: DefectItemRow) -> WorkItem {
    WorkItem::Defect {
        key: row.key,
        created_at: EpochMs(row.created_at),
        resolved_at: row.resolved_at.map(EpochMs),
        found: row.found,
        severity: row.severity,
    }
}

fn pull_request(row: PullRequestRow) -> WorkItem {
    let hours = |until: Option<i64>| until.map(|until| EpochMs(until).hours_since(EpochMs(row.opened_at)));
    WorkItem::PullRequest(PullRequestItem {
        opened_at: EpochMs(row.opened_at),
        merged_at: row.merged_at.map(EpochMs),
        cycle_hours: hours(row.merged_at),
        first_review_hours: hours(row.first_review_at),
        lines: row.changed_lines,
        review_comments: row.review_comments,
        checklist: row.checklist_done.zip(row.checklist_total),
        tests_passed: row.tests_passed,
        security_passed: row.security_passed,
        is_revert: row.is_revert,
        is_hotfix: row.is_hotfix,
        repository: row.repository,
        number: row.number,
    })
}
