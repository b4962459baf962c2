//! What an operator says about an identity provider, checked before the server starts.

use std::fmt;

use domain::viewer::{AccessRole, Scope};
use openidconnect::{ClientId, ClientSecret, IssuerUrl, RedirectUrl, url::Url};

use super::oidc::is_protected;

/// One `[[sign_in.provider]]`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProviderSettings {
    /// Short, for addresses and the audit log: `corporate`.
    pub name: String,
    /// As people read it: `Example Corp`.
    pub title: String,
    pub issuer: String,
    pub client_id: String,
    pub client_secret: Secret,
    /// Asked for beside `openid`.
    pub scopes: Vec<String>,
    /// The claim that lists somebody's groups; dots lead into objects.
    pub groups_claim: String,
    pub groups: Vec<GroupRule>,
    /// This provider also provisions accounts by SCIM, and its subjects are the `externalId`s there.
    pub provisions: bool,
}

/// Members of a group hold a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupRule {
    pub group: String,
    pub role: AccessRole,
    pub scope: Scope,
}

/// Never shown; empty where there is none.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Secret(pub String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

/// What is wrong with a provider's settings.
#[derive(Debug, thiserror::Error)]
#[error("sign_in.provider \"{name}\": {problem}")]
pub struct InvalidProvider {
    pub name: String,
    pub problem: String,
}

/// The settings in the types of the protocol.
#[derive(Debug, Clone)]
pub(super) struct Checked {
    pub issuer: IssuerUrl,
    pub client_id: ClientId,
    pub client_secret: Option<ClientSecret>,
    pub redirect: RedirectUrl,
}

impl ProviderSettings {
    /// `base_url` is the address at which people reach this installation.
    pub(super) fn check(&self, base_url: &str) -> Result<Checked, InvalidProvider> {
        let wrong = |problem: String| InvalidProvider { name: self.name.clone(), problem };
        let is_slug = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if self.name.is_empty() || self.name.len() > 40 || !self.name.chars().all(is_slug) {
            return Err(wrong("name has to be 1 to 40 small letters, digits and hyphens".to_owned()));
        }
        for (field, value) in [("title", &self.title), ("client_id", &self.client_id)] {
            if value.trim().is_empty() {
                return Err(wrong(format!("{field} is missing")));
            }
        }
        let issuer: Url = self.issuer.parse().map_err(|e| wrong(format!("issuer is no address: {e}")))?;
        if !is_protected(&issuer) {
            return Err(wrong("issuer has to begin with https:// (http:// on this machine only)".to_owned()));
        }
        let redirect = format!("{base_url}/sign-in/oidc/{}/callback", self.name);
        let secret = &self.client_secret.0;
        Ok(Checked {
            // As it was written: issuers are compared letter by letter.
            issuer: IssuerUrl::new(self.issuer.clone()).map_err(|e| wrong(e.to_string()))?,
            client_id: ClientId::new(self.client_id.clone()),
            client_secret: (!secret.is_empty()).then(|| ClientSecret::new(secret.clone())),
            redirect: RedirectUrl::new(redirect).map_err(|e| wrong(format!("base_url: {e}")))?,
        })
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn settings() -> ProviderSettings {
        ProviderSettings {
            name: "corporate".to_owned(),
            title: "Example Corp".to_owned(),
            issuer: "https://login.example".to_owned(),
            client_id: "sightline".to_owned(),
            ..ProviderSettings::default()
        }
    }

    fn problem(settings: &ProviderSettings) -> Option<String> {
        settings.check("https://sightline.example").err().map(|error| error.to_string())
    }

    #[test]
    fn a_provider_that_is_told_in_full_is_taken() {
        let checked = settings().check("https://sightline.example").unwrap();
        let redirect = "https://sightline.example/sign-in/oidc/corporate/callback";
        assert_eq!(checked.redirect.as_str(), redirect);
        assert!(checked.client_secret.is_none());
    }

    #[rstest]
    #[case("http://login.example", false)]
    #[case("http://127.0.0.1:4000", true)]
    #[case("http://[::1]:4000/realm", true)]
    #[case("http://localhost:4000", true)]
    #[case("http://127.0.0.1.login.example", false)]
    #[case("file:///etc/passwd", false)]
    #[case("login.example", false)]
    fn an_issuer_is_protected_or_on_this_machine(#[case] issuer: &str, #[case] taken: bool) {
        let settings = ProviderSettings { issuer: issuer.to_owned(), ..settings() };
        assert_eq!(problem(&settings).is_none(), taken);
    }

    #[test]
    fn what_is_missing_is_named_with_the_provider() {
        let settings = ProviderSettings { client_id: String::new(), ..settings() };
        let told = problem(&settings);
        assert_eq!(told.as_deref(), Some("sign_in.provider \"corporate\": client_id is missing"));
    }

    #[test]
    fn a_secret_is_not_in_what_is_printed_for_debugging() {
        let settings = ProviderSettings { client_secret: Secret("hush".to_owned()), ..settings() };
        assert!(!format!("{settings:?}").contains("hush"));
    }
}
