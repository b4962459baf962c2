//! What tries to break a finding.

use ::impact::{
    doubts::{LeaveOneOut, break_even_drift, donut, placebo},
    error::ImpactError,
    imputation::Imputation,
    inference::Jackknife,
    panel::Panel,
};

use super::{
    super::{
        study::Study,
        view::{Donut, Doubts, Drift, Interrupted, LeftOneOut, Placebo},
    },
    fit::{Estimand, LEVEL, by_teams, interval},
};

/// Sprints earlier, and sprints left out before joining, that are tried.
const SHIFTS: [i64; 2] = [2, 3];
const HOLES: [i64; 2] = [1, 2];

pub(super) fn doubts(
    study: &Study,
    panel: &Panel,
    estimand: &Estimand,
    leave_one_out: &LeaveOneOut,
    by_team: &Jackknife,
) -> Doubts {
    let mut doubts = Doubts { leave_one_out: without(study, leave_one_out, by_team), ..Doubts::default() };
    let mut note =
        |what: String, why: ImpactError| doubts.not_tried.push(Interrupted { what, why: why.to_string() });
    for shift in SHIFTS {
        match placebo(panel, shift).and_then(|early| by_teams(&early, estimand)) {
            Ok(found) => doubts.placebo.push(Placebo {
                sprints_earlier: shift,
                effect: found.estimate,
                interval: interval(&found),
            }),
            Err(why) => note(format!("placebo, {shift} sprints earlier"), why),
        }
    }
    for hole in HOLES {
        match by_teams(&donut(panel, hole), estimand) {
            Ok(found) => doubts.donut.push(Donut {
                sprints_dropped: hole,
                effect: found.estimate,
                interval: interval(&found),
            }),
            Err(why) => note(format!("without the last {hole} before joining"), why),
        }
    }
    match drift(panel, estimand, by_team) {
        Ok(found) => doubts.drift = Some(found),
        Err(why) => note("drift".to_owned(), why),
    }
    doubts
}

/// By name of team.
fn without(study: &Study, found: &LeaveOneOut, by_team: &Jackknife) -> Vec<LeftOneOut> {
    let one = |without: &::impact::doubts::Without| {
        let team = study.teams.iter().find(|team| team.key.as_str() == without.name)?;
        Some(LeftOneOut {
            team: team.key.clone(),
            name: team.name.clone(),
            effect: without.estimate,
            keeps_sign: without.estimate * by_team.estimate > 0.0,
        })
    };
    let mut without: Vec<LeftOneOut> = found.without.iter().filter_map(one).collect();
    without.sort_by(|a, b| a.name.cmp(&b.name));
    without
}

/// For counts too: how far joined cells lie from those before joining is a matter of the panel's shape alone.
fn drift(panel: &Panel, estimand: &Estimand, by_team: &Jackknife) -> ::impact::error::Result<Drift> {
    let ends = by_team.interval(LEVEL)?;
    let distance = break_even_drift(&Imputation::of(panel)?, estimand.average(), ends)?.distance;
    let nearer = [ends.0, ends.1].into_iter().min_by(|a, b| a.abs().total_cmp(&b.abs()));
    let clears = ends.0 * ends.1 > 0.0;
    Ok(Drift {
        to_zero: by_team.estimate / distance,
        to_interval: nearer.filter(|_| clears).map(|end| end / distance),
    })
}
