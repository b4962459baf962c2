//! Pictures compared byte by byte, and what must hold for any values.

use charts::{
    Band, BandKind, DoseChart, DosePoint, EffectChart, EffectPoint, Estimate, FitPoint, LineChart, Mark,
    MarkKind, Role, Series, Slot, Sparkline,
};
use proptest::prelude::*;

fn slots(count: usize) -> Vec<Slot> {
    (0..count).map(|i| Slot { label: format!("Sprint {}", i + 1), short: format!("S{}", i + 1) }).collect()
}

fn scoreboard() -> LineChart {
    let payments = [41.0, 39.0, 43.0, 40.0, 38.0, 42.0, 36.0, 31.0, 29.0, 30.0, 28.0, 28.0];
    let checkout = [40.0, 42.0, 39.0, 41.0, 43.0, 40.0, 41.0, 39.0, 42.0, 40.0, 41.0, 40.0];
    LineChart {
        id: "cycle-time".into(),
        title: "Pull requests merge in 28 h, down from 40 h before the learning sprint".into(),
        description: "Median hours from opening to merge, by sprint".into(),
        unit_label: "h".into(),
        slots: slots(12),
        series: vec![
            Series { name: "Payments".into(), role: Role::Main, values: payments.map(Some).to_vec() },
            Series { name: "Checkout".into(), role: Role::Comparison, values: checkout.map(Some).to_vec() },
        ],
        bands: vec![
            Band { from: 0, to: 5, kind: BandKind::Baseline, label: "baseline, three months".into() },
            Band { from: 6, to: 6, kind: BandKind::Learning, label: "learning sprint".into() },
        ],
        marks: vec![Mark { slot: 9, kind: MarkKind::Release, label: "release".into() }],
        zero_based: true,
        width: 680,
        height: 300,
    }
}

/// Five sprints before joining and seven since; the one of the holiday is a gap.
fn event_study() -> EffectChart {
    let values = [1.0, -2.0, 2.0, -1.0, 0.0, -8.0, -17.0, -19.0, f64::NAN, -20.0, -19.0, -18.0];
    let point = |(slot, value): (i32, f64)| EffectPoint {
        label: format!("{} sprints after joining", slot - 5),
        short: format!("{:+}", slot - 5),
        estimate: Some(Estimate { value, interval: Some((value - 8.0, value + 7.0)) }),
    };
    EffectChart {
        id: "effect".into(),
        title: "The gain appears within two sprints of joining and has held for five".into(),
        description: "Difference from teams that had not joined yet, with 95 % interval".into(),
        unit_label: "%".into(),
        axis: "sprints since the team joined".into(),
        points: (0..).zip(values).map(point).collect(),
        joined: Some((5, "joining".into())),
        bands: vec![Band { from: 5, to: 6, kind: BandKind::Learning, label: "learning sprint".into() }],
        width: 680,
        height: 300,
    }
}

fn doses() -> DoseChart {
    let team = |(name, dose, value): (&str, f64, f64)| DosePoint {
        name: name.into(),
        dose,
        effect: Estimate { value, interval: Some((value - 9.0, value + 9.0)) },
    };
    let fit = |(dose, value): (f64, f64)| FitPoint {
        dose,
        effect: Estimate { value, interval: Some((value - 4.0, value + 4.0)) },
    };
    DoseChart {
        id: "dose".into(),
        title: "Teams that adopted more gained more".into(),
        description: "Effect on cycle time by share of the practice adopted".into(),
        unit_label: "%".into(),
        axis: "share of the practice adopted".into(),
        dose_unit: "%".into(),
        teams: [("Payments", 92.0, -24.0), ("Identity", 48.0, -9.0), ("Search", 55.0, -14.0)]
            .map(team)
            .to_vec(),
        fit: [(48.0, -10.0), (92.0, -23.0)].map(fit).to_vec(),
        width: 680,
        height: 300,
    }
}

