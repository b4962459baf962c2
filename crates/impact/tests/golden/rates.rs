//! Two Poisson rates, and the methods of `statsmodels` where a file lists them.

use std::collections::BTreeMap;

use impact::rates::{Events, RateRatio};
use serde_json::Value;

use super::{
    case::{Case, Found},
    samples::input,
};

pub fn rate_ratio(case: &Case) -> Found {
    let arm = |at: u8| -> Result<Events, String> {
        let count = case.get("inputs")[format!("x{at}")].as_u64().ok_or("a count is missing")?;
        Ok(Events { count, exposure: input(case, &format!("exposure{at}"))? })
    };
    let ratio = RateRatio::new(arm(1)?, arm(2)?)?;
    also_statsmodels(case, &ratio)?;
    let (rates, exact) = (ratio.rates(), ratio.exact(0.95)?);
    let mut found: BTreeMap<String, Option<f64>> = BTreeMap::from([
        ("rate1".into(), Some(rates[0])),
        ("rate2".into(), Some(rates[1])),
        ("rate_ratio".into(), Some(ratio.ratio())),
        ("exact_p".into(), Some(exact.p_value)),
        ("exact_ci95_low".into(), Some(exact.limits[0])),
        ("exact_ci95_high".into(), Some(exact.limits[1])),
    ]);
    let wald = ratio.wald(0.95).ok();
    found.insert("log_rr".into(), wald.map(|wald| wald.log_ratio));
    found.insert("log_rr_se".into(), wald.map(|wald| wald.standard_error));
    found.insert("wald_p".into(), wald.map(|wald| wald.p_value));
    for level in [90, 95, 99] {
        let share = f64::from(level) / 100.0;
        let (exact, wald) = (ratio.exact(share)?.limits, ratio.wald(share).ok());
        for (at, limit) in exact.into_iter().enumerate() {
            found.insert(format!("exact_ci{level}/{at}"), Some(limit));
            found.insert(format!("wald_ci{level}/{at}"), wald.map(|wald| wald.limits[at]));
        }
    }
    // A file can say infinity in words only.
    for name in ["rate_ratio", "exact_ci95_low", "exact_ci95_high"] {
        let endless = found.get(name).copied().flatten().is_some_and(f64::is_infinite);
        if (case.get("expected")[name] == "Inf") && !endless {
            return Err(format!("{name}: expected infinity, found {:?}", found[name]).into());
        }
    }
    Ok(found)
}

/// Not among the expected numbers proper, so they are compared here.
fn also_statsmodels(case: &Case, ratio: &RateRatio) -> Result<(), Box<dyn std::error::Error>> {
    let listed = case.get("expected_statsmodels");
    let mut pairs = vec![
        (&listed["p_exact-cond"], Some(ratio.exact(0.95)?.p_value)),
        (&listed["p_cond-midp"], Some(ratio.mid_p()?)),
        (&listed["p_score"], Some(ratio.score())),
        (&listed["p_sqrt"], Some(ratio.square_root())),
        (&listed["p_etest_score"], Some(ratio.e_test()?)),
        (&listed["p_wald-log"], ratio.wald(0.95).ok().map(|wald| wald.p_value)),
    ];
    let intervals = [
        ("ci_score", ratio.score_limits(0.95).ok()),
        ("ci_waldcc", Some(ratio.corrected_wald_limits(0.95)?)),
        ("ci_mover", ratio.mover_limits(0.95).ok()),
    ];
    for (name, limits) in intervals {
        pairs.extend((0..2).map(|at| (&listed[name][at], limits.map(|limits| limits[at]))));
    }
    let fits = |(listed, found): &(&Value, Option<f64>)| match (listed.as_f64(), found) {
        (Some(wanted), Some(found)) => (wanted - found).abs() < 1e-6,
        (wanted, _) => wanted.is_none(),
    };
    match pairs.iter().find(|pair| !fits(pair)) {
        Some(pair) => Err(format!("statsmodels: {pair:?}").into()),
        None => Ok(()),
    }
}
