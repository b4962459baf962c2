//! Activities grow with what statements say of them. Most statements say what is known: that costs a look into memory.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, PoisonError};

use serde_json::Value;
use store::Tx;

use crate::ServiceError;

/// Beyond this the memory begins anew; it only saves work.
const REMEMBERED: usize = 50_000;

/// Which definitions are merged already, as hashes with a key of this process.
#[derive(Default)]
pub(crate) struct Definitions {
    key: RandomState,
    known: Mutex<HashSet<u64>>,
}

impl Definitions {
    pub(super) fn is_known(&self, id: &str, definition: &Value) -> bool {
        let hash = self.hash(id, definition);
        self.known.lock().unwrap_or_else(PoisonError::into_inner).contains(&hash)
    }

    /// Merges what was said; returns what to remember once that is durable.
    pub(super) async fn merge(
        &self,
        tx: &mut Tx,
        said: impl Iterator<Item = &(String, Value)>,
    ) -> Result<HashSet<u64>, ServiceError> {
        let mut told = HashSet::new();
        let later: Vec<&(String, Value)> =
            said.filter(|one| told.insert(self.hash(&one.0, &one.1))).collect();
        if later.is_empty() {
            return Ok(told);
        }
        let ids: Vec<&str> = later.iter().map(|(id, _)| id.as_str()).collect();
        let stored = tx.activity_definitions(&ids).await?;
        let mut merged: HashMap<&str, Value> = HashMap::new();
        for (id, definition) in later {
            let before =
                || stored.get(id).and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
            xapi::merge_definition(merged.entry(id).or_insert_with(before), definition);
        }
        for (id, definition) in merged {
            let text = definition.to_string();
            if stored.get(id) != Some(&text) {
                tx.save_activity(id, &text).await?;
            }
        }
        Ok(told)
    }

    pub(super) fn remember(&self, told: HashSet<u64>) {
        if told.is_empty() {
            return;
        }
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() > REMEMBERED {
            known.clear();
        }
        known.extend(told);
    }

    /// After definitions changed otherwise.
    pub(crate) fn forget(&self) {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    fn hash(&self, id: &str, definition: &Value) -> u64 {
        self.key.hash_one((id, definition))
    }
}
