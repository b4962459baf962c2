//! Texts of a request as the description tells them: exactly those that [`service::scim`] takes.

use utoipa::ToSchema;

/// On one line: at most 256 characters, none of them a control character.
#[derive(ToSchema)]
#[schema(max_length = 256, pattern = r"^[^\u0000-\u001f\u007f-\u009f]*$")]
#[expect(dead_code, reason = "described, never made")]
pub struct Line(String);

/// On one line and not blank: at most 256 characters, none of them a control character, one of them no white space.
#[derive(ToSchema)]
#[schema(
    min_length = 1,
    max_length = 256,
    pattern = r"^[^\u0000-\u001f\u007f-\u009f]*[^\u0000-\u0020\u007f-\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000][^\u0000-\u001f\u007f-\u009f]*$"
)]
#[expect(dead_code, reason = "described, never made")]
pub struct NonBlankLine(String);
