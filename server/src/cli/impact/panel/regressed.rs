//! Sun-Abraham and the static coefficient.

use anyhow::ensure;
use impact::{
    panel::Panel,
    regression::{
        ClusterRobust, Robust, TwoWayFixedEffects,
        bacon::{Decomposition, Kind},
        sun_abraham::SunAbraham,
        wild_bootstrap::Draws,
    },
};

use super::{
    arguments::{Arguments, Inference, name},
    compared::line,
    inferred::resampled,
    read::Table,
    report::{Aggregation, Comparison, LEVEL, LeftOut, Line, Named, Report},
};

pub fn sun_abraham(panel: &Panel, table: &Table, arguments: &Arguments) -> anyhow::Result<Report> {
    let covariates = table.covariates(panel)?;
    let fit = SunAbraham::of(panel, covariates.as_ref())?;
    let mut report = if arguments.inference() == Inference::Analytic {
        Report::of(panel, name(&arguments.method), name(&Inference::Analytic), line(fit.overall))
    } else {
        ensure!(
            covariates.is_none(),
            "with --covariates the interval is analytic; leave --inference or --covariates out"
        );
        let effect = |panel: &Panel| Ok(SunAbraham::of(panel, None)?.overall.effect);
        resampled(panel, &effect, arguments)?
    };
    let parts = fit.event_study.iter().map(|(time, estimate)| line(*estimate).at(*time)).collect();
    report.aggregations.push(Aggregation { name: "dynamic", by: "event time", overall: None, parts });
    let wave = |joined: &i64| LeftOut {
        unit: None,
        joined: Some(*joined),
        time: None,
        why: "no kept time before joining".to_owned(),
    };
    report.left_out = fit.left_out.iter().map(wave).collect();
    Ok(report)
}

pub fn two_way_fixed_effects(panel: &Panel, arguments: &Arguments) -> anyhow::Result<Report> {
    let fit = TwoWayFixedEffects::of(panel)?;
    let how = arguments.inference();
    let report = |line| Report::of(panel, name(&arguments.method), name(&how), line);
    let mut report = match how {
        Inference::Analytic => report(robust(fit.coefficient, &fit.robust(ClusterRobust::Cr2, LEVEL)?)),
        Inference::Bootstrap => {
            let draws =
                Draws { random: u64::from(arguments.permutations), seed: arguments.seed, ..Draws::default() };
            let wild = fit.wild_bootstrap(draws)?;
            let line = Line {
                effect: fit.coefficient,
                interval: wild.interval,
                p_value: Some(wild.p_strict),
                ..Line::default()
            };
            report(line)
        }
        Inference::Jackknife | Inference::Permutation => {
            let effect = |panel: &Panel| Ok(TwoWayFixedEffects::of(panel)?.coefficient);
            resampled(panel, &effect, arguments)?
        }
    };
    for (title, kind) in [
        ("cluster-robust CR0", ClusterRobust::Cr0),
        ("cluster-robust CR1", ClusterRobust::Cr1),
        ("cluster-robust CR2", ClusterRobust::Cr2),
        ("cluster-robust CR3", ClusterRobust::Cr3),
    ] {
        let found = report.or_note(title, fit.robust(kind, LEVEL));
        report.also.extend(
            found.map(|found| Named { name: title.to_owned(), line: robust(fit.coefficient, &found) }),
        );
    }
    let decomposition = report.or_note("decomposition", Decomposition::of(panel));
    report.comparisons =
        decomposition.map_or_else(Vec::new, |all| all.comparisons.iter().map(comparison).collect());
    report.notes.push(
        "where effects differ between waves or grow, this coefficient is not their mean: a wave that joined earlier \
         serves as a control"
            .to_owned(),
    );
    Ok(report)
}

fn robust(effect: f64, of: &Robust) -> Line {
    Line {
        at: None,
        effect,
        standard_error: Some(of.standard_error),
        interval: Some(of.interval),
        p_value: Some(of.p_value),
    }
}

fn comparison(of: &impact::regression::bacon::Comparison) -> Comparison {
    Comparison {
        kind: match of.kind {
            Kind::EarlierVsLater => "earlier vs later",
            Kind::LaterVsEarlier => "later vs earlier",
            Kind::LaterVsAlways => "later vs always",
            Kind::JoinedVsNever => "joined vs never",
        },
        joined: of.joined,
        control: of.control,
        estimate: of.estimate,
        weight: of.weight,
    }
}
