//! Setting an organisation up: programme, skill map, cohorts, personas, access keys. For the command line.

use domain::{
    EpochMs, PersonId,
    cohort::{Cohort, Enrolment},
    programme::Programme,
    skill_map::Role,
    time::MS_PER_DAY,
    viewer::{AccessRole, Scope},
};
use sha2::{Digest, Sha256};
use store::{Tx, keys::AccessKey, users::Persona};
use subtle::ConstantTimeEq;

use crate::{Service, ServiceError};

/// A cohort with its people by e-mail, as a plan names them.
#[derive(Debug, Clone)]
pub struct PlannedCohort {
    pub cohort: Cohort,
    pub coach_email: String,
    /// (e-mail, day of joining).
    pub members: Vec<(String, jiff::civil::Date)>,
}

/// Somebody to sign in as in the demo organisation.
#[derive(Debug, Clone)]
pub struct PlannedPersona {
    pub persona: &'static str,
    pub name: String,
    pub role: AccessRole,
    pub person_email: Option<String>,
    pub scopes: Vec<Scope>,
}

impl Service {
    pub async fn set_programme(&self, programme: &Programme) -> Result<(), ServiceError> {
        let mut tx = self.store.begin().await?;
        tx.own_facts().await?;
        tx.save_programme(programme).await?;
        self.plant_outcomes(&mut tx).await?;
        self.mark_everything(&mut tx).await?;
        self.logged(tx, "set up", "programme", &programme.name).await
    }

    /// Adds the roles, skills and behaviours of a starter map. Only to an empty map: it would double behaviours.
    pub async fn plant_skill_map(&self, map: &[Role]) -> Result<(), ServiceError> {
        if !self.store.skill_map().await?.is_empty() {
            return Ok(());
        }
        let mut tx = self.store.begin().await?;
        let mut planted = std::collections::BTreeSet::new();
        for role in map {
            tx.save_role(&role.key, &role.name).await?;
            for skill in &role.skills {
                tx.save_skill(&skill.key, &skill.name).await?;
                tx.assign_skill(&role.key, &skill.key).await?;
                if planted.insert(skill.key.clone()) {
                    for behaviour in &skill.behaviours {
                        tx.add_behaviour(&skill.key, &behaviour.description, behaviour.metric).await?;
                    }
                }
            }
        }
        self.logged(tx, "planted", "skill map", "").await
    }

    pub async fn plan_cohorts(&self, plans: &[PlannedCohort]) -> Result<(), ServiceError> {
        let mut tx = self.store.begin().await?;
        tx.own_facts().await?;
        for plan in plans {
            let coach = tx.person_by_email(&plan.coach_email).await?;
            tx.save_cohort(&Cohort { coach, ..plan.cohort.clone() }).await?;
            for (email, joined_on) in &plan.members {
                let Some(person) = tx.person_by_email(email).await? else { continue };
                let enrolment = Enrolment { person, joined_on: *joined_on, left_on: None };
                tx.save_enrolment(&plan.cohort.key, &enrolment).await?;
            }
        }
        self.mark_everything(&mut tx).await?;
        self.logged(tx, "planned", "cohorts", &plans.len().to_string()).await
    }

    pub async fn plant_personas(&self, personas: &[PlannedPersona]) -> Result<(), ServiceError> {
        let mut tx = self.store.begin().await?;
        for planned in personas {
            let person: Option<PersonId> = match &planned.person_email {
                Some(email) => tx.person_by_email(email).await?,
                None => None,
            };
            tx.save_persona(&Persona {
                persona: planned.persona.to_owned(),
                name: planned.name.clone(),
                role: planned.role,
                person,
                scopes: planned.scopes.clone(),
            })
            .await?;
        }
        self.logged(tx, "planted", "personas", &personas.len().to_string()).await
    }

    /// Those one can sign in as where the demo organisation was loaded: (user, persona, name, role).
    pub async fn personas(&self) -> Result<Vec<(i64, String, String, AccessRole)>, ServiceError> {
        Ok(self.store.personas().await?)
    }

    /// Makes an access key for a record-store client; the secret is returned once and kept as a digest.
    pub async fn create_access_key(&self, name: &str) -> Result<(String, String), ServiceError> {
        let random = || uuid::Uuid::new_v4().simple().to_string();
        let (key, secret) = (random(), format!("{}{}", random(), random()));
        self.keep_access_key(&key, &secret, name).await?;
        Ok((key, secret))
    }

    /// Stores a key whose secret is known already (the demo's).
    pub async fn keep_access_key(&self, key: &str, secret: &str, name: &str) -> Result<(), ServiceError> {
        let secret_digest = Sha256::digest(secret.as_bytes()).to_vec();
        let record = AccessKey {
            key: key.to_owned(),
            secret_digest,
            name: name.to_owned(),
            last_used_at: None,
            revoked_at: None,
        };
        let mut tx = self.store.begin().await?;
        tx.save_access_key(&record, self.now().0).await?;
        // Not its name: that may be a person's.
        self.logged(tx, "created", &subject(key), "").await
    }

    /// Revokes every record-store key of this name; says how many there were.
    pub async fn revoke_access_keys(&self, name: &str) -> Result<usize, ServiceError> {
        let now = self.now();
        let mut tx = self.store.begin().await?;
        let revoked = tx.revoke_access_keys(name, now).await?;
        for key in &revoked {
            tx.log_change(now.0, "operator", "revoked", &subject(key), "").await?;
        }
        tx.commit().await?;
        Ok(revoked.len())
    }

    /// The name of the key's client, if key and secret match and it was not revoked.
    pub async fn access_key(&self, key: &str, secret: &str) -> Result<Option<String>, ServiceError> {
        // No key has such characters, and not every database takes them.
        if key.contains(char::is_control) || self.refused_key.as_deref() == Some(key) {
            return Ok(None);
        }
        let Some(found) = self.store.access_key(key).await? else { return Ok(None) };
        let digest = Sha256::digest(secret.as_bytes());
        let matches: bool = digest.as_slice().ct_eq(&found.secret_digest).into();
        if !matches || found.revoked_at.is_some() {
            return Ok(None);
        }
        self.note_access_key_use(&found).await?;
        Ok(Some(found.name))
    }

    /// The first use of each day goes into the audit log.
    async fn note_access_key_use(&self, found: &AccessKey) -> Result<(), ServiceError> {
        let now = self.now();
        let today = EpochMs(now.0.div_euclid(MS_PER_DAY) * MS_PER_DAY);
        if found.last_used_at.is_some_and(|at| at >= today.0) {
            return Ok(());
        }
        let mut tx = self.store.begin().await?;
        if tx.note_access_key_use(&found.key, now, today).await? {
            let key = subject(&found.key);
            tx.log_change(now.0, &key, "used", &key, "first use of the day").await?;
        }
        Ok(tx.commit().await?)
    }

    async fn logged(
        &self,
        mut tx: Tx,
        action: &str,
        subject: &str,
        detail: &str,
    ) -> Result<(), ServiceError> {
        tx.log_change(self.now().0, "operator", action, subject, detail).await?;
        Ok(tx.commit().await?)
    }
}

/// How the audit log names a key.
fn subject(key: &str) -> String {
    format!("access_key:{key}")
}
