//! Drawing a [`LineChart`].

use plotters::style::text_anchor::HPos;

use crate::canvas::{At, Canvas, Drawn, paint};
use crate::document;
use crate::frame::{Frame, GAP, Surroundings};
use crate::ink::Ink;
use crate::labels::{self, Placed};
use crate::model::{BandKind, Drawing, LineChart, Point, Role, Series, drawable};
use crate::text;
use crate::ticks::Ticks;

/// With more slots than this, point markers would melt into one another.
const MOST_MARKED_SLOTS: usize = 40;

const POINT_RADIUS: u32 = 4;

impl LineChart {
    /// The picture, and where its slots lie. Never fails: what cannot be drawn is a gap.
    pub fn render(&self) -> Drawing {
        let plan = Plan::of(self);
        let size = (self.width, self.height);
        let body = paint(size, |canvas| plan.draw(canvas));
        let svg = document::described(&self.id, &self.title, &self.description, size, &body);
        Drawing { svg, points: plan.points() }
    }
}

/// A chart with everything measured, ready to draw.
struct Plan<'a> {
    chart: &'a LineChart,
    ticks: Option<Ticks>,
    frame: Frame,
    /// Words over the plot: first those of the bands that are in view, then those of the marks.
    head: Vec<Placed>,
}

impl<'a> Plan<'a> {
    fn of(chart: &'a LineChart) -> Self {
        let values = chart.series.iter().flat_map(|s| values(s, chart.slots.len())).flatten();
        let ticks = Ticks::over(values, chart.zero_based, chart.unit_label == "%");
        let frame = |head: i32| {
            let around = Surroundings {
                tick_labels: tick_width(chart, ticks.as_ref()),
                end_labels: end_width(chart),
                head,
                foot_lines: 1,
            };
            Frame::new((chart.width, chart.height), &around, chart.slots.len(), ticks.as_ref())
        };
        let head = head_labels(chart, &frame(0));
        let rows = head.iter().map(|placed| placed.row + 1).max().unwrap_or(0);
        let frame = frame(rows * text::LINE);
        Self { chart, ticks, frame, head }
    }

    fn draw(&self, canvas: &Canvas) -> Drawn {
        self.draw_bands(canvas)?;
        self.draw_value_axis(canvas)?;
        self.draw_marks(canvas)?;
        self.draw_head(canvas)?;
        self.draw_slot_axis(canvas)?;
        // The main line comes last so that it lies on top.
        for series in self.chart.series.iter().filter(|s| s.role == Role::Comparison) {
            self.draw_series(canvas, series)?;
        }
        for series in self.chart.series.iter().filter(|s| s.role == Role::Main) {
            self.draw_series(canvas, series)?;
        }
        self.draw_end_labels(canvas)
    }

    fn draw_bands(&self, canvas: &Canvas) -> Drawn {
        for band in &self.chart.bands {
            if let Some((left, right)) = self.frame.columns(band.from, band.to) {
                let ink = match band.kind {
                    BandKind::Baseline => Ink::Baseline,
                    BandKind::Learning => Ink::Learning,
                };
                canvas.rectangle((left, 0), (right, self.frame.bottom), ink)?;
            }
        }
        Ok(())
    }

    fn draw_value_axis(&self, canvas: &Canvas) -> Drawn {
        let Some(ticks) = &self.ticks else { return Ok(()) };
        for (index, value) in ticks.values.iter().enumerate() {
            let y = self.frame.y(*value);
            canvas.path(vec![(self.frame.left, y), (self.frame.right, y)], Ink::Axis)?;
            let label = ticks.label(index, &self.chart.unit_label);
            canvas.text(&label, (self.frame.left - GAP, y), HPos::Right, Ink::Axis)?;
        }
        Ok(())
    }

    fn draw_slot_axis(&self, canvas: &Canvas) -> Drawn {
        let slots = &self.chart.slots;
        let widest = slots.iter().map(|slot| text::width(&slot.short)).max().unwrap_or(0);
        let step = labels::every(slots.len(), widest, self.frame.right - self.frame.left);
        let y = self.frame.bottom + GAP + text::LINE / 2;
        for (index, slot) in slots.iter().enumerate().step_by(step) {
            let half = text::width(&slot.short) / 2;
            let x = self.frame.x(index).max(half).min(self.frame.width - half);
            canvas.text(&slot.short, (x, y), HPos::Center, Ink::Axis)?;
        }
        Ok(())
    }

    fn draw_marks(&self, canvas: &Canvas) -> Drawn {
        for mark in self.chart.marks.iter().filter(|mark| mark.slot < self.chart.slots.len()) {
            let x = self.frame.x(mark.slot);
            canvas.path(vec![(x, self.frame.top), (x, self.frame.bottom)], Ink::Mark)?;
        }
        Ok(())
    }

