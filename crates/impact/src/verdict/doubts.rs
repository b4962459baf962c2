//! What stands beside a verdict: what would undo it, what a careless look would have said, and what it rests on.

use serde::{Deserialize, Serialize};

use super::{Course, Interval, Outcome, Sentence, Verdict};
use crate::gate::counted;

/// All of it; what is absent is not spoken of.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Doubts {
    pub drift: Option<Drift>,
    pub naive: Option<Naive>,
    /// Sprints that were left out for everybody, with the reason: ("sprint 8", "holiday").
    pub excluded: Vec<(String, String)>,
    pub open: Option<Open>,
    pub held: Option<Held>,
    pub dose: Option<Dose>,
    pub placebo: Option<Placebo>,
}

/// The head start per sprint, in the unit of the effect, that joined teams would need for the estimate to be nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Drift(pub f64);

/// The difference between after and before in the teams that joined, in the unit of the effect.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Naive(pub f64);

/// Pull requests that are not over yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Open {
    pub open: usize,
    pub of: usize,
}

/// What became of the effect, sprint by sprint since joining.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// Sprints, of the last `of`, whose estimate is on the side of the whole.
    pub held: usize,
    pub of: usize,
    /// The first sprint since joining (1 is the one of joining) whose own interval clears 0 on that side.
    pub onset: Option<usize>,
}

/// Effects by how much teams took part.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Dose {
    /// ("full", 5 teams, effect), in the order to be told.
    pub means: Vec<(String, usize, f64)>,
    /// By exact permutation of the doses; `None` where it cannot be had.
    pub p_value: Option<f64>,
}

/// The same estimate, pretending that teams joined `shift` sprints before they did.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Placebo {
    pub shift: usize,
    pub effect: f64,
    pub interval: Interval,
}

impl Held {
    /// From (sprints since joining, effect, interval) in any order, and the overall effect. Sprints before joining are
    /// passed over.
    pub fn of(sprints: &[(i64, f64, Interval)], overall: f64) -> Self {
        let since = || sprints.iter().filter(|(since, ..)| *since >= 0);
        let same = |value: f64| value * overall > 0.0;
        let clears = |interval: Interval| !interval.holds_zero() && same(interval.low());
        let onset = since().filter(|(.., interval)| clears(*interval)).map(|(since, ..)| *since).min();
        Self {
            held: since().filter(|(_, effect, _)| same(*effect)).count(),
            of: since().count(),
            onset: onset.and_then(|since| usize::try_from(since.saturating_add(1)).ok()),
        }
    }

    pub(super) fn sentence(self, outcome: &Outcome, overall: f64) -> Option<Sentence> {
        let side = outcome.side(overall);
        let appeared = match self.onset {
            None => "In no sprint by itself is the interval clear of no change".to_owned(),
            Some(1) => "It shows in the sprint of joining".to_owned(),
            Some(onset) => format!("It shows within {onset} sprints of joining"),
        };
        let stayed = match (self.held, self.of) {
            (_, 0) => return None,
            (0, 1) => format!("the estimate does not say {side} in the one sprint since joining"),
            (_, 1) => format!("the estimate says {side} in the one sprint since joining"),
            (held, of) => format!("the estimate says {side} in {held} of {of} sprints since joining"),
        };
        Some(Sentence::of(format!("{appeared}; {stayed}.")))
    }
}

impl Drift {
    /// For effects that clear 0. It names one way to be wrong, not the only one.
    pub(super) fn sentence(self, outcome: &Outcome, course: Course) -> Sentence {
        let anyway = match course {
            Course::Better => "improving",
            Course::Worse => "getting worse",
        };
        let size = outcome.per_cent(self.0).abs();
        let size = if size < 0.05 {
            outcome.amount(0.1).replacen("0.1", "less than 0.1", 1)
        } else {
            outcome.amount((size * 10.0).round() / 10.0)
        };
        Sentence::of(format!("It would vanish if teams that joined had been {anyway} by "))
            .strong(size)
            .text(" a sprint more than the others anyway.")
    }
}

impl Naive {
    pub(super) fn sentence(self, outcome: &Outcome) -> Sentence {
        Sentence::of("A plain before/after would have said ").struck(outcome.size(self.0)).text(".")
    }
}

impl Open {
    pub(super) fn sentence(self) -> Sentence {
        let of = counted(self.of, "pull request");
        Sentence::of(match self.open {
            0 => format!("Of {of}, none was still open."),
            1 => format!("Of {of}, 1 was still open; it counts as lasting longer than it has so far."),
            open => format!(
                "Of {of}, {open} were still open; they count as lasting longer than they have so far."
            ),
        })
    }
}

impl Dose {
    pub(super) fn sentence(&self, outcome: &Outcome) -> Option<Sentence> {
        let mean = |(level, teams, effect): &(String, usize, f64)| {
            format!("{level} {} ({})", outcome.size(*effect), counted(*teams, "team"))
        };
        let means: Vec<String> = self.means.iter().map(mean).collect();
        let chance = match self.p_value {
            Some(p) if p < 0.05 => "chance alone would seldom order them so",
            Some(_) => "chance alone could have done this",
            None => "too few teams to tell this from chance",
        };
        let reading = "teams choose their dose, so this is a pattern and not a cause";
        (!means.is_empty())
            .then(|| Sentence::of(format!("By adoption: {}; {chance}; {reading}.", means.join(", "))))
    }
}

impl Placebo {
    pub(super) fn sentence(self, outcome: &Outcome) -> Sentence {
        let (size, range) = (outcome.size(self.effect), outcome.range(self.interval));
        let reading = if self.interval.holds_zero() {
            "No change should be in that interval, and is; the rest of it is not ruled out."
        } else {
            "No change should be in that interval, and is not: something seems to have moved before teams joined."
        };
        let earlier = counted(self.shift, "sprint");
        Sentence::of(format!(
            "Placebo: had teams joined {earlier} earlier than they did, the same calculation would say "
        ))
        .strong(size)
        .text(format!(" (95 % interval {range}). {reading}"))
    }
}

pub(super) fn excluded(excluded: &[(String, String)]) -> Option<Sentence> {
    let each: Vec<String> = excluded.iter().map(|(sprint, why)| format!("{sprint} ({why})")).collect();
    (!each.is_empty()).then(|| Sentence::of(format!("Left out for every team: {}.", each.join(", "))))
}

/// The course, where the verdict says that there is an effect.
pub(super) const fn course(verdict: &Verdict) -> Option<Course> {
    match verdict {
        Verdict::LikelyReal(course) | Verdict::Suggestive(course, _) => Some(*course),
        Verdict::NotEnough | Verdict::NoMeaningfulChange | Verdict::CannotBeCompared => None,
    }
}
