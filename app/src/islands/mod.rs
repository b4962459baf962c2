//! What reacts in the browser. A page is complete and works without any of it.
//!
//! This is all that the browser's WASM holds, so it formats nothing: every text arrives ready to show.

mod chart_cursor;
mod live_figures;
mod live_rows;

pub use chart_cursor::{ChartCursor, CursorPoint, CursorValue};
pub use live_figures::LiveFigures;
pub use live_rows::LiveRows;
