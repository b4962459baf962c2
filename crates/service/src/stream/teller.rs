//! Makes lines of statements: what may be told of each. A team is told where it had enough people when it happened;
//! with a smaller one go its repository, its sprint and the keys of people.

use std::collections::HashMap;
use std::sync::Arc;

use domain::{EpochMs, TeamKey, time::MS_PER_DAY};
use store::{statements::Logged, stream::StreamEvent};
use uuid::Uuid;

use super::{Outline, StatementFilter, StatementLine, Tags, Told};
use crate::{Service, ServiceError, roster::Roster};

pub(super) struct Teller {
    service: Service,
    roster: Arc<Roster>,
    /// Whether the reader may tell people apart.
    keys: bool,
    /// By team and day: the same is asked for every statement.
    shown: HashMap<(String, i64), bool>,
}

impl Teller {
    pub(super) async fn new(service: &Service, keys: bool) -> Result<Self, ServiceError> {
        let roster = service.roster().await?;
        Ok(Self { service: service.clone(), roster, keys, shown: HashMap::new() })
    }

    /// The lines of those rows that the filter means.
    pub(super) async fn lines(
        &mut self,
        rows: Vec<Logged>,
        filter: &StatementFilter,
    ) -> Result<Vec<StatementLine>, ServiceError> {
        let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        let mut events: HashMap<Uuid, Vec<StreamEvent>> = HashMap::new();
        for event in self.service.store.stream_events(&ids).await? {
            events.entry(event.statement).or_default().push(event);
        }
        let mut lines = Vec::with_capacity(rows.len());
        for row in rows {
            let Some(outline) = Outline::read(&row.payload).filter(|o| filter.lets_through(o)) else {
                continue;
            };
            let events = events.remove(&row.id).unwrap_or_default();
            lines.push(self.line(&row, outline, events));
        }
        Ok(lines)
    }

    fn line(&mut self, row: &Logged, outline: Outline, mut events: Vec<StreamEvent>) -> StatementLine {
        // The order says nothing about people: it is that of their keys.
        events.sort_by_key(|event| event.person);
        let people = events.len();
        let unknown_people = events.iter().filter(|event| !event.known).count();
        let shown = events.iter().all(|event| self.is_shown(&event.team, event.at));
        let keys =
            if self.keys && shown { events.iter().map(|event| event.person).collect() } else { vec![] };
        StatementLine {
            seq: row.seq,
            id: row.id,
            stored_at: EpochMs(row.stored_at),
            happened_at: outline.happened,
            source: row.authority.clone(),
            verb: outline.verb,
            object: outline.object,
            voided: row.voided,
            tags: events.into_iter().next().map(|event| tags(event, shown)),
            people,
            unknown_people,
            person_keys: keys,
        }
    }

    /// Had this team enough people on that day? Where there is no team, nobody can be told from its few.
    fn is_shown(&mut self, team: &str, at: EpochMs) -> bool {
        let day = at.0.div_euclid(MS_PER_DAY);
        let roster = &self.roster;
        *self.shown.entry((team.to_owned(), day)).or_insert_with(|| {
            TeamKey::new(team).is_ok_and(|team| roster.headcount(&team, at) >= privacy::THRESHOLD)
        })
    }
}

fn tags(event: StreamEvent, shown: bool) -> Tags {
    let team = Some(event.team).filter(|team| !team.is_empty());
    Tags {
        skill: Told::of(event.skill),
        role: Told::of(event.role),
        team: Told::guarded(team, shown),
        repository: Told::guarded(event.repository, shown),
        sprint: Told::guarded(event.sprint, shown),
    }
}
