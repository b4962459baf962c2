//! The outcomes of a new programme.

use domain::{
    OutcomeKey,
    figure::{MetricId, Unit},
    outcome::{OutcomeDefinition, Rank, Transform},
    programme::Programme,
};

use crate::ServiceError;

/// A tenth of a change is worth telling of, of a share five points.
const SMALLEST: f64 = 0.10;
const SMALLEST_POINTS: f64 = 0.05;

const SECONDARIES: [MetricId; 7] = [
    MetricId::FirstReviewTime,
    MetricId::SmallPrShare,
    MetricId::ChecklistUse,
    MetricId::Hotfixes,
    MetricId::Backouts,
    MetricId::SecurityChecked,
    MetricId::TestPassRate,
];

/// The programme's two primaries and the usual others.
pub(super) fn outcomes(programme: &Programme) -> Result<Vec<OutcomeDefinition>, ServiceError> {
    let primaries = [
        ("speed", programme.speed.metric, Rank::PrimarySpeed),
        ("quality", programme.quality.metric, Rank::PrimaryQuality),
    ];
    let others = SECONDARIES.iter().map(|metric| (metric.as_str(), *metric, Rank::Secondary));
    primaries.into_iter().chain(others).map(|(key, metric, rank)| outcome(key, metric, rank)).collect()
}

fn outcome(key: &str, metric: MetricId, rank: Rank) -> Result<OutcomeDefinition, ServiceError> {
    let definition = metrics::definition(metric);
    let transform = transform_of(metric);
    Ok(OutcomeDefinition {
        key: OutcomeKey::new(key).map_err(|e| ServiceError::Rules(e.to_string()))?,
        name: definition.name.to_owned(),
        metric,
        direction: definition.direction,
        guards: definition.guards.to_vec(),
        smallest_effect: if transform == Transform::Share { SMALLEST_POINTS } else { SMALLEST },
        transform,
        rank,
        retired: false,
    })
}

/// What a metric is best judged on: times by those opened in the sprint, counts by what they are counted in, all else
/// as it is.
pub(crate) fn transform_of(metric: MetricId) -> Transform {
    match (metric, metrics::definition(metric).unit) {
        (MetricId::CycleTime | MetricId::CycleTimeKm | MetricId::FirstReviewTime, _) => Transform::LogMedian,
        (_, Unit::Count) => Transform::Count,
        (_, Unit::Share) => Transform::Share,
        (_, Unit::Hours | Unit::Lines | Unit::PerHundredMerged | Unit::PerHundredLines) => Transform::Log,
    }
}

/// Whether a metric can be put on this scale at all.
pub(super) fn fits(metric: MetricId, transform: Transform) -> bool {
    let unit = metrics::definition(metric).unit;
    match transform {
        Transform::LogMedian | Transform::LogMean => crate::impact::durations::is_lasting(metric),
        Transform::Log => unit != Unit::Count,
        Transform::Count => unit == Unit::Count,
        Transform::Share => unit == Unit::Share,
    }
}
