//! How fast figures come: 40 teams × 26 sprints over 200,000 pull requests, decoding included, on one core.
//!
//! `cargo run --release -p metrics --example speed` prints JSON, milliseconds, best of several runs.
#![expect(clippy::print_stdout, reason = "printing the result is what it is for")]

use std::hint::black_box;
use std::time::Instant;

use domain::calendar::WorkingTime;
use domain::facts::{Checklist, FoundPhase};
use domain::time::MS_PER_DAY;
use domain::{EpochMs, PersonKey, Span};
use metrics::{BlockError, DefectItem, FactBlock, Group, Part, PullRequestItem, WorkingCalendar, figures};

const TEAMS: u64 = 40;
const SPRINTS: i64 = 26;
const PER_TEAM: u64 = 5_000;
const SPRINT_MS: i64 = 14 * MS_PER_DAY;
const START: i64 = 1_767_225_600_000;
const RUNS: usize = 7;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let teams: Vec<FactBlock> = (0..TEAMS).map(team).collect();
    let whole: Vec<Vec<u8>> = teams.iter().map(FactBlock::encode).collect();
    let by_sprint: Vec<Vec<u8>> =
        teams.iter().flat_map(|team| (0..SPRINTS).map(|index| cut(team, sprint(index)).encode())).collect();
    let one = FactBlock::new(teams.iter().flat_map(|team| team.pull_requests.clone()).collect(), Vec::new());
    let one_bytes = one.encode();
    let calendar = WorkingCalendar::new(
        &WorkingTime { time_zone: "Europe/Berlin".to_owned(), ..WorkingTime::default() },
        [],
    )?;

    let encode_all = best_ms(|| Ok(one.encode().len() as f64))?;
    let decode_all = best_ms(|| Ok(FactBlock::decode(&one_bytes)?.pull_requests.len() as f64))?;
    let from_sprint_blocks = best_ms(|| from_sprint_blocks(&by_sprint))?;
    let from_team_blocks = best_ms(|| from_team_blocks(&whole))?;
    let whole_organisation = best_ms(|| Ok(figures_in(&[&one], Span::ALL)))?;
    let working_time = best_ms(|| Ok(working_time(&calendar, &one.pull_requests) as f64))?;
    println!(
        "{{\"pull_requests\":{},\"bytes\":{},\"encode_200k_ms\":{encode_all:.1},\"decode_200k_ms\":{decode_all:.1},\
         \"figures_1040_groups_from_sprint_blocks_ms\":{from_sprint_blocks:.1},\
         \"figures_1040_groups_from_team_blocks_ms\":{from_team_blocks:.1},\
         \"figures_organisation_ms\":{whole_organisation:.1},\"working_time_200k_ms\":{working_time:.1}}}",
        one.pull_requests.len(),
        one_bytes.len()
    );
    Ok(())
}

fn best_ms(mut work: impl FnMut() -> Result<f64, BlockError>) -> Result<f64, BlockError> {
    let mut best = f64::INFINITY;
    for _ in 0..RUNS {
        let start = Instant::now();
        black_box(work()?);
        best = best.min(start.elapsed().as_secs_f64() * 1e3);
    }
    Ok(best)
}

fn from_sprint_blocks(blocks: &[Vec<u8>]) -> Result<f64, BlockError> {
    let mut sum = 0.0;
    for (block, index) in blocks.iter().zip((0..SPRINTS).cycle()) {
        sum += figures_in(&[&FactBlock::decode(block)?], sprint(index));
    }
    Ok(sum)
}

fn from_team_blocks(blocks: &[Vec<u8>]) -> Result<f64, BlockError> {
    let mut sum = 0.0;
    for block in blocks {
        let team = FactBlock::decode(block)?;
        sum += (0..SPRINTS).map(|index| figures_in(&[&team], sprint(index))).sum::<f64>();
    }
    Ok(sum)
}

fn figures_in(blocks: &[&FactBlock], span: Span) -> f64 {
    let parts: Vec<Part> = blocks.iter().map(|block| Part::of(block, span)).collect();
    let group = Group::new(&parts, EpochMs(START + SPRINTS * SPRINT_MS));
    figures(&group).iter().filter_map(|figure| figure.value).sum()
}

fn working_time(calendar: &WorkingCalendar, items: &[PullRequestItem]) -> i64 {
    items
        .iter()
        .map(|item| calendar.ms_between(item.opened_at, EpochMs(item.opened_at.0 + 3 * MS_PER_DAY)))
        .sum()
}

fn sprint(index: i64) -> Span {
    let start = START + index * SPRINT_MS;
    Span { start: EpochMs(start), end: EpochMs(start + SPRINT_MS) }
}

/// What may matter for one sprint: opened or settled in it, or open.
fn cut(team: &FactBlock, span: Span) -> FactBlock {
    let matters =
        |i: &&PullRequestItem| i.is_open() || span.contains(i.opened_at) || span.contains(i.settled_at());
    let pull_requests = team.pull_requests.iter().filter(matters).copied().collect();
    let defects = team.defects.iter().filter(|d| span.contains(d.created_at)).copied().collect();
    FactBlock::new(pull_requests, defects)
}

fn team(team: u64) -> FactBlock {
    let mut random = Random(team + 1);
    let pull_requests = (0..PER_TEAM).map(|number| pull_request(team, number, &mut random)).collect();
    let defects = (0..PER_TEAM / 10).map(|_| DefectItem {
        created_at: EpochMs(START + random.below(SPRINTS * SPRINT_MS)),
        found: if random.below(3) == 0 { FoundPhase::AfterRelease } else { FoundPhase::BeforeRelease },
    });
    FactBlock::new(pull_requests, defects.collect())
}

fn pull_request(team: u64, number: u64, random: &mut Random) -> PullRequestItem {
    let opened = START + random.below(SPRINTS * SPRINT_MS);
    let after = |ms: i64| Some(EpochMs(opened + ms));
    let lasts = 60_000 + random.below(6 * MS_PER_DAY);
    let is_merged = random.below(50) > 0;
    PullRequestItem {
        author: Some(PersonKey(random.below(12) + i64::try_from(team).unwrap_or(0) * 1_000_003)),
        first_review_at: after(lasts / 3).filter(|_| random.below(10) > 0),
        first_approval_at: after(lasts / 2),
        merged_at: after(lasts).filter(|_| is_merged),
        closed_at: after(lasts).filter(|_| is_merged),
        lines: u32::try_from(random.below(900)).ok(),
        review_comments: u32::try_from(random.below(9)).ok(),
        review_count: 3,
        approvals: 1,
        checklist: Some(Checklist { done: 4, total: 4 + u32::from(random.below(3) == 0) }),
        tests_passed: Some(random.below(9) > 0),
        first_try_passed: Some(random.below(4) > 0),
        security_passed: Some(random.below(20) > 0),
        business_cycle_ms: Some(lasts / 3),
        business_first_review_ms: Some(lasts / 9),
        ..PullRequestItem::new(
            u32::try_from(team).unwrap_or(0),
            i64::try_from(number).unwrap_or(0),
            EpochMs(opened),
        )
    }
}

/// Enough randomness to defeat branch prediction (Steele and Vigna's `SplitMix64`).
struct Random(u64);

impl Random {
    fn below(&mut self, end: i64) -> i64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 1).cast_signed() % end
    }
}
