//! Group-time effects, their four averages and the pretest.

use std::{collections::BTreeMap, error::Error};

use impact::{
    group_time::{Adjustment, Aggregation, Base, Controls, Covariates, Estimate, GroupTime, Options},
    panel::Panel,
};

use crate::{
    case::{Case, Found},
    panels::{Columns, number, panel},
};

pub fn group_time(case: &Case) -> Found {
    let columns = Columns::named(case)?;
    let panel = panel(case, &columns, case.get("columns")["drop_rows_where"].as_str())?;
    let fit = fit(case, &columns, &panel)?;
    let mut found = cells(case, "att_gt", &fit);
    for (name, _) in case.get("expected").as_object().into_iter().flatten() {
        if let Some(by) = aggregation(name) {
            found.extend(aggregate(case, name, &fit, by)?);
        }
    }
    found.extend(pretest(case, &fit));
    Ok(found)
}

fn fit<'a>(case: &Case, columns: &Columns<'_>, panel: &'a Panel) -> Result<GroupTime<'a>, Box<dyn Error>> {
    let options = options(case)?;
    let names: Vec<&str> =
        case.option("covariates").as_array().into_iter().flatten().filter_map(|name| name.as_str()).collect();
    if names.is_empty() {
        return Ok(GroupTime::of(panel, options)?);
    }
    let adjustment = match case.option("est_method").as_str() {
        Some("reg") => Adjustment::Regression,
        Some("ipw") => Adjustment::Weighting,
        Some("dr") => Adjustment::DoublyRobust,
        other => return Err(format!("no adjustment {other:?}").into()),
    };
    Ok(GroupTime::adjusted(panel, options, &covariates(case, columns, panel, &names)?, adjustment)?)
}

fn options(case: &Case) -> Result<Options, Box<dyn Error>> {
    Ok(Options {
        controls: match case.option("control_group").as_str() {
            Some("never") => Controls::NeverJoined,
            Some("nyt") => Controls::NotYetJoined,
            other => return Err(format!("no controls {other:?}").into()),
        },
        base: match case.option("base_period").as_str() {
            None | Some("varying") => Base::Last,
            Some("universal") => Base::Universal,
            other => return Err(format!("no base period {other:?}").into()),
        },
        anticipation: u32::try_from(case.option("anticipation").as_u64().unwrap_or(0))?,
    })
}

fn covariates(
    case: &Case,
    columns: &Columns<'_>,
    panel: &Panel,
    names: &[&str],
) -> Result<Covariates, Box<dyn Error>> {
    let rows = case.rows()?;
    let table = |name: &&str| {
        let value = |row: &BTreeMap<String, String>| {
            let period = row.get(columns.time)?.parse().ok()?;
            Some(((row.get(columns.unit)?.clone(), period), number(row.get(*name)?)?))
        };
        let values: BTreeMap<(String, i64), f64> = rows.iter().filter_map(value).collect();
        let of =
            |unit: &str, period: i64| values.get(&(unit.to_owned(), period)).copied().unwrap_or(f64::NAN);
        let units = panel.units().iter();
        units.flat_map(|unit| panel.periods().iter().map(|period| of(&unit.name, *period))).collect()
    };
    Ok(Covariates::of(panel, names.iter().map(table).collect())?)
}

/// Cells by their place in the list that is expected.
pub fn cells(case: &Case, list: &str, fit: &GroupTime<'_>) -> BTreeMap<String, Option<f64>> {
    let expected = case.get("expected")[list].as_array().into_iter().flatten().enumerate();
    let found = expected.filter_map(|(at, row)| {
        let (joined, period) = (row["group"].as_i64()?, row["time"].as_i64()?);
        let cell = fit.cells().iter().find(|cell| (cell.joined, cell.period) == (joined, period));
        let estimate = cell.map(|cell| cell.estimate);
        let mut found = named(&format!("{list}/{at}"), ["group", "time"], [joined, period], estimate);
        // A universal base compared with itself has no error: 0 to us, not a number to some.
        if row["se"].is_null() && estimate.is_some_and(|own| own.standard_error == 0.0) {
            found.insert(format!("{list}/{at}/se"), None);
        }
        Some(found)
    });
    found.flatten().collect()
}

fn named<const N: usize>(
    path: &str,
    names: [&str; N],
    keys: [i64; N],
    estimate: Option<Estimate>,
) -> BTreeMap<String, Option<f64>> {
    let keys = names.into_iter().zip(keys).map(|(name, key)| (format!("{path}/{name}"), Some(key as f64)));
    let values = [
        (format!("{path}/att"), estimate.map(|estimate| estimate.effect)),
        (format!("{path}/se"), estimate.map(|estimate| estimate.standard_error)),
    ];
    keys.chain(values).collect()
}

fn aggregation(name: &str) -> Option<Aggregation> {
    Some(match name.strip_prefix("agg_")? {
        "simple" => Aggregation::Simple,
        "group" => Aggregation::Group,
        "calendar" => Aggregation::Calendar,
        "dynamic" => Aggregation::Dynamic { balance: None },
        balanced => {
            Aggregation::Dynamic { balance: Some(balanced.strip_prefix("dynamic_balance_e_")?.parse().ok()?) }
        }
    })
}

fn aggregate(case: &Case, name: &str, fit: &GroupTime<'_>, by: Aggregation) -> Found {
    let aggregate = fit.aggregate(by, None)?;
    let mut found = BTreeMap::from([
        (format!("{name}/overall_att"), Some(aggregate.overall.effect)),
        (format!("{name}/overall_se"), Some(aggregate.overall.standard_error)),
    ]);
    let expected = case.get("expected")[name]["cells"].as_array().into_iter().flatten().enumerate();
    for (at, row) in expected {
        let Some(key) = row["e"].as_i64() else { continue };
        let estimate = aggregate.parts.iter().find(|part| part.at == key).map(|part| part.estimate);
        found.extend(named(&format!("{name}/cells/{at}"), ["e"], [key], estimate));
    }
    Ok(found)
}

/// The reference inverts any matrix. A singular one gives noise, told by a quadratic form that is negative or beyond
/// any sample: there the answer must be a refusal, and it counts as found.
fn pretest(case: &Case, fit: &GroupTime<'_>) -> BTreeMap<String, Option<f64>> {
    let wald = &case.get("expected")["pretest_wald"];
    let noise = wald["W"].as_f64().is_some_and(|w| !(0.0..1e12).contains(&w));
    let (statistic, p_value) = match fit.pretest() {
        Ok(pretest) => (Some(pretest.statistic), Some(pretest.p_value)),
        Err(_) if noise => (wald["W"].as_f64(), wald["p"].as_f64()),
        Err(_) => (None, None),
    };
    let df = fit.pretested().len() as f64;
    [("W", statistic), ("df", Some(df)), ("p", p_value)]
        .map(|(name, value)| (format!("pretest_wald/{name}"), value))
        .into()
}