#[test]
fn an_event_study_is_open_before_joining_and_filled_after_with_a_gap_where_nothing_is_known() {
    let svg = event_study().render().svg;
    let circles = |class: &str| svg.matches(&format!("r=\"4\" class=\"{class}\"")).count();
    assert_eq!((circles("main"), circles("solid")), (5, 6));
    insta::assert_snapshot!(svg);
}

#[test]
fn teams_by_dose_have_a_line_with_its_band() {
    insta::assert_snapshot!(doses().render().svg);
}

#[test]
fn an_interval_too_wide_to_be_read_beside_the_others_is_cut_and_ends_in_an_arrow() {
    let mut chart = event_study();
    let with_arrows = |chart: &EffectChart| chart.render().svg.matches("class=\"interval\"").count();
    let before = with_arrows(&chart);
    chart.points[3].estimate = Some(Estimate { value: -1.0, interval: Some((-900.0, 400.0)) });
    assert_eq!(with_arrows(&chart), before + 2);
    chart.points[3].estimate = Some(Estimate { value: -1.0, interval: Some((f64::NEG_INFINITY, 4.0)) });
    assert_eq!(with_arrows(&chart), before - 1);
}

#[test]
fn the_sprint_of_joining_is_named_on_the_smallest_picture() {
    let chart = EffectChart { width: 200, height: 160, ..event_study() };
    assert!(
        chart.render().svg.contains("\n+0\n") || chart.render().svg.contains(">+0<"),
        "{}",
        chart.render().svg
    );
}

#[test]
fn a_scoreboard_with_comparison_bands_and_a_release_is_drawn_byte_for_byte_the_same() {
    insta::assert_snapshot!(scoreboard().render().svg);
}

#[test]
fn a_gap_splits_the_line_and_a_lone_point_keeps_its_marker() {
    let mut chart = scoreboard();
    chart.series.truncate(1);
    chart.bands.clear();
    chart.marks.clear();
    chart.series[0].values = vec![Some(10.0), Some(12.0), None, Some(9.0), None, None, Some(8.0), Some(7.0)];
    let svg = chart.render().svg;
    let lines = svg.matches("<polyline").count() - svg.matches("class=\"axis\"/>").count();
    assert_eq!((lines, svg.matches("<circle").count()), (2, 5));
}

#[test]
fn a_chart_without_any_value_draws_its_frame_and_no_numbers() {
    let mut chart = scoreboard();
    for series in &mut chart.series {
        series.values = vec![None; 12];
    }
    insta::assert_snapshot!(chart.render().svg);
}

#[test]
fn two_lines_that_end_together_keep_their_names_apart() {
    let mut chart = scoreboard();
    chart.series[1].values[11] = Some(28.0);
    let svg = chart.render().svg;
    let height = |name: &str| {
        let document = roxmltree::Document::parse(&svg).expect("well-formed");
        let text = document.descendants().find(|n| n.text().is_some_and(|t| t.trim() == name));
        text.and_then(|t| t.attribute("y")?.parse::<i32>().ok()).expect("label")
    };
    assert!((height("Payments") - height("Checkout")).abs() >= 17);
}

#[test]
fn a_sparkline_shows_its_baseline_its_gap_and_its_end() {
    let values = vec![Some(61.0), Some(63.0), Some(60.0), None, Some(72.0), Some(84.0)];
    insta::assert_snapshot!(Sparkline { values, baseline: Some((0, 2)) }.render());
}

#[test]
fn no_picture_carries_a_colour_a_font_or_a_style() {
    let spark = Sparkline { values: vec![Some(1.0), Some(2.0)], baseline: Some((0, 0)) };
    let pictures =
        [scoreboard().render().svg, event_study().render().svg, doses().render().svg, spark.render()];
    for svg in pictures {
        for look in ["#", "style=", "fill=", "stroke=", "font-", "opacity"] {
            assert!(!svg.contains(look), "{look} in {svg}");
        }
    }
}

fn any_values() -> impl Strategy<Value = Vec<Option<f64>>> {
    prop::collection::vec(prop::option::of(prop::num::f64::ANY), 0..30)
}

