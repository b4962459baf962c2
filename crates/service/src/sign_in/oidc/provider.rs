//! One identity provider: the address to send a browser to, and what is believed of the answer.

use domain::EpochMs;
use openidconnect::{
    AuthType, AuthenticationFlow, AuthorizationCode, ClaimsVerificationError, CsrfToken,
    EmptyExtraTokenFields, EndpointMaybeSet, EndpointNotSet, EndpointSet, IdTokenFields, LogoutRequest,
    Nonce, OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier, PostLogoutRedirectUrl,
    RequestTokenError, Scope, SignatureVerificationError, StandardErrorResponse, StandardTokenResponse,
    UserInfoError,
    core::{
        CoreAuthDisplay, CoreAuthPrompt, CoreClientAuthMethod, CoreErrorResponseType, CoreGenderClaim,
        CoreJsonWebKey, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm, CoreResponseType,
        CoreRevocableToken, CoreRevocationErrorResponse, CoreTokenIntrospectionResponse, CoreTokenType,
    },
};

use super::{
    claims::{Claims, Identity, OtherClaims, Told, UserInfo},
    http::Http,
    metadata::{Metadata, MetadataCache},
    token::{untrusted, verified},
};
use crate::sign_in::{
    refusal::{Problem, Refusal, Untrusted},
    settings::{Checked, InvalidProvider, ProviderSettings},
};

type Fields = IdTokenFields<
    OtherClaims,
    EmptyExtraTokenFields,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;
pub(super) type Tokens = StandardTokenResponse<Fields, CoreTokenType>;
pub(super) type Client = openidconnect::Client<
    OtherClaims,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    Tokens,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

#[derive(Debug)]
pub struct Provider {
    pub(in crate::sign_in) settings: ProviderSettings,
    checked: Checked,
    home: PostLogoutRedirectUrl,
    http: Http,
    metadata: MetadataCache,
}

/// What has to be remembered while a browser is at the provider, and the address to send it to.
pub(super) struct Departure {
    pub url: String,
    pub state: String,
    pub nonce: String,
    pub pkce_verifier: String,
}

impl Provider {
    pub(super) fn new(settings: ProviderSettings, base_url: &str) -> Result<Self, InvalidProvider> {
        let checked = settings.check(base_url)?;
        let wrong = |problem: String| InvalidProvider { name: settings.name.clone(), problem };
        let home = PostLogoutRedirectUrl::new(format!("{base_url}/sign-in"));
        let home = home.map_err(|e| wrong(format!("base_url: {e}")))?;
        let http = Http::new().map_err(|e| wrong(e.to_string()))?;
        Ok(Self { checked, home, http, metadata: MetadataCache::default(), settings })
    }

    pub(super) async fn depart(&self, now: EpochMs) -> Result<Departure, Problem> {
        let metadata = self.metadata.answering(&self.http, &self.checked.issuer, now).await;
        let metadata = metadata.map_err(|error| Problem::new(Refusal::Unavailable, error.to_string()))?;
        let client = self.client(&metadata);
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let flow = AuthenticationFlow::<CoreResponseType>::AuthorizationCode;
        let request = client.authorize_url(flow, CsrfToken::new_random, Nonce::new_random);
        let scopes = self.settings.scopes.iter().filter(|scope| *scope != "openid").cloned().map(Scope::new);
        let (url, state, nonce) = request.add_scopes(scopes).set_pkce_challenge(challenge).url();
        Ok(Departure {
            url: url.to_string(),
            state: state.into_secret(),
            nonce: nonce.secret().clone(),
            pkce_verifier: verifier.into_secret(),
        })
    }

    /// Trades the code for tokens and believes what the ID token proves.
    pub(super) async fn arrive(
        &self,
        code: String,
        nonce: &str,
        pkce_verifier: String,
        now: EpochMs,
    ) -> Result<Identity, Problem> {
        let metadata = self.metadata(now).await?;
        let client = self.client(&metadata);
        let tokens = self.tokens(&client, code, pkce_verifier).await?;
        let nonce = Nonce::new(nonce.to_owned());
        let claims = match verified(&client, &metadata, &tokens, &nonce, now) {
            // The provider may have changed its keys since they were asked for.
            Err(ClaimsVerificationError::SignatureVerification(
                SignatureVerificationError::NoMatchingKey,
            )) => {
                let issuer = &self.checked.issuer;
                let newer = self.metadata.newer_than(&metadata, &self.http, issuer, now).await;
                let newer = newer.map_err(|error| Problem::new(Refusal::Unavailable, error.to_string()))?;
                verified(&self.client(&newer), &newer, &tokens, &nonce, now)
            }
            claims => claims,
        };
        let claims = claims.map_err(|error| untrusted(&error))?;
        self.identity(&client, &tokens, &claims).await
    }

