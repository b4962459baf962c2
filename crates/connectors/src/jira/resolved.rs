//! When an issue was resolved.

use domain::EpochMs;

use super::payload::{Fields, Item, Line};
use crate::ReadError;

/// `resolutiondate`, else what the changelog tells. An issue that was reopened is not resolved.
pub(super) fn resolved_at(
    line: &Line,
    fields: &Fields,
    created_at: EpochMs,
) -> Result<Option<EpochMs>, ReadError> {
    if let Some(resolved) = fields.resolution_date {
        if resolved.at < created_at {
            let problem = "is before created; one of the two is wrong, so export the issue again";
            return Err(ReadError::new("fields.resolutiondate", problem));
        }
        return Ok(Some(resolved.at));
    }
    if fields.resolution.is_some() {
        return Ok(last_change(line, |item| is(item, "resolution") && item.to.is_some()));
    }
    if is_done(fields) {
        return Ok(last_change(line, |item| is(item, "status")));
    }
    Ok(None)
}

fn last_change(line: &Line, wanted: impl Fn(&Item) -> bool) -> Option<EpochMs> {
    let matching = line.histories().filter(|history| history.items.iter().any(&wanted));
    matching.filter_map(|history| history.created).map(|moment| moment.at).max()
}

fn is(item: &Item, field: &str) -> bool {
    item.field.as_deref().is_some_and(|name| name.eq_ignore_ascii_case(field))
}

fn is_done(fields: &Fields) -> bool {
    let category = fields.status.as_ref().and_then(|status| status.category.as_ref());
    category.and_then(|category| category.key.as_deref()) == Some("done")
}
