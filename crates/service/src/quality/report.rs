//! What was found, as those who look after sources read it: each with its score, its trend, and what would mend most.

use std::collections::{BTreeMap, BTreeSet};

use domain::{EpochMs, viewer::Viewer};
use jiff::civil::Date;
use store::quality::{QualityDay, RequestCount};

use super::{Figures, Fix, Score, requests::ACCEPTED, score::score, start_of};
use crate::{Service, ServiceError, access};

/// Scores are of so many days up to today; so many before are what they are compared with.
pub const WINDOW_DAYS: i64 = 28;

/// The quality of sources, for those who look after them.
pub struct QualityDesk<'s> {
    service: &'s Service,
    viewer: &'s Viewer,
}

#[derive(Debug, Clone, PartialEq)]
pub struct QualityReport {
    /// The worst first; those without a score last.
    pub sources: Vec<SourceQuality>,
    /// `None` before the first look.
    pub looked_at: Option<EpochMs>,
    pub today: Date,
}

#[derive(Debug, Clone, PartialEq)]
pub struct SourceQuality {
    pub source: String,
    /// Of the window.
    pub figures: Figures,
    pub score: Score,
    /// Of the window before.
    pub earlier: Option<u32>,
    /// The score of each day of both windows by itself, the oldest first; `None` where nothing arrived.
    pub trend: Vec<Option<u32>>,
    pub fixes: Vec<Fix>,
}

impl Service {
    /// # Errors
    /// `NotFound` for those who do not look after sources.
    pub fn quality_desk<'s>(&'s self, viewer: &'s Viewer) -> Result<QualityDesk<'s>, ServiceError> {
        access::found(access::minds_sources(viewer))?;
        Ok(QualityDesk { service: self, viewer })
    }

    /// For the operator.
    pub async fn quality(&self) -> Result<QualityReport, ServiceError> {
        let (today, now) = self.today();
        let first = today - 2 * WINDOW_DAYS + 1;
        let mut days = Days::default();
        for row in self.store.quality_days(first).await? {
            days.looked_at = days.looked_at.max(Some(EpochMs(row.computed_at)));
            days.add(row.day, row.source.clone(), Figures::from(&row));
        }
        for row in self.store.request_counts(first).await? {
            days.add(row.day, row.source.clone(), request_figures(&row));
        }
        let last_seen: BTreeMap<String, i64> = self.store.sources_last_seen().await?.into_iter().collect();
        let mut steps: BTreeMap<String, Vec<Fix>> = BTreeMap::new();
        for (source, text) in self.store.quality_fixes().await? {
            // What another version wrote is found anew by the next look.
            steps.insert(source, serde_json::from_str(&text).unwrap_or_default());
        }
        let mut names: BTreeSet<String> = self.store.sources_with_keys().await?.into_iter().collect();
        names.extend(days.by_source.keys().chain(last_seen.keys()).cloned());
        let source = |name: String| {
            let seen = last_seen.get(&name).copied().map(EpochMs);
            let fixes = steps.remove(&name).unwrap_or_default();
            days.source(name, seen, fixes, (first, today), now)
        };
        let mut sources: Vec<SourceQuality> = names.into_iter().map(source).collect();
        sources
            .sort_by_key(|source| (source.score.value.is_none(), source.score.value, source.source.clone()));
        Ok(QualityReport { sources, looked_at: days.looked_at, today: now.date() })
    }
}

impl QualityDesk<'_> {
    pub async fn report(&self) -> Result<QualityReport, ServiceError> {
        self.service.quality().await
    }

    /// Looks now instead of tomorrow: after something was mended.
    pub async fn look_again(&self) -> Result<super::Checked, ServiceError> {
        let checked = self.service.check_quality().await?;
        let detail = format!("{} days, {} statements", checked.days, checked.statements);
        let mut tx = self.service.store.begin().await?;
        tx.log_change(self.service.now().0, &self.viewer.actor(), "checked", "quality", &detail).await?;
        tx.commit().await?;
        Ok(checked)
    }

    /// Whether the viewer can say whose accounts are.
    pub fn maps_accounts(&self) -> bool {
        access::administers(self.viewer)
    }
}

/// Figures by source and day.
#[derive(Default)]
struct Days {
    by_source: BTreeMap<String, BTreeMap<i64, Figures>>,
    looked_at: Option<EpochMs>,
}

impl Days {
    fn add(&mut self, day: i64, source: String, figures: Figures) {
        let sum = self.by_source.entry(source).or_default().entry(day).or_default();
        *sum = *sum + figures;
    }

    fn source(
        &self,
        source: String,
        last_seen: Option<EpochMs>,
        fixes: Vec<Fix>,
        (first, today): (i64, i64),
        now: EpochMs,
    ) -> SourceQuality {
        let none = BTreeMap::new();
        let days = self.by_source.get(&source).unwrap_or(&none);
        let middle = today - WINDOW_DAYS;
        let sum = |from: i64, to: i64| days.range(from..=to).map(|(_, figures)| *figures).sum::<Figures>();
        let figures = Figures { last_seen, ..sum(middle + 1, today) };
        let of_day = |day: i64| score(days.get(&day)?, start_of(day + 1)).value;
        SourceQuality {
            score: score(&figures, now),
            earlier: score(&sum(first, middle), start_of(middle + 1)).value,
            trend: (first..=today).map(of_day).collect(),
            figures,
            fixes,
            source,
        }
    }
}

impl From<&QualityDay> for Figures {
    fn from(row: &QualityDay) -> Self {
        let count = i64::unsigned_abs;
        Self {
            statements: count(row.statements),
            events: count(row.events),
            tagged: [row.skill, row.role, row.team, row.repository, row.sprint].map(count),
            unknown: count(row.unknown_events),
            duplicates: count(row.duplicates),
            skewed: count(row.skewed),
            accepted: 0,
            refused: 0,
            last_seen: Some(EpochMs(row.last_seen)),
        }
    }
}

/// A count of requests as figures.
pub(super) fn request_figures(row: &RequestCount) -> Figures {
    let requests = row.requests.unsigned_abs();
    if row.outcome == ACCEPTED {
        Figures { accepted: requests, ..Figures::default() }
    } else {
        Figures { refused: requests, ..Figures::default() }
    }
}
