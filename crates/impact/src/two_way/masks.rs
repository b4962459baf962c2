//! The equations of many units at once, where a unit's cells weigh the same.
//!
//! Cells not joined yet are a run from the first period on, but for a few holes. With mask = run − holes, the runs need
//! only be counted by their length, and the work is that of the holes; it matters where a panel with missing cells is
//! fitted a thousand times over.

use super::Equations;

/// Sums over units, each divided by its number of cells.
struct Sums {
    /// Units whose run ends here or later; periods + 1 numbers.
    runs: Vec<f64>,
    /// Holes by the end of their run and by period, row by row.
    holes: Vec<f64>,
}

impl Equations {
    /// From a mask per unit, 1 where it has a cell and 0 elsewhere, and its number of cells.
    pub fn of_masks<'a>(periods: usize, masks: impl IntoIterator<Item = (&'a [f64], f64)>) -> Self {
        let mut equations = Self::zero(periods);
        let mut sums = Sums { runs: vec![0.0; periods + 1], holes: vec![0.0; (periods + 1) * periods] };
        for (mask, count) in masks.into_iter().filter(|(_, count)| *count > 0.0) {
            for (period, cell) in mask.iter().enumerate() {
                *equations.at(period, period) += cell;
            }
            sums.add(mask, count, &mut equations);
        }
        sums.spread(periods, &mut equations);
        equations
    }
}

impl Sums {
    fn add(&mut self, mask: &[f64], count: f64, equations: &mut Equations) {
        let end = mask.iter().rposition(|cell| *cell > 0.0).map_or(0, |last| last + 1);
        let holes: Vec<usize> = (0..end).filter(|&period| mask[period] == 0.0).collect();
        self.runs[end] += 1.0 / count;
        for (at, &hole) in holes.iter().enumerate() {
            self.holes[end * mask.len() + hole] += 1.0 / count;
            for &later in &holes[at..] {
                *equations.at(later, hole) -= 1.0 / count;
            }
        }
    }

    /// Takes (run − hole)(run − hole)ᵀ off, but for hole · holeᵀ; from the last row up, so that the longer runs are
    /// added up on the way.
    fn spread(mut self, periods: usize, equations: &mut Equations) {
        let total: Vec<f64> =
            (0..periods).map(|period| self.holes.iter().skip(period).step_by(periods).sum()).collect();
        for row in (0..periods).rev() {
            self.runs[row] += self.runs[row + 1];
            let (shorter, longer) = self.holes.split_at_mut((row + 1) * periods);
            let own = &mut longer[..periods];
            for (column, holes) in own[..=row].iter().enumerate() {
                *equations.at(row, column) -= self.runs[row + 1] - total[row] - holes;
            }
            let next = &mut shorter[row * periods..];
            next.iter_mut().zip(own).for_each(|(next, own)| *next += *own);
        }
    }
}
