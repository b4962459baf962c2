//! An outcome's form as it was typed, and what is wrong with it.

use domain::{
    OutcomeKey,
    figure::{Direction, MetricId},
    outcome::{OutcomeDefinition, Rank, Transform},
};

use super::defaults::{fits, transform_of};
use crate::{Fields, ServiceError};

const NAME_MAX: usize = 80;

#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(default)]
pub struct OutcomeForm {
    pub name: String,
    pub metric: String,
    /// Empty: the metric's own.
    pub direction: String,
    /// Metrics; empty: the metric's own.
    pub guards: Vec<String>,
    /// Per cent.
    pub smallest_effect: String,
    /// Empty: what suits the metric.
    pub transform: String,
    /// Empty: secondary.
    pub rank: String,
}

impl From<&OutcomeDefinition> for OutcomeForm {
    fn from(outcome: &OutcomeDefinition) -> Self {
        Self {
            name: outcome.name.clone(),
            metric: outcome.metric.as_str().to_owned(),
            direction: outcome.direction.as_str().to_owned(),
            guards: outcome.guards.iter().map(|guard| guard.as_str().to_owned()).collect(),
            smallest_effect: (outcome.smallest_effect * 100.0).to_string(),
            transform: outcome.transform.as_str().to_owned(),
            rank: outcome.rank.as_str().to_owned(),
        }
    }
}

impl OutcomeForm {
    /// The outcome that the form describes: a new one, or another version of `old`.
    pub(super) fn check(
        &self,
        known: &[OutcomeDefinition],
        old: Option<&OutcomeDefinition>,
    ) -> Result<OutcomeDefinition, ServiceError> {
        let mut wrong = Fields::default();
        let name = self.checked_name(&mut wrong);
        let metric = MetricId::parse(self.metric.trim());
        if metric.is_none() {
            wrong.add("metric", "Choose a figure from the list.");
        }
        let metric = metric.unwrap_or(MetricId::CycleTime);
        let definition = metrics::definition(metric);
        let direction = chosen(&self.direction, definition.direction, Direction::parse);
        let transform = chosen(&self.transform, transform_of(metric), Transform::parse);
        let rank = chosen(&self.rank, Rank::Secondary, Rank::parse);
        if direction.is_none_or(|direction| direction == Direction::Neutral) {
            wrong.add("direction", "Say whether lower or higher is better.");
        }
        if transform.is_none_or(|transform| !fits(metric, transform)) {
            wrong.add("transform", "This figure cannot be judged that way. Choose another.");
        }
        let outcome = OutcomeDefinition {
            key: key(known, old, metric)?,
            name,
            metric,
            direction: direction.unwrap_or(definition.direction),
            guards: self.checked_guards(metric, &mut wrong),
            smallest_effect: self.checked_smallest(&mut wrong),
            transform: transform.unwrap_or_else(|| transform_of(metric)),
            rank: rank.unwrap_or(Rank::Secondary),
            retired: old.is_some_and(|old| old.retired),
        };
        check_rank(known, &outcome, old, rank.is_some(), &mut wrong);
        wrong.into_result().map(|()| outcome)
    }

    fn checked_name(&self, wrong: &mut Fields) -> String {
        let name = self.name.split_whitespace().collect::<Vec<_>>().join(" ");
        if name.is_empty() {
            wrong.add("name", "Write something here.");
        } else if name.chars().count() > NAME_MAX {
            wrong.add("name", format!("Keep it to {NAME_MAX} characters."));
        }
        name
    }

    fn checked_guards(&self, metric: MetricId, wrong: &mut Fields) -> Vec<MetricId> {
        let named: Vec<&String> = self.guards.iter().filter(|guard| !guard.trim().is_empty()).collect();
        let guards: Vec<MetricId> = named.iter().filter_map(|guard| MetricId::parse(guard.trim())).collect();
        if guards.len() < named.len() {
            wrong.add("guards", "Choose figures from the list.");
        }
        if guards.contains(&metric) {
            wrong.add("guards", "A figure cannot guard itself.");
        }
        if named.is_empty() { metrics::definition(metric).guards.to_vec() } else { guards }
    }

    fn checked_smallest(&self, wrong: &mut Fields) -> f64 {
        let typed = self.smallest_effect.trim().trim_end_matches('%').trim();
        let per_cent = typed.parse::<f64>().ok().filter(|value| (0.1..=90.0).contains(value));
        if per_cent.is_none() {
            wrong.add("smallest_effect", "Give the smallest change that matters in per cent, 0.1 to 90.");
        }
        per_cent.unwrap_or_default() / 100.0
    }
}

/// One primary of a kind; and a primary that is edited stays one, or nothing would be declared beforehand.
fn check_rank(
    known: &[OutcomeDefinition],
    outcome: &OutcomeDefinition,
    old: Option<&OutcomeDefinition>,
    is_known: bool,
    wrong: &mut Fields,
) {
    let taken = known
        .iter()
        .any(|other| outcome.rank.is_primary() && other.rank == outcome.rank && other.key != outcome.key);
    if !is_known {
        wrong.add("rank", "Choose a rank from the list.");
    } else if taken {
        wrong.add("rank", "There is a primary outcome of this kind already. Make this one secondary.");
    } else if old.is_some_and(|old| old.rank.is_primary() && old.rank != outcome.rank) {
        wrong.add("rank", "The programme's own outcome stays primary.");
    }
}

/// What was typed, or else the usual; `None` where it is neither.
fn chosen<T>(typed: &str, usual: T, parse: impl Fn(&str) -> Option<T>) -> Option<T> {
    let typed = typed.trim();
    if typed.is_empty() { Some(usual) } else { parse(typed) }
}

/// The metric's id, with a number behind it where that is taken.
fn key(
    known: &[OutcomeDefinition],
    old: Option<&OutcomeDefinition>,
    metric: MetricId,
) -> Result<OutcomeKey, ServiceError> {
    if let Some(old) = old {
        return Ok(old.key.clone());
    }
    let taken = |key: &str| known.iter().any(|outcome| outcome.key.as_str() == key);
    let mut key = metric.as_str().to_owned();
    let mut number = 2;
    while taken(&key) {
        key = format!("{metric}_{number}");
        number += 1;
    }
    OutcomeKey::new(&key).map_err(|e| ServiceError::Rules(e.to_string()))
}
