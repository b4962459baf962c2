//! What is set up and what is missing, for the administrator's own page.

pub use store::administration::Inventory;

use super::Administration;
use crate::ServiceError;

/// How much there is of everything. Counts of things, never figures about them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Overview {
    pub inventory: Inventory,
    /// A programme with its outcomes is set.
    pub has_programme: bool,
}

impl Administration<'_> {
    pub async fn overview(&self) -> Result<Overview, ServiceError> {
        let inventory = self.service.store.inventory().await?;
        let has_programme = self.service.store.programme().await?.is_some();
        Ok(Overview { inventory, has_programme })
    }
}
