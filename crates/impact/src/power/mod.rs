//! Planning a comparison of two groups: how likely a difference is to be found, and what it takes.

mod noncentral;

use noncentral::cdf;

use crate::{
    distributions::student_critical,
    error::{Result, invalid, not_estimable},
    samples::root,
};

/// A two-sided t test of two groups of the same size.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TwoSampleT {
    sd: f64,
    alpha: f64,
}

impl TwoSampleT {
    /// `sd` of a single value within its group, in the unit of the differences; `alpha` such as 0.05.
    ///
    /// # Errors
    /// `Invalid` for a standard deviation that is not above 0 or an `alpha` outside 0 to 1.
    pub fn new(sd: f64, alpha: f64) -> Result<Self> {
        if !(sd > 0.0 && sd.is_finite()) {
            return invalid(format!("a standard deviation of {sd}; it must be above 0"));
        }
        if !(alpha > 0.0 && alpha < 1.0) {
            return invalid(format!("an alpha of {alpha}; it must lie between 0 and 1"));
        }
        Ok(Self { sd, alpha })
    }

    /// Probability that the test rejects, on either side, with `n` values a group and a true `difference`; R's
    /// `power.t.test(strict = TRUE)`. `n` need not be whole.
    ///
    /// # Errors
    /// `Invalid` for `n` not above 1 or a difference that is not finite.
    pub fn power(&self, n: f64, difference: f64) -> Result<f64> {
        if !(n > 1.0 && n.is_finite() && difference.is_finite()) {
            return invalid(format!("{n} values a group and a difference of {difference}"));
        }
        let freedom = 2.0 * (n - 1.0);
        let critical = student_critical(1.0 - self.alpha, freedom)?;
        let shift = (n / 2.0).sqrt() * difference.abs() / self.sd;
        // Beyond this the test rejects but for rounding, and the series would be long.
        if shift > critical + FAR * (1.0 + critical / freedom.sqrt()) {
            return Ok(1.0);
        }
        Ok((1.0 - cdf(critical, freedom, shift) + cdf(-critical, freedom, shift)).clamp(0.0, 1.0))
    }

    /// The smallest difference found with this `power`.
    ///
    /// # Errors
    /// `Invalid` for `n` not above 1, or a power that is not between `alpha` and 1.
    pub fn detectable_difference(&self, n: f64, power: f64) -> Result<f64> {
        self.checked(power)?;
        let mut high = self.sd * (2.0 / n).sqrt();
        while self.power(n, high)? < power {
            high *= 2.0;
        }
        self.solve(0.0, high, |difference| self.power(n, difference).map_or(f64::NAN, |found| found - power))
    }

    /// How many values a group this `power` takes; not rounded up, and never below 2.
    ///
    /// # Errors
    /// `NotEstimable` where the difference is so small that no group is large enough; `Invalid` for a power that is not
    /// between `alpha` and 1.
    pub fn n_per_group(&self, difference: f64, power: f64) -> Result<f64> {
        self.checked(power)?;
        let mut high = SMALLEST_GROUP;
        while self.power(high, difference)? < power {
            high *= 2.0;
            if high > LARGEST_GROUP {
                return not_estimable(format!(
                    "a difference of {difference} is too small to be found at all"
                ));
            }
        }
        if high <= SMALLEST_GROUP {
            return Ok(high);
        }
        self.solve(high / 2.0, high, |n| self.power(n, difference).map_or(f64::NAN, |found| found - power))
    }

    #[expect(clippy::unused_self, reason = "reads as one of the steps of the two above")]
    fn solve(&self, low: f64, high: f64, excess: impl Fn(f64) -> f64) -> Result<f64> {
        root(low, high, 1e-10 * high, excess).map_or_else(|| not_estimable("the power does not rise"), Ok)
    }

    fn checked(&self, power: f64) -> Result<()> {
        if power > self.alpha && power < 1.0 {
            return Ok(());
        }
        invalid(format!("a power of {power}; it must lie between alpha, {}, and 1", self.alpha))
    }
}

/// Standard errors of the noncentral t.
const FAR: f64 = 40.0;
const SMALLEST_GROUP: f64 = 2.0;
const LARGEST_GROUP: f64 = 1e6;

#[cfg(test)]
mod tests {
    use super::TwoSampleT;

    fn near(found: f64, wanted: f64) {
        assert!((found - wanted).abs() < 1e-6 * wanted, "{found} {wanted}");
    }

    /// Cohen 1988, table 2.3.5 (64 a group for d = .5), and `statsmodels` 0.15 `TTestIndPower` for all digits.
    #[test]
    fn it_agrees_with_published_tables() {
        let test = TwoSampleT::new(1.0, 0.05).unwrap();
        near(test.power(64.0, 0.5).unwrap(), 0.801_459_557_922_254_2);
        near(test.n_per_group(0.5, 0.8).unwrap(), 63.765_610_588_911_69);
        near(test.power(2.0, 1.0).unwrap(), 0.095_201_755_497_883_96);
        near(test.power(10.0, 0.1).unwrap(), 0.055_161_292_111_533_18);
        near(test.detectable_difference(10.0, 0.8).unwrap(), 1.324_947_368_330_822);
        near(test.n_per_group(0.1, 0.8).unwrap(), 1_570.733_043_052);
        let strict = TwoSampleT::new(1.0, 0.01).unwrap();
        near(strict.power(17.0, 1.0).unwrap(), 0.574_711_148_303_118);
        near(strict.detectable_difference(17.0, 0.8).unwrap(), 1.236_899_062_112_407);
        near(strict.n_per_group(1.0, 0.8).unwrap(), 25.066_708_240_006_73);
    }

    #[test]
    fn no_difference_is_found_as_often_as_alpha_and_a_huge_one_always() {
        let test = TwoSampleT::new(2.0, 0.05).unwrap();
        assert!((test.power(12.0, 0.0).unwrap() - 0.05).abs() < 1e-12);
        assert!((test.power(12.0, 1e12).unwrap() - 1.0).abs() < 1e-12);
        near(test.power(12.0, -1.0).unwrap(), test.power(12.0, 1.0).unwrap());
        near(test.n_per_group(1e6, 0.8).unwrap(), 2.0);
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        assert!(TwoSampleT::new(0.0, 0.05).is_err() && TwoSampleT::new(1.0, 1.0).is_err());
        let test = TwoSampleT::new(1.0, 0.05).unwrap();
        assert!(test.power(1.0, 1.0).is_err() && test.power(5.0, f64::NAN).is_err());
        assert!(test.n_per_group(0.0, 0.8).is_err() && test.n_per_group(1.0, 0.01).is_err());
        assert!(
            test.detectable_difference(0.0, 0.8).is_err() && test.detectable_difference(5.0, 1.0).is_err()
        );
    }
}
