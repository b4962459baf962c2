//! The periods that figures are printed for: sprints by key, calendar months, or everything.

use std::collections::BTreeMap;

use domain::{EpochMs, Span, period::PeriodKind, time::Month};
use metrics::{FactBlock, Part};

use super::groups::GroupItems;
use crate::recompute::{Context, items_from};

/// Each period's label with the parts that make it up, in order of time.
pub(super) fn periods<'g>(
    kind: PeriodKind,
    context: &Context,
    group: &'g GroupItems<'_>,
) -> Vec<(String, Vec<Part<'g>>)> {
    match kind {
        PeriodKind::All => vec![("all".to_owned(), parts(group, Span::ALL))],
        PeriodKind::Month => {
            months(group).into_iter().map(|month| (month.to_string(), parts(group, month.span()))).collect()
        }
        PeriodKind::Sprint => sprints(context, group),
    }
}

fn parts<'g>(group: &'g GroupItems<'_>, span: Span) -> Vec<Part<'g>> {
    group.facts.iter().map(|(_, block)| part(block, span)).collect()
}

fn part(block: &FactBlock, span: Span) -> Part<'_> {
    Part { span, pull_requests: items_from(&block.pull_requests, span.start), defects: &block.defects }
}

/// Every month in which something was opened, settled or reported.
fn months(group: &GroupItems<'_>) -> Vec<Month> {
    let mut months: Vec<Month> = Vec::new();
    for (_, block) in &group.facts {
        let instants = block.pull_requests.iter().flat_map(|item| [item.opened_at, item.settled_at()]);
        let reported = block.defects.iter().map(|defect| defect.created_at);
        months.extend(instants.chain(reported).map(EpochMs::month));
        months.sort_unstable();
        months.dedup();
    }
    months
}

/// Sprints that share a key are one period; each team brings its own dates.
fn sprints<'g>(context: &Context, group: &'g GroupItems<'_>) -> Vec<(String, Vec<Part<'g>>)> {
    let mut periods: BTreeMap<&str, (EpochMs, Vec<Part<'g>>)> = BTreeMap::new();
    for (team, block) in &group.facts {
        let Some(team) = context.team(team) else { continue };
        for sprint in context.sprints(team) {
            let period = periods.entry(sprint.key.as_str()).or_insert((sprint.span.start, Vec::new()));
            period.0 = period.0.min(sprint.span.start);
            period.1.push(part(block, sprint.span));
        }
    }
    let mut periods: Vec<_> = periods.into_iter().collect();
    periods.sort_by_key(|(key, (start, _))| (*start, *key));
    periods.into_iter().map(|(key, (_, parts))| (key.to_owned(), parts)).collect()
}
