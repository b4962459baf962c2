//! Panels with missing cells: group-time effects pairwise complete, imputation on what is observed.

use std::collections::BTreeMap;

use impact::{
    group_time::{Aggregation, Controls, GroupTime, Options},
    imputation::{Average, Imputation},
};

use crate::{
    case::{Case, Found},
    panels::{Columns, panel},
};

pub fn missing(case: &Case) -> Found {
    let outcome = case.option("y").as_str().ok_or("no outcome is named")?;
    let excluded = case.option("drop_excluded_sprints").as_bool().unwrap_or(false);
    let panel = panel(case, &Columns::teams(outcome), excluded.then_some("excluded"))?;
    let never = case.option("control").as_str().is_some_and(|control| control.starts_with("never"));
    let controls = if never { Controls::NeverJoined } else { Controls::NotYetJoined };
    let pairs = GroupTime::of(&panel, Options { controls, ..Options::default() })?;
    let mut found = BTreeMap::new();
    for (at, row) in case.get("expected")["cs_att_gt"].as_array().into_iter().flatten().enumerate() {
        let (group, time) = (row["group"].as_i64(), row["time"].as_i64());
        let cell = pairs.cells().iter().find(|cell| Some(cell.joined) == group && Some(cell.period) == time);
        let estimate = cell.map(|cell| cell.estimate);
        let row = [
            ("group", group.map(|group| group as f64)),
            ("time", time.map(|time| time as f64)),
            ("att", estimate.map(|estimate| estimate.effect)),
            ("se", estimate.map(|estimate| estimate.standard_error)),
        ];
        found.extend(row.map(|(name, value)| (format!("cs_att_gt/{at}/{name}"), value)));
    }
    let dynamic = Aggregation::Dynamic { balance: None };
    for (name, by) in [("simple", Aggregation::Simple), ("group", Aggregation::Group), ("dynamic", dynamic)] {
        found.insert(format!("cs_{name}_att"), Some(pairs.effect(by, None)?));
    }
    found.insert("bjs_att".to_owned(), Some(Imputation::of(&panel)?.mean(&Average::simple())?));
    Ok(found)
}
