//! What programs may ask for: a fixed lattice of groups and of periods made of whole sprints. The API, exports and the
//! command line answer from here, and a question that is not on the lattice cannot be put.

use std::collections::BTreeMap;

use domain::{
    CohortKey, Span, TeamKey,
    figure::{Figure, MetricId, Remark},
    period::GroupKind,
    viewer::Viewer,
};
use jiff::civil::Date;
use store::{cells::SPRINT, releases::Release};

use super::windows::{Window, cut};
use crate::{
    Service, ServiceError, access,
    recompute::{Context, MOMENTARY, hull},
    release::{Facts, Group, Lens, Shown},
};

/// What figures are grouped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum By {
    Team,
    Cohort,
    /// The teams whose first cohort was of a wave.
    Wave,
    Repository,
    Organisation,
}

impl By {
    pub const ALL: [By; 5] = [By::Team, By::Cohort, By::Wave, By::Repository, By::Organisation];

    pub fn as_str(self) -> &'static str {
        match self {
            By::Team => "team",
            By::Cohort => "cohort",
            By::Wave => "wave",
            By::Repository => "repository",
            By::Organisation => "organisation",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    pub by: By,
    /// One group; `None`: all that the viewer may see.
    pub group: Option<String>,
    pub window: Window,
    /// Empty: every metric.
    pub metrics: Vec<MetricId>,
}

/// One figure of one group and period.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    pub by: By,
    pub group: String,
    /// A sprint's key, a quarter as `2026-Q1`, or the name of the window.
    pub period: String,
    pub first_day: Date,
    /// Inclusive.
    pub last_day: Date,
    pub figure: Figure,
    /// Why the figure is hidden, or what it leaves out.
    pub remark: Option<Remark>,
}

/// Everything that answers are made of, as it was at one moment.
pub struct FigureLattice {
    context: Context,
    facts: Facts,
    shown: Shown,
    /// By kind and key, the group's sprints that were released, in order of time.
    sprints: BTreeMap<(By, String), Vec<(String, Span)>>,
    groups: BTreeMap<(By, String), Vec<Group>>,
}

impl Service {
    /// Figures as the viewer may see them.
    ///
    /// # Errors
    /// `NotFound` for a group that is not the viewer's to see, whether it exists or not; `Invalid` for a window that
    /// names no sprint of the group.
    pub async fn told(&self, viewer: &Viewer, asked: &Asked) -> Result<Vec<Told>, ServiceError> {
        // A sprint of a group is read as it was released; everything else is computed from facts.
        let needs_facts = asked.window != Window::EachSprint || asked.by == By::Wave;
        let _alone = if needs_facts { Some(self.all_facts.lock().await) } else { None };
        self.read_lattice(needs_facts).await?.tell(viewer, asked)
    }

    /// Everything at once, for those who ask many questions.
    pub async fn figure_lattice(&self) -> Result<FigureLattice, ServiceError> {
        self.read_lattice(true).await
    }

    pub(super) async fn read_lattice(&self, with_facts: bool) -> Result<FigureLattice, ServiceError> {
        let mut tx = self.store.snapshot().await?;
        let context = Context::load(&mut tx).await?;
        let blocks = if with_facts { tx.all_blocks().await? } else { vec![] };
        let mut released = Vec::new();
        for kind in [GroupKind::Team, GroupKind::Cohort, GroupKind::Repository, GroupKind::Organisation] {
            released.extend(tx.releases_of(kind, SPRINT).await?);
        }
        let repositories = tx.repository_names().await?;
        drop(tx);
        let roster = self.roster().await?;
        let wave = |team: &TeamKey| roster.first_wave(team);
        Ok(FigureLattice::new(context, Facts::of(blocks)?, released, &repositories, wave))
    }
}

