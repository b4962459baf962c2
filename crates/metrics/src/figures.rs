//! The figures of a group. Nothing is suppressed here: states are `Shown`, `TooFew` and `NoData` only.

use domain::figure::{Figure, FigureState, MetricId};

use crate::adoption::{self, Member, Ratio, Uptake};
use crate::group::Group;
use crate::tally::{Defects, Series, Set, Tally};
use crate::{quantile, survival};

/// Every figure, in the order of [`MetricId::ALL`].
pub fn figures(group: &Group) -> Vec<Figure> {
    figures_of(group, MetricId::ALL)
}

/// The figures of these metrics, in their order.
pub fn figures_of(group: &Group, metrics: &[MetricId]) -> Vec<Figure> {
    let members = group.members.unwrap_or_default();
    let mut evidence = Evidence {
        tally: Tally::of(group),
        tracks_defects: group.tracks_defects,
        members,
        uptake: Uptake::of(members),
    };
    metrics.iter().map(|metric| evidence.measure(*metric).into_figure(*metric)).collect()
}

struct Evidence<'a> {
    tally: Tally,
    tracks_defects: bool,
    members: &'a [Member],
    uptake: Uptake,
}

/// A figure that does not know its name yet.
struct Measure {
    value: Option<f64>,
    n: u64,
    contributors: u64,
    coverage: Option<f64>,
    /// Whether there is anything to make a statement about.
    has_data: bool,
}

impl Measure {
    const NO_DATA: Measure = Measure { value: None, n: 0, contributors: 0, coverage: None, has_data: false };

    fn into_figure(self, metric: MetricId) -> Figure {
        let value = self.value.filter(|_| self.has_data);
        let state = match (self.has_data, value) {
            (false, _) => FigureState::NoData,
            (true, None) => FigureState::TooFew,
            (true, Some(_)) => FigureState::Shown,
        };
        let Self { n, contributors, coverage, .. } = self;
        Figure { metric, value, n, contributors, coverage, state }
    }
}

impl Evidence<'_> {
    fn measure(&mut self, metric: MetricId) -> Measure {
        match metric {
            MetricId::PullRequests => self.count(Set::Opened, Set::Opened),
            MetricId::Merged => self.count(Set::Merged, Set::Merged),
            MetricId::CycleTime => self.quantile(0.5, |s| &mut s.cycle, Set::Merged, Set::Merged),
            MetricId::CycleTimeP75 => self.quantile(0.75, |s| &mut s.cycle, Set::Merged, Set::Merged),
            MetricId::CycleTimeP90 => self.quantile(0.9, |s| &mut s.cycle, Set::Merged, Set::Merged),
            MetricId::CycleTimeBusiness => {
                self.quantile(0.5, |s| &mut s.cycle_business, Set::MergedBusiness, Set::Merged)
            }
            MetricId::CycleTimeReady => self.quantile(0.5, |s| &mut s.cycle_ready, Set::Merged, Set::Merged),
            MetricId::DraftTime => self.quantile(0.5, |s| &mut s.draft, Set::WasDraft, Set::WasDraft),
            MetricId::CycleTimeKm => self.cycle_time_km(),
            MetricId::FirstReviewTime => {
                self.quantile(0.5, |s| &mut s.first_review, Set::Reviewed, Set::Settled)
            }
            MetricId::FirstReviewTimeBusiness => {
                self.quantile(0.5, |s| &mut s.first_review_business, Set::ReviewedBusiness, Set::Settled)
            }
            MetricId::ReviewedIn24h => self.share(Set::ReviewedInDay, Set::DayDecided, Set::Settled),
            MetricId::Waiting => self.count(Set::Waiting, Set::InView),
            MetricId::WaitingAge => self.quantile(0.5, |s| &mut s.waiting, Set::Waiting, Set::Waiting),
            MetricId::DefectsBeforeRelease => self.defect_count(|d| d.before_release),
            MetricId::DefectsAfterRelease => self.defect_count(|d| d.after_release),
            MetricId::DefectsUnknown => self.defect_count(|d| d.unknown),
            MetricId::DefectsBeforeReleaseRate => self.defect_rate(|d| d.before_release),
            MetricId::DefectsAfterReleaseRate => self.defect_rate(|d| d.after_release),
            MetricId::EscapeShare => self.escape_share(),
            MetricId::Backouts => self.count(Set::Backout, Set::Merged),
            MetricId::Hotfixes => self.count(Set::Hotfix, Set::Merged),
            MetricId::PrSize => self.quantile(0.5, |s| &mut s.sizes, Set::Sized, Set::Merged),
            MetricId::SmallPrShare => self.share(Set::Small, Set::Sized, Set::Merged),
            MetricId::ChecklistUse => self.checklist_use(),
            MetricId::TestPassRate => self.share(Set::TestsPassed, Set::Tested, Set::Merged),
            MetricId::FirstTryPassRate => self.share(Set::FirstTryPassed, Set::FirstTried, Set::Merged),
            MetricId::SecurityChecked => self.share(Set::SecurityPassed, Set::SecurityRan, Set::Merged),
            MetricId::ReviewDepth => self.review_depth(),
            MetricId::MergedUnreviewed => self.share(Set::Unreviewed, Set::Merged, Set::Merged),
            MetricId::QuickApprovalShare => self.share(Set::QuickApproved, Set::Sized, Set::Merged),
            MetricId::Joined => headcount(self.uptake.joined, self.uptake.members),
            MetricId::LabsCompleted => of_ratio(self.uptake.labs),
            MetricId::JobAidsUsed => headcount(self.uptake.used_job_aid, self.uptake.joined),
            MetricId::SessionsAttended => of_ratio(self.uptake.sessions),
            MetricId::Dose => self.dose(),
        }
    }

    /// A statement about the items of `set`, which are the `eligible` ones that had the needed fields.
    fn about(&self, value: Option<f64>, set: Set, eligible: Set) -> Measure {
        let n = self.items(set);
        Measure {
            value,
            n,
            contributors: self.tally.contributors[set as usize],
            coverage: ratio(n, self.items(eligible)),
            has_data: n > 0,
        }
    }

    fn items(&self, set: Set) -> u64 {
        self.tally.items[set as usize]
    }

    fn count(&self, counted: Set, among: Set) -> Measure {
        self.about(Some(self.items(counted) as f64), among, among)
    }

    fn share(&self, part: Set, whole: Set, eligible: Set) -> Measure {
        self.about(ratio(self.items(part), self.items(whole)), whole, eligible)
    }

    fn quantile(
        &mut self,
        p: f64,
        series: fn(&mut Series) -> &mut Vec<f64>,
        set: Set,
        eligible: Set,
    ) -> Measure {
        let value = quantile::quantile(series(&mut self.tally.series), p);
        self.about(value, set, eligible)
    }

    fn cycle_time_km(&mut self) -> Measure {
        let median = survival::median(&mut self.tally.series.lifetimes);
        self.about(median, Set::Opened, Set::Opened)
    }

    /// A checklist that is partly ticked counts in the coverage, not in the share.
    fn checklist_use(&self) -> Measure {
        let coverage = ratio(self.items(Set::HasChecklist), self.items(Set::Merged));
        Measure { coverage, ..self.share(Set::Ticked, Set::Described, Set::Merged) }
    }

    fn review_depth(&self) -> Measure {
        let depth = ratio(self.tally.comments, self.tally.lines).map(|comments| 100.0 * comments);
        self.about(depth, Set::Discussed, Set::Merged)
    }
}

