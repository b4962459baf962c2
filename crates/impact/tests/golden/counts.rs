//! Multiplicative imputation of counts, with its jackknife on the log.

use impact::{
    counts::{Counts, LogRatio},
    imputation::Average,
    inference::{Block, jackknife},
};

use crate::{
    case::{Case, Found},
    panels::{Columns, panel},
};

pub fn counts(case: &Case) -> Found {
    let outcome = case.option("y").as_str().ok_or("no outcome is named")?;
    let columns = Columns { exposure: case.option("exposure").as_str(), ..Columns::teams(outcome) };
    let excluded = case.option("drop_excluded_sprints").as_bool().unwrap_or(false);
    let panel = panel(case, &columns, excluded.then_some("excluded"))?;
    let average = Average::simple().up_to(case.option("max_event_time").as_i64());
    let ratio = Counts::of(&panel)?.ratio(&average)?;
    let knife = jackknife(&panel, &LogRatio(average), &Block::units(&panel))?;
    let (low, high) = knife.interval(0.95)?;
    let found = [
        ("log_ratio", ratio.log_ratio),
        ("ratio", Some(ratio.ratio)),
        ("observed", Some(ratio.observed)),
        ("expected_without_joining", Some(ratio.expected)),
        ("jackknife_se_log", Some(knife.standard_error)),
        ("ci95_ratio_t_nm1/0", Some(low.exp())),
        ("ci95_ratio_t_nm1/1", Some(high.exp())),
    ];
    Ok(found.map(|(name, value)| (name.to_owned(), value)).into())
}
