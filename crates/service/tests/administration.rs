//! Users, roles with scopes and dates, and whose an account is.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{
    World, assert_same,
    lines::{CONTENT, PullRequestLine, StatementLine, address},
    viewer, worlds,
};
use domain::viewer::{AccessRole, Reach, Viewer};
use service::{
    ServiceError,
    administration::{GrantForm, GrantState, NewUserForm},
    ingest::SheetKind,
};

async fn user(world: &World, name: &str) -> i64 {
    let form = NewUserForm { name: format!("Demo {name}"), login: format!("{name}@demo.invalid") };
    world.service.operator().create_user(&form).await.unwrap().id
}

fn grant(role: &str, scope: &str, from: &str, until: &str) -> GrantForm {
    let (scope, team) = scope.split_once(':').unwrap_or((scope, ""));
    GrantForm {
        role: role.to_owned(),
        scope: scope.to_owned(),
        team: team.to_owned(),
        cohort: String::new(),
        from: from.to_owned(),
        until: until.to_owned(),
    }
}

fn wrong(error: &ServiceError) -> String {
    let ServiceError::Invalid(fields) = error else { panic!("{error}") };
    fields.0.iter().map(|field| format!("{}: {}", field.field, field.message)).collect::<Vec<_>>().join("\n")
}

async fn who(world: &World, user: i64) -> Viewer {
    world.service.viewer(user).await.unwrap().unwrap()
}

#[tokio::test]
async fn only_administrators_get_hold_of_administration() {
    for (engine, world) in worlds().await {
        for role in AccessRole::ALL {
            let viewer = viewer(role, &["pay"], &[]);
            let got = world.service.administration(&viewer);
            match role {
                AccessRole::Admin => assert!(got.is_ok(), "{engine}"),
                _ => assert!(matches!(got.err(), Some(ServiceError::NotFound)), "{engine}: {role:?}"),
            }
        }
    }
}

#[tokio::test]
async fn a_role_holds_on_its_days_only() {
    for (engine, world) in worlds().await {
        world.sheet(SheetKind::Teams, "key,name\npay,Pay\nweb,Web\n").await;
        let user = user(&world, "person07").await;
        let operator = world.service.operator();
        // Today is 2026-07-01.
        let tomorrow = operator.grant(user, &grant("manager", "team:pay", "2026-07-02", "")).await.unwrap();
        assert_eq!(tomorrow.state, GrantState::NotYet, "{engine}");
        assert_eq!(who(&world, user).await.grants, [], "{engine}: tomorrow's role gives nothing yet");

        let past = operator.grant(user, &grant("executive", "everything", "2026-06-01", "")).await;
        assert!(wrong(&past.unwrap_err()).starts_with("from:"), "{engine}: nothing is given for yesterday");
        let ended = operator.grant(user, &grant("executive", "everything", "", "")).await.unwrap();
        assert!(who(&world, user).await.holds(AccessRole::Executive), "{engine}");
        operator.end_grant(user, ended.id).await.unwrap();
        assert_eq!(who(&world, user).await.grants, [], "{engine}: what has ended gives nothing");

        let today = operator.grant(user, &grant("coach", "team:web", "2026-07-01", "2026-07-01")).await;
        assert_eq!(today.unwrap().state, GrantState::Now, "{engine}");
        let viewer = who(&world, user).await;
        let Some(Reach::Groups { teams, .. }) = viewer.reach(AccessRole::Coach) else { panic!("{engine}") };
        assert_eq!(teams.iter().map(ToString::to_string).collect::<Vec<_>>(), ["web"], "{engine}");

        let states: Vec<GrantState> =
            operator.user(user).await.unwrap().roles.iter().map(|role| role.state).collect();
        assert_eq!(states, [GrantState::Now, GrantState::Over, GrantState::NotYet], "{engine}: all are kept");
    }
}

#[tokio::test]
async fn a_role_that_was_over_yesterday_gives_nothing() {
    use domain::{EpochMs, Span, viewer::Scope};
    for (engine, world) in worlds().await {
        let user = user(&world, "person07").await;
        let mut tx = world.store.begin().await.unwrap();
        let span = Span { start: EpochMs(0), end: EpochMs(common::clock().0) };
        tx.grant_role(user, AccessRole::Executive, &Scope::Everything, "administrator", span).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(who(&world, user).await.grants, [], "{engine}");
    }
}

