//! What a viewer's role reaches. The whole policy is in this file.

use domain::{
    CohortKey, TeamKey,
    viewer::{AccessRole, Viewer},
};

use crate::ServiceError;

/// May the viewer see figures of this team?
pub fn sees_team(viewer: &Viewer, team: &TeamKey) -> bool {
    match viewer.role {
        AccessRole::Executive | AccessRole::LAndD => true,
        AccessRole::Manager | AccessRole::Coach | AccessRole::Engineer => viewer.teams.contains(team),
        AccessRole::Admin | AccessRole::Auditor => false,
    }
}

/// May the viewer see figures of this cohort?
pub fn sees_cohort(viewer: &Viewer, cohort: &CohortKey) -> bool {
    match viewer.role {
        AccessRole::Executive | AccessRole::LAndD => true,
        AccessRole::Coach => viewer.cohorts.contains(cohort),
        AccessRole::Manager | AccessRole::Engineer | AccessRole::Admin | AccessRole::Auditor => false,
    }
}

/// May the viewer see the programme as a whole?
pub fn sees_programme(viewer: &Viewer) -> bool {
    matches!(viewer.role, AccessRole::Executive | AccessRole::LAndD)
}

/// May the viewer see who is enrolled?
pub fn sees_participants(viewer: &Viewer, cohort: &CohortKey) -> bool {
    viewer.role == AccessRole::LAndD || (viewer.role == AccessRole::Coach && viewer.cohorts.contains(cohort))
}

/// May the viewer change cohorts and the skill map?
pub fn runs_programme(viewer: &Viewer) -> bool {
    viewer.role == AccessRole::LAndD
}

/// May the viewer read the skill map? Everybody who works with it.
pub fn sees_skill_map(viewer: &Viewer) -> bool {
    !matches!(viewer.role, AccessRole::Auditor)
}

/// Turns a "no" into "not found": what one may not know of looks as if it did not exist.
pub fn found(allowed: bool) -> Result<(), ServiceError> {
    if allowed { Ok(()) } else { Err(ServiceError::NotFound) }
}
