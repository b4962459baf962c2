use metrics::{BlockError, FactBlock};
use proptest::prelude::*;

use crate::fixtures::{Story as _, defect, pull_request};
use crate::properties::{any_block, any_defects, any_items};

proptest! {
    #[test]
    fn a_block_comes_back_as_it_was(block in any_block()) {
        prop_assert_eq!(FactBlock::decode(&block.encode()), Ok(block));
    }

    #[test]
    fn blocks_unite_to_all_that_they_hold(one in any_block(), other in any_block()) {
        let together = FactBlock::new(
            [&one.pull_requests[..], &other.pull_requests].concat(),
            [&one.defects[..], &other.defects].concat(),
        );
        prop_assert_eq!(FactBlock::united(&[&one.encode(), &other.encode()]), Ok(together));
        prop_assert_eq!(FactBlock::united(&[&one.encode(), &[9]]), Err((1, BlockError::UnknownFormat(9))));
    }

    #[test]
    fn the_order_of_arrival_leaves_no_trace(items in any_items(), defects in any_defects()) {
        let backwards = |block: &FactBlock| {
            let pull_requests = block.pull_requests.iter().rev().copied().collect();
            FactBlock::new(pull_requests, block.defects.iter().rev().copied().collect())
        };
        let block = FactBlock::new(items, defects);
        prop_assert_eq!(backwards(&block).encode(), block.encode());
    }

    #[test]
    fn a_changed_byte_is_noticed(block in any_block(), at: prop::sample::Index, change in 1_u8..) {
        let mut bytes = block.encode();
        let at = at.index(bytes.len());
        bytes[at] ^= change;
        prop_assert!(FactBlock::decode(&bytes).is_err());
    }

    #[test]
    fn a_cut_block_is_noticed(block in any_block(), at: prop::sample::Index) {
        let bytes = block.encode();
        prop_assert!(FactBlock::decode(&bytes[..at.index(bytes.len())]).is_err());
    }

    #[test]
    fn forged_bytes_with_a_right_checksum_do_no_harm(mut bytes: Vec<u8>) {
        bytes.insert(0, 1);
        bytes.extend(crc32fast::hash(&bytes).to_le_bytes());
        let _ = FactBlock::decode(&bytes);
    }

    #[test]
    fn a_forged_change_with_a_right_checksum_does_no_harm(block in any_block(), at: prop::sample::Index, byte: u8) {
        let mut bytes = block.encode();
        bytes.truncate(bytes.len() - 4);
        let at = at.index(bytes.len());
        bytes[at] = byte;
        bytes.extend(crc32fast::hash(&bytes).to_le_bytes());
        let _ = FactBlock::decode(&bytes);
    }
}

#[test]
fn another_format_is_named() {
    assert_eq!(FactBlock::decode(&[9, 0, 0]), Err(BlockError::UnknownFormat(9)));
    assert_eq!(FactBlock::decode(&[]), Err(BlockError::Malformed));
}

#[test]
fn items_are_sorted_by_where_they_count() {
    let items = vec![pull_request(3).merged(9), pull_request(2).opened(4), pull_request(1).opened(4)];
    let block = FactBlock::new(items, vec![defect(domain::facts::FoundPhase::Unknown)]);
    let numbers: Vec<i64> = block.pull_requests.iter().map(|item| item.number).collect();
    assert_eq!(numbers, [1, 2, 3]);
}
