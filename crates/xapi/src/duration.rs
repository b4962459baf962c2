//! Durations of ISO 8601, as far as two of them are compared.

/// The duration with no more than two digits behind the point: what is finer does not count.
pub(crate) fn to_the_hundredth(text: &str) -> String {
    let Some(point) = text.find(['.', ',']) else { return text.to_owned() };
    let (whole, rest) = text.split_at(point);
    let digits = rest[1..].bytes().take_while(u8::is_ascii_digit).count();
    let kept = rest[1..=digits.min(2)].trim_end_matches('0');
    let unit = &rest[1 + digits..];
    if kept.is_empty() { format!("{whole}{unit}") } else { format!("{whole}.{kept}{unit}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hundredths_are_kept_and_finer_is_cut() {
        for (text, kept) in [
            ("PT1.239S", "PT1.23S"),
            ("PT1,5S", "PT1.5S"),
            ("PT1.000S", "PT1S"),
            ("PT1S", "PT1S"),
            ("PT1.", "PT1"),
            ("P1Y", "P1Y"),
        ] {
            assert_eq!(to_the_hundredth(text), kept);
        }
    }
}
