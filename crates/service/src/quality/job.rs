//! The daily look at what arrived. Each day is computed from the log and kept; a day that was not over is computed
//! again. Running it twice, or in two processes, gives the same rows.

use std::collections::{BTreeMap, HashMap};

use domain::EpochMs;
use store::quality::{QualityDay, RequestCount};

use super::{
    clock::Lags,
    day_of,
    figures::Figures,
    fixes::{Evidence, Fix, fixes},
    repeats::{Moment, Repeats},
    report::{WINDOW_DAYS, request_figures},
    start_of,
};
use crate::{Service, ServiceError, stream::Outline};

/// Days before today that are looked at when nothing was before.
const HISTORY: i64 = 2 * WINDOW_DAYS;

/// Statements read at once.
const PAGE: i64 = 500;

/// What a look came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Checked {
    pub days: usize,
    pub statements: u64,
    pub sources: usize,
}

/// What only the statements themselves can tell of a source's day.
#[derive(Default)]
struct Read {
    statements: u64,
    duplicates: u64,
    lags: Lags,
    last_seen: i64,
}

impl Service {
    /// Looks at every day since the last one that was over when it was looked at, and for what would mend most.
    pub async fn check_quality(&self) -> Result<Checked, ServiceError> {
        self.flush_request_counts().await?;
        let (today, now) = self.today();
        let mut checked = Checked::default();
        for day in self.first_unfinished(today).await?..=today {
            let rows = self.look_at(day, now).await?;
            checked.days += 1;
            checked.statements += rows.iter().map(|row| row.statements.unsigned_abs()).sum::<u64>();
            let mut tx = self.store.begin().await?;
            tx.save_quality_days(&rows).await?;
            tx.commit().await?;
        }
        let found = self.look_for_fixes(today).await?;
        checked.sources = found.len();
        let mut tx = self.store.begin().await?;
        tx.replace_quality_fixes(&found).await?;
        tx.sweep_statement_readers(today - 1).await?;
        tx.commit().await?;
        Ok(checked)
    }

    async fn first_unfinished(&self, today: i64) -> Result<i64, ServiceError> {
        let earliest = today - HISTORY;
        let first = match self.store.newest_quality_day().await? {
            Some((day, looked)) if looked >= start_of(day + 1).0 => day + 1,
            Some((day, _)) => day,
            None => self.store.first_stored().await?.map_or(today, |at| day_of(EpochMs(at))),
        };
        Ok(first.clamp(earliest, today))
    }

    /// The places of the log that a day's statements have: after the first, up to the second.
    async fn stretch(&self, from: i64, to: i64) -> Result<(i64, i64), ServiceError> {
        let after = self.store.place_at(start_of(from).0 - 1).await?;
        let until = self.store.place_at(start_of(to + 1).0 - 1).await?;
        Ok((after, until))
    }

    async fn look_at(&self, day: i64, now: EpochMs) -> Result<Vec<QualityDay>, ServiceError> {
        let stretch = self.stretch(day, day).await?;
        if stretch.0 >= stretch.1 {
            return Ok(vec![]);
        }
        let events = self.store.count_events(stretch).await?;
        let mut events: HashMap<String, _> = events.into_iter().map(|e| (e.source.clone(), e)).collect();
        let mut rows = Vec::new();
        for (source, read) in self.read_stretch(stretch).await? {
            let counted = events.remove(&source);
            let of = |pick: fn(&store::quality::EventCounts) -> i64| counted.as_ref().map_or(0, pick);
            rows.push(QualityDay {
                day,
                computed_at: now.0,
                last_seen: read.last_seen,
                statements: signed(read.statements),
                events: of(|e| e.events),
                skill: of(|e| e.skill),
                role: of(|e| e.role),
                team: of(|e| e.team),
                repository: of(|e| e.repository),
                sprint: of(|e| e.sprint),
                unknown_events: of(|e| e.unknown),
                duplicates: signed(read.duplicates),
                skewed: signed(read.lags.skewed()),
                source,
            });
        }
        Ok(rows)
    }

    async fn read_stretch(&self, (after, until): (i64, i64)) -> Result<BTreeMap<String, Read>, ServiceError> {
        let (mut found, mut repeats) = (BTreeMap::<String, Read>::new(), Repeats::default());
        let mut after = after;
        while after < until {
            let page = self.store.log_page(after, PAGE).await?;
            let Some(last) = page.last() else { break };
            after = last.seq;
            for row in page.into_iter().filter(|row| row.seq <= until && !row.voided) {
                let read = found.entry(row.authority.clone()).or_default();
                read.statements += 1;
                read.last_seen = read.last_seen.max(row.stored_at);
                let Some(outline) = Outline::read(&row.payload) else { continue };
                read.lags.add(outline.happened.unwrap_or(EpochMs(row.stored_at)), EpochMs(row.stored_at));
                read.duplicates += u64::from(is_repeated(&mut repeats, &row.authority, &outline));
            }
        }
        Ok(found)
    }

    /// The steps for each source, by what it sent within the window.
    async fn look_for_fixes(&self, today: i64) -> Result<Vec<(String, String)>, ServiceError> {
        let from = today - WINDOW_DAYS + 1;
        let stretch = self.stretch(from, today).await?;
        let mut found: BTreeMap<String, Evidence> = BTreeMap::new();
        for row in self.store.quality_days(from).await? {
            let evidence = found.entry(row.source.clone()).or_default();
            evidence.figures = evidence.figures + Figures::from(&row);
        }
        for row in self.store.request_counts(from).await? {
            let evidence = found.entry(row.source.clone()).or_default();
            evidence.figures = evidence.figures + request_figures(&row);
            note_refusal(&mut evidence.refused, row);
        }
        for row in self.store.strangers(stretch).await? {
            found.entry(row.source).or_default().strangers.push((row.account, row.events.unsigned_abs()));
        }
        for row in self.store.content_gaps(stretch).await? {
            let lacking = [row.skill, row.role, row.repository].map(i64::unsigned_abs);
            found.entry(row.source).or_default().activities.push((row.content, lacking));
        }
        found.into_iter().map(|(source, evidence)| Ok((source, written(&fixes(&evidence))?))).collect()
    }
}

fn is_repeated(repeats: &mut Repeats, source: &str, outline: &Outline) -> bool {
    let (Some(actor), Some(activity), Some(at)) =
        (&outline.actor, outline.object.activity(), outline.happened)
    else {
        return false;
    };
    repeats.repeats(Moment { source, actor, verb: &outline.verb, activity }, at)
}

fn note_refusal(refused: &mut Vec<(String, u64)>, row: RequestCount) {
    if row.outcome == super::requests::ACCEPTED {
        return;
    }
    let requests = row.requests.unsigned_abs();
    match refused.iter_mut().find(|(reason, _)| *reason == row.outcome) {
        Some((_, sum)) => *sum += requests,
        None => refused.push((row.outcome, requests)),
    }
}

fn written(fixes: &[Fix]) -> Result<String, ServiceError> {
    serde_json::to_string(fixes).map_err(|error| ServiceError::Broken(error.to_string()))
}

fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
