//! Lists of words from the configuration, compared without regard to the case of ASCII letters.

/// Whether `text` is one of `words`.
pub(crate) fn is_one_of(text: &str, words: &[String]) -> bool {
    words.iter().any(|word| word.eq_ignore_ascii_case(text))
}

/// Whether `text` starts with one of `prefixes`. An empty prefix matches nothing.
pub(crate) fn starts_with_one_of(text: &str, prefixes: &[String]) -> bool {
    prefixes.iter().any(|prefix| !prefix.is_empty() && strip_prefix(text, prefix).is_some())
}

/// What follows `prefix`, if `text` starts with it.
pub(crate) fn strip_prefix<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let (head, rest) = text.split_at_checked(prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then_some(rest)
}

pub(crate) fn owned(words: &[&str]) -> Vec<String> {
    words.iter().map(|&word| word.to_owned()).collect()
}
