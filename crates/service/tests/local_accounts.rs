//! Signing in with a password and a one-time code, being held up, changing a password, and the first administrator.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::{cell::Cell, time::Duration};

use domain::{EpochMs, viewer::AccessRole, viewer::Viewer};
use service::{
    Rules, Service, ServiceError,
    administration::{NewUser, NewUserForm},
    local_accounts::{PasswordForm, Progress, Proven, SetUpForm, Step, TwoStepState},
    sign_in::SessionKey,
};
use totp_rs::{Builder, Secret, Totp};
use tower_sessions::session::Id;

const MINUTE: i64 = 60_000;
const OWN: &str = "correct horse battery";

thread_local! {
    /// Each test runs on a thread of its own, and so does everything in it that asks for the time.
    static NOW: Cell<i64> = const { Cell::new(1_782_864_000_000) };
}

fn clock() -> EpochMs {
    EpochMs(NOW.get())
}

fn pass(ms: i64) {
    NOW.set(NOW.get() + ms);
}

async fn services() -> Vec<(&'static str, Service)> {
    let mut services = Vec::new();
    for (engine, store) in testbed::stores().await {
        services.push((engine, Service::new(store, Rules::default(), clock).await.unwrap()));
    }
    services
}

async fn made(service: &Service) -> NewUser {
    let form = NewUserForm { name: "Demo Person 07".to_owned(), login: "Person07@demo.invalid".to_owned() };
    service.operator().create_user(&form).await.unwrap()
}

/// A user who has chosen a password of their own.
async fn settled(service: &Service) -> i64 {
    let user = made(service).await;
    let first = service.sign_in_with_password(&user.login, &user.password).await.unwrap();
    let done = service.sign_in_with_new_password(&proven(first), OWN, OWN).await.unwrap();
    assert_eq!(done, Progress::Done { user: user.id });
    user.id
}

fn proven(progress: Progress) -> Proven {
    let Progress::Next(proven) = progress else { panic!("{progress:?}") };
    proven
}

async fn sign_in(service: &Service, password: &str) -> Progress {
    service.sign_in_with_password("person07@demo.invalid", password).await.unwrap()
}

fn wrong(error: &ServiceError) -> String {
    let ServiceError::Invalid(fields) = error else { panic!("{error}") };
    fields.0.iter().map(|field| format!("{}: {}", field.field, field.message)).collect::<Vec<_>>().join("\n")
}

const REFUSED: Progress = Progress::Refused { wait: None };

#[tokio::test]
async fn the_first_password_opens_nothing_but_the_choice_of_ones_own() {
    for (engine, service) in services().await {
        let user = made(&service).await;
        let proven = proven(sign_in(&service, &user.password).await);
        assert_eq!(proven.step(), Step::NewPassword, "{engine}");

        let same = service.sign_in_with_new_password(&proven, &user.password, &user.password).await;
        assert!(wrong(&same.unwrap_err()).contains("the password you have now"), "{engine}");
        let own = service.sign_in_with_new_password(&proven, "person07-is-me", "person07-is-me").await;
        assert!(wrong(&own.unwrap_err()).contains("your own name"), "{engine}");
        let differ = service.sign_in_with_new_password(&proven, OWN, "something else").await;
        assert!(wrong(&differ.unwrap_err()).contains("differ"), "{engine}");

        let done = service.sign_in_with_new_password(&proven, OWN, OWN).await.unwrap();
        assert_eq!(done, Progress::Done { user: user.id }, "{engine}");
        assert_eq!(sign_in(&service, OWN).await, Progress::Done { user: user.id }, "{engine}");
        assert_eq!(sign_in(&service, &user.password).await, REFUSED, "{engine}");
        let again = service.sign_in_with_new_password(&proven, "another long password", OWN).await;
        assert_eq!(again.unwrap(), REFUSED, "{engine}: the step was used up");
    }
}