#[tokio::test]
async fn a_grant_says_what_is_wrong_with_it() {
    for (engine, world) in worlds().await {
        world.sheet(SheetKind::Teams, "key,name\npay,Pay\n").await;
        let user = user(&world, "person07").await;
        let operator = world.service.operator();
        for (form, told) in [
            (grant("", "everything", "", ""), "role:"),
            (grant("manager", "", "", ""), "scope:"),
            (grant("manager", "team:nowhere", "", ""), "team:"),
            (grant("admin", "team:pay", "", ""), "scope: This role is for the whole"),
            (grant("manager", "team:pay", "1 July", ""), "from:"),
            (grant("manager", "team:pay", "2026-08-01", "2026-07-31"), "until:"),
        ] {
            let said = wrong(&operator.grant(user, &form).await.unwrap_err());
            assert!(said.starts_with(told), "{engine}: {form:?} said {said}");
        }
        operator.grant(user, &grant("manager", "team:pay", "", "2026-07-31")).await.unwrap();
        let twice = operator.grant(user, &grant("manager", "team:pay", "2026-07-15", "")).await;
        assert!(wrong(&twice.unwrap_err()).contains("already"), "{engine}");
        operator.grant(user, &grant("manager", "team:pay", "2026-08-01", "")).await.unwrap();
    }
}

#[tokio::test]
async fn somebody_always_administers() {
    for (engine, world) in worlds().await {
        let (one, other) = (user(&world, "one").await, user(&world, "other").await);
        let operator = world.service.operator();
        let admin = grant("admin", "everything", "", "");
        let first = operator.grant(one, &admin).await.unwrap();
        assert!(
            wrong(&operator.disable(one).await.unwrap_err()).contains("Nobody would be left"),
            "{engine}"
        );
        let ended = operator.end_grant(one, first.id).await.unwrap_err();
        assert!(wrong(&ended).contains("Nobody would be left"), "{engine}");
        assert!(who(&world, one).await.holds(AccessRole::Admin), "{engine}: nothing was ended");

        operator.grant(other, &admin).await.unwrap();
        let viewer = who(&world, one).await;
        let own = world.service.administration(&viewer).unwrap().disable(one).await.unwrap_err();
        assert!(wrong(&own).contains("your own account"), "{engine}");
        assert!(operator.disable(one).await.unwrap(), "{engine}");
        assert!(wrong(&operator.disable(other).await.unwrap_err()).contains("Nobody"), "{engine}");
    }
}

#[tokio::test]
async fn users_are_found_by_name_and_login_a_page_at_a_time() {
    for (engine, world) in worlds().await {
        for n in 0..53 {
            user(&world, &format!("person{n:02}")).await;
        }
        let operator = world.service.operator();
        let second = operator.users("", 2).await.unwrap();
        assert_eq!((second.rows.len(), second.total, second.pages), (3, 53, 2), "{engine}");
        let found = operator.users("PERSON07@demo", 9).await.unwrap();
        assert_eq!((found.rows.len(), found.page), (1, 1), "{engine}: a page that is not there is the first");
        assert_eq!(found.rows[0].name, "Demo person07", "{engine}");
        assert_eq!(operator.users("100%_", 1).await.unwrap().total, 0, "{engine}: signs are text");
        let taken = NewUserForm { name: "Another".to_owned(), login: " Person07@DEMO.invalid".to_owned() };
        assert!(wrong(&operator.create_user(&taken).await.unwrap_err()).starts_with("login:"), "{engine}");
    }
}

/// Team pay owns the repository; p0 to p6 are in team web and in a cohort. Nobody knows whose `octo` and `guest` are.
async fn company(world: &mut World) {
    world.sheet(SheetKind::Teams, "key,name\npay,Pay\nweb,Web\n").await;
    let people: Vec<String> = (0..7).map(|n| format!("{},p{n},web", address(&format!("p{n}")))).collect();
    world.sheet(SheetKind::People, &format!("email,name,team\n{}\n", people.join("\n"))).await;
    world.sheet(SheetKind::Repositories, "name,team\nacme/shop,pay\n").await;
    world.sheet(SheetKind::Content, CONTENT).await;
    world
        .sheet(SheetKind::Sprints, "key,start,end\nS1,2026-01-05,2026-01-18\nS2,2026-01-19,2026-02-01\n")
        .await;
    world.skills(&["small-prs"]).await;
    let days = ("2026-01-19", "2026-02-06");
    world.cohort("c1", &["small-prs"], days, &["p0", "p1", "p2", "p3", "p4", "p5", "p6"]).await;
    world.pull_requests((1..10).map(|n| PullRequestLine::new(n, "octo", 10 + n * 30).json())).await;
    world.statements([StatementLine::completed(1, "guest", 30).json()]).await;
    let group =
        StatementLine { people: vec!["guest".into(), "p1".into()], ..StatementLine::attended(2, "", 40) };
    world.statements([group.json()]).await;
}

