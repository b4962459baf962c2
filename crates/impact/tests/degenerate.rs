//! Too little, too uniform, too much: the plain tools give a finite number or say why not, and never panic.

use impact::{
    adjust::{BeforeAfter, ancova, cuped},
    dose::dose_response,
    error::Result,
    glm::{ClusterCorrection, Design, negative_binomial, poisson},
    multiple::Adjustment,
    rates::{Events, RateRatio},
    samples::{
        QuantileType, Randomisation, iqr, log_ratio, mad, median_interval, paired_t, permutation_test,
        quantile, rank_sum, sign_test, signed_rank,
    },
    survival::{Band, KaplanMeier, Observation, log_rank},
};

/// Nothing, one value, one value many times, zeros, two values, missing ones, extremes, ten thousand.
fn samples() -> Vec<Vec<f64>> {
    let many = |f: fn(f64) -> f64| (0..10_000).map(|at| f(f64::from(at))).collect::<Vec<_>>();
    vec![
        vec![],
        vec![1.0],
        vec![3.0; 9],
        vec![0.0; 12],
        vec![0.0, 0.0, 0.0, 1.0],
        vec![1.0, 2.0],
        vec![1.0, f64::NAN, 3.0],
        vec![1.0, f64::INFINITY],
        vec![1e-300, 1.0, 1e300],
        vec![0.1, 0.1 + 1e-17, 0.3 - 0.2],
        many(|at| (at * 0.618).fract()),
        many(|at| at % 3.0),
    ]
}

/// A result that can be printed, or a reason.
fn sound(what: &str, numbers: Result<Vec<f64>>) {
    match numbers {
        Ok(numbers) => assert!(numbers.iter().all(|number| !number.is_nan()), "{what}: {numbers:?}"),
        Err(reason) => assert!(reason.to_string().len() > 10, "{what}: {reason:?}"),
    }
}

#[test]
fn one_sample_gives_a_number_or_a_reason() {
    for x in samples() {
        for definition in QuantileType::ALL {
            sound("quantile", quantile(&x, 0.3, definition).map(|q| vec![q]));
        }
        sound("mad", mad(&x).map(|found| vec![found]));
        sound("iqr", iqr(&x, QuantileType::Linear).map(|found| vec![found]));
        sound(
            "median",
            median_interval(&x, 0.95)
                .map(|m| [vec![m.median, m.coverage], m.limits.into_iter().flatten().collect()].concat()),
        );
        sound("signs", sign_test(&x).map(|s| vec![s.p_value]));
        sound("t", paired_t(&x, 0.95).map(|t| vec![t.mean, t.t, t.p_value, t.limits[0], t.limits[1]]));
        sound(
            "signed rank",
            signed_rank(&x, 0.95).map(|s| {
                vec![s.v, s.p_value, s.pseudo_median, s.balancing_centre, s.limits[0], s.limits[1], s.level]
            }),
        );
        let p: Vec<f64> = x.iter().map(|x| x.clamp(0.0, 1.0)).collect();
        for method in
            [Adjustment::Holm, Adjustment::BenjaminiHochberg, Adjustment::Bonferroni, Adjustment::Hochberg]
        {
            sound("adjustment", method.adjust(&p));
        }
    }
}

#[test]
fn two_samples_give_numbers_or_a_reason() {
    for x in samples() {
        for y in samples() {
            sound(
                "ranks",
                rank_sum(&x, &y, 0.95).map(|r| {
                    vec![r.u, r.p_value, r.p_normal, r.shift, r.balancing_shift, r.limits[0], r.limits[1]]
                }),
            );
            sound("log ratio", log_ratio(&x, &y, 0.95).map(|r| vec![r.ratio, r.t, r.p_value]));
            let few = Randomisation { draws: 19, exact_up_to: 1_000, seed: 1 };
            sound(
                "permutation",
                permutation_test(&x, &y, few).map(|p| vec![p.observed, p.p_two_sided, p.p_doubled]),
            );
            sound(
                "dose",
                dose_response(&x, &y, few).map(|d| {
                    let errors = d.slope_standard_error.into_iter().chain(d.rank_correlation);
                    [vec![d.slope, d.intercept, d.permutation.p_two_sided], errors.collect()].concat()
                }),
            );
            adjusted(&x, &y);
        }
    }
}

