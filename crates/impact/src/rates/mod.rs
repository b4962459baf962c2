//! Two Poisson rates: how many times more often, per unit of exposure, something happened here than there.

mod e_test;
mod score;
#[cfg(test)]
mod tests;

use statrs::distribution::{Binomial, Discrete};

use crate::{
    distributions::{clopper_pearson, normal_critical, normal_two_sided},
    error::{Result, invalid, not_estimable},
};

/// What happened, and over how much: defects and merged pull requests, say.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Events {
    pub count: u64,
    pub exposure: f64,
}

/// Two arms with something in them; `first` is compared with `second`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RateRatio {
    first: Events,
    second: Events,
}

/// Two-sided p-value of equal rates.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ExactRatio {
    pub p_value: f64,
    /// Of the ratio; the upper one is infinite where nothing happened in the second arm.
    pub limits: [f64; 2],
}

/// On the log scale and back.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WaldRatio {
    pub log_ratio: f64,
    pub standard_error: f64,
    /// Two-sided.
    pub p_value: f64,
    /// Of the ratio.
    pub limits: [f64; 2],
}

/// Takes a second.
const MOST_EVENTS: u64 = 10_000_000;

impl RateRatio {
    /// # Errors
    /// `Invalid` for an exposure that is not above 0 or more than ten million events; `NotEstimable` where nothing happened in either arm.
    pub fn new(first: Events, second: Events) -> Result<Self> {
        if let Some(bad) =
            [first, second].iter().find(|arm| !(arm.exposure > 0.0 && arm.exposure.is_finite()))
        {
            return invalid(format!("an exposure is {}; a rate needs one above 0", bad.exposure));
        }
        if first.count.saturating_add(second.count) > MOST_EVENTS {
            return invalid(format!(
                "more than {MOST_EVENTS} events; every division of them would have to be looked at"
            ));
        }
        if first.count == 0 && second.count == 0 {
            return not_estimable("nothing happened in either arm");
        }
        Ok(Self { first, second })
    }

    /// Events per unit of exposure in each arm.
    pub fn rates(&self) -> [f64; 2] {
        [self.first, self.second].map(|arm| arm.count as f64 / arm.exposure)
    }

    /// Infinite where nothing happened in the second arm.
    pub fn ratio(&self) -> f64 {
        let [first, second] = self.rates();
        first / second
    }

    /// Given how much happened in all, the first arm's count is binomial. Clopper-Pearson limits, and a p-value over all
    /// counts no likelier than the one seen, as R's `poisson.test` (Przyborowski and Wilenski 1940).
    ///
    /// # Errors
    /// `Invalid` for a level outside 0 to 1.
    pub fn exact(&self, level: f64) -> Result<ExactRatio> {
        let (seen, limits) = (self.likelihoods()?, clopper_pearson(self.first.count, self.total(), level)?);
        let odds = self.second.exposure / self.first.exposure;
        let p_value = seen.at_most_as_likely();
        Ok(ExactRatio { p_value, limits: limits.map(|share| share / (1.0 - share) * odds) })
    }

    /// The exact test with the count seen counted half: less conservative (Lancaster 1961).
    ///
    /// # Errors
    /// None that [`Self::new`] lets through.
    pub fn mid_p(&self) -> Result<f64> {
        let seen = self.likelihoods()?;
        Ok(seen.at_most_as_likely() - seen.own / 2.0)
    }

    /// Wald's test and limits on the log scale.
    ///
    /// # Errors
    /// `NotEstimable` where nothing happened in one of the arms: its logarithm does not exist.
    pub fn wald(&self, level: f64) -> Result<WaldRatio> {
        if self.first.count == 0 || self.second.count == 0 {
            return not_estimable("nothing happened in one arm; only the exact interval can be given");
        }
        let log_ratio = self.ratio().ln();
        let standard_error =
            [self.first, self.second].map(|arm| 1.0 / arm.count as f64).iter().sum::<f64>().sqrt();
        let reach = normal_critical(level)? * standard_error;
        Ok(WaldRatio {
            log_ratio,
            standard_error,
            p_value: normal_two_sided(log_ratio / standard_error),
            limits: [(log_ratio - reach).exp(), (log_ratio + reach).exp()],
        })
    }

    fn total(&self) -> u64 {
        self.first.count + self.second.count
    }

    /// Of each count of the first arm given the total, were the rates equal.
    fn likelihoods(&self) -> Result<Likelihoods> {
        let share = self.first.exposure / (self.first.exposure + self.second.exposure);
        let binomial =
            Binomial::new(share, self.total()).or_else(|_| invalid(format!("a share of {share}")))?;
        let all = (0..=self.total()).map(|count| binomial.pmf(count)).collect();
        Ok(Likelihoods { own: binomial.pmf(self.first.count), all })
    }
}

struct Likelihoods {
    own: f64,
    all: Vec<f64>,
}

impl Likelihoods {
    /// Of all counts no likelier than the one seen, with R's allowance for those exactly as likely.
    fn at_most_as_likely(&self) -> f64 {
        let most = self.own * (1.0 + 1e-7);
        self.all.iter().filter(|likelihood| **likelihood <= most).sum::<f64>().min(1.0)
    }
}
