//! How good what each source sends is: looked at every day, kept as figures of the day, told as a score with the
//! smallest steps that would raise it. A source is the name of a key: the authority of its statements.

mod clock;
mod figures;
mod fixes;
mod job;
mod repeats;
mod report;
mod requests;
mod score;

pub use figures::{Figures, Tag};
pub use fixes::Fix;
pub use job::Checked;
pub use report::{QualityDesk, QualityReport, SourceQuality, WINDOW_DAYS};
pub(crate) use requests::RequestCounter;
pub use score::{Component, Part, Score};

use domain::{EpochMs, time::MS_PER_DAY};

/// Days since 1970-01-01, UTC.
fn day_of(at: EpochMs) -> i64 {
    at.0.div_euclid(MS_PER_DAY)
}

/// The first instant of a day.
fn start_of(day: i64) -> EpochMs {
    EpochMs(day * MS_PER_DAY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_midnight_utc() {
        assert_eq!(day_of(EpochMs(MS_PER_DAY - 1)), 0);
        assert_eq!(day_of(EpochMs(-1)), -1);
        assert_eq!(day_of(start_of(3)), 3);
    }
}
