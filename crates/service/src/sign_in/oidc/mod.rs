//! Sign-in through an identity provider: `OpenID` Connect, authorization code with PKCE. A browser departs to the
//! provider and arrives again; what it brings counts once, in that browser, within ten minutes.

mod claims;
mod http;
mod metadata;
mod provider;
mod token;

use domain::EpochMs;
use store::{identities::ProviderVisit, sessions::SessionKey};

pub use claims::Identity;
pub use provider::Provider;

pub(super) use http::is_protected;

use super::{
    admission::admit,
    refusal::{Problem, Refusal, RefusedSignIn, SignInError, Stop, Untrusted},
    settings::{InvalidProvider, ProviderSettings},
};
use crate::{Service, ServiceError};

/// So long may somebody take at the provider: passwords are mistyped, phones are looked for.
const VISIT_MS: i64 = 10 * 60_000;

/// A provider as the sign-in page offers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferedProvider {
    pub name: String,
    pub title: String,
}

/// What a browser brings back, as the parameters of the address say it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer {
    pub state: String,
    pub code: String,
    pub error: String,
    /// Of RFC 9207: keeps the answers of two providers apart.
    pub issuer: String,
}

/// Somebody has proved who they are and may come in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    pub user: i64,
    /// The page that they had asked for.
    pub next: String,
}

/// Whom people sign in with elsewhere; none where the operator named none.
#[derive(Debug, Default)]
pub struct Providers(Vec<Provider>);

impl Providers {
    /// `base_url` is the address at which people reach this installation, without a slash at its end.
    pub fn new(settings: Vec<ProviderSettings>, base_url: &str) -> Result<Self, InvalidProvider> {
        let mut providers: Vec<Provider> = Vec::new();
        for settings in settings {
            let name = settings.name.clone();
            let provider = Provider::new(settings, base_url)?;
            if providers.iter().any(|other| other.settings.name == name) {
                return Err(InvalidProvider { name, problem: "two providers have this name".to_owned() });
            }
            providers.push(provider);
        }
        Ok(Self(providers))
    }

    fn get(&self, name: &str) -> Option<&Provider> {
        self.0.iter().find(|provider| provider.settings.name == name)
    }
}

impl Service {
    pub fn offered_providers(&self) -> Vec<OfferedProvider> {
        let offered = |provider: &Provider| OfferedProvider {
            name: provider.settings.name.clone(),
            title: provider.settings.title.clone(),
        };
        self.sign_in.providers.0.iter().map(offered).collect()
    }

    /// The address at the provider to send the browser to that has this session.
    ///
    /// # Errors
    /// `NotFound` for a provider that is not configured; refused where it does not answer.
    pub async fn depart_to_provider(
        &self,
        name: &str,
        session: &SessionKey,
        next: &str,
    ) -> Result<String, SignInError> {
        let provider = self.sign_in.providers.get(name).ok_or(ServiceError::NotFound)?;
        match self.depart(provider, session, next).await {
            Ok(url) => Ok(url),
            Err(stop) => Err(self.refuse(provider, stop).await),
        }
    }

    /// What the provider's answer proves. Whoever it is of is a user with a role from here on.
    ///
    /// # Errors
    /// `NotFound` for a provider that is not configured; refused with the reason otherwise.
    pub async fn arrive_from_provider(
        &self,
        name: &str,
        session: Option<&SessionKey>,
        answer: Answer,
    ) -> Result<Arrival, SignInError> {
        let provider = self.sign_in.providers.get(name).ok_or(ServiceError::NotFound)?;
        match self.arrive(provider, session, answer).await {
            Ok(arrival) => Ok(arrival),
            Err(stop) => Err(self.refuse(provider, stop).await),
        }
    }

    /// A provider's name as people read it.
    pub(super) fn provider_title(&self, name: &str) -> Option<&str> {
        self.sign_in.providers.get(name).map(|provider| provider.settings.title.as_str())
    }

    /// Where somebody who signed in so signs out of the provider as well; `None` where it offers no such page.
    pub async fn provider_sign_out(&self, name: &str) -> Option<(OfferedProvider, String)> {
        let provider = self.sign_in.providers.get(name)?;
        let url = provider.sign_out_url(self.now()).await?;
        let ProviderSettings { name, title, .. } = provider.settings.clone();
        Some((OfferedProvider { name, title }, url))
    }

