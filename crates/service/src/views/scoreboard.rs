//! The scoreboard of a team or a cohort: Flow, Quality, Practice, Adoption by sprint, on one page.

use domain::{TeamKey, calendar::Mark, cohort::Cohort, figure::MetricId, period::GroupKind, viewer::Viewer};
use jiff::civil::Date;

use super::{Range, RangeError, SprintFigures, Trend, trend::may_compare};
use crate::{CohortFigures, Fields, ServiceError, TeamFigures, access, roster::Roster};

#[derive(Debug, Clone, PartialEq)]
pub struct Scoreboard {
    pub group: GroupKind,
    pub key: String,
    pub name: String,
    /// How many people are in the group today; `None` where the group is too small to say.
    pub people: Option<u64>,
    /// Cut to the range.
    pub trend: Trend,
    /// Every sprint that could be chosen, with its days.
    pub choices: Vec<(String, Date, Date)>,
    pub baseline_sprints: usize,
    pub learning: Vec<LearningSprint>,
    pub marks: Vec<Mark>,
    pub comparison: Option<Comparison>,
    /// Teams that may stand beside this one: (key, name).
    pub comparable: Vec<(String, String)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LearningSprint {
    pub cohort: String,
    pub name: String,
    pub wave: u16,
    pub first_day: Date,
    pub last_day: Date,
    pub skills: Vec<String>,
    /// Whether the viewer may open the cohort's page.
    pub may_open: bool,
}

/// Another team beside this one. Sprints where either side is too small for a comparison have no figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    pub key: String,
    pub name: String,
    pub joined: bool,
    /// Nobody asked for it: of the teams that have not joined, it was nearest in the baseline.
    pub suggested: bool,
    /// Cycle time, in hours, for each sprint of the trend.
    pub cycle_time: Vec<Option<f64>>,
}

impl TeamFigures<'_> {
    /// The team's scoreboard. `compare`: another team's key; `None` suggests a similar team that has not joined yet.
    pub async fn scoreboard(&self, range: &Range, compare: Option<&str>) -> Result<Scoreboard, ServiceError> {
        let Self { service, viewer, team } = self;
        let roster = service.roster().await?;
        let name = roster.team(team).ok_or(ServiceError::NotFound)?.name.clone();
        let trend = service.trend(GroupKind::Team, team.as_str()).await?;
        let learning = roster.cohorts_of(team).map(|cohort| learning_sprint(viewer, cohort)).collect();
        let mut board = board(&roster, GroupKind::Team, team.as_str(), name, trend, learning, range)?;
        let at = board.trend.known_until.unwrap_or(roster.horizon);
        board.people = Some(roster.headcount(team, at)).filter(|n| *n >= privacy::THRESHOLD);
        board.comparable = comparable(viewer, team, &roster);
        board.comparison = self.comparison(&roster, &board, compare).await?;
        board.marks.retain(|mark| mark.team.as_ref().is_none_or(|own| own == team));
        Ok(board)
    }

    async fn comparison(
        &self,
        roster: &Roster,
        board: &Scoreboard,
        compare: Option<&str>,
    ) -> Result<Option<Comparison>, ServiceError> {
        let chosen = compare.and_then(|key| board.comparable.iter().find(|(other, _)| other == key));
        let suggested = chosen.is_none();
        let chosen = match (compare, chosen) {
            (Some("none"), _) => None,
            (_, Some(chosen)) => Some(chosen),
            (_, None) => suggestion(roster, &self.team, board),
        };
        let Some((key, name)) = chosen else { return Ok(None) };
        let other = self.service.trend(GroupKind::Team, key).await?;
        let cycle_time = board.trend.sprints.iter().map(|sprint| compared(sprint, &other)).collect();
        let joined = TeamKey::new(key).is_ok_and(|key| roster.has_joined(&key));
        Ok(Some(Comparison { key: key.clone(), name: name.clone(), joined, suggested, cycle_time }))
    }
}

