//! Placebo in time, with its jackknife.

use impact::{
    doubts,
    imputation::Average,
    inference::{Block, jackknife},
};

use crate::{
    case::{Case, Found},
    panels::{Columns, panel},
};

pub fn placebo(case: &Case) -> Found {
    let outcome = case.option("y").as_str().ok_or("no outcome is named")?;
    let excluded = case.option("drop_excluded_sprints").as_bool().unwrap_or(false);
    let panel = panel(case, &Columns::teams(outcome), excluded.then_some("excluded"))?;
    let panel = doubts::placebo(&panel, case.option("shift").as_i64().ok_or("no shift is named")?)?;
    let average = Average::simple().up_to(case.option("max_event_time").as_i64());
    let knife = jackknife(&panel, &average, &Block::units(&panel))?;
    let (low, high) = knife.interval(0.95)?;
    let found = [
        ("placebo", knife.estimate),
        ("jackknife_se", knife.standard_error),
        ("ci95/0", low),
        ("ci95/1", high),
        ("p", knife.p_value),
    ];
    Ok(found.map(|(name, value)| (name.to_owned(), Some(value))).into())
}
