//! Against numbers computed by R, `NumPy` and `PostgreSQL`, kept beside the repository.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use metrics::quantile::quantile;
use metrics::survival::{self, Duration};
use rstest::rstest;
use serde_json::Value;

fn golden(file: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/golden").join(file);
    if path.exists() {
        return Some(path);
    }
    println!("skipped, not found: {}", path.display());
    None
}

fn json(path: &Path) -> Value {
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
}

fn assert_close(got: Option<f64>, wanted: Option<f64>, case: &str) {
    match (got, wanted) {
        (Some(got), Some(wanted)) => assert!((got - wanted).abs() < 1e-6, "{case}: {got} for {wanted}"),
        _ => assert_eq!(got, wanted, "{case}"),
    }
}

#[rstest]
#[case("quantile_even8.json")]
#[case("quantile_odd11.json")]
fn quantiles_are_those_of_type_7(#[case] file: &str) {
    let Some(path) = golden(file) else { return };
    let case = json(&path);
    let mut values = numbers(&case["inputs"]["x"]);
    let expected = numbers(&case["expected"]["7"]);
    for (p, wanted) in numbers(&case["inputs"]["p"]).into_iter().zip(expected) {
        assert_close(quantile(&mut values, p), Some(wanted), &format!("{file} at {p}"));
    }
}

#[rstest]
#[case("km_aml.json")]
#[case("km_pr_open_censored.json")]
#[case("km_veteran_celltype.json")]
#[case("km_waltons.json")]
fn survival_quantiles_are_those_of_r(#[case] file: &str) {
    let Some(path) = golden(file) else { return };
    let case = json(&path);
    let data = path.with_file_name(case["input"].as_str().unwrap());
    for (group, mut durations) in read_groups(&data) {
        for (name, p) in [("p25", 0.25), ("p50", 0.5), ("p75", 0.75)] {
            let wanted = case["expected"][&group]["quantiles"][name].as_f64();
            assert_close(survival::quantile(&mut durations, p), wanted, &format!("{file} {group} {name}"));
        }
    }
}

/// Rows of time, event (1: ended), group.
fn read_groups(path: &Path) -> BTreeMap<String, Vec<Duration>> {
    let mut groups: BTreeMap<String, Vec<Duration>> = BTreeMap::new();
    for line in std::fs::read_to_string(path).unwrap().lines().skip(1) {
        let fields: Vec<&str> = line.split(',').map(|field| field.trim_matches('"')).collect();
        let [time, event, group] = fields[..] else { panic!("{line}") };
        let duration = Duration { time: time.parse().unwrap(), ended: event == "1" };
        groups.entry(group.to_owned()).or_default().push(duration);
    }
    groups
}
