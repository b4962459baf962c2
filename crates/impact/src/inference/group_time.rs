//! The group-time effect as an estimator.

use super::{Estimator, WaveWeights, estimator};
use crate::{
    error::Result,
    group_time::{Aggregation, GroupTime, Options},
    panel::Panel,
};

/// An overall effect of group-time comparisons without covariates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GroupTimeEffect {
    pub options: Options,
    pub by: Aggregation,
    pub max_event_time: Option<i64>,
}

impl Estimator for GroupTimeEffect {
    fn estimate(&self, panel: &Panel) -> Result<f64> {
        GroupTime::of(panel, self.options)?.effect(self.by, self.max_event_time)
    }

    fn wave_weights(&self, panel: &Panel) -> Option<WaveWeights> {
        let weights = || GroupTime::of(panel, self.options)?.weights(self.by, self.max_event_time);
        panel.is_complete().then(weights)?.ok().and_then(|weights| estimator::by_wave(panel, &weights))
    }
}
