//! Everything that a release is computed from, read at once, and what comes of it.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};

use domain::TeamKey;
use metrics::ContributorSet;
use store::{
    Revision, Tx,
    cells::{BASELINE, Cell, NOW, SPRINT},
    facts::StoredBlock,
    releases::{Release, Written},
    seatings::StoredSeating,
};

use super::{
    baseline,
    facts::{Facts, ItemId, Whereabouts, id},
    figures::Scene,
    period::{Period, horizon, known_until},
    rows::{self, Judged, WITH_CELLS},
    seating::{Fresh, Known, Met, Present, Seating},
    standing::Standings,
    union::Lens,
    universe::{self, Circle, Lattice, Seen},
};
use crate::{
    ServiceError,
    recompute::{Context, Timeline, side_by_side},
};

/// Facts of no team lie in seatings of this kind, one a month: they were known, and shown nowhere.
const UNPLACED: &str = "unplaced";

type PeriodName = (&'static str, String);

/// What whoever computed everything has at hand, and need not read again.
pub(crate) struct Computed {
    pub facts: Facts,
    pub cells: Vec<Cell>,
}

pub(super) struct Work {
    revision: i64,
    due: Vec<PeriodName>,
    facts: Packed,
    repositories: HashMap<u32, String>,
    cells: HashMap<PeriodName, Vec<Cell>>,
    /// Of the periods that are due and of facts of no team; of all periods where the organisation changed.
    seatings: HashMap<(String, String), StoredSeating>,
    /// What is shown of sprints that are not due, where baselines are.
    shown: Option<Vec<Release>>,
}

enum Packed {
    Yet(Vec<StoredBlock>),
    NoMore(Facts),
}

/// What to write: (period, its rows) and seatings.
pub(super) struct Done {
    pub rows: Vec<(PeriodName, Vec<Written>)>,
    pub seatings: Vec<StoredSeating>,
}

impl Work {
    pub async fn load(
        tx: &mut Tx,
        context: &Context,
        marked: Vec<(String, String)>,
        computed: Option<Computed>,
    ) -> Result<Self, ServiceError> {
        let mut due: Vec<PeriodName> =
            marked.into_iter().filter(|(kind, _)| kind == SPRINT).map(|(_, key)| (SPRINT, key)).collect();
        due.push((NOW, NOW.to_owned()));
        due.sort_unstable();
        let (facts, cells) = match computed {
            Some(Computed { facts, cells }) => (Packed::NoMore(facts), by_period(cells)),
            None => (Packed::Yet(tx.all_blocks().await?), cells_of(tx, &due).await?),
        };
        let sprints: Vec<String> = due.iter().map(|(_, key)| key.clone()).collect();
        let shown = if baseline::touched_by(context, &sprints) {
            Some(shown_beside(tx, &sprints).await?)
        } else {
            None
        };
        let revision = tx.revision(Revision::Directory).await?;
        Ok(Self {
            seatings: seatings(tx, &due, revision).await?,
            revision,
            facts,
            repositories: numbered(tx.repository_names().await?),
            due,
            cells,
            shown,
        })
    }

    pub fn compute(mut self, context: &Context) -> Result<Done, ServiceError> {
        let facts = match std::mem::replace(&mut self.facts, Packed::Yet(vec![])) {
            Packed::Yet(blocks) => Facts::of(blocks)?,
            Packed::NoMore(facts) => facts,
        };
        let now = self.cells.get(&(NOW, NOW.to_owned())).map_or(&[][..], Vec::as_slice);
        let known_until = known_until(context, now);
        let stage = Stage {
            context,
            facts: &facts,
            whereabouts: Whereabouts::new(&facts),
            timelines: timelines(context, &facts)?,
            circles: universe::circles(context),
            known: self.known()?,
            known_until: &known_until,
            work: &self,
        };
        let released = side_by_side(&self.due, |name| stage.release(name))?;
        let mut done = Done { rows: vec![], seatings: self.unplaced(&facts)? };
        for (name, (rows, seating)) in self.due.iter().zip(released) {
            done.rows.push((name.clone(), rows));
            done.seatings.extend(seating);
        }
        if let Some(stored) = &self.shown {
            let fresh = done.rows.iter().flat_map(|(_, rows)| rows).map(|row| &row.release);
            let shown = baseline::shown(stored, fresh);
            let rows = baseline::rows(context, &Lens::new(context, &facts, &shown))?;
            done.rows.push(((BASELINE, BASELINE.to_owned()), rows));
        }
        Ok(done)
    }

    /// The facts that were known when the organisation was last looked at, if it changed since: only then can a fact
    /// that a period has not met yet be an old one.
    fn known(&self) -> Result<Known, ServiceError> {
        let mut known = Known::new();
        let is_due = |(kind, key): &PeriodName| self.seatings.get(&((*kind).to_owned(), key.clone()));
        if is_current(self.due.iter().filter_map(is_due), self.revision) {
            return Ok(known);
        }
        for stored in self.seatings.values() {
            if stored.period_kind == UNPLACED {
                known.extend(unplaced_in(stored)?.into_iter().map(|id| (id, Met::Unplaced)));
            }
        }
        for stored in self.seatings.values().filter(|stored| stored.period_kind != UNPLACED) {
            Seating::read(stored)?.tell(&mut known);
        }
        Ok(known)
    }

    /// The seatings of facts of no team that changed.
    fn unplaced(&self, facts: &Facts) -> Result<Vec<StoredSeating>, ServiceError> {
        let mut months: BTreeMap<String, Vec<ItemId>> = BTreeMap::new();
        for stored in self.seatings.values().filter(|stored| stored.period_kind == UNPLACED) {
            months.entry(stored.period_key.clone()).or_default();
        }
        for item in facts.unplaced() {
            months.entry(item.settled_at().month().to_string()).or_default().push(id(item));
        }
        let mut changed = Vec::new();
        for (month, mut items) in months {
            items.sort_unstable();
            let seats = serde_json::to_string(&items).map_err(|e| broken(&month, e))?;
            let name = (UNPLACED.to_owned(), month);
            if self.seatings.get(&name).is_none_or(|stored| stored.seats != seats) {
                let (period_kind, period_key) = name;
                changed.push(StoredSeating { period_kind, period_key, revision: self.revision, seats });
            }
        }
        Ok(changed)
    }
}

async fn seatings(
    tx: &mut Tx,
    due: &[PeriodName],
    revision: i64,
) -> Result<HashMap<(String, String), StoredSeating>, ServiceError> {
    let mut seatings = tx.seatings_of(UNPLACED).await?;
    let mut own = Vec::new();
    for (kind, key) in due {
        own.extend(tx.seating(kind, key).await?);
    }
    if is_current(own.iter(), revision) {
        seatings.extend(own);
    } else {
        for kind in [SPRINT, NOW] {
            seatings.extend(tx.seatings_of(kind).await?);
        }
    }
    Ok(seatings.into_iter().map(|s| ((s.period_kind.clone(), s.period_key.clone()), s)).collect())
}

/// Has the organisation not changed since these were written?
fn is_current<'s>(mut seatings: impl Iterator<Item = &'s StoredSeating>, revision: i64) -> bool {
    seatings.all(|seating| seating.revision == revision)
}

