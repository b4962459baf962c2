//! The value axis: a few round numbers that span the values.

use crate::text;

/// Round steps between 1 and 10; the next power of ten starts over.
const STEPS: [f64; 8] = [1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 10.0];

/// Four hairlines are three steps.
const MOST_STEPS: f64 = 3.0;

/// An axis that runs to both sides of nothing needs one more to be fine enough.
const MOST_STEPS_AROUND: f64 = 4.0;

/// Below this spread the values are one value as far as a picture can tell.
const SMALLEST_SPREAD: f64 = 1e-6;

#[derive(Debug, Clone, PartialEq)]
pub struct Ticks {
    pub values: Vec<f64>,
    /// Digits after the point that all values need.
    decimals: usize,
}

impl Ticks {
    /// At most four round numbers; the first is not above and the last not below any of the finite `values`.
    /// With `whole_is_100` the axis does not go beyond 100 unless the values do.
    pub fn over(values: impl Iterator<Item = f64>, zero_based: bool, whole_is_100: bool) -> Option<Self> {
        let (mut low, mut high) = extent(values)?;
        if zero_based {
            (low, high) = (low.min(0.0), high.max(0.0));
        }
        if high - low < SMALLEST_SPREAD.max(high.abs() * SMALLEST_SPREAD) {
            return Some(Self::around(low, zero_based));
        }
        let ticks = round_steps(low, high, MOST_STEPS);
        let beyond_the_whole = ticks.last().is_some_and(|top| *top > 100.0) && high <= 100.0 && low >= 0.0;
        let values = if whole_is_100 && beyond_the_whole { vec![0.0, 50.0, 100.0] } else { ticks };
        let step = values.get(1).map_or(1.0, |second| second - values[0]);
        Some(Self { values, decimals: decimals(step) })
    }

    /// Round numbers from below to above nothing, over differences; at most five.
    pub fn around_zero(values: impl Iterator<Item = f64>) -> Option<Self> {
        let (low, high) = extent(values.chain([0.0]))?;
        if high - low < SMALLEST_SPREAD {
            return Some(Self { values: vec![-1.0, 0.0, 1.0], decimals: 0 });
        }
        let values = round_steps(low, high, MOST_STEPS_AROUND);
        let step = values.get(1).map_or(1.0, |second| second - values[0]);
        Some(Self { values, decimals: decimals(step) })
    }

    /// An axis for values that are all the same.
    fn around(value: f64, zero_based: bool) -> Self {
        let low = if zero_based { value } else { value - 1.0 };
        let high = value + 1.0;
        Self { values: vec![low, high], decimals: decimals(value) }
    }

    pub fn bounds(&self) -> (f64, f64) {
        let low = self.values.first().copied().unwrap_or(0.0);
        (low, self.values.last().copied().unwrap_or(1.0))
    }

    /// The tick as written beside its hairline; the unit stands at the topmost only.
    pub fn label(&self, index: usize, unit: &str) -> String {
        let Some(value) = self.values.get(index) else { return String::new() };
        let number = group_thousands(&format!("{value:.*}", self.decimals));
        if index + 1 == self.values.len() && !unit.is_empty() { format!("{number} {unit}") } else { number }
    }

    /// [`Ticks::label`] of a difference: more than nothing carries its sign.
    pub fn signed_label(&self, index: usize, unit: &str) -> String {
        let sign = if self.values.get(index).is_some_and(|value| *value > 0.0) { "+" } else { "" };
        format!("{sign}{}", self.label(index, unit))
    }

    /// How wide the widest of these labels is.
    pub fn width(&self, label: impl Fn(usize) -> String) -> i32 {
        (0..self.values.len()).map(|index| text::width(&label(index))).max().unwrap_or(0)
    }
}

fn extent(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    values.fold(None, |extent, v| match extent {
        None => Some((v, v)),
        Some((low, high)) => Some((v.min(low), v.max(high))),
    })
}

/// The multiples of the smallest round step that cover `low..=high` in at most so many steps.
fn round_steps(low: f64, high: f64, most: f64) -> Vec<f64> {
    let exact = (high - low) / most;
    let power = 10_f64.powf(exact.log10().floor());
    let candidates = [power, power * 10.0].into_iter().flat_map(|p| STEPS.map(|s| s * p));
    for step in candidates.filter(|step| *step >= exact * (1.0 - 1e-9)) {
        let first = (low / step + 1e-9).floor();
        let last = (high / step - 1e-9).ceil();
        if last - first <= most {
            let mut ticks = vec![first * step];
            let mut multiple = first + 1.0;
            while multiple <= last {
                ticks.push(multiple * step);
                multiple += 1.0;
            }
            return ticks;
        }
    }
    vec![low, high]
}

fn decimals(step: f64) -> usize {
    let whole = |digits: &i32| {
        let scaled = step * 10_f64.powi(*digits);
        (scaled - scaled.round()).abs() < 1e-6
    };
    (0..3).find(whole).and_then(|digits| usize::try_from(digits).ok()).unwrap_or(3)
}

fn group_thousands(number: &str) -> String {
    let (sign, digits) = number.strip_prefix('-').map_or(("", number), |rest| ("−", rest));
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(w, f)| (w, Some(f)));
    let mut grouped = String::from(sign);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if let Some(fraction) = fraction {
        grouped.push('.');
        grouped.push_str(fraction);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticks(values: &[f64], zero_based: bool) -> Vec<String> {
        let ticks = Ticks::over(values.iter().copied(), zero_based, false).expect("values");
        (0..ticks.values.len()).map(|i| ticks.label(i, "h")).collect()
    }

    #[test]
    fn ticks_are_round_and_the_topmost_names_the_unit() {
        assert_eq!(ticks(&[28.0, 43.0], true), ["0", "15", "30", "45 h"]);
        assert_eq!(ticks(&[0.2, 1.9], true), ["0", "1", "2 h"]);
        assert_eq!(ticks(&[1204.0], true), ["0", "500", "1,000", "1,500 h"]);
        assert_eq!(ticks(&[-3.0, 4.0], false), ["−3", "0", "3", "6 h"]);
    }

    #[test]
    fn a_share_never_gets_an_axis_beyond_the_whole() {
        let shares = Ticks::over([61.0, 92.0].into_iter(), true, true).expect("values");
        assert_eq!(shares.values, [0.0, 50.0, 100.0]);
    }

    #[test]
    fn values_that_are_all_zero_still_get_an_axis() {
        let ticks = Ticks::over([0.0, 0.0].into_iter(), true, false).expect("values");
        assert_eq!(ticks.values, [0.0, 1.0]);
    }

    #[test]
    fn no_value_means_no_axis() {
        assert_eq!(Ticks::over(std::iter::empty(), true, false), None);
    }
}
