//! Adoption: did people join, finish their labs, use the aids, come to the sessions, and does it show in their
//! work?

use domain::PersonKey;

/// What one person of the group did in the period. Sums, so that a union of sprints adds up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Member {
    pub person: PersonKey,
    /// Enrolled in a cohort whose learning sprint has started.
    pub joined: bool,
    pub labs_assigned: u32,
    pub labs_completed: u32,
    pub started: bool,
    pub used_job_aid: bool,
    /// Sessions held for this person's cohort.
    pub sessions_held: u32,
    pub sessions_attended: u32,
}

/// How fully a team or person took up the practice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DoseBand {
    None,
    Partial,
    Full,
}

impl DoseBand {
    /// The band of a dose (0..=1).
    pub fn of(dose: f64) -> Self {
        match dose {
            d if d < 0.05 => DoseBand::None,
            d if d < 0.8 => DoseBand::Partial,
            _ => DoseBand::Full,
        }
    }

    pub fn as_str(self) -> &'static str {
        match self {
            DoseBand::None => "none",
            DoseBand::Partial => "partial",
            DoseBand::Full => "full",
        }
    }
}

/// Sums over the members that have joined.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Uptake {
    pub members: u64,
    pub joined: u64,
    pub labs: Ratio,
    pub sessions: Ratio,
    pub used_job_aid: u64,
}

/// A share's numerator and denominator, and the people behind the denominator.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Ratio {
    pub done: u64,
    pub of: u64,
    pub people: u64,
}

impl Ratio {
    /// More done than there was to do is counted as all of it: a lab done twice is done.
    fn add(&mut self, done: u32, of: u32) {
        self.done += u64::from(done.min(of));
        self.of += u64::from(of);
        self.people += u64::from(of > 0);
    }
}

impl Uptake {
    pub fn of(members: &[Member]) -> Self {
        let mut uptake = Uptake { members: members.len() as u64, ..Uptake::default() };
        for member in members.iter().filter(|member| member.joined) {
            uptake.joined += 1;
            uptake.used_job_aid += u64::from(member.used_job_aid);
            uptake.labs.add(member.labs_completed, member.labs_assigned);
            uptake.sessions.add(member.sessions_attended, member.sessions_held);
        }
        uptake
    }
}

/// Merged pull requests of one person whose description is known, and how many have a fully ticked checklist.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct ChecklistUse {
    pub ticked: u32,
    pub described: u32,
}

/// Mean of labs share and checklist share; the one that is known where the other is not. 0 before joining.
pub(crate) fn dose(member: &Member, checklists: ChecklistUse) -> f64 {
    if !member.joined {
        return 0.0;
    }
    let labs = share(member.labs_completed.min(member.labs_assigned), member.labs_assigned);
    match (labs, share(checklists.ticked, checklists.described)) {
        (Some(labs), Some(checklists)) => f64::midpoint(labs, checklists),
        (one, other) => one.or(other).unwrap_or(0.0),
    }
}

fn share(part: u32, whole: u32) -> Option<f64> {
    (whole > 0).then(|| f64::from(part) / f64::from(whole))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_start_at_their_lower_bound() {
        let bands = [0.0, 0.049, 0.05, 0.79, 0.8, 1.0].map(|dose| DoseBand::of(dose).as_str());
        assert_eq!(bands, ["none", "none", "partial", "partial", "full", "full"]);
    }
}
