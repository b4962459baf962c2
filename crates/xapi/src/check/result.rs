//! Results and scores.

use super::formats::{boolean, duration, extensions, number, text};
use crate::node::{Node, Property, Verdict, optional};

const RESULT: &[Property] = &[
    optional("score", score),
    optional("success", boolean),
    optional("completion", boolean),
    optional("response", text),
    optional("duration", duration),
    optional("extensions", extensions),
];

const SCORE: &[Property] =
    &[optional("scaled", scaled), optional("raw", number), optional("min", number), optional("max", number)];

pub(super) fn result(node: &Node) -> Verdict {
    node.properties(RESULT)
}

fn score(node: &Node) -> Verdict {
    node.properties(SCORE)?;
    let of = |key: &str| node.value.get(key).and_then(serde_json::Value::as_f64);
    let (raw, min, max) = (of("raw"), of("min"), of("max"));
    // The standard wants min below max; a task without points (0 to 0) is common in real data and harms nobody.
    if min.zip(max).is_some_and(|(min, max)| min > max) {
        return node.refuse("has a min above its max");
    }
    let is_outside = |raw: f64| min.is_some_and(|min| raw < min) || max.is_some_and(|max| raw > max);
    if raw.is_some_and(is_outside) { node.refuse("has a raw score outside of min and max") } else { Ok(()) }
}

fn scaled(node: &Node) -> Verdict {
    match node.value.as_f64() {
        Some(value) if (-1.0..=1.0).contains(&value) => Ok(()),
        Some(_) => node.refuse("is outside of -1 to 1"),
        None => Err(node.wrong_type("a number")),
    }
}
