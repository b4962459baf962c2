//! Effects by how fully teams took the practice up.

use ::impact::{
    dose::dose_response,
    panel::Panel,
    samples::{Randomisation, paired_t},
};
use domain::outcome::Transform;
use metrics::DoseBand;

use super::{
    super::{
        study::Study,
        view::{DoseClass, DoseFinding, DosePoint, Interval},
    },
    fit::{Compared, LEVEL, by_team},
};

const BANDS: [DoseBand; 3] = [DoseBand::None, DoseBand::Partial, DoseBand::Full];

/// `None`: no team has both a dose and an effect.
pub(super) fn dose(
    study: &Study,
    panel: &Panel,
    transform: Transform,
    cells: &[Compared],
) -> Option<DoseFinding> {
    let point = |(unit, effect, _): (usize, f64, usize)| {
        let name = &panel.units().get(unit)?.name;
        let team = study.teams.iter().find(|team| team.key.as_str() == name)?;
        let dose = team.dose?;
        let band = DosePoint::band_of(dose);
        Some(DosePoint { team: team.key.clone(), name: team.name.clone(), dose, band, effect })
    };
    let mut points: Vec<DosePoint> = by_team(cells, transform).into_iter().filter_map(point).collect();
    if points.is_empty() {
        return None;
    }
    points.sort_by(|a, b| a.name.cmp(&b.name));
    let (doses, effects): (Vec<f64>, Vec<f64>) = points.iter().map(|p| (p.dose, p.effect)).unzip();
    let found = dose_response(&doses, &effects, Randomisation::default()).ok();
    Some(DoseFinding {
        slope: found.as_ref().map(|found| found.slope),
        intercept: found.as_ref().map(|found| found.intercept),
        p: found.as_ref().map(|found| found.permutation.p_two_sided),
        is_exact: found.is_some_and(|found| found.permutation.exact),
        classes: BANDS.iter().map(|band| class(*band, &points)).collect(),
        points,
    })
}

fn class(band: DoseBand, points: &[DosePoint]) -> DoseClass {
    let effects: Vec<f64> = points.iter().filter(|p| p.band == band.as_str()).map(|p| p.effect).collect();
    let sum: f64 = effects.iter().sum();
    let limits = paired_t(&effects, LEVEL).ok().map(|found| found.limits);
    DoseClass {
        band: band.as_str().to_owned(),
        teams: effects.len(),
        effect: (!effects.is_empty()).then(|| sum / effects.len() as f64),
        interval: limits.map(|[low, high]| Interval { low, high }),
    }
}