async fn cells_of(tx: &mut Tx, due: &[PeriodName]) -> Result<HashMap<PeriodName, Vec<Cell>>, ServiceError> {
    let mut cells = Vec::new();
    for (kind, key) in due {
        for group in WITH_CELLS {
            cells.extend(tx.cells_in(group, kind, key).await?);
        }
    }
    Ok(by_period(cells))
}

fn by_period(cells: Vec<Cell>) -> HashMap<PeriodName, Vec<Cell>> {
    let mut periods: HashMap<PeriodName, Vec<Cell>> = HashMap::new();
    for cell in cells {
        periods.entry((cell.period_kind, cell.period_key.clone())).or_default().push(cell);
    }
    periods
}

/// What is shown of other sprints than these.
async fn shown_beside(tx: &mut Tx, sprints: &[String]) -> Result<Vec<Release>, ServiceError> {
    let mut shown = Vec::new();
    // Reading is work: after a rebuild there are no others.
    if tx.released_sprints().await?.iter().any(|key| !sprints.contains(key)) {
        for kind in baseline::KINDS {
            shown.extend(tx.releases_of(kind, SPRINT).await?);
        }
        shown.retain(|release| !sprints.contains(&release.period_key));
    }
    Ok(shown)
}

fn numbered(names: Vec<(i64, String)>) -> HashMap<u32, String> {
    names.into_iter().filter_map(|(number, name)| Some((u32::try_from(number).ok()?, name))).collect()
}

