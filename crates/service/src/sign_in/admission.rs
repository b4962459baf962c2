//! From an identity that a provider proved to a user here: who that is, what their groups give, and whether they may in.

use domain::EpochMs;
use store::{StoreError, Tx};

use super::{
    groups,
    oidc::{Identity, Provider},
    refusal::{Problem, Refusal, Stop},
};

/// What somebody is called of whom the provider does not say a name.
const NAMELESS: &str = "Somebody without a name";

/// The user, with the roles of today. What the provider says is kept even where they may not in: a role that was taken
/// back there is gone here, whoever asks next.
pub(super) async fn admit(
    mut tx: Tx,
    provider: &Provider,
    identity: &Identity,
    now: EpochMs,
) -> Result<i64, Stop> {
    let user = user_of(&mut tx, provider, identity, now).await?;
    let source = format!("provider:{}", provider.settings.name);
    let held = identity.told.groups.as_deref().unwrap_or_default();
    let wanted = groups::mapped(&provider.settings.groups, held);
    groups::follow(&mut tx, user, &source, &wanted, now).await?;
    let known = tx.user(user).await?;
    let roles = tx.role_grants(user, now).await?;
    tx.commit().await?;
    if known.is_none_or(|user| user.disabled) {
        return Err(Problem::of(user, Refusal::Disabled).into());
    }
    if roles.is_empty() {
        return Err(Problem::of(user, Refusal::NoRole).into());
    }
    Ok(user)
}

/// Who the identity is, made a user when they come for the first time.
async fn user_of(
    tx: &mut Tx,
    provider: &Provider,
    identity: &Identity,
    now: EpochMs,
) -> Result<i64, StoreError> {
    tx.own_identities().await?;
    let known = tx.identity(&identity.issuer, &identity.subject, now.0).await?;
    let user = match known {
        Some(user) => user,
        None => first_time(tx, provider, identity, now).await?,
    };
    if let Some(name) = &identity.told.name {
        tx.rename_user(user, name).await?;
    }
    link_person(tx, user, identity).await?;
    Ok(user)
}

async fn first_time(
    tx: &mut Tx,
    provider: &Provider,
    identity: &Identity,
    now: EpochMs,
) -> Result<i64, StoreError> {
    let user = match provisioned(tx, provider, identity).await? {
        Some(user) => user,
        None => tx.create_user(identity.told.name.as_deref().unwrap_or(NAMELESS)).await?,
    };
    tx.save_identity(&identity.issuer, &identity.subject, user, now.0).await?;
    let (source, subject) = (format!("provider:{}", provider.settings.name), format!("user:{user}"));
    tx.log_change(now.0, &source, "linked an identity", &subject, "").await?;
    Ok(user)
}

/// The account that the same organisation provisioned: disabling it there then disables them here.
async fn provisioned(
    tx: &mut Tx,
    provider: &Provider,
    identity: &Identity,
) -> Result<Option<i64>, StoreError> {
    if !provider.settings.provisions {
        return Ok(None);
    }
    let email = identity.told.verified_email.as_deref().unwrap_or_default();
    tx.provisioned_account(&identity.subject, email).await
}

/// Somebody of the directory has this address, so that is who they are. Whoever was linked before stays so: an
/// administrator may have done it.
async fn link_person(tx: &mut Tx, user: i64, identity: &Identity) -> Result<(), StoreError> {
    let is_linked = tx.user(user).await?.is_some_and(|user| user.person.is_some());
    let Some(email) = identity.told.verified_email.as_deref().filter(|_| !is_linked) else { return Ok(()) };
    match tx.person_by_email(email).await? {
        Some(person) => tx.set_user_person(user, Some(person)).await,
        None => Ok(()),
    }
}
