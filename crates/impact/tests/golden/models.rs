//! Models of several columns: dose and effect, adjustment by what was before, power, counts.

use std::{collections::BTreeMap, error::Error};

use impact::{
    adjust::{BeforeAfter, ancova, cuped},
    dose::dose_response,
    glm::{ClusterCorrection, Design, Fit, negative_binomial, poisson},
    power::TwoSampleT,
    samples::Randomisation,
};

use super::{
    case::{Case, Found},
    samples::input,
};

pub fn dose(case: &Case) -> Found {
    let how = Randomisation { exact_up_to: 20_000_000, ..Randomisation::default() };
    let found = dose_response(&case.numbers("dose"), &case.numbers("team_effect"), how)?;
    let mut all = BTreeMap::from([
        ("slope".into(), Some(found.slope)),
        ("intercept".into(), Some(found.intercept)),
        ("n_assignments".into(), Some(found.permutation.arrangements as f64)),
        ("p_two_sided".into(), Some(found.permutation.p_two_sided)),
        ("p_less".into(), Some(found.permutation.p_less)),
        ("p_greater".into(), Some(found.permutation.p_greater)),
        ("spearman_rho".into(), found.rank_correlation),
        ("slope_se_hc3".into(), found.slope_standard_error),
    ]);
    all.extend(found.means.iter().map(|of| (format!("mean_effect_by_dose/{:?}", of.dose), Some(of.mean))));
    Ok(all)
}

pub fn adjustment(case: &Case) -> Found {
    let (before, after, treated) = (case.numbers("pre"), case.numbers("post"), case.numbers("treated"));
    let units: Vec<BeforeAfter> = before
        .iter()
        .zip(&after)
        .zip(&treated)
        .map(|((&before, &after), &treated)| BeforeAfter { before, after, treated: treated > 0.5 })
        .collect();
    let (sharper, regression) = (cuped(&units, 0.95)?, ancova(&units)?);
    Ok(BTreeMap::from([
        ("theta_pooled".into(), Some(sharper.theta)),
        ("diff_raw".into(), Some(sharper.raw_difference)),
        ("diff_cuped".into(), Some(sharper.difference)),
        ("welch_p_raw".into(), Some(sharper.raw_p_value)),
        ("welch_p_cuped".into(), Some(sharper.p_value)),
        ("variance_reduction".into(), Some(sharper.variance_reduction)),
        ("ancova_coef".into(), Some(regression.difference)),
        ("ancova_se_hc3".into(), regression.standard_error),
    ]))
}

pub fn power(case: &Case) -> Found {
    let (n, delta) = (input(case, "n")?, input(case, "delta")?);
    let test = TwoSampleT::new(input(case, "sd")?, input(case, "alpha")?)?;
    let mut found = BTreeMap::from([("power".into(), Some(test.power(n, delta)?))]);
    for percent in [70, 80, 90, 95] {
        let wanted = f64::from(percent) / 100.0;
        found.insert(format!("mde{percent}"), Some(test.detectable_difference(n, wanted)?));
        found.insert(format!("n{percent}"), Some(test.n_per_group(delta, wanted)?));
    }
    Ok(found)
}

type Rows = Vec<BTreeMap<String, String>>;

/// `outcome ~ term + factor(term) + offset(log(term))`, as R writes it; words are factors.
pub fn counts(case: &Case) -> Found {
    let formula = case.get("formula").as_str().ok_or("no formula")?;
    let (outcome, terms) = formula.split_once('~').ok_or("no ~ in the formula")?;
    let rows = case.rows()?;
    let (y, (design, offset)) = (numbers(&rows, outcome.trim())?, design(&rows, terms)?);
    let mut found = BTreeMap::new();
    let fit = poisson(&design, &y, offset.as_deref())?;
    describe(&mut found, "poisson", &fit, &fit.standard_errors());
    let quasi = fit.quasi_standard_errors()?;
    for family in ["quasi", "quasipoisson"] {
        describe(&mut found, family, &fit, &quasi);
    }
    let put = |found: &mut BTreeMap<_, _>, name: &str, errors: &nalgebra::DVector<f64>| {
        for (column, error) in fit.names.iter().zip(errors.iter()) {
            found.insert(format!("poisson/{name}/{column}"), Some(*error));
        }
    };
    put(&mut found, "quasi_se", &quasi);
    if rows.iter().all(|row| row.contains_key("team")) {
        let clusters = words(&rows, "team");
        for (name, correction) in [("HC0", ClusterCorrection::Hc0), ("HC1", ClusterCorrection::Hc1)] {
            let errors = fit.cluster_standard_errors(&clusters, correction)?;
            put(&mut found, &format!("cluster_se_{name}_cadjust"), &errors);
        }
    }
    if let Ok(spread) = negative_binomial(&design, &y, offset.as_deref()) {
        describe(&mut found, "negbin", &spread.fit, &spread.fit.standard_errors());
        found.insert("negbin/theta".into(), Some(spread.theta));
        found.insert("negbin/theta_se".into(), Some(spread.theta_standard_error));
        found.insert("negbin/loglik".into(), Some(spread.log_likelihood));
    }
    Ok(found)
}

fn describe(
    found: &mut BTreeMap<String, Option<f64>>,
    family: &str,
    fit: &Fit,
    errors: &nalgebra::DVector<f64>,
) {
    for (at, name) in fit.names.iter().enumerate() {
        found.insert(format!("{family}/coef/{name}"), Some(fit.coefficients[at]));
        found.insert(format!("{family}/se/{name}"), Some(errors[at]));
    }
    found.insert(format!("{family}/deviance"), Some(fit.deviance));
    for name in ["pearson_dispersion", "dispersion"] {
        found.insert(format!("{family}/{name}"), fit.dispersion);
    }
}

/// The columns and the offset, if any.
type Model = (Design, Option<Vec<f64>>);

fn design(rows: &Rows, terms: &str) -> Result<Model, Box<dyn Error>> {
    let (mut design, mut offset) = (Design::intercept(rows.len()), None);
    for term in terms.split('+').map(str::trim) {
        let inside = |call: &str| term.strip_prefix(call).map(|rest| rest.trim_end_matches(')'));
        if let Some(column) = inside("offset(log(") {
            offset = Some(numbers(rows, column)?.into_iter().map(f64::ln).collect());
        } else if let Some(column) = inside("factor(") {
            design = design.factor(term, &words(rows, column))?;
        } else if let Ok(values) = numbers(rows, term) {
            design = design.number(term, &values)?;
        } else {
            design = design.factor(term, &words(rows, term))?;
        }
    }
    Ok((design, offset))
}

fn words(rows: &Rows, column: &str) -> Vec<String> {
    rows.iter().map(|row| row.get(column).cloned().unwrap_or_default()).collect()
}

fn numbers(rows: &Rows, column: &str) -> Result<Vec<f64>, Box<dyn Error>> {
    words(rows, column).iter().map(|value| Ok(value.parse()?)).collect()
}
