//! The two questions of every programme, by the same method: only who counts as joined differs.

use ::impact::{gate::Missing, imputation::Average, verdict::Doubts};
use domain::outcome::Rank;

use super::{
    super::{
        study::{Practised, Study, StudyOutcome},
        view::{Canned, Evidence, Headline, Question},
    },
    dates::earliest,
    fit::{Estimand, compared},
    headline::estimated,
    series::events,
    table::{Joining, Table},
    told::say,
    words::{scale, spoken},
};

/// "Within two sprints": the sprint of joining and the two after it.
const WITHIN: i64 = 2;

pub(super) fn answers(study: &Study) -> Vec<Canned> {
    let primary = |rank| study.outcomes.iter().find(|outcome| outcome.definition.rank == rank);
    let lab = primary(Rank::PrimarySpeed).map(|outcome| {
        let within = Average::simple().up_to(Some(WITHIN));
        Asked { study, outcome, practised: &study.lab, average: within }.answer(Question::SmallPullRequestLab)
    });
    let checklist = primary(Rank::PrimaryQuality).map(|outcome| {
        let asked = Asked { study, outcome, practised: &study.checklist, average: Average::simple() };
        asked.answer(Question::ReviewChecklist)
    });
    lab.into_iter().chain(checklist).collect()
}

struct Asked<'s> {
    study: &'s Study,
    outcome: &'s StudyOutcome,
    practised: &'s Practised,
    average: Average,
}

impl Asked<'_> {
    fn answer(&self, question: Question) -> Canned {
        let definition = &self.outcome.definition;
        let found = self.look();
        let (headline, sign_holds) = match &found {
            Ok((headline, sign_holds)) => (Ok(headline), *sign_holds),
            Err(missing) => (Err(missing.as_slice()), false),
        };
        let told = say(self.study, &spoken(definition), headline, sign_holds, &Doubts::default(), &[]);
        let missing = found.as_ref().err().cloned().unwrap_or_default();
        let is_short = !missing.is_empty();
        let joining = self.joining();
        Canned {
            question,
            scale: scale(definition.transform),
            verdict: told.verdict.clone(),
            told,
            evidence: Evidence {
                missing,
                earliest: if is_short { earliest(self.study, &self.outcome.series, &joining) } else { None },
            },
            headline: found.ok().map(|(headline, _)| headline),
            events: self.table().map_or_else(|_| vec![], |table| events(&table.panel, definition.transform)),
            teams: self.practised.since.len(),
            of: self.practised.of,
        }
    }

    fn look(&self) -> Result<(Headline, bool), Vec<Missing>> {
        let missing = |why: ::impact::error::ImpactError| vec![Missing::Estimate { why: why.to_string() }];
        let transform = self.outcome.definition.transform;
        let table = self.table().map_err(missing)?;
        if !table.missing.is_empty() {
            return Err(table.missing);
        }
        let mut cells = compared(&table.panel, transform).map_err(missing)?;
        let units = table.panel.units();
        cells.retain(|cell| {
            units.get(cell.unit).is_some_and(|unit| self.average.weight(unit, cell.event_time) > 0.0)
        });
        let estimand = Estimand::of(transform, self.average.clone());
        let found = estimated(&table, &estimand, &cells, scale(transform)).map_err(missing)?;
        Ok((found.headline, found.leave_one_out.sign_holds))
    }

    fn table(&self) -> ::impact::error::Result<Table> {
        Table::of(self.study, &self.outcome.series, &self.joining(), false)
    }

    /// Those who did it join with it. Everybody else is compared with until the programme reaches them: afterwards
    /// they are neither; nor is a team that did it between joining the programme and doing it.
    fn joining(&self) -> Joining {
        let since =
            |at: usize| self.practised.since.iter().find(|(team, _)| *team == at).map(|(_, since)| *since);
        let teams = || self.study.teams.iter().enumerate();
        Joining {
            joined: teams().map(|(at, _)| since(at)).collect(),
            silent: teams().map(|(at, team)| (team.joined, since(at))).collect(),
        }
    }
}
