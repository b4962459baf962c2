//! `docs/demo-truth.json` says what the generator plants.

use std::path::Path;

use demo::{DEFAULT_SEED, organisation};

#[test]
fn the_truth_file_is_that_of_the_default_seed() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/demo-truth.json");
    let truth = organisation(DEFAULT_SEED).unwrap().truth.to_json().unwrap();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &truth).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == truth,
        "docs/demo-truth.json is out of date: run with UPDATE=1 and look at the difference"
    );
}
