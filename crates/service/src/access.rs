//! What a viewer's role reaches. The whole policy is in this file.

use domain::{
    CohortKey, TeamKey,
    viewer::{AccessRole, Reach, Viewer},
};

use crate::ServiceError;

use AccessRole::{Admin, Auditor, Coach, Engineer, Executive, LAndD, Manager};

/// May the viewer see figures of this team?
pub fn sees_team(viewer: &Viewer, team: &TeamKey) -> bool {
    viewer.reaches_team(&[Executive, LAndD, Manager, Coach, Engineer], team)
}

/// May the viewer see figures of this cohort?
pub fn sees_cohort(viewer: &Viewer, cohort: &CohortKey) -> bool {
    viewer.reaches_cohort(&[Executive, LAndD, Coach], cohort)
}

/// May the viewer set a team beside others? Their own teams' managers, and those who see all of them anyway.
pub fn compares_team(viewer: &Viewer, team: &TeamKey) -> bool {
    sees_every_team(viewer) || viewer.reaches_team(&[Manager], team)
}

/// May the viewer see every team's figures?
pub fn sees_every_team(viewer: &Viewer) -> bool {
    [Executive, LAndD].into_iter().any(|role| viewer.reach(role) == Some(&Reach::Everything))
}

/// May the viewer see the programme as a whole?
pub fn sees_programme(viewer: &Viewer) -> bool {
    sees_every_team(viewer)
}

/// May the viewer see who is enrolled?
pub fn sees_participants(viewer: &Viewer, cohort: &CohortKey) -> bool {
    viewer.reaches_cohort(&[LAndD, Coach], cohort)
}

/// May the viewer change cohorts and the skill map?
pub fn runs_programme(viewer: &Viewer) -> bool {
    viewer.reach(LAndD) == Some(&Reach::Everything)
}

/// May the viewer read the skill map? Everybody who works with it.
pub fn sees_skill_map(viewer: &Viewer) -> bool {
    viewer.roles().any(|role| role != Auditor)
}

/// May the viewer manage people, teams, identities, keys and roles?
pub fn administers(viewer: &Viewer) -> bool {
    viewer.holds(Admin)
}

/// May the viewer look after the sources of statements: how good what they send is, and what arrives, nobody named?
pub fn minds_sources(viewer: &Viewer) -> bool {
    administers(viewer) || runs_programme(viewer)
}

/// May the viewer have statements taken from elsewhere, or sent there, whole and with names?
pub fn forwards(viewer: &Viewer) -> bool {
    administers(viewer)
}

/// May the viewer tell people apart in what arrives, by their key? Whoever sees records of participants anyway.
pub fn tells_people_apart(viewer: &Viewer) -> bool {
    runs_programme(viewer)
}

/// May the viewer read, verify and export the audit log?
pub fn audits(viewer: &Viewer) -> bool {
    viewer.holds(Auditor)
}

/// Turns a "no" into "not found": what one may not know of looks as if it did not exist.
pub fn found(allowed: bool) -> Result<(), ServiceError> {
    if allowed { Ok(()) } else { Err(ServiceError::NotFound) }
}
