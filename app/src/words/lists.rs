//! Several things in one sentence.

/// `Payments`, `Payments and Identity`, `Payments, Identity and Checkout`; nothing for none.
pub fn listed(things: &[String]) -> String {
    match things.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(&[], "")]
    #[case(&["A"], "A")]
    #[case(&["A", "B"], "A and B")]
    #[case(&["A", "B", "C"], "A, B and C")]
    fn the_last_of_a_list_follows_an_and(#[case] things: &[&str], #[case] expected: &str) {
        let things: Vec<String> = things.iter().map(|thing| (*thing).to_owned()).collect();
        assert_eq!(listed(&things), expected);
    }
}
