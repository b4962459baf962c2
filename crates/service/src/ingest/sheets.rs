//! The organisation's sheets: people, teams, repositories, sprints, calendar, content. What one row cannot show,
//! overlaps and unknown names, is judged here; a bad row is reported and the others go in.

use std::io::Read;

use connectors::sheets::{self, PersonRow, RepositoryRow, Sheet, SprintRow, TeamRow};
use domain::{
    Account, EpochMs, Provider, Span, TeamKey,
    calendar::{Mark, WorkingTime},
    content::Content,
    period::Sprint,
};
use jiff::civil::Date;
use metrics::WorkingCalendar;
use store::{Tx, teams::Team};

use crate::{Service, ServiceError};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SheetKind {
    People,
    Teams,
    Repositories,
    Sprints,
    Calendar,
    Content,
}

impl SheetKind {
    /// As the audit log names it.
    fn as_str(self) -> &'static str {
        match self {
            SheetKind::People => "people",
            SheetKind::Teams => "teams",
            SheetKind::Repositories => "repositories",
            SheetKind::Sprints => "sprints",
            SheetKind::Calendar => "calendar",
            SheetKind::Content => "content",
        }
    }
}

/// What became of a sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SheetReport {
    pub applied: usize,
    /// (line, what is wrong and what to do).
    pub rejected: Vec<(u64, String)>,
}

impl Service {
    /// Applies a sheet, row by row, in one transaction. Facts have to be derived anew afterwards (`rederive`).
    pub async fn apply_sheet(&self, kind: SheetKind, source: impl Read) -> Result<SheetReport, ServiceError> {
        match kind {
            SheetKind::People => self.apply(kind, source, Row::Person).await,
            SheetKind::Teams => self.apply(kind, source, Row::Team).await,
            SheetKind::Repositories => self.apply(kind, source, Row::Repository).await,
            SheetKind::Sprints => self.apply(kind, source, Row::Sprint).await,
            SheetKind::Calendar => self.apply(kind, source, Row::Mark).await,
            SheetKind::Content => self.apply(kind, source, Row::Content).await,
        }
    }

    async fn apply<T: Sheet>(
        &self,
        kind: SheetKind,
        source: impl Read,
        row: fn(T) -> Row,
    ) -> Result<SheetReport, ServiceError> {
        let mut report = SheetReport::default();
        let rows = match sheets::rows::<T, _>(source) {
            Ok(rows) => rows,
            Err(error) => {
                report.rejected.push((1, error.to_string()));
                return Ok(report);
            }
        };
        // Read before the transaction begins: parsing must not hold the write lock.
        let rows: Vec<_> = rows.collect();
        let mut tx = self.store.begin().await?;
        tx.own_facts().await?;
        for (line, parsed) in rows {
            let outcome = match parsed {
                Ok(parsed) => self.apply_row(&mut tx, row(parsed)).await?,
                Err(error) => Err(error.to_string()),
            };
            match outcome {
                Ok(()) => report.applied += 1,
                Err(reason) => report.rejected.push((line, reason)),
            }
        }
        self.mark_everything(&mut tx).await?;
        let detail = format!("{} rows, {} rejected", report.applied, report.rejected.len());
        let subject = format!("sheet:{}", kind.as_str());
        tx.log_change(self.now().0, "operator", "applied a sheet", &subject, &detail).await?;
        tx.commit().await?;
        Ok(report)
    }

    async fn apply_row(&self, tx: &mut Tx, row: Row) -> Result<Outcome, ServiceError> {
        match row {
            Row::Person(row) => self.apply_person(tx, row).await,
            Row::Team(row) => apply_team(tx, row).await,
            Row::Repository(row) => apply_repository(tx, row).await,
            Row::Sprint(row) => apply_sprint(tx, row).await,
            Row::Mark(mark) => apply_mark(tx, mark).await,
            Row::Content(content) => Ok(Ok(tx.save_content(&content).await?)),
        }
    }

    async fn apply_person(&self, tx: &mut Tx, row: PersonRow) -> Result<Outcome, ServiceError> {
        if let Some(team) = &row.team
            && let Err(reason) = known_team(tx, team).await?
        {
            return Ok(Err(reason));
        }
        if let Err(reason) = free_for(tx, &row).await? {
            return Ok(Err(reason));
        }
        let now = self.now().0;
        let role = row.role.as_ref().map(domain::RoleKey::as_str);
        let person = tx.save_person(&row.email, &row.name, role, &self.key, now).await?;
        for account in accounts(&row) {
            tx.link_account(&account, person, &self.key, now).await?;
        }
        if let (Some(login), None) = (&row.github_login, &row.github_id) {
            tx.adopt_account(Provider::GitHub, login, person).await?;
        }
        if let Some(team) = &row.team {
            tx.save_membership(person, team, days(row.from, row.to)).await?;
        }
        Ok(Ok(()))
    }
}

/// Is the person in no other team on the days of the row? Asked before anything is written: a row goes in whole or
/// not at all.
async fn free_for(tx: &mut Tx, row: &PersonRow) -> Result<Outcome, ServiceError> {
    let (Some(team), Some(person)) = (&row.team, tx.person_by_email(&row.email).await?) else {
        return Ok(Ok(()));
    };
    let other = tx.overlapping_membership(person, team, days(row.from, row.to)).await?;
    Ok(other.map_or(Ok(()), |other| {
        Err(format!(
            "team: this person is in team \"{other}\" on some of these days; give that membership a last day first \
             (repeat its row, with the same first day, and fill \"to\")"
        ))
    }))
}

