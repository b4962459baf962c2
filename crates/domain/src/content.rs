//! What people learn with.

use serde::{Deserialize, Serialize};

use crate::{ContentId, SkillKey};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContentKind {
    Course,
    Lab,
    JobAid,
    PeerSession,
    Challenge,
    Checklist,
}

impl ContentKind {
    pub const ALL: [ContentKind; 6] =
        [Self::Course, Self::Lab, Self::JobAid, Self::PeerSession, Self::Challenge, Self::Checklist];

    pub fn as_str(self) -> &'static str {
        match self {
            ContentKind::Course => "course",
            ContentKind::Lab => "lab",
            ContentKind::JobAid => "job_aid",
            ContentKind::PeerSession => "peer_session",
            ContentKind::Challenge => "challenge",
            ContentKind::Checklist => "checklist",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.as_str() == text)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    pub id: ContentId,
    pub kind: ContentKind,
    pub name: String,
    pub skill: Option<SkillKey>,
}
