//! The sentence under a tile's number: what it was in the baseline.

use domain::figure::{Figure, FigureState, Unit};

use super::{Subject, reading, shown};

/// `40 h in the baseline`; a count is told per sprint: `7 a sprint in the baseline`.
/// `sprints` is how many the baseline covers.
pub fn comparison(subject: Subject, baseline: Option<&Figure>, sprints: usize) -> String {
    if let Some(value) = shown(baseline) {
        let was = reading(subject.unit, subject.comparable(value, sprints));
        return match subject.unit {
            Unit::Count => format!("{was}{} in the baseline", subject.rate_words()),
            // The tile's own unit stands right above; repeating a long one adds nothing.
            Unit::PerHundredMerged | Unit::PerHundredLines | Unit::Lines => {
                format!("{} in the baseline", was.number)
            }
            Unit::Hours | Unit::Share => format!("{was} in the baseline"),
        };
    }
    match baseline.map(|figure| figure.state) {
        Some(FigureState::Suppressed) => "The baseline is hidden, so that nobody can be singled out",
        Some(FigureState::TooFew) => "Too little in the baseline to compare",
        _ => "No baseline to compare with",
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use domain::figure::MetricId;

    use super::*;
    use crate::words::tests::figure;

    fn subject(unit: Unit) -> Subject<'static> {
        Subject { metric: MetricId::DefectsAfterRelease, name: "Found after release", unit }
    }

    #[rstest]
    #[case(Unit::Hours, 40.2, "40 h in the baseline")]
    #[case(Unit::Share, 0.61, "61 % in the baseline")]
    #[case(Unit::Count, 42.0, "7 a sprint in the baseline")]
    #[case(Unit::Count, 14.4, "2.4 a sprint in the baseline")]
    #[case(Unit::Lines, 240.0, "240 in the baseline")]
    #[case(Unit::PerHundredLines, 1.9, "1.9 in the baseline")]
    fn a_tile_says_what_it_was_in_the_baseline(
        #[case] unit: Unit,
        #[case] value: f64,
        #[case] expected: &str,
    ) {
        let said = comparison(subject(unit), figure(FigureState::Shown, value).as_ref(), 6);
        assert_eq!(said.replace('\u{a0}', " "), expected);
    }

    #[rstest]
    #[case(Some(FigureState::Suppressed), "The baseline is hidden, so that nobody can be singled out")]
    #[case(Some(FigureState::TooFew), "Too little in the baseline to compare")]
    #[case(Some(FigureState::NoData), "No baseline to compare with")]
    #[case(None, "No baseline to compare with")]
    fn a_baseline_that_is_not_shown_says_why(#[case] state: Option<FigureState>, #[case] expected: &str) {
        let baseline = state.and_then(|state| figure(state, 0.0));
        assert_eq!(comparison(subject(Unit::Hours), baseline.as_ref(), 6), expected);
    }
}
