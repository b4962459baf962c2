//! Where a chart's plot lies in its picture, and where slots and values lie in the plot.

use std::ops::Range;

use plotters::coord::CoordTranslate;
use plotters::coord::cartesian::Cartesian2d;
use plotters::coord::types::RangedCoordf64;

use crate::canvas::At;
use crate::text;
use crate::ticks::Ticks;

/// Room between words and what they name.
pub const GAP: i32 = 8;

/// End labels may take this part of a picture's width, so that the lines stay the main thing.
const LARGEST_END_LABEL_SHARE: i32 = 4;

pub struct Frame {
    pub left: i32,
    pub right: i32,
    pub top: i32,
    pub bottom: i32,
    pub width: i32,
    slots: usize,
    /// Where the value axis starts and ends. A value far outside overflows when it is turned into a pixel.
    low: f64,
    high: f64,
    coordinates: Cartesian2d<RangedCoordf64, RangedCoordf64>,
}

/// What stands around the plot.
pub struct Surroundings {
    pub tick_labels: i32,
    pub end_labels: i32,
    /// Height of the words over the plot.
    pub head: i32,
    /// Lines of words under the plot.
    pub foot_lines: i32,
}

impl Surroundings {
    /// Height of the words under the plot, with air above.
    fn foot(&self) -> i32 {
        self.foot_lines * text::LINE + GAP
    }
}

impl Frame {
    /// Every slot gets an equal column with its point in the middle, so that a band covers whole sprints.
    pub fn new(size: (u32, u32), around: &Surroundings, slots: usize, ticks: Option<&Ticks>) -> Self {
        let columns = slots.max(1) as f64;
        Self::spanning(size, around, slots, -0.5..columns - 0.5, ticks)
    }

    /// Two axes of values: what lies between the first and the last tick of `across` fills the width.
    pub fn plane(
        size: (u32, u32),
        around: &Surroundings,
        across: Option<&Ticks>,
        up: Option<&Ticks>,
    ) -> Self {
        let (from, to) = across.map_or((0.0, 1.0), Ticks::bounds);
        Self::spanning(size, around, 0, from..to, up)
    }

    fn spanning(
        size: (u32, u32),
        around: &Surroundings,
        slots: usize,
        across: Range<f64>,
        ticks: Option<&Ticks>,
    ) -> Self {
        let (width, height) = (whole(size.0), whole(size.1));
        let left = (around.tick_labels + GAP).min(width / 3);
        let end_labels = around.end_labels.min(width / LARGEST_END_LABEL_SHARE);
        let right = (width - end_labels - GAP).max(left + 1);
        let top = (around.head + GAP).min(height / 2);
        let bottom = (height - around.foot()).max(top + 1);
        let (low, high) = ticks.map_or((0.0, 1.0), Ticks::bounds);
        let coordinates = Cartesian2d::new(across, low..high, (left..right, bottom..top));
        Self { left, right, top, bottom, width, slots, low, high, coordinates }
    }

    pub fn x(&self, slot: usize) -> i32 {
        self.at(slot as f64, self.low).0
    }

    /// Where a value of the axis across lies.
    pub fn across(&self, value: f64) -> i32 {
        self.at(value, self.low).0
    }

    pub fn y(&self, value: f64) -> i32 {
        self.at(0.0, value).1
    }

    /// The value, or the end of the axis that it lies beyond.
    pub fn within(&self, value: f64) -> f64 {
        value.clamp(self.low, self.high)
    }

    /// Left edge of the first and right edge of the last column of a stretch; `None` where it lies outside the plot.
    pub fn columns(&self, from: usize, to: usize) -> Option<(i32, i32)> {
        let last = self.slots.checked_sub(1)?;
        if from > last || to < from {
            return None;
        }
        Some((self.at(from as f64 - 0.5, self.low).0, self.at(to.min(last) as f64 + 0.5, self.low).0))
    }

    /// Room for an end label right of the plot.
    pub fn end_room(&self) -> i32 {
        self.width - self.right - GAP
    }

    fn at(&self, slot: f64, value: f64) -> At {
        self.coordinates.translate(&(slot, value))
    }
}

fn whole(length: u32) -> i32 {
    i32::try_from(length).unwrap_or(i32::MAX).clamp(1, 100_000)
}
