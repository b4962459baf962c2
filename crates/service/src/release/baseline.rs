//! What is released of baselines: the union of a group's sprints in it, as far as these are shown.

use domain::{figure::MetricId, period::GroupKind};
use store::{
    cells::BASELINE,
    releases::{Release, Written},
};

use super::{
    groups::Group,
    union::{Lens, Shown},
};
use crate::{
    ServiceError,
    recompute::{Context, MOMENTARY, hull, side_by_side},
};

/// The baselines of all teams and cohorts.
pub(super) fn rows(context: &Context, lens: &Lens<'_>) -> Result<Vec<Written>, ServiceError> {
    let teams = context.sprints.keys().cloned().map(Group::Team);
    let cohorts = context.cohorts.iter().map(|cohort| Group::Cohort(cohort.key.clone()));
    let groups: Vec<Group> = teams.chain(cohorts).collect();
    let written = |group: &Group| Ok(row(context, lens, group).map(Release::written).transpose()?);
    let rows = side_by_side(&groups, written)?;
    Ok(rows.into_iter().flatten().collect())
}

fn row(context: &Context, lens: &Lens<'_>, group: &Group) -> Option<Release> {
    let sprints: Vec<&str> = lens.baseline(group).into_iter().map(domain::SprintKey::as_str).collect();
    let spans: Vec<_> =
        lens.teams_of(group).into_iter().filter_map(|team| context.baseline(context.sprints(team))).collect();
    if spans.is_empty() {
        return None;
    }
    let metrics: Vec<MetricId> = MetricId::ALL.iter().filter(|m| !MOMENTARY.contains(m)).copied().collect();
    let over = lens.over(&[(group.clone(), sprints)], &metrics);
    Some(Release {
        group: group.kind(),
        group_key: group.key().to_owned(),
        period_kind: BASELINE,
        period_key: BASELINE.to_owned(),
        span: hull(spans.iter()),
        remarks: over.iter().filter_map(|over| Some((over.figure.metric, over.remark?))).collect(),
        figures: over.into_iter().map(|over| over.figure).collect(),
    })
}

/// Whether any of these sprints is part of a baseline.
pub(super) fn touched_by(context: &Context, sprints: &[String]) -> bool {
    context.sprints.values().any(|own| {
        context.baseline(own).is_some_and(|span| {
            own.iter().any(|s| {
                s.span.start >= span.start
                    && s.span.end <= span.end
                    && sprints.iter().any(|key| key == s.key.as_str())
            })
        })
    })
}

/// The kinds of groups whose baselines are released.
pub(super) const KINDS: [GroupKind; 2] = [GroupKind::Team, GroupKind::Cohort];

/// What is shown of sprints, for [`rows`]: what is released now, and what was of other sprints.
pub(super) fn shown<'r>(stored: &'r [Release], fresh: impl Iterator<Item = &'r Release>) -> Shown {
    let mut shown = Shown::default();
    let has_baseline = |release: &&Release| KINDS.contains(&release.group);
    shown.extend(stored.iter().chain(fresh.filter(has_baseline)).cloned());
    shown
}
