//! Periods that hang together through the units they share.

/// Only within one component can effects of units and of periods be told apart.
#[derive(Debug, Clone)]
pub(crate) struct Components {
    parent: Vec<usize>,
    touched: Vec<bool>,
    /// Touched periods and merges so far. Leaving units out can only lower it, and where it stays the same, so does
    /// what hangs together.
    rank: usize,
}

impl Components {
    /// From a mask per unit: positive where the unit has a cell in the period.
    pub fn of<'a>(periods: usize, masks: impl IntoIterator<Item = &'a [f64]>) -> Self {
        Self::reaching(periods, masks, usize::MAX)
    }

    /// The same, stopping early once the rank is reached.
    pub fn reaching<'a>(periods: usize, masks: impl IntoIterator<Item = &'a [f64]>, rank: usize) -> Self {
        let mut all = Self { parent: (0..periods).collect(), touched: vec![false; periods], rank: 0 };
        for mask in masks {
            if all.rank >= rank {
                break;
            }
            let mut first = None;
            for (period, _) in mask.iter().enumerate().filter(|(_, cell)| **cell > 0.0) {
                all.touch(period);
                all.merge(*first.get_or_insert(period), period);
            }
        }
        all
    }

    pub const fn rank(&self) -> usize {
        self.rank
    }

    /// The first period of the component this period is in; `None` where no unit has a cell in it.
    pub fn component(&self, period: usize) -> Option<usize> {
        self.touched[period].then(|| self.root(period))
    }

    /// Whether the period has nobody to be compared with, or stands for its component.
    pub fn is_held(&self, period: usize) -> bool {
        self.component(period).is_none_or(|first| first == period)
    }

    fn root(&self, mut period: usize) -> usize {
        while self.parent[period] != period {
            period = self.parent[period];
        }
        period
    }

    fn touch(&mut self, period: usize) {
        self.rank += usize::from(!std::mem::replace(&mut self.touched[period], true));
    }

    fn merge(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        if one != other {
            self.parent[one.max(other)] = one.min(other);
            self.rank += 1;
        }
    }
}
