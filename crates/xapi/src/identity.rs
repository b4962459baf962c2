//! The accounts behind agents and groups.

use domain::{Account, Provider};
use serde_json::Value;

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

/// The identifier in one text. Mailboxes are lower-cased: no mail server in use tells `Ada@` from `ada@`.
fn account(agent: &Value) -> Option<Account> {
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

fn known_as(external_id: String, login: String) -> Account {
    Account { provider: Provider::Xapi, external_id: Some(external_id), login }
}
