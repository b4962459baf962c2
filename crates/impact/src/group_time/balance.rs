//! The same waves at every event time, so that an event study does not move because its waves change.

use std::collections::BTreeSet;

use super::{Cell, GroupTime};

impl GroupTime<'_> {
    /// Which cells a study balanced up to this event time is made of: waves that last that long and have a cell at
    /// every event time that any such wave should have one at (`did` 2.5.1).
    pub(super) fn balanced(&self, balance: i64) -> impl Fn(&Cell) -> bool + use<> {
        let periods = &self.layout.periods[..self.comparable];
        let (first, last) = (self.layout.periods.first().copied(), periods.last().copied());
        let lasts = |joined: i64| last.is_some_and(|last| last.saturating_sub(joined) >= balance);
        let waves = || self.layout.waves.iter().map(|wave| wave.joined).filter(|joined| lasts(*joined));
        let wanted = |joined: i64| {
            periods
                .iter()
                .map(move |period| period.saturating_sub(joined))
                .filter(|time| (0..=balance).contains(time))
        };
        let required: BTreeSet<i64> = waves().flat_map(wanted).collect();
        let made: BTreeSet<(i64, i64)> =
            self.cells.iter().map(|cell| (cell.joined, cell.event_time())).collect();
        let complete = |joined: &i64| required.iter().all(|time| made.contains(&(*joined, *time)));
        let kept: BTreeSet<i64> = waves().filter(complete).collect();
        let earliest =
            first.zip(last).map_or(0, |(first, last)| balance.saturating_sub(last.saturating_sub(first)));
        move |cell| kept.contains(&cell.joined) && (earliest..=balance).contains(&cell.event_time())
    }
}
