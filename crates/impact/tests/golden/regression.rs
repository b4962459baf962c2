//! Two-way fixed effects with robust variance and wild bootstrap, its decomposition, and Sun-Abraham.

use std::{collections::BTreeMap, error::Error};

use impact::{
    group_time::{Covariates, Estimate},
    panel::Panel,
    regression::{
        ClusterRobust, TwoWayFixedEffects,
        bacon::{Decomposition, Kind},
        sun_abraham::SunAbraham,
        wild_bootstrap::Draws,
    },
    samples::{QuantileType, quantile},
};

use crate::{
    case::{Case, Found},
    panels::{Columns, number, panel},
};

pub fn two_way_fixed_effects(case: &Case) -> Found {
    let panel = teams(case)?;
    let fit = TwoWayFixedEffects::of(&panel)?;
    let mut found: BTreeMap<String, Option<f64>> = [
        ("coef", fit.coefficient),
        ("coef_dummies", fit.coefficient),
        ("n", fit.observations as f64),
        ("clusters", fit.clusters as f64),
        ("crv1_full_dummy_k", fit.cr1_with_dummies()?),
    ]
    .map(|(name, value)| (name.to_owned(), Some(value)))
    .into();
    let kinds = [
        ("CR0", ClusterRobust::Cr0),
        ("CR1", ClusterRobust::Cr1),
        ("CR2", ClusterRobust::Cr2),
        ("CR3", ClusterRobust::Cr3),
    ];
    for (name, kind) in kinds {
        let robust = fit.robust(kind, 0.95)?;
        let values = [
            ("se", robust.standard_error),
            ("t", robust.t),
            ("df_satt", robust.degrees_of_freedom),
            ("p_satt", robust.p_value),
            ("p_t_Gm1", robust.p_value_by_clusters),
            ("ci95_satt/0", robust.interval.0),
            ("ci95_satt/1", robust.interval.1),
        ];
        found.extend(values.map(|(value, number)| (format!("{name}/{value}"), Some(number))));
    }
    Ok(found)
}

fn teams(case: &Case) -> Result<Panel, Box<dyn Error>> {
    panel(case, &Columns::teams(case.option("y").as_str().ok_or("no outcome")?), None)
}

pub fn wild_bootstrap(case: &Case) -> Found {
    let fit = TwoWayFixedEffects::of(&teams(case)?)?;
    let wild = fit.wild_bootstrap(Draws::default())?;
    let quantile =
        |share: &str| share.parse().ok().and_then(|at| quantile(wild.draws(), at, QuantileType::Linear).ok());
    let quantiles = case.get("expected")["abs_t_quantiles"].as_object().into_iter().flatten();
    let mut found: BTreeMap<String, Option<f64>> =
        quantiles.map(|(share, _)| (format!("abs_t_quantiles/{share}"), quantile(share))).collect();
    let values = [
        ("coef", Some(fit.coefficient)),
        ("t_no_factor", Some(wild.t)),
        ("G", Some(fit.clusters as f64)),
        ("enumerated", wild.enumerated.then_some(wild.draws().len() as f64)),
        ("p_strict", Some(wild.p_strict)),
        ("p_weak", Some(wild.p_weak)),
        ("ci95_inverted/0", wild.interval.map(|(low, _)| low)),
        ("ci95_inverted/1", wild.interval.map(|(_, high)| high)),
    ];
    found.extend(values.map(|(name, value)| (name.to_owned(), value)));
    Ok(found)
}

pub fn bacon(case: &Case) -> Found {
    let panel = panel(case, &Columns::named(case)?, None)?;
    let decomposition = Decomposition::of(&panel)?;
    let all = &decomposition.comparisons;
    let mut found = BTreeMap::from([
        ("twfe".to_owned(), Some(decomposition.coefficient)),
        ("sum_weight_times_estimate".to_owned(), Some(all.iter().map(|of| of.weight * of.estimate).sum())),
        ("weights_sum".to_owned(), Some(all.iter().map(|of| of.weight).sum())),
    ]);
    for (name, kind) in KINDS {
        if let Some(total) = decomposition.total(kind) {
            found.insert(format!("by_type/{name}/weight"), Some(total.weight));
            found.insert(format!("by_type/{name}/avg"), Some(total.mean));
        }
    }
    for (at, row) in case.get("expected")["cells"].as_array().into_iter().flatten().enumerate() {
        let key = (row["treated_group"].as_i64(), row["control_group"].as_i64());
        let Some(of) = all.iter().find(|of| (Some(of.joined), of.control) == key) else { continue };
        let values = [
            ("treated_group", Some(of.joined as f64)),
            ("control_group", of.control.map(|control| control as f64)),
            ("estimate", Some(of.estimate)),
            ("weight", Some(of.weight)),
        ];
        found.extend(values.map(|(name, value)| (format!("cells/{at}/{name}"), value)));
    }
    Ok(found)
}

const KINDS: [(&str, Kind); 4] = [
    ("earlier_vs_later", Kind::EarlierVsLater),
    ("later_vs_earlier", Kind::LaterVsEarlier),
    ("later_vs_always", Kind::LaterVsAlways),
    ("treated_vs_never", Kind::JoinedVsNever),
];

pub fn sun_abraham(case: &Case) -> Found {
    let columns = Columns::named(case)?;
    let panel = panel(case, &columns, None)?;
    let covariates = covariates(case, &columns, &panel)?;
    let fit = SunAbraham::of(&panel, covariates.as_ref())?;
    let of = |path: String, estimate: Estimate| {
        [(format!("{path}att"), Some(estimate.effect)), (format!("{path}se"), Some(estimate.standard_error))]
    };
    let times =
        fit.event_study.iter().flat_map(|(time, estimate)| of(format!("event_study/{time}/"), *estimate));
    Ok(times.chain(of(String::new(), fit.overall)).collect())
}

fn covariates(
    case: &Case,
    columns: &Columns<'_>,
    panel: &Panel,
) -> Result<Option<Covariates>, Box<dyn Error>> {
    let Some(name) = case.get("columns")["covariate"].as_str() else { return Ok(None) };
    let rows = case.rows()?;
    let value = |row: &BTreeMap<String, String>| {
        let period: i64 = row.get(columns.time)?.parse().ok()?;
        Some(((row.get(columns.unit)?.clone(), period), number(row.get(name)?)?))
    };
    let values: BTreeMap<(String, i64), f64> = rows.iter().filter_map(value).collect();
    let of = |unit: &str, period: i64| values.get(&(unit.to_owned(), period)).copied().unwrap_or(f64::NAN);
    let units = panel.units().iter();
    let table = units.flat_map(|unit| panel.periods().iter().map(|period| of(&unit.name, *period))).collect();
    Ok(Some(Covariates::of(panel, vec![table])?))
}
