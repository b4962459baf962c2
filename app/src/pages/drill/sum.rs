//! How the rows become the figure, said so that a reader can check it.

use domain::figure::{MetricId, Unit};
use service::views::Drill;

use crate::pages::scoreboard::subject;
use crate::words;

/// A sentence around the exact value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    pub before: String,
    pub value: String,
    pub after: String,
}

/// `None` where the figure is not shown.
pub fn sum(drill: &Drill) -> Option<Sum> {
    let figure = drill.sprint.figures.get(drill.metric);
    let (value, n) = (figure.value?, words::count(figure.n));
    let (before, value, after) = match drill.metric {
        MetricId::CycleTime | MetricId::FirstReviewTime => (
            format!("The median of all {n} is"),
            format!("{value:.2}"),
            "hours: the figure above.".to_owned(),
        ),
        MetricId::PrSize => {
            (format!("The median of all {n} is"), value.to_string(), "lines: the figure above.".to_owned())
        }
        MetricId::ChecklistUse => share(drill, value, &n, "merged with every box ticked"),
        MetricId::TestPassRate => share(drill, value, &n, "merged with all checks green"),
        _ => (
            String::new(),
            words::reading(Unit::Count, value).to_string(),
            "in this sprint: the figure above.".to_owned(),
        ),
    };
    Some(Sum { before, value, after })
}

/// `Of 67 pull requests that tell of it, 85 % merged with every box ticked: the figure above.`
fn share(drill: &Drill, value: f64, n: &str, did: &str) -> (String, String, String) {
    let (_, many) = words::items(drill.metric);
    let said = words::reading(subject(drill.metric).unit, value).to_string();
    (format!("Of {n} {many} that tell of it,"), said, format!("{did}: the figure above."))
}