    fn draw_head(&self, canvas: &Canvas) -> Drawn {
        for word in &self.head {
            let y = word.row * text::LINE + text::LINE / 2 + GAP / 2;
            canvas.text(&word.text, (word.x, y), HPos::Left, Ink::Mark)?;
        }
        Ok(())
    }

    fn draw_series(&self, canvas: &Canvas, series: &Series) -> Drawn {
        let ink = ink(series.role);
        let points = self.places(series);
        for stretch in points.split(Option::is_none) {
            let stretch: Vec<At> = stretch.iter().flatten().copied().collect();
            if stretch.len() > 1 {
                canvas.path(stretch, ink)?;
            }
        }
        let alone = |index: usize| {
            let empty =
                |neighbour: Option<usize>| neighbour.and_then(|n| points.get(n)).is_none_or(Option::is_none);
            empty(index.checked_sub(1)) && empty(Some(index + 1))
        };
        for (index, place) in points.iter().enumerate() {
            let Some(place) = *place else { continue };
            match series.role {
                // A point between two gaps has no line to be seen by, so it always gets its marker.
                _ if points.len() > MOST_MARKED_SLOTS && !alone(index) => {}
                Role::Main => canvas.circle(place, POINT_RADIUS, ink)?,
                Role::Comparison if alone(index) => canvas.square(place, 3, ink)?,
                Role::Comparison => canvas.square(place, 2, ink)?,
            }
        }
        Ok(())
    }

    fn draw_end_labels(&self, canvas: &Canvas) -> Drawn {
        let ends: Vec<(&Series, i32)> = self
            .chart
            .series
            .iter()
            .filter_map(|series| Some((series, self.places(series).into_iter().flatten().next_back()?.1)))
            .collect();
        let wishes: Vec<i32> = ends.iter().map(|(_, y)| *y).collect();
        let heights = labels::apart(&wishes, text::LINE / 2, self.frame.bottom);
        for ((series, _), y) in ends.iter().zip(heights) {
            let name = text::fit_bold(&series.name, self.frame.end_room());
            canvas.text(&name, (self.frame.right + GAP, y), HPos::Left, ink(series.role))?;
        }
        Ok(())
    }

    fn places(&self, series: &Series) -> Vec<Option<At>> {
        let place = |(slot, value): (usize, Option<f64>)| Some((self.frame.x(slot), self.frame.y(value?)));
        values(series, self.chart.slots.len()).enumerate().map(place).collect()
    }

    fn points(&self) -> Vec<Point> {
        let drawn: Vec<Vec<Option<f64>>> =
            self.chart.series.iter().map(|s| values(s, self.chart.slots.len()).collect()).collect();
        let point = |slot: usize| Point {
            slot,
            x_percent: f64::from(self.frame.x(slot)) * 100.0 / f64::from(self.frame.width),
            values: drawn.iter().map(|values| values[slot]).collect(),
        };
        (0..self.chart.slots.len()).map(point).collect()
    }
}

/// One value per slot: what is missing at the end is a gap, what is too much is left out.
fn values(series: &Series, slots: usize) -> impl Iterator<Item = Option<f64>> {
    (0..slots).map(|slot| drawable(series.values.get(slot).copied().flatten()))
}

fn ink(role: Role) -> Ink {
    match role {
        Role::Main => Ink::Main,
        Role::Comparison => Ink::Comparison,
    }
}

fn tick_width(chart: &LineChart, ticks: Option<&Ticks>) -> i32 {
    let label_width = |ticks: &Ticks| {
        (0..ticks.values.len()).map(|i| text::width(&ticks.label(i, &chart.unit_label))).max()
    };
    ticks.and_then(label_width).unwrap_or(0)
}

fn end_width(chart: &LineChart) -> i32 {
    chart.series.iter().map(|s| text::bold_width(&s.name) + GAP).max().unwrap_or(0)
}

fn head_labels(chart: &LineChart, frame: &Frame) -> Vec<Placed> {
    let bands = chart.bands.iter().filter_map(|band| {
        let (left, _) = frame.columns(band.from, band.to)?;
        Some((band.label.clone(), left + GAP / 2))
    });
    let marks = chart.marks.iter().filter(|mark| mark.slot < chart.slots.len());
    let marks = marks.map(|mark| (mark.label.clone(), frame.x(mark.slot) - text::width(&mark.label) / 2));
    let wishes: Vec<_> = bands.chain(marks).filter(|(label, _)| !label.trim().is_empty()).collect();
    labels::in_rows(&wishes, frame.left, frame.width)
}
