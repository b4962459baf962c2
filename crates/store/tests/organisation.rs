//! People, teams, sprints, calendars: stored, read back, joined.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{DAY, MONDAY, NOW, add_person, add_team, begin, github, repository, since, span, team_key};
use domain::{
    EpochMs, PersonId, Provider, SprintKey,
    calendar::{Mark, MarkKind, WorkingTime},
    content::{Content, ContentKind},
    period::Sprint,
};
use store::{Store, teams::Team};

async fn directory(store: &Store) -> store::directory::Directory {
    let key = store.pseudonym_key().await.unwrap();
    begin(store).await.directory(key).await.unwrap()
}

async fn person_of(store: &Store, account: &domain::Account) -> Option<PersonId> {
    directory(store).await.account(account).and_then(|account| account.person)
}

#[tokio::test]
async fn a_team_keeps_its_name_hours_and_trackers_and_the_last_word_wins() {
    for (engine, store) in testbed::stores().await {
        let mut tx = begin(&store).await;
        let working_time = WorkingTime {
            time_zone: "Asia/Tokyo".to_owned(),
            day_starts: 8 * 60,
            day_ends: 1439,
            ..WorkingTime::default()
        };
        let team = Team { key: team_key("pay"), name: "Payments – 決済".to_owned(), working_time };
        tx.save_team(&Team { name: "Old".to_owned(), ..team.clone() }).await.unwrap();
        tx.save_team(&team).await.unwrap();
        let place = |project: &str, component: &str| (project.to_owned(), component.to_owned());
        tx.save_trackers(&team.key, &[place("GONE", ""), place("PAY", "")]).await.unwrap();
        tx.save_trackers(&team.key, &[place("PAY", ""), place("SHOP", "Checkout")]).await.unwrap();
        assert_eq!(tx.tracked_teams().await.unwrap(), [team_key("pay")], "{engine}");
        assert!(
            tx.team_exists(&team.key).await.unwrap() && !tx.team_exists(&team_key("other")).await.unwrap()
        );
        tx.commit().await.unwrap();
        assert_eq!(store.teams().await.unwrap(), [team], "{engine}");
        let directory = directory(&store).await;
        let asked =
            |project, component: &str| directory.tracker_team(project, &[component.to_owned()]).is_some();
        assert!(
            asked("PAY", "any") && asked("SHOP", "Checkout") && !asked("SHOP", "Cart") && !asked("GONE", "")
        );
    }
}

