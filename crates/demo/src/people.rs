//! The made-up people: five roles, dated memberships, one who moves and one who leaves.

use domain::EpochMs;
use jiff::civil::{Date, date};
use serde::Serialize;

use crate::Error;
use crate::teams::TEAMS;
use crate::write::csv_text;

const EMPLOYED_SINCE: Date = date(2024, 1, 1);
const MOVES_ON: Date = date(2026, 5, 25);
const LEAVES_ON: Date = date(2026, 6, 12);

/// Roles in a team go round in this order; the last member is its architect.
const ROLES: [&str; 10] =
    ["backend", "frontend", "test", "devops", "backend", "backend", "frontend", "test", "backend", "devops"];
const ARCHITECT: &str = "architect";

#[derive(Debug, Clone)]
pub(crate) struct Membership {
    /// Index into [`TEAMS`].
    pub team: usize,
    pub from: Date,
    /// Inclusive; `None`: still.
    pub to: Option<Date>,
}

impl Membership {
    fn holds_on(&self, day: Date) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Person {
    /// From 1.
    pub number: usize,
    pub role: &'static str,
    pub memberships: Vec<Membership>,
}

impl Person {
    pub fn email(&self) -> String {
        format!("person{:03}@demo.invalid", self.number)
    }

    pub fn name(&self) -> String {
        format!("Demo Person {:03}", self.number)
    }

    pub fn github_login(&self) -> String {
        format!("demo-person-{:03}", self.number)
    }

    pub fn github_id(&self) -> usize {
        900_000 + self.number
    }

    pub fn jira_account_id(&self) -> String {
        format!("demo-acc-{:03}", self.number)
    }

    /// Index of the team on a day; `None` after leaving.
    pub fn team_on(&self, day: Date) -> Option<usize> {
        self.memberships.iter().find(|membership| membership.holds_on(day)).map(|found| found.team)
    }

    /// How much of the team's code comes from this role, relative to the others.
    pub fn output(&self) -> f64 {
        match self.role {
            "backend" => 1.2,
            "frontend" => 1.1,
            "devops" => 0.9,
            "test" => 0.7,
            _ => 0.5,
        }
    }
}

pub(crate) fn people() -> Vec<Person> {
    let seats = TEAMS
        .iter()
        .enumerate()
        .flat_map(|(team, plan)| (0..plan.people).map(move |seat| (team, role_of(seat, plan.people))));
    let mut people: Vec<Person> = (1..)
        .zip(seats)
        .map(|(number, (team, role))| Person {
            number,
            role,
            memberships: vec![Membership { team, from: EMPLOYED_SINCE, to: None }],
        })
        .collect();
    relocate(&mut people, "checkout", "logistics");
    retire(&mut people, "core-platform");
    people
}

fn role_of(seat: usize, people: usize) -> &'static str {
    if seat + 1 == people { ARCHITECT } else { ROLES[seat % ROLES.len()] }
}

/// The first person of one team moves to another.
fn relocate(people: &mut [Person], from: &str, to: &str) {
    let (Some(mover), Some(team)) = (first_of(people, from), crate::teams::index_of(to)) else { return };
    for membership in &mut mover.memberships {
        membership.to = MOVES_ON.yesterday().ok();
    }
    mover.memberships.push(Membership { team, from: MOVES_ON, to: None });
}

/// The first person of a team leaves the company.
fn retire(people: &mut [Person], team: &str) {
    let Some(leaver) = first_of(people, team) else { return };
    for membership in &mut leaver.memberships {
        membership.to = Some(LEAVES_ON);
    }
}

fn first_of<'a>(people: &'a mut [Person], team: &str) -> Option<&'a mut Person> {
    let team = crate::teams::index_of(team)?;
    people.iter_mut().find(|person| person.memberships[0].team == team)
}

/// Members of a team at a moment, in the order of their numbers.
pub(crate) fn members(people: &[Person], team: usize, at: EpochMs) -> Vec<&Person> {
    let day = at.date();
    people.iter().filter(|person| person.team_on(day) == Some(team)).collect()
}

#[derive(Serialize)]
struct PersonRow {
    email: String,
    name: String,
    role: &'static str,
    team: &'static str,
    from: Date,
    to: Option<Date>,
    github_login: String,
    github_id: usize,
    jira_account_id: String,
    /// Empty: the record store knows everybody by mailbox.
    xapi_account: &'static str,
}

/// `email,name,role,team,from,to,github_login,github_id,jira_account_id,xapi_account`, a line per membership.
pub(crate) fn people_csv(people: &[Person]) -> Result<String, Error> {
    csv_text(people.iter().flat_map(|person| {
        person.memberships.iter().map(|membership| PersonRow {
            email: person.email(),
            name: person.name(),
            role: person.role,
            team: TEAMS[membership.team].key,
            from: membership.from,
            to: membership.to,
            github_login: person.github_login(),
            github_id: person.github_id(),
            jira_account_id: person.jira_account_id(),
            xapi_account: "",
        })
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn about_125_people_work_in_twelve_teams_one_of_them_too_small_to_show() {
        let people = people();
        let sizes: Vec<usize> = (0..TEAMS.len())
            .map(|team| members(&people, team, EpochMs::from_date(date(2026, 1, 5))).len())
            .collect();
        assert_eq!(people.len(), 125);
        assert_eq!(sizes.iter().filter(|size| **size < 5).count(), 1);
        assert!(sizes.iter().all(|size| *size == 4 || (9..=13).contains(size)));
    }

    #[test]
    fn the_mover_is_in_exactly_one_team_on_either_side_of_the_move() {
        let people = people();
        let mover = people.iter().find(|person| person.memberships.len() == 2).unwrap();
        let before = mover.team_on(MOVES_ON.yesterday().unwrap()).unwrap();
        let after = mover.team_on(MOVES_ON).unwrap();
        assert_eq!((TEAMS[before].key, TEAMS[after].key), ("checkout", "logistics"));
    }

    #[test]
    fn the_leaver_belongs_to_no_team_afterwards() {
        let people = people();
        let gone = people.iter().filter(|person| person.team_on(LEAVES_ON.tomorrow().unwrap()).is_none());
        assert_eq!(gone.count(), 1);
    }
}
