//! A source's score, from 0 to 100, and how it is made up.
//!
//! Each part is a share of what could be right, times its weight. A part without evidence (no events, no requests) is
//! left out, and the others are scaled to 100: a source is not blamed for what nobody can know.

use domain::{EpochMs, time::MS_PER_DAY};

use super::figures::{Figures, share};

/// What is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// Places for tags that are filled.
    Tags,
    /// Events of people who are known.
    People,
    /// Requests that were not refused.
    Valid,
    /// Statements that are told once.
    Unique,
    /// Statements whose time can be right.
    Clock,
    /// Whether anything still arrives.
    Heard,
}

impl Part {
    pub const ALL: [Part; 6] =
        [Self::Tags, Self::People, Self::Valid, Self::Unique, Self::Clock, Self::Heard];

    /// Together 100.
    pub fn weight(self) -> u32 {
        match self {
            Part::Tags => 30,
            Part::People => 25,
            Part::Valid => 20,
            Part::Unique | Part::Clock => 10,
            Part::Heard => 5,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Component {
    pub part: Part,
    /// 0 to 1; `None` where there is nothing to tell it from.
    pub share: Option<f64>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// `None` where nothing arrived and nothing was asked.
    pub value: Option<u32>,
    /// In the order of [`Part::ALL`].
    pub components: Vec<Component>,
}

/// A source that is heard of this often is not quiet.
const FRESH: i64 = 7 * MS_PER_DAY;
/// From here on it counts as silent.
const SILENT: i64 = 28 * MS_PER_DAY;

/// The score of what a source sent up to `now`.
pub fn score(figures: &Figures, now: EpochMs) -> Score {
    let component = |part| Component { part, share: reached(part, figures, now) };
    let components: Vec<Component> = Part::ALL.into_iter().map(component).collect();
    // That it was heard of says nothing about what it sends.
    let told = components.iter().any(|component| component.part != Part::Heard && component.share.is_some());
    let known = components.iter().filter_map(|c| Some((c.share?, f64::from(c.part.weight()))));
    let (sum, weight) =
        known.fold((0.0, 0.0), |(sum, all), (share, weight)| (sum + share * weight, all + weight));
    Score { value: told.then(|| whole(100.0 * sum / weight)), components }
}

fn reached(part: Part, figures: &Figures, now: EpochMs) -> Option<f64> {
    let without = |bad: u64, all: u64| share(bad, all).map(|bad| 1.0 - bad);
    match part {
        Part::Tags => figures.tag_coverage(),
        Part::People => without(figures.unknown, figures.events),
        Part::Valid => figures.invalid_rate().map(|rate| 1.0 - rate),
        Part::Unique => without(figures.duplicates, figures.statements),
        Part::Clock => without(figures.skewed, figures.statements),
        Part::Heard => figures.last_seen.map(|at| heard(now.0 - at.0)),
    }
}

/// 1 within a week, then less day by day, 0 after four.
fn heard(ago: i64) -> f64 {
    (1.0 - (ago - FRESH) as f64 / (SILENT - FRESH) as f64).clamp(0.0, 1.0)
}

/// Downwards: 100 means that everything is right.
fn whole(value: f64) -> u32 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 100")]
    let whole = (value + 1e-9).floor().clamp(0.0, 100.0) as u32;
    whole
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOW: EpochMs = EpochMs(100 * MS_PER_DAY);

    fn flawless() -> Figures {
        Figures {
            statements: 100,
            events: 80,
            tagged: [80; 5],
            accepted: 20,
            last_seen: Some(NOW),
            ..Figures::default()
        }
    }

    #[test]
    fn the_weights_make_a_hundred() {
        assert_eq!(Part::ALL.into_iter().map(Part::weight).sum::<u32>(), 100);
    }

    #[test]
    fn a_source_without_a_flaw_has_a_hundred_and_each_flaw_costs_its_weight() {
        assert_eq!(score(&flawless(), NOW).value, Some(100));
        let untagged = Figures { tagged: [0; 5], ..flawless() };
        assert_eq!(score(&untagged, NOW).value, Some(70));
        let strangers = Figures { unknown: 40, ..flawless() };
        assert_eq!(score(&strangers, NOW).value, Some(87), "half of 25, rounded down");
        let refused = Figures { refused: 20, ..flawless() };
        assert_eq!(score(&refused, NOW).value, Some(90));
        let silent = Figures { last_seen: Some(EpochMs(NOW.0 - 40 * MS_PER_DAY)), ..flawless() };
        assert_eq!(score(&silent, NOW).value, Some(95));
    }

    #[test]
    fn what_cannot_be_known_is_left_out() {
        let without_events = Figures { events: 0, tagged: [0; 5], ..flawless() };
        assert_eq!(score(&without_events, NOW).value, Some(100));
        let only_refused = Figures { refused: 3, ..Figures::default() };
        assert_eq!(score(&only_refused, NOW).value, Some(0));
    }

    #[test]
    fn a_source_that_never_sent_anything_has_no_score() {
        assert_eq!(score(&Figures::default(), NOW).value, None);
    }

    #[test]
    fn a_source_gets_quiet_day_by_day() {
        let ago = |days: i64| heard(days * MS_PER_DAY);
        assert!((ago(7) - 1.0).abs() < 1e-9 && ago(28).abs() < 1e-9);
        assert!(ago(10) > ago(20) && ago(20) > 0.0);
    }

    proptest! {
        #[test]
        fn a_score_is_between_nothing_and_a_hundred_and_never_grows_with_a_flaw(
            statements in 1_u64..10_000, duplicates in 0_u64..10_000, refused in 0_u64..100, seen in 0_i64..200,
        ) {
            let figures = Figures {
                statements, duplicates: duplicates.min(statements), refused,
                last_seen: Some(EpochMs(NOW.0 - seen * MS_PER_DAY)), ..flawless()
            };
            let worse = Figures { refused: refused + 1, ..figures };
            let (one, other) = (score(&figures, NOW).value.unwrap(), score(&worse, NOW).value.unwrap());
            prop_assert!(other <= one && one <= 100);
        }
    }
}
