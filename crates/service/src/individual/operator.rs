//! What an operator does for a person from the command line, when that person asked for it.

use domain::PersonId;
use store::individual::Lookup;

use super::{Erased, Export, Format};
use crate::{Service, ServiceError};

/// Why nobody was found.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unfound {
    #[error("nobody is known by that; look for another e-mail or login of theirs")]
    Nobody,
    #[error("{} people are known by that; name the one by --id: {}", .0.len(), ids(.0))]
    Several(Vec<PersonId>),
}

fn ids(people: &[PersonId]) -> String {
    people.iter().map(|person| person.0.to_string()).collect::<Vec<_>>().join(", ")
}

/// How the log names whoever has the command line.
const OPERATOR: &str = "operator";

impl Service {
    /// The one person whom this names.
    pub async fn find_person(&self, lookup: &Lookup) -> Result<Result<PersonId, Unfound>, ServiceError> {
        let found = self.store.find_people(lookup).await?;
        Ok(match found.as_slice() {
            [] => Err(Unfound::Nobody),
            [person] => Ok(*person),
            _ => Err(Unfound::Several(found)),
        })
    }

    pub async fn export_person(&self, person: PersonId, format: Format) -> Result<Export, ServiceError> {
        self.export(person, format, OPERATOR).await
    }

    pub async fn erase_person(&self, person: PersonId) -> Result<Erased, ServiceError> {
        self.erase(person, OPERATOR).await
    }
}
