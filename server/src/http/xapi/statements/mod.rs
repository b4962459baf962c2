//! `/xapi/statements`: sending them, and finding them again.

mod arriving;
mod found;
mod signed;

use axum::{
    Json,
    http::{Method, StatusCode},
    response::{IntoResponse, Response},
};
use service::record_store::Cursor;
use xapi::StatementQuery;

use super::{answer::Refused, call::Call};

const ONE: [&str; 2] = ["statementId", "voidedStatementId"];

pub async fn resource(call: Call) -> Response {
    let version = call.version;
    let answer = match call.method {
        Method::GET => get(&call).await,
        Method::PUT => put(call).await,
        Method::POST => post(call).await,
        _ => Err(Refused::method()),
    };
    Call::told(version, answer)
}

/// The next page of a query.
pub async fn more(call: Call) -> Response {
    Call::told(call.version, next_page(&call).await)
}

async fn next_page(call: &Call) -> Result<Response, Refused> {
    let cursor = call.parameters(&["cursor"])?.required("cursor")?.to_owned();
    let (query, page) = call.store.more(&Cursor(cursor)).await?;
    found::page(call, &query, page).await
}

async fn get(call: &Call) -> Result<Response, Refused> {
    let known = [&ONE[..], &StatementQuery::PARAMETERS].concat();
    let parameters = call.parameters(&known)?;
    let query = StatementQuery::read(&parameters)?;
    let [id, voided] = [parameters.uuid(ONE[0])?, parameters.uuid(ONE[1])?];
    if id.is_none() && voided.is_none() {
        return found::page(call, &query, call.store.query(&query).await?).await;
    }
    let filter = StatementQuery::PARAMETERS
        .into_iter()
        .find(|&name| parameters.has(name) && !matches!(name, "format" | "attachments"));
    if let Some(filter) = filter {
        let words = format!("the parameter \"{filter}\" does not go with the id of one statement");
        return Err(Refused::bad(words));
    }
    match (id, voided) {
        (Some(id), None) => found::one(call, &query, call.store.statement(id, false).await?).await,
        (None, Some(id)) => found::one(call, &query, call.store.statement(id, true).await?).await,
        _ => Err(Refused::bad("the parameters \"statementId\" and \"voidedStatementId\" do not go together")),
    }
}

async fn put(call: Call) -> Result<Response, Refused> {
    let parameters = call.parameters(&["statementId"])?;
    parameters.required("statementId")?;
    let id = parameters.uuid("statementId")?.unwrap_or_default();
    let arrived = arriving::read(&call)?;
    let [statement] = <[_; 1]>::try_from(arrived.statements)
        .map_err(|_| Refused::bad("PUT takes exactly one statement; send several by POST"))?;
    call.store.append(vec![statement.under_id(id)?], arrived.attachments).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn post(call: Call) -> Result<Response, Refused> {
    call.parameters(&[])?;
    let arrived = arriving::read(&call)?;
    let appended = call.store.append(arrived.statements, arrived.attachments).await?;
    Ok(Json(appended.ids).into_response())
}
