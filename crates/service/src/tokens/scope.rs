//! What a token may be used for.

/// A scope names a part of the API; which groups and records it opens there follows from the owner's roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TokenScope {
    FiguresRead,
    DirectoryRead,
    OwnRecordsRead,
    StatementsRead,
    StatementsRaw,
}

impl TokenScope {
    pub const ALL: [TokenScope; 5] = [
        Self::FiguresRead,
        Self::DirectoryRead,
        Self::OwnRecordsRead,
        Self::StatementsRead,
        Self::StatementsRaw,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            TokenScope::FiguresRead => "figures:read",
            TokenScope::DirectoryRead => "directory:read",
            TokenScope::OwnRecordsRead => "own-records:read",
            TokenScope::StatementsRead => "statements:read",
            TokenScope::StatementsRaw => "statements:raw",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.as_str() == text)
    }

    /// What it opens, for the person who chooses it.
    pub fn title(self) -> &'static str {
        match self {
            TokenScope::FiguresRead => "Figures of the groups I may see",
            TokenScope::DirectoryRead => "The lists of teams, cohorts and sprints I may see",
            TokenScope::OwnRecordsRead => "What is held about me",
            TokenScope::StatementsRead => "What arrives, statement by statement, nobody named",
            TokenScope::StatementsRaw => {
                "Statements of a participant as they were sent, after a stated purpose"
            }
        }
    }

    /// As a column holds them.
    pub(super) fn join(scopes: &[TokenScope]) -> String {
        scopes.iter().map(|scope| scope.as_str()).collect::<Vec<_>>().join(" ")
    }

    /// From a column. A scope that this version does not know opens nothing.
    pub(super) fn split(text: &str) -> Vec<TokenScope> {
        text.split(' ').filter_map(Self::parse).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_are_read_back_as_they_were_written_and_unknown_ones_open_nothing() {
        let text = TokenScope::join(&TokenScope::ALL);
        assert_eq!(TokenScope::split(&text), TokenScope::ALL);
        assert_eq!(TokenScope::split("figures:write  everything"), []);
    }
}
