//! Editing the skill map: add, edit, retire, bring back. Nothing is deleted: cohorts of the past point at it.

use domain::{RoleKey, SkillKey, figure::MetricId};
use store::Tx;

use crate::{Fields, ProgrammeDesk, ServiceError, access};

#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(default)]
pub struct RoleForm {
    pub name: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(default)]
pub struct SkillForm {
    pub role: String,
    pub name: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(default)]
pub struct BehaviourForm {
    pub description: String,
    /// A metric's id; empty: nothing measures it.
    pub metric: String,
}

impl ProgrammeDesk<'_> {
    pub async fn add_role(&self, form: &RoleForm) -> Result<(), ServiceError> {
        let name = checked_name(&form.name)?;
        let key = RoleKey::new(&slug(&name)).map_err(|_| no_letters())?;
        if self.service.store.skill_map().await?.iter().any(|role| role.key == key) {
            return Err(one("name", "There is a role of this name already."));
        }
        let mut tx = self.service.store.begin().await?;
        tx.save_role(&key, &name).await?;
        self.log(tx, "added", &format!("role:{key}"), &name).await
    }

    /// Adds a skill to a role; a skill that another role has already is shared, not copied.
    pub async fn add_skill(&self, form: &SkillForm) -> Result<(), ServiceError> {
        let name = checked_name(&form.name)?;
        let key = SkillKey::new(&slug(&name)).map_err(|_| no_letters())?;
        let map = self.service.store.skill_map().await?;
        let role = map.iter().find(|role| role.key.as_str() == form.role).ok_or(ServiceError::NotFound)?;
        if role.skills.iter().any(|skill| skill.key == key) {
            return Err(one("name", "This role has a skill of this name already."));
        }
        let exists = map.iter().flat_map(|role| &role.skills).any(|skill| skill.key == key);
        let mut tx = self.service.store.begin().await?;
        if !exists {
            tx.save_skill(&key, &name).await?;
        }
        tx.assign_skill(&role.key, &key).await?;
        self.log(tx, "added", &format!("skill:{key}"), &format!("to role {}", role.key)).await
    }

    pub async fn rename_skill(&self, key: &str, form: &RoleForm) -> Result<(), ServiceError> {
        let name = checked_name(&form.name)?;
        let key = self.known_skill(key).await?;
        let mut tx = self.service.store.begin().await?;
        tx.save_skill(&key, &name).await?;
        self.log(tx, "renamed", &format!("skill:{key}"), &name).await
    }

    /// Retires a skill, or brings it back.
    pub async fn retire_skill(&self, key: &str, retire: bool) -> Result<(), ServiceError> {
        let key = self.known_skill(key).await?;
        let mut tx = self.service.store.begin().await?;
        tx.retire_skill(&key, retire.then_some(self.service.now().0)).await?;
        self.log(tx, verb(retire), &format!("skill:{key}"), "").await
    }

    pub async fn add_behaviour(&self, skill: &str, form: &BehaviourForm) -> Result<(), ServiceError> {
        let (description, metric) = checked_behaviour(form)?;
        let skill = self.known_skill(skill).await?;
        let mut tx = self.service.store.begin().await?;
        let id = tx.add_behaviour(&skill, &description, metric).await?;
        self.log(tx, "added", &format!("behaviour:{id}"), &description).await
    }

    pub async fn edit_behaviour(&self, id: i64, form: &BehaviourForm) -> Result<(), ServiceError> {
        let (description, metric) = checked_behaviour(form)?;
        let mut tx = self.service.store.begin().await?;
        access::found(tx.edit_behaviour(id, &description, metric).await?)?;
        self.log(tx, "edited", &format!("behaviour:{id}"), &description).await
    }

    /// Retires a behaviour, or brings it back.
    pub async fn retire_behaviour(&self, id: i64, retire: bool) -> Result<(), ServiceError> {
        let mut tx = self.service.store.begin().await?;
        access::found(tx.retire_behaviour(id, retire.then_some(self.service.now().0)).await?)?;
        self.log(tx, verb(retire), &format!("behaviour:{id}"), "").await
    }

    async fn known_skill(&self, key: &str) -> Result<SkillKey, ServiceError> {
        let map = self.service.store.skill_map().await?;
        let mut skills = map.into_iter().flat_map(|role| role.skills);
        skills.find(|skill| skill.key.as_str() == key).map(|skill| skill.key).ok_or(ServiceError::NotFound)
    }

    async fn log(&self, mut tx: Tx, action: &str, subject: &str, detail: &str) -> Result<(), ServiceError> {
        tx.log_change(self.service.now().0, &self.viewer.actor(), action, subject, detail).await?;
        Ok(tx.commit().await?)
    }
}

fn verb(retire: bool) -> &'static str {
    if retire { "retired" } else { "brought back" }
}

fn slug(name: &str) -> String {
    let text: String =
        name.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
    text.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
}

fn checked_name(typed: &str) -> Result<String, ServiceError> {
    checked_text("name", typed, 80)
}

fn checked_text(field: &'static str, typed: &str, most: usize) -> Result<String, ServiceError> {
    let text = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        return Err(one(field, "Write something here."));
    }
    if text.chars().count() > most {
        return Err(one(field, &format!("Keep it to {most} characters.")));
    }
    Ok(text)
}

fn checked_behaviour(form: &BehaviourForm) -> Result<(String, Option<MetricId>), ServiceError> {
    let description = checked_text("description", &form.description, 200)?;
    let typed = form.metric.trim();
    if typed.is_empty() {
        return Ok((description, None));
    }
    let metric = MetricId::parse(typed).ok_or_else(|| one("metric", "Choose a figure from the list."))?;
    Ok((description, Some(metric)))
}

fn no_letters() -> ServiceError {
    one("name", "Use at least one letter or digit.")
}

fn one(field: &'static str, message: &str) -> ServiceError {
    let mut fields = Fields::default();
    fields.add(field, message);
    ServiceError::Invalid(fields)
}
