//! The dozen parts that pages are composed of. They take words and numbers that are ready to show and know neither
//! `service` nor any metric.

#![expect(clippy::needless_pass_by_value, reason = "a component owns its props: Leptos builds them for it")]

mod badge;
mod breadcrumbs;
mod chart_figure;
mod compare_picker;
mod data_table;
mod empty_state;
mod error_page;
pub mod form;
mod link;
mod meter;
mod notice;
mod outcome;
mod page_header;
mod pager;
mod picture_figure;
mod range_picker;
mod search_form;
mod section;
mod tile;

pub use badge::{Badge, BadgeKind};
pub use breadcrumbs::Breadcrumbs;
pub use chart_figure::{ChartFigure, ChartFigureData, SlotReading};
pub use compare_picker::ComparePicker;
pub use data_table::{Cell, Column, DataTable, TableData};
pub use empty_state::EmptyState;
pub use error_page::{ErrorPage, Failure};
pub use link::{Link, below, href};
pub use meter::{Meter, MeterTile, MeterTileData};
pub use notice::{Notice, NoticeKind};
pub use outcome::{Outcome, OutcomeData};
pub use page_header::PageHeader;
pub use pager::Pager;
pub use picture_figure::{PictureData, PictureFigure, Reading};
pub use range_picker::{Choice, CustomRange, RangePicker};
pub use search_form::SearchForm;
pub use section::Section;
pub use tile::{Tile, TileData, TileState};
