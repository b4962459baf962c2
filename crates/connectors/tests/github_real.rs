//! The real pull requests of `../shared/data/github`, against figures that were computed elsewhere.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::path::Path;

use connectors::github::{Reader, Rules};
use domain::facts::PullRequest;
use serde_json::Value;

#[test]
fn real_pull_requests_give_the_expected_counts_medians_and_p90() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/github");
    let Ok(expected) = std::fs::read_to_string(folder.join("expected.json")) else {
        println!("skipped, not found: {}", folder.display());
        return;
    };
    let expected: Value = serde_json::from_str(&expected).unwrap();
    for (repository, figures) in expected.as_object().unwrap() {
        let pull_requests = read(&folder.join(format!("{}.jsonl", repository.replace('/', "__"))));
        assert!(pull_requests.iter().all(|p| p.repository.as_str() == repository));
        compare(repository, figures, &pull_requests);
    }
}

fn read(file: &Path) -> Vec<PullRequest> {
    let reader = Reader::new(&Rules::default()).unwrap();
    let text = std::fs::read_to_string(file).unwrap();
    text.lines().map(|line| reader.read(line.as_bytes()).unwrap()).collect()
}

fn compare(repository: &str, expected: &Value, pull_requests: &[PullRequest]) {
    let people: Vec<_> = pull_requests.iter().filter(|p| p.left_out.is_none()).collect();
    let hours = |end: fn(&PullRequest) -> Option<domain::EpochMs>| -> Vec<f64> {
        let mut hours: Vec<f64> =
            people.iter().filter_map(|p| end(p).map(|end| end.hours_since(p.opened_at))).collect();
        hours.sort_by(f64::total_cmp);
        hours
    };
    let (cycles, reviews) = (hours(|p| p.merged_at), hours(|p| p.first_review_at));
    let counts = [("pull_requests", people.len()), ("merged", cycles.len()), ("reviewed", reviews.len())];
    for (name, count) in counts {
        assert_eq!(expected[name].as_u64(), Some(count as u64), "{repository} {name}");
    }
    let figures = [
        ("median_cycle_time_h", quantile(&cycles, 0.5)),
        ("p90_cycle_time_h", quantile(&cycles, 0.9)),
        ("median_first_review_h", quantile(&reviews, 0.5)),
    ];
    for (name, figure) in figures {
        let expected = expected[name].as_f64().unwrap();
        assert!((figure - expected).abs() <= 1e-6, "{repository} {name}: {figure}, expected {expected}");
    }
}

/// Linear interpolation between the order statistics (type 7).
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "positions in a small list")]
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let position = (sorted.len() - 1) as f64 * share;
    let (below, above) = (position.floor() as usize, position.ceil() as usize);
    sorted[below] + (sorted[above] - sorted[below]) * position.fract()
}
