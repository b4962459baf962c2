//! Kaplan-Meier curves, their quantiles, restricted means and the log-rank test.

use std::collections::BTreeMap;

use impact::survival::{Band, KaplanMeier, Observation, log_rank};

use super::case::{Case, Found};

const BANDS: [(&str, Band); 3] = [("plain", Band::Plain), ("log", Band::Log), ("log-log", Band::LogLog)];

pub fn kaplan_meier(case: &Case) -> Found {
    let tau = case.option("rmst_tau").as_f64().ok_or("no rmst_tau")?;
    let mut groups = BTreeMap::<String, Vec<Observation>>::new();
    for row in case.rows()? {
        let observation =
            Observation { time: row["time"].parse()?, event: row["event"].parse::<f64>()? > 0.0 };
        groups.entry(row["group"].clone()).or_default().push(observation);
    }
    let mut found = BTreeMap::new();
    for (group, observations) in &groups {
        let values = of_group(&KaplanMeier::fit(observations)?, tau)?;
        found.extend(values.into_iter().map(|(name, value)| (format!("{group}/{name}"), value)));
    }
    let test = log_rank(&groups.into_values().collect::<Vec<_>>())?;
    found.insert("logrank/chisq".into(), Some(test.chi_squared));
    found.insert("logrank/df".into(), Some(test.degrees_of_freedom as f64));
    found.insert("logrank/p".into(), Some(test.p_value));
    Ok(found)
}

fn of_group(curve: &KaplanMeier, tau: f64) -> Found {
    let mean = curve.restricted_mean(tau)?;
    let mut found = BTreeMap::from([
        ("n".to_owned(), Some(curve.n() as f64)),
        ("events".into(), Some(curve.events() as f64)),
        ("rmst".into(), Some(mean.mean)),
        ("rmst_se".into(), Some(mean.standard_error)),
        ("rmst_tau".into(), Some(tau)),
    ]);
    for percent in [10, 25, 50, 75, 90] {
        found.insert(format!("quantiles/p{percent}"), curve.quantile(f64::from(percent) / 100.0));
    }
    for ((name, band), level) in BANDS.iter().flat_map(|band| [90, 95, 99].map(|level| (band, level))) {
        let limits = curve.quantile_limits(0.5, f64::from(level) / 100.0, *band)?;
        found.insert(format!("median_ci{level}_{name}/0"), limits.lower);
        found.insert(format!("median_ci{level}_{name}/1"), limits.upper);
    }
    for at in 0..3 {
        let time = tau * f64::from(at + 1) / 4.0;
        found.insert(format!("survival_at/{at}/t"), Some(time));
        found.insert(format!("survival_at/{at}/surv"), Some(curve.surviving(time)));
        found.insert(format!("survival_at/{at}/se"), curve.standard_error(time));
    }
    Ok(found)
}
