//! What an identity provider provisions: accounts that it finds here, and groups that change at once.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::collections::BTreeSet;

use common::{World, worlds};
use domain::viewer::{AccessRole, Scope};
use serde_json::{Value, json};
use service::{
    administration::NewUserForm,
    scim::{GroupAttributes, Provisioning, UserAttributes},
    sign_in::{GivenBy, GroupRule},
};
use uuid::Uuid;

fn attributes(name: &str) -> UserAttributes {
    let Value::Object(resource) = json!({ "userName": format!("{name}@demo.invalid"), "active": true })
    else {
        panic!("an object");
    };
    UserAttributes::from_resource(&resource).unwrap()
}

async fn provider(world: &World) -> Provisioning {
    let secret = world.service.create_scim_key("corporate").await.unwrap();
    world.service.provisioning(&secret).await.unwrap().unwrap()
}

#[tokio::test]
async fn an_account_that_an_administrator_disabled_is_not_enabled_by_being_adopted() {
    for (engine, world) in worlds().await {
        let form = NewUserForm { name: "Demo Ann".to_owned(), login: "ann@demo.invalid".to_owned() };
        let user = world.service.operator().create_user(&form).await.unwrap().id;
        world.service.operator().disable(user).await.unwrap();
        provider(&world).await.create_user(attributes("ann")).await.unwrap();
        assert_eq!(world.service.viewer(user).await.unwrap(), None, "{engine}");
        assert!(world.service.operator().enable(user).await.unwrap(), "{engine}: an administrator does");
    }
}

#[tokio::test]
async fn groups_of_the_same_people_change_at_once_and_nobody_waits_for_ever() {
    for (engine, world) in worlds().await {
        let rules = ["one", "two"].map(|group| GroupRule {
            group: group.to_owned(),
            role: AccessRole::Executive,
            scope: Scope::Everything,
        });
        let World { service, .. } = world;
        let world = World {
            ingest: service.ingest(),
            service: service.with_provisioned_roles(rules.to_vec()),
            ..world
        };
        let provider = provider(&world).await;
        let mut people = BTreeSet::new();
        for at in 0..12 {
            people.insert(provider.create_user(attributes(&format!("p{at}"))).await.unwrap().id);
        }
        let group = |name: &str, members: &BTreeSet<Uuid>| GroupAttributes {
            display_name: name.to_owned(),
            members: members.clone(),
            ..GroupAttributes::default()
        };
        let one = provider.create_group(group("one", &BTreeSet::new())).await.unwrap().id;
        let two = provider.create_group(group("two", &people)).await.unwrap().id;
        for round in 0..4 {
            let (some, none) = (&people, &BTreeSet::new());
            let (first, second) = if round % 2 == 0 { (some, none) } else { (none, some) };
            let (first, second) = tokio::join!(
                provider.replace_group(one, group("one", first)),
                provider.replace_group(two, group("two", second)),
            );
            assert!(first.is_ok() && second.is_ok(), "{engine}: {first:?} {second:?}");
        }
        let stranger = BTreeSet::from([Uuid::nil()]);
        assert!(provider.replace_group(one, group("one", &stranger)).await.is_err(), "{engine}");
    }
}

#[tokio::test]
async fn a_role_from_a_provisioned_group_says_that_it_came_from_there() {
    for (engine, world) in worlds().await {
        let rule =
            GroupRule { group: "one".to_owned(), role: AccessRole::Executive, scope: Scope::Everything };
        let World { service, .. } = world;
        let world =
            World { ingest: service.ingest(), service: service.with_provisioned_roles(vec![rule]), ..world };
        let form = NewUserForm { name: "Demo Ann".to_owned(), login: "ann@demo.invalid".to_owned() };
        let user = world.service.operator().create_user(&form).await.unwrap().id;
        let provider = provider(&world).await;
        let ann = provider.create_user(attributes("ann")).await.unwrap().id;
        let group = GroupAttributes {
            display_name: "one".to_owned(),
            members: BTreeSet::from([ann]),
            ..GroupAttributes::default()
        };
        provider.create_group(group).await.unwrap();
        let viewer = world.service.viewer(user).await.unwrap().unwrap();
        let roles = world.service.own_roles(&viewer).await.unwrap();
        let given: Vec<_> = roles.into_iter().map(|role| role.given_by).collect();
        assert_eq!(given, [GivenBy::Provisioned], "{engine}");
    }
}
