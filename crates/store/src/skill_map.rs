//! The skill map: roles, the skills they need, the behaviours that show them.

use domain::{
    RoleKey, SkillKey,
    figure::MetricId,
    skill_map::{Behaviour, Role, Skill},
};

use crate::{Store, StoreError, Tx};

#[derive(sqlx::FromRow)]
struct SkillRow {
    role: String,
    key: String,
    name: String,
    retired_at: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct BehaviourRow {
    id: i64,
    skill: String,
    description: String,
    metric: Option<String>,
    retired_at: Option<i64>,
}

impl TryFrom<BehaviourRow> for Behaviour {
    type Error = StoreError;

    fn try_from(row: BehaviourRow) -> Result<Self, StoreError> {
        let parse = |text: &String| {
            MetricId::parse(text).ok_or_else(|| StoreError::inconsistent("behaviour", "metric", row.id, text))
        };
        let metric = row.metric.as_ref().map(parse).transpose()?;
        Ok(Behaviour { id: row.id, description: row.description, metric, retired: row.retired_at.is_some() })
    }
}

/// A behaviour with the skill it belongs to.
type Owned = (String, Behaviour);

fn skill(row: &SkillRow, behaviours: &[Owned]) -> Result<Skill, StoreError> {
    let own = behaviours.iter().filter(|(owner, _)| *owner == row.key);
    Ok(Skill {
        key: SkillKey::new(&row.key).map_err(|e| StoreError::inconsistent("skill", "key", &row.key, e))?,
        name: row.name.clone(),
        behaviours: own.map(|(_, behaviour)| behaviour.clone()).collect(),
        retired: row.retired_at.is_some(),
    })
}

impl Store {
    /// The whole map, retired entries included, roles in their order.
    pub async fn skill_map(&self) -> Result<Vec<Role>, StoreError> {
        let roles: Vec<(String, String)> = reading!(self, pool => {
            sqlx::query_as("SELECT key, name FROM skill_role ORDER BY position, key").fetch_all(pool).await
        })?;
        let skills: Vec<SkillRow> = reading!(self, pool => {
            sqlx::query_as(
                "SELECT rs.role, s.key, s.name, s.retired_at FROM role_skill rs JOIN skill s ON s.key = rs.skill
                 ORDER BY rs.role, rs.position, s.key")
                .fetch_all(pool).await
        })?;
        let behaviours = self.behaviours().await?;
        roles
            .into_iter()
            .map(|(key, name)| {
                let own = skills.iter().filter(|row| row.role == key);
                let skills = own.map(|row| skill(row, &behaviours)).collect::<Result<_, _>>()?;
                let key =
                    RoleKey::new(&key).map_err(|e| StoreError::inconsistent("skill_role", "key", &key, e))?;
                Ok(Role { key, name, skills })
            })
            .collect()
    }

    async fn behaviours(&self) -> Result<Vec<Owned>, StoreError> {
        let rows: Vec<BehaviourRow> = reading!(self, pool => {
            sqlx::query_as("SELECT id, skill, description, metric, retired_at FROM behaviour ORDER BY id")
                .fetch_all(pool).await
        })?;
        rows.into_iter().map(|row| Ok((row.skill.clone(), Behaviour::try_from(row)?))).collect()
    }
}

impl Tx {
    /// Adds a role at the end of the map, or renames it.
    pub async fn save_role(&mut self, key: &RoleKey, name: &str) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query(
                "INSERT INTO skill_role (key, name, position)
                 VALUES ($1, $2, (SELECT COALESCE(MAX(position), 0) + 1 FROM skill_role))
                 ON CONFLICT (key) DO UPDATE SET name = excluded.name")
                .bind(key.as_str()).bind(name).execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }

    /// Adds a skill or renames it.
    pub async fn save_skill(&mut self, key: &SkillKey, name: &str) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query(
                "INSERT INTO skill (key, name) VALUES ($1, $2)
                 ON CONFLICT (key) DO UPDATE SET name = excluded.name")
                .bind(key.as_str()).bind(name).execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }

    /// Says that a role needs a skill.
    pub async fn assign_skill(&mut self, role: &RoleKey, skill: &SkillKey) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query(
                "INSERT INTO role_skill (role, skill, position)
                 VALUES ($1, $2, (SELECT COALESCE(MAX(position), 0) + 1 FROM role_skill WHERE role = $1))
                 ON CONFLICT (role, skill) DO NOTHING")
                .bind(role.as_str()).bind(skill.as_str()).execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }

    /// Retires a skill, or brings it back with `None`.
    pub async fn retire_skill(&mut self, key: &SkillKey, at_ms: Option<i64>) -> Result<bool, StoreError> {
        let changed = writing!(self, conn => {
            sqlx::query("UPDATE skill SET retired_at = $2 WHERE key = $1")
                .bind(key.as_str()).bind(at_ms).execute(conn).await.map(|done| done.rows_affected())
        })?;
        Ok(changed > 0)
    }

    pub async fn add_behaviour(
        &mut self,
        skill: &SkillKey,
        description: &str,
        metric: Option<MetricId>,
    ) -> Result<i64, StoreError> {
        Ok(writing!(self, conn => {
            sqlx::query_scalar("INSERT INTO behaviour (skill, description, metric) VALUES ($1, $2, $3) RETURNING id")
                .bind(skill.as_str()).bind(description).bind(metric.map(MetricId::as_str))
                .fetch_one(conn).await
        })?)
    }

    pub async fn edit_behaviour(
        &mut self,
        id: i64,
        description: &str,
        metric: Option<MetricId>,
    ) -> Result<bool, StoreError> {
        let changed = writing!(self, conn => {
            sqlx::query("UPDATE behaviour SET description = $2, metric = $3 WHERE id = $1")
                .bind(id).bind(description).bind(metric.map(MetricId::as_str))
                .execute(conn).await.map(|done| done.rows_affected())
        })?;
        Ok(changed > 0)
    }

    /// Retires a behaviour, or brings it back with `None`.
    pub async fn retire_behaviour(&mut self, id: i64, at_ms: Option<i64>) -> Result<bool, StoreError> {
        let changed = writing!(self, conn => {
            sqlx::query("UPDATE behaviour SET retired_at = $2 WHERE id = $1")
                .bind(id).bind(at_ms).execute(conn).await.map(|done| done.rows_affected())
        })?;
        Ok(changed > 0)
    }
}
