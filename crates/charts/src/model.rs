//! What a chart is made of, and what drawing it returns.

use serde::{Deserialize, Serialize};

/// One or two series over sprints (or months), with the baseline and the learning sprint as bands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LineChart {
    /// Unique on the page: the picture's title and description are found by it.
    pub id: String,
    /// The finding, read out as the picture's name.
    pub title: String,
    /// What is plotted, read out after the title.
    pub description: String,
    /// Written once, beside the topmost tick: `h`, `%`, or nothing.
    pub unit_label: String,
    pub slots: Vec<Slot>,
    pub series: Vec<Series>,
    pub bands: Vec<Band>,
    pub marks: Vec<Mark>,
    /// Whether the value axis starts at zero, as it must where lengths are compared.
    pub zero_based: bool,
    /// In the picture's own units; the page scales it to the space there is.
    pub width: u32,
    pub height: u32,
}

/// A place on the time axis.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slot {
    /// In full, for the cursor and the table: `Sprint 7, 30 March to 12 April`.
    pub label: String,
    /// Under the axis: `30 Mar`.
    pub short: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Series {
    /// Written at the line's end.
    pub name: String,
    pub role: Role,
    /// One per slot, in the unit of the axis (a share in per cent). `None`, and what is not a finite number below
    /// 1e12, is a gap and drawn as one.
    pub values: Vec<Option<f64>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Main,
    Comparison,
}

/// A stretch of slots, both ends included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Band {
    pub from: usize,
    pub to: usize,
    pub kind: BandKind,
    pub label: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BandKind {
    Baseline,
    Learning,
}

/// Something that happened in a slot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    pub slot: usize,
    pub kind: MarkKind,
    pub label: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MarkKind {
    Holiday,
    Release,
    Reorganisation,
}

/// A number with how sure it is, in the unit of the axis. Ends that are missing or no finite numbers are not drawn.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    pub value: f64,
    pub interval: Option<(f64, f64)>,
}

impl Estimate {
    /// What of it can be drawn.
    pub(crate) fn drawable(self) -> Option<Self> {
        let value = drawable(Some(self.value))?;
        let ends = |(low, high)| Some((drawable(Some(low))?, drawable(Some(high))?));
        Some(Self { value, interval: self.interval.and_then(ends).filter(|(low, high)| low <= high) })
    }
}

/// A small line without axes that stands beside a number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sparkline {
    pub values: Vec<Option<f64>>,
    /// First and last slot of the baseline.
    pub baseline: Option<(usize, usize)>,
}

/// A finished picture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Drawing {
    /// One `<svg>` element, ready for an HTML page.
    pub svg: String,
    /// Where the slots lie, for a cursor over the picture.
    pub points: Vec<Point>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Point {
    pub slot: usize,
    /// Distance from the picture's left edge, in per cent of its width.
    pub x_percent: f64,
    /// As drawn, one per series; `None` is a gap.
    pub values: Vec<Option<f64>>,
}

/// Values beyond this are taken for broken input: no sprint has so many hours, lines or defects.
const LARGEST: f64 = 1e12;

/// The value if it can be drawn.
pub(crate) fn drawable(value: Option<f64>) -> Option<f64> {
    value.filter(|v| v.is_finite() && v.abs() < LARGEST)
}
