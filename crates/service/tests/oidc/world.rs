//! A company with an identity provider, and somebody with a browser.

use std::cell::Cell;

use domain::{
    EpochMs, TeamKey,
    viewer::{AccessRole, Scope},
};
use serde_json::{Value, json};
use service::{
    Rules, Service,
    ingest::SheetKind,
    sign_in::{
        Answer, Arrival, GroupRule, ProviderSettings, Providers, Refusal, Secret, SessionKey, SignIn,
        SignInError,
    },
};
use store::Store;

use crate::provider::{CLIENT, SECRET, TestProvider};

pub const START: i64 = 1_780_000_000_000;
pub const MINUTE: i64 = 60_000;

thread_local! {
    /// A test, its service and its provider run on one thread.
    static NOW: Cell<i64> = const { Cell::new(START) };
}

pub fn set_minutes(since_start: i64) {
    NOW.set(START + since_start * MINUTE);
}

fn now_ms() -> i64 {
    NOW.get()
}

fn clock() -> EpochMs {
    EpochMs(now_ms())
}

pub struct World {
    pub engine: &'static str,
    pub service: Service,
    pub store: Store,
    pub provider: TestProvider,
}

/// On each engine a company of two teams; the provider's groups `payments-leads` and `engineers` are mapped.
pub async fn worlds() -> Vec<World> {
    let mut worlds = Vec::new();
    for (engine, store) in testbed::stores().await {
        set_minutes(0);
        let provider = TestProvider::start(now_ms).await;
        let service = service(&store, &settings(&provider)).await;
        let teams = "key,name\npayments,Payments\nsearch,Search\n";
        service.apply_sheet(SheetKind::Teams, teams.as_bytes()).await.unwrap();
        let people = "email,name,team\nperson07@demo.invalid,Demo Person 07,search\n";
        service.apply_sheet(SheetKind::People, people.as_bytes()).await.unwrap();
        worlds.push(World { engine, service, store, provider });
    }
    worlds
}

pub async fn service(store: &Store, settings: &ProviderSettings) -> Service {
    let other = ProviderSettings { name: "other".to_owned(), ..settings.clone() };
    let providers = Providers::new(vec![settings.clone(), other], "http://127.0.0.1:3000").unwrap();
    let sign_in = SignIn { providers, ..SignIn::default() };
    Service::new(store.clone(), Rules::default(), clock).await.unwrap().with_sign_in(sign_in)
}

pub fn settings(provider: &TestProvider) -> ProviderSettings {
    let rule = |group: &str, role, scope| GroupRule { group: group.to_owned(), role, scope };
    ProviderSettings {
        name: "corporate".to_owned(),
        title: "Example Corp".to_owned(),
        issuer: provider.issuer.clone(),
        client_id: CLIENT.to_owned(),
        client_secret: Secret(SECRET.to_owned()),
        scopes: vec!["email".to_owned()],
        groups_claim: "groups".to_owned(),
        groups: vec![
            rule("payments-leads", AccessRole::Manager, Scope::Team(TeamKey::new("payments").unwrap())),
            rule("engineers", AccessRole::Engineer, Scope::Own),
        ],
        provisions: false,
    }
}

/// A browser's session, by the name that it has in the database.
pub fn browser(name: &str) -> SessionKey {
    serde_json::from_value(json!(name)).unwrap()
}

impl World {
    /// Has the provider say this of whoever signs in there.
    pub fn provider_says(&self, claims: Value) {
        self.provider.script().claims = claims;
    }

    /// Somebody with these groups, as the provider tells of them in the token.
    pub fn somebody_in(&self, groups: &[&str]) {
        self.provider_says(json!({
            "name": "Demo Person 07", "email": "Person07@Demo.invalid", "email_verified": true, "groups": groups,
        }));
    }

    /// To the provider and back, with an answer that a test may spoil.
    pub async fn returning(&self, spoil: impl FnOnce(&mut Answer)) -> Result<Arrival, SignInError> {
        let browser = browser("browser");
        let address = self.service.depart_to_provider("corporate", &browser, "/teams").await?;
        let (state, code) = self.provider.visit(&address);
        let mut answer = Answer { state, code, ..Answer::default() };
        spoil(&mut answer);
        self.service.arrive_from_provider("corporate", Some(&browser), answer).await
    }

    pub async fn sign_in(&self) -> Result<Arrival, SignInError> {
        self.returning(|_| ()).await
    }

    /// The roles of a user, as a matrix would list them.
    pub async fn roles(&self, user: i64) -> Vec<(AccessRole, Scope, String)> {
        let grants = self.store.role_grants(user, clock()).await.unwrap();
        grants.into_iter().map(|grant| (grant.role, grant.scope, grant.source)).collect()
    }

    /// What the audit log says of refusals at the provider, newest first, without references.
    pub async fn refusals(&self) -> Vec<(String, String)> {
        let changes = self.store.changes("provider:corporate", 100).await.unwrap();
        let reason = |detail: &str| detail.split(", reference ").next().unwrap_or_default().to_owned();
        changes.into_iter().map(|change| (change.who, reason(&change.detail))).collect()
    }
}

/// Why nobody was signed in.
pub fn reason(outcome: Result<Arrival, SignInError>) -> Refusal {
    match outcome {
        Err(SignInError::Refused(refused)) => refused.reason,
        other => panic!("not refused: {other:?}"),
    }
}