#[tokio::test]
async fn a_first_step_holds_for_ten_minutes() {
    for (engine, service) in services().await {
        let user = made(&service).await;
        let proven = proven(sign_in(&service, &user.password).await);
        pass(11 * MINUTE);
        assert_eq!(service.sign_in_with_new_password(&proven, OWN, OWN).await.unwrap(), REFUSED, "{engine}");
    }
}

#[tokio::test]
async fn a_login_that_does_not_exist_is_answered_like_one_that_does() {
    for (engine, service) in services().await {
        settled(&service).await;
        for _ in 0..5 {
            let known = sign_in(&service, "not the password").await;
            let unknown = service.sign_in_with_password("nobody@demo.invalid", "not the password").await;
            assert_eq!(known, unknown.unwrap(), "{engine}");
        }
        assert_eq!(
            sign_in(&service, OWN).await,
            service.sign_in_with_password("nobody@demo.invalid", OWN).await.unwrap(),
            "{engine}: both are held up"
        );
    }
}

#[tokio::test]
async fn five_wrong_tries_hold_a_login_up_and_each_further_one_for_longer() {
    for (engine, service) in services().await {
        let user = settled(&service).await;
        for _ in 0..4 {
            assert_eq!(sign_in(&service, "wrong password").await, REFUSED, "{engine}");
        }
        let held_up = Progress::Refused { wait: Some(Duration::from_secs(30)) };
        assert_eq!(sign_in(&service, "wrong password").await, held_up, "{engine}");
        assert_eq!(sign_in(&service, OWN).await, held_up, "{engine}: even the right one waits");
        pass(MINUTE / 2);
        let longer = Progress::Refused { wait: Some(Duration::from_mins(1)) };
        assert_eq!(sign_in(&service, "wrong password").await, longer, "{engine}");
        pass(MINUTE);
        assert_eq!(sign_in(&service, OWN).await, Progress::Done { user }, "{engine}: time unlocks");
        assert_eq!(sign_in(&service, "wrong password").await, REFUSED, "{engine}: the count began anew");
    }
}

#[tokio::test]
async fn many_tries_at_once_are_no_more_tries() {
    for (engine, service) in services().await {
        settled(&service).await;
        let tries = (0..20).map(|n| {
            let service = service.clone();
            async move { service.sign_in_with_password("person07@demo.invalid", &format!("try {n}")).await }
        });
        let answers = futures::future::join_all(tries).await;
        let free = answers.into_iter().filter(|answer| matches!(answer, Ok(answer) if *answer == REFUSED));
        assert_eq!(free.count(), 4, "{engine}: the fifth and all after it are told to wait");
    }
}

#[tokio::test]
async fn a_disabled_user_is_answered_as_if_the_password_were_wrong() {
    for (engine, service) in services().await {
        let user = settled(&service).await;
        assert!(service.operator().disable(user).await.unwrap(), "{engine}");
        assert_eq!(sign_in(&service, OWN).await, REFUSED, "{engine}");
        assert_eq!(service.viewer(user).await.unwrap(), None, "{engine}");
        assert!(!service.operator().disable(user).await.unwrap(), "{engine}: it was disabled already");
        assert!(service.operator().enable(user).await.unwrap(), "{engine}");
        assert_eq!(sign_in(&service, OWN).await, Progress::Done { user }, "{engine}");
    }
}

#[tokio::test]
async fn changing_the_password_takes_the_one_of_now() {
    for (engine, service) in services().await {
        let user = settled(&service).await;
        let viewer = service.viewer(user).await.unwrap().unwrap();
        let account = service.own_account(&viewer).await.unwrap();
        let session = SessionKey::of(&Id::default());
        let form = |current: &str| PasswordForm {
            current: current.to_owned(),
            password: "three quiet harbours".to_owned(),
            again: "three quiet harbours".to_owned(),
        };
        let refused = account.change_password(&form("not mine"), &session).await.unwrap_err();
        assert!(wrong(&refused).starts_with("current:"), "{engine}");
        account.change_password(&form(OWN), &session).await.unwrap();
        assert_eq!(sign_in(&service, OWN).await, REFUSED, "{engine}");
        assert_eq!(sign_in(&service, "three quiet harbours").await, Progress::Done { user }, "{engine}");
    }
}