#[tokio::test]
async fn sprints_of_a_team_are_read_back_in_order_and_overlaps_are_found() {
    for (engine, store) in testbed::stores().await {
        let mut tx = begin(&store).await;
        let team = add_team(&mut tx, "pay").await;
        let sprint = |key: &str, from: i64, to: i64| Sprint {
            team: team.clone(),
            key: SprintKey::new(key).unwrap(),
            span: span(MONDAY + from * DAY, MONDAY + to * DAY),
        };
        for sprint in [sprint("S2", 14, 28), sprint("S1", 0, 14)] {
            tx.save_sprint(&sprint).await.unwrap();
        }
        assert_eq!(
            tx.overlapping_sprint(&sprint("S1", 0, 14)).await.unwrap(),
            None,
            "{engine}: it is itself"
        );
        assert_eq!(
            tx.overlapping_sprint(&sprint("S3", 28, 42)).await.unwrap(),
            None,
            "{engine}: they only touch"
        );
        assert_eq!(
            tx.overlapping_sprint(&sprint("S3", 27, 42)).await.unwrap(),
            Some(sprint("S2", 14, 28)),
            "{engine}"
        );
        tx.save_sprint(&sprint("S1", 1, 14)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(
            store.sprints(&team).await.unwrap(),
            [sprint("S1", 1, 14), sprint("S2", 14, 28)],
            "{engine}"
        );
    }
}

#[tokio::test]
async fn a_person_is_in_the_team_of_the_day_from_the_first_to_the_last_instant() {
    for (engine, store) in testbed::stores().await {
        let mut tx = begin(&store).await;
        let (old, new) = (add_team(&mut tx, "old").await, add_team(&mut tx, "new").await);
        let person = add_person(&store, &mut tx, "p1").await;
        tx.save_membership(person, &old, since(i64::MIN)).await.unwrap();
        let wanted = since(MONDAY);
        assert_eq!(
            tx.overlapping_membership(person, &new, wanted).await.unwrap(),
            Some(old.clone()),
            "{engine}"
        );
        tx.save_membership(person, &old, span(i64::MIN, MONDAY)).await.unwrap();
        assert_eq!(tx.overlapping_membership(person, &new, wanted).await.unwrap(), None, "{engine}");
        tx.save_membership(person, &new, wanted).await.unwrap();
        tx.commit().await.unwrap();
        let directory = directory(&store).await;
        let team_at = |at: i64| directory.team_of(person, EpochMs(at)).cloned();
        assert_eq!(team_at(MONDAY - 1), Some(old.clone()), "{engine}");
        assert_eq!(team_at(MONDAY), Some(new.clone()), "{engine}");
        let sizes = store.team_sizes(EpochMs(MONDAY)).await.unwrap();
        assert_eq!(sizes, [("new".to_owned(), 1)], "{engine}");
        assert_eq!(store.memberships().await.unwrap().len(), 2, "{engine}");
    }
}

#[tokio::test]
async fn a_second_membership_of_the_same_team_on_the_same_days_is_found_as_well() {
    for (engine, store) in testbed::stores().await {
        let mut tx = begin(&store).await;
        let team = add_team(&mut tx, "pay").await;
        let person = add_person(&store, &mut tx, "p1").await;
        tx.save_membership(person, &team, since(i64::MIN)).await.unwrap();
        let again = tx.overlapping_membership(person, &team, since(MONDAY)).await.unwrap();
        assert_eq!(again, Some(team.clone()), "{engine}");
        let itself = tx.overlapping_membership(person, &team, span(i64::MIN, MONDAY)).await.unwrap();
        assert_eq!(itself, None, "{engine}");
    }
}

#[tokio::test]
async fn a_repository_has_one_owner_at_a_time() {
    for (engine, store) in testbed::stores().await {
        let mut tx = begin(&store).await;
        let (old, new) = (add_team(&mut tx, "old").await, add_team(&mut tx, "new").await);
        let shop = repository("acme/shop");
        tx.save_owner(&shop, &new, since(i64::MIN)).await.unwrap();
        tx.save_owner(&shop, &old, span(i64::MIN, MONDAY)).await.unwrap();
        assert_eq!(
            tx.overlapping_owner(&shop, since(MONDAY - 1)).await.unwrap(),
            Some(old.clone()),
            "{engine}"
        );
        assert_eq!(tx.overlapping_owner(&shop, since(MONDAY)).await.unwrap(), None, "{engine}");
        tx.save_owner(&shop, &new, since(MONDAY)).await.unwrap();
        tx.commit().await.unwrap();
        let directory = directory(&store).await;
        assert_eq!(directory.owner_of(&shop, EpochMs(MONDAY - 1)), Some(&old), "{engine}");
        assert_eq!(directory.owner_of(&shop, EpochMs(MONDAY)), Some(&new), "{engine}");
        assert_eq!(directory.owner_of(&repository("acme/other"), EpochMs(MONDAY)), None, "{engine}");
    }
}

#[tokio::test]
async fn a_person_is_updated_by_address_and_keeps_id_and_key() {
    for (engine, store) in testbed::stores().await {
        let key = store.pseudonym_key().await.unwrap();
        let mut tx = begin(&store).await;
        let one = tx.save_person("a@demo.invalid", "Demo Person 1", None, &key, NOW).await.unwrap();
        let same =
            tx.save_person("a@demo.invalid", "Demo Person One", Some("test"), &key, NOW).await.unwrap();
        assert_eq!(tx.person_by_email("a@demo.invalid").await.unwrap(), Some(one), "{engine}");
        assert_eq!(tx.person_by_email("b@demo.invalid").await.unwrap(), None, "{engine}");
        tx.commit().await.unwrap();
        let people = store.people().await.unwrap();
        assert_eq!((one, people.len(), people[0].key), (same, 1, key.person(one)), "{engine}");
        assert_eq!(
            (people[0].name.as_str(), people[0].role.as_deref()),
            ("Demo Person One", Some("test")),
            "{engine}"
        );
    }
}

#[tokio::test]
async fn accounts_that_are_met_at_once_by_two_writers_get_one_row_each() {
    for (engine, store) in testbed::stores().await {
        let writers: Vec<_> = (0..2).map(|turn| tokio::spawn(meet(store.clone(), turn == 0))).collect();
        let mut ids = Vec::new();
        for writer in writers {
            ids.push(writer.await.unwrap());
        }
        assert_eq!(ids[0], ids[1], "{engine}");
    }
}

/// Meets twenty accounts, in one order or the other.
async fn meet(store: Store, forward: bool) -> Vec<i64> {
    let key = store.pseudonym_key().await.unwrap();
    let mut accounts: Vec<_> = (0..20).map(|n| github(Some(&n.to_string()), &format!("p{n}"))).collect();
    if !forward {
        accounts.reverse();
    }
    let mut tx = begin(&store).await;
    let mut directory = tx.directory(key).await.unwrap();
    tx.ensure_accounts(&mut directory, &accounts.iter().collect::<Vec<_>>(), NOW).await.unwrap();
    tx.commit().await.unwrap();
    accounts.sort_by(|a, b| a.login.cmp(&b.login));
    accounts.iter().map(|account| directory.account(account).unwrap().id).collect()
}

#[tokio::test]
async fn an_account_is_its_persons_whichever_was_known_first() {
    for (engine, store) in testbed::stores().await {
        let key = store.pseudonym_key().await.unwrap();
        let (early, late) = (github(Some("7"), "Early-Bird"), github(Some("8"), "late"));
        let mut tx = begin(&store).await;
        let mut known = tx.directory(key.clone()).await.unwrap();
        tx.ensure_accounts(&mut known, &[&early], NOW).await.unwrap();
        let people =
            [add_person(&store, &mut tx, "early-bird").await, add_person(&store, &mut tx, "late").await];
        tx.adopt_account(Provider::GitHub, "early-bird", people[0]).await.unwrap();
        let mut known = tx.directory(key).await.unwrap();
        tx.ensure_accounts(&mut known, &[&late], NOW).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(person_of(&store, &early).await, Some(people[0]), "{engine}");
        assert_eq!(person_of(&store, &late).await, Some(people[1]), "{engine}");
    }
}

#[tokio::test]
async fn a_login_that_two_accounts_had_is_nobodys_and_a_linked_account_is_not_taken_away() {
    for (engine, store) in testbed::stores().await {
        let key = store.pseudonym_key().await.unwrap();
        let accounts = [github(Some("7"), "taken"), github(Some("8"), "taken"), github(Some("9"), "mine")];
        let mut tx = begin(&store).await;
        let mut known = tx.directory(key.clone()).await.unwrap();
        tx.ensure_accounts(&mut known, &accounts.iter().collect::<Vec<_>>(), NOW).await.unwrap();
        let (owner, other) =
            (add_person(&store, &mut tx, "owner").await, add_person(&store, &mut tx, "other").await);
        tx.link_account(&accounts[2], owner, &key, NOW).await.unwrap();
        for login in ["taken", "mine"] {
            tx.adopt_account(Provider::GitHub, login, other).await.unwrap();
        }
        tx.commit().await.unwrap();
        assert_eq!(person_of(&store, &accounts[0]).await, None, "{engine}");
        assert_eq!(person_of(&store, &accounts[1]).await, None, "{engine}");
        assert_eq!(person_of(&store, &accounts[2]).await, Some(owner), "{engine}");
    }
}

#[tokio::test]
async fn days_that_stand_out_and_content_are_read_back_as_they_were_stored() {
    for (engine, store) in testbed::stores().await {
        let mut tx = begin(&store).await;
        let team = add_team(&mut tx, "pay").await;
        let day = jiff::civil::date(2026, 4, 3);
        let mark = |team, kind, label: &str| Mark {
            team,
            kind,
            first_day: day,
            last_day: day,
            label: label.to_owned(),
        };
        let marks =
            [mark(None, MarkKind::Holiday, "Holiday"), mark(Some(team), MarkKind::Release, "Big release")];
        let last_day = jiff::civil::date(2026, 4, 6);
        for mark in &marks {
            tx.save_mark(mark).await.unwrap();
            tx.save_mark(&Mark { last_day, ..mark.clone() }).await.unwrap();
        }
        let lab = Content {
            id: "https://demo.invalid/lab?x=1".parse().unwrap(),
            kind: ContentKind::Lab,
            name: "Small pull requests".to_owned(),
            skill: Some("small-prs".parse().unwrap()),
        };
        tx.save_content(&Content { skill: None, ..lab.clone() }).await.unwrap();
        tx.save_content(&lab).await.unwrap();
        tx.commit().await.unwrap();
        let stored = store.marks().await.unwrap();
        assert_eq!(stored, marks.map(|mark| Mark { last_day, ..mark }), "{engine}");
        assert_eq!(store.content().await.unwrap(), [lab], "{engine}");
    }
}
