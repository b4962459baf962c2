//! How much a team adopted beside how much it changed: teams as points, a line through them with its band. Never people.

use plotters::style::text_anchor::HPos;
use serde::{Deserialize, Serialize};

use crate::canvas::{At, Canvas, Drawn, paint};
use crate::document;
use crate::frame::{Frame, GAP, Surroundings};
use crate::ink::Ink;
use crate::model::{Drawing, Estimate, Point, drawable};
use crate::reach;
use crate::text;
use crate::ticks::Ticks;

const POINT_RADIUS: u32 = 4;

/// Teams by dose and effect.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DoseChart {
    /// Unique on the page: the picture's title and description are found by it.
    pub id: String,
    /// The finding, read out as the picture's name.
    pub title: String,
    /// What is plotted, read out after the title.
    pub description: String,
    /// Of the effect, written once beside the topmost tick.
    pub unit_label: String,
    /// Under the axis across: `share of the practice adopted`.
    pub axis: String,
    /// Of the dose, written once beside the last tick.
    pub dose_unit: String,
    /// In any order.
    pub teams: Vec<DosePoint>,
    /// The line, in ascending order of dose; empty for none.
    pub fit: Vec<FitPoint>,
    /// In the picture's own units; the page scales it to the space there is.
    pub width: u32,
    pub height: u32,
}

/// One team.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DosePoint {
    pub name: String,
    pub dose: f64,
    pub effect: Estimate,
}

/// A place on the line, with how sure the line is there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FitPoint {
    pub dose: f64,
    pub effect: Estimate,
}

impl DoseChart {
    /// The picture, and where its teams lie, in their order. Never fails: what cannot be drawn is left out.
    pub fn render(&self) -> Drawing {
        let plan = Plan::of(self);
        let size = (self.width, self.height);
        let body = paint(size, |canvas| plan.draw(canvas));
        let svg = document::described(&self.id, &self.title, &self.description, size, &body);
        Drawing { svg, points: plan.points() }
    }
}

/// A place that can be drawn.
type Place = (f64, Estimate);

struct Plan<'a> {
    chart: &'a DoseChart,
    /// One per team.
    teams: Vec<Option<Place>>,
    fit: Vec<Place>,
    up: Option<Ticks>,
    across: Option<Ticks>,
    frame: Frame,
}

impl<'a> Plan<'a> {
    fn of(chart: &'a DoseChart) -> Self {
        let place = |dose, effect: Estimate| Some((drawable(Some(dose))?, effect.drawable()?));
        let teams: Vec<_> = chart.teams.iter().map(|team| place(team.dose, team.effect)).collect();
        let fit: Vec<_> = chart.fit.iter().filter_map(|point| place(point.dose, point.effect)).collect();
        let drawn: Vec<Place> = teams.iter().flatten().chain(&fit).copied().collect();
        let up = reach::ticks(&drawn.iter().map(|(_, effect)| *effect).collect::<Vec<_>>());
        let across = Ticks::over(drawn.iter().map(|(dose, _)| *dose), true, chart.dose_unit == "%");
        let tick_labels =
            up.as_ref().map_or(0, |up| up.width(|index| up.signed_label(index, &chart.unit_label)));
        let end_labels = text::width(&chart.dose_unit) + GAP;
        let around = Surroundings { tick_labels, end_labels, head: 0, foot_lines: 2 };
        let frame = Frame::plane((chart.width, chart.height), &around, across.as_ref(), up.as_ref());
        Self { chart, teams, fit, up, across, frame }
    }

    fn draw(&self, canvas: &Canvas) -> Drawn {
        self.draw_band(canvas)?;
        self.draw_value_axis(canvas)?;
        self.draw_dose_axis(canvas)?;
        let line: Vec<At> = self.fit.iter().map(|(dose, effect)| self.at(*dose, effect.value)).collect();
        if line.len() > 1 {
            canvas.path(line, Ink::Fit)?;
        }
        for (dose, effect) in self.teams.iter().flatten() {
            reach::interval(canvas, &self.frame, self.frame.across(*dose), *effect)?;
        }
        for (dose, effect) in self.teams.iter().flatten() {
            canvas.circle(self.at(*dose, effect.value), POINT_RADIUS, Ink::Solid)?;
        }
        Ok(())
    }

    /// Along the upper edge from left to right and back along the lower.
    fn draw_band(&self, canvas: &Canvas) -> Drawn {
        let edges = |(dose, effect): &Place| effect.interval.map(|(low, high)| (*dose, low, high));
        let sure: Vec<_> = self.fit.iter().filter_map(edges).collect();
        if sure.len() < 2 {
            return Ok(());
        }
        let upper = sure.iter().map(|(dose, _, high)| self.at(*dose, *high));
        let lower = sure.iter().rev().map(|(dose, low, _)| self.at(*dose, *low));
        canvas.area(upper.chain(lower).collect(), Ink::FitBand)
    }

    fn draw_value_axis(&self, canvas: &Canvas) -> Drawn {
        let Some(ticks) = &self.up else { return Ok(()) };
        for (index, value) in ticks.values.iter().enumerate() {
            let y = self.frame.y(*value);
            let ink = if *value == 0.0 { Ink::Zero } else { Ink::Axis };
            canvas.path(vec![(self.frame.left, y), (self.frame.right, y)], ink)?;
            let label = ticks.signed_label(index, &self.chart.unit_label);
            canvas.text(&label, (self.frame.left - GAP, y), HPos::Right, Ink::Axis)?;
        }
        Ok(())
    }

    fn draw_dose_axis(&self, canvas: &Canvas) -> Drawn {
        let y = self.frame.bottom + GAP + text::LINE / 2;
        for (index, value) in self.across.iter().flat_map(|ticks| ticks.values.iter().enumerate()) {
            let label = self.across.as_ref().map(|ticks| ticks.label(index, &self.chart.dose_unit));
            let label = label.unwrap_or_default();
            let half = text::width(&label) / 2;
            let x = self.frame.across(*value).max(half).min(self.frame.width - half);
            canvas.text(&label, (x, y), HPos::Center, Ink::Axis)?;
        }
        let words = text::fit(&self.chart.axis, self.frame.right - self.frame.left);
        canvas.text(&words, (self.frame.right, y + text::LINE), HPos::Right, Ink::Axis)
    }

    /// Inside the plot, also where an interval was cut.
    fn at(&self, dose: f64, effect: f64) -> At {
        (self.frame.across(dose), self.frame.y(self.frame.within(effect)))
    }

    fn points(&self) -> Vec<Point> {
        let point = |(slot, place): (usize, &Option<Place>)| {
            let (dose, effect) = place.as_ref()?;
            let x_percent = f64::from(self.frame.across(*dose)) * 100.0 / f64::from(self.frame.width);
            Some(Point { slot, x_percent, values: vec![Some(effect.value)] })
        };
        self.teams.iter().enumerate().filter_map(point).collect()
    }
}
