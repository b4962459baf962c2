//! When a row happened: by the format that the mapping gives, else as ISO writes it.

use jiff::{Timestamp, civil, tz::TimeZone};

use super::columns::Columns;
use crate::sources::history::mapping::Mapping;

impl Columns<'_> {
    pub(super) fn instant(&self, text: &str) -> Result<Timestamp, String> {
        let format = self.mapping.date_format.trim();
        if format.is_empty() {
            if let Ok(at) = text.parse::<Timestamp>() {
                return Ok(at);
            }
            let local = text.parse::<civil::DateTime>().map_err(|_| {
                format!(
                    "\"{text}\" is no time as in 2026-03-01T09:30; give the format, such as %d.%m.%Y %H:%M"
                )
            })?;
            return self.at(local, text);
        }
        let broken = jiff::fmt::strtime::parse(format, text)
            .map_err(|_| format!("\"{text}\" is not written as {format}"))?;
        if broken.offset().is_some() {
            return broken.to_timestamp().map_err(|error| format!("\"{text}\" is no time: {error}"));
        }
        let day = || broken.to_date().map(|date| date.to_datetime(civil::Time::midnight()));
        let local = broken
            .to_datetime()
            .or_else(|_| day())
            .map_err(|error| format!("\"{text}\" is no day: {error}"))?;
        self.at(local, text)
    }

    fn at(&self, local: civil::DateTime, text: &str) -> Result<Timestamp, String> {
        let zoned = local.to_zoned(self.zone.clone());
        zoned.map(|at| at.timestamp()).map_err(|error| format!("\"{text}\" is no time: {error}"))
    }
}

pub(super) fn zone(mapping: &Mapping) -> Result<TimeZone, String> {
    let name = mapping.time_zone.trim();
    if name.is_empty() {
        return Ok(TimeZone::UTC);
    }
    TimeZone::get(name).map_err(|_| format!("\"{name}\" is no time zone; write it as Europe/Berlin"))
}
