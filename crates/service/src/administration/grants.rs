//! Roles: given for a scope and a time, ended, never erased.

use domain::{
    CohortKey, EpochMs, Span, TeamKey,
    viewer::{AccessRole, Scope},
};
use jiff::civil::Date;
use store::users::RoleGrant;

use super::Administration;
use crate::{Fields, ServiceError};

/// A role to be given, as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(default)]
pub struct GrantForm {
    pub role: String,
    /// `everything`, `own`, `team` or `cohort`.
    pub scope: String,
    pub team: String,
    pub cohort: String,
    /// Year-month-day; empty: from now on.
    pub from: String,
    /// The last day; empty: until it is ended.
    pub until: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GrantState {
    NotYet,
    Now,
    Over,
}

/// A role that somebody holds, will hold or held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleLine {
    pub id: i64,
    pub role: AccessRole,
    pub scope: Scope,
    /// The name of the scope's team or cohort; empty for other scopes and for one that is gone.
    pub scope_name: String,
    /// `administrator`, `operator`, `set-up`, `demo`, or `provider:NAME`.
    pub source: String,
    pub span: Span,
    pub state: GrantState,
}

fn state(span: Span, now: EpochMs) -> GrantState {
    if span.contains(now) {
        GrantState::Now
    } else if now < span.start && span.start < span.end {
        GrantState::NotYet
    } else {
        GrantState::Over
    }
}

