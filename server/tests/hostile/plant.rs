//! Putting the hostile team in: files through `sightline import`, the rest through forms.

use super::common::{Answer, Browser, Sightline};
use super::fixture;

const PROBE: &str = "\"><img src=x onerror=alert(1)><x-probe>";

pub fn import(sightline: &Sightline) {
    for sheet in ["teams", "people", "repositories", "sprints", "calendar", "content"] {
        let imported = sightline.import(sheet, &fixture(&format!("{sheet}.csv")));
        assert!(imported.status.success(), "{sheet}: {}", sightline.told(&imported));
    }
    for lines in ["github", "jira", "xapi"] {
        let imported = sightline.import(lines, &fixture(&format!("{lines}.jsonl")));
        assert!(imported.status.success(), "{lines}: {}", sightline.told(&imported));
    }
    // A repository's name is that of an address at its host: it cannot hold markup.
    let repository = sightline.file("repositories.csv", "name,team\n\"demo-co/<x-probe>\",payments\n");
    assert!(!sightline.import("repositories", &repository).status.success());
}

pub fn fill_in(url: &str) {
    let [l_and_d, coach, admin] = ["l_and_d", "coach", "admin"].map(|role| Browser::of(role, url));
    let text = |start: &str| format!("{start}{PROBE}");
    saved(&l_and_d.post("/skill-map/roles/new", &[("name", &text("=role"))]));
    saved(&l_and_d.post("/skill-map/skills/new", &[("role", "backend"), ("name", &text("@skill"))]));
    let behaviours = "/skill-map/skills/small-pull-requests/behaviours/new";
    saved(&l_and_d.post(behaviours, &[("description", &text("+behaviour"))]));
    let cohort = cohort(&l_and_d, &text("-cohort"));
    enrol(&l_and_d, &cohort);
    let made = admin.post("/admin/users/new", &[("name", &text("=user")), ("login", "hostile")]);
    assert_eq!(made.status, 200, "{}", made.text);
    saved_or_shown(
        &admin
            .post("/account/tokens", &[("name", &text("@token")), ("days", "9"), ("scopes", "figures:read")]),
    );
    let desk = coach.get("/cohorts/cohort-1");
    let person =
        desk.text.split("href=\"/cohorts/cohort-1/people/").nth(1).unwrap().split('"').next().unwrap();
    let asked = [("purpose", "support"), ("note", &text("@note"))];
    saved_or_shown(&coach.post(&format!("/cohorts/cohort-1/people/{person}"), &asked));
}

/// The new cohort's address.
fn cohort(l_and_d: &Browser, name: &str) -> String {
    let form = [
        ("name", name),
        ("wave", "4"),
        ("first_day", "2026-05-11"),
        ("last_day", "2026-05-29"),
        ("skills", "small-pull-requests"),
    ];
    let made = l_and_d.post("/cohorts/new", &form);
    saved(&made);
    made.header("location").split('?').next().unwrap().to_owned()
}

/// The hostile people: they are first in the list, since their names begin with signs.
fn enrol(l_and_d: &Browser, cohort: &str) {
    let page = l_and_d.get(&format!("{cohort}/enrol"));
    let people = page.text.split("name=\"people\" value=\"").skip(1).take(8);
    let people: Vec<&str> = people.map(|rest| rest.split('"').next().unwrap()).collect();
    let mut form = vec![("joined_on", "2026-05-11")];
    form.extend(people.iter().map(|person| ("people", *person)));
    saved(&l_and_d.post(&format!("{cohort}/enrol"), &form));
}

fn saved(answer: &Answer) {
    assert_eq!(answer.status, 303, "{}", answer.text);
}

fn saved_or_shown(answer: &Answer) {
    assert!(matches!(answer.status, 200 | 303), "{} {}", answer.status, answer.text);
}
