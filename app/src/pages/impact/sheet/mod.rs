//! One page to hand out: verdicts, the effect by sprint, the waves. On screen and printed as HTML, as PDF and PNG made here.

use crate::web::Routes;

pub fn routes() -> Routes {
    Routes::new()
}