/// What an authenticator app does with the secret that it was given.
struct App(Totp);

impl App {
    fn new(secret: &str) -> Self {
        let text = secret.replace(' ', "").to_uppercase();
        let secret = Secret::try_from_base32(text).unwrap();
        Self(Builder::new().with_secret(secret).with_account_name("app").build().unwrap())
    }

    fn code(&self) -> String {
        self.0.generate(u64::try_from(clock().0 / 1000).unwrap()).to_string()
    }
}

/// Turns the second step on; returns the app and the recovery codes.
async fn enrolled(service: &Service, viewer: &Viewer) -> (App, Vec<String>) {
    let account = service.own_account(viewer).await.unwrap();
    assert_eq!(account.two_step().await.unwrap(), TwoStepState::Off);
    account.begin_two_step().await.unwrap();
    let enrolment = account.enrolment().await.unwrap().unwrap();
    assert!(enrolment.url.starts_with("otpauth://totp/Sightline:person07"), "{}", enrolment.url);
    let app = App::new(&enrolment.secret);
    assert_eq!(account.confirm_two_step("000000x").await.unwrap(), None);
    let codes = account.confirm_two_step(&app.code()).await.unwrap().unwrap();
    assert_eq!(account.two_step().await.unwrap(), TwoStepState::On { recovery_codes_left: 10 });
    pass(MINUTE);
    (app, codes)
}

#[tokio::test]
async fn a_one_time_code_opens_once_and_one_step_early_or_late() {
    for (engine, service) in services().await {
        let user = settled(&service).await;
        let viewer = service.viewer(user).await.unwrap().unwrap();
        let (app, _) = enrolled(&service, &viewer).await;
        let first = proven(sign_in(&service, OWN).await);
        assert_eq!(first.step(), Step::Code, "{engine}");

        let code = app.code();
        let done = service.sign_in_with_code(&first, &code).await.unwrap();
        assert_eq!(done, Progress::Done { user }, "{engine}");
        assert_eq!(service.sign_in_with_code(&first, &code).await.unwrap(), REFUSED, "{engine}: a replay");

        pass(MINUTE);
        let late = app.code();
        pass(MINUTE / 2);
        let done = service.sign_in_with_code(&first, &late).await.unwrap();
        assert_eq!(done, Progress::Done { user }, "{engine}: one step late");
        let later = app.code();
        pass(2 * MINUTE);
        assert_eq!(service.sign_in_with_code(&first, &later).await.unwrap(), REFUSED, "{engine}: too late");
    }
}

#[tokio::test]
async fn a_recovery_code_stands_in_once_and_the_app_is_asked_for_again_after() {
    for (engine, service) in services().await {
        let user = settled(&service).await;
        let viewer = service.viewer(user).await.unwrap().unwrap();
        let (_, codes) = enrolled(&service, &viewer).await;
        let first = proven(sign_in(&service, OWN).await);
        let typed = codes[3].to_uppercase();
        let done = service.sign_in_with_code(&first, &typed).await.unwrap();
        assert_eq!(done, Progress::Done { user }, "{engine}");
        assert_eq!(service.sign_in_with_code(&first, &typed).await.unwrap(), REFUSED, "{engine}: used up");
        let account = service.own_account(&viewer).await.unwrap();
        assert_eq!(
            account.two_step().await.unwrap(),
            TwoStepState::On { recovery_codes_left: 9 },
            "{engine}"
        );
        let renewed = account.renew_recovery_codes(OWN).await.unwrap();
        assert_eq!(
            service.sign_in_with_code(&first, &codes[4]).await.unwrap(),
            REFUSED,
            "{engine}: replaced"
        );
        let done = service.sign_in_with_code(&first, &renewed[0]).await.unwrap();
        assert_eq!(done, Progress::Done { user }, "{engine}");
    }
}