impl FigureLattice {
    fn new(
        context: Context,
        facts: Facts,
        released: Vec<Release>,
        repositories: &[(i64, String)],
        wave: impl Fn(&TeamKey) -> Option<u16>,
    ) -> Self {
        let mut groups: BTreeMap<(By, String), Vec<Group>> = BTreeMap::new();
        for team in context.sprints.keys() {
            groups.insert((By::Team, team.as_str().to_owned()), vec![Group::Team(team.clone())]);
            if let Some(wave) = wave(team) {
                groups.entry((By::Wave, wave.to_string())).or_default().push(Group::Team(team.clone()));
            }
        }
        for cohort in &context.cohorts {
            let group = Group::Cohort(cohort.key.clone());
            groups.insert((By::Cohort, cohort.key.as_str().to_owned()), vec![group]);
        }
        let mut sprints: BTreeMap<(By, String), Vec<(String, Span)>> = BTreeMap::new();
        for release in &released {
            let (by, key) = (By::from(release.group), release.group_key.clone());
            let group = match by {
                By::Repository => repository(&key, repositories),
                By::Organisation => Some(Group::Organisation),
                _ => None,
            };
            groups.extend(group.map(|group| ((by, key.clone()), vec![group])));
            sprints.entry((by, key)).or_default().push((release.period_key.clone(), release.span));
        }
        let mut shown = Shown::default();
        shown.extend(released);
        let mut lattice = Self { context, facts, shown, sprints, groups };
        lattice.add_waves();
        for own in lattice.sprints.values_mut() {
            own.sort_by(|a, b| (a.1.start, &a.0).cmp(&(b.1.start, &b.0)));
        }
        lattice
    }

    /// A wave has the sprints of its teams.
    fn add_waves(&mut self) {
        let waves: Vec<_> = self.groups.iter().filter(|((by, _), _)| *by == By::Wave).collect();
        let mut added = Vec::new();
        for (name, teams) in waves {
            let mut own: BTreeMap<&str, Span> = BTreeMap::new();
            for team in teams {
                let sprints = self.sprints.get(&(By::Team, team.key().to_owned()));
                for (key, span) in sprints.into_iter().flatten() {
                    own.entry(key).and_modify(|whole| *whole = hull([*whole, *span].iter())).or_insert(*span);
                }
            }
            added.push((name.clone(), own.into_iter().map(|(key, span)| (key.to_owned(), span)).collect()));
        }
        self.sprints.extend(added);
    }

    /// # Errors
    /// As [`Service::told`].
    pub fn tell(&self, viewer: &Viewer, asked: &Asked) -> Result<Vec<Told>, ServiceError> {
        let keys = match &asked.group {
            Some(key) => {
                access::found(self.is_visible(viewer, asked.by, key))?;
                vec![key.clone()]
            }
            None => self.visible(viewer, asked.by),
        };
        self.answer(asked, &keys)
    }

    /// The groups of a kind that a viewer may ask for.
    pub fn visible(&self, viewer: &Viewer, by: By) -> Vec<String> {
        let keys = self.groups.keys().filter(|(of, _)| *of == by).map(|(_, key)| key.clone());
        keys.filter(|key| self.is_visible(viewer, by, key)).collect()
    }

    fn is_visible(&self, viewer: &Viewer, by: By, key: &str) -> bool {
        let allowed = match by {
            By::Team => TeamKey::new(key).is_ok_and(|team| access::sees_team(viewer, &team)),
            By::Cohort => CohortKey::new(key).is_ok_and(|cohort| access::sees_cohort(viewer, &cohort)),
            By::Wave | By::Repository | By::Organisation => access::sees_programme(viewer),
        };
        allowed && self.groups.contains_key(&(by, key.to_owned()))
    }

    /// For the operator: every group of a kind.
    pub(super) fn every(&self, by: By) -> Vec<String> {
        self.groups.keys().filter(|(of, _)| *of == by).map(|(_, key)| key.clone()).collect()
    }

