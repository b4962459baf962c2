//! What was planted, as later analysis is held against it (`docs/demo-truth.json`).

use domain::calendar::MarkKind;
use domain::figure::MetricId;
use jiff::civil::Date;
use serde::Serialize;

use crate::calendar::{BASELINE_LAST_DAY, FIRST_DAY, LAST_DAY, SPRINT_COUNT};
use crate::cohorts::COHORTS;
use crate::effects::{self, Dose, Effect, Gaming, Scale};
use crate::learning::{STRAY_STATEMENTS, UNTAGGED_STATEMENTS};
use crate::teams::{TEAMS, TeamPlan};
use crate::work::{PULL_REQUEST_SD, TEAM_SPRINT_SD};
use crate::world::{SPRINT_SD, World, marks_in};

#[derive(Debug, Clone, Serialize)]
pub struct Truth {
    pub seed: u64,
    pub data_from: Date,
    /// Inclusive.
    pub data_to: Date,
    pub baseline_from: Date,
    /// Inclusive.
    pub baseline_to: Date,
    /// Share of the effect that shows in the sprint of joining; all of it from the next one on.
    pub first_sprint_share: f64,
    /// A pull request carries the effect of its author's team in the sprint in which it was opened.
    pub effects: Vec<EffectTruth>,
    pub gaming: Option<Gaming>,
    /// Share of pull requests approved within five minutes where nobody games.
    pub quick_approval_share: f64,
    pub noise: Noise,
    pub teams: Vec<TeamTruth>,
    pub sprints: Vec<SprintTruth>,
    pub oddities: Oddities,
}

#[derive(Debug, Clone, Serialize)]
pub struct EffectTruth {
    pub metric: MetricId,
    pub scale: Scale,
    /// Before joining; defects per person and sprint, backouts and hotfixes per pull request.
    pub baseline: f64,
    /// Added on the scale at full dose, from the second sprint on.
    pub full: f64,
    /// The same at partial dose.
    pub partial: f64,
}

/// Standard deviations on log cycle time.
#[derive(Debug, Clone, Serialize)]
pub struct Noise {
    pub pull_request_sd: f64,
    pub team_sprint_sd: f64,
    pub sprint_sd: f64,
}

#[derive(Debug, Clone, Serialize)]
pub struct TeamTruth {
    pub team: &'static str,
    /// At the start of the data.
    pub people: usize,
    pub enrolled: usize,
    pub dose: Dose,
    pub wave: Option<u16>,
    /// Key of the sprint of joining.
    pub joins: Option<String>,
    pub baseline_median_hours: f64,
    /// Added to log cycle time from the second sprint after joining on.
    pub log_cycle_time: f64,
    pub games: bool,
}

#[derive(Debug, Clone, Serialize)]
pub struct SprintTruth {
    pub sprint: String,
    pub first_day: Date,
    /// Inclusive.
    pub last_day: Date,
    /// Added to log cycle time of every team; the marks' share included.
    pub log_cycle_time: f64,
    /// Holidays and releases that fall in the sprint; a fair comparison is shown with and without it.
    pub masked_for: Vec<&'static str>,
}

/// What is wrong with the data on purpose.
#[derive(Debug, Clone, Serialize)]
pub struct Oddities {
    pub moved: Vec<String>,
    pub left: Vec<String>,
    pub unknown_mailbox_statements: usize,
    pub untagged_statements: usize,
    /// Too small for its figures to be shown.
    pub small_team: &'static str,
}

impl Truth {
    /// Indented JSON with a line end, as it is kept in the repository.
    ///
    /// # Errors
    /// Never for a truth made here; passed on from the serialiser.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string_pretty(self).map(|text| text + "\n")
    }
}

pub(crate) fn truth(world: &World) -> Truth {
    Truth {
        seed: world.seed,
        data_from: FIRST_DAY,
        data_to: LAST_DAY,
        baseline_from: FIRST_DAY,
        baseline_to: BASELINE_LAST_DAY,
        first_sprint_share: effects::FIRST_SPRINT_SHARE,
        effects: effects::ALL.iter().map(effect).collect(),
        gaming: TEAMS.iter().find(|team| team.games).map(gaming),
        quick_approval_share: effects::QUICK_APPROVALS,
        noise: Noise {
            pull_request_sd: PULL_REQUEST_SD,
            team_sprint_sd: TEAM_SPRINT_SD,
            sprint_sd: SPRINT_SD,
        },
        teams: (0..).zip(&TEAMS).map(|(index, plan)| team(world, index, plan)).collect(),
        sprints: (0..SPRINT_COUNT).map(|index| sprint(world, index)).collect(),
        oddities: oddities(world),
    }
}

fn effect(effect: &Effect) -> EffectTruth {
    EffectTruth {
        metric: effect.metric,
        scale: effect.scale,
        baseline: effect.baseline,
        full: effect.full * Dose::Full.strength(),
        partial: effect.full * Dose::Partial.strength(),
    }
}

fn gaming(team: &TeamPlan) -> Gaming {
    Gaming {
        team: team.key.to_owned(),
        log_cycle_time: effects::GAMING_LOG_CYCLE,
        log_size: effects::GAMING_LOG_SIZE,
        log_review_depth: effects::GAMING_LOG_DEPTH,
        quick_approval_share: effects::GAMING_QUICK_APPROVALS,
        volume_factor: effects::GAMING_VOLUME,
    }
}

fn team(world: &World, index: usize, plan: &TeamPlan) -> TeamTruth {
    let members = COHORTS.iter().flat_map(|cohort| cohort.members(&world.people));
    let settled = SPRINT_COUNT - 1;
    TeamTruth {
        team: plan.key,
        people: plan.people,
        enrolled: members.filter(|person| person.team_on(FIRST_DAY) == Some(index)).count(),
        dose: plan.dose,
        wave: plan.wave,
        joins: plan.joins_in().map(|sprint| world.sprints[sprint].key.clone()),
        baseline_median_hours: plan.median_hours,
        log_cycle_time: effects::log_shift(plan, settled, &effects::CYCLE_TIME, effects::GAMING_LOG_CYCLE),
        games: plan.games,
    }
}

fn sprint(world: &World, index: usize) -> SprintTruth {
    let plan = &world.sprints[index];
    let masking = marks_in(plan).filter(|mark| mark.kind != MarkKind::Reorganisation);
    SprintTruth {
        sprint: plan.key.clone(),
        first_day: plan.first_day,
        last_day: plan.last_day,
        log_cycle_time: world.shocks[index],
        masked_for: masking.map(|mark| mark.label).collect(),
    }
}

fn oddities(world: &World) -> Oddities {
    let people = || world.people.iter();
    let smallest = TEAMS.iter().min_by_key(|team| team.people);
    Oddities {
        moved: people().filter(|p| p.memberships.len() > 1).map(crate::people::Person::email).collect(),
        left: people().filter(|p| p.team_on(LAST_DAY).is_none()).map(crate::people::Person::email).collect(),
        unknown_mailbox_statements: STRAY_STATEMENTS,
        untagged_statements: UNTAGGED_STATEMENTS,
        small_team: smallest.map_or("", |team| team.key),
    }
}
