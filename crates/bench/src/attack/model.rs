//! What the attacker knows of the organisation: who is where, and whose facts a question is about. Numbers are what
//! they do not know.

use std::collections::BTreeSet;

use domain::figure::MetricId;
use service::export::By;

use super::company::{Company, PullRequest, SPRINT_DAYS, SPRINTS};

/// A fact: a pull request by its place, or a person's being a member in a sprint.
pub type Fact = u32;

/// A number that adds up over facts, and how an answer tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Quantity {
    Opened,
    Merged,
    Reviewed,
    Settled,
    Sized,
    Small,
    Members,
    Joined,
    JoinedAmong,
}

impl Quantity {
    pub const ALL: [Quantity; 9] = [
        Quantity::Opened,
        Quantity::Merged,
        Quantity::Reviewed,
        Quantity::Settled,
        Quantity::Sized,
        Quantity::Small,
        Quantity::Members,
        Quantity::Joined,
        Quantity::JoinedAmong,
    ];

    /// The metric whose figure tells the quantity.
    pub fn metric(self) -> MetricId {
        match self {
            Quantity::Opened => MetricId::PullRequests,
            Quantity::Merged => MetricId::CycleTime,
            Quantity::Reviewed | Quantity::Settled => MetricId::FirstReviewTime,
            Quantity::Sized => MetricId::PrSize,
            Quantity::Small => MetricId::SmallPrShare,
            Quantity::Members | Quantity::Joined => MetricId::Joined,
            Quantity::JoinedAmong => MetricId::JobAidsUsed,
        }
    }

    /// The quantity from a figure that is shown.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a rounded count that is not negative"
    )]
    pub fn read(self, figure: &domain::figure::Figure) -> Option<u64> {
        let whole = |value: f64| (value.round() >= 0.0).then(|| value.round() as u64);
        match self {
            Quantity::Settled => {
                figure.coverage.filter(|share| *share > 0.0).and_then(|share| whole(figure.n as f64 / share))
            }
            Quantity::Small => figure.value.and_then(|share| whole(share * figure.n as f64)),
            Quantity::Joined => figure.value.and_then(whole),
            _ => Some(figure.n),
        }
    }

    /// Is the figure's `n` the number of facts that the quantity is about?
    pub fn counts_all(self) -> bool {
        self != Quantity::Settled
    }

    fn is_of_members(self) -> bool {
        matches!(self, Quantity::Members | Quantity::Joined | Quantity::JoinedAmong)
    }
}

/// The organisation at one moment.
#[derive(Clone, Copy)]
pub struct Model<'a> {
    pub company: &'a Company,
    /// Work that was shown in a sprint stays in it, though its author is found to be in a team of other dates.
    pub stays: bool,
}

impl<'a> Model<'a> {
    pub fn of(company: &'a Company) -> Self {
        Self { company, stays: false }
    }
}

const PEOPLE: u32 = 10_000;

/// Whose fact it is.
pub fn person_of(company: &Company, quantity: Quantity, fact: Fact) -> usize {
    if quantity.is_of_members() {
        return (fact % PEOPLE) as usize;
    }
    company.pull_requests[fact as usize].author
}

/// What a fact adds to the quantity.
pub fn weight(model: &Model<'_>, quantity: Quantity, fact: Fact) -> u64 {
    match quantity {
        Quantity::Small => {
            let lines = model.company.pull_requests[fact as usize].lines;
            u64::from(lines.is_some_and(|lines| lines <= 400))
        }
        Quantity::Joined => {
            let (sprint, person) = (i64::from(fact / PEOPLE), (fact % PEOPLE) as usize);
            u64::from(model.has_joined(person, sprint))
        }
        _ => 1,
    }
}

pub fn team_key(team: usize) -> String {
    format!("team-{team}")
}

pub fn cohort_key(cohort: usize) -> String {
    format!("cohort-{cohort}")
}

pub fn repository_name(repository: usize) -> String {
    format!("made-up/repository-{repository}")
}

pub fn sprint_key(sprint: i64) -> String {
    format!("S{}", sprint + 1)
}

