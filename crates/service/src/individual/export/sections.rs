//! What is exported, section by section, each read a part at a time.

use domain::{EpochMs, PersonId};
use serde_json::{Value, json};
use store::individual::{RecordFilter, RecordRow};
use uuid::Uuid;

use super::{Exported, documents, instant, records};
use crate::{Service, ServiceError};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    /// The row in the vault, accounts, user accounts, teams, cohorts: all of it is short.
    Vault,
    Facts,
    Statements,
    /// Every payload that names the person, with the places that do.
    Documents,
    /// States and profiles of the record store.
    Records,
    Attachments,
    Access,
}

pub(super) const SECTIONS: &[Section] = &[
    Section::Vault,
    Section::Facts,
    Section::Statements,
    Section::Documents,
    Section::Records,
    Section::Attachments,
    Section::Access,
];

/// Where the next part of a section begins.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) number: i64,
    pub(super) id: Uuid,
}

const PART: i64 = 500;

/// A part of a section, and where the next one begins; `None` after the last.
pub(super) async fn part(
    service: &Service,
    person: PersonId,
    section: Section,
    after: Place,
) -> Result<(Vec<Exported>, Option<Place>), ServiceError> {
    match section {
        Section::Vault => Ok((vault(service, person).await?, None)),
        Section::Facts => facts(service, person, after.number).await,
        Section::Statements => documents::statements(service, person, after.id, PART).await,
        Section::Documents => documents::payloads(service, person, after.number, PART).await,
        Section::Records => Ok((records::documents(service, person).await?, None)),
        Section::Attachments => records::attachments(service, person, after.id).await,
        Section::Access => Ok((access(service, person).await?, None)),
    }
}

async fn vault(service: &Service, person: PersonId) -> Result<Vec<Exported>, ServiceError> {
    let held = service.store.held_person(person).await?.ok_or(ServiceError::NotFound)?;
    let details = json!({ "email": held.person.email, "role": held.person.role });
    let id = person.0.to_string();
    let mut records =
        vec![Exported::of("person", id, held.person.name, details).at(EpochMs(held.created_at))];
    for account in service.store.held_accounts(person).await? {
        let details = json!({
            "provider": account.provider, "pull_requests": account.pull_requests,
            "defects": account.defects, "learning_events": account.learning_events,
        });
        let seen = EpochMs(account.first_seen_at);
        records.push(Exported::of("account", account.natural_key, account.login, details).at(seen));
    }
    for user in service.store.users_of(person).await? {
        for held in service.store.held_of_user(user).await? {
            records.push(Exported::of(&held.kind, held.key, held.text, Value::Null).at(EpochMs(held.at)));
        }
    }
    groups(service, person, &mut records).await?;
    Ok(records)
}

async fn groups(
    service: &Service,
    person: PersonId,
    records: &mut Vec<Exported>,
) -> Result<(), ServiceError> {
    for membership in service.store.held_memberships(person).await? {
        let details = json!({ "to": membership.valid_to.and_then(instant) });
        records.push(
            Exported::of("membership", membership.team, "", details).at(EpochMs(membership.valid_from)),
        );
    }
    let roster = service.roster().await?;
    for enrolled in roster.enrolments.iter().filter(|e| e.enrolment.person == person) {
        let details = json!({ "left_on": enrolled.enrolment.left_on });
        let joined = EpochMs::from_date(enrolled.enrolment.joined_on);
        records.push(Exported::of("enrolment", enrolled.cohort.as_str(), "", details).at(joined));
    }
    for cohort in roster.cohorts.iter().filter(|cohort| cohort.coach == Some(person)) {
        records.push(Exported::of("coach", cohort.key.as_str(), &cohort.name, Value::Null));
    }
    Ok(())
}

async fn facts(
    service: &Service,
    person: PersonId,
    offset: i64,
) -> Result<(Vec<Exported>, Option<Place>), ServiceError> {
    let filter = RecordFilter { kind: None, offset, limit: PART };
    let rows = service.store.records_about(person, &filter).await?;
    let read = i64::try_from(rows.len()).unwrap_or(PART);
    let next = (read == PART).then(|| Place { number: offset + PART, ..Place::default() });
    Ok((rows.into_iter().map(fact).collect(), next))
}

fn fact(row: RecordRow) -> Exported {
    Exported {
        kind: row.kind,
        at: instant(row.at),
        arrived_at: row.arrived_at.and_then(instant),
        source: row.source,
        key: row.key,
        text: row.text,
        details: json!({ "team": row.team, "statement": row.statement_id, "content": row.content }),
    }
}

async fn access(service: &Service, person: PersonId) -> Result<Vec<Exported>, ServiceError> {
    let looks = service.looks(person, i64::MAX).await?;
    let record = |look: super::super::Look| {
        let purpose = look.purpose.map(super::super::Purpose::title);
        let details = json!({ "detail": look.detail, "purpose": purpose, "note": look.note });
        Exported::of("access", look.action, look.who, details).at(look.at)
    };
    Ok(looks.into_iter().map(record).collect())
}
