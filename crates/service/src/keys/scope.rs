//! What a key may open, as the standard's own words for it.

/// A part of the record store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum KeyScope {
    StatementsWrite,
    StatementsReadMine,
    StatementsRead,
    State,
    Profile,
    Define,
    All,
}

impl KeyScope {
    pub const ALL: [KeyScope; 7] = [
        KeyScope::StatementsWrite,
        KeyScope::StatementsReadMine,
        KeyScope::StatementsRead,
        KeyScope::State,
        KeyScope::Profile,
        KeyScope::Define,
        KeyScope::All,
    ];

    /// As requests, the command line and the database name it.
    pub fn as_str(self) -> &'static str {
        match self {
            KeyScope::StatementsWrite => "statements/write",
            KeyScope::StatementsReadMine => "statements/read/mine",
            KeyScope::StatementsRead => "statements/read",
            KeyScope::State => "state",
            KeyScope::Profile => "profile",
            KeyScope::Define => "define",
            KeyScope::All => "all",
        }
    }

    /// What it is for.
    pub fn title(self) -> &'static str {
        match self {
            KeyScope::StatementsWrite => "Send statements (statements/write)",
            KeyScope::StatementsReadMine => "Read the statements that it sent itself (statements/read/mine)",
            KeyScope::StatementsRead => "Read everybody's statements (statements/read)",
            KeyScope::State => "Keep where a learner was (state)",
            KeyScope::Profile => "Keep profiles of people and activities (profile)",
            KeyScope::Define => "Say what activities are called (define)",
            KeyScope::All => "Everything (all)",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.as_str() == text)
    }

    pub(super) fn join(scopes: &[Self]) -> String {
        scopes.iter().map(|scope| scope.as_str()).collect::<Vec<_>>().join(" ")
    }

    /// What another version wrote opens nothing here.
    pub(super) fn split(text: &str) -> Vec<Self> {
        text.split(' ').filter_map(Self::parse).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_are_read_back_as_they_were_written() {
        assert_eq!(KeyScope::split(&KeyScope::join(&KeyScope::ALL)), KeyScope::ALL);
        assert_eq!(KeyScope::split("statements/write root"), [KeyScope::StatementsWrite]);
        assert_eq!(KeyScope::split(""), []);
    }
}
