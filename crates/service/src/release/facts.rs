//! All packed facts by team, and where a fact is now.

use std::collections::{BTreeMap, HashMap};

use domain::TeamKey;
use metrics::{FactBlock, PullRequestItem};
use store::facts::StoredBlock;

use crate::ServiceError;

/// A pull request by its repository's number and its own: what it is called whoever it is counted for.
pub(super) type ItemId = (u32, i64);

pub(super) fn id(item: &PullRequestItem) -> ItemId {
    (item.repository, item.number)
}

pub(crate) struct Facts {
    /// By team key; empty for no team.
    by_team: BTreeMap<String, FactBlock>,
}

static NOTHING: FactBlock = FactBlock { pull_requests: Vec::new(), defects: Vec::new() };

impl Facts {
    pub(crate) fn of(blocks: &[StoredBlock]) -> Result<Self, ServiceError> {
        let mut facts: BTreeMap<String, FactBlock> = BTreeMap::new();
        for block in blocks {
            let mut decoded = block.decode()?;
            let team = facts.entry(block.team.clone()).or_default();
            team.pull_requests.append(&mut decoded.pull_requests);
            team.defects.append(&mut decoded.defects);
        }
        let sorted =
            |(team, block): (String, FactBlock)| (team, FactBlock::new(block.pull_requests, block.defects));
        Ok(Self { by_team: facts.into_iter().map(sorted).collect() })
    }

    pub(crate) fn team(&self, team: &TeamKey) -> &FactBlock {
        self.by_team.get(team.as_str()).unwrap_or(&NOTHING)
    }

    /// What belongs to no team.
    pub(super) fn unplaced(&self) -> &[PullRequestItem] {
        self.by_team.get("").map_or(&[], |block| &block.pull_requests)
    }

    pub(crate) fn into_teams(self) -> BTreeMap<String, FactBlock> {
        self.by_team
    }

    /// Every pull request with the team it counts for now; empty for none.
    pub(super) fn whereabouts(&self) -> HashMap<ItemId, (&PullRequestItem, &str)> {
        let items = self.by_team.iter().flat_map(|(team, block)| {
            block.pull_requests.iter().map(move |item| (id(item), (item, team.as_str())))
        });
        items.collect()
    }
}
