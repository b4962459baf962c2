//! What is known of activities and of the people behind agents.

use serde_json::Value;

use super::{DocumentKey, Person, RecordError, RecordStore};

impl RecordStore {
    /// The activity with all that statements said of it: `{"objectType", "id", "definition"}`; without a definition
    /// where nobody gave one.
    pub async fn activity(&self, id: &str) -> Result<Value, RecordError> {
        self.holder.must_read()?;
        Ok(xapi::activity(id, self.definition(id).await?))
    }

    /// Only what statements said of it.
    pub async fn definition(&self, id: &str) -> Result<Option<Value>, RecordError> {
        let text = self.service.store.activity_definition(id).await?;
        Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
    }

    /// Everything that the directory knows the agent by. `agent`: its identifier, as in `mbox:ada@example.com`.
    pub async fn person(&self, agent: &str) -> Result<Person, RecordError> {
        self.holder.must_read()?;
        let own = DocumentKey::AgentProfile { agent: agent.to_owned(), id: String::new() };
        self.service.guard_document(&self.holder, &own).await?;
        let mut identifiers = self.service.store.identifiers_beside(agent).await?;
        self.note_agent(agent);
        if !identifiers.iter().any(|known| known == agent) {
            identifiers.insert(0, agent.to_owned());
        }
        Ok(Person { identifiers })
    }
}