    pub(super) fn answer(&self, asked: &Asked, keys: &[String]) -> Result<Vec<Told>, ServiceError> {
        let lens = Lens::new(&self.context, &self.facts, &self.shown);
        let metrics = asked_metrics(&asked.metrics);
        let mut told = Vec::new();
        for key in keys {
            let desk = Desk { lattice: self, lens: &lens, by: asked.by, key, metrics: &metrics };
            told.extend(desk.tell(&asked.window)?);
        }
        Ok(told)
    }
}

/// What is waiting at this moment belongs to no sprint.
fn asked_metrics(asked: &[MetricId]) -> Vec<MetricId> {
    let metrics = if asked.is_empty() { MetricId::ALL } else { asked };
    metrics.iter().filter(|metric| !MOMENTARY.contains(metric)).copied().collect()
}

impl From<GroupKind> for By {
    fn from(kind: GroupKind) -> Self {
        match kind {
            GroupKind::Team => By::Team,
            GroupKind::Cohort => By::Cohort,
            GroupKind::Repository => By::Repository,
            GroupKind::Organisation => By::Organisation,
        }
    }
}

fn repository(name: &str, repositories: &[(i64, String)]) -> Option<Group> {
    let (number, name) = repositories.iter().find(|(_, known)| known == name)?;
    Some(Group::Repository { name: name.clone(), number: u32::try_from(*number).ok()? })
}

/// One group's answers.
struct Desk<'a> {
    lattice: &'a FigureLattice,
    lens: &'a Lens<'a>,
    by: By,
    key: &'a str,
    metrics: &'a [MetricId],
}

impl Desk<'_> {
    fn tell(&self, window: &Window) -> Result<Vec<Told>, ServiceError> {
        let name = (self.by, self.key.to_owned());
        let sprints = self.lattice.sprints.get(&name).map_or(&[][..], Vec::as_slice);
        let groups = self.lattice.groups.get(&name).map_or(&[][..], Vec::as_slice);
        let mut told = Vec::new();
        for (period, own) in cut(window, sprints, || self.baseline(groups))? {
            let Some(span) = own.iter().map(|(_, span)| *span).reduce(|a, b| hull([a, b].iter())) else {
                continue;
            };
            let keys: Vec<&str> = own.iter().map(|(key, _)| key.as_str()).collect();
            let figures = match (window, groups) {
                (Window::EachSprint, [group]) => self.released(group, keys[0]),
                _ => self.over(groups, &keys),
            };
            told.extend(figures.into_iter().map(|(figure, remark)| self.told(&period, span, figure, remark)));
        }
        Ok(told)
    }

    /// The keys of the sprints in the baseline of any of these.
    fn baseline(&self, groups: &[Group]) -> Vec<String> {
        let own = groups.iter().flat_map(|group| self.lens.baseline(group));
        own.map(|key| key.as_str().to_owned()).collect()
    }

    fn released(&self, group: &Group, sprint: &str) -> Vec<(Figure, Option<Remark>)> {
        let Some(release) = self.lattice.shown.get(group, sprint) else { return vec![] };
        let of = |metric: &MetricId| {
            let figure = release.figures.iter().find(|figure| figure.metric == *metric)?.clone();
            let remark = release.remarks.iter().find(|(of, _)| of == metric).map(|(_, remark)| *remark);
            Some((figure, remark))
        };
        self.metrics.iter().filter_map(of).collect()
    }

    fn over(&self, groups: &[Group], sprints: &[&str]) -> Vec<(Figure, Option<Remark>)> {
        let asked: Vec<_> = groups.iter().map(|group| (group.clone(), sprints.to_vec())).collect();
        self.lens.over(&asked, self.metrics).into_iter().map(|over| (over.figure, over.remark)).collect()
    }

    fn told(&self, period: &str, span: Span, figure: Figure, remark: Option<Remark>) -> Told {
        Told {
            by: self.by,
            group: self.key.to_owned(),
            period: period.to_owned(),
            first_day: span.start.date(),
            last_day: domain::EpochMs(span.end.0 - 1).date(),
            figure,
            remark,
        }
    }
}
