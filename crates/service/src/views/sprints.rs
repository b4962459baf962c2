//! A team's sprints: the periods that figures can be asked for.

use jiff::civil::Date;

use crate::{ServiceError, TeamFigures};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SprintLine {
    pub key: String,
    pub first_day: Date,
    /// Inclusive.
    pub last_day: Date,
}

impl TeamFigures<'_> {
    /// The team's sprints that have begun, in order of time.
    pub async fn sprints(&self) -> Result<Vec<SprintLine>, ServiceError> {
        let roster = self.service.roster().await?;
        roster.team(&self.team).ok_or(ServiceError::NotFound)?;
        let sprints = self.service.store.sprints(&self.team).await?;
        let begun = sprints.into_iter().filter(|sprint| sprint.span.start <= roster.horizon);
        Ok(begun.map(|sprint| line(&sprint)).collect())
    }
}

fn line(sprint: &domain::period::Sprint) -> SprintLine {
    SprintLine {
        key: sprint.key.as_str().to_owned(),
        first_day: sprint.span.start.date(),
        last_day: domain::EpochMs(sprint.span.end.0 - 1).date(),
    }
}
