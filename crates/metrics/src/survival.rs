//! Kaplan and Meier's estimate of a duration's quantiles where some durations are not over yet.
//!
//! Follows R's `survival`: at tied times events come before censorings, and a curve that is flat at exactly the
//! wanted height gives the middle of the flat step, so that without censoring the median is the plain one.

/// How long something has lasted, and whether it is over.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Duration {
    pub time: f64,
    /// `false`: censored, still going on when last seen.
    pub ended: bool,
}

/// R's `.Machine$double.eps^0.5`: a height this close to the wanted one is the wanted one.
const TOLERANCE: f64 = 1.490_116_119_384_765_6e-8;

/// The time by which the share `p` has ended; `None` when the curve never gets there. Reorders `durations`.
pub fn quantile(durations: &mut [Duration], p: f64) -> Option<f64> {
    durations.sort_unstable_by(|a, b| a.time.total_cmp(&b.time));
    let wanted = 1.0 - p;
    let mut steps = Steps { rest: durations, surviving: 1.0 };
    let (time, height) = steps.find(|&(_, height)| height < wanted + TOLERANCE)?;
    let is_flat_at_wanted = (height - wanted).abs() < TOLERANCE;
    match steps.next() {
        Some((next, _)) if is_flat_at_wanted => Some(f64::midpoint(time, next)),
        _ => Some(time),
    }
}

pub fn median(durations: &mut [Duration]) -> Option<f64> {
    quantile(durations, 0.5)
}

/// The drops of the survival curve: time of the drop and height after it.
struct Steps<'a> {
    rest: &'a [Duration],
    surviving: f64,
}

impl Iterator for Steps<'_> {
    type Item = (f64, f64);

    fn next(&mut self) -> Option<(f64, f64)> {
        while let Some(&Duration { time, .. }) = self.rest.first() {
            let at_risk = self.rest.len();
            // One after the other: few are tied, and every step passes over its own alone.
            let tied = self.rest.iter().take_while(|d| d.time <= time).count();
            let (now, later) = self.rest.split_at(tied);
            self.rest = later;
            let ended = now.iter().filter(|d| d.ended).count();
            if ended > 0 {
                self.surviving *= 1.0 - ended as f64 / at_risk as f64;
                return Some((time, self.surviving));
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn durations(times: &[(f64, bool)]) -> Vec<Duration> {
        times.iter().map(|&(time, ended)| Duration { time, ended }).collect()
    }

    #[test]
    fn without_censoring_it_is_the_plain_median() {
        assert_eq!(median(&mut durations(&[(9.0, true), (1.0, true), (4.0, true), (3.0, true)])), Some(3.5));
        assert_eq!(median(&mut durations(&[(9.0, true), (1.0, true), (4.0, true)])), Some(4.0));
    }

    #[test]
    fn what_is_still_going_on_pushes_the_median_up() {
        let mut mixed = durations(&[(1.0, true), (2.0, true), (2.5, false), (6.0, true), (9.0, true)]);
        assert_eq!(median(&mut mixed), Some(6.0));
    }

    #[test]
    fn a_curve_that_stays_above_half_has_no_median() {
        assert_eq!(median(&mut durations(&[(1.0, true), (5.0, false), (6.0, false)])), None);
        assert_eq!(median(&mut []), None);
    }

    #[test]
    fn at_the_same_time_events_come_before_censorings() {
        assert_eq!(median(&mut durations(&[(2.0, false), (2.0, true), (2.0, true)])), Some(2.0));
    }
}
