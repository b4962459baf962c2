//! Telling one moment twice: the same actor, verb and activity within seconds, under another id.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

use domain::EpochMs;

/// Nobody does the same thing again so soon; a client that sends it again under a new id does.
const WITHIN_MS: i64 = 10_000;

/// Bounds the memory: as many different moments are remembered, then all are forgotten but for those of late.
const MOST: usize = 200_000;

/// Sees the statements of a log in order and counts those that repeat an earlier one.
#[derive(Default)]
pub struct Repeats {
    hasher: RandomState,
    /// The last time of each source, actor, verb and activity, by hash.
    seen: HashMap<u64, i64>,
}

/// What makes a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Moment<'a> {
    pub source: &'a str,
    /// An identifier, as in `mbox:ada@example.com`.
    pub actor: &'a str,
    pub verb: &'a str,
    pub activity: &'a str,
}

impl Repeats {
    /// Is this one told already?
    pub fn repeats(&mut self, moment: Moment<'_>, at: EpochMs) -> bool {
        if self.seen.len() >= MOST {
            self.seen.retain(|_, last| (at.0 - *last).abs() <= WITHIN_MS);
            if self.seen.len() >= MOST {
                self.seen.clear();
            }
        }
        let last = self.seen.insert(self.hasher.hash_one(moment), at.0);
        last.is_some_and(|last| (at.0 - last).abs() <= WITHIN_MS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LAB: Moment<'static> =
        Moment { source: "LMS", actor: "mbox:a", verb: "completed", activity: "lab" };

    #[test]
    fn the_same_moment_within_seconds_is_told_twice_and_later_it_is_another() {
        let mut repeats = Repeats::default();
        assert!(!repeats.repeats(LAB, EpochMs(0)));
        assert!(repeats.repeats(LAB, EpochMs(WITHIN_MS)));
        assert!(repeats.repeats(LAB, EpochMs(500)), "whichever arrives first");
        assert!(!repeats.repeats(LAB, EpochMs(60_000)));
    }

    #[test]
    fn another_actor_verb_activity_or_source_is_another_moment() {
        let mut repeats = Repeats::default();
        repeats.repeats(LAB, EpochMs(0));
        for other in [
            Moment { source: "CI", ..LAB },
            Moment { actor: "mbox:b", ..LAB },
            Moment { verb: "passed", ..LAB },
            Moment { activity: "lab 2", ..LAB },
        ] {
            assert!(!repeats.repeats(other, EpochMs(1)), "{other:?}");
        }
    }

    #[test]
    fn memory_is_bounded_and_what_is_recent_is_kept() {
        let mut repeats = Repeats::default();
        for number in 0..MOST {
            let activity = number.to_string();
            repeats.repeats(Moment { activity: &activity, ..LAB }, EpochMs(0));
        }
        repeats.repeats(LAB, EpochMs(1_000_000));
        assert!(repeats.seen.len() < MOST);
        assert!(repeats.repeats(LAB, EpochMs(1_000_001)));
    }
}