/// Every text and coordinate lies in the picture.
fn assert_inside(svg: &str, width: f64, height: f64) {
    let document = roxmltree::Document::parse(svg).expect("well-formed XML");
    for node in document.descendants() {
        for (names, limit) in [(["x", "cx"], width), (["y", "cy"], height)] {
            for value in names.iter().filter_map(|name| node.attribute(*name)) {
                let value: f64 = value.parse().expect("a number");
                assert!((0.0..=limit).contains(&value), "{value} outside 0..{limit} in {svg}");
            }
        }
    }
}

proptest! {
    #[test]
    fn any_values_and_words_give_a_well_formed_picture_with_everything_inside(
        main in any_values(),
        comparison in any_values(),
        slot_count in 0_usize..30,
        words in any::<String>(),
        (from, to, mark) in (0_usize..40, 0_usize..40, 0_usize..40),
        zero_based in any::<bool>(),
        size in prop_oneof![Just((680_u32, 300_u32)), Just((360, 260)), (40_u32..900, 60_u32..600)],
    ) {
        let chart = LineChart {
            id: words.clone(),
            title: words.clone(),
            description: words.clone(),
            unit_label: "h".into(),
            slots: slots(slot_count),
            series: vec![
                Series { name: words.clone(), role: Role::Main, values: main },
                Series { name: words.clone(), role: Role::Comparison, values: comparison },
            ],
            bands: vec![Band { from, to, kind: BandKind::Learning, label: words.clone() }],
            marks: vec![Mark { slot: mark, kind: MarkKind::Holiday, label: words }],
            zero_based,
            width: size.0,
            height: size.1,
        };
        let drawing = chart.render();
        assert_inside(&drawing.svg, f64::from(size.0), f64::from(size.1));
        prop_assert_eq!(drawing.points.len(), slot_count);
        prop_assert!(drawing.points.iter().all(|p| (0.0..=100.0).contains(&p.x_percent)));
    }

    #[test]
    fn any_estimates_and_words_give_a_well_formed_picture_with_everything_inside(
        estimates in prop::collection::vec(prop::option::of((prop::num::f64::ANY, prop::num::f64::ANY, prop::num::f64::ANY)), 0..30),
        words in any::<String>(),
        (from, to, joined) in (0_usize..40, 0_usize..40, 0_usize..40),
        size in prop_oneof![Just((680_u32, 300_u32)), Just((360, 260)), (40_u32..900, 60_u32..600)],
    ) {
        let estimate = |(value, low, high)| Estimate { value, interval: Some((low, high)) };
        let effects = EffectChart {
            id: words.clone(),
            axis: words.clone(),
            points: estimates
                .iter()
                .map(|e| EffectPoint { label: words.clone(), short: "+1".into(), estimate: e.map(estimate) })
                .collect(),
            joined: Some((joined, words.clone())),
            bands: vec![Band { from, to, kind: BandKind::Learning, label: words.clone() }],
            width: size.0,
            height: size.1,
            ..event_study()
        };
        let given: Vec<_> = estimates.iter().flatten().copied().collect();
        let doses = DoseChart {
            axis: words.clone(),
            dose_unit: "%".into(),
            teams: given.iter().map(|e| DosePoint { name: words.clone(), dose: e.1, effect: estimate(*e) }).collect(),
            fit: given.iter().map(|e| FitPoint { dose: e.2, effect: estimate(*e) }).collect(),
            width: size.0,
            height: size.1,
            ..doses()
        };
        for drawing in [effects.render(), doses.render()] {
            assert_inside(&drawing.svg, f64::from(size.0), f64::from(size.1));
            prop_assert!(drawing.points.iter().all(|p| (0.0..=100.0).contains(&p.x_percent)));
        }
    }

    #[test]
    fn any_sparkline_is_a_well_formed_picture(values in any_values(), from in 0_usize..40, to in 0_usize..40) {
        assert_inside(&Sparkline { values, baseline: Some((from, to)) }.render(), 960.0, 216.0);
    }
}
