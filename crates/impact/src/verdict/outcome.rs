//! An outcome as sentences speak of it: its name, its words for less and more, and how its figures are written.

use serde::{Deserialize, Serialize};

use super::{Evidence, Interval, Verdict};

/// What a sentence has to know of an outcome; nothing in this module knows any outcome by name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// As a sentence starts with it: "Cycle time".
    pub name: String,
    /// "Defects were", "Cycle time was".
    pub plural: bool,
    pub lower_is_better: bool,
    pub words: Words,
    pub scale: Scale,
    /// The smallest effect that matters, above 0, as a share: 0.05 is 5 %, or 5 points where the outcome is a share.
    pub smallest: f64,
}

/// What a value below and above the comparison is called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// "faster", "fewer", "lower".
    pub less: String,
    /// "slower", "more", "higher".
    pub more: String,
}

/// What an effect is a difference of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Scale {
    /// Of logarithms: exp(effect) − 1 is a change in per cent.
    Log,
    /// Of shares between 0 and 1: read in percentage points.
    Share,
}

/// A figure of zero up to here would be printed as 0.0.
const NOTHING: f64 = 0.05;

impl Outcome {
    /// The smallest effect that matters, in the unit of an effect. On a logarithmic scale the band ± this holds
    /// nothing that is further than the share from no change: it ends at +share above and inside −share below.
    pub fn band(&self) -> f64 {
        match self.scale {
            Scale::Log => self.smallest.ln_1p(),
            Scale::Share => self.smallest,
        }
    }

    pub fn verdict(&self, evidence: &Evidence) -> Verdict {
        evidence.verdict(self.lower_is_better)
    }

    /// In per cent, or in points.
    pub fn per_cent(&self, effect: f64) -> f64 {
        match self.scale {
            Scale::Log => 100.0 * effect.exp_m1(),
            Scale::Share => 100.0 * effect,
        }
    }

    /// "18 % faster", "3 points higher", "no change".
    pub(super) fn size(&self, effect: f64) -> String {
        let size = self.per_cent(effect).abs();
        if size < NOTHING {
            return "no change".to_owned();
        }
        format!("{} {}", self.amount(size), self.side(effect))
    }

    /// "6 to 29 % faster", "5 % faster to 12 % slower". Where both ends are on one side, the nearer comes first.
    pub(super) fn range(&self, interval: Interval) -> String {
        let (low, high) = (interval.low(), interval.high());
        let (near, far) = if low.abs() <= high.abs() { (low, high) } else { (high, low) };
        let (small, large) = (self.per_cent(near).abs(), self.per_cent(far).abs());
        match (interval.holds_zero(), small < NOTHING) {
            _ if large < NOTHING => format!("within {} of no change", self.amount(0.1)),
            (true, true) => format!("no change to {}", self.size(far)),
            (true, false) => format!("{} to {}", self.size(low), self.size(high)),
            // An interval that clears 0 must not be written as one that starts there.
            (false, true) => format!("next to nothing to {}", self.size(far)),
            (false, false) => format!("{} to {} {}", number(small), self.amount(large), self.side(far)),
        }
    }

    /// "5 %", "5 points".
    pub(super) fn amount(&self, size: f64) -> String {
        match (self.scale, number(size).as_str()) {
            (Scale::Log, size) => format!("{size} %"),
            (Scale::Share, "1") => "1 point".to_owned(),
            (Scale::Share, size) => format!("{size} points"),
        }
    }

    pub(super) fn side(&self, effect: f64) -> &str {
        if effect < 0.0 { &self.words.less } else { &self.words.more }
    }

    pub(super) const fn was(&self) -> &'static str {
        if self.plural { "were" } else { "was" }
    }

    pub(super) const fn it(&self) -> &'static str {
        if self.plural { "they" } else { "it" }
    }
}

/// Whole numbers, and one decimal below 2, where a half would be much.
fn number(size: f64) -> String {
    if size < 1.95 && (size - size.round()).abs() >= NOTHING {
        format!("{size:.1}")
    } else {
        format!("{size:.0}")
    }
}
