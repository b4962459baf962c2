//! Drawing a [`Sparkline`]: shape only, scaled to its own lowest and highest value.

use crate::canvas::{At, Canvas, Drawn, paint};
use crate::document;
use crate::ink::Ink;
use crate::model::{Sparkline, drawable};

/// Shown at about a quarter of this size, so that whole units are fine enough.
const SIZE: (u32, u32) = (960, 216);
const EDGE: i32 = 24;
const END_RADIUS: u32 = 14;

impl Sparkline {
    /// One decorative `<svg>`: the sentence beside it carries the meaning.
    pub fn render(&self) -> String {
        document::decorative(SIZE, &paint(SIZE, |canvas| self.draw(canvas)))
    }

    fn draw(&self, canvas: &Canvas) -> Drawn {
        self.draw_baseline(canvas)?;
        let places = self.places();
        for stretch in places.split(Option::is_none) {
            let stretch: Vec<At> = stretch.iter().flatten().copied().collect();
            match stretch.as_slice() {
                [] => {}
                // A single sprint between two gaps: a dash as wide as it can be told from a gap.
                [(x, y)] => canvas.path(vec![(x - EDGE / 2, *y), (x + EDGE / 2, *y)], Ink::Main)?,
                _ => canvas.path(stretch, Ink::Main)?,
            }
        }
        match places.last() {
            Some(Some(end)) => canvas.circle(*end, END_RADIUS, Ink::Main),
            _ => Ok(()),
        }
    }

    fn draw_baseline(&self, canvas: &Canvas) -> Drawn {
        let Some(last) = self.values.len().checked_sub(1) else { return Ok(()) };
        match self.baseline {
            Some((from, to)) if from <= to && from <= last => {
                let half = (self.x(1) - self.x(0)) / 2;
                let left = (self.x(from) - half).max(0);
                let right = (self.x(to.min(last)) + half).min(whole(SIZE.0));
                canvas.rectangle((left, 0), (right, whole(SIZE.1)), Ink::Baseline)
            }
            _ => Ok(()),
        }
    }

    fn places(&self) -> Vec<Option<At>> {
        let values: Vec<Option<f64>> = self.values.iter().map(|v| drawable(*v)).collect();
        let low = values.iter().flatten().copied().fold(f64::INFINITY, f64::min);
        let high = values.iter().flatten().copied().fold(f64::NEG_INFINITY, f64::max);
        let place = |(slot, value): (usize, &Option<f64>)| Some((self.x(slot), height((*value)?, low, high)));
        values.iter().enumerate().map(place).collect()
    }

    fn x(&self, slot: usize) -> i32 {
        let steps = self.values.len().saturating_sub(1).max(1) as f64;
        EDGE + rounded(f64::from(whole(SIZE.0) - 2 * EDGE) * slot as f64 / steps)
    }
}

fn height(value: f64, low: f64, high: f64) -> i32 {
    let room = f64::from(whole(SIZE.1) - 2 * EDGE);
    // Values that differ by nothing worth drawing run through the middle.
    let share = if high - low > 1e-9 { (high - value) / (high - low) } else { 0.5 };
    EDGE + rounded(room * share)
}

fn whole(length: u32) -> i32 {
    i32::try_from(length).unwrap_or(i32::MAX)
}

fn rounded(length: f64) -> i32 {
    #[expect(clippy::cast_possible_truncation, reason = "a share of the picture's size; the cast saturates")]
    let units = length.round() as i32;
    units
}
