//! All packed facts by team, and where a fact is now.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use domain::TeamKey;
use metrics::{FactBlock, PullRequestItem};
use rustc_hash::FxHashMap;
use store::facts::StoredBlock;

use crate::{
    ServiceError,
    recompute::{side_by_side, united},
};

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
    /// Takes the blocks, so that each team's are gone once they are decoded: facts take several times their room.
    pub(crate) fn of(blocks: Vec<StoredBlock>) -> Result<Self, ServiceError> {
        let mut by_team: BTreeMap<String, Vec<StoredBlock>> = BTreeMap::new();
        for block in blocks {
            by_team.entry(block.team.clone()).or_default().push(block);
        }
        let decoded = side_by_side(by_team, |(team, blocks)| Ok((team, united(&blocks)?)))?;
        Ok(Self { by_team: decoded.into_iter().collect() })
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
}

/// Every pull request with the team it counts for now; empty for none. Made when it is first asked for: where nothing
/// moved, nobody asks.
pub(super) struct Whereabouts<'a> {
    facts: &'a Facts,
    found: OnceLock<FxHashMap<ItemId, (&'a PullRequestItem, &'a str)>>,
}

impl<'a> Whereabouts<'a> {
    pub fn new(facts: &'a Facts) -> Self {
        Self { facts, found: OnceLock::new() }
    }

    pub fn of(&self, id: ItemId) -> Option<(&'a PullRequestItem, &'a str)> {
        self.found.get_or_init(|| self.everything()).get(&id).copied()
    }

    fn everything(&self) -> FxHashMap<ItemId, (&'a PullRequestItem, &'a str)> {
        let facts: &'a Facts = self.facts;
        let items = facts.by_team.iter().flat_map(|(team, block)| {
            block.pull_requests.iter().map(move |item| (id(item), (item, team.as_str())))
        });
        items.collect()
    }
}
