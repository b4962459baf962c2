//! What stands behind a figure, and why a figure is not shown.

use domain::figure::{Figure, FigureState, MetricId, Remark};

use super::numbers::plural;
use super::phrases::items;

/// `1,204 pull requests, 11 people`. Empty unless the figure is shown: how many stand behind a hidden one is
/// part of what is hidden.
pub fn evidence(figure: &Figure) -> String {
    if figure.state != FigureState::Shown {
        return String::new();
    }
    let (one, many) = items(figure.metric);
    let behind = plural(figure.n, one, many);
    if figure.contributors == 0 || one == "person" {
        behind
    } else {
        format!("{behind}, {}", plural(figure.contributors, "person", "people"))
    }
}

/// Why there is no number, and what would bring it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hidden {
    /// In place of the number: `Hidden`, `Too few`, `No data`.
    pub label: &'static str,
    pub reason: String,
    pub remedy: &'static str,
}

/// `None` for a shown figure. Never tells how far from the threshold a group is.
pub fn hidden(metric: MetricId, state: FigureState) -> Option<Hidden> {
    let (_, many) = items(metric);
    match state {
        FigureState::Shown => None,
        FigureState::Suppressed => Some(Hidden {
            label: "Hidden",
            reason: "Too few people stand behind it to protect each of them.".to_owned(),
            remedy: "A larger group may show it.",
        }),
        FigureState::TooFew => Some(Hidden {
            label: "Too few",
            reason: format!("There are too few {many} for a fair number."),
            remedy: "A longer range may show it.",
        }),
        FigureState::NoData => Some(Hidden {
            label: "No data",
            reason: format!("There are no {many} in this range."),
            remedy: "Choose another range, or check that the source is connected.",
        }),
    }
}

/// [`hidden`], in the words of what hides it.
pub fn hidden_because(metric: MetricId, state: FigureState, remark: Option<Remark>) -> Option<Hidden> {
    let hidden = hidden(metric, state)?;
    if state == FigureState::Suppressed && remark == Some(Remark::WouldReveal) {
        let reason = "Set against other figures, it would tell of too few people.".to_owned();
        return Some(Hidden { reason, ..hidden });
    }
    Some(hidden)
}

/// [`evidence`], with what the figure leaves out.
pub fn evidence_with(figure: &Figure, remark: Option<Remark>) -> String {
    let evidence = evidence(figure);
    match remark {
        Some(Remark::Held) if !evidence.is_empty() => {
            format!("{evidence}; a correction that concerns few people is shown once it concerns five")
        }
        _ => evidence,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn figure(metric: MetricId, n: u64, contributors: u64) -> Figure {
        Figure { metric, value: Some(1.0), n, contributors, coverage: None, state: FigureState::Shown }
    }

    #[rstest]
    #[case(MetricId::CycleTime, 1204, 11, "1,204 pull requests, 11 people")]
    #[case(MetricId::CycleTime, 1, 1, "1 pull request, 1 person")]
    #[case(MetricId::DefectsAfterRelease, 3, 0, "3 defects")]
    #[case(MetricId::Joined, 10, 10, "10 people")]
    fn evidence_names_the_items_and_the_people(
        #[case] metric: MetricId,
        #[case] n: u64,
        #[case] contributors: u64,
        #[case] expected: &str,
    ) {
        assert_eq!(evidence(&figure(metric, n, contributors)), expected);
    }

    #[test]
    fn a_hidden_figure_says_why_and_what_helps_but_never_a_number() {
        for state in [FigureState::Suppressed, FigureState::TooFew, FigureState::NoData] {
            let mut figure = figure(MetricId::CycleTime, 4, 3);
            figure.state = state;
            assert_eq!(evidence(&figure), "");
            let hidden = hidden(MetricId::CycleTime, state).expect("not shown");
            assert!(!hidden.reason.is_empty() && !hidden.remedy.is_empty());
            assert!(!hidden.reason.contains(|c: char| c.is_ascii_digit()));
        }
        assert_eq!(hidden(MetricId::CycleTime, FigureState::Shown), None);
    }

    #[test]
    fn what_hides_a_figure_and_what_it_leaves_out_are_said() {
        let because =
            |remark| hidden_because(MetricId::CycleTime, FigureState::Suppressed, remark).map(|h| h.reason);
        assert_ne!(because(Some(Remark::WouldReveal)), because(Some(Remark::TooFewPeople)));
        let held = evidence_with(&figure(MetricId::CycleTime, 12, 9), Some(Remark::Held));
        assert_eq!(
            held,
            "12 pull requests, 9 people; a correction that concerns few people is shown once it concerns five"
        );
    }
}