fn adjusted(x: &[f64], y: &[f64]) {
    let unit =
        |(at, (&before, &after)): (usize, (&f64, &f64))| BeforeAfter { before, after, treated: at % 2 == 0 };
    let units: Vec<BeforeAfter> = x.iter().zip(y).enumerate().map(unit).collect();
    sound("cuped", cuped(&units, 0.95).map(|c| vec![c.theta, c.difference, c.p_value, c.variance_reduction]));
    sound(
        "ancova",
        ancova(&units)
            .map(|a| [vec![a.difference, a.slope], a.standard_error.into_iter().collect()].concat()),
    );
}

#[test]
fn durations_all_over_none_over_and_mixed_give_numbers_or_a_reason() {
    let ended: [fn(usize) -> bool; 3] = [|_| true, |_| false, |at| at % 2 == 0];
    let mut groups = vec![];
    for (times, event) in samples().iter().flat_map(|times| ended.map(|event| (times.clone(), event))) {
        let observed: Vec<Observation> =
            times.iter().enumerate().map(|(at, &time)| Observation { time, event: event(at) }).collect();
        sound(
            "curve",
            KaplanMeier::fit(&observed).and_then(|curve| {
                let mean = curve.restricted_mean(5.0)?;
                let mut all = vec![mean.mean, mean.standard_error, curve.surviving(1.0)];
                for band in [Band::Plain, Band::Log, Band::LogLog] {
                    let limits = curve.quantile_limits(0.5, 0.95, band)?;
                    all.extend(curve.median().into_iter().chain(limits.lower).chain(limits.upper));
                }
                Ok(all)
            }),
        );
        // The largest take long in every pair, and once is enough.
        if observed.len() < 100 {
            groups.push(observed);
        }
    }
    for (a, b) in groups.iter().flat_map(|a| groups.iter().map(move |b| (a, b))) {
        let test = log_rank(&[a.clone(), b.clone()]);
        sound("log-rank", test.map(|test| vec![test.chi_squared, test.p_value]));
    }
}

#[test]
fn rates_with_zeros_and_extremes_give_numbers_or_a_reason() {
    let arms = [(0, 1.0), (0, 0.0), (1, 1e-9), (5, 1e9), (10_000, 3.0), (u64::MAX, 1.0), (3, f64::NAN)];
    for (first, second) in arms.iter().flat_map(|a| arms.iter().map(move |b| (a, b))) {
        let arm = |&(count, exposure): &(u64, f64)| Events { count, exposure };
        let Ok(ratio) = RateRatio::new(arm(first), arm(second)) else { continue };
        sound("exact", ratio.exact(0.95).map(|exact| vec![exact.p_value, exact.limits[0], exact.limits[1]]));
        sound("wald", ratio.wald(0.95).map(|wald| vec![wald.log_ratio, wald.p_value, wald.limits[0]]));
        sound("mid-p", ratio.mid_p().map(|p| vec![p, ratio.score(), ratio.square_root(), ratio.ratio()]));
        for limits in [ratio.score_limits(0.95), ratio.mover_limits(0.95), ratio.corrected_wald_limits(0.95)]
        {
            sound("limits", limits.map(Vec::from));
        }
    }
}

#[test]
fn regressions_of_counts_give_numbers_or_a_reason() {
    for y in samples() {
        let teams: Vec<String> = (0..y.len()).map(|at| (at % 3).to_string()).collect();
        let Ok(design) = Design::intercept(y.len()).factor("team", &teams) else { continue };
        sound(
            "poisson",
            poisson(&design, &y, None).map(|fit| {
                let clustered = fit.cluster_standard_errors(&teams, ClusterCorrection::Hc1);
                let errors = fit.standard_errors();
                let all = fit.coefficients.iter().chain(errors.iter()).copied().chain([fit.deviance]);
                all.chain(clustered.iter().flat_map(|errors| errors.iter().copied())).collect()
            }),
        );
        sound(
            "negative binomial",
            negative_binomial(&design, &y, None)
                .map(|found| vec![found.theta, found.theta_standard_error, found.log_likelihood]),
        );
    }
}
