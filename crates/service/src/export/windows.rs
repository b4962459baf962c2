//! Periods made of whole sprints.

use domain::Span;

use crate::{Fields, ServiceError};

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Window {
    /// Each sprint for itself.
    EachSprint,
    /// The newest so many sprints together.
    Last(usize),
    /// Each quarter, of the sprints that began in it.
    EachQuarter,
    /// The sprints before the programme.
    Baseline,
    /// From one sprint to another, both included, by key.
    Between(String, String),
}

type Sprint = (String, Span);

/// The periods that a window makes of a group's sprints, each with its name.
pub(super) fn cut(
    window: &Window,
    sprints: &[Sprint],
    baseline: impl FnOnce() -> Vec<String>,
) -> Result<Vec<(String, Vec<Sprint>)>, ServiceError> {
    Ok(match window {
        Window::EachSprint => sprints.iter().map(|sprint| (sprint.0.clone(), vec![sprint.clone()])).collect(),
        Window::Last(n) => {
            vec![(format!("last-{n}"), sprints[sprints.len().saturating_sub(*n)..].to_vec())]
        }
        Window::EachQuarter => quarters(sprints),
        Window::Baseline => {
            let keys = baseline();
            let inside = sprints.iter().filter(|(key, _)| keys.contains(key)).cloned().collect();
            vec![("baseline".to_owned(), inside)]
        }
        Window::Between(from, to) => {
            let (first, last) = (position(sprints, "from", from)?, position(sprints, "to", to)?);
            if first > last {
                return Err(invalid("from", "The first sprint comes after the last one; swap them."));
            }
            vec![(format!("{from}..{to}"), sprints[first..=last].to_vec())]
        }
    })
}

fn quarters(sprints: &[Sprint]) -> Vec<(String, Vec<Sprint>)> {
    let mut quarters: Vec<(String, Vec<Sprint>)> = Vec::new();
    for sprint in sprints {
        let day = sprint.1.start.date();
        let name = format!("{:04}-Q{}", day.year(), (day.month() + 2) / 3);
        match quarters.last_mut().filter(|(last, _)| *last == name) {
            Some((_, own)) => own.push(sprint.clone()),
            None => quarters.push((name, vec![sprint.clone()])),
        }
    }
    quarters
}

fn position(sprints: &[Sprint], field: &'static str, key: &str) -> Result<usize, ServiceError> {
    let found = sprints.iter().position(|(own, _)| own == key);
    found.ok_or_else(|| {
        invalid(field, &format!("There is no sprint \"{key}\" here; choose one of the group's."))
    })
}

fn invalid(field: &'static str, message: &str) -> ServiceError {
    let mut fields = Fields::default();
    fields.add(field, message);
    ServiceError::Invalid(fields)
}

#[cfg(test)]
mod tests {
    use domain::EpochMs;
    use domain::time::MS_PER_DAY;

    use super::*;

    /// Six two-week sprints from New Year on.
    fn sprints() -> Vec<Sprint> {
        let start =
            |n: i64| EpochMs(EpochMs::from_date(jiff::civil::date(2026, 1, 1)).0 + 14 * n * MS_PER_DAY);
        (0..7).map(|n| (format!("S{n}"), Span { start: start(n), end: start(n + 1) })).collect()
    }

    fn periods(window: &Window) -> Result<Vec<(String, Vec<String>)>, ServiceError> {
        let cut = cut(window, &sprints(), || vec!["S1".to_owned(), "S0".to_owned()])?;
        let keys = |own: Vec<Sprint>| own.into_iter().map(|(key, _)| key).collect();
        Ok(cut.into_iter().map(|(name, own)| (name, keys(own))).collect())
    }

    #[test]
    fn a_window_is_made_of_whole_sprints() {
        let one = |window| periods(&window).unwrap().remove(0);
        assert_eq!(one(Window::Last(2)), ("last-2".to_owned(), vec!["S5".to_owned(), "S6".to_owned()]));
        assert_eq!(one(Window::Baseline).1, ["S0", "S1"]);
        assert_eq!(one(Window::Between("S1".to_owned(), "S3".to_owned())).1, ["S1", "S2", "S3"]);
        assert_eq!(periods(&Window::EachSprint).unwrap().len(), 7);
    }

    #[test]
    fn a_sprint_belongs_to_the_quarter_in_which_it_begins() {
        let quarters = periods(&Window::EachQuarter).unwrap();
        assert_eq!(quarters[0].0, "2026-Q1");
        assert_eq!((quarters.len(), quarters[0].1.len()), (1, 7), "the last begins on 26 March");
    }

    #[test]
    fn a_range_names_sprints_that_are_there_in_their_order() {
        for (from, to) in [("S9", "S3"), ("S1", "S9"), ("S3", "S1")] {
            let cut = periods(&Window::Between(from.to_owned(), to.to_owned()));
            assert!(matches!(cut, Err(ServiceError::Invalid(_))), "{from} to {to}");
        }
    }
}
