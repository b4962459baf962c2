//! Delete-one-team and delete-one-wave jackknives around imputation and the group-time effects.

use std::collections::BTreeMap;

use impact::{
    group_time::{Aggregation, Options},
    imputation::Average,
    inference::{Block, Estimator, GroupTimeEffect, Jackknife, jackknife},
    panel::Panel,
};

use crate::{
    case::{Case, Found},
    panels::{Columns, panel},
};

pub fn cluster_jackknife(case: &Case) -> Found {
    let outcome = case.option("y").as_str().ok_or("no outcome is named")?;
    let excluded = case.option("drop_excluded_sprints").as_bool().unwrap_or(false);
    let panel = panel(case, &Columns::teams(outcome), excluded.then_some("excluded"))?;
    let max = case.option("max_event_time").as_i64();
    let mut found = BTreeMap::new();
    both(&panel, "bjs", &Average::simple().up_to(max), &mut found)?;
    for (name, by) in
        [("cs_notyet_base_last_pre", Aggregation::Simple), ("cs_notyet_group_agg", Aggregation::Group)]
    {
        both(
            &panel,
            name,
            &GroupTimeEffect { options: Options::default(), by, max_event_time: max },
            &mut found,
        )?;
    }
    Ok(found)
}

fn both(
    panel: &Panel,
    name: &str,
    estimator: &impl Estimator,
    found: &mut BTreeMap<String, Option<f64>>,
) -> impact::error::Result<()> {
    let blocks = [("team", Block::units(panel)), ("wave_and_never_block", Block::waves(panel))];
    for (by, blocks) in blocks {
        put(&format!("{name}__{by}"), &jackknife(panel, estimator, &blocks)?, found)?;
    }
    Ok(())
}

fn put(under: &str, of: &Jackknife, found: &mut BTreeMap<String, Option<f64>>) -> impact::error::Result<()> {
    let (low, high) = of.interval(0.95)?;
    let named = [
        ("estimate", of.estimate),
        ("n_left_out", of.leave_outs.len() as f64),
        ("se_cv3_around_estimate", of.standard_error_around_estimate),
        ("se_cv3j_around_mean", of.standard_error),
        ("ci95_cv3j/0", low),
        ("ci95_cv3j/1", high),
        ("p_cv3j", of.p_value),
    ];
    found.extend(named.map(|(name, value)| (format!("{under}/{name}"), Some(value))));
    let leave_outs = of.leave_outs.iter().enumerate();
    found.extend(leave_outs.map(|(at, (_, value))| (format!("{under}/leave_out/{at}"), Some(*value))));
    Ok(())
}
