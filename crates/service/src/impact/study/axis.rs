//! One row of sprints for all teams. Teams may have calendars of their own: the dates that most teams share make the
//! axis, and a sprint of other dates lies where its middle day lies.

use std::collections::BTreeMap;

use domain::{EpochMs, Span, SprintKey, period::Sprint, time::MS_PER_DAY};

/// A sprint of the axis; its number is its place, counted from 1.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct AxisSprint {
    pub number: i64,
    pub key: SprintKey,
    pub span: Span,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Axis {
    pub sprints: Vec<AxisSprint>,
}

/// Where a team's sprints lie on the axis.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Aligned<'a> {
    pub by_number: BTreeMap<i64, &'a Sprint>,
    /// Numbers on which several of its sprints lie.
    pub twice: Vec<i64>,
    /// Sprints of the team that lie nowhere.
    pub nowhere: Vec<&'a Sprint>,
}

impl Axis {
    /// From the dates that most teams share to those that fewest do; what overlaps an earlier choice is passed over.
    pub fn of<'a>(calendars: impl Iterator<Item = &'a [Sprint]>) -> Self {
        let mut shared: BTreeMap<(i64, i64), Vec<&SprintKey>> = BTreeMap::new();
        for sprint in calendars.flatten() {
            shared.entry((sprint.span.start.0, sprint.span.end.0)).or_default().push(&sprint.key);
        }
        let mut by_teams: Vec<((i64, i64), Vec<&SprintKey>)> = shared.into_iter().collect();
        by_teams.sort_by_key(|(dates, keys)| (std::cmp::Reverse(keys.len()), *dates));
        let mut chosen: Vec<(Span, SprintKey)> = Vec::new();
        for ((start, end), keys) in by_teams {
            let span = Span { start: EpochMs(start), end: EpochMs(end) };
            if chosen.iter().all(|(other, _)| !other.overlaps(&span))
                && let Some(key) = commonest(&keys)
            {
                chosen.push((span, key.clone()));
            }
        }
        chosen.sort_by_key(|(span, _)| span.start);
        let sprint = |(number, (span, key))| AxisSprint { number, key, span };
        Self { sprints: (1..).zip(chosen).map(sprint).collect() }
    }

    /// The number of the sprint that holds an instant.
    pub fn at(&self, at: EpochMs) -> Option<i64> {
        self.sprints.iter().find(|sprint| sprint.span.contains(at)).map(|sprint| sprint.number)
    }

    /// The number of the sprint that holds an instant, of the next one where it lies between two; one past the last
    /// where it lies behind all.
    pub fn from(&self, at: EpochMs) -> i64 {
        let next = self.sprints.iter().find(|sprint| at < sprint.span.end);
        let past = self.sprints.last().map_or(1, |last| last.number + 1);
        next.map_or(past, |sprint| sprint.number)
    }

    /// Where a team's sprints lie.
    pub fn align<'a>(&self, own: &'a [Sprint]) -> Aligned<'a> {
        let mut aligned = Aligned::default();
        for sprint in own {
            let Some(number) = self.at(middle(&sprint.span)) else {
                aligned.nowhere.push(sprint);
                continue;
            };
            if aligned.by_number.insert(number, sprint).is_some() {
                aligned.twice.push(number);
            }
        }
        aligned.by_number.retain(|number, _| !aligned.twice.contains(number));
        aligned.twice.dedup();
        aligned
    }
}

fn middle(span: &Span) -> EpochMs {
    let half = (span.end.0 - span.start.0) / 2;
    EpochMs(span.start.0 + half.min(i64::from(u16::MAX) * MS_PER_DAY))
}

/// The key that most teams use; of several the first by name.
fn commonest<'k>(keys: &[&'k SprintKey]) -> Option<&'k SprintKey> {
    let mut counts: BTreeMap<&SprintKey, usize> = BTreeMap::new();
    for key in keys {
        *counts.entry(key).or_default() += 1;
    }
    counts.into_iter().min_by_key(|(key, count)| (std::cmp::Reverse(*count), *key)).map(|(key, _)| key)
}

#[cfg(test)]
mod tests {
    use domain::TeamKey;

    use super::*;

    fn calendar(team: &str, starts: &[i64], days: i64) -> Vec<Sprint> {
        let sprint = |(at, start): (usize, &i64)| Sprint {
            team: TeamKey::new(team).unwrap(),
            key: SprintKey::new(&format!("{days}-{at}")).unwrap(),
            span: Span { start: EpochMs(start * MS_PER_DAY), end: EpochMs((start + days) * MS_PER_DAY) },
        };
        starts.iter().enumerate().map(sprint).collect()
    }

    #[test]
    fn the_dates_that_most_teams_share_make_the_axis_and_others_lie_where_their_middle_lies() {
        let two = [calendar("a", &[0, 14, 28], 14), calendar("b", &[0, 14, 28], 14)];
        let shifted = calendar("c", &[3, 17], 14);
        let axis = Axis::of(two.iter().map(Vec::as_slice).chain([shifted.as_slice()]));
        assert_eq!(axis.sprints.iter().map(|s| s.span.start.0 / MS_PER_DAY).collect::<Vec<_>>(), [0, 14, 28]);
        let aligned = axis.align(&shifted);
        assert_eq!(aligned.by_number.keys().collect::<Vec<_>>(), [&1, &2]);
    }

    #[test]
    fn two_short_sprints_on_one_long_one_are_not_guessed_together_and_one_beyond_lies_nowhere() {
        let long = [calendar("a", &[0, 14], 14), calendar("b", &[0, 14], 14)];
        let short = calendar("c", &[0, 7, 14, 40], 7);
        let axis = Axis::of(long.iter().map(Vec::as_slice));
        let aligned = axis.align(&short);
        assert_eq!(aligned.twice, [1]);
        assert_eq!(aligned.by_number.keys().collect::<Vec<_>>(), [&2]);
        assert_eq!(aligned.nowhere.len(), 1);
    }

    #[test]
    fn who_joins_between_two_sprints_joins_with_the_next() {
        let own = calendar("a", &[0, 20], 14);
        let axis = Axis::of([own.as_slice()].into_iter());
        assert_eq!(axis.from(EpochMs(16 * MS_PER_DAY)), 2);
        assert_eq!(axis.from(EpochMs(99 * MS_PER_DAY)), 3);
    }
}
