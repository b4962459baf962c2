//! The made-up programmes are what the design says.

use std::collections::BTreeMap;

use proptest::prelude::*;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use simulation::design::{Effect, HOLIDAYS, RELEASES, WAVES};
use simulation::{Design, World};

fn world(design: &Design, seed: u64) -> World {
    World::draw(design, &mut ChaCha8Rng::seed_from_u64(seed))
}

#[test]
fn a_quarter_never_joins_and_the_rest_is_dealt_evenly() {
    for (teams, never, waves) in [(12, 3, [2, 2, 2, 1, 1, 1]), (24, 6, [3; 6]), (40, 10, [5; 6])] {
        let mut sizes = BTreeMap::<_, usize>::new();
        for team in world(&Design::new(teams, Effect::None), 1).teams {
            *sizes.entry(team.joined()).or_default() += 1;
        }
        assert_eq!(sizes.remove(&None), Some(never));
        let expected: BTreeMap<_, _> = WAVES.into_iter().map(Some).zip(waves).collect();
        assert_eq!(sizes, expected);
    }
}

#[test]
fn the_effect_is_half_at_first_then_full_and_growing_and_goes_with_the_dose() {
    let design = Design::new(24, Effect::Heterogeneous);
    let close = |left: f64, right: f64| assert!((left - right).abs() < 1e-12, "{left} {right}");
    close(design.effect(0, 1.0, -1), 0.0);
    close(design.effect(0, 1.0, 0), -0.20);
    close(design.effect(0, 1.0, 1), -0.40);
    close(design.effect(0, 1.0, 2), -0.412);
    close(design.effect(5, 1.0, 1), -0.10);
    close(design.effect(5, 0.5, 1), -0.05);
    close(design.effect(5, 0.0, 9), 0.0);
}

#[test]
fn a_sprint_has_about_as_many_pull_requests_and_defects_as_the_design_says() {
    let worlds: Vec<World> = (0..20).map(|seed| world(&Design::new(40, Effect::None), seed)).collect();
    let mean = |sprints: &[i64], of: fn(&simulation::world::Sprint) -> f64| {
        let all = worlds.iter().flat_map(|world| &world.teams).flat_map(|team| &team.sprints);
        let values: Vec<f64> = all.filter(|sprint| sprints.contains(&sprint.number)).map(of).collect();
        values.iter().sum::<f64>() / values.len() as f64
    };
    // A log-normal's mean lies above its median: 14 · exp(0.35² / 2).
    let pull_requests = |sprints: &[i64]| mean(sprints, |sprint| sprint.durations.len() as f64);
    assert!((pull_requests(&[1, 2, 3]) - 14.88).abs() < 0.7);
    assert!((pull_requests(&HOLIDAYS) - 7.44).abs() < 0.4);
    assert!((mean(&[1, 2, 3], |sprint| sprint.defects) - 1.6).abs() < 0.1);
    assert!((mean(&RELEASES, |sprint| sprint.defects) - 2.92).abs() < 0.15);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn the_truth_is_the_mean_effect_of_the_cells_that_are_left(seed in 0_u64..1_000, teams in 8_usize..41) {
        let flat = world(&Design::new(teams, Effect::Flat), seed);
        prop_assert!((flat.truth(&flat.durations().unwrap()) + 0.20).abs() < 1e-12);
        let panel = flat.durations().unwrap();
        prop_assert!(HOLIDAYS.iter().chain(&RELEASES).all(|left_out| !panel.periods().contains(left_out)));
        let none = world(&Design::new(teams, Effect::None), seed);
        prop_assert!(none.truth(&none.durations().unwrap()).abs() < 1e-12);
    }
}
