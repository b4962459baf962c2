//! Does more practice go with more effect? Teams choose their dose, so this describes and does not prove.

mod arrangements;
#[cfg(test)]
mod tests;

use nalgebra::{DMatrix, DVector};

use crate::{
    error::{Result, invalid, not_estimable},
    least_squares::least_squares,
    samples::{PermutationTest, Randomisation, finite, mean, mid_ranks},
};

/// Of effects, one a team, on doses.
#[derive(Debug, Clone, PartialEq)]
pub struct DoseResponse {
    /// Effect per unit of dose.
    pub slope: f64,
    /// Effect at dose 0.
    pub intercept: f64,
    /// HC3; `None` where one team alone decides the slope.
    pub slope_standard_error: Option<f64>,
    /// Of the slope, over the distinct ways to deal the doses out to the teams.
    pub permutation: PermutationTest,
    /// Spearman's; `None` where every effect is the same.
    pub rank_correlation: Option<f64>,
    /// By dose, ascending.
    pub means: Vec<DoseMean>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DoseMean {
    pub dose: f64,
    pub teams: usize,
    pub mean: f64,
}

/// `doses` and `effects` team by team. Exact where the distinct assignments are few enough, else of random ones.
///
/// # Errors
/// `NotEstimable` for fewer than three teams or one dose only; `Invalid` for lists of different length or a value that is
/// not finite.
pub fn dose_response(doses: &[f64], effects: &[f64], how: Randomisation) -> Result<DoseResponse> {
    if finite(doses)?.len() != finite(effects)?.len() {
        return invalid(format!("{} doses for {} effects", doses.len(), effects.len()));
    }
    let n = doses.len();
    if n < 3 {
        return not_estimable(format!("{n} teams have a dose; a slope needs three"));
    }
    let means = means(doses, effects);
    if means.len() < 2 {
        return not_estimable("every team has the same dose");
    }
    let x = DMatrix::from_fn(n, 2, |row, column| if column == 0 { 1.0 } else { doses[row] });
    let line = least_squares(&x, &DVector::from_column_slice(effects))?;
    Ok(DoseResponse {
        slope: line.coefficients[1],
        intercept: line.coefficients[0],
        slope_standard_error: line.hc3.map(|errors| errors[1]),
        permutation: arrangements::test(doses, effects, line.coefficients[1], how)?,
        rank_correlation: correlation(&mid_ranks(doses).0, &mid_ranks(effects).0),
        means,
    })
}

fn means(doses: &[f64], effects: &[f64]) -> Vec<DoseMean> {
    let mut pairs: Vec<(f64, f64)> = doses.iter().copied().zip(effects.iter().copied()).collect();
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
    #[expect(clippy::float_cmp, reason = "a dose is one of a few given values")]
    let groups = pairs.chunk_by(|a, b| a.0 == b.0);
    let of_group = |group: &[(f64, f64)]| {
        let effects: Vec<f64> = group.iter().map(|pair| pair.1).collect();
        Some(DoseMean { dose: group.first()?.0, teams: group.len(), mean: mean(&effects) })
    };
    groups.filter_map(of_group).collect()
}

/// Pearson's; `None` where one of the two does not vary.
fn correlation(x: &[f64], y: &[f64]) -> Option<f64> {
    let (of_x, of_y) = (mean(x), mean(y));
    let sum = |f: &dyn Fn(f64, f64) -> f64| x.iter().zip(y).map(|(x, y)| f(x - of_x, y - of_y)).sum::<f64>();
    let both = sum(&|x, _| x * x) * sum(&|_, y| y * y);
    (both > 0.0).then(|| sum(&|x, y| x * y) / both.sqrt())
}
