//! A rule is added or taken away: the events that it touches are derived anew, in the transaction that says so.

use std::collections::BTreeMap;

use super::{RuleForm, TagDesk, TagRule, queue::given};
use crate::{Service, ServiceError, ingest::Known, quality::Tag};
use store::{Revision, Tx};

/// What a change of rules came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Repaired {
    pub rule: i64,
    /// Statements whose events were derived anew.
    pub statements: usize,
}

impl TagDesk<'_> {
    /// Adds a rule after all others and applies it to what is there.
    pub async fn add(&self, form: &RuleForm) -> Result<Repaired, ServiceError> {
        let service = self.service;
        let rule = service.checked_rule(form).await?;
        let mut tx = service.store.begin().await?;
        tx.own_facts().await?;
        let before = Known::load(&mut tx, service).await?;
        let id = tx.add_tag_rule(&rule, service.now().0).await?;
        let statements = service.retag(&mut tx, &before, &rule).await?;
        self.finish(tx, "created", Repaired { rule: id, statements }).await
    }

    /// Takes a rule back, with what it gave.
    ///
    /// # Errors
    /// `NotFound` where there is no such rule.
    pub async fn remove(&self, id: i64) -> Result<Repaired, ServiceError> {
        let service = self.service;
        let mut tx = service.store.begin().await?;
        tx.own_facts().await?;
        let before = Known::load(&mut tx, service).await?;
        let found = tx.tag_rules().await?.into_iter().find(|rule| rule.id == id);
        let rule = found.ok_or(ServiceError::NotFound)?;
        tx.remove_tag_rule(id).await?;
        let statements = service.retag(&mut tx, &before, &rule).await?;
        self.finish(tx, "deleted", Repaired { rule: id, statements }).await
    }

    /// Has a rule tried before the one that was before it; where both fit, it decides from now on.
    ///
    /// # Errors
    /// `NotFound` where there is no such rule; the first has none before it and stays where it is.
    pub async fn move_up(&self, id: i64) -> Result<Repaired, ServiceError> {
        let service = self.service;
        let mut tx = service.store.begin().await?;
        tx.own_facts().await?;
        let before = Known::load(&mut tx, service).await?;
        let rules = tx.tag_rules().await?;
        let place = rules.iter().position(|rule| rule.id == id).ok_or(ServiceError::NotFound)?;
        let Some(passed) = place.checked_sub(1) else { return Ok(Repaired { rule: id, statements: 0 }) };
        tx.swap_tag_rules(id, rules[passed].id).await?;
        let statements = service.retag(&mut tx, &before, &rules[place]).await?;
        self.finish(tx, "moved", Repaired { rule: id, statements }).await
    }

    async fn finish(&self, mut tx: Tx, act: &str, repaired: Repaired) -> Result<Repaired, ServiceError> {
        // Whoever joins events reads the rules again.
        tx.bump(Revision::Directory).await?;
        let subject = format!("tag_rule:{}", repaired.rule);
        let detail = format!("{} statements derived anew", repaired.statements);
        let now = self.service.now().0;
        tx.log_change(now, &self.viewer.actor(), act, &subject, &detail).await?;
        tx.commit().await?;
        Ok(repaired)
    }
}

impl Service {
    /// By tag: the events that a rule fits and that lack what it gives. For rules about a registration, which only the
    /// statements themselves know.
    pub(super) async fn events_lacking(
        &self,
        rule: &TagRule,
    ) -> Result<BTreeMap<&'static str, u64>, ServiceError> {
        let mut tx = self.store.snapshot().await?;
        let known = Known::load(&mut tx, self).await?;
        let mut lacking: BTreeMap<&'static str, u64> = BTreeMap::new();
        for event in self.events_of_rule(&mut tx, &known, rule).await? {
            let tags = &event.fact.tags;
            let team = Some(&event.team).filter(|team| !team.is_empty()).cloned();
            let has = [&tags.skill, &tags.role, &team, &tags.repository, &event.sprint];
            for (tag, _) in Tag::ALL.into_iter().zip(has).filter(|(_, value)| value.is_none()) {
                if !given(rule, tag).is_empty() {
                    *lacking.entry(tag.as_str()).or_default() += 1;
                }
            }
        }
        Ok(lacking)
    }
}
