//! The two versions of the standard that are spoken here.

/// By which of the two a request, and what it carries, is judged.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Version {
    /// ADL's 1.0.3, and what older tools send as 1.0, 1.0.1 and 1.0.2.
    V1,
    /// IEEE 9274.1.1.
    #[default]
    V2,
}

impl Version {
    pub const ALL: [Self; 2] = [Self::V1, Self::V2];

    /// What `X-Experience-API-Version` or a statement's `version` names: `1.0`, `1.0.x`, `2.0` or `2.0.x`.
    pub fn named(text: &str) -> Option<Self> {
        let (version, rest) = match text.strip_prefix("1.0") {
            Some(rest) => (Self::V1, rest),
            None => (Self::V2, text.strip_prefix("2.0")?),
        };
        let is_patch =
            |patch: &str| !patch.is_empty() && patch.len() < 6 && patch.bytes().all(|b| b.is_ascii_digit());
        (rest.is_empty() || rest.strip_prefix('.').is_some_and(is_patch)).then_some(version)
    }

    /// What an answer names.
    pub fn number(self) -> &'static str {
        match self {
            Self::V1 => "1.0.3",
            Self::V2 => "2.0.0",
        }
    }

    /// What a statement that does not say gets: 1.0.3 wants `1.0.0`.
    pub fn of_statements(self) -> &'static str {
        match self {
            Self::V1 => "1.0.0",
            Self::V2 => "2.0.0",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_known_by_its_first_two_numbers() {
        for text in ["1.0", "1.0.0", "1.0.3", "1.0.27"] {
            assert_eq!(Version::named(text), Some(Version::V1), "{text}");
        }
        for text in ["2.0", "2.0.0", "2.0.1"] {
            assert_eq!(Version::named(text), Some(Version::V2), "{text}");
        }
        for text in ["", "1", "0.95", "1.1.0", "1.0.", "1.00", "1.0.x", "2.1", "3.0.0", " 1.0"] {
            assert_eq!(Version::named(text), None, "{text}");
        }
    }
}
