//! Quantiles of a duration and their limits, read off the curve and off its band at the same height.

use super::{KaplanMeier, Step};
use crate::{distributions::normal_critical, error::Result};

/// R's `.Machine$double.eps^0.5`: a height this close to the wanted one is the wanted one.
const TOLERANCE: f64 = 1.490_116_119_384_765_6e-8;

/// On which scale the curve's pointwise band is symmetric; R calls it `conf.type`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Band {
    Plain,
    /// R's default.
    Log,
    /// Never leaves 0 to 1; the best of the three in small samples (Borgan and Liestøl 1990).
    LogLog,
}

/// `None` where the band never gets down to the wanted height: the data set no limit on that side.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    pub lower: Option<f64>,
    pub upper: Option<f64>,
}

impl KaplanMeier {
    /// The time by which the share `p` is over; `None` when the curve never gets there.
    pub fn quantile(&self, p: f64) -> Option<f64> {
        self.crossing(p, |step| step.surviving)
    }

    pub fn median(&self) -> Option<f64> {
        self.quantile(0.5)
    }

    /// Limits of the quantile at confidence `level`, such as 0.95: where the band crosses the height `1 − p` (Brookmeyer
    /// and Crowley 1982, as R's `quantile.survfit` reads it off).
    ///
    /// # Errors
    /// `Invalid` for a level outside 0 to 1.
    pub fn quantile_limits(&self, p: f64, level: f64, band: Band) -> Result<Limits> {
        let z = normal_critical(level)?;
        Ok(Limits {
            lower: self.crossing(p, |step| band.bound(step, -z)),
            upper: self.crossing(p, |step| band.bound(step, z)),
        })
    }

    /// Where a curve over the steps comes down to `1 − p`. At exactly that height it is the middle of the flat step, up to
    /// the next drop or, for want of one, to the last observation. Steps at which the curve is unknown (NaN) are skipped.
    fn crossing(&self, p: f64, height: impl Fn(&Step) -> f64) -> Option<f64> {
        let wanted = 1.0 - p;
        let (first, reached) = self.highest_below(wanted + TOLERANCE, &height)?;
        if reached <= wanted - TOLERANCE {
            return Some(first);
        }
        let next = self.highest_below(wanted - TOLERANCE, &height).map(|(time, _)| time);
        let last = self.steps.last().filter(|step| !height(step).is_nan()).map(|step| step.time);
        Some(f64::midpoint(first, next.or(last)?))
    }

    /// The highest point not above `limit`, the first of equals: on a curve that only falls, where it first gets there.
    /// A band's upper edge may rise again near its end; R then takes this point too.
    fn highest_below(&self, limit: f64, height: impl Fn(&Step) -> f64) -> Option<(f64, f64)> {
        let below = self.steps.iter().map(|step| (step.time, height(step))).filter(|(_, at)| *at <= limit);
        below.reduce(|best, other| if other.1 > best.1 { other } else { best })
    }
}

impl Band {
    /// The band's edge `z` standard errors from the curve, up for `z > 0`; NaN where it does not exist.
    fn bound(self, step: &Step, z: f64) -> f64 {
        let (surviving, error) = (step.surviving, step.log_variance.sqrt());
        match self {
            Self::Plain => {
                let bound = surviving + z * surviving * error;
                if bound.is_nan() { bound } else { bound.clamp(0.0, 1.0) }
            }
            _ if surviving <= 0.0 => f64::NAN,
            Self::Log => (surviving.ln() + z * error).exp().min(1.0),
            Self::LogLog if surviving >= 1.0 => f64::NAN,
            Self::LogLog => {
                let log = surviving.ln();
                (-((-log).ln() + z * error / log).exp()).exp()
            }
        }
    }
}
