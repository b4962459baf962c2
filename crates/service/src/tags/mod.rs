//! The five tags of a moment of learning: rules for sources that cannot send them, what waits for one, how far each
//! source has come. Nothing valid is refused for its tags; it is stored, and waits here.

mod apply;
mod form;
mod queue;
mod repair;

pub(crate) use apply::tag;
pub use form::RuleForm;
pub use queue::{Cause, Coverage, Filter, Preview, Queue};
pub use repair::Repaired;
pub use store::tags::TagRule;

use domain::viewer::Viewer;

use crate::{Service, ServiceError, access};

/// Tags and their rules, for those who look after sources.
pub struct TagDesk<'s> {
    service: &'s Service,
    viewer: &'s Viewer,
}

impl Service {
    /// # Errors
    /// `NotFound` for those who do not look after sources.
    pub fn tag_desk<'s>(&'s self, viewer: &'s Viewer) -> Result<TagDesk<'s>, ServiceError> {
        access::found(access::minds_sources(viewer))?;
        Ok(TagDesk { service: self, viewer })
    }
}

impl TagDesk<'_> {
    /// In the order in which they are tried.
    pub async fn rules(&self) -> Result<Vec<TagRule>, ServiceError> {
        Ok(self.service.store.tag_rules().await?)
    }
}
