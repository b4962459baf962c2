//! What `GET /statements` asks for.

mod read;

use domain::EpochMs;
use uuid::Uuid;

pub use read::{BadParameter, Parameters};

use crate::terms::{Term, TermKind};

/// How much of a statement comes back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Format {
    /// Only what is needed to identify agents, activities and verbs.
    Ids,
    /// As it was stored.
    #[default]
    Exact,
    /// Activities as the store knows them from all statements, in one language each.
    Canonical,
}

/// The filters of `GET /statements`, read by [`StatementQuery::read`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
#[expect(clippy::struct_excessive_bools, reason = "these are the standard's own parameters")]
pub struct StatementQuery {
    /// An agent's or group's identifier, as in `mbox:ada@example.com`.
    pub agent: Option<String>,
    pub verb: Option<String>,
    pub activity: Option<String>,
    pub registration: Option<Uuid>,
    pub related_activities: bool,
    pub related_agents: bool,
    /// Stored after this.
    pub since: Option<EpochMs>,
    /// Stored at this or before.
    pub until: Option<EpochMs>,
    /// How many a page; 0 leaves it to the store.
    pub limit: u32,
    pub format: Format,
    pub attachments: bool,
    /// The oldest first.
    pub ascending: bool,
}

impl StatementQuery {
    /// What a statement must be known by: of each group at least one term.
    pub fn terms(&self) -> Vec<Vec<Term>> {
        let mut groups = Vec::new();
        if let Some(agent) = &self.agent {
            groups.push(group(TermKind::Agent, self.related_agents.then_some(TermKind::RelatedAgent), agent));
        }
        if let Some(registration) = self.registration {
            groups.push(group(TermKind::Registration, None, &registration.to_string()));
        }
        if let Some(activity) = &self.activity {
            let related = self.related_activities.then_some(TermKind::RelatedActivity);
            groups.push(group(TermKind::Activity, related, activity));
        }
        if let Some(verb) = &self.verb {
            groups.push(group(TermKind::Verb, None, verb));
        }
        groups
    }

    /// Whether a statement with these terms is meant. `known_by` holds its own ([`crate::Statement::terms`]) and, where
    /// it refers to another statement, that one's as well, and so on. Times are not looked at.
    pub fn matches(&self, known_by: &[Term]) -> bool {
        self.terms().iter().all(|group| group.iter().any(|term| known_by.contains(term)))
    }
}

fn group(kind: TermKind, related: Option<TermKind>, text: &str) -> Vec<Term> {
    std::iter::once(kind).chain(related).map(|kind| Term::new(kind, text)).collect()
}
