//! Which contents went along with gains, role by role. Teams that did more of one thing did more of another: this
//! orders conversations, not contents, and never people.

use ::impact::{dose::dose_response, multiple::Adjustment, samples::Randomisation};
use domain::outcome::Rank;

use super::{
    super::{
        study::{Study, Uptake},
        view::{ContentFinding, ContentLeague},
    },
    fit::{by_team, compared, slope_interval},
    table::{Joining, Table},
};

/// A line through fewer teams says nothing.
const TEAMS: usize = 5;

pub(super) fn league(study: &Study) -> ContentLeague {
    let effects = team_effects(study).unwrap_or_default();
    let mut lines: Vec<ContentFinding> =
        study.uptakes.iter().filter_map(|uptake| line(uptake, &effects)).collect();
    let p_values: Vec<f64> = lines.iter().map(|line| line.p).collect();
    let adjusted = Adjustment::BenjaminiHochberg.adjust(&p_values).unwrap_or_default();
    for (line, adjusted) in lines.iter_mut().zip(adjusted) {
        line.p_adjusted = adjusted;
    }
    // What promises least first counts: the end of the interval that is nearer to no gain.
    lines.sort_by(|a, b| {
        a.role_name
            .cmp(&b.role_name)
            .then(a.interval.high.total_cmp(&b.interval.high))
            .then(a.name.cmp(&b.name))
    });
    let hidden = study.uptakes_hidden + study.uptakes.len() - lines.len();
    ContentLeague { lines, hidden }
}

/// The effect on the speed outcome of each team that joined, by place among the study's teams.
fn team_effects(study: &Study) -> Option<Vec<(usize, f64)>> {
    let outcome = study.outcomes.iter().find(|outcome| outcome.definition.rank == Rank::PrimarySpeed)?;
    let transform = outcome.definition.transform;
    let table = Table::of(study, &outcome.series, &Joining::of(study), false).ok()?;
    if !table.missing.is_empty() {
        return None;
    }
    let cells = compared(&table.panel, transform).ok()?;
    let place = |unit: usize| {
        let name = &table.panel.units().get(unit)?.name;
        study.teams.iter().position(|team| team.key.as_str() == name)
    };
    let effects = by_team(&cells, transform);
    Some(effects.into_iter().filter_map(|(unit, effect, _)| Some((place(unit)?, effect))).collect())
}

fn line(uptake: &Uptake, effects: &[(usize, f64)]) -> Option<ContentFinding> {
    let pair = |(team, effect): &(usize, f64)| {
        let (_, share) = uptake.shares.iter().find(|(own, _)| own == team)?;
        Some((*share, *effect))
    };
    let (shares, gains): (Vec<f64>, Vec<f64>) = effects.iter().filter_map(pair).unzip();
    if shares.len() < TEAMS {
        return None;
    }
    let found = dose_response(&shares, &gains, Randomisation::default()).ok()?;
    Some(ContentFinding {
        role: uptake.role.clone(),
        role_name: uptake.role_name.clone(),
        content: uptake.content.clone(),
        kind: uptake.kind,
        name: uptake.name.clone(),
        slope: found.slope,
        interval: slope_interval(found.slope, found.slope_standard_error?, shares.len())?,
        p: found.permutation.p_two_sided,
        p_adjusted: found.permutation.p_two_sided,
        teams: shares.len(),
        people: uptake.people,
    })
}
