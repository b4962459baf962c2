//! A comparison of two groups made sharper by what was measured of each unit beforehand.

#[cfg(test)]
mod tests;

use nalgebra::{DMatrix, DVector};

use crate::{
    error::{Result, not_estimable},
    least_squares::least_squares,
    samples::{finite, mean, variance, welch},
};

/// One unit, before and after.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BeforeAfter {
    pub before: f64,
    pub after: f64,
    pub treated: bool,
}

/// Differences are treated less untreated, in the unit of the outcome.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cuped {
    /// How much of what was measured before is taken off: `cov(before, after) / var(before)` over both groups.
    pub theta: f64,
    pub raw_difference: f64,
    /// Welch's, two-sided.
    pub raw_p_value: f64,
    pub difference: f64,
    /// Welch's, two-sided.
    pub p_value: f64,
    /// By Welch, at the level asked for.
    pub limits: [f64; 2],
    /// Share of the outcome's variance over both groups that the adjustment removes.
    pub variance_reduction: f64,
}

/// The difference at equal values before, by regression on both.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ancova {
    pub difference: f64,
    /// HC3; `None` where one unit alone decides the difference.
    pub standard_error: Option<f64>,
    /// What the outcome changes with one more of what was measured before.
    pub slope: f64,
}

/// Controlled experiment using pre-experiment data (Deng, Xu, Kohavi and Walker, WSDM 2013).
///
/// # Errors
/// `NotEstimable` where a group has fewer than two units or nothing varies; `Invalid` for a value that is not finite.
pub fn cuped(units: &[BeforeAfter], level: f64) -> Result<Cuped> {
    let (before, after) = columns(units)?;
    let (centre, spread) = (mean(&before), variance(&before));
    // A spread of rounding errors only is none.
    let varies = spread.sqrt() > 1e-12 * centre.abs() && variance(&after) > 0.0;
    if !varies {
        return not_estimable("what was measured, before or after, is the same for every unit");
    }
    let of_after = mean(&after);
    let together = before.iter().zip(&after).map(|(x, y)| (x - centre) * (y - of_after)).sum::<f64>();
    let theta = together / (units.len() as f64 - 1.0) / spread;
    let adjusted: Vec<f64> = before.iter().zip(&after).map(|(x, y)| y - theta * (x - centre)).collect();
    let compare = |values: &[f64]| {
        let group = |treated: bool| -> Vec<f64> {
            values
                .iter()
                .zip(units)
                .filter(|(_, unit)| unit.treated == treated)
                .map(|(value, _)| *value)
                .collect()
        };
        welch(&group(true), &group(false), level)
    };
    let (raw, sharper) = (compare(&after)?, compare(&adjusted)?);
    Ok(Cuped {
        theta,
        raw_difference: raw.mean,
        raw_p_value: raw.p_value,
        difference: sharper.mean,
        p_value: sharper.p_value,
        limits: sharper.limits,
        variance_reduction: 1.0 - variance(&adjusted) / variance(&after),
    })
}

/// Regression of the outcome on the group and on what was measured before, with HC3.
///
/// # Errors
/// `NotEstimable` where a group is empty, units are fewer than four or the values before tell the groups apart;
/// `Invalid` for a value that is not finite.
pub fn ancova(units: &[BeforeAfter]) -> Result<Ancova> {
    let (before, after) = columns(units)?;
    if units.len() < 4 {
        return not_estimable(format!("{} units; an adjusted comparison needs four", units.len()));
    }
    // Around the mean, so that a large common level does not look like a constant.
    let centre = mean(&before);
    let x = DMatrix::from_fn(units.len(), 3, |row, column| match column {
        0 => 1.0,
        1 => f64::from(units[row].treated),
        _ => before[row] - centre,
    });
    let fit = least_squares(&x, &DVector::from_vec(after))?;
    Ok(Ancova {
        difference: fit.coefficients[1],
        standard_error: fit.hc3.map(|errors| errors[1]),
        slope: fit.coefficients[2],
    })
}

fn columns(units: &[BeforeAfter]) -> Result<(Vec<f64>, Vec<f64>)> {
    let (before, after): (Vec<f64>, Vec<f64>) = units.iter().map(|unit| (unit.before, unit.after)).unzip();
    finite(&before)?;
    finite(&after)?;
    if units.iter().all(|unit| unit.treated) || !units.iter().any(|unit| unit.treated) {
        return not_estimable("all units are in one group");
    }
    Ok((before, after))
}
