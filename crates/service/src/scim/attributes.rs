//! The attributes of a user that are kept, and how values are assigned to them.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::error::{ScimError, ScimType, bad};
use super::patch::{Assignment, Op};
use super::path::AttributePath;

/// Characters of a text, and addresses of a user.
const LONGEST_TEXT: usize = 256;
const MOST_EMAILS: usize = 20;

/// Attributes that the provider sets and nobody sends (RFC 7643, section 3.1): passed over in a resource.
const READ_ONLY: [&str; 3] = ["id", "meta", "groups"];
/// Attributes of the core schema that are accepted and not kept: less is known, less can leak.
const NOT_KEPT: [&str; 15] = [
    "nickname",
    "profileurl",
    "title",
    "usertype",
    "preferredlanguage",
    "locale",
    "timezone",
    "password",
    "phonenumbers",
    "ims",
    "photos",
    "addresses",
    "entitlements",
    "roles",
    "x509certificates",
];

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PersonName {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub formatted: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub family_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub given_name: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Email {
    pub value: String,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    pub primary: bool,
}

/// A user as an identity provider describes them; also how they are kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct UserAttributes {
    pub user_name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    pub active: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<PersonName>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub emails: Vec<Email>,
}

impl Default for UserAttributes {
    fn default() -> Self {
        let user_name = String::new();
        Self { user_name, external_id: None, active: true, display_name: None, name: None, emails: vec![] }
    }
}

impl UserAttributes {
    /// What pages call the account.
    pub(super) fn shown_name(&self) -> String {
        let name = self.name.clone().unwrap_or_default();
        let both = [name.given_name, name.family_name].into_iter().flatten().collect::<Vec<_>>().join(" ");
        let names = [self.display_name.clone(), name.formatted, Some(both)];
        let mut told = names.into_iter().flatten().filter(|name| !name.trim().is_empty());
        told.next().unwrap_or_else(|| self.user_name.clone())
    }

    /// The address by which the directory may know the person, in lower case.
    pub(super) fn address(&self) -> String {
        let primary = self.emails.iter().find(|email| email.primary).or(self.emails.first());
        primary.map_or(&self.user_name, |email| &email.value).to_lowercase()
    }

    pub(super) fn assign(&mut self, assignment: &Assignment<'_>) -> Result<(), ScimError> {
        let Assignment { op, path, value, named } = assignment;
        match path.name.as_str() {
            "schemas" => schemas(*value)?,
            "username" => self.user_name = required("userName", *value)?,
            "externalid" => self.external_id = text("externalId", *value)?,
            "displayname" => self.display_name = text("displayName", *value)?,
            "active" => self.active = truth(*value)?,
            "name" => self.assign_name(path.sub.as_deref(), *op, *value)?,
            "emails" => self.assign_emails(*op, path, *value)?,
            other if READ_ONLY.contains(&other) && *named => {
                return bad(ScimType::Mutability, format!("{other} is set here and cannot be changed."));
            }
            other if *named && !NOT_KEPT.contains(&other) && !other.starts_with("urn:") => {
                return bad(ScimType::InvalidPath, format!("A user has no attribute {other}."));
            }
            _ => {}
        }
        Ok(())
    }

    fn assign_name(&mut self, sub: Option<&str>, op: Op, value: Option<&Value>) -> Result<(), ScimError> {
        let mut name = self.name.take().filter(|_| sub.is_some() || op == Op::Add).unwrap_or_default();
        match (sub, value) {
            (Some(sub), value) => name.assign(sub, value)?,
            (None, Some(Value::Object(parts))) => {
                for (sub, value) in parts {
                    name.assign(&sub.to_lowercase(), Some(value).filter(|value| !value.is_null()))?;
                }
            }
            (None, None) => {}
            _ => return bad(ScimType::InvalidValue, "name must be an object."),
        }
        self.name = Some(name).filter(|name| *name != PersonName::default());
        Ok(())
    }

    fn assign_emails(
        &mut self,
        op: Op,
        path: &AttributePath,
        value: Option<&Value>,
    ) -> Result<(), ScimError> {
        if !path.filter.is_empty() || path.sub.is_some() {
            self.assign_one_email(path, value)?;
        } else {
            let sent = value.map(emails).transpose()?.unwrap_or_default();
            if op != Op::Add {
                self.emails.clear();
            }
            self.emails.retain(|known| sent.iter().all(|email| email.value != known.value));
            self.emails.extend(sent);
        }
        if self.emails.len() > MOST_EMAILS {
            return bad(ScimType::InvalidValue, format!("A user has at most {MOST_EMAILS} addresses."));
        }
        Ok(())
    }