    /// Where somebody signs out of the provider itself; `None` where it has no such page or does not answer.
    pub(super) async fn sign_out_url(&self, now: EpochMs) -> Option<String> {
        let metadata = self.metadata(now).await.ok()?;
        let endpoint = metadata.additional_metadata().end_session_endpoint.clone()?;
        let request = LogoutRequest::from(endpoint).set_client_id(self.checked.client_id.clone());
        Some(request.set_post_logout_redirect_uri(self.home.clone()).http_get_url().to_string())
    }

    pub(super) fn issuer(&self) -> &str {
        self.checked.issuer.as_str()
    }

    async fn metadata(&self, now: EpochMs) -> Result<Metadata, Problem> {
        let metadata = self.metadata.known(&self.http, &self.checked.issuer, now).await;
        metadata.map_err(|error| Problem::new(Refusal::Unavailable, error.to_string()))
    }

    fn client(&self, metadata: &Metadata) -> Client {
        let Checked { client_id, client_secret, redirect, .. } = self.checked.clone();
        let methods = metadata.token_endpoint_auth_methods_supported();
        // Basic is what a provider takes that does not say.
        let in_body =
            methods.is_some_and(|methods| !methods.contains(&CoreClientAuthMethod::ClientSecretBasic));
        let client = Client::from_provider_metadata(metadata.as_ref().clone(), client_id, client_secret);
        client.set_redirect_uri(redirect).set_auth_type(if in_body {
            AuthType::RequestBody
        } else {
            AuthType::BasicAuth
        })
    }

    async fn tokens(&self, client: &Client, code: String, verifier: String) -> Result<Tokens, Problem> {
        let request = client.exchange_code(AuthorizationCode::new(code));
        let request = request.map_err(|error| Problem::new(Refusal::Unavailable, error.to_string()))?;
        let request = request.set_pkce_verifier(PkceCodeVerifier::new(verifier));
        request.request_async(&self.http).await.map_err(|error| match error {
            RequestTokenError::Request(error) => Problem::new(Refusal::Unavailable, error.to_string()),
            // The answer may hold tokens, so the rest of it is not told.
            RequestTokenError::Parse(error, _) => {
                Problem::new(Refusal::Untrusted(Untrusted::Incomplete), format!("tokens: {error}"))
            }
            RequestTokenError::ServerResponse(answer) => Problem::new(Refusal::Declined, answer.to_string()),
            RequestTokenError::Other(error) => Problem::new(Refusal::Unavailable, error),
        })
    }

    async fn identity(&self, client: &Client, tokens: &Tokens, claims: &Claims) -> Result<Identity, Problem> {
        let groups = &self.settings.groups_claim;
        let mut told = Told::by_token(claims, groups);
        if !told.is_complete() && client.user_info_url().is_some() {
            let info = self.user_info(client, tokens, claims).await?;
            told = told.or(Told::by_user_info(&info, groups));
        }
        let subject = claims.subject().as_str().to_owned();
        Ok(Identity { issuer: self.issuer().to_owned(), subject, told })
    }

    async fn user_info(
        &self,
        client: &Client,
        tokens: &Tokens,
        claims: &Claims,
    ) -> Result<UserInfo, Problem> {
        let subject = claims.subject().clone();
        let request = client.user_info(tokens.access_token().clone(), Some(subject));
        let request = request.map_err(|error| Problem::new(Refusal::Unavailable, error.to_string()))?;
        request.request_async(&self.http).await.map_err(|error| match error {
            UserInfoError::Request(error) => Problem::new(Refusal::Unavailable, error.to_string()),
            UserInfoError::ClaimsVerification(error) => untrusted(&error),
            error => Problem::new(Refusal::Untrusted(Untrusted::Incomplete), format!("user info: {error}")),
        })
    }
}
