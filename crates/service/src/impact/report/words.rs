//! How an outcome is spoken of.

use ::impact::verdict::{self, Words};
use domain::{
    figure::{Direction, MetricId, Unit},
    outcome::{OutcomeDefinition, Transform},
};

use super::super::{outcomes::transform_of, view::Scale};

/// As the sentences of a verdict know it.
pub(super) fn spoken(outcome: &OutcomeDefinition) -> verdict::Outcome {
    verdict::Outcome {
        name: outcome.name.clone(),
        plural: is_plural(outcome.metric),
        lower_is_better: outcome.direction != Direction::HigherIsBetter,
        words: words(outcome.metric),
        scale: in_words(scale(outcome.transform)),
        smallest: outcome.smallest_effect,
    }
}

/// A guard: a loss of it is bad, whichever way the metric itself would be read. Where neither way is a success, as with
/// volume, less of it is what a guarded gain may have been bought with.
pub(super) fn spoken_guard(metric: MetricId) -> verdict::Outcome {
    let definition = metrics::definition(metric);
    verdict::Outcome {
        name: definition.name.to_owned(),
        plural: is_plural(metric),
        lower_is_better: definition.direction == Direction::LowerIsBetter,
        words: words(metric),
        scale: in_words(scale(transform_of(metric))),
        smallest: GUARD_MATTERS,
    }
}

/// A guard that moved by less than this, as a share, is no warning.
const GUARD_MATTERS: f64 = 0.05;

pub(super) fn scale(transform: Transform) -> Scale {
    if transform == Transform::Share { Scale::Share } else { Scale::Log }
}

fn in_words(scale: Scale) -> verdict::Scale {
    match scale {
        Scale::Log => verdict::Scale::Log,
        Scale::Share => verdict::Scale::Share,
    }
}

fn words(metric: MetricId) -> Words {
    let (less, more) = match metrics::definition(metric).unit {
        Unit::Hours => ("faster", "slower"),
        Unit::Count => ("fewer", "more"),
        Unit::Lines => ("smaller", "larger"),
        Unit::Share | Unit::PerHundredMerged | Unit::PerHundredLines => ("lower", "higher"),
    };
    Words { less: less.to_owned(), more: more.to_owned() }
}

fn is_plural(metric: MetricId) -> bool {
    let is_count = metrics::definition(metric).unit == Unit::Count;
    is_count
        || matches!(
            metric,
            MetricId::SmallPrShare
                | MetricId::TestPassRate
                | MetricId::FirstTryPassRate
                | MetricId::SecurityChecked
                | MetricId::QuickApprovalShare
                | MetricId::DefectsBeforeReleaseRate
                | MetricId::DefectsAfterReleaseRate
                | MetricId::LabsCompleted
                | MetricId::SessionsAttended
        )
}
