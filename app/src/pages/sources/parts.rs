//! What several pages of sources need.

use domain::{EpochMs, viewer::Viewer};
use leptos::prelude::*;
use service::ServiceError;

use crate::components::{Breadcrumbs, Choice, Link, Notice, NoticeKind};
use crate::web::AppState;

use super::PATH;

/// The skills that can be chosen.
pub async fn skills(app: &AppState, viewer: &Viewer) -> Result<Vec<Choice>, ServiceError> {
    let map = app.service.skill_map(viewer, false).await?;
    let skills = map.roles.into_iter().flat_map(|role| role.skills);
    let mut choices: Vec<Choice> = skills.map(|skill| Choice::new(skill.key.as_str(), skill.name)).collect();
    choices.sort_by(|a, b| (&a.text, &a.value).cmp(&(&b.text, &b.value)));
    choices.dedup();
    Ok(choices)
}

pub fn day(at: Option<EpochMs>) -> String {
    at.map_or_else(|| "never".to_owned(), |at| at.date().to_string())
}

#[component]
pub fn Way(here: &'static str) -> impl IntoView {
    view! { <Breadcrumbs trail=vec![Link::new("Sources", PATH)] here /> }
}

#[component]
pub fn Saved(notice: Option<String>) -> impl IntoView {
    notice.map(|text| view! { <Notice kind=NoticeKind::Saved text /> })
}
