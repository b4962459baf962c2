//! Setting an organisation up: programme, skill map, cohorts, personas. For the command line.

use domain::{
    PersonId,
    cohort::{Cohort, Enrolment},
    programme::Programme,
    skill_map::Role,
    viewer::{AccessRole, Scope},
};
use store::{Tx, users::Persona};

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
