//! The skill map as its readers see it.

use domain::{skill_map::Role, viewer::Viewer};

use crate::{Service, ServiceError, access};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SkillMapView {
    /// Without retired entries unless they were asked for.
    pub roles: Vec<Role>,
    /// How many skills and behaviours are retired.
    pub retired: usize,
    pub may_edit: bool,
}

impl Service {
    pub async fn skill_map(&self, viewer: &Viewer, with_retired: bool) -> Result<SkillMapView, ServiceError> {
        access::found(access::sees_skill_map(viewer))?;
        let mut roles = self.store.skill_map().await?;
        let skills = roles.iter().flat_map(|role| &role.skills);
        let retired =
            skills.map(|s| usize::from(s.retired) + s.behaviours.iter().filter(|b| b.retired).count()).sum();
        let may_edit = access::runs_programme(viewer);
        if !(with_retired && may_edit) {
            for role in &mut roles {
                role.skills.retain(|skill| !skill.retired);
                role.skills.iter_mut().for_each(|skill| skill.behaviours.retain(|b| !b.retired));
            }
        }
        Ok(SkillMapView { roles, retired, may_edit })
    }
}
