//! The report as tables of text.

use std::fmt::Write;

use super::report::{Aggregation, Cell, Line, Named, Report};

/// Ends without a line break.
pub fn of(report: &Report) -> String {
    let mut text = String::new();
    let mut section = |lines: Vec<String>| {
        if !lines.is_empty() {
            let _ = write!(text, "{}{}", if text.is_empty() { "" } else { "\n\n" }, lines.join("\n"));
        }
    };
    section(head(report));
    section(cells(&report.cells));
    report.aggregations.iter().for_each(|of| section(aggregation(of)));
    section(also(&report.also));
    section(pretest(report));
    section(comparisons(report));
    section(weights(report));
    section(left_out(report));
    section(report.notes.iter().map(|note| format!("Note: {note}")).collect());
    text
}

fn head(report: &Report) -> Vec<String> {
    let panel = &report.panel;
    let time = |time: Option<i64>| time.map_or_else(|| "-".to_owned(), |time| time.to_string());
    let mut lines = vec![
        format!("{}, interval by {}", report.method, report.inference),
        format!(
            "{} units ({} join, {} never), {} times from {} to {}, {} cells missing",
            panel.units,
            panel.joined_units,
            panel.never_joined_units,
            panel.times,
            time(panel.first_time),
            time(panel.last_time),
            panel.missing_cells
        ),
    ];
    if !panel.excluded_times.is_empty() {
        let times: Vec<String> = panel.excluded_times.iter().map(ToString::to_string).collect();
        lines.push(format!("Left out for every unit: {}", times.join(", ")));
    }
    lines.extend([String::new(), titles(""), row("effect", &report.estimate)]);
    if let Some(ratio) = report.ratio {
        lines.push(format!("{:>22} {ratio:>10.4}", "observed / expected"));
    }
    lines
}

fn titles(first: &str) -> String {
    format!("{first:>22} {:>10} {:>10} {:>23} {:>8}", "effect", "std. error", "95 % interval", "p")
}

fn row(first: &str, line: &Line) -> String {
    let number = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), |value| format!("{value:.4}"));
    let interval =
        line.interval.map_or_else(|| "-".to_owned(), |(low, high)| format!("{low:.4} to {high:.4}"));
    // An interval that leaves out 0, as R marks it.
    let mark = if line.interval.is_some_and(|(low, high)| low > 0.0 || high < 0.0) { " *" } else { "" };
    format!(
        "{first:>22} {:>10.4} {:>10} {interval:>23} {:>8}{mark}",
        line.effect,
        number(line.standard_error),
        number(line.p_value)
    )
}

fn cells(cells: &[Cell]) -> Vec<String> {
    if cells.is_empty() {
        return Vec::new();
    }
    let line = |cell: &Cell| row(&format!("{:>10} {:>10}", cell.joined, cell.time), &cell.line);
    let head =
        ["Effects by wave and time, ATT(g,t)".to_owned(), titles(&format!("{:>10} {:>10}", "wave", "time"))];
    head.into_iter().chain(cells.iter().map(line)).collect()
}

fn aggregation(of: &Aggregation) -> Vec<String> {
    let title = match of.name {
        "simple" => "Mean over all joined cells",
        "dynamic" => "By time since joining",
        "group" => "By wave",
        _ => "By time",
    };
    let overall = of.overall.iter().map(|line| row("overall", line));
    let parts = of.parts.iter().map(|line| row(&line.at.map_or_else(String::new, |at| at.to_string()), line));
    [title.to_owned(), titles(of.by)].into_iter().chain(overall).chain(parts).collect()
}

fn also(also: &[Named]) -> Vec<String> {
    let lines = also.iter().map(|of| row(&of.name, &of.line));
    let head = (!also.is_empty()).then(|| titles("beside it"));
    head.into_iter().chain(lines).collect()
}

fn pretest(report: &Report) -> Vec<String> {
    let line = report.pretest.as_ref().map(|test| {
        format!(
            "Pretest that all effects before joining are 0: Wald {:.4}, {} degrees of freedom, p {:.5}",
            test.statistic, test.degrees_of_freedom, test.p_value
        )
    });
    line.into_iter().collect()
}

fn comparisons(report: &Report) -> Vec<String> {
    if report.comparisons.is_empty() {
        return Vec::new();
    }
    let head = [
        "What the coefficient is made of".to_owned(),
        format!("{:>20} {:>8} {:>8} {:>10} {:>8}", "comparison", "wave", "control", "estimate", "weight"),
    ];
    let control =
        |control: Option<i64>| control.map_or_else(|| "never".to_owned(), |control| control.to_string());
    let lines = report.comparisons.iter().map(|of| {
        let control = control(of.control);
        format!("{:>20} {:>8} {control:>8} {:>10.4} {:>8.4}", of.kind, of.joined, of.estimate, of.weight)
    });
    head.into_iter().chain(lines).collect()
}

fn weights(report: &Report) -> Vec<String> {
    let all = [("unit", &report.unit_weights), ("time", &report.time_weights)];
    let lines = all.into_iter().flat_map(|(title, weights)| {
        let used = weights.iter().filter(|of| of.weight > 0.0005);
        used.map(move |of| format!("{title:>6} {:<24} {:>8.4}", of.name, of.weight))
    });
    let head = (!report.unit_weights.is_empty()).then(|| "Weights above 0.0005".to_owned());
    head.into_iter().chain(lines).collect()
}

/// How many of them, by why: a list of thousands hides what it says.
fn left_out(report: &Report) -> Vec<String> {
    let mut counted = std::collections::BTreeMap::<&str, usize>::new();
    for of in &report.left_out {
        *counted.entry(&of.why).or_default() += 1;
    }
    let lines = counted.into_iter().map(|(why, count)| format!("{count:>6} {why}"));
    let head = (!report.left_out.is_empty()).then(|| "Not compared (--format json lists them)".to_owned());
    head.into_iter().chain(lines).collect()
}
