//! The figures to be met: heterogeneous effects, 1,000 runs for each size, "it worked" from worlds with no effect.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::study::Method;

/// By size: 12, 24 and 40 teams. An empty place was not published.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Published {
    pub bias: [f64; 3],
    pub rmse: [f64; 3],
    pub coverage: [f64; 3],
    pub false_positives: Option<[f64; 3]>,
    pub power: Option<[f64; 3]>,
}

pub const RUNS: f64 = 1_000.0;

pub const fn of(method: Method) -> Option<Published> {
    match method {
        Method::Naive => Some(Published {
            bias: [-0.083, -0.069, -0.069],
            rmse: [0.107, 0.086, 0.080],
            coverage: [0.90, 0.83, 0.74],
            false_positives: Some([0.32, 0.54, 0.78]),
            power: None,
        }),
        Method::TwoWay => Some(Published {
            bias: [0.075, 0.071, 0.069],
            rmse: [0.116, 0.093, 0.084],
            coverage: [0.89, 0.82, 0.74],
            false_positives: None,
            power: Some([0.51, 0.78, 0.96]),
        }),
        Method::GroupTime => Some(Published {
            bias: [-0.004, -0.006, 0.002],
            rmse: [0.159, 0.111, 0.086],
            coverage: [0.93, 0.95, 0.95],
            false_positives: Some([0.083, 0.068, 0.069]),
            power: Some([0.44, 0.60, 0.78]),
        }),
        Method::Imputation => Some(Published {
            bias: [0.0, -0.001, 0.0],
            rmse: [0.094, 0.066, 0.051],
            coverage: [0.98, 0.98, 0.97],
            false_positives: Some([0.045, 0.043, 0.046]),
            power: Some([0.59, 0.89, 0.98]),
        }),
        Method::ImputationByCohort | Method::LikelyReal | Method::Defects => None,
    }
}

/// By method.
pub fn all() -> BTreeMap<Method, Published> {
    Method::ALL.into_iter().filter_map(|method| Some((method, of(method)?))).collect()
}
