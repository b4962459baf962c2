//! Whose scoreboard it is: where it lives and how it is read. Page, CSV and live figures read it in the same way.

use domain::viewer::Viewer;
use service::{
    Service, ServiceError,
    views::{Range, Scoreboard},
};

use crate::components::below;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    Team,
    Cohort,
}

impl Group {
    /// What the group's addresses begin with.
    pub fn base(self, key: &str) -> String {
        match self {
            Group::Team => below("/teams", key),
            Group::Cohort => below("/cohorts", key),
        }
    }

    /// The address of the page.
    pub fn path(self, key: &str) -> String {
        match self {
            Group::Team => self.base(key),
            Group::Cohort => below(&self.base(key), "scoreboard"),
        }
    }

    /// The scoreboard as this viewer may see it. A cohort is compared with nobody.
    pub async fn board(
        self,
        service: &Service,
        viewer: &Viewer,
        key: &str,
        range: &Range,
        compare: Option<&str>,
    ) -> Result<Scoreboard, ServiceError> {
        match self {
            Group::Team => service.team_figures(viewer, key)?.scoreboard(range, compare).await,
            Group::Cohort => service.cohort_figures(viewer, key)?.scoreboard(range).await,
        }
    }
}
