//! The units of one wave and their own regression on units and periods.

use crate::{
    error::{Result, not_estimable},
    panel::Panel,
    regression::within::Within,
};

#[derive(Debug, Clone)]
pub struct Cohort {
    /// `None` for units that never join.
    pub joined: Option<i64>,
    pub units: Vec<usize>,
    pub within: Within,
}

impl Cohort {
    fn of(panel: &Panel, joined: Option<i64>, units: &[usize]) -> Result<Self> {
        let observed = |unit: &&usize| panel.row(**unit).iter().any(|outcome| outcome.is_finite());
        let units: Vec<usize> = units.iter().filter(observed).copied().collect();
        Ok(Self { joined, within: Within::of(panel, &units)?, units })
    }

    /// Units that have an outcome in this period.
    pub fn cells(&self, period: usize) -> f64 {
        self.within.mask().map(|row| row[period]).sum()
    }

    /// Whether the effects of two periods can be told from those of units.
    pub fn connects(&self, one: usize, other: usize) -> bool {
        let components = self.within.components();
        components.component(one).is_some_and(|first| components.component(other) == Some(first))
    }
}

/// Units that never join (or only after the last period), the waves, and the waves without a period before joining.
pub fn cohorts(panel: &Panel) -> Result<(Cohort, Vec<Cohort>, Vec<i64>)> {
    let (Some(first), Some(last)) = (panel.periods().first(), panel.periods().last()) else {
        return not_estimable("the panel has no period");
    };
    let (mut never, mut waves, mut left_out) = (Vec::new(), Vec::new(), Vec::new());
    for (joined, units) in panel.waves() {
        match joined.filter(|joined| joined <= last) {
            None => never.extend(units),
            Some(joined) if joined <= *first => left_out.push(joined),
            Some(joined) => waves.push(Cohort::of(panel, Some(joined), &units)?),
        }
    }
    if never.is_empty() {
        return not_estimable("every unit joins, so nobody who never joined can be compared with");
    }
    let never = Cohort::of(panel, None, &never)?;
    waves.retain(|wave| !wave.units.is_empty());
    if waves.is_empty() || never.units.is_empty() {
        return not_estimable(
            "no unit joins after the first period, or no cell of either side has an outcome",
        );
    }
    Ok((never, waves, left_out))
}
