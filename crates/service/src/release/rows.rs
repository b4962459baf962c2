//! What is released of a period: the figures of each of its groups as far as they stand, with what has to be said.

use std::collections::{HashMap, HashSet};

use domain::{
    Span,
    figure::{Figure, FigureState, MetricId, Remark},
    period::GroupKind,
};
use metrics::ContributorSet;
use store::{cells::Cell, releases::Release};

use super::{
    figures::Scene,
    groups::{Group, GroupNumber},
    standing::{Standing, Standings},
};

/// How the groups of a period stand: by the authors of what it holds, and by their members.
pub(super) struct Judged {
    pub by_items: Standings,
    pub by_members: Standings,
    /// Groups in which a fact is left out, or kept, because it counts in another sprint now.
    pub stuck: HashSet<GroupNumber>,
}

impl Judged {
    fn standing(&self, group: GroupNumber, metric: MetricId, latest: u16) -> Standing {
        let is_of_members = ContributorSet::OF_MEMBERS.contains(&ContributorSet::behind(metric)[0]);
        let standings = if is_of_members { &self.by_members } else { &self.by_items };
        match standings.of(group, metric) {
            Standing::Current if !is_of_members && self.stuck.contains(&group) => Standing::Held(latest),
            standing => standing,
        }
    }
}

/// `cells`: those of the period's teams and cohorts.
pub(super) fn rows(scene: &Scene<'_>, groups: &[Group], judged: &Judged, cells: &[Cell]) -> Vec<Release> {
    let row = |(number, group): (GroupNumber, &Group)| {
        let (span, current) = current(scene, group, cells)?;
        let mut desk = Desk { scene, group, held: HashMap::new(), remarks: vec![] };
        let figures = current
            .into_iter()
            .map(|figure| {
                let standing = judged.standing(number, figure.metric, scene.seating.generations - 1);
                desk.release(figure, standing)
            })
            .collect();
        Some(Release {
            group: group.kind(),
            group_key: group.key().to_owned(),
            period_kind: scene.period.kind,
            period_key: scene.period.key.clone(),
            span,
            figures,
            remarks: desk.remarks,
        })
    };
    groups.iter().enumerate().filter_map(row).collect()
}

/// The group's figures as the organisation is now; `None` for a group that is no more.
fn current(scene: &Scene<'_>, group: &Group, cells: &[Cell]) -> Option<(Span, Vec<Figure>)> {
    match group {
        Group::Team(_) | Group::Cohort(_) => {
            let cell =
                cells.iter().find(|cell| cell.group == group.kind() && cell.group_key == group.key())?;
            Some((cell.span, cell.figures.clone()))
        }
        Group::Organisation | Group::Repository { .. } => {
            let latest = scene.seating.generations - 1;
            Some((scene.period.hull(), scene.figures(group, latest)))
        }
    }
}

/// Releases one group's figures.
struct Desk<'a> {
    scene: &'a Scene<'a>,
    group: &'a Group,
    /// Figures as of earlier generations, computed when first needed.
    held: HashMap<u16, Vec<Figure>>,
    remarks: Vec<(MetricId, Remark)>,
}

impl Desk<'_> {
    fn release(&mut self, current: Figure, standing: Standing) -> Figure {
        let metric = current.metric;
        // That no tracker reports on a group is known of the group, not of its people.
        if self.is_untracked(metric) {
            return current;
        }
        let (figure, remark) = match standing {
            Standing::Current => (current, None),
            Standing::Held(generation) => (self.as_of(generation, metric), Some(Remark::Held)),
            Standing::Hidden(why) => (hidden(metric), Some(why)),
        };
        let guarded = privacy::guard(figure);
        let is_too_small =
            remark.is_none_or(|remark| remark == Remark::Held) && guarded.state == FigureState::Suppressed;
        let remark = if is_too_small { Some(Remark::TooFewPeople) } else { remark };
        self.remarks.extend(remark.map(|remark| (metric, remark)));
        guarded
    }

    fn is_untracked(&self, metric: MetricId) -> bool {
        ContributorSet::behind(metric)[0] == ContributorSet::Defects && !self.scene.tracks_defects(self.group)
    }

    fn as_of(&mut self, generation: u16, metric: MetricId) -> Figure {
        let scene = self.scene;
        let group = self.group;
        let figures = self.held.entry(generation).or_insert_with(|| scene.figures(group, generation));
        figures.iter().find(|figure| figure.metric == metric).cloned().unwrap_or_else(|| hidden(metric))
    }
}

/// A figure of which nothing is shown.
pub(super) fn hidden(metric: MetricId) -> Figure {
    Figure { metric, value: None, n: 0, contributors: 0, coverage: None, state: FigureState::Suppressed }
}

/// May the figures of this release be counted with those of others? Not while it leaves out a correction.
pub(crate) fn is_countable(release: &Release, metric: MetricId) -> bool {
    let figure = release.figures.iter().find(|figure| figure.metric == metric);
    let held = release.remarks.contains(&(metric, Remark::Held));
    figure.is_some_and(|figure| figure.state != FigureState::Suppressed) && !held
}

/// The kinds of groups that have cells.
pub(super) const WITH_CELLS: [GroupKind; 2] = [GroupKind::Team, GroupKind::Cohort];
