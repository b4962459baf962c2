//! The policy `individual_work_records`. Off by default: then nobody but the person sees their own work record.

use domain::{
    CohortKey, EpochMs, TeamKey,
    viewer::{AccessRole, Scope, Viewer},
};

use crate::{Fields, Service, ServiceError, access};

/// Who may look at the work records of whom, as everybody may read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkRecordRule {
    pub id: i64,
    pub role: AccessRole,
    pub scope: Scope,
    /// The scope in words: `everybody`, `the team Payments`.
    pub of_whom: String,
    pub granted_at: EpochMs,
}

/// Changes the policy.
#[derive(Clone)]
pub struct PolicyDesk<'s> {
    service: &'s Service,
    viewer: &'s Viewer,
}

/// A grant as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(default)]
pub struct PolicyForm {
    pub role: String,
    /// `everything`, `team:KEY` or `cohort:KEY`.
    pub scope: String,
    /// Checked: the cost was read.
    pub understood: String,
}

impl Service {
    /// The policy as it is: empty where work records are closed to everybody else. For everybody to read.
    pub async fn work_record_rules(&self) -> Result<Vec<WorkRecordRule>, ServiceError> {
        let roster = self.roster().await?;
        let of_whom = |scope: &Scope| match scope {
            Scope::Everything => "everybody".to_owned(),
            Scope::Own => "their own groups".to_owned(),
            Scope::Team(key) => {
                format!("the team {}", roster.team(key).map_or(key.as_str(), |team| team.name.as_str()))
            }
            Scope::Cohort(key) => {
                let name = roster.cohorts.iter().find(|cohort| cohort.key == *key).map(|c| c.name.as_str());
                format!("the cohort {}", name.unwrap_or(key.as_str()))
            }
        };
        let grants = self.store.work_record_grants().await?.into_iter();
        Ok(grants
            .map(|grant| WorkRecordRule {
                id: grant.id,
                role: grant.role,
                of_whom: of_whom(&grant.scope),
                scope: grant.scope,
                granted_at: EpochMs(grant.granted_at),
            })
            .collect())
    }

    /// # Errors
    /// `NotFound` for those who do not administer.
    pub fn work_record_policy<'s>(&'s self, viewer: &'s Viewer) -> Result<PolicyDesk<'s>, ServiceError> {
        access::found(access::administers(viewer))?;
        Ok(PolicyDesk { service: self, viewer })
    }
}

impl PolicyDesk<'_> {
    /// The roles it can be granted to. Not to those who see no figures of anybody, and not to colleagues.
    pub const ROLES: [AccessRole; 4] =
        [AccessRole::Manager, AccessRole::Coach, AccessRole::LAndD, AccessRole::Executive];

    /// What it can be granted for: (value of the form, words).
    pub async fn scopes(&self) -> Result<Vec<(String, String)>, ServiceError> {
        let roster = self.service.roster().await?;
        let teams = roster.teams.iter().map(|t| (format!("team:{}", t.key), format!("Team {}", t.name)));
        let cohorts =
            roster.cohorts.iter().map(|c| (format!("cohort:{}", c.key), format!("Cohort {}", c.name)));
        let everything = ("everything".to_owned(), "Everybody whom the role reaches".to_owned());
        Ok([everything].into_iter().chain(teams).chain(cohorts).collect())
    }

    pub async fn grant(&self, form: &PolicyForm) -> Result<(), ServiceError> {
        let (role, scope) = self.checked(form).await?;
        let now = self.service.now().0;
        let mut tx = self.service.store.begin().await?;
        if tx.grant_work_records(role, &scope, now).await? {
            let detail = format!("granted to {} for {}", role.as_str(), plain(&scope));
            let who = self.viewer.actor();
            tx.log_change(now, &who, "changed policy", "policy:individual_work_records", &detail).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Takes a grant back; from then on nothing it opened opens.
    pub async fn revoke(&self, id: i64) -> Result<(), ServiceError> {
        let mut tx = self.service.store.begin().await?;
        let revoked = tx.revoke_work_records(id).await?.ok_or(ServiceError::NotFound)?;
        let detail = format!("taken back from {} for {}", revoked.role.as_str(), plain(&revoked.scope));
        let (now, who) = (self.service.now().0, self.viewer.actor());
        tx.log_change(now, &who, "changed policy", "policy:individual_work_records", &detail).await?;
        Ok(tx.commit().await?)
    }

    async fn checked(&self, form: &PolicyForm) -> Result<(AccessRole, Scope), ServiceError> {
        let mut wrong = Fields::default();
        let role = AccessRole::parse(&form.role).filter(|role| Self::ROLES.contains(role));
        if role.is_none() {
            wrong.add("role", "Choose a role from the list.");
        }
        let known = self.scopes().await?.iter().any(|(value, _)| *value == form.scope);
        let scope = scope(&form.scope).filter(|_| known);
        if scope.is_none() {
            wrong.add("scope", "Choose whose work records it is about.");
        }
        if form.understood.is_empty() {
            wrong.add("understood", "Confirm that you have read what this costs.");
        }
        wrong.into_result()?;
        role.zip(scope).ok_or(ServiceError::NotFound)
    }
}

fn scope(text: &str) -> Option<Scope> {
    match text.split_once(':') {
        None => (text == "everything").then_some(Scope::Everything),
        Some(("team", key)) => TeamKey::new(key).ok().map(Scope::Team),
        Some(("cohort", key)) => CohortKey::new(key).ok().map(Scope::Cohort),
        Some(_) => None,
    }
}

fn plain(scope: &Scope) -> String {
    match scope {
        Scope::Everything => "everything".to_owned(),
        Scope::Own => "own".to_owned(),
        Scope::Team(key) => format!("team:{key}"),
        Scope::Cohort(key) => format!("cohort:{key}"),
    }
}
