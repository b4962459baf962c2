//! The import files as a whole: the same for the same seed, well-formed, made-up names only.

#![expect(clippy::unwrap_used, reason = "a test may fail where the data is not as promised")]

use std::collections::BTreeSet;

use demo::{DEFAULT_SEED, Organisation, organisation};
use domain::cohort::{PEOPLE_MAX, PEOPLE_MIN, SKILLS_MAX, SPRINT_DAYS_MAX, SPRINT_DAYS_MIN};
use serde_json::Value;
use sha2::{Digest, Sha256};

fn demo() -> Organisation {
    organisation(DEFAULT_SEED).unwrap()
}

fn digest(lines: impl Iterator<Item = String>) -> String {
    let mut hash = Sha256::new();
    for line in lines {
        hash.update(line.as_bytes());
        hash.update(b"\n");
    }
    let bytes = hash.finalize();
    format!("{:016x}", u64::from_be_bytes(std::array::from_fn(|index| bytes[index])))
}

fn tables(demo: &Organisation) -> [&String; 6] {
    [&demo.teams, &demo.people, &demo.repositories, &demo.sprints, &demo.calendar, &demo.content]
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let demo = demo();
    let digests = [
        digest(tables(&demo).into_iter().cloned()),
        digest(demo.github()),
        digest(demo.jira()),
        digest(demo.xapi()),
    ];
    insta::assert_debug_snapshot!(digests, @r#"
    [
        "4de74ec3f0a86d50",
        "ba45486db405785b",
        "5bc169f9dba523f8",
        "f365a7feb67b26a0",
    ]
    "#);
}

#[test]
fn another_seed_gives_other_work_by_the_same_people() {
    let (one, other) = (demo(), organisation(7).unwrap());
    assert_eq!(one.people, other.people);
    assert_ne!(digest(one.github().take(100)), digest(other.github().take(100)));
}

#[test]
fn every_line_is_json_and_all_of_it_stays_under_40_megabytes() {
    let demo = demo();
    let mut bytes = 0;
    let mut pull_requests = 0;
    for line in demo.github().chain(demo.jira()).chain(demo.xapi()) {
        let value: Value = serde_json::from_str(&line).unwrap();
        pull_requests += usize::from(value.get("pull_request").is_some());
        bytes += line.len() + 1;
    }
    println!("{pull_requests} pull requests, {bytes} bytes");
    assert!((10_000..=14_500).contains(&pull_requests), "{pull_requests} pull requests");
    assert!(bytes < 40_000_000, "{bytes} bytes");
}

#[test]
fn the_headers_are_those_of_the_import() {
    let demo = demo();
    let headers = tables(&demo).map(|table| table.lines().next().unwrap());
    assert_eq!(
        headers,
        [
            "key,name,jira,time_zone,day_starts,day_ends",
            "email,name,role,team,from,to,github_login,github_id,jira_account_id,xapi_account",
            "name,team,from,to",
            "team,key,start,end",
            "kind,first_day,last_day,label,team",
            "id,kind,name,skill",
        ]
    );
}

#[test]
fn natural_keys_are_unique() {
    let demo = demo();
    let keys: Vec<String> = demo
        .github()
        .chain(demo.jira())
        .chain(demo.xapi())
        .map(|line| {
            let value: Value = serde_json::from_str(&line).unwrap();
            let repository = &value["repository"]["full_name"];
            format!("{repository}{}{}{}", value["pull_request"]["number"], value["key"], value["id"])
        })
        .collect();
    assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), keys.len());
}

#[test]
fn six_cohorts_of_ten_keep_the_limits_and_no_person_is_in_two() {
    let demo = demo();
    assert_eq!(demo.cohorts.len(), 6);
    let mut enrolled = BTreeSet::new();
    for plan in &demo.cohorts {
        let cohort = &plan.cohort;
        assert_eq!(plan.members.len(), 10);
        assert!((PEOPLE_MIN..=PEOPLE_MAX).contains(&plan.members.len()));
        assert!((SPRINT_DAYS_MIN..=SPRINT_DAYS_MAX).contains(&cohort.sprint_days()));
        assert_eq!(cohort.sprint_days(), 19);
        assert!((1..=SKILLS_MAX).contains(&cohort.skills.len()));
        assert!(plan.coach_email.ends_with("@demo.invalid"));
        enrolled.extend(plan.members.iter().map(|(email, _)| email.clone()));
    }
    assert_eq!(enrolled.len(), 60);
    assert!(demo.cohorts.iter().all(|plan| !enrolled.contains(&plan.coach_email)));
}

#[test]
fn every_name_in_the_data_is_visibly_made_up() {
    let demo = demo();
    for line in demo.people.lines().skip(1) {
        assert!(line.contains("@demo.invalid,Demo Person "), "{line}");
    }
    let lines = demo.github().chain(demo.jira()).chain(demo.xapi());
    for line in lines {
        for address in line.split('@').skip(1) {
            assert!(address.starts_with("demo.invalid"), "{line}");
        }
        for login in line.split("\"login\":\"").skip(1) {
            assert!(login.starts_with("demo-"), "{line}");
        }
    }
}

#[test]
fn the_skill_map_covers_the_five_roles_and_every_skill_of_the_cohorts() {
    let demo = demo();
    let roles: Vec<&str> = demo.skill_map.iter().map(|role| role.key.as_str()).collect();
    assert_eq!(roles, ["backend", "frontend", "test", "devops", "architect"]);
    let known: BTreeSet<&str> =
        demo.skill_map.iter().flat_map(|role| role.skills.iter().map(|skill| skill.key.as_str())).collect();
    let practised = demo.cohorts.iter().flat_map(|plan| &plan.cohort.skills);
    assert!(practised.into_iter().all(|skill| known.contains(skill.as_str())));
}

#[test]
fn a_folder_holds_every_import_file() {
    let folder = tempfile::tempdir().unwrap();
    demo().write_to(folder.path()).unwrap();
    let names: BTreeSet<String> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let expected = [
        "calendar.csv",
        "content.csv",
        "github.jsonl",
        "jira.jsonl",
        "people.csv",
        "repositories.csv",
        "sprints.csv",
        "teams.csv",
        "truth.json",
        "xapi.jsonl",
    ];
    assert_eq!(names, expected.map(str::to_owned).into());
}
