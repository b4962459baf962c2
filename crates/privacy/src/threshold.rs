//! Groups that are too small: the one constant and the one place where a figure is hidden.

use domain::figure::{Figure, FigureState};

/// A figure is shown for at least this many people.
pub const THRESHOLD: u64 = 5;

/// A comparison is shown for at least this many people a side.
pub const COMPARISON: u64 = 8;

/// Hides a figure that rests on fewer than [`THRESHOLD`] people. What remains never says how far below it is.
pub fn guard(figure: Figure) -> Figure {
    // "No data" about a few people says something about them: that there was none.
    let nobody = figure.state == FigureState::NoData && figure.contributors == 0;
    if nobody || figure.contributors >= THRESHOLD {
        return figure;
    }
    Figure {
        metric: figure.metric,
        value: None,
        n: 0,
        contributors: 0,
        coverage: None,
        state: FigureState::Suppressed,
    }
}

/// [`guard`] for all figures of a group.
pub fn guard_all(figures: Vec<Figure>) -> Vec<Figure> {
    figures.into_iter().map(guard).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::figure::MetricId;
    use proptest::prelude::*;

    fn figure(contributors: u64, state: FigureState) -> Figure {
        Figure { metric: MetricId::Merged, value: Some(9.0), n: 9, contributors, coverage: Some(1.0), state }
    }

    #[test]
    fn four_people_are_hidden_and_five_are_shown() {
        assert_eq!(guard(figure(4, FigureState::Shown)).state, FigureState::Suppressed);
        assert_eq!(guard(figure(5, FigureState::Shown)).value, Some(9.0));
    }

    #[test]
    fn no_data_is_said_of_nobody_and_of_many_but_not_of_a_few() {
        let state = |contributors| guard(figure(contributors, FigureState::NoData)).state;
        let states = [state(0), state(1), state(4), state(5)];
        let expected =
            [FigureState::NoData, FigureState::Suppressed, FigureState::Suppressed, FigureState::NoData];
        assert_eq!(states, expected);
    }

    proptest! {
        #[test]
        fn a_hidden_figure_is_the_same_whatever_it_hid(a in 0u64..5, b in 0u64..5) {
            prop_assert_eq!(guard(figure(a, FigureState::Shown)), guard(figure(b, FigureState::TooFew)));
        }
    }
}