impl Model<'_> {
    /// The facts that a group's figure of a sprint is about.
    pub fn facts(&self, by: By, group: &str, sprint: i64, quantity: Quantity) -> BTreeSet<Fact> {
        if quantity.is_of_members() {
            let members = self.members(by, group, sprint).into_iter();
            let counts =
                |person: &usize| quantity != Quantity::JoinedAmong || self.has_joined(*person, sprint);
            let fact = |person: usize| {
                u32::try_from(sprint).unwrap_or(0) * PEOPLE + u32::try_from(person).unwrap_or(0)
            };
            return members.filter(counts).map(fact).collect();
        }
        let all = self.company.pull_requests.iter().enumerate();
        let of = all.filter(|(at, item)| {
            self.team_of(*at, item).is_some_and(|team| {
                self.is_in(by, group, item, team) && counts(item, quantity, self.span(team, sprint))
            })
        });
        of.filter_map(|(at, _)| u32::try_from(at).ok()).collect()
    }

    /// Days from the start of a team's sprint to the end.
    fn span(&self, team: usize, sprint: i64) -> (f64, f64) {
        let start = sprint * SPRINT_DAYS + self.company.teams[team].shift;
        (start as f64, (start + SPRINT_DAYS) as f64)
    }

    fn home(&self, person: usize, day: f64) -> Option<usize> {
        let person = &self.company.people[person];
        let stay = person.stays.iter().find(|(_, from, to)| *from as f64 <= day && day < *to as f64);
        stay.filter(|_| person.known).map(|(team, ..)| *team)
    }

    /// The team that each pull request counts for.
    pub fn teams(&self) -> Vec<Option<usize>> {
        self.company.pull_requests.iter().map(|item| self.team_now(item)).collect()
    }

    fn team_now(&self, item: &PullRequest) -> Option<usize> {
        self.home(item.author, item.opened).or(self.company.repositories[item.repository])
    }

    fn team_of(&self, at: usize, item: &PullRequest) -> Option<usize> {
        if self.stays { self.company.shown_in[at] } else { self.team_now(item) }
    }

    fn is_in(&self, by: By, group: &str, item: &PullRequest, team: usize) -> bool {
        match by {
            By::Organisation => true,
            By::Team => team_key(team) == group,
            By::Repository => repository_name(item.repository) == group,
            By::Wave => self.wave(team).is_some_and(|wave| wave.to_string() == group),
            By::Cohort => self.cohort(group).is_some_and(|cohort| {
                let enrolled = self.company.cohorts[cohort].people.iter().any(|(person, _, left)| {
                    *person == item.author && left.is_none_or(|left| item.opened < left as f64)
                });
                enrolled && self.company.people[item.author].known && self.teams_of(cohort).contains(&team)
            }),
        }
    }

    fn cohort(&self, key: &str) -> Option<usize> {
        (0..self.company.cohorts.len()).find(|cohort| cohort_key(*cohort) == key)
    }

    /// The teams that a cohort's people were ever in.
    fn teams_of(&self, cohort: usize) -> BTreeSet<usize> {
        let people = self.company.cohorts[cohort].people.iter();
        people.flat_map(|(person, ..)| &self.company.people[*person].stays).map(|(team, ..)| *team).collect()
    }

    fn wave(&self, team: usize) -> Option<u16> {
        let own = (0..self.company.cohorts.len()).filter(|cohort| self.teams_of(*cohort).contains(&team));
        own.map(|cohort| self.company.cohorts[cohort].wave).min()
    }

    /// The teams whose sprints a group's window adds up; for other groups, itself.
    pub fn parts(&self, by: By, group: &str) -> Vec<(By, String)> {
        match by {
            By::Wave => (0..self.company.teams.len())
                .filter(|team| self.wave(*team).is_some_and(|wave| wave.to_string() == group))
                .map(|team| (By::Team, team_key(team)))
                .collect(),
            _ => vec![(by, group.to_owned())],
        }
    }

    fn members(&self, by: By, group: &str, sprint: i64) -> BTreeSet<usize> {
        let people = 0..self.company.people.len();
        match by {
            By::Team => people
                .filter(|person| {
                    (0..self.company.teams.len()).any(|team| {
                        let last = self.span(team, sprint).1 - 0.001;
                        team_key(team) == group && self.home(*person, last) == Some(team)
                    })
                })
                .collect(),
            By::Cohort => self.cohort(group).map_or_else(BTreeSet::new, |cohort| {
                let (start, end) = self.hull(cohort, sprint);
                let own = self.company.cohorts[cohort].people.iter();
                own.filter(|(_, joined, left)| was_in(*joined, *left, start, end)).map(|(p, ..)| *p).collect()
            }),
            _ => BTreeSet::new(),
        }
    }

    fn hull(&self, cohort: usize, sprint: i64) -> (f64, f64) {
        let spans = self.teams_of(cohort).into_iter().map(|team| self.span(team, sprint));
        spans.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1))).unwrap_or((0.0, 0.0))
    }

    /// Enrolled in a cohort whose learning sprint began before the sprint ends.
    fn has_joined(&self, person: usize, sprint: i64) -> bool {
        (0..self.company.cohorts.len()).any(|cohort| {
            let (start, end) = self.hull(cohort, sprint);
            let own = &self.company.cohorts[cohort];
            (own.first_day as f64) < end
                && own
                    .people
                    .iter()
                    .any(|(p, joined, left)| *p == person && was_in(*joined, *left, start, end))
        })
    }
}

fn was_in(joined: i64, left: Option<i64>, start: f64, end: f64) -> bool {
    (joined as f64) < end && left.is_none_or(|left| left as f64 > start)
}

fn counts(item: &PullRequest, quantity: Quantity, (start, end): (f64, f64)) -> bool {
    let inside = |day: f64| (start..end).contains(&day);
    let settled = inside(item.merged.or(item.closed).unwrap_or(item.opened));
    let merged = item.merged.is_some_and(inside);
    match quantity {
        Quantity::Opened => inside(item.opened),
        Quantity::Merged => merged,
        Quantity::Settled => settled,
        Quantity::Reviewed => settled && item.reviewed.is_some(),
        Quantity::Sized | Quantity::Small => merged && item.lines.is_some(),
        Quantity::Members | Quantity::Joined | Quantity::JoinedAmong => false,
    }
}

/// The sprints by key, in order of time.
pub fn sprints() -> Vec<(i64, String)> {
    (0..SPRINTS).map(|sprint| (sprint, sprint_key(sprint))).collect()
}
