//! The corpus of the fuzz target, read on stable: each file as it is, cut off, and with bytes changed.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod judge;

use std::path::Path;

use judge::judge;
use xapi::{Statement, Version};

fn corpus() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus/protocol");
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    files
        .map(|file| (file.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(file).unwrap()))
        .collect()
}

#[test]
fn every_file_is_judged_whole_and_damaged() {
    let corpus = corpus();
    assert!(corpus.len() > 10);
    for (_, bytes) in &corpus {
        judge(bytes);
        let step = bytes.len() / 60 + 1;
        for at in (0..bytes.len()).step_by(step) {
            judge(&bytes[..at]);
            let mut damaged = bytes.clone();
            damaged[at] = damaged[at].wrapping_add(1);
            judge(&damaged);
            damaged.remove(at);
            judge(&damaged);
        }
    }
}

#[test]
fn files_that_are_named_so_are_accepted() {
    let named = corpus().into_iter().filter(|(name, _)| name.starts_with("statement-"));
    for (name, bytes) in named {
        let read = Statement::read_batch(&bytes, Version::V2);
        assert!(read.is_ok(), "{name}: {read:?}");
    }
}
