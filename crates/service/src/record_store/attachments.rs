//! Files of statements, out again.

use super::{Attachment, RecordError, RecordStore, draft};

impl RecordStore {
    /// The attachments with these hashes, those whose bytes are stored, each once.
    pub async fn attachments(&self, sha2: &[String]) -> Result<Vec<Attachment>, RecordError> {
        self.holder.must_read()?;
        let mut wanted: Vec<&String> = sha2.iter().collect();
        wanted.sort_unstable();
        wanted.dedup();
        let mut found = Vec::new();
        for sha2 in wanted {
            let Some(bytes) = draft::bytes_of(sha2) else { continue };
            if let Some(stored) = self.service.store.attachment(&bytes).await? {
                let (content_type, bytes) = (stored.content_type, stored.bytes);
                found.push(Attachment { sha2: sha2.clone(), content_type, bytes });
            }
        }
        Ok(found)
    }
}
