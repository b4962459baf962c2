//! What must not get worse, by the same method, and who may have bought a gain with it.

use ::impact::{
    error::{ImpactError, Result},
    imputation::Average,
    verdict::{self, Course, Evidence},
};
use domain::figure::MetricId;

use super::{
    super::{
        study::{Series, Study},
        view::{Guard, Interval},
    },
    fit::{Compared, Estimand, by_teams, compared, interval},
    gaming::Moved,
    table::{Joining, Table},
    words::{scale, spoken_guard},
};

/// A guard with what the sentences need of it, and how each team moved.
pub(super) struct Guarded {
    pub view: Guard,
    pub evidence: Option<verdict::Guard>,
    pub moved: Vec<Moved>,
}

pub(super) fn guard(study: &Study, metric: MetricId) -> Guarded {
    let spoken = spoken_guard(metric);
    let name = spoken.name.clone();
    let series = study.guards.iter().find(|series| series.metric == metric);
    let missing = || Err(ImpactError::NotEstimable("nothing is known of it".to_owned()));
    match series.map_or_else(missing, |series| found(study, series)) {
        Ok((series, effect, ends, moved)) => {
            let evidence = evidence(effect, ends, spoken.band());
            let got_worse = evidence.as_ref().is_some_and(|evidence| is_worse(&spoken, evidence));
            Guarded {
                view: Guard {
                    metric,
                    name,
                    scale: scale(series.transform),
                    effect: Some(effect),
                    interval: ends,
                    got_worse,
                    missing: None,
                },
                evidence: evidence.map(|evidence| verdict::Guard { outcome: spoken, evidence }),
                moved,
            }
        }
        Err(why) => {
            let scale =
                series.map_or(scale(super::super::outcomes::transform_of(metric)), |s| scale(s.transform));
            let view = Guard {
                metric,
                name,
                scale,
                effect: None,
                interval: None,
                got_worse: false,
                missing: Some(why.to_string()),
            };
            Guarded { view, evidence: None, moved: vec![] }
        }
    }
}

type Found<'s> = (&'s Series, f64, Option<Interval>, Vec<Moved>);

fn found<'s>(study: &Study, series: &'s Series) -> Result<Found<'s>> {
    let table = Table::of(study, series, &Joining::of(study), false)?;
    if let Some(missing) = table.missing.first() {
        return Err(ImpactError::NotEstimable(missing.to_string()));
    }
    let estimand = Estimand::of(series.transform, Average::simple());
    let jackknife = by_teams(&table.panel, &estimand)?;
    let cells: Vec<Compared> = compared(&table.panel, series.transform)?;
    let moved = Moved::all(&table.panel, series, &cells);
    Ok((series, jackknife.estimate, interval(&jackknife), moved))
}

/// One warning need not hold for cohorts, or after every other: it is a reason to look, not a finding.
fn evidence(effect: f64, ends: Option<Interval>, smallest: f64) -> Option<Evidence> {
    let team = verdict::Interval::new(ends?.low, ends?.high).ok()?;
    Some(Evidence { effect, team, cohort: None, holm_p: None, keeps_sign: true, smallest })
}

fn is_worse(spoken: &verdict::Outcome, evidence: &Evidence) -> bool {
    matches!(
        spoken.verdict(evidence),
        verdict::Verdict::LikelyReal(Course::Worse) | verdict::Verdict::Suggestive(Course::Worse, _)
    )
}
