//! The published xAPI vocabulary of Sightline: verbs, activity types and the five tag extensions.

pub const PROFILE: &str = "https://w3id.org/xapi/sightline";
pub const TAG_EXTENSIONS: &str = "https://w3id.org/xapi/sightline/extensions/";
pub const VERB_APPLIED: &str = "https://w3id.org/xapi/sightline/verbs/applied";
pub const VERB_INITIALIZED: &str = "http://adlnet.gov/expapi/verbs/initialized";
pub const VERB_COMPLETED: &str = "http://adlnet.gov/expapi/verbs/completed";
pub const VERB_ATTENDED: &str = "http://adlnet.gov/expapi/verbs/attended";
