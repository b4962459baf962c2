//! What may be said of a comparison: one of five verdicts, by rule, and the sentences that go with it.
//!
//! [`Evidence::verdict`] is the rule, [`Report`] the words. Nothing here looks at data.

mod doubts;
mod headline;
mod outcome;
mod report;
mod rule;
mod sentence;
#[cfg(test)]
mod tests;

pub use doubts::{Dose, Doubts, Drift, Held, Naive, Open, Placebo};
pub use headline::{Basis, Controls};
pub use outcome::{Outcome, Scale, Words};
pub use report::{Facts, Guard, Report};
pub use rule::{Course, Evidence, Interval, Shortfall, Verdict};
pub use sentence::{Part, Sentence};
