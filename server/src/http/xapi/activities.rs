//! `/xapi/activities`: an activity with all that statements said of it.

use axum::{
    Json,
    http::Method,
    response::{IntoResponse, Response},
};

use super::{answer::Refused, call::Call};

pub async fn resource(call: Call) -> Response {
    Call::told(call.version, activity(&call).await)
}

async fn activity(call: &Call) -> Result<Response, Refused> {
    if call.method != Method::GET {
        return Err(Refused::method());
    }
    let id = call.parameters(&["activityId"])?.required_iri("activityId")?;
    Ok(Json(call.store.activity(&id).await?).into_response())
}
