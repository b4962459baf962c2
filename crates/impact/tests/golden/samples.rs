//! One sample and two: quantiles, medians, rank tests, paired tests, ratios, permutations.

use std::collections::BTreeMap;

use impact::samples::{
    QuantileType, Randomisation, iqr, log_ratio, mad, median, median_interval, paired_t, permutation_test,
    quantile, rank_sum, sign_test, signed_rank,
};

use super::case::{Case, Found};

/// The level of an expected interval is in its name, `ci95` or `t_ci90`.
fn intervals(
    case: &Case,
    of: &str,
    limits: impl Fn(f64) -> Result<[f64; 2], impact::error::ImpactError>,
) -> Found {
    let mut found = BTreeMap::new();
    for name in case.get("expected").as_object().into_iter().flat_map(|members| members.keys()) {
        if let Some(level) = name.strip_prefix(of).and_then(|level| level.parse::<f64>().ok()) {
            for (at, limit) in limits(level / 100.0)?.into_iter().enumerate() {
                found.insert(format!("{name}/{at}"), Some(limit));
            }
        }
    }
    Ok(found)
}

pub fn quantiles(case: &Case) -> Found {
    let (x, mut found) = (case.numbers("x"), BTreeMap::new());
    for (at, &p) in case.numbers("p").iter().enumerate() {
        for definition in QuantileType::ALL {
            found.insert(format!("{}/{at}", definition as u8), Some(quantile(&x, p, definition)?));
        }
        for engine in ["duckdb_quantile", "postgres_percentile"] {
            found.insert(format!("{engine}_cont/{at}"), Some(quantile(&x, p, QuantileType::Linear)?));
            found.insert(format!("{engine}_disc/{at}"), Some(quantile(&x, p, QuantileType::InvertedCdf)?));
        }
    }
    found.insert("median".into(), Some(median(&x)?));
    found.insert("mad_raw".into(), Some(mad(&x)?));
    found.insert("iqr_type7".into(), Some(iqr(&x, QuantileType::Linear)?));
    Ok(found)
}

pub fn median_with_limits(case: &Case) -> Found {
    let level = case.get("inputs")["conf"].as_f64().ok_or("no conf")?;
    let found = median_interval(&case.numbers("x"), level)?;
    let mut all = BTreeMap::from([
        ("median".into(), Some(found.median)),
        ("lower_rank_1based".into(), Some(found.lower_rank as f64)),
        ("upper_rank_1based".into(), Some(found.upper_rank as f64)),
        ("exact_coverage".into(), Some(found.coverage)),
    ]);
    match found.limits {
        Some([lower, upper]) => all.extend([("ci/0".into(), Some(lower)), ("ci/1".into(), Some(upper))]),
        None => all.extend([("ci".into(), None)]),
    }
    Ok(all)
}

/// The values of groups `x` and `y`.
fn two_samples(case: &Case) -> Result<[Vec<f64>; 2], Box<dyn std::error::Error>> {
    let mut samples = [vec![], vec![]];
    for row in case.rows()? {
        samples[usize::from(row["group"] == "y")].push(row["value"].parse()?);
    }
    Ok(samples)
}

pub fn hodges_lehmann(case: &Case) -> Found {
    let [x, y] = two_samples(case)?;
    let found = rank_sum(&x, &y, 0.95)?;
    let mut all = intervals(case, "ci", |level| Ok(rank_sum(&x, &y, level)?.limits))?;
    all.extend([
        ("n_x".into(), Some(x.len() as f64)),
        ("n_y".into(), Some(y.len() as f64)),
        ("U_x".into(), Some(found.u)),
        ("p_two_sided".into(), Some(found.p_value)),
        ("p_normal_no_cc".into(), Some(found.p_normal)),
        ("hodges_lehmann_R_estimate".into(), Some(found.balancing_shift)),
        ("hodges_lehmann_median_of_pairwise_differences".into(), Some(found.shift)),
        ("P_x_greater_y".into(), Some(found.probability_greater)),
        ("median_x".into(), Some(median(&x)?)),
        ("median_y".into(), Some(median(&y)?)),
    ]);
    Ok(all)
}

pub fn paired(case: &Case) -> Found {
    let mut differences = Vec::new();
    for row in case.rows()? {
        differences.push(row["after"].parse::<f64>()? - row["before"].parse::<f64>()?);
    }
    let (ranks, t) = (signed_rank(&differences, 0.95)?, paired_t(&differences, 0.95)?);
    let mut all = intervals(case, "ci", |level| Ok(signed_rank(&differences, level)?.limits))?;
    all.extend(intervals(case, "t_ci", |level| Ok(paired_t(&differences, level)?.limits))?);
    all.extend([
        ("V".into(), Some(ranks.v)),
        ("p".into(), Some(ranks.p_value)),
        ("pseudo_median_walsh".into(), Some(ranks.pseudo_median)),
        ("pseudo_median_R_estimate".into(), Some(ranks.balancing_centre)),
        ("sign_test_p".into(), Some(sign_test(&differences)?.p_value)),
        ("t".into(), Some(t.t)),
        ("t_p".into(), Some(t.p_value)),
    ]);
    Ok(all)
}

pub fn ratio_of_geometric_means(case: &Case) -> Found {
    let [x, y] = two_samples(case)?;
    let found = log_ratio(&x, &y, 0.95)?;
    let mut all = intervals(case, "ci", |level| Ok(log_ratio(&x, &y, level)?.limits))?;
    all.extend([
        ("ratio".into(), Some(found.ratio)),
        ("t".into(), Some(found.t)),
        ("df".into(), Some(found.degrees_of_freedom)),
        ("p".into(), Some(found.p_value)),
    ]);
    Ok(all)
}

pub fn permutation(case: &Case) -> Found {
    let how = Randomisation { exact_up_to: 20_000_000, ..Randomisation::default() };
    let found = permutation_test(&case.numbers("joined_change"), &case.numbers("not_yet_change"), how)?;
    Ok(BTreeMap::from([
        ("diff".into(), Some(found.observed)),
        ("n_assignments".into(), Some(found.arrangements as f64)),
        ("p_two_sided_abs".into(), Some(found.p_two_sided)),
        ("p_less".into(), Some(found.p_less)),
        ("p_greater".into(), Some(found.p_greater)),
        ("scipy_two_sided_doubling".into(), Some(found.p_doubled)),
    ]))
}

pub fn adjusted(case: &Case) -> Found {
    use impact::multiple::Adjustment as A;
    let methods = [
        ("bonferroni", A::Bonferroni),
        ("holm", A::Holm),
        ("hochberg", A::Hochberg),
        ("hommel", A::Hommel),
        ("BH", A::BenjaminiHochberg),
        ("fdr", A::BenjaminiHochberg),
        ("BY", A::BenjaminiYekutieli),
    ];
    let mut found = BTreeMap::new();
    for (name, method) in methods {
        for (at, p) in method.adjust(&case.numbers("p"))?.into_iter().enumerate() {
            found.insert(format!("{name}/{at}"), Some(p));
        }
    }
    Ok(found)
}

/// A number of a case's inputs.
pub fn input(case: &Case, name: &str) -> Result<f64, String> {
    case.get("inputs")[name].as_f64().ok_or_else(|| format!("no input {name}"))
}
