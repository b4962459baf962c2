//! Content that is launched from here: registered, retired, counted.

use domain::{
    ContentId, SkillKey,
    content::{Content, ContentKind},
};
use store::sources::launches::LaunchableRow;

use super::{SourceDesk, is_page, said};
use crate::{Fields, Service, ServiceError};

const LONGEST_TITLE: usize = 120;

/// How content is launched and reports back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LaunchKind {
    /// As Storyline and Rise publish it.
    TinCan,
    Cmi5,
}

impl LaunchKind {
    pub const ALL: [LaunchKind; 2] = [Self::TinCan, Self::Cmi5];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::TinCan => "tin_can",
            Self::Cmi5 => "cmi5",
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            Self::TinCan => "Storyline, Rise (xAPI)",
            Self::Cmi5 => "cmi5",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// The form as it was filled in.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(default)]
pub struct LaunchableForm {
    pub title: String,
    pub url: String,
    pub kind: String,
    /// Empty: the address.
    pub activity: String,
    pub skill: String,
}

/// Content with how often it was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Launchable {
    pub id: i64,
    pub title: String,
    pub url: String,
    pub activity: String,
    pub kind: LaunchKind,
    pub skill: String,
    pub retired: bool,
    pub opened: i64,
    pub finished: i64,
}

impl Launchable {
    fn of(row: LaunchableRow, counts: &[(i64, i64, i64)]) -> Self {
        let count = counts.iter().find(|(id, ..)| *id == row.id);
        Self {
            id: row.id,
            title: row.title,
            url: row.url,
            activity: row.activity,
            kind: LaunchKind::parse(&row.kind).unwrap_or(LaunchKind::TinCan),
            skill: row.skill,
            retired: row.retired_at.is_some(),
            opened: count.map_or(0, |(_, opened, _)| *opened),
            finished: count.map_or(0, |(.., finished)| *finished),
        }
    }
}

impl SourceDesk<'_> {
    /// Those that can be opened first, by title.
    pub async fn launchables(&self) -> Result<Vec<Launchable>, ServiceError> {
        let counts = self.service.store.launch_counts().await?;
        let rows = self.service.store.launchables().await?;
        Ok(rows.into_iter().map(|row| Launchable::of(row, &counts)).collect())
    }

    pub async fn add_launchable(&self, form: &LaunchableForm) -> Result<i64, ServiceError> {
        let (row, content) = self.checked_launchable(form).await?;
        let mut tx = self.service.store.begin().await?;
        let id = tx.save_launchable(&row).await?;
        // Its statements carry no tag; what is known of the content says the skill.
        tx.save_content(&content).await?;
        self.logged(tx, "created", &format!("launchable:{id}"), &row.title).await?;
        Ok(id)
    }

    /// # Errors
    /// `NotFound` where there is no such content.
    pub async fn retire_launchable(&self, id: i64, retired: bool) -> Result<(), ServiceError> {
        let mut tx = self.service.store.begin().await?;
        let at = retired.then(|| self.service.now().0);
        if !tx.retire_launchable(id, at).await? {
            return Err(ServiceError::NotFound);
        }
        let act = if retired { "retired" } else { "brought back" };
        self.logged(tx, act, &format!("launchable:{id}"), "").await
    }

    async fn checked_launchable(
        &self,
        form: &LaunchableForm,
    ) -> Result<(LaunchableRow, Content), ServiceError> {
        let mut wrong = Fields::default();
        let title = checked_title(&form.title, &mut wrong);
        let url = form.url.trim().to_owned();
        if !is_page(&url) {
            wrong.add(
                "url",
                "Give the whole address of the content's start page: https://content.example/story.html.",
            );
        }
        let activity = said(&form.activity).unwrap_or(&url).to_owned();
        let id = ContentId::new(&activity).ok().filter(|_| activity.contains(':'));
        if id.is_none() {
            wrong.add(
                "activity",
                "Give the activity's IRI as the content was published with it, or leave this empty.",
            );
        }
        let kind = LaunchKind::parse(&form.kind);
        if kind.is_none() {
            wrong.add("kind", "Choose how the content was published.");
        }
        let skill = self.service.checked_skill(&form.skill, &mut wrong).await?;
        wrong.into_result()?;
        let (Some(id), Some(kind)) = (id, kind) else { return Err(ServiceError::NotFound) };
        let row = LaunchableRow {
            id: 0,
            activity,
            title: title.clone(),
            url,
            kind: kind.as_str().to_owned(),
            skill: skill.as_ref().map(|skill| skill.as_str().to_owned()).unwrap_or_default(),
            created_at: self.service.now().0,
            retired_at: None,
        };
        Ok((row, Content { id, kind: ContentKind::Course, name: title, skill }))
    }
}

impl Service {
    /// A skill of the map that is not retired; empty is none.
    pub(super) async fn checked_skill(
        &self,
        typed: &str,
        wrong: &mut Fields,
    ) -> Result<Option<SkillKey>, ServiceError> {
        let Some(typed) = said(typed) else { return Ok(None) };
        let map = self.store.skill_map().await?;
        let known = map.into_iter().flat_map(|role| role.skills).find(|skill| skill.key.as_str() == typed);
        if known.is_none() {
            wrong.add("skill", "Choose a skill of the skill map, or none.");
        }
        Ok(known.map(|skill| skill.key))
    }
}

pub(super) fn checked_title(typed: &str, wrong: &mut Fields) -> String {
    let title = typed.trim();
    if title.is_empty() {
        wrong.add("title", "Give it a title, as people will see it.");
    } else if title.chars().count() > LONGEST_TITLE || title.chars().any(char::is_control) {
        wrong.add("title", format!("A title has at most {LONGEST_TITLE} characters on one line."));
    }
    title.to_owned()
}
