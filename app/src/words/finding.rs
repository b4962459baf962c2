//! The title of a chart: what it shows, as one sentence that holds in every state.

use domain::figure::{Figure, FigureState, Unit};

use super::phrases::{Phrase, items, phrase};
use super::{Subject, reading, shown};

/// What the figures of a chart cover.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Context<'a> {
    /// When the baseline was, after "as" or "from 40 h": `before the learning sprint`, `in the baseline`.
    pub baseline: &'a str,
    /// Sprints that the current figure covers; counts are told per sprint.
    pub sprints: usize,
    /// Sprints that the baseline covers.
    pub baseline_sprints: usize,
}

/// `Pull requests merge in 28 h, down from 40 h before the learning sprint`; no full stop.
pub fn finding(
    subject: Subject,
    current: Option<&Figure>,
    baseline: Option<&Figure>,
    context: Context,
) -> String {
    let now = shown(current).map(|v| subject.comparable(v, context.sprints));
    let before = shown(baseline).map(|v| subject.comparable(v, context.baseline_sprints));
    match (now, before) {
        (Some(now), Some(before)) => {
            format!("{}, {}", statement(subject, now, context.sprints), change(subject, now, before, context))
        }
        (Some(now), None) => statement(subject, now, context.sprints),
        (None, Some(before)) => {
            let was = reading(subject.unit, before);
            format!("{}; {was}{} {}", absence(subject, current), subject.rate_words(), context.baseline)
        }
        (None, None) => absence(subject, current),
    }
}

fn statement(subject: Subject, value: f64, sprints: usize) -> String {
    let said = reading(subject.unit, value);
    match phrase(subject.metric, subject.unit) {
        Phrase::Around("", after) => format!("{said}{after}"),
        Phrase::Around(before, after) if subject.unit == Unit::PerHundredLines => {
            let noun = if said.number == "1" { "comment" } else { "comments" };
            format!("{before}{} {noun} per 100 lines{after}", said.number)
        }
        Phrase::Around(before, after) => format!("{before}{said}{after}"),
        Phrase::Counted { one, many, did_one, did_many } => {
            let single = said.number == "1";
            let rate = if sprints > 1 { subject.rate_words() } else { "" };
            let (noun, did) = if single { (one, did_one) } else { (many, did_many) };
            format!("{said} {noun}{rate} {did}")
        }
    }
}

/// Two values that read the same are the same: nobody can see the difference on the page.
fn change(subject: Subject, now: f64, before: f64, context: Context) -> String {
    let was = reading(subject.unit, before);
    if reading(subject.unit, now) == was {
        return format!("the same as {}", context.baseline);
    }
    let way = if now > before { "up" } else { "down" };
    let rate = if context.sprints <= 1 { subject.rate_words() } else { "" };
    format!("{way} from {was}{rate} {}", context.baseline)
}

fn absence(subject: Subject, figure: Option<&Figure>) -> String {
    let (_, many) = items(subject.metric);
    match figure.map(|f| f.state) {
        Some(FigureState::Suppressed) => {
            format!("{} is hidden here, so that nobody can be singled out", subject.name)
        }
        Some(FigureState::TooFew) => format!("Too few {many} here to state {}", lower_first(subject.name)),
        _ => format!("No {many} here yet"),
    }
}

/// `Cycle time` inside a sentence; an abbreviation keeps its capitals.
fn lower_first(name: &str) -> String {
    let mut characters = name.chars();
    match (characters.next(), characters.next()) {
        (Some(first), Some(second)) if second.is_lowercase() || second == ' ' => {
            first.to_lowercase().chain(name.chars().skip(1)).collect()
        }
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use domain::figure::MetricId;

    use super::*;
    use crate::words::tests::figure;

    const AFTER: Context =
        Context { baseline: "before the learning sprint", sprints: 1, baseline_sprints: 6 };

    const CYCLE_TIME: Subject =
        Subject { metric: MetricId::CycleTime, name: "Cycle time", unit: Unit::Hours };

    #[test]
    fn a_finding_is_true_in_every_state() {
        let figures = [
            ("down", figure(FigureState::Shown, 28.0), figure(FigureState::Shown, 40.0)),
            ("up", figure(FigureState::Shown, 41.0), figure(FigureState::Shown, 40.0)),
            ("flat within rounding", figure(FigureState::Shown, 40.2), figure(FigureState::Shown, 39.8)),
            ("current only", figure(FigureState::Shown, 28.0), None),
            ("baseline hidden", figure(FigureState::Shown, 28.0), figure(FigureState::Suppressed, 0.0)),
            ("hidden now", figure(FigureState::Suppressed, 0.0), figure(FigureState::Shown, 40.0)),
            ("too few now", figure(FigureState::TooFew, 0.0), figure(FigureState::Shown, 40.0)),
            ("baseline only", None, figure(FigureState::Shown, 40.0)),
            ("too few", figure(FigureState::TooFew, 0.0), None),
            ("none", figure(FigureState::NoData, 0.0), None),
        ];
        let lines: Vec<String> = figures
            .iter()
            .map(|(state, now, before)| {
                format!("{state}: {}", finding(CYCLE_TIME, now.as_ref(), before.as_ref(), AFTER))
            })
            .collect();
        insta::assert_snapshot!(lines.join("\n"));
    }

    #[test]
    fn every_metric_has_a_sentence_for_one_and_for_many() {
        let unit = |metric| match metric {
            MetricId::PrSize => Unit::Lines,
            MetricId::ReviewDepth => Unit::PerHundredLines,
            MetricId::DefectsBeforeReleaseRate | MetricId::DefectsAfterReleaseRate => Unit::PerHundredMerged,
            _ if matches!(phrase(metric, Unit::Count), Phrase::Counted { .. }) => Unit::Count,
            _ if matches!(phrase(metric, Unit::Share), Phrase::Around("", _)) => Unit::Share,
            MetricId::Dose => Unit::Share,
            _ => Unit::Hours,
        };
        let mut lines = Vec::new();
        for metric in MetricId::ALL {
            let subject = Subject { metric: *metric, name: metric.as_str(), unit: unit(*metric) };
            let scale = if subject.unit == Unit::Share { 0.1 } else { 1.0 };
            let (one, many) = (figure(FigureState::Shown, scale), figure(FigureState::Shown, 7.0 * scale));
            lines.push(finding(subject, one.as_ref(), many.as_ref(), AFTER));
            lines.push(finding(subject, many.as_ref(), None, Context { sprints: 3, ..AFTER }));
        }
        insta::assert_snapshot!(lines.join("\n"));
    }

    #[test]
    fn counts_are_told_per_sprint_whatever_the_range() {
        let subject =
            Subject { metric: MetricId::DefectsAfterRelease, name: "Found after release", unit: Unit::Count };
        let (now, before) = (figure(FigureState::Shown, 9.0), figure(FigureState::Shown, 42.0));
        let context = Context { baseline: "in the baseline", sprints: 3, baseline_sprints: 6 };
        assert_eq!(
            finding(subject, now.as_ref(), before.as_ref(), context),
            "3 defects a sprint were found after release, down from 7 in the baseline"
        );
    }
}
