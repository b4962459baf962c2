//! What a company may set about reading its defects. Words ignore the case of ASCII letters.

use serde::{Deserialize, Serialize};

use crate::words::owned;

/// How issues are read. Without any setting, the affected versions alone say in which phase a defect was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rules {
    /// Issue types that are defects, as the site names them (Jira translates them).
    pub defect_types: Vec<String>,
    /// Id of the field that says where a defect was found, such as `customfield_10042`; empty: there is none.
    pub found_field: String,
    /// Values of that field for defects found before release.
    pub found_before_values: Vec<String>,
    /// Values of that field for defects found after release.
    pub found_after_values: Vec<String>,
    /// Labels that say the same.
    pub found_before_labels: Vec<String>,
    pub found_after_labels: Vec<String>,
    /// Texts of the field Environment that say the same.
    pub found_before_environments: Vec<String>,
    pub found_after_environments: Vec<String>,
    /// Id of the field whose value is the severity.
    pub severity_field: String,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            defect_types: owned(&["Bug", "Defect", "Fehler", "Bogue", "Error", "バグ", "缺陷", "故障"]),
            found_field: String::new(),
            found_before_values: Vec::new(),
            found_after_values: Vec::new(),
            found_before_labels: owned(&["found-before-release"]),
            found_after_labels: owned(&["found-after-release", "escaped-defect"]),
            found_before_environments: owned(&["test", "staging", "qa"]),
            found_after_environments: owned(&["production", "prod", "live"]),
            severity_field: "priority".to_owned(),
        }
    }
}
