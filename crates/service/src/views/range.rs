//! Which sprints a page shows: always whole ones, so that what can be asked is a finite set.

use super::SprintFigures;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Range {
    /// The newest so many sprints.
    Last(usize),
    /// From one sprint to another, both included, by key.
    Between(String, String),
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RangeError {
    #[error("there is no sprint \"{0}\" here; choose from the list")]
    Unknown(String),
    #[error("the first sprint comes after the last one; swap them")]
    Backwards,
}

impl Default for Range {
    fn default() -> Self {
        Range::Last(12)
    }
}

impl Range {
    /// The sprints of `all` that lie in the range.
    pub(crate) fn cut<'a>(&self, all: &'a [SprintFigures]) -> Result<&'a [SprintFigures], RangeError> {
        match self {
            Range::Last(n) => Ok(&all[all.len().saturating_sub((*n).max(1))..]),
            Range::Between(from, to) => {
                let at = |key: &String| {
                    all.iter().position(|s| s.key == *key).ok_or(RangeError::Unknown(key.clone()))
                };
                let (from, to) = (at(from)?, at(to)?);
                if from > to { Err(RangeError::Backwards) } else { Ok(&all[from..=to]) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::views::Figures;
    use domain::{EpochMs, Span};

    fn sprints() -> Vec<SprintFigures> {
        let sprint = |at: i64| SprintFigures {
            key: format!("S{at}"),
            span: Span { start: EpochMs(at), end: EpochMs(at + 1) },
            figures: Figures::default(),
        };
        (1..=5).map(sprint).collect()
    }

    fn keys(range: &Range) -> Result<Vec<String>, RangeError> {
        range.cut(&sprints()).map(|cut| cut.iter().map(|s| s.key.clone()).collect())
    }

    #[test]
    fn the_newest_sprints_are_cut_from_the_end_however_many_are_asked_for() {
        assert_eq!(keys(&Range::Last(2)).unwrap(), ["S4", "S5"]);
        assert_eq!(keys(&Range::Last(99)).unwrap().len(), 5);
        assert_eq!(keys(&Range::Last(0)).unwrap(), ["S5"]);
    }

    #[test]
    fn a_custom_range_is_a_union_of_known_sprints() {
        let between = |a: &str, b: &str| Range::Between(a.to_owned(), b.to_owned());
        assert_eq!(keys(&between("S2", "S3")).unwrap(), ["S2", "S3"]);
        assert_eq!(keys(&between("S3", "S2")), Err(RangeError::Backwards));
        assert_eq!(keys(&between("S2", "S9")), Err(RangeError::Unknown("S9".to_owned())));
    }
}
