//! Imputation: averages, event study, conservative standard errors.

use impact::imputation::{Average, AverageEffect, Imputation};

use crate::{
    case::{Case, Found},
    panels::{Columns, panel},
};

pub fn imputation(case: &Case) -> Found {
    let columns = Columns::named(case)?;
    let panel = panel(case, &columns, case.get("columns")["drop_rows_where"].as_str())?;
    let fit = Imputation::of(&panel)?;
    let simple = fit.average(&Average::simple())?;
    let mut found: std::collections::BTreeMap<String, Option<f64>> = [
        ("att".to_owned(), Some(simple.effect)),
        ("se_bjs_conservative".to_owned(), Some(simple.standard_error)),
    ]
    .into();
    for (time, AverageEffect { effect, standard_error, .. }) in fit.event_study(None)? {
        found.insert(format!("event_study/{time}/att"), Some(effect));
        found.insert(format!("event_study/{time}/se"), Some(standard_error));
    }
    Ok(found)
}