#[tokio::test]
async fn a_known_password_buys_no_more_tries_at_the_code() {
    for (engine, service) in services().await {
        let user = settled(&service).await;
        let viewer = service.viewer(user).await.unwrap().unwrap();
        enrolled(&service, &viewer).await;
        let mut refused = 0;
        loop {
            let Progress::Next(first) = sign_in(&service, OWN).await else { break };
            service.sign_in_with_code(&first, "123456").await.unwrap();
            refused += 1;
            assert!(refused < 10, "{engine}: never held up");
        }
        assert_eq!(refused, 5, "{engine}");
    }
}

#[tokio::test]
async fn turning_the_second_step_off_takes_the_password() {
    for (engine, service) in services().await {
        let user = settled(&service).await;
        let viewer = service.viewer(user).await.unwrap().unwrap();
        enrolled(&service, &viewer).await;
        let account = service.own_account(&viewer).await.unwrap();
        assert!(wrong(&account.turn_two_step_off("not mine").await.unwrap_err()).starts_with("current:"));
        account.turn_two_step_off(OWN).await.unwrap();
        assert_eq!(sign_in(&service, OWN).await, Progress::Done { user }, "{engine}");
    }
}

fn administrator() -> SetUpForm {
    SetUpForm {
        name: "Demo Administrator".to_owned(),
        login: "admin@demo.invalid".to_owned(),
        password: OWN.to_owned(),
        again: OWN.to_owned(),
    }
}

#[tokio::test]
async fn the_set_up_link_makes_one_administrator_and_is_dead_then() {
    for (engine, service) in services().await {
        let old = service.new_set_up_link().await.unwrap().unwrap();
        let link = service.new_set_up_link().await.unwrap().unwrap();
        assert!(!service.set_up_link_opens(&old).await.unwrap(), "{engine}: replaced at the next start");
        assert!(service.set_up_link_opens(&link).await.unwrap(), "{engine}");

        let weak = SetUpForm { password: "short".to_owned(), again: "short".to_owned(), ..administrator() };
        assert!(wrong(&service.set_up(&link, &weak).await.unwrap_err()).contains("at least 12"), "{engine}");
        let user = service.set_up(&link, &administrator()).await.unwrap();
        assert!(service.viewer(user).await.unwrap().unwrap().holds(AccessRole::Admin), "{engine}");

        let again = SetUpForm { login: "other@demo.invalid".to_owned(), ..administrator() };
        let dead = service.set_up(&link, &again).await.unwrap_err();
        assert!(matches!(dead, ServiceError::NotFound), "{engine}: {dead}");
        assert_eq!(service.new_set_up_link().await.unwrap(), None, "{engine}: somebody administers");
    }
}

#[tokio::test]
async fn the_set_up_link_works_for_a_day() {
    for (engine, service) in services().await {
        let link = service.new_set_up_link().await.unwrap().unwrap();
        pass(24 * 60 * MINUTE);
        assert!(!service.set_up_link_opens(&link).await.unwrap(), "{engine}");
        let dead = service.set_up(&link, &administrator()).await.unwrap_err();
        assert!(matches!(dead, ServiceError::NotFound), "{engine}: {dead}");
    }
}

#[tokio::test]
async fn a_login_or_key_that_no_database_could_hold_is_nobodys() {
    for (engine, service) in services().await {
        let login = "person\u{0}07@demo.invalid";
        let progress = service.sign_in_with_password(login, OWN).await.unwrap();
        assert_eq!(progress, Progress::Refused { wait: None }, "{engine}");
        assert_eq!(service.key_holder("\u{0}", "\u{0}").await.unwrap(), None, "{engine}");
    }
}
