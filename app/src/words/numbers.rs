//! Numbers as people read them: as few digits as tell the truth, with their unit.

use std::fmt;

use domain::figure::Unit;

/// Beyond four days people count days.
const LONGEST_IN_HOURS: f64 = 96.0;

/// A number and its unit, apart because tiles print them in two sizes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    pub number: String,
    /// Empty for a plain count.
    pub unit: &'static str,
}

impl fmt::Display for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.number)?;
        // A number never stands at the end of a line without its unit.
        if self.unit.is_empty() { Ok(()) } else { write!(f, "\u{a0}{}", self.unit) }
    }
}

/// A value in the unit of its metric (hours, lines, a share 0..1, …).
pub fn reading(unit: Unit, value: f64) -> Reading {
    match unit {
        Unit::Hours => hours(value),
        Unit::Lines => lines(value),
        Unit::Count => Reading { number: decimal(value), unit: "" },
        Unit::Share => Reading { number: per_cent(value), unit: "%" },
        Unit::PerHundredMerged => Reading { number: decimal(value), unit: "per 100 merged" },
        Unit::PerHundredLines => Reading { number: decimal(value), unit: "per 100 lines" },
    }
}

/// `1,204`.
pub fn count(items: u64) -> String {
    group_thousands(&items.to_string())
}

/// `1 person`, `1,204 people`.
pub fn plural(items: u64, one: &str, many: &str) -> String {
    format!("{} {}", count(items), if items == 1 { one } else { many })
}

fn hours(value: f64) -> Reading {
    let minutes = (value * 60.0).round();
    if minutes < 60.0 {
        Reading { number: format!("{minutes:.0}"), unit: "min" }
    } else if value < LONGEST_IN_HOURS {
        Reading { number: decimal(value), unit: "h" }
    } else {
        Reading { number: one_digit(value / 24.0), unit: "d" }
    }
}

fn lines(value: f64) -> Reading {
    let number = group_thousands(&format!("{value:.0}"));
    let unit = if number == "1" { "line" } else { "lines" };
    Reading { number, unit }
}

/// Never rounds "almost all" up to all, nor "hardly any" down to none.
fn per_cent(share: f64) -> String {
    let value = share * 100.0;
    if share < 1.0 && value >= 99.5 {
        return one_digit(value.min(99.9));
    }
    if share > 0.0 && value < 0.1 {
        return "0.1".to_owned();
    }
    decimal_from(value, 10.0)
}

/// One digit after the point below 10, none above.
fn decimal(value: f64) -> String {
    if value != 0.0 && value.abs() < 0.095 {
        return format!("{value:.2}");
    }
    decimal_from(value, 10.0)
}

fn decimal_from(value: f64, whole_from: f64) -> String {
    if (value.abs() * 10.0).round() < whole_from * 10.0 {
        one_digit(value)
    } else {
        group_thousands(&format!("{value:.0}"))
    }
}

/// `5.2`, but `5` rather than `5.0`.
fn one_digit(value: f64) -> String {
    let text = format!("{value:.1}");
    let text = text.strip_suffix(".0").unwrap_or(&text);
    group_thousands(if text == "-0" { "0" } else { text })
}

fn group_thousands(number: &str) -> String {
    let (sign, digits) = number.strip_prefix('-').map_or(("", number), |rest| ("−", rest));
    let whole = digits.find('.').unwrap_or(digits.len());
    let mut grouped = String::from(sign);
    for (index, character) in digits.char_indices() {
        if index > 0 && index < whole && (whole - index) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(character);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(Unit::Hours, 0.0, "0 min")]
    #[case(Unit::Hours, 0.75, "45 min")]
    #[case(Unit::Hours, 0.999, "1 h")]
    #[case(Unit::Hours, 5.2, "5.2 h")]
    #[case(Unit::Hours, 9.96, "10 h")]
    #[case(Unit::Hours, 28.4, "28 h")]
    #[case(Unit::Hours, 95.9, "96 h")]
    #[case(Unit::Hours, 96.0, "4 d")]
    #[case(Unit::Hours, 130.0, "5.4 d")]
    #[case(Unit::Lines, 182.0, "182 lines")]
    #[case(Unit::Lines, 1.0, "1 line")]
    #[case(Unit::Lines, 1204.4, "1,204 lines")]
    #[case(Unit::Share, 0.84, "84 %")]
    #[case(Unit::Share, 0.0725, "7.2 %")]
    #[case(Unit::Share, 0.9996, "99.9 %")]
    #[case(Unit::Share, 1.0, "100 %")]
    #[case(Unit::Share, 0.0001, "0.1 %")]
    #[case(Unit::Share, 0.0, "0 %")]
    #[case(Unit::Count, 1204.0, "1,204")]
    #[case(Unit::Count, 2.4, "2.4")]
    #[case(Unit::PerHundredMerged, 7.04, "7 per 100 merged")]
    #[case(Unit::PerHundredLines, 0.04, "0.04 per 100 lines")]
    fn a_value_is_read_with_as_few_digits_as_tell_the_truth(
        #[case] unit: Unit,
        #[case] value: f64,
        #[case] expected: &str,
    ) {
        assert_eq!(reading(unit, value).to_string().replace('\u{a0}', " "), expected);
    }

    #[rstest]
    #[case(0, "0 people")]
    #[case(1, "1 person")]
    #[case(1_234_567, "1,234,567 people")]
    fn one_of_a_thing_is_named_in_the_singular(#[case] items: u64, #[case] expected: &str) {
        assert_eq!(plural(items, "person", "people"), expected);
    }
}