    /// `emails[type eq "work"].value`: the address of this type, which may be a new one.
    fn assign_one_email(&mut self, path: &AttributePath, value: Option<&Value>) -> Result<(), ScimError> {
        let kind = match path.filter.as_slice() {
            [] => None,
            [condition] if condition.attribute == "type" => condition.text(),
            _ => {
                return bad(ScimType::InvalidPath, "Addresses are chosen by type: emails[type eq \"work\"].");
            }
        };
        let is_meant = |email: &Email| kind.is_none_or(|kind| email.kind.as_deref() == Some(kind));
        match (path.sub.as_deref(), value) {
            (None | Some("value"), None) => self.emails.retain(|email| !is_meant(email)),
            (Some("value"), value) => {
                let address = required("emails.value", value)?;
                match self.emails.iter_mut().find(|email| is_meant(email)) {
                    Some(email) => email.value = address,
                    None => self.emails.push(Email {
                        value: address,
                        kind: kind.map(str::to_owned),
                        primary: false,
                    }),
                }
            }
            (Some("primary"), value) => {
                let primary = truth(value)?;
                self.emails
                    .iter_mut()
                    .filter(|email| is_meant(email))
                    .for_each(|email| email.primary = primary);
            }
            (Some("type" | "display"), _) => {}
            (None, Some(value)) => {
                let sent = emails(value)?;
                self.emails.retain(|email| !is_meant(email));
                self.emails.extend(sent);
            }
            (Some(other), _) => {
                return bad(ScimType::InvalidPath, format!("An address has no attribute {other}."));
            }
        }
        Ok(())
    }
}

impl PersonName {
    fn assign(&mut self, sub: &str, value: Option<&Value>) -> Result<(), ScimError> {
        match sub {
            "formatted" => self.formatted = text("name.formatted", value)?,
            "familyname" => self.family_name = text("name.familyName", value)?,
            "givenname" => self.given_name = text("name.givenName", value)?,
            // Middle names and titles are not kept.
            _ => {}
        }
        Ok(())
    }
}

/// One address, or a list of them.
fn emails(value: &Value) -> Result<Vec<Email>, ScimError> {
    let entries = match value {
        Value::Array(entries) => &entries[..],
        one => std::slice::from_ref(one),
    };
    entries.iter().map(email).collect()
}

fn email(entry: &Value) -> Result<Email, ScimError> {
    let Value::Object(parts) = entry else {
        return bad(ScimType::InvalidValue, "emails must be a list of objects with a \"value\".");
    };
    let part = |name: &str| parts.get(name).filter(|value| !value.is_null());
    Ok(Email {
        value: required("emails.value", part("value"))?,
        kind: text("emails.type", part("type"))?,
        primary: part("primary").map(|value| truth(Some(value))).transpose()?.unwrap_or(false),
    })
}

/// Which schemas a resource follows says nothing new, and is read strictly all the same.
pub(super) fn schemas(value: Option<&Value>) -> Result<(), ScimError> {
    match value {
        None => Ok(()),
        Some(Value::Array(names)) if names.iter().all(Value::is_string) => Ok(()),
        Some(_) => bad(ScimType::InvalidValue, "schemas must be a list of texts."),
    }
}

/// A text on one line; `None` without one.
pub(super) fn text(name: &str, value: Option<&Value>) -> Result<Option<String>, ScimError> {
    match value {
        None => Ok(None),
        Some(Value::String(text))
            if text.chars().count() > LONGEST_TEXT || text.chars().any(char::is_control) =>
        {
            let words = format!("{name} must be at most {LONGEST_TEXT} characters on one line.");
            bad(ScimType::InvalidValue, words)
        }
        Some(Value::String(text)) => Ok(Some(text.clone()).filter(|text| !text.is_empty())),
        Some(_) => bad(ScimType::InvalidValue, format!("{name} must be a text.")),
    }
}

pub(super) fn required(name: &str, value: Option<&Value>) -> Result<String, ScimError> {
    let found = text(name, value)?.filter(|text| !text.trim().is_empty());
    found.map_or_else(|| bad(ScimType::InvalidValue, format!("{name} is needed and must not be empty.")), Ok)
}

/// True or false; some identity providers write `"False"`.
fn truth(value: Option<&Value>) -> Result<bool, ScimError> {
    match value {
        Some(Value::Bool(truth)) => Ok(*truth),
        Some(Value::String(text)) if text.eq_ignore_ascii_case("true") => Ok(true),
        Some(Value::String(text)) if text.eq_ignore_ascii_case("false") => Ok(false),
        _ => bad(ScimType::InvalidValue, "active and primary must be true or false."),
    }
}
