//! Parts of forms: one column, label above, help under it, the error beside the field in words.

mod buttons;
mod choices;
mod error_summary;
mod field;
mod inputs;

pub use buttons::{Act, Confirm, Hidden, Submit};
pub use choices::{CheckboxGroup, ChoiceGroup, GroupedCheckboxes, SelectField};
pub use error_summary::{ErrorSummary, FieldError};
pub use inputs::{DateField, FileField, TextArea, TextField};
