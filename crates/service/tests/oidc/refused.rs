//! What proves nothing opens nothing, and is written down.

use rstest::rstest;
use serde_json::{Value, json};
use service::sign_in::{
    Refusal::{self, Cancelled, Declined, Disabled, NoRole, Stale, Unavailable, Untrusted},
    Untrusted::{Audience, Expired, Incomplete, Issuer, Nonce, Signature},
};

use crate::{
    provider::{Script, Signing},
    world::{START, World, browser, reason, set_minutes, worlds},
};

/// Each lie on its own, by somebody who would have a role.
#[rstest]
#[case::of_another_issuer(json!({ "iss": "https://elsewhere.invalid" }), Issuer)]
#[case::for_another_application(json!({ "aud": "another" }), Audience)]
#[case::for_others_as_well(json!({ "aud": ["sightline", "another"] }), Audience)]
#[case::of_another_sign_in(json!({ "nonce": "another" }), Nonce)]
#[case::without_a_nonce(json!({ "nonce": null }), Nonce)]
#[case::that_has_expired(json!({ "exp": START / 1000 - 61 }), Expired)]
#[case::of_another_access_token(json!({ "at_hash": "AAAAAAAAAAAAAAAAAAAAAA" }), Incomplete)]
#[tokio::test]
async fn an_id_token_is_refused(#[case] lie: Value, #[case] expected: service::sign_in::Untrusted) {
    for world in worlds().await {
        let mut claims = lie.clone();
        claims["groups"] = json!(["engineers"]);
        world.provider_says(claims);
        assert_refused(&world, Untrusted(expected)).await;
    }
}

#[rstest]
#[case::by_a_key_that_is_not_published(Signing::Key { key: 2, id: 2 })]
#[case::by_another_key_under_the_id_of_a_published_one(Signing::Key { key: 2, id: 1 })]
#[case::by_nobody(Signing::Not)]
#[case::with_the_secret_of_the_client(Signing::Secret)]
#[tokio::test]
async fn an_id_token_is_refused_that_is_signed(#[case] signing: Signing) {
    for world in worlds().await {
        world.somebody_in(&["engineers"]);
        world.provider.script().signing = signing;
        assert_refused(&world, Untrusted(Signature)).await;
    }
}

async fn assert_refused(world: &World, expected: Refusal) {
    assert_eq!(reason(world.sign_in().await), expected, "{}", world.engine);
    assert_eq!(world.refusals().await, [("nobody".to_owned(), expected.to_string())], "{}", world.engine);
    assert!(world.store.user(1).await.unwrap().is_none(), "{}: nobody was made a user", world.engine);
}

#[rstest]
#[case::without_an_id_token(|script: &mut Script| script.with_id_token = false)]
#[case::with_the_user_info_of_somebody_else(|script: &mut Script| script.user_info = json!({ "sub": "u-8" }))]
#[tokio::test]
async fn an_answer_is_refused(#[case] lie: fn(&mut Script)) {
    for world in worlds().await {
        lie(&mut world.provider.script());
        assert!(matches!(reason(world.sign_in().await), Untrusted(_)), "{}", world.engine);
    }
}

#[tokio::test]
async fn an_answer_counts_once() {
    for world in worlds().await {
        world.somebody_in(&["engineers"]);
        let mut first = None;
        world.returning(|answer| first = Some(answer.clone())).await.unwrap();
        let browser = browser("browser");
        let again = world.service.arrive_from_provider("corporate", Some(&browser), first.unwrap()).await;
        assert_eq!(reason(again), Stale, "{}", world.engine);
    }
}

#[tokio::test]
async fn a_state_counts_in_the_browser_that_it_was_made_for_and_at_its_provider() {
    for world in worlds().await {
        world.somebody_in(&["engineers"]);
        for (session, provider) in [
            (Some(browser("another")), "corporate"),
            (None, "corporate"),
            (Some(browser("browser")), "other"),
        ] {
            let departed = world.service.depart_to_provider("corporate", &browser("browser"), "/").await;
            let (state, code) = world.provider.visit(&departed.unwrap());
            let answer = service::sign_in::Answer { state, code, ..Default::default() };
            let arrived = world.service.arrive_from_provider(provider, session.as_ref(), answer).await;
            assert_eq!(reason(arrived), Stale, "{}: {provider}", world.engine);
        }
        let made_up = world.returning(|answer| answer.state = "made up".to_owned()).await;
        assert_eq!(reason(made_up), Stale, "{}", world.engine);
    }
}

#[tokio::test]
async fn an_answer_to_no_sign_in_leaves_nothing_behind() {
    for world in worlds().await {
        let logged = async || world.store.changes("provider:corporate", 100).await.unwrap().len();
        let before = logged().await;
        for at in 0..3 {
            let answer = service::sign_in::Answer { state: format!("made up {at}"), ..Default::default() };
            let arrived = world.service.arrive_from_provider("corporate", None, answer).await;
            assert_eq!(reason(arrived), Stale, "{}", world.engine);
        }
        assert_eq!(logged().await, before, "{}", world.engine);
    }
}

