//! The range in the URL: `range=3`, `range=custom&from=2026-03&to=2026-06`.

use service::{
    Fields,
    views::{Range, Scoreboard, SprintFigures},
};

use crate::components::{Choice, CustomRange, href};
use crate::web::Parameters;
use crate::words;

const DEFAULT: usize = 12;

/// The parameters that make up the range.
const NAMES: [&str; 3] = ["range", "from", "to"];

pub fn of(parameters: &Parameters) -> Range {
    let custom = (parameters.get("range"), parameters.get("from"), parameters.get("to"));
    match custom {
        (Some("custom"), Some(from), Some(to)) => Range::Between(from.to_owned(), to.to_owned()),
        (Some(last), ..) => Range::Last(last.parse().unwrap_or(DEFAULT)),
        _ => Range::Last(DEFAULT),
    }
}

/// The page's other parameters.
pub fn without(parameters: &Parameters) -> Parameters {
    Parameters(parameters.without(&NAMES))
}

/// What is said where the range asked for does not exist.
pub fn problem(wrong: &Fields) -> String {
    let why = wrong.of("range").unwrap_or("there is no such range");
    format!("The range could not be shown: {why}. These are the newest {DEFAULT} sprints.")
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
    let key = |sprint: Option<&SprintFigures>| sprint.map(|s| s.key.clone()).unwrap_or_default();
    CustomRange {
        sprints: board.choices.iter().map(sprint).collect(),
        from: key(board.trend.sprints.first()),
        to: key(board.trend.sprints.last()),
    }
}

/// An address below the group's that shows the same sprints as the page.
pub fn same(base: &str, leaf: &str, parameters: &Parameters) -> String {
    let kept = parameters.0.iter().filter(|(name, _)| NAMES.contains(&name.as_str()));
    href(&format!("{base}/{leaf}"), kept.map(|(name, value)| (name.as_str(), value.as_str())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameters(pairs: &[(&str, &str)]) -> Parameters {
        Parameters(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn an_address_without_a_range_or_with_an_unreadable_one_shows_twelve_sprints() {
        assert_eq!(of(&parameters(&[])), Range::Last(12));
        assert_eq!(of(&parameters(&[("range", "all of them")])), Range::Last(12));
        assert_eq!(of(&parameters(&[("range", "custom"), ("from", "2026-03")])), Range::Last(12));
        assert_eq!(of(&parameters(&[("range", "6")])), Range::Last(6));
    }

    #[test]
    fn files_and_live_figures_cover_what_the_page_shows() {
        let shown = parameters(&[("range", "custom"), ("from", "a b"), ("to", "c"), ("compare", "search")]);
        assert_eq!(
            same("/teams/x", "figures.csv", &shown),
            "/teams/x/figures.csv?range=custom&from=a+b&to=c"
        );
        assert_eq!(without(&shown), parameters(&[("compare", "search")]));
    }
}