impl CohortFigures<'_> {
    /// The cohort's scoreboard: the work of its people, before and after.
    pub async fn scoreboard(&self, range: &Range) -> Result<Scoreboard, ServiceError> {
        let roster = self.service.roster().await?;
        let key = self.cohort.as_str();
        let cohort = roster.cohorts.iter().find(|c| c.key == self.cohort).ok_or(ServiceError::NotFound)?;
        let trend = self.service.trend(GroupKind::Cohort, key).await?;
        let learning = vec![learning_sprint(self.viewer, cohort)];
        let mut board = board(&roster, GroupKind::Cohort, key, cohort.name.clone(), trend, learning, range)?;
        let enrolled = roster.enrolled_on(cohort, roster.horizon.date()).count() as u64;
        board.people = Some(enrolled).filter(|n| *n >= privacy::THRESHOLD);
        board.marks.retain(|mark| mark.team.is_none());
        Ok(board)
    }
}

fn board(
    roster: &Roster,
    group: GroupKind,
    key: &str,
    name: String,
    mut trend: Trend,
    learning: Vec<LearningSprint>,
    range: &Range,
) -> Result<Scoreboard, ServiceError> {
    let choices = trend.sprints.iter().map(|s| (s.key.clone(), s.first_day(), s.last_day())).collect();
    let baseline_sprints = trend.baseline_sprints(&trend.sprints);
    trend.sprints = range.cut(&trend.sprints).map_err(|e| invalid_range(&e))?.to_vec();
    Ok(Scoreboard {
        group,
        key: key.to_owned(),
        name,
        people: None,
        trend,
        choices,
        baseline_sprints,
        learning,
        marks: roster.marks.clone(),
        comparison: None,
        comparable: vec![],
    })
}

/// Managers compare with teams that have not joined; those who see all, with any; everybody else with none.
fn comparable(viewer: &Viewer, team: &TeamKey, roster: &Roster) -> Vec<(String, String)> {
    if !access::compares_team(viewer, team) {
        return vec![];
    }
    let everybody = access::sees_every_team(viewer);
    let others = roster.teams.iter().filter(|other| other.key != *team);
    others
        .filter(|other| everybody || !roster.has_joined(&other.key))
        .map(|other| (other.key.as_str().to_owned(), other.name.clone()))
        .collect()
}

/// For a team that joined: of those that have not, the one whose baseline cycle time is nearest.
fn suggestion<'b>(roster: &Roster, team: &TeamKey, board: &'b Scoreboard) -> Option<&'b (String, String)> {
    let own = roster.baseline_cycle_time(team).filter(|_| roster.has_joined(team))?;
    let distance = |choice: &'b (String, String)| {
        let key = TeamKey::new(&choice.0).ok().filter(|key| !roster.has_joined(key))?;
        Some(((roster.baseline_cycle_time(&key)? - own).abs(), choice))
    };
    let nearest = board.comparable.iter().filter_map(distance).min_by(|a, b| a.0.total_cmp(&b.0));
    nearest.map(|(_, choice)| choice)
}

/// The other team's cycle time in the sprint of the same key, where both sides are large enough to compare.
fn compared(sprint: &SprintFigures, other: &Trend) -> Option<f64> {
    let theirs = other.sprints.iter().find(|s| s.key == sprint.key)?.figures.get(MetricId::CycleTime);
    let ours = sprint.figures.get(MetricId::CycleTime);
    theirs.value.filter(|_| may_compare(&ours, &theirs))
}

fn learning_sprint(viewer: &Viewer, cohort: &Cohort) -> LearningSprint {
    LearningSprint {
        cohort: cohort.key.as_str().to_owned(),
        name: cohort.name.clone(),
        wave: cohort.wave,
        first_day: cohort.first_day,
        last_day: cohort.last_day,
        skills: cohort.skills.iter().map(|skill| skill.as_str().to_owned()).collect(),
        may_open: access::sees_cohort(viewer, &cohort.key),
    }
}

fn invalid_range(error: &RangeError) -> ServiceError {
    let mut fields = Fields::default();
    fields.add("range", error.to_string());
    ServiceError::Invalid(fields)
}
