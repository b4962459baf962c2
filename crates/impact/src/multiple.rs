//! Several p-values looked at together.

use crate::error::{Result, invalid};

/// How p-values are raised so that looking at many of them stays honest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Adjustment {
    Bonferroni,
    /// Holm 1979: no false finding among all, whatever their dependence.
    Holm,
    /// Hochberg 1988.
    Hochberg,
    /// Hommel 1988.
    Hommel,
    /// Benjamini and Hochberg 1995: share of false ones among the findings.
    BenjaminiHochberg,
    /// Benjamini and Yekutieli 2001: the same whatever their dependence.
    BenjaminiYekutieli,
}

impl Adjustment {
    /// The adjusted p-values in the order given, as R's `p.adjust`.
    ///
    /// # Errors
    /// `Invalid` for a p-value outside 0 to 1.
    pub fn adjust(self, p_values: &[f64]) -> Result<Vec<f64>> {
        if let Some(bad) = p_values.iter().find(|p| !(0.0..=1.0).contains(*p)) {
            return invalid(format!("a p-value is {bad}; it must lie between 0 and 1"));
        }
        let mut order: Vec<usize> = (0..p_values.len()).collect();
        order.sort_by(|&a, &b| p_values[a].total_cmp(&p_values[b]));
        let sorted: Vec<f64> = order.iter().map(|&at| p_values[at]).collect();
        let mut adjusted = vec![0.0; p_values.len()];
        for (at, value) in order.into_iter().zip(self.of_sorted(&sorted)) {
            adjusted[at] = value.min(1.0);
        }
        Ok(adjusted)
    }

    fn of_sorted(self, p: &[f64]) -> Vec<f64> {
        let n = p.len() as f64;
        let harmonic: f64 = (1..=p.len()).map(|i| 1.0 / i as f64).sum();
        match self {
            Self::Bonferroni => p.iter().map(|p| n * p).collect(),
            Self::Holm => step_down(p, |rank| n - rank + 1.0),
            Self::Hochberg => step_up(p, |rank| n - rank + 1.0),
            Self::Hommel => hommel(p),
            Self::BenjaminiHochberg => step_up(p, |rank| n / rank),
            Self::BenjaminiYekutieli => step_up(p, |rank| n / rank * harmonic),
        }
    }
}

/// From the smallest upwards, never falling.
fn step_down(p: &[f64], factor: impl Fn(f64) -> f64) -> Vec<f64> {
    let mut most = 0.0_f64;
    let adjusted = p.iter().zip(1..).map(|(p, rank)| {
        most = most.max(factor(f64::from(rank)) * p);
        most
    });
    adjusted.collect()
}

/// From the largest downwards, never rising.
fn step_up(p: &[f64], factor: impl Fn(f64) -> f64) -> Vec<f64> {
    let mut least = f64::INFINITY;
    let mut adjusted: Vec<f64> = (1..=p.len())
        .rev()
        .map(|rank| {
            least = least.min(factor(rank as f64) * p[rank - 1]);
            least
        })
        .collect();
    adjusted.reverse();
    adjusted
}

/// Closed testing with Simes' test, by Wright's algorithm (Biometrics 48, 1992): for each size of a set of hypotheses the
/// smallest Simes p-value that a set of this size holding the hypothesis can have.
fn hommel(p: &[f64]) -> Vec<f64> {
    let n = p.len();
    let simes = |size: usize, of: &[f64], from: usize| {
        of.iter().zip(from..).map(|(p, rank)| size as f64 * p / rank as f64).fold(f64::INFINITY, f64::min)
    };
    let mut adjusted = vec![simes(n, p, 1); n];
    for size in (2..n).rev() {
        let (small, large) = p.split_at(n - size + 1);
        let least = simes(size, large, 2);
        let of_size = small.iter().map(|p| least.min(size as f64 * p)).collect::<Vec<_>>();
        let largest = of_size.last().copied().unwrap_or(least);
        for (at, adjusted) in adjusted.iter_mut().enumerate() {
            *adjusted = adjusted.max(of_size.get(at).copied().unwrap_or(largest));
        }
    }
    adjusted.iter().zip(p).map(|(adjusted, p)| adjusted.max(*p)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Adjustment::{self, *};

    const ALL: [Adjustment; 6] = [Bonferroni, Holm, Hochberg, Hommel, BenjaminiHochberg, BenjaminiYekutieli];

    #[test]
    fn nothing_stays_nothing_one_stays_itself_and_nonsense_is_refused() {
        for adjustment in ALL {
            assert_eq!(adjustment.adjust(&[]).unwrap(), Vec::<f64>::new());
            assert_eq!(adjustment.adjust(&[0.03]).unwrap(), [0.03]);
            assert!(adjustment.adjust(&[f64::NAN]).is_err() && adjustment.adjust(&[1.5]).is_err());
        }
    }

    proptest! {
        #[test]
        fn adjusted_values_keep_their_order_and_are_never_smaller(p in prop::collection::vec(0.0..=1.0_f64, 1..20)) {
            for adjustment in ALL {
                let adjusted = adjustment.adjust(&p).unwrap();
                for i in 0..p.len() {
                    prop_assert!(adjusted[i] >= p[i] - 1e-12 && adjusted[i] <= 1.0);
                    for j in 0..p.len() {
                        prop_assert!(p[i] > p[j] || adjusted[i] <= adjusted[j] + 1e-12);
                    }
                }
            }
        }

        #[test]
        fn the_sharper_a_method_the_smaller_its_values(p in prop::collection::vec(0.0..=1.0_f64, 1..20)) {
            let by = [BenjaminiHochberg, Hommel, Hochberg, Holm, Bonferroni].map(|a| a.adjust(&p).unwrap());
            for pair in by.windows(2) {
                prop_assert!(pair[0].iter().zip(&pair[1]).all(|(sharp, blunt)| *sharp <= blunt + 1e-12));
            }
        }
    }
}
