//! Which unit moves the estimate, and does its sign hold without any of them?

use crate::inference::Jackknife;

/// The estimate without each unit, those that move it most first.
#[derive(Debug, Clone, PartialEq)]
pub struct LeaveOneOut {
    pub without: Vec<Without>,
    /// Whether no single unit decides the sign.
    pub sign_holds: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Without {
    pub name: String,
    pub estimate: f64,
    /// The estimate without it less the estimate with it.
    pub change: f64,
}

impl LeaveOneOut {
    /// From a delete-one jackknife, which has left out everybody already.
    pub fn of(jackknife: &Jackknife) -> Self {
        let whole = jackknife.estimate;
        let without = |(name, estimate): &(String, f64)| Without {
            name: name.clone(),
            estimate: *estimate,
            change: estimate - whole,
        };
        let mut without: Vec<Without> = jackknife.leave_outs.iter().map(without).collect();
        let sign_holds = without.iter().all(|one| one.estimate * whole > 0.0);
        without.sort_by(|a, b| b.change.abs().total_cmp(&a.change.abs()));
        Self { without, sign_holds }
    }
}
