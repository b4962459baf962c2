//! The estimators that are compared, each with its 95 % interval.

use impact::counts::LogRatio;
use impact::doubts::LeaveOneOut;
use impact::error::{ImpactError, Result};
use impact::group_time::{Aggregation, GroupTime, Options};
use impact::imputation::Average;
use impact::inference::{Block, Jackknife, jackknife};
use impact::panel::Panel;
use impact::regression::{ClusterRobust, TwoWayFixedEffects};
use impact::samples::paired_t;
use impact::verdict::{Evidence, Interval, Verdict};
use statrs::distribution::{ContinuousCDF, StudentsT};

use crate::world::mean;

const LEVEL: f64 = 0.95;
/// The smallest effect that matters, for the verdict: 5 %.
const SMALLEST: f64 = 0.05;

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Answer {
    pub estimate: f64,
    pub low: f64,
    pub high: f64,
}

/// What imputation says, by team and by cohort, and the verdict on it as the only outcome.
#[derive(Debug, Clone, PartialEq)]
pub struct Headline {
    pub team: Answer,
    pub cohort: Answer,
    pub likely_real: bool,
}

/// After less before in every team that joined, and Student's t over those differences: what a slide would say.
pub fn naive(panel: &Panel) -> Result<Answer> {
    let differences: Vec<f64> =
        (0..panel.units().len()).filter_map(|unit| after_less_before(panel, unit)).collect();
    let test = paired_t(&differences, LEVEL)?;
    Ok(answer(test.mean, test.limits.into()))
}

fn after_less_before(panel: &Panel, unit: usize) -> Option<f64> {
    let joined = panel.units().get(unit)?.joined?;
    let side = |after: bool| {
        let cells = panel.periods().iter().zip(panel.row(unit));
        let own = cells.filter(|(period, outcome)| (**period >= joined) == after && outcome.is_finite());
        mean(&own.map(|(_, outcome)| *outcome).collect::<Vec<_>>())
    };
    Some(side(true)? - side(false)?)
}

/// The coefficient that most report, with cluster-robust errors and t with teams − 1 degrees of freedom.
pub fn two_way(panel: &Panel) -> Result<Answer> {
    let fit = TwoWayFixedEffects::of(panel)?;
    let robust = fit.robust(ClusterRobust::Cr1, LEVEL)?;
    around(fit.coefficient, robust.standard_error, fit.clusters)
}

/// Not-yet-joined controls, the last kept sprint before joining as base, every joined cell alike, normal interval: R's
/// `did` as it comes. Where sprints before joining were left out, they count as anticipation.
pub fn group_time(panel: &Panel, anticipation: u32) -> Result<Answer> {
    let estimate = GroupTime::of(panel, Options { anticipation, ..Options::default() })?
        .aggregate(Aggregation::Simple, None)?
        .overall;
    Ok(answer(estimate.effect, estimate.interval(LEVEL)?))
}

pub fn imputation(panel: &Panel) -> Result<Headline> {
    let (team, cohort) = (jackknifed(panel, &Block::units(panel))?, jackknifed(panel, &Block::waves(panel))?);
    let evidence = Evidence {
        effect: team.estimate,
        team: interval(&team)?,
        cohort: Some(interval(&cohort)?),
        holm_p: Some(team.p_value),
        keeps_sign: LeaveOneOut::of(&team).sign_holds,
        smallest: SMALLEST.ln_1p(),
    };
    let likely_real = matches!(evidence.verdict(true), Verdict::LikelyReal(_));
    let answer = |jackknife: &Jackknife| Ok(answer(jackknife.estimate, jackknife.interval(LEVEL)?));
    Ok(Headline { team: answer(&team)?, cohort: answer(&cohort)?, likely_real })
}

/// Defects by multiplicative imputation: the logarithm of observed over expected.
pub fn defects(panel: &Panel) -> Result<Answer> {
    let found = jackknife(panel, &LogRatio(Average::simple()), &Block::units(panel))?;
    Ok(answer(found.estimate, found.interval(LEVEL)?))
}

fn jackknifed(panel: &Panel, blocks: &[Block]) -> Result<Jackknife> {
    jackknife(panel, &Average::simple(), blocks)
}

fn interval(jackknife: &Jackknife) -> Result<Interval> {
    let (low, high) = jackknife.interval(LEVEL)?;
    Interval::new(low, high)
}

fn around(estimate: f64, standard_error: f64, clusters: usize) -> Result<Answer> {
    let student = StudentsT::new(0.0, 1.0, clusters as f64 - 1.0)
        .map_err(|error| ImpactError::NotEstimable(error.to_string()))?;
    let half = student.inverse_cdf(f64::midpoint(1.0, LEVEL)) * standard_error;
    Ok(answer(estimate, (estimate - half, estimate + half)))
}

const fn answer(estimate: f64, (low, high): (f64, f64)) -> Answer {
    Answer { estimate, low, high }
}

impl Answer {
    pub fn covers(&self, truth: f64) -> bool {
        (self.low..=self.high).contains(&truth)
    }

    /// Announces an effect, in either direction: the interval leaves no change out.
    pub fn announces(&self) -> bool {
        !self.covers(0.0)
    }

    pub fn length(&self) -> f64 {
        self.high - self.low
    }
}
