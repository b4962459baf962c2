//! The rule: numbers in, one of five verdicts out.

use serde::{Deserialize, Serialize};

use crate::error::{Result, invalid};

/// A 95 % interval in the unit of the estimate; finite, `low ≤ high`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    low: f64,
    high: f64,
}

impl Interval {
    /// # Errors
    /// `Invalid` where an end is not finite or the ends are the wrong way round.
    pub fn new(low: f64, high: f64) -> Result<Self> {
        if low.is_finite() && high.is_finite() && low <= high {
            Ok(Self { low, high })
        } else {
            invalid(format!("{low} to {high} is no interval"))
        }
    }

    pub const fn low(self) -> f64 {
        self.low
    }

    pub const fn high(self) -> f64 {
        self.high
    }

    pub fn half(self) -> f64 {
        (self.high - self.low) / 2.0
    }

    /// 0 on the edge is held: an interval has to clear it.
    pub fn holds_zero(self) -> bool {
        self.low <= 0.0 && self.high >= 0.0
    }

    /// Within `±band`, edges included.
    pub fn is_inside(self, band: f64) -> bool {
        self.low >= -band && self.high <= band
    }
}

/// What the rule looks at. Effects and intervals are logarithms, or points of a share.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    pub effect: f64,
    /// By delete-one-team jackknife.
    pub team: Interval,
    /// By delete-one-cohort jackknife; `None` where there are too few cohorts for one.
    pub cohort: Option<Interval>,
    /// The p-value, by Holm over the outcomes it was declared with; a primary outcome's is its own.
    pub holm_p: Option<f64>,
    /// Whether leaving any one team out keeps the sign of the effect.
    pub keeps_sign: bool,
    /// The smallest effect that matters, above 0, in the unit of the effect.
    pub smallest: f64,
}

/// The five verdicts. `NotEnough` and `NoMeaningfulChange` are opposites: the one has not seen, the other has.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Verdict {
    LikelyReal(Course),
    Suggestive(Course, Vec<Shortfall>),
    NotEnough,
    NoMeaningfulChange,
    CannotBeCompared,
}

/// Which way it went, measured by what is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Course {
    Better,
    Worse,
}

/// What keeps a suggestive verdict from "likely real".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Shortfall {
    /// Too few cohorts to leave one out.
    OneCohort,
    CohortInterval,
    NotTested,
    Holm,
    LeaveOneOut,
}

const LEVEL: f64 = 0.05;

impl Evidence {
    /// The verdict, first rule that applies. `lower_is_better` only decides between better and worse: harm has to pass
    /// the same bars as gain.
    ///
    /// 1. The interval by team lies inside ± the smallest effect that matters: no meaningful change. That it may
    ///    exclude 0 as well changes nothing: an effect too small to matter is not announced as a success.
    /// 2. It excludes 0: likely real where the interval by cohort excludes 0 on the same side, Holm's p is below .05
    ///    and no single team turns the sign; else suggestive, with what fell short.
    /// 3. Not enough evidence. The interval then holds 0 and reaches beyond the band on one side, so it is wider than
    ///    the smallest effect by itself: no interval falls between the rules.
    pub fn verdict(&self, lower_is_better: bool) -> Verdict {
        if self.team.is_inside(self.smallest) {
            return Verdict::NoMeaningfulChange;
        }
        if self.team.holds_zero() {
            return Verdict::NotEnough;
        }
        let course = Course::of(self.team.low, lower_is_better);
        let shortfalls = self.shortfalls();
        if shortfalls.is_empty() {
            Verdict::LikelyReal(course)
        } else {
            Verdict::Suggestive(course, shortfalls)
        }
    }

    fn shortfalls(&self) -> Vec<Shortfall> {
        let same_side =
            |cohort: Interval| !cohort.holds_zero() && (cohort.low > 0.0) == (self.team.low > 0.0);
        let found = [
            match self.cohort {
                None => Some(Shortfall::OneCohort),
                Some(cohort) => (!same_side(cohort)).then_some(Shortfall::CohortInterval),
            },
            match self.holm_p {
                None => Some(Shortfall::NotTested),
                Some(p) => (p.is_nan() || p >= LEVEL).then_some(Shortfall::Holm),
            },
            (!self.keeps_sign).then_some(Shortfall::LeaveOneOut),
        ];
        found.into_iter().flatten().collect()
    }

    /// In how many sprints more, at the earliest, the interval could decide if the estimate stays where it is: clear 0,
    /// or fit into ± the smallest effect.
    ///
    /// An average over `joined_sprints` joined sprints narrows with their root at best, for what teams have in common
    /// does not average out; so this is a lower bound and has to be called one. `None` where that takes longer than
    /// `limit` more sprints: then waiting is no advice, more teams are.
    pub fn sprints_until_enough(&self, joined_sprints: usize, limit: usize) -> Option<usize> {
        let size = self.effect.abs();
        let ratio = self.team.half() / size.max(self.smallest - size);
        let more = (joined_sprints as f64 * (ratio * ratio - 1.0)).max(1.0);
        (1..=limit).find(|&sprints| sprints as f64 >= more)
    }
}

impl Course {
    /// The course of a value on this side of 0.
    pub fn of(value: f64, lower_is_better: bool) -> Self {
        if (value < 0.0) == lower_is_better { Self::Better } else { Self::Worse }
    }
}
