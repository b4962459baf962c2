//! Exact permutation of joining dates, with leave-one-out and the weights behind it.

use std::collections::BTreeMap;

use impact::{
    group_time::{Aggregation, Base, Options},
    imputation::Average,
    inference::{Block, Estimator, GroupTimeEffect, PermutationOptions, jackknife, permute, probe_weights},
    panel::Panel,
    samples::{QuantileType, quantile},
};

use crate::{
    case::{Case, Found},
    panels::{Columns, panel},
};

pub fn exact_permutation(case: &Case) -> Found {
    let outcome = case.option("y").as_str().ok_or("no outcome is named")?;
    let excluded = case.option("drop_excluded_sprints").as_bool().unwrap_or(false);
    let panel = panel(case, &Columns::teams(outcome), excluded.then_some("excluded"))?;
    let mut found = BTreeMap::new();
    put(&panel, "bjs_imputation_simple", &Average::simple(), &mut found)?;
    for (name, base) in [("last_pre", Base::Last), ("mean_all_pre", Base::Mean)] {
        let options = Options { base, ..Options::default() };
        let estimator = GroupTimeEffect { options, by: Aggregation::Simple, max_event_time: None };
        put(&panel, &format!("cs_simple_notyet_base_{name}"), &estimator, &mut found)?;
    }
    Ok(found)
}

type Numbers = BTreeMap<String, Option<f64>>;

fn put(
    panel: &Panel,
    under: &str,
    estimator: &impl Estimator,
    found: &mut Numbers,
) -> impact::error::Result<()> {
    let options = PermutationOptions { exact_up_to: 1_000_000, level: Some(0.95), ..Default::default() };
    let test = permute(panel, estimator, &options)?;
    let knife = jackknife(panel, estimator, &Block::units(panel))?;
    let (low, high) = knife.interval(0.95)?;
    let named = [
        ("estimate", test.observed),
        ("p_two_sided", test.p_value),
        ("count_ge", test.at_least as f64),
        ("p_one_sided_lower", test.p_lower),
        ("jackknife_se", knife.standard_error),
        ("jackknife_ci95_t_nm1/0", low),
        ("jackknife_ci95_t_nm1/1", high),
        ("jackknife_p_t_nm1", knife.p_value),
    ];
    let mut insert = |name: String, value: f64| {
        found.insert(format!("{under}/{name}"), Some(value));
    };
    for (name, value) in named {
        insert(name.to_owned(), value);
    }
    for (at, (_, value)) in knife.leave_outs.iter().enumerate() {
        insert(format!("leave_one_team_out/{at}"), *value);
    }
    for (at, end) in test.interval.into_iter().flat_map(|(low, high)| [low, high]).enumerate() {
        insert(format!("ci95_constant_effect/{at}"), end);
    }
    for at in [0.025, 0.5, 0.975] {
        insert(format!("null_quantiles/{at}"), quantile(&test.null, at, QuantileType::Linear)?);
    }
    audit(panel, estimator, insert)?;
    found.insert("n_assignments".to_owned(), Some((test.null.len() + test.without_estimate) as f64));
    Ok(())
}

fn audit(
    panel: &Panel,
    estimator: &impl Estimator,
    mut insert: impl FnMut(String, f64),
) -> impact::error::Result<()> {
    let weights = probe_weights(panel, estimator)?;
    insert("n_cells_nonzero_weight".to_owned(), weights.counted(1e-9) as f64);
    let first = panel.units().iter().enumerate().filter_map(|(at, unit)| Some((unit.joined?, at))).min();
    for (at, weight) in first.into_iter().flat_map(|(_, unit)| weights.row(unit).iter().enumerate()) {
        insert(format!("weights_first_treated_team/{at}"), *weight);
    }
    Ok(())
}