    async fn depart(&self, provider: &Provider, session: &SessionKey, next: &str) -> Result<String, Stop> {
        let now = self.now();
        let departure = provider.depart(now).await?;
        let visit = ProviderVisit {
            session: session.clone(),
            provider: provider.settings.name.clone(),
            nonce: departure.nonce,
            pkce_verifier: departure.pkce_verifier,
            next: next.to_owned(),
            started_at: now,
        };
        let mut tx = self.store.begin().await?;
        tx.sweep_provider_visits(now.0 - VISIT_MS).await?;
        tx.save_provider_visit(&departure.state, &visit).await?;
        tx.commit().await?;
        Ok(departure.url)
    }

    async fn arrive(
        &self,
        provider: &Provider,
        session: Option<&SessionKey>,
        answer: Answer,
    ) -> Result<Arrival, Stop> {
        let now = self.now();
        let visit = self.visit(provider, session, &answer.state, now).await?;
        if !answer.issuer.is_empty() && answer.issuer != provider.issuer() {
            return Err(Problem::new(Refusal::Untrusted(Untrusted::Issuer), "of the answer").into());
        }
        said_no(&answer)?;
        let identity = provider.arrive(answer.code, &visit.nonce, visit.pkce_verifier, now).await?;
        let user = admit(self.store.begin().await?, provider, &identity, now).await?;
        Ok(Arrival { user, next: visit.next })
    }

    /// The departure that an answer belongs to. It is taken out first, so that whatever is wrong with the answer, there
    /// is no second try.
    async fn visit(
        &self,
        provider: &Provider,
        session: Option<&SessionKey>,
        state: &str,
        now: EpochMs,
    ) -> Result<ProviderVisit, Stop> {
        let mut tx = self.store.begin().await?;
        let visit = tx.take_provider_visit(state).await?;
        tx.commit().await?;
        let refused = |detail: &str| Stop::from(Problem::new(Refusal::Stale, detail));
        let visit = visit.ok_or_else(|| Problem::made_up("the state is not known, or was used"))?;
        if session != Some(&visit.session) {
            return Err(refused("the state is another browser's"));
        }
        if visit.provider != provider.settings.name {
            return Err(refused("the state is another provider's"));
        }
        if now.0 - visit.started_at.0 > VISIT_MS {
            return Err(refused("the state is too old"));
        }
        Ok(visit)
    }

    /// Writes a refusal down, in the log and, if there was a sign-in to refuse, in the audit log.
    async fn refuse(&self, provider: &Provider, stop: Stop) -> SignInError {
        let Problem { reason, detail, user, is_audited } = match stop {
            Stop::Problem(problem) => problem,
            Stop::Service(error) => return error.into(),
        };
        let ProviderSettings { name, title, .. } = provider.settings.clone();
        let reference = uuid::Uuid::new_v4().simple().to_string().split_off(20);
        tracing::warn!(provider = name, %reason, detail, reference, "a sign-in was refused");
        let refused = RefusedSignIn { reason, provider: name, title, reference };
        let logged = if is_audited { self.log_refusal(&refused, user).await } else { Ok(()) };
        match logged {
            Ok(()) => SignInError::Refused(refused),
            Err(error) => error.into(),
        }
    }

    async fn log_refusal(&self, refused: &RefusedSignIn, user: Option<i64>) -> Result<(), ServiceError> {
        let who = user.map_or_else(|| "nobody".to_owned(), |user| format!("user:{user}"));
        let subject = format!("provider:{}", refused.provider);
        let detail = format!("{}, reference {}", refused.reason, refused.reference);
        let mut tx = self.store.begin().await?;
        tx.log_change(self.now().0, &who, "was refused sign-in", &subject, &detail).await?;
        Ok(tx.commit().await?)
    }
}

/// The provider's own "no", told in the address. Its description is for its own log: anybody can write an address.
fn said_no(answer: &Answer) -> Result<(), Problem> {
    let error: String = answer.error.chars().filter(char::is_ascii_graphic).take(60).collect();
    match answer.error.as_str() {
        "" if answer.code.is_empty() => Err(Problem::new(Refusal::Declined, "without a code")),
        "" => Ok(()),
        "access_denied" => Err(Problem::new(Refusal::Cancelled, error)),
        "temporarily_unavailable" | "server_error" => Err(Problem::new(Refusal::Unavailable, error)),
        _ => Err(Problem::new(Refusal::Declined, error)),
    }
}
