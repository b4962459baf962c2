//! From cells to what is shown. Periods whose cells changed are released anew: their groups are judged against each
//! other (`standing`), and every figure is kept, held back or hidden accordingly (`rows`). Views, exports and the API
//! read releases only. Why it is done like this: `docs/decisions/one-partition-for-what-is-shown.md`.

mod baseline;
mod facts;
mod figures;
mod groups;
mod period;
mod rows;
mod seated;
mod seating;
mod seats;
mod standing;
mod step;
mod union;
mod universe;
mod work;

pub(crate) use facts::Facts;
pub(crate) use groups::Group;
pub(crate) use rows::is_countable;
pub(crate) use step::{due, due_with, forget_seatings, rename};
pub(crate) use union::{Lens, Over, Shown};
pub(crate) use work::Computed;
