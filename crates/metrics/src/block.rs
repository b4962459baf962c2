//! A block of items as compact bytes, for the store to keep and to read back fast.
//!
//! Layout: format version (one byte), number of pull requests and of defects (four bytes each, little endian),
//! the columns, CRC-32 of all that. Equal items give equal bytes in whatever order they arrived.

use domain::EpochMs;
use domain::facts::FoundPhase;

use crate::column::{self, Column, Malformed};
use crate::items::{DefectItem, PullRequestItem};

mod pull_requests;

const FORMAT: u8 = 1;

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BlockError {
    #[error("the block has format {0}, this version reads format {FORMAT}")]
    UnknownFormat(u8),
    #[error("the block is damaged: its checksum does not match")]
    Checksum,
    #[error("the block is malformed")]
    Malformed,
}

impl From<Malformed> for BlockError {
    fn from(_: Malformed) -> Self {
        BlockError::Malformed
    }
}

/// Items in their one order: pull requests by (settled, repository, number), defects by (created, found).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FactBlock {
    pub pull_requests: Vec<PullRequestItem>,
    pub defects: Vec<DefectItem>,
}

impl FactBlock {
    pub fn new(mut pull_requests: Vec<PullRequestItem>, mut defects: Vec<DefectItem>) -> Self {
        pull_requests.sort_by_key(|item| (item.settled_at(), item.repository, item.number));
        defects.sort_by_key(|item| (item.created_at, found_code(item.found)));
        Self { pull_requests, defects }
    }

    /// The items of several blocks, packed as [`FactBlock::encode`] does, in the one order of items.
    ///
    /// # Errors
    /// For the block that cannot be read, with its place among the blocks.
    pub fn united(blocks: &[&[u8]]) -> Result<Self, (usize, BlockError)> {
        // Lists that grow as they are filled would take up to twice the memory they need.
        let counts = blocks.iter().map(|block| promised(block));
        let (pull_requests, defects) = counts.fold((0, 0), |sum, count| (sum.0 + count.0, sum.1 + count.1));
        let mut all =
            Self { pull_requests: Vec::with_capacity(pull_requests), defects: Vec::with_capacity(defects) };
        for (at, block) in blocks.iter().enumerate() {
            all.append(block).map_err(|error| (at, error))?;
        }
        Ok(Self::new(all.pull_requests, all.defects))
    }

    /// The items as bytes, in the order in which they are.
    pub fn encode(&self) -> Vec<u8> {
        let mut out = vec![FORMAT];
        write_count(&mut out, self.pull_requests.len());
        write_count(&mut out, self.defects.len());
        pull_requests::write(&mut out, &self.pull_requests);
        write_defects(&mut out, &self.defects);
        let checksum = crc32fast::hash(&out);
        out.extend_from_slice(&checksum.to_le_bytes());
        out
    }

    /// # Errors
    /// When the bytes are of another format, or not what [`FactBlock::encode`] wrote.
    pub fn decode(bytes: &[u8]) -> Result<Self, BlockError> {
        let mut block = Self::default();
        block.append(bytes)?;
        Ok(block)
    }

    /// Puts the items of a packed block behind those that are there.
    fn append(&mut self, bytes: &[u8]) -> Result<(), BlockError> {
        match bytes.first() {
            Some(&FORMAT) => {}
            Some(&other) => return Err(BlockError::UnknownFormat(other)),
            None => return Err(BlockError::Malformed),
        }
        let (content, checksum) = bytes.split_last_chunk::<4>().ok_or(BlockError::Malformed)?;
        if crc32fast::hash(content) != u32::from_le_bytes(*checksum) {
            return Err(BlockError::Checksum);
        }
        let mut rest = content.get(1..).ok_or(BlockError::Malformed)?;
        let pull_requests = read_count(&mut rest)?;
        let defects = read_count(&mut rest)?;
        pull_requests::read(&mut rest, pull_requests, &mut self.pull_requests)?;
        read_defects(&mut rest, defects, &mut self.defects)?;
        if rest.is_empty() { Ok(()) } else { Err(BlockError::Malformed) }
    }
}

/// How many pull requests and defects a block says it holds. No more than it has bytes: one that is damaged promises
/// anything.
fn promised(bytes: &[u8]) -> (usize, usize) {
    let mut rest = bytes.get(1..).unwrap_or_default();
    let mut count = || read_count(&mut rest).unwrap_or(0).min(bytes.len());
    (count(), count())
}

/// A block holds one team's items: four thousand million of them will not come.
fn write_count(out: &mut Vec<u8>, count: usize) {
    out.extend_from_slice(&u32::try_from(count).unwrap_or(u32::MAX).to_le_bytes());
}

fn read_count(bytes: &mut &[u8]) -> Result<usize, Malformed> {
    let (count, rest) = bytes.split_first_chunk::<4>().ok_or(Malformed)?;
    *bytes = rest;
    usize::try_from(u32::from_le_bytes(*count)).map_err(|_| Malformed)
}

fn write_defects(out: &mut Vec<u8>, defects: &[DefectItem]) {
    let created: Vec<i64> = defects.iter().map(|defect| defect.created_at.0).collect();
    let found: Vec<i64> = defects.iter().map(|defect| found_code(defect.found)).collect();
    column::write(out, &created);
    column::write(out, &found);
}

fn read_defects(bytes: &mut &[u8], count: usize, defects: &mut Vec<DefectItem>) -> Result<(), Malformed> {
    let mut created = Column::take(bytes, count)?;
    let mut found = Column::take(bytes, count)?;
    defects.reserve_exact(count);
    for _ in 0..count {
        let (created, found) = (created.next(), found.next());
        defects.push(DefectItem { created_at: EpochMs(created), found: found_phase(found)? });
    }
    Ok(())
}

fn found_code(found: FoundPhase) -> i64 {
    match found {
        FoundPhase::BeforeRelease => 0,
        FoundPhase::AfterRelease => 1,
        FoundPhase::Unknown => 2,
    }
}

fn found_phase(code: i64) -> Result<FoundPhase, Malformed> {
    match code {
        0 => Ok(FoundPhase::BeforeRelease),
        1 => Ok(FoundPhase::AfterRelease),
        2 => Ok(FoundPhase::Unknown),
        _ => Err(Malformed),
    }
}
