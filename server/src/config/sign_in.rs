//! `[sign_in]`: how long sessions last, and the identity providers people sign in through.

use std::path::PathBuf;

use anyhow::Context;
use domain::{
    CohortKey, TeamKey,
    viewer::{AccessRole, Scope},
};
use serde::{Deserialize, Serialize};
use service::sign_in::{GroupRule, ProviderSettings, Providers, Secret, SessionLimits, SignIn};

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignInConfig {
    pub idle_minutes: u32,
    pub absolute_hours: u32,
    pub contact: String,
    #[serde(rename = "provider")]
    pub providers: Vec<ProviderConfig>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProviderConfig {
    pub name: String,
    pub title: String,
    pub issuer: String,
    pub client_id: String,
    /// Never printed.
    #[serde(default, skip_serializing)]
    pub client_secret: SecretText,
    #[serde(default)]
    pub client_secret_file: PathBuf,
    #[serde(default)]
    pub client_secret_env: String,
    #[serde(default = "scopes")]
    pub scopes: Vec<String>,
    #[serde(default = "groups_claim")]
    pub groups_claim: String,
    #[serde(default)]
    pub provisions: bool,
    #[serde(default, rename = "group")]
    pub groups: Vec<GroupConfig>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroupConfig {
    pub group: String,
    pub role: AccessRole,
    pub scope: ScopeText,
}

/// A secret in the configuration; its `Debug` leaves it out.
#[derive(Clone, Default, Deserialize)]
#[serde(transparent)]
pub struct SecretText(String);

impl std::fmt::Debug for SecretText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("…")
    }
}

/// `everything`, `own`, `team:KEY` or `cohort:KEY`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ScopeText(pub Scope);

impl TryFrom<String> for ScopeText {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let scope = match text.split_once(':') {
            None if text == "everything" => Scope::Everything,
            None if text == "own" => Scope::Own,
            Some(("team", key)) => Scope::Team(TeamKey::new(key).map_err(|e| e.to_string())?),
            Some(("cohort", key)) => Scope::Cohort(CohortKey::new(key).map_err(|e| e.to_string())?),
            _ => return Err(format!("scope {text:?} is neither everything, own, team:KEY nor cohort:KEY")),
        };
        Ok(Self(scope))
    }
}

impl From<ScopeText> for String {
    fn from(scope: ScopeText) -> Self {
        match scope.0 {
            Scope::Everything => "everything".to_owned(),
            Scope::Own => "own".to_owned(),
            Scope::Team(key) => format!("team:{key}"),
            Scope::Cohort(key) => format!("cohort:{key}"),
        }
    }
}

fn scopes() -> Vec<String> {
    ["openid", "profile", "email"].map(str::to_owned).to_vec()
}

fn groups_claim() -> String {
    "groups".to_owned()
}

impl SignInConfig {
    /// Sessions in use are noted once a minute, so a shorter time would end them.
    const SHORTEST_MINUTES: u32 = 2;

    pub fn limits(&self) -> anyhow::Result<SessionLimits> {
        let shortest = Self::SHORTEST_MINUTES;
        anyhow::ensure!(self.idle_minutes >= shortest, "sign_in.idle_minutes has to be {shortest} or more");
        anyhow::ensure!(self.absolute_hours >= 1, "sign_in.absolute_hours has to be 1 or more");
        let (idle_ms, absolute_ms) =
            (i64::from(self.idle_minutes) * 60_000, i64::from(self.absolute_hours) * 3_600_000);
        Ok(SessionLimits { idle_ms, absolute_ms })
    }

    /// Everything as the service takes it; files and variables with secrets are read. `base_url` is the address at
    /// which people reach this installation.
    pub fn load(&self, base_url: &str) -> anyhow::Result<SignIn> {
        let settings: anyhow::Result<Vec<_>> = self.providers.iter().map(ProviderConfig::load).collect();
        let providers = Providers::new(settings?, base_url)?;
        Ok(SignIn { limits: self.limits()?, providers, contact: self.contact.clone() })
    }
}

impl ProviderConfig {
    fn load(&self) -> anyhow::Result<ProviderSettings> {
        let wrong = || format!("sign_in.provider \"{}\"", self.name);
        let rule = |group: &GroupConfig| GroupRule {
            group: group.group.clone(),
            role: group.role,
            scope: group.scope.0.clone(),
        };
        Ok(ProviderSettings {
            name: self.name.clone(),
            title: self.title.clone(),
            issuer: self.issuer.clone(),
            client_id: self.client_id.clone(),
            client_secret: Secret(self.secret().with_context(wrong)?),
            scopes: self.scopes.clone(),
            groups_claim: self.groups_claim.clone(),
            groups: self.groups.iter().map(rule).collect(),
            provisions: self.provisions,
        })
    }

    /// From the one place that was named; empty where none was.
    fn secret(&self) -> anyhow::Result<String> {
        let (file, variable) = (&self.client_secret_file, &self.client_secret_env);
        let named = [!self.client_secret.0.is_empty(), !file.as_os_str().is_empty(), !variable.is_empty()];
        anyhow::ensure!(
            named.into_iter().filter(|named| *named).count() <= 1,
            "give one of client_secret, client_secret_file and client_secret_env"
        );
        if !file.as_os_str().is_empty() {
            let text = std::fs::read_to_string(file);
            let text =
                text.with_context(|| format!("client_secret_file {} cannot be read", file.display()))?;
            return Ok(text.trim().to_owned());
        }
        if !variable.is_empty() {
            let set = std::env::var(variable);
            return set.with_context(|| format!("client_secret_env: the variable {variable} is not set"));
        }
        Ok(self.client_secret.0.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_reads_as_it_is_printed() {
        for text in ["everything", "own", "team:payments", "cohort:c1"] {
            let scope = ScopeText::try_from(text.to_owned());
            assert_eq!(scope.map(String::from), Ok(text.to_owned()));
        }
        for text in ["", "teams", "team:", "wave:1"] {
            assert!(ScopeText::try_from(text.to_owned()).is_err(), "{text}");
        }
    }

    #[test]
    fn a_secret_is_printed_neither_as_configuration_nor_for_debugging() {
        let text = r#"
            name = "corporate"
            title = "Example Corp"
            issuer = "https://login.example"
            client_id = "sightline"
            client_secret = "hush"
        "#;
        let provider: ProviderConfig = toml::from_str(text).unwrap();
        assert_eq!(provider.secret().ok().as_deref(), Some("hush"));
        assert!(!toml::to_string(&provider).unwrap().contains("hush"));
        assert!(!format!("{provider:?}").contains("hush"));
    }

    #[test]
    fn a_secret_has_one_place() {
        let text = r#"
            name = "corporate"
            title = "Example Corp"
            issuer = "https://login.example"
            client_id = "sightline"
            client_secret = "hush"
            client_secret_env = "OIDC_SECRET"
        "#;
        let provider: ProviderConfig = toml::from_str(text).unwrap();
        assert!(provider.secret().is_err());
    }
}
