//! Rules that give tags changed: what the statements in question say is derived anew, and nothing else.

use store::{Tx, learning::JoinedEvent, statements::Logged, tags::TagRule};

use super::{Known, learning};
use crate::{Service, ServiceError};

const PAGE: i64 = 500;

impl Service {
    /// Derives the statements that a rule is about with the rules as the transaction has them now; says how many there
    /// are. `before`: what events were joined with until now.
    pub(crate) async fn retag(
        &self,
        tx: &mut Tx,
        before: &Known,
        rule: &TagRule,
    ) -> Result<usize, ServiceError> {
        let mut known = Known::load(tx, self).await?;
        let (mut after, mut count) = (0, 0);
        loop {
            let page = tx.statements_like(&rule.activity_prefix, &rule.source, after, PAGE).await?;
            let Some(last) = page.last() else { return Ok(count) };
            after = last.seq;
            let page = about(rule, page);
            count += page.len();
            // Where they counted until now, and then where they count from now on.
            learning::mark(tx, before, &joined(before, &page)).await?;
            for row in &page {
                tx.forget_events(row.id).await?;
            }
            learning::derive(tx, &mut known, learning::events_of(&page), self.now().0).await?;
        }
    }

    /// The events that a rule is about, as they are joined now.
    pub(crate) async fn events_of_rule(
        &self,
        tx: &mut Tx,
        known: &Known,
        rule: &TagRule,
    ) -> Result<Vec<JoinedEvent>, ServiceError> {
        let (mut after, mut found) = (0, Vec::new());
        loop {
            let page = tx.statements_like(&rule.activity_prefix, &rule.source, after, PAGE).await?;
            let Some(last) = page.last() else { return Ok(found) };
            after = last.seq;
            found.extend(joined(known, &about(rule, page)));
        }
    }
}

/// Those of the rule's registration, where it names one.
fn about(rule: &TagRule, mut page: Vec<Logged>) -> Vec<Logged> {
    if !rule.registration.is_empty() {
        page.retain(|row| {
            let sent = learning::registration_of(row);
            sent.is_some_and(|sent| sent.eq_ignore_ascii_case(&rule.registration))
        });
    }
    page
}

fn joined(known: &Known, page: &[Logged]) -> Vec<JoinedEvent> {
    learning::events_of(page).into_iter().filter_map(|sourced| known.join_event(sourced)).collect()
}