/// `Err`: why the row was not applied, for the person who wrote it.
type Outcome = Result<(), String>;

enum Row {
    Person(PersonRow),
    Team(TeamRow),
    Repository(RepositoryRow),
    Sprint(SprintRow),
    Mark(Mark),
    Content(Content),
}

/// Every account the row names; a GitHub account by id and by login, since exports carry either.
fn accounts(row: &PersonRow) -> Vec<Account> {
    let account = |provider, external_id: Option<&String>, login: &str| Account {
        provider,
        external_id: external_id.cloned(),
        login: login.to_owned(),
    };
    let mut accounts = vec![account(Provider::Xapi, Some(&format!("mbox:{}", row.email)), &row.email)];
    if let Some(login) = &row.github_login {
        accounts.push(account(Provider::GitHub, None, login));
    }
    if let Some(id) = &row.github_id {
        accounts.push(account(Provider::GitHub, Some(id), row.github_login.as_ref().unwrap_or(id)));
    }
    if let Some(id) = &row.jira_account_id {
        accounts.push(account(Provider::Jira, Some(id), id));
    }
    if let Some(id) = &row.xapi_account {
        accounts.push(account(Provider::Xapi, Some(id), xapi::login_of(id)));
    }
    accounts
}

async fn apply_team(tx: &mut Tx, row: TeamRow) -> Result<Outcome, ServiceError> {
    let default = WorkingTime::default();
    let working_time = WorkingTime {
        time_zone: row.time_zone.unwrap_or(default.time_zone),
        day_starts: row.day_starts.unwrap_or(default.day_starts),
        day_ends: row.day_ends.unwrap_or(default.day_ends),
        working_days: default.working_days,
    };
    if let Err(error) = WorkingCalendar::new(&working_time, []) {
        return Ok(Err(error.to_string()));
    }
    let places: Vec<(String, String)> =
        row.jira.into_iter().map(|scope| (scope.project, scope.component.unwrap_or_default())).collect();
    tx.save_team(&Team { key: row.key.clone(), name: row.name, working_time }).await?;
    Ok(Ok(tx.save_trackers(&row.key, &places).await?))
}

async fn apply_repository(tx: &mut Tx, row: RepositoryRow) -> Result<Outcome, ServiceError> {
    if let Err(reason) = known_team(tx, &row.team).await? {
        return Ok(Err(reason));
    }
    let span = days(row.from, row.to);
    if let Some(other) = tx.overlapping_owner(&row.name, span).await? {
        return Ok(Err(format!(
            "team: team \"{other}\" owns this repository on some of these days; give that a last day first (repeat \
             its row, with the same first day, and fill \"to\")"
        )));
    }
    Ok(Ok(tx.save_owner(&row.name, &row.team, span).await?))
}

/// A sprint of no team is a sprint of every team; the row is applied for all of them or for none.
async fn apply_sprint(tx: &mut Tx, row: SprintRow) -> Result<Outcome, ServiceError> {
    let teams = match &row.team {
        Some(team) => vec![team.clone()],
        None => tx.all_teams().await?.into_iter().map(|team| team.key).collect(),
    };
    if teams.is_empty() {
        return Ok(Err("team: there is no team yet; import teams first".to_owned()));
    }
    let sprints = teams.into_iter().map(|team| Sprint { team, key: row.key.clone(), span: row.span() });
    let sprints: Vec<Sprint> = sprints.collect();
    for sprint in &sprints {
        if let Err(reason) = fits(tx, sprint).await? {
            return Ok(Err(reason));
        }
    }
    for sprint in &sprints {
        tx.save_sprint(sprint).await?;
    }
    Ok(Ok(()))
}

async fn fits(tx: &mut Tx, sprint: &Sprint) -> Result<Outcome, ServiceError> {
    if let Err(reason) = known_team(tx, &sprint.team).await? {
        return Ok(Err(reason));
    }
    let Some(other) = tx.overlapping_sprint(sprint).await? else { return Ok(Ok(())) };
    let last = EpochMs(other.span.end.0 - 1).date();
    Ok(Err(format!(
        "start: overlaps sprint \"{}\" of team \"{}\" ({} to {last}); sprints of a team may not share days",
        other.key,
        other.team,
        other.span.start.date(),
    )))
}

async fn apply_mark(tx: &mut Tx, mark: Mark) -> Result<Outcome, ServiceError> {
    if let Some(team) = &mark.team
        && let Err(reason) = known_team(tx, team).await?
    {
        return Ok(Err(reason));
    }
    Ok(Ok(tx.save_mark(&mark).await?))
}

async fn known_team(tx: &mut Tx, team: &TeamKey) -> Result<Outcome, ServiceError> {
    if tx.team_exists(team).await? {
        return Ok(Ok(()));
    }
    Ok(Err(format!("team: there is no team \"{team}\"; import teams first or correct the key")))
}

/// From the first day to the end of the last, open where a day is missing.
fn days(from: Option<Date>, to: Option<Date>) -> Span {
    let end = |day: Date| EpochMs::from_date(day.saturating_add(jiff::Span::new().days(1)));
    Span { start: from.map_or(EpochMs(i64::MIN), EpochMs::from_date), end: to.map_or(EpochMs(i64::MAX), end) }
}