fn unplaced_in(stored: &StoredSeating) -> Result<Vec<ItemId>, ServiceError> {
    serde_json::from_str(&stored.seats).map_err(|e| broken(&stored.period_key, e))
}

fn broken(period: &str, error: serde_json::Error) -> ServiceError {
    ServiceError::Seating { period: period.to_owned(), source: error }
}

fn timelines<'a>(
    context: &'a Context,
    facts: &'a Facts,
) -> Result<HashMap<&'a TeamKey, Timeline<'a>>, ServiceError> {
    let teams: Vec<&TeamKey> = context.sprints.keys().collect();
    let timeline = |team: &&'a TeamKey| Ok((*team, Timeline::of(&facts.team(team).pull_requests)));
    Ok(side_by_side(&teams, timeline)?.into_iter().collect())
}

/// What all periods of a release share.
pub(super) struct Stage<'a> {
    pub context: &'a Context,
    facts: &'a Facts,
    whereabouts: Whereabouts<'a>,
    pub timelines: HashMap<&'a TeamKey, Timeline<'a>>,
    pub circles: Vec<Circle<'a>>,
    known: Known,
    known_until: &'a BTreeMap<TeamKey, domain::EpochMs>,
    work: &'a Work,
}

impl Stage<'_> {
    fn release(&self, name: &PeriodName) -> Result<(Vec<Written>, Option<StoredSeating>), ServiceError> {
        let period = match name {
            (NOW, _) => Some(Period::now(self.context, self.known_until)),
            (_, key) => Period::sprint(self.context, self.known_until, key),
        };
        let Some(period) = period else { return Ok((vec![], None)) };
        let fresh = universe::fresh(self, &period);
        let (seating, seats) = self.seating(&fresh, &period)?;
        let seen = universe::seen(&fresh, &seating, &self.whereabouts);
        let lattice = Lattice::of(&seating, &period, &self.work.repositories);
        let judged = self.judge(&lattice, &seating, &period, &seen);
        let scene = Scene {
            context: self.context,
            circles: &self.circles,
            facts: self.facts,
            seen: &seen,
            period: &period,
            seating: &seating,
            as_of: horizon(self.known_until),
            piles: RefCell::default(),
        };
        let cells = self.work.cells.get(name).map_or(&[][..], Vec::as_slice);
        let rows = rows::rows(&scene, &lattice.groups, &judged, cells).into_iter().map(Release::written);
        Ok((rows.collect::<Result<_, _>>()?, self.to_store(seats, &period)))
    }

    /// The period's seating as it goes on, and as it is written.
    fn seating(&self, fresh: &Fresh<'_>, period: &Period<'_>) -> Result<(Seating, String), ServiceError> {
        let first = Seating::first(fresh);
        let written = first.write(&period.key)?;
        // Where nothing ever moved, what is stored is what a first look sees, and need not be read.
        let stored = self.stored(period).filter(|stored| stored.seats != written);
        let Some(stored) = stored else { return Ok((first, written)) };
        let mut seating = Seating::read(stored)?;
        let present = Present { period, known: &self.known, whereabouts: &self.whereabouts };
        seating.go_on(fresh, &present);
        let written = seating.write(&period.key)?;
        Ok((seating, written))
    }

    fn stored(&self, period: &Period<'_>) -> Option<&StoredSeating> {
        self.work.seatings.get(&(period.kind.to_owned(), period.key.clone()))
    }

    fn judge(&self, lattice: &Lattice, seating: &Seating, period: &Period<'_>, seen: &[Seen<'_>]) -> Judged {
        let by = |movers: &[_], sets: &[ContributorSet]| {
            Standings::new(&lattice.groups, seating.generations, movers, sets)
        };
        let items = universe::movers_of_items(lattice, seating, period, self.facts, seen);
        let members = universe::movers_of_members(self.context, &self.circles, lattice, seating, period);
        Judged {
            by_items: by(&items, period.sets()),
            by_members: by(&members, &ContributorSet::OF_MEMBERS),
            stuck: lattice.stuck(seating),
        }
    }

    /// The seating to write, if it is another than the stored one.
    fn to_store(&self, seats: String, period: &Period<'_>) -> Option<StoredSeating> {
        let fresh = StoredSeating {
            period_kind: period.kind.to_owned(),
            period_key: period.key.clone(),
            revision: self.work.revision,
            seats,
        };
        (self.stored(period) != Some(&fresh)).then_some(fresh)
    }
}
