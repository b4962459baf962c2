//! Short links to job aids: an address that leads on at once, and a statement where the reader is somebody.

use domain::{
    ContentId, EpochMs,
    content::{Content, ContentKind},
    learning::{PROFILE, TAG_EXTENSIONS},
    viewer::Viewer,
};
use serde_json::json;
use store::sources::links::LinkRow;
use uuid::Uuid;

use super::{SourceDesk, is_page, said, statement};
use crate::{Fields, Service, ServiceError};

pub(super) const SOURCE: &str = "short links";
const EXPERIENCED: &str = "http://adlnet.gov/expapi/verbs/experienced";
const LONGEST_CODE: usize = 40;

/// The form as it was filled in.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(default)]
pub struct LinkForm {
    pub code: String,
    pub title: String,
    pub url: String,
    pub skill: String,
}

/// A link with how often it was followed; by whom is nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShortLink {
    pub code: String,
    pub title: String,
    pub url: String,
    pub skill: String,
    pub retired: bool,
    pub followed: i64,
    pub recorded: i64,
    pub last_followed_at: Option<EpochMs>,
}

impl From<LinkRow> for ShortLink {
    fn from(row: LinkRow) -> Self {
        Self {
            code: row.code,
            title: row.title,
            url: row.url,
            skill: row.skill,
            retired: row.retired_at.is_some(),
            followed: row.followed,
            recorded: row.recorded,
            last_followed_at: row.last_followed_at.map(EpochMs),
        }
    }
}

impl Service {
    /// Where a link leads. That it was followed is noted beside the answer, which waits for nothing.
    ///
    /// # Errors
    /// `NotFound` for a code that is none, or that leads nowhere any more.
    pub async fn follow_link(&self, code: &str, reader: Option<Viewer>) -> Result<String, ServiceError> {
        let link = self.store.short_link(code).await?.filter(|link| link.retired_at.is_none());
        let link = link.ok_or(ServiceError::NotFound)?;
        let (service, url) = (self.clone(), link.url.clone());
        tokio::spawn(async move {
            if let Err(error) = service.note_followed(&link, reader).await {
                tracing::warn!(%error, code = link.code, "that a short link was followed could not be noted");
            }
        });
        Ok(url)
    }

    async fn note_followed(&self, link: &LinkRow, reader: Option<Viewer>) -> Result<(), ServiceError> {
        let person = reader.and_then(|reader| reader.person);
        let actor = match person {
            Some(person) => self.actor_of(person).await?.and_then(|actor| actor.agent()),
            None => None,
        };
        let recorded = actor.is_some();
        if let Some(agent) = actor {
            let mut extensions = json!({});
            if let Some(skill) = said(&link.skill) {
                extensions[format!("{TAG_EXTENSIONS}skill")] = json!(skill);
            }
            let experienced = statement(json!({
                "id": Uuid::now_v7(),
                "actor": agent,
                "verb": { "id": EXPERIENCED, "display": { "en": "experienced" } },
                "object": {
                    "objectType": "Activity",
                    "id": link.activity,
                    "definition": { "name": { "en": link.title }, "type": format!("{PROFILE}/activity-types/job-aid") },
                },
                "context": { "platform": "Sightline", "extensions": extensions },
                "timestamp": xapi::rfc3339(self.now()),
            }))?;
            self.record(SOURCE, vec![experienced]).await?;
        }
        let mut tx = self.store.begin().await?;
        tx.note_followed(&link.code, recorded, self.now().0).await?;
        Ok(tx.commit().await?)
    }
}

impl SourceDesk<'_> {
    /// Those that lead somewhere first, by title.
    pub async fn links(&self) -> Result<Vec<ShortLink>, ServiceError> {
        Ok(self.service.store.short_links().await?.into_iter().map(ShortLink::from).collect())
    }

    /// Makes a link; says its code.
    pub async fn add_link(&self, form: &LinkForm) -> Result<String, ServiceError> {
        let now = self.service.now();
        let (link, content) = self.checked_link(form, now).await?;
        let mut tx = self.service.store.begin().await?;
        if !tx.add_short_link(&link).await? {
            let mut wrong = Fields::default();
            wrong.add("code", format!("/l/{} is another link already; choose another word.", link.code));
            return Err(ServiceError::Invalid(wrong));
        }
        tx.save_content(&content).await?;
        self.logged(tx, "created", &format!("short_link:{}", link.code), &link.url).await?;
        Ok(link.code)
    }

    /// # Errors
    /// `NotFound` where there is no such link.
    pub async fn retire_link(&self, code: &str, retired: bool) -> Result<(), ServiceError> {
        let mut tx = self.service.store.begin().await?;
        let at = retired.then(|| self.service.now().0);
        if !tx.retire_short_link(code, at).await? {
            return Err(ServiceError::NotFound);
        }
        let act = if retired { "retired" } else { "brought back" };
        self.logged(tx, act, &format!("short_link:{code}"), "").await
    }

    async fn checked_link(&self, form: &LinkForm, now: EpochMs) -> Result<(LinkRow, Content), ServiceError> {
        let mut wrong = Fields::default();
        let code = checked_code(&form.code, &mut wrong);
        let title = super::launchables::checked_title(&form.title, &mut wrong);
        let url = form.url.trim().to_owned();
        let id = ContentId::new(&url).ok().filter(|_| is_page(&url));
        if id.is_none() {
            wrong.add("url", "Give the whole address of the job aid: https://wiki.example/how-to-slice.");
        }
        let skill = self.service.checked_skill(&form.skill, &mut wrong).await?;
        wrong.into_result()?;
        let id = id.ok_or(ServiceError::NotFound)?;
        let content = Content { id, kind: ContentKind::JobAid, name: title.clone(), skill };
        let link = LinkRow {
            code,
            title,
            activity: url.clone(),
            url,
            skill: content.skill.as_ref().map(|skill| skill.as_str().to_owned()).unwrap_or_default(),
            created_at: now.0,
            retired_at: None,
            followed: 0,
            recorded: 0,
            last_followed_at: None,
        };
        Ok((link, content))
    }
}

/// As typed, or a word of chance.
fn checked_code(typed: &str, wrong: &mut Fields) -> String {
    let Some(code) = said(typed) else { return Uuid::new_v4().simple().to_string()[..7].to_owned() };
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if code.len() > LONGEST_CODE || !code.chars().all(fits) {
        wrong.add(
            "code",
            format!("A short word of small letters, digits and hyphens, {LONGEST_CODE} at most; empty for one of chance."),
        );
    }
    code.to_owned()
}
