//! Figure series as SVG pictures, drawn by plotters on the server.
//!
//! A picture carries no colours, fonts or styles: every element names its role as a class (`main`, `comparison`,
//! `baseline`, …) and the page's style sheet does the rest, so light, dark and print need one picture and a strict
//! content security policy holds. What lives elsewhere: sentences and number formats of the page (`app::words`).

mod canvas;
mod document;
mod dose_chart;
mod effect_chart;
mod frame;
mod ink;
mod labels;
mod line_chart;
mod model;
mod reach;
mod sparkline;
mod text;
mod ticks;

pub use dose_chart::{DoseChart, DosePoint, FitPoint};
pub use effect_chart::{EffectChart, EffectPoint};
pub use model::{
    Band, BandKind, Drawing, Estimate, LineChart, Mark, MarkKind, Point, Role, Series, Slot, Sparkline,
};
