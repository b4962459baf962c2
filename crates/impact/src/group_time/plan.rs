//! Which periods and which units are compared, for every wave and period.

use std::ops::Range;

use super::{Base, Controls, Options, layout::Layout};

/// One comparison before it is made.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    /// Indexes into the layout.
    pub wave: usize,
    pub period: usize,
    /// One period, or all from the first on.
    pub base: Range<usize>,
    /// Rows that may be compared with, around the wave's own.
    pub controls: [Range<usize>; 2],
}

pub(super) fn of(layout: &Layout, options: Options) -> Vec<Plan> {
    let cells =
        (0..layout.waves.len()).flat_map(|wave| (0..layout.periods.len()).map(move |period| (wave, period)));
    let plan = |(wave, period)| {
        let base = base(layout, options, wave, period)?;
        let controls = controls(layout, options, wave, period.max(base.end - 1));
        Some(Plan { wave, period, base, controls })
    };
    cells.filter_map(plan).collect()
}

/// `None` in the first period, where there is nothing to compare with yet.
fn base(layout: &Layout, options: Options, wave: usize, period: usize) -> Option<Range<usize>> {
    let unaffected_until = layout.waves[wave].joined.saturating_sub(i64::from(options.anticipation));
    let before = layout.periods.partition_point(|period| *period < unaffected_until);
    let so_far = if period >= before || options.base == Base::Universal { before } else { period };
    let last = so_far.checked_sub(1)?;
    Some(if options.base == Base::Mean { 0..so_far } else { last..so_far })
}

fn controls(layout: &Layout, options: Options, wave: usize, latest: usize) -> [Range<usize>; 2] {
    let own = &layout.waves[wave].rows;
    let rows = match options.controls {
        Controls::NeverJoined => layout.never_joined(),
        Controls::NotYetJoined => {
            layout.not_joined_by(layout.periods[latest].saturating_add(i64::from(options.anticipation)))
        }
    };
    let before_own = rows.start..own.start.max(rows.start);
    let after_own = rows.start.max(own.end).min(rows.end)..rows.end;
    [before_own, after_own]
}
