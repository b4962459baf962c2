//! What a provider says about somebody: in the ID token, and where that leaves something out, in the user info.

use openidconnect::{AdditionalClaims, IdTokenClaims, UserInfoClaims, core::CoreGenderClaim};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Every claim that the standard does not name; groups are among them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct OtherClaims(pub Map<String, Value>);

impl AdditionalClaims for OtherClaims {}

pub(super) type Claims = IdTokenClaims<OtherClaims, CoreGenderClaim>;
pub(super) type UserInfo = UserInfoClaims<OtherClaims, CoreGenderClaim>;

/// Somebody, as their organisation's provider tells of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    pub name: Option<String>,
    /// Only one that the provider has verified: it links to a person of the directory. In lower case.
    pub verified_email: Option<String>,
    /// `None` where nothing is said of groups, which is not the same as none.
    pub groups: Option<Vec<String>>,
}

/// An issuer's subject with what is told of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    pub issuer: String,
    pub subject: String,
    pub told: Told,
}

impl Told {
    pub(super) fn by_token(claims: &Claims, groups_claim: &str) -> Self {
        let name = claims.name().and_then(|name| name.get(None)).map(|name| name.as_str());
        let user_name = claims.preferred_username().map(|name| name.as_str());
        let email = claims.email().filter(|_| claims.email_verified() == Some(true));
        Self::of(
            name.or(user_name),
            email.map(|email| email.as_str()),
            claims.additional_claims(),
            groups_claim,
        )
    }

    pub(super) fn by_user_info(claims: &UserInfo, groups_claim: &str) -> Self {
        let name = claims.name().and_then(|name| name.get(None)).map(|name| name.as_str());
        let user_name = claims.preferred_username().map(|name| name.as_str());
        let email = claims.email().filter(|_| claims.email_verified() == Some(true));
        Self::of(
            name.or(user_name),
            email.map(|email| email.as_str()),
            claims.additional_claims(),
            groups_claim,
        )
    }

    fn of(name: Option<&str>, verified_email: Option<&str>, other: &OtherClaims, groups_claim: &str) -> Self {
        let trimmed = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        Told {
            name: name.and_then(trimmed),
            verified_email: verified_email.and_then(trimmed).map(|email| email.to_lowercase()),
            groups: groups(&other.0, groups_claim),
        }
    }

    pub(super) fn is_complete(&self) -> bool {
        self.name.is_some() && self.verified_email.is_some() && self.groups.is_some()
    }

    /// What is missing here, from there.
    pub(super) fn or(self, other: Told) -> Told {
        Told {
            name: self.name.or(other.name),
            verified_email: self.verified_email.or(other.verified_email),
            groups: self.groups.or(other.groups),
        }
    }
}

/// A list of names, or a single one. The claim is looked for under its whole name first: some providers use addresses as
/// names, with dots in them.
fn groups(claims: &Map<String, Value>, claim: &str) -> Option<Vec<String>> {
    let mut path = claim.split('.');
    let nested =
        || path.next().and_then(|first| path.try_fold(claims.get(first)?, |value, key| value.get(key)));
    match claims.get(claim).or_else(nested)? {
        Value::String(group) => Some(vec![group.clone()]),
        Value::Array(groups) => Some(groups.iter().filter_map(Value::as_str).map(str::to_owned).collect()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    #[rstest]
    #[case(json!({ "groups": ["a", "b"] }), "groups", Some(vec!["a", "b"]))]
    #[case(json!({ "groups": "a" }), "groups", Some(vec!["a"]))]
    #[case(json!({ "groups": [] }), "groups", Some(vec![]))]
    #[case(json!({ "groups": ["a", 7] }), "groups", Some(vec!["a"]))]
    #[case(json!({ "groups": { "a": true } }), "groups", None)]
    #[case(json!({}), "groups", None)]
    #[case(json!({ "realm_access": { "roles": ["a"] } }), "realm_access.roles", Some(vec!["a"]))]
    #[case(json!({ "https://example.com/groups": ["a"] }), "https://example.com/groups", Some(vec!["a"]))]
    fn groups_are_found_where_the_operator_says(
        #[case] claims: Value,
        #[case] claim: &str,
        #[case] expected: Option<Vec<&str>>,
    ) {
        let Value::Object(claims) = claims else { return };
        let expected = expected.map(|groups| groups.into_iter().map(str::to_owned).collect());
        assert_eq!(groups(&claims, claim), expected);
    }

    #[test]
    fn an_address_that_nobody_verified_links_to_nobody() {
        let by = |verified: Value| {
            let claims = json!({ "sub": "7", "email": "Person07@Demo.invalid", "email_verified": verified });
            let claims = UserInfo::from_json::<std::fmt::Error>(claims.to_string().as_bytes(), None).unwrap();
            Told::by_user_info(&claims, "groups").verified_email
        };
        assert_eq!(by(json!(false)), None);
        assert_eq!(by(Value::Null), None);
        assert_eq!(by(json!(true)).as_deref(), Some("person07@demo.invalid"));
        assert_eq!(by(json!("true")).as_deref(), Some("person07@demo.invalid"), "some providers send text");
    }

    #[test]
    fn what_the_token_says_comes_before_what_the_user_info_says() {
        let token = Told { groups: Some(vec![]), ..Told::default() };
        let info =
            Told { name: Some("Demo".to_owned()), groups: Some(vec!["a".to_owned()]), ..Told::default() };
        assert_eq!(
            token.or(info),
            Told { name: Some("Demo".to_owned()), groups: Some(vec![]), ..Told::default() }
        );
    }
}