impl Administration<'_> {
    /// What a role can be for: teams and cohorts as (key, name), by name.
    pub async fn groups(&self) -> Result<(Vec<(String, String)>, Vec<(String, String)>), ServiceError> {
        let roster = self.service.load_roster().await?;
        let teams = roster.teams.iter().map(|team| (team.key.as_str().to_owned(), team.name.clone()));
        let cohorts =
            roster.cohorts.iter().map(|cohort| (cohort.key.as_str().to_owned(), cohort.name.clone()));
        let (mut teams, mut cohorts): (Vec<_>, Vec<_>) = (teams.collect(), cohorts.collect());
        teams.sort_by(|a, b| a.1.cmp(&b.1));
        cohorts.sort_by(|a, b| a.1.cmp(&b.1));
        Ok((teams, cohorts))
    }

    /// Gives a role. Says it back as it was given.
    ///
    /// # Errors
    /// `NotFound` without such a user; `Invalid` for a form to be mended.
    pub async fn grant(&self, user: i64, form: &GrantForm) -> Result<RoleLine, ServiceError> {
        self.service.store.user(user).await?.ok_or(ServiceError::NotFound)?;
        let (role, scope, span) = self.check_grant(form).await?;
        let held = self.service.store.grants_of(&[user]).await?;
        if held.iter().any(|held| held.role == role && held.scope == scope && held.span.overlaps(&span)) {
            let mut wrong = Fields::default();
            wrong.add("role", "They hold this role for this scope during some of these days already.");
            wrong.into_result()?;
        }
        let mut tx = self.service.store.begin().await?;
        let source = if self.who() == "operator" { "operator" } else { "administrator" };
        tx.grant_role(user, role, &scope, source, span).await?;
        let detail = format!("{} for {}{}", role.as_str(), told(&scope), days(span));
        self.log(&mut tx, "gave a role", &format!("user:{user}"), &detail).await?;
        tx.commit().await?;
        let held = self.roles_of(&[user]).await?;
        let given = held.into_iter().rev().find(|(_, line)| line.role == role && line.scope == scope);
        given.map(|(_, line)| line).ok_or(ServiceError::NotFound)
    }

    /// Ends a role now. It stays in the history.
    ///
    /// # Errors
    /// `NotFound` where there is no such role or it is over; `Invalid` where nobody would be left to administer.
    pub async fn end_grant(&self, user: i64, grant: i64) -> Result<RoleLine, ServiceError> {
        let now = self.service.now();
        let mut tx = self.service.store.begin().await?;
        tx.own_administrators().await?;
        let ended = tx.end_grant(user, grant, now).await?.ok_or(ServiceError::NotFound)?;
        if ended.role == AccessRole::Admin {
            self.somebody_administers(&mut tx).await?;
        }
        let detail = format!("{} for {}", ended.role.as_str(), told(&ended.scope));
        self.log(&mut tx, "ended a role", &format!("user:{user}"), &detail).await?;
        tx.commit().await?;
        Ok(self.line(ended).await?.1)
    }

    /// Refuses what would leave the installation without anybody who administers it. Ask after the change, before the
    /// transaction commits.
    pub(super) async fn somebody_administers(&self, tx: &mut store::Tx) -> Result<(), ServiceError> {
        // No user has number 0: everybody is counted.
        if tx.other_administrators(0, self.service.now()).await? > 0 {
            return Ok(());
        }
        let mut wrong = Fields::default();
        wrong.add("form", "Nobody would be left to administer this installation. Give somebody else the role of administrator first.");
        Err(ServiceError::Invalid(wrong))
    }

    /// Every role of these users, in the order in which they were given: (user, role).
    pub(super) async fn roles_of(&self, users: &[i64]) -> Result<Vec<(i64, RoleLine)>, ServiceError> {
        let mut lines = Vec::new();
        for grant in self.service.store.grants_of(users).await? {
            lines.push(self.line(grant).await?);
        }
        Ok(lines)
    }

    async fn line(&self, grant: RoleGrant) -> Result<(i64, RoleLine), ServiceError> {
        let roster = self.service.roster().await?;
        let scope_name = match &grant.scope {
            Scope::Everything | Scope::Own => String::new(),
            Scope::Team(key) => roster.team(key).map(|team| team.name.clone()).unwrap_or_default(),
            Scope::Cohort(key) => {
                let cohort = roster.cohorts.iter().find(|cohort| cohort.key == *key);
                cohort.map(|cohort| cohort.name.clone()).unwrap_or_default()
            }
        };
        let RoleGrant { id, user, role, scope, source, span } = grant;
        let state = state(span, self.service.now());
        Ok((user, RoleLine { id, role, scope, scope_name, source, span, state }))
    }

    async fn check_grant(&self, form: &GrantForm) -> Result<(AccessRole, Scope, Span), ServiceError> {
        let mut wrong = Fields::default();
        let role = AccessRole::parse(&form.role);
        if role.is_none() {
            wrong.add("role", "Choose a role.");
        }
        let scope = self.check_scope(form, &mut wrong).await?;
        if let (Some(AccessRole::Admin | AccessRole::Auditor), Some(scope)) = (role, &scope)
            && *scope != Scope::Everything
        {
            wrong.add("scope", "This role is for the whole installation. Choose everything.");
        }
        let span = self.check_days(form, &mut wrong);
        wrong.into_result()?;
        match (role, scope) {
            (Some(role), Some(scope)) => Ok((role, scope, span)),
            _ => Err(ServiceError::NotFound),
        }
    }

    async fn check_scope(&self, form: &GrantForm, wrong: &mut Fields) -> Result<Option<Scope>, ServiceError> {
        let roster = self.service.load_roster().await?;
        let scope = match form.scope.as_str() {
            "everything" => Some(Scope::Everything),
            "own" => Some(Scope::Own),
            "team" => {
                let team = TeamKey::new(form.team.trim()).ok().filter(|key| roster.team(key).is_some());
                if team.is_none() {
                    wrong.add("team", "Choose the team that the role is for.");
                }
                team.map(Scope::Team)
            }
            "cohort" => {
                let known = |key: &CohortKey| roster.cohorts.iter().any(|cohort| cohort.key == *key);
                let cohort = CohortKey::new(form.cohort.trim()).ok().filter(known);
                if cohort.is_none() {
                    wrong.add("cohort", "Choose the cohort that the role is for.");
                }
                cohort.map(Scope::Cohort)
            }
            _ => {
                wrong.add("scope", "Choose what the role is for.");
                None
            }
        };
        Ok(scope)
    }

    /// From the start of the first day to the end of the last, in UTC.
    fn check_days(&self, form: &GrantForm, wrong: &mut Fields) -> Span {
        let now = self.service.now();
        let first = day("from", &form.from, wrong);
        let last = day("until", &form.until, wrong);
        let from = first.map_or(now, EpochMs::from_date);
        let until = last.map(|day| EpochMs::from_date(day.saturating_add(jiff::Span::new().days(1))));
        // A role that starts today starts now: what was done before stays as it was.
        let start = if first == Some(now.date()) { now } else { from };
        let end = until.unwrap_or(EpochMs(i64::MAX));
        if wrong.of("from").is_none() && start.date() < now.date() {
            wrong.add("from", "A role cannot be given for days that are over. Choose today or a later day.");
        } else if wrong.of("until").is_none() && end <= start {
            wrong.add("until", "The last day comes before the first. Swap them or correct one.");
        }
        Span { start, end }
    }
}

fn day(field: &'static str, typed: &str, wrong: &mut Fields) -> Option<Date> {
    if typed.trim().is_empty() {
        return None;
    }
    let parsed = typed.trim().parse::<Date>().ok().filter(|day| (2000..2200).contains(&day.year()));
    if parsed.is_none() {
        wrong.add(field, "Give the day as year-month-day, such as 2026-03-30.");
    }
    parsed
}

/// For the log: keys, no names.
fn told(scope: &Scope) -> String {
    match scope {
        Scope::Everything => "everything".to_owned(),
        Scope::Own => "what is their own".to_owned(),
        Scope::Team(key) => format!("team:{key}"),
        Scope::Cohort(key) => format!("cohort:{key}"),
    }
}

fn days(span: Span) -> String {
    let until = (span.end.0 != i64::MAX).then(|| format!(" until {}", EpochMs(span.end.0 - 1).date()));
    format!(" from {}{}", span.start.date(), until.unwrap_or_default())
}