/// Defects have no author: the people behind them are those whose work was merged meanwhile.
impl Evidence<'_> {
    fn about_defects(&self, value: Option<f64>, n: u64, has_data: bool) -> Measure {
        if !self.tracks_defects {
            return Measure::NO_DATA;
        }
        let defects = self.tally.defects;
        Measure {
            value,
            n,
            contributors: self.tally.contributors[Set::Merged as usize],
            coverage: ratio(defects.known(), defects.all()),
            has_data,
        }
    }

    /// No defect where work was merged is a true 0.
    fn defect_count(&self, count: fn(Defects) -> u64) -> Measure {
        let all = self.tally.defects.all();
        let has_data = all > 0 || self.items(Set::Merged) > 0;
        self.about_defects(Some(count(self.tally.defects) as f64), all, has_data)
    }

    fn defect_rate(&self, count: fn(Defects) -> u64) -> Measure {
        let merged = self.items(Set::Merged);
        let rate = ratio(count(self.tally.defects), merged).map(|defects| 100.0 * defects);
        self.about_defects(rate, merged, merged > 0)
    }

    fn escape_share(&self) -> Measure {
        let defects = self.tally.defects;
        let share = ratio(defects.after_release, defects.known());
        self.about_defects(share, defects.known(), defects.known() > 0)
    }
}

/// Adoption: the people behind a figure are members, not authors.
impl Evidence<'_> {
    fn dose(&self) -> Measure {
        let dose_of = |member: &Member| adoption::dose(member, self.tally.checklists_of(member.person));
        let mut doses: Vec<f64> = self.members.iter().map(dose_of).collect();
        // Summed in one order, so that the last digit does not depend on the order of the members.
        doses.sort_unstable_by(f64::total_cmp);
        let n = self.uptake.members;
        of_members(Some(doses.iter().sum::<f64>() / n as f64), n, n)
    }
}

fn headcount(counted: u64, among: u64) -> Measure {
    of_members(Some(counted as f64), among, among)
}

fn of_ratio(Ratio { done, of, people }: Ratio) -> Measure {
    of_members(ratio(done, of), of, people)
}

fn of_members(value: Option<f64>, n: u64, contributors: u64) -> Measure {
    let has_data = n > 0;
    Measure { value, n, contributors, coverage: has_data.then_some(1.0), has_data }
}

fn ratio(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}
