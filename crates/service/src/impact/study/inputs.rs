//! Everything that a study reads, from one moment of the database.

use std::collections::HashMap;

use domain::{
    EpochMs, PersonKey, TeamKey,
    calendar::Mark,
    figure::{Figure, FigureState, MetricId},
    outcome::OutcomeDefinition,
    period::GroupKind,
    skill_map::Role,
};
use store::{Revision, cells::SPRINT, teams::Team};

use crate::{
    Service, ServiceError,
    recompute::{Context, as_of},
    release::{Facts, Group, Shown, is_countable},
};

pub(crate) struct Inputs {
    /// Of the figures.
    pub(crate) revision: i64,
    pub(super) context: Context,
    pub(super) facts: Facts,
    pub(super) shown: Shown,
    pub(super) teams: Vec<Team>,
    pub(super) marks: Vec<Mark>,
    pub(super) outcomes: Vec<OutcomeDefinition>,
    pub(super) skill_map: Vec<Role>,
    /// Of the skill map, by person.
    pub(super) roles: HashMap<PersonKey, String>,
    pub(super) known_until: EpochMs,
}

impl Service {
    /// `None`: no programme has been set up.
    pub(crate) async fn impact_inputs(&self) -> Result<Option<Inputs>, ServiceError> {
        let skill_map = self.store.skill_map().await?;
        let roles = self.store.roles_of_people().await?.into_iter().collect();
        let mut tx = self.store.snapshot().await?;
        let revision = tx.revision(Revision::Figures).await?;
        let context = Context::load(&mut tx).await?;
        if context.programme.is_none() {
            return Ok(None);
        }
        let facts = Facts::of(tx.all_blocks().await?)?;
        let mut shown = Shown::default();
        shown.extend(tx.releases_of(GroupKind::Team, SPRINT).await?);
        let mut teams = tx.all_teams().await?;
        teams.sort_by(|a, b| a.key.cmp(&b.key));
        let newest = teams.iter().map(|team| as_of(&facts.team(&team.key).pull_requests)).max();
        Ok(Some(Inputs {
            revision,
            marks: tx.all_marks().await?,
            outcomes: tx.all_outcomes().await?,
            known_until: newest.unwrap_or(EpochMs(0)),
            context,
            facts,
            shown,
            teams,
            skill_map,
            roles,
        }))
    }
}

/// What a release tells of a metric.
pub(super) enum Told<'a> {
    Shown(&'a Figure),
    Hidden,
    Held,
    Nothing,
}

impl Inputs {
    /// A figure with a value that may be counted on with.
    pub(super) fn figure(&self, team: &TeamKey, sprint: &str, metric: MetricId) -> Option<&Figure> {
        match self.told(team, sprint, metric) {
            Told::Shown(figure) => Some(figure).filter(|figure| figure.value.is_some()),
            Told::Hidden | Told::Held | Told::Nothing => None,
        }
    }

    pub(super) fn told(&self, team: &TeamKey, sprint: &str, metric: MetricId) -> Told<'_> {
        let Some(release) = self.shown.get(&Group::Team(team.clone()), sprint) else { return Told::Nothing };
        let Some(figure) = release.figures.iter().find(|figure| figure.metric == metric) else {
            return Told::Nothing;
        };
        match figure.state {
            FigureState::NoData => Told::Nothing,
            FigureState::Suppressed => Told::Hidden,
            FigureState::Shown | FigureState::TooFew if is_countable(release, metric) => Told::Shown(figure),
            FigureState::Shown | FigureState::TooFew => Told::Held,
        }
    }
}
