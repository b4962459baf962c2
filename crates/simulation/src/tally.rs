//! What many answers come to, and how far chance alone can move each figure.

use serde::Serialize;

use crate::estimators::Answer;
use crate::world::{mean, median};

/// Answers beside the truth of their worlds.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    asked: Vec<(Answer, f64)>,
    announced: usize,
    without_answer: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Figures {
    /// Worlds with an answer, and without.
    pub runs: usize,
    pub without_answer: usize,
    /// Mean and root mean square of estimate less truth.
    pub bias: f64,
    pub rmse: f64,
    /// Share of intervals that hold the truth.
    pub coverage: f64,
    /// Share of worlds in which an effect is announced: false positives where there is none, else power.
    pub announced: f64,
    pub median_length: f64,
}

impl Tally {
    pub fn add(&mut self, answer: Option<Answer>, announces: impl Fn(&Answer) -> bool, truth: f64) {
        match answer {
            Some(answer) => {
                self.announced += usize::from(announces(&answer));
                self.asked.push((answer, truth));
            }
            None => self.without_answer += 1,
        }
    }

    /// NaN throughout where there was no answer at all.
    pub fn figures(&self) -> Figures {
        let average = |of: &dyn Fn(&Answer, f64) -> f64| {
            let values: Vec<f64> = self.asked.iter().map(|(answer, truth)| of(answer, *truth)).collect();
            mean(&values).unwrap_or(f64::NAN)
        };
        let lengths: Vec<f64> = self.asked.iter().map(|(answer, _)| answer.length()).collect();
        Figures {
            runs: self.asked.len(),
            without_answer: self.without_answer,
            bias: average(&|answer, truth| answer.estimate - truth),
            rmse: average(&|answer, truth| (answer.estimate - truth).powi(2)).sqrt(),
            coverage: average(&|answer, truth| f64::from(u8::from(answer.covers(truth)))),
            announced: self.announced as f64 / self.asked.len() as f64,
            median_length: median(&lengths).unwrap_or(f64::NAN),
        }
    }
}

impl Figures {
    /// The Monte-Carlo standard error of the bias.
    pub fn bias_error(&self) -> f64 {
        (self.rmse.powi(2) - self.bias.powi(2)).max(0.0).sqrt() / (self.runs as f64).sqrt()
    }

    /// The Monte-Carlo standard error of a share, such as coverage, that is really `share`.
    pub fn share_error(&self, share: f64) -> f64 {
        (share * (1.0 - share) / self.runs as f64).sqrt()
    }
}