#[tokio::test]
async fn linking_an_account_leaves_what_deriving_everything_anew_would() {
    for (engine, mut world) in worlds().await {
        company(&mut world).await;
        let before = world.cells().await;
        let admin = world.service.operator();
        let unlinked = admin.unlinked_accounts("", 1).await.unwrap();
        let facts: Vec<(String, usize)> =
            unlinked.rows.iter().map(|account| (account.login.clone(), account.facts)).collect();
        assert_eq!(facts, [("octo".to_owned(), 9), ("guest@demo.invalid".to_owned(), 2)], "{engine}");

        let p0 = world.person("p0").await.0.to_string();
        for account in &unlinked.rows {
            admin.link_account(account.id, &p0).await.unwrap();
        }
        let linked = world.cells().await;
        assert_ne!(linked, before, "{engine}: the work is another team's now");
        assert_same(&linked, &world.rebuilt().await, engine);
        assert_eq!(admin.unlinked_accounts("", 1).await.unwrap().total, 0, "{engine}");
        let person = admin.person(&p0).await.unwrap();
        assert_eq!(person.line.accounts.len(), 3, "{engine}: with the address from the sheet");
        assert_eq!(admin.people("octo", 1).await.unwrap().rows[0].name, "p0", "{engine}");

        for account in &unlinked.rows {
            admin.unlink_account(account.id).await.unwrap();
        }
        assert_same(&world.cells().await, &before, engine);
        assert_same(&world.rebuilt().await, &before, engine);
    }
}

#[tokio::test]
async fn acts_of_administration_are_logged_without_names() {
    for (engine, mut world) in worlds().await {
        company(&mut world).await;
        let user = user(&world, "person07").await;
        let operator = world.service.operator();
        operator.grant(user, &grant("manager", "team:pay", "", "2026-07-31")).await.unwrap();
        operator.reset_password(user).await.unwrap();
        let person = world.person("p0").await.0.to_string();
        operator.set_person(user, Some(&person)).await.unwrap();
        operator.disable(user).await.unwrap();
        let log = world.store.changes(&format!("user:{user}"), 10).await.unwrap();
        let told: Vec<String> =
            log.iter().rev().map(|c| format!("{} {} {}", c.who, c.action, c.detail)).collect();
        assert_eq!(
            told,
            [
                "operator created a user with a first password".to_owned(),
                "operator gave a role manager for team:pay from 2026-07-01 until 2026-07-31".to_owned(),
                "operator reset the password 0 sessions ended".to_owned(),
                format!("operator said who in the directory it is person:{person}"),
                "operator disabled 0 sessions ended".to_owned(),
            ],
            "{engine}"
        );
    }
}

#[tokio::test]
async fn nobody_becomes_a_person_by_their_own_hand_nor_one_who_another_user_is() {
    for (engine, mut world) in worlds().await {
        company(&mut world).await;
        let admin = user(&world, "admin").await;
        let (first, second) = (user(&world, "first").await, user(&world, "second").await);
        let person = world.person("p0").await.0.to_string();
        let who = Viewer { user_id: admin, ..viewer(AccessRole::Admin, &[], &[]) };
        let desk = world.service.administration(&who).unwrap();
        let refused = |result| matches!(result, Err(ServiceError::Invalid(_)));
        assert!(refused(desk.set_person(admin, Some(&person)).await), "{engine}: oneself");
        desk.set_person(first, Some(&person)).await.unwrap();
        desk.set_person(first, Some(&person)).await.unwrap();
        assert!(refused(desk.set_person(second, Some(&person)).await), "{engine}: taken");
        desk.set_person(first, None).await.unwrap();
        desk.set_person(second, Some(&person)).await.unwrap();
        let told = world.store.changes(&format!("person:{person}"), 10).await.unwrap();
        let told: Vec<String> = told.iter().rev().map(|c| format!("{} {}", c.action, c.detail)).collect();
        let line = |what: &str, user| format!("{what} a user user:{user}");
        let expected = [line("linked", first), line("unlinked", first), line("linked", second)];
        assert_eq!(told, expected, "{engine}");
    }
}
