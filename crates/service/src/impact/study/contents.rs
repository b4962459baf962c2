//! Who did what, by role and team: how many, never who.

use std::collections::{BTreeMap, HashSet};

use domain::{
    PersonKey, TeamKey,
    content::{Content, ContentKind},
    facts::LearningKind,
    skill_map::Role,
};
use privacy::THRESHOLD;

use super::{StudyTeam, Uptake, inputs::Inputs};

/// Every content and role of which enough people did it, by role and content.
pub(super) fn uptakes(inputs: &Inputs, teams: &[StudyTeam]) -> (Vec<Uptake>, usize) {
    let mut contents: Vec<&Content> = inputs.context.content.values().collect();
    contents.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
    let members = Members::of(inputs, teams);
    let (mut uptakes, mut hidden) = (Vec::new(), 0);
    for role in &inputs.skill_map {
        for content in &contents {
            let Some(doing) = doing(content.kind) else { continue };
            let uptake = members.uptake(inputs, role, content, doing);
            if uptake.did >= THRESHOLD {
                uptakes.push(uptake);
            } else if uptake.did > 0 {
                hidden += 1;
            }
        }
    }
    (uptakes, hidden)
}

/// What it takes to have done a content; `None` for what is not told apart by role.
fn doing(kind: ContentKind) -> Option<LearningKind> {
    match kind {
        ContentKind::Lab => Some(LearningKind::Completed),
        ContentKind::PeerSession => Some(LearningKind::Attended),
        ContentKind::JobAid => Some(LearningKind::Applied),
        ContentKind::Course | ContentKind::Challenge | ContentKind::Checklist => None,
    }
}

/// The people of teams that joined, as they are now, by role.
struct Members<'a> {
    by_role: BTreeMap<&'a str, Vec<(usize, Vec<PersonKey>)>>,
}

impl<'a> Members<'a> {
    fn of(inputs: &'a Inputs, teams: &[StudyTeam]) -> Self {
        let mut by_role: BTreeMap<&str, Vec<(usize, Vec<PersonKey>)>> = BTreeMap::new();
        for (at, team) in teams.iter().enumerate().filter(|(_, team)| team.joined.is_some()) {
            for (role, people) in roles_in(inputs, &team.key) {
                by_role.entry(role).or_default().push((at, people));
            }
        }
        Self { by_role }
    }

    fn uptake(&self, inputs: &Inputs, role: &Role, content: &Content, doing: LearningKind) -> Uptake {
        let teams = self.by_role.get(role.key.as_str()).map_or(&[][..], Vec::as_slice);
        let did = |person: &&PersonKey| {
            let events = inputs.context.events.get(person).into_iter().flatten();
            events.into_iter().any(|e| e.kind == doing && e.content == content.id.as_str())
        };
        let counts: Vec<(usize, usize, usize)> = teams
            .iter()
            .map(|(team, people)| (*team, people.iter().filter(did).count(), people.len()))
            .collect();
        Uptake {
            content: content.id.clone(),
            kind: content.kind,
            name: content.name.clone(),
            role: role.key.clone(),
            role_name: role.name.clone(),
            shares: counts.iter().map(|(team, did, of)| (*team, *did as f64 / *of as f64)).collect(),
            people: counts.iter().map(|(_, _, of)| *of as u64).sum(),
            did: counts.iter().map(|(_, did, _)| *did as u64).sum(),
        }
    }
}

fn roles_in<'a>(inputs: &'a Inputs, team: &TeamKey) -> BTreeMap<&'a str, Vec<PersonKey>> {
    let people: HashSet<PersonKey> = inputs.context.members(team, inputs.known_until).into_iter().collect();
    let mut roles: BTreeMap<&str, Vec<PersonKey>> = BTreeMap::new();
    for person in people {
        if let Some(role) = inputs.roles.get(&person) {
            roles.entry(role).or_default().push(person);
        }
    }
    roles
}
