//! Learning content: courses, labs, job aids, peer sessions.

use domain::{
    ContentId, SkillKey,
    content::{Content, ContentKind},
};

use crate::{Store, StoreError, Tx};

#[derive(sqlx::FromRow)]
struct ContentRow {
    id: String,
    kind: String,
    name: String,
    skill: Option<String>,
}

impl TryFrom<ContentRow> for Content {
    type Error = StoreError;

    fn try_from(row: ContentRow) -> Result<Self, StoreError> {
        let broken = |column, problem: String| StoreError::inconsistent("content", column, &row.id, problem);
        let id = ContentId::new(&row.id).map_err(|e| broken("id", e.to_string()))?;
        let kind = ContentKind::parse(&row.kind).ok_or_else(|| broken("kind", row.kind.clone()))?;
        let skill = row
            .skill
            .as_deref()
            .map(SkillKey::new)
            .transpose()
            .map_err(|e| broken("skill", e.to_string()))?;
        Ok(Content { id, kind, name: row.name, skill })
    }
}

impl Store {
    pub async fn content(&self) -> Result<Vec<Content>, StoreError> {
        let rows: Vec<ContentRow> = reading!(self, pool => {
            sqlx::query_as("SELECT id, kind, name, skill FROM content ORDER BY name, id").fetch_all(pool).await
        })?;
        rows.into_iter().map(Content::try_from).collect()
    }
}

impl Tx {
    pub async fn all_content(&mut self) -> Result<Vec<Content>, StoreError> {
        let rows: Vec<ContentRow> = writing!(self, conn => {
            sqlx::query_as("SELECT id, kind, name, skill FROM content ORDER BY id").fetch_all(conn).await
        })?;
        rows.into_iter().map(Content::try_from).collect()
    }

    pub async fn save_content(&mut self, content: &Content) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query(
                "INSERT INTO content (id, kind, name, skill) VALUES ($1, $2, $3, $4)
                 ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, name = excluded.name, skill = excluded.skill")
                .bind(content.id.as_str()).bind(content.kind.as_str()).bind(&content.name)
                .bind(content.skill.as_ref().map(SkillKey::as_str))
                .execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }
}
