//! Who can see what, in words, role by role. What they say is decided in `service::access` and held by the matrix of
//! its tests.

use domain::viewer::AccessRole;

use crate::components::{Cell, Column, TableData};

struct Reach {
    figures: &'static str,
    learning: &'static str,
    work: &'static str,
}

fn reach(role: AccessRole) -> Reach {
    let (figures, learning, work) = match role {
        AccessRole::Executive => ("Every team, cohort and the programme", "Nobody's", "Nobody's"),
        AccessRole::LAndD => (
            "Every team, cohort and the programme",
            "Of participants of cohorts, for a stated purpose; logged and shown to the person",
            "Nobody's",
        ),
        AccessRole::Manager => ("Their own teams", "Nobody's", "Nobody's"),
        AccessRole::Coach => (
            "Their own cohorts and the teams in them",
            "Of participants of their own cohorts, for a stated purpose; logged and shown to the person",
            "Nobody's",
        ),
        AccessRole::Engineer => ("Their own team", "Their own", "Their own"),
        AccessRole::Admin => ("None by being administrator", "Nobody's", "Nobody's"),
        AccessRole::Auditor => ("None", "The log of who looked", "The log of who looked"),
    };
    Reach { figures, learning, work }
}

pub fn table() -> TableData {
    let row = |role: AccessRole| -> Vec<Cell> {
        let Reach { figures, learning, work } = reach(role);
        vec![role.title().into(), figures.into(), learning.into(), work.into()]
    };
    TableData {
        caption: "Who can see what, by role".to_owned(),
        columns: ["Role", "Figures of groups", "Learning records of a person", "Work records of a person"]
            .map(Column::text)
            .to_vec(),
        rows: AccessRole::ALL.into_iter().map(row).collect(),
    }
}
