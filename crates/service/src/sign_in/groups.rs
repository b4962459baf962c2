//! From the groups of a provider to roles here: what the operator mapped, and nothing else.

use domain::{
    EpochMs, Span,
    viewer::{AccessRole, Scope},
};
use store::{StoreError, Tx};

use super::settings::GroupRule;

/// The roles that somebody's groups give, each once.
pub(crate) fn mapped(rules: &[GroupRule], groups: &[String]) -> Vec<(AccessRole, Scope)> {
    let applying = rules.iter().filter(|rule| groups.contains(&rule.group));
    let mut mapped: Vec<_> = applying.map(|rule| (rule.role, rule.scope.clone())).collect();
    mapped.sort();
    mapped.dedup();
    mapped
}

/// Makes the roles that a user has from this source exactly these; roles from elsewhere stay as they are. Those that
/// are taken back end now and stay in the history.
pub(crate) async fn follow(
    tx: &mut Tx,
    user: i64,
    source: &str,
    wanted: &[(AccessRole, Scope)],
    now: EpochMs,
) -> Result<(), StoreError> {
    let held = tx.role_grants(user, now).await?;
    let held: Vec<_> = held.into_iter().filter(|grant| grant.source == source).collect();
    let subject = format!("user:{user}");
    for grant in &held {
        if !wanted.iter().any(|(role, scope)| grant.role == *role && grant.scope == *scope) {
            tx.end_grant(user, grant.id, now).await?;
            tx.log_change(now.0, source, "took back a role", &subject, &told(grant.role, &grant.scope))
                .await?;
        }
    }
    for (role, scope) in wanted {
        if !held.iter().any(|grant| grant.role == *role && grant.scope == *scope) {
            let span = Span { start: now, end: Span::ALL.end };
            tx.grant_role(user, *role, scope, source, span).await?;
            tx.log_change(now.0, source, "gave a role", &subject, &told(*role, scope)).await?;
        }
    }
    Ok(())
}

fn told(role: AccessRole, scope: &Scope) -> String {
    let role = role.as_str();
    match scope {
        Scope::Everything => format!("{role} everything"),
        Scope::Own => format!("{role} own"),
        Scope::Team(team) => format!("{role} team:{team}"),
        Scope::Cohort(cohort) => format!("{role} cohort:{cohort}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(group: &str, role: AccessRole, scope: Scope) -> GroupRule {
        GroupRule { group: group.to_owned(), role, scope }
    }

    #[test]
    fn groups_give_what_is_mapped_and_each_role_once() {
        let rules = [
            rule("leads", AccessRole::Manager, Scope::Own),
            rule("staff", AccessRole::Engineer, Scope::Own),
            rule("engineers", AccessRole::Engineer, Scope::Own),
        ];
        let groups = ["staff", "engineers", "Leads", "unknown"].map(str::to_owned);
        assert_eq!(mapped(&rules, &groups), [(AccessRole::Engineer, Scope::Own)]);
        assert_eq!(mapped(&rules, &[]), []);
        assert_eq!(mapped(&[], &groups), []);
    }
}
