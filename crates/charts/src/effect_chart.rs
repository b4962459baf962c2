//! The effect by sprint since joining: what is open came before joining and should lie near nothing, what is filled came
//! after.

use plotters::style::text_anchor::HPos;
use serde::{Deserialize, Serialize};

use crate::canvas::{Canvas, Drawn, paint};
use crate::document;
use crate::frame::{Frame, GAP, Surroundings};
use crate::ink::Ink;
use crate::labels::{self, Placed};
use crate::model::{Band, BandKind, Drawing, Estimate, Point};
use crate::reach;
use crate::text;
use crate::ticks::Ticks;

const POINT_RADIUS: u32 = 4;

/// An event study: one estimate with its interval per sprint since joining.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EffectChart {
    /// Unique on the page: the picture's title and description are found by it.
    pub id: String,
    /// The finding, read out as the picture's name.
    pub title: String,
    /// What is plotted, read out after the title.
    pub description: String,
    /// Written once, beside the topmost tick.
    pub unit_label: String,
    /// Under the axis: `sprints since the team joined`.
    pub axis: String,
    /// In order of time; every sprint has its slot, also one without an estimate.
    pub points: Vec<EffectPoint>,
    /// The first slot after joining; a line stands before it, with these words.
    pub joined: Option<(usize, String)>,
    pub bands: Vec<Band>,
    /// In the picture's own units; the page scales it to the space there is.
    pub width: u32,
    pub height: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EffectPoint {
    /// In full, for the cursor and the table: `2 sprints after joining`.
    pub label: String,
    /// Under the axis: `+2`.
    pub short: String,
    /// `None` is a gap.
    pub estimate: Option<Estimate>,
}

impl EffectChart {
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
    chart: &'a EffectChart,
    estimates: Vec<Option<Estimate>>,
    ticks: Option<Ticks>,
    frame: Frame,
    head: Vec<Placed>,
}

impl<'a> Plan<'a> {
    fn of(chart: &'a EffectChart) -> Self {
        let estimates: Vec<Option<Estimate>> =
            chart.points.iter().map(|point| point.estimate.and_then(Estimate::drawable)).collect();
        let ticks = reach::ticks(&estimates.iter().flatten().copied().collect::<Vec<_>>());
        let label_width = |ticks: &Ticks| ticks.width(|index| ticks.signed_label(index, &chart.unit_label));
        let frame = |head: i32| {
            let tick_labels = ticks.as_ref().map_or(0, label_width);
            let around = Surroundings { tick_labels, end_labels: 0, head, foot_lines: 2 };
            Frame::new((chart.width, chart.height), &around, chart.points.len(), ticks.as_ref())
        };
        let head = head_labels(chart, &frame(0));
        let rows = head.iter().map(|placed| placed.row + 1).max().unwrap_or(0);
        let frame = frame(rows * text::LINE);
        Self { chart, estimates, ticks, frame, head }
    }

    fn draw(&self, canvas: &Canvas) -> Drawn {
        self.draw_bands(canvas)?;
        self.draw_value_axis(canvas)?;
        self.draw_joining(canvas)?;
        for word in &self.head {
            let y = word.row * text::LINE + text::LINE / 2 + GAP / 2;
            canvas.text(&word.text, (word.x, y), HPos::Left, Ink::Mark)?;
        }
        self.draw_slot_axis(canvas)?;
        self.draw_estimates(canvas)
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
            let ink = if *value == 0.0 { Ink::Zero } else { Ink::Axis };
            canvas.path(vec![(self.frame.left, y), (self.frame.right, y)], ink)?;
            let label = ticks.signed_label(index, &self.chart.unit_label);
            canvas.text(&label, (self.frame.left - GAP, y), HPos::Right, Ink::Axis)?;
        }
        Ok(())
    }

    fn draw_joining(&self, canvas: &Canvas) -> Drawn {
        match joining(self.chart, &self.frame) {
            Some(x) => canvas.path(vec![(x, self.frame.top), (x, self.frame.bottom)], Ink::Mark),
            None => Ok(()),
        }
    }

    fn draw_slot_axis(&self, canvas: &Canvas) -> Drawn {
        let points = &self.chart.points;
        let widest = points.iter().map(|point| text::width(&point.short)).max().unwrap_or(0);
        let step = labels::every(points.len(), widest, self.frame.right - self.frame.left);
        // Counted from joining, so that its sprint is named whatever the step is.
        let anchor = self.chart.joined.as_ref().map_or(0, |(slot, _)| slot % step);
        let y = self.frame.bottom + GAP + text::LINE / 2;
        for (index, point) in points.iter().enumerate().filter(|(index, _)| index % step == anchor) {
            let half = text::width(&point.short) / 2;
            let x = self.frame.x(index).max(half).min(self.frame.width - half);
            canvas.text(&point.short, (x, y), HPos::Center, Ink::Axis)?;
        }
        let words = text::fit(&self.chart.axis, self.frame.right - self.frame.left);
        canvas.text(&words, (self.frame.right, y + text::LINE), HPos::Right, Ink::Axis)
    }

    fn draw_estimates(&self, canvas: &Canvas) -> Drawn {
        let joined = self.chart.joined.as_ref().map_or(0, |(slot, _)| *slot);
        for (slot, estimate) in self.estimates.iter().enumerate() {
            let Some(estimate) = *estimate else { continue };
            let x = self.frame.x(slot);
            reach::interval(canvas, &self.frame, x, estimate)?;
            let ink = if slot < joined { Ink::Main } else { Ink::Solid };
            canvas.circle((x, self.frame.y(estimate.value)), POINT_RADIUS, ink)?;
        }
        Ok(())
    }

    fn points(&self) -> Vec<Point> {
        let point = |(slot, estimate): (usize, &Option<Estimate>)| Point {
            slot,
            x_percent: f64::from(self.frame.x(slot)) * 100.0 / f64::from(self.frame.width),
            values: vec![estimate.map(|estimate| estimate.value)],
        };
        self.estimates.iter().enumerate().map(point).collect()
    }
}

/// The left edge of the first column after joining; `None` where no sprint before or none after is in view.
fn joining(chart: &EffectChart, frame: &Frame) -> Option<i32> {
    let (slot, _) = chart.joined.as_ref()?;
    let inside = *slot > 0 && *slot < chart.points.len();
    inside.then(|| frame.columns(*slot, *slot)).flatten().map(|(left, _)| left)
}

fn head_labels(chart: &EffectChart, frame: &Frame) -> Vec<Placed> {
    let bands = chart.bands.iter().filter_map(|band| {
        let (left, _) = frame.columns(band.from, band.to)?;
        Some((band.label.clone(), left + GAP / 2))
    });
    let words = chart.joined.as_ref().map(|(_, words)| words.clone()).unwrap_or_default();
    // Before the line, so that it does not cover the band's words after it.
    let line = joining(chart, frame).map(|x| (words.clone(), x - GAP / 2 - text::width(&words)));
    let wishes: Vec<_> = bands.chain(line).filter(|(label, _)| !label.trim().is_empty()).collect();
    labels::in_rows(&wishes, frame.left, frame.width)
}
