//! What a viewer gets hold of. A handle is made by one function that asks `access` first, and its methods reach
//! nothing beyond it: a page that has no handle has nothing to ask with.

use domain::{CohortKey, TeamKey, viewer::Viewer};

use crate::{Service, ServiceError, access};

/// One team's figures and the work items behind them.
#[derive(Clone)]
pub struct TeamFigures<'s> {
    pub(crate) service: &'s Service,
    pub(crate) viewer: &'s Viewer,
    pub(crate) team: TeamKey,
}

/// One cohort's figures.
#[derive(Clone)]
pub struct CohortFigures<'s> {
    pub(crate) service: &'s Service,
    pub(crate) viewer: &'s Viewer,
    pub(crate) cohort: CohortKey,
}

/// One cohort as a group of people who learn: plan, funnel and, for those who run it, who takes part.
#[derive(Clone)]
pub struct CohortDesk<'s> {
    pub(crate) service: &'s Service,
    pub(crate) viewer: &'s Viewer,
    pub(crate) cohort: CohortKey,
}

/// The programme as a whole.
#[derive(Clone)]
pub struct ProgrammeFigures<'s> {
    pub(crate) service: &'s Service,
}

/// Everything that is edited to run a programme: cohorts and the skill map.
#[derive(Clone)]
pub struct ProgrammeDesk<'s> {
    pub(crate) service: &'s Service,
    pub(crate) viewer: &'s Viewer,
}

impl Service {
    /// # Errors
    /// `NotFound` for a team that is not the viewer's to see, whether it exists or not.
    pub fn team_figures<'s>(
        &'s self,
        viewer: &'s Viewer,
        team: &str,
    ) -> Result<TeamFigures<'s>, ServiceError> {
        let team = TeamKey::new(team).map_err(|_| ServiceError::NotFound)?;
        access::found(access::sees_team(viewer, &team))?;
        Ok(TeamFigures { service: self, viewer, team })
    }

    /// # Errors
    /// `NotFound` for a cohort that is not the viewer's to see, whether it exists or not.
    pub fn cohort_figures<'s>(
        &'s self,
        viewer: &'s Viewer,
        cohort: &str,
    ) -> Result<CohortFigures<'s>, ServiceError> {
        let cohort = visible_cohort(viewer, cohort)?;
        Ok(CohortFigures { service: self, viewer, cohort })
    }

    /// # Errors
    /// `NotFound` for a cohort that is not the viewer's to see, whether it exists or not.
    pub fn cohort_desk<'s>(
        &'s self,
        viewer: &'s Viewer,
        cohort: &str,
    ) -> Result<CohortDesk<'s>, ServiceError> {
        let cohort = visible_cohort(viewer, cohort)?;
        Ok(CohortDesk { service: self, viewer, cohort })
    }

    /// # Errors
    /// `NotFound` for those who see some teams only.
    pub fn programme_figures(&self, viewer: &Viewer) -> Result<ProgrammeFigures<'_>, ServiceError> {
        access::found(access::sees_programme(viewer))?;
        Ok(ProgrammeFigures { service: self })
    }

    /// # Errors
    /// `NotFound` for those who do not run the programme.
    pub fn programme_desk<'s>(&'s self, viewer: &'s Viewer) -> Result<ProgrammeDesk<'s>, ServiceError> {
        access::found(access::runs_programme(viewer))?;
        Ok(ProgrammeDesk { service: self, viewer })
    }
}

fn visible_cohort(viewer: &Viewer, cohort: &str) -> Result<CohortKey, ServiceError> {
    let cohort = CohortKey::new(cohort).map_err(|_| ServiceError::NotFound)?;
    access::found(access::sees_cohort(viewer, &cohort))?;
    Ok(cohort)
}
