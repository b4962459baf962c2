//! The range in the URL: `range=3`, `range=custom&from=2026-03&to=2026-06`.

use service::views::{Range, Scoreboard};

use crate::components::{Choice, CustomRange, href};
use crate::web::Parameters;
use crate::words;

const DEFAULT: usize = 12;

pub fn of(parameters: &Parameters) -> Range {
    let custom = (parameters.get("range"), parameters.get("from"), parameters.get("to"));
    match custom {
        (Some("custom"), Some(from), Some(to)) => Range::Between(from.to_owned(), to.to_owned()),
        (Some(last), ..) => Range::Last(last.parse().unwrap_or(DEFAULT)),
        _ => Range::Last(DEFAULT),
    }
}

/// The value of the picker's choice in view.
pub fn selected(parameters: &Parameters) -> String {
    match of(parameters) {
        Range::Last(n) => n.to_string(),
        Range::Between(..) => "custom".to_owned(),
    }
}

pub fn choices() -> Vec<Choice> {
    vec![Choice::new("3", "Last 3"), Choice::new("6", "Quarter"), Choice::new("12", "12 sprints")]
}

pub fn custom(board: &Scoreboard, this_year: i16) -> CustomRange {
    let sprint = |(key, first, last): &(String, jiff::civil::Date, jiff::civil::Date)| {
        Choice::new(key.clone(), format!("{key}, {}", words::range(*first, *last, this_year)))
    };
    let key = |sprint: Option<&service::views::SprintFigures>| sprint.map(|s| s.key.clone()).unwrap_or_default();
    CustomRange {
        sprints: board.choices.iter().map(sprint).collect(),
        from: key(board.trend.sprints.first()),
        to: key(board.trend.sprints.last()),
    }
}

/// The CSV of what is in view.
pub fn csv(base: &str, parameters: &Parameters) -> String {
    let kept = parameters.0.iter().filter(|(name, _)| ["range", "from", "to"].contains(&name.as_str()));
    href(&format!("{base}/figures.csv"), kept.map(|(name, value)| (name.as_str(), value.as_str())))
}
