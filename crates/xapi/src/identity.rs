//! The accounts behind agents and groups.

use domain::{Account, Provider};
use serde_json::Value;

/// Bytes of an identifier; no index takes much longer ones.
pub(crate) const LONGEST: usize = 2000;

/// One account per person. A group that lists nobody stands for itself, so that somebody can be told to look.
pub(crate) fn accounts(actor: &Value) -> Vec<Account> {
    let mut found: Vec<Account> = Vec::new();
    let members = actor.get("member").and_then(Value::as_array).filter(|members| !members.is_empty());
    match members {
        Some(members) => {
            for member in members.iter().filter_map(account) {
                if !found.contains(&member) {
                    found.push(member);
                }
            }
        }
        None => found.extend(account(actor)),
    }
    found
}

/// The identifier of an agent or identified group in one text, as in `mbox:ada@example.com`.
pub(crate) fn identifier(agent: &Value) -> Option<String> {
    account(agent)?.external_id
}

/// `None` also for an identifier that no database keeps.
fn account(agent: &Value) -> Option<Account> {
    let can_be_kept = |id: &String| id.len() <= LONGEST && !id.contains('\0');
    identified(agent).filter(|account| account.external_id.as_ref().is_some_and(can_be_kept))
}

/// The identifier in one text. Mailboxes are lower-cased: no mail server in use tells `Ada@` from `ada@`.
fn identified(agent: &Value) -> Option<Account> {
    let text = |key: &str| agent.get(key).and_then(Value::as_str);
    if let Some(mbox) = text("mbox") {
        let address = mbox.strip_prefix("mailto:").unwrap_or(mbox).to_lowercase();
        return Some(known_as(format!("mbox:{address}"), address));
    }
    if let Some(hash) = text("mbox_sha1sum") {
        let hash = hash.to_lowercase();
        return Some(known_as(format!("mbox_sha1sum:{hash}"), hash));
    }
    if let Some(openid) = text("openid") {
        return Some(known_as(format!("openid:{openid}"), openid.to_owned()));
    }
    let account = agent.get("account")?;
    let (home, name) = (account.get("homePage")?.as_str()?, account.get("name")?.as_str()?);
    Some(known_as(format!("account:{home}|{name}"), name.to_owned()))
}

/// What the person is called within an identifier of this form: the address, the digest, the `OpenID`, the account's name.
pub fn login_of(external_id: &str) -> &str {
    let rest = external_id.split_once(':').map_or(external_id, |(_, rest)| rest);
    match rest.split_once('|') {
        Some((_, name)) if external_id.starts_with("account:") => name,
        _ => rest,
    }
}

fn known_as(external_id: String, login: String) -> Account {
    Account { provider: Provider::Xapi, external_id: Some(external_id), login }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_identifier_holds_the_login_that_goes_with_it() {
        for agent in [
            json!({ "mbox": "mailto:Ada@demo.invalid" }),
            json!({ "mbox_sha1sum": "AB12" }),
            json!({ "openid": "https://id.invalid/ada" }),
            json!({ "account": { "homePage": "https://lms.invalid", "name": "a|b" } }),
        ] {
            let account = account(&agent).unwrap();
            assert_eq!(login_of(&account.external_id.unwrap()), account.login, "{agent}");
        }
    }
}
