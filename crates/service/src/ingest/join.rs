//! Whose a fact is: team, sprint and business hours, from the directory. Never guessed.

use std::collections::HashMap;

use domain::{
    EpochMs, TeamKey,
    calendar::{Mark, MarkKind, WorkingTime},
    facts::{Defect, LearningEvent, PullRequest},
};
use metrics::WorkingCalendar;
use store::{
    Tx,
    directory::Directory,
    facts::{JoinedDefect, JoinedPullRequest, UNMAPPED},
    learning::JoinedEvent,
};

use super::{Known, learning::Sourced};
use crate::ServiceError;

/// Each team's working calendar; facts of no team use the default week in UTC.
pub(crate) struct Calendars {
    teams: HashMap<String, WorkingCalendar>,
    default: WorkingCalendar,
}

impl Calendars {
    pub(crate) async fn load(tx: &mut Tx) -> Result<Self, ServiceError> {
        let marks = tx.all_marks().await?;
        let calendar = |team: Option<&TeamKey>, time: &WorkingTime| {
            WorkingCalendar::new(time, holidays(&marks, team)).map_err(|e| ServiceError::Rules(e.to_string()))
        };
        let mut teams = HashMap::new();
        for team in tx.all_teams().await? {
            teams.insert(team.key.as_str().to_owned(), calendar(Some(&team.key), &team.working_time)?);
        }
        Ok(Self { teams, default: calendar(None, &WorkingTime::default())? })
    }

    fn of(&self, team: &str) -> &WorkingCalendar {
        self.teams.get(team).unwrap_or(&self.default)
    }
}

fn holidays(marks: &[Mark], team: Option<&TeamKey>) -> Vec<jiff::civil::Date> {
    let ours =
        |mark: &&Mark| mark.kind == MarkKind::Holiday && (mark.team.is_none() || mark.team.as_ref() == team);
    let days = |mark: &Mark| {
        mark.first_day.series(jiff::Span::new().days(1)).take_while({
            let last = mark.last_day;
            move |day| *day <= last
        })
    };
    marks.iter().filter(ours).flat_map(days).collect()
}

impl Known {
    /// The author's team when it was opened, else the team that owned the repository then, else none.
    pub(crate) fn join_pull_request(&self, fact: PullRequest) -> Option<JoinedPullRequest> {
        let directory = &self.directory;
        let author = fact.author.as_ref().and_then(|account| directory.account(account));
        let by_author =
            author.and_then(|a| a.person).and_then(|person| directory.team_of(person, fact.opened_at));
        let team = by_author.or_else(|| directory.owner_of(&fact.repository, fact.opened_at));
        let team = team.map_or(UNMAPPED, TeamKey::as_str).to_owned();
        let calendar = self.calendars.of(&team);
        let working = |until: Option<EpochMs>| until.map(|until| calendar.ms_between(fact.opened_at, until));
        Some(JoinedPullRequest {
            repository_id: directory.repository_id(&fact.repository)?,
            author_account: author.map(|a| a.id),
            business_cycle_ms: working(fact.merged_at),
            business_first_review_ms: working(fact.first_review_at),
            team,
            fact,
        })
    }

    /// The team that answers for the component, else for the project, else none.
    pub(crate) fn join_defect(&self, fact: Defect) -> JoinedDefect {
        let team = self.directory.tracker_team(&fact.project, &fact.components);
        JoinedDefect {
            reporter_account: fact.reporter.as_ref().and_then(|a| self.directory.account(a)).map(|a| a.id),
            team: team.map_or(UNMAPPED, TeamKey::as_str).to_owned(),
            fact,
        }
    }

    /// Tags as sent, else as rules say. Team and sprint as tagged where they exist, else the actor's team and the sprint
    /// at that time.
    pub(crate) fn join_event(&self, sourced: Sourced) -> Option<JoinedEvent> {
        let Sourced { event: mut fact, source, registration } = sourced;
        crate::tags::tag(&self.rules, &mut fact, &source, registration.as_deref());
        let directory = &self.directory;
        let actor = directory.account(&fact.actor)?;
        let tagged = fact.tags.team.as_deref().and_then(|key| directory.team(key));
        let team = tagged.or_else(|| directory.team_of(actor.person?, fact.at));
        let sprint = team.and_then(|team| sprint_of(directory, team, &fact));
        let team = team.map_or(UNMAPPED, TeamKey::as_str).to_owned();
        Some(JoinedEvent { actor_account: actor.id, team, sprint, fact })
    }
}

fn sprint_of(directory: &Directory, team: &TeamKey, fact: &LearningEvent) -> Option<String> {
    let sprints = directory.sprints(team);
    let tagged = sprints.iter().find(|s| Some(s.key.as_str()) == fact.tags.sprint.as_deref());
    let sprint = tagged.or_else(|| sprints.iter().find(|s| s.span.contains(fact.at)));
    sprint.map(|s| s.key.as_str().to_owned())
}
