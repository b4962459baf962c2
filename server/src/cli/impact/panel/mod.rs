//! `sightline impact --panel FILE.csv`: any panel of units over time, with nothing else of Sightline set up.

mod arguments;
mod compared;
mod counted;
mod inferred;
mod read;
mod regressed;
mod report;
#[cfg(test)]
mod tests;
mod text;

pub use arguments::Arguments;
use arguments::Method;
use impact::{doubts, panel::Panel};
use report::Report;

use read::Table;

/// The answer as it is printed.
pub fn run(arguments: &Arguments, json: bool) -> anyhow::Result<String> {
    let report = analyse(arguments)?;
    Ok(if json { serde_json::to_string_pretty(&report)? } else { text::of(&report) })
}

fn analyse(arguments: &Arguments) -> anyhow::Result<Report> {
    arguments.check()?;
    let table = Table::read(arguments)?;
    let (panel, table) = kept(table, arguments)?;
    let mut report = match arguments.method {
        Method::Imputation => counted::imputation(&panel, arguments),
        Method::Counts => counted::counts(&panel, arguments),
        Method::GroupTime => compared::group_time(&panel, &table, arguments),
        Method::SunAbraham => regressed::sun_abraham(&panel, &table, arguments),
        Method::Twfe => regressed::two_way_fixed_effects(&panel, arguments),
        Method::Synthetic => compared::synthetic(&panel, arguments),
    }?;
    report.panel.excluded_times.clone_from(&arguments.exclude_times);
    Ok(report)
}

/// The panel that is compared: without excluded times, with placebo joining times, without the donut.
fn kept(table: Table, arguments: &Arguments) -> anyhow::Result<(Panel, Table)> {
    let mut panel = table.panel.without_periods(&arguments.exclude_times);
    if let Some(shift) = arguments.placebo {
        panel = doubts::placebo(&panel, shift)?;
    }
    if let Some(periods) = arguments.donut {
        panel = doubts::donut(&panel, periods);
    }
    Ok((panel, table))
}
