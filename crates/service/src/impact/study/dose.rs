//! How fully a team took up the practice, from the adoption figures that are shown of it.

use domain::{TeamKey, figure::MetricId};

use super::{axis::Aligned, inputs::Inputs};

/// Mean dose over the sprints from joining on; `None` before, and where nothing is shown.
pub(super) fn dose(
    inputs: &Inputs,
    team: &TeamKey,
    aligned: &Aligned<'_>,
    joined: Option<i64>,
) -> Option<f64> {
    let joined = joined?;
    let since = aligned.by_number.range(joined..);
    let shown: Vec<f64> = since
        .filter_map(|(_, sprint)| inputs.figure(team, sprint.key.as_str(), MetricId::Dose)?.value)
        .collect();
    (!shown.is_empty()).then(|| shown.iter().sum::<f64>() / shown.len() as f64)
}