#[tokio::test]
async fn an_answer_after_ten_minutes_comes_too_late() {
    for world in worlds().await {
        set_minutes(0);
        world.somebody_in(&["engineers"]);
        assert!(world.returning(|_| set_minutes(10)).await.is_ok(), "{}: not yet", world.engine);
        set_minutes(20);
        let late = world.returning(|_| set_minutes(31)).await;
        assert_eq!(reason(late), Stale, "{}", world.engine);
    }
}

#[tokio::test]
async fn an_answer_that_names_another_issuer_is_not_mixed_up_with_this_ones() {
    for world in worlds().await {
        world.somebody_in(&["engineers"]);
        let mixed_up = world.returning(|answer| answer.issuer = "https://elsewhere.invalid".to_owned()).await;
        assert_eq!(reason(mixed_up), Untrusted(Issuer), "{}", world.engine);
        let issuer = world.provider.issuer.clone();
        assert!(world.returning(|answer| answer.issuer = issuer).await.is_ok(), "{}", world.engine);
    }
}

#[tokio::test]
async fn what_the_provider_refuses_is_refused_here() {
    for world in worlds().await {
        let cancelled = world.returning(|answer| answer.error = "access_denied".to_owned()).await;
        assert_eq!(reason(cancelled), Cancelled, "{}", world.engine);
        let declined = world.returning(|answer| answer.error = "login_required".to_owned()).await;
        assert_eq!(reason(declined), Declined, "{}", world.engine);
        let stolen = world.returning(|answer| answer.code = "of somebody else".to_owned()).await;
        assert_eq!(reason(stolen), Declined, "{}: a code that it did not hand out", world.engine);
    }
}

#[tokio::test]
async fn a_provider_that_is_down_is_said_to_be_and_works_again_once_it_is_up() {
    for mut world in worlds().await {
        set_minutes(0);
        world.somebody_in(&["engineers"]);
        world.provider.stop().await;
        assert_eq!(reason(world.sign_in().await), Unavailable, "{}", world.engine);
        world.provider.start_again().await;
        set_minutes(1);
        assert!(world.sign_in().await.is_ok(), "{}", world.engine);
    }
}

#[tokio::test]
async fn nobody_is_sent_to_a_provider_that_stopped_answering() {
    for world in worlds().await {
        set_minutes(0);
        world.somebody_in(&["engineers"]);
        world.sign_in().await.unwrap();
        set_minutes(1);
        world.provider.script().issuer_in_metadata = Some("https://elsewhere.invalid".to_owned());
        assert_eq!(reason(world.sign_in().await), Unavailable, "{}", world.engine);
    }
}

#[tokio::test]
async fn metadata_of_another_issuer_or_with_an_open_endpoint_are_not_used() {
    for world in worlds().await {
        set_minutes(0);
        world.provider.script().issuer_in_metadata = Some("https://elsewhere.invalid".to_owned());
        assert_eq!(reason(world.sign_in().await), Unavailable, "{}", world.engine);
        set_minutes(1);
        world.provider.script().issuer_in_metadata = None;
        world.provider.script().token_endpoint = Some("http://elsewhere.invalid/token".to_owned());
        assert_eq!(reason(world.sign_in().await), Unavailable, "{}: the secret stays here", world.engine);
    }
}

#[tokio::test]
async fn somebody_without_a_mapped_group_does_not_get_in_but_with_a_role_given_here_they_do() {
    for world in worlds().await {
        world.somebody_in(&["marketing"]);
        assert_eq!(reason(world.sign_in().await), NoRole, "{}", world.engine);
        let [(who, what)] = world.refusals().await.try_into().unwrap();
        assert_eq!(what, "no role", "{}", world.engine);
        let user: i64 = who.strip_prefix("user:").unwrap().parse().unwrap();
        let mut tx = world.store.begin().await.unwrap();
        let (role, scope) = (domain::viewer::AccessRole::Auditor, domain::viewer::Scope::Everything);
        tx.grant_role(user, role, &scope, "administrator", domain::Span::ALL).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(world.sign_in().await.unwrap().user, user, "{}", world.engine);
    }
}

#[tokio::test]
async fn whoever_is_disabled_does_not_get_in_whatever_their_groups() {
    for world in worlds().await {
        world.somebody_in(&["engineers"]);
        let user = world.sign_in().await.unwrap().user;
        let mut tx = world.store.begin().await.unwrap();
        tx.set_disabled(user, Some(domain::EpochMs(START))).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(reason(world.sign_in().await), Disabled, "{}", world.engine);
        assert_eq!(world.refusals().await, [(format!("user:{user}"), "disabled".to_owned())]);
    }
}
