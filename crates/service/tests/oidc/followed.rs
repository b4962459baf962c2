//! Who gets in is somebody, with the roles that their groups give today.

use domain::{
    EpochMs, Span, TeamKey,
    viewer::{AccessRole, Scope},
};
use serde_json::json;
use service::sign_in::{GivenBy, How};

use crate::{
    provider::Signing,
    world::{START, World, service, set_minutes, settings, worlds},
};

fn payments() -> Scope {
    Scope::Team(TeamKey::new("payments").unwrap())
}

#[tokio::test]
async fn the_first_sign_in_makes_a_user_who_is_the_person_of_the_directory() {
    for world in worlds().await {
        world.somebody_in(&["engineers", "unknown"]);
        let arrival = world.sign_in().await.unwrap();
        assert_eq!(arrival.next, "/teams", "{}", world.engine);
        let viewer = world.service.viewer(arrival.user).await.unwrap().unwrap();
        assert_eq!(viewer.name, "Demo Person 07", "{}", world.engine);
        let own = TeamKey::new("search").unwrap();
        assert!(viewer.reaches_team(&[AccessRole::Engineer], &own), "{}: {viewer:?}", world.engine);
        assert!(!viewer.reaches_team(&AccessRole::ALL, &TeamKey::new("payments").unwrap()));
        assert_eq!(
            world.sign_in().await.unwrap().user,
            arrival.user,
            "{}: the same user again",
            world.engine
        );
    }
}

#[tokio::test]
async fn an_address_that_the_provider_did_not_verify_makes_nobody_a_person_of_the_directory() {
    for world in worlds().await {
        world.provider_says(
            json!({ "name": "Somebody", "email": "person07@demo.invalid", "groups": ["engineers"] }),
        );
        let user = world.sign_in().await.unwrap().user;
        assert_eq!(world.service.viewer(user).await.unwrap().unwrap().person, None, "{}", world.engine);
    }
}

#[tokio::test]
async fn roles_follow_the_groups_and_those_given_here_stay() {
    for world in worlds().await {
        set_minutes(0);
        world.somebody_in(&["payments-leads", "engineers"]);
        let user = world.sign_in().await.unwrap().user;
        let by = "provider:corporate".to_owned();
        let both =
            [(AccessRole::Manager, payments(), by.clone()), (AccessRole::Engineer, Scope::Own, by.clone())];
        assert_eq!(world.roles(user).await, both, "{}", world.engine);
        let mut tx = world.store.begin().await.unwrap();
        tx.grant_role(user, AccessRole::Coach, &Scope::Own, "administrator", Span::ALL).await.unwrap();
        tx.commit().await.unwrap();
        set_minutes(1);
        world.somebody_in(&["engineers"]);
        world.sign_in().await.unwrap();
        let left = [
            (AccessRole::Engineer, Scope::Own, by.clone()),
            (AccessRole::Coach, Scope::Own, "administrator".to_owned()),
        ];
        assert_eq!(world.roles(user).await, left, "{}", world.engine);
        assert_logged(&world, user).await;
    }
}

async fn assert_logged(world: &World, user: i64) {
    let changes = world.store.changes(&format!("user:{user}"), 20).await.unwrap();
    let told: Vec<String> =
        changes.iter().rev().map(|c| format!("{} {} {}", c.who, c.action, c.detail)).collect();
    assert_eq!(
        told,
        [
            "provider:corporate linked an identity ",
            "provider:corporate gave a role manager team:payments",
            "provider:corporate gave a role engineer own",
            "provider:corporate took back a role manager team:payments",
        ],
        "{}",
        world.engine
    );
}

#[tokio::test]
async fn what_the_token_does_not_say_is_asked_of_the_user_info() {
    for world in worlds().await {
        world.provider.script().user_info =
            json!({ "sub": "u-7", "name": "Demo Person 07", "groups": ["payments-leads"] });
        let user = world.sign_in().await.unwrap().user;
        let viewer = world.service.viewer(user).await.unwrap().unwrap();
        assert_eq!(viewer.name, "Demo Person 07", "{}", world.engine);
        assert!(viewer.holds(AccessRole::Manager), "{}", world.engine);
    }
}

#[tokio::test]
async fn a_new_key_of_the_provider_is_asked_for_when_a_token_comes_with_it() {
    for world in worlds().await {
        world.somebody_in(&["engineers"]);
        world.sign_in().await.unwrap();
        {
            let mut script = world.provider.script();
            script.published = vec![3];
            script.signing = Signing::Key { key: 3, id: 3 };
        }
        assert!(world.sign_in().await.is_ok(), "{}", world.engine);
    }
}

#[tokio::test]
async fn clocks_may_be_a_minute_apart() {
    for world in worlds().await {
        world.provider_says(json!({ "groups": ["engineers"], "exp": START / 1000 - 59 }));
        assert!(world.sign_in().await.is_ok(), "{}", world.engine);
    }
}

#[tokio::test]
async fn somebody_who_signs_in_for_the_first_time_twice_at_once_is_one_user() {
    for world in worlds().await {
        world.somebody_in(&["engineers"]);
        let (one, other) = tokio::join!(world.sign_in(), world.sign_in());
        assert_eq!(one.unwrap().user, other.unwrap().user, "{}", world.engine);
    }
}

#[tokio::test]
async fn an_account_that_the_same_organisation_provisioned_is_the_one_that_signs_in() {
    for world in worlds().await {
        let mut tx = world.store.begin().await.unwrap();
        let provisioned = tx.create_user("Demo Person 07").await.unwrap();
        let user = store::scim::ScimUser {
            id: uuid::Uuid::from_u128(7),
            user: provisioned,
            user_name: "person07@demo.invalid".to_owned(),
            external_id: "u-7".to_owned(),
            attributes: "{}".to_owned(),
            created_at: EpochMs(START),
            updated_at: EpochMs(START),
        };
        tx.save_scim_user(&user).await.unwrap();
        tx.commit().await.unwrap();
        world.somebody_in(&["engineers"]);
        let trusting = service::sign_in::ProviderSettings { provisions: true, ..settings(&world.provider) };
        let service = service(&world.store, &trusting).await;
        let world = World { service, ..world };
        assert_eq!(world.sign_in().await.unwrap().user, provisioned, "{}", world.engine);
    }
}

#[tokio::test]
async fn one_reads_which_groups_gave_a_role_and_where_one_is_signed_in() {
    for world in worlds().await {
        world.somebody_in(&["payments-leads"]);
        let user = world.sign_in().await.unwrap().user;
        let viewer = world.service.viewer(user).await.unwrap().unwrap();
        let roles = world.service.own_roles(&viewer).await.unwrap();
        let read: Vec<_> = roles.into_iter().map(|role| (role.teams, role.given_by)).collect();
        let expected = (vec!["Payments".to_owned()], GivenBy::Provider("Example Corp".to_owned()));
        assert_eq!(read, [expected], "{}", world.engine);
        assert_eq!(How::Provider("corporate".to_owned()).to_string(), "provider:corporate");
        let (offered, url) = world.service.provider_sign_out("corporate").await.unwrap();
        assert_eq!(offered.title, "Example Corp");
        let home = "client_id=sightline&post_logout_redirect_uri=http%3A%2F%2F127.0.0.1%3A3000%2Fsign-in";
        assert_eq!(url, format!("{}/end?{home}", world.provider.issuer), "{}", world.engine);
    }
}
