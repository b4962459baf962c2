//! From a study to a report. Arithmetic alone: the same study gives the same report.

mod cross_check;
mod dates;
mod dose;
mod doubts;
mod fit;
mod gaming;
mod guards;
mod headline;
mod league;
mod outcome;
mod questions;
mod series;
mod table;
mod told;
mod words;

use domain::EpochMs;

use super::{
    study::Study,
    view::{ImpactReport, PanelTeam},
};

/// What is found in a study, as of when it was asked.
pub fn report(study: &Study, computed_at: EpochMs) -> ImpactReport {
    let outcomes = outcome::all(study);
    ImpactReport {
        programme: study.programme.clone(),
        computed_at,
        known_until: study.known_until,
        teams: study.teams.iter().map(team).collect(),
        sprints: study.begun().cloned().collect(),
        questions: questions::answers(study),
        contents: league::league(study),
        outcomes,
        left_out: study.left_out.clone(),
    }
}

fn team(team: &super::study::StudyTeam) -> PanelTeam {
    PanelTeam { team: team.key.clone(), name: team.name.clone(), joined: team.joined, wave: team.wave }
}
