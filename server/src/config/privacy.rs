//! What becomes of people's records.

use serde::{Deserialize, Serialize};
use service::individual::ErasedStatements;

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PrivacyConfig {
    pub erased_statements: ErasedStatements,
}
