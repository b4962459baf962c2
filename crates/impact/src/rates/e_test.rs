//! The E-test of equal rates (Krishnamoorthy and Thomson 2004): how probable is a score statistic at least as large as
//! the one seen, were both arms Poisson at the rate of the two together?

use statrs::distribution::{Discrete, Poisson};

use super::RateRatio;
use crate::error::{Result, invalid};

/// Of statistics exactly as large as the one seen, which rounding sets apart.
const AS_LARGE: f64 = 1e-12;

impl RateRatio {
    /// Two-sided p-value; exact but for the common rate, which is estimated.
    ///
    /// # Errors
    /// `Invalid` where so little exposure is set against so much that an expected count rounds to nothing.
    pub fn e_test(&self) -> Result<f64> {
        let (x, y, odds) = self.parts();
        let seen = statistic(x, y, odds).abs() - AS_LARGE;
        if seen <= 0.0 {
            return Ok(1.0);
        }
        let share = odds / (1.0 + odds);
        let (first, second) =
            (Counts::expected((x + y) * share)?, Counts::expected((x + y) * (1.0 - share))?);
        let extreme = |(at, mass): (usize, &f64)| mass * second.beyond(first.count(at), odds, seen);
        Ok(first.mass.iter().enumerate().map(extreme).sum::<f64>().min(1.0))
    }
}

/// Falls as `y` grows.
fn statistic(x: f64, y: f64, odds: f64) -> f64 {
    if x + y > 0.0 { (x - y * odds) / ((x + y) * odds).sqrt() } else { 0.0 }
}

/// The counts of an arm that are not out of the question, and how probable each is.
struct Counts {
    from: f64,
    mass: Vec<f64>,
    /// Of all counts before each, and of all.
    before: Vec<f64>,
}

impl Counts {
    /// Nine standard deviations to either side leave out less than 1e-13.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "not below 0, and of ten million events at most"
    )]
    fn expected(mean: f64) -> Result<Self> {
        let poisson = Poisson::new(mean).or_else(|_| invalid(format!("an expected count of {mean}")))?;
        let reach = 9.0 * mean.sqrt() + 30.0;
        let (from, to) = ((mean - reach).max(0.0) as u64, (mean + reach) as u64);
        let mass: Vec<f64> = (from..=to).map(|count| poisson.pmf(count)).collect();
        let sums = mass.iter().scan(0.0, |sum, mass| {
            *sum += mass;
            Some(*sum)
        });
        let before = std::iter::once(0.0).chain(sums).collect();
        Ok(Self { from: from as f64, mass, before })
    }

    fn count(&self, at: usize) -> f64 {
        self.from + at as f64
    }

    /// How probable a count is that sets the statistic, at `x` in the first arm, at least as far from 0 as `seen`.
    fn beyond(&self, x: f64, odds: f64, seen: f64) -> f64 {
        let above = self.holding(|y| statistic(x, y, odds) >= seen);
        let not_below = self.holding(|y| statistic(x, y, odds) > -seen);
        let up_to = |count: usize| self.before.get(count).copied().unwrap_or_default();
        up_to(above) + up_to(self.mass.len()) - up_to(not_below)
    }

    /// How many counts from the smallest on hold, of a condition that fails for good once it fails.
    fn holding(&self, holds: impl Fn(f64) -> bool) -> usize {
        let (mut low, mut high) = (0, self.mass.len());
        while low < high {
            let middle = low.midpoint(high);
            if holds(self.count(middle)) { low = middle + 1 } else { high = middle }
        }
        low
    }
}
