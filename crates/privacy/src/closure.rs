//! Which groups may be shown together so that nobody can be singled out by setting shown figures against each other.
//!
//! The facts of a period are kept in blocks. A group is shown only if it can be made of whole blocks after splitting
//! those it cuts, and if every block that comes of it still has [`THRESHOLD`] people. Whatever is then derived from
//! shown groups (a difference, an overlap, a union, of any statistic) is a function of whole blocks, and so of the
//! work of at least so many people. See `docs/decisions/one-partition-for-what-is-shown.md`.

use domain::PersonKey;
use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::THRESHOLD;

/// Facts of one person that count in exactly the same groups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// `None`: whoever it is of is not known. Such facts are not nothing, and count for nobody.
    pub person: Option<PersonKey>,
    /// The groups that these facts count in, by their place among the candidates; each once.
    pub groups: Vec<usize>,
}

/// Of `candidates` groups, those that may be shown. Where two exclude each other, the one that comes first is shown:
/// the answer depends on the order of the candidates and on nothing else.
pub fn closed(units: &[Unit], candidates: usize) -> Vec<bool> {
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); candidates];
    for (at, unit) in units.iter().enumerate() {
        for group in &unit.groups {
            if let Some(members) = members.get_mut(*group) {
                members.push(at);
            }
        }
    }
    let mut partition = Partition::new(units);
    members.iter().map(|group| partition.admit(group)).collect()
}

/// Units in blocks. The first block holds what no shown group holds; it may be small, since nothing tells of it.
struct Partition<'a> {
    units: &'a [Unit],
    block_of: Vec<usize>,
    blocks: Vec<Block>,
}

const OUTSIDE: usize = 0;

/// Counts, not lists: a group that takes part of a large block costs no more than its own size.
#[derive(Debug, Default)]
struct Block {
    units: usize,
    /// How many units of the block are somebody's.
    people: FxHashMap<PersonKey, usize>,
}

impl Block {
    /// For so many people without growing.
    fn with_room(people: usize) -> Self {
        Self { units: 0, people: FxHashMap::with_capacity_and_hasher(people, FxBuildHasher) }
    }

    fn add(&mut self, unit: &Unit) {
        self.units += 1;
        if let Some(person) = unit.person {
            *self.people.entry(person).or_default() += 1;
        }
    }

    fn remove(&mut self, part: &Block) {
        self.units -= part.units;
        for (person, units) in &part.people {
            if self.units_of(*person) == *units {
                self.people.remove(person);
            } else if let Some(left) = self.people.get_mut(person) {
                *left -= units;
            }
        }
    }

    fn units_of(&self, person: PersonKey) -> usize {
        self.people.get(&person).copied().unwrap_or(0)
    }

    fn is_large_enough(&self) -> bool {
        large_enough(self.units, self.people.len())
    }

    /// Is what remains without `part` nothing, or of enough people?
    fn may_lose(&self, part: &Block) -> bool {
        let gone = part.people.iter().filter(|(person, units)| self.units_of(**person) == **units).count();
        large_enough(self.units - part.units, self.people.len() - gone)
    }
}

fn large_enough(units: usize, people: usize) -> bool {
    units == 0 || people as u64 >= THRESHOLD
}

impl<'a> Partition<'a> {
    fn new(units: &'a [Unit]) -> Self {
        let mut outside = Block::default();
        for unit in units {
            outside.add(unit);
        }
        Self { units, block_of: vec![OUTSIDE; units.len()], blocks: vec![outside] }
    }

    /// Splits the blocks that a group cuts, unless a part would be too small: then nothing changes.
    fn admit(&mut self, group: &[usize]) -> bool {
        let mut parts: FxHashMap<usize, Block> = FxHashMap::default();
        for at in group {
            let block = self.block_of[*at];
            let room = || Block::with_room(self.blocks[block].people.len().min(group.len()));
            parts.entry(block).or_insert_with(room).add(&self.units[*at]);
        }
        let admitted = parts.iter().all(|(block, part)| {
            part.is_large_enough() && (*block == OUTSIDE || self.blocks[*block].may_lose(part))
        });
        if admitted {
            self.split(group, parts);
        }
        admitted
    }

    fn split(&mut self, group: &[usize], parts: FxHashMap<usize, Block>) {
        let mut moved_to = FxHashMap::default();
        for (block, part) in parts {
            // A block that lies wholly inside stays the block it is.
            if block == OUTSIDE || part.units < self.blocks[block].units {
                self.blocks[block].remove(&part);
                moved_to.insert(block, self.blocks.len());
                self.blocks.push(part);
            }
        }
        for at in group {
            if let Some(block) = moved_to.get(&self.block_of[*at]) {
                self.block_of[*at] = *block;
            }
        }
    }
}

#[cfg(test)]
mod tests;
