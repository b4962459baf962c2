//! Differences as people read them: `−18 %`, `+12 points`, `−29 to −6 %`.

use domain::figure::Unit;

use super::numbers::reading;

/// What a difference is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Differs {
    /// Per cent of what would have been.
    Relative,
    /// Points of a share.
    Points,
}

impl Differs {
    const fn unit(self) -> &'static str {
        match self {
            Self::Relative => "%",
            Self::Points => "points",
        }
    }
}

/// `−18 %`; nothing has no sign.
pub fn difference(differs: Differs, per_cent: f64) -> String {
    format!("{}\u{a0}{}", signed(per_cent), differs.unit())
}

/// `−29 to −6 %`.
pub fn between(differs: Differs, low: f64, high: f64) -> String {
    format!("{} to {}\u{a0}{}", signed(low), signed(high), differs.unit())
}

/// The number alone, for a column whose heading has the unit.
pub fn signed(per_cent: f64) -> String {
    if !per_cent.is_finite() {
        return if per_cent > 0.0 { "+∞" } else { "−∞" }.to_owned();
    }
    let number = magnitude(per_cent.abs());
    match number.as_str() {
        "0" => number,
        _ if per_cent < 0.0 => format!("−{number}"),
        _ => format!("+{number}"),
    }
}

/// A whole number of sprints on an axis: `−3`, `0`, `+2`.
pub fn signed_whole(number: i64) -> String {
    match number {
        0 => "0".to_owned(),
        before if before < 0 => format!("−{}", before.unsigned_abs()),
        after => format!("+{after}"),
    }
}

/// A name inside a sentence: `cycle time`; a name that starts with an abbreviation stays.
pub fn lower_first(name: &str) -> String {
    let mut letters = name.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => name.to_owned(),
    }
}

/// The size alone, with as few digits as tell the truth. More than the whole is told in whole per cent.
fn magnitude(size: f64) -> String {
    if size < 0.05 { "0".to_owned() } else { reading(Unit::Count, (size * 10.0).round() / 10.0).number }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(-18.1, "−18 %")]
    #[case(6.24, "+6.2 %")]
    #[case(-0.04, "0 %")]
    #[case(0.06, "+0.1 %")]
    #[case(1234.6, "+1,235 %")]
    #[case(f64::INFINITY, "+∞ %")]
    fn a_difference_carries_its_sign(#[case] per_cent: f64, #[case] expected: &str) {
        assert_eq!(difference(Differs::Relative, per_cent).replace('\u{a0}', " "), expected);
    }

    #[test]
    fn an_interval_names_its_unit_once() {
        assert_eq!(between(Differs::Points, -2.0, 14.6).replace('\u{a0}', " "), "−2 to +15 points");
    }
}
